//! Keeping the book true: what is verified, what is stale, what nobody uses, how well people find.
//!
//! Decides that verifying is one click by the owner or by whoever edits the book, that it puts the review date
//! [`authoring::REVIEW_DAYS`] ahead in the file itself (so that it survives without this program) and is kept like every other
//! edit; which figures are shown and over which time. Which entries search cannot tell apart is in [`confusions`]. Leaves files to
//! [`authoring`], counting to [`crate::search::uses`].

pub mod confusions;
mod figures;
mod pages;

use std::sync::Arc;

use axum::extract::FromRef;
use futures::future::BoxFuture;
use tokio::sync::Mutex;

use crate::audit::{self, Act, AuditSubject};
use crate::authoring::{self, Authoring, EditBase, EditCause, EntryEdit, SaveOutcome, source};
use crate::core::Core;
use crate::diff;
use crate::error::{Error, Result};
use crate::people::Person;
use crate::playbook::verified::{self, may_verify};
use crate::playbook::{EntryId, Library};
use crate::search::Search;
use crate::search::uses::store::asked_for;
use crate::unanswered::store::kept_questions;
use confusions::AskedPhrase;
pub use confusions::ConfusionReport;
pub use figures::{UpkeepFigures, UpkeepRow};
pub use pages::routes;

/// What was asked in so many days may become an alias.
const ASKED_DAYS: i64 = 180;
/// So many phrases of either kind are looked at.
const MOST_ASKED: i64 = 1_000;

/// Keeping the book true.
///
/// Stands on [`Core`], [`Library`], [`Authoring`] and [`Search`]; holds a [`ConfusionCache`].
#[derive(Clone)]
pub struct Upkeep {
    core: Core,
    library: Arc<Library>,
    authoring: Authoring,
    search: Arc<Search>,
    cache: Arc<ConfusionCache>,
}

/// The feature that knows what clients say in calls about an entry.
pub trait ClientPhrases: Send + Sync {
    /// What they say, with the entry each is about.
    fn said(&self) -> BoxFuture<'_, Result<Vec<AskedPhrase>>>;
}

/// The pages of the book's state, with whoever knows what clients say.
///
/// Stands on [`Upkeep`]; is given [`ClientPhrases`].
#[derive(Clone)]
pub struct UpkeepPages {
    upkeep: Upkeep,
    phrases: Arc<dyn ClientPhrases>,
}

impl UpkeepPages {
    /// Put together.
    pub fn new(upkeep: Upkeep, phrases: Arc<dyn ClientPhrases>) -> Self {
        Self { upkeep, phrases }
    }
}

impl FromRef<UpkeepPages> for Upkeep {
    fn from_ref(pages: &UpkeepPages) -> Self {
        pages.upkeep.clone()
    }
}

/// What was found in the book of a version; whoever asks meanwhile waits for it.
#[derive(Debug, Default)]
pub struct ConfusionCache(Mutex<Option<(u64, Arc<ConfusionReport>)>>);

impl Upkeep {
    /// Over the book, its writing and its index.
    pub fn new(core: Core, library: Arc<Library>, authoring: Authoring, search: Arc<Search>) -> Self {
        Self {
            core,
            library,
            authoring,
            search,
            cache: Arc::default(),
        }
    }

    /// Which entries search cannot tell apart, with what clients are `heard` to say. Hundreds of questions are asked at once,
    /// by one caller at a time, and the answer serves until the book changes.
    pub async fn confusions(&self, heard: &dyn ClientPhrases) -> Result<Arc<ConfusionReport>> {
        let mut known = self.cache.0.lock().await;
        let version = self.search.book().version();
        if let Some((of, report)) = known.as_ref()
            && *of == version
        {
            return Ok(Arc::clone(report));
        }
        let since = self.core.now().plus_ms(-ASKED_DAYS * 24 * 3_600_000);
        let mut tx = self.core.db.read().await?;
        let mut asked = kept_questions(&mut tx, MOST_ASKED).await?;
        asked.extend(asked_for(&mut tx, since, MOST_ASKED).await?);
        drop(tx);
        let heard = heard.said().await?;
        let asked: Vec<AskedPhrase> = asked
            .into_iter()
            .map(|(entry, phrase)| AskedPhrase { entry, phrase })
            .chain(heard)
            .collect();
        let search = Arc::clone(&self.search);
        let asking = tokio::task::spawn_blocking(move || confusions::inspect(&search, &asked));
        let report = Arc::new(asking.await.map_err(Error::internal)?);
        *known = Some((version, Arc::clone(&report)));
        Ok(report)
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
        let Some(mut facts) = source::facts_of(id, &entry.source) else {
            return Ok(false);
        };
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
