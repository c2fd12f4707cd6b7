//! Pages of one-to-ones: the list with the dates to come, one that is prepared, one that was held.

use std::collections::HashSet;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::meeting::{Meeting, MeetingForm};
use super::prepare::{BestItem, MeetingPreparation, prepare, propose};
use super::{OneToOnes, store};
use crate::coaching::study::{StudyLink, readings};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{OneToOneId, PersonId};
use crate::people::{self, Permission, Person};
use crate::time::Day;
use crate::web::{
    Clash, FieldErrors, Form, Html, PageContext, Path, Query, Routes, SeeOther, cursor, encode, form, see,
};

/// Planned ones, and held ones, on one page of the list.
const PAGE: usize = 50;
/// A date this far away is still on the list: all of them.
const YEARS: i32 = 3650;

pub(super) fn routes() -> Routes<OneToOnes> {
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
struct MeetingListPage {
    t: PageContext,
    planned: Vec<Meeting>,
    held: Vec<Meeting>,
    /// Where the next page of the held ones begins, with the planned ones as they are.
    next: Option<String>,
    /// The same of the planned ones.
    further: Option<String>,
    /// Whom a head may meet and has no date with: who has one already is not offered.
    free: Vec<Person>,
    form: MeetingFields,
    errors: FieldErrors,
    failure: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MeetingListQuery {
    /// Where the page of the held ones begins.
    after: String,
    /// Where that of the planned ones begins.
    coming: String,
    manager: String,
}

impl MeetingListQuery {
    /// The same question from other places of both lists.
    fn address(&self, coming: &str, after: &str) -> String {
        let manager = self.manager.as_str();
        let fields = [("coming", coming), ("after", after), ("manager", manager)];
        let query: Vec<String> = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        format!("/one-to-ones?{}", query.join("&"))
    }
}

/// A date to set.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct MeetingFields {
    manager: String,
    day: String,
    time: String,
}

async fn list_page(
    t: PageContext,
    one_to_ones: &OneToOnes,
    query: &MeetingListQuery,
) -> Result<MeetingListPage> {
    let (coming, after) = (cursor(Some(&query.coming))?, cursor(Some(&query.after))?);
    let person = t.visitor().signed_in()?.clone();
    let scope = person.scope();
    let mut tx = one_to_ones.core.db.read().await?;
    let far = t.today().plus_days(YEARS);
    let planned = store::planned(&mut tx, &scope, &person.id, far, &coming, PAGE).await?;
    let held = store::held(&mut tx, &scope, &person.id, None, &after, PAGE).await?;
    let free = if person.may(Permission::WritePlans) {
        let dated: HashSet<PersonId> = store::dated(&mut tx, &scope).await?.into_iter().collect();
        let mut managers = people::store::managers(&mut tx, &scope).await?;
        managers.retain(|manager| !dated.contains(&manager.id));
        managers
    } else {
        Vec::new()
    };
    let next = held
        .next
        .map(|next| query.address(&query.coming, &next.to_string()));
    let further = planned
        .next
        .map(|next| query.address(&next.to_string(), &query.after));
    Ok(MeetingListPage {
        t,
        planned: planned.items,
        held: held.items,
        next,
        further,
        free,
        form: MeetingFields::default(),
        errors: FieldErrors::default(),
        failure: None,
    })
}

async fn list(
    t: PageContext,
    State(one_to_ones): State<OneToOnes>,
    Query(query): Query<MeetingListQuery>,
) -> Result<Html<MeetingListPage>> {
    let mut page = list_page(t, &one_to_ones, &query).await?;
    page.form.manager = query.manager;
    Ok(Html(page))
}

async fn plan(
    t: PageContext,
    State(one_to_ones): State<OneToOnes>,
    Form(fields): Form<MeetingFields>,
) -> Result<Response> {
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
    match one_to_ones.plan(&head, &manager, &form).await {
        Ok(id) => Ok(go(&id, "one-to-one-set")),
        Err(error) if matches!(error.kind(), ErrorKind::BadInput | ErrorKind::Conflict) => {
            let failure = crate::web::failure::sentence(t.texts(), &error);
            let mut page = list_page(t, &one_to_ones, &MeetingListQuery::default()).await?;
            page.errors = FieldErrors::in_error(&error);
            page.failure = page.errors.is_empty().then_some(failure);
            page.form = fields;
            Ok(form::again(page))
        }
        Err(error) => Err(error),
    }
}

fn go(id: &OneToOneId, key: &'static str) -> Response {
    see(format!("/one-to-ones/{id}")).saying(key).into_response()
}

#[derive(Template)]
#[template(path = "coaching/one_to_ones/show.html")]
struct MeetingPage {
    t: PageContext,
    meeting: Meeting,
    prepared: MeetingPreparation,
    /// What the last plan asks to read.
    study: Vec<StudyLink>,
    form: MeetingForm,
    errors: FieldErrors,
    failure: Option<String>,
    /// Is the error proposed, not yet kept?
    proposed: bool,
    /// May the visitor prepare it?
    editing: bool,
    /// Is the visitor the one whose private notes these are?
    own_notes: bool,
    /// What was saved since the form was opened.
    clash: Option<Clash>,
    /// What was typed into a form that is no more: the field and its text.
    typed: Vec<(String, String)>,
}

impl MeetingPage {
    fn title(&self, best: &BestItem) -> String {
        best.title.get(self.t.locale()).to_owned()
    }
    /// The form that is on the page.
    fn form_id(&self) -> &'static str {
        if self.editing { "meeting" } else { "notes" }
    }
    fn address(&self) -> String {
        format!("/one-to-ones/{}", self.meeting.id)
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

async fn show_page(
    t: PageContext,
    one_to_ones: &OneToOnes,
    id: &OneToOneId,
    entered: Option<MeetingForm>,
) -> Result<MeetingPage> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = one_to_ones.core.db.read().await?;
    let meeting = store::find(&mut tx, &person.scope(), &person.id, id)
        .await?
        .ok_or(Error::not_found("one-to-one-not-found"))?;
    let prepared = prepare(&mut tx, &meeting, &person.id).await?;
    let editing = person.may(Permission::WritePlans) && meeting.is_planned();
    let proposing = editing && entered.is_none() && !meeting.has_error();
    let mut form = entered.unwrap_or_else(|| MeetingForm::from_meeting(&meeting));
    if proposing {
        propose(&mut tx, prepared.last.as_ref(), None, t.locale(), &mut form).await?;
    }
    let study = prepared.plan.as_ref().map(|step| &step.plan.study.0[..]);
    Ok(MeetingPage {
        study: readings(&one_to_ones.library.snapshot(), study.unwrap_or_default()),
        proposed: proposing && !form.error.is_empty(),
        own_notes: person.id == meeting.author_id,
        t,
        meeting,
        prepared,
        form,
        errors: FieldErrors::default(),
        failure: None,
        editing,
        clash: None,
        typed: Vec::new(),
    })
}

async fn show(
    t: PageContext,
    State(one_to_ones): State<OneToOnes>,
    Path(id): Path<OneToOneId>,
) -> Result<Html<MeetingPage>> {
    Ok(Html(show_page(t, &one_to_ones, &id, None).await?))
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
struct MeetingSubmission {
    #[serde(flatten)]
    form: MeetingForm,
    #[serde(flatten)]
    button: Button,
}

async fn submit(
    t: PageContext,
    State(one_to_ones): State<OneToOnes>,
    Path(id): Path<OneToOneId>,
    Form(MeetingSubmission { mut form, button }): Form<MeetingSubmission>,
) -> Result<Response> {
    let head = t.visitor().signed_in()?.clone();
    if !button.take.is_empty() {
        let last = show_page(t.clone(), &one_to_ones, &id, None).await?.prepared.last;
        let mut tx = one_to_ones.core.db.read().await?;
        propose(&mut tx, last.as_ref(), Some(&button.take), t.locale(), &mut form).await?;
    }
    let (done, key) = if button.act == "hold" {
        (one_to_ones.hold(&head, &id, &form).await, "one-to-one-held-now")
    } else {
        (one_to_ones.save(&head, &id, &form).await, "one-to-one-saved")
    };
    match done {
        Ok(()) => Ok(go(&id, key)),
        Err(error) if error.kind() == ErrorKind::BadInput => {
            let failure = crate::web::failure::sentence(t.texts(), &error);
            let mut page = show_page(t, &one_to_ones, &id, Some(form)).await?;
            page.errors = FieldErrors::in_error(&error);
            page.failure = page.errors.is_empty().then_some(failure);
            Ok(form::again(page))
        }
        Err(error) if matches!(error.code(), "one-to-one-changed" | "one-to-one-held") => {
            refused(t, &one_to_ones, &id, form).await
        }
        Err(error) => Err(error),
    }
}

/// It is not what the form was opened on: what it is now, beside what was entered; held meanwhile, it has no form any more
/// and says what was typed.
async fn refused(
    t: PageContext,
    one_to_ones: &OneToOnes,
    id: &OneToOneId,
    mut form: MeetingForm,
) -> Result<Response> {
    let mut page = show_page(t.clone(), one_to_ones, id, Some(form.clone())).await?;
    let theirs = MeetingForm::from_meeting(&page.meeting);
    if !page.editing {
        let texts = texts(&t, &form).into_iter();
        page.typed = texts.filter(|(_, text)| !text.trim().is_empty()).collect();
        page.failure = Some(t.error("one-to-one-held"));
        page.form = theirs;
        return Ok(form::clash(page));
    }
    let sentence = t.with("one-to-one-clash", "when", t.moment(&page.meeting.changed_at));
    let both = texts(&t, &theirs).into_iter().zip(texts(&t, &form));
    let clash = both.fold(Clash::new(sentence), |clash, ((label, theirs), (_, mine))| {
        clash.field(label, &theirs, &mine)
    });
    // Saved once more, it is saved over what is shown here.
    form.revision = theirs.revision;
    (page.form, page.clash) = (form, Some(clash));
    Ok(form::clash(page))
}

/// What a head writes about a one-to-one, by the names of the fields.
fn texts(t: &PageContext, form: &MeetingForm) -> Vec<(String, String)> {
    [
        ("one-to-one-day", &form.day),
        ("one-to-one-time", &form.time),
        ("one-to-one-well-words", &form.went_well),
        ("one-to-one-error-words", &form.error),
        ("one-to-one-client", &form.client_said),
        ("one-to-one-said", &form.quote),
        ("one-to-one-instead", &form.instead),
        ("one-to-one-agreed-words", &form.shared_notes),
        ("one-to-one-private", &form.private_notes),
        ("one-to-one-next", &form.next_day),
    ]
    .map(|(label, text)| (t.text(label), text.clone()))
    .to_vec()
}

#[derive(Deserialize)]
struct NoteForm {
    #[serde(default)]
    private_notes: String,
    /// What the form was opened on.
    #[serde(default)]
    revision: String,
}

async fn note(
    t: PageContext,
    State(one_to_ones): State<OneToOnes>,
    Path(id): Path<OneToOneId>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let head = t.visitor().signed_in()?.clone();
    match one_to_ones
        .note(&head, &id, &form.revision, &form.private_notes)
        .await
    {
        Ok(()) => Ok(go(&id, "one-to-one-noted")),
        Err(error) if error.code() == "one-to-one-changed" => {
            let mut page = show_page(t.clone(), &one_to_ones, &id, None).await?;
            let sentence = t.with("one-to-one-clash", "when", t.moment(&page.meeting.changed_at));
            let theirs = &page.meeting.private_notes;
            let clash = Clash::new(sentence).field(t.text("one-to-one-private"), theirs, &form.private_notes);
            page.clash = Some(clash);
            page.form.private_notes = form.private_notes;
            Ok(form::clash(page))
        }
        Err(error) => Err(error),
    }
}

async fn cancel(
    t: PageContext,
    State(one_to_ones): State<OneToOnes>,
    Path(id): Path<OneToOneId>,
) -> Result<SeeOther> {
    one_to_ones.cancel(t.visitor().signed_in()?, &id).await?;
    Ok(see("/one-to-ones").saying("one-to-one-cancelled"))
}
