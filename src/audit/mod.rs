//! The audit log: who did what with whose work, and when.
//!
//! Decides which acts are kept ([`Act`]) and that an act is written in the transaction of the change it tells of: both are
//! there or neither. Acts that repeat themselves, such as listening, are kept once an hour ([`record_hourly`]). Decides who
//! reads the log: the administrator all of it, a head what touches the team; figures of scores are told only to those who
//! may read evaluations ([`describe`]). Holds no texts people wrote, only keys and figures. Leaves who may do an act to the
//! features.

mod describe;
mod naming;
mod pages;
pub mod store;

pub use describe::{Told, describe};
pub use naming::{Naming, Word};
pub use pages::routes;

use crate::app::App;
use crate::db::{DbError, Tx};
use crate::id::{AuditEventId, PersonId};
use crate::people::Person;
use crate::time::Timestamp;

crate::db::text_enum! {
    /// What was done.
    pub enum Act {
        /// An evaluation became final.
        EvaluationPublished = "evaluation-published",
        /// A manager said their own opinion of a call.
        OpinionGiven = "opinion-given",
        /// An action plan was written.
        PlanWritten = "plan-written",
        /// A manager acknowledged their plan.
        PlanAcknowledged = "plan-acknowledged",
        /// A version of a checklist was published.
        ChecklistPublished = "checklist-published",
        /// A checklist was put away.
        ChecklistArchived = "checklist-archived",
        /// A checklist was taken back.
        ChecklistRestored = "checklist-restored",
        /// A checklist became the standard one.
        ChecklistStandard = "checklist-standard",
        /// A draft of an evaluation was begun.
        EvaluationBegun = "evaluation-begun",
        /// A draft was thrown away.
        EvaluationDiscarded = "evaluation-discarded",
        /// A manager acknowledged their evaluation.
        EvaluationAcknowledged = "evaluation-acknowledged",
        /// A mark of a published evaluation was corrected. Detail: item, total before, total since.
        EvaluationCorrected = "evaluation-corrected",
        /// A manager appealed a mark. Detail: item.
        AppealLodged = "appeal-lodged",
        /// A manager took an appeal back. Detail: item.
        AppealWithdrawn = "appeal-withdrawn",
        /// An appeal was decided. Detail: item, outcome.
        AppealDecided = "appeal-decided",
        /// A plan's words or targets were changed.
        PlanChanged = "plan-changed",
        /// It was said what became of a target. Detail: its position, counted from 0, and the outcome.
        TargetDecided = "target-decided",
        /// Somebody other than the manager played a recording.
        RecordingHeard = "recording-heard",
        /// Somebody other than the manager took a copy of a recording's sound.
        RecordingDownloaded = "recording-downloaded",
        /// A recording was deleted.
        RecordingDeleted = "recording-deleted",
        /// A calibration was begun.
        CalibrationBegun = "calibration-begun",
        /// A reviewer handed a card of a calibration in.
        CalibrationHandedIn = "calibration-handed-in",
        /// A calibration's results were opened with cards missing.
        CalibrationRevealed = "calibration-revealed",
        /// A mark was agreed in a calibration.
        CalibrationAgreed = "calibration-agreed",
        /// A calibration was ended.
        CalibrationEnded = "calibration-ended",
        /// A calibration nobody had handed a card in for was deleted.
        CalibrationDeleted = "calibration-deleted",
        /// A written warning was issued.
        WarningIssued = "warning-issued",
        /// A manager acknowledged a written warning; the detail says `agrees` or `disagrees`.
        WarningAcknowledged = "warning-acknowledged",
        /// A one-to-one took place.
        OneToOneHeld = "one-to-one-held",
        /// A snippet was cut out of a recording.
        SnippetMade = "snippet-made",
        /// A snippet was removed.
        SnippetDeleted = "snippet-deleted",
        /// A manager's consent to let everybody hear a snippet was put down.
        ConsentGiven = "consent-given",
        /// That consent was taken back.
        ConsentWithdrawn = "consent-withdrawn",
        /// Evaluations left as a file.
        EvaluationsExported = "evaluations-exported",
        /// A head changed how many calls are to be heard, or which.
        QuotaChanged = "quota-changed",
        /// Calls of a manager were drawn by lot.
        CallsDrawn = "calls-drawn",
        /// A drawn call was given up for another.
        PickReplaced = "pick-replaced",
    }
}

/// One act, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Event {
    /// Identifier.
    pub id: AuditEventId,
    /// When.
    pub at: Timestamp,
    /// Who; none for the service itself.
    pub person_id: Option<PersonId>,
    /// What.
    pub act: Act,
    /// Address of the thing inside the service: `/evaluations/01K…`.
    pub subject: String,
    /// Whose work it touches.
    pub manager_id: Option<PersonId>,
    /// A figure or a key that says more; may be empty.
    pub detail: String,
}

/// Keeps an act, in the transaction of the change; `by` is none for the service itself.
pub async fn record(
    tx: &mut Tx,
    app: &App,
    by: Option<&Person>,
    act: Act,
    subject: String,
    manager: Option<&PersonId>,
    detail: String,
) -> Result<(), DbError> {
    let now = app.clock.now();
    let event = Event {
        id: AuditEventId::new(now, &app.randomness),
        at: now,
        person_id: by.map(|person| person.id.clone()),
        act,
        subject,
        manager_id: manager.cloned(),
        detail,
    };
    store::insert(tx, &event).await
}

const HOUR_MS: i64 = 60 * 60 * 1000;

/// Keeps an act that repeats itself, such as listening, unless this person did the same with the same thing within the
/// last hour.
pub async fn record_hourly(
    app: &App,
    by: &Person,
    act: Act,
    subject: String,
    manager: &PersonId,
) -> Result<(), DbError> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    if store::was_kept(&mut tx, &by.id, act, &subject, now.plus_ms(-HOUR_MS)).await? {
        return Ok(());
    }
    drop(tx);
    // A player asks for its file in several pieces at once; the key lets one of them be kept.
    let once = format!("{act} {} {subject} {}", by.id, now.0.div_euclid(HOUR_MS));
    let event = Event {
        id: AuditEventId::new(now, &app.randomness),
        at: now,
        person_id: Some(by.id.clone()),
        act,
        subject,
        manager_id: Some(manager.clone()),
        detail: String::new(),
    };
    let mut tx = app.db.write().await?;
    store::insert_once(&mut tx, &event, once).await?;
    tx.commit().await
}
