//! SQL of checklists as they are written: drafts, versions with their authors, what is in use.

use super::draft::ChecklistDraft;
use crate::checklists::Checklist;
use crate::db::{DbError, JsonText, Tx};
use crate::id::{ChecklistId, PersonId};
use crate::time::Timestamp;

/// A checklist across its versions, without a document.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ChecklistSummary {
    /// Identifier.
    pub id: ChecklistId,
    /// The one a new evaluation begins with when none fits better.
    pub standard: bool,
    /// Put away: not offered any more.
    pub archived: bool,
    /// Counts every change of what is being written.
    pub revision: i64,
}

/// A version with who made it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Edition {
    /// Counts from 1.
    pub number: i32,
    /// The document.
    pub document: JsonText<Checklist>,
    /// Who published it; none when it came with the program.
    pub author: Option<String>,
    /// When.
    pub created_at: Timestamp,
    /// How many evaluations were published with it.
    pub evaluations: i64,
}

/// Adds a checklist of the department's own, without a version.
pub async fn insert_checklist(tx: &mut Tx, id: &ChecklistId, now: Timestamp) -> Result<(), DbError> {
    tx.query("INSERT INTO checklists (id, standard, archived, created_at) VALUES ($1, $2, $2, $3)")
        .bind_all((id, false, now))
        .execute_exactly(1)
        .await
}

/// The checklist with this id.
pub async fn checklist(tx: &mut Tx, id: &ChecklistId) -> Result<Option<ChecklistSummary>, DbError> {
    tx.query("SELECT id, standard, archived, revision FROM checklists WHERE id = $1")
        .bind(id)
        .optional()
        .await
}

/// Every checklist, the standard one first, then as they were made.
pub async fn checklists(tx: &mut Tx) -> Result<Vec<ChecklistSummary>, DbError> {
    tx.query("SELECT id, standard, archived, revision FROM checklists ORDER BY standard DESC, created_at, id")
        .all()
        .await
}

/// Every version of a checklist, the newest first.
pub async fn editions(tx: &mut Tx, checklist: &ChecklistId) -> Result<Vec<Edition>, DbError> {
    tx.query(
        "SELECT v.number, v.document, p.name AS author, v.created_at,
                (SELECT COUNT(*) FROM evaluations e WHERE e.version_id = v.id AND e.state = 'published') AS evaluations
         FROM checklist_versions v LEFT JOIN people p ON p.id = v.created_by
         WHERE v.checklist_id = $1 ORDER BY v.number DESC",
    )
    .bind(checklist)
    .all()
    .await
}

/// The newest version of one checklist.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NewestEdition {
    /// Of which checklist.
    pub checklist_id: ChecklistId,
    /// The version.
    #[sqlx(flatten)]
    pub edition: Edition,
}

/// The newest version of every checklist.
pub async fn newest(tx: &mut Tx) -> Result<Vec<NewestEdition>, DbError> {
    tx.query(
        "SELECT v.checklist_id, v.number, v.document, p.name AS author, v.created_at,
                (SELECT COUNT(*) FROM evaluations e WHERE e.version_id = v.id AND e.state = 'published') AS evaluations
         FROM checklist_versions v LEFT JOIN people p ON p.id = v.created_by
         WHERE v.number = (SELECT MAX(w.number) FROM checklist_versions w WHERE w.checklist_id = v.checklist_id)",
    )
    .all()
    .await
}

/// What is being written of this checklist.
pub async fn draft(tx: &mut Tx, checklist: &ChecklistId) -> Result<Option<ChecklistDraft>, DbError> {
    tx.query(
        "SELECT d.checklist_id, d.document, p.name AS author, d.saved_at
         FROM checklist_drafts d JOIN people p ON p.id = d.saved_by
         WHERE d.checklist_id = $1 AND d.removed_at IS NULL",
    )
    .bind(checklist)
    .optional()
    .await
}

/// Everything that is being written.
pub async fn drafts(tx: &mut Tx) -> Result<Vec<ChecklistDraft>, DbError> {
    tx.query(
        "SELECT d.checklist_id, d.document, p.name AS author, d.saved_at
         FROM checklist_drafts d JOIN people p ON p.id = d.saved_by WHERE d.removed_at IS NULL",
    )
    .all()
    .await
}

/// Counts a change of what is being written; false when the revision it was made on is not the newest.
pub async fn count_change(tx: &mut Tx, checklist: &ChecklistId, revision: i64) -> Result<bool, DbError> {
    let changed = tx
        .query("UPDATE checklists SET revision = revision + 1 WHERE id = $1 AND revision = $2")
        .bind_all((checklist, revision))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Stores what is being written in the place of what was.
pub async fn put_draft(
    tx: &mut Tx,
    checklist: &ChecklistId,
    document: Checklist,
    by: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO checklist_drafts (checklist_id, document, saved_by, saved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (checklist_id) DO UPDATE
         SET document = excluded.document, saved_by = excluded.saved_by, saved_at = excluded.saved_at, removed_at = NULL",
    )
    .bind_all((checklist, JsonText(document), by, now))
    .execute_exactly(1)
    .await
}

/// Removes a draft.
pub async fn delete_draft(tx: &mut Tx, checklist: &ChecklistId) -> Result<(), DbError> {
    tx.query("DELETE FROM checklist_drafts WHERE checklist_id = $1")
        .bind(checklist)
        .execute_exactly(1)
        .await
}

/// Puts a draft out of sight.
pub async fn discard_draft(tx: &mut Tx, checklist: &ChecklistId, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE checklist_drafts SET removed_at = $2 WHERE checklist_id = $1")
        .bind_all((checklist, now))
        .execute_exactly(1)
        .await
}

/// Takes that back; false when there is nothing to take back, because something else was written since.
pub async fn restore_draft(tx: &mut Tx, checklist: &ChecklistId, since: Timestamp) -> Result<bool, DbError> {
    let changed = tx
        .query("UPDATE checklist_drafts SET removed_at = NULL WHERE checklist_id = $1 AND removed_at >= $2")
        .bind_all((checklist, since))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Removes a checklist that never had a version.
pub async fn delete_checklist(tx: &mut Tx, id: &ChecklistId) -> Result<(), DbError> {
    tx.query("DELETE FROM checklists WHERE id = $1")
        .bind(id)
        .execute_exactly(1)
        .await
}

/// Puts a checklist away or takes it back.
pub async fn set_archived(tx: &mut Tx, id: &ChecklistId, archived: bool) -> Result<(), DbError> {
    tx.query("UPDATE checklists SET archived = $2 WHERE id = $1")
        .bind_all((id, archived))
        .execute_exactly(1)
        .await
}

/// Makes this checklist the standard one and no other.
pub async fn set_standard(tx: &mut Tx, id: &ChecklistId) -> Result<(), DbError> {
    tx.query("UPDATE checklists SET standard = (id = $1)")
        .bind(id)
        .execute()
        .await?;
    Ok(())
}
