//! What a change did to a text, turn by turn, and how it is taken back. Pure.
//!
//! A turn is known by where it starts and its channel: neither moves when its words are edited. A change keeps the turns
//! it touched as they were before and after, not the whole text: an hour's call is half a megabyte, and it may be
//! corrected a hundred times.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::TurnKey;
use crate::id::PersonId;
use crate::speech::{Segment, Speaker, Transcript};
use crate::time::Timestamp;

crate::db::text_enum! {
    /// What a person did to a text.
    pub enum TranscriptChangeKind {
        /// Wrote what is said in a turn.
        Edited = "edited",
        /// Removed a turn in which nothing is said.
        Removed = "removed",
        /// Said who speaks.
        Named = "named",
        /// Swapped the sides.
        Swapped = "swapped",
        /// Put back what was taken out as invented.
        Believed = "believed",
        /// Took an earlier change back, or all since.
        Restored = "restored",
    }
}

/// Who changes a text, when, and what kind of change it is.
#[derive(Debug, Clone)]
pub struct TranscriptChange {
    /// What is done.
    pub kind: TranscriptChangeKind,
    /// Who does it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

impl TranscriptChange {
    /// A change made now by this person.
    pub fn new(kind: TranscriptChangeKind, by: &PersonId, at: Timestamp) -> Self {
        Self {
            kind,
            by: by.clone(),
            at,
        }
    }
}

/// One turn before and after a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TurnChange {
    /// Which of the turns that start there on that channel; texts from elsewhere may have several.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub nth: u16,
    /// As it was; absent when the turn is new.
    pub before: Option<Segment>,
    /// As it became; absent when the turn was removed.
    pub after: Option<Segment>,
}

const fn first() -> u16 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_first(nth: &u16) -> bool {
    *nth == 1
}

impl TurnChange {
    /// Which turn.
    pub fn key(&self) -> Option<TurnKey> {
        let turn = self.before.as_ref().or(self.after.as_ref())?;
        Some(TurnKey {
            start_ms: turn.start_ms,
            channel: turn.channel,
            nth: self.nth,
        })
    }

    /// Has what is said changed, not only who says it?
    pub fn is_of_text(&self) -> bool {
        let text = |turn: &Option<Segment>| turn.as_ref().map(|turn| turn.text.clone());
        text(&self.before) != text(&self.after)
    }

    /// The turn as it would be without this change: what later changes did to its other side stays. `swapped`: the sides
    /// have changed places since.
    fn undone(&self, now: Option<Segment>, swapped: bool) -> Option<Segment> {
        let side = |speaker: Speaker| if swapped { speaker.other() } else { speaker };
        let before = self.before.as_ref()?;
        let whole = || Segment {
            speaker: side(before.speaker),
            ..before.clone()
        };
        match (&self.after, now) {
            // It was removed; somebody may have brought it back already.
            (None, now) => Some(now.unwrap_or_else(whole)),
            (Some(_), None) => Some(whole()),
            (Some(after), Some(mut now)) => {
                if (&before.text, &before.words, before.end_ms) != (&after.text, &after.words, after.end_ms) {
                    now.end_ms = before.end_ms;
                    now.text.clone_from(&before.text);
                    now.words.clone_from(&before.words);
                }
                if before.speaker != after.speaker {
                    now.speaker = side(before.speaker);
                }
                Some(now)
            }
        }
    }
}

/// The names of the turns, in the order of the text.
pub fn keys(turns: &[Segment]) -> Vec<TurnKey> {
    let mut seen: HashMap<(i64, u16), u16> = HashMap::new();
    let key = |turn: &Segment| {
        let nth = seen.entry((turn.start_ms, turn.channel)).or_default();
        *nth += 1;
        TurnKey {
            start_ms: turn.start_ms,
            channel: turn.channel,
            nth: *nth,
        }
    };
    turns.iter().map(key).collect()
}

/// The turns by name; the order of the names is the order of the text.
fn named(turns: &[Segment]) -> BTreeMap<TurnKey, &Segment> {
    keys(turns).into_iter().zip(turns).collect()
}

/// Which turns differ.
pub fn between(before: &[Segment], after: &[Segment]) -> Vec<TurnChange> {
    let (old, new) = (named(before), named(after));
    let mut all: Vec<TurnKey> = old.keys().chain(new.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
        .filter(|key| old.get(key) != new.get(key))
        .map(|key| TurnChange {
            nth: key.nth,
            before: old.get(&key).copied().cloned(),
            after: new.get(&key).copied().cloned(),
        })
        .collect()
}

/// A past change, as far as it is needed to take it back.
#[derive(Debug, Clone, PartialEq)]
pub struct PastChange {
    /// What was done.
    pub kind: TranscriptChangeKind,
    /// To which turns.
    pub changes: Vec<TurnChange>,
}

/// Takes changes back. `since` are the changes from the one meant to the latest, in the order they were made; with `all`
/// every one of them is taken back, else the first alone. The sides stay as they are now: swapping them is no edit of the
/// text, and a button of its own takes it back.
pub fn take_back(transcript: &mut Transcript, since: &[PastChange], all: bool) {
    let mut turns: BTreeMap<TurnKey, Segment> = named(&transcript.segments)
        .into_iter()
        .map(|(key, turn)| (key, turn.clone()))
        .collect();
    let mut swapped = false;
    for (at, past) in since.iter().enumerate().rev() {
        if past.kind == TranscriptChangeKind::Swapped {
            swapped = !swapped;
        } else if all || at == 0 {
            for change in &past.changes {
                let Some(key) = change.key() else { continue };
                match change.undone(turns.remove(&key), swapped) {
                    Some(turn) => turns.insert(key, turn),
                    None => None,
                };
            }
        }
    }
    transcript.segments = turns.into_values().collect();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::speech::Word;
    use crate::speech::transcript::Engine;

    fn turn(start_ms: i64, channel: u16, speaker: Speaker, text: &str) -> Segment {
        Segment {
            start_ms,
            end_ms: start_ms + 900,
            channel,
            speaker,
            text: text.to_owned(),
            words: text
                .split(' ')
                .map(|word| Word {
                    start_ms,
                    end_ms: start_ms + 100,
                    text: word.to_owned(),
                    p: 0.5,
                    replaced: None,
                })
                .collect(),
        }
    }

    fn text(segments: Vec<Segment>) -> Transcript {
        Transcript {
            language: "ru".to_owned(),
            duration_ms: 5_000,
            channels: 2,
            engine: Engine {
                model: "base".to_owned(),
                device: "cpu".to_owned(),
                x_realtime: 1.0,
            },
            segments,
            filtered: Vec::new(),
        }
    }

    fn past(kind: TranscriptChangeKind, before: &Transcript, after: &Transcript) -> PastChange {
        PastChange {
            kind,
            changes: between(&before.segments, &after.segments),
        }
    }

    #[test]
    fn one_change_is_taken_back_and_later_ones_stay() {
        let first = text(vec![
            turn(0, 1, Speaker::Manager, "раз"),
            turn(0, 2, Speaker::Client, "два"),
            turn(1_000, 1, Speaker::Manager, "три"),
        ]);
        let mut edited = first.clone();
        edited.segments[1] = turn(0, 2, Speaker::Client, "два с половиной");
        let mut named = edited.clone();
        named.segments[1].speaker = Speaker::Unknown;
        let mut removed = named.clone();
        removed.segments.remove(2);
        let mut history = vec![
            past(TranscriptChangeKind::Edited, &first, &edited),
            past(TranscriptChangeKind::Named, &edited, &named),
            past(TranscriptChangeKind::Removed, &named, &removed),
        ];
        assert_eq!(history.iter().map(|it| it.changes.len()).sum::<usize>(), 3);

        // The edit alone: who speaks and what was removed stay as they are.
        let mut now = removed.clone();
        take_back(&mut now, &history, false);
        assert_eq!(now.segments.len(), 2);
        assert_eq!(
            (now.segments[1].text.as_str(), now.segments[1].speaker),
            ("два", Speaker::Unknown)
        );
        // Everything since.
        let mut now = removed.clone();
        take_back(&mut now, &history, true);
        assert_eq!(now, first);
        // The removal alone; once more changes nothing.
        let mut now = removed.clone();
        take_back(&mut now, &history[2..], false);
        assert_eq!(now, named);
        take_back(&mut now, &history[2..], false);
        assert_eq!(now, named);

        // After a swap the old text comes back on the side it is heard on now.
        history.push(PastChange {
            kind: TranscriptChangeKind::Swapped,
            changes: Vec::new(),
        });
        let mut now = removed;
        now.swap_speakers();
        take_back(&mut now, &history, true);
        let mut turned = first;
        turned.swap_speakers();
        assert_eq!(now, turned);
    }

    fn some_text() -> impl Strategy<Value = Transcript> {
        let place = (0_i64..4, 1_u16..3, 0_usize..3, "[а-в]{1,3}( [а-в]{1,3}){0,3}");
        proptest::collection::vec(place, 0..8).prop_map(|mut turns| {
            turns.sort_by_key(|(start, channel, ..)| (*start, *channel));
            let speakers = [Speaker::Manager, Speaker::Client, Speaker::Unknown];
            let turns = turns.into_iter();
            text(
                turns
                    .map(|(start, channel, who, words)| turn(start * 1_000, channel, speakers[who], &words))
                    .collect(),
            )
        })
    }

    proptest! {
        #[test]
        fn whatever_was_done_can_be_taken_back(states in proptest::collection::vec(some_text(), 2..6)) {
            let history: Vec<PastChange> = states
                .windows(2)
                .map(|pair| past(TranscriptChangeKind::Edited, &pair[0], &pair[1]))
                .collect();
            for from in 0..history.len() {
                let mut now = states[states.len() - 1].clone();
                take_back(&mut now, &history[from..], true);
                prop_assert_eq!(&now, &states[from]);
            }
        }
    }
}
