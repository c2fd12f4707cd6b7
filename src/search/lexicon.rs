//! What search knows of Russian and English before it has read a book: which forms are one word, how often a word is said,
//! what is said around a topic, how numbers are spoken.
//!
//! Decides how the files of `words/` are read (their formats and sources are told in `words/README.md`) and what a lemma is:
//! the stem of a word, after the forms which the stemmer takes apart and the words which it wrongly joins. What is *said in
//! calls* is indexed by plain stems ([`super::tokenizer::Stems`]), because those indexes lie in the database; the book's index
//! is made anew at every start and may change with these files. Other words for the same thing are in [`super::thesaurus`].

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::tokenizer::{Stems, fold, words};

/// The files by what they hold, Russian and English.
const IRREGULAR: [&str; 2] = [
    include_str!("words/irregular-ru.txt"),
    include_str!("words/irregular-en.txt"),
];
const NUMBERS: [&str; 2] = [
    include_str!("words/numbers-ru.txt"),
    include_str!("words/numbers-en.txt"),
];
const FILLERS: [&str; 2] = [
    include_str!("words/fillers-ru.txt"),
    include_str!("words/fillers-en.txt"),
];
const FREQUENCIES: [&str; 2] = [
    include_str!("words/frequency-ru.tsv"),
    include_str!("words/frequency-en.tsv"),
];
/// Words remembered by a [`Lemmas`]: the vocabulary of a book is small and stemming is the slow part.
const REMEMBERED: usize = 50_000;

/// A lemma as it is compared: a hash of its letters. Among the hundred thousand words of a very large book one pair may
/// meet by chance; it costs an order of hits, never a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LemmaKey(u32);

impl LemmaKey {
    /// Of a lemma (FNV-1a, folded to 32 bits).
    pub fn of(lemma: &str) -> Self {
        let hash = lemma.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self((hash ^ (hash >> 32)) as u32)
    }
}

/// The tables.
struct Lexicon {
    /// Exact forms → lemma.
    forms: HashMap<String, String>,
    /// Stems → lemma.
    stems: HashMap<String, String>,
    /// How often a lemma is said, in a million words.
    per_million: HashMap<LemmaKey, f32>,
    /// Forms that are words, whatever a book says.
    known: HashSet<String>,
    /// Phrases without a topic by their first word, the longest first.
    fillers: HashMap<String, Vec<Vec<String>>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// Brings the forms of a word together.
#[derive(Clone, Default)]
pub struct Lemmas {
    stems: Stems,
    remembered: HashMap<String, String>,
}

impl Lemmas {
    /// The lemma of a folded word.
    pub fn lemma(&mut self, folded: &str) -> String {
        if let Some(lemma) = self.remembered.get(folded) {
            return lemma.clone();
        }
        let lemma = LEXICON.lemma(folded, &mut self.stems);
        if self.remembered.len() >= REMEMBERED {
            self.remembered.clear();
        }
        self.remembered.insert(folded.to_owned(), lemma.clone());
        lemma
    }

    /// Lemmas of a text's words, in their order.
    pub fn of_text(&mut self, text: &str) -> Vec<String> {
        words(text).iter().map(|word| self.lemma(&word.folded)).collect()
    }

    /// Keys of a text's words, in their order.
    pub fn keys(&mut self, text: &str) -> Box<[LemmaKey]> {
        let keys = words(text).into_iter();
        keys.map(|word| LemmaKey::of(&self.lemma(&word.folded))).collect()
    }
}

/// How often a lemma is said in a million words; nothing when it is not among the commonest.
pub fn per_million(lemma: LemmaKey) -> Option<f32> {
    LEXICON.per_million.get(&lemma).copied()
}

/// Is this folded form a word of the language?
pub fn is_word(folded: &str) -> bool {
    LEXICON.known.contains(folded)
}

/// How many of the words at the beginning of `said` are one phrase that carries no topic; 0 when they are none.
pub fn filler<S: AsRef<str>>(said: &[S]) -> usize {
    let Some(first) = said.first() else { return 0 };
    let phrases = LEXICON.fillers.get(first.as_ref()).into_iter().flatten();
    let begins = |phrase: &&Vec<String>| {
        said.len() >= phrase.len() && phrase.iter().zip(said).all(|(a, b)| a == b.as_ref())
    };
    phrases.filter(begins).map(Vec::len).max().unwrap_or(0)
}

impl Lexicon {
    fn read() -> Self {
        let mut stems = Stems::default();
        let mut read = Self {
            forms: HashMap::new(),
            stems: HashMap::new(),
            per_million: HashMap::new(),
            known: HashSet::new(),
            fillers: HashMap::new(),
        };
        for file in IRREGULAR {
            lines(file).for_each(|line| read.keep_apart(line, &mut stems));
        }
        for file in IRREGULAR {
            lines(file).for_each(|line| read.join(line, &mut stems));
        }
        for file in NUMBERS {
            lines(file).for_each(|line| read.number(line));
        }
        for line in FILLERS.into_iter().flat_map(lines) {
            let phrase: Vec<String> = words(line).into_iter().map(|word| word.folded).collect();
            if let Some(first) = phrase.first() {
                read.fillers.entry(first.clone()).or_default().push(phrase);
            }
        }
        let mut said: HashMap<LemmaKey, f32> = HashMap::new();
        for (form, count) in FREQUENCIES
            .into_iter()
            .flat_map(lines)
            .filter_map(|line| line.split_once('\t'))
        {
            let form = fold(form);
            let lemma = LemmaKey::of(&read.lemma(&form, &mut stems));
            *said.entry(lemma).or_default() += count.trim().parse::<f32>().unwrap_or(0.0);
            read.known.insert(form);
        }
        read.per_million = said;
        let phrases = super::thesaurus::shipped_phrases();
        let more = phrases.flat_map(words).map(|word| word.folded);
        read.known.extend(more);
        read.known.extend(read.forms.keys().cloned());
        read
    }

    fn lemma(&self, folded: &str, stems: &mut Stems) -> String {
        if let Some(lemma) = self.forms.get(folded) {
            return lemma.clone();
        }
        let stem = stems.stem(folded);
        self.stems.get(&stem).cloned().unwrap_or(stem)
    }

    /// `left != right`: words on the right that share a stem with one on the left get a lemma of their own.
    fn keep_apart(&mut self, line: &str, stems: &mut Stems) {
        let Some((left, right)) = line.split_once("!=") else {
            return;
        };
        let left: Vec<String> = forms(left).map(|form| stems.stem(&form)).collect();
        let right: Vec<String> = forms(right).collect();
        let Some(own) = right.first().map(|form| format!("{}~", stems.stem(form))) else {
            return;
        };
        for form in right {
            if left.contains(&stems.stem(&form)) {
                self.forms.insert(form, own.clone());
            }
        }
    }

    /// `base: form, =form`: words with the stem of a form, or that form alone, are the base.
    fn join(&mut self, line: &str, stems: &mut Stems) {
        if line.contains("!=") {
            return;
        }
        let Some((base, others)) = line.split_once(':') else {
            return;
        };
        let base = stems.stem(&fold(base.trim()));
        for form in others.split(',').map(str::trim).filter(|form| !form.is_empty()) {
            if let Some(exact) = form.strip_prefix('=') {
                self.forms.entry(fold(exact)).or_insert_with(|| base.clone());
                continue;
            }
            let stem = stems.stem(&fold(form));
            if stem != base {
                self.stems.entry(stem).or_insert_with(|| base.clone());
            }
        }
    }

    /// `digits: form, form`: a spoken number is its digits.
    fn number(&mut self, line: &str) {
        let Some((digits, spoken)) = line.split_once(':') else {
            return;
        };
        let digits = digits.trim();
        if digits.chars().all(|letter| letter.is_ascii_digit()) {
            for form in forms(spoken).filter(|form| !form.contains(' ')) {
                self.forms.insert(form, digits.to_owned());
            }
        }
    }
}

/// Lines that say something, remarks left out.
pub(super) fn lines(file: &str) -> impl Iterator<Item = &str> {
    let said = file
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim());
    said.filter(|line| !line.is_empty())
}

fn forms(list: &str) -> impl Iterator<Item = String> + '_ {
    list.split(',')
        .map(|form| fold(form.trim()))
        .filter(|form| !form.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let mut lemmas = Lemmas::default();
        lemmas.lemma(&fold(one)) == lemmas.lemma(&fold(other))
    }

    #[test]
    fn forms_of_one_word_meet_and_words_that_only_look_alike_do_not() {
        for (one, other) in [
            ("деньги", "денег"),
            ("день", "дни"),
            ("человек", "люди"),
            ("дорого", "дороже"),
            ("скидка", "скидочку"),
            ("платить", "оплатим"),
            ("buy", "bought"),
            ("десять", "десятку"),
        ] {
            assert!(same(one, other), "{one} and {other}");
        }
        for (one, other) in [
            ("договор", "договориться"),
            ("долг", "долго"),
            ("завод", "заводит"),
        ] {
            assert!(!same(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn spoken_numbers_are_their_digits() {
        let mut lemmas = Lemmas::default();
        assert_eq!(lemmas.lemma("десять"), "10");
        assert_eq!(lemmas.lemma("10"), "10");
        assert_eq!(lemmas.lemma("ten"), "10");
    }

    #[test]
    fn common_words_are_known_and_how_often_they_are_said() {
        let mut lemmas = Lemmas::default();
        let mut often = |word: &str| per_million(LemmaKey::of(&lemmas.lemma(word)));
        assert!(often("не") > often("деньги") && often("деньги") > Some(100.0));
        assert_eq!(often("паллетоместо"), None);
        assert!(is_word("деньги") && is_word("money") && !is_word("дорошо"));
    }

    #[test]
    fn what_is_said_around_a_topic_is_told_by_its_longest_phrase() {
        assert_eq!(filler(&["честно", "говоря", "дорого"]), 2);
        assert_eq!(filler(&["дорого", "честно", "говоря"]), 0);
        assert_eq!(filler::<&str>(&[]), 0);
    }

    /// A line that is read as nothing would be a word lost without a sign.
    #[test]
    fn every_line_of_the_files_is_read() {
        for line in IRREGULAR.into_iter().chain(NUMBERS).flat_map(lines) {
            assert!(line.contains(':') || line.contains("!="), "{line}");
        }
        for line in FREQUENCIES.into_iter().flat_map(lines) {
            let count = line
                .split_once('\t')
                .and_then(|(_, count)| count.trim().parse::<f32>().ok());
            assert!(count.is_some_and(|count| count > 0.0), "{line}");
        }
    }
}
