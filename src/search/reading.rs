//! How what was typed may have been meant.
//!
//! Decides the alternatives: the other keyboard layout both ways, Latin letters for Russian sounds, a misspelt word, other
//! words for the same thing. Each is a whole text of its own, read and found like the typed one and merged with it; the
//! typed text is never replaced. An alternative is worth a search only when the book knows its words, so that the usual
//! question costs one search. Pure over [`WordKnowledge`]; which words the book has is told by [`super::vocabulary`].

use super::query::{SearchWords, is_function_word};
use super::synonyms::Synonyms;
use super::tokenizer::{Stems, words};

crate::db::text_enum! {
    /// By which reading something was found.
    pub enum QueryReading {
        /// As typed.
        Typed = "typed",
        /// The keyboard stood in the other layout: `ljhjuj` for «дорого».
        Layout = "layout",
        /// Latin letters for Russian sounds: `dorogo`.
        Transliterated = "transliterated",
        /// One letter off, two in a long word.
        Misspelt = "misspelt",
        /// Other words for the same thing, as the trainer wrote them down.
        Synonym = "synonym",
    }
}

/// A text that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// How it came about.
    pub reading: QueryReading,
    /// The text.
    pub text: String,
}

/// How well the book knows a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordFamiliarity {
    /// Not at all.
    No,
    /// Some word begins like this.
    Beginning,
    /// A form of it stands in the book.
    Form,
}

/// What the book knows of words; asked with folded words.
pub trait WordKnowledge {
    /// How well is this word known?
    fn known(&self, word: &str, stem: &str) -> WordFamiliarity;
    /// The word of the book that is nearest to an unknown one; `open`: the word may be unfinished.
    fn nearest(&self, word: &str, open: bool) -> Option<String>;
}

/// The keys of both layouts in the same order.
const LATIN_KEYS: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~{}:\"<>";
const CYRILLIC_KEYS: &str = "ёйцукенгшщзхъфывапролджэячсмитьбю.ёхъжэбю";

/// Letters for sounds, longest first.
const SOUNDS: &[(&str, &str)] = &[
    ("shch", "щ"),
    ("iya", "ия"),
    ("iyu", "ию"),
    ("sch", "щ"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("tz", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("yo", "е"),
    ("jo", "е"),
    ("yu", "ю"),
    ("ju", "ю"),
    ("ya", "я"),
    ("ja", "я"),
    ("ye", "е"),
    ("je", "е"),
    ("iy", "ий"),
    ("ij", "ий"),
    ("yy", "ый"),
    ("yj", "ый"),
    ("ck", "к"),
    ("a", "а"),
    ("b", "б"),
    ("c", "ц"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "й"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "к"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "кс"),
    ("z", "з"),
    ("'", "ь"),
];

/// What `typed` may have meant besides itself, the likeliest first; empty for the usual question.
pub fn alternatives(typed: &str, book: &impl WordKnowledge, synonyms: &Synonyms) -> Vec<Alternative> {
    let mut stems = Stems::default();
    let mut found: Vec<Alternative> = Vec::new();
    let as_typed = weigh(typed, book);
    let others = [
        (QueryReading::Layout, cyrillic_layout(typed)),
        (QueryReading::Layout, latin_layout(typed)),
        (QueryReading::Transliterated, by_sound(typed, "щ")),
        (QueryReading::Transliterated, by_sound(typed, "сч")),
    ];
    let mut meant = Vec::new();
    if as_typed < ReadingWorth::Words {
        for (reading, text) in others {
            let Some(text) = text else { continue };
            let worth = weigh(&text, book);
            if worth > as_typed || worth == ReadingWorth::Words {
                add(&mut meant, reading, text);
            } else if let Some(mended) = mend(&text, book, &mut stems) {
                // Wrong layout and a slip: both at once is still one reading for the eye.
                add(&mut meant, reading, mended);
            }
        }
    }
    if as_typed < ReadingWorth::Words
        && let Some(mended) = mend(typed, book, &mut stems)
    {
        // A slip inside a word of the typed language is likelier than a wrong layout that only begins like something.
        add(&mut found, QueryReading::Misspelt, mended);
    }
    found.extend(meant);
    let read: Vec<String> = std::iter::once(typed.to_owned())
        .chain(found.iter().map(|it| it.text.clone()))
        .collect();
    for text in read {
        for other in synonyms.others(&text, &mut stems) {
            add(&mut found, QueryReading::Synonym, other);
        }
    }
    found.truncate(MOST);
    found
}

/// More alternatives than this would cost more than they find.
const MOST: usize = 6;

fn add(found: &mut Vec<Alternative>, reading: QueryReading, text: String) {
    if found.iter().all(|it| it.text != text) {
        found.push(Alternative { reading, text });
    }
}

/// How much a text is worth a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ReadingWorth {
    /// The book knows none of its words.
    Nothing,
    /// It knows some, or only beginnings.
    Some,
    /// It knows every word that counts.
    Words,
}

fn weigh(text: &str, book: &impl WordKnowledge) -> ReadingWorth {
    let question = SearchWords::read(text);
    let known = question
        .words
        .iter()
        .filter(|asked| match book.known(&asked.folded, &asked.stem) {
            WordFamiliarity::Form => true,
            // The first letters of a word are the beginning of something in any language.
            WordFamiliarity::Beginning => asked.open && asked.folded.chars().count() > 2,
            WordFamiliarity::No => false,
        });
    match known.count() {
        0 => ReadingWorth::Nothing,
        all if all == question.words.len() => ReadingWorth::Words,
        _ => ReadingWorth::Some,
    }
}

/// The text with its unknown words replaced by the nearest known ones; nothing when there are none.
fn mend(text: &str, book: &impl WordKnowledge, stems: &mut Stems) -> Option<String> {
    let open_end = !text.ends_with(char::is_whitespace);
    let all = words(text);
    let mut mended = text.to_owned();
    let mut changed = false;
    // From behind, so that the places before stay where they are.
    for (at, word) in all.iter().enumerate().rev() {
        if is_function_word(&word.folded) {
            continue;
        }
        let open = open_end && at + 1 == all.len();
        let known = book.known(&word.folded, &stems.stem(&word.folded));
        if known == WordFamiliarity::Form || (open && known == WordFamiliarity::Beginning) {
            continue;
        }
        if let Some(nearest) = book.nearest(&word.folded, open) {
            mended.replace_range(word.range.clone(), &nearest);
            changed = true;
        }
    }
    changed.then_some(mended)
}

/// As if the keyboard had stood in the Russian layout; nothing when there is no Latin letter.
fn cyrillic_layout(typed: &str) -> Option<String> {
    if !typed.chars().any(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    Some(by_keys(typed, LATIN_KEYS, CYRILLIC_KEYS))
}

/// As if the keyboard had stood in the Latin layout; nothing when there is a Latin letter or no Cyrillic one.
fn latin_layout(typed: &str) -> Option<String> {
    let cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{4ff}');
    if !typed.chars().any(cyrillic) || typed.chars().any(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    Some(by_keys(typed, CYRILLIC_KEYS, LATIN_KEYS))
}

fn by_keys(typed: &str, from: &str, to: &str) -> String {
    typed
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| {
            let at = from.chars().position(|key| key == letter);
            at.and_then(|at| to.chars().nth(at)).unwrap_or(letter)
        })
        .collect()
}

/// Latin letters read as Russian sounds, «sch» as given; nothing when there is no Latin letter, or no «sch» to differ in.
fn by_sound(typed: &str, sch: &str) -> Option<String> {
    let low = typed.to_lowercase();
    if !low.chars().any(|letter| letter.is_ascii_alphabetic()) || (sch != "щ" && !low.contains("sch")) {
        return None;
    }
    let mut out = String::with_capacity(low.len() * 2);
    let mut rest = low.as_str();
    while let Some(letter) = rest.chars().next() {
        let sound = SOUNDS.iter().find(|(latin, _)| rest.starts_with(latin));
        let after_vowel = out.ends_with(['а', 'е', 'и', 'о', 'у', 'э', 'ю', 'я']);
        let (taken, cyrillic) = match sound {
            Some(("sch", _)) => (3, sch),
            Some((latin, cyrillic)) => (latin.len(), *cyrillic),
            None if letter == 'y' => (1, if after_vowel { "й" } else { "ы" }),
            None => {
                out.push(letter);
                rest = &rest[letter.len_utf8()..];
                continue;
            }
        };
        out.push_str(cyrillic);
        rest = &rest[taken..];
    }
    Some(out)
}

/// Folded stems of a text's counting words, for those who compare phrases.
pub(super) fn stems_of(text: &str, stems: &mut Stems) -> Vec<String> {
    words(text)
        .into_iter()
        .filter(|word| !is_function_word(&word.folded))
        .map(|word| stems.stem(&word.folded))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::search::tokenizer::fold;

    /// A book of a few words.
    struct TestWords(HashSet<&'static str>);

    impl WordKnowledge for TestWords {
        fn known(&self, word: &str, _: &str) -> WordFamiliarity {
            if self.0.contains(word) {
                WordFamiliarity::Form
            } else if self.0.iter().any(|it| it.starts_with(word)) {
                WordFamiliarity::Beginning
            } else {
                WordFamiliarity::No
            }
        }
        fn nearest(&self, word: &str, _: bool) -> Option<String> {
            (word == "дорошо").then(|| "дорого".to_owned())
        }
    }

    fn book() -> TestWords {
        TestWords(HashSet::from([
            "дорого",
            "цена",
            "счет",
            "подумаю",
            "load",
            "price",
            "предложение",
            "буду",
            "хорошо",
        ]))
    }

    fn read(typed: &str) -> Vec<(QueryReading, String)> {
        alternatives(typed, &book(), &Synonyms::default())
            .into_iter()
            .map(|it| (it.reading, it.text))
            .collect()
    }

    #[test]
    fn a_known_question_has_no_alternatives() {
        assert_eq!(read("дорого"), []);
        assert_eq!(read("дор"), []);
        assert_eq!(read("load price"), []);
    }

    #[test]
    fn the_other_layout_is_read_both_ways() {
        assert_eq!(read("ljhjuj"), [(QueryReading::Layout, "дорого".to_owned())]);
        assert_eq!(read(",ele"), [(QueryReading::Layout, "буду".to_owned())]);
        assert_eq!(read("зкшсу"), [(QueryReading::Layout, "price".to_owned())]);
        assert_eq!(read("ljh"), [(QueryReading::Layout, "дор".to_owned())]);
    }

    #[test]
    fn latin_letters_are_read_by_sound() {
        assert_eq!(
            read("dorogo"),
            [(QueryReading::Transliterated, "дорого".to_owned())]
        );
        assert_eq!(read("schet"), [(QueryReading::Transliterated, "счет".to_owned())]);
        assert_eq!(
            read("podumayu"),
            [(QueryReading::Transliterated, "подумаю".to_owned())]
        );
        assert_eq!(
            read("predlozhenie"),
            [(QueryReading::Transliterated, "предложение".to_owned())]
        );
        assert_eq!(by_sound("kakoy bystryy", "щ").unwrap(), "какой быстрый");
    }

    #[test]
    fn slips_are_mended_where_the_book_knows_better() {
        assert_eq!(read("дорошо "), [(QueryReading::Misspelt, "дорого ".to_owned())]);
        assert_eq!(read("абракадабра"), []);
    }

    proptest! {
        #[test]
        fn any_text_is_read(typed in "\\PC{0,60}") {
            let found = read(&typed);
            prop_assert!(found.len() <= MOST);
            prop_assert!(found.iter().all(|(_, text)| *text != typed || fold(text) == fold(&typed)));
        }

        #[test]
        fn layouts_are_each_others_reverse(word in "[а-я]{1,12}") {
            let latin = latin_layout(&word).unwrap();
            if latin.chars().any(|letter| letter.is_ascii_alphabetic()) {
                prop_assert_eq!(cyrillic_layout(&latin).unwrap(), word);
            }
        }
    }
}
