//! Names as they are really said: among the words that people put around them, and letter by letter.

use std::sync::Arc;

use super::{ids, relevance};
use crate::i18n::Locale;
use crate::playbook::LibrarySnapshot;
use crate::search::Search;

/// What is said before a topic; half of them Russian, half English.
const BEFORE: [&str; 20] = [
    "у меня",
    "вы знаете",
    "слушайте",
    "честно говоря",
    "ну",
    "да",
    "извините",
    "алло",
    "смотрите",
    "понимаете",
    "well",
    "look",
    "to be honest",
    "you know",
    "listen",
    "sorry",
    "I mean",
    "actually",
    "the thing is",
    "yeah",
];
/// What is said after it.
const AFTER: [&str; 20] = [
    "и всё",
    "понимаете",
    "нет",
    "знаете ли",
    "как бы",
    "короче",
    "в общем",
    "вот",
    "так что",
    "честно говоря",
    "you know",
    "that's all",
    "so",
    "right",
    "really",
    "I'm afraid",
    "to be honest",
    "mate",
    "and that's it",
    "you see",
];
/// Each name is asked among so many of them; names follow one another round all.
const EACH: usize = 3;

fn shipped() -> (Search, Arc<LibrarySnapshot>) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library");
    let book = crate::playbook::Library::open(root).unwrap().snapshot();
    (Search::from_book(Arc::clone(&book)).unwrap(), book)
}

/// A whole name, said as people speak, opens its entry.
#[test]
fn a_name_among_spoken_words_is_still_that_name() {
    let (search, book) = shipped();
    let (mut asked, mut first, mut missed) = (0, 0, Vec::new());
    let mut round = 0;
    for entry in book.entries() {
        let own = if entry.locale() == Locale::Ru {
            0..10
        } else {
            10..20
        };
        let names = std::iter::once(&entry.facts.title).chain(&entry.facts.aliases);
        for name in names {
            for _ in 0..EACH {
                round += 1;
                let which = own.start + (round / 2) % own.len();
                let said = if round % 2 == 0 {
                    format!("{} {name}", BEFORE[which])
                } else {
                    format!("{name} {}", AFTER[which])
                };
                let found = ids(&search.query(&said, entry.locale(), 1));
                asked += 1;
                if found.first() == Some(&entry.id.to_string()) {
                    first += 1;
                } else {
                    missed.push(format!("{said}: {found:?}, not {}", entry.id));
                }
            }
        }
    }
    assert!(asked > 1_000, "{asked}");
    assert!(
        first * 100 >= asked * 97,
        "{first} of {asked}:\n{}",
        missed.join("\n")
    );
}

/// What was found stays while one goes on typing towards it: the right answer, once first, is hardly ever pushed away.
#[test]
fn an_answer_that_came_first_stays_first() {
    let (search, _) = shipped();
    let (mut asked, mut flickered, mut lost) = (0, Vec::new(), Vec::new());
    for question in relevance::questions() {
        let whole = question.kind == "plain" || question.kind == "inflected" || question.kind == "english";
        if !whole || question.typed.chars().count() < 8 {
            continue;
        }
        let locale: Locale = question.language.parse().unwrap();
        let (mut was_first, mut left) = (false, 0);
        let mut is_first = false;
        for (at, letter) in question.typed.char_indices() {
            let typed = &question.typed[..at + letter.len_utf8()];
            if typed.chars().count() < 3 {
                continue;
            }
            let found = ids(&search.query(typed, locale, 1));
            is_first = question.place(&found) == Some(0);
            left += usize::from(was_first && !is_first);
            was_first = is_first;
        }
        asked += 1;
        if left > 0 && is_first {
            flickered.push(format!("{} ({left})", question.typed));
        } else if left > 0 {
            lost.push(question.typed.clone());
        }
    }
    println!(
        "{asked} typed, {} flickered, {} lost",
        flickered.len(),
        lost.len()
    );
    assert!(asked >= 60, "{asked}");
    assert!(
        flickered.len() * 100 <= asked * 25,
        "flickered:\n{}",
        flickered.join("\n")
    );
    assert!(lost.len() * 100 <= asked * 5, "lost:\n{}", lost.join("\n"));
}

/// What opens by itself when it is written out does so while its last word is still being typed: a book is not less sure of
/// what it has for want of three letters.
#[test]
fn the_first_letters_of_a_word_are_as_sure_as_the_word() {
    let (search, _) = shipped();
    for (begun, expected) in [
        ("доро", "ru/objections/too-expensive"),
        ("дорог", "ru/objections/too-expensive"),
        ("у вас доро", "ru/objections/too-expensive"),
        ("я подум", "ru/objections/need-to-think"),
        ("есть поставщ", "ru/objections/have-supplier"),
    ] {
        let found = search.query(begun, Locale::Ru, 3);
        assert_eq!(ids(&found).first().map(String::as_str), Some(expected), "{begun}");
        assert!(found.sure, "{begun}: {}", found.hits[0].certainty);
    }
    for begun in ["дать на лапу", "поставьте на луну"] {
        let found = search.query(begun, Locale::Ru, 3);
        assert!(!found.sure, "{begun}: {}", found.hits[0].title);
    }
}

/// One letter is a beginning when it is all there is.
#[test]
fn the_first_letter_finds_what_begins_with_it() {
    let (search, _) = shipped();
    assert!(!search.query("д", Locale::Ru, 7).hits.is_empty());
    let first = |typed| ids(&search.query(typed, Locale::Ru, 1));
    assert_eq!(first("дорого к"), first("дорого"));
}
