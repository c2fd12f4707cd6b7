//! SQL of the audit log.

use super::Event;
use crate::db::{DbError, Tx};

/// Adds an event.
pub async fn insert(tx: &mut Tx, event: &Event) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO audit_events (id, at, person_id, act, subject, manager_id, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(event.id.clone())
    .bind(event.at)
    .bind(event.person_id.clone())
    .bind(event.act)
    .bind(event.subject.clone())
    .bind(event.manager_id.clone())
    .bind(event.detail.clone())
    .affect(1)
    .await
}

/// What was done with this thing, the oldest first.
pub async fn of_subject(tx: &mut Tx, subject: &str) -> Result<Vec<Event>, DbError> {
    tx.query(
        "SELECT id, at, person_id, act, subject, manager_id, detail FROM audit_events
         WHERE subject = $1 ORDER BY at, id",
    )
    .bind(subject.to_owned())
    .all()
    .await
}
