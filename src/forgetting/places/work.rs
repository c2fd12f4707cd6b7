//! The work of heads with managers: plans, one-to-ones, the listening plan, calibrations.

use super::list::{MANAGED, PERSON, place, rule};
use super::{DataKind, DataTable, ErasureAction};

/// The tables.
pub(super) const WORK: &[DataTable] = &[
    // Plans: the agreement with the manager stays, what it quotes of the call goes.
    place("plans", DataKind::Plans)
        .words(&["focus", "action", "acknowledgement", "consequence"])
        .json(&["evidence", "study"])
        .keys(&["id", "manager_id", "author_id", "evaluation_id", "stage", "defect"])
        .of_call(&[rule(
            "evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.recording_id = $1 OR e.id = $1)
             OR evidence LIKE '%' || $1 || '%'",
            ErasureAction::BlankIn(&["evidence"], &["note"]),
        )])
        .of_person(&[
            rule(MANAGED, ErasureAction::Blank(&["focus", "action", "acknowledgement", "consequence"])),
            rule(MANAGED, ErasureAction::BlankIn(&["evidence"], &["note"])),
        ])
        .own("manager_id = $1 OR author_id = $1"),
    place("plan_targets", DataKind::Plans)
        .words(&["text", "word"])
        .json(&["rule"])
        .keys(&["plan_id", "due", "outcome", "decided_by", "decided_in"])
        .of_person(&[rule(
            "plan_id IN (SELECT p.id FROM plans p WHERE p.manager_id = $1)",
            ErasureAction::Blank(&["text", "word"]),
        )])
        .own("plan_id IN (SELECT p.id FROM plans p WHERE p.manager_id = $1)"),
    place("one_to_ones", DataKind::Meetings)
        .words(&[
            "went_well", "error_item", "error", "client_said", "quote", "instead", "shared_notes", "private_notes",
        ])
        .keys(&["id", "manager_id", "author_id", "state", "day", "time", "recording_id", "next_day"])
        .of_call(&[rule(
            "recording_id = $1",
            ErasureAction::Blank(&["error", "client_said", "quote", "instead"]),
        )])
        .of_person(&[
            rule(
                MANAGED,
                ErasureAction::Blank(&[
                    "went_well", "error_item", "error", "client_said", "quote", "instead", "shared_notes",
                    "private_notes",
                ]),
            ),
            rule("author_id = $1", ErasureAction::Blank(&["private_notes"])),
        ])
        .own("manager_id = $1 OR author_id = $1"),
    // The listening plan and calibrations.
    place("listening_quotas", DataKind::Listening)
        .json(&["conditions"])
        .keys(&["team_id", "changed_by"]),
    place("listening_own_quotas", DataKind::Listening)
        .keys(&["team_id", "manager_id"])
        .of_person(&[rule(MANAGED, ErasureAction::Remove)])
        .own(MANAGED),
    place("listening_weeks", DataKind::Listening)
        .keys(&["manager_id", "week"])
        .own(MANAGED),
    place("listening_draws", DataKind::Listening)
        .json(&["conditions"])
        .keys(&["id", "manager_id", "week", "seed", "drawn_by"])
        .own(MANAGED),
    place("listening_picks", DataKind::Listening)
        .words(&["client", "words"])
        .keys(&["id", "draw_id", "manager_id", "week", "recording_id", "evaluation_id", "replaced_by", "reason"])
        .of_call(&[rule(
            "recording_id = $1 OR evaluation_id = $1",
            ErasureAction::Blank(&["client", "words"]),
        )])
        .of_person(&[rule(MANAGED, ErasureAction::Blank(&["client", "words"]))])
        .own("manager_id = $1 AND evaluation_id IS NOT NULL"),
    place("calibrations", DataKind::Listening)
        .words(&["title"])
        .keys(&["id", "version_id", "author_id", "deadline"])
        .own("author_id = $1"),
    place("calibration_calls", DataKind::Listening)
        .words(&["client"])
        .keys(&["calibration_id", "recording_id", "manager_id"])
        .of_call(&[rule("recording_id = $1", ErasureAction::Blank(&["client"]))])
        .of_person(&[rule(MANAGED, ErasureAction::Blank(&["client"]))])
        .own(MANAGED),
    place("calibration_reviewers", DataKind::Listening)
        .keys(&["calibration_id", "person_id"])
        .own(PERSON),
    place("calibration_agreed", DataKind::Listening)
        .words(&["answer", "words"])
        .keys(&["calibration_id", "question", "author_id"])
        .of_call(&[rule(
            "EXISTS (SELECT 1 FROM calibration_calls c WHERE c.recording_id = $1
                     AND c.calibration_id = calibration_agreed.calibration_id AND c.number = calibration_agreed.number)",
            ErasureAction::Blank(&["words"]),
        )])
        .of_person(&[rule(
            "EXISTS (SELECT 1 FROM calibration_calls c WHERE c.manager_id = $1
                     AND c.calibration_id = calibration_agreed.calibration_id AND c.number = calibration_agreed.number)",
            ErasureAction::Blank(&["words"]),
        )])
        .own("author_id = $1"),
];
