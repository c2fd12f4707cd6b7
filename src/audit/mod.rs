//! The audit log: who did what with whose work, and when.
//!
//! Decides which acts are kept ([`Act`]) and that an act is written in the transaction of the change it tells of: both are
//! there or neither. Holds no texts people wrote, only keys and figures. Leaves who may do an act to the features.

pub mod store;

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
