//! The manager's acts: to appeal a mark, and to take that back.

use super::appeal::{AppealForm, may_be_appealed};
use super::{AppealState, Appeals, deadline, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::checklists::Item;
use crate::error::{Error, ErrorKind, Result};
use crate::evaluations::{Card, EvaluationAccess, EvaluationState};
use crate::id::{AppealId, EvaluationId};
use crate::people::{Permission, Person};
use crate::time::Day;

impl Appeals {
    /// The manager's own published evaluation, the score of which is open to them. Codes: `evaluation-not-found`,
    /// `opinion-first`.
    async fn own_card(&self, by: &Person, id: &EvaluationId) -> Result<Card> {
        if !by.may(Permission::AnswerEvaluations) {
            return Err(Error::forbidden());
        }
        match self.evaluations.read(by, id).await? {
            EvaluationAccess::Whole(card) if card.evaluation.state == EvaluationState::Published => Ok(*card),
            EvaluationAccess::OpinionFirst(_) => Err(Error::new(ErrorKind::Conflict, "opinion-first")),
            EvaluationAccess::Whole(_) => Err(Error::not_found("evaluation-not-found")),
        }
    }

    /// The last day on which a mark of this evaluation may be appealed.
    pub(super) fn open_until(&self, card: &Card) -> Day {
        let published = card.evaluation.published_at.unwrap_or(card.evaluation.saved_at);
        deadline::last_day(
            published,
            self.core.config.appeal_days,
            &self.core.config.time_zone,
        )
    }

    /// The evaluation and the item, if its mark may be appealed today. Codes besides those of the evaluation:
    /// `appeal-late`, `appeal-item`.
    pub(super) async fn appealable(
        &self,
        by: &Person,
        id: &EvaluationId,
        item: &str,
    ) -> Result<(Card, Item)> {
        let card = self.own_card(by, id).await?;
        if self.core.today() > self.open_until(&card) {
            return Err(Error::new(ErrorKind::Conflict, "appeal-late"));
        }
        let answers = &card.evaluation.answers.0;
        let found = card
            .checklist
            .item(item)
            .filter(|(block, item)| may_be_appealed(answers, block, item));
        let item = found.map(|(_, item)| item.clone());
        let item = item.ok_or(Error::new(ErrorKind::Conflict, "appeal-item"))?;
        Ok((card, item))
    }

    /// Lodges an appeal. Codes besides those of [`AppealForm::check`]: `evaluation-not-found`, `opinion-first`, `appeal-late`,
    /// `appeal-item`, `appeal-twice`.
    pub async fn lodge(&self, by: &Person, id: &EvaluationId, form: &AppealForm) -> Result<AppealId> {
        let (card, item) = self.appealable(by, id, &form.item).await?;
        let given = card.evaluation.answers.0.mark(&item.key);
        let (wished, reason) = form.check(&item, given).map_err(Error::fields)?;
        let now = self.core.now();
        let appeal = store::NewAppeal {
            id: self.core.new_id::<AppealId>(),
            evaluation_id: id.clone(),
            item_key: item.key,
            mark_before: given,
            wished,
            reason,
            created_at: now,
            due: deadline::last_day(
                now,
                self.core.config.appeal_decision_days,
                &self.core.config.time_zone,
            ),
        };
        let mut tx = self.core.db.write().await?;
        let twice = || Error::new(ErrorKind::Conflict, "appeal-twice");
        store::insert(&mut tx, &appeal)
            .await
            .map_err(|error| error.or_taken("appeals_evaluation_id_live_item_key", twice()))?;
        audit::record(
            &mut tx,
            &self.core,
            by,
            Act::AppealLodged
                .on(AuditSubject::Evaluation(id))
                .of(&by.id)
                .with(Detail::Item(appeal.item_key)),
        )
        .await?;
        tx.commit().await?;
        tracing::info!(appeal = %appeal.id, evaluation = %id, "appeal lodged");
        Ok(appeal.id)
    }

    /// Takes one's open appeal back; the mark may be appealed again. Codes: `appeal-not-found`, `appeal-decided`.
    pub async fn withdraw(&self, by: &Person, id: &AppealId) -> Result<()> {
        if !by.may(Permission::AnswerEvaluations) {
            return Err(Error::forbidden());
        }
        let mut tx = self.core.db.write().await?;
        let appeal = store::appeal(&mut tx, &by.scope(), id)
            .await?
            .ok_or(Error::not_found("appeal-not-found"))?;
        if appeal.state != AppealState::Open {
            return Err(Error::new(ErrorKind::Conflict, "appeal-decided"));
        }
        store::withdraw(&mut tx, id, self.core.now())
            .await
            .map_err(|error| error.lost_race("appeal-decided"))?;
        audit::record(
            &mut tx,
            &self.core,
            by,
            Act::AppealWithdrawn
                .on(AuditSubject::Evaluation(&appeal.evaluation_id))
                .of(&by.id)
                .with(Detail::Item(appeal.item_key)),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
