//! What the words of a question look for in what is said in calls.
//!
//! Decides that a word is looked for by its stem, and that the last one may be unfinished. Leaves writing words down to the
//! index of what is said, what a word is to [`crate::search::tokenizer`].

use crate::search::tokenizer::{Stems, words};

/// Fewer letters than this begin too many words.
const BEGINNING: usize = 2;

/// A word that is looked for in calls; empty for one that nobody can say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpokenTerm {
    /// Its stem.
    pub stem: String,
    /// The letters that a longer word may begin with: letters and digits only; empty when it is finished.
    pub beginning: String,
}

/// What `words` of a question look for. The last one may be unfinished unless a space follows it.
pub fn spoken_terms(question: &str, found: &[String]) -> Vec<SpokenTerm> {
    let mut stems = Stems::default();
    let open = !question.ends_with(char::is_whitespace);
    let last = found.len().saturating_sub(1);
    let one = |(at, word): (usize, &String)| {
        let heard = words(word)
            .into_iter()
            .max_by_key(|word| word.folded.chars().count());
        heard.map_or_else(SpokenTerm::default, |word| SpokenTerm {
            stem: stems.stem(&word.folded),
            beginning: if open && at == last && word.folded.chars().count() >= BEGINNING {
                word.folded
            } else {
                String::new()
            },
        })
    };
    found.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one() {
        let said = |text: &str| spoken_terms(text, &crate::recordings::facts::search_words(text));
        assert_eq!(said("скидку ")[0].stem, said("скидок ")[0].stem);
        assert_eq!(said("скидку ")[0].beginning, "");
        assert_eq!(said("нет ски")[1].beginning, "ски");
        assert_eq!(said("нет ски")[0].beginning, "");
        assert_eq!(said("—"), [SpokenTerm::default()]);
    }
}
