//! Pages: suggesting, and the list on which it is decided or followed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::decide::SuggestionInput;
use super::{AcceptOutcome, EntryPart, Suggestion, SuggestionState, part, store};
use crate::authoring::compare::{compare, fold};
use crate::authoring::form::EntryForm;
use crate::authoring::pages::{EditorState, EntryClashView, EntryPath, place};
use crate::authoring::{Authoring, AuthoringPages};
use crate::diff::{self, Deadline, DiffPiece};
use crate::error::{Error, Result};
use crate::id::SuggestionId;
use crate::people::Permission;
use crate::playbook::{EntryId, LibrarySnapshot};
use crate::web::{FieldErrors, Form, Html, PageContext, Path, Query, Routes, form, see};

const PAGE: &str = "/playbook/suggestions";
/// Suggestions of a list.
const ROWS: usize = 100;
/// Decided ones below the open ones.
const DECIDED: usize = 20;

pub(super) fn routes() -> Routes<AuthoringPages> {
    Routes::new()
        .get(PAGE, Permission::ReadPlaybook, list)
        .post(
            "/playbook/suggestions/{id}/accept",
            Permission::EditPlaybook,
            accept,
        )
        .post(
            "/playbook/suggestions/{id}/decline",
            Permission::EditPlaybook,
            decline,
        )
        .get(
            "/playbook/{locale}/{kind}/{slug}/suggest",
            Permission::ReadPlaybook,
            open,
        )
        .post(
            "/playbook/{locale}/{kind}/{slug}/suggest",
            Permission::ReadPlaybook,
            send,
        )
}

#[derive(Template)]
#[template(path = "authoring/suggest.html")]
struct SuggestPage {
    t: PageContext,
    id: EntryId,
    title: String,
    /// What the answer is called; empty for the whole text.
    part_name: String,
    form: SuggestForm,
    errors: FieldErrors,
}

impl SuggestPage {
    fn rows(&self) -> usize {
        (self.form.text.lines().count() + 2).clamp(6, 30)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SuggestForm {
    /// Number of the answer; none for the whole text.
    answer: String,
    before: String,
    text: String,
    comment: String,
}

impl SuggestForm {
    fn part(&self) -> EntryPart {
        EntryPart::of_number(self.answer.parse().unwrap_or_default())
    }
}

async fn open(
    t: PageContext,
    State(authoring): State<Authoring>,
    Path(at): Path<EntryPath>,
    Query(mut form): Query<SuggestForm>,
) -> Result<Html<SuggestPage>> {
    let id = place(&at)?;
    let book = authoring.library.snapshot();
    let entry = book.get(&id).ok_or(Error::not_found("entry-not-found"))?;
    // An answer that is not there any more: the whole text is.
    let found = part::read(&id, &entry.source, form.part()).map(|it| (it, form.part()));
    let found = found.or_else(|| {
        Some((
            part::read(&id, &entry.source, EntryPart::Whole)?,
            EntryPart::Whole,
        ))
    });
    let ((text, part_name), part) = found.ok_or(Error::not_found("entry-not-found"))?;
    form.answer = part.number().to_string();
    (form.before, form.text) = (text.clone(), text);
    Ok(Html(SuggestPage {
        title: entry.title().to_owned(),
        part_name,
        errors: FieldErrors::default(),
        form,
        t,
        id,
    }))
}

async fn send(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Path(at): Path<EntryPath>,
    Form(form): Form<SuggestForm>,
) -> Result<Response> {
    let id = place(&at)?;
    let input = SuggestionInput {
        part: form.part(),
        before: &form.before,
        after: &form.text,
        comment: &form.comment,
    };
    form::answer(
        pages
            .authoring
            .suggest(t.visitor().signed_in()?, &id, &input)
            .await,
        |()| said("suggestion-sent", &id.url()),
        async |errors| {
            let book = pages.authoring.library.snapshot();
            let entry = book.get(&id).ok_or(Error::not_found("entry-not-found"))?;
            let part_name = part::read(&id, &entry.source, form.part()).map(|(_, name)| name);
            Ok(SuggestPage {
                title: entry.title().to_owned(),
                part_name: part_name.unwrap_or_default(),
                errors,
                form,
                t,
                id: id.clone(),
            })
        },
    )
    .await
}

/// A suggestion as it is shown.
struct SuggestionView {
    it: Suggestion,
    title: String,
    /// The entry is in the book.
    there: bool,
    pieces: Vec<DiffPiece>,
}

impl SuggestionView {
    fn new(it: Suggestion, book: &LibrarySnapshot, deadline: Deadline) -> Self {
        let entry = book.get(&it.entry);
        Self {
            title: entry.map_or_else(|| it.entry.to_string(), |entry| entry.title().to_owned()),
            there: entry.is_some(),
            pieces: it
                .after
                .as_ref()
                .map(|after| fold(compare(&it.before, after, deadline)))
                .unwrap_or_default(),
            it,
        }
    }
    fn is_open(&self) -> bool {
        self.it.state == SuggestionState::Open
    }
}

#[derive(Template)]
#[template(path = "authoring/suggestions.html")]
struct SuggestionListPage {
    t: PageContext,
    /// To decide on, or one's own.
    items: Vec<SuggestionView>,
    /// What was decided lately; only for those who decide.
    decided: Vec<SuggestionView>,
}

async fn list(t: PageContext, State(authoring): State<Authoring>) -> Result<Html<SuggestionListPage>> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = authoring.core.db.read().await?;
    let (items, decided) = if person.may(Permission::EditPlaybook) {
        let open = store::open(&mut tx, ROWS).await?;
        (open, store::decided(&mut tx, DECIDED).await?)
    } else {
        (store::own(&mut tx, &person.id, ROWS).await?, Vec::new())
    };
    drop(tx);
    let book = authoring.library.snapshot();
    let (items, decided) = diff::aside(move |deadline| {
        let shown = |all: Vec<Suggestion>| {
            let items = all.into_iter().map(|it| SuggestionView::new(it, &book, deadline));
            items.collect::<Vec<_>>()
        };
        (shown(items), shown(decided))
    })
    .await?;
    Ok(Html(SuggestionListPage { t, items, decided }))
}

async fn accept(
    t: PageContext,
    State(pages): State<AuthoringPages>,
    Path(id): Path<SuggestionId>,
) -> Result<Response> {
    let suggestion = match pages.authoring.suggestion(&id).await {
        Err(error) if error.code() == "suggestion-decided" => {
            return Ok(said("error-suggestion-decided", PAGE));
        }
        found => found?,
    };
    let reason = match suggestion.comment.as_str() {
        "" => t.with("suggestion-reason", "person", &suggestion.author),
        comment => {
            let short: String = crate::authoring::form::one_line(comment)
                .chars()
                .take(200)
                .collect();
            t.with2(
                "suggestion-reason-words",
                "person",
                &suggestion.author,
                "words",
                short,
            )
        }
    };
    let person = t.visitor().signed_in()?.clone();
    match pages.authoring.accept(&person, &id, reason.clone()).await? {
        AcceptOutcome::Done => Ok(said("suggestion-accepted", PAGE)),
        AcceptOutcome::Look {
            there,
            wanted,
            changed,
        } => {
            let (key, status) = if changed {
                ("suggestion-changed", StatusCode::CONFLICT)
            } else {
                ("suggestion-errors", StatusCode::UNPROCESSABLE_ENTITY)
            };
            let words = t.with(key, "person", &suggestion.author);
            let clash = EntryClashView::with_words(words, Some(there.clone()), wanted.clone()).await?;
            let mut editor = EditorState::from_source(suggestion.entry, there);
            editor.form = EntryForm {
                base: editor.form.base,
                suggestion: id.to_string(),
                reason,
                ..EntryForm::from_source(&editor.id, &wanted)
            };
            editor.clash = Some(clash);
            editor.unsaved = true;
            editor.answer(t, &pages, status).await
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DeclineForm {
    answer: String,
}

async fn decline(
    t: PageContext,
    State(authoring): State<Authoring>,
    Path(id): Path<SuggestionId>,
    Form(form): Form<DeclineForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?;
    match authoring.decline(person, &id, &form.answer).await {
        Ok(()) => Ok(said("suggestion-declined", PAGE)),
        Err(error) if error.code() == "suggestion-decided" => Ok(said("error-suggestion-decided", PAGE)),
        Err(error) => Err(error),
    }
}

fn said(key: &str, to: &str) -> Response {
    see(to).saying(key).into_response()
}
