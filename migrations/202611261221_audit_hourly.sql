-- Acts that repeat themselves, such as listening, are kept once: two at the same moment have the same key.
ALTER TABLE audit_events ADD COLUMN once TEXT;
CREATE UNIQUE INDEX audit_events_once_key ON audit_events (once);
CREATE INDEX audit_events_manager ON audit_events (manager_id, at);
