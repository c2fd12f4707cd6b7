//! Which words of the playbook are terms: names, products, rare words. Pure.
//!
//! A term is the title of a product card; a name (a firm in quotation marks after what it is, a word in Latin letters, a
//! word with a capital letter inside a sentence that the book never writes small); a long word of a product's
//! aliases that few entries use. «Дорого» is none of these: it is a title, but an ordinary word.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::i18n::Locale;
use crate::playbook::tree::{each_line, plain};
use crate::playbook::{Entry, EntryId, EntryKind, LibrarySnapshot};
use crate::speech::glossary::stem;
use crate::text::bare;

/// Rare words have at least so many letters…
const RARE_LETTERS: usize = 7;
/// …and stand in at most so many entries of their language.
const RARE_ENTRIES: usize = 4;
/// What stands before a firm's name in quotation marks, by its beginning.
const BEFORE_NAMES: &[&str] = &[
    "компани",
    "фирм",
    "ооо",
    "ао",
    "ип",
    "бренд",
    "систем",
    "програм",
    "марк",
    "сери",
    "модел",
    "завод",
    "сервис",
];

/// English writes these with a capital letter, and they are no names.
const CALENDAR: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "English",
    "Russian",
];

/// A term of the book and where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookTerm {
    /// As it is written.
    pub text: String,
    /// The entry it was found in first, products before others.
    pub entry: EntryId,
}

/// A word of a line, as it stands there.
struct BookToken<'a> {
    text: &'a str,
    /// What parts it from the word before, or from the line's beginning.
    gap: &'a str,
}

/// The terms of one language: products, then names by how often they are used, then rare words; each once.
pub fn terms(book: &LibrarySnapshot, language: Locale) -> Vec<BookTerm> {
    let mut entries: Vec<&Entry> = book
        .entries()
        .map(AsRef::as_ref)
        .filter(|entry| entry.locale() == language)
        .collect();
    entries.sort_by_key(|entry| entry.kind() != EntryKind::Product);
    let vocabulary = BookVocabulary::new(&entries);
    let products = entries.iter().filter(|entry| entry.kind() == EntryKind::Product);
    let mut found: Vec<BookTerm> = products
        .clone()
        .map(|entry| BookTerm {
            text: entry.title().to_owned(),
            entry: entry.id.clone(),
        })
        .collect();
    found.extend(names(&entries, &vocabulary));
    let titles: HashSet<String> = products
        .clone()
        .flat_map(|entry| tokens(entry.title()))
        .map(|token| stem(&bare(token.text)).to_owned())
        .collect();
    for entry in products {
        for token in entry.facts.aliases.iter().flat_map(|line| tokens(line)) {
            // The words of titles are known as such.
            if vocabulary.is_rare(token.text) && !titles.contains(stem(&bare(token.text))) {
                found.push(BookTerm {
                    text: token.text.to_lowercase(),
                    entry: entry.id.clone(),
                });
            }
        }
    }
    let mut seen = HashSet::new();
    // Forms of one word are one term, the first met.
    found.retain(|term| {
        seen.insert(
            term.text
                .split(' ')
                .map(bare)
                .map(|it| stem(&it).to_owned())
                .collect::<String>(),
        )
    });
    found
}

/// Stems of the words the book writes in small letters, in every language: what looks like them is no misspelling.
pub fn ordinary(book: &LibrarySnapshot) -> HashSet<String> {
    let mut stems = HashSet::new();
    for entry in book.entries() {
        each_text(entry, &mut |line| {
            for token in tokens(line) {
                stems.insert(stem(&bare(token.text)).to_owned());
            }
        });
    }
    stems
}

/// What the entries write, and how.
struct BookVocabulary {
    /// Folded words written small somewhere.
    small: HashSet<String>,
    /// In how many entries a stem stands.
    entries: HashMap<String, usize>,
}

impl BookVocabulary {
    fn new(entries: &[&Entry]) -> Self {
        let mut vocabulary = Self {
            small: HashSet::new(),
            entries: HashMap::new(),
        };
        for entry in entries {
            let mut stems = HashSet::new();
            each_text(entry, &mut |line| {
                for token in tokens(line) {
                    let folded = bare(token.text);
                    stems.insert(stem(&folded).to_owned());
                    if token.text.starts_with(char::is_lowercase) {
                        vocabulary.small.insert(stem(&folded).to_owned());
                    }
                }
            });
            for stem in stems {
                *vocabulary.entries.entry(stem).or_default() += 1;
            }
        }
        vocabulary
    }

    fn is_small(&self, word: &str) -> bool {
        self.small.contains(stem(&bare(word)))
    }

    fn is_rare(&self, word: &str) -> bool {
        let folded = bare(word);
        let count = self.entries.get(stem(&folded)).copied().unwrap_or(0);
        folded.chars().count() >= RARE_LETTERS
            && folded.chars().all(char::is_alphabetic)
            && word.starts_with(char::is_lowercase)
            && count <= RARE_ENTRIES
    }
}

/// Names in the text, the most used first.
fn names(entries: &[&Entry], vocabulary: &BookVocabulary) -> Vec<BookTerm> {
    let mut names: BTreeMap<String, (usize, EntryId)> = BTreeMap::new();
    for entry in entries {
        each_text(entry, &mut |line| {
            for name in names_in(line, vocabulary) {
                let seen = names.entry(name).or_insert_with(|| (0, entry.id.clone()));
                seen.0 += 1;
            }
        });
    }
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    names
        .into_iter()
        .map(|(text, (_, entry))| BookTerm { text, entry })
        .collect()
}

/// Names in one line.
fn names_in(line: &str, vocabulary: &BookVocabulary) -> Vec<String> {
    let tokens: Vec<BookToken<'_>> = tokens(line).collect();
    let mut names = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| tokens[before].text);
        if is_latin_name(token.text, line) {
            names.push(token.text.to_owned());
        } else if token.gap.trim() == "«"
            && before.is_some_and(announces)
            && let Some(name) = quoted(line, token.text)
        {
            names.push(name);
        } else if token.text.starts_with(char::is_uppercase)
            && before.is_some()
            && token.gap == " "
            && token.text.chars().count() > 2
            && token.text.chars().skip(1).all(char::is_lowercase)
            && !vocabulary.is_small(token.text)
            && may_be_first_form(token.text)
            && !CALENDAR.contains(&token.text)
        {
            names.push(token.text.to_owned());
        }
    }
    names
}

/// «WMS» and «Rackline» in a Russian line; English lines have Latin letters throughout.
fn is_latin_name(word: &str, line: &str) -> bool {
    let is_russian = line.chars().any(|letter| matches!(letter, '\u{400}'..='\u{4ff}'));
    is_russian
        && word.chars().count() > 2
        && word.chars().all(|letter| letter.is_ascii_alphabetic())
        && word.starts_with(char::is_uppercase)
}

/// «Москве» and «Кузнецовой» are not how these names are written in a list.
fn may_be_first_form(word: &str) -> bool {
    !["е", "у", "ю", "ы", "о", "ой", "ом", "ем", "ым", "им", "ах"]
        .iter()
        .any(|ending| word.ends_with(ending))
}

fn announces(word: &str) -> bool {
    let folded = bare(word);
    BEFORE_NAMES.iter().any(|it| {
        if it.chars().count() <= 3 {
            folded == *it
        } else {
            folded.starts_with(it)
        }
    })
}

/// The whole name that begins with this word, up to three words without a sentence's mark.
fn quoted(line: &str, first: &str) -> Option<String> {
    let from = line.find(&format!("«{first}"))? + '«'.len_utf8();
    let name = line[from..].split('»').next()?;
    let fits = name.split(' ').count() <= 3
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || " -".contains(letter));
    (fits && name.starts_with(char::is_uppercase)).then(|| name.to_owned())
}

/// Words of letters and digits, with what stands before each.
fn tokens(line: &str) -> impl Iterator<Item = BookToken<'_>> {
    let mut tokens = Vec::new();
    let (mut gap, mut start) = (0, None);
    for (at, letter) in line.char_indices() {
        match (letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.push((gap, from, at));
                (gap, start) = (at, None);
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        tokens.push((gap, from, line.len()));
    }
    tokens.into_iter().map(|(gap, from, to)| BookToken {
        text: &line[from..to],
        gap: &line[gap..from],
    })
}

/// Calls `see` for every line of words: title, aliases, text.
fn each_text(entry: &Entry, see: &mut impl FnMut(&str)) {
    see(entry.title());
    for alias in &entry.facts.aliases {
        see(alias);
    }
    each_line(&entry.tree, &mut |line, _| see(&plain(line)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::parse::parse;

    fn book(files: &[(&str, &str)]) -> LibrarySnapshot {
        LibrarySnapshot::from_entries(files.iter().map(|(id, text)| {
            let id: EntryId = id.parse().unwrap();
            let kind = id.kind.as_str();
            let source = format!("---\nkind: {kind}\n{text}");
            parse(&id, &source).unwrap_or_else(|errors| panic!("{id}: {errors:?}"))
        }))
    }

    fn example() -> LibrarySnapshot {
        book(&[
            (
                "ru/products/mezzanine",
                "title: Мезонин\naliases: [второй этаж на складе, антресоль, площадка под коробки]\nowner: o.v\nreview: \
                 2027-02-03\n---\nСмету считает компания «Ярус Плюс» в программе Rackline. На складе тесно, склад растёт.\n",
            ),
            (
                "ru/segments/cold",
                "title: Холодный склад\nowner: o.v\nreview: 2027-02-03\n---\nСпросите про Норильск: в Москве иначе. Клиент говорит «Дорого», \
                 а площадка пустует. Дорого бывает везде, и дорого не всегда.\n",
            ),
            (
                "en/products/racking",
                "title: Pallet racking\nowner: o.v\nreview: 2027-02-03\n---\nAsk whether Birmingham ships pallets on Friday.\n",
            ),
        ])
    }

    #[test]
    fn products_names_and_rare_words_are_terms_and_ordinary_words_are_not() {
        let found = terms(&example(), Locale::Ru);
        let texts: Vec<&str> = found.iter().map(|term| term.text.as_str()).collect();
        assert_eq!(texts[0], "Мезонин");
        for name in ["Ярус Плюс", "Rackline", "Норильск", "антресоль"] {
            assert!(texts.contains(&name), "{name} is not in {texts:?}");
        }
        for word in ["Дорого", "Спросите", "склад", "Смету", "Клиент", "Москве"]
        {
            assert!(!texts.contains(&word), "{word} is in {texts:?}");
        }
        assert_eq!(found[0].entry.to_string(), "ru/products/mezzanine");
        let english: Vec<String> = terms(&example(), Locale::En)
            .into_iter()
            .map(|it| it.text)
            .collect();
        assert_eq!(english, ["Pallet racking", "Birmingham"]);
    }

    #[test]
    fn every_form_of_the_books_words_is_ordinary() {
        let ordinary = ordinary(&example());
        for word in ["склада", "складами", "этажом", "клиентов", "pallet"] {
            assert!(ordinary.contains(stem(word)), "{word} in {ordinary:?}");
        }
        assert!(!ordinary.contains(stem("телевизор")));
    }
}
