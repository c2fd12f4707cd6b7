//! SQL of appeals.

use super::{Appeal, AppealDecision, AppealState};
use crate::checklists::Mark;
use crate::db::{Cursor, DbError, Page, Tx};
use crate::evaluations::TotalChange;
use crate::id::{AppealId, EvaluationId, PersonId};
use crate::people::{Scope, visible};
use crate::time::{Day, Timestamp};

macro_rules! appeals {
    ($rest:literal) => {
        appeals!("", $rest)
    };
    ($joined:literal, $rest:literal) => {
        concat!(
            "SELECT a.id, a.evaluation_id, a.item_key, a.mark_before, a.wished, a.reason, a.state, a.created_at, a.due,
                    a.decided_at, d.name AS decider, a.words, a.mark_after, a.total_before, a.total_after,
                    e.manager_id, p.name AS manager, e.reviewer_id, r.name AS reviewer, e.recording_id, e.client,
                    e.called_at
             FROM appeals a
             JOIN evaluations e ON e.id = a.evaluation_id
             JOIN people p ON p.id = e.manager_id
             JOIN people r ON r.id = e.reviewer_id
             LEFT JOIN people d ON d.id = a.decided_by ",
            $joined,
            " WHERE ",
            visible!(),
            " AND ",
            $rest
        )
    };
}

/// An appeal to add.
#[derive(Debug, Clone)]
pub struct NewAppeal {
    /// Identifier.
    pub id: AppealId,
    /// The evaluation.
    pub evaluation_id: EvaluationId,
    /// The item.
    pub item_key: String,
    /// Its mark, if any.
    pub mark_before: Option<Mark>,
    /// The mark the manager thinks right.
    pub wished: Mark,
    /// Why.
    pub reason: String,
    /// When.
    pub created_at: Timestamp,
    /// By when it is to be decided.
    pub due: Day,
}

/// Adds an open appeal; a second one of the same item violates `appeals_evaluation_id_live_item_key`.
pub async fn insert(tx: &mut Tx, appeal: &NewAppeal) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO appeals (id, evaluation_id, item_key, live_item, mark_before, wished, reason, state, created_at, due,
             words)
         VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, '')",
    )
    .bind_all((&appeal.id, &appeal.evaluation_id, &appeal.item_key))
    .bind_all((appeal.mark_before, appeal.wished, &appeal.reason))
    .bind_all((AppealState::Open, appeal.created_at, appeal.due))
    .execute_exactly(1)
    .await
}

/// An appeal the scope covers.
pub async fn appeal(tx: &mut Tx, scope: &Scope, id: &AppealId) -> Result<Option<Appeal>, DbError> {
    tx.query(appeals!("a.id = $3"))
        .scope(scope)
        .bind(id)
        .optional()
        .await
}

/// The appeals of an evaluation the scope covers, the first first.
pub async fn of_evaluation(
    tx: &mut Tx,
    scope: &Scope,
    evaluation: &EvaluationId,
) -> Result<Vec<Appeal>, DbError> {
    tx.query(appeals!("a.evaluation_id = $3 ORDER BY a.created_at, a.id"))
        .scope(scope)
        .bind(evaluation)
        .all()
        .await
}

/// Open appeals the scope covers, those that are due first, after `cursor`. Its key says nothing: a page begins after an
/// appeal, also when that is decided by now.
pub async fn open(
    tx: &mut Tx,
    scope: &Scope,
    cursor: &Cursor,
    limit: usize,
) -> Result<Page<Appeal>, DbError> {
    let rows = tx
        .query(appeals!(
            "LEFT JOIN appeals c ON c.id = $3",
            "a.state = 'open' AND (c.id IS NULL OR a.due > c.due
                 OR (a.due = c.due AND (a.created_at > c.created_at
                     OR (a.created_at = c.created_at AND a.id > c.id))))
             ORDER BY a.due, a.created_at, a.id LIMIT $4"
        ))
        .scope(scope)
        .bind_all((&cursor.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |appeal: &Appeal| Cursor {
        key: appeal.created_at.0,
        id: appeal.id.to_string(),
    }))
}

/// How many open appeals the scope covers.
pub async fn count_open(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    tx.query(concat!(
        "SELECT COUNT(*) FROM appeals a JOIN evaluations e ON e.id = a.evaluation_id JOIN people p ON p.id = e.manager_id
         WHERE a.state = 'open' AND ",
        visible!()
    ))
    .scope(scope)
    .scalar()
    .await
}

/// Decided appeals the scope covers, the last decided first, after `cursor`; none decided before `since`.
pub async fn decided(
    tx: &mut Tx,
    scope: &Scope,
    since: Timestamp,
    cursor: &Cursor,
    limit: usize,
) -> Result<Page<Appeal>, DbError> {
    let rows = tx
        .query(appeals!(
            "a.state IN ('accepted', 'partly', 'rejected') AND a.decided_at >= $3
               AND (a.decided_at < $4 OR (a.decided_at = $4 AND a.id < $5))
             ORDER BY a.decided_at DESC, a.id DESC LIMIT $6"
        ))
        .scope(scope)
        .bind_all((since, cursor.key, &cursor.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |appeal: &Appeal| Cursor {
        key: appeal.decided_at.unwrap_or_default().0,
        id: appeal.id.to_string(),
    }))
}

/// Stores a decision over an open appeal; [`DbError::Affected`] when it is not open any more.
pub async fn decide(
    tx: &mut Tx,
    id: &AppealId,
    decision: AppealDecision,
    (by, words): (&PersonId, &str),
    totals: TotalChange,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE appeals SET state = $2, decided_at = $3, decided_by = $4, words = $5, mark_after = $6, total_before = $7,
             total_after = $8
         WHERE id = $1 AND state = 'open'",
    )
    .bind_all((id, decision.state(), now, by, words))
    .bind_all((decision.mark(), totals.0, totals.1))
    .execute_exactly(1)
    .await
}

/// Takes an open appeal back; [`DbError::Affected`] when it is not open any more.
pub async fn withdraw(tx: &mut Tx, id: &AppealId, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "UPDATE appeals SET state = 'withdrawn', live_item = NULL, decided_at = $2 WHERE id = $1 AND state = 'open'",
    )
    .bind_all((id, now))
    .execute_exactly(1)
    .await
}
