//! SQL of checklists and their versions; of drafts in [`crate::checklists::editor`].

use crate::checklists::ChecklistVersion;
use crate::db::{DbError, Tx};
use crate::id::{ChecklistId, ChecklistVersionId, PersonId};
use crate::time::Timestamp;

/// Adds a shipped checklist without a version; false when another process was faster.
pub async fn insert_shipped(
    tx: &mut Tx,
    id: &ChecklistId,
    origin: &str,
    standard: bool,
    now: Timestamp,
) -> Result<bool, DbError> {
    let added = tx
        .query(
            "INSERT INTO checklists (id, origin, standard, archived, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (origin) DO NOTHING",
        )
        .bind_all((id, origin, standard, false, now))
        .execute()
        .await?;
    Ok(added == 1)
}

/// Adds an immutable version; `author` is none for a shipped one.
pub async fn insert_version(
    tx: &mut Tx,
    version: &ChecklistVersion,
    author: Option<PersonId>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO checklist_versions (id, checklist_id, number, document, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind_all((&version.id, &version.checklist_id))
    .bind_all((version.number, &version.document, author, now))
    .execute_exactly(1)
    .await
}

/// The newest version of the checklist that began as this shipped one, and whether it is still the shipped text.
pub async fn shipped(tx: &mut Tx, origin: &str) -> Result<Option<(ChecklistVersion, bool)>, DbError> {
    #[derive(sqlx::FromRow)]
    struct ShippedRow {
        #[sqlx(flatten)]
        version: ChecklistVersion,
        untouched: bool,
    }
    let row: Option<ShippedRow> = tx
        .query(
            "SELECT v.id, v.checklist_id, v.number, c.standard, v.document, v.created_by IS NULL AS untouched
             FROM checklists c JOIN checklist_versions v ON v.checklist_id = c.id
             WHERE c.origin = $1 ORDER BY v.number DESC LIMIT 1",
        )
        .bind(origin)
        .optional()
        .await?;
    Ok(row.map(|row| (row.version, row.untouched)))
}

/// The newest version of every checklist in use, the standard one first.
pub async fn checklists(tx: &mut Tx) -> Result<Vec<ChecklistVersion>, DbError> {
    tx.query(
        "SELECT v.id, v.checklist_id, v.number, c.standard, v.document
         FROM checklists c JOIN checklist_versions v ON v.checklist_id = c.id
         WHERE NOT c.archived
           AND v.number = (SELECT MAX(w.number) FROM checklist_versions w WHERE w.checklist_id = c.id)
         ORDER BY c.standard DESC, c.created_at, c.id",
    )
    .all()
    .await
}

/// One version of a checklist.
pub async fn version(tx: &mut Tx, id: &ChecklistVersionId) -> Result<ChecklistVersion, DbError> {
    tx.query(
        "SELECT v.id, v.checklist_id, v.number, c.standard, v.document
         FROM checklist_versions v JOIN checklists c ON c.id = v.checklist_id WHERE v.id = $1",
    )
    .bind(id)
    .one()
    .await
}

/// Every version, for names in lists.
pub async fn versions(tx: &mut Tx) -> Result<Vec<ChecklistVersion>, DbError> {
    tx.query(
        "SELECT v.id, v.checklist_id, v.number, c.standard, v.document
         FROM checklist_versions v JOIN checklists c ON c.id = v.checklist_id",
    )
    .all()
    .await
}
