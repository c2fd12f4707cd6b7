//! On which side of a stereo call the manager speaks: usually, and by the name of the file.
//!
//! Telephone systems put the caller on one side and the called on the other, so the manager's side often follows from
//! the direction, and the direction stands in the file's name. What a person says beats all of this.

use std::str::FromStr;

use crate::side::Side;

/// Rules such as `_out=left,_in=right`: a part of the name and the side; `*` in the part is anything; the case of
/// letters does not matter; the first rule that fits counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideRules(Vec<(String, Side)>);

/// A rule is not `PART=left` or `PART=right`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadRule;

impl FromStr for SideRules {
    type Err = BadRule;
    fn from_str(text: &str) -> Result<Self, BadRule> {
        let rules = text.split(',').map(str::trim).filter(|rule| !rule.is_empty());
        rules
            .map(|rule| {
                let (part, side) = rule.split_once('=').ok_or(BadRule)?;
                let side = Side::from_word(side.trim()).ok_or(BadRule)?;
                let part = part.trim().to_lowercase();
                // A rule for every file is the setting beside this one.
                if part.trim_matches('*').is_empty() {
                    return Err(BadRule);
                }
                Ok((part, side))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl SideRules {
    /// The side by the first rule the name fits.
    pub fn side(&self, file_name: &str) -> Option<Side> {
        let name = file_name.to_lowercase();
        let fits = self.0.iter().find(|(part, _)| contains(&name, part));
        fits.map(|(_, side)| *side)
    }
}

/// All pieces between the stars stand in the name, one after the other.
fn contains(name: &str, part: &str) -> bool {
    let mut rest = name;
    part.split('*').all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_fits_counts() {
        let rules: SideRules = "_out=left, _IN = right,from-*-to-7=left".parse().unwrap();
        let side = |name| rules.side(name);
        assert_eq!(side("20261123-143205_OUT_79161234567.wav"), Some(Side::Left));
        assert_eq!(side("20261123-143205_in.mp3"), Some(Side::Right));
        assert_eq!(side("_in_out.mp3"), Some(Side::Left));
        assert_eq!(side("from-101-to-7916.wav"), Some(Side::Left));
        assert_eq!(side("to-7-from-101.wav"), None);
        assert_eq!(side("call.wav"), None);
        assert_eq!(
            "Исходящий=left"
                .parse::<SideRules>()
                .unwrap()
                .side("исходящий 1.wav"),
            Some(Side::Left)
        );
    }

    #[test]
    fn no_rules_say_nothing_and_wrong_ones_are_refused() {
        assert_eq!("".parse(), Ok(SideRules::default()));
        assert_eq!(SideRules::default().side("_out.wav"), None);
        for wrong in [
            "_out",
            "_out=up",
            "=left",
            "=x=left",
            "*=left",
            "_out=left;_in=right",
        ] {
            assert_eq!(wrong.parse::<SideRules>(), Err(BadRule), "{wrong}");
        }
    }
}
