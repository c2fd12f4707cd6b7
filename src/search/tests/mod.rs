mod relevance;
mod spoken;

use std::sync::Arc;

use proptest::prelude::*;

use super::document::EntryDocument;
use super::lexicon::Lemmas;
use super::query::SearchWords;
use super::snippet::{highlight, snippet};
use super::tokenizer::{Stems, fold, words};
use super::{Hits, Search};
use crate::i18n::Locale;
use crate::playbook::parse::parse;
use crate::playbook::{Entry, LibrarySnapshot};

fn entry(id: &str, title: &str, facts: &str, text: &str) -> Entry {
    let id: crate::playbook::EntryId = id.parse().unwrap();
    let source = format!(
        "---\nkind: {}\ntitle: {title}\nowner: o.vetrov\nreview: 2027-01-01\n{facts}---\n{text}\n",
        id.kind
    );
    parse(&id, &source).unwrap()
}

fn book() -> Vec<Entry> {
    vec![
        entry(
            "ru/objections/too-expensive",
            "Дорого",
            "aliases: [цена кусается, слишком дорого]\npin: true\n",
            "За словами стоит смета.\n\n## Сравнить\n\nКогда есть смета.\n\n1. **спросить** «Дорого по сравнению с чем?»\n2. **предложить** «Пришлите смету».\n",
        ),
        entry(
            "ru/objections/give-discount",
            "Дайте скидку",
            "aliases: [нужна скидка]\n",
            "Торгуется.\n\n## Обмен\n\nКогда просят скидку, дорого или нет.\n\n1. **спросить** «Что ещё мешает?»\n",
        ),
        entry("ru/products/honey", "Мёд", "", "Ложка мёда в бочке."),
        entry(
            "ru/training/migration",
            "Переезд",
            "",
            "Миграции клиентов и балка на 1200.",
        ),
        entry(
            "en/objections/too-expensive",
            "Too expensive",
            "aliases: [price is too high]\n",
            "Compare quotes.\n\n## Compare\n\nWhen they don't agree.\n\n1. **ask** “Compared with what?”\n",
        ),
    ]
}

fn search() -> Search {
    Search::from_book(Arc::new(LibrarySnapshot::from_entries(book()))).unwrap()
}

fn ids(hits: &Hits) -> Vec<String> {
    hits.hits.iter().map(|hit| hit.id.to_string()).collect()
}

fn first(typed: &str) -> String {
    ids(&search().query(typed, Locale::Ru, 7))
        .first()
        .cloned()
        .unwrap_or_default()
}

#[test]
fn an_exact_title_comes_before_a_mention() {
    let found = search().query("дорого", Locale::Ru, 7);
    assert_eq!(
        ids(&found),
        ["ru/objections/too-expensive", "ru/objections/give-discount"]
    );
    assert_eq!(found.hits[0].title_html.as_str(), "<mark>Дорого</mark>");
    assert_eq!(
        found.hits[0].snippet_html.as_str(),
        "«<mark>Дорого</mark> по сравнению с чем?»"
    );
    assert_eq!(found.hits[0].part, Some(0));
    assert!(found.hits[0].score > found.hits[1].score);
}

fn answers(hits: &Hits) -> Vec<String> {
    hits.hits
        .iter()
        .map(|hit| format!("{} {}", hit.id.slug, hit.answer))
        .collect()
}

/// An objection with four answers and one that shares a word with it.
fn two_objections() -> Search {
    let way =
        |name: &str, when: &str, words: &str| format!("## {name}\n\n{when}\n\n1. **спросить** «{words}»\n\n");
    let dear = [
        way("Сравнить", "Когда есть смета.", "С чем сравниваете?"),
        way("Разбить", "Когда денег нет.", "Что нужно сейчас?"),
        way(
            "Посчитать",
            "Когда откладывают покупку.",
            "Сколько стоит простой?",
        ),
        way("Обменять", "Когда просят скидку.", "Решаем на этой неделе?"),
    ];
    let book = vec![
        entry(
            "ru/objections/dear",
            "Дорого",
            "aliases: [кусается цена]\n",
            &dear.concat(),
        ),
        entry(
            "ru/objections/cheap",
            "Цена подозрительная",
            "",
            &way("Показать", "Всегда.", "Открыть смету сейчас?"),
        ),
    ];
    Search::from_book(Arc::new(LibrarySnapshot::from_entries(book))).unwrap()
}

#[test]
fn each_answer_of_an_objection_is_a_hit() {
    let search = two_objections();
    let by_title = answers(&search.query("дорого", Locale::Ru, 7));
    assert_eq!(by_title, ["dear Сравнить", "dear Разбить", "dear Посчитать"]);
    // The answer whose words were typed comes first, whatever the author's order.
    assert_eq!(
        answers(&search.query("простой", Locale::Ru, 7)),
        ["dear Посчитать"]
    );
    assert_eq!(
        answers(&search.query("когда просят скидку", Locale::Ru, 7)),
        ["dear Обменять"]
    );
    // Called by a word that two objections share: one answer of each before the second of either.
    let shared = answers(&search.query("цена", Locale::Ru, 7));
    assert_eq!(
        shared[..2].iter().filter(|it| it.starts_with("dear")).count(),
        1,
        "{shared:?}"
    );
    assert!(shared.len() > 2, "{shared:?}");
}

#[test]
fn use_decides_between_answers_that_fit_as_well_and_never_more() {
    use super::signals::{SearchSignals, worth};
    let search = two_objections();
    let id: crate::playbook::EntryId = "ru/objections/dear".parse().unwrap();
    let used = [
        ("Посчитать".to_owned(), worth(40, 9, 1)),
        ("Сравнить".to_owned(), worth(40, 0, 9)),
    ];
    search.set_signals(SearchSignals {
        stale: [id.clone()].into(),
        worth: [(id, used.into())].into(),
    });
    let found = answers(&search.query("дорого", Locale::Ru, 7));
    assert_eq!(found, ["dear Посчитать", "dear Сравнить", "dear Разбить"]);
    // A stale entry is still the one that was called by its name.
    assert_eq!(
        answers(&search.query("сейчас", Locale::Ru, 7))[0],
        "cheap Показать"
    );
    assert_eq!(
        answers(&search.query("есть смета", Locale::Ru, 7))[0],
        "dear Сравнить"
    );
}

#[test]
fn word_forms_meet() {
    assert_eq!(first("мёдом"), "ru/products/honey");
    assert_eq!(first("медом"), "ru/products/honey");
    assert_eq!(first("МЁД"), "ru/products/honey");
    assert_eq!(first("миграцию"), "ru/training/migration");
    assert_eq!(first("скидок "), "ru/objections/give-discount");
    assert_eq!(first("балок "), "ru/training/migration");
    assert_eq!(first("comparing "), "en/objections/too-expensive");
    assert_eq!(first("dont agree"), "en/objections/too-expensive");
}

#[test]
fn the_last_word_may_be_unfinished() {
    assert_eq!(first("дор"), "ru/objections/too-expensive");
    assert_eq!(first("цена кус"), "ru/objections/too-expensive");
    assert_eq!(first("pric"), "en/objections/too-expensive");
    assert_eq!(first("кус "), "", "a space says that the word is finished");
    assert_eq!(
        first("кус цена "),
        "ru/objections/too-expensive",
        "one word of two is better than nothing"
    );
}

#[test]
fn nothing_typed_finds_nothing() {
    for typed in ["", "   ", "«»…", "\u{301}"] {
        assert!(search().query(typed, Locale::Ru, 7).hits.is_empty(), "{typed:?}");
    }
    assert!(search().query("дорого", Locale::Ru, 0).hits.is_empty());
}

#[test]
fn an_update_indexes_only_what_changed_and_is_seen_at_once() {
    let search = search();
    let mut entries = book();
    entries[0] = entry("ru/objections/too-expensive", "Кусается", "", "Текст.");
    entries.pop();
    search
        .update(Arc::new(LibrarySnapshot::from_entries(entries)))
        .unwrap();
    assert_eq!(
        ids(&search.query_as_typed("кусается", Locale::Ru, 7)),
        ["ru/objections/too-expensive"]
    );
    assert!(ids(&search.query("price", Locale::Ru, 7)).is_empty());
    assert_eq!(
        ids(&search.query_as_typed("дорого", Locale::Ru, 7)),
        ["ru/objections/give-discount"]
    );
    for _ in 0..12 {
        search
            .update(Arc::new(LibrarySnapshot::from_entries(book())))
            .unwrap();
    }
    assert_eq!(ids(&search.query("дорого", Locale::Ru, 7)).len(), 2);
}

#[test]
fn letters_in_two_code_points_and_stress_marks_are_letters() {
    assert_eq!(fold("И\u{306}од"), "йод");
    assert_eq!(fold("е\u{308}лка"), "елка");
    assert_eq!(fold("до\u{301}рого"), "дорого");
    assert_eq!(words("до\u{301}рого, don’t").len(), 2);
    let marked = highlight("И\u{306}од и е\u{308}лка", &mut SearchWords::read("йод елка"));
    assert_eq!(
        marked.as_str(),
        "<mark>И\u{306}од</mark> и <mark>е\u{308}лка</mark>"
    );
}

#[test]
fn fleeting_vowels_are_dropped_only_at_the_end_of_a_stem() {
    let mut stems = Stems::default();
    assert_eq!(stems.stem("скидок"), stems.stem("скидка"));
    assert_eq!(stems.stem("звонок"), stems.stem("звонка"));
    assert_eq!(stems.stem("продавец"), stems.stem("продавцу"));
    assert_ne!(stems.stem("бок"), "бк");
}

#[test]
fn a_long_passage_is_cut_between_words_and_marked_in_the_original_spelling() {
    let text = format!(
        "{} «Ещё мёд & <соль>» {}",
        "слово ".repeat(60),
        "конец ".repeat(60)
    );
    let html = snippet(&text, &mut SearchWords::read("мед")).into_string();
    assert!(html.starts_with("… ") && html.ends_with(" …"), "{html}");
    assert!(html.contains("Ещё <mark>мёд</mark> &amp; &lt;соль&gt;"), "{html}");
    assert!(html.chars().count() < 260);
}

fn words_of_html(html: &str) -> Vec<String> {
    let text = html
        .replace("<mark>", "")
        .replace("</mark>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let text = text
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    words(&text).into_iter().map(|word| word.folded).collect()
}

proptest! {
    #[test]
    fn highlighting_changes_nothing_but_marks(text in "\\PC{0,120}", typed in "\\PC{0,20}") {
        let html = highlight(&text, &mut SearchWords::read(&typed)).into_string();
        let bare = html.replace("<mark>", "").replace("</mark>", "");
        prop_assert!(!bare.contains(['<', '>', '"']));
        let mut escaped = String::new();
        crate::text::markup::escape(&text, &mut escaped);
        prop_assert_eq!(bare, escaped);
    }

    #[test]
    fn a_snippet_holds_only_whole_words(text in "[а-яёА-Я «»,.]{0,400}", typed in "[а-яё ]{0,20}") {
        let known: Vec<String> = words(&text).into_iter().map(|word| word.folded).collect();
        let html = snippet(&text, &mut SearchWords::read(&typed)).into_string();
        for word in words_of_html(&html) {
            prop_assert!(known.contains(&word), "{word:?} was cut");
        }
    }

    /// Whatever the letters: what is shown is a piece of the author's text, ё and all, and no mark begins or ends in a word.
    #[test]
    fn a_snippet_is_a_piece_of_the_text_as_written(
        text in prop_oneof!["\\PC{0,500}", "([а-яёё́А-ЯЁй&<>\"' ]{1,9} ){0,60}"],
        typed in prop_oneof!["\\PC{0,20}", "[а-яёй ]{0,12}"],
    ) {
        let html = snippet(&text, &mut SearchWords::read(&typed)).into_string();
        let piece = unescaped(&html.replace("<mark>", "").replace("</mark>", ""));
        let ends = [piece.as_str(), piece.trim_start_matches("… "), piece.trim_end_matches(" …"),
            piece.trim_start_matches("… ").trim_end_matches(" …")];
        prop_assert!(ends.iter().any(|piece| text.contains(piece)), "{piece:?} is not in the text");
        let mut whole = Vec::new();
        super::tokenizer::each_word(&text, |range| whole.push(&text[range]));
        for marked in html.split("<mark>").skip(1) {
            let marked = unescaped(marked.split("</mark>").next().unwrap());
            prop_assert!(whole.contains(&marked.as_str()), "{marked:?} is no whole word");
        }
    }

    #[test]
    fn any_question_is_answered(typed in "\\PC{0,80}") {
        let document = EntryDocument::new(Arc::new(book().remove(0)), &mut Lemmas::default());
        let mut question = SearchWords::read(&typed);
        let _ = super::snippet::parts(&document, &mut question);
        prop_assert!(question.words.len() <= 12);
    }
}

/// Text of escaped HTML; an entity that was cut stays and is seen.
fn unescaped(html: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    entities
        .into_iter()
        .fold(html.to_owned(), |text, (entity, letter)| {
            text.replace(entity, letter)
        })
}

#[test]
fn what_clients_say_finds_the_answer_in_the_shipped_library() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library");
    let search = Search::from_book(crate::playbook::Library::open(root).unwrap().snapshot()).unwrap();
    let asked = [
        ("дорого", "ru/objections/too-expensive"),
        ("а чё так дорого", "ru/objections/too-expensive"),
        ("дорог", "ru/objections/too-expensive"),
        ("скидку дадите", "ru/objections/give-discount"),
        ("скидок", "ru/objections/give-discount"),
        ("надо подумать", "ru/objections/need-to-think"),
        ("подумаю", "ru/objections/need-to-think"),
        ("пришлите на почту", "ru/objections/send-offer-by-mail"),
        ("у нас есть поставщик", "ru/objections/have-supplier"),
        ("нет времени", "ru/objections/no-time"),
        ("я занят", "ru/objections/no-time"),
        ("откуда у вас мой номер", "ru/objections/how-got-number"),
        ("вы робот", "ru/objections/robot-call"),
        ("после нового года", "ru/objections/after-new-year"),
        ("гарантия", "ru/objections/guarantee"),
        ("предоплата", "ru/objections/prepayment"),
        ("входящая заявка", "ru/scripts/inbound-request"),
        ("холодный звонок", "ru/scripts/cold-call-to-meeting"),
        ("мезонин", "ru/products/mezzanine"),
        ("too expensive", "en/objections/too-expensive"),
    ];
    let missed: Vec<_> = asked
        .iter()
        .filter_map(|(typed, wanted)| {
            let found = ids(&search.query(typed, Locale::Ru, 3));
            (found.first().map(String::as_str) != Some(*wanted)).then(|| format!("{typed}: {found:?}"))
        })
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

fn read(typed: &str) -> (String, String, String) {
    let found = search().query(typed, Locale::Ru, 7);
    let hit = found
        .hits
        .first()
        .unwrap_or_else(|| panic!("{typed} finds nothing"));
    (
        hit.id.to_string(),
        hit.read.reading.to_string(),
        hit.read.text.clone(),
    )
}

fn is(id: &str, reading: &str, text: &str) -> (String, String, String) {
    (id.to_owned(), reading.to_owned(), text.to_owned())
}

#[test]
fn a_question_is_read_several_ways_and_says_which() {
    let dear = "ru/objections/too-expensive";
    assert_eq!(read("дорого"), is(dear, "typed", "дорого"));
    assert_eq!(read("ljhjuj"), is(dear, "layout", "дорого"));
    assert_eq!(
        read("зкшсу"),
        is("en/objections/too-expensive", "layout", "price")
    );
    assert_eq!(read("dorogo"), is(dear, "transliterated", "дорого"));
    assert_eq!(read("дораго"), is(dear, "misspelt", "дорого"));
    assert_eq!(read("кусаеться"), is(dear, "misspelt", "кусается"));
    assert_eq!(
        read("скидкка дайте"),
        is("ru/objections/give-discount", "misspelt", "скидка дайте")
    );
    let found = search().query("ljhjuj", Locale::Ru, 7);
    assert_eq!(found.hits[0].title_html.as_str(), "<mark>Дорого</mark>");
    assert!(found.read_as.is_some());
    assert!(search().query_as_typed("ljhjuj", Locale::Ru, 7).hits.is_empty());
}

#[test]
fn slips_are_counted_in_characters() {
    // Three characters are six bytes: no slip is forgiven in so short a word.
    assert!(search().query("мёт ", Locale::Ru, 7).hits.is_empty());
    assert!(
        search()
            .query("балкаа", Locale::Ru, 7)
            .hits
            .iter()
            .all(|hit| hit.read.text == "балка")
    );
    // Two slips only from nine characters on.
    assert!(search().query("мегроции ", Locale::Ru, 7).hits.is_empty());
    assert_eq!(
        read("сровнинию "),
        is("ru/objections/too-expensive", "misspelt", "сравнению ")
    );
}

#[test]
fn synonyms_lead_to_the_answer_and_follow_the_file() {
    let groups = vec![vec!["крякнуть".to_owned(), "скидка".to_owned()]];
    let search = Search::from_book(Arc::new(
        LibrarySnapshot::from_entries(book()).with_synonyms(groups),
    ))
    .unwrap();
    let hit = search.query("можете крякнуть", Locale::Ru, 7).hits.remove(0);
    assert_eq!(hit.id.to_string(), "ru/objections/give-discount");
    assert_eq!(hit.read.text, "можете скидка");
    search
        .update(Arc::new(LibrarySnapshot::from_entries(book())))
        .unwrap();
    assert!(search.query("крякнуть", Locale::Ru, 7).hits.is_empty());
}

/// What people type finds the entry that should answer: among the first three in nearly all cases.
#[test]
fn what_people_type_finds_its_entry() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library");
    let search = Search::from_book(crate::playbook::Library::open(root).unwrap().snapshot()).unwrap();
    let (mut asked, mut first, mut third, mut missed) = (0, 0, 0, Vec::new());
    for question in relevance::questions() {
        let locale = question.language.parse().unwrap();
        let found = ids(&search.query(&question.typed, locale, 3));
        let place = question.place(&found);
        asked += 1;
        first += usize::from(place == Some(0));
        third += usize::from(place.is_some());
        if place.is_none() {
            missed.push(format!("{question}, found {found:?}"));
        }
    }
    assert!(asked >= 150, "{asked}");
    println!(
        "{asked} asked, first {first}, among three {third}\n{}",
        missed.join("\n")
    );
    assert!(
        third * 100 >= asked * 95,
        "{third} of {asked}:\n{}",
        missed.join("\n")
    );
}

#[test]
fn strange_questions_reach_the_index() {
    let search = search();
    let long = "дорого ".repeat(500);
    for typed in [
        "\u{0}",
        "AND OR NOT",
        "title:дорого",
        "*",
        "\"",
        "дорого\u{200b}",
        long.as_str(),
        "🦀 склад",
        "ẞẞ",
        "İ",
    ] {
        let _ = search.query(typed, Locale::En, 7);
    }
}
