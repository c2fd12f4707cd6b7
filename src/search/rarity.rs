//! How much a word tells: what a question weighs it by.
//!
//! Decides the weight of a lemma: minus the logarithm of the chance to meet it in an entry, where the chance is blended from
//! how many entries of the book have it and how often people say it at all. A book of a hundred entries alone is too small to
//! know which words are rare («меня» stands in fewer names than «поставщик»), and general speech alone does not know what a
//! book is about. The blend is a Dirichlet prior: as if [`PRIOR`] more entries had been seen that use words as people speak.
//! Pure; what is done with the weights is left to [`super::rank`].

use std::collections::HashMap;

use super::lexicon::{LemmaKey, per_million};
use crate::i18n::Locale;

/// How many entries general speech counts for.
const PRIOR: f32 = 100.0;
/// Words of such an entry that count: about its names and what is said in it.
const WORDS: f32 = 25.0;
/// A lemma that is not among the commonest is said about so often in a million words…
const UNCOMMON: f32 = 3.0;
/// …and a word that no entry has is in so much of one.
const UNSEEN: f32 = 0.3;
/// Less than 1: rare words lead, but not alone.
const FLATTER: f32 = 0.85;
/// The least and the most that a word weighs, before that.
const WEIGHTS: (f32, f32) = (0.05, 6.5);

/// In how many entries of a language a lemma stands.
#[derive(Debug, Clone, Copy, Default)]
struct EntryCounts {
    russian: u32,
    english: u32,
}

impl EntryCounts {
    fn of(&mut self, locale: Locale) -> &mut u32 {
        match locale {
            Locale::Ru => &mut self.russian,
            Locale::En => &mut self.english,
        }
    }
}

/// A lemma of the book.
#[derive(Debug, Clone, Copy, Default)]
struct BookLemma {
    with: EntryCounts,
    /// What it weighs among Russian entries and among English ones, as of the last [`Rarity::weighed`].
    weights: [f32; 2],
}

/// Counts of a book's lemmas, and what they weigh.
#[derive(Debug, Clone, Default)]
pub struct Rarity {
    entries: EntryCounts,
    lemmas: HashMap<LemmaKey, BookLemma>,
}

impl Rarity {
    /// Counts an entry's lemmas, each once.
    pub fn add(&mut self, locale: Locale, lemmas: &[LemmaKey]) {
        *self.entries.of(locale) += 1;
        for lemma in lemmas {
            *self.lemmas.entry(*lemma).or_default().with.of(locale) += 1;
        }
    }

    /// Takes an entry's lemmas away again.
    pub fn remove(&mut self, locale: Locale, lemmas: &[LemmaKey]) {
        let entries = self.entries.of(locale);
        *entries = entries.saturating_sub(1);
        for lemma in lemmas {
            if let Some(known) = self.lemmas.get_mut(lemma) {
                let count = known.with.of(locale);
                *count = count.saturating_sub(1);
                if known.with.russian == 0 && known.with.english == 0 {
                    self.lemmas.remove(lemma);
                }
            }
        }
    }

    /// Does the book have this lemma?
    pub fn has(&self, lemma: LemmaKey) -> bool {
        self.lemmas.contains_key(&lemma)
    }

    /// With the weights that follow from its counts: a question asks for them some thousand times.
    #[must_use]
    pub fn weighed(mut self) -> Self {
        let entries = self.entries;
        for (key, lemma) in &mut self.lemmas {
            let said = per_million(*key);
            lemma.weights = LOCALES.map(|locale| weight(said, entries, lemma.with, locale));
        }
        self
    }

    /// What a lemma weighs among entries of `locale`.
    pub fn weight(&self, lemma: LemmaKey, locale: Locale) -> f32 {
        self.lemmas.get(&lemma).map_or_else(
            || weight(per_million(lemma), self.entries, EntryCounts::default(), locale),
            |known| known.weights[usize::from(locale == Locale::En)],
        )
    }
}

/// In the order of [`BookLemma::weights`].
const LOCALES: [Locale; 2] = [Locale::Ru, Locale::En];

/// What a lemma weighs that is said so often in a million words and stands `with` so many of the book's entries.
fn weight(said: Option<f32>, mut entries: EntryCounts, mut with: EntryCounts, locale: Locale) -> f32 {
    let spoken = 1.0 - (-said.unwrap_or(UNCOMMON) * WORDS / 1e6).exp();
    let met = *with.of(locale) as f32 + PRIOR * spoken + UNSEEN;
    let chance = met / (*entries.of(locale) as f32 + PRIOR);
    (-chance.ln()).clamp(WEIGHTS.0, WEIGHTS.1).powf(FLATTER)
}

/// The language whose entries have this word.
pub fn language(folded: &str) -> Locale {
    let latin = folded.chars().any(|letter| letter.is_ascii_alphabetic());
    if latin { Locale::En } else { Locale::Ru }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::lexicon::Lemmas;

    fn key(word: &str) -> LemmaKey {
        LemmaKey::of(&Lemmas::default().lemma(word))
    }

    #[test]
    fn what_people_say_often_tells_little_even_where_a_book_has_it_once() {
        let mut rarity = Rarity::default();
        for at in 0..80 {
            let lemmas = if at < 5 {
                vec![key("поставщик")]
            } else {
                vec![key("склад")]
            };
            rarity.add(Locale::Ru, &lemmas);
        }
        rarity.add(Locale::Ru, &[key("меня")]);
        let rarity = rarity.weighed();
        let weight = |word| rarity.weight(key(word), Locale::Ru);
        assert!(weight("поставщик") > 1.2 * weight("меня"));
        assert!(weight("поставщик") > weight("склад"));
        assert!(weight("паллетоместо") >= weight("поставщик"));
    }

    #[test]
    fn what_was_added_can_be_taken_away() {
        let mut rarity = Rarity::default();
        rarity.add(Locale::Ru, &[key("склад")]);
        assert!(rarity.has(key("склад")));
        rarity.remove(Locale::Ru, &[key("склад")]);
        assert!(!rarity.has(key("склад")) && rarity.lemmas.is_empty());
    }
}
