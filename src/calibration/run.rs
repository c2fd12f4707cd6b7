//! The acts of a session: begin, score, open, agree, end, delete; and reading what one may see.
//!
//! Decides who does what at which stage. A member's own cards are theirs at any time; everybody's are read by [`read`] alone, and
//! only once the session is open. Its reviewers are invited to hear its calls from the beginning to the end of the session
//! ([`recordings::invite`]); the calls are those the author's own scope covers.

use super::results::{Cards, ChecklistQuestion, SubmittedCard};
use super::session::{
    AgreedAnswer, Calibration, CheckedSession, NewSession, Reviewer, SessionCall, SessionStage,
};
use super::{Calibrations, store};
use crate::audit::{self, Act, AuditSubject};
use crate::checklists::{ChecklistVersion, store as checklists};
use crate::db::{DbError, Tx};
use crate::diff::as_read;
use crate::error::{Error, ErrorKind, Result};
use crate::evaluations::{self, BlindSlot, store as cards};
use crate::id::{CalibrationId, EvaluationId, RecordingId};
use crate::people::{self, Permission, Person, Scope};
use crate::recordings::{self, Recording};

/// People who may take part: all who evaluate, of every team, by name.
pub async fn candidates(tx: &mut Tx) -> Result<Vec<Person>> {
    let mut people = people::store::people(tx, &Scope::All).await?;
    people.retain(|person| person.may(Permission::Evaluate));
    Ok(people)
}

/// The session is not where this can be done.
fn elsewhere() -> Error {
    Error::new(ErrorKind::Conflict, "calibration-stage")
}

fn lost(error: DbError) -> Error {
    error.or_lost(elsewhere())
}

impl Calibrations {
    async fn kept(&self, tx: &mut Tx, by: &Person, act: Act, id: &CalibrationId) -> Result<()> {
        Ok(audit::record(tx, &self.core, by, act.on(AuditSubject::Calibration(id))).await?)
    }

    /// Begins a session. Codes: those of [`NewSession::check`], `calibration-checklist`, `calibration-reviewer-role`,
    /// `calibration-calls-gone`.
    pub async fn create(&self, by: &Person, form: &NewSession) -> Result<CalibrationId> {
        if !by.may(Permission::Evaluate) {
            return Err(Error::forbidden());
        }
        let now = self.core.now();
        let checked = form.check(now.day(&self.core.config.time_zone))?;
        let mut tx = self.core.db.write().await?;
        let version = newest(&mut tx, &form.checklist).await?;
        let calls = calls_of(&mut tx, by, &checked).await?;
        let known = candidates(&mut tx).await?;
        if !checked
            .reviewers
            .iter()
            .all(|id| known.iter().any(|person| person.id == *id))
        {
            return Err(Error::field("reviewer", "calibration-reviewer-role"));
        }
        let session = Calibration {
            id: self.core.new_id::<CalibrationId>(),
            title: checked.title,
            version_id: version.id,
            author_id: by.id.clone(),
            author: by.name.clone(),
            deadline: checked.deadline,
            created_at: now,
            revealed_at: None,
            ended_at: None,
            calls: 0,
            reviewers: 0,
            handed: 0,
            missing: 0,
        };
        store::insert(&mut tx, &session).await?;
        for (number, recording) in (1..).zip(&calls) {
            store::insert_call(&mut tx, &session.id, number, recording).await?;
        }
        for reviewer in &checked.reviewers {
            store::insert_reviewer(&mut tx, &session.id, reviewer).await?;
            for recording in &calls {
                recordings::invite(&mut tx, &recording.id, reviewer, session.id.as_str()).await?;
            }
        }
        self.kept(&mut tx, by, Act::CalibrationBegun, &session.id).await?;
        tx.commit().await?;
        tracing::info!(calibration = %session.id, "calibration begun");
        Ok(session.id)
    }

    /// Begins this reviewer's card for a call, or finds it. Codes: `calibration-not-found`, `calibration-reviewer` for an author
    /// who takes no part, `calibration-stage`, `recording-not-found`.
    pub async fn score(&self, by: &Person, id: &CalibrationId, call: i32) -> Result<EvaluationId> {
        let mut tx = self.core.db.write().await?;
        let session = find(&mut tx, by, id).await?;
        let reviewers = store::reviewers(&mut tx, id).await?;
        if !reviewers.iter().any(|reviewer| reviewer.person_id == by.id) {
            return Err(Error::new(ErrorKind::Forbidden, "calibration-reviewer"));
        }
        if session.stage() != SessionStage::Blind {
            return Err(elsewhere());
        }
        // Whoever opens the results waits for this, or this finds them open.
        store::hold(&mut tx, id).await.map_err(lost)?;
        let recording = recording(&mut tx, by, id, call).await?;
        let version = checklists::version(&mut tx, &session.version_id).await?;
        let place = BlindSlot {
            calibration_id: id.clone(),
            call,
        };
        let card = self
            .evaluations
            .begin_blind(&mut tx, by, &recording, &version, &place)
            .await?;
        tx.commit().await?;
        Ok(card)
    }

    /// Opens the results after the deadline though cards are missing; cards that are not handed in go. Codes:
    /// `calibration-not-found`, `calibration-author`, `calibration-early`, `calibration-stage`.
    pub async fn reveal(&self, by: &Person, id: &CalibrationId) -> Result<()> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        let session = own(&mut tx, by, id).await?;
        if session.stage() != SessionStage::Blind {
            return Err(elsewhere());
        }
        if !session.can_reveal(now.day(&self.core.config.time_zone)) {
            return Err(Error::new(ErrorKind::Conflict, "calibration-early"));
        }
        store::reveal(&mut tx, id, now).await.map_err(lost)?;
        cards::drop_unfinished(&mut tx, id).await?;
        self.kept(&mut tx, by, Act::CalibrationRevealed, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends an open session: guests hear its calls no more. Codes: as in [`Calibrations::reveal`].
    pub async fn end(&self, by: &Person, id: &CalibrationId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        if own(&mut tx, by, id).await?.stage() != SessionStage::Open {
            return Err(elsewhere());
        }
        store::end(&mut tx, id, self.core.now()).await.map_err(lost)?;
        cards::drop_unfinished(&mut tx, id).await?;
        recordings::dismiss(&mut tx, id.as_str()).await?;
        self.kept(&mut tx, by, Act::CalibrationEnded, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Deletes a session nobody has handed a card in for. Codes: as in [`Calibrations::reveal`].
    pub async fn delete(&self, by: &Person, id: &CalibrationId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        own(&mut tx, by, id).await?;
        // From here no card is begun, and one that is being handed in either is by now or cannot be any more.
        store::hold(&mut tx, id).await.map_err(lost)?;
        cards::drop_unfinished(&mut tx, id).await?;
        if !own(&mut tx, by, id).await?.can_delete() {
            return Err(elsewhere());
        }
        recordings::dismiss(&mut tx, id.as_str()).await?;
        store::delete(&mut tx, id).await?;
        self.kept(&mut tx, by, Act::CalibrationDeleted, id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Stores the agreed answer and word about one question of one call; both empty take it back. Any member may, while the
    /// session is open; `read` is the revision they have read, empty for whatever is there. Codes: `calibration-not-found`,
    /// `calibration-stage`, `bad-answer`, `changed-meanwhile`.
    pub async fn agree(
        &self,
        by: &Person,
        id: &CalibrationId,
        read: &str,
        agreed: AgreedAnswer,
    ) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        store::queue(&mut tx, id).await?;
        let session = find(&mut tx, by, id).await?;
        if session.stage() != SessionStage::Open {
            return Err(elsewhere());
        }
        let version = checklists::version(&mut tx, &session.version_id).await?;
        let questions = ChecklistQuestion::all(&version.document.0);
        let question = questions
            .into_iter()
            .find(|question| question.key() == agreed.question);
        let known = store::calls(&mut tx, id)
            .await?
            .iter()
            .any(|call| call.number == agreed.number);
        let fits = question
            .is_some_and(|question| agreed.answer.is_empty() || question.takes(&agreed.answer))
            && known;
        if !fits {
            return Err(Error::new(ErrorKind::BadInput, "bad-answer").with("item", &agreed.question));
        }
        let there = store::agreed(&mut tx, id).await?;
        let there = there
            .iter()
            .find(|it| it.number == agreed.number && it.question == agreed.question);
        as_read(read, &AgreedAnswer::revision(there))?;
        let words = agreed.words.trim().chars().take(500).collect::<String>();
        let agreed = AgreedAnswer { words, ..agreed };
        if agreed.answer.is_empty() && agreed.words.is_empty() {
            store::drop_agreed(&mut tx, id, &agreed).await?;
        } else {
            store::set_agreed(&mut tx, id, &agreed, &by.id, self.core.now()).await?;
        }
        self.kept(&mut tx, by, Act::CalibrationAgreed, id).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A session this person is a member of. Code: `calibration-not-found`.
pub async fn find(tx: &mut Tx, by: &Person, id: &CalibrationId) -> Result<Calibration> {
    let found = store::calibration(tx, &by.id, id).await?;
    found.ok_or(Error::not_found("calibration-not-found"))
}

/// The same, if it is theirs to move on. Code: `calibration-author`.
async fn own(tx: &mut Tx, by: &Person, id: &CalibrationId) -> Result<Calibration> {
    let session = find(tx, by, id).await?;
    if session.is_by(by) {
        Ok(session)
    } else {
        Err(Error::new(ErrorKind::Forbidden, "calibration-author"))
    }
}

/// The newest version of the chosen checklist.
async fn newest(tx: &mut Tx, checklist: &str) -> Result<ChecklistVersion> {
    let all = checklists::checklists(tx).await?;
    let found = all
        .into_iter()
        .find(|version| version.checklist_id.as_str() == checklist);
    found.ok_or_else(|| Error::field("checklist", "calibration-checklist"))
}

/// The chosen recordings by the time of the call, if the author's scope covers each.
async fn calls_of(tx: &mut Tx, by: &Person, checked: &CheckedSession) -> Result<Vec<Recording>> {
    let mut calls = Vec::with_capacity(checked.recordings.len());
    for id in &checked.recordings {
        let found = recordings::store::find(tx, &by.scope(), id).await?;
        calls.push(found.ok_or_else(|| Error::field("recording", "calibration-calls-gone"))?);
    }
    calls.sort_by(|a, b| (a.called_at, &a.id).cmp(&(b.called_at, &b.id)));
    Ok(calls)
}

async fn recording(tx: &mut Tx, by: &Person, id: &CalibrationId, call: i32) -> Result<Recording> {
    let calls = store::calls(tx, id).await?;
    let found: Option<RecordingId> = calls
        .into_iter()
        .find(|known| known.number == call)
        .and_then(|known| known.recording_id);
    let gone = || Error::not_found("recording-not-found");
    let heard = recordings::heard(tx, by, &found.ok_or_else(gone)?).await?;
    heard.ok_or_else(gone)
}

/// What a member sees of a session while it is blind, and after: who has handed in, never what.
#[derive(Debug, Clone)]
pub struct SessionProgress {
    /// The session.
    pub session: Calibration,
    /// The frozen checklist.
    pub version: ChecklistVersion,
    /// Its calls.
    pub calls: Vec<SessionCall>,
    /// Its reviewers.
    pub reviewers: Vec<Reviewer>,
    /// Cards without what is in them.
    pub lines: Vec<cards::BlindLine>,
}

/// The progress of a session. Code: `calibration-not-found`.
pub async fn progress(tx: &mut Tx, by: &Person, id: &CalibrationId) -> Result<SessionProgress> {
    let session = find(tx, by, id).await?;
    Ok(SessionProgress {
        version: checklists::version(tx, &session.version_id).await?,
        calls: store::calls(tx, id).await?,
        reviewers: store::reviewers(tx, id).await?,
        lines: cards::blind_lines(tx, id).await?,
        session,
    })
}

/// Everybody's cards and what was agreed, once the session is open to its members. Codes: `calibration-not-found`,
/// `calibration-stage`.
pub async fn read(tx: &mut Tx, by: &Person, id: &CalibrationId) -> Result<(Cards, Vec<AgreedAnswer>)> {
    if find(tx, by, id).await?.stage() == SessionStage::Blind {
        return Err(elsewhere());
    }
    let moments = cards::moments_handed_in(tx, id).await?;
    let mut all = Cards::new();
    for (call, evaluation) in cards::handed_in(tx, id).await? {
        let own = |moment: &&evaluations::Moment| moment.evaluation_id.as_ref() == Some(&evaluation.id);
        let moments = moments.iter().filter(own).cloned().collect();
        let place = (call, evaluation.reviewer_id.clone());
        all.insert(place, SubmittedCard { evaluation, moments });
    }
    Ok((all, store::agreed(tx, id).await?))
}
