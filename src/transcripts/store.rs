//! SQL of transcripts: every text made of a recording is kept, one is shown. A text that is new or changed is due for the
//! index of words ([`super::spoken`]). [`replace_current`] is the one writer of a text that exists, and keeps what it changed
//! for the history ([`super::editing`]).

use super::editing::change::{self, TranscriptChange};
use super::editing::{self, TranscriptRevision};
use crate::db::{DbError, JsonText, Tx};
use crate::id::{RecordingId, TranscriptId};
use crate::speech::Transcript;
use crate::speech::audio::vad::Interval;
use crate::time::Timestamp;

/// Stores a transcript and shows it from now on. `voice`: where somebody speaks, by channel of the transcript.
pub async fn insert(
    tx: &mut Tx,
    id: TranscriptId,
    recording: &RecordingId,
    transcript: &Transcript,
    voice: &[Vec<Interval>],
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query("UPDATE transcripts SET is_current = $2 WHERE recording_id = $1 AND is_current")
        .bind_all((recording, false))
        .execute()
        .await?;
    tx.query(
        "INSERT INTO transcripts (id, recording_id, is_current, language, engine_model, engine_device, x_realtime,
                                  document, voice, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind_all((id, recording, true, &transcript.language))
    .bind_all((&transcript.engine.model, &transcript.engine.device))
    .bind(transcript.engine.x_realtime)
    .bind_all((JsonText(transcript), JsonText(voice), now))
    .execute_exactly(1)
    .await
}

/// The transcript that is shown.
pub async fn current(tx: &mut Tx, recording: &RecordingId) -> Result<Option<Transcript>, DbError> {
    let row: Option<(JsonText<Transcript>,)> = tx
        .query("SELECT document FROM transcripts WHERE recording_id = $1 AND is_current")
        .bind(recording)
        .optional()
        .await?;
    Ok(row.map(|(JsonText(transcript),)| transcript))
}

/// Where somebody speaks, by channel of the shown transcript.
pub async fn voice(tx: &mut Tx, recording: &RecordingId) -> Result<Option<Vec<Vec<Interval>>>, DbError> {
    let row: Option<(JsonText<Vec<Vec<Interval>>>,)> = tx
        .query("SELECT voice FROM transcripts WHERE recording_id = $1 AND is_current")
        .bind(recording)
        .optional()
        .await?;
    Ok(row.map(|(JsonText(voice),)| voice))
}

/// The transcript that is shown, and which state of it that is.
#[derive(Debug)]
pub struct ShownTranscript {
    /// Which text, and how many changes it has had.
    pub revision: TranscriptRevision,
    /// The text.
    pub transcript: Transcript,
}

/// The transcript that is shown with its state.
pub async fn shown(tx: &mut Tx, recording: &RecordingId) -> Result<Option<ShownTranscript>, DbError> {
    let row: Option<(TranscriptId, i64, JsonText<Transcript>)> = tx
        .query("SELECT id, revision, document FROM transcripts WHERE recording_id = $1 AND is_current")
        .bind(recording)
        .optional()
        .await?;
    Ok(row.map(|(transcript, number, JsonText(text))| ShownTranscript {
        revision: TranscriptRevision { transcript, number },
        transcript: text,
    }))
}

/// Which state of the shown transcript it is, without reading it.
pub async fn revision(tx: &mut Tx, recording: &RecordingId) -> Result<Option<TranscriptRevision>, DbError> {
    let row: Option<(TranscriptId, i64)> = tx
        .query("SELECT id, revision FROM transcripts WHERE recording_id = $1 AND is_current")
        .bind(recording)
        .optional()
        .await?;
    Ok(row.map(|(transcript, number)| TranscriptRevision { transcript, number }))
}

/// Writes the shown transcript anew and keeps in its history who changed which turns; returns the new state. The caller
/// has read `before` in the same transaction, after [`crate::recordings::store::touch`]. A text that stays as it was writes
/// nothing.
pub async fn replace_current(
    tx: &mut Tx,
    recording: &RecordingId,
    before: &Transcript,
    after: &Transcript,
    change: &TranscriptChange,
) -> Result<Option<TranscriptRevision>, DbError> {
    if before == after {
        return Ok(None);
    }
    let (transcript, number): (TranscriptId, i64) = tx
        .query(
            "UPDATE transcripts SET document = $2, revision = revision + 1, words_due = $3
             WHERE recording_id = $1 AND is_current RETURNING id, revision",
        )
        .bind_all((recording, JsonText(after), true))
        .one()
        .await?;
    let turns = change::between(&before.segments, &after.segments);
    editing::store::insert(tx, &transcript, number, change, turns).await?;
    Ok(Some(TranscriptRevision { transcript, number }))
}

/// The parties change places in every text of the recording that has one a channel, also in those not shown. The history
/// of each keeps that it happened, not every turn: the same act once more takes it back.
pub async fn swap_speakers(
    tx: &mut Tx,
    recording: &RecordingId,
    change: &TranscriptChange,
) -> Result<(), DbError> {
    let rows: Vec<(TranscriptId, i64, JsonText<Transcript>)> = tx
        .query("SELECT id, revision, document FROM transcripts WHERE recording_id = $1")
        .bind(recording)
        .all()
        .await?;
    for (id, revision, JsonText(mut transcript)) in rows {
        if transcript.channels < 2 {
            continue;
        }
        transcript.swap_speakers();
        tx.query("UPDATE transcripts SET document = $2, revision = $3 WHERE id = $1")
            .bind_all((&id, JsonText(transcript), revision + 1))
            .execute_exactly(1)
            .await?;
        editing::store::insert(tx, &id, revision + 1, change, Vec::new()).await?;
    }
    Ok(())
}
