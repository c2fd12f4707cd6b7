//! The manager's own opinion of a reviewed call: asked for before the score is shown, given once.

use super::evaluation::{EvaluationAccess, EvaluationState, Opinion, OpinionForm};
use super::{Evaluations, store};
use crate::audit::{self, Act, AuditSubject};
use crate::error::{Error, ErrorKind, Result};
use crate::id::EvaluationId;
use crate::people::{Permission, Person};

impl Evaluations {
    /// Stores what the manager says about their own call; the first word counts, a second one changes nothing.
    /// Codes: `opinion-pluses`, `opinion-minuses` for the fields, `evaluation-not-found`, `forbidden`.
    pub async fn assess(&self, by: &Person, id: &EvaluationId, form: &OpinionForm) -> Result<()> {
        if !by.may(Permission::SelfAssess) {
            return Err(Error::forbidden());
        }
        match self.read(by, id).await? {
            EvaluationAccess::OpinionFirst(_) => {}
            EvaluationAccess::Whole(card) if card.evaluation.state == EvaluationState::Published => {
                return Ok(());
            }
            EvaluationAccess::Whole(_) => return Err(Error::new(ErrorKind::Conflict, "evaluation-changed")),
        }
        let form = form.check().map_err(Error::fields)?;
        let opinion = Opinion {
            pluses: form.pluses,
            minuses: form.minuses,
            answers: None,
            total: None,
            created_at: self.core.now(),
        };
        let mut tx = self.core.db.write().await?;
        store::insert_opinion(&mut tx, id, &opinion).await?;
        // Marks that were begun beside it are not given.
        store::delete_own_draft(&mut tx, id).await?;
        audit::record(
            &mut tx,
            &self.core,
            by,
            Act::OpinionGiven.on(AuditSubject::Evaluation(id)).of(&by.id),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
