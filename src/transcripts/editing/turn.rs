//! Names that pages, forms and programs use: which turn, and which state of the text it was read from.

use crate::id::TranscriptId;

/// Which turn of a text. As text `61200-1`: where it starts in ms, and its channel; a third number where texts from
/// elsewhere have several that start there. Names sort as the turns do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TurnKey {
    /// Where it starts, in ms.
    pub start_ms: i64,
    /// Its channel, 1 or 2.
    pub channel: u16,
    /// Which of those that start there on that channel, from 1.
    pub nth: u16,
}

impl std::fmt::Display for TurnKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.start_ms, self.channel)?;
        if self.nth > 1 {
            write!(f, "-{}", self.nth)
        } else {
            Ok(())
        }
    }
}

/// A turn as it is asked for: programs may leave the channel out and mean the first turn that starts there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnName {
    start_ms: i64,
    channel: Option<u16>,
    nth: u16,
}

impl TurnName {
    /// Which of `keys` is meant.
    pub fn among(self, keys: &[TurnKey]) -> Option<usize> {
        keys.iter().position(|key| self.means(*key))
    }

    /// Where it starts, in ms.
    pub const fn start_ms(self) -> i64 {
        self.start_ms
    }

    /// Does this one stand before it?
    pub fn is_before(self, key: TurnKey) -> bool {
        (self.start_ms, self.channel.unwrap_or_default(), self.nth) < (key.start_ms, key.channel, key.nth)
    }

    /// Is it this one?
    pub fn means(self, key: TurnKey) -> bool {
        key.start_ms == self.start_ms
            && key.nth == self.nth
            && self.channel.is_none_or(|it| it == key.channel)
    }
}

impl std::str::FromStr for TurnName {
    type Err = crate::id::BadId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('-');
        let start = parts.next().and_then(|part| part.parse().ok());
        let mut number = || parts.next().map(str::parse::<u16>).transpose();
        let (Some(start_ms), Ok(channel), Ok(nth)) = (start, number(), number()) else {
            return Err(crate::id::BadId);
        };
        if parts.next().is_some() {
            return Err(crate::id::BadId);
        }
        Ok(Self {
            start_ms,
            channel,
            nth: nth.unwrap_or(1),
        })
    }
}

impl<'de> serde::Deserialize<'de> for TurnName {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(input)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A state of one text of a recording. As text `01K0…-17`: the text and how many changes it has had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptRevision {
    /// Which text.
    pub transcript: TranscriptId,
    /// Changes so far.
    pub number: i64,
}

impl std::fmt::Display for TranscriptRevision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.transcript, self.number)
    }
}

impl std::str::FromStr for TranscriptRevision {
    type Err = crate::id::BadId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (transcript, number) = text.split_once('-').ok_or(crate::id::BadId)?;
        let number: i64 = number.parse().map_err(|_| crate::id::BadId)?;
        if number < 0 {
            return Err(crate::id::BadId);
        }
        Ok(Self {
            transcript: transcript.parse()?,
            number,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_turns_and_states_read_back() {
        let key = |start_ms, channel, nth| TurnKey {
            start_ms,
            channel,
            nth,
        };
        let keys = [key(0, 1, 1), key(500, 1, 1), key(500, 2, 1), key(500, 2, 2)];
        for (at, key) in keys.iter().enumerate() {
            let name: TurnName = key.to_string().parse().unwrap();
            assert_eq!(name.among(&keys), Some(at), "{key}");
        }
        assert_eq!("500".parse::<TurnName>().unwrap().among(&keys), Some(1));
        assert_eq!("501".parse::<TurnName>().unwrap().among(&keys), None);
        for bad in ["", "x", "500-", "500-1-1-1", "500-x", "500-99999"] {
            assert!(bad.parse::<TurnName>().is_err(), "{bad}");
        }
        let revision: TranscriptRevision = "01K0ZC3QJ5V0T5N6V8W2M4X7RD-17".parse().unwrap();
        assert_eq!(
            (revision.number, revision.to_string().as_str()),
            (17, "01K0ZC3QJ5V0T5N6V8W2M4X7RD-17")
        );
        for bad in [
            "",
            "17",
            "01K0ZC3QJ5V0T5N6V8W2M4X7RD",
            "01K0ZC3QJ5V0T5N6V8W2M4X7RD--1",
        ] {
            assert!(bad.parse::<TranscriptRevision>().is_err(), "{bad}");
        }
    }
}
