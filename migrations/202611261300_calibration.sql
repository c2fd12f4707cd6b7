-- Calibration: the same calls scored blind by several reviewers with the same version of a checklist.
CREATE TABLE calibrations (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    -- Frozen: a newer version changes nothing here.
    version_id TEXT NOT NULL REFERENCES checklist_versions (id),
    author_id TEXT NOT NULL REFERENCES people (id),
    -- Day by which the cards are to be handed in.
    deadline TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- When the results were opened with cards missing; NULL while they open by themselves.
    revealed_at BIGINT,
    -- When the session was over for good.
    ended_at BIGINT
);

CREATE TABLE calibration_calls (
    calibration_id TEXT NOT NULL REFERENCES calibrations (id) ON DELETE CASCADE,
    -- From 1, in the order of the calls' times.
    number INTEGER NOT NULL,
    -- Results stay when the recording goes.
    recording_id TEXT REFERENCES recordings (id) ON DELETE SET NULL,
    manager_id TEXT NOT NULL REFERENCES people (id),
    client TEXT NOT NULL,
    called_at BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    PRIMARY KEY (calibration_id, number)
);

CREATE TABLE calibration_reviewers (
    calibration_id TEXT NOT NULL REFERENCES calibrations (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (calibration_id, person_id)
);
CREATE INDEX calibration_reviewers_person ON calibration_reviewers (person_id);

-- What was agreed about one question of one call.
CREATE TABLE calibration_agreed (
    calibration_id TEXT NOT NULL REFERENCES calibrations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    -- `item.KEY` or `gate.KEY`.
    question TEXT NOT NULL,
    -- The agreed answer; empty when only words were agreed.
    answer TEXT NOT NULL,
    words TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES people (id),
    agreed_at BIGINT NOT NULL,
    PRIMARY KEY (calibration_id, number, question)
);

-- A card of a calibration is an evaluation of its own kind (states `blind` and `handed-in`): no list or mean reads those.
ALTER TABLE evaluations ADD COLUMN calibration_id TEXT REFERENCES calibrations (id) ON DELETE CASCADE;
ALTER TABLE evaluations ADD COLUMN calibration_call INTEGER;
CREATE UNIQUE INDEX evaluations_calibration_key ON evaluations (calibration_id, calibration_call, reviewer_id)
    WHERE calibration_id IS NOT NULL;

-- Who hears a recording beyond their scope, and what for.
CREATE TABLE recording_guests (
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES people (id),
    -- Identifier of what they were invited to.
    reason TEXT NOT NULL,
    PRIMARY KEY (recording_id, person_id, reason)
);
CREATE INDEX recording_guests_reason ON recording_guests (reason);
