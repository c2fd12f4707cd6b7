//! Snippets inside entries of the book: a player with title and text where an entry names one.
//!
//! Decides that the book plays only what everybody hears: one whose consent was taken back, or that is gone, says so in its
//! place, and so does one that cannot be looked up while the database is away. On paper stand title and text.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use futures::future::BoxFuture;

use super::clip::{Clip, read_lines};
use super::{Snippets, store};
use crate::error::{Error, Result, unless_away};
use crate::id::SnippetId;
use crate::people::Person;
use crate::playbook::render::SafeHtml;
use crate::playbook::{EmbedStatus, EmbeddedClips, Embeds};
use crate::web::PageContext;

impl Embeds for Snippets {
    fn look_up<'a>(
        &'a self,
        t: &'a PageContext,
        ids: BTreeSet<SnippetId>,
    ) -> BoxFuture<'a, Result<EmbeddedClips>> {
        Box::pin(look_up(self, t, ids))
    }
}

#[derive(Template)]
#[template(path = "snippets/embedded.html")]
struct EmbeddedClipTemplate {
    t: PageContext,
    /// Absent when it may not be heard here.
    clip: Option<Clip>,
    status: EmbedStatus,
}

impl EmbeddedClipTemplate {
    /// Why it is not heard.
    fn reason(&self) -> &'static str {
        match self.status {
            EmbedStatus::Withheld => "snippet-withheld",
            EmbedStatus::Unknown => "snippet-unknown",
            EmbedStatus::Shared | EmbedStatus::Gone => "snippet-gone",
        }
    }
}

type Clips = HashMap<SnippetId, Clip>;

async fn look_up(snippets: &Snippets, t: &PageContext, ids: BTreeSet<SnippetId>) -> Result<EmbeddedClips> {
    let person = t.visitor().signed_in()?;
    let found = unless_away(find(snippets, person, &ids).await)?;
    let known = found.is_some();
    let (mut clips, withheld) = found.unwrap_or_default();
    let mut embedded = EmbeddedClips::default();
    for id in ids {
        let clip = clips.remove(&id);
        let status = match (&clip, withheld.contains(&id)) {
            _ if !known => EmbedStatus::Unknown,
            (Some(_), _) => EmbedStatus::Shared,
            (None, true) => EmbedStatus::Withheld,
            (None, false) => EmbedStatus::Gone,
        };
        let part = EmbeddedClipTemplate {
            t: t.clone(),
            clip,
            status,
        };
        let html = part.render().map_err(Error::internal)?;
        embedded.add(id, status, SafeHtml::trusted(html));
    }
    Ok(embedded)
}

/// The parts that may be heard, and the ids of those that may not.
async fn find(
    snippets: &Snippets,
    person: &Person,
    ids: &BTreeSet<SnippetId>,
) -> Result<(Clips, BTreeSet<SnippetId>)> {
    let mut tx = snippets.core.db.read().await?;
    let found = store::named(&mut tx, ids.iter().map(ToString::to_string).collect()).await?;
    let mut clips = Vec::with_capacity(found.len());
    let mut withheld = BTreeSet::new();
    for snippet in found {
        if snippet.is_shared() {
            clips.push(Clip::load(&mut tx, person, snippet).await?);
        } else {
            withheld.insert(snippet.id);
        }
    }
    read_lines(&mut tx, &mut clips).await?;
    let clips = clips.into_iter().map(|clip| (clip.snippet.id.clone(), clip));
    Ok((clips.collect(), withheld))
}
