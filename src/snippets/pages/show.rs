//! One snippet: its sound and text, the consent, what it is filed under, the playlists it can go into.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::db::Cursor;
use crate::error::Result;
use crate::id::SnippetId;
use crate::people::Permission;
use crate::playbook::Entry;
use crate::playbook::tree::{SNIPPET, each_snippet};
use crate::snippets::form::consent_revision;
use crate::snippets::panel::SnippetFields;
use crate::snippets::playlists::{self, Playlist};
use crate::snippets::{Clip, SnippetForm, Snippets};
use crate::web::{Clash, FieldErrors, Flash, Form, Html, PageContext, Path, SeeOther, form, see, send_file};

/// Playlists that are offered at most, the last changed first.
const PLAYLISTS: usize = 8;

#[derive(Template)]
#[template(path = "snippets/show.html")]
pub(super) struct SnippetPage {
    t: PageContext,
    snippets: Snippets,
    clip: Clip,
    fields: SnippetFields,
    /// What was saved since the form of the words was opened.
    clash: Option<Clash>,
    /// What was saved since the form of the consent was opened.
    consent_clash: Option<Clash>,
    may_consent: bool,
    may_change: bool,
    /// Playlists it can be put into, for those who put them together.
    playlists: Vec<Playlist>,
    /// Entries of the book that play it.
    entries: Vec<Arc<Entry>>,
}

impl SnippetPage {
    /// What the form of the consent is opened on.
    fn consent_revision(&self) -> String {
        consent_revision(&self.clip.snippet)
    }
    /// The line that puts it into an entry.
    fn line(&self) -> String {
        format!("{SNIPPET} {}", self.clip.snippet.id)
    }
}

async fn page(
    t: PageContext,
    snippets: Snippets,
    id: &SnippetId,
    form: Option<SnippetForm>,
) -> Result<SnippetPage> {
    let person = t.visitor().signed_in()?.clone();
    let clip = snippets.clip(&person, id).await?;
    let arranges = person.may(Permission::ArrangePlaylists);
    let playlists = if arranges {
        let mut tx = snippets.core.db.read().await?;
        let page = playlists::store::list(&mut tx, &person, &Cursor::newest(), PLAYLISTS).await?;
        page.items
    } else {
        Vec::new()
    };
    let book = snippets.library.snapshot();
    let names_it = |entry: &&Arc<Entry>| {
        let mut found = false;
        each_snippet(&entry.tree, &mut |named, _| found |= named == id);
        found
    };
    let form = form.unwrap_or_else(|| SnippetForm::from_snippet(&clip.snippet));
    Ok(SnippetPage {
        entries: book.entries().filter(names_it).cloned().collect(),
        may_consent: clip.snippet.may_consent(&person),
        may_change: clip.snippet.may_change(&person),
        fields: SnippetFields::changing(&snippets, &t, &clip.snippet, form),
        clash: None,
        consent_clash: None,
        t,
        snippets,
        clip,
        playlists,
    })
}

pub(super) async fn show(
    t: PageContext,
    State(snippets): State<Snippets>,
    Path(id): Path<SnippetId>,
) -> Result<Html<SnippetPage>> {
    Ok(Html(page(t, snippets, &id, None).await?))
}

pub(super) async fn audio(
    t: PageContext,
    State(snippets): State<Snippets>,
    Path(id): Path<SnippetId>,
    headers: HeaderMap,
) -> Result<Response> {
    let path = snippets.sound(t.visitor().signed_in()?, &id).await?;
    send_file(&path, "audio/wav", &headers).await
}

/// A script gets nothing back, a form returns to the snippet.
pub(super) async fn note_heard(
    t: PageContext,
    State(snippets): State<Snippets>,
    Path(id): Path<SnippetId>,
) -> Result<Response> {
    snippets.heard(t.visitor().signed_in()?, &id).await?;
    if t.visitor().fragment().is_some() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(Redirect::to(&format!("/snippets/{id}")).into_response())
}

pub(super) async fn update(
    t: PageContext,
    State(snippets): State<Snippets>,
    Path(id): Path<SnippetId>,
    Form(form): Form<SnippetForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    match snippets.change(&person, &id, &form).await {
        Ok(()) => Ok(back(&id, "snippet-changed")),
        Err(error) if error.code() == "changed-meanwhile" => {
            let mut page = page(t, snippets, &id, Some(form)).await?;
            let (t, mine) = (&page.t, &page.fields.form);
            let theirs = SnippetForm::from_snippet(&page.clip.snippet);
            let clash = Clash::new(t.text("snippet-clash"))
                .field(t.text("snippet-title"), &theirs.title, &mine.title)
                .unless(
                    theirs.stage == mine.stage,
                    t.text("playbook-stage"),
                    t.text(&format!("playbook-stage-{}", theirs.stage)),
                )
                .field(t.text("snippet-objection"), &theirs.objection, &mine.objection)
                .unless(
                    theirs.kind == mine.kind,
                    t.text("snippet-kind"),
                    t.text(&format!("snippet-kind-{}", theirs.kind)),
                );
            page.clash = Some(clash);
            // Saved once more, it is saved over what is shown here.
            page.fields.form.revision = theirs.revision;
            Ok(form::clash(page))
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let mut page = page(t, snippets, &id, Some(form)).await?;
            page.fields.errors = errors;
            Ok(form::again(page))
        }
    }
}

/// `yes` in `consent` gives, anything else takes back.
pub(super) async fn agree(
    t: PageContext,
    State(snippets): State<Snippets>,
    Path(id): Path<SnippetId>,
    Form(form): Form<SnippetForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    if !form.consents() {
        snippets.withdraw(&person, &id).await?;
        return Ok(back(&id, "snippet-withdrawn"));
    }
    match snippets.consent(&person, &id, &form).await {
        Ok(()) => Ok(back(&id, "snippet-shared")),
        Err(error) if error.code() == "changed-meanwhile" => {
            let mut page = page(t, snippets, &id, None).await?;
            page.consent_clash = Some(clash_of_consent(&page, &form));
            // Whoever shares what was taken back says so once more.
            let consent = if page.clip.snippet.is_shared() {
                form.consent.clone()
            } else {
                String::new()
            };
            page.fields.form = entered(page.fields.form, SnippetForm { consent, ..form });
            Ok(form::clash(page))
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let mut page = page(t, snippets, &id, None).await?;
            page.fields.errors = errors;
            page.fields.form = entered(page.fields.form, form);
            Ok(form::again(page))
        }
    }
}

/// The snippet's form with what was entered about the consent.
fn entered(shown: SnippetForm, mine: SnippetForm) -> SnippetForm {
    SnippetForm {
        ground: mine.ground,
        ground_words: mine.ground_words,
        ground_day: mine.ground_day,
        consent: mine.consent,
        ..shown
    }
}

/// What is so of the consent now and was not entered.
fn clash_of_consent(page: &SnippetPage, mine: &SnippetForm) -> Clash {
    let (t, snippet) = (&page.t, &page.clip.snippet);
    let clash = Clash::new(t.text("snippet-consent-clash"));
    let Some(ground) = snippet.stated() else {
        let now = if snippet.is_shared() {
            "snippet-ground-none"
        } else {
            "snippet-not-shared"
        };
        return clash.unless(false, t.text("snippet-consent-title"), t.text(now));
    };
    let day = ground.day.map(|day| day.to_string()).unwrap_or_default();
    clash
        .unless(
            ground.ground.as_str() == mine.ground,
            t.text("snippet-ground"),
            t.text(&format!("snippet-ground-{}", ground.ground)),
        )
        .field(t.text("snippet-ground-words"), &ground.words, &mine.ground_words)
        .unless(
            day == mine.ground_day,
            t.text("snippet-ground-day"),
            ground.day.map(|day| t.day(&day)).unwrap_or_default(),
        )
}

pub(super) async fn remove(
    t: PageContext,
    State(snippets): State<Snippets>,
    Path(id): Path<SnippetId>,
) -> Result<SeeOther> {
    let recording = snippets.delete(t.visitor().signed_in()?, &id).await?;
    let to = format!("/recordings/{recording}");
    let flash = Flash::new("snippet-deleted").undo(format!("/snippets/{id}/restore"));
    Ok(see(to).saying(flash))
}

pub(super) async fn put_back(
    t: PageContext,
    State(snippets): State<Snippets>,
    Path(id): Path<SnippetId>,
) -> Result<Response> {
    snippets.restore(t.visitor().signed_in()?, &id).await?;
    Ok(back(&id, "undone"))
}

fn back(id: &SnippetId, said: &str) -> Response {
    let to = format!("/snippets/{id}");
    see(to).saying(said).into_response()
}
