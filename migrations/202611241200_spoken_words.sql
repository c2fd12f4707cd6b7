-- The words said in calls, to be found: by stem, of the transcript that is shown.
ALTER TABLE transcripts ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
-- The text has changed since its words were last written down.
ALTER TABLE transcripts ADD COLUMN words_due BOOLEAN NOT NULL DEFAULT TRUE;
CREATE INDEX transcripts_words_due ON transcripts (recording_id) WHERE words_due;

CREATE TABLE spoken_words (
    stem TEXT NOT NULL,
    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    PRIMARY KEY (stem, recording_id)
);
CREATE INDEX spoken_words_recording ON spoken_words (recording_id);

-- Every word ever said with its stem: what an unfinished word may become.
CREATE TABLE spoken_terms (
    word TEXT NOT NULL PRIMARY KEY,
    stem TEXT NOT NULL
);
