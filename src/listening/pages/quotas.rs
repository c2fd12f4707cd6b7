//! What a head wants to hear: how many calls of whom, and which.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::app::App;
use crate::error::{FieldError, Result};
use crate::listening::{QuotasForm, quotas, set_quotas, store};
use crate::people::{self, Person};
use crate::recordings::{CallOutcome, CallType, Direction};
use crate::web::{Flash, Form, Html, View};

#[derive(Template)]
#[template(path = "listening/quotas.html")]
pub(super) struct QuotasPage {
    t: View,
    managers: Vec<Person>,
    form: QuotasForm,
    errors: Vec<FieldError>,
}

impl QuotasPage {
    fn error(&self, field: &str) -> String {
        let found = self.errors.iter().find(|error| error.field == field);
        found.map(|error| self.t.error(error.code)).unwrap_or_default()
    }
    /// Is it this manager's number that is wrong?
    fn is_wrong(&self, manager: &Person) -> bool {
        !QuotasForm::is_own_right(self.form.own_of(&manager.id))
    }
    fn directions() -> &'static [Direction] {
        Direction::ALL
    }
    fn types() -> &'static [CallType] {
        CallType::ALL
    }
    fn outcomes() -> &'static [CallOutcome] {
        CallOutcome::ALL
    }
    fn has_type(&self, word: &str) -> bool {
        self.form.call_type.iter().any(|it| it == word)
    }
    fn has_outcome(&self, word: &str) -> bool {
        self.form.outcome.iter().any(|it| it == word)
    }
}

async fn page(t: View, app: &App, given: Option<(QuotasForm, Vec<FieldError>)>) -> Result<QuotasPage> {
    let head = t.visitor().signed_in()?.clone();
    let team = quotas::team(&head)?;
    let mut tx = app.db.read().await?;
    let managers = people::store::managers(&mut tx, &head.scope()).await?;
    let kept = store::quotas(&mut tx, team).await?;
    drop(tx);
    let (form, errors) = given.unwrap_or_else(|| {
        let fresh = || QuotasForm {
            unheard: "yes".to_owned(),
            ..QuotasForm::default()
        };
        let form = kept.as_ref().map_or_else(fresh, QuotasForm::of);
        (form, Vec::new())
    });
    Ok(QuotasPage {
        t,
        managers,
        form,
        errors,
    })
}

pub(super) async fn edit(t: View, State(app): State<App>) -> Result<Html<QuotasPage>> {
    Ok(Html(page(t, &app, None).await?))
}

pub(super) async fn update(
    t: View,
    State(app): State<App>,
    Form(form): Form<QuotasForm>,
) -> Result<Response> {
    match set_quotas(&app, t.visitor().signed_in()?, &form).await {
        Ok(()) => Ok((
            [Flash::new("listening-quotas-saved").header()],
            Redirect::to("/listening"),
        )
            .into_response()),
        Err(error) if !error.field_errors().is_empty() => {
            let given = (form, error.field_errors().to_vec());
            let page = page(t, &app, Some(given)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}
