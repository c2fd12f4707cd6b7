//! SQL of published evaluations with their answers.

use crate::db::{DbError, Tx};
use crate::id::PersonId;
use crate::scorecards::Graded;
use crate::time::Timestamp;

macro_rules! graded {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.recording_id, e.client, e.called_at, e.published_at, e.answers, e.snapshot,
                    s.evaluation_id IS NOT NULL AS opinion
             FROM evaluations e LEFT JOIN self_assessments s ON s.evaluation_id = e.id
             WHERE e.state = 'published' AND e.snapshot IS NOT NULL AND e.manager_id = $1 AND ",
            $rest
        )
    };
}

/// A manager's evaluations published after `since`, the oldest first.
pub async fn graded_since(
    tx: &mut Tx,
    manager: &PersonId,
    since: Timestamp,
    limit: usize,
) -> Result<Vec<Graded>, DbError> {
    tx.query(graded!(
        "e.published_at > $2 ORDER BY e.published_at, e.id LIMIT $3"
    ))
    .bind(manager.clone())
    .bind(since)
    .bind(limit as i64)
    .all()
    .await
}

/// The last `limit` of a manager's evaluations published up to `until`, the oldest first.
pub async fn graded_until(
    tx: &mut Tx,
    manager: &PersonId,
    until: Timestamp,
    limit: usize,
) -> Result<Vec<Graded>, DbError> {
    let mut last: Vec<Graded> = tx
        .query(graded!(
            "e.published_at <= $2 ORDER BY e.published_at DESC, e.id DESC LIMIT $3"
        ))
        .bind(manager.clone())
        .bind(until)
        .bind(limit as i64)
        .all()
        .await?;
    last.reverse();
    Ok(last)
}
