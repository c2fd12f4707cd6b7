//! The list of recordings: which of them answer a question, and in which order.
//!
//! Decides what a question asks ([`RecordingFilter`]): facts of the call as they are written, and words that are said
//! in it in any form ([`spoken_terms`]). Who sees a recording is left to [`super::store`].

use super::facts::search_words;
use super::spoken_terms::{self, SpokenTerm};
use super::store::columns;
use super::{CallOutcome, CallType, Recording};
use crate::db::{Cursor, DbError, Page, Sql, Tx};
use crate::id::PersonId;
use crate::people::{Scope, visible};

/// Which recordings are looked for; empty fields mean any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordingFilter {
    /// Whose calls.
    pub manager: Option<PersonId>,
    /// A state's word, or `working` for everything that still moves.
    pub state: Option<String>,
    /// What kind of call.
    pub call_type: Option<CallType>,
    /// How the call ended.
    pub outcome: Option<CallOutcome>,
    /// With this tag, folded.
    pub tag: Option<String>,
    /// All of these stand in the client, number, note or file name, or are said in the call; folded; at most four.
    pub words: Vec<String>,
    /// The same words as they are looked for in what is said.
    pub said: Vec<SpokenTerm>,
}

/// The calls that a scope covers; what they are looked for by comes after it.
const CALLS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM recordings r JOIN people p ON p.id = r.manager_id WHERE ",
    visible!()
);

/// The stems of one word: its own, and those of the words it may become.
macro_rules! stems {
    ($begins:literal) => {
        concat!(
            "(SELECT CAST($2 AS TEXT) UNION ALL SELECT v.stem FROM spoken_terms v WHERE $3 <> '' AND ",
            $begins,
            ")"
        )
    };
}

/// One word of the question: in the facts (`$1` is its pattern), or said in the call in any form (`$2` is its stem, `$3`
/// the beginning of the words it may become).
///
/// A word that few calls say is looked up once, and each call is compared with that set: asking call by call would pass
/// over them all. For a common word that set would be a good part of everything ever said: there each call is asked,
/// newest first, and asking ends with the page. What is few lets either way cost about the same: asking one call for a
/// finished word is one step, for the many words that two letters may become it is as many.
macro_rules! word {
    ($begins:literal) => {
        concat!(
            " AND (r.words_folded LIKE $1 ESCAPE '\\'
                   OR $2 <> '' AND CASE WHEN (SELECT COUNT(*) FROM (SELECT 1 AS one FROM spoken_words s WHERE s.stem IN ",
            stems!($begins),
            " LIMIT (CASE WHEN $3 = '' THEN 2000 ELSE 12000 END)) few) < (CASE WHEN $3 = '' THEN 2000 ELSE 12000 END)
                   THEN r.id IN (SELECT s.recording_id FROM spoken_words s WHERE s.stem IN ",
            stems!($begins),
            ")
                   ELSE EXISTS (SELECT 1 FROM spoken_words s WHERE s.stem = $2 AND s.recording_id = r.id)
                     OR $3 <> '' AND EXISTS (SELECT 1 FROM spoken_words s WHERE s.recording_id = r.id AND s.stem IN (
                        SELECT v.stem FROM spoken_terms v WHERE ",
            $begins,
            ")) END)"
        )
    };
}

const WORD: Sql = Sql::dialects(
    // A range of the key: SQLite's `LIKE` passes over case, and so over the index.
    word!("v.word >= $3 AND v.word < $3 || char(1114111)"),
    // A range would follow the order of letters in the database's language, which may leave some out.
    word!("v.word LIKE $3 || '%'"),
);

impl RecordingFilter {
    /// What answers `question`, in the facts or in what is said; of any manager, state, kind and tag.
    pub fn from_words(question: &str) -> Self {
        let words = search_words(question);
        Self {
            said: spoken_terms::spoken_terms(question, &words),
            words,
            ..Self::default()
        }
    }
}

/// The pattern of facts with this word.
fn pattern(word: &str) -> String {
    let plain = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{plain}%")
}

/// Recordings the scope covers, the newest call first.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &RecordingFilter,
    after: &Cursor,
    limit: usize,
) -> Result<Page<Recording>, DbError> {
    let one = match scope {
        Scope::Own(person) => filter.manager.as_ref().or(Some(person)),
        Scope::All | Scope::Team(_) | Scope::Nothing => filter.manager.as_ref(),
    };
    let mut calls = tx
        .query(CALLS)
        .scope(scope)
        .clause_for(" AND r.manager_id = $1", one)
        .clause_for(" AND r.call_type = $1", filter.call_type)
        .clause_for(" AND r.outcome = $1", filter.outcome)
        .clause_for(
            " AND EXISTS (SELECT 1 FROM recording_tags g WHERE g.recording_id = r.id AND g.tag_folded = $1)",
            filter.tag.as_ref(),
        );
    calls = match filter.state.as_deref() {
        Some("working") => calls.clause(" AND r.state IN ('queued', 'transcribing')"),
        // Nearly all calls are of one state: the order of the list finds a page sooner than the index of states.
        state => calls.clause_for(" AND COALESCE(r.state, '') = $1", state),
    };
    let unsaid = SpokenTerm::default();
    for (n, word) in filter.words.iter().enumerate() {
        let said = filter.said.get(n).unwrap_or(&unsaid);
        calls = calls
            .clause(WORD)
            .bind_all((pattern(word), &said.stem, &said.beginning));
    }
    let rows = calls
        .clause(
            " AND (r.called_at < $1 OR (r.called_at = $1 AND r.id < $2))
              ORDER BY r.called_at DESC, r.id DESC LIMIT $3",
        )
        .bind_all((after.key, &after.id, limit as i64 + 1))
        .all::<Recording>()
        .await?;
    Ok(Page::cut(rows, limit, |row| Cursor {
        key: row.called_at.0,
        id: row.id.to_string(),
    }))
}
