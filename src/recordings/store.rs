//! SQL of recordings. What a person sees is decided here, by [`Scope`], in every statement that reads for them.

use super::facts::{Facts, search_words};
use super::spoken::{self, Said};
use super::{CallType, Recording, State};
use crate::audio::Peaks;
use crate::db::{Cursor, DbError, JsonText, Page, Sql, Tx};
use crate::error::Error;
use crate::id::{PersonId, RecordingId};
use crate::people::Scope;
use crate::time::Timestamp;

/// The constraint that keeps one file from being taken in twice.
pub const FILE_HASH_KEY: &str = "recordings_file_hash_key";

macro_rules! columns {
    () => {
        "r.id, r.manager_id, p.name AS manager_name, r.uploaded_by, r.file_hash, r.file_name, r.bytes, r.content_type,
         r.extension, r.duration_ms, r.channels, r.damaged_at_ms, r.read_by, r.language, r.manager_channel, r.client, r.phone,
         r.direction, r.called_at, r.call_type, r.note, r.tags, r.state, r.error_code, r.error_args, r.created_at"
    };
}

macro_rules! visible {
    () => {
        "($1 = 'all' OR ($1 = 'team' AND p.team_id = $2) OR ($1 = 'own' AND p.id = $2))"
    };
}

/// The recording, if the scope covers its manager.
pub async fn find(tx: &mut Tx, scope: &Scope, id: &RecordingId) -> Result<Option<Recording>, DbError> {
    tx.query(concat!(
        "SELECT ",
        columns!(),
        " FROM recordings r JOIN people p ON p.id = r.manager_id WHERE ",
        visible!(),
        " AND r.id = $3"
    ))
    .bind(scope.word())
    .bind(scope.key())
    .bind(id.clone())
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
    .bind(hash.to_owned())
    .optional()
    .await
}

/// The hash of the file that came last.
pub async fn newest_hash(tx: &mut Tx) -> Result<Option<String>, DbError> {
    let row: Option<(String,)> = tx
        .query("SELECT file_hash FROM recordings ORDER BY created_at DESC, id DESC LIMIT 1")
        .optional()
        .await?;
    Ok(row.map(|(hash,)| hash))
}

/// Which recordings are looked for; empty fields mean any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whose calls.
    pub manager: Option<PersonId>,
    /// A state's word, or `working` for everything that still moves.
    pub state: Option<String>,
    /// What kind of call.
    pub call_type: Option<CallType>,
    /// With this tag, folded.
    pub tag: Option<String>,
    /// All of these stand in the client, number, note or file name, or are said in the call; folded; at most four.
    pub words: Vec<String>,
    /// The same words as they are looked for in what is said.
    pub said: Vec<Said>,
}

/// One word of the question: in the facts, or said in the call in any form. Each call is asked for its words, newest first,
/// and asking ends with the page: a word that is said in every call then costs no more than a rare one.
macro_rules! word {
    ($pattern:literal, $stem:literal, $beginning:literal, $begins:ident) => {
        concat!(
            " AND (r.words_folded LIKE ",
            $pattern,
            " ESCAPE '\\'
                   OR ",
            $stem,
            " <> '' AND EXISTS (SELECT 1 FROM spoken_words s WHERE s.stem = ",
            $stem,
            " AND s.recording_id = r.id)
                   OR ",
            $beginning,
            " <> '' AND EXISTS (SELECT 1 FROM spoken_words s WHERE s.recording_id = r.id AND s.stem IN (
                      SELECT v.stem FROM spoken_terms v WHERE ",
            $begins!($beginning),
            ")))"
        )
    };
}

/// A range of the key: SQLite's `LIKE` passes over case, and so over the index.
macro_rules! sqlite_begins {
    ($beginning:literal) => {
        concat!(
            "v.word >= ",
            $beginning,
            " AND v.word < ",
            $beginning,
            " || char(1114111)"
        )
    };
}

/// A range would follow the order of letters in the database's language, which may leave some out.
macro_rules! postgres_begins {
    ($beginning:literal) => {
        concat!("v.word LIKE ", $beginning, " || '%'")
    };
}

macro_rules! listed {
    ($begins:ident) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM recordings r JOIN people p ON p.id = r.manager_id WHERE ",
            visible!(),
            // Says no more than the line above, but before anything is asked about other people's calls.
            " AND ($1 <> 'own' OR r.manager_id = $2)
              AND (CAST($3 AS TEXT) IS NULL OR r.manager_id = $3)
              AND (CAST($4 AS TEXT) IS NULL OR r.state = $4
                   OR ($4 = 'working' AND r.state IN ('queued', 'transcribing')))
              AND (CAST($5 AS TEXT) IS NULL OR r.call_type = $5)
              AND (CAST($6 AS TEXT) IS NULL
                   OR EXISTS (SELECT 1 FROM recording_tags g WHERE g.recording_id = r.id AND g.tag_folded = $6))
",
            word!("$7", "$14", "$18", $begins),
            word!("$8", "$15", "$19", $begins),
            word!("$9", "$16", "$20", $begins),
            word!("$10", "$17", "$21", $begins),
            " AND (r.called_at < $11 OR (r.called_at = $11 AND r.id < $12))
              ORDER BY r.called_at DESC, r.id DESC LIMIT $13"
        )
    };
}

const LISTED: Sql = Sql::dialects(listed!(sqlite_begins), listed!(postgres_begins));

impl Filter {
    /// What answers `question`, in the facts or in what is said; of any manager, state, kind and tag.
    pub fn asked(question: &str) -> Self {
        let words = search_words(question);
        Self {
            said: spoken::asked(question, &words),
            words,
            ..Self::default()
        }
    }

    fn said(&self, n: usize) -> Said {
        self.said.get(n).cloned().unwrap_or_default()
    }

    fn pattern(&self, n: usize) -> String {
        let word = self.words.get(n).map_or("", String::as_str);
        let plain = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("%{plain}%")
    }
}

/// Recordings the scope covers, the newest call first.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    after: &Cursor,
    limit: usize,
) -> Result<Page<Recording>, DbError> {
    let rows = tx
        .query(LISTED)
        .bind(scope.word())
        .bind(scope.key())
        .bind(filter.manager.clone())
        .bind(filter.state.clone())
        .bind(filter.call_type)
        .bind(filter.tag.clone())
        .bind(filter.pattern(0))
        .bind(filter.pattern(1))
        .bind(filter.pattern(2))
        .bind(filter.pattern(3))
        .bind(after.key)
        .bind(after.id.clone())
        .bind(limit as i64 + 1)
        .bind(filter.said(0).stem)
        .bind(filter.said(1).stem)
        .bind(filter.said(2).stem)
        .bind(filter.said(3).stem)
        .bind(filter.said(0).beginning)
        .bind(filter.said(1).beginning)
        .bind(filter.said(2).beginning)
        .bind(filter.said(3).beginning)
        .all::<Recording>()
        .await?;
    Ok(Page::cut(rows, limit, |row| Cursor {
        key: row.called_at.0,
        id: row.id.to_string(),
    }))
}

/// How many recordings of each state the scope covers, and their length together in ms.
pub async fn counts(tx: &mut Tx, scope: &Scope) -> Result<Vec<(State, i64, i64)>, DbError> {
    tx.query(concat!(
        "SELECT r.state, COUNT(*), CAST(SUM(r.duration_ms) AS BIGINT)
         FROM recordings r JOIN people p ON p.id = r.manager_id WHERE ",
        visible!(),
        " GROUP BY r.state"
    ))
    .bind(scope.word())
    .bind(scope.key())
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
        .bind(scope.word())
        .bind(scope.key())
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
    .bind(recording.id.clone())
    .bind(recording.manager_id.clone())
    .bind(recording.uploaded_by.clone())
    .bind(recording.file_hash.clone())
    .bind(recording.file_name.clone())
    .bind(recording.bytes)
    .bind(recording.content_type.clone())
    .bind(recording.extension.clone())
    .bind(recording.duration_ms)
    .bind(recording.channels)
    .bind(recording.language)
    .bind(recording.created_at)
    .bind(recording.state)
    .bind(recording.read_by)
    .affect(1)
    .await
}

/// Stores whose call it is and the facts, with its tags.
pub async fn set_facts(
    tx: &mut Tx,
    id: &RecordingId,
    manager: &PersonId,
    facts: &Facts,
    file_name: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE recordings SET manager_id = $2, client = $3, phone = $4, direction = $5, called_at = $6, call_type = $7,
                note = $8, tags = $9, words_folded = $10, language = $11, manager_channel = $12, updated_at = $13
         WHERE id = $1",
    )
    .bind(id.clone())
    .bind(manager.clone())
    .bind(facts.client.clone())
    .bind(facts.phone.clone())
    .bind(facts.direction)
    .bind(facts.called_at)
    .bind(facts.call_type)
    .bind(facts.note.clone())
    .bind(JsonText(facts.tags.clone()))
    .bind(facts.words_folded(file_name))
    .bind(facts.language)
    .bind(facts.manager_channel)
    .bind(now)
    .affect(1)
    .await?;
    tx.query("DELETE FROM recording_tags WHERE recording_id = $1")
        .bind(id.clone())
        .execute()
        .await?;
    for tag in &facts.tags {
        tx.query("INSERT INTO recording_tags (recording_id, tag_folded, tag) VALUES ($1, $2, $3)")
            .bind(id.clone())
            .bind(super::facts::fold(tag))
            .bind(tag.clone())
            .affect(1)
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
        .bind(id.clone())
        .bind(manager.clone())
        .bind(client)
        .bind(words_folded)
        .affect(1)
        .await
}

/// Marks the recording as changed. In a writing transaction this comes first: whoever else wants to change the same
/// recording or its texts then waits for the end of it, on every database.
pub async fn touch(tx: &mut Tx, id: &RecordingId, now: Timestamp) -> Result<(), DbError> {
    tx.query("UPDATE recordings SET updated_at = $2 WHERE id = $1")
        .bind(id.clone())
        .bind(now)
        .affect(1)
        .await
}

/// On which channel the manager is heard.
pub async fn manager_channel(tx: &mut Tx, id: &RecordingId) -> Result<i32, DbError> {
    tx.query("SELECT manager_channel FROM recordings WHERE id = $1")
        .bind(id.clone())
        .scalar()
        .await
}

/// Stores on which channel the manager is heard; false when that was known.
pub async fn set_manager_channel(tx: &mut Tx, id: &RecordingId, channel: i32) -> Result<bool, DbError> {
    let changed = tx
        .query("UPDATE recordings SET manager_channel = $2 WHERE id = $1 AND manager_channel <> $2")
        .bind(id.clone())
        .bind(channel)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Stores what reading the file through has shown.
pub async fn set_sound(
    tx: &mut Tx,
    id: &RecordingId,
    facts: &crate::audio::AudioFacts,
    peaks: &Peaks,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE recordings SET duration_ms = $2, channels = $3, damaged_at_ms = $4, read_by = $5 WHERE id = $1",
    )
    .bind(id.clone())
    .bind(facts.duration_ms)
    .bind(i32::from(facts.channels))
    .bind(facts.damaged_at_ms)
    .bind(facts.read_by)
    .execute()
    .await?;
    // Nothing, like above, when the recording is gone.
    tx.query(
        "INSERT INTO recording_peaks (recording_id, peaks) SELECT id, $2 FROM recordings WHERE id = $1
         ON CONFLICT (recording_id) DO UPDATE SET peaks = excluded.peaks",
    )
    .bind(id.clone())
    .bind(JsonText(peaks.clone()))
    .execute()
    .await
    .map(drop)
}

/// The waveform, once the file was read through.
pub async fn peaks(tx: &mut Tx, id: &RecordingId) -> Result<Option<Peaks>, DbError> {
    let row: Option<(JsonText<Peaks>,)> = tx
        .query("SELECT peaks FROM recording_peaks WHERE recording_id = $1")
        .bind(id.clone())
        .optional()
        .await?;
    Ok(row.map(|(JsonText(peaks),)| peaks))
}

/// How far a recording is; nothing when it is gone.
pub async fn state(tx: &mut Tx, id: &RecordingId) -> Result<Option<State>, DbError> {
    let row: Option<(State,)> = tx
        .query("SELECT state FROM recordings WHERE id = $1")
        .bind(id.clone())
        .optional()
        .await?;
    Ok(row.map(|(state,)| state))
}

/// Moves a recording on, with the reason if there is one. False, and nothing is written, when it is gone or the step
/// is not one that may happen ([`State::may_become`]).
pub async fn move_to(
    tx: &mut Tx,
    id: &RecordingId,
    to: State,
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
        .bind(id.clone())
        .bind(from)
        .bind(to)
        .bind(error.map(Error::code))
        .bind(args)
        .bind(now)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Removes a recording with its tags and transcripts.
pub async fn delete(tx: &mut Tx, id: &RecordingId) -> Result<(), DbError> {
    tx.query("DELETE FROM recordings WHERE id = $1")
        .bind(id.clone())
        .affect(1)
        .await
}
