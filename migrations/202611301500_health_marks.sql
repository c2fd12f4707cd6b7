-- When a process of the service was last seen, and the last jump of a clock: one row. A time of the past that lies in the
-- future tells that a clock was or is wrong.
CREATE TABLE health_marks (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    seen_at BIGINT NOT NULL,
    jumped_at BIGINT,
    jumped_ms BIGINT
);
