//! What the page's script tells: a search, an answer taken, a verdict. Each is answered shortly; a verdict also works as a
//! plain form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::{AnswerUse, SearchLogRequest};
use crate::error::Result;
use crate::id::SearchId;
use crate::people::Permission;
use crate::playbook::EntryId;
use crate::search::{SearchPages, Searches};
use crate::web::{Flash, Form, Path, Routes, Visitor, see};

pub(in crate::search) fn routes() -> Routes<SearchPages> {
    Routes::new()
        .post("/searches/{id}", Permission::ReadPlaybook, asked)
        .post("/uses", Permission::ReadPlaybook, taken)
        .post("/verdicts", Permission::ReadPlaybook, verdict)
}

async fn asked(
    visitor: Visitor,
    State(searches): State<Searches>,
    Path(id): Path<SearchId>,
    Form(asked): Form<SearchLogRequest>,
) -> Result<StatusCode> {
    searches.log(visitor.signed_in()?, &id, &asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn taken(
    visitor: Visitor,
    State(searches): State<Searches>,
    Form(form): Form<AnswerUse>,
) -> Result<StatusCode> {
    searches.take(visitor.signed_in()?, &form).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AnswerVerdict {
    entry: String,
    answer: String,
    /// `yes` or `no`.
    helped: String,
}

async fn verdict(
    visitor: Visitor,
    State(searches): State<Searches>,
    Form(form): Form<AnswerVerdict>,
) -> Result<Response> {
    let helped = form.helped == "yes";
    searches
        .judge(visitor.signed_in()?, &form.entry, &form.answer, helped)
        .await?;
    if visitor.fragment().is_some() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let said = Flash::new(if helped {
        "uses-helped-said"
    } else {
        "uses-not-helped-said"
    });
    let back = form
        .entry
        .parse()
        .map_or_else(|_| "/search".to_owned(), |id: EntryId| id.url());
    Ok(see(back).saying(said).into_response())
}
