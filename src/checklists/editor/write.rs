//! The acts of writing checklists: begin, save a draft, publish it as the next version, throw it away; put a checklist
//! away, take it back, make it the standard one.
//!
//! Decides who may and when. A save names the revision it was made on: a newer one of another tab or person is never
//! written over (`checklist-changed`). A version is only ever added. Every act takes the person who asks.

use super::draft::{self, ChecklistDraft, UsedKeys};
use super::faults::{self, DraftFault};
use super::store::{self, ChecklistSummary, Edition};
use super::{changes, keys};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::checklists::{Checklist, ChecklistVersion, Checklists, store as checklists};
use crate::db::{JsonText, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{ChecklistId, ChecklistVersionId};
use crate::people::{Permission, Person};

fn permit(by: &Person) -> Result<()> {
    if by.may(Permission::EditChecklists) {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}

fn changed() -> Error {
    Error::new(ErrorKind::Conflict, "checklist-changed")
}

/// A checklist with everything that is known of it.
#[derive(Debug, Clone)]
pub struct ChecklistDetails {
    /// The checklist.
    pub listed: ChecklistSummary,
    /// Its versions, the newest first; none while it is only a draft.
    pub editions: Vec<Edition>,
    /// What is being written.
    pub draft: Option<ChecklistDraft>,
}

impl ChecklistDetails {
    /// What an editor begins with: the draft, else the newest version.
    pub fn document(&self) -> Checklist {
        let newest = self.newest().cloned();
        let draft = self.draft.as_ref().map(|draft| draft.document.0.clone());
        draft.or(newest).unwrap_or_else(draft::blank)
    }
    /// The newest version.
    pub fn newest(&self) -> Option<&Checklist> {
        self.editions.first().map(|edition| &edition.document.0)
    }
    /// Keys that any version had.
    pub fn published(&self) -> UsedKeys {
        UsedKeys::from_versions(self.editions.iter().map(|edition| &edition.document.0))
    }
}

async fn desk_in(tx: &mut Tx, by: &Person, id: &ChecklistId) -> Result<ChecklistDetails> {
    permit(by)?;
    let listed = store::checklist(tx, id).await?;
    Ok(ChecklistDetails {
        listed: listed.ok_or(Error::not_found("checklist-not-found"))?,
        editions: store::editions(tx, id).await?,
        draft: store::draft(tx, id).await?,
    })
}

/// The same, to change what is being written on `revision`. Code: `checklist-changed`.
async fn desk_at(tx: &mut Tx, by: &Person, id: &ChecklistId, revision: i64) -> Result<ChecklistDetails> {
    let desk = desk_in(tx, by, id).await?;
    if desk.listed.revision == revision {
        Ok(desk)
    } else {
        Err(changed())
    }
}

/// Counts the change that was made on the desk; another one in the same moment is a conflict.
async fn count(tx: &mut Tx, desk: &ChecklistSummary) -> Result<()> {
    if store::count_change(tx, &desk.id, desk.revision).await? {
        Ok(())
    } else {
        Err(changed())
    }
}

impl Checklists {
    /// The checklist with versions and draft. Code: `checklist-not-found`.
    pub async fn desk(&self, by: &Person, id: &ChecklistId) -> Result<ChecklistDetails> {
        desk_in(&mut self.core.db.read().await?, by, id).await
    }

    /// Begins a new checklist with this document as its draft; whatever is missing is told when it is published.
    pub async fn start(&self, by: &Person, document: Checklist) -> Result<ChecklistId> {
        let mut tx = self.core.db.write().await?;
        let id = self.start_in(&mut tx, by, document).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn start_in(&self, tx: &mut Tx, by: &Person, document: Checklist) -> Result<ChecklistId> {
        permit(by)?;
        let now = self.core.now();
        let id = self.core.new_id::<ChecklistId>();
        store::insert_checklist(tx, &id, now).await?;
        store::put_draft(tx, &id, document, &by.id, now).await?;
        tracing::info!(checklist = %id, "checklist begun");
        Ok(id)
    }

    /// Stores the draft as it is now over `revision`; returns the new one. Code: `checklist-changed`.
    ///
    /// What says the same as before is not stored: reading a checklist in the editor makes no draft.
    pub async fn save(
        &self,
        by: &Person,
        id: &ChecklistId,
        revision: i64,
        document: Checklist,
    ) -> Result<i64> {
        let mut tx = self.core.db.write().await?;
        let desk = desk_at(&mut tx, by, id, revision).await?;
        if desk.document() == document {
            return Ok(revision);
        }
        count(&mut tx, &desk.listed).await?;
        store::put_draft(&mut tx, id, document, &by.id, self.core.now()).await?;
        tx.commit().await?;
        Ok(revision + 1)
    }

    /// After a conflict: what was written here takes the place of the draft, and the draft goes on as a checklist of
    /// its own. Returns that one; none when the draft was published or thrown away meanwhile. Code: `checklist-changed`
    /// when `over` is not the newest either.
    pub async fn put_over(
        &self,
        by: &Person,
        id: &ChecklistId,
        over: i64,
        document: Checklist,
    ) -> Result<Option<ChecklistId>> {
        let mut tx = self.core.db.write().await?;
        let desk = desk_at(&mut tx, by, id, over).await?;
        count(&mut tx, &desk.listed).await?;
        let kept = match desk.draft {
            Some(theirs) => Some(
                self.start_in(&mut tx, by, draft::copied(theirs.document.0))
                    .await?,
            ),
            None => None,
        };
        store::put_draft(&mut tx, id, document, &by.id, self.core.now()).await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// Makes the draft the next version. Evaluations that were begun keep the version they have. Sent twice, it is done once.
    /// Code: `checklist-changed`.
    pub async fn publish(
        &self,
        by: &Person,
        id: &ChecklistId,
        revision: i64,
    ) -> Result<ChecklistPublishOutcome> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        let desk = desk_in(&mut tx, by, id).await?;
        let published = desk.published();
        let Some(draft) = desk.draft else {
            return Ok(ChecklistPublishOutcome::Unchanged);
        };
        if desk.listed.revision != revision {
            return Err(changed());
        }
        let book = self.library.snapshot();
        let taught = |entry: &str| entry.parse().is_ok_and(|id| book.get(&id).is_some());
        let faults = faults::faults(&draft.document.0, taught);
        if !faults.is_empty() {
            return Ok(ChecklistPublishOutcome::Faulty(faults));
        }
        let versions = desk.editions.iter().map(|edition| &edition.document.0);
        let mut document = draft::with_history(draft.document.0, versions);
        keys::settle(&mut document, &published);
        document.check().map_err(Error::internal)?;
        count(&mut tx, &desk.listed).await?;
        store::delete_draft(&mut tx, id).await?;
        let newest = desk.editions.first();
        if newest.is_some_and(|edition| changes::changes(&edition.document.0, &document).is_empty()) {
            tx.commit().await?;
            return Ok(ChecklistPublishOutcome::Unchanged);
        }
        let number = newest.map_or(1, |edition| edition.number + 1);
        let version = ChecklistVersion {
            id: self.core.new_id::<ChecklistVersionId>(),
            checklist_id: id.clone(),
            number,
            standard: desk.listed.standard,
            document: JsonText(document),
        };
        checklists::insert_version(&mut tx, &version, Some(by.id.clone()), now).await?;
        self.record(
            &mut tx,
            by,
            Act::ChecklistPublished,
            id,
            Detail::Number(number.into()),
        )
        .await?;
        tx.commit().await?;
        tracing::info!(checklist = %id, number, "checklist published");
        Ok(ChecklistPublishOutcome::Published(number))
    }

    /// Throws the draft away; a checklist that was nothing else goes with it. Returns whether the checklist is still there.
    /// Code: `checklist-changed`.
    pub async fn discard(&self, by: &Person, id: &ChecklistId, revision: i64) -> Result<bool> {
        let mut tx = self.core.db.write().await?;
        let desk = desk_at(&mut tx, by, id, revision).await?;
        let stays = !desk.editions.is_empty();
        if desk.draft.is_some() {
            count(&mut tx, &desk.listed).await?;
            if stays {
                store::discard_draft(&mut tx, id, self.core.now()).await?;
            } else {
                store::delete_draft(&mut tx, id).await?;
            }
        }
        if !stays {
            store::delete_checklist(&mut tx, id).await?;
        }
        tx.commit().await?;
        Ok(stays)
    }

    /// Takes back that a draft was thrown away. Code: `checklist-changed` when another one is being written, or it is too long
    /// ago.
    pub async fn restore_draft(&self, by: &Person, id: &ChecklistId) -> Result<()> {
        let since = self.core.now().plus_ms(-RESTORABLE_MS);
        let mut tx = self.core.db.write().await?;
        let desk = desk_in(&mut tx, by, id).await?;
        count(&mut tx, &desk.listed).await?;
        if !store::restore_draft(&mut tx, id, since).await? {
            return Err(changed());
        }
        tx.commit().await?;
        Ok(())
    }

    /// Begins a new checklist as a copy of another's draft or newest version.
    pub async fn copy(&self, by: &Person, id: &ChecklistId, suffix: [&str; 2]) -> Result<ChecklistId> {
        let mut tx = self.core.db.write().await?;
        let desk = desk_in(&mut tx, by, id).await?;
        let newest = desk.newest().cloned();
        let mut document = draft::copied(newest.unwrap_or_else(|| desk.document()));
        for (name, suffix) in [
            (&mut document.name.ru, suffix[0]),
            (&mut document.name.en, suffix[1]),
        ] {
            if !name.is_empty() {
                name.push_str(suffix);
            }
        }
        let copy = self.start_in(&mut tx, by, document).await?;
        tx.commit().await?;
        Ok(copy)
    }

    /// Puts a checklist away: it is not offered any more, what was made with it stays. Code: `checklist-standard`.
    pub async fn archive(&self, by: &Person, id: &ChecklistId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let desk = desk_in(&mut tx, by, id).await?;
        if desk.listed.standard {
            return Err(Error::new(ErrorKind::Conflict, "checklist-standard"));
        }
        if !desk.listed.archived {
            store::set_archived(&mut tx, id, true).await?;
            self.record(&mut tx, by, Act::ChecklistArchived, id, Detail::Nothing)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Offers a checklist again.
    pub async fn restore(&self, by: &Person, id: &ChecklistId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let desk = desk_in(&mut tx, by, id).await?;
        if desk.listed.archived {
            store::set_archived(&mut tx, id, false).await?;
            self.record(&mut tx, by, Act::ChecklistRestored, id, Detail::Nothing)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Makes it the one an evaluation begins with when none fits the call better. Code: `checklist-not-in-use` when it is
    /// archived or was never published.
    pub async fn make_standard(&self, by: &Person, id: &ChecklistId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let desk = desk_in(&mut tx, by, id).await?;
        if desk.listed.archived || desk.editions.is_empty() {
            return Err(Error::new(ErrorKind::Conflict, "checklist-not-in-use"));
        }
        if !desk.listed.standard {
            store::set_standard(&mut tx, id).await?;
            self.record(&mut tx, by, Act::ChecklistStandard, id, Detail::Nothing)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn record(
        &self,
        tx: &mut Tx,
        by: &Person,
        act: Act,
        id: &ChecklistId,
        detail: Detail,
    ) -> Result<()> {
        audit::record(
            tx,
            &self.core,
            by,
            act.on(AuditSubject::Checklist(id)).with(detail),
        )
        .await?;
        Ok(())
    }
}

/// What came of wanting to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChecklistPublishOutcome {
    /// It is this version now.
    Published(i32),
    /// There was nothing that differs from the newest version.
    Unchanged,
    /// It stays a draft: this keeps it from being used.
    Faulty(Vec<DraftFault>),
}

/// A draft that was thrown away can be taken back for so long, in ms.
const RESTORABLE_MS: i64 = 24 * 60 * 60 * 1000;
