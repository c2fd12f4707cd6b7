-- Tokens have scopes, an end, and the role they were made under. Those made before keep everything a token could do through
-- the API; they get an end at the first start of the service, which alone knows the time.
ALTER TABLE api_tokens ADD COLUMN scopes TEXT NOT NULL DEFAULT '';
ALTER TABLE api_tokens ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE api_tokens ADD COLUMN expires_at BIGINT;
ALTER TABLE api_tokens ADD COLUMN from_before BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE api_tokens SET
    scopes = 'playbook:read glossary:read glossary:write recordings:read recordings:write evaluations:read evaluations:write plans:read plans:write people:read metrics:read',
    role = (SELECT p.role FROM people p WHERE p.id = api_tokens.person_id),
    from_before = TRUE;

-- One-time links for the same person: the newest alone is good.
DELETE FROM invitations WHERE person_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM invitations newer WHERE newer.person_id = invitations.person_id
        AND (newer.created_at > invitations.created_at
            OR (newer.created_at = invitations.created_at AND newer.token_hash > invitations.token_hash)));
CREATE UNIQUE INDEX invitations_person_id_key ON invitations (person_id);
