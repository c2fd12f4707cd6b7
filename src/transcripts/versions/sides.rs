//! Who speaks in a text that does not say so, told by the sound: the party on whose channel there is a voice meanwhile.
//!
//! Pure. Only for recordings with one party per channel.

use crate::side::Side;
use crate::speech::audio::vad::Interval;
use crate::speech::{Segment, Speaker};

/// Less voice than this tells nothing, in ms.
const LEAST_MS: i64 = 200;
/// The speaker's channel has so many times as much voice as the other: the line lets a little of it through.
const CLEARLY: i64 = 2;

/// Puts every segment on its party's channel; those of unknown speakers are given to the party that is heard.
pub(super) fn by_voice(segments: &mut [Segment], voice: &[Vec<Interval>], manager_side: Side) {
    let (manager, client) = (manager_side.channel(), manager_side.other().channel());
    for segment in segments {
        if segment.speaker == Speaker::Unknown
            && let [first, second] = voice
        {
            let (first, second) = (overlap(segment, first), overlap(segment, second));
            let heard = match (first, second) {
                (first, second) if first >= LEAST_MS && first >= second * CLEARLY => Some(1),
                (first, second) if second >= LEAST_MS && second >= first * CLEARLY => Some(2),
                _ => None,
            };
            segment.speaker = match heard {
                Some(channel) if channel == manager => Speaker::Manager,
                Some(_) => Speaker::Client,
                None => Speaker::Unknown,
            };
        }
        segment.channel = match segment.speaker {
            Speaker::Manager => manager,
            Speaker::Client => client,
            Speaker::Unknown => 1,
        };
    }
}

/// How long somebody speaks during a segment, in ms.
fn overlap(segment: &Segment, voice: &[Interval]) -> i64 {
    let shared = |it: &Interval| it.end_ms.min(segment.end_ms) - it.start_ms.max(segment.start_ms);
    voice.iter().map(shared).filter(|ms| *ms > 0).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard_on(manager_side: Side) -> Vec<(Speaker, u16)> {
        let it = |start_ms, end_ms| Interval { start_ms, end_ms };
        let voice = [
            vec![it(0, 4_000), it(9_000, 10_000)],
            vec![it(3_500, 8_000), it(9_000, 10_000)],
        ];
        let segment = |start_ms, end_ms, speaker| Segment {
            start_ms,
            end_ms,
            channel: 1,
            speaker,
            text: "да".to_owned(),
            words: Vec::new(),
        };
        let mut segments = [
            segment(0, 4_000, Speaker::Unknown),
            segment(4_000, 8_000, Speaker::Unknown),
            segment(9_000, 10_000, Speaker::Unknown),
            segment(8_100, 8_900, Speaker::Unknown),
            segment(0, 4_000, Speaker::Client),
        ];
        by_voice(&mut segments, &voice, manager_side);
        segments.iter().map(|it| (it.speaker, it.channel)).collect()
    }

    #[test]
    fn the_channel_with_the_voice_says_who_speaks() {
        use Speaker::{Client, Manager, Unknown};
        let first = [(Manager, 1), (Client, 2), (Unknown, 1), (Unknown, 1), (Client, 2)];
        assert_eq!(heard_on(Side::Left), first);
        let second = [(Client, 1), (Manager, 2), (Unknown, 1), (Unknown, 1), (Client, 1)];
        assert_eq!(heard_on(Side::Right), second);
    }
}
