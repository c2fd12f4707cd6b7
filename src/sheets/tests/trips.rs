//! What we write we read: any checklist by XLSX and separated values in both languages.

use proptest::prelude::*;

use super::super::export::items;
use super::super::mapping::MarkColumn;
use super::super::read::read;
use super::super::write::{separated, workbook};
use super::super::{example, headings};
use super::ReadSheet;
use crate::checklists::{
    Block, Checklist, Gate, Item, LocalizedText, Outcomes, Scale, ScoringRule, Weight, Zones, presets,
};
use crate::i18n::Locale;
use crate::people::Function;
use crate::recordings::CallType;

fn taken(name: &str, bytes: &[u8]) -> ReadSheet {
    ReadSheet::new(read(name, bytes).unwrap())
}

/// By all three files in one language.
fn returns(checklist: &Checklist, language: Locale) {
    let grid = items(checklist, language);
    let book = workbook(&[grid.clone(), headings_only(checklist, language)]).unwrap();
    for (kind, bytes) in [("xlsx", book), ("csv", separated(&grid, language).unwrap())] {
        let taken = taken("лист", &bytes);
        assert_eq!(taken.built.faults, [], "{kind} {language}");
        assert_eq!(&taken.built.checklist, checklist, "{kind} {language}");
        assert_eq!(taken.built.passed, [0_usize; 0]);
    }
}

fn headings_only(checklist: &Checklist, language: Locale) -> super::super::write::Grid {
    super::super::export::marks(checklist, language, &[])
}

#[test]
fn the_shipped_checklists_return() {
    for preset in presets().unwrap() {
        for language in Locale::ALL {
            returns(&preset.checklist, *language);
        }
    }
}

#[test]
fn the_example_fits_its_own_totals() {
    for language in Locale::ALL {
        let grids = example::example(*language).unwrap();
        let taken = taken("example", &workbook(&grids).unwrap());
        let compared = taken.compared();
        let count = compared.count(taken.built.checklist.rule);
        assert_eq!((count.exact, count.of), (4, 4));
        let totals: Vec<_> = compared
            .rows
            .iter()
            .map(|row| row.own.unwrap().value > 0)
            .collect();
        assert_eq!(
            totals,
            [true, true, true, false],
            "the last is failed by a critical item"
        );
    }
}

#[test]
fn every_column_of_filled_rows_is_known_again() {
    for preset in presets().unwrap() {
        for language in Locale::ALL {
            let headings = headings::mark_headings(&preset.checklist, *language);
            let table = super::SheetTable {
                rows: vec![headings.iter().map(|(_, heading)| heading.clone()).collect()],
                ..super::SheetTable::default()
            };
            let found = headings::mark_columns(&table, 0, &preset.checklist);
            let expected: Vec<Option<MarkColumn>> =
                headings.into_iter().map(|(column, _)| Some(column)).collect();
            assert_eq!(found, expected, "{}", preset.key);
        }
    }
}

/// A gate whose answer looks like a formula, labels with line ends and quotes, a phrase with a bar and a backslash: what the
/// property below once found.
#[test]
fn a_sheet_of_separators_and_quotes_returns() {
    let words = |ru: &str, en: &str| LocalizedText {
        ru: ru.to_owned(),
        en: en.to_owned(),
    };
    let checklist = Checklist {
        name: words("Аа", ""),
        about: words("", ""),
        rule: ScoringRule::Blocks,
        zones: Zones {
            strong: 80,
            norm: 60,
            attention: 0,
        },
        call_types: vec![CallType::Request],
        functions: vec![Function::Farmer],
        blocks: vec![Block {
            key: "b-0".to_owned(),
            name: words("Аа", "\"|=@«»»\\@”\"2:|\"||"),
            short: words("'\n=9;\nA=\"=\ndj;|T'if; 7'=", "=1+1"),
            gate: Some(Gate {
                question: words("Юегды й цем", "''- тире"),
                open: words("ч  е  р йш  в", "=1+1"),
                closed: words("И   ц", "ё=86:с'@|”@:'@ё(“ё"),
            }),
            counts_in_total: false,
            items: vec![Item {
                key: "i1".to_owned(),
                text: words("Р   ы", "9"),
                guide: words("|HAppg'D'ic", "'kbN|m-b=\n|B='cRYp\"M-"),
                scale: Scale::YesNo,
                weight: Weight::hundredths(60),
                required: true,
                not_applicable: false,
                critical: Some(0),
                initial: Some(1),
                labels: vec![
                    words("t|m\"E\"nJ\n;q\"s=|C'\"8\nx-", "=1+1"),
                    words("C\"d|+c;@=9;52i6Nbh0'", "|«“-а="),
                ],
                phrases: vec!["ъ| \\ю".to_owned(), "ыъ".to_owned()],
                entry: None,
                archived: false,
            }],
        }],
    };
    for language in Locale::ALL {
        returns(&checklist, *language);
    }
}

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![
        Just(Scale::YesNo),
        Just(Scale::ZeroOneTwo),
        Just(Scale::ZeroTwo),
        Just(Scale::FiveStep),
        (2..=100_u16).prop_map(Scale::Points),
        prop::collection::btree_set(0..=100_u16, 2..=11).prop_map(|values| {
            let values: Vec<u16> = values.into_iter().collect();
            Scale::Own(Outcomes::from_values(&values).unwrap())
        }),
    ]
}

/// A text as a person may leave it in a cell: with quotes, separators, line ends, and what looks like a formula.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[А-Яа-яё «»“”,;|\"'=+@/\\\\:().0-9-]{0,24}",
        "[A-Za-z ,;|\"'=+@\\n0-9-]{0,24}",
        Just("=1+1".to_owned()),
        Just("''- тире".to_owned()),
    ]
    .prop_map(|text| text.trim().to_owned())
}

fn words() -> impl Strategy<Value = LocalizedText> {
    (text(), text()).prop_map(|(ru, en)| LocalizedText { ru, en })
}

/// At least one of the languages.
fn some_words() -> impl Strategy<Value = LocalizedText> {
    ("[А-Яа-я][а-я ]{0,12}[а-я]", text()).prop_map(|(ru, en)| LocalizedText { ru, en })
}

prop_compose! {
    fn item()(
        scale in scale(),
        text in some_words(),
        guide in words(),
        weight in 1..=99_u32,
        tenth in any::<bool>(),
        (required, not_applicable, archived) in any::<(bool, bool, bool)>(),
        (critical, initial) in any::<(Option<prop::sample::Index>, Option<prop::sample::Index>)>(),
        labels in prop::option::of(prop::collection::vec(words(), 11)),
        phrases in prop::collection::vec("[а-я][а-я|\\\\ ]{0,10}[а-я]", 0..3),
        entry in prop::option::of("ru/[a-z]{1,8}/[a-z-]{1,12}"),
    ) -> Item {
        let marks = scale.marks();
        let labels: Vec<LocalizedText> = labels.into_iter().flatten().take(marks.len()).collect();
        let some = |words: &LocalizedText| !words.ru.is_empty() || !words.en.is_empty();
        let fits = labels.len() == marks.len() && labels.iter().any(some);
        Item {
            key: String::new(),
            text,
            guide,
            scale,
            weight: Weight::hundredths(if tenth { weight * 10 } else { weight * 100 }),
            required,
            not_applicable,
            critical: critical.map(|at| *at.get(&marks)),
            initial: initial.map(|at| *at.get(&marks)),
            labels: if fits { labels } else { Vec::new() },
            phrases,
            entry,
            archived,
        }
    }
}

prop_compose! {
    fn checklist()(
        name in some_words(),
        about in words(),
        rule in prop::sample::select(ScoringRule::ALL),
        mut blocks in prop::collection::vec(
            (some_words(), words(), prop::option::of((some_words(), some_words(), some_words())), any::<bool>(),
                prop::collection::vec(item(), 1..4)),
            1..4,
        ),
        zones in prop::sample::select(vec![Zones::default(), Zones { strong: 80, norm: 60, attention: 0 }]),
        call_types in prop::sample::subsequence(CallType::ALL, 0..3),
        functions in prop::sample::subsequence(Function::ALL, 0..3),
    ) -> Checklist {
        let mut at = 0;
        let blocks = blocks.drain(..).enumerate().map(|(n, (name, short, gate, counts_in_total, mut items))| {
            for item in &mut items {
                at += 1;
                item.key = format!("i{at}");
            }
            items[0].archived = false;
            Block {
                key: format!("b-{n}"),
                name,
                short,
                gate: gate.map(|(question, open, closed)| Gate { question, open, closed }),
                counts_in_total,
                items,
            }
        });
        Checklist { name, about, rule, zones, call_types, functions, blocks: blocks.collect() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_checklist_returns(checklist in checklist()) {
        prop_assume!(checklist.check().is_ok());
        for language in Locale::ALL {
            returns(&checklist, *language);
        }
    }
}
