//! A snippet made ready to be shown and heard: its waveform and what is said in it.
//!
//! Decides that who does not see the recording reads no name of the client. The text is the transcript's, cut to the range
//! word by word; it is read off the web threads.

use super::snippet::{Range, Snippet};
use super::{Snippets, store};
use crate::db::{DbError, Tx};
use crate::error::{Error, Result};
use crate::i18n::format;
use crate::id::{RecordingId, SnippetId};
use crate::people::Person;
use crate::recordings::waveform::{self, WaveformScale};
use crate::recordings::{spoken_matches, store as recordings_store};
use crate::speech::audio::Peaks;
use crate::speech::{Speaker, Transcript};

/// The small waveform: 36 high.
const BARS: WaveformScale = WaveformScale {
    most: 70,
    axis: 18.0,
    tallest: 15.0,
};

/// A snippet as it is shown.
#[derive(Debug)]
pub struct Clip {
    /// The snippet.
    pub snippet: Snippet,
    /// The waveform above and below its axis; absent until the recording was read through.
    pub wave: Option<(String, String)>,
    /// What is said; empty where it was not asked for or nothing is known.
    pub lines: Vec<ClipLine>,
    /// The visitor sees the whole recording.
    pub inside: bool,
    /// The visitor has heard it to its end.
    pub heard: bool,
}

/// What one party says in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipLine {
    /// `manager`, `client` or `unknown`.
    pub side: &'static str,
    /// The manager's first name; empty for the others, whom the page names.
    pub who: String,
    /// The words.
    pub text: String,
}

impl Clip {
    /// How long it is, `0:38`.
    pub fn length(&self) -> String {
        format::duration(self.snippet.range().length_ms())
    }

    /// Title of the objection's entry and its address, while the book has it.
    pub fn objection(&self, snippets: &Snippets) -> Option<(String, String)> {
        let id = self.snippet.entry()?;
        let book = snippets.library.snapshot();
        let entry = book.get(&id)?;
        Some((entry.title().to_owned(), id.url()))
    }

    /// What is known without the text.
    pub async fn load(tx: &mut Tx, person: &Person, snippet: Snippet) -> Result<Self, DbError> {
        let peaks = recordings_store::peaks(tx, &snippet.recording_id).await?;
        Ok(Self {
            wave: peaks.map(|peaks| wave(&peaks, &snippet)),
            inside: snippet.is_inside(&person.scope()),
            heard: store::was_heard(tx, &snippet.id, &person.id).await?,
            lines: Vec::new(),
            snippet,
        })
    }
}

/// Reads what is said in these clips.
pub async fn read_lines(tx: &mut Tx, clips: &mut [Clip]) -> Result<()> {
    let recordings = clips.iter().map(|clip| clip.snippet.recording_id.to_string());
    let documents = spoken_matches::documents(tx, recordings.collect()).await?;
    let wanted: Vec<(SnippetId, RecordingId, Range, String)> = clips
        .iter()
        .map(|clip| {
            let it = &clip.snippet;
            (
                it.id.clone(),
                it.recording_id.clone(),
                it.range(),
                first_name(&it.manager),
            )
        })
        .collect();
    // Transcripts are long: not in a thread that answers requests.
    let read = tokio::task::spawn_blocking(move || {
        let mut found = Vec::new();
        for (recording, document) in documents {
            let transcript: Transcript = serde_json::from_str(&document)?;
            for (id, _, range, manager) in wanted.iter().filter(|it| it.1 == recording) {
                found.push((id.clone(), lines(&transcript, *range, manager)));
            }
        }
        Ok::<_, serde_json::Error>(found)
    });
    let found = read.await.map_err(Error::internal)?.map_err(Error::internal)?;
    for (id, lines) in found {
        for clip in clips.iter_mut().filter(|clip| clip.snippet.id == id) {
            clip.lines.clone_from(&lines);
        }
    }
    Ok(())
}

/// What is said in a range: the words that begin in it, one line a turn.
pub(super) fn lines(transcript: &Transcript, range: Range, manager: &str) -> Vec<ClipLine> {
    let mut lines: Vec<ClipLine> = Vec::new();
    for segment in &transcript.segments {
        let words = segment.words.iter().filter(|word| range.holds(word.start_ms));
        let text = words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            continue;
        }
        let side = segment.speaker.as_str();
        match lines.last_mut() {
            Some(last) if last.side == side => {
                last.text.push(' ');
                last.text.push_str(&text);
            }
            _ => lines.push(ClipLine {
                side,
                who: if segment.speaker == Speaker::Manager {
                    manager.to_owned()
                } else {
                    String::new()
                },
                text,
            }),
        }
    }
    lines
}

fn first_name(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().to_owned()
}

fn wave(peaks: &Peaks, snippet: &Snippet) -> (String, String) {
    let mono = snippet.channels < 2;
    let sides = waveform::sides(peaks, snippet.manager_channel, mono);
    let [upper, lower] = sides.map(|side| part(side, snippet));
    let loudest = waveform::loudest(&[upper, lower]);
    (BARS.path(upper, loudest, -1.0), BARS.path(lower, loudest, 1.0))
}

/// The peaks of the whole recording that belong to the snippet.
fn part<'a>(peaks: &'a [u8], snippet: &Snippet) -> &'a [u8] {
    let place = |ms: i64| {
        let at = ms.max(0).unsigned_abs() as usize * peaks.len();
        (at / snippet.duration_ms.max(1).unsigned_abs() as usize).min(peaks.len())
    };
    let (from, to) = (place(snippet.start_ms), place(snippet.end_ms));
    &peaks[from..to.max(from)]
}

impl Snippets {
    /// A page of one clip, with its text.
    pub(super) async fn clip(&self, person: &Person, id: &SnippetId) -> Result<Clip> {
        let snippet = self.find(person, id).await?;
        let mut tx = self.core.db.read().await?;
        let mut clips = [Clip::load(&mut tx, person, snippet).await?];
        read_lines(&mut tx, &mut clips).await?;
        let [clip] = clips;
        Ok(clip)
    }
}
