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
error-text-nul = The field “{ $field }” holds the character NUL, which cannot be kept.
error-text-too-long = The text in the field “{ $field }” is too long: more than { $letters } characters are not taken.
error-text-unusable = This text cannot be kept: take control characters out of it or shorten it.
error-busy = Too many changes at once. Try again in a few seconds.
error-cross-origin = The request came from another site and was refused. Open the page again and repeat.
error-database-away = The database does not answer just now. Search and the book go on, the rest comes back with it; you stay signed in.
error-disk-full = This did not work: the server's disk is full.
error-disk-reserve = Not accepted: the server’s disk has { $free } MB left, and { $kept } MB are kept for what people write. Send the file again when there is room.
error-upload-stalled = Not accepted: the file stopped arriving, nothing came for a minute. Check the connection and send it again.
error-uploads-at-once = Not accepted: you are sending { $uploads ->
    [one] { $uploads } file
   *[other] { $uploads } files
 } already. Wait until one of them is taken, then send it again.
error-timeout = The server did not answer in time. Try again in a minute.

## Auth

sign-in-title = Sign in
sign-in-login = Sign-in name
sign-in-password = Password
sign-in-go = Sign in
sign-out = Sign out
welcome-title = First sign-in
welcome-first = You will be the first administrator: you enter teams and people and give them links to sign in.
welcome-known = Your sign-in name is { $login }. Choose a password and start.
welcome-password = Password
welcome-password-hint = At least 10 characters. Three or four ordinary words in a row are easy to remember.
welcome-go = Save and sign in
invitation-title = Sign in by a link
invitation-lead = If the page did not go on by itself, open the link once more or paste it here.
invitation-link = Link
invitation-link-hint = The whole of it, as the administrator sent it.
invitation-go = Go on
profile-title = Profile
profile-save = Save
profile-keys = Single keys
profile-single-keys = On
profile-password = Password
profile-password-current = Current
profile-password-new = New
profile-password-change = Change the password
profile-password-changed = Password changed: other sessions ended, keys and links no longer work
profile-sessions = Where you are signed in
profile-session-seen = { $when }
profile-session-this = Here
profile-session-end = End
profile-tokens = Keys for programs
profile-tokens-lead = With a key a program does by the API what is ticked, and no more than you may. A revoked key stops working at once. With another password or role all of them stop.
profile-token-scopes = What this key may do
profile-token-days = How long it is good
profile-token-days-count = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
profile-token-from-before = Some keys are older than scopes and ends: they may do everything. Replace them by keys that may do only what is needed.
token-ends = good until { $when }
token-over = ended { $when }
tokens-title = Keys for programs
tokens-lead = Everybody's keys. Revoke those that are not needed any more: the program loses access at once.
tokens-none = No keys
tokens-none-why = Everybody makes their own in the profile.
tokens-revoked = Key revoked: { $value }
token-scope-playbook-read = Book: read and search
token-scope-glossary-read = Glossary: read
token-scope-glossary-write = Glossary: change
token-scope-recordings-read = Recordings: hear and read
token-scope-recordings-write = Recordings: upload and change
token-scope-evaluations-read = Evaluations: read
token-scope-evaluations-write = Evaluations: begin and mark
token-scope-plans-read = Plans and one-to-ones: read
token-scope-plans-write = Plans: write
token-scope-people-read = People: read
token-scope-metrics-read = Service's numbers: read
error-token-scopes = Say what the key may do.
error-token-many = There are 200 keys already. Revoke those nobody needs and make a new one.
error-token-days = A key is good for one day at least and for the setting token_days at most.
error-token-not-found = This key is gone already.
error-token-scope = This key does not open this: a key with { $scope } is needed.
error-token-refused = A key for programs does not open this: sign in with a password.
profile-token-once = Copy the key: it is not shown again.
profile-token-name = What the key is for
profile-token-created = created { $when }
profile-token-used = last request { $when }
profile-token-delete = Revoke
profile-token-create = Create a key
error-sign-in-wrong = The name or the password does not fit. Check the keyboard layout and try again.
error-guess-wait = { $seconds ->
    [one] Too many attempts. Wait { $seconds } second.
   *[other] Too many attempts. Wait { $seconds } seconds.
}
error-invitation-ended = The link has been used or has run out. Ask the administrator for a new one.
error-password-short = The password is shorter than 10 characters.
error-password-common = Such a password is tried first. Take a few ordinary words in a row.
error-password-long = The password is longer than 256 bytes.
error-password-wrong = This is not your present password.
error-token-name = Say what the token is for: 1 to 80 characters.
sign-in-forgot = Forgotten the password? The administrator gives a one-time link to choose a new one.
profile-language = Language
profile-language-why = Language of the interface. Entries of the book stay in theirs.
profile-theme = Theme
profile-theme-why = Kept in this browser.
profile-theme-system = As the system
profile-theme-light = Light
profile-theme-dark = Dark
profile-keys-why = “/”, “G”, digits and letters without Ctrl. Switch off if you dictate: with Alt they stay.
profile-password-why = You will be signed out on other devices; your keys for programs and sign-in links stop working.
profile-sessions-why = End what you do not know and change the password.
profile-entries = Sign-ins and access
profile-entries-why = Who signed in as you from where, and who made links for your password.
profile-entries-none = Nothing yet.
links-title = Somebody could sign in as you by a link
links-made = { $when }: a link for a new password was made. By: { $who }.
links-used = { $when }: a password was chosen by the link, and somebody signed in. From: { $browser }, { $address }.
links-what = If that was not you, change the password and tell your manager.
links-change = Change the password
links-read = Understood
profile-token-unused = not used yet
profile-token-hint = For example: export from telephony
second-step-title = Second step
second-step-code = Code from the app
second-step-code-hint = Six digits from the app on your phone, or a recovery code.
second-step-recovery = Recovery code
second-step-recovery-hint = Sixteen characters from the list you kept.
second-step-passkey = Sign in with a passkey
second-step-lost = Neither the phone nor recovery codes at hand? An administrator resets the second step, and you set it up again.
second-step-recovery-left = { $value ->
    [0] That was the last recovery code. Make new ones in your profile
   *[other] Recovery code used. Left: { $value }
}
error-sign-in-ended = Signing in took more than ten minutes or was ended. Enter the password again.
error-code-wrong = The code does not fit. Wait for the next one and enter it; check that the phone's clock is right.
error-code-used = This code was used already. Wait for the next one.
error-passkey-refused = The passkey does not fit. Try again, or sign in by a code.
error-passkey-nowhere = Passkeys do not work here: the administrator has not set the service's https address yet.
error-second-factor-needed = Set up the second step of signing in first: your role needs one.
error-second-factor-none = There is no second step, so no recovery codes are needed.
error-app-there = The app is connected already. Reload the page.
second-factor-title = Second step of signing in
second-factor-lead = With it the password alone is not enough: a code from your phone or a passkey is needed too. A stolen password lets nobody in.
second-factor-must = Your role needs a second step. Connect an app or add a passkey, and you can work.
second-factor-password = Your password
second-factor-app = App with codes
second-factor-app-why = It shows six digits that change every half minute. Any will do: Google Authenticator, Aegis, 1Password, Yandex ID.
second-factor-app-add = Connect an app
second-factor-app-since = Connected { $when }
second-factor-app-remove = Disconnect the app
second-factor-app-confirm = Connect
second-factor-app-again = Show another secret
second-factor-scan = Open the app and point the camera at the picture.
second-factor-picture = Picture with the secret for the app
second-factor-type = No camera? Type the secret into the app:
second-factor-enter = The code the app shows
second-factor-enter-hint = Until a code is entered the second step is not on.
second-factor-added = The second step is on
second-factor-removed = Disconnected
second-factor-reset = Second step reset: { $value }
second-factor-passkeys = Passkeys
second-factor-passkeys-why = Sign in by the device's fingerprint, face or PIN. It cannot be looked at over your shoulder, nor given to a faked site.
passkey-name = Name
passkey-name-hint = For example: work laptop.
passkey-add = Add a passkey
passkey-remove = Remove
passkey-since = added { $when }
passkey-used = last used { $when }
passkey-unused = not used yet
passkey-no-site = Passkeys work when the setting public_url is an address with a name and https, such as https://book.example.com. Tell your administrator.
passkey-needs-script = Switch JavaScript on in the browser to add a passkey.
passkey-no-support = This browser knows no passkeys.
passkey-given-up = No passkey came: the device refused, or you cancelled. Try again.
passkey-there = This device has a passkey already.
recovery-title = Recovery codes
recovery-why = For when the phone is not at hand. Each code works once.
recovery-left = { $n ->
    [0] No recovery codes left
    [one] { $n } recovery code left
   *[other] { $n } recovery codes left
}
recovery-few = Few recovery codes are left. Make new ones.
recovery-new = Make new codes
recovery-once = Keep the recovery codes
recovery-once-why = You will need them if the phone is lost. Each lets you in once. Print them or write them down: they are not shown again, and earlier codes no longer work.
recovery-kept = I have kept them, go on
recovery-print = Print
profile-second-factor-why = A code from your phone or a passkey after the password.
profile-second-factor-on = On
profile-second-factor-off = The password alone is enough now.
profile-second-factor-add = Set up
profile-second-factor-change = Change
profile-token-password = Your password
notice-title = Check that this was you
notice-new-browser = { $when }: a sign-in from a new browser, { $browser }, address { $address }.
notice-codes-fail = { $when }: somebody entered your password correctly and failed at the second step, { $browser }, address { $address }.
notice-recovery-code-used = { $when }: a sign-in by a recovery code, { $browser }, address { $address }.
notice-factor-added = { $when }: a second step was added to your sign-in, { $browser }, address { $address }.
notice-factor-removed = { $when }: a second step was removed from your sign-in, { $browser }, address { $address }.
notice-factor-reset = { $when }: { $who } reset the second step of your sign-in. The password alone is enough now; set the second step up again.
notice-by-shell = the server's administrator
notice-read = Yes, all right
notice-not-me = This was not me
notice-others-ended = Everybody else is signed out. Now change your password
password-strength-minutes = Guessed within minutes.
password-strength-hours = Guessed within hours.
password-strength-days = It will do: guessing takes days or months. One more word makes it strong.
password-strength-years = Good: guessing takes years.
password-strength-ages = Excellent: out of reach.
error-password-weak-word = This word is tried first, in any keyboard layout. Take three or four ordinary words in a row.
error-password-weak-name = Names are tried first. Add some words that have nothing to do with you.
error-password-weak-keys = Neighbouring keys are tried first. Take three or four ordinary words in a row.
error-password-weak-repeat = Repetitions are easy to guess. Take different words.
error-password-weak-sequence = Letters and digits in order are easy to guess. Take three or four ordinary words in a row.
error-password-weak-date = Dates and years are easy to guess. Take three or four ordinary words in a row.
error-password-weak-short = Easy to guess. Add another word or two.
browser-other = Another program

## People

role-manager = manager
role-head = head of sales
role-trainer = trainer
role-admin = administrator
people-title = People
people-name = Full name
people-role = Role
people-team = Team
people-left = Cannot sign in
people-invite = Make a link
people-add = Add a person
people-add-go = Add
people-login-hint = Latin letters without spaces: n.zhukov will do
people-sign-in = Sign-in
people-clash = { $name }: the data were changed while you were editing them.
people-more = Show more
people-active = May sign in
people-self = Another administrator changes your own role and access.
people-saved = Saved: { $value }
people-team-name = Name of the team
people-team-add-go = Add the team
people-team-added = Team added: { $value }
error-person-name = Give first and last name, up to 100 characters.
error-person-login = 2 to 40 characters: Latin letters, digits, dot, hyphen. n.zhukov will do
error-person-login-taken = This sign-in name is taken.
error-person-team = A manager and a head need a team.
error-person-role = There is no such role.
error-person-not-found = There is no such person, or you may not see them.
error-team-name = Name the team, up to 80 characters.
error-team-name-taken = There is such a team already.
people-count =
    { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
people-since = Since
people-no-team = No team
people-active-hint = Untick it when somebody leaves: recordings and scores stay, signing in and keys for programs end at once.
people-role-hint = With another role the person signs in anew, and their keys for programs stop working.
people-add-hint = The person chooses the password: after adding, a one-time link appears here.
people-link-title = Sign-in link: { $name }
people-link-why = Hand it over in person. It works once, for seven days, and is not shown again; an earlier link no longer works.
people-link-heading = New password
people-link-hint = Forgotten the password? Give a one-time link. The old password works until a new one is chosen by it.
people-factor-heading = Second step of signing in
people-factor-hint = Lost the phone and the recovery codes? Reset the second step: the password alone lets them in, and they are told of it. First make sure that it is really them who ask.
people-factor-reset = Reset the second step
people-team-list = Teams

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
undone = Taken back
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
evaluation-moment-good = Well done
evaluation-moment-bad = Mistake
evaluation-moment-idea = Worth a look

failure-home = Home
failure-search = Search the book
failure-sign-in = Sign in
failure-code = Code:
failure-request = Request:
failure-next-internal = Reload the page in a minute. If it does not help, give the administrator the request code below.
failure-next-not-found = It may have been deleted, or the address is mistyped. Search for what you need.
failure-next-forbidden = If your work needs it, the administrator can change your role.
failure-next-sign-in = After signing in you come back here.
failure-next-disk = Tell the administrator to make room, then repeat. Searching and reading the book work meanwhile.
failure-next-busy = Wait a little and reload the page.
failure-next-input = Go back: what you typed is still in the fields.
shell-copy = Copy

## Connection and drafts: what became of what was typed

net-session = Your session has ended. Sign in again: what you typed stays here.
net-session-title = Sign in again
net-session-words = Your session has ended, but the page and everything you typed are still here.
net-session-tab = Sign in in a new tab
net-person = Somebody else has signed in on this computer. Reload the page.
net-gate = Not sent: your network’s own sign-in in front of the service has ended. Sign in there and try again.
net-open-gate = Open the sign-in
net-large = Not accepted: the proxy in front refuses files this large. For the administrator: raise client_max_body_size.
net-busy = The service does not answer now. What you typed is still here, try again in a minute.
net-full = Not saved: the server’s disk is full. What you typed is still here, try again when there is room.
net-reload = Reload
net-again = Try again
net-waits = It will be sent as soon as possible.
net-waiting = Waiting to be sent ({ $n }): { $what }
net-send-now = Send now
net-refused = Not accepted: { $what }
unsaved-session = Not saved: your session has ended.
unsaved-person = Not saved: somebody else has signed in.
unsaved-gate = Not saved: your network’s sign-in has ended.
unsaved-large = Not saved: the proxy refuses a text this large.
unsaved-busy = Not saved: the service does not answer. The text is still here, trying again.
unsaved-full = Not saved: the server’s disk is full. The text is still here, trying again.
unsaved-offline = Not saved: no connection. The text is still here, trying again.
draft-saved = Saved { $time } as a draft
draft-typing = Saving a draft…
draft-kept-here = The draft is kept in this browser only.
draft-kept-nowhere = There is nowhere to keep a draft: do not close the page.
draft-there = A text of yours that was not saved is still here.
draft-older = A text of yours that was not saved is still here. What it began from has changed since.
draft-take = Bring back what was typed at { $time }
draft-drop = Throw away
draft-dropped = The draft is gone
draft-elsewhere = The same form is being filled in in another tab: it has a draft of its own.
draft-saved-elsewhere = This form was saved in another tab at { $time }.
error-other-person = Somebody else is signed in here now. Reload the page.
error-draft-not-found = There is no such draft. It may have been thrown away.
error-draft-form = The draft was not accepted: the form’s address is wrong.
error-draft-too-large = The text is too large for a draft.

## Playbook

error-library-missing = The playbook folder is not there or cannot be read: { $folder }.
error-entry-not-found = The book has no such entry. It may have been renamed: search for its words.
playbook-title = Playbook
playbook-count =
    { $n ->
        [one] { $n } entry
       *[other] { $n } entries
    }
playbook-chapters = Chapters
playbook-all = The whole book
playbook-scripts = Scripts
playbook-objections = Objections
playbook-messages = Messages
playbook-regulations = Regulations
playbook-products = Products
playbook-segments = Clients
playbook-company = Company
playbook-training = Training
playbook-manuals = Manuals
playbook-script = script
playbook-objection = objection
playbook-message = message
playbook-regulation = regulation
playbook-product = product
playbook-segment = segment
playbook-company-card = company
playbook-lesson = lesson
playbook-manual = manual
playbook-stage-contact = Contact
playbook-stage-needs = Needs
playbook-stage-presentation = Presentation
playbook-stage-objections = Objections
playbook-stage-closing = Target action
playbook-stage-follow-up = After the call
playbook-role-hunter = hunter
playbook-role-closer = closer
playbook-role-farmer = farmer
playbook-role-newcomer = newcomer
playbook-check = Check
playbook-print = Print the book
playbook-print-title = The book for print
playbook-print-go = Print
playbook-print-chapter = Print the chapter
playbook-choose = Show
playbook-language = Language
playbook-contents = Contents
playbook-empty = There are no entries here
playbook-empty-hint = Put .md files into the playbook folder: they appear here within a second.
playbook-pinned = Pinned
playbook-tools = Work on the book
playbook-stale = Needs a check
playbook-until = Holds until { $day }
playbook-over = Ended
playbook-over-since = It held until { $day }.
playbook-over-hint = It is not offered to clients any more.
playbook-problems =
    { $n ->
        [one] { $n } error in the files: the book keeps the version before.
       *[other] { $n } errors in the files: the book keeps the versions before.
    }
playbook-problems-show = Show
playbook-review = Review by { $day }
playbook-heard = Also said:
playbook-also = Also searched as:
playbook-quoted = “{ $words }”
playbook-overdue =
    { $n ->
        [one] The review is { $n } day overdue.
       *[other] The review is { $n } days overdue.
    }
playbook-overdue-who = It was due on { $day }, owner { $owner }. Figures may be out of date.
playbook-answers = Answers
playbook-steps = Steps
playbook-say-now = Say now
playbook-replies = What the client said
playbook-last-step = The conversation ends here.
playbook-copy = Copy
playbook-copied = Copied. Paste it into the message.
playbook-copied-line = Line copied. Paste it into a message.
playbook-variants = Variants
playbook-subject = Subject
playbook-copy-message = Copy the text
playbook-copy-subject = Copy the subject
playbook-subject-copied = The subject is copied.
playbook-copied-empty = Copied, but fields are empty: { $n } ({ $names }).
playbook-fields = Fields of the message
playbook-fields-left = Empty fields: { $n }
playbook-fields-clear = Clear the fields
playbook-fields-cleared = The fields are cleared.
playbook-figures = Figures
playbook-figures-hint = Other entries take them from here: write the name in braces. Change one here and it changes everywhere.
playbook-figure-from = A figure from the company card: { $name }
playbook-task-done = done
playbook-task-open = not done
playbook-about = About this entry
playbook-facts = Facts
playbook-stage = Stage
playbook-roles = For whom
playbook-roles-all = everyone
playbook-tags = Tags
playbook-mentions = Where it is used
playbook-similar = Similar
playbook-keys = Entry
playbook-key-answer = Go to an answer
playbook-key-copy = Copy the words
playbook-check-title = Check of the book
playbook-check-clean = Nothing to correct
playbook-drafts = Drafts
playbook-archived = Archive
playbook-error = Error
playbook-warning = Warning
playbook-errors =
    { $n ->
        [one] { $n } error
       *[other] { $n } errors
    }
playbook-warnings =
    { $n ->
        [one] { $n } warning
       *[other] { $n } warnings
    }

## Search

search-title = Find an answer
search-label = What did the client say?
search-answers = Answers
search-found =
    { $n ->
        [one] { $n } answer
       *[other] { $n } answers
    }
search-key-choose = choose
search-key-open = open
search-key-whole = entry
search-key-choose-long = Choose an answer
search-key-open-long = Open at once
search-key-whole-long = Open the entry
search-others = Other answers:
search-whole = Whole entry
search-reading-layout = Other layout:
search-reading-transliterated = In Russian letters:
search-reading-misspelt = Close to:
search-reading-synonym = In other words:
search-as-typed = Search as typed
search-none = No answer for “{ $q }”
search-none-hint = Try one word of what the client said.
search-none-book = Open the book
search-start = Start typing the client’s words
search-start-hint = The beginning of a word is enough. The answer appears at once, the first one is open.
search-pinned = At hand
search-side = At hand and recent
search-recent = Opened lately
search-panel = Panel beside the CRM
search-no-answer = No answer
search-no-answer-title = Is the answer missing?
search-no-answer-hint = We keep the client’s words, the query and the page. The trainer answers, you will see it here and on the “Today” page.
search-phrase = What the client said, word for word
search-key-verdict = Helped, did not help
search-key-no-answer = No answer
search-key-back = Leave the field, clear it, go back
search-keys-where = Single keys work on the open answer: Esc and a click on a row lead there. In the field hold Alt; anywhere else a letter begins a search.
search-unsure-badge = not exact
search-unsure = The book has no exact answer, below is only what is close. Save the client’s words, and the trainer will answer.
search-told = { $found }. Open: { $title }
without-names = The server does not answer. Search goes by names only, notes will be sent later. Answers refresh by themselves once it is back.
without-nothing = The server does not answer. These are the answers of before; they refresh by themselves once it is back.
uses-helped = Helped
uses-not-helped = Did not help
uses-helped-said = Noted: it helped
uses-not-helped-said = Noted: it did not help

## Recordings
recordings-title = Recordings
recordings-lead = Kept on your server only.
recordings-total = { $n ->
    [one] { $n } call
   *[other] { $n } calls
}
recordings-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
recordings-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
recordings-upload = Upload
recordings-uploads = Uploading
recordings-drop = Drop recordings here or
recordings-choose = choose files
recordings-formats = WAV (GSM too), MP3, OGG, Opus, M4A, FLAC, WebM up to { $size }
recordings-whose = Whose calls
recordings-facts = Facts of the call
recordings-uploading = Uploading, { $percent }%
recordings-checking = Checking the file
recordings-upload-waits = Waits its turn
recordings-upload-whose = Choose whose call it is: the file goes right away
recordings-upload-taken = Taken in, queued
recordings-upload-mended = The recording has its sound again
recordings-upload-offline = Not uploaded: no connection to the server
recordings-upload-stop = Stop uploading
recordings-upload-remove = Remove from the list
recordings-taken = { $value ->
    [one] { $value } recording taken in
   *[other] { $value } recordings taken in
}
recordings-open = Open
recordings-no-managers = Your team has no managers yet. Recordings can be uploaded once the administrator has added them.
recordings-tabs = Selections
recordings-tab-all = All
recordings-tab-working = In progress
recordings-tab-failed = Failed
recordings-find = Client, phone, words said
recordings-any-manager = All managers
recordings-any-type = Any kind
recordings-any-tag = Any tag
recordings-filter = Show
recordings-none = No recordings yet
recordings-none-words = Upload the first one: transcription starts by itself.
recordings-none-found = No recordings in this selection
recordings-show-all = Show all
recordings-older = Show earlier ones
recordings-time = Time
recordings-client = Client
recordings-manager = Manager
recordings-call = Call
recordings-length = Length
recordings-state = State
recordings-mono = Mono: no conversation metrics
recordings-is-mono = Mono
recordings-is-stereo = Stereo
recordings-is-twin = Mono: both channels are the same
recordings-state-queued = Queued
recordings-state-place = Queued, number { $place }
recordings-expected = Expected: { $time }
recordings-queue-held = The administrator has paused the queue
recordings-state-transcribing = Transcribing, { $percent }%
recordings-state-failed = Not transcribed
recordings-starting = Starting
recordings-left = { $n ->
    [one] { $n } minute left
   *[other] { $n } minutes left
}
recordings-left-seconds = Less than a minute left
recordings-damaged = Breaks off at { $time }, no sound after it
recordings-waits = Recordings will wait; they can be listened to already. { $why }
recordings-transcription = Transcription
recordings-transcript-later = The text will appear here. You can listen already.
recordings-no-transcript = There is no text. The recording can be listened to.
recordings-code = Code: { $code }
recordings-retry = Retry
recordings-swap = Swap the sides
recordings-swapped = The sides have changed places
recordings-again = Transcribe again
recordings-cancel = Stop
recordings-delete = Delete the recording
recordings-delete-ask = Delete the recording?
recordings-delete-words = Its transcript and draft score go with it and cannot be brought back. The administrator keeps the sound for 30 more days, then it is removed.
recordings-deleted = Recording deleted
recordings-saved = Saved
recordings-back = To the recordings
recordings-pair = { $manager } and { $client }
recordings-phone = Phone
recordings-call-type = Kind of call
recordings-type-first = First call
recordings-type-request = Request
recordings-type-repeat = Repeat call
recordings-type-offer = After the offer
recordings-type-service = Account care
recordings-type-other = Other
recordings-direction = Direction
recordings-direction-in = Inbound
recordings-direction-out = Outbound
recordings-called-at = When
recordings-language = Language
recordings-language-ru = Russian
recordings-language-en = English
recordings-manager-channel = Manager is heard
recordings-channel-left = on the left (channel 1)
recordings-channel-right = on the right (channel 2)
recordings-tags = Tags
recordings-tags-hint = Separated by commas: price, urgent
recordings-note = Note
recordings-file = File
recordings-read-by-ffmpeg = read with ffmpeg
recordings-change = Change
recordings-clash = The data of the call were changed while you were editing them.
recordings-downloads = Download
recordings-download-audio = Sound
recordings-download-text = Text
recordings-download-docx = Word document
recordings-length-whole = Length
recordings-model = Model
recordings-key-rows = Recording above, below
recordings-key-open = Open
# Keeping and erasing
forget-title = Keeping and erasing
forget-lead = How long things are kept, what goes on the next night, and how to erase somebody everywhere.
forget-keep-title = How long things are kept
forget-keep-words = The administrator sets the times in the settings of the service. What is older goes at night. On the first night after a change the service only counts: you see the figures here beforehand.
forget-what = What
forget-days = Kept for
forget-tonight = Goes tonight
forget-soon = Within 30 days
forget-always = Always, until somebody deletes it
forget-days-count = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
forget-needed = { $n ->
    [one] { $n } more is still needed
   *[other] { $n } more are still needed
}
forget-needed-words = A recording stays while a snippet of it is shared on a stated ground, or an appeal is open. Evaluations of deleted recordings stay without comments: the marks alone.
forget-sweeps = The last nights
forget-sweeps-none = Nothing has gone so far.
forget-sweep-looked = Counted only: the times are new
forget-sweep-nothing = There was nothing to remove
forget-retention-recordings = Recordings with sound and text
forget-retention-transcripts = Transcripts
forget-retention-searches = Searches
forget-retention-log = Audit log
forget-client = Erase a client
forget-client-words = The client's calls go with their sound and text; the name and the number are struck out everywhere else. You see first what would go.
forget-sought = Numbers and names
forget-sought-hint = One a line. Forms of a word are found by themselves.
forget-reference = Ground or number of the request
forget-reference-hint = Stays in the report. Leave the client's name and number out.
forget-look = Show what would go
forget-person-where = People are erased from their own page:
forget-requests = Requests
forget-requests-none = Nobody was erased.
forget-subject-client = Erase a client
forget-subject-person = Erase a person
forget-state-looking = Counting
forget-state-ready = Waits for confirmation
forget-state-confirmed = Being erased
forget-state-done = Done
forget-state-withdrawn = Given up
forget-places = Where texts about people lie, and what becomes of them
forget-places-words = Every table of the database. Sound, copies and found files go with the recording.
forget-places-client = When a client is erased
forget-places-person = When a person is erased
forget-action-remove = Rows are deleted
forget-action-blank = Words are deleted, figures stay
forget-action-hangs = Deleted with the recording
forget-action-strike = Name and number are struck out
forget-action-strike-row = A row with the name or number is deleted
forget-action-none = No words about people
forget-request = Request to erase
forget-asked = { $who }, { $when }.
forget-failed = It did not work ({ $code }). It is tried again in some minutes.
forget-looking = Looking through all recordings and texts. The page refreshes by itself.
forget-doing = Erasing. You can close the page: it goes on without it.
forget-report = Report
forget-done = Done { $when }.
forget-nothing = Nothing was found: there is nothing to erase and nothing to confirm. Check how the names and numbers are written; if it was otherwise, make a new request.
forget-removed = Rows deleted
forget-blanked = Left without words
forget-struck = Name struck out
forget-found = { $n ->
    [one] Found files of deleted recordings: { $n }
   *[other] Found files of deleted recordings: { $n }
}
forget-book = Still in the playbook
forget-book-words = People write the book: take the name out of these entries, then repeat the request to clear their history too.
forget-remainder = What stays, and why
forget-remainder-figures = { $n ->
    [0] Marks and totals of evaluations without words: figures about the manager's work.
   *[other] Marks and totals of evaluations without words ({ $n }): figures about the team's work.
}
forget-remainder-log = { $n ->
    [0] The audit log.
   *[other] The audit log ({ $n }) under a name that says nothing: it is needed to answer for the service.
}
forget-remainder-others = { $n ->
    [0] Nothing was written about the work of others.
   *[other] What was written about the work of others ({ $n }), without the author's name: it is other people's data.
}
forget-remainder-book = Entries of the playbook with this name: { $n }.
forget-remainder-found = Found files of which nobody knows whose they are: { $n }.
forget-remainder-backups = Backups: { $n }. They cannot be changed and go by their age.
forget-remainder-migrations = Copies of the database from before updates: { $n }. Delete them by hand, or wait for the next three updates.
forget-remainder-spoken = A number spoken in words in somebody else's call, and a first name alone: they cannot be told from other words.
forget-remainder-outside = What people downloaded, printed, sent on, or had not yet saved in their browsers.
forget-remainder-traces = The database was busy; traces may be left in its files. Repeat the request at night.
forget-remainder-server = The log, replicas and archives of the PostgreSQL server: they age by its settings.
forget-until = Until { $day }.
forget-print = Print
forget-download = Download the report
forget-preview = What would go
forget-calls = { $n ->
    [0] No calls.
    [one] { $n } call, with sound and text
   *[other] { $n } calls, with sound and text
}
forget-more = and { $n } more
forget-also = These calls also have other names and numbers: { $names }. If it is the same client, give this up and enter them too.
forget-rows = By kind
forget-stays-client = Marks and totals of evaluations stay, without words, and backups until their time is over. The report lists all that stays.
forget-stays-person = Figures of evaluations, the log and what was written about the work of others stay, under a name that says nothing. The report lists what stays.
forget-confirm = Erase for good
forget-confirm-words = What is erased cannot be brought back.
forget-confirm-person = The person cannot sign in from the moment you confirm.
forget-type = To confirm, type: { $word }
forget-erase = Erase
forget-withdraw = Do not erase
forget-withdrawn = Given up, nothing was erased
forget-mark = [erased]
forget-erased-person = Erased person { $n }
forget-person-words = When somebody has left and their data is not needed any more. You see what would go and are asked once more.
forget-data = Personal data
forget-data-own = All that is kept about you: a page to read and files for programs, in one archive.
forget-data-admin = All that is kept about this person, in one archive: for the answer to their request.
forget-data-sound = With the sound of their calls
forget-data-get = Download
forget-export-title = What is kept about a person
forget-export-made = Made { $at }.
forget-export-what = Passwords, keys, unpublished evaluations and a head's private notes are not in here. The folder data holds everything.
forget-export-more = The rest is in the file.
forget-kind-recordings = Recordings
forget-kind-transcripts = Transcripts
forget-kind-evaluations = Evaluations
forget-kind-comments = Moments and comments
forget-kind-snippets = Snippets and playlists
forget-kind-plans = Plans
forget-kind-meetings = One-to-ones
forget-kind-listening = Listening plan and calibrations
forget-kind-searches = Searches and questions
forget-kind-drafts = Drafts
forget-kind-log = Audit log
forget-kind-people = People
forget-kind-access = Sign-ins and keys
forget-kind-book = Playbook, glossary, checklists
forget-kind-service = The service itself
error-forget-sought = Enter numbers or names, twelve lines at most
error-forget-short = Too short: a number has five digits at least, a name three letters
error-forget-reference = 200 characters at most
error-exports-at-once = Other archives of personal data are being made just now. Wait a minute and download again.
error-export-disk-full = The file was not given out: the server’s disk is full, and the log cannot say that it left. Tell the administrator.
error-forget-typed = That is not it
error-forget-self = You cannot erase yourself: ask another administrator.
error-forget-already = This person is erased already.
error-erasure-not-found = There is no such request.
error-erasure-moved = This request is under way or closed already.
audit-act-erasure-asked = Asked what a request would erase
audit-act-erasure-confirmed = Erasing confirmed
audit-act-erasure-withdrawn = Erasing given up
audit-act-erasure-done = Somebody was erased
audit-act-data-exported = Personal data exported
audit-act-retention-swept = Removed when its time was over
audit-act-ground-stated = Ground for a snippet stated
recording-line = Just so you know, this call is recorded, so that we don't miss anything
recording-line-say = The client has to know about the recording. Say it in the first minute: “{ $line }”.
recording-line-more = How and why
recording-line-title = Told about the recording
recording-line-said = It was said
recording-line-unheard = The text of the first minute has no such phrase. Listen to the beginning: recognition may have missed it.
recording-line-phrases = call is recorded | call is being recorded | call may be recorded | calls are recorded | calls may be recorded | conversation is recorded | conversation is being recorded | recording this call | line is recorded
recordings-transcript-gone = There is no text: it was deleted, or its time is over. You can still listen.
snippet-ground = Ground for the client
snippet-ground-hint = The manager's consent does not stand for the client's.
snippet-ground-client-agreed = The client agreed
snippet-ground-manager-alone = Only the manager is heard
snippet-ground-unrecognisable = Nobody can tell who the client is
snippet-ground-other = Another one
snippet-ground-words = How they agreed, or which ground
snippet-ground-words-hint = In a letter; in the call at 0:40
snippet-ground-day = When they agreed
snippet-ground-none = No ground stated
snippet-ground-state = State the ground
error-snippet-ground = Choose a ground: everybody will hear the snippet
error-snippet-ground-words = Say how the client agreed or which ground it is, 300 characters at most
error-snippet-ground-day = Give the day of the consent, today at the latest

files-title = Recordings’ files
files-lead = Does every recording have its sound, and what was found without a recording.
files-notice = Something is wrong with the files of recordings: some are lost, damaged or unknown to the database.
files-unknown = { $n ->
    [one] The database does not know { $n } file
   *[other] The database does not know { $n } files
}
files-unknown-words = Nothing was touched. Mostly an older copy of the database lies beside newer files: put the right database back and start the service again. If the database is right, put the files to the found ones: there they can be listened to and taken in again.
files-aside = Put to the found ones
files-aside-ask = Put to the found ones?
files-aside-words = The database is right, and these files should not be in it? In 30 days they are removed unless they are taken in again.
files-set-aside = Put to the found ones: { $value }
files-whole = The recordings’ sound
files-all-well = Every file is in its place
files-recordings = Recordings
files-missing = File missing
files-damaged = File damaged
files-read-through = Compared with their checksum
files-read-of = { $read } of { $all }
files-read-since = the oldest comparison { $time }
files-mend-words = Upload the same file again like any recording: the sound takes its place, transcript and scores stay.
files-is-missing = No file
files-is-damaged = Damaged
files-since = noticed { $time }
files-found = Found files
files-found-words = { $n ->
    [one] Sound without a recording, left by deleted recordings and by crashes. Kept for { $n } day, then removed.
   *[other] Sound without a recording, left by deleted recordings and by crashes. Kept for { $n } days, then removed.
}
files-found-more = And { $n } more: they are shown when these are dealt with.
files-found-none = Nothing was found.
files-found-at = Found { $time }, kept until { $until }
files-deleted-by = Recording deleted by { $who }.
files-deleted-at = Deleted { $time }, kept until { $until }
files-take = Take in again
files-taken-in = The file is a recording again
files-forget = Remove for good
files-forget-ask = Remove the file for good?
files-forget-words = It cannot be brought back.
files-forgotten = File removed for good
transcript-player-title = Player
transcript-player-play = Play
transcript-player-pause = Pause
transcript-player-back = Back 5 seconds
transcript-player-forward = Forward 5 seconds
transcript-player-slower = Slower
transcript-player-faster = Faster
transcript-player-speed = Speed, press for normal
transcript-player-follow = Follow
transcript-player-file-missing = The file of this recording is not on the disk, it cannot be played. Text and scores are here. Upload the same file again and the sound is back.
transcript-player-file-damaged = The file of this recording is damaged: the sound may break off. If you still have the original file, upload it again and it takes its place.
transcript-player-file-bring = Upload the file
transcript-player-wave = Sound of the call: { $manager } above, { $client } below
transcript-player-wave-mono = Sound of the call, { $time }
transcript-player-key-play = Play, pause
transcript-player-key-space = Space
transcript-player-key-five = Back, forward 5 s
transcript-player-key-turn = Turn back, forward
transcript-player-key-one = Back, forward 1 s
transcript-player-key-speed = Slower, faster
transcript-player-key-normal = Normal speed
transcript-player-key-replay = Turn once more
transcript-player-key-follow = Follow the sound
error-recording-not-found = There is no such recording, or it is not visible to you.
error-recording-file-missing = The file of this recording is not on the disk. Upload the same file again: the sound comes back, transcript and scores stay.
error-lost-file-not-found = This file is no longer among the found ones.
error-recording-not-sound = Not accepted: this is not sound but { $kind }.
error-recording-too-large = Not accepted: the file is larger than { $megabytes } MB.
error-recording-day-full = Not accepted: one person may bring { $megabytes } MB in 24 hours, and they are used up. Send the file tomorrow or ask the administrator to raise upload_day_mb.
error-recording-no-file = Choose a recording's file.
error-recording-one-file = One request takes one file.
error-recording-too-many = No more than { $files } files are taken at once.
error-recording-duplicate = This recording is here already: { $day }, { $manager }.
error-recording-duplicate-hidden = This recording is here already, but it is not visible to you. Ask the administrator.
error-recording-cancelled = Transcription was stopped. It can be started again.
error-recording-manager = Choose whose call it is: somebody of your team who works here.
error-recording-client = The client's name is longer than 120 characters.
error-recording-phone = A number of digits, spaces, brackets and dashes, up to 32 characters: +44 20 7946 0018
error-recording-direction = Direction: in or out.
error-recording-called-at = Time of the call: a date and time not in the future, such as 2026-11-23T14:10
error-recording-call-type = There is no such kind of call.
error-recording-note = The note is longer than 2,000 characters.
error-recording-tags = No more than 10 tags of up to 40 characters.
error-recording-language = Language of the recording: ru or en.
error-recording-one-side = This recording has no sides: both voices are on one channel. Mark who speaks in the turns themselves.
error-transcript-has-sides = In this recording each party has a channel. If the sides are mixed up, swap them.
error-turn-not-found = There is no such turn any more. Reload the page: the call may have been transcribed again.
error-glossary-term = 2 to 60 characters
error-glossary-variants = At most 20 variants parted by commas, each of 3 letters or more and at most 4 words
error-glossary-many = The glossary has 2000 words already. Remove some and add the new one.
error-glossary-term-taken = The glossary has this word already
error-glossary-variant-taken = One of the variants belongs to another word already
error-glossary-term-not-found = The glossary has no such word
error-filtered-not-found = Nothing is taken out there: it may have been put back already
error-recording-manager-channel = The manager's channel: 1 (left) or 2 (right).
error-audio-not-audio = This is not an audio file. WAV, MP3, OGG, Opus, M4A, FLAC and WebM will do.
error-audio-empty = There is no sound in the file.
error-audio-too-long = The recording is longer than { $minutes } minutes. Split it into parts.
error-audio-broken = The file is damaged at second { $second } and nothing before it can be used. Export the recording again.
error-audio-too-many-channels = The file has { $channels } channels. A recording has one or two.
error-audio-codec = The sound is compressed in an unknown way ({ $codec }). Save the recording as WAV, MP3 or Opus.
error-audio-needs-ffmpeg = The sound is compressed as { $codec }, which Salesbook does not read itself. Ask the administrator to install ffmpeg on the server: with it such files are read. Or save the recording as WAV, MP3 or Opus.
error-audio-unreadable = The recording's file cannot be read. Check the disk and the permissions of the folder.

## Correcting the transcript
transcript-turn-edit = Correct the turn
transcript-turn-edit-time = Correct the turn, { $time }
transcript-turn-save = Save
transcript-turn-save-next = Save, next turn
transcript-turn-leave = Leave as it is
transcript-turn-back = Back to the recording
transcript-turn-near = Said before and after
transcript-turn-saved = Turn corrected
transcript-turn-removed = Turn removed from the transcript
transcript-turn-left = Not saved, the text is kept as a draft
transcript-turn-hint = Words you leave alone keep their time. Clear all the text and the turn leaves the transcript; the history of changes brings it back.
transcript-turn-hint-keys = Alt L replays the turn, Alt Space plays and pauses, Alt ← → move 5 s.
transcript-turn-key-open = Correct the turn
transcript-turn-key-replay = In the field: replay the turn
transcript-turn-key-play = In the field: play, pause
transcript-turn-key-five = In the field: back, forward 5 s
transcript-turn-clash = While you were writing, this turn was corrected by { $person }.
transcript-turn-clash-somebody = While you were writing, this turn was corrected.
transcript-turn-clash-removed = While you were writing, this turn was removed by { $person }.
transcript-turn-clash-other = While you were writing, the recording got another transcript.
transcript-turn-clash-theirs = In the transcript now
transcript-turn-clash-yours = Your text, differences marked
transcript-turn-clash-choice = “Save” puts your text in, “Leave as it is” keeps theirs. Once saved, both stay in the history of changes.
transcript-turn-clash-gone = Nobody speaks here in the new transcript, so there is nowhere to save this. Copy the text if you need it.
transcript-edits = { $n ->
    [one] { $n } change
   *[other] { $n } changes
}
transcript-history-title = History of changes
transcript-history-none = No changes
transcript-history-none-words = The transcript is as the machine made it.
transcript-history-kind-edited = Turn corrected
transcript-history-kind-removed = Turn removed
transcript-history-kind-named = Speaker named
transcript-history-kind-swapped = Sides swapped
transcript-history-kind-believed = Put back what was taken out as invented
transcript-history-kind-restored = Restored as it was
transcript-history-swap-words = In the whole recording. “Swap the sides” takes it back.
transcript-history-nobody = no longer here
transcript-history-more = { $n ->
    [one] and { $n } more turn
   *[other] and { $n } more turns
}
transcript-history-restore = Restore as it was
transcript-history-restore-all = Restore all as before this change
transcript-history-restored = Restored. This is a change too and can be taken back.
transcript-names-title = Speakers
transcript-names-change = change the names
transcript-names-hint = The name changes in the whole recording and in files downloaded from it.
transcript-names-saved = Names saved
error-turn-text = The turn is longer than 20,000 letters.
error-turn-revision = It is unknown which text you read. Open the turn again.
error-turn-changed = While you were writing, this turn was changed.
error-revision-not-found = There is no such change.
error-revision-other-text = The recording has another transcript by now: this change does not belong to it.
error-revision-swap = “Swap the sides” on the recording’s page takes a swap back.
error-revision-nothing = Nothing to restore: the text is as it was before this change.

## Transcription
transcript-title = Transcript
transcript-empty = Nobody speaks in this recording
transcript-empty-words = No speech was found on any channel.
transcript-silence = { $n ->
    [one] { $n } second of silence
   *[other] { $n } seconds of silence
}
transcript-doubt = Certainty { $percent }%
transcript-engine = Model { $model }, { $speed }× real time,
transcript-device-cpu = processor
transcript-device-gpu = graphics card
transcript-doubts = Words with dots
transcript-doubts-words = were recognised with doubt: listen to them.
transcript-doubt-words = Words on a coloured ground were recognised with doubt: listen to the recording.
transcript-model = model { $model }
transcript-from-file = from a file
transcript-imported = The text came in a file
transcript-imported-words = Times of single words may be approximate.
transcript-mono = Mono: the speakers cannot be told apart.
transcript-naming = Mark who speaks.
transcript-naming-keys = Keys: ↑ ↓ choose a turn, 1 is { $manager }, 2 is { $client }, 0 takes the mark off; with Shift several at once.
transcript-naming-title = Who speaks
transcript-naming-unknown = Not known who
transcript-naming-clash = While the page was open, somebody marked otherwise who speaks here.
transcript-naming-clash-mine = From { $from } to { $to }: { $who }
transcript-naming-clash-one = { $from }: { $who }
transcript-naming-move = Turn above, below
transcript-naming-range = Choose several
transcript-naming-play = Play from the turn
transcript-twin = Both channels of the file carry the same sound, so it counts as mono: the speakers cannot be told apart.
transcript-heard = Heard: { $heard }
transcript-replaced = Underlined
transcript-replaced-words = words come from the glossary.
transcript-filtered = Taken out as invented: { $n }
transcript-filtered-lead = The model wrote these words where nobody seems to say them. Listen: if they were said, put them back.
transcript-filtered-known-invention = models write this over silence
transcript-filtered-no-speech = the model doubted that anybody speaks here
transcript-filtered-unsure = the model was unsure of every word
transcript-filtered-circling = the same words over and over
transcript-filtered-monotonous = the same letters over and over
transcript-filtered-repeated = the same phrase for the third time
transcript-filtered-other-language = letters of another language
transcript-restore = Put back
transcript-restored = Put back into the transcript
job-kind-transcribe-recording = Transcription of a recording
job-stage-decoding = Reading the sound
job-stage-transcribing = Recognising speech
job-stage-merging = Putting turns together
error-transcript-many = Not accepted: the recording has { $most } transcripts already. Edit one of them.
error-transcript-not-found = There is no transcript yet.
error-transcript-format = Format of the transcript: json, text, srt, vtt or docx.
error-model-file-missing = The file of the speech model is not where the settings say.
error-transcription-aborted = The transcription was stopped.
error-transcription-language = The model does not know the language “{ $language }”. Choose another one.
error-model-away = There is no speech model.
error-transcription-model = The speech model could not be loaded. Check it with: salesbook model list
error-transcription-failed = Speech recognition broke off. Start the transcription again.
error-model-bad-name = The name of a speech model has Latin letters, digits, dots, hyphens and underscores, for example base.
error-model-unknown = There is no such speech model. See the list with: salesbook model list
error-model-missing = There is no speech model yet. Get it with: { $command }
error-model-truncated = The speech model was not fetched to the end. Put it right with: { $command }
error-model-wrong-hash = The file of the speech model is not the right one: size or checksum differ. Put it right with: { $command }
error-model-wrong-download = What the hub sent is not the speech model; it was thrown away. Check the address of the hub.
error-model-not-ggml = There is another file in place of the speech model. Put it right with: { $command }
error-model-unrecorded = Nobody knows where this speech model comes from, so it cannot be checked. Bring it in with: { $command }
error-model-no-connection = There is no connection to the model hub. What was fetched is kept; go on with: { $command }
error-model-refused = The model hub refused. Check its address and try again later.
error-model-busy = This model is being fetched already. Wait until it is done.
error-model-disk-full = There is no room on the disk for the speech model. Make room and try again.
error-model-source-damaged = The model given is incomplete, damaged or of another kind. Take a Whisper model in CTranslate2 form (float16) and try again.
error-model-no-place = There is no place for speech models. Name the models folder in the settings.
error-model-io = The file of the speech model cannot be read or written. Check the disk and the permissions of the folder.

## Versions of a transcript
transcript-versions-title = Transcripts
transcript-versions-none = No transcripts yet.
transcript-versions-current = Shown
transcript-versions-edited = edited
transcript-versions-show = Show this one
transcript-versions-shown = Another transcript is shown
transcript-versions-brought = The text is here and shown
transcript-versions-made = { $model }, { $language }
transcript-versions-speed = { $speed }× real time
transcript-versions-language-ru = in Russian
transcript-versions-language-en = in English
transcript-versions-imported = From the file { $file }, { $who }
transcript-versions-nobody = somebody who is gone
transcript-versions-model = Model
transcript-versions-model-usual = As in the settings
transcript-versions-model-usual-named = As in the settings: { $model }
transcript-versions-stays = The transcripts that are here stay in the list.
transcript-versions-again = Transcribe
transcript-versions-bring = Bring a text in a file
transcript-versions-file = SRT, VTT or JSON
transcript-versions-file-hint = The file may be dropped on the page. Names before a colon become the parties: { $manager }, { $client }, Manager, Client.
transcript-versions-of = Transcript: { $when }
transcript-versions-back = To the recording
transcript-versions-is-current = This transcript is shown: the call is searched and reviewed by it.
transcript-versions-is-other = Another transcript is shown. This one can be read, heard and saved.
error-transcript-version-not-found = This recording has no such transcript.
error-import-no-file = Choose a file with the text: SRT, VTT or JSON.
error-import-too-large = Not accepted: the file is larger than { $megabytes } MB.
error-import-too-many = Not accepted: more turns or words than a call has.
error-import-unknown = Not accepted: neither SRT nor VTT nor the JSON of a transcript.
error-import-empty = Not accepted: there is not a single turn in the file.
error-import-disk-full = Not accepted: the server’s disk is full. Send the file again when there is room.
error-import-encoding = Not accepted: line { $line } cannot be read. Save the file in UTF-8.
error-import-json = Not accepted: this is not the JSON of a transcript. Reading stopped at line { $line }.
error-import-time = { $place ->
    [turn] Not accepted: turn { $n }, the time cannot be read.
   *[line] Not accepted: line { $n }, the time cannot be read. It should be like 00:01:02,500 --> 00:01:04,000
}
error-import-negative = { $place ->
    [turn] Not accepted: turn { $n }, a time below zero.
   *[line] Not accepted: line { $n }, a time below zero.
}
error-import-reversed = { $place ->
    [turn] Not accepted: turn { $n }, it ends before it starts.
   *[line] Not accepted: line { $n }, it ends before it starts.
}
error-import-beyond = { $place ->
    [turn] Not accepted: turn { $n }, { $at } is after the end of the recording ({ $length }). The text may belong to another call.
   *[line] Not accepted: line { $n }, { $at } is after the end of the recording ({ $length }). The text may belong to another call.
}

## Jobs

error-job-unknown = Only a newer version of the program can do this work. Update it.
error-job-unreadable = The record of this work is damaged. Start it again from where it came.
error-job-crashed = The work was cut short by a fault in the program.
error-job-over = This work is already over.
error-job-not-idle = This work is already running, done, or queued once more.
error-job-not-waiting = This work is not waiting any more: it has begun or is over.
jobs-title = Queue
jobs-lead = Transcription and other work that goes on by itself.
jobs-filter = What to show
jobs-all = All
jobs-only-failed = Failed
jobs-what = Work
jobs-state = State
jobs-when = When
jobs-acts = Acts
jobs-queued = Queued
jobs-place = Queued, number { $place }
jobs-ready = Expected: { $time }
jobs-all-ready = The whole queue is expected by { $time }
jobs-made = Model { $model }, { $device }, { $speed }× real time
jobs-worker = Runs on { $worker }
jobs-whose = { $kind }, { $name }
jobs-elsewhere = Another team’s recording
jobs-first = Put first
jobs-is-first = The recording is now first in the queue.
jobs-pause = Pause the queue
jobs-resume = Go on
jobs-held = The queue is paused
jobs-held-words = No new transcription begins, the running one goes on to its end.
jobs-paused = The queue is paused.
jobs-resumed = The queue goes on.
jobs-later = Next try: { $time }
jobs-running = Running
jobs-progress = { $stage }, { $percent }%
jobs-left = { $n ->
    [one] { $n } minute left
   *[other] { $n } minutes left
}
jobs-attempt = Attempt { $attempt } of { $most }
jobs-done = Done
jobs-failed = Failed
jobs-cancelled = Stopped
jobs-retry = Try again
jobs-cancel = Stop
jobs-retried = The work is queued again.
jobs-stopped = The work is stopped.
jobs-older = Show older
jobs-none = The queue is empty
jobs-none-failed = Nothing has failed
jobs-none-words = Transcription of new recordings shows up here.

## Health

nav-health = Health
health-title = Health of the service
health-lead = Is there room, is the database whole, are there backups. Looked at by itself, every half minute.
health-well = All is well
health-well-words = There is room on the disks, the database answers and writes, the sound of the recordings is in place.
health-not-yet = The first look is still under way.
health-findings = { $n ->
    [one] { $n } thing needs attention
   *[other] { $n } things need attention
 }
health-warning = Attention
health-bad = Broken
health-down = Does not work
health-open = Open
health-figures = In figures
health-of = { $n } of { $most }
health-free-of = { $free } free of { $all }
health-disk-data = Disk of the data
health-disk-recordings = Disk of the recordings
health-disk-backups = Disk of the backups
health-disk-library = Disk of the playbook
health-disk-models = Disk of the speech models
health-disk-temporary = Disk of temporary files
health-place-data = of the data
health-place-recordings = of the recordings
health-place-backups = of the backups
health-place-library = of the playbook
health-place-models = of the speech models
health-place-temporary = of temporary files
health-database = Database
health-schema = schema { $version }
health-looked-through = Database looked through
health-connections = Connections to the database
health-backup = Latest backup
health-backup-none = none yet
health-backup-off = nightly backups are off
health-memory = Memory
health-open-files = Open files and connections
health-version = Version
health-looked = Looked at
health-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
 }
health-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
 }
health-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
 }
health-today = { $n ->
    [one] The service needs attention: { $n } thing.
   *[other] The service needs attention: { $n } things.
 }
health-today-open = Look
health-database-away = The database does not answer.
health-do-database-away = See whether it runs and whether its files are there. Search and book work, the rest comes back with it by itself.
health-database-full = The database cannot keep anything: its disk is full.
health-do-database-full = Make room. Reading works, saving comes back by itself.
health-database-refuses = The database answers, but nothing can be written.
health-do-database-refuses = Usually a disk became read-only, rights of files were changed, or the server is a standby. Reading works, saving comes back by itself.
health-database-busy = The database has been busy with somebody else's write for too long.
health-do-database-busy = Wait a minute. If it stays, see who else works with the database.
health-schema-newer = The database is of a newer version: schema { $found }, and this program knows { $known }.
health-do-schema-newer = Run the version that updated it, or put back the copy from before the update.
health-schema-older = The database is older than the program: schema { $found }, and { $known } is needed.
health-do-schema-older = It seems to have been replaced under the running service. Restart the service: it brings the database up to date.
health-database-damaged = The database is damaged: its own check found it ({ $time }).
health-do-database-damaged = Copy it as it is, stop the service and put the last whole backup back with “salesbook restore”. Check the disk.
health-database-met-damage = The database has met a damaged place.
health-do-database-met-damage = Its file is being looked through. Have the last whole backup ready and check the disk.
health-database-unsafe = A power cut loses what was acknowledged: PostgreSQL runs with { $settings }.
health-do-database-unsafe = Switch these settings on at the database server.
health-disk-full = The disk { $place } is full.
health-do-disk-full = Make room: until then nothing is saved.
health-disk-refuses = The disk { $place } cannot be written to.
health-do-disk-refuses = See who may write to the directory, and whether the disk became read-only.
health-disk-away = The disk { $place } is not there or does not answer.
health-do-disk-away = See whether the disk is mounted. Do not restart the service before.
health-disk-reserve = The disk { $place } has { $free } left ({ $percent } %): new files are refused.
health-do-disk-reserve = Make room or enlarge the disk. What is left is kept for what people write; the setting is disk_reserve.
health-disk-low = The disk { $place } has { $free } left ({ $percent } %).
health-do-disk-low = Make room or enlarge the disk while there is time.
health-disk-few-files = Soon no file can be made on the disk { $place }: it runs out of inodes.
health-do-disk-few-files = Remove small files nobody needs from this disk.
health-recordings-elsewhere = The directory of recordings is not the one it was: it does not carry the mark of this installation.
health-do-recordings-elsewhere = See whether the disk of the recordings is mounted. Bring nothing before.
health-files-missing = { $n ->
    [one] { $n } recording has no file.
   *[other] { $n } recordings have no file.
 }
health-do-files-missing = Bring the same files again and the sound is back in its place, or take them from a backup.
health-files-damaged = { $n ->
    [one] { $n } recording has a damaged file.
   *[other] { $n } recordings have a damaged file.
 }
health-do-files-damaged = Bring the same files again or take them from a backup. Check the disk.
health-files-unknown = { $n ->
    [one] Among the recordings lies { $n } file unknown to the database.
   *[other] Among the recordings lie { $n } files unknown to the database.
 }
health-do-files-unknown = Usually an old copy of the database stands beside newer files. Nothing was touched; say what is to become of them.
health-playbook-missing = The playbook's folder is not there or cannot be read.
health-do-playbook-missing = See the setting library, or begin a book: salesbook playbook init. At its first start the service asks by itself.
health-playbook-away = The playbook's folder is away or empty. The last good book is shown.
health-do-playbook-away = Put the folder back: the book follows it by itself. Until then changes of the book are not saved.
health-playbook-empty = The playbook has no entries.
health-do-playbook-empty = Put files into its folder, or see the setting library.
health-do-model-missing = Recordings wait for it, everything else works.
health-queue-still = The queue stands still: work has waited for { $length } and nobody does it.
health-do-queue-still = See whether “salesbook worker” runs and what the queue says.
health-backups-full = The nightly backup was not made ({ $time }): there was no room for it.
health-do-backups-full = Make room where the backups are. The service tries again every hour.
health-backups-failed = The nightly backup was not made ({ $time }).
health-do-backups-failed = The reason is in the log of the service. It tries again every hour.
health-backups-late = There is no recent backup: the last one is of { $time }.
health-do-backups-late = Make one with “salesbook backup” and see in the log why the nightly one failed.
health-backups-none = There is no backup yet, though it is time.
health-do-backups-none = Make one with “salesbook backup” and see in the log why the nightly one failed.
health-clock-forward = The machine's clock went ahead by { $length } at once (noticed { $time }).
health-do-clock-forward = That happens when a machine slept or its clock was corrected. See whether it is right and synchronised.
health-clock-back = The machine's clock went back by { $length } (noticed { $time }).
health-do-clock-back = See whether it is right and synchronised. Times written before may be wrong.
health-files-many = { $open } files and connections are open of { $most } that may be.
health-do-files-many = Raise the limit of the service (LimitNOFILE) or lower the setting connections.

## Checklists and evaluations

evaluations-title = Scores
evaluations-of = Scores: { $manager }
evaluations-all = All scores
evaluations-drafts = Drafts
evaluations-saved = saved { $when }
evaluations-none = No scores yet
evaluations-none-head = Open a recording and press “Score”: listening and marking share one screen.
evaluations-none-own = Your calls will appear here once your head has listened to them and scored them.
evaluations-to-recordings = To recordings
evaluations-call = Call
evaluations-manager = Manager
evaluations-checklist = Checklist
evaluations-total = Total
evaluations-hidden = after your opinion
evaluations-opinion = Manager's opinion
evaluations-opinion-given = Given
evaluations-opinion-awaited = awaited
evaluations-opinion-give = Give it
evaluations-published = Published
evaluations-older = Older
evaluations-means = Means
evaluations-few = n = { $n }: too early to compare

evaluation-title = Score: { $heading }
evaluation-heading = { $manager } and { $client }
evaluation-back = To the recording
evaluation-evaluate = Score the call
evaluation-rule-points = Total by points
evaluation-rule-blocks = Total by blocks
evaluation-pane-card = Checklist
evaluation-pane-talk = Transcript
evaluation-sums = Results by block
evaluation-items = Items of the checklist
evaluation-points = { $got }/{ $of }
evaluation-percent = { $percent }%
evaluation-block-sum = { $got } of { $of } · { $percent }%
evaluation-block-closed = not counted
evaluation-block-critical = makes the total 0
evaluation-block-beside = not in the total
evaluation-block-empty = { $n ->
    [one] { $n } item
   *[other] { $n } items
}
evaluation-gate-closed = { $n ->
    [one] { $n } item is not in the total.
   *[other] { $n } items are not in the total.
}
evaluation-points-taken = { $points ->
    [one] { $points } point
   *[other] { $points } points
}
evaluation-gate-closed-points = { $n ->
    [one] { $n } item and { $points } are not in the total.
   *[other] { $n } items and { $points } are not in the total.
}
evaluation-left-none = all marked
evaluation-left = { $n ->
    [one] { $n } item left
   *[other] { $n } items left
}
evaluation-left-unexplained = { $n ->
    [one] { $n } mark without a reason
   *[other] { $n } marks without a reason
}
evaluation-missing-unanswered = not answered
evaluation-missing-unexplained = low mark: add a comment or a moment
evaluation-missing-critical = critical mark: add a comment or a moment
evaluation-failed = made 0 by: { $item }
evaluation-nothing-counted = nothing to count yet
evaluation-unanswered = not answered
evaluation-na = N/A
evaluation-publish = Publish
evaluation-published = The score is published
evaluation-refused = The score is still a draft. Missing:
evaluation-save = Save
evaluation-saved = Draft saved at { $time }
evaluation-stopped = Not saved: the draft was changed in another tab. Reload the page.
evaluation-comment = Comment
evaluation-comment-to = Comment on “{ $item }”
evaluation-moment = Moment
evaluation-moment-to = Moment for “{ $item }”
evaluation-moment-remove = Remove the moment { $time }
evaluation-moment-clash = The moment { $time } was changed while you had it on your screen.
evaluation-moment-clash-remove = Remove this moment
evaluation-moment-kind = Kind
evaluation-moment-note = Note
evaluation-moment-at = Place in the recording
evaluation-moment-at-hint = Minutes and seconds for the flag button beside an item.
evaluation-moments = Moments
evaluation-moments-hint = The key M marks the place that is playing, for the chosen item.
evaluation-summary = Conclusion
evaluation-summary-hint = Two or three sentences. The manager reads them beside their own opinion.
evaluation-more = Draft
evaluation-other-checklist = Checklist
evaluation-other-checklist-hint = Answers to items that both have will stay.
evaluation-other-checklist-go = Change
evaluation-discard = Delete the draft
evaluation-discarded = The draft is deleted
error-evaluation-begun = Another draft of this call has been begun: the earlier one cannot be taken back.
evaluation-published-by = { $reviewer }, { $when }
evaluation-recording-gone = The recording was deleted: the score and its arithmetic stay, listening is no longer possible.
evaluation-keys = Scoring
evaluation-key-mark = mark
evaluation-key-item = item
evaluation-key-marks = Mark the item
evaluation-key-na = Not applicable
evaluation-key-clear = Take the mark back
evaluation-key-items = Item up, down
evaluation-key-blocks = Block up, down
evaluation-key-moment = Moment for the item
evaluation-key-play = Play the item's moment
evaluation-key-gate = Answer the block's question: yes, no
evaluation-key-open = To an unanswered item

evaluation-opinion-title = Your opinion first
evaluation-opinion-lead = { $reviewer } has listened to your call with { $client } and scored it. The score opens after your words.
evaluation-opinion-pluses = Pluses
evaluation-opinion-pluses-hint = What went well in this call?
evaluation-opinion-minuses = Minuses
evaluation-opinion-minuses-hint = What would you do differently?
evaluation-opinion-once = Your opinion is given once, before the score. Your head will see it.
evaluation-opinion-go = Save and open the score
evaluation-opinion-saved = Your opinion is saved
evaluation-opinion-listen = Listen again
evaluation-opinion-manager = The manager's opinion
evaluation-opinion-reviewer = Opinion: { $reviewer }
evaluation-opinion-none = The manager has not spoken yet. The score opens to them together with it.
evaluation-opinion-no-moments = No conclusion and no moments.

error-evaluation-not-found = There is no such score, or you may not see it.
error-evaluation-changed = This score was changed in another tab. Reload the page: the latest version is there.
error-evaluation-final = The score is published and does not change any more.
error-checklist-not-found = There is no such checklist.
error-bad-answer = The item has no such answer: { $item }.
error-bad-moment = There is no such place in the recording. Write minutes and seconds: 3:16.
error-moment-many = An evaluation holds { $most } marked moments at most.
error-moment-not-found = There is no such moment.
error-opinion-pluses = Name at least one plus.
error-opinion-minuses = Name at least one minus.

## Coaching

plans-title = Plans
plans-own = My plan
plans-empty = No plans yet
plans-empty-manager = A plan appears after the first review; you agree on it with your head of sales.
plans-empty-head = A plan is written after a published score, with the button on its page.
plans-older = Earlier
plan-manager = Manager
plan-written = Written
plan-focus = What we work on
plan-focus-hint = One thing. For example: a dated next step
plan-action = What to do
plan-action-hint = Read, listen, rehearse with a colleague. One thing per line
plan-targets = Targets
plan-target-hint = An action one can hear in the call. “Names date and time of the visit”, not “closes better”
plan-target-n = Target { $n }
plan-target-heading = { $n ->
    [one] Target
   *[other] Targets
}
plan-due = By which day
plan-by = by { $day }
plan-by-author = Written { $day }, { $name }
plan-for = Plan for { $name }
plan-what = What we agree on
plan-change = Change
plan-print = Print, 1 page
plan-history = Targets in order
plan-opinion = The manager’s opinion
plan-pluses = Went well
plan-minuses = Did not go well
plan-opinion-when = Written { $when }, before the score was shown.
plan-opinion-none = No opinion has been written yet.
plan-opinion-wait = { $name } has not yet said what went well and what did not. The score opens after that; the plan can be written now.
plan-evidence = What it rests on
plan-evidence-none = No items or moments chosen.
plan-mark = { $mark } of { $of }
plan-mark-na = n/a
plan-items = Items marked low
plan-moments = Moments of the recording
plan-score = Score
plan-agreed = Agreed
plan-words = Your words on the plan
plan-words-hint = May stay empty
plan-acknowledge = I agree with the plan
plan-acknowledged = Plan acknowledged
plan-acknowledged-when = { $name }: acknowledged { $when }
plan-unacknowledged = not acknowledged
plan-waits = { $name } has not acknowledged the plan yet.
plan-sign-head = Head of sales, signature
plan-sign-manager = Manager, signature
plan-question = Was the last target met?
plan-outcome-open = Still open
plan-outcome-met = Met
plan-outcome-partly = Partly
plan-outcome-unmet = Not met
plan-outcome-overdue = Overdue
plan-outcome-save = Save the answer
plan-outcome-saved = The answer about the target is saved
plan-outcome-clash = While you were answering, this target was decided otherwise or changed.
plan-decided-in = Decided at a review
plan-way = Action plan
plan-write = Write a plan
plan-save = Save the plan
plan-saved = Plan saved
error-plan-focus = Say what we work on: one thing, up to 200 characters.
error-plan-action = Say what to do, up to 2000 characters.
error-plan-target-none = At least one target with a date is needed.
error-plan-target-text = A date has no target. Say what will be heard in the call, up to 300 characters.
error-plan-target-due = A target has no date. Choose a day.
error-plan-target-past = The date has passed. Choose today or a later day.
error-plan-target-many = More than three targets at once are not met. Keep three.
error-plan-not-found = There is no such plan, or you may not see it.
error-plan-target-not-found = The plan has no such target.
error-plan-changed = The plan has changed while you were writing. Look at what it says now and save once more.
error-plan-is-warning = A written warning is not changed. If there is a mistake in it, talk it over in a one-to-one.
error-plan-reworded = The plan was changed while you were reading it. Read the new text and agree to that.
plan-clash = The plan has changed while you were writing. Last change: { $when }.
plan-target = Target
plan-closed-open = Open the plan
plan-closed-typed = What you have written
error-plan-acknowledged = The plan is acknowledged and does not change any more. Write a new one after the next review.
error-plan-words-long = The words are longer than 2000 characters.
error-plan-outcome = There is no such answer about a target.
error-evaluation-not-published = Publish the score first: the plan rests on it.

## Today

today-search = What did the client say?
today-opinions = First your opinion
today-opinion-asks = { $name } has reviewed the call. Say what went well and what did not, and the score opens.
today-review = Calls to review
today-review-none = Every call is reviewed
today-review-none-what = New recordings appear here when their transcript is ready.
today-draft = draft
today-my-plan = My plan
today-plans = Plans and one-to-ones
today-plans-none = No open targets, no one-to-ones soon.
today-scores = Last scores
today-scores-none = No published scores yet.
today-book = Book
today-book-entries = Entries
today-book-findings = Findings of the check
today-book-stale = To review again
today-book-fresh = No overdue entries.
today-book-late = { $n ->
    [one] { $n } day overdue
   *[other] { $n } days overdue
}
today-department = Recordings
today-transcribing = Being transcribed
today-failed = Failed
today-queue = Waiting in the queue

## Api

error-unknown-field = There is no field “{ $field }” here. Leave it out or mend its name. Fields here: { $known }.
error-unknown-parameter = This address has no parameter “{ $parameter }”. Leave it out or mend its name. Parameters here: { $known }.
error-no-parameters = This address takes no parameters. Leave “{ $parameter }” out.
error-bad-json = The body does not fit: { $detail }
error-bad-form = The form arrived damaged. Open the page again.
clash-what = Nothing is lost: your version is in the form, below is what is saved now.
clash-act-what = Nothing has been changed. Decide which of the two stays.
clash-mine = Your version
clash-take = Take what is saved
clash-save = Save my version
clash-theirs = Saved now
clash-empty = empty
error-bad-parameter = The parameter { $parameter } of the address is not understood: check its value.
error-parameter-value = This parameter has no such value.
error-bad-cursor = Take the parameter after from the field next of the page before.
error-method-not-allowed = This address is not used in this way.

# Glossary
glossary-title = Glossary
glossary-lead = Names and terms that transcripts must write right.
glossary-to-book = To the book
glossary-added-title = Added by hand
glossary-term = How it is written
glossary-term-hint = For example: Yarus
glossary-variants = How it sounds
glossary-variants-hint = Parted by commas: yaros, your us. These words are replaced in new transcripts
glossary-add = Add
glossary-change = Change
glossary-clash = This term was changed while you were editing it.
glossary-remove = Remove
glossary-added = Added: { $value }
glossary-saved = Saved: { $value }
glossary-removed = Removed: { $value }
glossary-empty = No words of your own yet
glossary-empty-words = Add a name that transcripts write wrong.
glossary-book-title = From the sales book
glossary-book-lead = Products, names and rare words of the book. A misspelling of one is mended where the model itself was unsure.
glossary-offered = The model is told the first of them before it listens.
glossary-not-offered = The model is not told them before it listens: the setting speech_prompt says so.
glossary-book-empty = The book has no such words in this language

### Questions without an answer

unanswered-title = Questions without an answer
unanswered-lead = What clients said and no answer was found: phrases that were kept, and searches of 90 days after which nothing was opened.
unanswered-empty = Every question is settled
unanswered-empty-words = New ones come when somebody presses “No answer” or finds nothing.
unanswered-kept = Kept: “{ $value }”. The trainer sees the question in the queue.
unanswered-own = Your questions
unanswered-own-waits = waits for the trainer
unanswered-own-answered = answered
unanswered-own-declined = no answer will come
unanswered-unsure = only something close was found
unanswered-asked =
    { $n ->
        [one] asked { $n } time
       *[other] asked { $n } times
    }
unanswered-searched =
    { $n ->
        [one] searched { $n } time
       *[other] searched { $n } times
    }
unanswered-others = Also said:
unanswered-tried = How it was searched
unanswered-write = Write the answer
unanswered-there-is = There is an answer
unanswered-entry = The entry that answers
unanswered-settle = Show it to those who asked
unanswered-decline = No answer will come
unanswered-answered = Done. Those who asked see the entry on their “Today” page.
unanswered-declined = Taken out of the queue
unanswered-more =
    { $n ->
        [one] And { $n } question more.
       *[other] And { $n } questions more.
    }
today-outcomes = Answers to your questions
today-outcome-answered = There is an answer
today-outcome-declined = No answer will come
today-outcome-open = Open
today-outcome-close = Got it
error-unanswered-phrase = Write the client’s words, up to 300 characters.

## Authoring

authoring-edit = Edit the entry
authoring-edit-title = Editing: { $title }
authoring-edit-link = Edit
authoring-new-title = New entry
authoring-save = Save
authoring-save-draft = Save draft
authoring-check = Check
authoring-leave = Leave without saving
authoring-saved = Saved. The book shows the new text
authoring-saved-draft = Draft saved. Only those who write the book see it
authoring-saved-archived = Saved. The entry stays in the archive
authoring-answers = Once saved, the question leaves the queue and those who asked are told.
authoring-answered = Saved. Those who asked are told
authoring-same = The text is the same, there is nothing to save
authoring-refused = Not saved: the text has errors, listed among the remarks. Your text is still here.
authoring-template-left = Not saved: lines of the template are still in the text. Write your own or remove them: { $lines }
authoring-whole = The front matter of this file cannot be read, so the whole file is open. Once it is mended the form is back.
authoring-facts-what = wordings, stage, owner, review
authoring-field-title = Title
authoring-field-kind = Chapter
authoring-field-slug = File name
authoring-field-aliases = Other wordings
authoring-field-tags = Tags
authoring-field-owner = Owner
authoring-field-review = Review by
authoring-field-pinned = Pin among the most needed
authoring-field-until = Holds until
authoring-until-hint = For offers and seasons. After that day the entry is marked as ended.
authoring-field-figures = Figures of the company
authoring-figures-hint = One a line: name, colon, value. Other entries put it in by its name in braces.
authoring-field-body = Text
authoring-field-file = The whole file
authoring-field-reason = Why you edit it (shown in the history)
authoring-slug-hint = Latin words with hyphens. It can be renamed later: links follow by themselves.
authoring-aliases-hint = One a line, as clients say it: the entry is found by them.
authoring-stage-none = not set
authoring-roles-hint = None ticked means for everyone.
authoring-tags-hint = Between commas.
authoring-body-hint = Markup: ## an answer or a step, 1. **move** “words” to say, > speech, **bold**, [link](../objections/too-expensive.md).
authoring-manual = How to write an entry: all of the markup on one page
authoring-rows = As fields
authoring-row-name = Name of the answer
authoring-row-when = When to choose it
authoring-row-move = Move
authoring-row-words = Words
authoring-row-add = Add a line
authoring-row-remove = Remove line
authoring-row-none = There are no answers yet. Press “As fields” once more and begin an answer with a line “## Name”.
authoring-notes = Remarks
authoring-notes-none = No remarks
authoring-notes-key = Next remark
authoring-preview = How it looks
authoring-preview-none = Nothing to show: mend the front matter first.
authoring-keys = Editing
authoring-key-preview = To the text and to the preview
authoring-clash = While you were writing, the entry was changed: { $person }, { $when }.
authoring-clash-disk = While you were writing, the file was changed on the disk.
authoring-clash-gone = While you were writing, the file was removed from the disk.
authoring-clash-gone-text = There is no file
authoring-clash-what = Nothing is lost: both texts are below, yours is in the form. What you replace stays in the history.
authoring-clash-theirs = In the book now
authoring-clash-mine = Your text
authoring-clash-theirs-take = Take theirs
authoring-clash-mine-save = Save mine
authoring-history = History
authoring-history-title = History: { $title }
authoring-history-none = No edits yet
authoring-history-none-what = The first saved edit keeps the text before it as well.
authoring-history-gone = The file is not in the book now. Any earlier text can be put back.
authoring-history-news = The disk has another text, not written here. It enters the history as soon as it is replaced.
authoring-revision = Revision { $number }
authoring-revision-now = In the book now
authoring-revision-changes = What changed
authoring-revision-same = The words are the same, only white space changed.
authoring-revision-whole = The whole text
authoring-restore = Put this text back
authoring-restored = The text is back
authoring-restored-of = revision { $number } was put back
authoring-restored-earlier = an earlier text was put back
authoring-by-disk = the text on the disk
authoring-by-nobody = the author is gone
authoring-by-suggestion = from a suggestion
authoring-by-rename = at a renaming
authoring-folded =
    { $n ->
        [one] … { $n } more line without changes …
       *[other] … { $n } more lines without changes …
    }

# Where an entry stands: who sees it, what it is called, whether it is there at all
authoring-place-title = Place in the book: { $title }
authoring-place-head = Place in the book
authoring-place-link = Place in the book
authoring-place-status = Who sees it
authoring-place-is-published = Published: everybody sees and finds it.
authoring-place-is-draft = This is a draft: only those who write the book see it, and search does not find it.
authoring-place-is-archived = The entry is archived: search does not find it, links open it.
authoring-place-publish = Publish
authoring-place-draft = Make it a draft
authoring-place-archive = Archive
authoring-place-published = Published: everybody sees and finds the entry now
authoring-place-drafted = A draft now: only those who write the book see it
authoring-place-archived = Archived: search does not find the entry any more
authoring-place-name = Title and address
authoring-place-name-what = Links in the whole book are corrected at once; the old address leads here.
authoring-place-rename = Rename
authoring-place-renamed = Renamed. Entries whose links were corrected: { $value }
authoring-place-changed = Somebody changed the entry while this page was open. Look at it and press again.
authoring-place-remove = Deleting
authoring-place-remove-what = The entry leaves the book. It can be taken back from the list of deleted ones, with its whole history.
authoring-place-linked = These link to it, and their links will not open:
authoring-place-remove-do = Delete
authoring-place-removed = Deleted. It can be taken back here
authoring-place-returned = The entry is in the book again
authoring-place-taken = The book has an entry of that name already
authoring-removed-title = Deleted
authoring-removed-none = Nothing is deleted
authoring-removed-none-what = Whatever gets deleted appears here and can be taken back.
authoring-removed-return = Take back
authoring-picture-words = what the picture shows
error-entry-title = 1 to 200 characters
error-entry-aliases = Up to 200 characters a line
error-entry-choice = Choose from the list
error-entry-owner = Choose who answers for the text
error-entry-review = Give a date
error-entry-until = Give a date or leave it empty
error-entry-figures = Each line needs a name, a colon and a value
error-entry-slug = Latin letters, digits and hyphens: too-expensive will do
error-entry-slug-taken = There is such a file already, choose another name
error-entry-facts = The facts of this file cannot be read. Mend them in the editor first.
error-entry-last = This is the book's last entry: an empty book looks like a disk that came loose. Write another one first.
error-entry-reason = Up to 300 characters
error-entry-too-long = Not saved: the text is longer than { $kilobytes } KB. Split it into several entries.
error-entry-not-writable = Not saved: the file { $file } cannot be written. The text is still here. For the administrator: the service must be allowed to write to the folder of the book, and the disk must have room.
error-book-disk-full = Not saved: the disk of the playbook is full, and the file { $file } was not written. What you typed is still here. Tell the administrator.
error-entry-not-plain = The file { $file } on the disk is no plain file: it is a link, a pipe or a folder. The book neither reads nor writes such files. For the administrator: put the file itself in its place.
error-book-away = Not saved: the folder of the book is empty or away, and the last good book is shown. The text is still here. Tell the administrator: perhaps a disk is no longer mounted.
error-book-begun = The book is begun already: something is in its folder.
error-book-not-made = The folder of the book cannot be written to: { $folder }. The service must be allowed to write there.
first-book-title = What does the playbook begin with?
first-book-hint = The folder { $folder } is empty. You are asked once; everything can be rewritten later.
first-book-sample = Take the sample
first-book-sample-hint = The whole book of a company that sells warehouse racking: scripts, objections, letters, regulations. See how it is done and rewrite it for yourself.
first-book-skeleton = Begin with an empty one
first-book-skeleton-hint = One template with explanations for each chapter.
first-book-own = Bring files of your own
first-book-own-hint = The folder stays empty but for a note that says what goes where.
first-book-said = The book is begun.
first-book-own-said = The folder is ready. Put files into it: they appear here within a second.
error-entry-file-unreadable = The file { $file } cannot be read: it is not UTF-8, too large or closed to the service. Mend it on the disk.
error-entry-revision-not-found = There is no such revision
error-image-not-found = There is no such picture in the book
authoring-picture = Picture
authoring-picture-send = Upload
authoring-picture-title = The picture is uploaded
authoring-picture-copy = Put this line into the text and write into the brackets what is seen on it.
suggestion-link = Suggest a change
suggestion-title = A change to “{ $title }”
suggestion-head = Suggest a change
suggestion-whole = To the whole entry
suggestion-part = To the answer “{ $name }”
suggestion-text = How it should be
suggestion-text-hint = Correct the text itself. # and ** are markup, better left alone.
suggestion-comment = Why, or a remark alone
suggestion-comment-hint = You may leave the text as it is and write only this.
suggestion-send = Send to the trainer
suggestion-sent = Sent. The decision will appear under “Suggestions”
suggestion-accept = Accept
suggestion-noted = Noted
suggestion-decline = Decline
suggestion-answer = Why not (the author will see it)
suggestion-accepted = Accepted
suggestion-declined = Declined
suggestion-waits = Waits for a decision
suggestion-state-accepted = Accepted
suggestion-state-noted = Noted
suggestion-state-declined = Declined
suggestion-reason = Suggestion: { $person }
suggestion-reason-words = Suggestion: { $person }. { $words }
suggestion-changed = This place was changed after the suggestion was made ({ $person }).
suggestion-errors = With this change the text would have errors ({ $person }): mend them before saving.
suggestions-title = Suggestions
suggestions-none = No suggestions
suggestions-none-what = Managers suggest changes on the page of an entry.
suggestions-own-none = You have not suggested anything yet
suggestions-own-none-what = The page of an entry has “Suggest a change”.
suggestions-decided = Decided lately
error-suggestion-empty = Correct the text or write a remark
error-suggestion-text = Up to 20,000 characters
error-suggestion-comment = Up to 1000 characters
error-suggestion-answer = Up to 300 characters
error-suggestion-not-found = There is no such suggestion
error-suggestion-decided = This suggestion has been decided already
error-image-kind = Not accepted: this is not a PNG, JPEG or WebP picture
error-image-too-large = Not accepted: the picture is larger than { $megabytes } MB. Make it smaller and try again.
error-image-none = Choose a file

### State of the book

upkeep-title = State of the book
upkeep-confusions-title = What search confuses
upkeep-confusions-lead = Titles and wordings asked: { $asked }. Open another entry: { $astray }.
upkeep-confusions-cut = The book is large: only a part of the wordings was asked.
upkeep-confusions-pairs = Pairs that search cannot tell apart
upkeep-confusions-what = On the left whose question it is, on the right what opens instead. Take the shared wording from one of the two, or say it more exactly.
upkeep-confusions-none = Search tells all entries apart
upkeep-confusions-none-what = Every title and every wording opens its own entry.
upkeep-confusions-nothing = nothing is found
upkeep-confusions-place = itself at place { $n }
upkeep-confusions-far = itself not among the first ten
upkeep-confusions-more = Further pairs: { $n }
upkeep-confusions-aliases = Wordings from questions
upkeep-confusions-aliases-what = This was asked before somebody opened the entry, while search leads elsewhere with these words.
upkeep-confusions-take = Add the wordings
upkeep-lead =
    { $n ->
        [one] What is verified, what is stale and how answers are found. Searches of { $n } day.
       *[other] What is verified, what is stale and how answers are found. Searches of { $n } days.
    }
upkeep-verified = Verified
upkeep-of = { $n } of { $all }
upkeep-searches = Searches
upkeep-success = Led to an answer
upkeep-median = Time to the answer, median
upkeep-seconds = { $n } s
upkeep-stale = Due for a check
upkeep-unverified = Most opened and not verified
upkeep-unverified-none = Everything that is opened is verified.
upkeep-unhelpful = Mostly does not help
upkeep-unhelpful-none = No such answers: it takes three verdicts.
upkeep-unused =
    { $n ->
        [one] Not opened for { $n } day
       *[other] Not opened for { $n } days
    }
upkeep-unused-none = Everything was opened.
upkeep-more =
    { $n ->
        [one] And { $n } entry more.
       *[other] And { $n } entries more.
    }
upkeep-taken =
    { $n ->
        [one] opened { $n } time
       *[other] opened { $n } times
    }
upkeep-not-helped = did not help { $n } of { $all }
upkeep-verify = Still right
upkeep-verified-on = Verified { $day }
upkeep-verified-reason = Verified: still right
upkeep-verified-said = Noted: still right. The next review is in 90 days.
upkeep-changed-meanwhile = The text was changed meanwhile. Read it once more.

# Hints by phrases on the score page
evaluation-before = This call has been scored already:
evaluation-restored = Brought back what had not been saved
evaluation-key-hint = The hint: fits, does not fit
evaluation-hint-said = Probably here: “{ $words }”
evaluation-hint-accept = It fits
evaluation-hint-reject = No
evaluation-hint-first = A hint by a phrase of the checklist. It gives no mark.
evaluation-hint-before = This phrase fitted { $accepted } times of { $n } before. It gives no mark.
evaluation-hints-title = How often hints are right
evaluation-hints-what = Phrases of the checklists that were found in transcripts, and how often reviewers agreed.
evaluation-hints-phrase = Phrase
evaluation-hints-item = Item
evaluation-hints-right = Fitted
evaluation-hints-none = There were no hints yet
evaluation-hints-none-what = They appear on the score page at items that have phrases in the checklist.
evaluation-hints-few = { $n ->
    [one] The share is shown from { $n } decision on: fewer say little.
   *[other] The share is shown from { $n } decisions on: fewer say little.
}
error-hint-not-found = This hint is gone: the transcript or the checklist has changed. Reload the page.

# Today: who needs attention, one's own scores, what does not work
today-attention = Who needs attention
today-attention-why = and why
today-why-critical = A critical item.
today-why-overdue = A target is overdue.
today-why-days-late = { $n ->
    [one] by { $n } day
   *[other] by { $n } days
}
today-why-fell = The mean fell.
today-why-from-to = From { $from } to { $to }
today-why-weak = The mean is a risk.
today-why-unread = A plan is unread.
today-why-unread-days = { $n ->
    [one] Waiting for { $n } day
   *[other] Waiting for { $n } days
}
today-why-unheard = Nobody has listened for long.
today-why-waiting = { $n ->
    [one] { $n } recording waits
   *[other] { $n } recordings wait
}
today-last-scores = My last scores
today-weakest = Weakest:
today-trend = How the total changes
today-trend-words = { $mean } on average, the last one { $last }
today-trend-change = Against the first half: { $change }
today-trend-few = A direction shows from { $n } scores on
today-listen = Listen to yourself
today-not-found = Looked for and not found
today-not-found-none = Everything looked for in 90 days was found.
today-failing = What fails most
today-failing-of = { $n ->
    [one] in { $n } evaluation
   *[other] in { $n } evaluations
}
today-failing-none = No item has a quarter of low marks. Items with fewer than { $n } marks are not counted.
today-failing-low = { $low } low marks of { $n }
today-failing-taught = Taught by “{ $title }”.
today-failing-untaught = Nothing teaches it yet: write it.

### Checklist editor

nav-checklists = Checklists
evaluation-lesson = How it is done: { $title }
evaluation-to-checklists = The department's checklists
people-function = Function
people-function-of = Function: { $name }
people-function-save = Save the function: { $name }
checklists-title = Checklists
checklists-lead = Calls are scored by them. A published version never changes: an edit becomes the next one.
checklists-foot = A new score begins with the checklist for such a manager and such a call, else with the standard one. It can be changed on the score page.
checklists-new = New checklist
checklists-from = Begin with
checklists-from-blank = An empty sheet
checklists-from-copy = A copy: { $name }
checklists-in-use = In use
checklists-drafts = Not published yet
checklists-archived = Archived
checklist-copy-suffix = {" "}(copy)
checklist-nameless = Without a name
checklist-nameless-item = without a name
checklist-standard = Standard
checklist-has-draft = draft
checklist-items =
    { $n ->
        [one] { $n } item
       *[other] { $n } items
    }
checklist-version = Version { $n }
checklist-draft-by = { $author }, { $when }
checklist-shipped = Comes with the program, { $when }
checklist-evaluations =
    { $n ->
        [0] no scores
        [one] { $n } score
       *[other] { $n } scores
    }
checklist-changes =
    { $n ->
        [one] What changed: { $n } edit
       *[other] What changed: { $n } edits
    }
checklist-versions = Versions
checklist-earlier = an earlier version
checklist-in-archive = archived
checklist-to-newest = To the newest version
checklist-go-on = Go on with the draft
checklist-draft-there = There is a draft of the next version: { $draft }
checklist-edit = Edit
checklist-edit-it = Edit: { $name }
checklist-edit-title = Checklist: { $name }
checklist-make-standard = Make standard
checklist-make-standard-it = Make standard: { $name }
checklist-made-standard = The standard checklist is another one now
checklist-archive = Archive
checklist-archive-it = Archive: { $name }
checklist-archived = The checklist is archived. Scores made with it stay
checklist-restore = Take back
checklist-restore-it = Take back from the archive: { $name }
checklist-restore-item = Ask again: { $name }
checklist-restored = The checklist is in use again
checklist-published = Version { $value } is published
checklist-unchanged = No new version: everything is as in the last published one
checklist-discarded = Draft deleted
checklist-discard-title = Delete the draft of the checklist?
checklist-discard-words = Edits since the last published version are lost. If there is none, the whole checklist is.
checklist-no-draft = No draft: an edit begins one
checklist-kept-apart = Your edit is kept as a checklist of its own
checklist-kept-over = Your edit is here, the other one is kept as a checklist of its own
checklist-clash = While you were writing, { $author } ({ $when }) saved an edit. Yours is still in the form and not saved yet.
checklist-clash-published = While you were writing, the draft was published or deleted. Your edit is still in the form and not saved yet.
checklist-clash-what = How your edit differs from what is saved
checklist-clash-same = Your edit is the same as what is saved.
checklist-clash-theirs = Open what is saved
checklist-clash-over = Mine here, the other apart
checklist-clash-apart = Mine as a checklist of its own
checklist-clash-here = Not saved: this checklist was changed in another tab. What you typed is still here.
checklist-clash-look = Compare
checklist-preview = As the reviewer will see it
checklist-try = A trial: marks are not kept
checklist-try-clear = Clear the marks
checklist-left-none = ready to publish
checklist-left =
    { $n ->
        [one] { $n } place left to put right
       *[other] { $n } places left to put right
    }
checklist-about-it = Arithmetic, zones, which calls it is for
checklist-name = Name
checklist-about = What it is for
checklist-in-ru = in Russian
checklist-in-en = in English
checklist-rule = How the total is made
checklist-rule-points-hint = points of all blocks over the possible ones
checklist-rule-blocks-hint = the mean of the blocks' percentages, every block weighs the same
checklist-zones = Zones of the total, per cent
checklist-zone-from = from
checklist-for-functions = For whose calls
checklist-for-calls = For which calls
checklist-for-hint = Nothing ticked: it fits all. What is ticked is offered first, another checklist can always be taken.
checklist-for-any = any
checklist-block-name = Name of the block
checklist-block-short = Short name
checklist-block-more = About the block
checklist-block-counts = Counts in the total
checklist-block-gate = A question before the block
checklist-block-gate-hint = When the answer closes the block, it is not counted: “Was there an objection?” “No”.
checklist-gate-question = Question
checklist-gate-open = The answer with which the block counts
checklist-gate-closed = The answer with which it does not
checklist-item-text = Item
checklist-item-scale = Scale
checklist-item-weight = weight
checklist-item-more = More
checklist-item-guide = What each mark means
checklist-item-required = Required
checklist-item-na = May be answered “n/a”
checklist-item-critical = The mark that makes the total 0
checklist-item-initial = The mark it begins with
checklist-item-phrases = Phrases that show the item
checklist-item-phrases-hint = One a line. Found in a transcript it is a hint for the reviewer; the mark is given by a person.
checklist-item-entry = The entry of the book that teaches it
checklist-item-entry-hint = Begin to type its name or paste a link to it.
checklist-item-key = Key in the API and in exports: { $key }. A new item gets its key from the text when published; it does not change later.
checklist-scale-0-1-2 = 0–1–2
checklist-scale-yes-no = yes/no
checklist-scale-0-2 = 0 or 2
checklist-scale-five-step = five steps
checklist-scale-points = points up to…
checklist-scale-own = own outcomes
checklist-scale-up-to = points up to { $n }
checklist-scale-own-values = own outcomes: { $values }
checklist-points-up-to = Points at most
checklist-outcomes = Outcomes
checklist-outcomes-hint = One a line, 2 to 11: points and a Russian word, the English one after a bar. 5 Частично | Partly
checklist-labels = Words on the buttons instead of figures
checklist-labels-hint = A line for each mark: 0 Нет | No. Empty: figures on the buttons.
checklist-add-item = Add an item
checklist-add-block = Add a block
checklist-up = Up: { $name }
checklist-up-short = Up
checklist-down = Down: { $name }
checklist-down-short = Down
checklist-remove = Take out: { $name }
checklist-remove-short = Take out
checklist-archived-items =
    { $n ->
        [one] Not asked any more: { $n } item
       *[other] Not asked any more: { $n } items
    }
checklist-archived-hint = Earlier scores with these items do not change.
checklist-fact-weight = weight { $weight }
checklist-fact-critical = { $mark } makes the total 0
checklist-fact-initial = begins with { $mark }
checklist-fact-optional = optional
checklist-fact-no-na = no “n/a”
checklist-fact-gate = with a question
checklist-fact-phrases =
    { $n ->
        [one] { $n } phrase
       *[other] { $n } phrases
    }
checklist-fault-name = Name the checklist
checklist-fault-nothing = There is no item at all
checklist-fault-empty = The block has no items: add some or take it out
checklist-fault-key = The key will not do: Latin letters, digits and hyphens, up to 40
checklist-fault-twice = There is such a key already
checklist-fault-weight = A weight of 0 means nothing. To keep an item out of the total put it into a block that does not count
checklist-fault-mark = The mark that makes the total 0 or that it begins with is not of this scale, or there are not as many words as marks
checklist-fault-fine = The weights are too fine to be added exactly: round them
checklist-fault-zones = Zones must descend: strong above norm, norm above attention, none above 100
checklist-fault-block-name = Name the block
checklist-fault-gate = Write the question before the block and both answers
checklist-fault-text = Write what is marked
checklist-fault-entry = The book has no such entry
checklist-bad-zone = A whole number from 0 to 100
checklist-bad-weight = A number with at most two decimals: 2.5
checklist-bad-mark = A mark of the scale as a figure
checklist-bad-points = From 2 to 100
checklist-bad-outcomes = 2 to 11 outcomes with different points, none above 100, each on its own line
checklist-bad-labels = A line for every mark of the scale: the mark and a word
checklist-change-added = added
checklist-change-archived = not asked any more
checklist-change-restored = asked again
checklist-change-moved = moved to another block
checklist-change-order = another order
checklist-change-name = name
checklist-change-text = text
checklist-change-guide = what the marks mean
checklist-change-scale = scale
checklist-change-labels = words of the marks
checklist-change-weight = weight
checklist-change-required = required
checklist-change-na = “n/a” allowed
checklist-change-critical = makes the total 0
checklist-change-initial = mark it begins with
checklist-change-phrases = phrases
checklist-change-entry = entry of the book
checklist-change-gate = question before the block
checklist-change-counts = counts in the total
checklist-change-rule = arithmetic
checklist-change-zones = zones
checklist-change-call-types = for which calls
checklist-change-functions = for whose calls
checklist-change-about = what it is for
checklist-yes = yes
checklist-no = no
checklist-keys = Checklist
checklist-key-item = New item in this block
checklist-key-block = New block
checklist-key-move = Item up, down
checklist-key-more = Details of the item
checklist-key-preview = To the trial and back
error-checklist-changed = This checklist was changed in another tab. Reload the page: it has the latest edit.
error-checklist-standard = This is the standard checklist. Make another one standard first.
error-checklist-not-in-use = The standard checklist must be published and not archived.

### Sheets

sheet-from-table = From a sheet
sheet-title = Checklist from a sheet
sheet-lead = Upload the department's sheet from Excel. If filled rows with totals stand beside it, we compare them to 0.01 and show which rule your sheet uses.
sheet-to-checklists = Checklists
sheet-bring = File
sheet-file = Sheet with the items
sheet-file-hint = XLSX or CSV. In a workbook the filled rows may be on another sheet.
sheet-rows = Filled rows, if they are in another file
sheet-rows-hint = A row per call: date, manager, client, marks by item and your total.
sheet-send = Upload
sheet-limits = Up to { $megabytes } MB, { $rows } rows and { $columns } columns a sheet, { $cells } filled cells.
sheet-waiting = Waiting for you
sheet-waiting-hint = What was uploaded is kept for a day and only you see it.
sheet-layout = Columns that are understood
sheet-layout-words = A row per item. Names and order of the columns may be your own: after the upload each column can be corrected. Names are read in Russian and in English; a column in the second language is called “Item (ru)”.
sheet-layout-rows = Filled rows: a row per call, a column per item with the same name. A cell holds a figure of the scale, “n/a”, or nothing; for the scale “yes / no” words will do. A column with a block's question holds “yes” or “no”. The total is in percent. A row of sums, block headings in rows of their own and merged block cells are understood.
sheet-layout-files = CSV: separators “;”, “,” and tab, UTF-8 and Windows-1251. Formulas count with their last value, formatting and comments are left out. Save XLS and ODS files and files with a password as XLSX.
sheet-example = Example:
sheet-example-items = CSV, items
sheet-example-rows = CSV, marks
sheet-example-file = Checklist example
sheet-example-rows-file = Marks example
sheet-version-file = { $name }, version { $number }
sheet-needed = needed
sheet-field-block = Name of the block. An empty or merged cell means the block above. Without this column blocks are read from heading rows.
sheet-field-counts = Does the block count in the total: yes or no. Empty means yes.
sheet-field-gate = The question that opens or closes the block: “Was there an objection?”
sheet-field-gate-open = The answer with which the block counts. Empty means “Yes”.
sheet-field-gate-closed = The answer with which it does not. Empty means “No”.
sheet-field-item = What is marked.
sheet-field-guide = What each mark means.
sheet-field-scale = “yes / no”, “0, 1, 2”, “0 or 2”, “five steps”, “up to 8 points”, “own: 0, 3, 10”, or the best mark alone: 1 is yes / no, 2 is 0, 1, 2, above that points.
sheet-field-weight = Weight of the item, up to two decimals. Empty means 1.
sheet-field-required = Must it be answered before publishing? Empty means yes.
sheet-field-critical = The mark that makes the total 0. “Yes” means the lowest.
sheet-field-not-applicable = May “n/a” be answered? Empty means yes.
sheet-field-initial = The mark a new draft begins with.
sheet-field-labels = Words instead of figures, from the lowest mark to the highest, between |.
sheet-field-phrases = Phrases to look for in the transcript, between |.
sheet-field-entry = Address of the playbook entry that teaches it: ru/objections/too-expensive.
sheet-field-archived = No longer asked: yes or no.
sheet-field-short = A short name of the block for the line of sums.
sheet-field-block-key = Stable name of the block: Latin letters, digits and hyphens. Empty: made from its name.
sheet-field-item-key = Stable name of the item, by which later versions know it.
sheet-of = Sheet “{ $file }”
sheet-map-lead = Check the columns: what the checklist will be is shown beside them.
sheet-discard = Remove
sheet-discarded = Removed
sheet-name = Name of the checklist
sheet-rule = Rule of the total
sheet-by-points = By points
sheet-by-blocks = By blocks
sheet-language = Language of the texts
sheet-scale = Scale
sheet-columns = Columns of the sheet with the items
sheet-table = Sheet
sheet-header = Row of names
sheet-no-heading = without a name
sheet-skip = Leave out
sheet-other-language = { $field }, second language
sheet-marks = Filled rows
sheet-no-marks = None
sheet-marks-hint = Totals are compared with them. They become no evaluations: they have no recordings.
sheet-mark-columns =
    { $n ->
        [one] { $n } column
       *[other] { $n } columns
    }
sheet-of-call = About the call
sheet-save = Save as a draft
sheet-saved = The draft is saved. Check it and publish.
sheet-look = Look
sheet-blocks =
    { $n ->
        [one] { $n } block
       *[other] { $n } blocks
    }
sheet-items =
    { $n ->
        [one] { $n } item
       *[other] { $n } items
    }
sheet-faults =
    { $n ->
        [one] Mend { $n } place
       *[other] Mend { $n } places
    }
sheet-faults-title = What to mend
sheet-more =
    { $n ->
        [one] And { $n } more.
       *[other] And { $n } more.
    }
sheet-at-row = Row { $row }
sheet-at-cell = Row { $row }, column { $column }
sheet-at-headed = Row { $row }, column { $column } “{ $heading }”
sheet-fault-no-items = There are no items. Choose the column “Item” and the row of names.
sheet-fault-empty-block = A block has no items left: { $value }
sheet-fault-zones = Zones must descend and lie between 0 and 100: 85, 75, 50. { $value }
sheet-fault-too-fine = The weights are too fine to be added exactly. Round them.
sheet-fault-unusable = This is no checklist yet: check keys, weights and marks.
sheet-fault-column-twice = Two columns hold the same: “{ $value }”. Leave one of them out.
sheet-fault-counts = A row above says otherwise: does the block count in the total? “{ $value }”
sheet-fault-yes-no = Yes or no is needed here, not “{ $value }”
sheet-fault-scale = The scale is not understood: “{ $value }”. “0, 1, 2”, “yes / no” or the best mark alone will do.
sheet-fault-weight = A weight is a figure above 0 with up to two decimals, not “{ $value }”
sheet-fault-mark = The scale has no such mark: “{ $value }”
sheet-fault-labels = As many words as the scale has marks: “{ $value }”
sheet-fault-choice = Unknown word: “{ $value }”
sheet-fault-key = A key is Latin letters, digits and hyphens, up to 40, not “{ $value }”
sheet-fault-key-twice = This key stands above already: “{ $value }”
sheet-fault-total = The total is no figure: “{ $value }”
sheet-fault-given-mark = The item is not marked so: “{ $value }”
sheet-fault-gate-answer = Yes or no is needed here, not “{ $value }”
sheet-compared = Compared with the sheet's totals
sheet-fits-whole-points = The sheet adds by points: all totals agree, { $n } of { $all } to 0.01.
sheet-fits-whole-blocks = The sheet adds by blocks: all totals agree, { $n } of { $all } to 0.01.
sheet-fits-better-points = The rule “by points” is nearer: { $n } of { $all } agree to 0.01.
sheet-fits-better-blocks = The rule “by blocks” is nearer: { $n } of { $all } agree to 0.01.
sheet-fits-both = Both rules give the sheet's totals: { $n } of { $all } to 0.01. To tell them apart, calls with uneven blocks are needed.
sheet-fits-neither = Neither rule is better: { $n } of { $all } agree to 0.01.
sheet-no-totals = There is nothing to compare with: choose the column with your total.
sheet-agree = { $n } of { $all }
sheet-agree-shown =
    { $n ->
        [one] and { $n } as far as the sheet shows
       *[other] and { $n } as far as the sheet shows
    }
sheet-chosen = chosen
sheet-better-points = By points more totals agree. Change the rule if the sheet counts more.
sheet-better-blocks = By blocks more totals agree. Change the rule if the sheet counts more.
sheet-of-one = The sheet's totals are parts of one: compared in percent.
sheet-differ = Differ
sheet-row = Row { $row }
sheet-own = In the sheet
sheet-unread = Not understood
sheet-without =
    { $n ->
        [one] { $n } row without a total: nothing to compare with.
       *[other] { $n } rows without a total: nothing to compare with.
    }
sheet-passed-rows = Without marks, left out: rows { $rows }.
sheet-no-evaluations = The rows are only compared and are not kept: they have no recordings by which a manager could check them.
sheet-preview = Checklist
sheet-passed = No items, left out: rows { $rows }.
sheet-beside = outside the total
sheet-points = up to { $points } points
sheet-gate = Question of the block: { $question }
sheet-critical = Critical mark: { $mark }
sheet-optional = optional
sheet-always = no n/a
sheet-archived = archived
sheet-nothing = Choose the column “Item”.
error-sheet-none = Choose a file
error-sheet-too-large = Not accepted: more than { $megabytes } MB, { $rows } rows or { $columns } columns. Leave only the checklist and the marks in it.
error-sheet-old = Not accepted: this is the old XLS format or a file with a password. Save it as XLSX without a password.
error-sheet-kind = Not accepted: this is no sheet. XLSX or CSV will do.
error-sheet-broken = The file cannot be read: it is damaged or was not saved to its end. Open it in Excel and save it again.
error-sheet-empty = No cell of the file has anything in it
error-sheet-disk-full = The sheet was not saved: the server’s disk is full. Try again when there is room.
error-sheet-not-found = This sheet is gone: what was uploaded is kept for a day. Upload it again.
error-sheet-faults = Mend what is marked first
evaluations-export = Download as a table
evaluations-export-all = All
evaluations-export-from = Calls from
evaluations-export-to = to
evaluations-export-hint = A row per evaluation: marks, results by block, total and rule. In XLSX each checklist has a sheet of its own. Calls a manager has not given an opinion on are left out of their own file.
evaluations-export-file = Evaluations { $day }
evaluations-export-rule = Rule
evaluations-export-failed = Made 0 by
evaluations-export-checklist = Checklist, version
evaluations-export-reviewer = Reviewer
error-evaluations-too-many = There are more than { $n } evaluations in this time. Take a shorter period.

### Fair process: own marks, acknowledgement, appeals, audit log

evaluation-own-title = Own marks by the checklist
evaluation-own-heading = Your marks: { $client }
evaluation-own-back = Back to words alone
evaluation-own-or = You can compare more closely:
evaluation-own-way = mark yourself by the same checklist
evaluation-own-give = Open the score
evaluation-own-refused = Your marks are still a draft. Missing:
evaluation-own-once = Marks are given once, before the score. Only you see the draft; your head sees the finished marks.
evaluation-own-saves-itself = Saves itself
evaluation-own-recording-gone = The recording was deleted and can no longer be heard.
evaluation-compare-title = Side by side: the head's marks and your own
evaluation-compare-own = { $name }, own marks
evaluation-compare-gap = Own total minus the score
evaluation-compare-no-difference = All marks are the same.
evaluation-compare-differ = { $n ->
    [one] { $n } item differs, what changes the total most comes first
   *[other] { $n } items differ, what changes the total most comes first
}
evaluation-compare-same = { $n ->
    [one] { $n } item is the same
   *[other] { $n } items are the same
}
evaluation-compare-same-caption = The same marks
evaluation-compare-item = Item
evaluation-compare-reviewer = Head
evaluation-compare-manager = Manager
evaluation-compare-gap-what = The manager's mark minus the head's
evaluation-compare-closed = block closed
correction-title = Total corrected
correction-by-appeal = Appeal on “{ $item }”: { $before } → { $after }.
evaluation-acknowledgement-title = Acknowledgement
evaluation-acknowledgement-words = A comment, if you like
evaluation-acknowledgement-hint = To acknowledge is not to agree: a mark can be appealed.
evaluation-acknowledgement-go = I have read it
evaluation-acknowledgement-saved = Acknowledged
evaluation-acknowledgement-when = { $name }, { $when }
evaluation-acknowledgement-none = The manager has not acknowledged it yet.
error-acknowledgement-long = The comment is longer than 2000 characters. Shorten it.
error-opinion-first = Say your own opinion of the call first: the score opens with it.
error-opinion-given = Your opinion is saved and the score is open.
evaluations-tab-all = All
evaluations-tab-awaited = Not acknowledged
evaluations-acknowledged = Acknowledgement
evaluations-acknowledged-yes = Given
evaluations-acknowledged-no = awaited
evaluations-acknowledge = Acknowledge
evaluations-awaited-none = All acknowledged
evaluations-awaited-none-what = Scores that their managers have not acknowledged stand here.
appeals-title = Appeals
appeals-tab-open = To decide
appeals-tab-decided = Decided
appeals-none = No appeals
appeals-more = Show more
appeals-none-what = A manager can appeal a mark on the page of their score.
appeals-none-decided = No appeal was decided yet
appeal-title = Appeal: { $item }
appeal-new-title = Appeal the mark: { $item }
appeal-back = To the score: { $client }
appeal-way = Appeal
appeal-of-this = Appeal
appeal-asks = asked for
appeal-until = A mark can be appealed until { $day }: the link stands beside the item.
appeal-was-until = A mark could be appealed until { $day }.
appeal-decided-by-others = Not decided by who gave the mark, but by: { $names }.
appeal-decided-by-reviewer = Decided by { $name }, who gave the mark: the team has no other head.
appeal-decided-by-nobody = Nobody can decide now: the team has no head.
appeal-given-by = Mark by { $name }
appeal-own-mark = Own mark
appeal-guide = What the marks mean
appeal-wished = Which mark is right
appeal-reason = Why
appeal-reason-hint = Name the place in the call: a minute or a phrase.
appeal-lodge = Lodge the appeal
appeal-lodged = Appeal lodged
appeal-to-evaluation = The score
appeal-says = { $name }: why
appeal-decision = Decision
appeal-accept = Accept
appeal-partly = Partly
appeal-reject = Reject
appeal-mark-becomes = The mark becomes
appeal-mark-became = mark
appeal-partly-what = Another mark, neither the old one nor the one asked for
appeal-total-would = total { $after } instead of { $before }
appeal-total-short = total { $after }
appeal-total-stays = The mark and the total { $total } stay
appeal-total-changed = Total { $before } → { $after }
appeal-total-now = Total now
appeal-words-to = The answer that { $name } will read
appeal-words-hint = Explain the decision in words, whatever it is.
appeal-decide = Decide
appeal-decided = Decision saved
appeal-by-when = Due
appeal-who-decides = Who decides
appeal-due = due { $day }
appeal-overdue = overdue: { $day }
appeal-withdraw = Withdraw
appeal-withdraw-hint = The item can be appealed again while there is time.
appeal-withdrawn = Appeal withdrawn
appeal-open = Look into it
appeal-state-open = Waits for a decision
appeal-state-accepted = Accepted
appeal-state-partly = Partly accepted
appeal-state-rejected = Rejected
appeal-state-withdrawn = Withdrawn
error-appeal-not-found = There is no such appeal, or it is not for you.
error-appeal-late = The time to appeal marks of this score is over.
error-appeal-item = This mark cannot be appealed: it is the best one already, or the item is not counted.
error-appeal-twice = This item was appealed already.
error-appeal-decided = Nothing is left to decide: the appeal was decided or withdrawn.
error-appeal-other-decides = Somebody else decides: { $names }.
error-appeal-wished = Choose a mark other than the one given.
error-appeal-reason = Write why the mark should be another one.
error-appeal-outcome = Choose a decision.
error-appeal-mark = Choose a mark other than the old one and the one asked for.
error-appeal-words = Explain the decision.
today-appeals = Appeals to decide
today-decided = Decisions on your appeals
today-unacknowledged = Acknowledge your score
audit-title = Audit log
audit-history = What was done with this score
audit-lead-admin = Who did what with whose work, and who got in from where. No scores are shown here: the manager and their head see them.
audit-lead-head = Who did what with whose work in your team. Listening is kept once an hour.
audit-who = Who
audit-whose = Whom it concerns
audit-what = What
audit-when = When
audit-detail = Detail
audit-from = From
audit-to = To
audit-any-person = Everybody
audit-any-act = Any act
audit-show = Show
audit-all = Clear
audit-none = Nothing found
audit-none-what = Widen the dates or clear the filters.
audit-older = Earlier
audit-target = Target { $n }: { $outcome }
audit-group-people = People
audit-group-access = Sign-in and access
audit-group-calls = Calls
audit-group-scores = Scores
audit-group-plans = Plans
audit-group-book = Book
audit-group-system = Service
audit-all-people = All about people
audit-all-access = All about sign-ins and access
audit-all-calls = All about calls
audit-all-scores = All about scores
audit-all-plans = All about plans
audit-all-book = All about the book
audit-all-system = All about the service
audit-actor-service = The service
audit-actor-shell = Command line
audit-actor-stranger = Nobody known
audit-times =
    { $n ->
        [one] once
       *[other] { $n } times
    }
audit-version = version { $n }
audit-drawn = { $drawn } of { $of }
audit-rows =
    { $n ->
        [one] { $n } evaluation
       *[other] { $n } evaluations
    }
audit-from-local = this machine
audit-word-checklist = by the checklist
audit-word-agrees = agrees
audit-word-disagrees = does not agree
audit-word-answered = answered
audit-word-declined = no answer
audit-word-missing = the file was missing
audit-word-damaged = the file was damaged
audit-word-bad-sound = bad sound
audit-word-personal = personal call
audit-word-wrong-type = not this kind of call
audit-word-too-short = too short
audit-word-not-theirs = somebody else speaks
audit-word-other = other
audit-word-app = app with codes
audit-word-passkey = passkey
audit-field-name = name
audit-field-client = client
audit-field-phone = phone
audit-field-direction = direction
audit-field-called-at = time of the call
audit-field-call-type = kind of call
audit-field-outcome = outcome
audit-field-note = note
audit-field-tags = tags
audit-field-language = language
audit-field-sides = the manager's side
audit-act-person-added = Person added
audit-act-person-changed = Person changed
audit-act-role-changed = Role changed
audit-act-team-changed = Moved to another team
audit-act-person-left = Access closed
audit-act-person-returned = Access opened again
audit-act-function-set = Manager's function changed
audit-act-team-added = Team added
audit-act-person-invited = Invitation link made
audit-act-invitation-used = Invitation used
audit-act-link-made = Password link made
audit-act-link-used = Password link used
audit-act-link-notice-seen = Notice of links read
audit-act-signed-in = Signed in
audit-act-new-browser = Signed in from a new browser
audit-act-sign-in-disowned = Somebody else's sign-in: all others ended
audit-act-sign-in-failed = Sign-in failed
audit-act-signed-out = Signed out
audit-act-session-ended = Session ended
audit-act-password-changed = Password changed
audit-act-second-factor-added = Second step of signing in added
audit-act-second-factor-removed = Second step of signing in removed
audit-act-second-factor-reset = Second step of signing in reset
audit-act-second-factor-failed = Password right, second step failed
audit-act-recovery-codes-made = New recovery codes made
audit-act-recovery-code-used = Signed in by a recovery code
audit-act-token-made = Key for programs made
audit-act-token-revoked = Key for programs revoked
audit-act-recording-uploaded = Recording uploaded
audit-act-recording-changed = Recording's facts changed
audit-act-recording-reassigned = Recording given to another manager
audit-act-recording-heard = Recording played
audit-act-recording-downloaded = Recording downloaded
audit-act-recording-deleted = Recording deleted
audit-act-recording-erased = Recording erased for good
audit-act-file-mended = File of a recording brought again
audit-act-files-set-aside = Files without recordings put to the found ones
audit-act-file-heard = Found file played
audit-act-file-taken-in = Found file became a recording
audit-act-file-forgotten = Found file removed
audit-act-transcription-asked = New transcript asked for
audit-act-transcription-cancelled = Transcription cancelled
audit-act-transcript-imported = Transcript imported
audit-act-transcript-edited = Transcript edited
audit-act-transcript-restored = Earlier transcript text restored
audit-act-transcript-chosen = Another transcript version shown
audit-act-transcript-unfiltered = Filtered words restored
audit-act-transcript-downloaded = Transcript downloaded
audit-act-speakers-changed = Speakers changed
audit-act-snippet-made = Snippet cut
audit-act-snippet-changed = Snippet changed
audit-act-snippet-heard = Snippet played
audit-act-snippet-deleted = Snippet deleted
audit-act-snippet-restored = A removed snippet was taken back
audit-act-consent-given = Consent to share noted
audit-act-consent-withdrawn = Consent withdrawn
audit-act-comment-made = Comment left
audit-act-comment-settled = Comment closed
audit-act-comment-deleted = Comment deleted
audit-act-playlist-made = Playlist made
audit-act-playlist-changed = Playlist changed
audit-act-playlist-deleted = Playlist deleted
audit-act-playlist-restored = A removed playlist was taken back
audit-act-evaluation-begun = Score begun
audit-act-evaluation-discarded = Draft of a score deleted
audit-act-evaluation-restored = A draft evaluation was taken back
audit-act-evaluation-published = Score published
audit-act-evaluation-acknowledged = The manager acknowledged the score
audit-act-evaluation-corrected = Score corrected
audit-act-opinion-given = The manager gave an opinion
audit-act-appeal-lodged = Appeal lodged
audit-act-appeal-withdrawn = Appeal withdrawn
audit-act-appeal-decided = Appeal decided
audit-act-checklist-published = Checklist version published
audit-act-checklist-archived = Checklist archived
audit-act-checklist-restored = Checklist taken back from the archive
audit-act-checklist-standard = Checklist made the standard one
audit-act-checklist-imported = Checklist imported from a sheet
audit-act-checklist-downloaded = Checklist downloaded as a sheet
audit-act-evaluations-exported = Evaluations exported as a table
audit-act-calibration-begun = Calibration begun
audit-act-calibration-handed-in = Calibration card handed in
audit-act-calibration-revealed = Calibration results opened early
audit-act-calibration-agreed = Calibration mark agreed
audit-act-calibration-ended = Calibration ended
audit-act-calibration-deleted = Calibration deleted
audit-act-quota-changed = Listening quota changed
audit-act-calls-drawn = Calls drawn by lot
audit-act-pick-replaced = Drawn call replaced
audit-act-plan-written = Plan written
audit-act-plan-changed = Plan changed
audit-act-plan-acknowledged = Plan acknowledged
audit-act-target-decided = Said what became of a target
audit-act-warning-issued = Written warning issued
audit-act-warning-acknowledged = Warning answered
audit-act-one-to-one-planned = One-to-one planned
audit-act-one-to-one-changed = One-to-one notes changed
audit-act-one-to-one-held = One-to-one held
audit-act-one-to-one-cancelled = One-to-one cancelled
audit-act-book-begun = Book begun
audit-act-entry-made = Entry of the book made
audit-act-entry-saved = Entry of the book changed
audit-act-entry-restored = Earlier text of an entry restored
audit-act-entry-renamed = Entry renamed
audit-act-entry-status-set = Who sees an entry changed
audit-act-entry-removed = Entry deleted
audit-act-entry-returned = Deleted entry taken back
audit-act-entry-verified = Entry verified
audit-act-image-added = Picture added to the book
audit-act-suggestion-made = Change to an entry suggested
audit-act-suggestion-accepted = Suggested change accepted
audit-act-suggestion-declined = Suggested change declined
audit-act-question-settled = Unanswered question settled
audit-act-term-added = Glossary term added
audit-act-term-changed = Glossary term changed
audit-act-term-removed = Glossary term removed
audit-act-job-retried = Job retried
audit-act-job-cancelled = Job cancelled
audit-act-job-first = Job put first
audit-act-queue-paused = Queue paused
audit-act-queue-resumed = Queue resumed
audit-act-backup-made = Backup made
audit-act-installation-adopted = Database and recordings joined
audit-act-demonstration-made = Demonstration data added

### Plans that remember

plan-word = Why, although a rule counts
plan-word-label = Why
plan-study = What to read
plan-study-offered = For this plan’s items
plan-study-more = Another entry of the book
plan-study-none = none
plan-study-gone = no longer in the book
rule-item = item “{ $title }” not below { $mark } of { $best }
rule-block = block “{ $title }” not below { $percent }%
rule-total = total not below { $percent }%
rule-total-option = Total of the score, %
rule-all =
    { $n ->
        [1] in the next evaluation
        [one] in all { $n } next evaluations
       *[other] in all { $n } next evaluations
    }
rule-some = in { $hits } of the next { $of } evaluations
rule-says = Rule: { $rule }
rule-hits = { $hits } of the { $need } needed
rule-done = { $done } of { $of } evaluations counted
rule-decided = Decided by the rule
rule-evidence = Counted evaluations
rule-fulfilled = fulfils the rule
rule-missed = does not fulfil the rule
rule-waits = The next evaluation is counted here after your opinion of the call
rule-overruled = The head’s decision:
rule-overrule = Decide against the rule
rule-measure = What to count
rule-none = no rule: the head decides
rule-low-items = Low in this score
rule-items = Other items
rule-blocks = Blocks
rule-whole = The whole score
rule-at-least = not below
rule-in = in
rule-of = of the next
rule-next = evaluations
rule-hint = A rule counts evaluations published after the plan by itself. N/A, an unanswered item and a closed block are neither for nor against and do not count. “Not below” left empty: the middle of the item’s scale, for percentages where the norm begins.
inbox-agree = waits for your agreement
inbox-answer-warning = the warning waits for your answer
inbox-unacknowledged =
    { $n ->
        [one] no answer for { $n } day
       *[other] no answer for { $n } days
    }
inbox-due =
    { $n ->
        [0] today
        [1] tomorrow
        [one] in { $n } day
       *[other] in { $n } days
    }
inbox-rule-met = met by the rule
inbox-rule-unmet = not met by the rule
error-plan-rule-measure = The checklist has no such item or block. Choose one from the list.
error-plan-rule-mark = The item has no such mark. Take a mark of its scale above nought.
error-plan-rule-percent = A percentage is a whole number from 1 to 100.
error-plan-rule-times = How often: whole numbers, the first not above the second, the second from 1 to 20.
error-plan-target-word = A rule counts this target. To decide otherwise, say why.
error-plan-target-word-long = The words to a decision are longer than 500 characters.
error-plan-disagreement = Only a warning can be disagreed with. Talk the plan over with the head: until it is acknowledged it can be changed.
error-warning-words = Say what you do not agree with.
coaching-tabs = Plans, one-to-ones, what repeats
defects-title = Repeats
defects-lead = Items that are low again and again
defects-none = Nothing repeats
defects-none-what = An item appears here when it is low in { $low } of the last { $n } evaluations.
defects-none-short = nothing
defects-no-team = The team has no managers yet
defects-low = low in { $low } of { $n }
defects-rule = An item repeats when it is low in at least { $low } of the last { $n } evaluations. It is closed by itself after { $clean } clean evaluations in a row; n/a and no answer do not count. Low again within { $n } evaluations it is open again. n: in how many of the last evaluations the item was counted. A plan is about an item when a target’s rule counts it, or when the plan rests on three items at most.
defects-all = Everything that repeats: { $n }
defect-open = repeats
defect-closed = closed
defect-since = since { $day }
defect-needed =
    { $n ->
        [one] { $n } clean evaluation in a row closes it
       *[other] { $n } clean evaluations in a row close it
    }
defect-last = Last evaluations
defect-low = low
defect-clean = clean
defect-uncounted = not counted
defect-may-warn = a warning is possible
step-talk = Talk
step-plan = Plan
step-warning = Warning
step-none = not yet
step-survived = (low after it too)
step-may-follow = The head may issue a written warning
step-next-is-warning = If the next acknowledged plan does not help either, a written warning may follow
step-warning-when =
    { $n ->
        [one] possible when { $n } acknowledged plan has not helped
       *[other] possible when { $n } acknowledged plans have not helped
    }
plan-warned = If the item “{ $title }” stays low after this plan too, the head may issue a written warning.
warning-title = Written warning
warning-about = Item “{ $title }”
warning-write = Issue a warning
warning-facts = What happened
warning-facts-label = Facts and what was agreed before
warning-facts-words = The item “{ $title }” is low in { $low } of the last { $n } evaluations, since { $day }.
warning-facts-plan = Plan of { $day }: “{ $focus }”. The item stayed low.
warning-changes = What must change
warning-otherwise = If it does not change
warning-otherwise-label = What follows when the targets are not met in time
warning-otherwise-hint = Plainly and in advance, so that nothing comes as a surprise
warning-issue = Issue the warning
warning-issued = The warning is issued. The manager sees it on their first page.
warning-answer = The manager’s answer
warning-words = Your words
warning-words-hint = Needed when you disagree, may stay empty when you agree
warning-agree = Read and agreed
warning-disagree = Read, not agreed
warning-read-when = { $name }: read and accepted { $when }
warning-disagreed-when = { $name }: read, does not agree, { $when }
error-warning-facts = Say what happened, up to 2000 characters.
error-warning-consequence = Say what follows if it does not change, up to 2000 characters.
error-warning-target-rule = Every target of a warning has a rule: choose what to count.
error-warning-not-due = A warning is possible when the item stayed low after two acknowledged plans and an earlier warning is settled.
error-defect-not-found = This item does not repeat now.
one-to-ones-title = One-to-ones
one-to-ones-coming = Planned
one-to-ones-coming-none = No one-to-one is planned.
one-to-ones-further = Later dates
one-to-ones-coming-none-own = No one-to-one is planned yet.
one-to-ones-held = Held
one-to-ones-held-none = No one-to-one has been held yet.
one-to-one = One-to-one
one-to-one-of = One-to-one: { $name }
one-to-one-with = With whom
one-to-one-day = Day
one-to-one-time = Time
one-to-one-set-date = Plan a one-to-one
one-to-one-set = The one-to-one is planned
one-to-one-overdue = its day has passed, not marked as held
one-to-one-is-planned = planned
one-to-one-save = Save
one-to-one-saved = Preparation saved
one-to-one-hold = It was held
one-to-one-held-now = Marked as held: the manager sees it
one-to-one-cancel = Call it off
one-to-one-cancelled = The one-to-one is called off
one-to-one-last-plan = The last plan
one-to-one-no-plan = There has been no plan yet.
one-to-one-prepares = { $name } is preparing. The rest appears after the meeting.
one-to-one-well = What went well
one-to-one-best = { $hits } of { $n }
one-to-one-better = became better
one-to-one-n =
    { $n ->
        [0] No evaluations since the last one-to-one
        [one] { $n } evaluation since the last one-to-one
       *[other] { $n } evaluations since the last one-to-one
    }
one-to-one-well-words = In your own words
one-to-one-error = One error
one-to-one-proposed = Proposed from the last evaluation. The words are from the transcript: listen to the place before you quote it.
one-to-one-take = Take another item:
one-to-one-error-words = What it is
one-to-one-item = Checklist item
one-to-one-item-none = not about a checklist item
one-to-one-client = Client
one-to-one-said = Manager
one-to-one-instead = Could be said
one-to-one-no-error = No error was talked about.
one-to-one-notes = What was agreed, { $name } reads it
one-to-one-next = Next one-to-one
one-to-one-next-hint = For example { $day }. It is planned by itself
one-to-one-private = Notes, for your eyes alone
one-to-one-note-save = Save the notes
one-to-one-noted = Notes saved
error-one-to-one-day = Choose the day of the one-to-one.
error-one-to-one-past = The day has passed. Choose today or a later day.
error-one-to-one-time = A time is hours and minutes, such as 15:00.
error-one-to-one-next = The next one-to-one is later than today.
error-one-to-one-long = The text is longer than 4000 characters.
error-one-to-one-planned = A one-to-one with this manager is planned already. Change its day.
error-one-to-one-changed = The notes of the one-to-one have changed while you were writing. Look at what they say now and save once more.
one-to-one-clash = The notes of the one-to-one have changed while you were writing. Last change: { $when }.
one-to-one-agreed-words = What was agreed
error-one-to-one-held = The one-to-one was held; what was written does not change any more.
error-one-to-one-empty = Write down what went well, the error or what was agreed: nobody remembers an empty meeting.
error-one-to-one-not-found = There is no such one-to-one, or you may not see it.

### Snippets, playlists, comments

nav-snippets = Best
nav-snippets-more = calls
snippets-title = Best calls
snippets-lead = Snippets of calls worth hearing: how it is done and where it goes wrong.
snippets-lead-manager = Snippets your colleagues share, and snippets of your own calls.
snippets-lead-trainer = Snippets whose managers agreed. The recordings themselves are not here.
snippets-any-stage = Any stage
snippets-any-objection = Any objection
snippets-any-kind = Good and bad
snippets-none = No snippets yet
snippets-none-words = A snippet is cut on the page of a recording: start, end, title. Everybody hears it if the manager agrees.
snippets-none-such = No such snippets
snippets-all = All snippets
snippets-older = Earlier
snippets-here = Snippets
snippets-key-choose = Choose a snippet
snippets-key-play = Play · pause
snippets-key-seek = Back · forward 5 s
snippets-key-open = Open
snippet-one = Snippet
snippet-new = Cut a snippet
snippet-cut = Cut
snippet-start = Start
snippet-end = End
snippet-turn = Current turn
snippet-try = Listen
snippet-length-hint = From 1 second to 3 minutes.
snippet-title = What happens
snippet-objection = Objection
snippet-objection-none = None
snippet-kind = Kind
snippet-kind-best = Best practice
snippet-kind-mistake = Typical mistake
snippet-consent = { $name } agrees that everybody who reads the playbook hears the snippet
snippet-consent-own = I agree that everybody who reads the playbook hears my snippet
snippet-consent-title = Who hears it
snippet-consent-given = The manager's consent was put down { $when } by { $by }.
snippet-share = Share with everybody
snippet-withdraw = Withdraw consent
snippet-shared-badge = Everybody hears it
snippet-not-shared = No consent
snippet-not-shared-words = Only those who see the recording hear it. The manager's consent is put down by their head or by themselves.
snippet-author = Cut by
snippet-recording = In the recording
snippet-of = { $part } of { $whole }
snippet-play = Play: { $title }, { $time }
snippet-said = What is said
snippet-somebody = Voice
snippet-no-text = There is no transcript of this part.
snippet-heard = Heard
snippet-mark-heard = Mark as heard
snippet-in-book = In the playbook
snippet-embed-how = To play the snippet in an entry, put this line into its text, with empty lines before and after.
snippet-change = Change
snippet-clash = The words of the snippet were changed while you were editing them.
snippet-consent-clash = The consent or its ground was changed while you were stating it.
snippet-delete = Delete the snippet
snippet-to-playlist = Add to a playlist
snippet-made = The snippet is cut
snippet-changed = The snippet is changed
snippet-shared = Consent is put down, everybody hears the snippet
snippet-withdrawn = Consent is withdrawn
snippet-deleted = The snippet is deleted
snippet-embedded = Snippet of a call
snippet-gone = There was a snippet of a call here. It is gone.
snippet-unknown = There is a snippet of a call here. The database does not answer: it can be heard later.
snippet-withheld = Snippet of a call: the manager did not agree, or withdrew consent.
playlists-title = Playlists
playlists-lead = Snippets in an order, one after another.
playlists-none = No playlists yet
playlists-none-make = Name the first one and add snippets to it from their pages.
playlists-none-words = The head and the trainer put them together.
playlist-one = Playlist
playlist-new = New playlist
playlist-make = Create
playlist-title = Name
playlist-purpose = What for
playlist-purpose-hint = Who should hear what. May stay empty.
playlist-progress = { $heard } of { $all }
playlist-now = Playing { $at } of { $all }
playlist-previous = Previous snippet
playlist-next = Next snippet
playlist-key-step = Previous · next
playlist-key-move = Move the snippet
playlist-up = Move up: { $n }
playlist-down = Move down: { $n }
playlist-remove = Take out of the playlist: { $n }
playlist-empty = The playlist is empty
playlist-empty-words = Open a snippet and add it here.
playlist-heard-title = Heard
playlist-link-hint = The address of this page can be put into a manager's plan.
playlist-listeners = Who has listened
playlist-change = Change the name
playlist-clash = The name or the description was changed while you were editing them.
playlist-delete = Delete the playlist
playlist-made = The playlist is created
playlist-changed = The playlist is changed
playlist-deleted = The playlist is deleted
playlist-added = Added to the playlist
comments-title = Comments
comments-open =
    { $n ->
        [one] { $n } open question
       *[other] { $n } open questions
    }
comments-more = Show the next ones
comment-new = Comment
comment-kind = Kind
comment-kind-praise = Praise
comment-kind-error = Error
comment-kind-question = Question
comment-kind-idea = Idea for the book
comment-at = Time
comment-asked = Who is asked
comment-text = Text
comment-send = Send
comment-to = to { $name }
comment-waits = Waits for an answer
comment-is-closed = Closed
comment-is-passed = With the trainer
comment-reply = Reply
comment-pass = Pass on to the trainer
comment-close = Close the question
comment-remove = Remove
comment-said = The comment is saved
comment-replied = The reply is saved
comment-closed = The question is closed
comment-passed = The idea is with the trainer, among “No answer”
comment-removed = The comment is removed
today-questions = Questions to you
today-question-from = { $name } asks about a call of { $manager }
unanswered-heard = Listen to this part of the call
error-snippet-not-found = There is no such snippet, or you do not hear it.
error-snippet-many = At most { $most } snippets can be cut out of one recording.
error-snippet-time = A time looks like 1:05 or 0:04.5
error-snippet-length = A snippet takes from 1 second to 3 minutes and ends after it starts.
error-snippet-outside = The recording ends before that.
error-snippet-title = Say what happens, in up to 120 characters.
error-snippet-stage = Choose a stage.
error-snippet-objection = The book has no such objection.
error-snippet-kind = Choose best practice or mistake.
error-playlist-not-found = There is no such playlist.
error-playlist-full = A playlist holds at most { $most } snippets.
error-playlist-title = A name is needed, up to 120 characters.
error-playlist-purpose = At most 500 characters.
error-comment-not-found = There is no such comment, or you do not see the recording.
error-comment-outside = The recording ends before that.
error-comment-kind = Choose a kind.
error-comment-text = Text is needed, up to 1000 characters.
error-comment-asked = Choose who is asked.
error-comment-no-idea = Only ideas for the book are passed on to the trainer.
error-comment-full = There are { $n } replies here already. Begin a new comment.
error-comment-answered = The comment has a reply already.

### Listening plan

recordings-outcome = Outcome
recordings-outcome-reached = Aim reached
recordings-outcome-later = Thinking
recordings-outcome-refused = Refused
recordings-outcome-unfit = Not our client
recordings-any-outcome = Any outcome
error-recording-outcome = There is no such outcome.
evaluations-random = drawn at random
evaluations-means-apart = Random calls were drawn by the listening plan, the others were chosen by hand. There is no common mean: it would tell about neither.
today-trend-random = random calls
today-trend-chosen = calls chosen by hand
evaluations-means-random = Random
evaluations-means-chosen = Chosen by hand
listening-title = Listening plan
listening-lead = Chance picks the calls, so their mean shows everyday work. Managers do not see the plan.
listening-quotas = Quotas and conditions
listening-clash = The plan of listening was changed while you were editing it.
listening-weeks = Weeks
listening-earlier = A week earlier
listening-later = A week later
listening-week = Week { $number }
listening-days-of = { $from } – { $to }
listening-this-week = This week
listening-far = { $scored } of { $wanted }
listening-scored = Scored
listening-draw = { $n ->
    [one] Draw { $n } call
   *[other] Draw { $n } calls
}
listening-drawn = { $value ->
    [one] { $value } call drawn
   *[other] { $value } calls drawn
}
listening-drawn-none = Nothing to draw: no new calls that fit
listening-state-new = To listen
listening-state-draft = Draft
listening-state-other = Draft: { $name }
listening-state-scored = Scored
listening-go-on = Go on
listening-score = Score
listening-replace = Replace
listening-reason = Why
listening-reason-bad-sound = Bad sound
listening-reason-personal = Personal call
listening-reason-wrong-type = Wrong kind of call
listening-reason-too-short = Too short
listening-reason-not-theirs = Somebody else speaks
listening-reason-other = Other
listening-words = More about it
listening-replace-hint = Another call is drawn in its place. This one stays in the history with its reason.
listening-replace-go = Replace the call
listening-replaced = Replaced by another random call
listening-replaced-alone = The call is off the plan. No other call fits yet.
listening-ahead = The week has not begun.
listening-undrawn = Not drawn yet: { $missing }. Calls that fit: { $fitting }.
listening-missing = Too few calls: { $missing } more wanted, { $fitting } fit.
listening-missing-none = There are no other calls of these days.
listening-missing-why = Calls outside the plan: { $others }. Do not fit: { $why }.
listening-obstacle-scored = scored or being scored
listening-obstacle-heard = listened to already
listening-obstacle-short = shorter
listening-obstacle-long = longer
listening-obstacle-type = another kind, or not said which
listening-obstacle-outcome = another outcome, or not said which
listening-obstacle-direction = another direction, or not said which
listening-obstacle-tag = none of the tags
listening-obstacle-unready = not transcribed
listening-drawn-of = Drawn at random: { $drawn } of { $candidates }
listening-and-of = , { $drawn } more of { $candidates }
listening-of = { $drawn } of { $candidates }
listening-seed = Seed
listening-how = A call’s number is the SHA-256 of the seed followed by the recording’s identifier. The lowest numbers are in the plan, and anybody can repeat that.
listening-fallen = Off the plan: { $n }
listening-gone = The recording was deleted before it was scored
listening-conditions-now = Calls that may be drawn: { $conditions }.
listening-any-call = any transcribed call that nobody has scored
listening-from = from { $length }
listening-to = up to { $length }
listening-tagged = tags: { $tags }
listening-only-unheard = not listened to yet
listening-unheard = Only calls nobody has listened to but the manager
listening-and-days-before = { $n ->
    [one] and { $n } day before the week
   *[other] and { $n } days before the week
}
listening-left-out = Not in the plan:
listening-nobody = Nobody has to be heard
listening-nobody-words = Every manager’s quota is zero, or the team has no managers yet.
listening-unset = No plan yet
listening-unset-words = Say how many calls of each manager are to be heard a week. Chance decides which.
listening-set = Set quotas
listening-quotas-lead = In force from this week. Past weeks and calls already drawn stay as they are.
listening-how-many = How many
listening-how-many-words = Calls of each manager a week. A newcomer usually needs more.
listening-calls = Calls a week
listening-no-managers = Your team has no managers yet.
listening-own = A number of one’s own: empty as everybody, 0 not heard
listening-which = Which
listening-which-words = Transcribed calls that nobody has scored take part. The fewer conditions, the closer the mean is to everyday work.
listening-min = Length from
listening-max = Length to
listening-length-hint = Minutes: 2 or 1:30
listening-any-direction = Any
listening-tags = One of the tags
listening-days = Days before the week
listening-days-hint = Calls of these days take part as well, up to 28
listening-save = Save
listening-quotas-saved = Quotas saved
listening-to-draw = { $n ->
    [one] { $n } call to draw
   *[other] { $n } calls to draw
}
listening-to-hear = { $n ->
    [one] { $n } call to hear
   *[other] { $n } calls to hear
}
listening-week-done = All heard
error-listening-no-team = You are in no team. Ask the administrator.
error-listening-no-quotas = Set quotas first.
error-listening-week-ahead = This week has not begun.
error-listening-calls = A number from 0 to 50.
error-listening-own = Numbers from 0 to 50, or empty.
error-listening-length = Minutes (2 or 1.5) or minutes and seconds (1:30), up to 10 hours.
error-listening-length-order = Less than “from”.
error-listening-tags = Up to 10 tags of 40 characters.
error-listening-days = A number of days from 0 to 28.
error-listening-reason = Give the reason.
error-listening-words = Say what is the matter.
error-listening-words-long = Up to 500 characters.
error-pick-not-found = There is no such call in the plan, or it is another team’s.
error-pick-scored = The call is scored already and cannot be replaced.
error-pick-replaced = The call is replaced already.

### Calibration

calibration-title = Calibration
calibration-lead = Several heads score the same calls without seeing each other's marks. Then it shows which items of the checklist everybody reads alike and which need other words.
calibration-link = Calibration
calibration-new = New calibration
calibration-none = No calibrations yet
calibration-none-words = Take two or three calls and invite colleagues: half an hour each, and it is clear which items you agreed on in words only.
calibration-session = Calibration
calibration-calls = Calls
calibration-reviewers = Reviewers
calibration-deadline = Due
calibration-state = State
calibration-older = Older
calibration-stage-blind = Blind: { $done } of { $all } handed in
calibration-stage-open = Results are open
calibration-stage-ended = Ended
calibration-alone = A calibration needs at least two people who score calls. There is one now: add a head to this department or another.
calibration-name = Title
calibration-name-hint = For example: “Finding the need, November”.
calibration-checklist = Checklist
calibration-checklist-hint = Today's version is frozen: editing the checklist does not change this calibration.
calibration-deadline-hint = After this day the results can be opened even if not everybody has handed in.
calibration-reviewers-hint = From 2 to 12 people who score calls, also of other departments. They hear and read the chosen calls until the calibration is ended; other recordings of another department stay closed to them.
calibration-calls-hint = From 1 to 10 calls of your own department. Managers do not see a calibration, and it enters neither their scores nor their averages.
calibration-calls-none = There are no such transcribed calls.
calibration-calls-no-team = Calls come from your own department, and you have none. Ask the administrator to set it.
calibration-find = Client, manager, number or words of the call
calibration-find-go = Find
calibration-scored = scored already: who saw that score is not blind
calibration-begin = Begin calibration
calibration-begun = Calibration begun
calibration-print = Print
calibration-until = until { $day }
calibration-version = version { $n }
calibration-by = led by { $name }
calibration-own-calls = Your calls
calibration-own-lead = Score as usual. Only you see your marks, comments and moments until everybody has handed in.
calibration-watch-lead = You lead this calibration but do not score. The results open when everybody has handed in.
calibration-call-gone = recording deleted
calibration-card-handed = Handed in
calibration-card-go-on = Go on
calibration-hands = Who has handed in
calibration-hands-all = everything
calibration-hands-some = { $done } of { $all }
calibration-reveal = Open the results
calibration-reveal-title = Open the results now?
calibration-reveal-words = The day has passed, but not everybody has handed in. Cards not handed in are deleted and not compared.
calibration-reveal-later = The results open by themselves when everybody has handed in. Opening them earlier is possible after { $day }.
calibration-revealed = Results are open
calibration-delete = Delete calibration
calibration-delete-title = Delete this calibration?
calibration-delete-words = Cards that were begun go with it. The recordings stay.
calibration-deleted = Calibration deleted
calibration-end = End
calibration-end-title = End this calibration?
calibration-end-words = The results stay. Reviewers of other departments no longer hear these calls, and what was agreed cannot be changed any more.
calibration-ended = Calibration ended
calibration-back = To the calibration
calibration-blind = Calibration, blind. Only you see this card until everybody has handed in. It enters neither the manager's scores nor averages.
calibration-hand-in = Hand in
calibration-handed-in = Card handed in
calibration-refused = The card is not handed in yet. Missing:
calibration-summary-hint = Two or three sentences for the talk with the other reviewers. The manager does not see them.
calibration-n-calls = { $n ->
    [one] { $n } call
   *[other] { $n } calls
}
calibration-n-reviewers = { $n ->
    [one] { $n } reviewer
   *[other] { $n } reviewers
}
calibration-n-pairs = { $n ->
    [one] points, { $n } pair
   *[other] points, { $n } pairs
}
calibration-absent = Handed in no card and are not compared: { $names }.
calibration-nothing = Nothing to compare
calibration-nothing-words = One reviewer handed in cards, or nobody did. Comparing takes at least two.
calibration-agreement = Equal answers
calibration-difference = Mean difference of totals
calibration-to-reword = To reword
calibration-of-questions = of { $n }
calibration-few = Calls: { $n }. Eight or more say more, so the figures are grey.
calibration-totals = Totals by call
calibration-spread = Spread
calibration-mean = Mean
calibration-apart = These totals enter neither the managers' scores nor their averages.
calibration-questions = By item
calibration-questions-lead = Fewer than { $percent } % equal answers: the item is read in different ways and needs other words. Open an item to see the marks side by side.
calibration-question = Item
calibration-share = Agreement
calibration-kappa = Kappa
calibration-points = Difference, points
calibration-gate = The block's question:
calibration-reword = reword
calibration-reword-now = Reword it in the checklist
calibration-kappa-nothing = there is no call in which everybody answered
calibration-kappa-one-answer = everybody gave every call the same answer, and so would chance
calibration-no-card = not handed in
calibration-differs = differ
calibration-agreed = As agreed
calibration-agreed-why = Why, in one sentence
calibration-agreed-saved = Saved as agreed
calibration-clash = While you were writing, something else was agreed about this question.
calibration-call-n = call { $n } of { $of }
calibration-no-sound = This call cannot be heard here any more: the calibration has ended or the recording was deleted.
calibration-how = How this is computed
calibration-how-agreement = Agreement: how many pairs of reviewers gave an item the same answer, of all pairs over all calls. Answers are a mark, N/A and no answer. An item that somebody was not asked, having closed its block, is not compared with theirs: the difference shows in the block's question. n is the number of pairs.
calibration-how-kappa = Kappa: agreement beyond chance. 1 means everybody always agrees, 0 means no more often than by chance. Cohen's kappa (1960) for two reviewers, Fleiss' kappa (1971) for three and more, unweighted, over the calls in which everybody answered; n is the number of calls. Where everybody gave everything the same answer kappa is undefined and a dash stands in its place.
calibration-how-difference = Difference: by how many points of the scale two who gave a mark differ on average. For totals: by how many points of a hundred.
calibration-how-few = Fewer than eight pairs or calls: too early to judge, so grey and hatched.
calibration-today = Calibration: score blind
error-calibration-not-found = There is no such calibration, or you are not in it.
error-calibration-author = The person who began the calibration does this.
error-calibration-reviewer = You are not a reviewer of this calibration.
error-calibration-stage = The calibration is no longer where this can be done. Reload the page.
error-calibration-early = Results with cards missing can be opened after the day it is due, not before.
error-calibration-card = A calibration's card cannot be deleted or moved to another checklist.
error-calibration-title = Write a title of up to 120 characters
error-calibration-deadline = Choose a day
error-calibration-deadline-past = This day has passed
error-calibration-reviewers = Choose from 2 to 12 reviewers
error-calibration-reviewer-role = Somebody chosen no longer scores calls. Choose again
error-calibration-calls = Choose from 1 to 10 calls
error-calibration-calls-gone = One of the chosen recordings is gone. Choose again
error-calibration-checklist = This checklist is gone
