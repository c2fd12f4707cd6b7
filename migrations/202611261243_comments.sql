-- Words at a moment of a recording, and replies to them; they go with the recording.
CREATE TABLE comments (
    id TEXT NOT NULL PRIMARY KEY,
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    at_ms BIGINT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    -- Whom a question asks.
    asked_id TEXT REFERENCES people (id),
    -- When a question was answered or closed.
    closed_at BIGINT,
    -- When an idea was passed on to those who keep the book.
    passed_at BIGINT
);
CREATE INDEX comments_recording ON comments (recording_id, at_ms);
CREATE INDEX comments_asked ON comments (asked_id, closed_at);

CREATE TABLE comment_replies (
    id TEXT NOT NULL PRIMARY KEY,
    comment_id TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    author_id TEXT NOT NULL REFERENCES people (id),
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX comment_replies_comment ON comment_replies (comment_id, created_at);
