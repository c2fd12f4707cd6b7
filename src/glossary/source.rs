//! The terms a call is transcribed with: the company, what people added, what the book knows.

use std::collections::HashSet;
use std::sync::Arc;

use super::{book, store};
use crate::config::Config;
use crate::db::{DbError, Tx};
use crate::i18n::Locale;
use crate::playbook::Library;
use crate::speech::{Glossary, Term};
use crate::text::bare;

/// Where the terms come from.
#[derive(Debug, Clone)]
pub struct GlossarySource {
    library: Arc<Library>,
    company: Option<String>,
    offer: bool,
}

impl GlossarySource {
    /// By the settings, with this book.
    pub fn from_config(config: &Config, library: Arc<Library>) -> Self {
        Self {
            library,
            company: config.named_company().map(str::to_owned),
            offer: config.speech_prompt,
        }
    }

    /// The terms for calls in this language: the house's own first, each once.
    pub async fn gather(&self, tx: &mut Tx, language: Locale) -> Result<Glossary, DbError> {
        let added = store::terms(tx).await?;
        Ok(self.with(
            added.into_iter().map(|term| Term {
                text: term.term,
                variants: term.variants.0,
            }),
            language,
        ))
    }

    /// The same without a database: the company and the book.
    pub fn book_alone(&self, language: Locale) -> Glossary {
        self.with(std::iter::empty(), language)
    }

    fn with(&self, added: impl Iterator<Item = Term>, language: Locale) -> Glossary {
        let book = self.library.snapshot();
        let plain = |text: String| Term {
            text,
            variants: Vec::new(),
        };
        let company = self.company.clone().into_iter().map(plain);
        let of_the_book = book::terms(&book, language)
            .into_iter()
            .map(|term| plain(term.text));
        let mut seen = HashSet::new();
        // What somebody added knows its variants, so it comes before the same word from elsewhere.
        let mut terms: Vec<Term> = added.chain(company).chain(of_the_book).collect();
        terms.retain(|term| speaks(&term.text, language) && seen.insert(bare(&term.text)));
        Glossary {
            terms,
            ordinary: book::ordinary(&book),
            offer: self.offer,
        }
    }
}

/// Latin names are said in every language, Russian words in Russian calls.
fn speaks(term: &str, language: Locale) -> bool {
    let is_cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{4ff}');
    language == Locale::Ru || !term.chars().any(is_cyrillic)
}
