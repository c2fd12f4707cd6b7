//! SQL of the audit log.

use super::{Act, ActGroup, Event};
use crate::db::{Cursor, DbError, Page, PreparedQuery, Tx};
use crate::id::PersonId;
use crate::people::Scope;
use crate::time::Timestamp;

/// An event as a new row; what follows says what to do when there is one with the same key.
macro_rules! insertion {
    ($when_there:literal) => {
        concat!(
            "INSERT INTO audit_events (id, at, actor, person_id, act, subject, manager_id, detail, times, once)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ",
            $when_there
        )
    };
}

fn insertion<'t>(
    tx: &'t mut Tx,
    sql: &'static str,
    event: &Event,
    once: Option<String>,
) -> PreparedQuery<'t> {
    tx.query(sql)
        .bind_all((&event.id, event.at, event.actor, &event.person_id))
        .bind_all((event.act, &event.subject, &event.manager_id))
        .bind_all((&event.detail, event.times, once))
}

/// Adds an event.
pub async fn insert(tx: &mut Tx, event: &Event) -> Result<(), DbError> {
    insertion(tx, insertion!(""), event, None)
        .execute_exactly(1)
        .await
}

/// Adds an event unless there is one with the same key.
pub async fn insert_once(tx: &mut Tx, event: &Event, once: String) -> Result<(), DbError> {
    let sql = insertion!("ON CONFLICT (once) DO NOTHING");
    insertion(tx, sql, event, Some(once)).execute().await.map(drop)
}

/// Adds an event, or counts the one with the same key once more.
pub async fn insert_or_count(tx: &mut Tx, event: &Event, once: String) -> Result<(), DbError> {
    let sql = insertion!("ON CONFLICT (once) DO UPDATE SET times = audit_events.times + 1, at = excluded.at");
    insertion(tx, sql, event, Some(once)).execute_exactly(1).await
}

/// Counts the event with this key once more; returns whether there is one.
pub async fn count_again(tx: &mut Tx, once: &str, now: Timestamp) -> Result<bool, DbError> {
    tx.query("UPDATE audit_events SET times = times + 1, at = $2 WHERE once = $1")
        .bind_all((once, now))
        .execute()
        .await
        .map(|rows| rows > 0)
}

/// How many events of this act there are since then.
pub async fn kept_since(tx: &mut Tx, act: Act, since: Timestamp) -> Result<i64, DbError> {
    tx.query("SELECT COUNT(*) FROM audit_events WHERE act = $1 AND at >= $2")
        .bind_all((act, since))
        .scalar()
        .await
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
        .bind_all((subject, since, person, act))
        .scalar()
        .await?;
    Ok(n > 0)
}

/// An event with the names of its people.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AuditLine {
    /// The event.
    #[sqlx(flatten)]
    pub event: Event,
    /// Who did it; none unless it was a person.
    pub person: Option<String>,
    /// Whose work it touches.
    pub manager: Option<String>,
}

/// True for an event that is of the scope: it touches the work of somebody in it, or nobody's and was done by somebody in
/// it. `m` is whose work it touches, `p` who did it.
macro_rules! of_scope {
    () => {
        $crate::people::visible!(team "CASE WHEN m.id IS NULL THEN p.team_id ELSE m.team_id END")
    };
}

pub(crate) use of_scope;

macro_rules! lines {
    ($($rest:expr),+ $(,)?) => {
        concat!(
            "SELECT v.id, v.at, v.actor, v.person_id, v.act, v.subject, v.manager_id, v.detail, v.times,
                    p.name AS person, m.name AS manager
             FROM audit_events v
             LEFT JOIN people p ON p.id = v.person_id
             LEFT JOIN people m ON m.id = v.manager_id
             WHERE ",
            $($rest),+
        )
    };
}

/// Acts that are told beside a thing; the log has them all.
const BESIDE: i64 = 200;

/// What was done last with the thing at this address, the oldest first.
pub async fn of_subject(tx: &mut Tx, address: &str) -> Result<Vec<AuditLine>, DbError> {
    tx.query(lines!(
        "v.id IN (SELECT l.id FROM audit_events l WHERE l.subject = $1 ORDER BY l.at DESC, l.id DESC LIMIT $2)
         ORDER BY v.at, v.id"
    ))
    .bind_all((address, BESIDE))
    .all()
    .await
}

/// Which events are looked for; empty fields mean any.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Done by this person.
    pub person: Option<PersonId>,
    /// Touching this person or their work.
    pub manager: Option<PersonId>,
    /// One of these acts; none for any.
    pub acts: Option<Vec<Act>>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// Acts as one text to look a word up in: `,plan-written,plan-changed,`.
fn words<'a>(acts: impl Iterator<Item = &'a Act>) -> String {
    acts.fold(",".to_owned(), |text, act| text + act.as_str() + ",")
}

/// Acts that only the administrator reads, and each person those that are their own.
fn closed() -> String {
    words(Act::ALL.iter().filter(|act| act.group() == ActGroup::Access))
}

/// How somebody got in, and links, tokens and passwords of theirs: the newest.
pub async fn own_access(tx: &mut Tx, person: &PersonId, limit: i64) -> Result<Vec<AuditLine>, DbError> {
    tx.query(lines!(
        "v.manager_id = $1 AND $2 LIKE '%,' || v.act || ',%' ORDER BY v.at DESC, v.id DESC LIMIT $3"
    ))
    .bind_all((person, closed(), limit))
    .all()
    .await
}

/// Is there a link to choose this person's password that was made or used since they have last read of it?
pub async fn has_untold_links(tx: &mut Tx, person: &PersonId) -> Result<bool, DbError> {
    let n: i64 = tx
        .query(
            "SELECT COUNT(*) FROM audit_events v
             WHERE v.manager_id = $1 AND v.act IN ('link-made', 'link-used')
               AND v.at > COALESCE((SELECT seen_at FROM link_notices WHERE person_id = $1), 0)",
        )
        .bind(person)
        .scalar()
        .await?;
    Ok(n > 0)
}

/// Links to choose this person's password that were made or used since then, the newest first.
pub async fn links(tx: &mut Tx, person: &PersonId, since: Timestamp) -> Result<Vec<AuditLine>, DbError> {
    tx.query(lines!(
        "v.manager_id = $1 AND v.act IN ('link-made', 'link-used') AND v.at > $2
         ORDER BY v.at DESC, v.id DESC LIMIT 12"
    ))
    .bind_all((person, since))
    .all()
    .await
}

/// Notes that this person has read of the links up to now.
pub async fn tell_links(tx: &mut Tx, person: &PersonId, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO link_notices (person_id, seen_at) VALUES ($1, $2)
         ON CONFLICT (person_id) DO UPDATE SET seen_at = $2",
    )
    .bind_all((person, now))
    .execute_exactly(1)
    .await
}

/// Events the scope covers, newest first, after `cursor`: those that touch the work of somebody in it, and those that
/// touch nobody's but were done by somebody in it; how people got in only where the scope is everybody.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &AuditFilter,
    cursor: &Cursor,
    limit: usize,
) -> Result<Page<AuditLine>, DbError> {
    let hidden = if *scope == Scope::All {
        String::new()
    } else {
        closed()
    };
    let rows = tx
        .query(lines!(
            of_scope!(),
            " AND $11 NOT LIKE '%,' || v.act || ',%'
               AND (CAST($3 AS TEXT) IS NULL OR v.person_id = $3)
               AND (CAST($4 AS TEXT) IS NULL OR v.manager_id = $4)
               AND (CAST($5 AS TEXT) IS NULL OR $5 LIKE '%,' || v.act || ',%')
               AND v.at >= $6 AND v.at < $7
               AND (v.at < $8 OR (v.at = $8 AND v.id < $9))
             ORDER BY v.at DESC, v.id DESC LIMIT $10"
        ))
        .scope(scope)
        .bind_all((&filter.person, &filter.manager))
        .bind(filter.acts.as_ref().map(|acts| words(acts.iter())))
        .bind(filter.from.unwrap_or(Timestamp(i64::MIN)))
        .bind(filter.until.unwrap_or(Timestamp(i64::MAX)))
        .bind_all((cursor.key, &cursor.id, limit as i64 + 1, hidden))
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |line: &AuditLine| Cursor {
        key: line.event.at.0,
        id: line.event.id.to_string(),
    }))
}
