//! On what ground everybody may hear the *client*: the manager's consent speaks for the manager alone.
//!
//! Decides that nothing is shared without a stated ground, what has to be said with it (a consent of the client: when and
//! how; another ground: which), and that what was shared before it was asked for says so. Whether a ground is good enough is
//! left to whoever states it: the service keeps who, when and what.

use crate::error::FieldError;
use crate::time::Day;

/// Characters of the words at most.
const LONGEST: usize = 300;

crate::db::text_enum! {
    /// The ground; the text is `snippet-ground-<ground>`.
    pub enum SharingGround {
        /// The client agreed.
        ClientAgreed = "client-agreed",
        /// Only the manager is heard.
        ManagerAlone = "manager-alone",
        /// Nobody can tell who the client is: no name, no voice that is known.
        Unrecognisable = "unrecognisable",
        /// Another one, in words.
        Other = "other",
    }
}

impl SharingGround {
    /// Does it say nothing without words?
    pub const fn needs_words(self) -> bool {
        matches!(self, Self::ClientAgreed | Self::Other)
    }

    /// Has it a day?
    pub const fn has_day(self) -> bool {
        matches!(self, Self::ClientAgreed)
    }
}

/// A ground as it is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroundStatement {
    /// Which.
    pub ground: SharingGround,
    /// How the client agreed, or what else.
    pub words: String,
    /// When the client agreed.
    pub day: Option<Day>,
}

impl GroundStatement {
    /// Reads the fields. Codes of fields: `snippet-ground`, `snippet-ground-words`, `snippet-ground-day`.
    pub fn read(ground: &str, words: &str, day: &str, today: Day) -> Result<Self, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut problem = |field, code| wrong.push(FieldError { field, code });
        let known: Option<SharingGround> = ground.parse().ok();
        let words = words.trim();
        let parsed: Option<Day> = day.trim().parse().ok();
        match known {
            None => problem("ground", "snippet-ground"),
            Some(ground) => {
                let said = !words.is_empty() || !ground.needs_words();
                if !said || words.chars().count() > LONGEST {
                    problem("ground_words", "snippet-ground-words");
                }
                if ground.has_day() && parsed.is_none_or(|day| day > today) {
                    problem("ground_day", "snippet-ground-day");
                }
            }
        }
        match known {
            Some(ground) if wrong.is_empty() => Ok(Self {
                ground,
                words: words.to_owned(),
                day: parsed.filter(|_| ground.has_day()),
            }),
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(ground: &str, words: &str, day: &str) -> Vec<&'static str> {
        let today: Day = "2026-11-30".parse().unwrap();
        match GroundStatement::read(ground, words, day, today) {
            Ok(_) => Vec::new(),
            Err(wrong) => wrong.iter().map(|it| it.code).collect(),
        }
    }

    #[test]
    fn a_ground_says_what_it_needs() {
        assert_eq!(codes("", "", ""), ["snippet-ground"]);
        assert_eq!(
            codes("client-agreed", "", ""),
            ["snippet-ground-words", "snippet-ground-day"]
        );
        assert_eq!(
            codes("client-agreed", "письмом", "2026-12-01"),
            ["snippet-ground-day"]
        );
        assert_eq!(codes("client-agreed", "письмом", "2026-11-30"), [""; 0]);
        assert_eq!(codes("other", " ", ""), ["snippet-ground-words"]);
        assert_eq!(codes("manager-alone", "", ""), [""; 0]);
    }
}
