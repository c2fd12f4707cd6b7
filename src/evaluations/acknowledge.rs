//! The manager has read their evaluation: said once, with words of their own if they like. It is no consent.

use super::evaluate::{card, not_found};
use super::evaluation::{Acknowledgement, EvaluationAccess, EvaluationState};
use super::{Evaluations, store};
use crate::audit::{Act, Detail};
use crate::error::{Error, ErrorKind, Result};
use crate::id::EvaluationId;
use crate::people::{Permission, Person};

/// Words longer than this are a letter.
const WORDS: usize = 2000;

impl Evaluations {
    /// Stores the acknowledgement; the first one counts, a second changes nothing. Codes: `evaluation-not-found`,
    /// `opinion-first` while the score is not open yet, `acknowledgement-long`.
    pub async fn acknowledge(&self, by: &Person, id: &EvaluationId, words: &str) -> Result<()> {
        if !by.may(Permission::AnswerEvaluations) {
            return Err(Error::forbidden());
        }
        let words = words.trim();
        if words.chars().count() > WORDS {
            return Err(Error::new(ErrorKind::BadInput, "acknowledgement-long"));
        }
        let mut tx = self.core.db.write().await?;
        let card = match card(&mut tx, id).await?.for_eyes_of(by) {
            Some(EvaluationAccess::Whole(card)) if card.evaluation.state == EvaluationState::Published => {
                card
            }
            Some(EvaluationAccess::OpinionFirst(_)) => {
                return Err(Error::new(ErrorKind::Conflict, "opinion-first"));
            }
            _ => return Err(not_found()),
        };
        let said = Acknowledgement {
            words: words.to_owned(),
            created_at: self.core.now(),
        };
        if store::insert_acknowledgement(&mut tx, id, &said).await? == 1 {
            let act = Act::EvaluationAcknowledged;
            self.log(&mut tx, by, act, &card.evaluation, Detail::Nothing)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
