//! Guests: people who hear a recording and read its text though their scope does not cover its manager.
//!
//! Decides what an invitation opens: the sound in the player and the text beside it ([`heard`]), and nothing else. The
//! recording's page, its downloads, lists, searches and every change go by scope alone. Guests are asked for their judgement:
//! an invitation holds only for who may evaluate, so that one who is no head any more hears nothing. Leaves who is invited, to
//! what and how long to the feature that invites.

use super::Recording;
use super::store::columns;
use crate::db::{DbError, Tx};
use crate::id::{PersonId, RecordingId};
use crate::people::{Permission, Person, visible};

/// The recording, if this person may hear it: by scope, or as a guest.
pub async fn heard(tx: &mut Tx, person: &Person, id: &RecordingId) -> Result<Option<Recording>, DbError> {
    tx.query(concat!(
        "SELECT ",
        columns!(),
        " FROM recordings r JOIN people p ON p.id = r.manager_id WHERE r.id = $3 AND (",
        visible!(),
        " OR $5 AND EXISTS (SELECT 1 FROM recording_guests g WHERE g.recording_id = r.id AND g.person_id = $4))"
    ))
    .scope(&person.scope())
    .bind_all((id, &person.id, person.may(Permission::Evaluate)))
    .optional()
    .await
}

/// Invites somebody; `reason` is the identifier of what they are invited to. Twice is once.
pub async fn invite(tx: &mut Tx, id: &RecordingId, person: &PersonId, reason: &str) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO recording_guests (recording_id, person_id, reason) VALUES ($1, $2, $3)
         ON CONFLICT (recording_id, person_id, reason) DO NOTHING",
    )
    .bind_all((id, person, reason))
    .execute()
    .await
    .map(drop)
}

/// Takes back every invitation to this.
pub async fn dismiss(tx: &mut Tx, reason: &str) -> Result<(), DbError> {
    tx.query("DELETE FROM recording_guests WHERE reason = $1")
        .bind(reason)
        .execute()
        .await
        .map(drop)
}
