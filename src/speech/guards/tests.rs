use proptest::prelude::*;

use super::super::engine::HeardWord;
use super::*;

fn phrase(text: &str, p: f32, no_speech: f32) -> HeardPhrase {
    let words = text
        .split(' ')
        .zip(0..)
        .map(|(text, n)| HeardWord {
            start_ms: n * 300,
            end_ms: n * 300 + 250,
            text: text.to_owned(),
            p,
        })
        .collect();
    HeardPhrase { words, no_speech }
}

fn text(phrase: &HeardPhrase) -> String {
    let words: Vec<&str> = phrase.words.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// What is believed, and what is not with the reason's word.
fn sifted(phrases: &[(&str, f32, f32)], language: &str) -> (Vec<String>, Vec<(String, &'static str)>) {
    let heard = phrases
        .iter()
        .map(|(text, p, no)| phrase(text, *p, *no))
        .collect();
    let (believed, doubted) = sift(heard, language);
    (
        believed.iter().map(text).collect(),
        doubted
            .iter()
            .map(|it| (text(&it.phrase), it.reason.as_str()))
            .collect(),
    )
}

fn reasons(phrases: &[&str], language: &str) -> Vec<&'static str> {
    let phrases: Vec<_> = phrases.iter().map(|text| (*text, 0.9, 0.0)).collect();
    let (_, doubted) = sifted(&phrases, language);
    doubted.into_iter().map(|(_, reason)| reason).collect()
}

#[test]
fn credits_and_thanks_are_doubted_and_sentences_with_their_words_are_not() {
    let (believed, doubted) = sifted(
        &[
            ("Субтитры сделал DimaTorzok", 0.9, 0.1),
            ("Редактор субтитров А.Семкин", 0.9, 0.1),
            ("Корректор А.Егорова", 0.9, 0.1),
            ("Продолжение следует...", 0.99, 0.0),
            ("Спасибо за просмотр!", 0.99, 0.0),
            ("Спасибо за просмотр каталога, он у вас?", 0.8, 0.0),
            ("Субтитры подготовилась читать Анна", 0.8, 0.0),
            ("...", 0.8, 0.0),
        ],
        "ru",
    );
    assert_eq!(
        believed,
        [
            "Спасибо за просмотр каталога, он у вас?",
            "Субтитры подготовилась читать Анна"
        ]
    );
    assert_eq!(doubted.len(), 6);
    assert!(doubted.iter().all(|(_, reason)| *reason == "known-invention"));
}

#[test]
fn what_people_say_too_is_doubted_only_where_the_model_hears_nobody() {
    let phrases = [
        ("Спасибо за внимание!", 0.9, 0.1),
        ("Спасибо за внимание!", 0.9, 0.8),
        ("Thank you.", 0.9, 0.9),
    ];
    let (believed, doubted) = sifted(&phrases, "ru");
    assert_eq!(believed, ["Спасибо за внимание!"]);
    assert_eq!(doubted.len(), 2);
}

#[test]
fn doubtful_noise_is_doubted_and_doubtful_speech_is_not() {
    let phrases = [
        ("Тихо говорит", 0.3, 0.9),
        ("Тихо говорит", 0.3, 0.2),
        ("Тихо говорит", 0.8, 0.9),
        ("Тырыхо бврит", 0.1, 0.0),
    ];
    let (believed, doubted) = sifted(&phrases, "ru");
    assert_eq!(believed, ["Тихо говорит", "Тихо говорит"]);
    assert_eq!(
        doubted,
        [
            ("Тихо говорит".to_owned(), "no-speech"),
            ("Тырыхо бврит".to_owned(), "unsure")
        ]
    );
}

#[test]
fn circles_are_cut_and_their_other_rounds_kept_apart() {
    let circle = "я не знаю ".repeat(9) + "всё";
    let (believed, doubted) = sifted(&[(&circle, 0.9, 0.0)], "ru");
    assert_eq!(believed, ["я не знаю я не знаю всё"]);
    assert_eq!(doubted, [("я не знаю ".repeat(7).trim().to_owned(), "circling")]);
    for said in ["Да, да, да, конечно.", "Алло, алло, алло, вы меня слышите?"]
    {
        assert!(reasons(&[said], "ru").is_empty(), "{said}");
    }
}

#[test]
fn a_phrase_is_believed_twice_and_back_channels_always() {
    assert!(reasons(&["Да."; 6], "ru").is_empty());
    assert!(reasons(&["Да, да."; 6], "ru").is_empty());
    let after = reasons(&["Оставьте сообщение после сигнала."; 5], "ru");
    assert_eq!(after, ["repeated"; 3]);
    let among = [
        "Нажмите два для повтора.",
        "Нажмите три для выхода.",
        "Нажмите два для повтора.",
        "Нажмите два для повтора.",
    ];
    assert!(reasons(&among, "ru").is_empty());
}

#[test]
fn letters_without_end_are_no_language() {
    assert_eq!(
        reasons(&["А-а-а-а-а-а-а-а-а-а-а-а-а-а-а-а-а-а-а"], "ru"),
        ["monotonous"]
    );
    assert_eq!(
        reasons(&["1000000000000000000000000000000"], "ru"),
        ["monotonous"]
    );
    assert_eq!(reasons(&["тытытытытытытытытытытытытыты"], "ru"), ["monotonous"]);
    for said in [
        "Восемь восемьсот пятьсот пятьдесят пять тридцать пять тридцать пять",
        "Нажмите один, нажмите два, нажмите три, нажмите четыре",
        "Э-э-э-э, ну да",
        "Алло! Алло! Алло! Алло! Алло! Алло, слышно?",
    ] {
        assert!(reasons(&[said], "ru").is_empty(), "{said}");
    }
}

#[test]
fn sentences_of_another_language_are_doubted_and_names_are_not() {
    let strange = [
        "I don't know what to do.",
        "Ich weiß nicht mehr weiter.",
        "我不知道",
        "도와주세요",
    ];
    assert_eq!(reasons(&strange, "ru"), ["other-language"; 4]);
    for said in [
        "Microsoft Dynamics CRM.",
        "Это Google Ads и Microsoft Office Home.",
        "8 800 555 35 35",
    ] {
        assert!(reasons(&[said], "ru").is_empty(), "{said}");
    }
    assert_eq!(
        reasons(&["Я не знаю.", "ご視聴ありがとうございました"], "en"),
        ["other-language"; 2]
    );
    assert!(reasons(&["Ярус", "I said Ярус, the racking people."], "en").is_empty());
    // Of other languages nothing is known.
    assert!(reasons(&["Ich weiß nicht mehr weiter."], "de").is_empty());
}

proptest! {
    /// Whatever the model writes: every word is believed or doubted, once, in its order.
    #[test]
    fn no_word_is_lost(
        phrases in prop::collection::vec(
            (prop::collection::vec(0_usize..5, 1..60), 0.0_f32..1.0, 0.0_f32..1.0),
            0..12,
        ),
    ) {
        const WORDS: [&str; 5] = ["да", "нет,", "субтитры", "okay", "…"];
        let mut clock = 0;
        let heard: Vec<HeardPhrase> = phrases
            .iter()
            .map(|(words, p, no_speech)| HeardPhrase {
                words: words
                    .iter()
                    .map(|word| {
                        clock += 1;
                        HeardWord { start_ms: clock, end_ms: clock, text: WORDS[*word].to_owned(), p: *p }
                    })
                    .collect(),
                no_speech: *no_speech,
            })
            .collect();
        let (believed, doubted) = sift(heard, "ru");
        let mut times: Vec<i64> = believed
            .iter()
            .chain(doubted.iter().map(|it| &it.phrase))
            .flat_map(|phrase| phrase.words.iter().map(|word| word.start_ms))
            .collect();
        times.sort_unstable();
        prop_assert_eq!(times, (1..=clock).collect::<Vec<_>>());
    }
}
