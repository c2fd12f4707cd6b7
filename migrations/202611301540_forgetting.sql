-- What somebody asked to be erased: a client, or a person who worked here. What is looked for lies here only until it is done;
-- then figures stay.
CREATE TABLE erasures (
    id TEXT NOT NULL PRIMARY KEY,
    -- 'client' or 'person'.
    subject TEXT NOT NULL,
    person_id TEXT REFERENCES people (id),
    asked_by TEXT NOT NULL REFERENCES people (id),
    -- 'looking', 'ready', 'confirmed', 'done', 'withdrawn'.
    state TEXT NOT NULL,
    -- So much of the name or the number that two requests can be told apart, and no more.
    label TEXT NOT NULL,
    -- The letter or request it was asked for with.
    reference TEXT NOT NULL,
    -- JSON array of names and numbers; empty when it is done.
    sought TEXT NOT NULL,
    -- JSON: what would go.
    preview TEXT,
    -- JSON: what went, what stays and why.
    report TEXT,
    error_code TEXT,
    asked_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    finished_at BIGINT
);
CREATE INDEX erasures_state ON erasures (state, asked_at);

-- What was removed each night because its time was over. A night after the settings changed only tells.
CREATE TABLE retention_sweeps (
    day TEXT NOT NULL PRIMARY KEY,
    -- JSON: the settings it went by.
    days TEXT NOT NULL,
    -- JSON: how many of each kind.
    counts TEXT NOT NULL,
    swept_at BIGINT NOT NULL
);

-- On what ground the *client's* voice may be heard by everybody. NULL: shared before it was asked for.
ALTER TABLE snippets ADD COLUMN ground TEXT;
ALTER TABLE snippets ADD COLUMN ground_words TEXT NOT NULL DEFAULT '';
ALTER TABLE snippets ADD COLUMN ground_day TEXT;
