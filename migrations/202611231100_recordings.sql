-- Call recordings, their tags and transcripts. The sound is a file in the data directory, named by file_hash.
CREATE TABLE recordings (
    id TEXT NOT NULL PRIMARY KEY,
    manager_id TEXT NOT NULL REFERENCES people (id),
    uploaded_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    file_hash TEXT NOT NULL,
    file_name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    content_type TEXT NOT NULL,
    extension TEXT NOT NULL,
    duration_ms BIGINT NOT NULL,
    channels INTEGER NOT NULL,
    damaged_at_ms BIGINT,
    peaks TEXT,
    language TEXT NOT NULL,
    manager_channel INTEGER NOT NULL,
    client TEXT NOT NULL,
    phone TEXT NOT NULL,
    direction TEXT,
    called_at BIGINT NOT NULL,
    call_type TEXT,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,
    words_folded TEXT NOT NULL,
    state TEXT NOT NULL,
    error_code TEXT,
    error_args TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT recordings_file_hash_key UNIQUE (file_hash)
);
CREATE INDEX recordings_called ON recordings (called_at, id);
CREATE INDEX recordings_manager ON recordings (manager_id, called_at);
CREATE INDEX recordings_state ON recordings (state);

-- The same tags as in recordings.tags, folded, to be found by.
CREATE TABLE recording_tags (
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    tag_folded TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (recording_id, tag_folded)
);
CREATE INDEX recording_tags_tag ON recording_tags (tag_folded);

-- Every text that was made of a recording; one of them is shown.
CREATE TABLE transcripts (
    id TEXT NOT NULL PRIMARY KEY,
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    is_current BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    engine_model TEXT NOT NULL,
    engine_device TEXT NOT NULL,
    x_realtime DOUBLE PRECISION NOT NULL,
    document TEXT NOT NULL,
    voice TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX transcripts_current_key ON transcripts (recording_id) WHERE is_current;
CREATE INDEX transcripts_recording ON transcripts (recording_id);
