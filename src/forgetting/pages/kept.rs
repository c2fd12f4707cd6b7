//! `/forgetting`: for how long what is kept, what goes on the next night; for the administrator also whom to erase.

use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};

use crate::error::Result;
use crate::forgetting::Forgetting;
use crate::forgetting::ask::ClientForm;
use crate::forgetting::erasure::Erasure;
use crate::forgetting::places::{DataTable, ErasureAction, ErasureRule, PLACES, StrikePolicy};
use crate::forgetting::retention::RetentionDue;
use crate::forgetting::store::{self, kept::RetentionSweep};
use crate::people::Permission;
use crate::web::{FieldErrors, Form, Html, PageContext, form};

/// Requests that are listed.
const LISTED: usize = 50;

#[derive(Template)]
#[template(path = "forgetting/kept.html")]
pub(super) struct KeptPage {
    t: PageContext,
    due: Vec<RetentionDue>,
    sweeps: Vec<RetentionSweep>,
    erasures: Vec<Erasure>,
    form: ClientForm,
    errors: FieldErrors,
}

impl KeptPage {
    fn places() -> &'static [DataTable] {
        PLACES
    }
    /// What becomes of a table with a call or a person, as a word of the list.
    fn action(place: &DataTable, rules: &[ErasureRule]) -> &'static str {
        match rules.first().map(|rule| rule.action) {
            Some(ErasureAction::Remove) => "forget-action-remove",
            Some(_) => "forget-action-blank",
            None if !place.hangs.is_empty() => "forget-action-hangs",
            None => match place.struck {
                StrikePolicy::Never => "forget-action-none",
                _ if place.words.is_empty() && place.json.is_empty() => "forget-action-none",
                StrikePolicy::Marked => "forget-action-strike",
                StrikePolicy::Removed => "forget-action-strike-row",
            },
        }
    }
    /// What went on a night: «Записи: 3».
    fn went(&self, sweep: &RetentionSweep) -> String {
        let counts = sweep.counts.0.iter().filter(|(_, n)| **n > 0);
        let counts =
            counts.map(|(kind, n)| format!("{}: {n}", self.t.text(&format!("forget-retention-{kind}"))));
        counts.collect::<Vec<_>>().join(", ")
    }
}

async fn page(t: PageContext, forgetting: &Forgetting) -> Result<KeptPage> {
    let person = t.visitor().signed_in()?;
    let due = forgetting.due(&person.scope()).await?;
    let sweeps = forgetting.sweeps().await?;
    let erasures = if person.may(Permission::Forget) {
        let mut tx = forgetting.core.db.read().await?;
        store::list(&mut tx, LISTED).await?
    } else {
        Vec::new()
    };
    Ok(KeptPage {
        t,
        due,
        sweeps,
        erasures,
        form: ClientForm::default(),
        errors: FieldErrors::default(),
    })
}

pub(super) async fn show(t: PageContext, State(forgetting): State<Forgetting>) -> Result<Html<KeptPage>> {
    Ok(Html(page(t, &forgetting).await?))
}

pub(super) async fn ask_client(
    t: PageContext,
    State(forgetting): State<Forgetting>,
    Form(form): Form<ClientForm>,
) -> Result<Response> {
    form::answer(
        forgetting.ask_client(t.visitor().signed_in()?, &form).await,
        |id| Redirect::to(&format!("/forgetting/erasures/{id}")),
        async |errors| {
            let mut page = page(t, &forgetting).await?;
            page.errors = errors;
            page.form = form;
            Ok(page)
        },
    )
    .await
}
