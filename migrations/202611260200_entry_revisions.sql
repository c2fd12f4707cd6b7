-- What the files of the book held: one row a text. The file on the disk is the truth, this is its memory.
CREATE TABLE entry_revisions (
    id TEXT NOT NULL PRIMARY KEY,
    -- ru/objections/too-expensive; the rows of a removed file stay.
    entry TEXT NOT NULL,
    -- From 1 within the entry: two texts of one millisecond keep their order.
    number BIGINT NOT NULL,
    origin TEXT NOT NULL,
    source TEXT NOT NULL,
    source_hash TEXT NOT NULL,
    -- Absent for what another program wrote.
    author_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    reason TEXT NOT NULL,
    restored_from TEXT REFERENCES entry_revisions (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT entry_revisions_entry_number_key UNIQUE (entry, number)
);
