-- What more is known of an act is a small document of fixed shapes instead of words between spaces; who did it is said
-- also when it was no person; acts that are counted say how often.
ALTER TABLE audit_events ADD COLUMN actor TEXT NOT NULL DEFAULT 'person';
ALTER TABLE audit_events ADD COLUMN times BIGINT NOT NULL DEFAULT 1;
UPDATE audit_events SET actor = 'service' WHERE person_id IS NULL;

UPDATE audit_events SET detail = '{"total":' || detail || '}'
    WHERE act = 'evaluation-published' AND detail <> '';
-- `item before after`: the last two words are figures, or a dash for none. Words are taken off from the right.
UPDATE audit_events SET detail =
    '{"corrected":{"item":"' || rtrim(rtrim(rtrim(rtrim(detail, '0123456789-')), '0123456789-')) ||
    '","before":' || replace(substr(rtrim(rtrim(detail, '0123456789-')),
        length(rtrim(rtrim(rtrim(detail, '0123456789-')), '0123456789-')) + 1) || ',', '-,', 'null,') ||
    '"after":' || replace(substr(detail, length(rtrim(detail, '0123456789-')) + 1) || '}', '-}', 'null}') || '}'
    WHERE act = 'evaluation-corrected';
UPDATE audit_events SET detail = '{"item":"' || detail || '"}'
    WHERE act IN ('appeal-lodged', 'appeal-withdrawn', 'warning-issued');
UPDATE audit_events SET detail = '{"decided":{"item":"' || replace(detail, ' ', '","outcome":"') || '"}}'
    WHERE act = 'appeal-decided';
UPDATE audit_events SET detail = '{"target":{"position":' || replace(detail, ' ', ',"outcome":"') || '"}}'
    WHERE act = 'target-decided';
UPDATE audit_events SET detail = '{"word":"' || detail || '"}'
    WHERE act IN ('opinion-given', 'warning-acknowledged', 'pick-replaced', 'file-mended') AND detail <> '';
UPDATE audit_events SET detail = '{"number":' || detail || '}'
    WHERE act IN ('checklist-published', 'quota-changed', 'files-set-aside');
UPDATE audit_events SET detail = '{"drawn":{"drawn":' || replace(detail, '/', ',"of":') || '}}'
    WHERE act = 'calls-drawn';
UPDATE audit_events SET detail = '{"exported":{"n":' || replace(detail, ' ', ',"form":"') || '"}}'
    WHERE act = 'evaluations-exported';
UPDATE audit_events SET detail = '{"range":{"start_ms":' || replace(detail, '-', ',"end_ms":') || '}}'
    WHERE act = 'snippet-made';
UPDATE audit_events SET detail = '"nothing"' WHERE detail = '';

-- Links that let somebody in, by whom they were made for; the notice of them is looked for at every page.
CREATE INDEX audit_events_links ON audit_events (manager_id, at) WHERE act IN ('link-made', 'link-used');
-- When a person last said that they have read it.
CREATE TABLE link_notices (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    seen_at BIGINT NOT NULL
);
