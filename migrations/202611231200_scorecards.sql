-- Checklists by immutable versions, evaluations made with them, marked moments, the manager's own opinion.
CREATE TABLE checklists (
    id TEXT NOT NULL PRIMARY KEY,
    -- Key of the shipped checklist it began as; NULL when made here.
    origin TEXT,
    -- The one a new evaluation begins with.
    standard BOOLEAN NOT NULL,
    archived BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT checklists_origin_key UNIQUE (origin)
);

CREATE TABLE checklist_versions (
    id TEXT NOT NULL PRIMARY KEY,
    checklist_id TEXT NOT NULL REFERENCES checklists (id),
    number INTEGER NOT NULL,
    document TEXT NOT NULL,
    -- NULL: came with the program.
    created_by TEXT REFERENCES people (id),
    created_at BIGINT NOT NULL,
    CONSTRAINT checklist_versions_checklist_id_number_key UNIQUE (checklist_id, number)
);

CREATE TABLE evaluations (
    id TEXT NOT NULL PRIMARY KEY,
    -- What was published stays when the recording goes.
    recording_id TEXT REFERENCES recordings (id) ON DELETE SET NULL,
    -- The same recording while this is a draft: a draft goes with its recording, and a reviewer has one at a time.
    draft_of TEXT REFERENCES recordings (id) ON DELETE CASCADE,
    reviewer_id TEXT NOT NULL REFERENCES people (id),
    manager_id TEXT NOT NULL REFERENCES people (id),
    version_id TEXT NOT NULL REFERENCES checklist_versions (id),
    -- The call's facts, kept here because the recording may go.
    client TEXT NOT NULL,
    called_at BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    state TEXT NOT NULL,
    answers TEXT NOT NULL,
    -- Counts saves: a second tab that knows an older number is refused.
    revision BIGINT NOT NULL,
    -- Hundredths of a percent; NULL while nothing is counted.
    total BIGINT,
    -- Checklist and arithmetic as published (JSON); NULL for a draft.
    snapshot TEXT,
    created_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    published_at BIGINT,
    CONSTRAINT evaluations_draft_of_reviewer_id_key UNIQUE (draft_of, reviewer_id)
);
CREATE INDEX evaluations_manager ON evaluations (manager_id, published_at);
CREATE INDEX evaluations_recording ON evaluations (recording_id);

CREATE TABLE moments (
    id TEXT NOT NULL PRIMARY KEY,
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    evaluation_id TEXT REFERENCES evaluations (id) ON DELETE CASCADE,
    item_key TEXT,
    start_ms BIGINT NOT NULL,
    end_ms BIGINT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX moments_recording ON moments (recording_id, start_ms);
CREATE INDEX moments_evaluation ON moments (evaluation_id);

CREATE TABLE self_assessments (
    evaluation_id TEXT NOT NULL PRIMARY KEY REFERENCES evaluations (id) ON DELETE CASCADE,
    pluses TEXT NOT NULL,
    minuses TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
