//! Every place where text of or about people lies: table by table, column by column, with what forgetting does to it.
//!
//! The one list. Erasing a client, erasing a person and the export read it, the page shows it, and a test walks the database's
//! own schema and fails when a table or a text column is not in it: whoever adds one decides here what becomes of it.
//!
//! For a column it says what it holds: *words* that people wrote or said (a client's name or number is struck out of them
//! wherever it stands), *JSON* with such words, *keys* (ids, words of a fixed list, hashes, days), *secrets*. For a table:
//! what goes with a call before its recording does (all that hangs on the recording goes with it by itself), what goes with
//! a person, and which rows are a person's own, for the export.

mod calls;
mod list;
mod rest;
mod work;

pub use list::PLACES;

crate::db::text_enum! {
    /// What people call it; the text is `forget-kind-<kind>`.
    pub enum DataKind {
        /// Recordings with their facts and sound.
        Recordings = "recordings",
        /// Texts of calls and what they are found by.
        Transcripts = "transcripts",
        /// Evaluations and all that is said about them.
        Evaluations = "evaluations",
        /// Moments and comments.
        Comments = "comments",
        /// Snippets and playlists.
        Snippets = "snippets",
        /// Action plans and warnings.
        Plans = "plans",
        /// One-to-ones.
        Meetings = "meetings",
        /// The listening plan and calibrations.
        Listening = "listening",
        /// Searches and questions without an answer.
        Searches = "searches",
        /// What was typed and not saved, sheets on their way in.
        Drafts = "drafts",
        /// The audit log.
        Log = "log",
        /// People and teams.
        People = "people",
        /// Sessions, tokens, links.
        Access = "access",
        /// The playbook, the glossary, checklists.
        Book = "book",
        /// The queue and what the service needs for itself.
        Service = "service",
    }
}

/// What becomes of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasureAction {
    /// They go.
    Remove,
    /// The words of these columns go, the row stays.
    Blank(&'static [&'static str]),
    /// The words under these names in JSON go, the rest stays: marks without comments.
    BlankIn(&'static [&'static str], &'static [&'static str]),
}

/// What happens to the rows for which a condition on `$1` is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasureRule {
    /// The condition.
    pub when: &'static str,
    /// What happens.
    pub action: ErasureAction,
}

/// What becomes of a row with struck words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrikePolicy {
    /// A mark stands in place of the words.
    Marked,
    /// The row goes: it is nothing but those words, or a key of it is.
    Removed,
    /// Nothing: a colleague of the same name keeps it.
    Never,
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct DataTable {
    /// Its name.
    pub table: &'static str,
    /// What people call what is in it.
    pub kind: DataKind,
    /// Columns with words.
    pub words: &'static [&'static str],
    /// Columns with words in JSON.
    pub json: &'static [&'static str],
    /// Columns without words.
    pub keys: &'static [&'static str],
    /// Columns that nobody reads, not even in an export.
    pub secrets: &'static [&'static str],
    /// What becomes of a row whose words are struck.
    pub struck: StrikePolicy,
    /// What else changes in it then.
    pub also: &'static str,
    /// With a call; `$1` is the recording, or an evaluation whose recording is gone.
    pub of_call: &'static [ErasureRule],
    /// Which rows go by themselves with the recording `$1`, to be counted; empty where nobody counts them.
    pub hangs: &'static str,
    /// With a person; `$1`.
    pub of_person: &'static [ErasureRule],
    /// Which rows are a person's own; empty for none.
    pub own: &'static str,
}

/// The place of a table.
pub fn table_of(table: &str) -> Option<&'static DataTable> {
    PLACES.iter().find(|place| place.table == table)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::db::transfer::catalog::{self, ColumnKind};

    #[tokio::test]
    async fn every_table_and_text_column_of_the_schema_is_in_the_list() {
        let tables = catalog::tables(crate::db::newest_schema()).await.unwrap();
        let mut missing = Vec::new();
        for table in &tables {
            let Some(place) = table_of(&table.name) else {
                missing.push(format!("table {}", table.name));
                continue;
            };
            let listed: Vec<&str> = [place.words, place.json, place.keys, place.secrets].concat();
            let known: BTreeSet<&str> = listed.iter().copied().collect();
            assert_eq!(known.len(), listed.len(), "{} lists a column twice", table.name);
            let texts = table
                .columns
                .iter()
                .filter(|column| column.kind == ColumnKind::Text);
            let there: BTreeSet<&str> = texts.map(|column| column.name.as_str()).collect();
            missing.extend(there.difference(&known).map(|it| format!("{}.{it}", table.name)));
            let stale: Vec<&&str> = known.difference(&there).collect();
            assert!(stale.is_empty(), "{}: no such columns {stale:?}", table.name);
        }
        assert!(
            missing.is_empty(),
            "src/forgetting/places does not say what becomes of {missing:?}"
        );
        let names: BTreeSet<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        for place in PLACES {
            assert!(names.contains(place.table), "there is no table {}", place.table);
        }
    }

    #[test]
    fn what_a_second_factor_is_made_of_is_in_no_export() {
        for table in [
            "totp_secrets",
            "passkeys",
            "recovery_codes",
            "half_sessions",
            "passkey_challenges",
        ] {
            assert_eq!(table_of(table).unwrap().own, "", "{table}");
        }
    }

    #[test]
    fn rules_name_columns_of_their_table() {
        for place in PLACES {
            for rule in place.of_call.iter().chain(place.of_person) {
                let (columns, among) = match rule.action {
                    ErasureAction::Remove => (&[][..], place.words),
                    ErasureAction::Blank(columns) => (columns, place.words),
                    ErasureAction::BlankIn(columns, _) => (columns, place.json),
                };
                for column in columns {
                    assert!(among.contains(column), "{}.{column}", place.table);
                }
            }
        }
    }
}
