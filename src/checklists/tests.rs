//! The arithmetic against golden figures, shared test vectors and properties.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use super::scoring::{is_low, open_questions, score, unexplained};
use super::*;
use crate::i18n::Locale;

#[derive(Deserialize)]
struct Vector {
    name: String,
    checklist: Checklist,
    answers: Answers,
    expect: Expected,
}

#[derive(Deserialize)]
struct Expected {
    total: Option<String>,
    failed_by: Option<String>,
    got: Option<String>,
    of: Option<String>,
    blocks: BTreeMap<String, Option<String>>,
    open: usize,
}

fn figure(value: Hundredths) -> String {
    value.fixed(Locale::En)
}

#[test]
fn the_shared_vectors() {
    let vectors: Vec<Vector> =
        serde_json::from_str(include_str!("../../tests/fixtures/scoring.json")).unwrap();
    assert!(vectors.len() >= 15);
    for vector in vectors {
        let name = &vector.name;
        assert_eq!(vector.checklist.check(), Ok(()), "{name}");
        let score = score(&vector.checklist, &vector.answers);
        assert_eq!(score.total.map(figure), vector.expect.total, "{name}");
        assert_eq!(score.failed_by, vector.expect.failed_by, "{name}");
        let blocks = score
            .blocks
            .iter()
            .map(|block| (block.key.clone(), block.percent.map(figure)))
            .collect::<BTreeMap<_, _>>();
        assert_eq!(blocks, vector.expect.blocks, "{name}");
        if let (Some(got), Some(of)) = (vector.expect.got, vector.expect.of) {
            assert_eq!((figure(score.got), figure(score.of)), (got, of), "{name}");
        }
        let open = open_questions(&vector.checklist, &vector.answers);
        assert_eq!(open.len(), vector.expect.open, "{name}: {open:?}");
    }
}

#[test]
fn figures_read_as_people_write_them() {
    assert_eq!(Hundredths(6708).fixed(Locale::Ru), "67,08");
    assert_eq!(Hundredths(700).fixed(Locale::En), "7.00");
    assert_eq!(Hundredths(750).plain(Locale::Ru), "7,5");
    assert_eq!(Hundredths(900).plain(Locale::Ru), "9");
    assert_eq!(Hundredths(1000).plain(Locale::En), "10");
    assert_eq!(Hundredths(375).plain(Locale::En), "3.75");
    assert_eq!(Hundredths(-250).fixed(Locale::Ru), "−2,50");
}

#[test]
fn zones_begin_at_their_figure() {
    let zones = Zones::default();
    let zone = |value| Hundredths(value).zone(zones);
    assert_eq!(
        [zone(8500), zone(8499), zone(7500), zone(5000), zone(4999)],
        [Zone::Strong, Zone::Norm, Zone::Norm, Zone::Attention, Zone::Risk]
    );
}

fn standard() -> Checklist {
    presets().unwrap().remove(0).checklist
}

#[test]
fn a_low_mark_wants_a_word_or_a_moment() {
    let card = standard();
    let mut answers = Answers::initial(&card);
    for (item, mark) in [("deadline", 0), ("budget", 0), ("decision", 0), ("criteria", 1)] {
        answers
            .apply(
                &card,
                AnswerChange::Mark(item.to_owned(), Some(Mark::Value(mark))),
            )
            .unwrap();
    }
    answers
        .apply(
            &card,
            AnswerChange::Comment("budget".to_owned(), " Назвал вилку первым. ".to_owned()),
        )
        .unwrap();
    let missing = unexplained(&card, &answers, |item| item == "decision");
    assert_eq!(missing, [MissingPart::Unexplained("deadline".to_owned())]);
}

#[test]
fn low_is_below_the_middle() {
    let card = standard();
    let (_, item) = card.item("deadline").unwrap();
    let low = [0, 1, 2].map(|mark| is_low(item, Mark::Value(mark)));
    assert_eq!(low, [true, false, false]);
    assert!(!is_low(item, Mark::NotApplicable));
}

#[test]
fn an_answer_must_fit_its_item() {
    let card = standard();
    let mut answers = Answers::initial(&card);
    assert_eq!(answers.mark("rudeness"), Some(Mark::Value(1)));
    let mut refused = |change| answers.apply(&card, change).is_err();
    assert!(refused(AnswerChange::Mark(
        "deadline".to_owned(),
        Some(Mark::Value(3))
    )));
    assert!(refused(AnswerChange::Mark(
        "rudeness".to_owned(),
        Some(Mark::NotApplicable)
    )));
    assert!(refused(AnswerChange::Mark(
        "unknown".to_owned(),
        Some(Mark::Value(1))
    )));
    assert!(refused(AnswerChange::Gate("needs".to_owned(), Some(true))));
    assert!("двойка".parse::<Mark>().is_err());
}

#[test]
fn a_mark_behind_an_unanswered_gate_opens_it() {
    let card = standard();
    let mut answers = Answers::initial(&card);
    let gate = MissingPart::Gate("objections".to_owned());
    assert!(open_questions(&card, &answers).contains(&gate));
    answers
        .apply(
            &card,
            AnswerChange::Mark("listened".to_owned(), Some(Mark::Value(2))),
        )
        .unwrap();
    assert_eq!(answers.gates.get("objections"), Some(&true));
    answers
        .apply(&card, AnswerChange::Gate("objections".to_owned(), Some(false)))
        .unwrap();
    let open = open_questions(&card, &answers);
    assert!(!open.contains(&gate));
    assert!(!open.contains(&MissingPart::Unanswered("joined".to_owned())));
    assert_eq!(
        answers.mark("listened"),
        Some(Mark::Value(2)),
        "kept, not counted"
    );
}

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![
        Just(Scale::YesNo),
        Just(Scale::ZeroOneTwo),
        Just(Scale::ZeroTwo),
        prop_oneof![Just(3), Just(5), Just(8), Just(10)].prop_map(Scale::Points),
        Just(Scale::FiveStep),
        prop_oneof![Just("own-0-1-3"), Just("own-0-5-10"), Just("own-1-2-6")]
            .prop_map(|text| text.parse().unwrap()),
    ]
}

fn item() -> impl Strategy<Value = (Scale, u32, Option<Mark>)> {
    (scale(), 1_u32..40, 0_u16..40).prop_map(|(scale, quarters, pick)| {
        let weight = quarters * 25;
        let marks = scale.marks();
        let mark = match usize::from(pick) {
            0..3 => None,
            3..6 => Some(Mark::NotApplicable),
            pick => Some(Mark::Value(marks[pick % marks.len()])),
        };
        (scale, weight, mark)
    })
}

fn card() -> impl Strategy<Value = (Checklist, Answers)> {
    let block = (
        proptest::collection::vec(item(), 1..8),
        any::<bool>(),
        proptest::option::of(any::<bool>()),
    );
    let rule = prop_oneof![Just(ScoringRule::Blocks), Just(ScoringRule::Points)];
    (rule, proptest::collection::vec(block, 1..7)).prop_map(|(rule, blocks)| {
        let mut answers = Answers::default();
        let blocks = blocks
            .into_iter()
            .enumerate()
            .map(|(b, (items, counts_in_total, gate))| {
                let key = format!("b{b}");
                answers.gates.extend(gate.map(|open| (key.clone(), open)));
                let items = items
                    .into_iter()
                    .enumerate()
                    .map(|(i, (scale, weight, mark))| {
                        let key = format!("b{b}-{i}");
                        answers.marks.extend(mark.map(|mark| (key.clone(), mark)));
                        plain_item(key, scale, weight)
                    })
                    .collect();
                Block {
                    key,
                    name: LocalizedText::default(),
                    short: LocalizedText::default(),
                    gate: gate.map(|_| Gate {
                        question: LocalizedText::default(),
                        open: LocalizedText::default(),
                        closed: LocalizedText::default(),
                    }),
                    counts_in_total,
                    items,
                }
            })
            .collect();
        let checklist = Checklist {
            name: LocalizedText::default(),
            about: LocalizedText::default(),
            rule,
            zones: Zones::default(),
            call_types: Vec::new(),
            functions: Vec::new(),
            blocks,
        };
        (checklist, answers)
    })
}

fn plain_item(key: String, scale: Scale, weight: u32) -> Item {
    Item {
        key,
        text: LocalizedText::default(),
        guide: LocalizedText::default(),
        scale,
        weight: Weight::hundredths(weight),
        required: true,
        not_applicable: true,
        critical: None,
        initial: None,
        labels: Vec::new(),
        phrases: Vec::new(),
        entry: None,
        archived: false,
    }
}

proptest! {
    #[test]
    fn every_percentage_is_one((card, answers) in card()) {
        let score = score(&card, &answers);
        let figures = score.blocks.iter().map(|block| block.percent).chain([score.total]);
        for figure in figures.flatten() {
            prop_assert!((0..=10_000).contains(&figure.0), "{figure:?}");
        }
        prop_assert_eq!(score.total.is_some(), score.counted().next().is_some());
    }

    #[test]
    fn an_item_that_is_not_applicable_might_as_well_not_exist((card, answers) in card(), scale in scale()) {
        let before = score(&card, &answers);
        let (mut card, mut answers) = (card, answers);
        card.blocks[0].items.push(plain_item("new".to_owned(), scale, 777));
        answers.marks.insert("new".to_owned(), Mark::NotApplicable);
        let after = score(&card, &answers);
        prop_assert_eq!(before.total, after.total);
        prop_assert_eq!(before.blocks[0].percent, after.blocks[0].percent);
    }

    #[test]
    fn only_the_proportion_of_weights_matters((card, answers) in card(), times in 2_u32..50) {
        let before = score(&card, &answers);
        let mut heavier = card;
        for item in heavier.blocks.iter_mut().flat_map(|block| &mut block.items) {
            item.weight = Weight::hundredths(item.weight.as_hundredths() * times);
        }
        let after = score(&heavier, &answers);
        prop_assert_eq!(before.total, after.total);
    }

    #[test]
    fn a_better_mark_never_lowers_the_total((card, answers) in card()) {
        let before = score(&card, &answers).total;
        let better: Vec<_> = card
            .items()
            .filter(|(_, item)| matches!(answers.mark(&item.key), Some(Mark::Value(_))))
            .map(|(_, item)| (item.key.clone(), item.scale.max()))
            .collect();
        for (key, max) in better {
            let mut answers = answers.clone();
            answers.marks.insert(key, Mark::Value(max));
            prop_assert!(score(&card, &answers).total >= before);
        }
    }

    #[test]
    fn documents_survive_json((card, answers) in card()) {
        let text = serde_json::to_string(&(&card, &answers)).unwrap();
        let back: (Checklist, Answers) = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(back, (card, answers));
    }
}
