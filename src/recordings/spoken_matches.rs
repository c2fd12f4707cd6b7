//! The moments of calls in which the words of a question are said.
//!
//! Decides which moments of a call are shown (those that hold the most words, then the earliest) and the second each one
//! leads to: the first found word. Which calls are looked at is left to [`super::filter::list`].

use std::collections::HashMap;

use serde::Deserialize;

use super::{Recording, RecordingState};
use crate::db::{DbError, JsonText, Sql, Tx};
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::playbook::render::SafeHtml;
use crate::search::query::SearchWords;
use crate::search::{snippet, tokenizer};
use crate::speech::Speaker;

/// So many moments of one call are shown.
const MOMENTS: usize = 3;

/// A place where it is said.
#[derive(Debug, Clone)]
pub struct SpokenMatch {
    /// The first found word, in ms.
    pub at_ms: i64,
    /// Who says it.
    pub speaker: Speaker,
    /// What is said, found words marked.
    pub snippet_html: SafeHtml,
}

#[derive(Deserialize)]
struct MatchedText {
    segments: Vec<MatchedSegment>,
}

#[derive(Deserialize)]
struct MatchedSegment {
    start_ms: i64,
    speaker: Speaker,
    text: String,
    words: Vec<MatchedWord>,
}

#[derive(Deserialize)]
struct MatchedWord {
    start_ms: i64,
    text: String,
}

/// The moments of each of `recordings` that holds words of `question`.
pub async fn moments(
    tx: &mut Tx,
    question: &str,
    recordings: &[Recording],
) -> Result<HashMap<RecordingId, Vec<SpokenMatch>>> {
    let ready = recordings
        .iter()
        .filter(|recording| recording.state == RecordingState::Ready);
    let ids: Vec<String> = ready.map(|recording| recording.id.to_string()).collect();
    if ids.is_empty() || question.trim().is_empty() {
        return Ok(HashMap::new());
    }
    let documents = documents(tx, ids).await?;
    let mut question = SearchWords::read(question);
    let found = tokio::task::spawn_blocking(move || {
        let mut found = HashMap::new();
        for (id, document) in documents {
            let text: MatchedText = serde_json::from_str(&document)?;
            let moments = matches_in(&text, &mut question);
            if !moments.is_empty() {
                found.insert(id, moments);
            }
        }
        Ok::<_, serde_json::Error>(found)
    });
    found.await.map_err(Error::internal)?.map_err(Error::internal)
}

/// The shown transcripts of these recordings as they are stored: to be read off the web threads.
pub async fn documents(tx: &mut Tx, recordings: Vec<String>) -> Result<Vec<(RecordingId, String)>, DbError> {
    const DOCUMENTS: Sql = Sql::dialects(
        "SELECT recording_id, document FROM transcripts
         WHERE is_current AND recording_id IN (SELECT value FROM json_each($1))",
        "SELECT recording_id, document FROM transcripts
         WHERE is_current AND recording_id IN (SELECT json_array_elements_text(CAST($1 AS JSON)))",
    );
    tx.query(DOCUMENTS).bind(JsonText(recordings)).all().await
}

fn matches_in(text: &MatchedText, question: &mut SearchWords) -> Vec<SpokenMatch> {
    let mut places: Vec<(u32, &MatchedSegment)> = text
        .segments
        .iter()
        .map(|segment| (held(&segment.text, question), segment))
        .filter(|(held, _)| *held > 0)
        .collect();
    places.sort_by_key(|(held, segment)| (std::cmp::Reverse(*held), segment.start_ms));
    places.truncate(MOMENTS);
    places.sort_by_key(|(_, segment)| segment.start_ms);
    let moment = |(_, segment): (u32, &MatchedSegment)| SpokenMatch {
        at_ms: segment
            .words
            .iter()
            .find(|word| held(&word.text, question) > 0)
            .map_or(segment.start_ms, |word| word.start_ms),
        speaker: segment.speaker,
        snippet_html: snippet::snippet(&segment.text, question),
    };
    places.into_iter().map(moment).collect()
}

/// How many different words of the question a text holds.
fn held(text: &str, question: &mut SearchWords) -> u32 {
    let mut found = 0_u32;
    tokenizer::each_word(text, |range| {
        if let Some(word) = question.answers(&text[range]) {
            found |= 1 << word.min(31);
        }
    });
    found.count_ones()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_moments_lead_to_their_first_found_word() {
        let line = |start_ms: i64, text: &str| {
            let words = (0..).zip(text.split(' ')).map(|(n, word)| MatchedWord {
                start_ms: start_ms + n * 100,
                text: word.to_owned(),
            });
            MatchedSegment {
                start_ms,
                speaker: Speaker::Client,
                text: text.to_owned(),
                words: words.collect(),
            }
        };
        let text = MatchedText {
            segments: vec![
                line(1_000, "Скидки бывают?"),
                line(2_000, "Какая скидка?"),
                line(3_000, "Про скидку."),
                line(4_000, "А будет для <нас> большая скидка,"),
                line(5_000, "Нет."),
            ],
        };
        let found = matches_in(&text, &mut SearchWords::read("большую скидку"));
        let times: Vec<i64> = found.iter().map(|moment| moment.at_ms).collect();
        assert_eq!(times, [1_000, 2_100, 4_400]);
        let last = &found[2];
        assert_eq!(
            last.snippet_html.as_str(),
            "А будет для &lt;нас&gt; <mark>большая</mark> <mark>скидка</mark>,"
        );
    }
}
