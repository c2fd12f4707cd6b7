//! Where an entry stands: published, a draft or archived; under which name; deleted and taken back.
//!
//! Decides that the file says it all (so that whoever works in the folder does the same by hand), that a new name takes the
//! links of the whole book and everything that was counted with it, and that nothing is deleted for good: the file goes to a
//! folder nobody reads, its texts stay. As in [`super::save`], what is on the disk and was not kept yet is kept first, and the
//! files are written before the record: a crash in between leaves the book as it was meant, with its counts under the old name,
//! which the file still knows.

use std::collections::HashSet;

use super::files::WriteGuard;
use super::form::{EntryForm, TITLE_LETTERS};
use super::links::{self, NewName};
use super::revision::{self, EditBase, RevisionOrigin};
use super::save::{EditCause, EntryEdit, SaveOutcome};
use super::source::{facts_of, with_other_facts};
use super::store::{self, NewRevision, RemovedEntry};
use super::{Authoring, form};
use crate::audit::{self, Act, AuditSubject};
use crate::db::Tx;
use crate::error::{Error, ErrorKind, Result};
use crate::people::Person;
use crate::playbook::front_matter::Complaint;
use crate::playbook::tree::{LinkTarget, each_link};
use crate::playbook::{Entry, EntryFacts, EntryId, EntryStatus, Slug, parse};

/// Deleted entries shown at most.
const MOST_REMOVED: i64 = 200;

/// How a rename or a deletion ended.
#[derive(Debug)]
pub enum ShelfOutcome {
    /// It is done; so many other files were written anew.
    Done(usize),
    /// Somebody changed the file meanwhile; nothing was written.
    Changed,
    /// With the new facts the file could not be read; nothing was written.
    Refused(Vec<Complaint>),
}

/// A file that a rename writes.
struct FileChange {
    /// Its name until now.
    id: EntryId,
    before: String,
    after: String,
}

impl Authoring {
    /// Publishes an entry, makes it a draft or archives it. Codes: `entry-not-found`, `entry-facts`, those of
    /// [`Authoring::save`].
    pub async fn set_status(
        &self,
        author: &Person,
        id: &EntryId,
        base: EditBase,
        status: EntryStatus,
    ) -> Result<SaveOutcome> {
        let there = self.there(id).await?;
        let mut facts = facts_of(id, &there).ok_or_else(broken)?;
        facts.status = status;
        let change = EntryEdit {
            source: with_other_facts(id, &facts, &there).ok_or_else(broken)?,
            base,
            reason: String::new(),
            cause: EditCause::StatusSet,
        };
        self.save(author, id, &change).await
    }

    /// Tells those who asked for what is published now; true when there were any.
    pub(super) async fn tell_askers(&self, author: &Person, id: &EntryId) -> Result<bool> {
        let book = self.library.snapshot();
        match book.get(id) {
            Some(entry) => Ok(self.unanswered.settle_named(author, entry).await? > 0),
            None => Ok(false),
        }
    }

    /// Gives an entry another title and another name. Codes: `entry-not-found`, `entry-facts`, fields `title`: `entry-title`,
    /// `slug`: `entry-slug`, `entry-slug-taken`, those of [`Authoring::save`].
    pub async fn rename(
        &self,
        author: &Person,
        id: &EntryId,
        base: &EditBase,
        (title, slug): (&str, &str),
    ) -> Result<ShelfOutcome> {
        let title = form::one_line(title);
        if title.is_empty() || title.chars().count() > TITLE_LETTERS {
            return Err(Error::field("title", "entry-title"));
        }
        let slug = slug.trim().parse::<Slug>();
        let now = EntryId {
            slug: slug.map_err(|_| Error::field("slug", "entry-slug"))?,
            ..id.clone()
        };
        self.is_here()?;
        let writer = self.writer.write().await?;
        let mut files = HashSet::from([id.file(), now.file()]);
        let outcome = loop {
            let attempt = self.rename_once(&writer, author, (id, &now), base, &title);
            if let Some((outcome, written)) = attempt.await? {
                files.extend(written);
                break outcome;
            }
        };
        drop(writer);
        self.follow_files(files).await?;
        Ok(outcome)
    }

    /// One look and one write, alone. Nothing when what stands there had to be kept first.
    async fn rename_once(
        &self,
        writer: &WriteGuard<'_>,
        author: &Person,
        (id, now): (&EntryId, &EntryId),
        base: &EditBase,
        title: &str,
    ) -> Result<Option<(ShelfOutcome, Vec<String>)>> {
        let mut tx = self.core.db.write().await?;
        store::alone(&mut tx, self.core.now()).await?;
        let there = writer.read(id).await?.ok_or_else(missing)?;
        if EditBase::from_source(Some(&there)) != *base {
            return Ok(Some((ShelfOutcome::Changed, Vec::new())));
        }
        if now != id && writer.read(now).await?.is_some() {
            return Err(Error::field("slug", "entry-slug-taken"));
        }
        let mut facts = facts_of(id, &there).ok_or_else(broken)?;
        let names: Vec<EntryId> = former(id, &facts).chain([id.clone()]).collect();
        let was = std::mem::replace(&mut facts.title, title.to_owned());
        if now != id {
            facts
                .formerly
                .retain(|slug| *slug != now.slug && *slug != id.slug);
            facts.formerly.push(id.slug.clone());
        }
        let name = NewName {
            names: &names,
            now,
            titles: (&was, title),
        };
        let written = with_other_facts(id, &facts, &there).ok_or_else(broken)?;
        let own = FileChange {
            after: links::follow(now, &written, &name),
            before: there,
            id: id.clone(),
        };
        if let Err(complaints) = parse::parse(now, &own.after) {
            return Ok(Some((ShelfOutcome::Refused(complaints), Vec::new())));
        }
        let others = self.linking(writer, &name, id).await?;
        if self.keep_all(&mut tx, [&own].into_iter().chain(&others)).await? {
            tx.commit().await?;
            return Ok(None);
        }
        writer.entry(now, own.after.clone()).await?;
        for other in &others {
            writer.entry(&other.id, other.after.clone()).await?;
        }
        if now != id {
            writer.remove(id).await?;
            store::rename(&mut tx, (id, now), (&own.before, &own.after)).await?;
        }
        self.remember(&mut tx, author, now, &own.after).await?;
        for other in &others {
            let (before, after) = (other.before.as_str(), other.after.as_str());
            store::still_verified(&mut tx, &other.id.to_string(), (before, after)).await?;
            self.remember(&mut tx, author, &other.id, after).await?;
        }
        let act = Act::EntryRenamed.on(AuditSubject::Entry(now));
        audit::record(&mut tx, &self.core, author, act).await?;
        tx.commit().await?;
        let files = others.iter().map(|other| other.id.file()).collect();
        Ok(Some((ShelfOutcome::Done(others.len()), files)))
    }

    /// The other files that link to an entry, with their links as they have to be.
    async fn linking(
        &self,
        writer: &WriteGuard<'_>,
        name: &NewName<'_>,
        of: &EntryId,
    ) -> Result<Vec<FileChange>> {
        let book = self.library.snapshot();
        let linking = book
            .every()
            .filter(|entry| entry.id != *of && links_to(entry, name.names));
        let linking: Vec<EntryId> = linking.map(|entry| entry.id.clone()).collect();
        let mut changes = Vec::new();
        for id in linking {
            let Some(before) = writer.read(&id).await? else {
                continue;
            };
            let after = links::follow(&id, &before, name);
            if after != before {
                changes.push(FileChange { id, before, after });
            }
        }
        Ok(changes)
    }

    /// Keeps what other programs wrote into these files; true when there was any.
    async fn keep_all<'a>(
        &self,
        tx: &mut Tx,
        changes: impl Iterator<Item = &'a FileChange> + Send,
    ) -> Result<bool> {
        let mut any = false;
        for change in changes {
            let newest = store::newest(tx, &change.id).await?;
            if newest.is_none_or(|newest| newest.source_hash != revision::hash(&change.before)) {
                self.keep_in(tx, &change.id, &change.before).await?;
                any = true;
            }
        }
        Ok(any)
    }

    async fn remember(&self, tx: &mut Tx, author: &Person, entry: &EntryId, source: &str) -> Result<()> {
        let new = NewRevision {
            entry,
            origin: RevisionOrigin::Renamed,
            source,
            author: Some(&author.id),
            reason: "",
            restored_from: None,
        };
        self.add(tx, &new).await
    }

    /// Deletes an entry so that it can be taken back. Codes: `entry-not-found`, `entry-last`, those of [`Authoring::save`].
    pub async fn remove(&self, author: &Person, id: &EntryId, base: &EditBase) -> Result<ShelfOutcome> {
        self.is_here()?;
        // A book without a file is one whose disk came loose.
        if self.library.snapshot().every().all(|entry| entry.id == *id) {
            return Err(Error::new(ErrorKind::Conflict, "entry-last"));
        }
        let writer = self.writer.write().await?;
        let outcome = loop {
            if let Some(outcome) = self.remove_once(&writer, author, id, base).await? {
                break outcome;
            }
        };
        drop(writer);
        self.follow(Some(id)).await?;
        Ok(outcome)
    }

    async fn remove_once(
        &self,
        writer: &WriteGuard<'_>,
        author: &Person,
        id: &EntryId,
        base: &EditBase,
    ) -> Result<Option<ShelfOutcome>> {
        let mut tx = self.core.db.write().await?;
        store::alone(&mut tx, self.core.now()).await?;
        let there = writer.read(id).await?.ok_or_else(missing)?;
        if EditBase::from_source(Some(&there)) != *base {
            return Ok(Some(ShelfOutcome::Changed));
        }
        let newest = store::newest(&mut tx, id).await?;
        if newest.is_none_or(|newest| newest.source_hash != revision::hash(&there)) {
            self.keep_in(&mut tx, id, &there).await?;
            tx.commit().await?;
            return Ok(None);
        }
        writer.set_aside(id, there).await?;
        store::note_removal(&mut tx, id, &author.id, self.core.now()).await?;
        let act = Act::EntryRemoved.on(AuditSubject::Entry(id));
        audit::record(&mut tx, &self.core, author, act).await?;
        tx.commit().await?;
        Ok(Some(ShelfOutcome::Done(0)))
    }

    /// Puts a deleted entry back as it was. Codes: `entry-not-found`, those of [`Authoring::save`].
    pub async fn take_back(&self, author: &Person, id: &EntryId) -> Result<SaveOutcome> {
        let mut tx = self.core.db.read().await?;
        let newest = store::newest(&mut tx, id).await?.ok_or_else(missing)?;
        let source = store::source(&mut tx, &newest.id).await?;
        drop(tx);
        let change = EntryEdit {
            source,
            base: EditBase::NEW,
            reason: String::new(),
            cause: EditCause::Returned(newest.id),
        };
        let outcome = self.save(author, id, &change).await?;
        if matches!(outcome, SaveOutcome::Saved | SaveOutcome::Same) {
            self.writer.write().await?.forget_aside(id).await?;
        }
        Ok(outcome)
    }

    /// What was deleted and is not in the book, the last first: its name, its title, who and when.
    pub async fn removed(&self) -> Result<Vec<(EntryId, String, RemovedEntry)>> {
        let mut tx = self.core.db.read().await?;
        let removed = store::removed(&mut tx, MOST_REMOVED).await?;
        drop(tx);
        let book = self.library.snapshot();
        let named = |row: RemovedEntry| {
            let id: EntryId = row.entry.parse().ok()?;
            let source = row.source.as_deref().unwrap_or_default();
            let title = EntryForm::from_source(&id, source).title;
            let title = if title.is_empty() { id.to_string() } else { title };
            let gone = book.every().all(|entry| entry.id != id);
            gone.then_some((id, title, row))
        };
        Ok(removed.into_iter().filter_map(named).collect())
    }

    async fn there(&self, id: &EntryId) -> Result<String> {
        self.writer.read(id).await?.ok_or_else(missing)
    }
}

const fn missing() -> Error {
    Error::not_found("entry-not-found")
}

const fn broken() -> Error {
    Error::new(ErrorKind::Conflict, "entry-facts")
}

fn former(id: &EntryId, facts: &EntryFacts) -> impl Iterator<Item = EntryId> {
    facts
        .formerly
        .clone()
        .into_iter()
        .map(|slug| EntryId { slug, ..id.clone() })
}

fn links_to(entry: &Entry, names: &[EntryId]) -> bool {
    let mut does = false;
    each_link(&entry.tree, &mut |target, _, _| {
        does |= matches!(target, LinkTarget::Entry { id, .. } if names.contains(id));
    });
    does
}
