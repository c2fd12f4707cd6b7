//! SQL of drafts. Every statement names the writer: nobody else sees or touches one.

use super::Draft;
use crate::db::{DbError, Tx};
use crate::id::{DraftId, PersonId};
use crate::time::Timestamp;

/// A draft as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredDraftLine {
    /// Its id.
    pub id: DraftId,
    /// Which form.
    pub form: String,
    /// How often it was kept.
    pub turn: i64,
    /// When it was kept last.
    pub saved_at: Timestamp,
}

/// Keeps a draft unless a newer turn of it is there.
pub async fn keep(tx: &mut Tx, person: &PersonId, draft: &Draft) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO drafts (person_id, id, form, base, fields, turn, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (person_id, id) DO UPDATE SET form = excluded.form, base = excluded.base,
             fields = excluded.fields, turn = excluded.turn, saved_at = excluded.saved_at
         WHERE drafts.turn < excluded.turn",
    )
    .bind_all((person, &draft.id, &draft.form, &draft.base))
    .bind_all((&draft.fields, draft.turn, draft.saved_at))
    .execute()
    .await?;
    Ok(())
}

/// Leaves the newest `most` drafts of a person, of one form or of all.
pub async fn thin(tx: &mut Tx, person: &PersonId, form: Option<&str>, most: i64) -> Result<(), DbError> {
    tx.query(
        "DELETE FROM drafts WHERE person_id = $1 AND id IN (
             SELECT id FROM drafts WHERE person_id = $1 AND (CAST($2 AS TEXT) IS NULL OR form = $2)
             ORDER BY saved_at DESC, id DESC LIMIT 1000 OFFSET $3)",
    )
    .bind_all((person, form, most))
    .execute()
    .await?;
    Ok(())
}

/// Removes everybody's drafts that were kept before this moment.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<(), DbError> {
    tx.query("DELETE FROM drafts WHERE saved_at < $1")
        .bind(before)
        .execute()
        .await?;
    Ok(())
}

/// A person's drafts, the newest first.
pub async fn lines(tx: &mut Tx, person: &PersonId) -> Result<Vec<StoredDraftLine>, DbError> {
    tx.query(
        "SELECT id, form, turn, saved_at FROM drafts WHERE person_id = $1 ORDER BY saved_at DESC, id DESC",
    )
    .bind(person)
    .all()
    .await
}

/// One draft of a person.
pub async fn find(tx: &mut Tx, person: &PersonId, id: &DraftId) -> Result<Option<Draft>, DbError> {
    tx.query("SELECT id, form, base, fields, turn, saved_at FROM drafts WHERE person_id = $1 AND id = $2")
        .bind_all((person, id))
        .optional()
        .await
}

/// The newest draft of a form.
pub async fn newest(tx: &mut Tx, person: &PersonId, form: &str) -> Result<Option<Draft>, DbError> {
    tx.query(
        "SELECT id, form, base, fields, turn, saved_at FROM drafts WHERE person_id = $1 AND form = $2
         ORDER BY saved_at DESC, id DESC LIMIT 1",
    )
    .bind_all((person, form))
    .optional()
    .await
}

/// Removes a draft; one that is gone is no error.
pub async fn remove(tx: &mut Tx, person: &PersonId, id: &DraftId) -> Result<(), DbError> {
    tx.query("DELETE FROM drafts WHERE person_id = $1 AND id = $2")
        .bind_all((person, id))
        .execute()
        .await?;
    Ok(())
}
