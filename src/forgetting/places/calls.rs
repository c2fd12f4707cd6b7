//! Recordings, their texts, and what is said of them: evaluations, comments, snippets.

use super::list::{MANAGED, PERSON, place, rule};
use super::{Deed, Kind, Place, Struck};

/// Evaluations of a call, also of one whose recording is gone.
const CALL: &str = "evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.recording_id = $1 OR e.id = $1)";
/// Evaluations of a manager's calls.
const MANAGER: &str = "evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.manager_id = $1)";
/// Recordings of a manager.
const RECORDED: &str = "recording_id IN (SELECT r.id FROM recordings r WHERE r.manager_id = $1)";
/// What a mark is explained with.
const SAID: &[&str] = &["comments", "summary"];

/// The tables.
pub(super) const CALLS: &[Place] = &[
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
];
