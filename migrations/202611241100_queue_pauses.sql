-- Queues that an administrator has stopped: nothing new is begun there until the row is gone.
CREATE TABLE queue_pauses (
    queue TEXT NOT NULL PRIMARY KEY,
    paused_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    paused_at BIGINT NOT NULL
);

-- The last runs, for the expected time.
CREATE INDEX transcripts_created ON transcripts (created_at);
