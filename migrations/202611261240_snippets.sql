-- Parts of recordings that are listened to on their own; they go with their recording.
CREATE TABLE snippets (
    id TEXT NOT NULL PRIMARY KEY,
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    start_ms BIGINT NOT NULL,
    end_ms BIGINT NOT NULL,
    title TEXT NOT NULL,
    stage TEXT NOT NULL,
    -- Name of an entry of the book; NULL when it answers none.
    objection TEXT,
    kind TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    -- The manager who agrees that everybody hears it, who put that down and when. It holds only while the call is theirs.
    consent_of TEXT REFERENCES people (id),
    consent_by TEXT REFERENCES people (id),
    consent_at BIGINT
);
CREATE INDEX snippets_recording ON snippets (recording_id, start_ms);
CREATE INDEX snippets_created ON snippets (created_at, id);

-- Who has heard which snippet to its end.
CREATE TABLE snippet_heard (
    snippet_id TEXT NOT NULL REFERENCES snippets (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES people (id),
    heard_at BIGINT NOT NULL,
    PRIMARY KEY (snippet_id, person_id)
);

CREATE TABLE playlists (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    purpose TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- A snippet that is gone leaves its place, so that the list can say so.
CREATE TABLE playlist_items (
    playlist_id TEXT NOT NULL REFERENCES playlists (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    snippet_id TEXT NOT NULL,
    PRIMARY KEY (playlist_id, snippet_id)
);
CREATE INDEX playlist_items_snippet ON playlist_items (snippet_id);
