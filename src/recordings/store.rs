//! SQL of recordings. What a person sees is decided here, by [`Scope`], in every statement that reads for them.

use super::facts::CallFacts;
use super::{Recording, RecordingState};
use crate::db::{DbError, JsonText, Tx};
use crate::error::Error;
use crate::id::{PersonId, RecordingId};
use crate::people::{Scope, visible};
use crate::side::Side;
use crate::speech::audio::Peaks;
use crate::text::fold;
use crate::time::Timestamp;

/// The constraint that keeps one file from being taken in twice.
pub const FILE_HASH_KEY: &str = "recordings_file_hash_key";

macro_rules! columns {
    () => {
        "r.id, r.manager_id, p.name AS manager_name, r.uploaded_by, r.file_hash, r.file_name, r.bytes, r.content_type,
         r.extension, r.duration_ms, r.channels, r.damaged_at_ms, r.read_by, r.language, r.manager_channel, r.client, r.phone,
         r.direction, r.called_at, r.call_type, r.outcome, r.note, r.tags, r.state, r.error_code, r.error_args, r.created_at"
    };
}

pub(super) use columns;

/// The recording, if the scope covers its manager.
pub async fn find(tx: &mut Tx, scope: &Scope, id: &RecordingId) -> Result<Option<Recording>, DbError> {
    tx.query(concat!(
        "SELECT ",
        columns!(),
        " FROM recordings r JOIN people p ON p.id = r.manager_id WHERE ",
        visible!(),
        " AND r.id = $3"
    ))
    .scope(scope)
    .bind(id)
    .optional()
    .await
}

/// The recording made from the file with this hash, whoever may see it.
pub async fn by_hash(tx: &mut Tx, hash: &str) -> Result<Option<Recording>, DbError> {
    tx.query(concat!(
        "SELECT ",
        columns!(),
        " FROM recordings r JOIN people p ON p.id = r.manager_id WHERE r.file_hash = $1"
    ))
    .bind(hash)
    .optional()
    .await
}

/// Bytes of what a person brought after `since` and what is still here.
pub(super) async fn bytes_since(tx: &mut Tx, person: &PersonId, since: Timestamp) -> Result<i64, DbError> {
    let (bytes,): (i64,) = tx
        .query(
            "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM recordings
             WHERE uploaded_by = $1 AND created_at > $2",
        )
        .bind_all((person, since))
        .one()
        .await?;
    Ok(bytes)
}

/// How many recordings of each state the scope covers, and their length together in ms.
pub async fn counts(tx: &mut Tx, scope: &Scope) -> Result<Vec<(RecordingState, i64, i64)>, DbError> {
    tx.query(concat!(
        "SELECT r.state, COUNT(*), CAST(SUM(r.duration_ms) AS BIGINT)
         FROM recordings r JOIN people p ON p.id = r.manager_id WHERE ",
        visible!(),
        " GROUP BY r.state"
    ))
    .scope(scope)
    .all()
    .await
}

/// The tags most used on recordings the scope covers, at most `limit`, by name.
pub async fn tags(tx: &mut Tx, scope: &Scope, limit: usize) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String, i64)> = tx
        .query(concat!(
            "SELECT MIN(g.tag), COUNT(*) FROM recording_tags g
             JOIN recordings r ON r.id = g.recording_id JOIN people p ON p.id = r.manager_id WHERE ",
            visible!(),
            " GROUP BY g.tag_folded ORDER BY COUNT(*) DESC, g.tag_folded LIMIT $3"
        ))
        .scope(scope)
        .bind(limit as i64)
        .all()
        .await?;
    let mut tags: Vec<String> = rows.into_iter().map(|(tag, _)| tag).collect();
    tags.sort_by_key(|tag| tag.to_lowercase());
    Ok(tags)
}

/// Adds a recording; a file that is known already violates [`FILE_HASH_KEY`].
pub async fn insert(tx: &mut Tx, recording: &Recording) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO recordings (id, manager_id, uploaded_by, file_hash, file_name, bytes, content_type, extension,
                                 duration_ms, channels, language, manager_channel, client, phone, called_at, note,
                                 tags, words_folded, state, created_at, updated_at, read_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, '', '', $12, '', '[]', '', $13, $12, $12, $14)",
    )
    .bind_all((&recording.id, &recording.manager_id, &recording.uploaded_by))
    .bind_all((&recording.file_hash, &recording.file_name, recording.bytes))
    .bind_all((&recording.content_type, &recording.extension))
    .bind_all((recording.duration_ms, recording.channels, recording.language))
    .bind_all((recording.created_at, recording.state, recording.read_by))
    .execute_exactly(1)
    .await
}

/// Stores whose call it is and the facts, with its tags.
pub async fn set_facts(
    tx: &mut Tx,
    id: &RecordingId,
    manager: &PersonId,
    facts: &CallFacts,
    file_name: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE recordings SET manager_id = $2, client = $3, phone = $4, direction = $5, called_at = $6, call_type = $7,
                note = $8, tags = $9, words_folded = $10, language = $11, manager_channel = $12, updated_at = $13,
                outcome = $14
         WHERE id = $1",
    )
    .bind_all((id, manager, &facts.client, &facts.phone, facts.direction))
    .bind_all((facts.called_at, facts.call_type, &facts.note))
    .bind_all((JsonText(&facts.tags), facts.words_folded(file_name)))
    .bind_all((facts.language, facts.manager_channel, now, facts.outcome))
    .execute_exactly(1)
    .await?;
    tx.query("DELETE FROM recording_tags WHERE recording_id = $1")
        .bind(id)
        .execute()
        .await?;
    for tag in &facts.tags {
        tx.query("INSERT INTO recording_tags (recording_id, tag_folded, tag) VALUES ($1, $2, $3)")
            .bind_all((id, fold(tag), tag))
            .execute_exactly(1)
            .await?;
    }
    Ok(())
}

/// Stores whose call it is and what the client is called; `words_folded` as [`super::facts::words_folded`] makes it.
pub async fn set_names(
    tx: &mut Tx,
    id: &RecordingId,
    manager: &PersonId,
    client: String,
    words_folded: String,
) -> Result<(), DbError> {
    tx.query("UPDATE recordings SET manager_id = $2, client = $3, words_folded = $4 WHERE id = $1")
        .bind_all((id, manager, client, words_folded))
        .execute_exactly(1)
        .await
}

/// Marks the recording as changed. In a writing transaction this comes first: whoever else wants to change the same
/// recording or its texts then waits for the end of it, on every database.
pub async fn touch(tx: &mut Tx, id: &RecordingId, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE recordings SET updated_at = $2 WHERE id = $1")
        .bind_all((id, now))
        .execute_exactly(1)
        .await
}

/// Is there a text to show?
pub(super) async fn has_transcript(tx: &mut Tx, recording: &RecordingId) -> Result<bool, DbError> {
    let count: i64 = tx
        .query("SELECT COUNT(*) FROM transcripts WHERE recording_id = $1 AND is_current")
        .bind(recording)
        .scalar()
        .await?;
    Ok(count > 0)
}

/// On which side the manager is heard.
pub async fn manager_side(tx: &mut Tx, id: &RecordingId) -> Result<Side, DbError> {
    tx.query("SELECT manager_channel FROM recordings WHERE id = $1")
        .bind(id)
        .scalar()
        .await
}

/// Stores on which side the manager is heard; false when that was known.
pub async fn set_manager_side(tx: &mut Tx, id: &RecordingId, side: Side) -> Result<bool, DbError> {
    let changed = tx
        .query("UPDATE recordings SET manager_channel = $2 WHERE id = $1 AND manager_channel <> $2")
        .bind_all((id, side))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Stores what reading the file through has shown.
pub async fn set_sound(
    tx: &mut Tx,
    id: &RecordingId,
    facts: &crate::speech::audio::AudioFacts,
    peaks: &Peaks,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE recordings SET duration_ms = $2, channels = $3, damaged_at_ms = $4, read_by = $5 WHERE id = $1",
    )
    .bind_all((id, facts.duration_ms, i32::from(facts.channels)))
    .bind_all((facts.damaged_at_ms, facts.read_by))
    .execute()
    .await?;
    // Nothing, like above, when the recording is gone.
    tx.query(
        "INSERT INTO recording_peaks (recording_id, peaks) SELECT id, $2 FROM recordings WHERE id = $1
         ON CONFLICT (recording_id) DO UPDATE SET peaks = excluded.peaks",
    )
    .bind_all((id, JsonText(peaks)))
    .execute()
    .await
    .map(drop)
}

/// The waveform, once the file was read through.
pub async fn peaks(tx: &mut Tx, id: &RecordingId) -> Result<Option<Peaks>, DbError> {
    let row: Option<(JsonText<Peaks>,)> = tx
        .query("SELECT peaks FROM recording_peaks WHERE recording_id = $1")
        .bind(id)
        .optional()
        .await?;
    Ok(row.map(|(JsonText(peaks),)| peaks))
}

/// How far a recording is; nothing when it is gone.
pub async fn state(tx: &mut Tx, id: &RecordingId) -> Result<Option<RecordingState>, DbError> {
    let row: Option<(RecordingState,)> = tx
        .query("SELECT state FROM recordings WHERE id = $1")
        .bind(id)
        .optional()
        .await?;
    Ok(row.map(|(state,)| state))
}

/// Moves a recording on, with the reason if there is one. False, and nothing is written, when it is gone or the step
/// is not one that may happen ([`RecordingState::may_become`]).
pub async fn move_to(
    tx: &mut Tx,
    id: &RecordingId,
    to: RecordingState,
    error: Option<&Error>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let Some(from) = state(tx, id).await?.filter(|from| from.may_become(to)) else {
        return Ok(false);
    };
    let args = error.map(|error| {
        let args = error.args().iter();
        JsonText(
            args.map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect::<Vec<_>>(),
        )
    });
    let changed = tx
        .query(
            "UPDATE recordings SET state = $3, error_code = $4, error_args = $5, updated_at = $6
             WHERE id = $1 AND state = $2",
        )
        .bind_all((id, from, to, error.map(Error::code), args, now))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Removes a recording with its tags and transcripts.
pub async fn delete(tx: &mut Tx, id: &RecordingId) -> Result<(), DbError> {
    tx.query("DELETE FROM recordings WHERE id = $1")
        .bind(id)
        .execute_exactly(1)
        .await
}

/// The file a recording's row names.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct KeptFile {
    /// The recording.
    pub id: RecordingId,
    /// Name of the file.
    pub file_hash: String,
    /// What it was called when it was brought.
    pub file_name: String,
    /// Its size.
    pub bytes: i64,
}

/// The file of every recording. Asks only for columns that every version of the database has: copies may be old.
pub async fn kept_files(tx: &mut Tx) -> Result<Vec<KeptFile>, DbError> {
    tx.query("SELECT id, file_hash, file_name, bytes FROM recordings ORDER BY id")
        .all()
        .await
}

/// Is there a recording with this file?
pub async fn has_file(tx: &mut Tx, hash: &str) -> Result<bool, DbError> {
    let row: Option<(i64,)> = tx
        .query("SELECT bytes FROM recordings WHERE file_hash = $1")
        .bind(hash)
        .optional()
        .await?;
    Ok(row.is_some())
}
