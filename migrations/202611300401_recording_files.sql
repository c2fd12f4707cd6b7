-- How the file of a recording was when it was last looked at. No row: not looked at yet.
CREATE TABLE recording_files (
    recording_id TEXT NOT NULL PRIMARY KEY REFERENCES recordings (id) ON DELETE CASCADE,
    -- 'missing' or 'damaged'; NULL: as it came.
    fault TEXT,
    -- Since when that is known.
    fault_at BIGINT,
    -- When it was last read through and compared with its hash.
    checked_at BIGINT
);
CREATE INDEX recording_files_fault ON recording_files (fault);
CREATE INDEX recording_files_checked ON recording_files (checked_at);

-- What the last comparison of all files with all rows has found.
CREATE TABLE file_sweeps (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    swept_at BIGINT NOT NULL,
    -- Files without a recording that were left where they are.
    unknown_files BIGINT NOT NULL
);
