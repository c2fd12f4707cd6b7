-- A search whose hits are only near what was typed is one without an answer. Searches of before counted as sure.
ALTER TABLE searches ADD COLUMN sure BOOLEAN NOT NULL DEFAULT TRUE;
