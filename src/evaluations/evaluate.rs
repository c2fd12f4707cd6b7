//! The acts of scoring: begin, save, mark moments, publish, throw away; and reading what one may see.
//!
//! Decides who may do what with which evaluation and when a draft may become final. Every act takes the person who asks;
//! what they may not see does not exist for them (`evaluation-not-found`). A save names the revision it was made on:
//! another tab's newer save is never overwritten (`evaluation-changed`).

use super::evaluation::{Card, Evaluation, EvaluationAccess, EvaluationSnapshot, EvaluationState};
use super::moments::NewMoment;
use super::{Evaluations, blind, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::checklists::scoring::{self, MissingPart};
use crate::checklists::{AnswerChange, Answers, ChecklistVersion, best_fit, store as checklists};
use crate::db::{DbError, JsonText, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{CalibrationId, ChecklistId, EvaluationId, PersonId, RecordingId};
use crate::people::{self, Permission, Person};
use crate::recordings::{self, Recording};
use crate::time::Timestamp;

pub(super) fn not_found() -> Error {
    Error::not_found("evaluation-not-found")
}

/// A save that lost the race is a conflict in words; everything else stays what it was.
pub(super) fn conflict(error: DbError) -> Error {
    error.lost_race("evaluation-changed")
}

pub(super) async fn person(tx: &mut Tx, id: &PersonId) -> Result<Person> {
    people::store::person(tx, id)
        .await?
        .ok_or(Error::not_found("person-not-found"))
}

/// The recording, if it is one this person may evaluate. Code: `recording-not-found`.
async fn recording(tx: &mut Tx, by: &Person, id: &RecordingId) -> Result<Recording> {
    recordings::store::find(tx, &by.scope(), id)
        .await?
        .ok_or(Error::not_found("recording-not-found"))
}

/// The version in use of this checklist. Code: `checklist-not-found`.
async fn chosen(tx: &mut Tx, wanted: &ChecklistId) -> Result<ChecklistVersion> {
    let all = checklists::checklists(tx).await?;
    let found = all.into_iter().find(|version| version.checklist_id == *wanted);
    found.ok_or(Error::not_found("checklist-not-found"))
}

/// Which version a new evaluation of this recording begins with when none is named. Code: `checklist-not-found`.
async fn fitting(tx: &mut Tx, recording: &Recording) -> Result<ChecklistVersion> {
    let all = checklists::checklists(tx).await?;
    let manager = person(tx, &recording.manager_id).await?;
    let found = best_fit(&all, recording.call_type, manager.function);
    found.cloned().ok_or(Error::not_found("checklist-not-found"))
}

impl Evaluations {
    /// Begins a draft, or opens the one this reviewer already has for the recording. Without a wish it begins with the
    /// checklist that fits the call and its manager best.
    pub async fn begin(
        &self,
        by: &Person,
        recording_id: &RecordingId,
        checklist: Option<&ChecklistId>,
    ) -> Result<EvaluationId> {
        let mut tx = self.core.db.write().await?;
        let id = self.begin_in(&mut tx, by, recording_id, checklist).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn begin_in(
        &self,
        tx: &mut Tx,
        by: &Person,
        recording_id: &RecordingId,
        checklist: Option<&ChecklistId>,
    ) -> Result<EvaluationId> {
        if !by.may(Permission::Evaluate) {
            return Err(Error::forbidden());
        }
        let now = self.core.now();
        let recording = recording(tx, by, recording_id).await?;
        if let Some(id) = store::draft(tx, recording_id, &by.id).await? {
            return Ok(id);
        }
        let version = match checklist {
            Some(id) => chosen(tx, id).await?,
            None => fitting(tx, &recording).await?,
        };
        let picked = self.sampler.picked(tx, recording_id).await?;
        let answers = Answers::initial(&version.document.0);
        let draft = Evaluation {
            id: self.core.new_id::<EvaluationId>(),
            recording_id: Some(recording_id.clone()),
            reviewer_id: by.id.clone(),
            manager_id: recording.manager_id.clone(),
            version_id: version.id,
            client: recording.title().to_owned(),
            called_at: recording.called_at,
            duration_ms: recording.duration_ms,
            state: EvaluationState::Draft,
            total: scoring::score(&version.document.0, &answers).total,
            answers: JsonText(answers),
            revision: 0,
            snapshot: None,
            created_at: now,
            saved_at: now,
            published_at: None,
            calibration_id: None,
            picked,
        };
        store::insert_draft(tx, &draft).await?;
        self.log(tx, by, Act::EvaluationBegun, &draft, Detail::Nothing)
            .await?;
        tracing::info!(evaluation = %draft.id, recording = %recording_id, "evaluation begun");
        Ok(draft.id)
    }

    /// Begins or continues this reviewer's draft with everything given, all or nothing. When something keeps it from
    /// being published it stays a draft, and what is missing is returned. Codes as in [`Evaluations::save`] and
    /// [`Evaluations::mark_moment`].
    pub async fn record(
        &self,
        by: &Person,
        recording_id: &RecordingId,
        entry: EvaluationInput,
    ) -> Result<(EvaluationId, Vec<MissingPart>)> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        let id = self
            .begin_in(&mut tx, by, recording_id, entry.checklist.as_ref())
            .await?;
        let card = own_draft(&mut tx, by, &id).await?;
        for new in entry.moments {
            self.mark_moment_in(&mut tx, by, &card, new).await?;
        }
        let revision = card.evaluation.revision;
        let mut card = change(&mut tx, by, &id, revision, entry.changes, now).await?;
        let missing = card.missing();
        if entry.publish && missing.is_empty() {
            self.finish(&mut tx, by, &mut card).await?;
        }
        tx.commit().await?;
        Ok((id, missing))
    }

    /// What this person may see of the evaluation.
    pub async fn read(&self, by: &Person, id: &EvaluationId) -> Result<EvaluationAccess> {
        let mut tx = self.core.db.read().await?;
        let card = card(&mut tx, id).await?;
        card.for_eyes_of(by).ok_or_else(not_found)
    }

    /// The draft with everything, if this person fills it in. Code: `evaluation-final` when it is published already.
    pub async fn draft(&self, by: &Person, id: &EvaluationId) -> Result<Card> {
        let mut tx = self.core.db.read().await?;
        own_draft(&mut tx, by, id).await
    }

    /// Saves changes made on `revision`; returns the draft as it is now.
    /// Codes: `evaluation-changed`, `evaluation-final`, `bad-answer`.
    pub async fn save(
        &self,
        by: &Person,
        id: &EvaluationId,
        revision: i64,
        changes: Vec<AnswerChange>,
    ) -> Result<Card> {
        let mut tx = self.core.db.write().await?;
        let card = change(&mut tx, by, id, revision, changes, self.core.now()).await?;
        tx.commit().await?;
        Ok(card)
    }

    /// Takes another checklist for the draft; answers to items that both have stay.
    pub async fn change_checklist(
        &self,
        by: &Person,
        id: &EvaluationId,
        checklist: &ChecklistId,
    ) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let mut card = own_draft(&mut tx, by, id).await?;
        blind::refuse(&card)?;
        let version = chosen(&mut tx, checklist).await?;
        let document = &version.document.0;
        let mut answers = Answers::initial(document);
        let before = card.evaluation.answers.0.clone();
        let marks = before
            .marks
            .into_iter()
            .map(|(key, mark)| AnswerChange::Mark(key, Some(mark)));
        let gates = before
            .gates
            .into_iter()
            .map(|(key, open)| AnswerChange::Gate(key, Some(open)));
        let words = before
            .comments
            .into_iter()
            .map(|(key, text)| AnswerChange::Comment(key, text));
        for change in gates
            .chain(marks)
            .chain(words)
            .chain([AnswerChange::Summary(before.summary)])
        {
            // What the other checklist does not have is left behind on purpose.
            let _ = answers.apply(document, change);
        }
        card.evaluation.total = scoring::score(document, &answers).total;
        card.evaluation.answers = JsonText(answers);
        card.evaluation.version_id = version.id;
        store::save_draft(&mut tx, &card.evaluation, self.core.now())
            .await
            .map_err(conflict)?;
        tx.commit().await?;
        Ok(())
    }

    /// Saves the last changes and makes the draft final (hands a calibration's card in), unless something is missing:
    /// an answer, or a word or moment to a low mark. Changes are saved either way. Sent twice (a key pressed twice, an
    /// answer that never arrived) it is done once. Codes as in [`Evaluations::save`].
    pub async fn publish(
        &self,
        by: &Person,
        id: &EvaluationId,
        revision: i64,
        changes: Vec<AnswerChange>,
    ) -> Result<PublishOutcome> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        let stored = card(&mut tx, id).await?.evaluation;
        if !stored.state.is_open() && stored.reviewer_id == by.id && stored.revision == revision + PUBLISHING
        {
            return Ok(done(&stored));
        }
        let mut card = change(&mut tx, by, id, revision, changes, now).await?;
        let missing = card.missing();
        if missing.is_empty() {
            self.finish(&mut tx, by, &mut card).await?;
        }
        tx.commit().await?;
        Ok(if missing.is_empty() {
            done(&card.evaluation)
        } else {
            PublishOutcome::Incomplete(missing)
        })
    }

    /// Makes a complete draft final.
    async fn finish(&self, tx: &mut Tx, by: &Person, card: &mut Card) -> Result<()> {
        if card.evaluation.state == EvaluationState::Blind {
            return self.hand_in(tx, by, card).await;
        }
        let now = self.core.now();
        let id = card.evaluation.id.clone();
        if let Some(recording_id) = card.evaluation.recording_id.clone() {
            // The recording's facts may have been put right while the draft lay there.
            let recording = recording(tx, by, &recording_id).await?;
            recording.title().clone_into(&mut card.evaluation.client);
            card.evaluation.manager_id = recording.manager_id;
            card.evaluation.called_at = recording.called_at;
            // The plan may have drawn another call instead while the draft lay there.
            card.evaluation.picked = self.sampler.scored(tx, &recording_id, &id).await?;
        }
        for moment in &card.moments {
            let tone = card.tone(moment);
            if tone != moment.kind {
                store::update_moment(tx, moment, tone, &moment.note).await?;
            }
        }
        let snapshot = EvaluationSnapshot {
            checklist: card.checklist.clone(),
            score: card.score.clone(),
        };
        store::publish(tx, &card.evaluation, snapshot, now)
            .await
            .map_err(conflict)?;
        let total = card
            .score
            .total
            .map_or(Detail::Nothing, |total| Detail::Total(total.0));
        self.log(tx, by, Act::EvaluationPublished, &card.evaluation, total)
            .await?;
        tracing::info!(evaluation = %id, "evaluation published");
        Ok(())
    }

    /// Keeps an act on an evaluation.
    pub(super) async fn log(
        &self,
        tx: &mut Tx,
        by: &Person,
        act: Act,
        evaluation: &Evaluation,
        detail: Detail,
    ) -> Result<(), DbError> {
        let entry = act.on(AuditSubject::Evaluation(&evaluation.id));
        audit::record(tx, &self.core, by, entry.of(&evaluation.manager_id).with(detail)).await
    }

    /// Throws a draft away.
    pub async fn discard(&self, by: &Person, id: &EvaluationId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let card = own_draft(&mut tx, by, id).await?;
        blind::refuse(&card)?;
        let now = self.core.now();
        store::discard_draft(&mut tx, id, now, now.plus_ms(-RESTORABLE_MS)).await?;
        let act = Act::EvaluationDiscarded;
        self.log(&mut tx, by, act, &card.evaluation, Detail::Nothing)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes back that one's own draft was thrown away. Codes: `evaluation-not-found` when it is gone for good,
    /// `evaluation-begun` when there is another draft of the same call.
    pub async fn restore(&self, by: &Person, id: &EvaluationId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let found = store::restore_draft(&mut tx, id, &by.id, self.core.now()).await;
        let begun = || Error::new(ErrorKind::Conflict, "evaluation-begun");
        let found = found.map_err(|error| error.or_taken("evaluations_draft_of_reviewer_id_key", begun()))?;
        if !found {
            return Err(Error::not_found("evaluation-not-found"));
        }
        let card = own_draft(&mut tx, by, id).await?;
        let act = Act::EvaluationRestored;
        self.log(&mut tx, by, act, &card.evaluation, Detail::Nothing)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A whole evaluation given at once, as programs do.
#[derive(Debug, Clone, Default)]
pub struct EvaluationInput {
    /// The checklist; the one that fits the call best when not given.
    pub checklist: Option<ChecklistId>,
    /// Answers, gates, words.
    pub changes: Vec<AnswerChange>,
    /// Moments to mark.
    pub moments: Vec<NewMoment>,
    /// Make it final if nothing is missing?
    pub publish: bool,
}

pub(super) async fn card(tx: &mut Tx, id: &EvaluationId) -> Result<Card> {
    let evaluation = store::evaluation(tx, id).await?.ok_or_else(not_found)?;
    let (checklist, score) = if let Some(JsonText(snapshot)) = &evaluation.snapshot {
        (snapshot.checklist.clone(), snapshot.score.clone())
    } else {
        let version = checklists::version(tx, &evaluation.version_id).await?;
        let score = scoring::score(&version.document.0, &evaluation.answers.0);
        (version.document.0, score)
    };
    Ok(Card {
        moments: store::moments(tx, id).await?,
        opinion: store::opinion(tx, id).await?,
        acknowledgement: store::acknowledgement(tx, id).await?,
        manager: person(tx, &evaluation.manager_id).await?,
        reviewer: person(tx, &evaluation.reviewer_id).await?,
        evaluation,
        checklist,
        score,
    })
}

pub(super) async fn own_draft(tx: &mut Tx, by: &Person, id: &EvaluationId) -> Result<Card> {
    match card(tx, id).await?.for_eyes_of(by) {
        Some(EvaluationAccess::Whole(card)) if card.evaluation.state.is_open() => Ok(*card),
        Some(_) => Err(Error::new(ErrorKind::Conflict, "evaluation-final")),
        None => Err(not_found()),
    }
}

async fn change(
    tx: &mut Tx,
    by: &Person,
    id: &EvaluationId,
    revision: i64,
    changes: Vec<AnswerChange>,
    now: Timestamp,
) -> Result<Card> {
    let mut card = own_draft(tx, by, id).await?;
    card.evaluation.revision = revision;
    for change in changes {
        let answers = &mut card.evaluation.answers.0;
        answers
            .apply(&card.checklist, change)
            .map_err(|error| Error::new(ErrorKind::BadInput, "bad-answer").with("item", &error.0))?;
    }
    card.score = scoring::score(&card.checklist, &card.evaluation.answers.0);
    card.evaluation.total = card.score.total;
    store::save_draft(tx, &card.evaluation, now)
        .await
        .map_err(conflict)?;
    card.evaluation.revision += 1;
    card.evaluation.saved_at = now;
    Ok(card)
}

/// What came of wanting to publish.
#[derive(Debug, Clone)]
pub enum PublishOutcome {
    /// It is final.
    Published,
    /// It is handed in to this calibration.
    HandedIn(CalibrationId),
    /// It stays a draft: this is missing.
    Incomplete(Vec<MissingPart>),
}

/// Revisions that publishing takes: the last changes and the end.
const PUBLISHING: i64 = 2;

fn done(evaluation: &Evaluation) -> PublishOutcome {
    match &evaluation.calibration_id {
        Some(calibration) => PublishOutcome::HandedIn(calibration.clone()),
        None => PublishOutcome::Published,
    }
}

/// A draft that was thrown away can be taken back for so long, in ms.
const RESTORABLE_MS: i64 = 24 * 60 * 60 * 1000;
