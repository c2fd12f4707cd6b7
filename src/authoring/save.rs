//! Saving a file: the one way in which the program changes the book.
//!
//! Decides that a save is compared with the disk and not with what was read earlier, that whatever is there and was not
//! kept yet is kept before it is written over, and that a text nobody could show is refused. Order: keep what is there,
//! write the file, record who wrote it. A crash between the last two leaves the file as saved; the next save finds its text
//! on the disk and keeps it.
//!
//! One save looks and writes at a time, of whatever process: the transaction that records it takes the book's row first
//! ([`store::alone`]) and holds it while the file is written. That is longer than a transaction otherwise lasts here (a
//! file is flushed), but the lock cannot outlive its holder, and it reaches every machine that has the database.

use std::collections::HashSet;
use std::sync::Arc;

use super::files::WriteGuard;
use super::revision::{self, EditBase, RevisionLine, RevisionOrigin};
use super::store::{self, NewRevision};
use super::{Authoring, skeleton, suggestions};
use crate::audit::{self, Act, AuditSubject};
use crate::db::Tx;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{EntryRevisionId, SuggestionId};
use crate::people::Person;
use crate::playbook::front_matter::Complaint;
use crate::playbook::library::LARGEST;
use crate::playbook::parse::parse;
use crate::playbook::{EntryId, EntryStatus};

/// A text on its way into a file.
#[derive(Debug, Clone)]
pub struct EntryEdit {
    /// The whole file.
    pub source: String,
    /// What the author began from.
    pub base: EditBase,
    /// Why, in their words; may be empty.
    pub reason: String,
    /// What made them write it.
    pub cause: EditCause,
}

/// What made somebody write a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditCause {
    /// They edited it.
    Edited,
    /// They put back what this revision holds.
    Restored(EntryRevisionId),
    /// They took back what was deleted with this text.
    Returned(EntryRevisionId),
    /// They said who may see it.
    StatusSet,
    /// They accepted this suggestion; it is decided together with the record.
    Suggested(SuggestionId),
}

impl EditCause {
    const fn origin(&self) -> RevisionOrigin {
        match self {
            Self::Edited | Self::StatusSet => RevisionOrigin::Edited,
            Self::Restored(_) | Self::Returned(_) => RevisionOrigin::Restored,
            Self::Suggested(_) => RevisionOrigin::Suggested,
        }
    }
}

/// How a save ended.
#[derive(Debug)]
pub enum SaveOutcome {
    /// The file has the text, and the book shows it.
    Saved,
    /// The file had that text already.
    Same,
    /// Somebody else changed the file meanwhile; nothing was written.
    Clash(EntryClash),
    /// The text cannot be shown in the book; nothing was written.
    Refused(Vec<Complaint>),
}

/// What stands there instead of what the author began from.
#[derive(Debug)]
pub struct EntryClash {
    /// The file now; nothing when it is gone.
    pub theirs: Option<String>,
    /// Who wrote it here; nothing when another program did.
    pub by: Option<RevisionLine>,
}

/// What keeps a text out of the book: it cannot be shown, or everybody would read what its author was to replace.
pub(super) fn unfit(id: &EntryId, source: &str) -> Option<Vec<Complaint>> {
    let entry = match parse(id, source) {
        Ok(entry) => entry,
        Err(complaints) => return Some(complaints),
    };
    let left = skeleton::untouched(&entry);
    (entry.status() == EntryStatus::Published && !left.is_empty()).then_some(left)
}

impl Authoring {
    /// Saves a text. Codes: `entry-too-long`, `book-away`, `entry-not-writable`, `book-disk-full`, `entry-not-plain`,
    /// `entry-file-unreadable`.
    pub async fn save(&self, author: &Person, id: &EntryId, change: &EntryEdit) -> Result<SaveOutcome> {
        if change.source.len() as u64 > LARGEST {
            return Err(Error::new(ErrorKind::TooLarge, "entry-too-long").with("kilobytes", LARGEST / 1024));
        }
        if let Some(complaints) = unfit(id, &change.source) {
            return Ok(SaveOutcome::Refused(complaints));
        }
        self.is_here()?;
        let writer = self.writer.write().await?;
        let outcome = loop {
            if let Some(outcome) = self.attempt(&writer, author, id, change).await? {
                break outcome;
            }
        };
        drop(writer);
        self.follow(Some(id)).await?;
        Ok(outcome)
    }

    /// A book whose folder came loose is not begun anew in the empty place. Code: `book-away`.
    pub(super) fn is_here(&self) -> Result<()> {
        if self.library.snapshot().is_kept() {
            return Err(Error::new(ErrorKind::Unavailable, "book-away"));
        }
        Ok(())
    }

    /// One look and one write, alone. Nothing when what stands there had to be kept first: that lasts by itself, and meanwhile
    /// another process may have written.
    async fn attempt(
        &self,
        writer: &WriteGuard<'_>,
        author: &Person,
        id: &EntryId,
        change: &EntryEdit,
    ) -> Result<Option<SaveOutcome>> {
        let mut tx = self.core.db.write().await?;
        store::alone(&mut tx, self.core.now()).await?;
        let there = writer.read(id).await?;
        let newest = store::newest(&mut tx, id).await?;
        if there.as_deref() == Some(change.source.as_str()) {
            // Also what a crash left between the file and its record.
            if newest.is_some_and(|newest| newest.source_hash != revision::hash(&change.source)) {
                self.record(tx, author, id, change).await?;
            }
            return Ok(Some(SaveOutcome::Same));
        }
        if EditBase::from_source(there.as_deref()) != change.base {
            let known = there.as_deref().map(revision::hash);
            let by = newest.filter(|newest| Some(&newest.source_hash) == known.as_ref());
            return Ok(Some(SaveOutcome::Clash(EntryClash { theirs: there, by })));
        }
        if let Some(there) = &there
            && newest.is_none_or(|newest| newest.source_hash != revision::hash(there))
        {
            self.keep_disk(tx, id, there).await?;
            return Ok(None);
        }
        writer.entry(id, change.source.clone()).await?;
        self.record(tx, author, id, change).await?;
        Ok(Some(SaveOutcome::Saved))
    }

    /// Keeps what another program wrote, before it is written over.
    async fn keep_disk(&self, mut tx: Tx, id: &EntryId, source: &str) -> Result<()> {
        self.keep_in(&mut tx, id, source).await?;
        Ok(tx.commit().await?)
    }

    /// The same in a transaction of the caller's.
    pub(super) async fn keep_in(&self, tx: &mut Tx, id: &EntryId, source: &str) -> Result<()> {
        let new = NewRevision {
            entry: id,
            origin: RevisionOrigin::Disk,
            source,
            author: None,
            reason: "",
            restored_from: None,
        };
        self.add(tx, &new).await
    }

    /// Adds a text to the memory.
    pub(super) async fn add(&self, tx: &mut Tx, new: &NewRevision<'_>) -> Result<()> {
        let now = self.core.now();
        let id = EntryRevisionId::new(now, &self.core.randomness);
        Ok(store::insert(tx, &id, new, now).await?)
    }

    async fn record(&self, mut tx: Tx, author: &Person, id: &EntryId, change: &EntryEdit) -> Result<()> {
        let new = NewRevision {
            entry: id,
            origin: change.cause.origin(),
            source: &change.source,
            author: Some(&author.id),
            reason: change.reason.trim(),
            restored_from: match &change.cause {
                EditCause::Restored(from) | EditCause::Returned(from) => Some(from),
                EditCause::Edited | EditCause::StatusSet | EditCause::Suggested(_) => None,
            },
        };
        self.add(&mut tx, &new).await?;
        store::forget_removal(&mut tx, id).await?;
        let now = self.core.now();
        if let EditCause::Suggested(suggestion) = &change.cause {
            let accepted = suggestions::SuggestionState::Accepted;
            suggestions::store::decide(&mut tx, suggestion, accepted, (&author.id, now), "").await?;
        }
        let act = match &change.cause {
            EditCause::Suggested(_) => Act::SuggestionAccepted,
            EditCause::Restored(_) => Act::EntryRestored,
            EditCause::Returned(_) => Act::EntryReturned,
            EditCause::StatusSet => Act::EntryStatusSet,
            EditCause::Edited if change.base == EditBase::NEW => Act::EntryMade,
            EditCause::Edited => Act::EntrySaved,
        };
        audit::record(&mut tx, &self.core, author, act.on(AuditSubject::Entry(id))).await?;
        Ok(tx.commit().await?)
    }

    /// The book shows what the disk has (the file of `id` for sure), before the next page is asked for.
    pub(super) async fn follow(&self, id: Option<&EntryId>) -> Result<()> {
        self.follow_files(id.map(EntryId::file).into_iter().collect())
            .await
    }

    /// The same for files by their names.
    pub(super) async fn follow_files(&self, files: HashSet<String>) -> Result<()> {
        let library = Arc::clone(&self.library);
        let read = move || library.reload(&files);
        tokio::task::spawn_blocking(read).await.map_err(Error::internal)?;
        Ok(())
    }
}
