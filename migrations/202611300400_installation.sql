-- Which installation this database belongs to. The directory of recordings carries the same id in a file.
CREATE TABLE installation (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
