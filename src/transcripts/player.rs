//! What the player and the transcript beside it show: the waveform as SVG paths, the turns with their words.
//!
//! Made for every page that plays a recording: put a [`Player`] in the page's field `player` and include
//! `transcripts/player.html` and `transcripts/talk.html`. Pure but for [`Player::load`]. Playing is left to
//! `static/js/player.js`.

use super::editing::TurnKey;
use super::editing::change::keys;
use super::store as transcripts;
use crate::db::{DbError, Tx};
use crate::i18n::format;
use crate::id::RecordingId;
use crate::recordings::files::{self, FileFault};
use crate::recordings::waveform::{self, WaveformScale};
use crate::recordings::{Recording, store};
use crate::speech::audio::Peaks;
use crate::speech::audio::vad::Interval;
use crate::speech::export::DOUBT;
use crate::speech::{FilteredReason, FilteredSegment, Segment, Speaker, Transcript};
use crate::web::PageContext;

/// Silence from here on is shown, in ms.
const SILENCE_MS: i64 = 5_000;
/// Turns shown before and after one that is looked at alone.
const NEAR: usize = 2;
/// Bars of the waveform: 86 high.
const BARS: WaveformScale = WaveformScale {
    most: 300,
    axis: 43.0,
    tallest: 40.0,
};

/// A recording as it is played.
#[derive(Debug)]
pub struct Player {
    /// Which; also the address of the sound.
    pub id: RecordingId,
    /// Length in ms.
    pub duration_ms: i64,
    /// What the manager is called here: the first name.
    pub manager: String,
    /// What the other party is called here.
    pub client: String,
    /// What is wrong with the file, as far as it is known.
    pub fault: Option<FileFault>,
    /// Both parties on one channel.
    pub mono: bool,
    /// Mono because both channels of the file carry the same sound.
    pub twin: bool,
    /// The page lets the visitor correct the text; in mono also say who speaks.
    pub can_edit: bool,
    /// How often people changed the text.
    pub edits: i64,
    /// The drawing; absent until the file was read through.
    pub wave: Option<Waveform>,
    /// Turns of the transcript; empty when there is none, or nobody speaks.
    pub turns: Vec<PlayerTurn>,
    /// What was taken out as invented.
    pub filtered: Vec<FilteredStretch>,
    /// The engine's line under the transcript; absent without a transcript.
    pub engine: Option<EngineLine>,
}

/// The waveform: SVG path data and places in a drawing 1000 wide and 86 high.
#[derive(Debug)]
pub struct Waveform {
    /// Above the axis: the manager, or everybody in mono.
    pub upper: String,
    /// Below the axis: the client, or everybody in mono.
    pub lower: String,
    /// Silences, as left edge and width.
    pub gaps: Vec<(f64, f64)>,
    /// Times under the drawing, as percent of the width and text.
    pub ticks: Vec<(f64, String)>,
}

/// What made the transcript.
#[derive(Debug)]
pub struct EngineLine {
    /// No machine here: the text came in a file.
    pub imported: bool,
    /// Model.
    pub model: String,
    /// Device, a translation key's end.
    pub device: String,
    /// Seconds of sound a second of work, as people write it.
    pub speed: String,
}

/// What one party said in one go.
#[derive(Debug)]
pub struct PlayerTurn {
    /// The element's id; moments link to it.
    pub anchor: String,
    /// The turn's name in addresses.
    pub key: TurnKey,
    /// Start in ms.
    pub start_ms: i64,
    /// End in ms.
    pub end_ms: i64,
    /// `manager`, `client` or `unknown`.
    pub side: &'static str,
    /// The party's name; empty when nobody knows who speaks.
    pub who: String,
    /// The same party as in the turn before.
    pub again: bool,
    /// Seconds of silence before it, when they are worth showing.
    pub silence_s: Option<i64>,
    /// What was said.
    pub words: Vec<PlayerWord>,
}

/// A stretch that was taken out as invented.
#[derive(Debug)]
pub struct FilteredStretch {
    /// Start in ms.
    pub start_ms: i64,
    /// 1 or 2.
    pub channel: u16,
    /// What the model wrote.
    pub text: String,
    /// Why it was taken out, a translation key's end.
    pub reason: FilteredReason,
}

impl FilteredStretch {
    fn new(filtered: &FilteredSegment) -> Self {
        Self {
            start_ms: filtered.start_ms,
            channel: filtered.channel,
            text: filtered.text.clone(),
            reason: filtered.reason,
        }
    }
}

/// A word with its time.
#[derive(Debug)]
pub struct PlayerWord {
    /// Start in ms.
    pub start_ms: i64,
    /// The word.
    pub text: String,
    /// How sure the machine was, in percent, when it was not.
    pub doubt: Option<i64>,
    /// What was heard, when the glossary put the word in its place.
    pub heard: Option<String>,
}

impl Player {
    /// What the waveform shows, in words.
    pub(crate) fn wave_label(&self, t: &PageContext) -> String {
        if self.mono {
            t.with(
                "transcript-player-wave-mono",
                "time",
                t.duration(&self.duration_ms),
            )
        } else {
            t.with2(
                "transcript-player-wave",
                "manager",
                &self.manager,
                "client",
                &self.client,
            )
        }
    }

    /// Reads waveform and transcript of a recording the caller may show.
    pub async fn load(tx: &mut Tx, recording: &Recording, t: &PageContext) -> Result<Self, DbError> {
        let shown = transcripts::shown(tx, &recording.id).await?;
        let voice = transcripts::voice(tx, &recording.id).await?.unwrap_or_default();
        let transcript = shown.as_ref().map(|it| &it.transcript);
        Ok(Self {
            edits: shown.as_ref().map_or(0, |it| it.revision.number),
            ..Self::with(tx, recording, transcript, &voice, t).await?
        })
    }

    /// The same with another text than the shown one.
    pub async fn with(
        tx: &mut Tx,
        recording: &Recording,
        transcript: Option<&Transcript>,
        voice: &[Vec<Interval>],
        t: &PageContext,
    ) -> Result<Self, DbError> {
        let peaks = store::peaks(tx, &recording.id).await?;
        Ok(Self {
            fault: files::store::fault(tx, &recording.id).await?,
            ..Self::new(recording, peaks.as_ref(), transcript, voice, t)
        })
    }

    fn new(
        recording: &Recording,
        peaks: Option<&Peaks>,
        transcript: Option<&Transcript>,
        voice: &[Vec<Interval>],
        t: &PageContext,
    ) -> Self {
        let [manager, client] = names(recording, t);
        let silences = silences(voice, recording.duration_ms);
        let mono = transcript.map_or(recording.is_mono(), |it| it.channels < 2);
        let names = [manager.as_str(), client.as_str()];
        Self {
            wave: peaks.map(|peaks| wave(peaks, recording, mono, &silences)),
            turns: transcript.map_or_else(Vec::new, |it| turns(&it.segments, names, &silences)),
            filtered: transcript.map_or_else(Vec::new, |it| {
                it.filtered.iter().map(FilteredStretch::new).collect()
            }),
            engine: transcript.map(|it| EngineLine {
                imported: it.engine.is_imported(),
                model: it.engine.model.clone(),
                device: it.engine.device.clone(),
                speed: t.number(&it.engine.x_realtime, &1),
            }),
            id: recording.id.clone(),
            fault: None,
            duration_ms: recording.duration_ms,
            manager,
            client,
            mono,
            twin: mono && !recording.is_mono(),
            can_edit: false,
            edits: 0,
        }
    }

    /// Leaves the turns near one: what is heard before and after it.
    pub fn keep_around(&mut self, start_ms: i64) {
        let at = self.turns.partition_point(|turn| turn.start_ms < start_ms);
        self.turns.truncate(at + 1 + NEAR);
        self.turns.drain(..at.saturating_sub(NEAR).min(self.turns.len()));
    }

    /// The page lets the visitor say who speaks, turn by turn: in mono, and in a text from elsewhere that does not tell it of
    /// every turn.
    pub fn can_name(&self) -> bool {
        let imported = self.engine.as_ref().is_some_and(|engine| engine.imported);
        let strangers = imported && self.turns.iter().any(|turn| turn.who.is_empty());
        self.can_edit && (self.mono || strangers)
    }

    /// Is there a text, even an empty one?
    pub const fn has_transcript(&self) -> bool {
        self.engine.is_some()
    }

    /// There is nothing to play.
    pub fn is_missing(&self) -> bool {
        self.fault == Some(FileFault::Missing)
    }

    /// What plays may not be what came.
    pub fn is_damaged(&self) -> bool {
        self.fault == Some(FileFault::Damaged)
    }

    /// Are there words the machine was unsure of?
    pub fn has_doubts(&self) -> bool {
        self.turns
            .iter()
            .any(|turn| turn.words.iter().any(|word| word.doubt.is_some()))
    }

    /// Are there words of the glossary in the place of others?
    pub fn has_replaced(&self) -> bool {
        self.turns
            .iter()
            .any(|turn| turn.words.iter().any(|word| word.heard.is_some()))
    }
}

/// What the parties are called beside the sound: the manager's first name, and the client's name if there is one.
fn names(recording: &Recording, t: &PageContext) -> [String; 2] {
    let first_name = recording.manager_name.split_whitespace().next();
    let client = if recording.client.is_empty() {
        t.text("recordings-client")
    } else {
        recording.client.clone()
    };
    [first_name.unwrap_or_default().to_owned(), client]
}

/// Stretches in which nobody speaks on any channel.
fn silences(voice: &[Vec<Interval>], duration_ms: i64) -> Vec<Interval> {
    let mut speech: Vec<Interval> = voice.iter().flatten().copied().collect();
    if speech.is_empty() {
        return Vec::new();
    }
    speech.sort_by_key(|it| it.start_ms);
    let mut found = Vec::new();
    let mut silent_from = 0;
    for it in speech {
        if it.start_ms - silent_from >= SILENCE_MS {
            found.push(Interval {
                start_ms: silent_from,
                end_ms: it.start_ms,
            });
        }
        silent_from = silent_from.max(it.end_ms);
    }
    if duration_ms - silent_from >= SILENCE_MS {
        found.push(Interval {
            start_ms: silent_from,
            end_ms: duration_ms,
        });
    }
    found
}

fn wave(peaks: &Peaks, recording: &Recording, mono: bool, silences: &[Interval]) -> Waveform {
    let [upper, lower] = waveform::sides(peaks, recording.manager_channel, mono);
    let loudest = waveform::loudest(&[upper, lower]);
    let duration_ms = recording.duration_ms.max(1) as f64;
    let x = |ms: i64| round(ms as f64 / duration_ms * waveform::WIDTH);
    Waveform {
        upper: BARS.path(upper, loudest, -1.0),
        lower: BARS.path(lower, loudest, 1.0),
        gaps: silences
            .iter()
            .map(|it| (x(it.start_ms), round(x(it.end_ms) - x(it.start_ms))))
            .collect(),
        ticks: ticks(recording.duration_ms),
    }
}

/// A time every minute, or as seldom as needed to leave them readable.
fn ticks(duration_ms: i64) -> Vec<(f64, String)> {
    let every = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000]
        .into_iter()
        .find(|every| duration_ms / every <= 9)
        .unwrap_or(1_800_000);
    let last = duration_ms - every / 4;
    (1..=duration_ms / every)
        .map(|n| n * every)
        .filter(|at| *at < last)
        .map(|at| {
            (
                round(at as f64 * 100.0 / duration_ms as f64),
                format::duration(at),
            )
        })
        .collect()
}

fn turns(segments: &[Segment], names: [&str; 2], silences: &[Interval]) -> Vec<PlayerTurn> {
    let mut turns: Vec<PlayerTurn> = Vec::with_capacity(segments.len());
    let mut heard_until = 0;
    for (segment, key) in segments.iter().zip(keys(segments)) {
        let silence = silences
            .iter()
            .filter(|it| it.end_ms > heard_until && it.start_ms < segment.start_ms)
            .map(|it| it.end_ms.min(segment.start_ms) - it.start_ms.max(heard_until))
            .max()
            .filter(|ms| *ms >= SILENCE_MS);
        let again = turns
            .last()
            .is_some_and(|last| last.side == segment.speaker.as_str());
        let twin = turns.last().is_some_and(|last| last.start_ms == segment.start_ms);
        turns.push(PlayerTurn {
            anchor: format!("t-{}{}", segment.start_ms, if twin { "-2" } else { "" }),
            key,
            start_ms: segment.start_ms,
            end_ms: segment.end_ms,
            side: segment.speaker.as_str(),
            who: match segment.speaker {
                Speaker::Manager => names[0].to_owned(),
                Speaker::Client => names[1].to_owned(),
                Speaker::Unknown => String::new(),
            },
            again: again && silence.is_none(),
            silence_s: silence.map(|ms| ms / 1000),
            words: segment
                .words
                .iter()
                .map(|word| PlayerWord {
                    start_ms: word.start_ms,
                    text: word.text.clone(),
                    heard: word.replaced.clone(),
                    doubt: (word.p < DOUBT).then(|| (f64::from(word.p) * 100.0).round() as i64),
                })
                .collect(),
        });
        heard_until = heard_until.max(segment.end_ms);
    }
    turns
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(start_s: i64, end_s: i64) -> Interval {
        Interval {
            start_ms: start_s * 1000,
            end_ms: end_s * 1000,
        }
    }

    #[test]
    fn silence_is_where_no_channel_speaks_for_five_seconds() {
        let voice = [
            vec![interval(6, 10), interval(30, 40)],
            vec![interval(9, 20), interval(41, 44)],
        ];
        assert_eq!(
            silences(&voice, 50_000),
            [interval(0, 6), interval(20, 30), interval(44, 50)]
        );
        assert!(silences(&[], 50_000).is_empty());
    }

    #[test]
    fn times_under_the_waveform_stay_readable() {
        let texts = |ms| ticks(ms).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(texts(150_000), ["0:30", "1:00", "1:30", "2:00"]);
        assert_eq!(texts(526_000).len(), 8);
        assert!(texts(3 * 3_600_000).len() <= 10);
        assert!(texts(0).is_empty());
    }
}
