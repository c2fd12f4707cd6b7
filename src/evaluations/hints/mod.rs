//! Hints: places of a transcript where a phrase of an item is said.
//!
//! Decides what a hint is ([`find`]) and that it never marks anything: the reviewer accepts it, which keeps the place as a
//! moment, or rejects it, and both are counted ([`Precision`]). The transcript is a map of the recording, not a judge.
//! Leaves the phrases to the checklist and words to [`crate::search::tokenizer`].

pub mod find;
mod pages;
pub mod store;

pub use find::{Hint, find, first};
pub use pages::routes;
pub use store::{HintVerdict, Precision};

use std::collections::HashMap;

use super::Evaluations;
use super::evaluate::own_draft;
use super::evaluation::{Card, MomentKind};
use super::moments::NewMoment;
use crate::checklists::store as checklists;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::id::EvaluationId;
use crate::people::Person;
use crate::transcripts::store as transcripts;

/// A hint with how often the same phrase was right before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedHint {
    /// Where it is said.
    pub hint: Hint,
    /// How often reviewers agreed with this phrase.
    pub precision: Precision,
}

impl Evaluations {
    /// The first hint of each item that nobody has decided on, by item. Nothing for an item that has a moment: it is shown
    /// already.
    pub async fn hint_offers(&self, card: &Card) -> Result<HashMap<String, RatedHint>> {
        let Some(recording) = &card.evaluation.recording_id else {
            return Ok(HashMap::new());
        };
        if card.checklist.items().all(|(_, item)| item.phrases.is_empty()) {
            return Ok(HashMap::new());
        }
        let mut tx = self.core.db.read().await?;
        let transcript = transcripts::current(&mut tx, recording).await?;
        let decided = store::verdicts(&mut tx, &card.evaluation.id).await?;
        let checklist_id = checklists::version(&mut tx, &card.evaluation.version_id)
            .await?
            .checklist_id;
        let precision = store::precision(&mut tx, Some(&checklist_id)).await?;
        drop(tx);
        let Some(transcript) = transcript else {
            return Ok(HashMap::new());
        };
        let checklist = card.checklist.clone();
        let hints = tokio::task::spawn_blocking(move || find(&checklist, &transcript)).await;
        let mut offers = HashMap::new();
        for hint in hints.map_err(Error::internal)? {
            let known = decided
                .iter()
                .any(|verdict| verdict.item_key == hint.item && verdict.start_ms == hint.start_ms);
            if known || offers.contains_key(&hint.item) || !card.moments_of(&hint.item).is_empty() {
                continue;
            }
            let before = precision
                .iter()
                .find(|row| row.item_key == hint.item && row.phrase == hint.phrase);
            let precision = before.cloned().unwrap_or_else(|| Precision {
                checklist_id: checklist_id.clone(),
                item_key: hint.item.clone(),
                phrase: hint.phrase.clone(),
                accepted: 0,
                n: 0,
            });
            offers.insert(hint.item.clone(), RatedHint { hint, precision });
        }
        Ok(offers)
    }

    /// The reviewer's word about a hint; accepted, its place becomes a moment of the item. No mark is given. Said twice, the
    /// first word counts. Codes: `hint-not-found`, those of [`Evaluations::mark_moment`].
    pub async fn decide_hint(
        &self,
        by: &Person,
        id: &EvaluationId,
        item: &str,
        start_ms: i64,
        accepted: bool,
    ) -> Result<()> {
        let gone = || Error::not_found("hint-not-found");
        let mut tx = self.core.db.read().await?;
        let card = own_draft(&mut tx, by, id).await?;
        let recording = card.evaluation.recording_id.clone().ok_or_else(gone)?;
        let transcript = transcripts::current(&mut tx, &recording)
            .await?
            .ok_or_else(gone)?;
        drop(tx);
        let checklist = card.checklist.clone();
        let hints = tokio::task::spawn_blocking(move || find(&checklist, &transcript)).await;
        let hint = hints
            .map_err(Error::internal)?
            .into_iter()
            .find(|hint| hint.item == item && hint.start_ms == start_ms)
            .ok_or_else(gone)?;
        let mut tx = self.core.db.write().await?;
        // Read again: it may have been published or changed to another checklist meanwhile.
        let card = own_draft(&mut tx, by, id).await?;
        if self.keep_hint(&mut tx, &card, &hint, accepted).await? && accepted {
            let moment = NewMoment {
                item: Some(hint.item),
                start_ms: hint.start_ms,
                end_ms: Some(hint.end_ms),
                kind: MomentKind::Idea,
                note: String::new(),
            };
            self.mark_moment_in(&mut tx, by, &card, moment).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn keep_hint(&self, tx: &mut Tx, card: &Card, hint: &Hint, accepted: bool) -> Result<bool> {
        let version = checklists::version(tx, &card.evaluation.version_id).await?;
        let verdict = HintVerdict {
            evaluation_id: card.evaluation.id.clone(),
            item_key: hint.item.clone(),
            start_ms: hint.start_ms,
            checklist_id: version.checklist_id,
            phrase: hint.phrase.clone(),
            accepted,
            at: self.core.now(),
        };
        Ok(store::insert(tx, &verdict).await?)
    }
}
