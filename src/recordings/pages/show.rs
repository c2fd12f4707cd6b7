//! One recording: player, transcript, facts, downloads, and what can be done with it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::status::Status;
use crate::app::App;
use crate::audit::Act;
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::people::{Person, Role};
use crate::recordings::acts::{self, find, find_to_hear};
use crate::recordings::files::{fault_of, file_of};
use crate::recordings::panel::panels;
use crate::recordings::versions::{self, Wish};
use crate::recordings::{
    FactsForm, Player, Recording, State as Stage, labels, listen, queue, transcripts, upload,
};
use crate::transcription::Transcript;
use crate::transcription::export::{self, Format, Labels};
use crate::web::{
    Clash, FieldErrors, Form, Html, OwnPath, Path, Query, See, View, attachment, form, see, send_file,
};

#[derive(Template)]
#[template(path = "recordings/show.html", blocks = ["work"])]
struct ShowPage {
    t: View,
    recording: Recording,
    status: Status,
    player: Player,
    managers: Vec<Person>,
    form: FactsForm,
    errors: FieldErrors,
    /// What was saved since the form of the facts was opened.
    clash: Option<Clash>,
    versions: versions::Panel,
    /// Parts of other features.
    panels: Vec<String>,
}

impl ShowPage {
    /// Where the files of the shown text are.
    fn files(&self) -> String {
        format!("/recordings/{}/transcript", self.recording.id)
    }
    fn is_own(&self) -> bool {
        self.t
            .visitor()
            .person()
            .is_some_and(|person| person.role == Role::Manager)
    }
    fn language_key(&self) -> String {
        format!("recordings-language-{}", self.recording.language)
    }
    fn is_ready(&self) -> bool {
        self.recording.state == Stage::Ready
    }
    /// The channel the manager is heard on after a swap.
    const fn other_channel(&self) -> i32 {
        if self.recording.manager_channel == 2 { 1 } else { 2 }
    }
    fn address(&self) -> String {
        format!("/recordings/{}", self.recording.id)
    }
    fn facts_open(&self) -> bool {
        !self.errors.is_empty() || self.clash.is_some()
    }
    /// Which facts are not what was entered.
    fn clash_with(&self, mine: &FactsForm) -> Clash {
        let (t, theirs) = (&self.t, &self.form);
        let word = |beginning: &str, word: &str| match word {
            "" => String::new(),
            word => t.text(&format!("{beginning}{word}")),
        };
        let side = match theirs.manager_channel.as_str() {
            "2" => t.text("recordings-channel-right"),
            _ => t.text("recordings-channel-left"),
        };
        // Of these an empty field means "as it is".
        let kept = |theirs: &str, mine: &str| mine.is_empty() || mine == theirs;
        Clash::new(t.text("recordings-clash"))
            .unless(
                kept(&theirs.manager, &mine.manager),
                t.text("recordings-manager"),
                self.recording.manager_name.clone(),
            )
            .field(t.text("recordings-client"), &theirs.client, &mine.client)
            .field(t.text("recordings-phone"), &theirs.phone, &mine.phone)
            .unless(
                theirs.call_type == mine.call_type,
                t.text("recordings-call-type"),
                word("recordings-type-", &theirs.call_type),
            )
            .unless(
                theirs.outcome == mine.outcome,
                t.text("recordings-outcome"),
                word("recordings-outcome-", &theirs.outcome),
            )
            .unless(
                theirs.direction == mine.direction,
                t.text("recordings-direction"),
                word("recordings-direction-", &theirs.direction),
            )
            .unless(
                kept(&theirs.called_at, &mine.called_at),
                t.text("recordings-called-at"),
                t.moment(&self.recording.called_at),
            )
            .unless(
                kept(&theirs.language, &mine.language),
                t.text("recordings-language"),
                word("recordings-language-", &theirs.language),
            )
            .unless(
                kept(&theirs.manager_channel, &mine.manager_channel),
                t.text("recordings-manager-channel"),
                side,
            )
            .field(t.text("recordings-tags"), &theirs.tags, &mine.tags)
            .field(t.text("recordings-note"), &theirs.note, &mine.note)
    }
    fn has_failed(&self) -> bool {
        self.recording.state == Stage::Failed
    }
}

async fn page(t: View, app: &App, recording: Recording) -> Result<ShowPage> {
    let person = t.visitor().signed_in()?.clone();
    let managers = upload::managers(app, &person).await?;
    let panels = panels(app, &t, &recording).await?;
    let mut tx = app.db.read().await?;
    let standings = queue::standings(&mut tx, app, [&recording], t.visitor().now()).await?;
    let mut player = Player::load(&mut tx, &recording, &t).await?;
    player.can_edit = t.can("upload-recordings");
    player.fault = fault_of(&mut tx, &app.blobs, &recording).await?;
    Ok(ShowPage {
        versions: versions::panel(&mut tx, app, &recording, &t).await?,
        status: Status::read(&mut tx, &recording, &standings, &t).await?,
        player,
        form: FactsForm::of(&recording, t.zone()),
        t,
        recording,
        managers,
        errors: FieldErrors::default(),
        clash: None,
        panels,
    })
}

pub(super) async fn show(t: View, State(app): State<App>, Path(id): Path<RecordingId>) -> Result<Response> {
    let fragment = t.visitor().fragment() == Some("work");
    let recording = find(&app, t.visitor().signed_in()?, &id).await?;
    let page = page(t, &app, recording).await?;
    Ok(if fragment {
        Html(page.as_work()).into_response()
    } else {
        Html(page).into_response()
    })
}

/// The page of a recording whose text could not be brought in, with the reason beside the file's field.
pub(in crate::recordings) async fn with_problem(
    t: View,
    app: &App,
    id: &RecordingId,
    problem: String,
) -> Result<Response> {
    let recording = find(app, t.visitor().signed_in()?, id).await?;
    let mut page = page(t, app, recording).await?;
    page.versions.problem = problem;
    Ok(form::again(page))
}

pub(super) async fn update(
    t: View,
    State(app): State<App>,
    Path(id): Path<RecordingId>,
    Form(form): Form<FactsForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    match acts::change(&app, &person, &id, &form).await {
        Ok(_) => Ok(back(&id, "recordings-saved")),
        Err(error) if error.code() == "changed-meanwhile" => {
            let recording = find(&app, &person, &id).await?;
            let mut page = page(t, &app, recording).await?;
            page.clash = Some(page.clash_with(&form));
            // Saved once more, it is saved over what is shown here.
            let revision = std::mem::take(&mut page.form.revision);
            page.form = FactsForm { revision, ..form };
            Ok(form::clash(page))
        }
        Err(error) => {
            let errors = FieldErrors::of(error)?;
            let recording = find(&app, &person, &id).await?;
            let mut page = page(t, &app, recording).await?;
            page.errors = errors;
            page.form = form;
            Ok(form::again(page))
        }
    }
}

/// The recording's page with what is wrong about a name.
pub(in crate::recordings) async fn show_mistakes(
    t: View,
    app: &App,
    id: &RecordingId,
    client: Option<String>,
    errors: FieldErrors,
) -> Result<Response> {
    let recording = find(app, t.visitor().signed_in()?, id).await?;
    let mut page = page(t, app, recording).await?;
    page.errors = errors;
    page.form.client = client.unwrap_or(page.form.client);
    Ok(form::again(page))
}

/// Where an act was asked for: the list with its filters, or the recording's own page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct BackForm {
    back: OwnPath,
}

impl BackForm {
    fn to(&self, id: &RecordingId) -> Redirect {
        if self.back.path() == "/recordings" {
            Redirect::to(self.back.as_str())
        } else {
            Redirect::to(&format!("/recordings/{id}"))
        }
    }
}

/// Where the act was asked for, and how the recording is to be transcribed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AgainForm {
    back: OwnPath,
    model: Option<String>,
    language: Option<String>,
}

pub(super) async fn retry(
    t: View,
    State(app): State<App>,
    Path(id): Path<RecordingId>,
    Form(form): Form<AgainForm>,
) -> Result<Redirect> {
    let wish = Wish {
        model: form.model,
        language: form.language,
    };
    versions::again(&app, t.visitor().signed_in()?, &id, &wish).await?;
    Ok(BackForm { back: form.back }.to(&id))
}

pub(super) async fn cancel(
    t: View,
    State(app): State<App>,
    Path(id): Path<RecordingId>,
    Form(form): Form<BackForm>,
) -> Result<Redirect> {
    acts::cancel(&app, t.visitor().signed_in()?, &id).await?;
    Ok(form.to(&id))
}

pub(super) async fn delete(t: View, State(app): State<App>, Path(id): Path<RecordingId>) -> Result<See> {
    acts::delete(&app, t.visitor().signed_in()?, &id).await?;
    Ok(see("/recordings").saying("recordings-deleted"))
}

fn back(id: &RecordingId, said: &str) -> Response {
    see(format!("/recordings/{id}")).saying(said).into_response()
}

#[derive(Deserialize)]
pub(super) struct AudioQuery {
    #[serde(default)]
    download: Option<String>,
}

pub(super) async fn audio(
    t: View,
    State(app): State<App>,
    Path(id): Path<RecordingId>,
    Query(query): Query<AudioQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let by = t.visitor().signed_in()?;
    if query.download.is_none() {
        let recording = find_to_hear(&app, by, &id).await?;
        listen::keep(&app, by, &recording, Act::RecordingHeard).await?;
        let (path, content_type) = listen::to_play(&app, &recording).await?;
        return send_file(&path, content_type, &headers).await;
    }
    let recording = find(&app, by, &id).await?;
    listen::keep(&app, by, &recording, Act::RecordingDownloaded).await?;
    let mut response = send_sound(&app, &recording, &headers).await?;
    attach(
        &mut response,
        &format!("{}.{}", stem(&recording), recording.extension),
    );
    Ok(response)
}

/// The file as it came, or the part of it that was asked for. Code: `recording-file-missing`.
pub(in crate::recordings) async fn send_sound(
    app: &App,
    recording: &Recording,
    headers: &HeaderMap,
) -> Result<Response> {
    let file = file_of(&app.blobs, &recording.file_hash).await?;
    send_file(&file, &recording.content_type, headers).await
}

pub(super) async fn transcript(
    t: View,
    State(app): State<App>,
    Path((id, format)): Path<(RecordingId, String)>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?;
    let recording = find(&app, by, &id).await?;
    let format: Format = format.parse().map_err(|_| Error::not_found("not-found"))?;
    let transcript = shown(&app, &recording).await?;
    listen::keep(&app, by, &recording, Act::TranscriptDownloaded).await?;
    let labels = labels::of(&recording, &transcript, &t);
    download(&recording, transcript, format, labels).await
}

/// A transcript as a file to be saved.
pub(in crate::recordings) async fn download(
    recording: &Recording,
    transcript: Transcript,
    format: Format,
    labels: Labels,
) -> Result<Response> {
    let mut response = send_transcript(transcript, format, labels).await?;
    attach(&mut response, &format!("{}.{}", stem(recording), format.ending()));
    Ok(response)
}

/// The shown transcript. Code: `transcript-not-found`.
pub(in crate::recordings) async fn shown(app: &App, recording: &Recording) -> Result<Transcript> {
    let mut tx = app.db.read().await?;
    let current = transcripts::current(&mut tx, &recording.id).await?;
    current.ok_or(Error::not_found("transcript-not-found"))
}

/// A transcript in a format; long ones take a while to write.
pub(in crate::recordings) async fn send_transcript(
    transcript: Transcript,
    format: Format,
    labels: Labels,
) -> Result<Response> {
    let written = tokio::task::spawn_blocking(move || export::write(&transcript, format, &labels));
    let body = written.await.map_err(Error::internal)??;
    Ok(([(header::CONTENT_TYPE, format.content_type())], body).into_response())
}

/// A file's name for people: the day, then what the recording is called.
fn stem(recording: &Recording) -> String {
    let title: String = recording
        .title()
        .trim_end_matches(&format!(".{}", recording.extension))
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || " -_.«»+".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("{} {title}", recording.called_at.to_jiff().strftime("%Y-%m-%d"))
}

/// Tells the browser to save instead of showing.
fn attach(response: &mut Response, name: &str) {
    if let Ok((header, value)) = attachment(name) {
        response.headers_mut().insert(header, value);
    }
}
