//! Appeals' part on a published evaluation: the way to appeal a mark beside its item, and beside the card what was
//! appealed, until when one may, and who decides.

use std::collections::BTreeMap;

use askama::Template;
use futures::future::BoxFuture;

use super::pages::AppealView;
use super::read::who_decides;
use super::{Appeal, AppealState, Appeals, Deciders, may_be_appealed, store};
use crate::error::{Error, Result};
use crate::evaluations::{Card, EvaluationPanel, PanelPlace};
use crate::id::{AppealId, EvaluationId};
use crate::people::Permission;
use crate::web::PageContext;

impl EvaluationPanel for Appeals {
    fn render<'a>(
        &'a self,
        t: &'a PageContext,
        card: &'a Card,
        place: PanelPlace,
    ) -> BoxFuture<'a, Result<Option<String>>> {
        Box::pin(async move {
            match place {
                PanelPlace::Draft => Ok(None),
                PanelPlace::Published => part(self, t, card).await,
            }
        })
    }

    fn beside<'a>(
        &'a self,
        t: &'a PageContext,
        card: &'a Card,
    ) -> BoxFuture<'a, Result<BTreeMap<String, String>>> {
        Box::pin(beside(self, t, card))
    }
}

#[derive(Template)]
#[template(path = "appeals/panel.html")]
struct AppealPanelTemplate {
    t: PageContext,
    appeals: Vec<AppealView>,
    /// Is the visitor the manager?
    own: bool,
    /// May a mark still be appealed today?
    open: bool,
    until: String,
    deciders: Deciders,
}

/// May the visitor answer for this evaluation?
fn is_own(t: &PageContext, card: &Card) -> bool {
    let person = t.visitor().person();
    person.is_some_and(|person| person.id == card.manager.id && person.may(Permission::AnswerEvaluations))
}

async fn of_card(appeals: &Appeals, t: &PageContext, card: &Card) -> Result<Vec<Appeal>> {
    let scope = t.visitor().signed_in()?.scope();
    let mut tx = appeals.core.db.read().await?;
    Ok(store::of_evaluation(&mut tx, &scope, &card.evaluation.id).await?)
}

async fn part(appeals: &Appeals, t: &PageContext, card: &Card) -> Result<Option<String>> {
    let found = of_card(appeals, t, card).await?;
    let own = is_own(t, card);
    if found.is_empty() && !own {
        return Ok(None);
    }
    let until = appeals.open_until(card);
    let mut tx = appeals.core.db.read().await?;
    let deciders = who_decides(&mut tx, &card.reviewer, &card.manager).await?;
    drop(tx);
    let views = found.iter().filter_map(|appeal| {
        let (_, item) = card.checklist.item(&appeal.item_key)?;
        Some(AppealView::new(t, appeal, item))
    });
    let part = AppealPanelTemplate {
        appeals: views.collect(),
        own,
        open: t.today() <= until,
        until: t.day(&until),
        deciders,
        t: t.clone(),
    };
    part.render().map(Some).map_err(Error::internal)
}

#[derive(Template)]
#[template(path = "appeals/side.html")]
struct AppealSideTemplate<'a> {
    t: PageContext,
    evaluation: &'a EvaluationId,
    item: &'a str,
    text: String,
    appeal: Option<(&'a AppealId, AppealState)>,
}

async fn beside(appeals: &Appeals, t: &PageContext, card: &Card) -> Result<BTreeMap<String, String>> {
    let found = of_card(appeals, t, card).await?;
    let may = is_own(t, card) && t.today() <= appeals.open_until(card);
    let mut all = BTreeMap::new();
    for (block, item) in card.checklist.items() {
        let live = found
            .iter()
            .rfind(|appeal| appeal.item_key == item.key && appeal.state != AppealState::Withdrawn);
        if live.is_none() && !(may && may_be_appealed(&card.evaluation.answers.0, block, item)) {
            continue;
        }
        let part = AppealSideTemplate {
            t: t.clone(),
            evaluation: &card.evaluation.id,
            item: &item.key,
            text: super::pages::text_of(t, item),
            appeal: live.map(|appeal| (&appeal.id, appeal.state)),
        };
        all.insert(item.key.clone(), part.render().map_err(Error::internal)?);
    }
    Ok(all)
}
