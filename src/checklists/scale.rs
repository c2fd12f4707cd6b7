//! Which marks an item takes, and how much it counts: both written as one word, kept exactly.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Which marks an item takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// 0 or 1.
    YesNo,
    /// 0, 1 or 2.
    #[default]
    ZeroOneTwo,
    /// 0 or 2, without a middle.
    ZeroTwo,
    /// 0…n, n from 2 to [`Scale::MOST_POINTS`].
    Points(u16),
    /// 0…4.
    FiveStep,
    /// Outcomes of the department's own, each with its value.
    Own(Outcomes),
}

/// The values of an own scale: 2 to [`Outcomes::MOST`], ascending, none above [`Scale::MOST_POINTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcomes {
    values: [u16; Self::MOST],
    count: usize,
}

impl Outcomes {
    /// More buttons than that are no scale.
    pub const MOST: usize = 11;

    /// None when there are too few or too many, when they do not ascend, or when one is too large.
    pub fn from_values(values: &[u16]) -> Option<Self> {
        let ascend = values.windows(2).all(|pair| pair[0] < pair[1]);
        let last = *values.last()?;
        if values.len() < 2 || values.len() > Self::MOST || !ascend || last > Scale::MOST_POINTS {
            return None;
        }
        let mut all = [0; Self::MOST];
        all[..values.len()].copy_from_slice(values);
        Some(Self {
            values: all,
            count: values.len(),
        })
    }

    /// The lowest first.
    pub fn values(&self) -> &[u16] {
        &self.values[..self.count]
    }
}

impl Scale {
    /// The largest `n` of [`Scale::Points`]; more buttons than that are no scale.
    pub const MOST_POINTS: u16 = 100;

    /// The best mark.
    pub fn max(self) -> u16 {
        match self {
            Self::YesNo => 1,
            Self::ZeroOneTwo | Self::ZeroTwo => 2,
            Self::Points(n) => n,
            Self::FiveStep => 4,
            Self::Own(outcomes) => outcomes.values().last().copied().unwrap_or(1),
        }
    }

    /// Can this mark be given?
    pub fn allows(self, mark: u16) -> bool {
        match self {
            Self::ZeroTwo => mark == 0 || mark == 2,
            Self::Own(outcomes) => outcomes.values().contains(&mark),
            _ => mark <= self.max(),
        }
    }

    /// Every mark, the lowest first.
    pub fn marks(self) -> Vec<u16> {
        (0..=self.max()).filter(|mark| self.allows(*mark)).collect()
    }
}

impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::YesNo => f.write_str("yes-no"),
            Self::ZeroOneTwo => f.write_str("0-1-2"),
            Self::ZeroTwo => f.write_str("0-2"),
            Self::Points(n) => write!(f, "points-{n}"),
            Self::FiveStep => f.write_str("five-step"),
            Self::Own(outcomes) => {
                f.write_str("own")?;
                outcomes
                    .values()
                    .iter()
                    .try_for_each(|value| write!(f, "-{value}"))
            }
        }
    }
}

impl FromStr for Scale {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "yes-no" => Ok(Self::YesNo),
            "0-1-2" => Ok(Self::ZeroOneTwo),
            "0-2" => Ok(Self::ZeroTwo),
            "five-step" => Ok(Self::FiveStep),
            other => points(other)
                .or_else(|| own(other))
                .ok_or_else(|| format!("unknown scale: {other:?}")),
        }
    }
}

fn points(text: &str) -> Option<Scale> {
    let n = text.strip_prefix("points-")?.parse().ok()?;
    (2..=Scale::MOST_POINTS).contains(&n).then_some(Scale::Points(n))
}

fn own(text: &str) -> Option<Scale> {
    let values = text.strip_prefix("own-")?.split('-').map(str::parse);
    let values: Vec<u16> = values.collect::<Result<_, _>>().ok()?;
    Outcomes::from_values(&values).map(Scale::Own)
}

/// How much an item counts within its block: a decimal with at most two places, kept exactly as hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight(u32);

impl Weight {
    /// From hundredths: 250 is 2.5.
    pub const fn hundredths(value: u32) -> Self {
        Self(value)
    }
    /// In hundredths.
    pub const fn as_hundredths(self) -> u32 {
        self.0
    }
}

impl Default for Weight {
    fn default() -> Self {
        Self(100)
    }
}

impl std::fmt::Display for Weight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        match rest {
            0 => write!(f, "{whole}"),
            rest if rest % 10 == 0 => write!(f, "{whole}.{}", rest / 10),
            rest => write!(f, "{whole}.{rest:02}"),
        }
    }
}

impl FromStr for Weight {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("a weight is a decimal with at most two places: {text:?}");
        let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(rest) || whole.len() > 4 || rest.len() > 2 {
            return Err(bad());
        }
        let scale = if rest.len() == 1 { 10 } else { 1 };
        let whole: u32 = whole.parse().map_err(|_| bad())?;
        let rest: u32 = rest.parse().map_err(|_| bad())?;
        Ok(Self(whole * 100 + rest * scale))
    }
}

macro_rules! serde_as_text {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                String::deserialize(input)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}
serde_as_text!(Scale);
serde_as_text!(Weight);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_exact_decimals() {
        for (text, hundredths) in [("1", 100), ("2.5", 250), ("1.25", 125), ("0.05", 5)] {
            let weight: Weight = text.parse().unwrap();
            assert_eq!(weight.as_hundredths(), hundredths);
            assert_eq!(weight.to_string(), text);
        }
        for bad in ["", "-1", "1.", "1.255", ".5", "1,5", "1e3", "99999"] {
            assert!(bad.parse::<Weight>().is_err(), "{bad}");
        }
    }

    #[test]
    fn scales_say_their_marks() {
        assert_eq!(Scale::ZeroTwo.marks(), [0, 2]);
        assert_eq!(Scale::FiveStep.marks(), [0, 1, 2, 3, 4]);
        for text in [
            "yes-no",
            "0-1-2",
            "0-2",
            "five-step",
            "points-8",
            "own-0-3-10",
            "own-1-2",
        ] {
            assert_eq!(text.parse::<Scale>().unwrap().to_string(), text);
        }
        let own: Scale = "own-0-3-10".parse().unwrap();
        assert_eq!((own.marks(), own.max()), (vec![0, 3, 10], 10));
        for bad in [
            "own-1",
            "own-3-1",
            "own-0-0",
            "own-0-101",
            "own-0-1-2-3-4-5-6-7-8-9-10-11",
            "own-",
            "own-a-b",
        ] {
            assert!(bad.parse::<Scale>().is_err(), "{bad}");
        }
        assert!("points-1".parse::<Scale>().is_err());
        assert!("points-101".parse::<Scale>().is_err());
    }
}
