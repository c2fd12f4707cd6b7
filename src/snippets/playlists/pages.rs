//! Pages of playlists: all of them, and one to be played through.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::store::{self, PlaylistListener};
use super::{Playlist, PlaylistForm, PlaylistMove, Playlists};
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{PlaylistId, SnippetId};
use crate::people::Permission;
use crate::snippets::clip::read_lines;
use crate::snippets::{Clip, store as snippets};
use crate::web::{
    Clash, FieldErrors, Flash, Form, Html, PageContext, Path, Query, Routes, SeeOther, cursor, form, see,
};

/// Playlists on one page of the list.
const ROWS: usize = 100;

/// Routes of playlists.
pub fn routes() -> Routes<Playlists> {
    use Permission::{ArrangePlaylists, ReadPlaybook};
    Routes::new()
        .get("/playlists", ReadPlaybook, list)
        .post("/playlists", ArrangePlaylists, begin)
        .get("/playlists/{id}", ReadPlaybook, show)
        .post("/playlists/{id}", ArrangePlaylists, update)
        .post("/playlists/{id}/delete", ArrangePlaylists, remove)
        .post("/playlists/{id}/restore", ArrangePlaylists, put_back)
        .post("/playlists/{id}/items", ArrangePlaylists, put)
        .post("/playlists/{id}/order", ArrangePlaylists, order)
}

#[derive(Template)]
#[template(path = "snippets/playlists.html")]
struct PlaylistListPage {
    t: PageContext,
    playlists: Vec<Playlist>,
    next: Option<Cursor>,
    form: PlaylistForm,
    errors: FieldErrors,
}

async fn list_page(t: PageContext, playlists: &Playlists, after: &Cursor) -> Result<PlaylistListPage> {
    let mut tx = playlists.core.db.read().await?;
    let page = store::list(&mut tx, t.visitor().signed_in()?, after, ROWS).await?;
    Ok(PlaylistListPage {
        playlists: page.items,
        next: page.next,
        t,
        form: PlaylistForm::default(),
        errors: FieldErrors::default(),
    })
}

#[derive(Deserialize)]
struct PlaylistListQuery {
    after: Option<String>,
}

async fn list(
    t: PageContext,
    State(playlists): State<Playlists>,
    Query(query): Query<PlaylistListQuery>,
) -> Result<Html<PlaylistListPage>> {
    let after = cursor(query.after.as_deref())?;
    Ok(Html(list_page(t, &playlists, &after).await?))
}

async fn begin(
    t: PageContext,
    State(playlists): State<Playlists>,
    Form(form): Form<PlaylistForm>,
) -> Result<Response> {
    form::answer(
        playlists.create(t.visitor().signed_in()?, &form).await,
        |id| back(&id, "playlist-made"),
        async |errors| {
            let mut page = list_page(t, &playlists, &Cursor::newest()).await?;
            page.errors = errors;
            page.form = form;
            Ok(page)
        },
    )
    .await
}

/// A place of the list.
struct PlaylistEntry {
    id: SnippetId,
    /// Absent when it is gone or this visitor may not hear it.
    clip: Option<Clip>,
    /// It is there, for others.
    withheld: bool,
}

#[derive(Template)]
#[template(path = "snippets/playlist.html", blocks = ["queue"])]
struct PlaylistPage {
    t: PageContext,
    playlist: Playlist,
    places: Vec<PlaylistEntry>,
    /// For those who put playlists together.
    listeners: Vec<PlaylistListener>,
    form: PlaylistForm,
    /// What was saved since the form was opened.
    clash: Option<Clash>,
    errors: FieldErrors,
}

impl PlaylistPage {
    fn arranges(&self) -> bool {
        self.t.can(Permission::ArrangePlaylists.as_str())
    }
    /// How long everything is that can be heard, in ms.
    fn length(&self) -> i64 {
        let clips = self.places.iter().filter_map(|place| place.clip.as_ref());
        clips.map(|clip| clip.snippet.range().length_ms()).sum()
    }
}

async fn page(t: PageContext, playlists: &Playlists, id: &PlaylistId) -> Result<PlaylistPage> {
    let person = t.visitor().signed_in()?.clone();
    let scope = person.scope();
    let mut tx = playlists.core.db.read().await?;
    let playlist = store::find(&mut tx, &person, id).await?;
    let playlist = playlist.ok_or(Error::not_found("playlist-not-found"))?;
    let items = store::items(&mut tx, id).await?;
    let found = snippets::named(&mut tx, items.iter().map(ToString::to_string).collect()).await?;
    let mut clips = Vec::with_capacity(found.len());
    let mut withheld = Vec::new();
    for snippet in found {
        if snippet.is_shared() || snippet.is_inside(&scope) {
            clips.push(Clip::load(&mut tx, &person, snippet).await?);
        } else {
            withheld.push(snippet.id);
        }
    }
    read_lines(&mut tx, &mut clips).await?;
    let mut clips: HashMap<SnippetId, Clip> = clips
        .into_iter()
        .map(|clip| (clip.snippet.id.clone(), clip))
        .collect();
    let listeners = if person.may(Permission::ArrangePlaylists) {
        store::listeners(&mut tx, &scope, id).await?
    } else {
        Vec::new()
    };
    let place = |id: SnippetId| PlaylistEntry {
        clip: clips.remove(&id),
        withheld: withheld.contains(&id),
        id,
    };
    Ok(PlaylistPage {
        places: items.into_iter().map(place).collect(),
        form: PlaylistForm::from_playlist(&playlist),
        clash: None,
        errors: FieldErrors::default(),
        t,
        playlist,
        listeners,
    })
}

async fn show(
    t: PageContext,
    State(playlists): State<Playlists>,
    Path(id): Path<PlaylistId>,
) -> Result<Response> {
    let page = page(t, &playlists, &id).await?;
    Ok(if page.t.visitor().fragment() == Some("queue") {
        Html(page.as_queue()).into_response()
    } else {
        Html(page).into_response()
    })
}

async fn update(
    t: PageContext,
    State(playlists): State<Playlists>,
    Path(id): Path<PlaylistId>,
    Form(form): Form<PlaylistForm>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?.clone();
    match playlists.change(&by, &id, &form).await {
        Ok(()) => Ok(back(&id, "playlist-changed")),
        Err(error) if error.code() == "changed-meanwhile" => {
            let mut page = page(t, &playlists, &id).await?;
            let (t, theirs) = (&page.t, &page.form);
            let clash = Clash::new(t.text("playlist-clash"))
                .field(t.text("playlist-title"), &theirs.title, &form.title)
                .field(t.text("playlist-purpose"), &theirs.purpose, &form.purpose);
            page.clash = Some(clash);
            // Saved once more, it is saved over what is shown here.
            let revision = std::mem::take(&mut page.form.revision);
            page.form = PlaylistForm { revision, ..form };
            Ok(form::clash(page))
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let mut page = page(t, &playlists, &id).await?;
            page.errors = errors;
            page.form = form;
            Ok(form::again(page))
        }
    }
}

async fn remove(
    t: PageContext,
    State(playlists): State<Playlists>,
    Path(id): Path<PlaylistId>,
) -> Result<SeeOther> {
    playlists.delete(t.visitor().signed_in()?, &id).await?;
    let flash = Flash::new("playlist-deleted").undo(format!("/playlists/{id}/restore"));
    Ok(see("/playlists").saying(flash))
}

async fn put_back(
    t: PageContext,
    State(playlists): State<Playlists>,
    Path(id): Path<PlaylistId>,
) -> Result<SeeOther> {
    playlists.restore(t.visitor().signed_in()?, &id).await?;
    let to = format!("/playlists/{id}");
    Ok(see(to).saying("undone"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ItemForm {
    snippet: String,
    step: String,
    /// Come back to the snippet's page instead of the playlist.
    back: String,
}

impl ItemForm {
    fn snippet(&self) -> Result<SnippetId> {
        self.snippet
            .parse()
            .map_err(|_| Error::not_found("snippet-not-found"))
    }
}

async fn put(
    t: PageContext,
    State(playlists): State<Playlists>,
    Path(id): Path<PlaylistId>,
    Form(form): Form<ItemForm>,
) -> Result<Response> {
    let snippet = form.snippet()?;
    playlists.add(t.visitor().signed_in()?, &id, &snippet).await?;
    if form.back == "snippet" {
        let to = format!("/snippets/{snippet}");
        return Ok(see(to).saying("playlist-added").into_response());
    }
    Ok(back(&id, "playlist-added"))
}

/// Moves an item; the list says by itself what happened.
async fn order(
    t: PageContext,
    State(playlists): State<Playlists>,
    Path(id): Path<PlaylistId>,
    Form(form): Form<ItemForm>,
) -> Result<Redirect> {
    let step: PlaylistMove = form
        .step
        .parse()
        .map_err(|_| Error::new(ErrorKind::BadInput, "bad-form"))?;
    let by = t.visitor().signed_in()?;
    playlists.arrange(by, &id, &form.snippet()?, step).await?;
    Ok(Redirect::to(&format!("/playlists/{id}")))
}

fn back(id: &PlaylistId, said: &str) -> Response {
    let to = format!("/playlists/{id}");
    see(to).saying(said).into_response()
}
