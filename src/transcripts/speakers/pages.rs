//! Forms of the recording's page: swap the sides, say who speaks and what the parties are called.

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::names::PartyNames;
use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::people::Permission;
use crate::recordings::pages::{show_clash, show_mistakes};
use crate::speech::Speaker;
use crate::transcripts::{TranscriptPages, Transcripts};
use crate::web::{FieldErrors, Form, PageContext, Path, Routes, see};

pub(super) fn routes() -> Routes<TranscriptPages> {
    Routes::new()
        .post("/recordings/{id}/swap", Permission::UploadRecordings, swap_sides)
        .post(
            "/recordings/{id}/speakers",
            Permission::UploadRecordings,
            name_turns,
        )
        .post(
            "/recordings/{id}/names",
            Permission::UploadRecordings,
            rename_parties,
        )
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SwapForm {
    /// The channel the page offered: two forms of one page, or of two, make it so once and never swap back.
    to: String,
}

async fn swap_sides(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Form(form): Form<SwapForm>,
) -> Result<Response> {
    let to = match form.to.as_str() {
        "1" => 1,
        "2" => 2,
        _ => return Err(Error::new(ErrorKind::BadInput, "recording-manager-channel")),
    };
    transcripts
        .swap_sides(t.visitor().signed_in()?, &id, Some(to))
        .await?;
    Ok(see(format!("/recordings/{id}"))
        .saying("recordings-swapped")
        .into_response())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NameForm {
    /// `manager 61200 75400 unknown,client`: who, the starts of the first and the last turn in ms, and who spoke in each of them
    /// when they were read; one turn needs no last.
    turns: String,
}

/// Who speaks, in which turns, and who spoke there.
struct Naming {
    speaker: Speaker,
    range: (i64, i64),
    was: Vec<Speaker>,
}

impl NameForm {
    fn parse(&self) -> Option<Naming> {
        let mut words = self.turns.split(' ');
        let speaker = Speaker::from_word(words.next()?)?;
        let from = words.next()?.parse().ok()?;
        let to = words.next().map_or(Some(from), |word| word.parse().ok())?;
        let was = words
            .next()
            .map(|word| word.split(',').map(Speaker::from_word).collect());
        Some(Naming {
            speaker,
            range: (from, to),
            was: was.unwrap_or(Some(Vec::new()))?,
        })
    }
}

async fn name_turns(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Form(form): Form<NameForm>,
) -> Result<Redirect> {
    let said = form.parse().ok_or(Error::new(ErrorKind::BadInput, "bad-form"))?;
    let by = t.visitor().signed_in()?;
    transcripts
        .name_speaker(by, &id, said.range, said.speaker, &said.was)
        .await?;
    Ok(Redirect::to(&format!("/recordings/{id}#t-{}", said.range.0)))
}

#[derive(Deserialize)]
struct NamesForm {
    manager: Option<String>,
    client: Option<String>,
    /// What the form was opened on.
    #[serde(default)]
    revision: String,
}

async fn rename_parties(
    t: PageContext,
    State(pages): State<TranscriptPages>,
    Path(id): Path<RecordingId>,
    Form(form): Form<NamesForm>,
) -> Result<Response> {
    let names = PartyNames {
        manager: form.manager,
        client: form.client,
        revision: form.revision,
    };
    match pages
        .transcripts
        .rename_speakers(t.visitor().signed_in()?, &id, &names)
        .await
    {
        Ok(_) => Ok(see(format!("/recordings/{id}"))
            .saying("transcript-names-saved")
            .into_response()),
        Err(error) if error.code() == "changed-meanwhile" => {
            show_clash(t, &pages.recording, &id, names.manager, names.client).await
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            show_mistakes(t, &pages.recording, &id, names.client, errors).await
        }
    }
}
