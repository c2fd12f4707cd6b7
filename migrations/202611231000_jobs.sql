-- Background work: one row per job, leased by a worker while it runs.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    subject TEXT,
    queue TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    lease_token TEXT,
    lease_until BIGINT,
    progress_permille INTEGER NOT NULL,
    stage TEXT NOT NULL,
    error_code TEXT,
    error_args TEXT,
    error_text TEXT,
    dedupe_key TEXT,
    requested_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT
);
-- The name is the one both databases report when the index refuses a row.
CREATE UNIQUE INDEX jobs_dedupe_key_key ON jobs (dedupe_key) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_due ON jobs (queue, state, run_at);
CREATE INDEX jobs_subject ON jobs (subject);
CREATE INDEX jobs_created ON jobs (created_at, id);
