-- One-to-ones of a head with a manager.
CREATE TABLE one_to_ones (
    id TEXT NOT NULL PRIMARY KEY,
    manager_id TEXT NOT NULL REFERENCES people (id),
    author_id TEXT NOT NULL REFERENCES people (id),
    state TEXT NOT NULL,
    day TEXT NOT NULL,
    -- `15:00`; empty when only the day is known.
    time TEXT NOT NULL,
    went_well TEXT NOT NULL,
    -- Key of the checklist item the one error is about; empty when about none.
    error_item TEXT NOT NULL,
    error TEXT NOT NULL,
    client_said TEXT NOT NULL,
    quote TEXT NOT NULL,
    instead TEXT NOT NULL,
    -- Where the quote is heard.
    recording_id TEXT REFERENCES recordings (id) ON DELETE SET NULL,
    start_ms BIGINT,
    shared_notes TEXT NOT NULL,
    -- For the author's eyes alone.
    private_notes TEXT NOT NULL,
    next_day TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    held_at BIGINT
);
CREATE INDEX one_to_ones_manager ON one_to_ones (manager_id, held_at);
-- A manager has one planned meeting at a time.
CREATE UNIQUE INDEX one_to_ones_planned_key ON one_to_ones (manager_id) WHERE state = 'planned';
