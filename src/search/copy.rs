//! What a browser keeps of the book, so that it works while the service is away: the cards of every entry, the names they are
//! found by, and an empty page to show them in.
//!
//! Decides what is in it: the book and nothing else. No page of a person is kept (`no-store` holds for all of them): the empty
//! page names nobody, it carries only the id that the copy is bound to. What is kept lies in the browser's cache storage and
//! not in its cache of pages, and is written and read by three scripts:
//!
//! - `book-copy.js` fetches it while somebody is signed in, again when its revision ([`revision`]) is another, and throws it
//!   away on every page that is made for nobody or for somebody else;
//! - `book-worker.js`, the service worker, gives the empty page when the service does not answer a navigation to the search,
//!   the first page or an entry. It throws the copy away when it sees anybody go to sign in or out, whether that succeeds or
//!   not, so that no session's end leaves it; a copy the service has not confirmed for twelve hours is not given either,
//!   because a session may have ended while the browser could not be told;
//! - `without.js` finds entries by their names and shows them.
//!
//! Leaves search itself to the service: without it only names are compared.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{SearchPages, Searches};
use crate::error::{Error, Result};
use crate::id::{PersonId, hex};
use crate::people::Permission;
use crate::playbook::render::RenderStyle;
use crate::playbook::view::EntryView;
use crate::playbook::{Entry, EntryId, LibrarySnapshot};
use crate::web::assets::{Assets, assets};
use crate::web::{Access, Html, Json, PageContext, Routes};

/// The empty page.
const AWAY: &str = "/search/away";
/// The worker's file among the assets.
const WORKER: &str = "js/book-worker.js";

pub(super) fn routes() -> Routes<SearchPages> {
    Routes::new()
        .get("/search/book", Permission::ReadPlaybook, book)
        .get(AWAY, Permission::ReadPlaybook, away)
        // A browser looks for a newer one by itself, also when nobody is signed in.
        .get("/book-worker.js", Access::Public, worker)
}

/// The book as a browser keeps it.
#[derive(Serialize)]
struct BookCopy {
    /// Whose copy it is.
    person: PersonId,
    /// The empty page.
    page: &'static str,
    /// What the empty page needs.
    assets: Vec<String>,
    entries: Vec<CopiedEntry>,
}

#[derive(Serialize)]
struct CopiedEntry {
    id: EntryId,
    url: String,
    title: String,
    /// Title and aliases.
    names: Vec<String>,
    /// Of the reader's language: it comes first.
    own: bool,
    /// The first words to say.
    first: String,
    /// Everything of it.
    html: String,
}

/// One entry, whole, as the copy shows it.
#[derive(Template)]
#[template(path = "search/copied.html")]
struct EntryCard {
    t: PageContext,
    view: EntryView,
}

async fn book(t: PageContext, State(searches): State<Searches>, headers: HeaderMap) -> Result<Response> {
    let person = t.visitor().signed_in()?.id.clone();
    let book = searches.library.snapshot();
    let tag = format!("\"{}\"", revision(&t, &person, &book, assets()));
    let known = headers.get(header::IF_NONE_MATCH);
    // Whoever compresses on the way may have weakened it.
    let known = known.and_then(|known| known.to_str().ok());
    let known = known.is_some_and(|known| known.trim_start_matches("W/") == tag);
    let tag = [(header::ETAG, HeaderValue::try_from(tag).map_err(Error::internal)?)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    // Every entry of the book is rendered: not in a thread that answers requests.
    let make = move || {
        let entries: Result<Vec<CopiedEntry>> =
            book.entries().map(|entry| copied(&t, entry, &book)).collect();
        entries.map(|entries| BookCopy {
            person,
            page: AWAY,
            assets: assets().urls().collect(),
            entries,
        })
    };
    let copy = tokio::task::spawn_blocking(make)
        .await
        .map_err(Error::internal)??;
    Ok((tag, Json(copy)).into_response())
}

/// Another one whenever anything that is kept would be: an entry, the pages' look, the reader or their language.
fn revision(t: &PageContext, person: &PersonId, book: &LibrarySnapshot, assets: &Assets) -> String {
    let mut digest = Sha256::new();
    for part in [t.lang(), person.to_string().as_str(), assets.url("").as_str()] {
        digest.update(part);
        digest.update([0_u8]);
    }
    for entry in book.entries() {
        digest.update(entry.id.to_string());
        digest.update([0_u8]);
        digest.update(entry.source.as_bytes());
    }
    hex(&digest.finalize()[..8])
}

fn copied(t: &PageContext, entry: &Arc<Entry>, book: &LibrarySnapshot) -> Result<CopiedEntry> {
    let view = EntryView::new(entry, &RenderStyle::page(&entry.id, book));
    let first = view.answers.first().and_then(|answer| answer.say_now.first());
    let first = first.map(|(_, words)| words.clone()).unwrap_or_default();
    let card = EntryCard { t: t.clone(), view };
    Ok(CopiedEntry {
        id: entry.id.clone(),
        url: entry.id.url(),
        title: entry.title().to_owned(),
        names: std::iter::once(&entry.facts.title)
            .chain(&entry.facts.aliases)
            .cloned()
            .collect(),
        own: entry.locale() == t.locale(),
        first: first.into_string(),
        html: card.render().map_err(Error::internal)?,
    })
}

#[derive(Template)]
#[template(path = "search/away.html")]
struct AwayPage {
    t: PageContext,
    person: PersonId,
}

async fn away(t: PageContext) -> Result<Html<AwayPage>> {
    let person = t.visitor().signed_in()?.id.clone();
    Ok(Html(AwayPage { t, person }))
}

/// The worker's script stands at the root, so that it may answer for every address.
async fn worker() -> Result<Response> {
    let (script, kind) = assets().file(WORKER).ok_or(Error::not_found("not-found"))?;
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
    Ok((kind, script.to_vec()).into_response())
}
