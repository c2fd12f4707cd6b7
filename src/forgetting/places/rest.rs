//! What people looked for and typed, the people themselves, the book, and the service.

use super::list::{PERSON, place, rule};
use super::{DataKind, DataTable, ErasureAction, StrikePolicy};

/// The tables.
pub(super) const REST: &[DataTable] = &[
    // What somebody looked for.
    place("searches", DataKind::Searches)
        .words(&["query", "page"])
        .json(&["tried"])
        .keys(&["id", "person_id", "entry", "answer"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("unanswered", DataKind::Searches)
        .words(&["phrase", "query", "page"])
        .keys(&["id", "person_id", "state", "entry", "settled_by"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("answer_verdicts", DataKind::Searches)
        .keys(&["person_id", "entry", "answer", "day"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("recent_entries", DataKind::Searches)
        .keys(&["person_id", "entry", "answer"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("entry_uses", DataKind::Searches).keys(&["entry", "answer", "day"]),
    // Not saved yet.
    place("drafts", DataKind::Drafts)
        .words(&["form"])
        .json(&["fields"])
        .keys(&["person_id", "id", "base"])
        .of_call(&[
            rule("form LIKE '%/' || $1 || '%'", ErasureAction::Remove),
            rule(
                "EXISTS (SELECT 1 FROM evaluations e WHERE (e.recording_id = $1 OR e.id = $1)
                         AND drafts.form LIKE '%/' || e.id || '%')",
                ErasureAction::Remove,
            ),
        ])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("sheet_imports", DataKind::Drafts)
        .words(&["file_name"])
        .json(&["cells", "mapping"])
        .keys(&["id", "person_id"])
        .struck(StrikePolicy::Removed)
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    // The log stays, under a name that says nothing, for as long as logs are kept.
    place("audit_events", DataKind::Log)
        .json(&["detail"])
        .keys(&["id", "actor", "person_id", "act", "subject", "manager_id", "once"])
        // From where somebody came is no figure.
        .of_person(&[rule(
            "(person_id = $1 OR manager_id = $1) AND detail LIKE '%\"from\"%'",
            ErasureAction::BlankIn(&["detail"], &["address", "browser"]),
        )])
        .own("person_id = $1 OR manager_id = $1"),
    // People. The row stays without a name: figures of the team point to it.
    place("people", DataKind::People)
        .words(&["login", "name", "name_folded"])
        .keys(&["id", "role", "team_id", "locale", "function"])
        .secrets(&["password_hash"])
        .struck(StrikePolicy::Never)
        .own("id = $1"),
    place("teams", DataKind::People)
        .words(&["name"])
        .keys(&["id"])
        .struck(StrikePolicy::Never),
    // Questions to a device, named by the session that asked: they are found before it goes.
    place("passkey_challenges", DataKind::Access)
        .secrets(&["asked_by", "state"])
        .of_person(&[rule(
            "asked_by IN (SELECT h.token_hash FROM half_sessions h WHERE h.person_id = $1
                          UNION ALL SELECT s.token_hash FROM sessions s WHERE s.person_id = $1)",
            ErasureAction::Remove,
        )]),
    place("sessions", DataKind::Access)
        .words(&["user_agent"])
        .keys(&["person_id"])
        .secrets(&["token_hash", "browser_hash"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("access_notices", DataKind::Access)
        .words(&["address", "user_agent"])
        .keys(&["id", "person_id", "kind", "by_person_id"])
        .secrets(&["browser_hash"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("link_notices", DataKind::Access)
        .keys(&["person_id"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    // What a second factor is made of is in no export, not even its owner's: no `own`.
    place("totp_secrets", DataKind::Access)
        .keys(&["person_id"])
        .secrets(&["secret"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)]),
    place("passkeys", DataKind::Access)
        .words(&["name"])
        .keys(&["id", "person_id"])
        .secrets(&["credential_id", "passkey"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)]),
    place("recovery_codes", DataKind::Access)
        .keys(&["person_id"])
        .secrets(&["code_hash"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)]),
    place("half_sessions", DataKind::Access)
        .keys(&["person_id"])
        .secrets(&["token_hash"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)]),
    place("api_tokens", DataKind::Access)
        .words(&["name"])
        .keys(&["id", "person_id", "scopes", "role"])
        .secrets(&["token_hash"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("invitations", DataKind::Access)
        .keys(&["person_id"])
        .secrets(&["token_hash"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("known_browsers", DataKind::Access)
        .keys(&["person_id"])
        .secrets(&["secret_hash"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("guesses", DataKind::Access)
        .words(&["subject"])
        .struck(StrikePolicy::Removed),
    // The book is the company's; a name in it is struck out of what the database keeps of it.
    place("checklists", DataKind::Book).keys(&["id", "origin"]),
    place("checklist_versions", DataKind::Book)
        .json(&["document"])
        .keys(&["id", "checklist_id", "created_by"])
        .own("created_by = $1"),
    place("checklist_drafts", DataKind::Book)
        .json(&["document"])
        .keys(&["checklist_id", "saved_by"])
        .own("saved_by = $1"),
    place("entry_revisions", DataKind::Book)
        .words(&["source", "reason"])
        .keys(&[
            "id",
            "entry",
            "origin",
            "source_hash",
            "author_id",
            "restored_from",
        ])
        .own("author_id = $1"),
    place("entry_verifications", DataKind::Book)
        .keys(&["entry", "source_hash", "person_id"])
        .own(PERSON),
    place("removed_entries", DataKind::Book)
        .keys(&["entry", "removed_by"])
        .own("removed_by = $1"),
    place("suggestions", DataKind::Book)
        .words(&["part_name", "before_text", "after_text", "comment", "answer"])
        .keys(&["id", "entry", "author_id", "state", "decided_by"])
        .own("author_id = $1"),
    place("glossary_terms", DataKind::Book)
        .words(&["term", "term_folded"])
        .json(&["variants"])
        .keys(&["id", "created_by"])
        .struck(StrikePolicy::Removed)
        .own("created_by = $1"),
    // The service itself.
    place("jobs", DataKind::Service)
        .words(&["error_text", "error_args"])
        .keys(&[
            "id",
            "kind",
            "payload",
            "subject",
            "queue",
            "state",
            "lease_token",
            "stage",
            "error_code",
            "dedupe_key",
            "requested_by",
            "worker",
            "process",
        ])
        .of_call(&[rule(
            "subject = $1 AND state NOT IN ('queued', 'running')",
            ErasureAction::Remove,
        )])
        .own("requested_by = $1"),
    place("queue_pauses", DataKind::Service).keys(&["queue", "paused_by"]),
    place("write_locks", DataKind::Service).keys(&["name"]),
    place("installation", DataKind::Service).keys(&["id"]),
    place("file_sweeps", DataKind::Service),
    place("health_marks", DataKind::Service),
    // What was erased: what was looked for goes with the last step, only figures stay.
    place("erasures", DataKind::Service)
        .words(&["reference"])
        .keys(&[
            "id",
            "subject",
            "person_id",
            "asked_by",
            "state",
            "label",
            "sought",
            "preview",
            "report",
            "error_code",
        ])
        .own("asked_by = $1"),
    place("retention_sweeps", DataKind::Service).keys(&["day", "days", "counts"]),
];
