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
profile-title = Profile
profile-save = Save
profile-keys = Single keys
profile-single-keys = On
profile-password = Password
profile-password-current = Current
profile-password-new = New
profile-password-change = Change the password
profile-password-changed = Password changed, other sessions ended
profile-sessions = Where you are signed in
profile-session-seen = { $when }
profile-session-this = Here
profile-session-end = End
profile-tokens = Keys for programs
profile-tokens-lead = With a key a program does by the API what you may do. A revoked key stops working at once.
profile-token-once = Copy the key: it is not shown again.
profile-token-name = What the key is for
profile-token-created = created { $when }
profile-token-used = last request { $when }
profile-token-delete = Revoke
profile-token-create = Create a key
error-sign-in-wrong = The name or the password does not fit. Check the keyboard layout and try again.
error-sign-in-wait = { $seconds ->
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
profile-password-why = You will be signed out on other devices.
profile-sessions-why = End what you do not know and change the password.
profile-token-unused = not used yet
profile-token-hint = For example: export from telephony
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
people-active-hint = Clear it when somebody leaves: recordings and scores stay, access ends at once.
people-add-hint = The person chooses the password: after adding, a one-time link appears here.
people-link-title = Sign-in link: { $name }
people-link-why = Hand it over in person. It works once, for seven days, and is not shown again.
people-link-heading = New password
people-link-hint = Forgotten the password? Give a one-time link. The old password works until a new one is chosen by it.
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
shell-copy = Copy

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
playbook-regulations = Regulations
playbook-products = Products
playbook-segments = Clients
playbook-training = Training
playbook-script = script
playbook-objection = objection
playbook-regulation = regulation
playbook-product = product
playbook-segment = segment
playbook-lesson = lesson
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
search-key-choose-long = Choose a card
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
search-start-hint = The beginning of a word is enough. The answer appears at once, the first card is open.
search-pinned = At hand
search-side = At hand and recent
search-recent = Opened lately
search-panel = Panel beside the CRM
search-no-answer = No answer
search-no-answer-title = Is the answer missing?
search-no-answer-hint = We keep the client’s words, the query and the page. The trainer answers, you will see it on the “Today” page.
search-phrase = What the client said, word for word
search-key-verdict = Helped, did not help
search-key-no-answer = No answer
search-key-back = Clear the field, go back
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
recordings-upload-taken = Taken in, queued
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
recordings-delete-words = Its sound, transcript and draft score go with it. They cannot be brought back.
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
recordings-downloads = Download
recordings-download-audio = Sound
recordings-download-text = Text
recordings-download-docx = Word document
recordings-length-whole = Length
recordings-model = Model
recordings-key-rows = Recording above, below
recordings-key-open = Open
player-title = Player
player-play = Play
player-pause = Pause
player-back = Back 5 seconds
player-forward = Forward 5 seconds
player-slower = Slower
player-faster = Faster
player-speed = Speed, press for normal
player-follow = Follow
player-wave = Sound of the call: { $manager } above, { $client } below
player-wave-mono = Sound of the call, { $time }
player-key-play = Play, pause
player-key-space = Space
player-key-five = Back, forward 5 s
player-key-turn = Turn back, forward
player-key-one = Back, forward 1 s
player-key-speed = Slower, faster
player-key-normal = Normal speed
player-key-replay = Turn once more
player-key-follow = Follow the sound
error-recording-not-found = There is no such recording, or it is not visible to you.
error-recording-not-sound = Not accepted: this is not sound but { $kind }.
error-recording-too-large = Not accepted: the file is larger than { $megabytes } MB.
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
turn-edit = Correct the turn
turn-edit-time = Correct the turn, { $time }
turn-save = Save
turn-save-next = Save, next turn
turn-leave = Leave as it is
turn-back = Back to the recording
turn-near = Said before and after
turn-saved = Turn corrected
turn-removed = Turn removed from the transcript
turn-left = Not saved, the text is kept as a draft
turn-draft = This is your unsaved draft.
turn-draft-drop = Take the transcript’s text
turn-hint = Words you leave alone keep their time. Clear all the text and the turn leaves the transcript; the history of changes brings it back.
turn-hint-keys = Alt L replays the turn, Alt Space plays and pauses, Alt ← → move 5 s.
turn-key-open = Correct the turn
turn-key-replay = In the field: replay the turn
turn-key-play = In the field: play, pause
turn-key-five = In the field: back, forward 5 s
turn-clash = While you were writing, this turn was corrected by { $person }.
turn-clash-somebody = While you were writing, this turn was corrected.
turn-clash-removed = While you were writing, this turn was removed by { $person }.
turn-clash-other = While you were writing, the recording got another transcript.
turn-clash-theirs = In the transcript now
turn-clash-yours = Your text, differences marked
turn-clash-choice = “Save” puts your text in, “Leave as it is” keeps theirs. Once saved, both stay in the history of changes.
turn-clash-gone = Nobody speaks here in the new transcript, so there is nowhere to save this. Copy the text if you need it.
talk-edits = { $n ->
    [one] { $n } change
   *[other] { $n } changes
}
history-title = History of changes
history-none = No changes
history-none-words = The transcript is as the machine made it.
history-kind-edited = Turn corrected
history-kind-removed = Turn removed
history-kind-named = Speaker named
history-kind-swapped = Sides swapped
history-kind-believed = Put back what was taken out as invented
history-kind-restored = Restored as it was
history-swap-words = In the whole recording. “Swap the sides” takes it back.
history-nobody = no longer here
history-more = { $n ->
    [one] and { $n } more turn
   *[other] and { $n } more turns
}
history-restore = Restore as it was
history-restore-all = Restore all as before this change
history-restored = Restored. This is a change too and can be taken back.
names-title = Speakers
names-change = change the names
names-hint = The name changes in the whole recording and in files downloaded from it.
names-saved = Names saved
error-turn-text = The turn is longer than 20,000 letters.
error-turn-revision = It is unknown which text you read. Open the turn again.
error-turn-changed = While you were writing, this turn was changed.
error-revision-not-found = There is no such change.
error-revision-other-text = The recording has another transcript by now: this change does not belong to it.
error-revision-swap = “Swap the sides” on the recording’s page takes a swap back.
error-revision-nothing = Nothing to restore: the text is as it was before this change.

## Transcription
talk-title = Transcript
talk-empty = Nobody speaks in this recording
talk-empty-words = No speech was found on any channel.
talk-silence = { $n ->
    [one] { $n } second of silence
   *[other] { $n } seconds of silence
}
talk-doubt = Certainty { $percent }%
talk-engine = Model { $model }, { $speed }× real time,
talk-device-cpu = processor
talk-device-gpu = graphics card
talk-doubts = Words with dots
talk-doubts-words = were recognised with doubt: listen to them.
talk-doubt-words = Words on a coloured ground were recognised with doubt: listen to the recording.
talk-model = model { $model }
talk-from-file = from a file
talk-imported = The text came in a file
talk-imported-words = Times of single words may be approximate.
talk-mono = Mono: the speakers cannot be told apart.
talk-naming = Mark who speaks.
talk-naming-keys = Keys: ↑ ↓ choose a turn, 1 is { $manager }, 2 is { $client }, 0 takes the mark off; with Shift several at once.
talk-naming-title = Who speaks
talk-naming-unknown = Not known who
talk-naming-move = Turn above, below
talk-naming-range = Choose several
talk-naming-play = Play from the turn
talk-twin = Both channels of the file carry the same sound, so it counts as mono: the speakers cannot be told apart.
talk-heard = Heard: { $heard }
talk-replaced = Underlined
talk-replaced-words = words come from the glossary.
talk-filtered = Taken out as invented: { $n }
talk-filtered-lead = The model wrote these words where nobody seems to say them. Listen: if they were said, put them back.
talk-filtered-known-invention = models write this over silence
talk-filtered-no-speech = the model doubted that anybody speaks here
talk-filtered-unsure = the model was unsure of every word
talk-filtered-circling = the same words over and over
talk-filtered-monotonous = the same letters over and over
talk-filtered-repeated = the same phrase for the third time
talk-filtered-other-language = letters of another language
talk-restore = Put back
talk-restored = Put back into the transcript
job-kind-transcribe-recording = Transcription of a recording
job-stage-decoding = Reading the sound
job-stage-transcribing = Recognising speech
job-stage-merging = Putting turns together
error-transcript-not-found = There is no transcript yet.
error-transcript-format = Format of the transcript: json, text, srt, vtt or docx.
error-model-file-missing = The file of the speech model is not where the settings say.
error-transcription-aborted = The transcription was stopped.
error-transcription-language = The model does not know the language “{ $language }”. Choose another one.
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
versions-title = Transcripts
versions-none = No transcripts yet.
versions-current = Shown
versions-edited = edited
versions-show = Show this one
versions-shown = Another transcript is shown
versions-brought = The text is here and shown
versions-made = { $model }, { $language }
versions-speed = { $speed }× real time
versions-language-ru = in Russian
versions-language-en = in English
versions-imported = From the file { $file }, { $who }
versions-nobody = somebody who is gone
versions-model = Model
versions-model-usual = As in the settings
versions-model-usual-named = As in the settings: { $model }
versions-stays = The transcripts that are here stay in the list.
versions-again = Transcribe
versions-bring = Bring a text in a file
versions-file = SRT, VTT or JSON
versions-file-hint = The file may be dropped on the page. Names before a colon become the parties: { $manager }, { $client }, Manager, Client.
versions-of = Transcript: { $when }
versions-back = To the recording
versions-is-current = This transcript is shown: the call is searched and reviewed by it.
versions-is-other = Another transcript is shown. This one can be read, heard and saved.
error-transcript-version-not-found = This recording has no such transcript.
error-import-no-file = Choose a file with the text: SRT, VTT or JSON.
error-import-too-large = Not accepted: the file is larger than { $megabytes } MB.
error-import-too-many = Not accepted: more turns or words than a call has.
error-import-unknown = Not accepted: neither SRT nor VTT nor the JSON of a transcript.
error-import-empty = Not accepted: there is not a single turn in the file.
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

## Scorecards

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
evaluations-mean = Mean total
evaluations-reading = How to read it
evaluations-few = n = { $n }: too early to compare

score-title = Score: { $heading }
score-heading = { $manager } and { $client }
score-back = To the recording
score-evaluate = Score the call
score-rule-points = Total by points
score-rule-blocks = Total by blocks
score-pane-card = Checklist
score-pane-talk = Transcript
score-sums = Results by block
score-items = Items of the checklist
score-points = { $got }/{ $of }
score-percent = { $percent }%
score-block-sum = { $got } of { $of } · { $percent }%
score-block-closed = not counted
score-block-critical = makes the total 0
score-block-beside = not in the total
score-block-empty = { $n ->
    [one] { $n } item
   *[other] { $n } items
}
score-gate-closed = { $n ->
    [one] { $n } item is not in the total.
   *[other] { $n } items are not in the total.
}
score-points-taken = { $points ->
    [one] { $points } point
   *[other] { $points } points
}
score-gate-closed-points = { $n ->
    [one] { $n } item and { $points } are not in the total.
   *[other] { $n } items and { $points } are not in the total.
}
score-left-none = all marked
score-left = { $n ->
    [one] { $n } item left
   *[other] { $n } items left
}
score-left-unexplained = { $n ->
    [one] { $n } mark without a reason
   *[other] { $n } marks without a reason
}
score-lack-unanswered = not answered
score-lack-unexplained = low mark: add a comment or a moment
score-lack-critical = critical mark: add a comment or a moment
score-failed = made 0 by: { $item }
score-nothing-counted = nothing to count yet
score-unanswered = not answered
score-na = N/A
score-publish = Publish
score-published = The score is published
score-refused = The score is still a draft. Missing:
score-save = Save
score-saved = Draft saved at { $time }
score-offline = Not saved: no connection. What you entered is still here; trying again every 5 s.
score-stopped = Not saved: the draft was changed in another tab. Reload the page.
score-comment = Comment
score-comment-to = Comment on “{ $item }”
score-moment = Moment
score-moment-to = Moment for “{ $item }”
score-moment-remove = Remove the moment { $time }
score-moment-at = Place in the recording
score-moment-at-hint = Minutes and seconds for the flag button beside an item.
score-moments = Moments
score-moments-hint = The key M marks the place that is playing, for the chosen item.
score-summary = Conclusion
score-summary-hint = Two or three sentences. The manager reads them beside their own opinion.
score-more = Draft
score-other-checklist = Checklist
score-other-checklist-hint = Answers to items that both have will stay.
score-other-checklist-go = Change
score-discard = Delete the draft
score-discard-title = Delete the draft score?
score-discard-words = Its marks, comments and moments go. The recording and its transcript stay.
score-discarded = The draft is deleted
score-published-by = { $reviewer }, { $when }
score-recording-gone = The recording was deleted: the score and its arithmetic stay, listening is no longer possible.
score-keys = Scoring
score-key-mark = mark
score-key-item = item
score-key-marks = Mark the item
score-key-na = Not applicable
score-key-clear = Take the mark back
score-key-items = Item up, down
score-key-blocks = Block up, down
score-key-moment = Moment for the item
score-key-play = Play the item's moment
score-key-gate = Answer the block's question: yes, no
score-key-open = To an unanswered item

opinion-title = Your opinion first
opinion-lead = { $reviewer } has listened to your call with { $client } and scored it. The score opens after your words.
opinion-pluses = Pluses
opinion-pluses-hint = What went well in this call?
opinion-minuses = Minuses
opinion-minuses-hint = What would you do differently?
opinion-once = Your opinion is given once, before the score. Your head will see it.
opinion-go = Save and open the score
opinion-saved = Your opinion is saved
opinion-listen = Listen again
opinion-manager = The manager's opinion
opinion-reviewer = Opinion: { $reviewer }
opinion-none = The manager has not spoken yet. The score opens to them together with it.
opinion-no-moments = No conclusion and no moments.

error-evaluation-not-found = There is no such score, or you may not see it.
error-evaluation-changed = This score was changed in another tab. Reload the page: the latest version is there.
error-evaluation-final = The score is published and does not change any more.
error-checklist-not-found = There is no such checklist.
error-bad-answer = The item has no such answer: { $item }.
error-bad-moment = There is no such place in the recording. Write minutes and seconds: 3:16.
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
today-plans = Targets due next
today-plans-none = No open targets.
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

error-bad-json = The body does not fit: { $detail }
error-bad-form = The form arrived damaged. Open the page again.
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
authoring-check = Check
authoring-leave = Leave without saving
authoring-saved = Saved. The book shows the new text
authoring-answers = Once saved, the question leaves the queue and those who asked are told.
authoring-answered = Saved. Those who asked are told
authoring-same = The text is the same, there is nothing to save
authoring-refused = Not saved: the text has errors, listed among the remarks. Your text is still here.
authoring-unsaved = Not saved
authoring-kept = The draft is kept in this browser
authoring-draft = A text of yours that was not saved is still here.
authoring-draft-take = Take it back
authoring-draft-drop = Throw it away
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
authoring-field-body = Text
authoring-field-file = The whole file
authoring-field-reason = Why you edit it (shown in the history)
authoring-slug-hint = Latin words with hyphens. It does not change later: links lead to it.
authoring-aliases-hint = One a line, as clients say it: the entry is found by them.
authoring-stage-none = not set
authoring-roles-hint = None ticked means for everyone.
authoring-tags-hint = Between commas.
authoring-body-hint = Markup: ## an answer or a step, 1. **move** “words” to say, > speech, **bold**, [link](../objections/too-expensive.md).
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
authoring-folded =
    { $n ->
        [one] … { $n } more line without changes …
       *[other] … { $n } more lines without changes …
    }
authoring-picture-words = what the picture shows
error-entry-title = 1 to 200 characters
error-entry-aliases = Up to 200 characters a line
error-entry-choice = Choose from the list
error-entry-owner = Choose who answers for the text
error-entry-review = Give a date
error-entry-slug = Latin letters, digits and hyphens: too-expensive will do
error-entry-slug-taken = There is such a file already, choose another name
error-entry-reason = Up to 300 characters
error-entry-too-long = Not saved: the text is longer than { $kilobytes } KB. Split it into several entries.
error-entry-not-writable = Not saved: the file { $file } cannot be written. The text is still here. For the administrator: the service must be allowed to write to the folder of the book, and the disk must have room.
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
score-before = This call has been scored already:
score-restored = Brought back what had not been saved
score-key-hint = The hint: fits, does not fit
hint-said = Probably here: “{ $words }”
hint-accept = It fits
hint-reject = No
hint-first = A hint by a phrase of the checklist. It gives no mark.
hint-before = This phrase fitted { $accepted } times of { $n } before. It gives no mark.
hints-title = How often hints are right
hints-what = Phrases of the checklists that were found in transcripts, and how often reviewers agreed.
hints-phrase = Phrase
hints-item = Item
hints-right = Fitted
hints-none = There were no hints yet
hints-none-what = They appear on the score page at items that have phrases in the checklist.
hints-few = { $n ->
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
today-failing = What fails most
today-failing-of = { $n ->
    [one] in { $n } evaluation
   *[other] in { $n } evaluations
}
today-failing-none = No item has a quarter of low marks. Items with fewer than { $n } marks are not counted.
today-failing-low = { $low } low marks of { $n }
today-failing-taught = Taught by “{ $title }”.
today-failing-untaught = Nothing teaches it yet: write it.
