//! Putting playlists together.

use serde::Deserialize;

use super::{Playlist, Playlists, store};
use crate::audit::{self, Act, AuditSubject};
use crate::db::Tx;
use crate::diff::{as_read, fingerprint};
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::id::{PlaylistId, SnippetId};
use crate::people::Person;
use crate::snippets::store as snippets;

/// Snippets of a playlist at most.
const MOST: usize = 60;
/// What was removed can be taken back for so long, in ms.
const RESTORABLE_MS: i64 = 24 * 60 * 60 * 1000;
/// Characters of a title and of what it is for.
const LONGEST: (usize, usize) = (120, 500);

/// What it is called and what it is for, as entered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PlaylistForm {
    /// What it is called.
    pub title: String,
    /// What for.
    pub purpose: String,
    /// A snippet to begin with; may be empty.
    pub snippet: String,
    /// What the form was opened on; empty for a new playlist.
    pub revision: String,
}

impl PlaylistForm {
    /// A playlist as it is entered again.
    pub(super) fn from_playlist(playlist: &Playlist) -> Self {
        Self {
            title: playlist.title.clone(),
            purpose: playlist.purpose.clone(),
            snippet: String::new(),
            revision: fingerprint([playlist.title.as_str(), &playlist.purpose]),
        }
    }

    /// Codes of fields: `playlist-title`, `playlist-purpose`.
    fn check(&self) -> Result<(&str, &str)> {
        let (title, purpose) = (self.title.trim(), self.purpose.trim());
        let mut wrong = Vec::new();
        if title.is_empty() || title.chars().count() > LONGEST.0 {
            wrong.push(FieldError {
                field: "title",
                code: "playlist-title",
            });
        }
        if purpose.chars().count() > LONGEST.1 {
            wrong.push(FieldError {
                field: "purpose",
                code: "playlist-purpose",
            });
        }
        if wrong.is_empty() {
            Ok((title, purpose))
        } else {
            Err(Error::fields(wrong))
        }
    }
}

crate::db::text_enum! {
    /// What is done with a snippet's place.
    pub enum PlaylistMove {
        /// One place earlier.
        Up = "up",
        /// One place later.
        Down = "down",
        /// Out of the list.
        Remove = "remove",
    }
}

impl Playlists {
    /// Begins a playlist.
    pub async fn create(&self, by: &Person, form: &PlaylistForm) -> Result<PlaylistId> {
        let words = form.check()?;
        let now = self.core.now();
        let id = PlaylistId::new(now, &self.core.randomness);
        let mut tx = self.core.db.write().await?;
        store::insert(&mut tx, &id, words, &by.id, now).await?;
        if let Ok(snippet) = form.snippet.parse() {
            add_in(&mut tx, by, &id, &snippet).await?;
        }
        self.end(tx, by, &id, Act::PlaylistMade).await?;
        Ok(id)
    }

    /// Changes what it is called and what it is for. Code besides those of [`PlaylistForm`]: `changed-meanwhile` when somebody
    /// did so since the form was opened.
    pub async fn change(&self, by: &Person, id: &PlaylistId, form: &PlaylistForm) -> Result<()> {
        let words = form.check()?;
        let mut tx = self.begin(id).await?;
        let there = store::find(&mut tx, by, id).await?;
        let there = there.ok_or(Error::not_found("playlist-not-found"))?;
        as_read(&form.revision, &PlaylistForm::from_playlist(&there).revision)?;
        store::update(&mut tx, id, words, self.core.now()).await?;
        self.end(tx, by, id, Act::PlaylistChanged).await
    }

    /// Removes a playlist; its snippets stay.
    pub async fn delete(&self, by: &Person, id: &PlaylistId) -> Result<()> {
        let mut tx = self.begin(id).await?;
        let now = self.core.now();
        store::remove(&mut tx, id, now, now.plus_ms(-RESTORABLE_MS)).await?;
        self.end(tx, by, id, Act::PlaylistDeleted).await
    }

    /// Takes the removal of a playlist back. Code: `playlist-not-found` when it is gone for good.
    pub async fn restore(&self, by: &Person, id: &PlaylistId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        if !store::restore(&mut tx, id).await? {
            return Err(Error::not_found("playlist-not-found"));
        }
        self.end(tx, by, id, Act::PlaylistRestored).await
    }

    /// Puts a snippet at the end; one that is in the list stays where it is. Codes: `playlist-not-found`,
    /// `snippet-not-found`, `playlist-full`.
    pub async fn add(&self, by: &Person, id: &PlaylistId, snippet: &SnippetId) -> Result<()> {
        let mut tx = self.begin(id).await?;
        add_in(&mut tx, by, id, snippet).await?;
        self.end(tx, by, id, Act::PlaylistChanged).await
    }

    /// Moves a snippet by one place or takes it out; one that is not there any more is fine.
    pub async fn arrange(
        &self,
        by: &Person,
        id: &PlaylistId,
        snippet: &SnippetId,
        step: PlaylistMove,
    ) -> Result<()> {
        let mut tx = self.begin(id).await?;
        let mut items = store::items(&mut tx, id).await?;
        moved(&mut items, snippet, step);
        store::set_items(&mut tx, id, &items).await?;
        self.end(tx, by, id, Act::PlaylistChanged).await
    }

    /// A writing transaction in which nobody else changes this playlist. Code: `playlist-not-found`.
    async fn begin(&self, id: &PlaylistId) -> Result<Tx> {
        let mut tx = self.core.db.write().await?;
        if store::touch(&mut tx, id, self.core.now()).await? {
            Ok(tx)
        } else {
            Err(Error::not_found("playlist-not-found"))
        }
    }

    /// Keeps the act in the log and makes what was done last.
    async fn end(&self, mut tx: Tx, by: &Person, id: &PlaylistId, act: Act) -> Result<()> {
        let entry = act.on(AuditSubject::Playlist(id));
        audit::record(&mut tx, &self.core, by, entry).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn add_in(tx: &mut Tx, by: &Person, id: &PlaylistId, snippet: &SnippetId) -> Result<()> {
    let found = snippets::find(tx, &by.scope(), snippet).await?;
    if found.is_none() {
        return Err(Error::not_found("snippet-not-found"));
    }
    let mut items = store::items(tx, id).await?;
    if items.contains(snippet) {
        return Ok(());
    }
    if items.len() >= MOST {
        return Err(Error::new(ErrorKind::Conflict, "playlist-full").with("most", MOST));
    }
    items.push(snippet.clone());
    store::set_items(tx, id, &items).await?;
    Ok(())
}

fn moved(items: &mut Vec<SnippetId>, snippet: &SnippetId, step: PlaylistMove) {
    let Some(at) = items.iter().position(|it| it == snippet) else {
        return;
    };
    match step {
        PlaylistMove::Up if at > 0 => items.swap(at, at - 1),
        PlaylistMove::Down if at + 1 < items.len() => items.swap(at, at + 1),
        PlaylistMove::Remove => drop(items.remove(at)),
        PlaylistMove::Up | PlaylistMove::Down => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_change_by_one_and_stop_at_the_ends() {
        let id = |n: u8| -> SnippetId { format!("01K0ZC3QJ5V0T5N6V8W2M4X7R{n}").parse().unwrap() };
        let mut items = vec![id(1), id(2), id(3)];
        let mut after = |n, step| {
            moved(&mut items, &id(n), step);
            items
                .iter()
                .map(|it| it.as_str()[25..].to_owned())
                .collect::<String>()
        };
        assert_eq!(after(3, PlaylistMove::Up), "132");
        assert_eq!(after(1, PlaylistMove::Up), "132");
        assert_eq!(after(2, PlaylistMove::Down), "132");
        assert_eq!(after(1, PlaylistMove::Down), "312");
        assert_eq!(after(9, PlaylistMove::Remove), "312");
        assert_eq!(after(1, PlaylistMove::Remove), "32");
    }
}
