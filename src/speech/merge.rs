//! Putting the parties' phrases in order: one segment a turn, interruptions where they happened.
//!
//! Phrases are cut at sentence ends and pauses first, so that an answer in the middle of a long phrase does not end
//! up behind it; what nobody interrupted is joined again. Pure.

use super::guards::FilteredReason;
use super::transcript::{FilteredSegment, Segment, Speaker, Word};

/// A pause inside a phrase that ends a piece, in milliseconds.
const PAUSE_MS: i64 = 900;
/// Pieces of one speaker this near to each other are one turn, in milliseconds.
pub(super) const JOIN_MS: i64 = 1_500;
/// Turns are not joined beyond this, in milliseconds: a page of text cannot be clicked through.
pub(super) const LONGEST_MS: i64 = 25_000;

/// What was heard on one channel, with times of the recording.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelPhrase {
    /// Index of the channel.
    pub channel: usize,
    /// Words in order.
    pub words: Vec<Word>,
}

/// A phrase that is not believed, with times of the recording.
#[derive(Debug, Clone, PartialEq)]
pub struct DoubtedPhrase {
    /// What the model wrote.
    pub phrase: ChannelPhrase,
    /// Why it is not believed.
    pub reason: FilteredReason,
}

/// What is not believed, by start time. `speakers` names the party of each channel.
pub fn set_apart(doubted: Vec<DoubtedPhrase>, speakers: &[Speaker]) -> Vec<FilteredSegment> {
    let mut filtered: Vec<FilteredSegment> = doubted
        .into_iter()
        .map(|DoubtedPhrase { phrase, reason }| FilteredSegment {
            start_ms: start(&phrase),
            end_ms: end(&phrase),
            channel: phrase.channel as u16 + 1,
            speaker: speakers.get(phrase.channel).copied().unwrap_or(Speaker::Unknown),
            text: text(&phrase),
            words: phrase.words,
            reason,
        })
        .collect();
    filtered.sort_by_key(|it| (it.start_ms, it.channel));
    filtered
}

/// The conversation by start time. `speakers` names the party of each channel.
pub fn merge(phrases: Vec<ChannelPhrase>, speakers: &[Speaker]) -> Vec<Segment> {
    let mut pieces: Vec<ChannelPhrase> = phrases.into_iter().flat_map(pieces).collect();
    pieces.sort_by_key(|piece| (start(piece), piece.channel));
    let mut turns: Vec<ChannelPhrase> = Vec::with_capacity(pieces.len());
    for mut piece in pieces {
        match turns.last_mut() {
            Some(turn)
                if turn.channel == piece.channel
                    && start(&piece) - end(turn) <= JOIN_MS
                    && end(&piece) - start(turn) <= LONGEST_MS =>
            {
                turn.words.append(&mut piece.words);
            }
            _ => turns.push(piece),
        }
    }
    turns
        .into_iter()
        .map(|turn| Segment {
            start_ms: start(&turn),
            end_ms: end(&turn),
            channel: turn.channel as u16 + 1,
            speaker: speakers.get(turn.channel).copied().unwrap_or(Speaker::Unknown),
            text: text(&turn),
            words: turn.words,
        })
        .collect()
}

fn pieces(phrase: ChannelPhrase) -> Vec<ChannelPhrase> {
    let mut pieces: Vec<ChannelPhrase> = Vec::new();
    for word in phrase.words {
        match pieces.last_mut() {
            Some(piece) if !ends(piece, &word) => piece.words.push(word),
            _ => pieces.push(ChannelPhrase {
                channel: phrase.channel,
                words: vec![word],
            }),
        }
    }
    pieces
}

fn ends(piece: &ChannelPhrase, next: &Word) -> bool {
    piece.words.last().is_some_and(|last| {
        last.text.ends_with(['.', '?', '!', '…']) || next.start_ms - last.end_ms > PAUSE_MS
    })
}

fn text(phrase: &ChannelPhrase) -> String {
    let words: Vec<&str> = phrase.words.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

fn start(phrase: &ChannelPhrase) -> i64 {
    phrase.words.first().map_or(0, |word| word.start_ms)
}

fn end(phrase: &ChannelPhrase) -> i64 {
    phrase.words.iter().map(|word| word.end_ms).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn phrase(channel: usize, words: &[(&str, i64, i64)]) -> ChannelPhrase {
        let words = words
            .iter()
            .map(|(text, start_ms, end_ms)| Word {
                start_ms: *start_ms,
                end_ms: *end_ms,
                text: (*text).to_owned(),
                p: 1.0,
                replaced: None,
            })
            .collect();
        ChannelPhrase { channel, words }
    }

    fn lines(segments: &[Segment]) -> Vec<String> {
        segments
            .iter()
            .map(|s| format!("{} {} {}", s.start_ms, s.speaker.as_str(), s.text))
            .collect()
    }

    #[test]
    fn an_answer_comes_between_the_sentences_it_was_said_between() {
        let manager = phrase(
            0,
            &[
                ("Сколько", 0, 500),
                ("человек?", 500, 1_000),
                ("Понял,", 3_000, 3_400),
                ("записал.", 3_400, 4_000),
            ],
        );
        let client = phrase(1, &[("Пятеро.", 1_500, 2_500)]);
        let segments = merge(vec![client, manager], &[Speaker::Manager, Speaker::Client]);
        assert_eq!(
            lines(&segments),
            [
                "0 manager Сколько человек?",
                "1500 client Пятеро.",
                "3000 manager Понял, записал."
            ]
        );
        assert_eq!(segments[1].channel, 2);
    }

    #[test]
    fn sentences_without_interruption_are_one_turn() {
        let segments = merge(
            vec![
                phrase(0, &[("Да.", 0, 300), ("Слушаю.", 400, 900)]),
                phrase(0, &[("Говорите.", 1_500, 2_000)]),
                phrase(0, &[("Алло?", 9_000, 9_500)]),
            ],
            &[Speaker::Unknown],
        );
        assert_eq!(
            lines(&segments),
            ["0 unknown Да. Слушаю. Говорите.", "9000 unknown Алло?"]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_the_order_is_by_time(
            spoken in prop::collection::vec((0_usize..2, 0_i64..100_000, 1_usize..8), 0..40),
        ) {
            let phrases: Vec<ChannelPhrase> = spoken
                .iter()
                .map(|(channel, at, count)| ChannelPhrase {
                    channel: *channel,
                    words: (0..*count as i64)
                        .map(|i| Word {
                            start_ms: at + i * 400,
                            end_ms: at + i * 400 + 300,
                            text: if i % 3 == 2 { "да.".to_owned() } else { "ну".to_owned() },
                            p: 0.5,
                            replaced: None,
                        })
                        .collect(),
                })
                .collect();
            let before: usize = phrases.iter().map(|p| p.words.len()).sum();
            let segments = merge(phrases, &[Speaker::Manager, Speaker::Client]);
            prop_assert_eq!(before, segments.iter().map(|s| s.words.len()).sum::<usize>());
            prop_assert!(segments.windows(2).all(|s| s[0].start_ms <= s[1].start_ms));
            for segment in &segments {
                prop_assert!(segment.start_ms <= segment.end_ms);
                prop_assert_eq!(segment.text.split(' ').count(), segment.words.len());
            }
        }
    }
}
