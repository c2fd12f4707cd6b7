//! Which words are said in which recording, to be found by.
//!
//! Decides that the index lies in the database, one row a stem and recording: it follows deletion by itself, is there after
//! a restart and the same for every process, and who may see a recording is asked in the same statement. Whoever changes a
//! shown text marks it due ([`super::store`]); [`follow`] writes its words down soon after, off the web threads.
//! What a word is and how its forms come together is left to [`crate::search::tokenizer`], what a question looks for in the
//! index to [`crate::recordings::spoken_terms`].

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use super::Transcripts;
use crate::db::{Db, DbError, JsonText, Sql, Tx};
use crate::id::{RecordingId, TranscriptId};
use crate::lifecycle::Lifecycle;
use crate::search::tokenizer::{Stems, words};

/// How often is looked for changed texts; an indexed question that mostly answers nothing.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The pause after a failure.
const REST: Duration = Duration::from_mins(1);

/// A text whose words are not written down yet.
#[derive(sqlx::FromRow)]
struct UnindexedText {
    id: TranscriptId,
    recording_id: RecordingId,
    revision: i64,
    document: String,
}

/// Only what is needed of a transcript.
#[derive(Deserialize)]
struct SpokenText {
    segments: Vec<SpokenSegment>,
}

#[derive(Deserialize)]
struct SpokenSegment {
    text: String,
}

impl Transcripts {
    /// Starts what every process needs: the index of words said. Several may follow at once.
    pub fn start(&self, life: &Lifecycle) {
        life.tasks.spawn(follow(self.core.db.clone(), life.soft.clone()));
    }
}

/// Follows the changes of all texts until told to stop.
pub async fn follow(db: Db, stop: CancellationToken) {
    let mut pause = LOOK_EVERY;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = match index_due(&db).await {
            Ok(_) => LOOK_EVERY,
            Err(error) => {
                tracing::warn!(error = ?error, "the words of a transcript could not be written down");
                REST
            }
        };
    }
}

/// Writes down the words of every changed text; returns how many texts there were.
pub async fn index_due(db: &Db) -> crate::error::Result<usize> {
    let mut done = 0;
    while let Some(due) = next_due(db).await? {
        let document = due.document;
        let terms = tokio::task::spawn_blocking(move || terms(&document)).await;
        let terms = terms
            .map_err(crate::error::Error::internal)?
            .map_err(crate::error::Error::internal)?;
        let mut tx = db.write().await?;
        // Changed again meanwhile: it is still due, and the next round reads the newer text.
        if settle(&mut tx, &due.id, due.revision).await? {
            write(&mut tx, &due.recording_id, terms).await?;
            tx.commit().await?;
            done += 1;
        }
    }
    Ok(done)
}

/// The words of a stored transcript with their stems.
fn terms(document: &str) -> serde_json::Result<BTreeMap<String, String>> {
    let text: SpokenText = serde_json::from_str(document)?;
    let mut stems = Stems::default();
    let mut terms: BTreeMap<String, String> = BTreeMap::new();
    for line in text.segments {
        for word in words(&line.text) {
            terms
                .entry(word.folded)
                .or_insert_with_key(|word| stems.stem(word));
        }
    }
    Ok(terms)
}

async fn next_due(db: &Db) -> Result<Option<UnindexedText>, DbError> {
    let mut tx = db.read().await?;
    tx.query(
        "SELECT id, recording_id, revision, document FROM transcripts WHERE words_due AND is_current LIMIT 1",
    )
    .optional()
    .await
}

/// False when the text is not the one that was read.
async fn settle(tx: &mut Tx, id: &TranscriptId, revision: i64) -> Result<bool, DbError> {
    let changed = tx
        .query(
            "UPDATE transcripts SET words_due = $3 WHERE id = $1 AND revision = $2 AND is_current AND words_due",
        )
        .bind_all((id, revision, false))
        .execute()
        .await?;
    Ok(changed == 1)
}

const WORDS: Sql = Sql::dialects(
    "INSERT INTO spoken_words (stem, recording_id) SELECT DISTINCT value, $2 FROM json_each($1)",
    "INSERT INTO spoken_words (stem, recording_id)
     SELECT DISTINCT stem, $2 FROM json_array_elements_text(CAST($1 AS JSON)) AS stem",
);

// In the order of the words, so that two writers never wait for each other.
const TERMS: Sql = Sql::dialects(
    "INSERT INTO spoken_terms (word, stem) SELECT key, value FROM json_each($1) WHERE true ON CONFLICT DO NOTHING",
    "INSERT INTO spoken_terms (word, stem) SELECT key, value FROM json_each_text(CAST($1 AS JSON))
     ON CONFLICT DO NOTHING",
);

async fn write(tx: &mut Tx, recording: &RecordingId, terms: BTreeMap<String, String>) -> Result<(), DbError> {
    tx.query("DELETE FROM spoken_words WHERE recording_id = $1")
        .bind(recording)
        .execute()
        .await?;
    let stems: Vec<String> = terms.values().cloned().collect();
    tx.query(WORDS)
        .bind_all((JsonText(stems), recording))
        .execute()
        .await?;
    tx.query(TERMS).bind(JsonText(terms)).execute().await.map(drop)
}

/// Lets words go that nobody says any more in any recording; returns how many.
pub async fn forget_unsaid(tx: &mut Tx) -> Result<u64, DbError> {
    tx.query(
        "DELETE FROM spoken_terms
         WHERE NOT EXISTS (SELECT 1 FROM spoken_words w WHERE w.stem = spoken_terms.stem)",
    )
    .execute()
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_written_down_once() {
        let document = r#"{"segments":[{"text":"Скидки? Нет, скидки нет."},{"text":"«Ярус»"}]}"#;
        let words: Vec<String> = terms(document).unwrap().into_keys().collect();
        assert_eq!(words, ["нет", "скидки", "ярус"]);
    }
}
