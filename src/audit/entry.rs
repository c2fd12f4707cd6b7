//! One act as it is told to the log: what was done ([`Act`]), with which thing ([`Subject`]), whom it touches, and what
//! more is known of it ([`Detail`]).
//!
//! Decides that nothing a person typed can reach the log: a subject is an identifier, from which its address is derived in
//! one place, a detail has one of a few shapes whose words are cleaned where the entry is made.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::Act;
use crate::id::{
    CalibrationId, ChecklistId, ErasureId, EvaluationId, JobId, OneToOneId, PersonId, PlanId, PlaylistId,
    RecordingId, SnippetId,
};
use crate::people::Person;

/// Longest word of a detail, characters.
const WORD: usize = 120;

/// Who did it.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// Somebody who is signed in, or just got in.
    Person(&'a Person),
    /// The service by itself.
    Service,
    /// Whoever runs commands on the machine.
    Shell,
    /// Somebody who did not get in.
    Stranger,
}

impl<'a> From<&'a Person> for By<'a> {
    fn from(person: &'a Person) -> Self {
        Self::Person(person)
    }
}

impl<'a> By<'a> {
    pub(super) const fn person(self) -> Option<&'a Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Service | Self::Shell | Self::Stranger => None,
        }
    }

    pub(super) const fn actor(self) -> Actor {
        match self {
            Self::Person(_) => Actor::Person,
            Self::Service => Actor::Service,
            Self::Shell => Actor::Shell,
            Self::Stranger => Actor::Stranger,
        }
    }
}

crate::db::text_enum! {
    /// What kind of actor did it.
    pub enum Actor {
        /// A person of the department.
        Person = "person",
        /// The service itself.
        Service = "service",
        /// The command line of the machine.
        Shell = "shell",
        /// Nobody we know.
        Stranger = "stranger",
    }
}

/// The thing something was done with.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    /// An evaluation.
    Evaluation(&'a EvaluationId),
    /// All evaluations one sees.
    Evaluations,
    /// A plan or a warning.
    Plan(&'a PlanId),
    /// A one-to-one.
    OneToOne(&'a OneToOneId),
    /// A recording, its transcript, the words at its moments.
    Recording(&'a RecordingId),
    /// The files of recordings.
    Files,
    /// A found file, by its checked name.
    File(&'a (dyn Display + Sync)),
    /// A snippet.
    Snippet(&'a SnippetId),
    /// A playlist.
    Playlist(&'a PlaylistId),
    /// A calibration.
    Calibration(&'a CalibrationId),
    /// A checklist.
    Checklist(&'a ChecklistId),
    /// The calls to be heard in a week.
    Week(&'a (dyn Display + Sync)),
    /// How many calls are to be heard.
    Quotas,
    /// A person, and what lets them in.
    Person(&'a PersonId),
    /// The teams.
    Teams,
    /// An entry of the book, by its checked name.
    Entry(&'a (dyn Display + Sync)),
    /// The book.
    Book,
    /// Changes suggested to the book.
    Suggestions,
    /// Questions the book has no answer for.
    Unanswered,
    /// The glossary.
    Glossary,
    /// The queue.
    Queue,
    /// A job of the queue.
    Job(&'a JobId),
    /// A request to erase somebody.
    Erasure(&'a ErasureId),
    /// What is kept for how long.
    Forgetting,
    /// The service as a whole.
    Service,
}

impl std::fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.address())
    }
}

impl Subject<'_> {
    /// Where it is found in the service.
    pub fn address(&self) -> String {
        match self {
            Self::Evaluation(id) => format!("/evaluations/{id}"),
            Self::Evaluations => "/evaluations".to_owned(),
            Self::Plan(id) => format!("/plans/{id}"),
            Self::OneToOne(id) => format!("/one-to-ones/{id}"),
            Self::Recording(id) => format!("/recordings/{id}"),
            Self::Files => "/recordings/files".to_owned(),
            Self::File(name) => format!("/recordings/files/{name}"),
            Self::Snippet(id) => format!("/snippets/{id}"),
            Self::Playlist(id) => format!("/playlists/{id}"),
            Self::Calibration(id) => format!("/calibrations/{id}"),
            Self::Checklist(id) => format!("/checklists/{id}"),
            Self::Week(week) => format!("/listening?week={week}"),
            Self::Quotas => "/listening/quotas".to_owned(),
            Self::Person(id) => format!("/people#person-{id}"),
            Self::Teams => "/people".to_owned(),
            Self::Entry(entry) => format!("/playbook/{entry}"),
            Self::Book => "/playbook".to_owned(),
            Self::Suggestions => "/playbook/suggestions".to_owned(),
            Self::Unanswered => "/playbook/unanswered".to_owned(),
            Self::Glossary => "/playbook/glossary".to_owned(),
            Self::Queue => "/jobs".to_owned(),
            Self::Job(id) => format!("/jobs#job-{id}"),
            Self::Erasure(id) => format!("/forgetting/erasures/{id}"),
            Self::Forgetting => "/forgetting".to_owned(),
            Self::Service => "/".to_owned(),
        }
    }
}

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
    fn cleaned(mut self) -> Self {
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

/// An act with all that is told of it; begin with [`Act::on`].
#[derive(Debug, Clone)]
#[must_use = "an entry is kept by handing it to the log"]
pub struct Entry<'a> {
    pub(super) act: Act,
    pub(super) subject: Subject<'a>,
    pub(super) whose: Option<&'a PersonId>,
    pub(super) detail: Detail,
}

impl Act {
    /// This act was done with this thing.
    pub const fn on(self, subject: Subject<'_>) -> Entry<'_> {
        Entry {
            act: self,
            subject,
            whose: None,
            detail: Detail::Nothing,
        }
    }

    /// This act was done with a person, or with what lets them in.
    pub const fn to(self, person: &PersonId) -> Entry<'_> {
        self.on(Subject::Person(person)).of(person)
    }
}

impl<'a> Entry<'a> {
    /// It touches this person, or their work.
    pub const fn of(mut self, whose: &'a PersonId) -> Self {
        self.whose = Some(whose);
        self
    }

    /// What more is known.
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = detail.cleaned();
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_in_a_detail_stay_short_and_on_one_line() {
        let hostile = "a\r\n\u{2028}\u{202e}\0b".to_owned() + &"x".repeat(10_000);
        let entry = Act::SignedIn
            .on(Subject::Service)
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
