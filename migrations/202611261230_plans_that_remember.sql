-- Targets that are followed by a rule, what to study, and the written warning as a plan of its own stage.
ALTER TABLE plans ADD COLUMN stage TEXT NOT NULL DEFAULT 'plan';
-- Entries of the book to read, with the title they had (JSON).
ALTER TABLE plans ADD COLUMN study TEXT NOT NULL DEFAULT '[]';
-- Key of the checklist item a warning is about; NULL for a plan.
ALTER TABLE plans ADD COLUMN defect TEXT;
-- What follows when the targets of a warning are not met.
ALTER TABLE plans ADD COLUMN consequence TEXT NOT NULL DEFAULT '';
-- Did the manager acknowledge it without agreeing?
ALTER TABLE plans ADD COLUMN disagrees BOOLEAN NOT NULL DEFAULT FALSE;

-- How the service follows it by itself (JSON); NULL when only people decide.
ALTER TABLE plan_targets ADD COLUMN rule TEXT;
-- The head's words to their own decision.
ALTER TABLE plan_targets ADD COLUMN word TEXT NOT NULL DEFAULT '';
