//! Moments: places of a recording with a word about them.
//!
//! Decides who may mark and remove them: the reviewer in their draft. A published evaluation's moments stay.

use super::evaluate::own_draft;
use super::evaluation::{Card, Moment, MomentKind};
use super::{Evaluations, store};
use crate::db::Tx;
use crate::diff::as_read;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{EvaluationId, MomentId, RecordingId};
use crate::people::Person;
use crate::recordings;

/// Moments of one evaluation at most: the card is read and written as a whole.
const MOST: usize = 300;

/// A moment to mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMoment {
    /// The item it is evidence for.
    pub item: Option<String>,
    /// Where it begins, in ms.
    pub start_ms: i64,
    /// Where it ends, in ms; the beginning when not given.
    pub end_ms: Option<i64>,
    /// What it shows.
    pub kind: MomentKind,
    /// Words; may be empty.
    pub note: String,
}

fn bad_moment() -> Error {
    Error::new(ErrorKind::BadInput, "bad-moment")
}

fn cut(note: &str) -> String {
    note.trim().chars().take(500).collect()
}

impl Evaluations {
    /// Marks a moment in a draft. Codes: `bad-moment` when it lies outside the recording, `bad-answer` for an unknown item,
    /// `moment-many`.
    pub async fn mark_moment(&self, by: &Person, id: &EvaluationId, new: NewMoment) -> Result<Moment> {
        let mut tx = self.core.db.write().await?;
        let card = own_draft(&mut tx, by, id).await?;
        let moment = self.mark_moment_in(&mut tx, by, &card, new).await?;
        tx.commit().await?;
        Ok(moment)
    }

    pub(super) async fn mark_moment_in(
        &self,
        tx: &mut Tx,
        by: &Person,
        card: &Card,
        new: NewMoment,
    ) -> Result<Moment> {
        let now = self.core.now();
        if let Some(item) = new
            .item
            .as_deref()
            .filter(|item| card.checklist.item(item).is_none())
        {
            return Err(Error::new(ErrorKind::BadInput, "bad-answer").with("item", item));
        }
        if card.moments.len() >= MOST {
            return Err(Error::new(ErrorKind::Conflict, "moment-many").with("most", MOST));
        }
        let end_ms = new.end_ms.unwrap_or(new.start_ms).max(new.start_ms);
        // The headers of some files promise a little less than there is to hear.
        let last = card.evaluation.duration_ms + 1000;
        if !(0..=last).contains(&new.start_ms) {
            return Err(bad_moment());
        }
        let moment = Moment {
            id: self.core.new_id::<MomentId>(),
            recording_id: card.evaluation.recording_id.clone().ok_or_else(bad_moment)?,
            evaluation_id: Some(card.evaluation.id.clone()),
            item_key: new.item,
            start_ms: new.start_ms,
            end_ms: end_ms.min(last),
            kind: new.kind,
            note: cut(&new.note),
            author_id: by.id.clone(),
            created_at: now,
        };
        store::insert_moment(tx, &moment).await?;
        Ok(moment)
    }

    /// Changes the words and kind of a draft's moment, over the revision that was read (empty: whatever is there). Codes:
    /// `moment-not-found`, `changed-meanwhile`.
    pub async fn describe_moment(
        &self,
        by: &Person,
        id: &EvaluationId,
        moment: &MomentId,
        read: &str,
        (kind, note): (Option<MomentKind>, &str),
    ) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let before = in_draft(&mut tx, by, id, moment, read).await?;
        store::update_moment(&mut tx, &before, kind.unwrap_or(before.kind), &cut(note)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a moment of a draft away, with the words that were read to it (empty: with whatever is there). Codes as of
    /// [`Self::describe_moment`].
    pub async fn remove_moment(
        &self,
        by: &Person,
        id: &EvaluationId,
        moment: &MomentId,
        read: &str,
    ) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let before = in_draft(&mut tx, by, id, moment, read).await?;
        store::delete_moment(&mut tx, &before).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Moments of a recording that this person may see, by time. Code: `recording-not-found`.
    pub async fn moments_of(&self, by: &Person, recording: &RecordingId) -> Result<Vec<Moment>> {
        let mut tx = self.core.db.read().await?;
        recordings::store::find(&mut tx, &by.scope(), recording)
            .await?
            .ok_or(Error::not_found("recording-not-found"))?;
        Ok(store::moments_of_recording(&mut tx, recording, &by.id).await?)
    }
}

/// The moment of one's draft, if it is as it was read. Whoever changes it between this and what is stored is found out by
/// the statement that stores.
async fn in_draft(
    tx: &mut Tx,
    by: &Person,
    id: &EvaluationId,
    moment: &MomentId,
    read: &str,
) -> Result<Moment> {
    let card = own_draft(tx, by, id).await?;
    let found = card.moments.into_iter().find(|known| known.id == *moment);
    let found = found.ok_or(Error::not_found("moment-not-found"))?;
    as_read(read, &found.revision())?;
    Ok(found)
}
