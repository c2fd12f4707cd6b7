-- A second factor beside the password: an app's codes, passkeys, and codes for the day the telephone is lost.
CREATE TABLE totp_secrets (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Absent until a code of it was entered: it does not count yet.
    confirmed_at BIGINT,
    -- The last step whose code was taken: it and those before it are good for nothing more.
    last_step BIGINT NOT NULL
);

CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL,
    name TEXT NOT NULL,
    passkey TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id)
);
CREATE INDEX passkeys_person ON passkeys (person_id);

CREATE TABLE recovery_codes (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (person_id, code_hash)
);

-- Sign-ins whose password was right and whose second factor is still to come. They open nothing.
CREATE TABLE half_sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX half_sessions_person ON half_sessions (person_id);

-- What a passkey is asked to sign, by the session or half session that asks.
CREATE TABLE passkey_challenges (
    asked_by TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- In which browser a session was begun; empty for those from before.
ALTER TABLE sessions ADD COLUMN browser_hash TEXT NOT NULL DEFAULT '';

-- What a person is told of their own access on every page until they say that they have read it.
CREATE TABLE access_notices (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    -- The browser it tells of: there it is no news.
    browser_hash TEXT NOT NULL,
    -- Who did it, when it was somebody else.
    by_person_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    -- It is read for browsers that are known since then or later.
    read_since BIGINT
);
CREATE INDEX access_notices_person ON access_notices (person_id, at);
