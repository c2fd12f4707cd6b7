//! Forms of words, as far as replacing needs them: a heard form gives its ending to the term that takes its place.
//!
//! Russian nouns and adjectives end by kind («ярус — ярусом», «паллета — паллетой», «консольный — консольного»); a term of
//! another kind than the variant takes no ending over. English words take s. Anything rarer is replaced only exactly.

/// How a word changes at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InflectionKind {
    /// «ярус»: ends in a consonant.
    Hard,
    /// «паллета».
    A,
    /// «линия», «неделя».
    Ya,
    /// «модуль», «печать».
    Soft,
    /// «окно».
    O,
    /// «стеллажи», «консоли»: a name in the plural.
    Plural,
    /// «консольный», «консольные».
    Adjective,
    /// A word in Latin letters.
    Latin,
    /// Anything else: does not change.
    Fixed,
}

/// Endings of each kind, the word's own among them.
const HARD: &[&str] = &[
    "", "а", "у", "ом", "ем", "е", "ы", "и", "ов", "ей", "ам", "ами", "ах",
];
const A: &[&str] = &["а", "ы", "и", "е", "у", "ой", "ою", "ам", "ами", "ах", ""];
const YA: &[&str] = &["я", "и", "е", "ю", "ей", "ею", "й", "ям", "ями", "ях"];
const SOFT: &[&str] = &["ь", "я", "ю", "ем", "е", "и", "ью", "ей", "ям", "ями", "ях"];
const O: &[&str] = &["о", "а", "у", "ом", "е", "ам", "ами", "ах"];
const PLURAL: &[&str] = &["ы", "и", "ов", "ей", "ам", "ям", "ами", "ями", "ах", "ях"];
const ADJECTIVE: &[&str] = &[
    "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем",
    "ую", "юю", "ых", "их", "ыми", "ими", "ей",
];
const LATIN: &[&str] = &["", "s"];

/// A stem shorter than this many letters says nothing.
const LEAST_STEM: usize = 3;

/// A word taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InflectedWord {
    /// What stays.
    pub(super) stem: String,
    /// How it changes.
    pub(super) kind: InflectionKind,
}

impl InflectedWord {
    /// A word in its first form.
    pub(super) fn new(word: &str) -> Self {
        let (kind, cut) = kind(word);
        let letters: Vec<char> = word.chars().collect();
        if cut >= letters.len() || letters.len() - cut < LEAST_STEM {
            return Self {
                stem: word.to_owned(),
                kind: InflectionKind::Fixed,
            };
        }
        Self {
            stem: letters[..letters.len() - cut].iter().collect(),
            kind,
        }
    }

    /// The ending that makes `heard` a form of this word.
    pub(super) fn ending_of<'a>(&self, heard: &'a str) -> Option<&'a str> {
        let ending = heard.strip_prefix(self.stem.as_str())?;
        self.takes(ending).then_some(ending)
    }

    /// Is there a form with this ending?
    pub(super) fn takes(&self, ending: &str) -> bool {
        endings(self.kind).contains(&ending)
    }
}

/// How a word changes, and how many letters at its end do.
fn kind(word: &str) -> (InflectionKind, usize) {
    if word.is_empty() || !word.chars().all(char::is_alphabetic) {
        return (InflectionKind::Fixed, 0);
    }
    if word.is_ascii() {
        return (InflectionKind::Latin, 0);
    }
    let ends = |endings: &[&str]| endings.iter().any(|it| word.ends_with(it));
    if ends(&["ый", "ий", "ой", "ая", "ое", "ые", "ие", "яя", "ее"]) {
        return (InflectionKind::Adjective, 2);
    }
    match word.chars().next_back() {
        Some('а') => (InflectionKind::A, 1),
        Some('я') => (InflectionKind::Ya, 1),
        Some('ь') => (InflectionKind::Soft, 1),
        Some('о') => (InflectionKind::O, 1),
        Some('ы' | 'и') => (InflectionKind::Plural, 1),
        Some('е' | 'у' | 'ю' | 'э' | 'й') => (InflectionKind::Fixed, 0),
        _ => (InflectionKind::Hard, 0),
    }
}

const fn endings(kind: InflectionKind) -> &'static [&'static str] {
    match kind {
        InflectionKind::Hard => HARD,
        InflectionKind::A => A,
        InflectionKind::Ya => YA,
        InflectionKind::Soft => SOFT,
        InflectionKind::O => O,
        InflectionKind::Plural => PLURAL,
        InflectionKind::Adjective => ADJECTIVE,
        InflectionKind::Latin => LATIN,
        InflectionKind::Fixed => &[""],
    }
}

/// What forms of one word have in common, roughly: the folded word without its longest ending, at least four letters.
pub fn stem(folded: &str) -> &str {
    [HARD, A, YA, SOFT, O, PLURAL, ADJECTIVE, LATIN]
        .into_iter()
        .flatten()
        .filter_map(|ending| folded.strip_suffix(ending))
        .filter(|stem| stem.chars().count() >= 4)
        .min_by_key(|stem| stem.len())
        .unwrap_or(folded)
}
