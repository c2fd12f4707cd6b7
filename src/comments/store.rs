//! SQL of comments. Who reads one is decided here, in every statement that reads for somebody: who sees the recording.

use super::comment::{Comment, CommentReply};
use crate::db::{Cursor, DbError, Page, Tx};
use crate::id::{CommentId, PersonId, RecordingId};
use crate::people::{Scope, visible};
use crate::time::Timestamp;

macro_rules! comments {
    ($condition:literal) => {
        concat!(
            "SELECT m.id, m.recording_id, m.at_ms, m.kind, m.text, m.author_id, a.name AS author, m.created_at,
                    m.asked_id, q.name AS asked, m.closed_at, m.passed_at
             FROM comments m JOIN recordings r ON r.id = m.recording_id JOIN people p ON p.id = r.manager_id
             JOIN people a ON a.id = m.author_id LEFT JOIN people q ON q.id = m.asked_id
             WHERE ",
            visible!(),
            " AND ",
            $condition
        )
    };
}

/// Adds a comment; one that is there already stays.
pub async fn insert(tx: &mut Tx, comment: &Comment) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO comments (id, recording_id, at_ms, kind, text, author_id, created_at, asked_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
    )
    .bind_all((&comment.id, &comment.recording_id, comment.at_ms))
    .bind_all((comment.kind, &comment.text, &comment.author_id))
    .bind_all((comment.created_at, &comment.asked_id))
    .execute()
    .await?;
    Ok(())
}

/// The comment, if this scope sees its recording.
pub async fn find(tx: &mut Tx, scope: &Scope, id: &CommentId) -> Result<Option<Comment>, DbError> {
    tx.query(comments!("m.id = $3"))
        .scope(scope)
        .bind(id)
        .optional()
        .await
}

/// Comments of a recording this scope sees, by time, after a place in that order.
pub async fn of_recording(
    tx: &mut Tx,
    scope: &Scope,
    recording: &RecordingId,
    after: &Cursor,
    limit: usize,
) -> Result<Page<Comment>, DbError> {
    let rows = tx
        .query(comments!(
            "m.recording_id = $3 AND (m.at_ms > $4 OR (m.at_ms = $4 AND m.id > $5)) ORDER BY m.at_ms, m.id LIMIT $6"
        ))
        .scope(scope)
        .bind_all((recording, after.key, &after.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |comment: &Comment| Cursor {
        key: comment.at_ms,
        id: comment.id.to_string(),
    }))
}

/// How many comments a recording has, and how many of them are questions that wait.
pub async fn count(tx: &mut Tx, recording: &RecordingId) -> Result<(i64, i64), DbError> {
    tx.query(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN kind = 'question' AND closed_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM comments WHERE recording_id = $1",
    )
    .bind(recording)
    .one()
    .await
}

/// Replies to the comments of a recording between two moments, the oldest first.
pub async fn replies(
    tx: &mut Tx,
    recording: &RecordingId,
    (from_ms, to_ms): (i64, i64),
) -> Result<Vec<CommentReply>, DbError> {
    tx.query(
        "SELECT y.id, y.comment_id, a.name AS author, y.text, y.created_at
         FROM comment_replies y JOIN comments m ON m.id = y.comment_id JOIN people a ON a.id = y.author_id
         WHERE m.recording_id = $1 AND m.at_ms >= $2 AND m.at_ms <= $3 ORDER BY y.created_at, y.id",
    )
    .bind_all((recording, from_ms, to_ms))
    .all()
    .await
}

/// How many replies a comment has.
pub async fn count_replies(tx: &mut Tx, id: &CommentId) -> Result<i64, DbError> {
    tx.query("SELECT COUNT(*) FROM comment_replies WHERE comment_id = $1")
        .bind(id)
        .scalar()
        .await
}

/// Adds a reply.
pub async fn insert_reply(tx: &mut Tx, reply: &CommentReply, author: &PersonId) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO comment_replies (id, comment_id, author_id, text, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind_all((&reply.id, &reply.comment_id, author))
    .bind_all((&reply.text, reply.created_at))
    .execute()
    .await?;
    Ok(())
}

/// Notes that a question is answered or closed; one that is already stays as it was.
pub async fn close(tx: &mut Tx, id: &CommentId, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE comments SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL")
        .bind_all((id, now))
        .execute()
        .await
        .map(drop)
}

/// Notes that an idea was passed on; false when it was before.
pub async fn pass(tx: &mut Tx, id: &CommentId, now: Timestamp) -> Result<bool, DbError> {
    let changed = tx
        .query("UPDATE comments SET passed_at = $2 WHERE id = $1 AND passed_at IS NULL")
        .bind_all((id, now))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Removes a comment.
pub async fn delete(tx: &mut Tx, id: &CommentId) -> Result<(), DbError> {
    tx.query("DELETE FROM comments WHERE id = $1")
        .bind(id)
        .execute_exactly(1)
        .await
}

/// Who can be asked about a recording: the manager and the heads of their team who still work here, but for `asking`.
pub async fn askable(
    tx: &mut Tx,
    recording: &RecordingId,
    asking: &PersonId,
) -> Result<Vec<(PersonId, String)>, DbError> {
    tx.query(
        "SELECT o.id, o.name FROM people o, recordings r JOIN people p ON p.id = r.manager_id
         WHERE r.id = $1 AND o.active AND o.id <> $2
           AND (o.id = p.id OR (o.role = 'head' AND o.team_id = p.team_id))
         ORDER BY o.name, o.id",
    )
    .bind_all((recording, asking))
    .all()
    .await
}

/// A question that waits for somebody, as the first page lists it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenQuestion {
    /// The recording.
    pub recording_id: RecordingId,
    /// The moment, in ms.
    pub at_ms: i64,
    /// The question.
    pub text: String,
    /// Who asks.
    pub author: String,
    /// Whose call it is.
    pub manager: String,
    /// When it was asked.
    pub created_at: Timestamp,
}

/// Questions that wait for this person, the oldest first.
pub async fn open_questions(
    tx: &mut Tx,
    person: &PersonId,
    scope: &Scope,
    limit: usize,
) -> Result<Vec<OpenQuestion>, DbError> {
    tx.query(concat!(
        "SELECT m.recording_id, m.at_ms, m.text, a.name AS author, p.name AS manager, m.created_at
         FROM comments m JOIN recordings r ON r.id = m.recording_id JOIN people p ON p.id = r.manager_id
         JOIN people a ON a.id = m.author_id
         WHERE ",
        visible!(),
        " AND m.asked_id = $3 AND m.closed_at IS NULL ORDER BY m.created_at, m.id LIMIT $4"
    ))
    .scope(scope)
    .bind_all((person, limit as i64))
    .all()
    .await
}
