-- The listening plan: how many calls of each manager are heard a week, which were drawn by lot, which given up and why.

-- Was the call drawn by the plan (random) or found by hand (chosen)? All that came before were chosen.
ALTER TABLE evaluations ADD COLUMN picked TEXT NOT NULL DEFAULT 'chosen';

-- A team's number and conditions.
CREATE TABLE listening_quotas (
    team_id TEXT NOT NULL PRIMARY KEY REFERENCES teams (id),
    calls INTEGER NOT NULL,
    -- Which calls may be drawn (JSON).
    conditions TEXT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES people (id),
    changed_at BIGINT NOT NULL
);

-- A number of one's own, as long as the manager is in that team.
CREATE TABLE listening_own_quotas (
    team_id TEXT NOT NULL REFERENCES teams (id),
    manager_id TEXT NOT NULL REFERENCES people (id),
    calls INTEGER NOT NULL,
    PRIMARY KEY (team_id, manager_id)
);

-- A manager's week that calls were drawn for, with the number that was wanted.
CREATE TABLE listening_weeks (
    manager_id TEXT NOT NULL REFERENCES people (id),
    -- ISO week: 2026-W48.
    week TEXT NOT NULL,
    calls INTEGER NOT NULL,
    PRIMARY KEY (manager_id, week)
);

-- Every drawing, so that it can be repeated by hand.
CREATE TABLE listening_draws (
    id TEXT NOT NULL PRIMARY KEY,
    manager_id TEXT NOT NULL REFERENCES people (id),
    week TEXT NOT NULL,
    seed TEXT NOT NULL,
    -- How many calls took part, how many were drawn.
    candidates INTEGER NOT NULL,
    drawn INTEGER NOT NULL,
    conditions TEXT NOT NULL,
    drawn_by TEXT NOT NULL REFERENCES people (id),
    drawn_at BIGINT NOT NULL
);
CREATE INDEX listening_draws_week ON listening_draws (manager_id, week);

-- A drawn call. Its facts stay when the recording goes.
CREATE TABLE listening_picks (
    id TEXT NOT NULL PRIMARY KEY,
    draw_id TEXT NOT NULL REFERENCES listening_draws (id),
    manager_id TEXT NOT NULL REFERENCES people (id),
    week TEXT NOT NULL,
    recording_id TEXT REFERENCES recordings (id) ON DELETE SET NULL,
    client TEXT NOT NULL,
    called_at BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    -- The published evaluation that was made of it.
    evaluation_id TEXT REFERENCES evaluations (id),
    replaced_at BIGINT,
    replaced_by TEXT REFERENCES people (id),
    reason TEXT,
    words TEXT NOT NULL,
    CONSTRAINT listening_picks_recording_id_key UNIQUE (recording_id)
);
CREATE INDEX listening_picks_week ON listening_picks (manager_id, week);
