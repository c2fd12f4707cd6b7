//! SQL of the audit log.

use super::{Act, Event};
use crate::db::{Cursor, DbError, Page, Tx};
use crate::id::PersonId;
use crate::people::Scope;
use crate::time::Timestamp;

/// Adds an event.
pub async fn insert(tx: &mut Tx, event: &Event) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO audit_events (id, at, person_id, act, subject, manager_id, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(event.id.clone())
    .bind(event.at)
    .bind(event.person_id.clone())
    .bind(event.act)
    .bind(event.subject.clone())
    .bind(event.manager_id.clone())
    .bind(event.detail.clone())
    .affect(1)
    .await
}

/// Adds an event unless there is one with the same key.
pub async fn insert_once(tx: &mut Tx, event: &Event, once: String) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO audit_events (id, at, person_id, act, subject, manager_id, detail, once)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (once) DO NOTHING",
    )
    .bind(event.id.clone())
    .bind(event.at)
    .bind(event.person_id.clone())
    .bind(event.act)
    .bind(event.subject.clone())
    .bind(event.manager_id.clone())
    .bind(event.detail.clone())
    .bind(once)
    .execute()
    .await
    .map(drop)
}

/// Was this act of this person on this thing kept after `since`?
pub async fn was_kept(
    tx: &mut Tx,
    person: &PersonId,
    act: Act,
    subject: &str,
    since: Timestamp,
) -> Result<bool, DbError> {
    let n: i64 = tx
        .query(
            "SELECT COUNT(*) FROM audit_events WHERE subject = $1 AND at > $2 AND person_id = $3 AND act = $4",
        )
        .bind(subject.to_owned())
        .bind(since)
        .bind(person.clone())
        .bind(act)
        .scalar()
        .await?;
    Ok(n > 0)
}

/// An event with the names of its people.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Line {
    /// The event.
    #[sqlx(flatten)]
    pub event: Event,
    /// Who did it; none for the service itself.
    pub person: Option<String>,
    /// Whose work it touches.
    pub manager: Option<String>,
}

macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "SELECT v.id, v.at, v.person_id, v.act, v.subject, v.manager_id, v.detail, p.name AS person, m.name AS manager
             FROM audit_events v
             LEFT JOIN people p ON p.id = v.person_id
             LEFT JOIN people m ON m.id = v.manager_id
             WHERE ",
            $rest
        )
    };
}

/// What was done with this thing, the oldest first.
pub async fn of_subject(tx: &mut Tx, subject: &str) -> Result<Vec<Line>, DbError> {
    tx.query(lines!("v.subject = $1 ORDER BY v.at, v.id"))
        .bind(subject.to_owned())
        .all()
        .await
}

/// Which events are looked for; empty fields mean any.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Done by this person.
    pub person: Option<PersonId>,
    /// Touching this manager's work.
    pub manager: Option<PersonId>,
    /// This act.
    pub act: Option<Act>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// Events the scope covers, newest first, after `cursor`: those that touch the work of somebody in it, and those that
/// touch nobody's but were done by somebody in it.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    cursor: &Cursor,
    limit: usize,
) -> Result<Page<Line>, DbError> {
    let rows = tx
        .query(lines!(
            "($1 = 'all' OR ($1 = 'team' AND (m.team_id = $2 OR (m.id IS NULL AND p.team_id = $2))))
               AND (CAST($3 AS TEXT) IS NULL OR v.person_id = $3)
               AND (CAST($4 AS TEXT) IS NULL OR v.manager_id = $4)
               AND (CAST($5 AS TEXT) IS NULL OR v.act = $5)
               AND v.at >= $6 AND v.at < $7
               AND (v.at < $8 OR (v.at = $8 AND v.id < $9))
             ORDER BY v.at DESC, v.id DESC LIMIT $10"
        ))
        .bind(scope.word())
        .bind(scope.key())
        .bind(filter.person.clone())
        .bind(filter.manager.clone())
        .bind(filter.act)
        .bind(filter.from.unwrap_or(Timestamp(i64::MIN)))
        .bind(filter.until.unwrap_or(Timestamp(i64::MAX)))
        .bind(cursor.key)
        .bind(cursor.id.clone())
        .bind(limit as i64 + 1)
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |line: &Line| Cursor {
        key: line.event.at.0,
        id: line.event.id.to_string(),
    }))
}
