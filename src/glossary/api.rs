//! JSON API: the glossary's terms.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::{GlossaryTerm, HouseGlossary, TermForm, book, store};
use crate::api::{Listing, parameter};
use crate::error::Result;
use crate::i18n::Locale;
use crate::id::GlossaryTermId;
use crate::people::Permission;
use crate::web::{Json, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes<HouseGlossary> {
    Routes::new()
        .api(Permission::EditGlossary, routes!(list))
        .api(Permission::EditGlossary, routes!(create))
        .api(Permission::EditGlossary, routes!(update))
        .api(Permission::EditGlossary, routes!(delete))
}

/// A term
#[derive(Debug, Serialize, ToSchema)]
struct TermBody {
    /// Identifier; absent for a term of the book, which is changed in the book.
    id: Option<GlossaryTermId>,
    /// As it is written.
    term: String,
    /// How it is misheard.
    variants: Vec<String>,
    /// The entry of the book it is from, `ru/products/mezzanine`; absent for a term somebody added.
    entry: Option<String>,
    /// When it was added, RFC 3339.
    created_at: Option<String>,
    /// What a change names, so that it overwrites nobody's; absent for a term of the book.
    revision: Option<String>,
}

impl From<GlossaryTerm> for TermBody {
    fn from(term: GlossaryTerm) -> Self {
        Self {
            revision: Some(TermForm::from_term(&term).revision),
            id: Some(term.id),
            term: term.term,
            variants: term.variants.0,
            entry: None,
            created_at: Some(term.created_at.rfc3339()),
        }
    }
}

/// `?locale=`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct GlossaryFilter {
    /// Only this language's terms of the book; both when missing.
    #[param(inline, value_type = Option<Locale>)]
    locale: Option<String>,
}

/// The whole glossary: what people added by name, then what the book gives
#[utoipa::path(get, path = "/api/v1/glossary", tag = "glossary", params(GlossaryFilter),
    responses((status = 200, body = Listing<TermBody>)))]
async fn list(
    State(glossary): State<HouseGlossary>,
    Query(filter): Query<GlossaryFilter>,
) -> Result<Json<Listing<TermBody>>> {
    let wanted: Option<Locale> = parameter("locale", filter.locale.as_deref())?;
    let mut tx = glossary.core.db.read().await?;
    let mut items: Vec<TermBody> = store::terms(&mut tx)
        .await?
        .into_iter()
        .map(TermBody::from)
        .collect();
    let snapshot = glossary.library.snapshot();
    let locales = Locale::ALL
        .iter()
        .filter(|one| wanted.is_none_or(|wanted| wanted == **one));
    for locale in locales {
        let terms = book::terms(&snapshot, *locale);
        items.extend(terms.into_iter().map(|term| TermBody {
            id: None,
            term: term.text,
            variants: Vec::new(),
            entry: Some(term.entry.to_string()),
            created_at: None,
            revision: None,
        }));
    }
    Ok(Json(Listing::whole(items)))
}

/// Add a term
///
/// New transcriptions write it right; finished ones stay as they are.
#[utoipa::path(post, path = "/api/v1/glossary", tag = "glossary", request_body = TermForm,
    responses((status = 201, body = TermBody)))]
async fn create(
    visitor: Visitor,
    State(glossary): State<HouseGlossary>,
    Json(form): Json<TermForm>,
) -> Result<Response> {
    let term = glossary.add(visitor.signed_in()?, &form).await?;
    let at = format!("/api/v1/glossary/{}", term.id);
    let body = Json(TermBody::from(term));
    Ok((StatusCode::CREATED, [(header::LOCATION, at)], body).into_response())
}

/// Change a term
///
/// With the `revision` it was read at, 409 `changed-meanwhile` when somebody changed it since.
#[utoipa::path(put, path = "/api/v1/glossary/{id}", tag = "glossary", params(("id" = String, Path)), request_body = TermForm,
    responses((status = 200, body = TermBody)))]
async fn update(
    visitor: Visitor,
    State(glossary): State<HouseGlossary>,
    Path(id): Path<GlossaryTermId>,
    Json(form): Json<TermForm>,
) -> Result<Json<TermBody>> {
    Ok(Json(
        glossary.change(visitor.signed_in()?, &id, &form).await?.into(),
    ))
}

/// Remove a term
#[utoipa::path(delete, path = "/api/v1/glossary/{id}", tag = "glossary", params(("id" = String, Path)),
    responses((status = 204)))]
async fn delete(
    visitor: Visitor,
    State(glossary): State<HouseGlossary>,
    Path(id): Path<GlossaryTermId>,
) -> Result<StatusCode> {
    glossary.remove(visitor.signed_in()?, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
