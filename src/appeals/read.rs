//! An appeal with everything one needs to decide it: the evaluation, who decides, what each decision would make of the
//! total.

use super::{Appeal, AppealState, Appeals, Deciders, deciders, store};
use crate::checklists::{Item, Mark, Score};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::evaluations::{self, Card, EvaluationAccess};
use crate::id::AppealId;
use crate::people::{self, Person, Scope};

/// An appeal with what it is decided by, whether it is open still or not.
#[derive(Debug, Clone)]
pub struct AppealHearing {
    /// The appeal.
    pub appeal: Appeal,
    /// The evaluation as it is now.
    pub card: Card,
    /// The item.
    pub item: Item,
    /// Who decides.
    pub deciders: Deciders,
}

impl AppealHearing {
    /// May this person decide it now?
    pub fn is_for(&self, person: &Person) -> bool {
        self.appeal.state == AppealState::Open && self.deciders.include(&person.id)
    }

    /// What the evaluation would come to with this mark.
    pub fn with_mark(&self, mark: Mark) -> Option<Score> {
        let answers = &self.card.evaluation.answers.0;
        evaluations::corrected(&self.card.checklist, answers, &self.item.key, mark)
            .ok()
            .map(|(_, score)| score)
    }
}

/// Who decides appeals against this reviewer's marks of this manager's calls.
pub(super) async fn who_decides(tx: &mut Tx, reviewer: &Person, manager: &Person) -> Result<Deciders> {
    let everybody = people::store::people(tx, &Scope::All).await?;
    Ok(deciders(everybody, &reviewer.id, manager))
}

impl Appeals {
    /// The appeal, if this person sees the evaluation whole: the manager and the heads of their team.
    /// Code: `appeal-not-found`.
    pub async fn hearing(&self, by: &Person, id: &AppealId) -> Result<AppealHearing> {
        let gone = || Error::not_found("appeal-not-found");
        let mut tx = self.core.db.read().await?;
        let appeal = store::appeal(&mut tx, &by.scope(), id).await?.ok_or_else(gone)?;
        drop(tx);
        let EvaluationAccess::Whole(card) = self.evaluations.read(by, &appeal.evaluation_id).await? else {
            return Err(gone());
        };
        let item = card
            .checklist
            .item(&appeal.item_key)
            .map(|(_, item)| item.clone());
        let mut tx = self.core.db.read().await?;
        Ok(AppealHearing {
            deciders: who_decides(&mut tx, &card.reviewer, &card.manager).await?,
            item: item.ok_or_else(gone)?,
            card: *card,
            appeal,
        })
    }
}
