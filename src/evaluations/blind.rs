//! Cards of a calibration: the same checklist on the same page, filled in by several reviewers without seeing each other.
//!
//! Decides that such a card is a kind of its own, by its state: [`EvaluationState::Blind`] while it is filled in,
//! [`EvaluationState::HandedIn`] after. Nothing that reads drafts or published evaluations sees it, so it is in no list, mean or
//! plan, and here only its own reviewer reads it. Leaves who takes part, and when the cards are opened to all of them, to
//! `calibration`.

use super::evaluation::{Card, Evaluation, EvaluationState};
use super::{CallSelection, Evaluations, store};
use crate::audit::{self, Act, AuditSubject};
use crate::checklists::{Answers, ChecklistVersion, scoring};
use crate::db::{JsonText, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{CalibrationId, EvaluationId};
use crate::people::{Permission, Person};
use crate::recordings::Recording;

/// The place of a card in its session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSlot {
    /// The session.
    pub calibration_id: CalibrationId,
    /// The call's number in it, from 1.
    pub call: i32,
}

impl Evaluations {
    /// Begins this reviewer's card in a session, or finds the one they have. The caller has decided that they take part and that
    /// the session is open.
    pub async fn begin_blind(
        &self,
        tx: &mut Tx,
        by: &Person,
        recording: &Recording,
        version: &ChecklistVersion,
        place: &BlindSlot,
    ) -> Result<EvaluationId> {
        if !by.may(Permission::Evaluate) {
            return Err(Error::forbidden());
        }
        if let Some(id) = store::blind_card(tx, place, &by.id).await? {
            return Ok(id);
        }
        let now = self.core.now();
        let answers = Answers::initial(&version.document.0);
        let card = Evaluation {
            id: self.core.new_id::<EvaluationId>(),
            recording_id: Some(recording.id.clone()),
            reviewer_id: by.id.clone(),
            manager_id: recording.manager_id.clone(),
            version_id: version.id.clone(),
            client: recording.title().to_owned(),
            called_at: recording.called_at,
            duration_ms: recording.duration_ms,
            state: EvaluationState::Blind,
            picked: CallSelection::Chosen,
            total: scoring::score(&version.document.0, &answers).total,
            answers: JsonText(answers),
            revision: 0,
            snapshot: None,
            created_at: now,
            saved_at: now,
            published_at: None,
            calibration_id: Some(place.calibration_id.clone()),
        };
        store::insert_blind(tx, &card, place.call).await?;
        tracing::info!(evaluation = %card.id, calibration = %place.calibration_id, "blind card begun");
        Ok(card.id)
    }

    /// Hands a complete card in; it does not change any more.
    pub(super) async fn hand_in(&self, tx: &mut Tx, by: &Person, card: &Card) -> Result<()> {
        let Some(calibration) = &card.evaluation.calibration_id else {
            return Err(Error::new(ErrorKind::Conflict, "evaluation-changed"));
        };
        for moment in &card.moments {
            let tone = card.tone(moment);
            if tone != moment.kind {
                store::update_moment(tx, moment, tone, &moment.note).await?;
            }
        }
        store::hand_in(tx, &card.evaluation, self.core.now())
            .await
            .map_err(super::evaluate::conflict)?;
        // Neither total nor manager: the log must not tell what the cards still hide, and nobody's work is judged.
        let handed_in = Act::CalibrationHandedIn.on(AuditSubject::Calibration(calibration));
        audit::record(tx, &self.core, by, handed_in).await?;
        tracing::info!(evaluation = %card.evaluation.id, "blind card handed in");
        Ok(())
    }
}

/// A calibration's card keeps its checklist and stays in its session. Code: `calibration-card`.
pub(super) fn refuse(card: &Card) -> Result<()> {
    match card.evaluation.calibration_id {
        Some(_) => Err(Error::new(ErrorKind::Conflict, "calibration-card")),
        None => Ok(()),
    }
}
