//! What a head wants to hear: how many calls of whom, and which.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};

use crate::error::Result;
use crate::listening::{Listening, Quotas, QuotasForm, quotas, store};
use crate::people::{self, Person};
use crate::recordings::{CallOutcome, CallType, Direction};
use crate::web::{Clash, FieldErrors, Form, Html, PageContext, form, see};

#[derive(Template)]
#[template(path = "listening/quotas.html")]
pub(super) struct QuotasPage {
    t: PageContext,
    managers: Vec<Person>,
    form: QuotasForm,
    /// The revision the form is of.
    revision: String,
    /// What was saved since the form was opened.
    clash: Option<Clash>,
    errors: FieldErrors,
}

impl QuotasPage {
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

async fn page(
    t: PageContext,
    listening: &Listening,
    given: Option<(QuotasForm, FieldErrors)>,
) -> Result<QuotasPage> {
    let head = t.visitor().signed_in()?.clone();
    let team = quotas::team(&head)?;
    let mut tx = listening.core.db.read().await?;
    let managers = people::store::managers(&mut tx, &head.scope()).await?;
    let kept = store::quotas(&mut tx, team).await?;
    drop(tx);
    let (form, errors) = given.unwrap_or_else(|| (fresh(kept.as_ref()), FieldErrors::default()));
    let revision = if form.revision.is_empty() {
        quotas::revision(kept.as_ref())
    } else {
        form.revision.clone()
    };
    Ok(QuotasPage {
        t,
        managers,
        form,
        revision,
        clash: None,
        errors,
    })
}

/// What is kept, or how one begins.
fn fresh(kept: Option<&Quotas>) -> QuotasForm {
    let beginning = || QuotasForm {
        unheard: "yes".to_owned(),
        ..QuotasForm::default()
    };
    kept.map_or_else(beginning, QuotasForm::from_quotas)
}

/// Somebody set them meanwhile: what is there now, beside what was entered.
async fn clash(t: PageContext, listening: &Listening, mine: QuotasForm) -> Result<Response> {
    let mut page = page(t, listening, None).await?;
    let (t, theirs) = (&page.t, &page.form);
    let word = |beginning: &str, word: &str| t.text(&format!("{beginning}{word}"));
    let words = |beginning: &str, list: &[String]| {
        let words: Vec<String> = list.iter().map(|it| word(beginning, it)).collect();
        words.join(", ")
    };
    let direction = match theirs.direction.as_str() {
        "" => t.text("listening-any-direction"),
        direction => word("recordings-direction-", direction),
    };
    let own = |form: &QuotasForm| {
        let all = page
            .managers
            .iter()
            .map(|it| (&it.name, form.own_of(&it.id).trim()));
        let lines: Vec<String> = all
            .filter(|(_, calls)| !calls.is_empty())
            .map(|(name, calls)| format!("{name}: {calls}"))
            .collect();
        lines.join("\n")
    };
    let clash = Clash::new(t.text("listening-clash"))
        .field(t.text("listening-calls"), &theirs.calls, &mine.calls)
        .field(t.text("listening-own"), &own(theirs), &own(&mine))
        .field(t.text("listening-min"), &theirs.min, &mine.min)
        .field(t.text("listening-max"), &theirs.max, &mine.max)
        .unless(
            theirs.call_type == mine.call_type,
            t.text("recordings-call-type"),
            words("recordings-type-", &theirs.call_type),
        )
        .unless(
            theirs.outcome == mine.outcome,
            t.text("recordings-outcome"),
            words("recordings-outcome-", &theirs.outcome),
        )
        .unless(
            theirs.direction == mine.direction,
            t.text("recordings-direction"),
            direction,
        )
        .field(t.text("listening-tags"), &theirs.tags, &mine.tags);
    page.clash = Some(clash);
    // Saved once more, it is saved over what is shown here: the page has the revision of what is there.
    page.form = mine;
    Ok(form::clash(page))
}

pub(super) async fn edit(t: PageContext, State(listening): State<Listening>) -> Result<Html<QuotasPage>> {
    Ok(Html(page(t, &listening, None).await?))
}

pub(super) async fn update(
    t: PageContext,
    State(listening): State<Listening>,
    Form(form): Form<QuotasForm>,
) -> Result<Response> {
    match listening.set_quotas(t.visitor().signed_in()?, &form).await {
        Ok(()) => Ok(see("/listening").saying("listening-quotas-saved").into_response()),
        Err(error) if error.code() == "changed-meanwhile" => clash(t, &listening, form).await,
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let given = (form, errors);
            let page = page(t, &listening, Some(given)).await?;
            Ok(form::again(page))
        }
    }
}
