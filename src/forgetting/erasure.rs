//! A request to erase somebody: what it is about, where it stands, what it came to.
//!
//! Decides that what is looked for is kept only until it is done, that a request can be told from another by a label
//! that gives nobody away, and what a report says. Leaves looking to [`super::look`] and erasing to
//! [`Forgetting::erase`](crate::forgetting::Forgetting::erase).

use serde::{Deserialize, Serialize};

use super::needle;
use super::places::DataKind;
use crate::db::{JsonText, ScourResult};
use crate::id::{ErasureId, PersonId, RecordingId};
use crate::time::Timestamp;

crate::db::text_enum! {
    /// Who is erased.
    pub enum ErasureSubject {
        /// A client, by numbers and names.
        Client = "client",
        /// A person who worked here.
        Person = "person",
    }
}

crate::db::text_enum! {
    /// Where a request stands.
    pub enum ErasureState {
        /// What would go is being looked for.
        Looking = "looking",
        /// It is told what would go; nothing went.
        Ready = "ready",
        /// Confirmed: it is being done.
        Confirmed = "confirmed",
        /// Done.
        Done = "done",
        /// Given up.
        Withdrawn = "withdrawn",
    }
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Erasure {
    /// Identifier.
    pub id: ErasureId,
    /// Who.
    pub subject: ErasureSubject,
    /// Which person, when it is one.
    pub person_id: Option<PersonId>,
    /// Who asked.
    pub asked_by: PersonId,
    /// Where it stands.
    pub state: ErasureState,
    /// Tells it from another.
    pub label: String,
    /// The letter it was asked for with; may be empty.
    pub reference: String,
    /// Names and numbers; none when it is done.
    pub sought: JsonText<Vec<String>>,
    /// What would go.
    pub preview: Option<JsonText<ErasurePreview>>,
    /// What went.
    pub report: Option<JsonText<ErasureReport>>,
    /// Why the last try failed.
    pub error_code: Option<String>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When it was done.
    pub finished_at: Option<Timestamp>,
}

impl Erasure {
    /// Its page.
    pub fn url(&self) -> String {
        format!("/forgetting/erasures/{}", self.id)
    }
}

/// How many rows of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCount {
    /// Which.
    pub kind: DataKind,
    /// Rows that go whole.
    pub removed: i64,
    /// Rows that stay without their words.
    pub blanked: i64,
    /// Rows with the name or the number struck out; a row that was nothing else is gone.
    pub struck: i64,
}

/// Counts by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tally(pub Vec<KindCount>);

/// Which figure of a [`KindCount`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountFigure {
    /// The whole row.
    Removed,
    /// Its words.
    Blanked,
    /// A name or number in it.
    Struck,
}

impl Tally {
    /// Adds to the figure of a kind.
    pub fn add(&mut self, kind: DataKind, went: CountFigure, n: i64) {
        if n == 0 {
            return;
        }
        let at = self.0.iter().position(|count| count.kind >= kind);
        let at = match at {
            Some(at) if self.0[at].kind == kind => at,
            found => {
                let at = found.unwrap_or(self.0.len());
                let none = KindCount {
                    kind,
                    removed: 0,
                    blanked: 0,
                    struck: 0,
                };
                self.0.insert(at, none);
                at
            }
        };
        let count = &mut self.0[at];
        match went {
            CountFigure::Removed => count.removed += n,
            CountFigure::Blanked => count.blanked += n,
            CountFigure::Struck => count.struck += n,
        }
    }
}

/// What would go. Names nobody: the calls are read again where they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasurePreview {
    /// Recordings that would be erased.
    pub calls: Vec<RecordingId>,
    /// Rows.
    pub counts: Tally,
    /// Files of the book in which the name or the number stands.
    pub book: Vec<String>,
    /// Found files of deleted recordings that would go.
    pub found: usize,
}

impl ErasurePreview {
    /// Would nothing go? Files of the book are changed by people, whatever stands in them.
    pub fn is_nothing(&self) -> bool {
        self.calls.is_empty() && self.counts.0.is_empty() && self.found == 0
    }
}

crate::db::text_enum! {
    /// What stays, and why; the text is `forget-remainder-<ground>`.
    pub enum RemainderReason {
        /// Marks and totals of evaluations, without words: the figures of the team.
        Figures = "figures",
        /// The log of acts: who did what, needed to answer for the service.
        Log = "log",
        /// What a person wrote about the work of others.
        Others = "others",
        /// Files of the book are changed by people.
        Book = "book",
        /// Found files of which nobody knows whose call they are.
        Found = "found",
        /// Backups cannot be changed; they go by their age.
        Backups = "backups",
        /// Copies of the database from before an update.
        Migrations = "migrations",
        /// A number spoken in words, a first name alone.
        Spoken = "spoken",
        /// What people downloaded, printed or sent.
        Outside = "outside",
        /// The database's files could not be written anew.
        Traces = "traces",
        /// The log, the replicas and the archives of the database's server.
        Server = "server",
    }
}

/// Something that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remainder {
    /// Why.
    pub ground: RemainderReason,
    /// How many; 0 where nobody can count them.
    pub n: i64,
    /// Until when, where that is known.
    pub until: Option<Timestamp>,
}

/// What an erasing came to. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureReport {
    /// Rows.
    pub counts: Tally,
    /// Found files that went.
    pub found: usize,
    /// Files of the book in which the name or the number still stands.
    pub book: Vec<String>,
    /// What stays.
    pub left: Vec<Remainder>,
    /// How far the traces are gone.
    pub traces: ScourResult,
}

impl ErasureReport {
    /// Was there nothing to erase?
    pub fn is_nothing(&self) -> bool {
        self.counts.0.is_empty() && self.found == 0
    }
}

/// What tells a request from another: the ends of a number, the first letter of a name and its length.
pub fn label(lines: &[String]) -> String {
    let one = |line: &String| {
        if needle::is_number(line) {
            let digits: String = line.chars().filter(char::is_ascii_digit).collect();
            let last = digits.get(digits.len().saturating_sub(2)..).unwrap_or_default();
            format!("…{last}")
        } else {
            let first = line.chars().find(|c| c.is_alphabetic()).unwrap_or('…');
            format!("{first}… ({})", line.chars().count())
        }
    };
    lines.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_gives_nobody_away() {
        let lines = ["+7 916 123-45-67".to_owned(), "Пётр Семёнов".to_owned()];
        assert_eq!(label(&lines), "…67, П… (12)");
    }

    #[test]
    fn a_tally_keeps_the_order_of_kinds() {
        let mut tally = Tally::default();
        tally.add(DataKind::Log, CountFigure::Struck, 1);
        tally.add(DataKind::Recordings, CountFigure::Removed, 2);
        tally.add(DataKind::Log, CountFigure::Struck, 2);
        tally.add(DataKind::Plans, CountFigure::Blanked, 0);
        let kinds: Vec<_> = tally
            .0
            .iter()
            .map(|it| (it.kind, it.removed, it.struck))
            .collect();
        assert_eq!(kinds, [(DataKind::Recordings, 2, 0), (DataKind::Log, 0, 3)]);
    }
}
