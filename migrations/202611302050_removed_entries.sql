-- Entries of the book that somebody deleted and may take back. Their texts are among the revisions; the file is set aside.
CREATE TABLE removed_entries (
    -- ru/objections/too-expensive
    entry TEXT NOT NULL PRIMARY KEY,
    removed_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    removed_at BIGINT NOT NULL
);
