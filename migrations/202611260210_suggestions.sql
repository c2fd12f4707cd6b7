-- What readers of the book suggest to those who write it: another text for a part of an entry, or words about it.
CREATE TABLE suggestions (
    id TEXT NOT NULL PRIMARY KEY,
    entry TEXT NOT NULL,
    -- Number of the answer, from 1; 0 is the whole text.
    part BIGINT NOT NULL,
    -- What the answer was called; empty for the whole text.
    part_name TEXT NOT NULL,
    before_text TEXT NOT NULL,
    -- Absent for words alone.
    after_text TEXT,
    comment TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    decided_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    decided_at BIGINT,
    -- What the author is told.
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX suggestions_state ON suggestions (state, created_at);
CREATE INDEX suggestions_author ON suggestions (author_id, created_at);
