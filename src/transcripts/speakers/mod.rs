//! Who speaks in a recording: which side is the manager's, whose words they are when there are no sides, and what the
//! parties are called ([`names`]).
//!
//! Stereo: the manager's channel decides for every text of the recording at once, so a swap moves all that was made of
//! it and a second one moves it back. Mono, or stereo that is one sound twice: only a person can tell, turn by turn.
//! Leaves finding out whether channels differ to [`crate::speech::audio`].

mod api;
mod names;
mod pages;

pub(super) use names::revision as names_revision;

use futures::future::BoxFuture;

use super::editing::change::{TranscriptChange, TranscriptChangeKind};
use super::{TranscriptPages, Transcripts, store as transcripts};
use crate::audit::{self, Act, AuditSubject};
use crate::db::{DbError, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::people::Person;
use crate::recordings::{Recording, store};
use crate::side::Side;
use crate::speech::Speaker;
use crate::time::Timestamp;
use crate::web::Routes;

/// Pages and API.
pub(super) fn routes() -> Routes<TranscriptPages> {
    pages::routes().merge(api::routes())
}

/// The parties change places in every text of a recording: given to [`crate::recordings::Recordings`], which stands below.
pub fn swap_texts<'a>(
    tx: &'a mut Tx,
    recording: &'a RecordingId,
    by: &'a Person,
    at: Timestamp,
) -> BoxFuture<'a, Result<(), DbError>> {
    Box::pin(async move {
        let change = TranscriptChange::new(TranscriptChangeKind::Swapped, &by.id, at);
        transcripts::swap_speakers(tx, recording, &change).await
    })
}

impl Transcripts {
    /// Swaps the sides; with `to`, makes sure that the manager is heard on that one. Returns the manager's side.
    /// 409 `recording-one-side` when both parties are on one channel, or on both.
    async fn swap_sides(&self, person: &Person, id: &RecordingId, to: Option<Side>) -> Result<Side> {
        let recording = self.recordings.find(person, id).await?;
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        store::touch(&mut tx, id, now).await?;
        if !has_sides(&mut tx, &recording).await? {
            return Err(Error::new(ErrorKind::Conflict, "recording-one-side"));
        }
        let current = store::manager_side(&mut tx, id).await?;
        let side = to.unwrap_or(current.other());
        self.recordings.turn_to(&mut tx, id, side, (person, now)).await?;
        if side != current {
            let entry = Act::SpeakersChanged.on(AuditSubject::Recording(id));
            audit::record(&mut tx, &self.core, person, entry.of(&recording.manager_id)).await?;
        }
        tx.commit().await?;
        tracing::info!(recording = %id, channel = side.channel(), "the manager's side was set");
        Ok(side)
    }

    /// Says who speaks in the turns that start from `from_ms` to `to_ms`, both included; returns how many there are. `was`: who
    /// spoke in each of them when they were read; empty when that is not said.
    /// 409 `transcript-has-sides` when the channels say who speaks, `changed-meanwhile` when somebody has said otherwise since,
    /// 404 `transcript-not-found`, `turn-not-found`.
    async fn name_speaker(
        &self,
        person: &Person,
        id: &RecordingId,
        (from_ms, to_ms): (i64, i64),
        speaker: Speaker,
        was: &[Speaker],
    ) -> Result<usize> {
        let recording = self.recordings.find(person, id).await?;
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        store::touch(&mut tx, id, now).await?;
        let current = transcripts::current(&mut tx, id).await?;
        let before = current.ok_or(Error::not_found("transcript-not-found"))?;
        let mut transcript = before.clone();
        // In a text from elsewhere the channels have not said it.
        if transcript.channels > 1 && !transcript.engine.is_imported() {
            return Err(Error::new(ErrorKind::Conflict, "transcript-has-sides"));
        }
        let turns = transcript.set_speaker(from_ms, to_ms, speaker);
        if turns == 0 {
            return Err(Error::not_found("turn-not-found"));
        }
        let meant = before
            .segments
            .iter()
            .filter(|segment| (from_ms..=to_ms).contains(&segment.start_ms));
        let there: Vec<Speaker> = meant.map(|segment| segment.speaker).collect();
        // Turns that came or went since are others; what was read says nothing of them.
        let is_said_otherwise = was.len() == there.len() && was != there;
        if is_said_otherwise && there.iter().any(|it| *it != speaker) {
            return Err(Error::new(ErrorKind::Conflict, "changed-meanwhile"));
        }
        let change = TranscriptChange::new(TranscriptChangeKind::Named, &person.id, now);
        transcripts::replace_current(&mut tx, id, &before, &transcript, &change).await?;
        let entry = Act::SpeakersChanged.on(AuditSubject::Recording(id));
        audit::record(&mut tx, &self.core, person, entry.of(&recording.manager_id)).await?;
        tx.commit().await?;
        Ok(turns)
    }
}

/// Is there a party on each channel, as far as is known?
async fn has_sides(tx: &mut Tx, recording: &Recording) -> Result<bool, DbError> {
    let transcript = transcripts::current(tx, &recording.id).await?;
    Ok(transcript.map_or(!recording.is_mono(), |it| it.channels > 1))
}
