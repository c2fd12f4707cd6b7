//! One request to erase somebody: what would go, the confirmation, the report.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::forgetting::erasure::{
    Erasure, ErasurePreview, ErasureReport, ErasureState, ErasureSubject, Remainder,
};
use crate::forgetting::needle::Needles;
use crate::forgetting::store::{self, CallIdentity};
use crate::forgetting::{Forgetting, ask};
use crate::id::{ErasureId, PersonId};
use crate::people::{self, Person};
use crate::web::{FieldErrors, Form, Html, PageContext, Path, SeeOther, attachment, form, see};

/// Calls that are listed before they go.
const LISTED: usize = 100;
/// Other names on these calls that are told.
const ALSO: usize = 12;

#[derive(Template)]
#[template(path = "forgetting/erasure.html", blocks = ["state"])]
pub(super) struct ErasurePage {
    t: PageContext,
    erasure: Erasure,
    /// Whose name it is, when it is a person.
    person: Option<Person>,
    asked_by: String,
    /// The calls, as many as are listed.
    calls: Vec<CallIdentity>,
    /// Names and numbers on these calls that are not looked for.
    also: Vec<String>,
    /// What has to be typed.
    word: String,
    typed: String,
    errors: FieldErrors,
}

impl ErasurePage {
    fn is(&self, state: &str) -> bool {
        self.erasure.state.as_str() == state
    }
    fn is_person(&self) -> bool {
        self.erasure.subject == ErasureSubject::Person
    }
    fn preview(&self) -> Option<&ErasurePreview> {
        self.erasure.preview.as_ref().map(|kept| &kept.0)
    }
    fn report(&self) -> Option<&ErasureReport> {
        self.erasure.report.as_ref().map(|kept| &kept.0)
    }
    /// The sentence about what stays.
    fn left(&self, left: &Remainder) -> String {
        let text = self
            .t
            .count(&format!("forget-remainder-{}", left.ground), &left.n);
        match &left.until {
            Some(until) => format!(
                "{text} {}",
                self.t.with("forget-until", "day", self.t.day_of(until))
            ),
            None => text,
        }
    }
    /// Calls that are not listed.
    fn more(&self) -> usize {
        let all = self.preview().map_or(0, |preview| preview.calls.len());
        all.saturating_sub(self.calls.len())
    }
    /// Where a text of the book is.
    fn entry(path: &str) -> Option<String> {
        Some(format!("/playbook/{}", path.strip_suffix(".md")?))
    }
}

async fn page(t: PageContext, forgetting: &Forgetting, id: &ErasureId) -> Result<ErasurePage> {
    let erasure = forgetting.erasure(id).await?;
    let mut tx = forgetting.core.db.read().await?;
    let person = match &erasure.person_id {
        Some(id) => people::store::person(&mut tx, id).await?,
        None => None,
    };
    let asked_by = people::store::person(&mut tx, &erasure.asked_by).await?;
    let mut calls = Vec::new();
    if let Some(preview) = erasure.preview.as_ref() {
        for id in preview.0.calls.iter().take(LISTED) {
            calls.extend(store::called(&mut tx, id).await?);
        }
    }
    let word = ask::word(&mut tx, &erasure).await?;
    drop(tx);
    Ok(ErasurePage {
        also: if erasure.subject == ErasureSubject::Client {
            also(&erasure, &calls)
        } else {
            Vec::new()
        },
        asked_by: asked_by.map(|person| person.name).unwrap_or_default(),
        t,
        erasure,
        person,
        calls,
        word,
        typed: String::new(),
        errors: FieldErrors::default(),
    })
}

fn also(erasure: &Erasure, calls: &[CallIdentity]) -> Vec<String> {
    let (needles, _) = Needles::read(&erasure.sought.0);
    let mut also: Vec<String> = Vec::new();
    for text in calls.iter().flat_map(|call| [&call.client, &call.phone]) {
        if !text.is_empty() && !also.contains(text) && !needles.found_in(text) && also.len() < ALSO {
            also.push(text.clone());
        }
    }
    also
}

pub(super) async fn show(
    t: PageContext,
    State(forgetting): State<Forgetting>,
    Path(id): Path<ErasureId>,
) -> Result<Response> {
    let fragment = t.visitor().fragment() == Some("state");
    let page = page(t, &forgetting, &id).await?;
    Ok(if fragment {
        Html(page.as_state()).into_response()
    } else {
        Html(page).into_response()
    })
}

/// The report for programs and for the file of the request. Code: `erasure-not-found` while there is none.
pub(super) async fn report(
    State(forgetting): State<Forgetting>,
    Path(id): Path<ErasureId>,
) -> Result<Response> {
    let erasure = forgetting.erasure(&id).await?;
    let report = erasure.report.filter(|_| erasure.state == ErasureState::Done);
    let report = report.ok_or(Error::not_found("erasure-not-found"))?;
    let body = serde_json::json!({
        "id": erasure.id,
        "subject": erasure.subject,
        "label": erasure.label,
        "reference": erasure.reference,
        "asked_at": erasure.asked_at.rfc3339(),
        "finished_at": erasure.finished_at.map(crate::time::Timestamp::rfc3339),
        "report": report.0,
    });
    let body = serde_json::to_vec_pretty(&body).map_err(Error::internal)?;
    let name = attachment(&format!("erasure-{id}.json"))?;
    let kind = (
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("application/json"),
    );
    Ok(([name, kind], body).into_response())
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ErasePersonForm {
    reference: String,
}

pub(super) async fn ask_person(
    t: PageContext,
    State(forgetting): State<Forgetting>,
    Path(id): Path<PersonId>,
    Form(form): Form<ErasePersonForm>,
) -> Result<Redirect> {
    let id = forgetting
        .ask_person(t.visitor().signed_in()?, &id, &form.reference)
        .await?;
    Ok(Redirect::to(&format!("/forgetting/erasures/{id}")))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ConfirmForm {
    typed: String,
}

pub(super) async fn confirm(
    t: PageContext,
    State(forgetting): State<Forgetting>,
    Path(id): Path<ErasureId>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response> {
    form::answer(
        forgetting
            .confirm(t.visitor().signed_in()?, &id, &form.typed)
            .await,
        |()| Redirect::to(&format!("/forgetting/erasures/{id}")),
        async |errors| {
            let mut page = page(t, &forgetting, &id).await?;
            page.errors = errors;
            page.typed = form.typed;
            Ok(page)
        },
    )
    .await
}

pub(super) async fn withdraw(
    t: PageContext,
    State(forgetting): State<Forgetting>,
    Path(id): Path<ErasureId>,
) -> Result<SeeOther> {
    forgetting.withdraw(t.visitor().signed_in()?, &id).await?;
    Ok(see(super::HERE).saying("forget-withdrawn"))
}
