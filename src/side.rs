//! Which channel of a stereo call is meant: the left one, which is the first, or the right one.
//!
//! The one home of the number. The column, the API and the forms count channels from one, as the file does; settings say
//! `left` and `right`; everything between them names the side. Leaves to [`crate::config`] on which side the manager
//! usually is.

use std::str::FromStr;

use serde::{Serialize, Serializer};

/// A side of a stereo call. Stored as the number of its channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[repr(i32)]
pub enum Side {
    /// Channel 1.
    Left = 1,
    /// Channel 2.
    Right = 2,
}

impl Side {
    /// The words of the settings.
    pub const WORDS: [(&'static str, Self); 2] = [("left", Self::Left), ("right", Self::Right)];

    /// The number of the channel.
    pub const fn channel(self) -> u16 {
        match self {
            Self::Left => 1,
            Self::Right => 2,
        }
    }

    /// The side of this channel, if it is one of the two.
    pub const fn from_channel(channel: i64) -> Option<Self> {
        match channel {
            1 => Some(Self::Left),
            2 => Some(Self::Right),
            _ => None,
        }
    }

    /// The side of this word of the settings.
    pub fn from_word(word: &str) -> Option<Self> {
        let known = Self::WORDS.into_iter().find(|(known, _)| *known == word);
        known.map(|(_, side)| side)
    }

    /// Where the other party is.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// The number of the channel, as forms send it.
impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.channel())
    }
}

/// The number of the channel or the word.
impl FromStr for Side {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let by_number = text.parse().ok().and_then(Self::from_channel);
        let side = by_number.or_else(|| Self::from_word(text));
        side.ok_or_else(|| format!("unknown side: {text:?}"))
    }
}

/// The number of the channel.
impl Serialize for Side {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.channel())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_read_as_it_is_written() {
        for (word, side) in Side::WORDS {
            assert_eq!(word.parse(), Ok(side));
            assert_eq!(side.to_string().parse(), Ok(side));
            assert_eq!(side as i32, i32::from(side.channel()));
            assert_eq!(serde_json::to_value(side).unwrap(), side.channel());
            assert_eq!(side.other().other(), side);
        }
        for wrong in ["", "0", "3", "-1", "Left", "middle"] {
            assert!(wrong.parse::<Side>().is_err(), "{wrong}");
        }
    }
}
