-- A sheet somebody brought, until it became a checklist: the texts of its cells, never the file itself.
CREATE TABLE sheet_imports (
    id TEXT NOT NULL PRIMARY KEY,
    -- Whose it is; nobody else sees it.
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    file_name TEXT NOT NULL,
    -- Tables (JSON).
    cells TEXT NOT NULL,
    -- Which column holds what, as last corrected (JSON).
    mapping TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- From here on it counts as gone.
    expires_at BIGINT NOT NULL
);
CREATE INDEX sheet_imports_person ON sheet_imports (person_id, created_at);
CREATE INDEX sheet_imports_expires ON sheet_imports (expires_at);
