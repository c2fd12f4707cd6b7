//! The form of a new session. Looking for other calls keeps what was entered: the button sends the same form as a question.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::me;
use super::words::words;
use crate::calibration::session::NewSession;
use crate::calibration::{Calibrations, run};
use crate::checklists::store as checklists;
use crate::db::Cursor;
use crate::error::Result;
use crate::evaluations::store as evaluations;
use crate::id::{PersonId, RecordingId};
use crate::people::{self, Person, Scope};
use crate::recordings::filter::{self, RecordingFilter};
use crate::recordings::{self, Recording, RecordingState};
use crate::web::{FieldErrors, Form, Html, PageContext, Query, form, see};

/// Calls that are offered besides the chosen ones.
const OFFERED: usize = 20;
/// A usual time for scoring a few calls, in days.
const DAYS: i32 = 7;

/// The form with the words that calls are looked for by.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct SessionFields {
    #[serde(default)]
    title: String,
    #[serde(default)]
    checklist: String,
    #[serde(default)]
    deadline: String,
    #[serde(default)]
    reviewer: Vec<String>,
    #[serde(default)]
    recording: Vec<String>,
    #[serde(default)]
    q: String,
}

impl SessionFields {
    fn apart(self) -> (NewSession, String) {
        let form = NewSession {
            title: self.title,
            checklist: self.checklist,
            deadline: self.deadline,
            reviewer: self.reviewer,
            recording: self.recording,
        };
        (form, self.q)
    }
}

/// Somebody who may take part.
struct ReviewerCandidate {
    id: PersonId,
    name: String,
    team: String,
    chosen: bool,
}

/// A call that may be taken.
struct CandidateRecording {
    id: RecordingId,
    manager: String,
    client: String,
    called: String,
    duration: String,
    chosen: bool,
    /// A published score of it is there: who sees that is not blind.
    scored: bool,
}

#[derive(Template)]
#[template(path = "calibration/new.html")]
pub(super) struct NewSessionPage {
    t: PageContext,
    form: NewSession,
    q: String,
    errors: FieldErrors,
    checklists: Vec<(String, String)>,
    people: Vec<ReviewerCandidate>,
    calls: Vec<CandidateRecording>,
    /// The visitor's own scope, to say where the calls come from.
    has_team: bool,
}

impl NewSessionPage {
    /// Are there enough people for a session at all?
    fn is_alone(&self) -> bool {
        self.people.len() < 2
    }
}

async fn page(
    t: PageContext,
    calibrations: &Calibrations,
    mut form: NewSession,
    q: String,
    errors: FieldErrors,
) -> Result<NewSessionPage> {
    let by = me(&t)?;
    if form == NewSession::default() {
        form.deadline = t.today().plus_days(DAYS).to_string();
        form.reviewer = vec![by.id.to_string()];
    }
    let mut tx = calibrations.core.db.read().await?;
    let checklists = checklists::checklists(&mut tx).await?;
    let teams: HashMap<_, _> = people::store::teams(&mut tx)
        .await?
        .into_iter()
        .map(|team| (team.id, team.name))
        .collect();
    let people = run::candidates(&mut tx).await?;
    let mut calls = Vec::new();
    for id in form.recording.iter().filter_map(|id| id.parse().ok()) {
        calls.extend(recordings::store::find(&mut tx, &by.scope(), &id).await?);
    }
    let chosen = calls.len();
    let ready = RecordingFilter {
        state: Some(RecordingState::Ready.to_string()),
        ..RecordingFilter::from_words(&q)
    };
    let found = filter::list(&mut tx, &by.scope(), &ready, &Cursor::newest(), OFFERED).await?;
    for recording in found.items {
        if calls.iter().all(|known: &Recording| known.id != recording.id) {
            calls.push(recording);
        }
    }
    let mut offered = Vec::with_capacity(calls.len());
    for (at, recording) in calls.into_iter().enumerate() {
        let scored = evaluations::published(
            &mut tx,
            &Scope::All,
            None,
            Some(&recording.id),
            &Cursor::newest(),
            1,
        )
        .await?;
        offered.push(CandidateRecording {
            scored: !scored.is_empty(),
            called: t.moment(&recording.called_at),
            duration: t.duration(&recording.duration_ms),
            client: recording.title().to_owned(),
            id: recording.id,
            manager: recording.manager_name,
            chosen: at < chosen,
        });
    }
    let candidate = |person: Person| ReviewerCandidate {
        team: person
            .team_id
            .and_then(|team| teams.get(&team).cloned())
            .unwrap_or_default(),
        chosen: form.reviewer.iter().any(|id| id == person.id.as_str()),
        id: person.id,
        name: person.name,
    };
    Ok(NewSessionPage {
        checklists: checklists
            .into_iter()
            .map(|version| {
                let name = words(&version.document.0.name, t.locale());
                (version.checklist_id.to_string(), name)
            })
            .collect(),
        people: people.into_iter().map(candidate).collect(),
        calls: offered,
        has_team: by.team_id.is_some(),
        form,
        q,
        errors,
        t,
    })
}

pub(super) async fn new(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Query(fields): Query<SessionFields>,
) -> Result<Html<NewSessionPage>> {
    let (form, q) = fields.apart();
    Ok(Html(
        page(t, &calibrations, form, q, FieldErrors::default()).await?,
    ))
}

pub(super) async fn create(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Form(fields): Form<SessionFields>,
) -> Result<Response> {
    let (form, q) = fields.apart();
    form::answer(
        calibrations.create(&me(&t)?, &form).await,
        |id| see(format!("/calibrations/{id}")).saying("calibration-begun"),
        async |errors| page(t, &calibrations, form, q, errors).await,
    )
    .await
}
