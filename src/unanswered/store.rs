//! SQL of phrases without an answer.

use super::PhraseState;
use crate::db::{DbError, Tx};
use crate::id::{PersonId, UnansweredId};
use crate::playbook::EntryId;
use crate::time::Timestamp;

/// A phrase somebody kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct KeptPhrase {
    /// Its id.
    pub id: UnansweredId,
    /// What the client said.
    pub phrase: String,
    /// What was searched.
    pub query: String,
    /// Where the person was.
    pub page: String,
    /// Who asked.
    pub person: String,
    /// When.
    pub asked_at: Timestamp,
}

/// Keeps a phrase: the client's words, the query, the page. One that is there already stays.
pub async fn insert(
    tx: &mut Tx,
    id: &UnansweredId,
    person: &PersonId,
    (phrase, query, page): (String, String, String),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO unanswered (id, person_id, phrase, query, page, asked_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, 'open') ON CONFLICT (id) DO NOTHING",
    )
    .bind_all((id, person, phrase, query, page, now))
    .execute()
    .await?;
    Ok(())
}

/// Removes somebody's own open phrase.
pub async fn withdraw(tx: &mut Tx, id: &UnansweredId, person: &PersonId) -> Result<(), DbError> {
    tx.query("DELETE FROM unanswered WHERE id = $1 AND person_id = $2 AND state = 'open'")
        .bind_all((id, person))
        .execute()
        .await?;
    Ok(())
}

/// Open phrases, newest first.
pub async fn open(tx: &mut Tx, most: i64) -> Result<Vec<KeptPhrase>, DbError> {
    tx.query(
        "SELECT u.id, u.phrase, u.query, u.page, p.name AS person, u.asked_at
         FROM unanswered u JOIN people p ON p.id = u.person_id
         WHERE u.state = 'open' ORDER BY u.asked_at DESC, u.id LIMIT $1",
    )
    .bind(most)
    .all()
    .await
}

/// Settles an open phrase; 0 when it is settled or gone.
pub async fn settle(
    tx: &mut Tx,
    id: &UnansweredId,
    state: PhraseState,
    entry: Option<&EntryId>,
    by: &PersonId,
    now: Timestamp,
) -> Result<usize, DbError> {
    let changed = tx
        .query(
            "UPDATE unanswered SET state = $2, entry = $3, settled_by = $4, settled_at = $5
             WHERE id = $1 AND state = 'open'",
        )
        .bind_all((id, state, entry.map(ToString::to_string), by, now))
        .execute()
        .await?;
    Ok(usize::try_from(changed).unwrap_or(usize::MAX))
}

/// Phrases that an entry answers, the newest first, at most `most`: entry and words.
pub async fn kept_questions(tx: &mut Tx, most: i64) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT entry, phrase FROM unanswered WHERE state = 'answered' AND entry IS NOT NULL
         ORDER BY settled_at DESC, id LIMIT $1",
    )
    .bind(most)
    .all()
    .await
}

/// What came of somebody's phrase.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PhraseOutcome {
    /// The phrase.
    pub id: UnansweredId,
    /// What the client said.
    pub phrase: String,
    /// Answered or declined.
    pub state: PhraseState,
    /// The entry that answers.
    pub entry: Option<String>,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
}

/// Settled phrases of a person that they have not looked at, newest first.
pub async fn outcomes(tx: &mut Tx, person: &PersonId, most: i64) -> Result<Vec<PhraseOutcome>, DbError> {
    tx.query(
        "SELECT id, phrase, state, entry, settled_at FROM unanswered
         WHERE person_id = $1 AND state <> 'open' AND seen_at IS NULL ORDER BY settled_at DESC, id LIMIT $2",
    )
    .bind_all((person, most))
    .all()
    .await
}

/// Notes that the asker has looked; returns the entry, if there is one.
pub async fn saw(
    tx: &mut Tx,
    id: &UnansweredId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    let found: Option<(Option<String>,)> = tx
        .query("SELECT entry FROM unanswered WHERE id = $1 AND person_id = $2 AND state <> 'open'")
        .bind_all((id, person))
        .optional()
        .await?;
    tx.query("UPDATE unanswered SET seen_at = $3 WHERE id = $1 AND person_id = $2 AND state <> 'open'")
        .bind_all((id, person, now))
        .execute()
        .await?;
    Ok(found.and_then(|(entry,)| entry))
}

/// A phrase as the person sees it who kept it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnPhrase {
    /// What the client said.
    pub phrase: String,
    /// How far it is.
    pub state: PhraseState,
    /// The entry that answers.
    pub entry: Option<String>,
    /// When it was kept.
    pub asked_at: Timestamp,
}

/// A person's own phrases that wait or, if asked, were settled since a moment, newest first.
pub async fn own(
    tx: &mut Tx,
    person: &PersonId,
    settled_since: Option<Timestamp>,
    most: i64,
) -> Result<Vec<OwnPhrase>, DbError> {
    tx.query(
        "SELECT phrase, state, entry, asked_at FROM unanswered
         WHERE person_id = $1 AND (state = 'open' OR settled_at >= $2) ORDER BY asked_at DESC, id LIMIT $3",
    )
    .bind_all((person, settled_since, most))
    .all()
    .await
}
