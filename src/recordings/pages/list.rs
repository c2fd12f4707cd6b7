//! The list: filters, pages, upload.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::status::{Status, error_sentence};
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::people::{Permission, Person, Role};
use crate::playbook::EntryId;
use crate::recordings::filter::{self, RecordingFilter};
use crate::recordings::spoken_matches::SpokenMatch;
use crate::recordings::store;
use crate::recordings::upload::UploadRefusal;
use crate::recordings::{FactsForm, Recording, RecordingState, Recordings, files, spoken_matches};
use crate::speech::Speaker;
use crate::text::fold;
use crate::web::{FieldErrors, Flash, Html, Multipart, PageContext, Query, cursor, failure, form, see};

/// Recordings of a page.
const ROWS: usize = 50;
/// Recordings of a page that also shows what is said in them.
const FOUND_ROWS: usize = 20;
/// Tags offered as a filter.
const TAGS: usize = 30;

/// What the address asks for; empty fields mean any.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecordingListQuery {
    q: String,
    manager: String,
    state: String,
    call_type: String,
    outcome: String,
    tag: String,
    after: String,
}

impl RecordingListQuery {
    /// Code: `bad-address`.
    fn filter(&self) -> Result<RecordingFilter> {
        let bad = || Error::new(ErrorKind::BadInput, "bad-address");
        let known = self.state == "working" || self.state.parse::<RecordingState>().is_ok();
        Ok(RecordingFilter {
            manager: parsed(&self.manager).map_err(|()| bad())?,
            state: match self.state.as_str() {
                "" => None,
                state if known => Some(state.to_owned()),
                _ => return Err(bad()),
            },
            call_type: parsed(&self.call_type).map_err(|()| bad())?,
            outcome: parsed(&self.outcome).map_err(|()| bad())?,
            tag: Some(fold(self.tag.trim())).filter(|tag| !tag.is_empty()),
            ..RecordingFilter::from_words(&self.q)
        })
    }

    /// The same question without the place in the list, as the end of an address.
    fn query(&self) -> String {
        let fields = [
            ("q", &self.q),
            ("manager", &self.manager),
            ("state", &self.state),
            ("call_type", &self.call_type),
            ("outcome", &self.outcome),
            ("tag", &self.tag),
        ];
        fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", crate::web::encode(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<Option<T>, ()> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| ()),
    }
}

/// One recording of the list.
struct RecordingRow {
    recording: Recording,
    status: Status,
    /// Where the words of the question are said.
    found: Vec<SpokenMatch>,
    /// The day's heading, on the first row of a day.
    day: Option<String>,
    time: String,
}

/// How one file of a form without script went.
struct UploadRow {
    name: String,
    bytes: i64,
    problem: Option<String>,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "recordings/list.html", blocks = ["calls"])]
struct RecordingListPage {
    t: PageContext,
    asked: RecordingListQuery,
    rows: Vec<RecordingRow>,
    next: Option<Cursor>,
    tabs: Vec<Tab>,
    total: i64,
    length: String,
    managers: Vec<Person>,
    tags: Vec<String>,
    form: FactsForm,
    errors: FieldErrors,
    uploads: Vec<UploadRow>,
    limit_bytes: i64,
    /// With which words a call says that it is recorded.
    line: String,
    /// The book's text about it, while there is one.
    line_entry: Option<String>,
    /// Something is wrong with the files, and the visitor is the one to see to it.
    files_unwell: bool,
    /// Why recordings wait, when they wait for a model.
    waits: Option<String>,
}

/// The sentence that says a call is recorded.
fn line_to_say(recordings: &Recordings, t: &PageContext) -> String {
    let set = recordings.core.config.recording_lines().into_iter().next();
    set.unwrap_or_else(|| t.text("recording-line"))
}

/// The shipped book's text about it; a company's own book may have none.
fn about_line(recordings: &Recordings, t: &PageContext) -> Option<String> {
    let id: EntryId = format!("{}/regulations/call-recording", t.lang()).parse().ok()?;
    recordings.library.snapshot().get(&id).map(|entry| entry.id.url())
}

/// A saved selection with its number.
struct Tab {
    state: &'static str,
    key: &'static str,
    count: i64,
    current: bool,
}

impl RecordingRow {
    fn speaker(&self, moment: &SpokenMatch, t: &PageContext) -> String {
        match moment.speaker {
            Speaker::Manager => self
                .recording
                .manager_name
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned(),
            Speaker::Client => t.text("recordings-client"),
            Speaker::Unknown => String::new(),
        }
    }
}

impl RecordingListPage {
    fn refresh(&self) -> bool {
        self.asked.after.is_empty() && self.rows.iter().any(|row| row.recording.state.is_moving())
    }
    fn is_filtered(&self) -> bool {
        !self.asked.query().is_empty()
    }
    fn next_href(&self) -> Option<String> {
        let next = self.next.as_ref()?;
        let query = self.asked.query();
        let and = if query.is_empty() { "" } else { "&" };
        Some(format!("/recordings?{query}{and}after={next}"))
    }
    /// One's own calls only: there is nobody to choose.
    fn is_own(&self) -> bool {
        self.t
            .visitor()
            .person()
            .is_some_and(|person| person.role == Role::Manager)
    }
    /// The drop zone has to show its fields: something in them is wrong or was entered.
    fn facts_open(&self) -> bool {
        !self.errors.is_empty()
    }
    fn megabytes(&self) -> i64 {
        self.limit_bytes / 1_000_000
    }
}

pub(super) async fn list(
    t: PageContext,
    State(recordings): State<Recordings>,
    Query(asked): Query<RecordingListQuery>,
) -> Result<Response> {
    let fragment = t.visitor().fragment() == Some("calls");
    let page = list_page(t, &recordings, asked).await?;
    Ok(if fragment {
        Html(page.as_calls()).into_response()
    } else {
        Html(page).into_response()
    })
}

async fn list_page(
    t: PageContext,
    recordings: &Recordings,
    asked: RecordingListQuery,
) -> Result<RecordingListPage> {
    let person = t.visitor().signed_in()?.clone();
    let scope = person.scope();
    let after = cursor(Some(&asked.after))?;
    let managers = recordings.managers(&person).await?;
    let rows_at_once = if asked.q.trim().is_empty() {
        ROWS
    } else {
        FOUND_ROWS
    };
    let mut tx = recordings.core.db.read().await?;
    let found = filter::list(&mut tx, &scope, &asked.filter()?, &after, rows_at_once).await?;
    let counts = store::counts(&mut tx, &scope).await?;
    let tags = store::tags(&mut tx, &scope, TAGS).await?;
    let sees_files = person.may(Permission::ManageFiles);
    let files_unwell = sees_files && !files::store::health(&mut tx).await?.is_well();
    let mut found_in = spoken_matches::moments(&mut tx, &asked.q, &found.items).await?;
    let positions = recordings
        .positions(&mut tx, &found.items, t.visitor().now())
        .await?;
    let mut rows = Vec::with_capacity(found.items.len());
    let mut day = String::new();
    for recording in found.items {
        let status = Status::read(&mut tx, &recording, &positions, &t).await?;
        let this_day = t.day_of(&recording.called_at);
        let zoned = recording.called_at.to_jiff().to_zoned_datetime(t.zone().clone());
        rows.push(RecordingRow {
            found: found_in.remove(&recording.id).unwrap_or_default(),
            status,
            time: zoned.strftime("%H:%M").to_string(),
            day: (this_day != day).then(|| this_day.clone()),
            recording,
        });
        day = this_day;
    }
    let waits = rows
        .iter()
        .filter(|row| row.recording.state == RecordingState::Queued)
        .find(|row| row.recording.error_code.as_deref().is_some_and(is_about_model))
        .and_then(|row| error_sentence(&row.recording, &t));
    let length = length(counts.iter().map(|(.., ms)| ms).sum(), &t);
    let form = FactsForm {
        manager: preselected(&managers, &asked),
        ..FactsForm::default()
    };
    Ok(RecordingListPage {
        tabs: tabs(&counts, &asked),
        total: counts.iter().map(|(_, count, _)| count).sum(),
        length,
        limit_bytes: recordings.core.config.upload_limit_bytes as i64,
        line: line_to_say(recordings, &t),
        line_entry: about_line(recordings, &t),
        next: found.next,
        t,
        asked,
        rows,
        managers,
        tags,
        form,
        errors: FieldErrors::default(),
        uploads: Vec::new(),
        files_unwell,
        waits,
    })
}

/// All calls together: hours, or minutes while they are few.
fn length(ms: i64, t: &PageContext) -> String {
    let hours = (ms + 1_800_000) / 3_600_000;
    if hours < 2 {
        t.count("recordings-minutes", &((ms + 59_999) / 60_000))
    } else {
        t.count("recordings-hours", &hours)
    }
}

fn is_about_model(code: &str) -> bool {
    code.starts_with("model-") || code == "transcription-model"
}

/// The manager whose calls are looked at, or the only one there is.
fn preselected(managers: &[Person], asked: &RecordingListQuery) -> String {
    match managers {
        [only] => only.id.to_string(),
        _ => asked.manager.clone(),
    }
}

fn tabs(counts: &[(RecordingState, i64, i64)], asked: &RecordingListQuery) -> Vec<Tab> {
    let of = |wanted: &dyn Fn(RecordingState) -> bool| {
        counts
            .iter()
            .filter(|(state, ..)| wanted(*state))
            .map(|(_, count, _)| count)
            .sum()
    };
    let tab = |state: &'static str, key, count| Tab {
        state,
        key,
        count,
        current: asked.state == state,
    };
    vec![
        tab("", "recordings-tab-all", of(&|_| true)),
        tab(
            "working",
            "recordings-tab-working",
            of(&RecordingState::is_moving),
        ),
        tab(
            "failed",
            "recordings-tab-failed",
            of(&|state| state == RecordingState::Failed),
        ),
    ]
}

/// A form without script: every file is taken in or refused by itself, and the page says how each went.
pub(super) async fn upload(
    t: PageContext,
    State(recordings): State<Recordings>,
    Multipart(request): Multipart,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let received = match recordings.receive(&person, request).await {
        Ok(received) => received,
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            return refused(t, &recordings, FactsForm::default(), errors, Vec::new()).await;
        }
    };
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    for (name, file) in received.files {
        let bytes = file.bytes as i64;
        let (problem, href) = match recordings.ingest(&person, &received.form, &name, file).await {
            Ok(taken) => (None, Some(format!("/recordings/{}", taken.recording.id))),
            Err(UploadRefusal::Other(error)) if error.kind() == ErrorKind::Internal => return Err(error),
            Err(refusal) => {
                let (error, href) = explained(refusal, &t);
                if matches!(error.kind(), ErrorKind::DiskFull | ErrorKind::Unavailable) {
                    failure::log(&error, t.visitor());
                    status = StatusCode::from_u16(error.kind().status()).unwrap_or(status);
                }
                problems.extend_from_slice(error.field_errors());
                (Some(failure::sentence(t.texts(), &error)), href)
            }
        };
        rows.push(UploadRow {
            name,
            bytes,
            problem,
            href,
        });
    }
    match rows.as_slice() {
        [row] if row.problem.is_none() => {
            let to = row.href.as_deref().unwrap_or("/recordings");
            Ok(Redirect::to(to).into_response())
        }
        rows if rows.iter().all(|row| row.problem.is_none()) => {
            let flash = Flash::with("recordings-taken", rows.len().to_string());
            Ok(see("/recordings").saying(flash).into_response())
        }
        _ => {
            let again = refused(t, &recordings, received.form, problems.into(), rows).await?;
            Ok((status, again).into_response())
        }
    }
}

async fn refused(
    t: PageContext,
    recordings: &Recordings,
    form: FactsForm,
    errors: FieldErrors,
    uploads: Vec<UploadRow>,
) -> Result<Response> {
    let mut page = list_page(t, recordings, RecordingListQuery::default()).await?;
    page.form = form;
    page.errors = errors;
    page.uploads = uploads;
    Ok(form::again(page))
}

/// The refusal as an error in the visitor's words, with the address of the earlier recording if they may see it.
pub(in crate::recordings) fn explained(refusal: UploadRefusal, t: &PageContext) -> (Error, Option<String>) {
    match refusal {
        UploadRefusal::Other(error) => (error, None),
        UploadRefusal::Duplicate(None) => (
            Error::new(ErrorKind::Conflict, "recording-duplicate-hidden"),
            None,
        ),
        UploadRefusal::Duplicate(Some(earlier)) => {
            let href = format!("/recordings/{}", earlier.id);
            let error = Error::new(ErrorKind::Conflict, "recording-duplicate")
                .with("day", t.day_of(&earlier.called_at))
                .with("manager", &earlier.manager_name)
                .with("url", &href)
                .with("id", &earlier.id);
            (error, Some(href))
        }
    }
}
