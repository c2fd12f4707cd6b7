//! Cutting a snippet; the form beside the player is where somebody comes whose fields were wrong.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::error::Result;
use crate::id::RecordingId;
use crate::recordings::Recording;
use crate::snippets::panel::SnippetFields;
use crate::snippets::{SnippetForm, Snippets};
use crate::transcripts::Player;
use crate::web::{Form, PageContext, Path, form, see};

#[derive(Template)]
#[template(path = "snippets/cut.html")]
struct CutPage {
    t: PageContext,
    recording: Recording,
    player: Player,
    fields: SnippetFields,
}

async fn page(
    t: PageContext,
    snippets: &Snippets,
    recording: Recording,
    form: SnippetForm,
) -> Result<CutPage> {
    let mut tx = snippets.core.db.read().await?;
    let player = Player::load(&mut tx, &recording, &t).await?;
    Ok(CutPage {
        fields: SnippetFields::cutting(snippets, &t, &recording, form),
        t,
        recording,
        player,
    })
}

/// Back to the call, at the snippet's beginning: who cuts goes on listening.
pub(super) async fn submit(
    t: PageContext,
    State(snippets): State<Snippets>,
    Path(id): Path<RecordingId>,
    Form(form): Form<SnippetForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    form::answer(
        snippets.cut(&person, &id, &form).await,
        |snippet| {
            let back = format!("/recordings/{id}#snippet-{snippet}");
            see(back).saying("snippet-made")
        },
        async |errors| {
            let recording = snippets.recordings.find(&person, &id).await?;
            let mut page = page(t, &snippets, recording, form).await?;
            page.fields.errors = errors;
            Ok(page)
        },
    )
    .await
}
