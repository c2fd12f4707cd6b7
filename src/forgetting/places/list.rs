//! The whole list, put together from its parts, and how an item of it is written down; what its words mean is said in
//! [`super`].

use super::calls::CALLS;
use super::rest::REST;
use super::work::WORK;
use super::{DataKind, DataTable, ErasureAction, ErasureRule, StrikePolicy};

/// The list, by kind.
pub const PLACES: &[DataTable] = &joined::<{ CALLS.len() + WORK.len() + REST.len() }>(&[CALLS, WORK, REST]);

const fn joined<const N: usize>(parts: &[&[DataTable]]) -> [DataTable; N] {
    let mut all = [parts[0][0]; N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut item = 0;
        while item < parts[part].len() {
            all[at] = parts[part][item];
            item += 1;
            at += 1;
        }
        part += 1;
    }
    all
}

pub(super) const PERSON: &str = "person_id = $1";
pub(super) const MANAGED: &str = "manager_id = $1";

/// A table of which nothing is said yet.
pub(super) const fn place(table: &'static str, kind: DataKind) -> DataTable {
    DataTable {
        table,
        kind,
        words: &[],
        json: &[],
        keys: &[],
        secrets: &[],
        struck: StrikePolicy::Marked,
        also: "",
        of_call: &[],
        hangs: "",
        of_person: &[],
        own: "",
    }
}

impl DataTable {
    pub(super) const fn words(mut self, columns: &'static [&'static str]) -> Self {
        self.words = columns;
        self
    }
    pub(super) const fn json(mut self, columns: &'static [&'static str]) -> Self {
        self.json = columns;
        self
    }
    pub(super) const fn keys(mut self, columns: &'static [&'static str]) -> Self {
        self.keys = columns;
        self
    }
    pub(super) const fn secrets(mut self, columns: &'static [&'static str]) -> Self {
        self.secrets = columns;
        self
    }
    pub(super) const fn struck(mut self, struck: StrikePolicy) -> Self {
        self.struck = struck;
        self
    }
    pub(super) const fn also(mut self, also: &'static str) -> Self {
        self.also = also;
        self
    }
    pub(super) const fn of_call(mut self, rules: &'static [ErasureRule]) -> Self {
        self.of_call = rules;
        self
    }
    pub(super) const fn hangs(mut self, hangs: &'static str) -> Self {
        self.hangs = hangs;
        self
    }
    pub(super) const fn of_person(mut self, rules: &'static [ErasureRule]) -> Self {
        self.of_person = rules;
        self
    }
    pub(super) const fn own(mut self, own: &'static str) -> Self {
        self.own = own;
        self
    }
}

pub(super) const fn rule(when: &'static str, action: ErasureAction) -> ErasureRule {
    ErasureRule { when, action }
}
