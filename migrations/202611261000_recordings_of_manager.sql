-- The calls of one manager in the order of the list.
DROP INDEX recordings_manager;
CREATE INDEX recordings_manager ON recordings (manager_id, called_at, id);
