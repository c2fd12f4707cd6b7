//! SQL of what people are told of their own access.

use crate::auth::notices::{AccessNotice, NoticeKind};
use crate::db::{DbError, Tx};
use crate::id::{AccessNoticeId, PersonId};
use crate::time::Timestamp;

/// The browser a session was begun in.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub(crate) struct SessionBrowser {
    /// Hash of its secret; empty for a session from before browsers were noted.
    browser_hash: String,
    /// Since when the person is known there.
    known_since: Timestamp,
}

/// The browser this session of this person was begun in.
pub(crate) async fn browser_of(
    tx: &mut Tx,
    person: &PersonId,
    session: &str,
) -> Result<SessionBrowser, DbError> {
    let here: Option<SessionBrowser> = tx
        .query(
            "SELECT s.browser_hash, COALESCE(b.created_at, 0) AS known_since FROM sessions s
             LEFT JOIN known_browsers b ON b.secret_hash = s.browser_hash AND b.person_id = s.person_id
             WHERE s.token_hash = $1 AND s.person_id = $2",
        )
        .bind_all((session, person))
        .optional()
        .await?;
    Ok(here.unwrap_or_default())
}

/// Adds a notice that tells of this browser.
pub(crate) async fn insert_notice(
    tx: &mut Tx,
    notice: &AccessNotice,
    person: &PersonId,
    browser_hash: &str,
    by: Option<&PersonId>,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO access_notices (id, person_id, at, kind, address, user_agent, browser_hash, by_person_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind_all((&notice.id, person, notice.at, notice.kind))
    .bind_all((&notice.address, &notice.user_agent, browser_hash, by))
    .execute_exactly(1)
    .await
}

/// Was this told since then?
pub(crate) async fn has_notice(
    tx: &mut Tx,
    person: &PersonId,
    kind: NoticeKind,
    since: Timestamp,
) -> Result<bool, DbError> {
    let n: i64 = tx
        .query("SELECT COUNT(*) FROM access_notices WHERE person_id = $1 AND kind = $2 AND at > $3")
        .bind_all((person, kind, since))
        .scalar()
        .await?;
    Ok(n > 0)
}

/// What is not read in this browser and tells of another one, the newest first.
pub(crate) async fn notices(
    tx: &mut Tx,
    person: &PersonId,
    here: &SessionBrowser,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<AccessNotice>, DbError> {
    tx.query(
        "SELECT n.id, n.at, n.kind, n.address, n.user_agent, p.name AS by_name FROM access_notices n
         LEFT JOIN people p ON p.id = n.by_person_id
         WHERE n.person_id = $1 AND n.at > $4 AND (n.browser_hash = '' OR n.browser_hash <> $2)
           AND (n.read_since IS NULL OR n.read_since > $3)
         ORDER BY n.at DESC, n.id DESC LIMIT $5",
    )
    .bind_all((person, &here.browser_hash, here.known_since, since, limit))
    .all()
    .await
}

/// What is there up to this notice is read in this browser, and in those the person came to know later.
pub(crate) async fn read_notices(
    tx: &mut Tx,
    person: &PersonId,
    here: &SessionBrowser,
    last: &AccessNoticeId,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE access_notices SET read_since = $3
         WHERE person_id = $1 AND id <= $4 AND (browser_hash = '' OR browser_hash <> $2)
           AND (read_since IS NULL OR read_since > $3)",
    )
    .bind_all((person, &here.browser_hash, here.known_since, last))
    .execute()
    .await
    .map(drop)
}

/// Removes what was told before `since`.
pub(crate) async fn sweep_notices(tx: &mut Tx, since: Timestamp) -> Result<(), DbError> {
    tx.query("DELETE FROM access_notices WHERE at <= $1")
        .bind(since)
        .execute()
        .await
        .map(drop)
}
