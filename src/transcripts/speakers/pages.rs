//! Forms of the recording's page: swap the sides, say who speaks and what the parties are called.

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::names::PartyNames;
use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::people::Permission;
use crate::recordings::Recording;
use crate::recordings::pages::{show_act_clash, show_clash, show_mistakes};
use crate::side::Side;
use crate::speech::{Segment, Speaker};
use crate::transcripts::{TranscriptPages, Transcripts, store};
use crate::web::{ActClash, Clash, FieldErrors, Form, PageContext, Path, Routes, see};

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
    let side = form.to.parse::<Side>();
    let to = side.map_err(|_| Error::new(ErrorKind::BadInput, "recording-manager-channel"))?;
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
    State(pages): State<TranscriptPages>,
    Path(id): Path<RecordingId>,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    let naming = form.parse().ok_or(Error::new(ErrorKind::BadInput, "bad-form"))?;
    let by = t.visitor().signed_in()?;
    let done = pages
        .transcripts
        .name_speaker(by, &id, naming.range, naming.speaker, &naming.was);
    match done.await {
        Ok(_) => Ok(Redirect::to(&naming.href(&id)).into_response()),
        Err(error) if error.code() == "changed-meanwhile" => {
            let clash = naming.clash(&t, &pages.transcripts, &id).await?;
            show_act_clash(t, &pages.recording, &id, clash).await
        }
        Err(error) => Err(error),
    }
}

/// Turns that are told when somebody else has said who speaks there.
const MOST_TURNS: usize = 50;

impl Naming {
    /// The first of its turns on the page.
    fn href(&self, id: &RecordingId) -> String {
        format!("/recordings/{id}#t-{}", self.range.0)
    }

    /// Who speaks in its turns now, where that is neither what was read nor what was to be said.
    async fn clash(&self, t: &PageContext, transcripts: &Transcripts, id: &RecordingId) -> Result<ActClash> {
        let recording = transcripts.recordings.find(t.visitor().signed_in()?, id).await?;
        let mut tx = transcripts.core.db.read().await?;
        let current = store::current(&mut tx, id).await?;
        let (from_ms, to_ms) = self.range;
        let turns: Vec<Segment> = current
            .map_or_else(Vec::new, |it| it.segments)
            .into_iter()
            .filter(|turn| (from_ms..=to_ms).contains(&turn.start_ms))
            .collect();
        let news = turns
            .iter()
            .enumerate()
            .filter(|(n, turn)| turn.speaker != self.speaker && self.was.get(*n) != Some(&turn.speaker));
        let clash = news.take(MOST_TURNS).fold(
            Clash::new(t.text("transcript-naming-clash")),
            |clash, (_, turn)| {
                let who = party(t, &recording, turn.speaker);
                clash.unless(false, t.duration(&turn.start_ms), who)
            },
        );
        let (who, from) = (party(t, &recording, self.speaker), t.duration(&from_ms));
        let mine = if from_ms == to_ms {
            t.with2("transcript-naming-clash-one", "from", from, "who", who)
        } else {
            let values = [("from", from), ("to", t.duration(&to_ms)), ("who", who)];
            t.texts().with("transcript-naming-clash-mine", &values)
        };
        let was: Vec<&str> = turns.iter().map(|turn| turn.speaker.as_str()).collect();
        let again = format!("{} {from_ms} {to_ms} {}", self.speaker.as_str(), was.join(","));
        Ok(ActClash {
            clash,
            mine,
            action: format!("/recordings/{id}/speakers"),
            fields: vec![("turns", again)],
            href: self.href(id),
        })
    }
}

/// What a party is called; that nobody knows, too.
fn party(t: &PageContext, recording: &Recording, speaker: Speaker) -> String {
    match speaker {
        Speaker::Manager => recording.manager_name.clone(),
        Speaker::Client if recording.client.is_empty() => t.text("recordings-client"),
        Speaker::Client => recording.client.clone(),
        Speaker::Unknown => t.text("transcript-naming-unknown"),
    }
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
