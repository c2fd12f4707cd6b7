-- Where a transcript comes from when no machine made it here: who brought it, and the file's name.
ALTER TABLE transcripts ADD COLUMN imported_by TEXT REFERENCES people (id) ON DELETE SET NULL;
ALTER TABLE transcripts ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
