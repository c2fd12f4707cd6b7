//! SQL of snippets. Who sees one is decided here, in every statement that reads for somebody: whose scope covers the
//! manager, and everybody while the manager's consent holds.

use super::form::SnippetDetails;
use super::ground::GroundStatement;
use super::snippet::{Range, Snippet, SnippetKind};
use crate::db::{Cursor, DbError, JsonText, Page, Sql, Tx};
use crate::id::{PersonId, RecordingId, SnippetId};
use crate::people::{Scope, visible};
use crate::playbook::ConversationStage;
use crate::time::Timestamp;

macro_rules! columns {
    () => {
        "s.id, s.recording_id, s.start_ms, s.end_ms, s.title, s.stage, s.objection, s.kind, s.author_id,
         a.name AS author, s.created_at, s.consent_of, c.name AS consent_by, s.consent_at, s.ground,
         s.ground_words, s.ground_day, r.manager_id,
         p.name AS manager, p.team_id AS manager_team, r.called_at, r.duration_ms, r.file_hash, r.manager_channel,
         r.channels"
    };
}

macro_rules! tables {
    () => {
        "snippets s JOIN recordings r ON r.id = s.recording_id JOIN people p ON p.id = r.manager_id
         JOIN people a ON a.id = s.author_id LEFT JOIN people c ON c.id = s.consent_by"
    };
}

macro_rules! allowed {
    () => {
        concat!("(s.consent_of = r.manager_id OR ", visible!(), ")")
    };
}

macro_rules! shown {
    () => {
        concat!("s.removed_at IS NULL AND ", allowed!())
    };
}

pub(super) use {allowed, shown};

/// What a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SnippetFilter {
    /// Only of this stage.
    pub stage: Option<ConversationStage>,
    /// Only of this objection, by the name of its entry.
    pub objection: Option<String>,
    /// Only good examples or only mistakes.
    pub kind: Option<SnippetKind>,
    /// Only of this manager's calls.
    pub manager: Option<PersonId>,
}

/// A snippet to be stored.
#[derive(Debug)]
pub struct NewSnippet<'a> {
    /// Identifier.
    pub id: SnippetId,
    /// The recording.
    pub recording: &'a RecordingId,
    /// Which part of it.
    pub range: Range,
    /// What it is called and filed under.
    pub words: &'a SnippetDetails,
    /// Who cuts it.
    pub author: &'a PersonId,
    /// When.
    pub now: Timestamp,
}

/// Adds a snippet, without consent.
pub async fn insert(tx: &mut Tx, new: NewSnippet<'_>) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO snippets (id, recording_id, start_ms, end_ms, title, stage, objection, kind, author_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind_all((new.id, new.recording, new.range.start_ms))
    .bind_all((new.range.end_ms, &new.words.title, new.words.stage))
    .bind(new.words.objection.as_ref().map(ToString::to_string))
    .bind_all((new.words.kind, new.author, new.now))
    .execute_exactly(1)
    .await
}

/// Holds a snippet ([`Tx::hold`]).
pub async fn hold(tx: &mut Tx, id: &SnippetId) -> Result<(), DbError> {
    tx.hold("snippets", id.as_str()).await
}

/// Changes what a snippet is called and filed under. Its range stays: the consent was given for it.
pub async fn update(tx: &mut Tx, id: &SnippetId, words: &SnippetDetails) -> Result<(), DbError> {
    tx.query("UPDATE snippets SET title = $2, stage = $3, objection = $4, kind = $5 WHERE id = $1")
        .bind_all((id, &words.title, words.stage))
        .bind_all((words.objection.as_ref().map(ToString::to_string), words.kind))
        .execute_exactly(1)
        .await
}

/// Puts down that a manager agrees, and on what ground the client may be heard; nothing stays of an earlier consent.
pub async fn consent(
    tx: &mut Tx,
    id: &SnippetId,
    (of, by): (&PersonId, &PersonId),
    stated: &GroundStatement,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE snippets SET consent_of = $2, consent_by = $3, consent_at = $4, ground = $5, ground_words = $6,
             ground_day = $7 WHERE id = $1",
    )
    .bind_all((id, of, by, now, stated.ground, &stated.words, stated.day))
    .execute_exactly(1)
    .await
}

/// Puts down another ground; the manager's consent stays as it was.
pub async fn state(tx: &mut Tx, id: &SnippetId, stated: &GroundStatement) -> Result<(), DbError> {
    tx.query("UPDATE snippets SET ground = $2, ground_words = $3, ground_day = $4 WHERE id = $1")
        .bind_all((id, stated.ground, &stated.words, stated.day))
        .execute_exactly(1)
        .await
}

/// Takes the consent back.
pub async fn withdraw(tx: &mut Tx, id: &SnippetId) -> Result<(), DbError> {
    tx.query(
        "UPDATE snippets SET consent_of = NULL, consent_by = NULL, consent_at = NULL, ground = NULL, ground_words = '',
             ground_day = NULL WHERE id = $1",
    )
    .bind(id)
    .execute_exactly(1)
    .await
}

/// Puts a snippet out of sight, and what was before for good. Playlists keep its place.
pub async fn remove(tx: &mut Tx, id: &SnippetId, now: Timestamp, gone: Timestamp) -> Result<(), DbError> {
    tx.query("DELETE FROM snippets WHERE removed_at < $1")
        .bind(gone)
        .execute()
        .await?;
    tx.query("UPDATE snippets SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL")
        .bind_all((id, now))
        .execute_exactly(1)
        .await
}

/// A snippet that was removed and can be taken back, if this scope saw it.
pub async fn removed(tx: &mut Tx, scope: &Scope, id: &SnippetId) -> Result<Option<Snippet>, DbError> {
    tx.query(concat!(
        "SELECT ",
        columns!(),
        " FROM ",
        tables!(),
        " WHERE s.removed_at IS NOT NULL AND ",
        allowed!(),
        " AND s.id = $3"
    ))
    .scope(scope)
    .bind(id)
    .optional()
    .await
}

/// Takes a removal back.
pub async fn restore(tx: &mut Tx, id: &SnippetId) -> Result<(), DbError> {
    tx.query("UPDATE snippets SET removed_at = NULL WHERE id = $1")
        .bind(id)
        .execute_exactly(1)
        .await
}

/// The snippet, if this scope sees it.
pub async fn find(tx: &mut Tx, scope: &Scope, id: &SnippetId) -> Result<Option<Snippet>, DbError> {
    tx.query(concat!(
        "SELECT ",
        columns!(),
        " FROM ",
        tables!(),
        " WHERE ",
        shown!(),
        " AND s.id = $3"
    ))
    .scope(scope)
    .bind(id)
    .optional()
    .await
}

/// Snippets of this recording by time; the caller sees the recording.
pub async fn of_recording(tx: &mut Tx, recording: &RecordingId) -> Result<Vec<Snippet>, DbError> {
    tx.query(concat!(
        "SELECT ",
        columns!(),
        " FROM ",
        tables!(),
        " WHERE s.recording_id = $1 ORDER BY s.start_ms, s.id"
    ))
    .bind(recording)
    .all()
    .await
}

/// Those of these snippets that there are, whoever sees them.
pub async fn named(tx: &mut Tx, ids: Vec<String>) -> Result<Vec<Snippet>, DbError> {
    const NAMED: Sql = Sql::dialects(
        concat!(
            "SELECT ",
            columns!(),
            " FROM ",
            tables!(),
            " WHERE s.id IN (SELECT value FROM json_each($1))"
        ),
        concat!(
            "SELECT ",
            columns!(),
            " FROM ",
            tables!(),
            " WHERE s.id IN (SELECT json_array_elements_text(CAST($1 AS JSON)))"
        ),
    );
    tx.query(NAMED).bind(JsonText(ids)).all().await
}

/// Snippets this scope sees, newest first.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &SnippetFilter,
    after: &Cursor,
    limit: usize,
) -> Result<Page<Snippet>, DbError> {
    let rows = tx
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM ",
            tables!(),
            " WHERE ",
            shown!()
        ))
        .scope(scope)
        .clause_for(" AND s.stage = $1", filter.stage)
        .clause_for(" AND s.objection = $1", filter.objection.as_ref())
        .clause_for(" AND s.kind = $1", filter.kind)
        .clause_for(" AND r.manager_id = $1", filter.manager.as_ref())
        .clause(
            " AND (s.created_at < $1 OR (s.created_at = $1 AND s.id < $2))
              ORDER BY s.created_at DESC, s.id DESC LIMIT $3",
        )
        .bind_all((after.key, &after.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |snippet: &Snippet| Cursor {
        key: snippet.created_at.0,
        id: snippet.id.to_string(),
    }))
}

/// Snippets that everybody hears and that are filed under an entry, newest first, at most `most`.
pub async fn shared_and_filed(tx: &mut Tx, most: i64) -> Result<Vec<Snippet>, DbError> {
    tx.query(concat!(
        "SELECT ",
        columns!(),
        " FROM ",
        tables!(),
        " WHERE s.removed_at IS NULL AND s.consent_of = r.manager_id AND s.objection IS NOT NULL
         ORDER BY s.created_at DESC, s.id LIMIT $1"
    ))
    .bind(most)
    .all()
    .await
}

/// Managers whose snippets this scope sees, by name.
pub async fn managers(tx: &mut Tx, scope: &Scope) -> Result<Vec<(PersonId, String)>, DbError> {
    tx.query(concat!(
        "SELECT DISTINCT p.id, p.name FROM ",
        tables!(),
        " WHERE ",
        shown!(),
        " ORDER BY p.name, p.id"
    ))
    .scope(scope)
    .all()
    .await
}

/// Objections of the snippets this scope sees.
pub async fn objections(tx: &mut Tx, scope: &Scope) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String,)> = tx
        .query(concat!(
            "SELECT DISTINCT s.objection FROM ",
            tables!(),
            " WHERE ",
            shown!(),
            " AND s.objection IS NOT NULL ORDER BY s.objection"
        ))
        .scope(scope)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// The snippet everybody hears that holds this moment of the recording.
pub async fn shared_at(
    tx: &mut Tx,
    recording: &RecordingId,
    at_ms: i64,
) -> Result<Option<SnippetId>, DbError> {
    let row: Option<(SnippetId,)> = tx
        .query(
            "SELECT s.id FROM snippets s JOIN recordings r ON r.id = s.recording_id
             WHERE s.recording_id = $1 AND s.removed_at IS NULL AND s.consent_of = r.manager_id AND s.start_ms <= $2 AND s.end_ms > $2
             ORDER BY s.created_at DESC, s.id DESC LIMIT 1",
        )
        .bind_all((recording, at_ms))
        .optional()
        .await?;
    Ok(row.map(|(id,)| id))
}

/// Notes that somebody heard it to its end.
pub async fn heard(tx: &mut Tx, id: &SnippetId, person: &PersonId, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO snippet_heard (snippet_id, person_id, heard_at) VALUES ($1, $2, $3)
         ON CONFLICT (snippet_id, person_id) DO NOTHING",
    )
    .bind_all((id, person, now))
    .execute()
    .await
    .map(drop)
}

/// Has this person heard it to its end?
pub async fn was_heard(tx: &mut Tx, id: &SnippetId, person: &PersonId) -> Result<bool, DbError> {
    let n: i64 = tx
        .query("SELECT COUNT(*) FROM snippet_heard WHERE snippet_id = $1 AND person_id = $2")
        .bind_all((id, person))
        .scalar()
        .await?;
    Ok(n > 0)
}
