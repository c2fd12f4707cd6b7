-- Which part of selling a manager does; a call is offered the checklist that is for it.
ALTER TABLE people ADD COLUMN function TEXT;
