-- A row that whoever changes something outside of the database takes first, so that several processes do it in turn.
-- The lock is the transaction's; the row only gives it a name.
CREATE TABLE write_locks (
    name TEXT NOT NULL PRIMARY KEY,
    taken_at BIGINT NOT NULL
);
