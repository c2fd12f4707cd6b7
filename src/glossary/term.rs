//! A term somebody added, and what may be entered.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::db::JsonText;
use crate::diff::fingerprint;
use crate::error::{Error, FieldError, Result};
use crate::id::GlossaryTermId;
use crate::text::bare;
use crate::time::Timestamp;

/// Characters of a term at most.
const LONGEST_TERM: usize = 60;
/// Variants of a term at most.
const MOST_VARIANTS: usize = 20;
/// Words of a variant at most.
const MOST_WORDS: usize = 4;
/// A variant with fewer letters would be found in every sentence.
const LEAST_LETTERS: usize = 3;

/// A term somebody added.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct GlossaryTerm {
    /// Identifier.
    pub id: GlossaryTermId,
    /// As it is written.
    pub term: String,
    /// How it is misheard.
    pub variants: JsonText<Vec<String>>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// What was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TermForm {
    /// As it is written, 2–60 characters.
    pub term: String,
    /// How it is misheard, parted by commas: at most 20 variants of at most four words.
    pub variants: String,
    /// The `revision` of the term this was made on. With one, what somebody changed since is not overwritten.
    pub revision: String,
}

/// A form that is right.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CheckedTerm {
    pub(super) term: String,
    pub(super) folded: String,
    pub(super) variants: Vec<String>,
}

impl TermForm {
    /// The form that says what is stored.
    pub fn from_term(term: &GlossaryTerm) -> Self {
        let variants = term.variants.0.join(", ");
        Self {
            revision: fingerprint([term.term.as_str(), &variants]),
            term: term.term.clone(),
            variants,
        }
    }

    /// Checks every field at once. Codes: `glossary-term`, `glossary-variants`.
    pub(super) fn check(&self) -> Result<CheckedTerm> {
        let term = tidy(&self.term);
        let folded = bare(&term);
        let mut problems = Vec::new();
        if folded.chars().count() < 2 || term.chars().count() > LONGEST_TERM {
            problems.push(FieldError {
                field: "term",
                code: "glossary-term",
            });
        }
        let mut variants: Vec<String> = Vec::new();
        for variant in self.variants.split([',', ';', '\n']).map(tidy) {
            let own = bare(&variant);
            // The term itself is no mistake, and once is enough.
            let is_news = !own.is_empty()
                && variant.to_lowercase() != term.to_lowercase()
                && !variants
                    .iter()
                    .any(|it| it.to_lowercase() == variant.to_lowercase());
            if is_news {
                variants.push(variant);
            }
        }
        let bad = |variant: &String| {
            bare(variant).chars().count() < LEAST_LETTERS
                || variant.chars().count() > LONGEST_TERM
                || variant.split(' ').count() > MOST_WORDS
        };
        if variants.len() > MOST_VARIANTS || variants.iter().any(bad) {
            problems.push(FieldError {
                field: "variants",
                code: "glossary-variants",
            });
        }
        if !problems.is_empty() {
            return Err(Error::fields(problems));
        }
        Ok(CheckedTerm {
            term,
            folded,
            variants,
        })
    }
}

/// Single spaces, none around.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(term: &str, variants: &str) -> TermForm {
        TermForm {
            term: term.to_owned(),
            variants: variants.to_owned(),
            ..TermForm::default()
        }
    }

    fn codes(form: &TermForm) -> Vec<&'static str> {
        let error = form.check().unwrap_err();
        error.field_errors().iter().map(|it| it.code).collect()
    }

    #[test]
    fn variants_are_parted_and_said_once() {
        let entered = form("  Ярус ", "ярос,  я   рус ;Ярос\nярус, , яру с")
            .check()
            .unwrap();
        assert_eq!(entered.term, "Ярус");
        assert_eq!(entered.folded, "ярус");
        assert_eq!(entered.variants, ["ярос", "я рус", "яру с"]);
        assert!(form("WMS", "").check().unwrap().variants.is_empty());
    }

    #[test]
    fn what_would_match_everything_or_nothing_is_refused() {
        assert_eq!(codes(&form("", "")), ["glossary-term"]);
        assert_eq!(codes(&form("…", "")), ["glossary-term"]);
        assert_eq!(codes(&form(&"я".repeat(61), "")), ["glossary-term"]);
        assert_eq!(codes(&form("Ярус", "я")), ["glossary-variants"]);
        assert_eq!(
            codes(&form("Ярус", "один два три четыре пять")),
            ["glossary-variants"]
        );
        let many: Vec<String> = (100..121).map(|n| n.to_string()).collect();
        assert_eq!(
            codes(&form("", &many.join(","))),
            ["glossary-term", "glossary-variants"]
        );
    }
}
