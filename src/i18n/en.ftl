### Texts of the interface. Sections follow the folders of the code; a key begins with its section's name.

## Errors

error-internal = This did not work. Give the administrator the request code.
error-not-found = There is no such page, or you may not see it.
error-forbidden = This page is not for your role. Ask the administrator.
error-sign-in-needed = Sign in first.
error-bad-input = Check the marked fields.
error-bad-address = The address is not right.
error-changed-meanwhile = Somebody changed this while you worked. Reload the page and repeat.
error-too-large = The request is too large.
error-cross-origin = The request came from another site and was refused. Open the page again and repeat.
error-timeout = The server did not answer in time. Try again in a minute.

## Auth

## People

## Shell

## Playbook

## Search

## Recordings

## Transcription

## Jobs

## Scorecards

## Coaching

## Api
