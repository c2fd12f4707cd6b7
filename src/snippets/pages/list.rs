//! The list: everything the visitor may hear, by stage, objection, kind and manager.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::db::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::id::PersonId;
use crate::playbook::{ConversationStage, EntryId};
use crate::snippets::playlists::{self, Playlist};
use crate::snippets::store::{self, SnippetFilter};
use crate::snippets::{Clip, SnippetKind, Snippets};
use crate::web::{Html, PageContext, Query, cursor, encode};

/// Snippets of a page.
const ROWS: usize = 30;
/// Playlists above them at most, the last changed first.
const PLAYLISTS: usize = 6;

/// What the address asks for; empty fields mean any.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SnippetListQuery {
    stage: String,
    objection: String,
    kind: String,
    manager: String,
    after: String,
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<Option<T>> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| Error::new(ErrorKind::BadInput, "bad-address")),
    }
}

impl SnippetListQuery {
    /// Code: `bad-address`.
    fn filter(&self) -> Result<SnippetFilter> {
        Ok(SnippetFilter {
            stage: parsed(&self.stage)?,
            objection: parsed::<EntryId>(&self.objection)?.map(|id| id.to_string()),
            kind: parsed(&self.kind)?,
            manager: parsed(&self.manager)?,
        })
    }

    fn is_any(&self) -> bool {
        let fields = [&self.stage, &self.objection, &self.kind, &self.manager];
        fields.into_iter().all(String::is_empty)
    }

    /// The same question further down the list.
    fn next(&self, cursor: &Cursor) -> String {
        let after = cursor.to_string();
        let fields = [
            ("stage", &self.stage),
            ("objection", &self.objection),
            ("kind", &self.kind),
            ("manager", &self.manager),
            ("after", &after),
        ];
        let query: Vec<String> = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        format!("/snippets?{}", query.join("&"))
    }
}

#[derive(Template)]
#[template(path = "snippets/list.html", blocks = ["clips"])]
struct SnippetListPage {
    t: PageContext,
    snippets: Snippets,
    asked: SnippetListQuery,
    clips: Vec<Clip>,
    next: Option<String>,
    managers: Vec<(PersonId, String)>,
    /// Name and title.
    objections: Vec<(String, String)>,
    playlists: Vec<Playlist>,
}

impl SnippetListPage {
    fn stages() -> &'static [ConversationStage] {
        ConversationStage::ALL
    }
    fn kinds() -> &'static [SnippetKind] {
        SnippetKind::ALL
    }
}

pub(super) async fn list(
    t: PageContext,
    State(snippets): State<Snippets>,
    Query(asked): Query<SnippetListQuery>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let (scope, filter) = (person.scope(), asked.filter()?);
    let after = cursor(Some(&asked.after))?;
    let mut tx = snippets.core.db.read().await?;
    let page = store::list(&mut tx, &scope, &filter, &after, ROWS).await?;
    let mut clips = Vec::with_capacity(page.items.len());
    for snippet in page.items {
        clips.push(Clip::load(&mut tx, &person, snippet).await?);
    }
    let managers = store::managers(&mut tx, &scope).await?;
    let objections = store::objections(&mut tx, &scope).await?;
    let playlists = playlists::store::list(&mut tx, &person, &Cursor::newest(), PLAYLISTS).await?;
    drop(tx);
    let book = snippets.library.snapshot();
    let title = |name: String| {
        let id: EntryId = name.parse().ok()?;
        let title = book.get(&id)?.title().to_owned();
        Some((name, title))
    };
    let page = SnippetListPage {
        next: page.next.map(|cursor| asked.next(&cursor)),
        objections: objections.into_iter().filter_map(title).collect(),
        clips,
        managers,
        playlists: playlists.items,
        asked,
        snippets,
        t,
    };
    Ok(if page.t.visitor().fragment() == Some("clips") {
        Html(page.as_clips()).into_response()
    } else {
        Html(page).into_response()
    })
}
