-- What people changed in the text of a call: one row a change, numbered as transcripts.revision counts.
CREATE TABLE transcript_revisions (
    transcript_id TEXT NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    changed_at BIGINT NOT NULL,
    -- Every turn that changed, before and after: an edit of an hour's call weighs as much as its turn, not as the call.
    changes TEXT NOT NULL,
    PRIMARY KEY (transcript_id, revision)
);
