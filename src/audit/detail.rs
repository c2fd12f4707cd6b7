//! What more is known of an act: a figure, a key, a word of a closed list; never a text a person wrote.
//!
//! Decides that a detail has one of a few shapes, and that every word in it is short and on one line.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

/// Longest word of a detail, characters.
const WORD: usize = 120;

/// A figure or a key that says more; never a text a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Detail {
    /// Nothing more.
    #[default]
    Nothing,
    /// A score's total, hundredths.
    Total(i64),
    /// An item of a checklist by its key.
    Item(String),
    /// An item and the total before and since, hundredths.
    Corrected {
        /// The item's key.
        item: String,
        /// Total before.
        before: Option<i64>,
        /// Total since.
        after: Option<i64>,
    },
    /// An item and what became of the appeal.
    Decided {
        /// The item's key.
        item: String,
        /// The appeal's state.
        outcome: String,
    },
    /// A plan's target and what became of it.
    Target {
        /// Position, counted from 0.
        position: u32,
        /// Its outcome.
        outcome: String,
    },
    /// One word of a closed list.
    Word(String),
    /// A number.
    Number(i64),
    /// How many of each kind of a closed list.
    Counted(BTreeMap<String, i64>),
    /// Calls drawn of those that fitted.
    Drawn {
        /// Drawn.
        drawn: i64,
        /// Fitting.
        of: i64,
    },
    /// Rows that left in a form.
    Exported {
        /// How many.
        n: i64,
        /// Ending of the file.
        form: String,
    },
    /// A part of a recording.
    Range {
        /// Its start.
        start_ms: i64,
        /// Its end.
        end_ms: i64,
    },
    /// Which fields were changed.
    Fields(Vec<String>),
    /// A word of a closed list before and after; empty for none.
    Became {
        /// Before.
        before: String,
        /// After.
        after: String,
    },
    /// From where somebody came.
    From {
        /// The peer's address.
        address: String,
        /// The browser's own description.
        browser: String,
    },
}

impl Detail {
    /// From where somebody came; both are what the other side says, so they are cleaned.
    pub fn from(address: &str, browser: &str) -> Self {
        Self::From {
            address: address.to_owned(),
            browser: browser.to_owned(),
        }
    }

    /// One word of a closed list.
    pub fn word(word: impl Display) -> Self {
        Self::Word(word.to_string())
    }

    /// A word of a closed list before and after.
    pub fn became(before: Option<impl Display>, after: Option<impl Display>) -> Self {
        let word = |word: Option<String>| word.unwrap_or_default();
        Self::Became {
            before: word(before.map(|it| it.to_string())),
            after: word(after.map(|it| it.to_string())),
        }
    }

    /// Which of these fields were changed.
    pub fn fields(changed: &[(&str, bool)]) -> Self {
        let names = changed.iter().filter(|(_, changed)| *changed);
        Self::Fields(names.map(|(name, _)| (*name).to_owned()).collect())
    }

    /// The same with every word short and on one line.
    pub(super) fn cleaned(mut self) -> Self {
        match &mut self {
            Self::Nothing | Self::Total(_) | Self::Number(_) | Self::Drawn { .. } | Self::Range { .. } => {}
            Self::Item(word)
            | Self::Word(word)
            | Self::Corrected { item: word, .. }
            | Self::Target { outcome: word, .. }
            | Self::Exported { form: word, .. } => clean(word),
            Self::Decided { item: a, outcome: b }
            | Self::Became { before: a, after: b }
            | Self::From {
                address: a,
                browser: b,
            } => {
                clean(a);
                clean(b);
            }
            Self::Fields(names) => names.iter_mut().for_each(clean),
            Self::Counted(kinds) => {
                let cleaned = std::mem::take(kinds).into_iter().map(|(mut kind, n)| {
                    clean(&mut kind);
                    (kind, n)
                });
                *kinds = cleaned.collect();
            }
        }
        self
    }
}

/// Short, and without anything that could begin a line of its own or hide what follows.
fn clean(word: &mut String) {
    let plain = |c: &char| {
        !c.is_control()
            && !matches!(*c, '\u{2028}' | '\u{2029}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    *word = word.chars().filter(plain).take(WORD).collect();
}

impl Display for Detail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = serde_json::to_string(self).map_err(|_| std::fmt::Error)?;
        f.write_str(&text)
    }
}

impl std::str::FromStr for Detail {
    type Err = std::convert::Infallible;
    /// A shape we do not know says nothing: the act is there without it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(serde_json::from_str(text).unwrap_or_default())
    }
}
crate::db::text_column!(Detail);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::audit::{Act, AuditSubject};

    #[test]
    fn words_in_a_detail_stay_short_and_on_one_line() {
        let hostile = "a\r\n\u{2028}\u{202e}\0b".to_owned() + &"x".repeat(10_000);
        let entry = Act::SignedIn
            .on(AuditSubject::Service)
            .with(Detail::from(&hostile, &hostile));
        let Detail::From { address, browser } = entry.detail else {
            unreachable!("it is what was put in");
        };
        assert!(address.starts_with("abxx") && address.chars().count() == WORD);
        assert_eq!(address, browser);
    }

    proptest! {
        #[test]
        fn details_come_back_from_the_column(a in "\\PC{0,20}", b in ".{0,20}", n in any::<i64>()) {
            for detail in [
                Detail::Nothing,
                Detail::Total(n),
                Detail::Item(a.clone()),
                Detail::Corrected { item: a.clone(), before: Some(n), after: None },
                Detail::became(Some(&a), None::<&str>),
                Detail::Counted(BTreeMap::from([(a.clone(), n)])),
                Detail::fields(&[("name", true), ("team", false)]),
                Detail::from(&a, &b),
            ] {
                let detail = detail.cleaned();
                prop_assert_eq!(detail.to_string().parse::<Detail>(), Ok(detail));
            }
        }

        #[test]
        fn any_column_is_some_detail(text in ".{0,40}") {
            prop_assert!(text.parse::<Detail>().is_ok());
        }
    }
}
