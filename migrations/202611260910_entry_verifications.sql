-- That somebody has looked at a text and it is still right: the last time of each entry, and which text it was.
CREATE TABLE entry_verifications (
    entry TEXT NOT NULL PRIMARY KEY,
    source_hash TEXT NOT NULL,
    person_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    verified_at BIGINT NOT NULL
);
