-- What was just removed can be taken back: it is out of sight at once and gone after a day.
ALTER TABLE snippets ADD COLUMN removed_at BIGINT;
ALTER TABLE playlists ADD COLUMN removed_at BIGINT;
ALTER TABLE checklist_drafts ADD COLUMN removed_at BIGINT;
