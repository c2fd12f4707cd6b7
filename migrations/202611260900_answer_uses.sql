-- How answers are looked for, which are taken and whether they help. Entries are files: they are named, not referenced.
CREATE TABLE searches (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    query TEXT NOT NULL,
    -- Other texts it was read as (JSON array of "reading: text").
    tried TEXT NOT NULL,
    -- Where the person was when they began to look.
    page TEXT NOT NULL,
    hits BIGINT NOT NULL,
    -- The first answer taken, and how long after the first key, in ms.
    entry TEXT,
    answer TEXT,
    taken_ms BIGINT,
    asked_at BIGINT NOT NULL,
    -- Set when the trainer has dealt with a search that found nothing.
    settled_at BIGINT
);
CREATE INDEX searches_asked ON searches (asked_at);

-- One row a day, so that a busy year stays small. `answer` is empty for a whole entry.
CREATE TABLE entry_uses (
    entry TEXT NOT NULL,
    answer TEXT NOT NULL,
    day TEXT NOT NULL,
    taken BIGINT NOT NULL,
    CONSTRAINT entry_uses_pkey PRIMARY KEY (entry, answer, day)
);

-- One verdict of a person on an answer a day; the last one counts.
CREATE TABLE answer_verdicts (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    entry TEXT NOT NULL,
    answer TEXT NOT NULL,
    day TEXT NOT NULL,
    helped BOOLEAN NOT NULL,
    CONSTRAINT answer_verdicts_pkey PRIMARY KEY (person_id, entry, answer, day)
);

CREATE TABLE recent_entries (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    entry TEXT NOT NULL,
    answer TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    CONSTRAINT recent_entries_pkey PRIMARY KEY (person_id, entry)
);

-- What a client said and nobody had an answer for.
CREATE TABLE unanswered (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    phrase TEXT NOT NULL,
    query TEXT NOT NULL,
    page TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- open, answered or declined.
    state TEXT NOT NULL,
    entry TEXT,
    settled_at BIGINT,
    settled_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    -- When the asker saw what came of it.
    seen_at BIGINT
);
CREATE INDEX unanswered_state ON unanswered (state, asked_at);
CREATE INDEX unanswered_person ON unanswered (person_id, seen_at);
