//! Pages of one-to-ones: the list with the dates to come, one that is prepared, one that was held.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::meeting::{Meeting, MeetingForm};
use super::prepare::{Best, Prepared, prepare, propose};
use super::{acts, store};
use crate::app::App;
use crate::coaching::study::{Reading, readings};
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::id::{OneToOneId, PersonId};
use crate::people::{self, Permission, Person};
use crate::time::Day;
use crate::web::{Flash, Form, Html, Path, Query, Routes, View, cursor};

/// Held ones on one page of the list.
const PAGE: usize = 50;
/// A date this far away is still on the list: all of them.
const YEARS: i32 = 3650;

pub(super) fn routes() -> Routes {
    use Permission::{ReadPlans, WritePlans};
    Routes::new()
        .get("/one-to-ones", ReadPlans, list)
        .post("/one-to-ones", WritePlans, plan)
        .get("/one-to-ones/{id}", ReadPlans, show)
        .post("/one-to-ones/{id}", WritePlans, submit)
        .post("/one-to-ones/{id}/notes", WritePlans, note)
        .post("/one-to-ones/{id}/cancel", WritePlans, cancel)
}

#[derive(Template)]
#[template(path = "coaching/one_to_ones/list.html")]
struct ListPage {
    t: View,
    planned: Vec<Meeting>,
    held: Vec<Meeting>,
    next: Option<Cursor>,
    /// Whom a head may meet.
    managers: Vec<Person>,
    form: PlanFields,
    errors: Vec<FieldError>,
    failure: Option<String>,
}

impl ListPage {
    fn error(&self, field: &str) -> Option<String> {
        let found = self.errors.iter().find(|error| error.field == field);
        found.map(|error| self.t.error(error.code))
    }
    /// Who has a date already is not offered.
    fn free(&self) -> Vec<&Person> {
        let planned = |person: &&Person| !self.planned.iter().any(|it| it.manager_id == person.id);
        self.managers.iter().filter(planned).collect()
    }
}

#[derive(Deserialize)]
struct ListQuery {
    after: Option<String>,
    manager: Option<String>,
}

/// A date to set.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct PlanFields {
    manager: String,
    day: String,
    time: String,
}

async fn list_page(t: View, app: &App, after: &Cursor) -> Result<ListPage> {
    let person = t.visitor().signed_in()?.clone();
    let scope = person.scope();
    let mut tx = app.db.read().await?;
    let far = t.today().plus_days(YEARS);
    let planned = store::planned(&mut tx, &scope, &person.id, far, PAGE).await?;
    let held = store::held(&mut tx, &scope, &person.id, None, after, PAGE).await?;
    let managers = if person.may(Permission::WritePlans) {
        people::store::managers(&mut tx, &scope).await?
    } else {
        Vec::new()
    };
    Ok(ListPage {
        t,
        planned,
        held: held.items,
        next: held.next,
        managers,
        form: PlanFields::default(),
        errors: Vec::new(),
        failure: None,
    })
}

async fn list(t: View, State(app): State<App>, Query(query): Query<ListQuery>) -> Result<Html<ListPage>> {
    let mut page = list_page(t, &app, &cursor(query.after.as_deref())?).await?;
    page.form.manager = query.manager.unwrap_or_default();
    Ok(Html(page))
}

async fn plan(t: View, State(app): State<App>, Form(fields): Form<PlanFields>) -> Result<Response> {
    let head = t.visitor().signed_in()?.clone();
    let form = MeetingForm {
        day: fields.day.clone(),
        time: fields.time.clone(),
        ..MeetingForm::default()
    };
    let manager: PersonId = fields
        .manager
        .parse()
        .map_err(|_| Error::not_found("person-not-found"))?;
    match acts::plan(&app, &head, &manager, &form).await {
        Ok(id) => Ok(go(&id, "one-to-one-set")),
        Err(error) if matches!(error.kind(), ErrorKind::BadInput | ErrorKind::Conflict) => {
            let failure = crate::web::failure::sentence(t.texts(), &error);
            let mut page = list_page(t, &app, &Cursor::newest()).await?;
            page.failure = error.field_errors().is_empty().then_some(failure);
            page.errors = error.field_errors().to_vec();
            page.form = fields;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

fn go(id: &OneToOneId, key: &'static str) -> Response {
    (
        [Flash::new(key).header()],
        Redirect::to(&format!("/one-to-ones/{id}")),
    )
        .into_response()
}

#[derive(Template)]
#[template(path = "coaching/one_to_ones/show.html")]
struct ShowPage {
    t: View,
    meeting: Meeting,
    prepared: Prepared,
    /// What the last plan asks to read.
    study: Vec<Reading>,
    form: MeetingForm,
    errors: Vec<FieldError>,
    failure: Option<String>,
    /// Is the error proposed, not yet kept?
    proposed: bool,
    /// May the visitor prepare it?
    editing: bool,
    /// Is the visitor the one whose private notes these are?
    own_notes: bool,
}

impl ShowPage {
    fn error(&self, field: &str) -> Option<String> {
        let found = self.errors.iter().find(|error| error.field == field);
        found.map(|error| self.t.error(error.code))
    }
    fn title(&self, best: &Best) -> String {
        best.title.get(self.t.locale()).to_owned()
    }
    /// Where the quote of the form is heard.
    fn place(&self) -> Option<(String, i64)> {
        let start: i64 = self.form.start_ms.parse().ok()?;
        let recording = &self.form.recording;
        (!recording.is_empty()).then(|| (format!("/recordings/{recording}#t-{start}"), start))
    }
    fn is_overdue(&self) -> bool {
        self.meeting.is_overdue(self.t.today())
    }
    /// A week is proposed as the time to the next one.
    fn week_on(&self) -> Day {
        self.t.today().plus_days(7)
    }
}

async fn show_page(t: View, app: &App, id: &OneToOneId, entered: Option<MeetingForm>) -> Result<ShowPage> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = app.db.read().await?;
    let meeting = store::find(&mut tx, &person.scope(), &person.id, id)
        .await?
        .ok_or(Error::not_found("one-to-one-not-found"))?;
    let prepared = prepare(&mut tx, &meeting, &person.id).await?;
    let editing = person.may(Permission::WritePlans) && meeting.is_planned();
    let proposing = editing && entered.is_none() && !meeting.has_error();
    let mut form = entered.unwrap_or_else(|| MeetingForm::of(&meeting));
    if proposing {
        propose(&mut tx, prepared.last.as_ref(), None, t.locale(), &mut form).await?;
    }
    let study = prepared.plan.as_ref().map(|step| &step.plan.study.0[..]);
    Ok(ShowPage {
        study: readings(&app.library.snapshot(), study.unwrap_or_default()),
        proposed: proposing && !form.error.is_empty(),
        own_notes: person.id == meeting.author_id,
        t,
        meeting,
        prepared,
        form,
        errors: Vec::new(),
        failure: None,
        editing,
    })
}

async fn show(t: View, State(app): State<App>, Path(id): Path<OneToOneId>) -> Result<Html<ShowPage>> {
    Ok(Html(show_page(t, &app, &id, None).await?))
}

/// What a button of the form means.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Button {
    /// `save` or `hold`.
    act: String,
    /// Key of the item whose error is to be taken from the last evaluation.
    take: String,
}

#[derive(Deserialize)]
struct Submitted {
    #[serde(flatten)]
    form: MeetingForm,
    #[serde(flatten)]
    button: Button,
}

async fn submit(
    t: View,
    State(app): State<App>,
    Path(id): Path<OneToOneId>,
    Form(Submitted { mut form, button }): Form<Submitted>,
) -> Result<Response> {
    let head = t.visitor().signed_in()?.clone();
    if !button.take.is_empty() {
        let last = show_page(t.clone(), &app, &id, None).await?.prepared.last;
        let mut tx = app.db.read().await?;
        propose(&mut tx, last.as_ref(), Some(&button.take), t.locale(), &mut form).await?;
    }
    let (done, key) = if button.act == "hold" {
        (acts::hold(&app, &head, &id, &form).await, "one-to-one-held-now")
    } else {
        (acts::save(&app, &head, &id, &form).await, "one-to-one-saved")
    };
    match done {
        Ok(()) => Ok(go(&id, key)),
        Err(error) if error.kind() == ErrorKind::BadInput => {
            let failure = crate::web::failure::sentence(t.texts(), &error);
            let mut page = show_page(t, &app, &id, Some(form)).await?;
            page.failure = error.field_errors().is_empty().then_some(failure);
            page.errors = error.field_errors().to_vec();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct NoteForm {
    #[serde(default)]
    private_notes: String,
}

async fn note(
    t: View,
    State(app): State<App>,
    Path(id): Path<OneToOneId>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    acts::note(&app, t.visitor().signed_in()?, &id, &form.private_notes).await?;
    Ok(go(&id, "one-to-one-noted"))
}

async fn cancel(t: View, State(app): State<App>, Path(id): Path<OneToOneId>) -> Result<Response> {
    acts::cancel(&app, t.visitor().signed_in()?, &id).await?;
    let flash = Flash::new("one-to-one-cancelled");
    Ok(([flash.header()], Redirect::to("/one-to-ones")).into_response())
}
