-- Who did what with whose work, when: kept after the thing itself is gone.
CREATE TABLE audit_events (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    -- NULL: the service itself.
    person_id TEXT REFERENCES people (id),
    act TEXT NOT NULL,
    -- Address of the thing inside the service.
    subject TEXT NOT NULL,
    -- Whose work it touches; NULL when nobody's.
    manager_id TEXT REFERENCES people (id),
    -- A figure or a key that says more; no texts people wrote.
    detail TEXT NOT NULL
);
CREATE INDEX audit_events_at ON audit_events (at, id);
CREATE INDEX audit_events_subject ON audit_events (subject, at);
