//! What is kept about a person, as a file: one's own, and for the administrator anybody's.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::forgetting::{ExportOptions, Forgetting};
use crate::id::PersonId;
use crate::people::{Person, store};
use crate::web::{Form, PageContext, Path, attachment};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct DataForm {
    /// Any word: with the sound of the calls.
    sound: String,
}

pub(super) async fn own(
    t: PageContext,
    State(forgetting): State<Forgetting>,
    Form(form): Form<DataForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    send(&t, &forgetting, &person, &form).await
}

pub(super) async fn of_person(
    t: PageContext,
    State(forgetting): State<Forgetting>,
    Path(id): Path<PersonId>,
    Form(form): Form<DataForm>,
) -> Result<Response> {
    let mut tx = forgetting.core.db.read().await?;
    let person = store::person(&mut tx, &id).await?;
    drop(tx);
    let person = person.ok_or(Error::not_found("person-not-found"))?;
    send(&t, &forgetting, &person, &form).await
}

async fn send(
    t: &PageContext,
    forgetting: &Forgetting,
    person: &Person,
    form: &DataForm,
) -> Result<Response> {
    let wanted = ExportOptions {
        sound: !form.sound.is_empty(),
        texts: t.texts(),
    };
    let pieces = forgetting
        .export(t.visitor().signed_in()?, person, wanted)
        .await?;
    // It is made while it is read: nobody knows its size beforehand, and no limit of time ends it.
    let body = futures::stream::unfold(pieces, |mut pieces| async move {
        let piece = pieces.recv().await?;
        Some((piece, pieces))
    });
    let mut response = Body::from_stream(body).into_response();
    let (header, value) = attachment(&format!("salesbook-{}-{}.zip", person.login, t.today()))?;
    let headers = response.headers_mut();
    headers.insert(header, value);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    Ok(response)
}
