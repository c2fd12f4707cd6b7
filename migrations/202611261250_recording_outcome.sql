-- How the call ended: reached, later, refused, unfit; NULL while nobody has said.
ALTER TABLE recordings ADD COLUMN outcome TEXT;
