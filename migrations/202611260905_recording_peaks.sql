-- The waveform weighs more than everything else that is known of a recording; only the player needs it, and lists that look
-- through many recordings should not have to pass over it.
CREATE TABLE recording_peaks (
    recording_id TEXT NOT NULL PRIMARY KEY REFERENCES recordings (id) ON DELETE CASCADE,
    peaks TEXT NOT NULL
);
INSERT INTO recording_peaks (recording_id, peaks) SELECT id, peaks FROM recordings WHERE peaks IS NOT NULL;
ALTER TABLE recordings DROP COLUMN peaks;
