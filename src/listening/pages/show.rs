//! A week of the plan: what is to be heard of whom, drawing, giving a call up.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::in_words;
use crate::checklists::Hundredths;
use crate::error::{Error, ErrorKind, Result};
use crate::id::PickId;
use crate::listening::{
    DrawConditions, Listening, ManagerWeek, ReplaceForm, ReplacementReason, SampledCall, SampledCallState,
    Week, WeekPlan, store,
};
use crate::web::{FieldErrors, Flash, Form, Html, PageContext, Path, Query, SeeOther, form, see};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct WeekQuery {
    /// `2026-W48`; this week when empty.
    week: String,
}

impl WeekQuery {
    /// Code: `bad-address`.
    fn week(&self, t: &PageContext) -> Result<Week> {
        match self.week.as_str() {
            "" => Ok(Week::from_day(t.today())),
            text => text
                .parse()
                .map_err(|error| Error::new(ErrorKind::BadInput, "bad-address").because(error)),
        }
    }
}

/// A reason that was not accepted.
struct RejectedReplacement {
    pick: PickId,
    form: ReplaceForm,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "listening/show.html")]
pub(super) struct WeekPage {
    t: PageContext,
    week: Week,
    /// None while no quotas are set.
    plan: Option<WeekPlan>,
    /// Belongs the head to a team?
    team: bool,
    refused: Option<RejectedReplacement>,
}

impl WeekPage {
    fn this_week(&self) -> Week {
        Week::from_day(self.t.today())
    }
    fn is_now(&self) -> bool {
        self.week == self.this_week()
    }
    fn is_ahead(&self) -> bool {
        self.week > self.this_week()
    }
    fn earlier(&self) -> Week {
        self.week.plus(-1)
    }
    fn later(&self) -> Option<Week> {
        Some(self.week.plus(1)).filter(|later| *later <= self.this_week())
    }
    fn days(&self) -> String {
        let (from, to) = (self.t.day(&self.week.monday()), self.t.day(&self.week.sunday()));
        self.t.with2("listening-days-of", "from", from, "to", to)
    }
    /// How many calls the button would draw.
    fn drawable(&self) -> usize {
        let plan = self.plan.as_ref().filter(|_| !self.is_ahead());
        plan.map_or(0, WeekPlan::drawable)
    }
    fn conditions(&self, conditions: &DrawConditions) -> String {
        match in_words(&self.t, conditions) {
            words if words.is_empty() => self.t.text("listening-any-call"),
            words => words,
        }
    }
    /// Why there are too few: how many calls do not fit, by the reason.
    fn obstacles(&self, of: &ManagerWeek) -> String {
        let words = of.obstacles.iter().map(|(obstacle, n)| {
            let why = self.t.text(&format!("listening-obstacle-{obstacle}"));
            format!("{why}: {n}")
        });
        words.collect::<Vec<_>>().join("; ")
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn total(&self, total: &Hundredths) -> String {
        total.fixed(self.t.locale())
    }
    fn is_refused(&self, pick: &SampledCall) -> bool {
        self.refused
            .as_ref()
            .is_some_and(|refused| refused.pick == pick.id)
    }
    fn errors_of(&self, pick: &SampledCall) -> FieldErrors {
        let refused = self.refused.as_ref().filter(|_| self.is_refused(pick));
        refused.map(|refused| refused.errors.clone()).unwrap_or_default()
    }
    /// The reason chosen before, when it was not accepted.
    fn reason(&self, pick: &SampledCall) -> &str {
        let refused = self.refused.as_ref().filter(|_| self.is_refused(pick));
        refused.map_or("", |refused| refused.form.reason.as_str())
    }
    fn words(&self, pick: &SampledCall) -> &str {
        let refused = self.refused.as_ref().filter(|_| self.is_refused(pick));
        refused.map_or("", |refused| refused.form.words.as_str())
    }
}

async fn page(
    t: PageContext,
    listening: &Listening,
    week: Week,
    refused: Option<RejectedReplacement>,
) -> Result<WeekPage> {
    let head = t.visitor().signed_in()?.clone();
    let team = head.team_id.is_some();
    let plan = if team {
        listening.read(&head, week, t.today()).await?
    } else {
        None
    };
    Ok(WeekPage {
        t,
        week,
        plan,
        team,
        refused,
    })
}

pub(super) async fn show(
    t: PageContext,
    State(listening): State<Listening>,
    Query(asked): Query<WeekQuery>,
) -> Result<Html<WeekPage>> {
    let week = asked.week(&t)?;
    Ok(Html(page(t, &listening, week, None).await?))
}

pub(super) async fn submit_draw(
    t: PageContext,
    State(listening): State<Listening>,
    Form(asked): Form<WeekQuery>,
) -> Result<SeeOther> {
    let week = asked.week(&t)?;
    let done = listening.draw(t.visitor().signed_in()?, week).await?;
    let said = match done.drawn {
        0 => Flash::new("listening-drawn-none"),
        n => Flash::with("listening-drawn", n.to_string()),
    };
    Ok(see(format!("/listening?week={week}")).saying(said))
}

pub(super) async fn submit_replace(
    t: PageContext,
    State(listening): State<Listening>,
    Path(id): Path<PickId>,
    Form(form): Form<ReplaceForm>,
) -> Result<Response> {
    let head = t.visitor().signed_in()?.clone();
    form::answer(
        listening.replace(&head, &id, &form).await,
        |done| {
            let flash = Flash::new(if done.another {
                "listening-replaced"
            } else {
                "listening-replaced-alone"
            });
            let place = format!("/listening?week={}#m-{}", done.week, done.manager);
            see(place).saying(flash)
        },
        async |errors| {
            let mut tx = listening.core.db.read().await?;
            let pick = store::pick(&mut tx, &head.scope(), &head.id, &id).await?;
            drop(tx);
            let week = pick.ok_or(Error::not_found("pick-not-found"))?.week;
            let refused = RejectedReplacement {
                pick: id,
                form,
                errors,
            };
            let page = page(t, &listening, week, Some(refused)).await?;
            Ok(page)
        },
    )
    .await
}
