//! SQL of playlists and of what was heard of them.

use super::Playlist;
use crate::db::{Cursor, DbError, Page, Tx};
use crate::id::{PersonId, PlaylistId, SnippetId};
use crate::people::{Person, Scope, visible};
use crate::snippets::store::{allowed, shown};
use crate::time::Timestamp;

macro_rules! playlists {
    ($condition:literal, $end:literal) => {
        concat!(
            "SELECT l.id, l.title, l.purpose, b.name AS author, l.changed_at,
                    COUNT(v.id) AS items, COUNT(h.snippet_id) AS heard
             FROM playlists l JOIN people b ON b.id = l.author_id
             LEFT JOIN playlist_items i ON i.playlist_id = l.id
             LEFT JOIN (SELECT s.id FROM snippets s JOIN recordings r ON r.id = s.recording_id
                        JOIN people p ON p.id = r.manager_id WHERE ",
            shown!(),
            ") v ON v.id = i.snippet_id
             LEFT JOIN snippet_heard h ON h.snippet_id = v.id AND h.person_id = $3 ",
            $condition,
            " GROUP BY l.id, l.title, l.purpose, b.name, l.changed_at",
            $end
        )
    };
}

/// Playlists with this person's progress, the last changed first, after `cursor`.
pub async fn list(
    tx: &mut Tx,
    person: &Person,
    cursor: &Cursor,
    limit: usize,
) -> Result<Page<Playlist>, DbError> {
    let rows = tx
        .query(playlists!(
            "WHERE l.removed_at IS NULL AND (l.changed_at < $4 OR (l.changed_at = $4 AND l.id < $5))",
            " ORDER BY l.changed_at DESC, l.id DESC LIMIT $6"
        ))
        .scope(&person.scope())
        .bind_all((&person.id, cursor.key, &cursor.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |playlist: &Playlist| Cursor {
        key: playlist.changed_at.0,
        id: playlist.id.to_string(),
    }))
}

/// A playlist with this person's progress.
pub async fn find(tx: &mut Tx, person: &Person, id: &PlaylistId) -> Result<Option<Playlist>, DbError> {
    tx.query(playlists!("WHERE l.removed_at IS NULL AND l.id = $4", ""))
        .scope(&person.scope())
        .bind_all((&person.id, id))
        .optional()
        .await
}

/// Adds an empty playlist.
pub async fn insert(
    tx: &mut Tx,
    id: &PlaylistId,
    (title, purpose): (&str, &str),
    by: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO playlists (id, title, purpose, author_id, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind_all((id, title, purpose, by, now))
    .execute_exactly(1)
    .await
}

/// Changes what it is called and what it is for.
pub async fn update(
    tx: &mut Tx,
    id: &PlaylistId,
    (title, purpose): (&str, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query("UPDATE playlists SET title = $2, purpose = $3, changed_at = $4 WHERE id = $1")
        .bind_all((id, title, purpose, now))
        .execute_exactly(1)
        .await
}

/// Puts a playlist out of sight, and what was before for good; its snippets stay.
pub async fn remove(tx: &mut Tx, id: &PlaylistId, now: Timestamp, gone: Timestamp) -> Result<(), DbError> {
    tx.query("DELETE FROM playlists WHERE removed_at < $1")
        .bind(gone)
        .execute()
        .await?;
    tx.query("UPDATE playlists SET removed_at = $2 WHERE id = $1")
        .bind_all((id, now))
        .execute_exactly(1)
        .await
}

/// Takes a removal back; false when the playlist is gone for good.
pub async fn restore(tx: &mut Tx, id: &PlaylistId) -> Result<bool, DbError> {
    let changed = tx
        .query("UPDATE playlists SET removed_at = NULL WHERE id = $1")
        .bind(id)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Marks the playlist as changed; in a writing transaction first, so that two who arrange it wait for each other. False
/// when it is gone.
pub async fn touch(tx: &mut Tx, id: &PlaylistId, now: Timestamp) -> Result<bool, DbError> {
    let changed = tx
        .query("UPDATE playlists SET changed_at = $2 WHERE id = $1 AND removed_at IS NULL")
        .bind_all((id, now))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// The snippets in their order, also those that are gone.
pub async fn items(tx: &mut Tx, id: &PlaylistId) -> Result<Vec<SnippetId>, DbError> {
    let rows: Vec<(SnippetId,)> = tx
        .query("SELECT snippet_id FROM playlist_items WHERE playlist_id = $1 ORDER BY position")
        .bind(id)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Puts these snippets in this order.
pub async fn set_items(tx: &mut Tx, id: &PlaylistId, items: &[SnippetId]) -> Result<(), DbError> {
    tx.query("DELETE FROM playlist_items WHERE playlist_id = $1")
        .bind(id)
        .execute()
        .await?;
    for (position, snippet) in (0_i32..).zip(items) {
        tx.query("INSERT INTO playlist_items (playlist_id, position, snippet_id) VALUES ($1, $2, $3)")
            .bind_all((id, position, snippet))
            .execute_exactly(1)
            .await?;
    }
    Ok(())
}

/// A manager and how much of a playlist they have heard.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PlaylistListener {
    /// Their name.
    pub name: String,
    /// Snippets heard to their end.
    pub heard: i64,
}

/// Managers whose progress this scope sees (nobody's work means: everybody's progress, for the trainer), by name.
pub async fn listeners(
    tx: &mut Tx,
    scope: &Scope,
    id: &PlaylistId,
) -> Result<Vec<PlaylistListener>, DbError> {
    let whose = match scope {
        Scope::Nothing => &Scope::All,
        Scope::Own(_) | Scope::Team(_) | Scope::All => scope,
    };
    tx.query(concat!(
        "SELECT p.name, COUNT(h.snippet_id) AS heard FROM people p
         LEFT JOIN snippet_heard h ON h.person_id = p.id
              AND h.snippet_id IN (SELECT snippet_id FROM playlist_items WHERE playlist_id = $3)
         WHERE p.role = 'manager' AND p.active AND ",
        visible!(team "p.team_id"),
        " GROUP BY p.id, p.name ORDER BY p.name, p.id"
    ))
    .scope(whose)
    .bind(id)
    .all()
    .await
}
