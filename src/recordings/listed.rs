//! The list of recordings: which of them answer a question, and in which order.
//!
//! Decides what a question asks ([`Filter`]): facts of the call as they are written, and words that are said in it in any
//! form ([`spoken`]). Who sees a recording is left to [`super::store`].

use super::facts::search_words;
use super::spoken::{self, Said};
use super::{CallOutcome, CallType, Recording};
use crate::db::{Cursor, DbError, Page, Sql, Tx};
use crate::id::PersonId;
use crate::people::{Scope, visible};

/// Which recordings are looked for; empty fields mean any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
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
    pub said: Vec<Said>,
}

/// The stems of one word: its own, and those of the words it may become.
macro_rules! stems {
    ($stem:literal, $beginning:literal, $begins:ident) => {
        concat!(
            "(SELECT CAST(",
            $stem,
            " AS TEXT) UNION ALL SELECT v.stem FROM spoken_terms v WHERE ",
            $beginning,
            " <> '' AND ",
            $begins!($beginning),
            ")"
        )
    };
}

/// One word of the question: in the facts, or said in the call in any form.
///
/// A word that few calls say is looked up once, and each call is compared with that set: asking call by call would pass
/// over them all. For a common word that set would be a good part of everything ever said: there each call is asked,
/// newest first, and asking ends with the page. What is few lets either way cost about the same: asking one call for a
/// finished word is one step, for the many words that two letters may become it is as many.
macro_rules! word {
    ($pattern:literal, $stem:literal, $beginning:literal, $begins:ident) => {
        concat!(
            " AND (r.words_folded LIKE ",
            $pattern,
            " ESCAPE '\\'
                   OR ",
            $stem,
            " <> '' AND CASE WHEN (SELECT COUNT(*) FROM (SELECT 1 AS one FROM spoken_words s WHERE s.stem IN ",
            stems!($stem, $beginning, $begins),
            " LIMIT (CASE WHEN ",
            $beginning,
            " = '' THEN 2000 ELSE 12000 END)) few) < (CASE WHEN ",
            $beginning,
            " = '' THEN 2000 ELSE 12000 END)
                   THEN r.id IN (SELECT s.recording_id FROM spoken_words s WHERE s.stem IN ",
            stems!($stem, $beginning, $begins),
            ")
                   ELSE EXISTS (SELECT 1 FROM spoken_words s WHERE s.stem = ",
            $stem,
            " AND s.recording_id = r.id)
                     OR ",
            $beginning,
            " <> '' AND EXISTS (SELECT 1 FROM spoken_words s WHERE s.recording_id = r.id AND s.stem IN (
                        SELECT v.stem FROM spoken_terms v WHERE ",
            $begins!($beginning),
            ")) END)"
        )
    };
}

/// A range of the key: SQLite's `LIKE` passes over case, and so over the index.
macro_rules! sqlite_begins {
    ($beginning:literal) => {
        concat!(
            "v.word >= ",
            $beginning,
            " AND v.word < ",
            $beginning,
            " || char(1114111)"
        )
    };
}

/// A range would follow the order of letters in the database's language, which may leave some out.
macro_rules! postgres_begins {
    ($beginning:literal) => {
        concat!("v.word LIKE ", $beginning, " || '%'")
    };
}

macro_rules! listed {
    ($whose:literal, $begins:ident) => {
        concat!(
            "SELECT ",
            super::store::columns!(),
            " FROM recordings r JOIN people p ON p.id = r.manager_id WHERE ",
            visible!(),
            $whose,
            " AND (CAST($4 AS TEXT) IS NULL OR r.state = $4
                   OR ($4 = 'working' AND r.state IN ('queued', 'transcribing')))
              AND (CAST($5 AS TEXT) IS NULL OR r.call_type = $5)
              AND (CAST($22 AS TEXT) IS NULL OR r.outcome = $22)
              AND (CAST($6 AS TEXT) IS NULL
                   OR EXISTS (SELECT 1 FROM recording_tags g WHERE g.recording_id = r.id AND g.tag_folded = $6))",
            word!("$7", "$14", "$18", $begins),
            word!("$8", "$15", "$19", $begins),
            word!("$9", "$16", "$20", $begins),
            word!("$10", "$17", "$21", $begins),
            " AND (r.called_at < $11 OR (r.called_at = $11 AND r.id < $12))
              ORDER BY r.called_at DESC, r.id DESC LIMIT $13"
        )
    };
}

/// Of several managers.
const LISTED: Sql = Sql::dialects(
    listed!(" AND CAST($3 AS TEXT) IS NULL", sqlite_begins),
    listed!(" AND CAST($3 AS TEXT) IS NULL", postgres_begins),
);

/// Of one manager, by the index of their calls.
const LISTED_OF_ONE: Sql = Sql::dialects(
    listed!(" AND r.manager_id = $3", sqlite_begins),
    listed!(" AND r.manager_id = $3", postgres_begins),
);

impl Filter {
    /// What answers `question`, in the facts or in what is said; of any manager, state, kind and tag.
    pub fn asked(question: &str) -> Self {
        let words = search_words(question);
        Self {
            said: spoken::asked(question, &words),
            words,
            ..Self::default()
        }
    }

    fn said(&self, n: usize) -> Said {
        self.said.get(n).cloned().unwrap_or_default()
    }

    fn pattern(&self, n: usize) -> String {
        let word = self.words.get(n).map_or("", String::as_str);
        let plain = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("%{plain}%")
    }
}

/// Recordings the scope covers, the newest call first.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    after: &Cursor,
    limit: usize,
) -> Result<Page<Recording>, DbError> {
    let one = match scope {
        Scope::Own(person) => filter.manager.as_ref().or(Some(person)),
        Scope::All | Scope::Team(_) | Scope::Nothing => filter.manager.as_ref(),
    };
    let rows = tx
        .query(if one.is_some() { LISTED_OF_ONE } else { LISTED })
        .scope(scope)
        .bind_all((
            one,
            &filter.state,
            filter.call_type,
            &filter.tag,
            filter.pattern(0),
            filter.pattern(1),
            filter.pattern(2),
            filter.pattern(3),
            after.key,
            &after.id,
            limit as i64 + 1,
            filter.said(0).stem,
            filter.said(1).stem,
            filter.said(2).stem,
            filter.said(3).stem,
            filter.said(0).beginning,
            filter.said(1).beginning,
            filter.said(2).beginning,
            filter.said(3).beginning,
            filter.outcome,
        ))
        .all::<Recording>()
        .await?;
    Ok(Page::cut(rows, limit, |row| Cursor {
        key: row.called_at.0,
        id: row.id.to_string(),
    }))
}
