//! SQL of the texts beside the shown one.

use super::TranscriptVersion;
use crate::db::{DbError, JsonText, Tx};
use crate::id::{PersonId, RecordingId, TranscriptId};
use crate::speech::Transcript;
use crate::speech::audio::vad::Interval;

/// Every text of a recording, the newest first.
pub(super) async fn list(tx: &mut Tx, recording: &RecordingId) -> Result<Vec<TranscriptVersion>, DbError> {
    tx.query(
        "SELECT v.id, v.is_current, v.language, v.engine_model, v.engine_device, v.x_realtime, v.revision, v.imported_by,
                p.name AS importer, v.file_name, v.created_at
         FROM transcripts v LEFT JOIN people p ON p.id = v.imported_by
         WHERE v.recording_id = $1 ORDER BY v.created_at DESC, v.id DESC",
    )
    .bind(recording)
    .all()
    .await
}

/// A text with the stretches in which somebody speaks, by channel.
type VersionDocument = (JsonText<Transcript>, JsonText<Vec<Vec<Interval>>>);

/// One text of a recording, and where somebody speaks.
pub(in crate::transcripts) async fn document(
    tx: &mut Tx,
    recording: &RecordingId,
    id: &TranscriptId,
) -> Result<Option<(Transcript, Vec<Vec<Interval>>)>, DbError> {
    let row: Option<VersionDocument> = tx
        .query("SELECT document, voice FROM transcripts WHERE recording_id = $1 AND id = $2")
        .bind_all((recording, id))
        .optional()
        .await?;
    Ok(row.map(|(JsonText(transcript), JsonText(voice))| (transcript, voice)))
}

/// The newest text that a machine has heard here, and where it found voices.
pub(super) async fn heard(
    tx: &mut Tx,
    recording: &RecordingId,
) -> Result<Option<(u16, Vec<Vec<Interval>>)>, DbError> {
    let row: Option<VersionDocument> = tx
        .query(
            "SELECT document, voice FROM transcripts WHERE recording_id = $1 AND file_name = ''
             ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        .bind(recording)
        .optional()
        .await?;
    Ok(row.map(|(JsonText(transcript), JsonText(voice))| (transcript.channels, voice)))
}

/// Writes down who brought the text, and in which file.
pub(super) async fn set_origin(
    tx: &mut Tx,
    id: &TranscriptId,
    imported_by: &PersonId,
    file_name: &str,
) -> Result<(), DbError> {
    tx.query("UPDATE transcripts SET imported_by = $2, file_name = $3 WHERE id = $1")
        .bind_all((id, imported_by, file_name))
        .execute_exactly(1)
        .await
}

/// Shows this text instead of the one before, and has its words written down; false when the recording has no such text.
/// The caller has marked the recording as changed in the same transaction ([`crate::recordings::store::touch`]).
pub(super) async fn show(tx: &mut Tx, recording: &RecordingId, id: &TranscriptId) -> Result<bool, DbError> {
    let known: i64 = tx
        .query("SELECT COUNT(*) FROM transcripts WHERE recording_id = $1 AND id = $2")
        .bind_all((recording, id))
        .scalar()
        .await?;
    if known == 0 {
        return Ok(false);
    }
    tx.query("UPDATE transcripts SET is_current = $3 WHERE recording_id = $1 AND is_current AND id <> $2")
        .bind_all((recording, id, false))
        .execute()
        .await?;
    tx.query(
        "UPDATE transcripts SET is_current = $3, words_due = $3
         WHERE recording_id = $1 AND id = $2 AND is_current <> $3",
    )
    .bind_all((recording, id, true))
    .execute()
    .await?;
    Ok(true)
}
