-- The manager's own marks, acknowledgement, appeals, and what they changed.

-- The checklist as the manager filled it in, and what it comes to; NULL when they said pluses and minuses alone.
ALTER TABLE self_assessments ADD COLUMN answers TEXT;
ALTER TABLE self_assessments ADD COLUMN total BIGINT;

-- Own marks while they are being given; only the manager sees them.
CREATE TABLE self_assessment_drafts (
    evaluation_id TEXT NOT NULL PRIMARY KEY REFERENCES evaluations (id) ON DELETE CASCADE,
    answers TEXT NOT NULL,
    pluses TEXT NOT NULL,
    minuses TEXT NOT NULL,
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL
);

CREATE TABLE evaluation_acknowledgements (
    evaluation_id TEXT NOT NULL PRIMARY KEY REFERENCES evaluations (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE appeals (
    id TEXT NOT NULL PRIMARY KEY,
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    item_key TEXT NOT NULL,
    -- The same item unless the appeal was withdrawn: an item is appealed once.
    live_item TEXT,
    -- The mark that is appealed; NULL when there was none.
    mark_before TEXT,
    -- The mark the manager thinks right.
    wished TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The day by which it is to be decided.
    due TEXT NOT NULL,
    decided_at BIGINT,
    decided_by TEXT REFERENCES people (id),
    -- The decider's words.
    words TEXT NOT NULL,
    -- The mark that was given, and what it made of the total; NULL when nothing changed.
    mark_after TEXT,
    total_before BIGINT,
    total_after BIGINT,
    CONSTRAINT appeals_evaluation_id_live_item_key UNIQUE (evaluation_id, live_item)
);
CREATE INDEX appeals_state ON appeals (state, due, id);

-- What a published evaluation was before each correction.
CREATE TABLE evaluation_revisions (
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    -- Counts from 1.
    number INTEGER NOT NULL,
    item_key TEXT NOT NULL,
    mark_before TEXT,
    mark_after TEXT NOT NULL,
    answers_before TEXT NOT NULL,
    snapshot_before TEXT NOT NULL,
    total_before BIGINT,
    total_after BIGINT,
    cause TEXT NOT NULL,
    appeal_id TEXT REFERENCES appeals (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (evaluation_id, number)
);
