//! The glossary's page: what people added with forms to change it, and what the book gives.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::book::{self, BookTerm};
use super::{GlossaryTerm, HouseGlossary, TermForm, store};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::id::GlossaryTermId;
use crate::people::Permission;
use crate::web::{Clash, FieldErrors, Flash, Form, Html, PageContext, Path, Query, Routes, form, see};

const PAGE: &str = "/playbook/glossary";

pub(super) fn routes() -> Routes<HouseGlossary> {
    Routes::new()
        .get(PAGE, Permission::EditGlossary, list)
        .post(PAGE, Permission::EditGlossary, create)
        .post("/playbook/glossary/{id}", Permission::EditGlossary, update)
        .post("/playbook/glossary/{id}/delete", Permission::EditGlossary, delete)
}

#[derive(Template)]
#[template(path = "glossary/list.html")]
struct GlossaryPage {
    t: PageContext,
    /// What people added.
    terms: Vec<GlossaryTerm>,
    /// What the book gives in [`Self::locale`].
    book: Vec<BookTerm>,
    locale: Locale,
    offered: bool,
    /// The form that was refused: of this term, or a new one.
    refused: Option<GlossaryTermId>,
    form: TermForm,
    /// What was saved since that form was opened.
    clash: Option<Clash>,
    errors: FieldErrors,
}

impl GlossaryPage {
    fn locales() -> &'static [Locale] {
        Locale::ALL
    }
    /// The form of a term: as it was sent, or as it is stored.
    fn form_of(&self, term: &GlossaryTerm) -> TermForm {
        if self.is_refused(term) {
            self.form.clone()
        } else {
            TermForm::from_term(term)
        }
    }
    fn is_refused(&self, term: &GlossaryTerm) -> bool {
        self.refused.as_ref() == Some(&term.id)
    }
    /// What is wrong with the new term, or with the one given.
    fn errors_of(&self, term: Option<&GlossaryTerm>) -> FieldErrors {
        if self.refused.as_ref() == term.map(|term| &term.id) {
            self.errors.clone()
        } else {
            FieldErrors::default()
        }
    }
    fn new_form(&self) -> TermForm {
        if self.refused.is_none() {
            self.form.clone()
        } else {
            TermForm::default()
        }
    }
}

/// `?locale=` of the book's terms; a word that is no language is as if left out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GlossaryQuery {
    locale: String,
}

async fn page(t: PageContext, glossary: &HouseGlossary, locale: Option<Locale>) -> Result<GlossaryPage> {
    let mut tx = glossary.core.db.read().await?;
    let locale = locale.unwrap_or_else(|| t.locale());
    Ok(GlossaryPage {
        t,
        terms: store::terms(&mut tx).await?,
        book: book::terms(&glossary.library.snapshot(), locale),
        locale,
        offered: glossary.core.config.speech_prompt,
        refused: None,
        form: TermForm::default(),
        clash: None,
        errors: FieldErrors::default(),
    })
}

async fn list(
    t: PageContext,
    State(glossary): State<HouseGlossary>,
    Query(filter): Query<GlossaryQuery>,
) -> Result<Html<GlossaryPage>> {
    Ok(Html(page(t, &glossary, filter.locale.parse().ok()).await?))
}

async fn create(
    t: PageContext,
    State(glossary): State<HouseGlossary>,
    Form(form): Form<TermForm>,
) -> Result<Response> {
    let done = glossary.add(t.visitor().signed_in()?, &form).await;
    answer(t, &glossary, (None, form), "glossary-added", done).await
}

async fn update(
    t: PageContext,
    State(glossary): State<HouseGlossary>,
    Path(id): Path<GlossaryTermId>,
    Form(form): Form<TermForm>,
) -> Result<Response> {
    let done = glossary.change(t.visitor().signed_in()?, &id, &form).await;
    answer(t, &glossary, (Some(id), form), "glossary-saved", done).await
}

async fn delete(
    t: PageContext,
    State(glossary): State<HouseGlossary>,
    Path(id): Path<GlossaryTermId>,
) -> Result<Response> {
    let removed = glossary.remove(t.visitor().signed_in()?, &id).await?;
    Ok(to_list("glossary-removed", removed))
}

/// Back to the list with a sentence, or the list with what was entered and what is wrong with it.
async fn answer(
    t: PageContext,
    glossary: &HouseGlossary,
    (refused, form): (Option<GlossaryTermId>, TermForm),
    key: &str,
    done: Result<GlossaryTerm, Error>,
) -> Result<Response> {
    match done {
        Ok(term) => Ok(to_list(key, term)),
        Err(error) if error.code() == "changed-meanwhile" => {
            let mut page = page(t, glossary, None).await?;
            let there = page.terms.iter().find(|term| Some(&term.id) == refused.as_ref());
            let theirs = there.map(TermForm::from_term).unwrap_or_default();
            let t = &page.t;
            let clash = Clash::new(t.text("glossary-clash"))
                .field(t.text("glossary-term"), &theirs.term, &form.term)
                .field(t.text("glossary-variants"), &theirs.variants, &form.variants);
            // Saved once more, it is saved over what is shown here.
            let revision = theirs.revision;
            (page.clash, page.refused) = (Some(clash), refused);
            page.form = TermForm { revision, ..form };
            Ok(form::clash(page))
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let page = GlossaryPage {
                refused,
                form,
                errors,
                ..page(t, glossary, None).await?
            };
            Ok(form::again(page))
        }
    }
}

fn to_list(key: &str, term: GlossaryTerm) -> Response {
    let flash = Flash::with(key, term.term);
    see(PAGE).saying(flash).into_response()
}
