//! Times as people write them, ranges and what is said in one.

use proptest::prelude::*;

use super::clip::lines;
use super::form::{clock, time};
use super::*;
use crate::playbook::LibrarySnapshot;
use crate::speech::{Segment, Speaker, Transcript};

#[test]
fn times_are_read_as_people_write_them() {
    let read = [
        ("65", Some(65_000)),
        ("1:05", Some(65_000)),
        (" 0:04,5 ", Some(4_500)),
        ("0:04.25", Some(4_250)),
        ("1:02:03", Some(3_723_000)),
        ("", None),
        ("1:75", None),
        ("-1", None),
        ("1:", None),
        ("1:2:3:4", None),
        ("0:04,12345", None),
        ("1e3", None),
        ("999999", None),
        ("90000", None),
    ];
    for (text, ms) in read {
        assert_eq!(time(text), ms, "{text}");
    }
}

proptest! {
    #[test]
    fn a_time_that_is_shown_is_read_again(tenths in 0_i64..864_000) {
        prop_assert_eq!(time(&clock(tenths * 100)), Some(tenths * 100));
    }

    #[test]
    fn nothing_that_is_typed_breaks_the_reading(text in "\\PC{0,12}") {
        if let Some(ms) = time(&text) {
            prop_assert!((0..=24 * 3_600_000).contains(&ms));
        }
    }
}

fn form(start: &str, end: &str) -> SnippetForm {
    SnippetForm {
        start: start.to_owned(),
        end: end.to_owned(),
        title: "Согласовал замер".to_owned(),
        stage: "closing".to_owned(),
        ..SnippetForm::default()
    }
}

#[test]
fn a_range_is_at_least_a_second_at_most_three_minutes_and_inside() {
    let code = |start: &str, end: &str| match form(start, end).check(600_000, &LibrarySnapshot::default()) {
        Ok((range, _)) => format!("{}-{}", range.start_ms, range.end_ms),
        Err(error) => error.field_errors()[0].code.to_owned(),
    };
    assert_eq!(code("0:10", "0:11"), "10000-11000");
    assert_eq!(code("0:10", "3:10"), "10000-190000");
    assert_eq!(code("0:10", "0:10,9"), "snippet-length");
    assert_eq!(code("0:10", "3:10,1"), "snippet-length");
    assert_eq!(code("0:10", "0:05"), "snippet-length");
    assert_eq!(
        code("9:55", "10:00,8"),
        "595000-600000",
        "the player rounds the end up"
    );
    assert_eq!(code("9:55", "10:02"), "snippet-outside");
    assert_eq!(code("soon", "0:05"), "snippet-time");
}

#[test]
fn every_field_is_complained_about_at_once() {
    let empty = SnippetForm {
        objection: "ru/objections/nothing".to_owned(),
        kind: "loud".to_owned(),
        ..SnippetForm::default()
    };
    let error = empty.check(600_000, &LibrarySnapshot::default()).unwrap_err();
    let codes: Vec<_> = error.field_errors().iter().map(|it| it.code).collect();
    assert_eq!(
        codes,
        [
            "snippet-time",
            "snippet-time",
            "snippet-title",
            "snippet-stage",
            "snippet-objection",
            "snippet-kind"
        ]
    );
}

fn segment(speaker: Speaker, words: &[(i64, &str)]) -> Segment {
    let word = |(start_ms, text): &(i64, &str)| crate::speech::Word {
        start_ms: *start_ms,
        end_ms: start_ms + 300,
        text: (*text).to_owned(),
        p: 0.9,
        replaced: None,
    };
    Segment {
        start_ms: words[0].0,
        end_ms: words[words.len() - 1].0 + 300,
        channel: 1,
        speaker,
        text: String::new(),
        words: words.iter().map(word).collect(),
    }
}

#[test]
fn the_text_is_cut_to_the_word() {
    let transcript = Transcript {
        language: "ru".to_owned(),
        duration_ms: 9_000,
        channels: 2,
        engine: crate::speech::transcript::Engine::imported(),
        segments: vec![
            segment(Speaker::Client, &[(500, "Это"), (900, "дорого.")]),
            segment(
                Speaker::Manager,
                &[(2_000, "С"), (2_300, "чем"), (2_600, "сравниваете?")],
            ),
            segment(Speaker::Manager, &[(3_000, "Давайте")]),
            segment(Speaker::Client, &[(4_000, "Давайте.")]),
        ],
        filtered: Vec::new(),
    };
    let range = Range {
        start_ms: 900,
        end_ms: 4_000,
    };
    let said: Vec<_> = lines(&transcript, range, "Анна")
        .into_iter()
        .map(|line| (line.side, line.who, line.text))
        .collect();
    assert_eq!(
        said,
        [
            ("client", String::new(), "дорого.".to_owned()),
            (
                "manager",
                "Анна".to_owned(),
                "С чем сравниваете? Давайте".to_owned()
            ),
        ]
    );
}
