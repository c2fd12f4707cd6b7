//! Recordings, their texts, and what is said of them: evaluations, comments, snippets.

use super::list::{MANAGED, PERSON, place, rule};
use super::{DataKind, DataTable, ErasureAction, StrikePolicy};

/// Evaluations of a call, also of one whose recording is gone.
const CALL: &str = "evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.recording_id = $1 OR e.id = $1)";
/// Evaluations of a manager's calls.
const MANAGER: &str = "evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.manager_id = $1)";
/// Recordings of a manager.
const RECORDED: &str = "recording_id IN (SELECT r.id FROM recordings r WHERE r.manager_id = $1)";
/// What a mark is explained with.
const SAID: &[&str] = &["comments", "summary"];

/// The tables.
pub(super) const CALLS: &[DataTable] = &[
    // Recordings. The row, its file, copies and found remains go together: `recordings::erase`.
    place("recordings", DataKind::Recordings)
        .words(&["file_name", "client", "phone", "note", "words_folded"])
        .json(&["tags", "error_args"])
        .keys(&[
            "id", "manager_id", "uploaded_by", "file_hash", "content_type", "extension", "language", "direction",
            "call_type", "state", "error_code", "read_by", "outcome",
        ])
        .hangs("id = $1")
        .own("manager_id = $1 OR uploaded_by = $1"),
    place("recording_tags", DataKind::Recordings)
        .words(&["tag_folded", "tag"])
        .keys(&["recording_id"])
        .struck(StrikePolicy::Removed)
        .own(RECORDED),
    place("recording_peaks", DataKind::Recordings).keys(&["recording_id", "peaks"]),
    place("recording_files", DataKind::Recordings).keys(&["recording_id", "fault"]),
    place("recording_guests", DataKind::Recordings)
        .keys(&["recording_id", "person_id", "reason"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    // Texts of calls.
    place("transcripts", DataKind::Transcripts)
        .words(&["file_name"])
        .json(&["document"])
        .keys(&["id", "recording_id", "language", "engine_model", "engine_device", "voice", "imported_by"])
        .also("revision = revision + 1, words_due = TRUE")
        .hangs("recording_id = $1")
        .own(RECORDED),
    place("transcript_revisions", DataKind::Transcripts)
        .json(&["changes"])
        .keys(&["transcript_id", "kind", "person_id"])
        .own("person_id = $1"),
    place("spoken_words", DataKind::Transcripts)
        .words(&["stem"])
        .keys(&["recording_id"])
        .struck(StrikePolicy::Removed),
    // Words without a call: those that nobody says any more go after every erasing.
    place("spoken_terms", DataKind::Transcripts)
        .words(&["word", "stem"])
        .struck(StrikePolicy::Removed),
    // Evaluations: the marks stay, without a word.
    place("evaluations", DataKind::Evaluations)
        .words(&["client"])
        .json(&["answers", "snapshot"])
        .keys(&[
            "id", "recording_id", "draft_of", "reviewer_id", "manager_id", "version_id", "state", "picked",
            "calibration_id",
        ])
        .of_call(&[
            rule("recording_id = $1 OR id = $1", ErasureAction::Blank(&["client"])),
            rule("recording_id = $1 OR id = $1", ErasureAction::BlankIn(&["answers"], SAID)),
        ])
        .of_person(&[
            rule(MANAGED, ErasureAction::Blank(&["client"])),
            rule(MANAGED, ErasureAction::BlankIn(&["answers"], SAID)),
        ])
        .own("(manager_id = $1 AND state = 'published') OR reviewer_id = $1"),
    place("self_assessments", DataKind::Evaluations)
        .words(&["pluses", "minuses"])
        .json(&["answers"])
        .keys(&["evaluation_id"])
        .of_call(&[
            rule(CALL, ErasureAction::Blank(&["pluses", "minuses"])),
            rule(CALL, ErasureAction::BlankIn(&["answers"], SAID)),
        ])
        .of_person(&[
            rule(MANAGER, ErasureAction::Blank(&["pluses", "minuses"])),
            rule(MANAGER, ErasureAction::BlankIn(&["answers"], SAID)),
        ])
        .own(MANAGER),
    place("self_assessment_drafts", DataKind::Evaluations)
        .words(&["pluses", "minuses"])
        .json(&["answers"])
        .keys(&["evaluation_id"])
        .of_call(&[rule(CALL, ErasureAction::Remove)])
        .of_person(&[rule(MANAGER, ErasureAction::Remove)])
        .own(MANAGER),
    place("evaluation_acknowledgements", DataKind::Evaluations)
        .words(&["words"])
        .keys(&["evaluation_id"])
        .of_call(&[rule(CALL, ErasureAction::Blank(&["words"]))])
        .of_person(&[rule(MANAGER, ErasureAction::Blank(&["words"]))])
        .own(MANAGER),
    place("evaluation_revisions", DataKind::Evaluations)
        .json(&["answers_before", "snapshot_before"])
        .keys(&["evaluation_id", "item_key", "mark_before", "mark_after", "cause", "appeal_id", "person_id"])
        .of_call(&[rule(CALL, ErasureAction::BlankIn(&["answers_before"], SAID))])
        .of_person(&[rule(MANAGER, ErasureAction::BlankIn(&["answers_before"], SAID))])
        .own(MANAGER),
    place("appeals", DataKind::Evaluations)
        .words(&["reason", "words"])
        .keys(&[
            "id", "evaluation_id", "item_key", "live_item", "mark_before", "wished", "state", "due", "decided_by",
            "mark_after",
        ])
        .of_call(&[rule(CALL, ErasureAction::Blank(&["reason", "words"]))])
        .of_person(&[rule(MANAGER, ErasureAction::Blank(&["reason", "words"]))])
        .own(MANAGER),
    place("hint_verdicts", DataKind::Evaluations)
        .words(&["phrase"])
        .keys(&["evaluation_id", "item_key", "checklist_id"]),
    // At moments of a call: these go with its recording.
    place("moments", DataKind::Comments)
        .words(&["note"])
        .keys(&["id", "recording_id", "evaluation_id", "item_key", "kind", "author_id"])
        .hangs("recording_id = $1")
        .own("author_id = $1 OR evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.manager_id = $1 AND e.state = 'published')"),
    place("comments", DataKind::Comments)
        .words(&["text"])
        .keys(&["id", "recording_id", "kind", "author_id", "asked_id"])
        .hangs("recording_id = $1")
        .own("author_id = $1 OR asked_id = $1 OR recording_id IN (SELECT r.id FROM recordings r WHERE r.manager_id = $1)"),
    place("comment_replies", DataKind::Comments)
        .words(&["text"])
        .keys(&["id", "comment_id", "author_id"])
        .own("author_id = $1"),
    place("snippets", DataKind::Snippets)
        .words(&["title", "ground_words"])
        .keys(&[
            "id", "recording_id", "stage", "objection", "kind", "author_id", "consent_of", "consent_by", "ground",
            "ground_day",
        ])
        .hangs("recording_id = $1")
        .own("author_id = $1 OR consent_of = $1 OR recording_id IN (SELECT r.id FROM recordings r WHERE r.manager_id = $1)"),
    place("snippet_heard", DataKind::Snippets)
        .keys(&["snippet_id", "person_id"])
        .of_person(&[rule(PERSON, ErasureAction::Remove)])
        .own(PERSON),
    place("playlists", DataKind::Snippets)
        .words(&["title", "purpose"])
        .keys(&["id", "author_id"])
        .own("author_id = $1"),
    place("playlist_items", DataKind::Snippets)
        .keys(&["playlist_id", "snippet_id"])
        .of_call(&[rule(
            "snippet_id IN (SELECT s.id FROM snippets s WHERE s.recording_id = $1)",
            ErasureAction::Remove,
        )]),
];
