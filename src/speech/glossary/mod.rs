//! Names right: the house's terms as decoding and the finished text need them.
//!
//! Decides how terms are offered to a model before it listens ([`Glossary::prompt`]) and which heard words are replaced
//! afterwards ([`correct`]): variants somebody listed, and near misspellings of long rare words the model was unsure of. An
//! ordinary word is never changed, and what was heard stays on the word. Which terms there are is left to `crate::glossary`.
//!
//! Offering the terms to the base model helps too little, so the setting `speech_prompt` is off. With 200 letters of the
//! shipped book's terms the share of wrong words went from 9.7 % to 9.7 % and from 9.4 % to 8.0 % in two Russian calls, from
//! 2.6 % to 3.0 % in an English one and from 64 % to 73 % in a hard synthetic one, and the work took a fifth to a third more
//! processor time. A larger model may gain more by it.

mod correct;
mod forms;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

pub use correct::correct;
pub use forms::stem;

/// A word or a name that should be written right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As it is written.
    pub text: String,
    /// How it is misheard, word for word.
    pub variants: Vec<String>,
}

/// What the house calls its things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossary {
    /// The most useful first.
    pub terms: Vec<Term>,
    /// Stems ([`stem`]) of ordinary words: what looks like one of them is not a misspelling.
    pub ordinary: HashSet<String>,
    /// Offer the terms to the model before it listens?
    pub offer: bool,
}

/// A prompt costs time in every window, and the model forgets to listen after a long one: letters at most.
const LONGEST_PROMPT: usize = 200;

impl Glossary {
    /// What the model is told before it listens: as many terms as fit, or nothing.
    pub fn prompt(&self) -> String {
        let mut prompt = String::new();
        if !self.offer {
            return prompt;
        }
        let mut letters = 0;
        for term in &self.terms {
            let length = term.text.chars().count() + 2;
            if letters + length > LONGEST_PROMPT {
                break;
            }
            letters += length;
            if !prompt.is_empty() {
                prompt.push_str(", ");
            }
            prompt.push_str(&term.text);
        }
        if !prompt.is_empty() {
            prompt.push('.');
        }
        prompt
    }
}
