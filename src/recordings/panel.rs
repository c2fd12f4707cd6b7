//! The place where other features put a part on a recording's page: its snippets, comments at its moments.
//!
//! Recordings do not know who is there: [`RecordingPages`] is given the panels where the house is put together, each
//! renders itself.

use futures::future::BoxFuture;

use super::{Recording, RecordingPages};
use crate::error::Result;
use crate::web::PageContext;

/// A part of a recording's page that belongs to another feature.
pub trait RecordingPanel: Send + Sync {
    /// The part's markup for this visitor, who sees the recording; none when there is nothing to show.
    fn render<'a>(
        &'a self,
        t: &'a PageContext,
        recording: &'a Recording,
    ) -> BoxFuture<'a, Result<Option<String>>>;
}

/// Every panel's markup, in the order of the list.
pub(super) async fn panels(
    pages: &RecordingPages,
    t: &PageContext,
    recording: &Recording,
) -> Result<Vec<String>> {
    let mut rendered = Vec::new();
    for panel in pages.panels.iter() {
        rendered.extend(panel.render(t, recording).await?);
    }
    Ok(rendered)
}
