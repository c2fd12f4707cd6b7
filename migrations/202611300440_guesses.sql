-- Guesses of passwords and other secrets: counted before they are checked, in the database, so that several processes and
-- many guesses at one moment are counted like one after another. What was counted before the change is forgotten.
DROP TABLE sign_in_attempts;
CREATE TABLE guesses (
    subject TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    locked_until BIGINT NOT NULL,
    forget_at BIGINT NOT NULL
);
CREATE INDEX guesses_forget ON guesses (forget_at);

-- Browsers in which a person has signed in: their guesses are counted apart from a stranger's.
CREATE TABLE known_browsers (
    secret_hash TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (secret_hash, person_id)
);
CREATE INDEX known_browsers_person ON known_browsers (person_id);
