//! Saving a file: the one way in which the program changes the book.
//!
//! Decides that a save is compared with the disk and not with what was read earlier, that whatever is there and was not
//! kept yet is kept before it is written over, and that a text nobody could show is refused. Order: keep what is there,
//! write the file, record who wrote it. A crash between the last two leaves the file as saved; the next save finds its text
//! on the disk and keeps it.

use std::collections::HashSet;
use std::sync::Arc;

use super::revision::{self, Base, Line, Origin};
use super::store::{self, New};
use super::suggestions;
use crate::app::App;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{EntryRevisionId, SuggestionId};
use crate::people::Person;
use crate::playbook::EntryId;
use crate::playbook::front_matter::Complaint;
use crate::playbook::library::LARGEST;
use crate::playbook::parse::parse;

/// A text on its way into a file.
#[derive(Debug, Clone)]
pub struct Change {
    /// The whole file.
    pub source: String,
    /// What the author began from.
    pub base: Base,
    /// Why, in their words; may be empty.
    pub reason: String,
    /// What made them write it.
    pub cause: Cause,
}

/// What made somebody write a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// They edited it.
    Edited,
    /// They put back what this revision holds.
    Restored(EntryRevisionId),
    /// They accepted this suggestion; it is decided together with the record.
    Suggested(SuggestionId),
}

impl Cause {
    const fn origin(&self) -> Origin {
        match self {
            Self::Edited => Origin::Edited,
            Self::Restored(_) => Origin::Restored,
            Self::Suggested(_) => Origin::Suggested,
        }
    }
}

/// How a save ended.
#[derive(Debug)]
pub enum Outcome {
    /// The file has the text, and the book shows it.
    Saved,
    /// The file had that text already.
    Same,
    /// Somebody else changed the file meanwhile; nothing was written.
    Clash(Clash),
    /// The text cannot be shown in the book; nothing was written.
    Refused(Vec<Complaint>),
}

/// What stands there instead of what the author began from.
#[derive(Debug)]
pub struct Clash {
    /// The file now; nothing when it is gone.
    pub theirs: Option<String>,
    /// Who wrote it here; nothing when another program did.
    pub by: Option<Line>,
}

/// Saves a text. Codes: `entry-too-long`, `entry-not-writable`, `entry-file-unreadable`.
pub async fn save(app: &App, author: &Person, id: &EntryId, change: &Change) -> Result<Outcome> {
    if change.source.len() as u64 > LARGEST {
        return Err(Error::new(ErrorKind::TooLarge, "entry-too-long").with("kilobytes", LARGEST / 1024));
    }
    if let Err(complaints) = parse(id, &change.source) {
        return Ok(Outcome::Refused(complaints));
    }
    let shelf = app.shelf.write().await;
    let there = shelf.read(id).await?;
    let newest = newest(app, id).await?;
    if there.as_deref() == Some(change.source.as_str()) {
        // Also what a crash left between the file and its record.
        if newest.is_some_and(|newest| newest.source_hash != revision::hash(&change.source)) {
            record(app, author, id, change).await?;
        }
        follow(app, Some(id)).await?;
        return Ok(Outcome::Same);
    }
    if Base::of(there.as_deref()) != change.base {
        let known = there.as_deref().map(revision::hash);
        let by = newest.filter(|newest| Some(&newest.source_hash) == known.as_ref());
        follow(app, Some(id)).await?;
        return Ok(Outcome::Clash(Clash { theirs: there, by }));
    }
    if let Some(there) = &there
        && newest.is_none_or(|newest| newest.source_hash != revision::hash(there))
    {
        keep_disk(app, id, there).await?;
    }
    shelf.entry(id, change.source.clone()).await?;
    record(app, author, id, change).await?;
    follow(app, Some(id)).await?;
    Ok(Outcome::Saved)
}

async fn newest(app: &App, id: &EntryId) -> Result<Option<Line>> {
    let mut tx = app.db.read().await?;
    Ok(store::newest(&mut tx, id).await?)
}

/// Keeps what another program wrote, before it is written over.
async fn keep_disk(app: &App, id: &EntryId, source: &str) -> Result<()> {
    let new = New {
        entry: id,
        origin: Origin::Disk,
        source,
        author: None,
        reason: "",
        restored_from: None,
    };
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::insert(&mut tx, &EntryRevisionId::new(now, &app.randomness), &new, now).await?;
    Ok(tx.commit().await?)
}

async fn record(app: &App, author: &Person, id: &EntryId, change: &Change) -> Result<()> {
    let new = New {
        entry: id,
        origin: change.cause.origin(),
        source: &change.source,
        author: Some(&author.id),
        reason: change.reason.trim(),
        restored_from: match &change.cause {
            Cause::Restored(from) => Some(from),
            Cause::Edited | Cause::Suggested(_) => None,
        },
    };
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::insert(&mut tx, &EntryRevisionId::new(now, &app.randomness), &new, now).await?;
    if let Cause::Suggested(suggestion) = &change.cause {
        let accepted = suggestions::State::Accepted;
        suggestions::store::decide(&mut tx, suggestion, accepted, (&author.id, now), "").await?;
    }
    Ok(tx.commit().await?)
}

/// The book shows what the disk has (the file of `id` for sure), before the next page is asked for.
pub(super) async fn follow(app: &App, id: Option<&EntryId>) -> Result<()> {
    let library = Arc::clone(&app.library);
    let files: HashSet<String> = id.map(EntryId::file).into_iter().collect();
    let read = move || library.reload(&files);
    tokio::task::spawn_blocking(read).await.map_err(Error::internal)?;
    Ok(())
}
