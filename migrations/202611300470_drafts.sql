-- What somebody typed into a form and has not saved yet. The id is made by the browser: one for each time a form is open,
-- so that two tabs never write over each other. A draft is its writer's alone, hence both in the key.
CREATE TABLE drafts (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    -- Which form: the address it is sent to.
    form TEXT NOT NULL,
    -- A digest of what the form held before anything was typed.
    base TEXT NOT NULL,
    -- JSON array of the fields.
    fields TEXT NOT NULL,
    -- Counts the keepings, so that a late one does not win over a newer.
    turn BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    CONSTRAINT drafts_pkey PRIMARY KEY (person_id, id)
);
CREATE INDEX drafts_person_form ON drafts (person_id, form, saved_at);
CREATE INDEX drafts_saved ON drafts (saved_at);
