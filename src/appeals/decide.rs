//! The decision: by whom it may be made, and what it does to the evaluation.

use super::{AppealState, Appeals, DecisionForm, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::error::{Error, ErrorKind, Result};
use crate::id::AppealId;
use crate::people::{Permission, Person};

impl Appeals {
    /// Decides an appeal: stores the decision and, accepted or partly, the corrected evaluation with what it was before, all or
    /// nothing. Codes besides those of [`DecisionForm::check`]: `appeal-not-found`, `appeal-decided`, `appeal-other-decides`.
    pub async fn decide(&self, by: &Person, id: &AppealId, form: &DecisionForm) -> Result<()> {
        if !by.may(Permission::DecideAppeals) {
            return Err(Error::forbidden());
        }
        let hearing = self.hearing(by, id).await?;
        let appeal = &hearing.appeal;
        if appeal.state != AppealState::Open {
            return Err(Error::new(ErrorKind::Conflict, "appeal-decided"));
        }
        if !hearing.is_for(by) {
            let names = hearing.deciders.names();
            return Err(Error::new(ErrorKind::Forbidden, "appeal-other-decides").with("names", names));
        }
        let (decision, words) = form.check(&hearing.item, appeal).map_err(Error::fields)?;
        let mut tx = self.core.db.write().await?;
        let totals = match decision.mark() {
            Some(mark) => {
                let change = (appeal.item_key.as_str(), mark);
                self.evaluations
                    .amend(&mut tx, by, &appeal.evaluation_id, change, id)
                    .await?
            }
            None => (None, None),
        };
        store::decide(&mut tx, id, decision, (&by.id, &words), totals, self.core.now())
            .await
            .map_err(|error| error.lost_race("appeal-decided"))?;
        audit::record(
            &mut tx,
            &self.core,
            by,
            Act::AppealDecided
                .on(AuditSubject::Evaluation(&appeal.evaluation_id))
                .of(&appeal.manager_id)
                .with(Detail::Decided {
                    item: appeal.item_key.clone(),
                    outcome: decision.state().to_string(),
                }),
        )
        .await?;
        tx.commit().await?;
        tracing::info!(appeal = %id, outcome = %decision.state(), "appeal decided");
        Ok(())
    }
}
