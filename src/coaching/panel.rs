//! Coaching's part on an evaluation's pages: "was the last target met?" above a draft's items, and the way to the plan
//! beside a published card.

use askama::Template;
use futures::future::BoxFuture;

use super::{Coaching, OpenTarget, Plan, TargetOutcome, open_targets, store};
use crate::error::{Error, Result};
use crate::evaluations::{Card, EvaluationPanel, PanelPlace};
use crate::id::EvaluationId;
use crate::people::Permission;
use crate::web::PageContext;

impl EvaluationPanel for Coaching {
    fn render<'a>(
        &'a self,
        t: &'a PageContext,
        card: &'a Card,
        place: PanelPlace,
    ) -> BoxFuture<'a, Result<Option<String>>> {
        Box::pin(async move {
            match place {
                PanelPlace::Draft => question(self, t, card).await,
                PanelPlace::Published => way(self, t, card).await,
            }
        })
    }
}

#[derive(Template)]
#[template(path = "coaching/question.html")]
struct PlanQuestionTemplate {
    t: PageContext,
    evaluation: EvaluationId,
    open: Vec<OpenTarget>,
}

async fn question(coaching: &Coaching, t: &PageContext, card: &Card) -> Result<Option<String>> {
    let person = t.visitor().signed_in()?;
    if !person.may(Permission::WritePlans) {
        return Ok(None);
    }
    let mut tx = coaching.core.db.read().await?;
    let evaluation = &card.evaluation;
    let open = open_targets(
        &mut tx,
        &person.id,
        &card.manager.id,
        Some(&evaluation.id),
        evaluation.created_at,
    )
    .await?;
    if open.is_empty() {
        return Ok(None);
    }
    let part = PlanQuestionTemplate {
        t: t.clone(),
        evaluation: evaluation.id.clone(),
        open,
    };
    part.render().map(Some).map_err(Error::internal)
}

#[derive(Template)]
#[template(path = "coaching/plan_link.html")]
struct PlanLinkTemplate {
    t: PageContext,
    evaluation: EvaluationId,
    plan: Option<Plan>,
}

async fn way(coaching: &Coaching, t: &PageContext, card: &Card) -> Result<Option<String>> {
    let person = t.visitor().signed_in()?;
    let mut tx = coaching.core.db.read().await?;
    let plan = store::plan_of_evaluation(&mut tx, &person.scope(), &card.evaluation.id).await?;
    if plan.is_none() && !person.may(Permission::WritePlans) {
        return Ok(None);
    }
    let part = PlanLinkTemplate {
        t: t.clone(),
        evaluation: card.evaluation.id.clone(),
        plan,
    };
    part.render().map(Some).map_err(Error::internal)
}
