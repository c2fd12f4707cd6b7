//! SQL of published evaluations with their answers.

use std::collections::HashMap;
use std::sync::Arc;

use crate::checklists::{Answers, Checklist, store as checklists};
use crate::db::{DbError, JsonText, Tx};
use crate::evaluations::PublishedScore;
use crate::id::{ChecklistVersionId, EvaluationId, PersonId, RecordingId};
use crate::time::Timestamp;

#[derive(sqlx::FromRow)]
struct PublishedScoreRow {
    id: EvaluationId,
    recording_id: Option<RecordingId>,
    client: String,
    called_at: Timestamp,
    published_at: Timestamp,
    answers: JsonText<Answers>,
    version_id: ChecklistVersionId,
    opinion: bool,
}

/// Each version is read once, however many evaluations were made with it.
async fn with_checklists(tx: &mut Tx, rows: Vec<PublishedScoreRow>) -> Result<Vec<PublishedScore>, DbError> {
    let mut checklists: HashMap<ChecklistVersionId, Arc<Checklist>> = HashMap::new();
    let mut published = Vec::with_capacity(rows.len());
    for row in rows {
        let known = checklists.get(&row.version_id).map(Arc::clone);
        let checklist = if let Some(known) = known {
            known
        } else {
            let read = Arc::new(checklists::version(tx, &row.version_id).await?.document.0);
            checklists.insert(row.version_id, Arc::clone(&read));
            read
        };
        published.push(PublishedScore {
            id: row.id,
            recording_id: row.recording_id,
            client: row.client,
            called_at: row.called_at,
            published_at: row.published_at,
            answers: row.answers.0,
            checklist,
            opinion: row.opinion,
        });
    }
    Ok(published)
}

macro_rules! published {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.recording_id, e.client, e.called_at, e.published_at, e.answers, e.version_id,
                    s.evaluation_id IS NOT NULL AS opinion
             FROM evaluations e LEFT JOIN self_assessments s ON s.evaluation_id = e.id
             WHERE e.state = 'published' AND e.manager_id = $1 AND ",
            $rest
        )
    };
}

/// A manager's evaluations published after `since`, the oldest first.
pub async fn published_since(
    tx: &mut Tx,
    manager: &PersonId,
    since: Timestamp,
    limit: usize,
) -> Result<Vec<PublishedScore>, DbError> {
    let rows = tx
        .query(published!(
            "e.published_at > $2 ORDER BY e.published_at, e.id LIMIT $3"
        ))
        .bind_all((manager, since, limit as i64))
        .all()
        .await?;
    with_checklists(tx, rows).await
}

/// The last `limit` of a manager's evaluations published up to `until`, the oldest first.
pub async fn published_until(
    tx: &mut Tx,
    manager: &PersonId,
    until: Timestamp,
    limit: usize,
) -> Result<Vec<PublishedScore>, DbError> {
    let mut last: Vec<PublishedScoreRow> = tx
        .query(published!(
            "e.published_at <= $2 ORDER BY e.published_at DESC, e.id DESC LIMIT $3"
        ))
        .bind_all((manager, until, limit as i64))
        .all()
        .await?;
    last.reverse();
    with_checklists(tx, last).await
}
