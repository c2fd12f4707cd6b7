//! SQL of sheets that wait to become a checklist, and of evaluations that leave as one.

use super::mapping::Mapping;
use super::table::SheetTable;
use crate::checklists::{Answers, ChecklistVersion};
use crate::db::{DbError, JsonText, Tx};
use crate::evaluations::EvaluationSnapshot;
use crate::id::{ChecklistId, EvaluationId, PersonId, SheetImportId};
use crate::people::{Scope, visible};
use crate::time::Timestamp;

/// A sheet somebody brought.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SheetImport {
    /// Identifier.
    pub id: SheetImportId,
    /// Name of the file, without a path.
    pub file_name: String,
    /// Its tables.
    pub cells: JsonText<Vec<SheetTable>>,
    /// Which column holds what.
    pub mapping: JsonText<Mapping>,
}

/// A line of the list of sheets that wait.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PendingSheet {
    /// Identifier.
    pub id: SheetImportId,
    /// Name of the file.
    pub file_name: String,
    /// When it was brought.
    pub created_at: Timestamp,
}

/// Keeps a sheet until `expires`.
pub async fn insert(
    tx: &mut Tx,
    import: &SheetImport,
    owner: &PersonId,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO sheet_imports (id, person_id, file_name, cells, mapping, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind_all((&import.id, owner, &import.file_name))
    .bind_all((&import.cells, &import.mapping, now, expires))
    .execute_exactly(1)
    .await
}

/// A sheet of this person that has not expired.
pub async fn find(
    tx: &mut Tx,
    id: &SheetImportId,
    owner: &PersonId,
    now: Timestamp,
) -> Result<Option<SheetImport>, DbError> {
    tx.query(
        "SELECT id, file_name, cells, mapping FROM sheet_imports
         WHERE id = $1 AND person_id = $2 AND expires_at > $3",
    )
    .bind_all((id, owner, now))
    .optional()
    .await
}

/// The sheets of this person that wait, the newest first.
pub async fn waiting(tx: &mut Tx, owner: &PersonId, now: Timestamp) -> Result<Vec<PendingSheet>, DbError> {
    tx.query(
        "SELECT id, file_name, created_at FROM sheet_imports
         WHERE person_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC",
    )
    .bind_all((owner, now))
    .all()
    .await
}

/// Keeps the corrected mapping.
pub async fn save(tx: &mut Tx, id: &SheetImportId, mapping: Mapping) -> Result<(), DbError> {
    tx.query("UPDATE sheet_imports SET mapping = $2 WHERE id = $1")
        .bind_all((id, JsonText(mapping)))
        .execute_exactly(1)
        .await
}

/// Forgets a sheet of this person; nothing when it is gone already.
pub async fn delete(tx: &mut Tx, id: &SheetImportId, owner: &PersonId) -> Result<(), DbError> {
    tx.query("DELETE FROM sheet_imports WHERE id = $1 AND person_id = $2")
        .bind_all((id, owner))
        .execute()
        .await?;
    Ok(())
}

/// Forgets everybody's expired sheets, and all but the newest `keep` of this person.
pub async fn purge(tx: &mut Tx, owner: &PersonId, now: Timestamp, keep: i64) -> Result<(), DbError> {
    tx.query(
        "DELETE FROM sheet_imports WHERE expires_at <= $2 OR (person_id = $1 AND id NOT IN
             (SELECT w.id FROM sheet_imports w WHERE w.person_id = $1 ORDER BY w.created_at DESC, w.id DESC LIMIT $3))",
    )
    .bind_all((owner, now, keep))
    .execute()
    .await?;
    Ok(())
}

/// A version of a checklist by its number, or the newest.
pub async fn version(
    tx: &mut Tx,
    checklist: &ChecklistId,
    number: Option<i32>,
) -> Result<Option<ChecklistVersion>, DbError> {
    tx.query(
        "SELECT v.id, v.checklist_id, v.number, c.standard, v.document
         FROM checklist_versions v JOIN checklists c ON c.id = v.checklist_id
         WHERE v.checklist_id = $1 AND (CAST($2 AS INTEGER) IS NULL OR v.number = $2)
         ORDER BY v.number DESC LIMIT 1",
    )
    .bind_all((checklist, number))
    .optional()
    .await
}

/// A published evaluation as it leaves.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ExportedEvaluation {
    /// The evaluation.
    pub id: EvaluationId,
    /// Whose call.
    pub manager: String,
    /// Who listened.
    pub reviewer: String,
    /// The client.
    pub client: String,
    /// When the call was.
    pub called_at: Timestamp,
    /// When it was published.
    pub published_at: Timestamp,
    /// The checklist across its versions.
    pub checklist_id: ChecklistId,
    /// The version's number.
    pub number: i32,
    /// Everything answered.
    pub answers: JsonText<Answers>,
    /// Checklist and arithmetic as published.
    pub snapshot: JsonText<EvaluationSnapshot>,
}

/// What narrows the evaluations that leave.
#[derive(Debug, Clone, Default)]
pub struct EvaluationSelection {
    /// Of this manager.
    pub manager: Option<PersonId>,
    /// Of this checklist, in any version.
    pub checklist: Option<ChecklistId>,
    /// Calls from here.
    pub from: Option<Timestamp>,
    /// Calls before this moment.
    pub before: Option<Timestamp>,
}

/// Published evaluations the scope covers, by the time of the call. What a manager has not yet given an opinion on is left
/// out of their own.
pub async fn leaving(
    tx: &mut Tx,
    scope: &Scope,
    wanted: &EvaluationSelection,
    limit: usize,
) -> Result<Vec<ExportedEvaluation>, DbError> {
    tx.query(concat!(
        "SELECT e.id, p.name AS manager, r.name AS reviewer, e.client, e.called_at, e.published_at, v.checklist_id,
                v.number, e.answers, e.snapshot
         FROM evaluations e
         JOIN people p ON p.id = e.manager_id
         JOIN people r ON r.id = e.reviewer_id
         JOIN checklist_versions v ON v.id = e.version_id
         LEFT JOIN self_assessments s ON s.evaluation_id = e.id
         WHERE e.state = 'published'
           AND ",
        visible!(own if "s.evaluation_id IS NOT NULL")
    ))
    .scope(scope)
    .clause_for(" AND e.manager_id = $1", wanted.manager.as_ref())
    .clause_for(" AND v.checklist_id = $1", wanted.checklist.as_ref())
    .clause_for(" AND e.called_at >= $1", wanted.from)
    .clause_for(" AND e.called_at < $1", wanted.before)
    .clause(" ORDER BY e.called_at, e.id LIMIT $1")
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .all()
    .await
}
