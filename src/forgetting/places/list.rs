//! The list itself, by kind; what its words mean is said in [`super`].

use super::{Deed, Kind, Place, Rule, Struck};

const fn place(table: &'static str, kind: Kind) -> Place {
    Place {
        table,
        kind,
        words: &[],
        json: &[],
        keys: &[],
        secrets: &[],
        struck: Struck::Marked,
        also: "",
        of_call: &[],
        hangs: "",
        of_person: &[],
        own: "",
    }
}

impl Place {
    const fn words(mut self, columns: &'static [&'static str]) -> Self {
        self.words = columns;
        self
    }
    const fn json(mut self, columns: &'static [&'static str]) -> Self {
        self.json = columns;
        self
    }
    const fn keys(mut self, columns: &'static [&'static str]) -> Self {
        self.keys = columns;
        self
    }
    const fn secrets(mut self, columns: &'static [&'static str]) -> Self {
        self.secrets = columns;
        self
    }
    const fn struck(mut self, struck: Struck) -> Self {
        self.struck = struck;
        self
    }
    const fn also(mut self, also: &'static str) -> Self {
        self.also = also;
        self
    }
    const fn of_call(mut self, rules: &'static [Rule]) -> Self {
        self.of_call = rules;
        self
    }
    const fn hangs(mut self, hangs: &'static str) -> Self {
        self.hangs = hangs;
        self
    }
    const fn of_person(mut self, rules: &'static [Rule]) -> Self {
        self.of_person = rules;
        self
    }
    const fn own(mut self, own: &'static str) -> Self {
        self.own = own;
        self
    }
}

const fn rule(when: &'static str, deed: Deed) -> Rule {
    Rule { when, deed }
}

/// Evaluations of a call, also of one whose recording is gone.
const CALL: &str = "evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.recording_id = $1 OR e.id = $1)";
/// Evaluations of a manager's calls.
const MANAGER: &str = "evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.manager_id = $1)";
/// Recordings of a manager.
const RECORDED: &str = "recording_id IN (SELECT r.id FROM recordings r WHERE r.manager_id = $1)";
const PERSON: &str = "person_id = $1";
const MANAGED: &str = "manager_id = $1";
/// What a mark is explained with.
const SAID: &[&str] = &["comments", "summary"];

/// The list, by kind.
pub const PLACES: &[Place] = &[
    // Recordings. The row, its file, copies and found remains go together: `recordings::erase`.
    place("recordings", Kind::Recordings)
        .words(&["file_name", "client", "phone", "note", "words_folded"])
        .json(&["tags", "error_args"])
        .keys(&[
            "id", "manager_id", "uploaded_by", "file_hash", "content_type", "extension", "language", "direction",
            "call_type", "state", "error_code", "read_by", "outcome",
        ])
        .hangs("id = $1")
        .own("manager_id = $1 OR uploaded_by = $1"),
    place("recording_tags", Kind::Recordings)
        .words(&["tag_folded", "tag"])
        .keys(&["recording_id"])
        .struck(Struck::Removed)
        .own(RECORDED),
    place("recording_peaks", Kind::Recordings).keys(&["recording_id", "peaks"]),
    place("recording_files", Kind::Recordings).keys(&["recording_id", "fault"]),
    place("recording_guests", Kind::Recordings)
        .keys(&["recording_id", "person_id", "reason"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    // Texts of calls.
    place("transcripts", Kind::Transcripts)
        .words(&["file_name"])
        .json(&["document"])
        .keys(&["id", "recording_id", "language", "engine_model", "engine_device", "voice", "imported_by"])
        .also("revision = revision + 1, words_due = TRUE")
        .hangs("recording_id = $1")
        .own(RECORDED),
    place("transcript_revisions", Kind::Transcripts)
        .json(&["changes"])
        .keys(&["transcript_id", "kind", "person_id"])
        .own("person_id = $1"),
    place("spoken_words", Kind::Transcripts)
        .words(&["stem"])
        .keys(&["recording_id"])
        .struck(Struck::Removed),
    // Words without a call: those that nobody says any more go after every erasing.
    place("spoken_terms", Kind::Transcripts)
        .words(&["word", "stem"])
        .struck(Struck::Removed),
    // Evaluations: the marks stay, without a word.
    place("evaluations", Kind::Evaluations)
        .words(&["client"])
        .json(&["answers", "snapshot"])
        .keys(&[
            "id", "recording_id", "draft_of", "reviewer_id", "manager_id", "version_id", "state", "picked",
            "calibration_id",
        ])
        .of_call(&[
            rule("recording_id = $1 OR id = $1", Deed::Blank(&["client"])),
            rule("recording_id = $1 OR id = $1", Deed::BlankIn(&["answers"], SAID)),
        ])
        .of_person(&[
            rule(MANAGED, Deed::Blank(&["client"])),
            rule(MANAGED, Deed::BlankIn(&["answers"], SAID)),
        ])
        .own("(manager_id = $1 AND state = 'published') OR reviewer_id = $1"),
    place("self_assessments", Kind::Evaluations)
        .words(&["pluses", "minuses"])
        .json(&["answers"])
        .keys(&["evaluation_id"])
        .of_call(&[
            rule(CALL, Deed::Blank(&["pluses", "minuses"])),
            rule(CALL, Deed::BlankIn(&["answers"], SAID)),
        ])
        .of_person(&[
            rule(MANAGER, Deed::Blank(&["pluses", "minuses"])),
            rule(MANAGER, Deed::BlankIn(&["answers"], SAID)),
        ])
        .own(MANAGER),
    place("self_assessment_drafts", Kind::Evaluations)
        .words(&["pluses", "minuses"])
        .json(&["answers"])
        .keys(&["evaluation_id"])
        .of_call(&[rule(CALL, Deed::Remove)])
        .of_person(&[rule(MANAGER, Deed::Remove)])
        .own(MANAGER),
    place("evaluation_acknowledgements", Kind::Evaluations)
        .words(&["words"])
        .keys(&["evaluation_id"])
        .of_call(&[rule(CALL, Deed::Blank(&["words"]))])
        .of_person(&[rule(MANAGER, Deed::Blank(&["words"]))])
        .own(MANAGER),
    place("evaluation_revisions", Kind::Evaluations)
        .json(&["answers_before", "snapshot_before"])
        .keys(&["evaluation_id", "item_key", "mark_before", "mark_after", "cause", "appeal_id", "person_id"])
        .of_call(&[rule(CALL, Deed::BlankIn(&["answers_before"], SAID))])
        .of_person(&[rule(MANAGER, Deed::BlankIn(&["answers_before"], SAID))])
        .own(MANAGER),
    place("appeals", Kind::Evaluations)
        .words(&["reason", "words"])
        .keys(&[
            "id", "evaluation_id", "item_key", "live_item", "mark_before", "wished", "state", "due", "decided_by",
            "mark_after",
        ])
        .of_call(&[rule(CALL, Deed::Blank(&["reason", "words"]))])
        .of_person(&[rule(MANAGER, Deed::Blank(&["reason", "words"]))])
        .own(MANAGER),
    place("hint_verdicts", Kind::Evaluations)
        .words(&["phrase"])
        .keys(&["evaluation_id", "item_key", "checklist_id"]),
    // At moments of a call: these go with its recording.
    place("moments", Kind::Comments)
        .words(&["note"])
        .keys(&["id", "recording_id", "evaluation_id", "item_key", "kind", "author_id"])
        .hangs("recording_id = $1")
        .own("author_id = $1 OR evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.manager_id = $1 AND e.state = 'published')"),
    place("comments", Kind::Comments)
        .words(&["text"])
        .keys(&["id", "recording_id", "kind", "author_id", "asked_id"])
        .hangs("recording_id = $1")
        .own("author_id = $1 OR asked_id = $1 OR recording_id IN (SELECT r.id FROM recordings r WHERE r.manager_id = $1)"),
    place("comment_replies", Kind::Comments)
        .words(&["text"])
        .keys(&["id", "comment_id", "author_id"])
        .own("author_id = $1"),
    place("snippets", Kind::Snippets)
        .words(&["title", "ground_words"])
        .keys(&[
            "id", "recording_id", "stage", "objection", "kind", "author_id", "consent_of", "consent_by", "ground",
            "ground_day",
        ])
        .hangs("recording_id = $1")
        .own("author_id = $1 OR consent_of = $1 OR recording_id IN (SELECT r.id FROM recordings r WHERE r.manager_id = $1)"),
    place("snippet_heard", Kind::Snippets)
        .keys(&["snippet_id", "person_id"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("playlists", Kind::Snippets)
        .words(&["title", "purpose"])
        .keys(&["id", "author_id"])
        .own("author_id = $1"),
    place("playlist_items", Kind::Snippets)
        .keys(&["playlist_id", "snippet_id"])
        .of_call(&[rule(
            "snippet_id IN (SELECT s.id FROM snippets s WHERE s.recording_id = $1)",
            Deed::Remove,
        )]),
    // Plans: the agreement with the manager stays, what it quotes of the call goes.
    place("plans", Kind::Plans)
        .words(&["focus", "action", "acknowledgement", "consequence"])
        .json(&["evidence", "study"])
        .keys(&["id", "manager_id", "author_id", "evaluation_id", "stage", "defect"])
        .of_call(&[rule(
            "evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.recording_id = $1 OR e.id = $1)
             OR evidence LIKE '%' || $1 || '%'",
            Deed::BlankIn(&["evidence"], &["note"]),
        )])
        .of_person(&[
            rule(MANAGED, Deed::Blank(&["focus", "action", "acknowledgement", "consequence"])),
            rule(MANAGED, Deed::BlankIn(&["evidence"], &["note"])),
        ])
        .own("manager_id = $1 OR author_id = $1"),
    place("plan_targets", Kind::Plans)
        .words(&["text", "word"])
        .json(&["rule"])
        .keys(&["plan_id", "due", "outcome", "decided_by", "decided_in"])
        .of_person(&[rule(
            "plan_id IN (SELECT p.id FROM plans p WHERE p.manager_id = $1)",
            Deed::Blank(&["text", "word"]),
        )])
        .own("plan_id IN (SELECT p.id FROM plans p WHERE p.manager_id = $1)"),
    place("one_to_ones", Kind::Meetings)
        .words(&[
            "went_well", "error_item", "error", "client_said", "quote", "instead", "shared_notes", "private_notes",
        ])
        .keys(&["id", "manager_id", "author_id", "state", "day", "time", "recording_id", "next_day"])
        .of_call(&[rule(
            "recording_id = $1",
            Deed::Blank(&["error", "client_said", "quote", "instead"]),
        )])
        .of_person(&[
            rule(
                MANAGED,
                Deed::Blank(&[
                    "went_well", "error_item", "error", "client_said", "quote", "instead", "shared_notes",
                    "private_notes",
                ]),
            ),
            rule("author_id = $1", Deed::Blank(&["private_notes"])),
        ])
        .own("manager_id = $1 OR author_id = $1"),
    // The listening plan and calibrations.
    place("listening_quotas", Kind::Listening)
        .json(&["conditions"])
        .keys(&["team_id", "changed_by"]),
    place("listening_own_quotas", Kind::Listening)
        .keys(&["team_id", "manager_id"])
        .of_person(&[rule(MANAGED, Deed::Remove)])
        .own(MANAGED),
    place("listening_weeks", Kind::Listening)
        .keys(&["manager_id", "week"])
        .own(MANAGED),
    place("listening_draws", Kind::Listening)
        .json(&["conditions"])
        .keys(&["id", "manager_id", "week", "seed", "drawn_by"])
        .own(MANAGED),
    place("listening_picks", Kind::Listening)
        .words(&["client", "words"])
        .keys(&["id", "draw_id", "manager_id", "week", "recording_id", "evaluation_id", "replaced_by", "reason"])
        .of_call(&[rule(
            "recording_id = $1 OR evaluation_id = $1",
            Deed::Blank(&["client", "words"]),
        )])
        .of_person(&[rule(MANAGED, Deed::Blank(&["client", "words"]))])
        .own("manager_id = $1 AND evaluation_id IS NOT NULL"),
    place("calibrations", Kind::Listening)
        .words(&["title"])
        .keys(&["id", "version_id", "author_id", "deadline"])
        .own("author_id = $1"),
    place("calibration_calls", Kind::Listening)
        .words(&["client"])
        .keys(&["calibration_id", "recording_id", "manager_id"])
        .of_call(&[rule("recording_id = $1", Deed::Blank(&["client"]))])
        .of_person(&[rule(MANAGED, Deed::Blank(&["client"]))])
        .own(MANAGED),
    place("calibration_reviewers", Kind::Listening)
        .keys(&["calibration_id", "person_id"])
        .own(PERSON),
    place("calibration_agreed", Kind::Listening)
        .words(&["answer", "words"])
        .keys(&["calibration_id", "question", "author_id"])
        .of_call(&[rule(
            "EXISTS (SELECT 1 FROM calibration_calls c WHERE c.recording_id = $1
                     AND c.calibration_id = calibration_agreed.calibration_id AND c.number = calibration_agreed.number)",
            Deed::Blank(&["words"]),
        )])
        .of_person(&[rule(
            "EXISTS (SELECT 1 FROM calibration_calls c WHERE c.manager_id = $1
                     AND c.calibration_id = calibration_agreed.calibration_id AND c.number = calibration_agreed.number)",
            Deed::Blank(&["words"]),
        )])
        .own("author_id = $1"),
    // What somebody looked for.
    place("searches", Kind::Searches)
        .words(&["query", "page"])
        .json(&["tried"])
        .keys(&["id", "person_id", "entry", "answer"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("unanswered", Kind::Searches)
        .words(&["phrase", "query", "page"])
        .keys(&["id", "person_id", "state", "entry", "settled_by"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("answer_verdicts", Kind::Searches)
        .keys(&["person_id", "entry", "answer", "day"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("recent_entries", Kind::Searches)
        .keys(&["person_id", "entry", "answer"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("entry_uses", Kind::Searches).keys(&["entry", "answer", "day"]),
    // Not saved yet.
    place("drafts", Kind::Drafts)
        .words(&["form"])
        .json(&["fields"])
        .keys(&["person_id", "id", "base"])
        .of_call(&[
            rule("form LIKE '%/' || $1 || '%'", Deed::Remove),
            rule(
                "EXISTS (SELECT 1 FROM evaluations e WHERE (e.recording_id = $1 OR e.id = $1)
                         AND drafts.form LIKE '%/' || e.id || '%')",
                Deed::Remove,
            ),
        ])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("sheet_imports", Kind::Drafts)
        .words(&["file_name"])
        .json(&["cells", "mapping"])
        .keys(&["id", "person_id"])
        .struck(Struck::Removed)
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    // The log stays, under a name that says nothing, for as long as logs are kept.
    place("audit_events", Kind::Log)
        .json(&["detail"])
        .keys(&["id", "actor", "person_id", "act", "subject", "manager_id", "once"])
        // From where somebody came is no figure.
        .of_person(&[rule(
            "(person_id = $1 OR manager_id = $1) AND detail LIKE '%\"from\"%'",
            Deed::BlankIn(&["detail"], &["address", "browser"]),
        )])
        .own("person_id = $1 OR manager_id = $1"),
    // People. The row stays without a name: figures of the team point to it.
    place("people", Kind::People)
        .words(&["login", "name", "name_folded"])
        .keys(&["id", "role", "team_id", "locale", "function"])
        .secrets(&["password_hash"])
        .struck(Struck::Never)
        .own("id = $1"),
    place("teams", Kind::People)
        .words(&["name"])
        .keys(&["id"])
        .struck(Struck::Never),
    // Questions to a device, named by the session that asked: they are found before it goes.
    place("passkey_challenges", Kind::Access)
        .secrets(&["asked_by", "state"])
        .of_person(&[rule(
            "asked_by IN (SELECT h.token_hash FROM half_sessions h WHERE h.person_id = $1
                          UNION ALL SELECT s.token_hash FROM sessions s WHERE s.person_id = $1)",
            Deed::Remove,
        )]),
    place("sessions", Kind::Access)
        .words(&["user_agent"])
        .keys(&["person_id"])
        .secrets(&["token_hash", "browser_hash"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("access_notices", Kind::Access)
        .words(&["address", "user_agent"])
        .keys(&["id", "person_id", "kind", "by_person_id"])
        .secrets(&["browser_hash"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("link_notices", Kind::Access)
        .keys(&["person_id"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    // What a second factor is made of is in no export, not even its owner's: no `own`.
    place("totp_secrets", Kind::Access)
        .keys(&["person_id"])
        .secrets(&["secret"])
        .of_person(&[rule(PERSON, Deed::Remove)]),
    place("passkeys", Kind::Access)
        .words(&["name"])
        .keys(&["id", "person_id"])
        .secrets(&["credential_id", "passkey"])
        .of_person(&[rule(PERSON, Deed::Remove)]),
    place("recovery_codes", Kind::Access)
        .keys(&["person_id"])
        .secrets(&["code_hash"])
        .of_person(&[rule(PERSON, Deed::Remove)]),
    place("half_sessions", Kind::Access)
        .keys(&["person_id"])
        .secrets(&["token_hash"])
        .of_person(&[rule(PERSON, Deed::Remove)]),
    place("api_tokens", Kind::Access)
        .words(&["name"])
        .keys(&["id", "person_id", "scopes", "role"])
        .secrets(&["token_hash"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("invitations", Kind::Access)
        .keys(&["person_id"])
        .secrets(&["token_hash"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("known_browsers", Kind::Access)
        .keys(&["person_id"])
        .secrets(&["secret_hash"])
        .of_person(&[rule(PERSON, Deed::Remove)])
        .own(PERSON),
    place("guesses", Kind::Access)
        .words(&["subject"])
        .struck(Struck::Removed),
    // The book is the company's; a name in it is struck out of what the database keeps of it.
    place("checklists", Kind::Book).keys(&["id", "origin"]),
    place("checklist_versions", Kind::Book)
        .json(&["document"])
        .keys(&["id", "checklist_id", "created_by"])
        .own("created_by = $1"),
    place("checklist_drafts", Kind::Book)
        .json(&["document"])
        .keys(&["checklist_id", "saved_by"])
        .own("saved_by = $1"),
    place("entry_revisions", Kind::Book)
        .words(&["source", "reason"])
        .keys(&["id", "entry", "origin", "source_hash", "author_id", "restored_from"])
        .own("author_id = $1"),
    place("entry_verifications", Kind::Book)
        .keys(&["entry", "source_hash", "person_id"])
        .own(PERSON),
    place("suggestions", Kind::Book)
        .words(&["part_name", "before_text", "after_text", "comment", "answer"])
        .keys(&["id", "entry", "author_id", "state", "decided_by"])
        .own("author_id = $1"),
    place("glossary_terms", Kind::Book)
        .words(&["term", "term_folded"])
        .json(&["variants"])
        .keys(&["id", "created_by"])
        .struck(Struck::Removed)
        .own("created_by = $1"),
    // The service itself.
    place("jobs", Kind::Service)
        .words(&["error_text", "error_args"])
        .keys(&[
            "id", "kind", "payload", "subject", "queue", "state", "lease_token", "stage", "error_code", "dedupe_key",
            "requested_by", "worker", "process",
        ])
        .of_call(&[rule(
            "subject = $1 AND state NOT IN ('queued', 'running')",
            Deed::Remove,
        )])
        .own("requested_by = $1"),
    place("queue_pauses", Kind::Service).keys(&["queue", "paused_by"]),
    place("write_locks", Kind::Service).keys(&["name"]),
    place("installation", Kind::Service).keys(&["id"]),
    place("file_sweeps", Kind::Service),
    place("health_marks", Kind::Service),
    // What was erased: what was looked for goes with the last step, only figures stay.
    place("erasures", Kind::Service)
        .words(&["reference"])
        .keys(&[
            "id", "subject", "person_id", "asked_by", "state", "label", "sought", "preview", "report", "error_code",
        ])
        .own("asked_by = $1"),
    place("retention_sweeps", Kind::Service).keys(&["day", "days", "counts"]),
];
