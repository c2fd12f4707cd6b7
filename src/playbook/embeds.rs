//! The place where another feature puts parts of calls into entries: the book knows only their ids.
//!
//! Decides when they are looked up: once for all entries of a page, and not at all when none is named. Who answers is
//! given to the pages ([`super::PlaybookPages`]) where the house is put together. Leaves whether and how a part is
//! heard to that feature.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::BoxFuture;

use super::render::SafeHtml;
use super::tree::{BlockNode, each_snippet};
use crate::error::Result;
use crate::id::SnippetId;
use crate::web::PageContext;

/// What is known of a part of a call that an entry names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmbedStatus {
    /// Everybody who reads the book may hear it.
    Shared,
    /// It is there, but the manager's consent is not.
    Withheld,
    /// There is none with this id.
    Gone,
    /// The database is away: nobody can say.
    Unknown,
}

/// What stands where parts of calls are named, by id.
#[derive(Debug, Default)]
pub struct EmbeddedClips(BTreeMap<SnippetId, (EmbedStatus, SafeHtml)>);

impl EmbeddedClips {
    /// Adds what stands in the place of a part.
    pub fn add(&mut self, id: SnippetId, status: EmbedStatus, html: SafeHtml) {
        self.0.insert(id, (status, html));
    }

    /// The markup for a part that was looked up.
    pub fn html(&self, id: &SnippetId) -> Option<&SafeHtml> {
        self.0.get(id).map(|(_, html)| html)
    }

    /// Could it not be found out what stands in these places?
    pub fn unknown(&self) -> bool {
        self.0.values().any(|(status, _)| *status == EmbedStatus::Unknown)
    }

    /// What is known of a part; one that was not looked up is gone.
    pub fn status(&self, id: &SnippetId) -> EmbedStatus {
        self.0.get(id).map_or(EmbedStatus::Gone, |(status, _)| *status)
    }
}

/// The feature that has the parts of calls.
pub trait Embeds: Send + Sync {
    /// Markup for each of these ids, for this visitor; also for those that are withheld, gone or cannot be looked up.
    fn look_up<'a>(
        &'a self,
        t: &'a PageContext,
        ids: BTreeSet<SnippetId>,
    ) -> BoxFuture<'a, Result<EmbeddedClips>>;
}

/// Looks up every part of a call these texts name.
pub async fn look_up_all<'b>(
    embeds: &dyn Embeds,
    t: &PageContext,
    trees: impl IntoIterator<Item = &'b [BlockNode]>,
) -> Result<EmbeddedClips> {
    let mut ids = BTreeSet::new();
    for tree in trees {
        each_snippet(tree, &mut |id, _| {
            ids.insert(id.clone());
        });
    }
    if ids.is_empty() {
        return Ok(EmbeddedClips::default());
    }
    embeds.look_up(t, ids).await
}
