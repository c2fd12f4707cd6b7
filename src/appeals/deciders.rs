//! Who decides an appeal. Pure.
//!
//! Anybody who may decide and whose scope covers the manager, but not the one who gave the mark. Where there is nobody
//! else, that one decides, and the page says so; where they have left too, nobody can until somebody leads the team.

use crate::id::PersonId;
use crate::people::{Permission, Person};

/// Who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deciders {
    /// Any of these, none of whom gave the mark.
    Others(Vec<Person>),
    /// The reviewer: there is nobody else.
    Reviewer(Box<Person>),
    /// Nobody leads the team now.
    Nobody,
}

impl Deciders {
    /// May this person decide?
    pub fn include(&self, person: &PersonId) -> bool {
        match self {
            Self::Others(people) => people.iter().any(|one| one.id == *person),
            Self::Reviewer(reviewer) => reviewer.id == *person,
            Self::Nobody => false,
        }
    }

    /// Their names, for the page.
    pub fn names(&self) -> String {
        match self {
            Self::Others(people) => {
                let names: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
                names.join(", ")
            }
            Self::Reviewer(reviewer) => reviewer.name.clone(),
            Self::Nobody => String::new(),
        }
    }
}

/// Of everybody, those who decide about a mark that `reviewer` gave to a call of `manager`.
pub fn deciders(everybody: Vec<Person>, reviewer: &PersonId, manager: &Person) -> Deciders {
    let able = |person: &Person| person.may(Permission::DecideAppeals) && person.scope().covers(manager);
    let (mut own, others): (Vec<Person>, Vec<Person>) = everybody
        .into_iter()
        .filter(able)
        .partition(|person| person.id == *reviewer);
    match own.pop() {
        _ if !others.is_empty() => Deciders::Others(others),
        Some(reviewer) => Deciders::Reviewer(Box::new(reviewer)),
        None => Deciders::Nobody,
    }
}
