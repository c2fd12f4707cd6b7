use proptest::prelude::*;

use super::super::transcript::{Segment, Speaker, Word};
use super::*;
use crate::text::bare;

fn term(text: &str, variants: &[&str]) -> Term {
    Term {
        text: text.to_owned(),
        variants: variants.iter().map(|it| (*it).to_owned()).collect(),
    }
}

fn glossary() -> Glossary {
    let ordinary = ["стеллаж", "балетный", "монтаж", "консультация"];
    Glossary {
        terms: vec![
            term("Ярус", &["ярос", "я рус", "яру с"]),
            term("ТехноДвор", &["техно двор", "технодвора нет"]),
            term("консольные стеллажи", &[]),
            term("мезонин", &["миз анин"]),
            term("паллета", &["палета"]),
            term("Rackline", &["rec line"]),
        ],
        ordinary: ordinary.iter().map(|word| stem(word).to_owned()).collect(),
        offer: true,
    }
}

fn segment(text: &str, p: f32) -> Segment {
    let words: Vec<Word> = (0..)
        .zip(text.split(' '))
        .map(|(n, text)| Word {
            start_ms: n * 400,
            end_ms: n * 400 + 350,
            text: text.to_owned(),
            p,
            replaced: None,
        })
        .collect();
    Segment {
        start_ms: 0,
        end_ms: words.last().map_or(0, |word| word.end_ms),
        channel: 1,
        speaker: Speaker::Manager,
        text: text.to_owned(),
        words,
    }
}

fn corrected(text: &str, p: f32) -> String {
    let mut segments = [segment(text, p)];
    correct(&mut segments, &glossary());
    segments[0].text.clone()
}

#[test]
fn listed_variants_become_the_term_with_marks_and_endings() {
    for (heard, right) in [
        ("Компания «Ярос», добрый день!", "Компания «Ярус», добрый день!"),
        ("Звоню из яроса.", "Звоню из Яруса."),
        ("Это я рус, слушаю", "Это Ярус, слушаю"),
        ("работаем с я русом давно", "работаем с Ярусом давно"),
        ("Техно двор?", "ТехноДвор?"),
        ("Палеты и палетами", "Паллеты и паллетами"),
        ("call rec line today", "call Rackline today"),
        // Another form than can be told stays as it was heard.
        ("яросовский", "яросовский"),
        ("третий ярус снизу", "третий ярус снизу"),
    ] {
        assert_eq!(corrected(heard, 0.95), right);
    }
}

#[test]
fn what_was_heard_stays_on_the_word_with_its_time() {
    let mut segments = [segment("Это я русом, да", 0.9)];
    segments[0].words[2].p = 0.4;
    correct(&mut segments, &glossary());
    let word = &segments[0].words[1];
    assert_eq!(word.text, "Ярусом,");
    assert_eq!(word.replaced.as_deref(), Some("я русом"));
    assert_eq!((word.start_ms, word.end_ms), (400, 1_150));
    assert!((word.p - 0.4).abs() < 1e-6);
    assert_eq!(segments[0].words.len(), 3);
}

#[test]
fn a_near_misspelling_is_replaced_only_when_the_model_was_unsure() {
    assert_eq!(
        corrected("нужны консульные стелажи", 0.3),
        "нужны консольные стеллажи"
    );
    assert_eq!(
        corrected("нужны консульные стелажи", 0.9),
        "нужны консульные стелажи"
    );
    assert_eq!(corrected("на мезанине", 0.3), "на мезонине");
    // Forms of the term, words too short, words too far and ordinary words stay.
    for heard in [
        "консольных стеллажей",
        "ярос-ярыс",
        "консервные банки",
        "балетный стеллаж",
        "консультация",
        "монтаж",
    ] {
        assert_eq!(corrected(heard, 0.1), heard);
    }
}

#[test]
fn the_prompt_takes_the_first_terms_that_fit() {
    assert_eq!(
        glossary().prompt(),
        "Ярус, ТехноДвор, консольные стеллажи, мезонин, паллета, Rackline."
    );
    let many = Glossary {
        terms: (0..90).map(|n| term(&format!("термин-{n}"), &[])).collect(),
        ..glossary()
    };
    assert!((150..=201).contains(&many.prompt().chars().count()));
    let silent = Glossary {
        offer: false,
        ..glossary()
    };
    assert_eq!(silent.prompt(), "");
    assert_eq!(Glossary::default().prompt(), "");
}

proptest! {
    /// Words that are neither listed nor near a term, whatever they are, and words the model was sure of.
    #[test]
    fn ordinary_words_are_never_changed(
        words in prop::collection::vec("[а-яё]{1,14}[,.!?]?|[a-z]{1,10}|[0-9]{1,6}", 1..30),
        p in 0.0_f32..1.0,
    ) {
        let text = words.join(" ");
        let mut segments = [segment(&text, p)];
        let mut glossary = glossary();
        // Everything said here is ordinary; nothing is listed.
        for term in &mut glossary.terms {
            term.variants.clear();
        }
        glossary.ordinary.extend(words.iter().map(|word| stem(&bare(word)).to_owned()));
        correct(&mut segments, &glossary);
        prop_assert_eq!(&segments[0].text, &text);
        prop_assert_eq!(&segments[0], &segment(&text, p));
    }

    /// Terms amid anything: only listed words change and times stay in order.
    #[test]
    fn replacing_keeps_the_rest(
        words in prop::collection::vec(
            prop_oneof![
                Just("ярос".to_owned()), Just("я".to_owned()), Just("русом,".to_owned()), Just("палету".to_owned()),
                Just("Техно".to_owned()), Just("двор.".to_owned()), "[а-я]{1,5}",
            ],
            1..30,
        ),
    ) {
        let before = segment(&words.join(" "), 0.9);
        let mut segments = [before.clone()];
        correct(&mut segments, &glossary());
        let after = &segments[0];
        let mut heard = Vec::new();
        for word in &after.words {
            let was = word.replaced.as_deref().unwrap_or(&word.text);
            heard.extend(was.split(' ').map(bare));
            prop_assert!(word.start_ms <= word.end_ms);
        }
        let said: Vec<String> = before.words.iter().map(|word| bare(&word.text)).collect();
        prop_assert_eq!(heard, said);
        prop_assert!(after.words.windows(2).all(|pair| pair[0].end_ms <= pair[1].start_ms));
        let texts: Vec<&str> = after.words.iter().map(|word| word.text.as_str()).collect();
        prop_assert_eq!(texts.join(" "), after.text.clone());
    }
}
