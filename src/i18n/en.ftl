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

app-name = Salesbook
app-what = Sales book
language-other = ru
language-other-name = Русский
language-other-short = RU

nav-label = Sections
nav-search = Find
nav-search-more = an answer
nav-today = Today
nav-scripts = Scripts
nav-recordings = Recordings
nav-my-calls = Calls
nav-scores = Scores
nav-plans = Plans
nav-my-plan = My plan
nav-book = Book
nav-book-more = of sales
nav-people = People
nav-jobs = Queue

shell-skip = Skip to content
shell-profile = profile
shell-theme = Theme: light or dark
shell-close = Close
shell-cancel = Cancel
shell-undo = Undo
shell-copied = Copied
shell-offline = No connection to the server. What you typed is still here, try again.
shell-failed = This did not work. Reload the page and try again.

keys-title = Keys
keys-lead = They work in any layout: the key counts, not the letter. In a text field add
keys-lead-end = .
keys-everywhere = Everywhere
keys-search = Find an answer
keys-show = Show the keys
keys-escape = Close, clear the field
keys-undo = Undo, while the line is there
keys-go = Go to: two keys in a row

zone-strong = Strong
zone-norm = Norm
zone-attn = Attention
zone-risk = Risk
moment-good = Well done
moment-bad = Mistake

failure-home = Home
failure-search = Search the book
failure-sign-in = Sign in
failure-code = Code:
failure-request = Request:
failure-next-internal = Reload the page in a minute. If it does not help, give the administrator the request code below.
failure-next-not-found = It may have been deleted, or the address is mistyped. Search for what you need.
failure-next-forbidden = If your work needs it, the administrator can change your role.
failure-next-sign-in = After signing in you come back here.
failure-next-busy = Wait a little and reload the page.
failure-next-input = Go back: what you typed is still in the fields.

## Playbook

error-library-missing = The playbook folder is not there or cannot be read: { $folder }.
error-entry-not-found = The book has no such entry. It may have been renamed: search for its words.

## Search

## Recordings

## Transcription

## Jobs

## Scorecards

## Coaching

## Api
