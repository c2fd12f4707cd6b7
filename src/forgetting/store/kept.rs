//! SQL of what is kept for a time: what is due, by kind, and the nights on which it went.

use std::collections::BTreeMap;

use crate::audit::store::of_scope;
use crate::db::{DbError, JsonText, Tx};
use crate::id::RecordingId;
use crate::people::{Scope, visible};
use crate::time::{Day, Timestamp};

/// A recording is due by its call and by its upload; what a shared snippet with a stated ground or an open appeal needs,
/// is not.
macro_rules! old {
    () => {
        concat!(
            "r.called_at < $3 AND r.created_at < $3 AND p.id = r.manager_id
         AND ",
            visible!()
        )
    };
}
macro_rules! needed {
    () => {
        "(EXISTS (SELECT 1 FROM snippets s WHERE s.recording_id = r.id AND s.removed_at IS NULL
                  AND s.ground IS NOT NULL AND s.consent_of = r.manager_id)
          OR EXISTS (SELECT 1 FROM appeals a JOIN evaluations e ON e.id = a.evaluation_id
                     WHERE e.recording_id = r.id AND a.state = 'open'))"
    };
}
macro_rules! has_text {
    () => {
        "EXISTS (SELECT 1 FROM transcripts t WHERE t.recording_id = r.id)"
    };
}

/// Due and needed all the same, of recordings or of those with a text.
pub async fn recordings(
    tx: &mut Tx,
    scope: &Scope,
    before: Timestamp,
    with_text: bool,
) -> Result<(i64, i64), DbError> {
    let row: (Option<i64>, Option<i64>) = tx
        .query(concat!(
            "SELECT CAST(SUM(CASE WHEN ",
            needed!(),
            " THEN 0 ELSE 1 END) AS BIGINT), CAST(SUM(CASE WHEN ",
            needed!(),
            " THEN 1 ELSE 0 END) AS BIGINT)
             FROM recordings r JOIN people p ON p.id = r.manager_id WHERE ",
            old!(),
            " AND ($4 = FALSE OR ",
            has_text!(),
            ")"
        ))
        .scope(scope)
        .bind_all((before, with_text))
        .one()
        .await?;
    Ok((row.0.unwrap_or(0), row.1.unwrap_or(0)))
}

/// Recordings that are due, so many.
pub async fn due(
    tx: &mut Tx,
    before: Timestamp,
    with_text: bool,
    limit: usize,
) -> Result<Vec<RecordingId>, DbError> {
    let rows: Vec<(RecordingId,)> = tx
        .query(concat!(
            "SELECT r.id FROM recordings r JOIN people p ON p.id = r.manager_id WHERE ",
            old!(),
            " AND ($4 = FALSE OR ",
            has_text!(),
            ") AND NOT ",
            needed!(),
            " ORDER BY r.called_at, r.id LIMIT $5"
        ))
        .scope(&Scope::All)
        .bind_all((before, with_text, limit as i64))
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Removes every text of a recording, and what it is found by.
pub async fn remove_texts(tx: &mut Tx, recording: &RecordingId) -> Result<(), DbError> {
    tx.query("DELETE FROM transcripts WHERE recording_id = $1")
        .bind(recording)
        .execute()
        .await?;
    tx.query("DELETE FROM spoken_words WHERE recording_id = $1")
        .bind(recording)
        .execute()
        .await?;
    Ok(())
}

/// Searches of people the scope covers, and their questions that were dealt with, from before a moment.
pub async fn searches(tx: &mut Tx, scope: &Scope, before: Timestamp) -> Result<i64, DbError> {
    tx.query(concat!(
        "SELECT CAST((SELECT COUNT(*) FROM searches s JOIN people p ON p.id = s.person_id
                      WHERE ",
        visible!(),
        " AND s.asked_at < $3)
                   + (SELECT COUNT(*) FROM unanswered u JOIN people p ON p.id = u.person_id
                      WHERE ",
        visible!(),
        " AND u.asked_at < $3 AND u.state <> 'open') AS BIGINT)"
    ))
    .scope(scope)
    .bind(before)
    .scalar()
    .await
}

/// Removes some of them; returns how many.
pub async fn remove_searches(tx: &mut Tx, before: Timestamp, limit: usize) -> Result<u64, DbError> {
    let gone = tx
        .query(
            "DELETE FROM searches WHERE id IN (SELECT id FROM searches WHERE asked_at < $1 ORDER BY asked_at LIMIT $2)",
        )
        .bind_all((before, limit as i64))
        .execute()
        .await?;
    let settled = tx
        .query(
            "DELETE FROM unanswered WHERE id IN (
                 SELECT id FROM unanswered WHERE asked_at < $1 AND state <> 'open' ORDER BY asked_at LIMIT $2)",
        )
        .bind_all((before, limit as i64))
        .execute()
        .await?;
    Ok(gone + settled)
}

/// Acts in the log that the scope covers, from before a moment.
pub async fn acts(tx: &mut Tx, scope: &Scope, before: Timestamp) -> Result<i64, DbError> {
    tx.query(concat!(
        "SELECT COUNT(*) FROM audit_events v LEFT JOIN people p ON p.id = v.person_id LEFT JOIN people m ON m.id = v.manager_id
         WHERE ",
        of_scope!(),
        " AND v.at < $3"
    ))
    .scope(scope)
    .bind(before)
    .scalar()
    .await
}

/// Removes some of them; returns how many.
pub async fn remove_acts(tx: &mut Tx, before: Timestamp, limit: usize) -> Result<u64, DbError> {
    tx.query("DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events WHERE at < $1 ORDER BY at, id LIMIT $2)")
        .bind_all((before, limit as i64))
        .execute()
        .await
}

/// A night.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RetentionSweep {
    /// Which.
    pub day: Day,
    /// The settings it went by: days of each kind.
    pub days: JsonText<BTreeMap<String, i64>>,
    /// How many of each kind went.
    pub counts: JsonText<BTreeMap<String, i64>>,
    /// When it was over.
    pub swept_at: Timestamp,
}

/// The last nights, the newest first.
pub async fn sweeps(tx: &mut Tx, limit: usize) -> Result<Vec<RetentionSweep>, DbError> {
    tx.query("SELECT day, days, counts, swept_at FROM retention_sweeps ORDER BY day DESC LIMIT $1")
        .bind(limit as i64)
        .all()
        .await
}

/// Keeps a night.
pub async fn keep(tx: &mut Tx, sweep: &RetentionSweep) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO retention_sweeps (day, days, counts, swept_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (day) DO UPDATE SET days = excluded.days, counts = excluded.counts, swept_at = excluded.swept_at",
    )
    .bind_all((sweep.day, &sweep.days, &sweep.counts, sweep.swept_at))
    .execute()
    .await
    .map(drop)
}
