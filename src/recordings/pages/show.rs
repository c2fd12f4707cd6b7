//! One recording: its sound, its facts, and what can be done with it; what its text shows is handed in as [`TextParts`].

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::status::Status;
use crate::audit::Act;
use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::people::{Person, Role};
use crate::recordings::files::file_of;
use crate::recordings::panel::panels;
use crate::recordings::{FactsForm, Recording, RecordingPages, RecordingState, Recordings, TextParts};
use crate::side::Side;
use crate::web::{
    ActClash, Clash, FieldErrors, Form, Html, OwnPath, PageContext, Path, Query, SeeOther, attachment, form,
    see, send_file,
};

#[derive(Template)]
#[template(path = "recordings/show.html", blocks = ["work"])]
struct RecordingPage {
    t: PageContext,
    recording: Recording,
    status: Status,
    text: TextParts,
    managers: Vec<Person>,
    form: FactsForm,
    errors: FieldErrors,
    /// What was saved since the form of the facts was opened.
    clash: Option<Clash>,
    /// What was said of its turns since an act on them was offered.
    act_clash: Option<ActClash>,
    /// Parts of other features.
    panels: Vec<String>,
}

impl RecordingPage {
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
        self.recording.state == RecordingState::Ready
    }
    /// The channel the manager is heard on after a swap.
    const fn other_channel(&self) -> Side {
        self.recording.manager_channel.other()
    }
    /// Translation key of the side on which the manager is heard.
    const fn side_key(&self) -> &'static str {
        match self.recording.manager_channel {
            Side::Left => "recordings-channel-left",
            Side::Right => "recordings-channel-right",
        }
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
                t.text(self.side_key()),
            )
            .field(t.text("recordings-tags"), &theirs.tags, &mine.tags)
            .field(t.text("recordings-note"), &theirs.note, &mine.note)
    }
    fn has_failed(&self) -> bool {
        self.recording.state == RecordingState::Failed
    }
}

/// `problem`: why a text could not be brought in; empty when nothing is wrong.
async fn page(
    t: PageContext,
    pages: &RecordingPages,
    recording: Recording,
    problem: &str,
) -> Result<RecordingPage> {
    let person = t.visitor().signed_in()?.clone();
    let managers = pages.recordings.managers(&person).await?;
    let panels = panels(pages, &t, &recording).await?;
    let text = pages.text.parts(&t, &recording, &managers, problem);
    let text = text.await?;
    let mut tx = pages.recordings.core.db.read().await?;
    let positions = pages
        .recordings
        .positions(&mut tx, [&recording], t.visitor().now())
        .await?;
    Ok(RecordingPage {
        status: Status::read(&mut tx, &recording, &positions, &t).await?,
        text,
        form: FactsForm::from_recording(&recording, t.zone()),
        t,
        recording,
        managers,
        errors: FieldErrors::default(),
        clash: None,
        act_clash: None,
        panels,
    })
}

pub(super) async fn show(
    t: PageContext,
    State(pages): State<RecordingPages>,
    Path(id): Path<RecordingId>,
) -> Result<Response> {
    let fragment = t.visitor().fragment() == Some("work");
    let recording = pages.recordings.find(t.visitor().signed_in()?, &id).await?;
    let page = page(t, &pages, recording, "").await?;
    Ok(if fragment {
        Html(page.as_work()).into_response()
    } else {
        Html(page).into_response()
    })
}

/// The page of a recording whose text could not be brought in, with the reason beside the file's field.
pub(crate) async fn with_problem(
    t: PageContext,
    pages: &RecordingPages,
    id: &RecordingId,
    error: &Error,
) -> Result<Response> {
    let recording = pages.recordings.find(t.visitor().signed_in()?, id).await?;
    let problem = form::sentence(&t, error);
    let page = page(t, pages, recording, &problem).await?;
    // What is wrong with the disk is nothing that is wrong with the form.
    Ok(match error.kind() {
        ErrorKind::DiskFull => (StatusCode::INSUFFICIENT_STORAGE, Html(page)).into_response(),
        _ => form::again(page),
    })
}

pub(super) async fn update(
    t: PageContext,
    State(pages): State<RecordingPages>,
    Path(id): Path<RecordingId>,
    Form(form): Form<FactsForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    match pages.recordings.change(&person, &id, &form).await {
        Ok(_) => Ok(back(&id, "recordings-saved")),
        Err(error) if error.code() == "changed-meanwhile" => {
            let recording = pages.recordings.find(&person, &id).await?;
            let mut page = page(t, &pages, recording, "").await?;
            page.clash = Some(page.clash_with(&form));
            // Saved once more, it is saved over what is shown here.
            let revision = std::mem::take(&mut page.form.revision);
            page.form = FactsForm { revision, ..form };
            Ok(form::clash(page))
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let recording = pages.recordings.find(&person, &id).await?;
            let mut page = page(t, &pages, recording, "").await?;
            page.errors = errors;
            page.form = form;
            Ok(form::again(page))
        }
    }
}

/// The recording's page with what is wrong about a name.
pub(crate) async fn show_mistakes(
    t: PageContext,
    pages: &RecordingPages,
    id: &RecordingId,
    client: Option<String>,
    errors: FieldErrors,
) -> Result<Response> {
    let recording = pages.recordings.find(t.visitor().signed_in()?, id).await?;
    let mut page = page(t, pages, recording, "").await?;
    page.errors = errors;
    page.form.client = client.unwrap_or(page.form.client);
    Ok(form::again(page))
}

/// The recording's page when the parties are called otherwise by now: what they are called beside what was entered, to be
/// saved with the facts, or not.
pub(crate) async fn show_clash(
    t: PageContext,
    pages: &RecordingPages,
    id: &RecordingId,
    manager: Option<String>,
    client: Option<String>,
) -> Result<Response> {
    let recording = pages.recordings.find(t.visitor().signed_in()?, id).await?;
    let mut page = page(t, pages, recording, "").await?;
    let mut mine = page.form.clone();
    mine.manager = manager.filter(|it| !it.is_empty()).unwrap_or(mine.manager);
    mine.client = client.unwrap_or(mine.client);
    page.clash = Some(page.clash_with(&mine));
    page.form = mine;
    Ok(form::clash(page))
}

/// The recording's page when an act on its text came too late; its part with the text alone where a script asks for it.
pub(crate) async fn show_act_clash(
    t: PageContext,
    pages: &RecordingPages,
    id: &RecordingId,
    clash: ActClash,
) -> Result<Response> {
    let fragment = t.visitor().fragment() == Some("work");
    let recording = pages.recordings.find(t.visitor().signed_in()?, id).await?;
    let mut page = page(t, pages, recording, "").await?;
    page.act_clash = Some(clash);
    Ok(if fragment {
        form::clash(page.as_work())
    } else {
        form::clash(page)
    })
}

/// Where an act was asked for: the list with its filters, or the recording's own page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RecordingActionForm {
    back: OwnPath,
}

/// Back to where it was asked for.
pub(crate) fn back_to(place: &OwnPath, id: &RecordingId) -> Redirect {
    if place.path() == "/recordings" {
        Redirect::to(place.as_str())
    } else {
        Redirect::to(&format!("/recordings/{id}"))
    }
}

pub(super) async fn cancel(
    t: PageContext,
    State(recordings): State<Recordings>,
    Path(id): Path<RecordingId>,
    Form(form): Form<RecordingActionForm>,
) -> Result<Redirect> {
    recordings.cancel(t.visitor().signed_in()?, &id).await?;
    Ok(back_to(&form.back, &id))
}

pub(super) async fn delete(
    t: PageContext,
    State(recordings): State<Recordings>,
    Path(id): Path<RecordingId>,
) -> Result<SeeOther> {
    recordings.delete(t.visitor().signed_in()?, &id).await?;
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
    t: PageContext,
    State(recordings): State<Recordings>,
    Path(id): Path<RecordingId>,
    Query(query): Query<AudioQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let by = t.visitor().signed_in()?;
    if query.download.is_none() {
        let recording = recordings.find_to_hear(by, &id).await?;
        recordings
            .keep_listening(by, &recording, Act::RecordingHeard)
            .await?;
        let (path, content_type) = recordings.to_play(&recording).await?;
        return send_file(&path, content_type, &headers).await;
    }
    let recording = recordings.find(by, &id).await?;
    recordings
        .keep_listening(by, &recording, Act::RecordingDownloaded)
        .await?;
    let mut response = send_sound(&recordings, &recording, &headers).await?;
    attach(&mut response, &recording, &recording.extension);
    Ok(response)
}

/// The file as it came, or the part of it that was asked for. Code: `recording-file-missing`.
pub(in crate::recordings) async fn send_sound(
    recordings: &Recordings,
    recording: &Recording,
    headers: &HeaderMap,
) -> Result<Response> {
    let file = file_of(&recordings.blobs, &recording.file_hash).await?;
    send_file(&file, &recording.content_type, headers).await
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

/// Tells the browser to save instead of showing, under a name for people with this ending.
pub(crate) fn attach(response: &mut Response, recording: &Recording, ending: &str) {
    if let Ok((header, value)) = attachment(&format!("{}.{ending}", stem(recording))) {
        response.headers_mut().insert(header, value);
    }
}
