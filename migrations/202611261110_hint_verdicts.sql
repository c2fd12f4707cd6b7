-- What reviewers said about the places where a phrase of an item is heard.
CREATE TABLE hint_verdicts (
    evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
    item_key TEXT NOT NULL,
    start_ms BIGINT NOT NULL,
    checklist_id TEXT NOT NULL REFERENCES checklists (id),
    phrase TEXT NOT NULL,
    accepted BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT hint_verdicts_pkey PRIMARY KEY (evaluation_id, item_key, start_ms)
);
CREATE INDEX hint_verdicts_checklist ON hint_verdicts (checklist_id, item_key);
