-- Action plans and their targets.
CREATE TABLE plans (
    id TEXT NOT NULL PRIMARY KEY,
    manager_id TEXT NOT NULL REFERENCES people (id),
    author_id TEXT NOT NULL REFERENCES people (id),
    evaluation_id TEXT REFERENCES evaluations (id),
    focus TEXT NOT NULL,
    action TEXT NOT NULL,
    -- Items and moments the plan rests on, as they were when it was written (JSON).
    evidence TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    acknowledged_at BIGINT,
    acknowledgement TEXT NOT NULL
);
CREATE INDEX plans_manager ON plans (manager_id, created_at);

CREATE TABLE plan_targets (
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    due TEXT NOT NULL,
    outcome TEXT NOT NULL,
    decided_at BIGINT,
    decided_by TEXT REFERENCES people (id),
    decided_in TEXT REFERENCES evaluations (id),
    CONSTRAINT plan_targets_pkey PRIMARY KEY (plan_id, position)
);
