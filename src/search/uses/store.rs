//! SQL of searches, use, verdicts and what one used last.

use crate::db::{DbError, JsonText, Tx};
use crate::id::{PersonId, SearchId};
use crate::playbook::EntryId;
use crate::time::{Day, Timestamp};

/// A search to be logged.
#[derive(Debug, Clone)]
pub struct LoggedSearch {
    /// Its id.
    pub id: SearchId,
    /// What was typed.
    pub query: String,
    /// What else it was read as.
    pub tried: JsonText<Vec<String>>,
    /// Where it was begun.
    pub page: String,
    /// Entries found.
    pub hits: i64,
    /// Do they cover what was typed?
    pub sure: bool,
}

/// Logs a search, or what it has become; somebody else's is left alone.
pub async fn put_search(
    tx: &mut Tx,
    search: &LoggedSearch,
    person: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO searches (id, person_id, query, tried, page, hits, sure, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE SET query = excluded.query, tried = excluded.tried, hits = excluded.hits,
             sure = excluded.sure
         WHERE searches.person_id = excluded.person_id",
    )
    .bind_all((&search.id, person, &search.query))
    .bind_all((&search.tried, &search.page, search.hits, search.sure, now))
    .execute()
    .await?;
    Ok(())
}

/// Notes the first answer a search led to.
pub async fn took(
    tx: &mut Tx,
    search: &SearchId,
    person: &PersonId,
    (entry, answer): (&EntryId, &str),
    after_ms: i64,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE searches SET entry = $3, answer = $4, taken_ms = $5
         WHERE id = $1 AND person_id = $2 AND entry IS NULL",
    )
    .bind_all((search, person, entry.to_string(), answer, after_ms))
    .execute()
    .await?;
    Ok(())
}

/// One use more on this day.
pub async fn count(tx: &mut Tx, entry: &EntryId, answer: &str, day: Day) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO entry_uses (entry, answer, day, taken) VALUES ($1, $2, $3, 1)
         ON CONFLICT (entry, answer, day) DO UPDATE SET taken = entry_uses.taken + 1",
    )
    .bind_all((entry.to_string(), answer, day))
    .execute_exactly(1)
    .await
}

/// Puts an entry first among those a person used last.
pub async fn remember(
    tx: &mut Tx,
    person: &PersonId,
    entry: &EntryId,
    answer: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO recent_entries (person_id, entry, answer, used_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, entry) DO UPDATE SET answer = excluded.answer, used_at = excluded.used_at",
    )
    .bind_all((person, entry.to_string(), answer, now))
    .execute_exactly(1)
    .await
}

/// What a person used last: entry, answer, when; newest first.
pub async fn recent(
    tx: &mut Tx,
    person: &PersonId,
    most: i64,
) -> Result<Vec<(String, String, Timestamp)>, DbError> {
    tx.query(
        "SELECT entry, answer, used_at FROM recent_entries WHERE person_id = $1
         ORDER BY used_at DESC, entry LIMIT $2",
    )
    .bind_all((person, most))
    .all()
    .await
}

/// Notes a verdict; the last one of a day counts.
pub async fn judge(
    tx: &mut Tx,
    person: &PersonId,
    (entry, answer): (&EntryId, &str),
    day: Day,
    helped: bool,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO answer_verdicts (person_id, entry, answer, day, helped) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person_id, entry, answer, day) DO UPDATE SET helped = excluded.helped",
    )
    .bind_all((person, entry.to_string(), answer, day, helped))
    .execute_exactly(1)
    .await
}

/// Use and verdicts of one answer; `answer` is empty for a whole entry.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AnswerUsage {
    /// The entry.
    pub entry: String,
    /// The answer's name.
    pub answer: String,
    /// Times taken.
    pub taken: i64,
    /// Verdicts "helped".
    pub helped: i64,
    /// Verdicts "did not help".
    pub not_helped: i64,
}

/// Use and verdicts of everything since a day, that day included.
pub async fn used(tx: &mut Tx, since: Day) -> Result<Vec<AnswerUsage>, DbError> {
    tx.query(
        "SELECT entry, answer, CAST(SUM(taken) AS BIGINT) AS taken, CAST(SUM(helped) AS BIGINT) AS helped,
                CAST(SUM(not_helped) AS BIGINT) AS not_helped
         FROM (
             SELECT entry, answer, taken, 0 AS helped, 0 AS not_helped FROM entry_uses WHERE day >= $1
             UNION ALL
             SELECT entry, answer, 0, CASE WHEN helped THEN 1 ELSE 0 END, CASE WHEN helped THEN 0 ELSE 1 END
             FROM answer_verdicts WHERE day >= $1
         ) AS all_uses
         GROUP BY entry, answer ORDER BY entry, answer",
    )
    .bind(since)
    .all()
    .await
}

/// What was asked since a moment before an entry was opened, what was asked most first, at most `most`: entry and words.
pub async fn asked_for(tx: &mut Tx, since: Timestamp, most: i64) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT entry, query AS phrase FROM searches WHERE entry IS NOT NULL AND asked_at >= $1
         GROUP BY entry, query ORDER BY COUNT(*) DESC, entry, query LIMIT $2",
    )
    .bind_all((since, most))
    .all()
    .await
}

/// Searches since a moment: how many, how many led to an answer.
pub async fn success(tx: &mut Tx, since: Timestamp) -> Result<(i64, i64), DbError> {
    tx.query(
        "SELECT CAST(COUNT(*) AS BIGINT), CAST(COUNT(entry) AS BIGINT) FROM searches WHERE asked_at >= $1",
    )
    .bind(since)
    .one()
    .await
}

/// Milliseconds from the first key to the answer, of every successful search since a moment, the shortest first.
pub async fn taken_after(tx: &mut Tx, since: Timestamp) -> Result<Vec<i64>, DbError> {
    let rows: Vec<(i64,)> = tx
        .query(
            "SELECT taken_ms FROM searches WHERE asked_at >= $1 AND taken_ms IS NOT NULL ORDER BY taken_ms",
        )
        .bind(since)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(ms,)| ms).collect())
}

/// A search that led to nothing.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FailedSearch {
    /// Its id.
    pub id: SearchId,
    /// What was typed.
    pub query: String,
    /// What else it was read as.
    pub tried: JsonText<Vec<String>>,
    /// Where it was begun.
    pub page: String,
    /// Entries found, none of which was taken.
    pub hits: i64,
    /// Did they cover what was typed?
    pub sure: bool,
    /// Who looked.
    pub person: String,
    /// When.
    pub asked_at: Timestamp,
}

/// Searches since a moment that led to nothing and that nobody has dealt with, newest first.
pub async fn fruitless(tx: &mut Tx, since: Timestamp, most: i64) -> Result<Vec<FailedSearch>, DbError> {
    tx.query(
        "SELECT s.id, s.query, s.tried, s.page, s.hits, s.sure, p.name AS person, s.asked_at
         FROM searches s JOIN people p ON p.id = s.person_id
         WHERE s.entry IS NULL AND s.settled_at IS NULL AND s.asked_at >= $1
         ORDER BY s.asked_at DESC, s.id LIMIT $2",
    )
    .bind_all((since, most))
    .all()
    .await
}

/// Marks a search as dealt with.
pub async fn settle(tx: &mut Tx, search: &SearchId, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE searches SET settled_at = $2 WHERE id = $1")
        .bind_all((search, now))
        .execute()
        .await?;
    Ok(())
}
