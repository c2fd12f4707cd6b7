//! The manager's own marks: the same checklist, filled in by the manager for their own call before the score is shown.
//!
//! An alternative to pluses and minuses alone; those are said beside the marks too. Decides that nothing of the reviewer's
//! is on the card the manager fills in, that the draft is the manager's alone, and that required items must be answered
//! before the score opens; a low mark of one's own needs no word. Leaves the comparison to [`super::compare`].

use super::Evaluations;
use super::evaluate::{card, conflict, not_found};
use super::evaluation::{Card, EvaluatedCall, EvaluationAccess, EvaluationState, Opinion, OpinionForm};
use super::store::{self, OwnDraft};
use crate::audit::{Act, Detail};
use crate::checklists::scoring::{self, MissingPart};
use crate::checklists::{AnswerChange, Answers};
use crate::db::{JsonText, Tx};
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::id::EvaluationId;
use crate::people::{Permission, Person};

/// The checklist as the manager fills it in.
#[derive(Debug, Clone)]
pub struct OwnCard {
    /// The call.
    pub call: EvaluatedCall,
    /// The reviewer's evaluation with the manager's answers in place of the reviewer's, and nothing else of theirs. Its
    /// revision and time of saving are the draft's.
    pub card: Card,
    /// Pluses and minuses so far.
    pub form: OpinionForm,
    /// Was anything saved yet?
    pub begun: bool,
}

impl OwnCard {
    /// What is still open.
    pub fn missing(&self) -> Vec<MissingPart> {
        scoring::open_questions(&self.card.checklist, &self.card.evaluation.answers.0)
    }
}

/// Changes to own marks; words that are not given stay what they were.
#[derive(Debug, Clone, Default)]
pub struct OwnChanges {
    /// Marks, gates, comments.
    pub marks: Vec<AnswerChange>,
    /// What went well.
    pub pluses: Option<String>,
    /// What did not.
    pub minuses: Option<String>,
}

/// What came of wanting to give one's own marks.
#[derive(Debug, Clone)]
pub enum GiveOutcome {
    /// Given: the score is open.
    Given,
    /// It stays a draft: answers or words are missing.
    Incomplete(Vec<MissingPart>, Vec<FieldError>),
}

/// Longer words are cut, as those of [`OpinionForm`].
const WORDS: usize = 4000;

async fn read_own(tx: &mut Tx, by: &Person, id: &EvaluationId) -> Result<OwnCard> {
    if !by.may(Permission::SelfAssess) {
        return Err(Error::forbidden());
    }
    let mut card = card(tx, id).await?;
    let call = match card.clone().for_eyes_of(by) {
        Some(EvaluationAccess::OpinionFirst(call)) => *call,
        Some(EvaluationAccess::Whole(card)) if card.evaluation.state == EvaluationState::Published => {
            return Err(Error::new(ErrorKind::Conflict, "opinion-given"));
        }
        _ => return Err(not_found()),
    };
    let draft = store::own_draft(tx, id).await?;
    let begun = draft.is_some();
    let draft = draft.unwrap_or_else(|| OwnDraft {
        answers: JsonText(Answers::initial(&card.checklist)),
        pluses: String::new(),
        minuses: String::new(),
        revision: 0,
        saved_at: card.evaluation.saved_at,
    });
    card.moments.clear();
    card.score = scoring::score(&card.checklist, &draft.answers.0);
    card.evaluation.total = card.score.total;
    card.evaluation.snapshot = None;
    card.evaluation.answers = draft.answers;
    card.evaluation.revision = draft.revision;
    card.evaluation.saved_at = draft.saved_at;
    Ok(OwnCard {
        call,
        card,
        form: OpinionForm {
            pluses: draft.pluses,
            minuses: draft.minuses,
        },
        begun,
    })
}

impl Evaluations {
    /// The manager's card to fill in. Codes: `evaluation-not-found`, `opinion-given`.
    pub async fn own_card(&self, by: &Person, id: &EvaluationId) -> Result<OwnCard> {
        let mut tx = self.core.db.read().await?;
        read_own(&mut tx, by, id).await
    }

    /// Saves changes made on `revision`; returns the card as it is now. Codes besides those of [`Evaluations::own_card`]:
    /// `evaluation-changed`, `bad-answer`.
    pub async fn save_own(
        &self,
        by: &Person,
        id: &EvaluationId,
        revision: i64,
        changes: OwnChanges,
    ) -> Result<OwnCard> {
        let mut tx = self.core.db.write().await?;
        let own = self.change_own(&mut tx, by, id, revision, changes).await?;
        tx.commit().await?;
        Ok(own)
    }

    async fn change_own(
        &self,
        tx: &mut Tx,
        by: &Person,
        id: &EvaluationId,
        revision: i64,
        changes: OwnChanges,
    ) -> Result<OwnCard> {
        let mut own = read_own(tx, by, id).await?;
        let card = &mut own.card;
        for change in changes.marks {
            let answers = &mut card.evaluation.answers.0;
            answers
                .apply(&card.checklist, change)
                .map_err(|error| Error::new(ErrorKind::BadInput, "bad-answer").with("item", &error.0))?;
        }
        let cut = |words: String| words.chars().take(WORDS).collect();
        own.form.pluses = changes.pluses.map_or(own.form.pluses, cut);
        own.form.minuses = changes.minuses.map_or(own.form.minuses, cut);
        let draft = OwnDraft {
            answers: card.evaluation.answers.clone(),
            pluses: own.form.pluses.clone(),
            minuses: own.form.minuses.clone(),
            revision,
            saved_at: self.core.now(),
        };
        store::save_own_draft(tx, id, &draft).await.map_err(conflict)?;
        card.score = scoring::score(&card.checklist, &card.evaluation.answers.0);
        card.evaluation.total = card.score.total;
        card.evaluation.revision = revision + 1;
        card.evaluation.saved_at = draft.saved_at;
        own.begun = true;
        Ok(own)
    }

    /// Saves the last changes and gives the marks, unless an answer or a word is missing; saved either way. Given twice (a key
    /// pressed twice) the first counts. Codes as in [`Evaluations::save_own`].
    pub async fn give_own(
        &self,
        by: &Person,
        id: &EvaluationId,
        revision: i64,
        changes: OwnChanges,
    ) -> Result<GiveOutcome> {
        let mut tx = self.core.db.write().await?;
        let own = match self.change_own(&mut tx, by, id, revision, changes).await {
            Err(error) if error.code() == "opinion-given" => return Ok(GiveOutcome::Given),
            other => other?,
        };
        let missing = own.missing();
        let form = own.form.check();
        let (Ok(form), true) = (&form, missing.is_empty()) else {
            tx.commit().await?;
            return Ok(GiveOutcome::Incomplete(missing, form.err().unwrap_or_default()));
        };
        let evaluation = &own.card.evaluation;
        let opinion = Opinion {
            pluses: form.pluses.clone(),
            minuses: form.minuses.clone(),
            answers: Some(evaluation.answers.clone()),
            total: own.card.score.total,
            created_at: self.core.now(),
        };
        store::insert_opinion(&mut tx, id, &opinion).await?;
        store::delete_own_draft(&mut tx, id).await?;
        self.log(
            &mut tx,
            by,
            Act::OpinionGiven,
            evaluation,
            Detail::word("checklist"),
        )
        .await?;
        tx.commit().await?;
        Ok(GiveOutcome::Given)
    }
}
