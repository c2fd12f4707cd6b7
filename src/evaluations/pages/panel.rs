//! The place where other features put a part on an evaluation's pages: coaching's "was the last target met?", the way to
//! appeal a mark beside its item.
//!
//! Evaluations do not know who is there: [`EvaluationPages`] is given the panels where the house is put together, each
//! renders itself.

use std::collections::BTreeMap;

use futures::future::BoxFuture;

use crate::error::Result;
use crate::evaluations::{Card, EvaluationPages};
use crate::web::PageContext;

/// On which page a panel is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelPlace {
    /// The score page of a draft; the panel stands above the items.
    Draft,
    /// The published card, for whoever may see the score; the panel stands under the opinions.
    Published,
}

/// A part of an evaluation's page that belongs to another feature.
pub trait EvaluationPanel: Send + Sync {
    /// The part's markup for this visitor and evaluation; none when there is nothing to show. It stands outside the card's
    /// form and may have its own.
    fn render<'a>(
        &'a self,
        t: &'a PageContext,
        card: &'a Card,
        place: PanelPlace,
    ) -> BoxFuture<'a, Result<Option<String>>>;

    /// What stands beside the items of the published card for this visitor, by the item's key: a link or a badge.
    fn beside<'a>(
        &'a self,
        _t: &'a PageContext,
        _card: &'a Card,
    ) -> BoxFuture<'a, Result<BTreeMap<String, String>>> {
        Box::pin(async { Ok(BTreeMap::new()) })
    }
}

/// Every panel's markup for this page, in the order of the list.
pub(super) async fn panels(
    pages: &EvaluationPages,
    t: &PageContext,
    card: &Card,
    place: PanelPlace,
) -> Result<Vec<String>> {
    let mut rendered = Vec::new();
    for panel in pages.panels.iter() {
        rendered.extend(panel.render(t, card, place).await?);
    }
    Ok(rendered)
}

/// Everything that stands beside items, by the item's key, in the order of the list of panels.
pub(super) async fn beside(
    pages: &EvaluationPages,
    t: &PageContext,
    card: &Card,
) -> Result<BTreeMap<String, String>> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for panel in pages.panels.iter() {
        for (item, markup) in panel.beside(t, card).await? {
            all.entry(item).or_default().push_str(&markup);
        }
    }
    Ok(all)
}
