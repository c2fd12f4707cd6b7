-- What is being written of a checklist; a checklist without a version is only a draft.
CREATE TABLE checklist_drafts (
    checklist_id TEXT NOT NULL PRIMARY KEY REFERENCES checklists (id),
    document TEXT NOT NULL,
    saved_by TEXT NOT NULL REFERENCES people (id),
    saved_at BIGINT NOT NULL
);
-- Counts saves, publishing and throwing away: a page that knows an older number is refused.
ALTER TABLE checklists ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
