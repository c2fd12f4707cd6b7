//! Keeping the book true: what is verified, what is stale, what nobody uses, how well people find.
//!
//! Decides that verifying is one click by the owner or by whoever edits the book, that it puts the review date
//! [`authoring::REVIEW_DAYS`] ahead in the file itself (so that it survives without this program) and is kept like every other
//! edit; which figures are shown and over which time. Leaves files to [`authoring`], counting to [`crate::search::uses`].

mod figures;
mod pages;

use std::sync::Arc;

use crate::audit::{self, Act, AuditSubject};
use crate::authoring::{self, Authoring, EditBase, EditCause, EntryEdit, SaveOutcome, source};
use crate::core::Core;
use crate::diff;
use crate::error::{Error, Result};
use crate::people::Person;
use crate::playbook::verified::{self, may_verify};
use crate::playbook::{EntryId, Library};
pub use figures::{UpkeepFigures, UpkeepRow};
pub use pages::routes;

/// Keeping the book true.
///
/// Stands on [`Core`], [`Library`] and [`Authoring`].
#[derive(Clone)]
pub struct Upkeep {
    core: Core,
    library: Arc<Library>,
    authoring: Authoring,
}

impl Upkeep {
    /// Over the book and its writing.
    pub fn new(core: Core, library: Arc<Library>, authoring: Authoring) -> Self {
        Self {
            core,
            library,
            authoring,
        }
    }

    /// Notes that the text is still right and puts its review ahead; `reason` is what the history says. False when the file was
    /// changed meanwhile: then somebody has to read it first. Codes: `entry-not-found`, 403, those of [`Authoring::save`].
    pub async fn verify(&self, person: &Person, id: &EntryId, reason: String) -> Result<bool> {
        let book = self.library.snapshot();
        let entry = book.get(id).ok_or(Error::not_found("entry-not-found"))?;
        if !may_verify(person, entry) {
            return Err(Error::forbidden());
        }
        let today = self.core.today();
        let mut facts = entry.facts.clone();
        facts.review = today.plus_days(authoring::REVIEW_DAYS);
        let (named, like) = (id.clone(), Arc::clone(&entry.source));
        let written = diff::aside(move |_| source::with_other_facts(&named, &facts, &like)).await?;
        let Some(text) = written else {
            return Ok(false);
        };
        let change = EntryEdit {
            source: text,
            base: EditBase::from_source(Some(&entry.source)),
            reason,
            cause: EditCause::Edited,
        };
        match self.authoring.save(person, id, &change).await? {
            SaveOutcome::Saved | SaveOutcome::Same => {}
            SaveOutcome::Clash(_) | SaveOutcome::Refused(_) => return Ok(false),
        }
        let mut tx = self.core.db.write().await?;
        verified::put(&mut tx, id, &change.source, &person.id, self.core.now()).await?;
        audit::record(
            &mut tx,
            &self.core,
            person,
            Act::EntryVerified.on(AuditSubject::Entry(id)),
        )
        .await?;
        tx.commit().await?;
        Ok(true)
    }
}
