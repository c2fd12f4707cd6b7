//! What the forms of a recording's page send. A script puts the comments alone in their place and the sound goes on; a
//! form returns to the recording.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::{CommentForm, Comments, ReplyForm, panel};
use crate::db::BadCursor;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{CommentId, RecordingId};
use crate::people::Permission;
use crate::recordings::Recording;
use crate::web::{FieldErrors, Form, Html, PageContext, Path, Query, Routes, form, see};

pub(super) fn routes() -> Routes<Comments> {
    use Permission::ReadRecordings;
    Routes::new()
        .get("/recordings/{id}/comments", ReadRecordings, list)
        .post("/recordings/{id}/comments", ReadRecordings, submit)
        .post("/comments/{id}/replies", ReadRecordings, submit_reply)
        .post("/comments/{id}/close", ReadRecordings, submit_close)
        .post("/comments/{id}/pass", ReadRecordings, submit_pass)
        .post("/comments/{id}/delete", ReadRecordings, submit_delete)
}

/// The comments without the call: those that have no place on its page, and where somebody comes whose comment cannot be
/// kept as it is.
#[derive(Template)]
#[template(path = "comments/list.html")]
struct CommentListPage {
    t: PageContext,
    recording: Recording,
    panel: String,
}

/// `?after=` of the comments.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CommentListQuery {
    after: Option<String>,
}

async fn list(
    t: PageContext,
    State(comments): State<Comments>,
    Path(id): Path<RecordingId>,
    Query(query): Query<CommentListQuery>,
) -> Result<Html<CommentListPage>> {
    let recording = comments.recordings.find(t.visitor().signed_in()?, &id).await?;
    let after = match query.after {
        None => panel::beginning(),
        Some(text) => text
            .parse()
            .map_err(|error: BadCursor| Error::new(ErrorKind::BadInput, "bad-cursor").because(error))?,
    };
    Ok(Html(CommentListPage {
        panel: panel::render(
            &comments,
            &t,
            &id,
            &after,
            CommentForm::default(),
            FieldErrors::default(),
        )
        .await?,
        t,
        recording,
    }))
}

async fn submit(
    t: PageContext,
    State(comments): State<Comments>,
    Path(id): Path<RecordingId>,
    Form(form): Form<CommentForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    form::answer(
        comments.add(&person, &id, &form).await,
        |comment| to(&id, &comment, "comment-said"),
        async |errors| {
            let recording = comments.recordings.find(&person, &id).await?;
            Ok(CommentListPage {
                panel: panel::render(&comments, &t, &id, &panel::beginning(), form, errors).await?,
                t,
                recording,
            })
        },
    )
    .await
}

async fn submit_reply(
    t: PageContext,
    State(comments): State<Comments>,
    Path(id): Path<CommentId>,
    Form(form): Form<ReplyForm>,
) -> Result<Response> {
    let recording = comments.reply(t.visitor().signed_in()?, &id, &form).await?;
    Ok(to(&recording, &id, "comment-replied"))
}

async fn submit_close(
    t: PageContext,
    State(comments): State<Comments>,
    Path(id): Path<CommentId>,
) -> Result<Response> {
    let recording = comments.close(t.visitor().signed_in()?, &id).await?;
    Ok(to(&recording, &id, "comment-closed"))
}

async fn submit_pass(
    t: PageContext,
    State(comments): State<Comments>,
    Path(id): Path<CommentId>,
) -> Result<Response> {
    let recording = comments.pass_on(t.visitor().signed_in()?, &id).await?;
    Ok(to(&recording, &id, "comment-passed"))
}

async fn submit_delete(
    t: PageContext,
    State(comments): State<Comments>,
    Path(id): Path<CommentId>,
) -> Result<Response> {
    let recording = comments.remove(t.visitor().signed_in()?, &id).await?;
    Ok(to(&recording, &id, "comment-removed"))
}

fn to(recording: &RecordingId, comment: &CommentId, said: &str) -> Response {
    let place = format!("/recordings/{recording}#comment-{comment}");
    see(place).saying(said).into_response()
}
