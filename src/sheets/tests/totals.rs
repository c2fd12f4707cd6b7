//! Totals of a department's sheet, reproduced to 0.01 by the rule it uses.

use encoding_rs::WINDOWS_1251;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};

use super::super::filled::{Agreement, AgreementCount};
use super::super::layout::{ItemColumn, ItemField};
use super::super::read::read;
use super::ReadSheet;
use crate::checklists::{Scale, Score, ScoringRule};
use crate::i18n::Locale;

fn count(taken: &ReadSheet, rule: ScoringRule) -> (usize, usize) {
    let AgreementCount { exact, of, .. } = taken.compared().count(rule);
    (exact, of)
}

fn total(score: Option<&Score>) -> String {
    score
        .and_then(|score| score.total)
        .map_or_else(|| "—".to_owned(), |total| total.fixed(Locale::En))
}

/// By blocks and by points, of each row.
fn totals(taken: &ReadSheet) -> Vec<(String, String)> {
    let compared = taken.compared();
    let rows = compared.rows.iter();
    rows.map(|row| {
        (
            total(row.score(ScoringRule::Blocks)),
            total(row.score(ScoringRule::Points)),
        )
    })
    .collect()
}

/// As a Russian Excel saves it: `;`, decimal commas, Windows-1251.
fn files(items: &str, marks: &str) -> ReadSheet {
    let table = |name: &str, text: &str| {
        let bytes = WINDOWS_1251.encode(text).0.into_owned();
        read(name, &bytes).unwrap().remove(0)
    };
    ReadSheet::new(vec![table("Чек-лист.csv", items), table("Оценки.csv", marks)])
}

/// Heading or item with its best mark, weight and given mark.
type TotalsRow = (&'static str, Option<(u16, f64, &'static str)>);

#[test]
fn one_perfect_block_of_seven_and_one_failed_of_one() {
    let items = "Этап;Критерий;Макс. балл\r\nКонтакт;Поздоровался;1\r\n;Представился;1\r\n;Назвал компанию;1\r\n;Уточнил имя;1\r\n\
        ;Назвал повод;1\r\n;Предложил план;1\r\n;Спросил о времени;1\r\nЗавершение;Назначил дату;1\r\nИтого;;8\r\n";
    let heads = "Дата;Сотрудник;Поздоровался;Представился;Назвал компанию;Уточнил имя;Назвал повод;Предложил план;\
        Спросил о времени;Назначил дату;Итог";
    let by_points = format!(
        "{heads}\r\n20.11.2026;Первый;да;да;1;1;+;1;1;нет;87,5\r\n21.11.2026;Второй;1;1;1;1;1;1;1;1;100\r\n"
    );
    let taken = files(items, &by_points);
    assert_eq!(taken.built.faults, []);
    assert_eq!(taken.built.passed, [9], "the sum is no item");
    let sizes: Vec<usize> = taken
        .built
        .checklist
        .blocks
        .iter()
        .map(|block| block.items.len())
        .collect();
    assert_eq!(sizes, [7, 1], "an empty cell means the block above");
    assert_eq!(taken.built.checklist.blocks[0].items[0].scale, Scale::YesNo);
    assert_eq!(totals(&taken)[0], ("50.00".to_owned(), "87.50".to_owned()));
    assert_eq!(
        (
            count(&taken, ScoringRule::Points),
            count(&taken, ScoringRule::Blocks)
        ),
        ((2, 2), (1, 2))
    );
    assert_eq!(taken.compared().fits(), Some(ScoringRule::Points));

    let by_blocks = by_points.replace(";87,5\r\n", ";50,00 %\r\n");
    let taken = files(items, &by_blocks);
    assert_eq!(
        (
            count(&taken, ScoringRule::Points),
            count(&taken, ScoringRule::Blocks)
        ),
        ((1, 2), (2, 2))
    );
    assert_eq!(taken.compared().fits(), Some(ScoringRule::Blocks));
}

/// Five blocks of 100 points, 10 and 1.
const VENDOR: &str = "Block,Item,Scale,Weight\n\
    V,v1,up to 10 points,100\nV,v2,yes / no,10\nV,v3,yes / no,1\nW,w1,10,100\nW,w2,1,10\nW,w3,1,1\n\
    X,x1,10,100\nX,x2,1,10\nX,x3,1,1\nY,y1,10,100\nY,y2,1,10\nY,y3,1,1\nZ,z1,10,100\nZ,z2,1,10\nZ,z3,1,1\n";

#[test]
fn the_mean_of_five_uneven_blocks() {
    let marks =
        "Call,v1,v2,v3,w1,w2,w3,x1,x2,x3,y1,y2,y3,z1,z2,z3,Total\nA,10,1,1,0,1,1,7,0,1,10,0,1,0,0,0,52.97\n";
    let table = |name: &str, text: &str| read(name, text.as_bytes()).unwrap().remove(0);
    let taken = ReadSheet::new(vec![table("items", VENDOR), table("rows", marks)]);
    assert_eq!(taken.built.faults, []);
    let compared = taken.compared();
    let score = compared.rows[0].score(ScoringRule::Blocks).unwrap();
    let percents: Vec<String> = score
        .blocks
        .iter()
        .map(|it| it.percent.unwrap().fixed(Locale::En))
        .collect();
    assert_eq!(percents, ["100.00", "9.91", "63.96", "90.99", "0.00"]);
    assert_eq!(
        (total(Some(score)), compared.fits()),
        ("52.97".to_owned(), Some(ScoringRule::Blocks))
    );
}

#[test]
fn points_without_what_does_not_apply() {
    let items = "Section\tCriterion\tMax score\nTalk\tA\t5\nTalk\tB\t5\nTalk\tC\t10\n";
    let marks = "Agent\tA\tB\tC\tTotal score\nOne\t2\t4\tn/a\t60%\nTwo\t2\t4\t\t60.0\n";
    let table = |name: &str, text: &str| read(name, text.as_bytes()).unwrap().remove(0);
    let taken = ReadSheet::new(vec![table("items", items), table("rows", marks)]);
    assert_eq!(totals(&taken), vec![("60.00".to_owned(), "60.00".to_owned()); 2]);
    assert_eq!(count(&taken, ScoringRule::Points), (2, 2));
    assert_eq!(
        taken.compared().fits(),
        None,
        "one block of equal weights: both rules say the same"
    );
}

/// A workbook as a department has it: numbers with formats, a title, the blocks as lines of their own.
fn book(totals: &[f64], percent: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Лист прослушки 2026").unwrap();
    for (column, heading) in ["Критерий", "Баллы", "Вес", "Критично"].into_iter().enumerate()
    {
        sheet.write_string(2, column as u16, heading).unwrap();
    }
    let rows: [TotalsRow; 9] = [
        ("КОНТАКТ", None),
        ("1. Приветствие", Some((2, 1.0, ""))),
        ("2. Грубость", Some((1, 1.0, "да"))),
        ("ПОТРЕБНОСТИ", None),
        ("3. Срок", Some((2, 2.5, ""))),
        ("4. Бюджет", Some((3, 2.5, ""))),
        ("ВОЗРАЖЕНИЯ", None),
        ("5. Выслушал", Some((2, 2.0, ""))),
        ("6. Ответил", Some((2, 1.0, ""))),
    ];
    for (at, (text, facts)) in rows.into_iter().enumerate() {
        let row = at as u32 + 3;
        sheet.write_string(row, 0, text).unwrap();
        if let Some((max, weight, critical)) = facts {
            sheet.write_number(row, 1, f64::from(max)).unwrap();
            sheet.write_number(row, 2, weight).unwrap();
            sheet.write_string(row, 3, critical).unwrap();
        }
    }
    let marks = book.add_worksheet().set_name("Прослушки").unwrap();
    let headings = [
        "Дата",
        "ФИО",
        "Приветствие",
        "Грубость",
        "Срок",
        "Бюджет",
        "Выслушал клиента",
        "Ответил",
        "Итого",
    ];
    for (column, heading) in headings.into_iter().enumerate() {
        marks.write_string(0, column as u16, heading).unwrap();
    }
    let given: [[&str; 6]; 4] = [
        ["2", "1", "1", "2", "2", "0"],
        ["2", "1", "", "3", "н/п", "н/п"],
        ["0", "1", "2", "", "", "1"],
        ["2", "0", "2", "3", "2", "2"],
    ];
    let format = Format::new().set_num_format(if percent { "0.00%" } else { "General" });
    for (at, (cells, total)) in given.into_iter().zip(totals).enumerate() {
        let row = at as u32 + 1;
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 20).unwrap();
        let day = Format::new().set_num_format("dd.mm.yyyy");
        marks.write_datetime_with_format(row, 0, &date, &day).unwrap();
        marks.write_string(row, 1, "Менеджер").unwrap();
        for (column, cell) in cells.into_iter().enumerate() {
            match cell.parse::<f64>() {
                Ok(value) => marks.write_number(row, column as u16 + 2, value).unwrap(),
                Err(_) => marks.write_string(row, column as u16 + 2, cell).unwrap(),
            };
        }
        marks.write_number_with_format(row, 8, *total, &format).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// What the department's own formulas give, in the floating figures of a table program.
fn by_formula() -> ([f64; 4], [f64; 4]) {
    let blocks = [
        (100.0 + (0.5 * 2.5 + 2.0 / 3.0 * 2.5) / 5.0 * 100.0 + 2.0 / 3.0 * 100.0) / 3.0,
        f64::midpoint(100.0, 100.0),
        (0.5 * 100.0 + 100.0 + 0.5 * 100.0) / 3.0,
        0.0,
    ];
    let points = [
        (2.0 + 1.0 + 2.5 + 5.0 + 4.0) / (3.0 + 5.0 + 7.5 + 4.0 + 2.0) * 100.0,
        100.0,
        (1.0 + 5.0 + 1.0) / (3.0 + 5.0 + 2.0) * 100.0,
        0.0,
    ];
    (blocks, points)
}

#[test]
fn a_workbook_with_gaps_and_a_critical_zero() {
    let (blocks, points) = by_formula();
    for (totals, rule, other) in [
        (blocks, ScoringRule::Blocks, ScoringRule::Points),
        (points, ScoringRule::Points, ScoringRule::Blocks),
    ] {
        for percent in [false, true] {
            let written = totals.map(|total| if percent { total / 100.0 } else { total });
            let taken = ReadSheet::new(read("книга", &book(&written, percent)).unwrap());
            assert_eq!(taken.built.faults, []);
            assert_eq!(taken.mapping.name, "Лист прослушки 2026");
            let names: Vec<&str> = taken
                .built
                .checklist
                .blocks
                .iter()
                .map(|it| it.name.ru.as_str())
                .collect();
            assert_eq!(
                names,
                ["КОНТАКТ", "ПОТРЕБНОСТИ", "ВОЗРАЖЕНИЯ"],
                "blocks are lines of their own"
            );
            let compared = taken.compared();
            assert_eq!((count(&taken, rule), compared.fits()), ((4, 4), Some(rule)));
            assert!(count(&taken, other).0 < 4);
            assert_eq!(
                compared.rows[3].score(rule).unwrap().failed_by.as_deref(),
                Some("2-grubost")
            );
            assert_eq!(compared.rows[0].call, ["2026-11-20", "Менеджер"]);
        }
    }
}

#[test]
fn a_closed_gate_takes_its_block_out() {
    let items = "Блок;Вопрос к блоку;Пункт;Шкала;Вес\nКонтакт;;Приветствие;0, 1, 2;1\nВозражения;Было возражение?;Выслушал;0 или 2;2\n\
        Возражения;;Ответил;0, 1, 2;1,5\n";
    let marks = "Звонок;Приветствие;Было возражение?;Выслушал;Ответил;Итог, %\n\
        А;1;нет;;;50\nБ;1;да;2;1;75\nВ;1;Нет;0;0;50\nГ;1;;;;50\nД;1;;0;0;25,00\nЕ;;;;;\n;;;;;58,33\n";
    let taken = files(items, marks);
    assert_eq!(taken.built.faults, []);
    let compared = taken.compared();
    assert_eq!(
        (compared.rows.len(), compared.passed.len()),
        (5, 2),
        "a mean at the foot is no call"
    );
    let agreed: Vec<Option<Agreement>> = compared
        .rows
        .iter()
        .map(|row| row.agreement(ScoringRule::Blocks))
        .collect();
    let exact = Some(Agreement::Exact);
    // (50 + (2·2/2 + 1,5·1/2) / 3,5 · 100) / 2 = 64,29 where the sheet says 75.
    assert_eq!(agreed, [exact, Some(Agreement::Differs), exact, exact, exact]);
    assert_eq!(totals(&taken)[1].0, "64.29");
}

#[test]
fn totals_with_fewer_places_agree_as_shown() {
    let items = "Пункт;Макс\nА;3\nБ;3\n";
    let marks = "Звонок;А;Б;Итог\n1;1;1;33 %\n2;2;2;66,7\n3;2;2;66\n4;3;3;сто\n5;7;1;50\n6;1;;\n";
    let taken = files(items, marks);
    let compared = taken.compared();
    let agreed: Vec<Option<Agreement>> = compared
        .rows
        .iter()
        .map(|row| row.agreement(ScoringRule::Points))
        .collect();
    let shown = Some(Agreement::AsShown);
    assert_eq!(agreed, [shown, shown, Some(Agreement::Differs), None, None, None]);
    let faults: Vec<_> = compared.rows.iter().flat_map(|row| &row.faults).collect();
    let told: Vec<_> = faults
        .iter()
        .map(|it| (it.row, it.column, it.code, it.value.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(4), Some(3), "total", "сто"),
            (Some(5), Some(1), "given-mark", "7")
        ]
    );
}

#[test]
fn totals_that_are_parts_of_one_are_percents() {
    let taken = files("Пункт;Макс\nА;2\nБ;2\n", "А;Б;Итог\n1;2;0,75\n2;2;1\n0;0;0\n");
    assert!(taken.compared().of_one);
    assert_eq!(count(&taken, ScoringRule::Points), (3, 3));
}

#[test]
fn a_person_s_correction_is_taken() {
    let items = "Чем меряем;Что делаем;Сколько весит\nКонтакт;Приветствие;1\nКонтакт;Имя;2\n";
    let mut taken = ReadSheet::new(read("x", items.as_bytes()).unwrap());
    assert_eq!(taken.mapping.columns, [None, None, None]);
    assert_eq!(taken.built.faults[0].code, "no-items");
    taken.mapping.columns = vec![
        Some(ItemColumn::new(ItemField::Block)),
        Some(ItemColumn::new(ItemField::Item)),
        Some(ItemColumn::new(ItemField::Weight)),
    ];
    let built = super::build(&taken.tables, &taken.mapping);
    assert_eq!(built.faults, []);
    let keys: Vec<&str> = built
        .checklist
        .items()
        .map(|(_, item)| item.key.as_str())
        .collect();
    assert_eq!(keys, ["privetstvie", "imya"]);
}

#[test]
fn faults_name_their_cells() {
    let items = "Блок;Пункт;Шкала;Вес;Обязательный;Критический;Ключ\nА;Раз;много;1;да;;a\nА;Два;до 5 баллов;0;возможно;7;a\n\
        А;Три;;1,255;;2;Ключ\n";
    let taken = ReadSheet::new(read("x", items.as_bytes()).unwrap());
    let mut told: Vec<_> = taken
        .built
        .faults
        .iter()
        .map(|it| (it.row.unwrap(), it.column.unwrap(), it.code))
        .collect();
    told.sort_unstable();
    let expected = [
        (1, 2, "scale"),
        (2, 3, "weight"),
        (2, 4, "yes-no"),
        (2, 5, "mark"),
        (2, 6, "key-twice"),
        (3, 3, "weight"),
        (3, 6, "key"),
    ];
    assert_eq!(told, expected);
}

prop_compose! {
    /// A sheet of a few blocks, with marks that a person might give.
    fn sheet()(
        blocks in prop::collection::vec(prop::collection::vec((2..=10_u16, 1..=40_u32), 1..5), 1..4),
    )(
        rows in prop::collection::vec(
            blocks.iter().flatten().map(|(max, _)| prop::option::weighted(0.8, 0..=*max)).collect::<Vec<_>>(), 1..6),
        blocks in Just(blocks),
    ) -> (Vec<Vec<(u16, u32)>>, Vec<Vec<Option<u16>>>) {
        (blocks, rows)
    }
}

/// Both totals as formulas of a table program give them: floating figures, no care for fractions.
fn formulas(blocks: &[Vec<(u16, u32)>], marks: &[Option<u16>]) -> (Option<f64>, Option<f64>) {
    let (mut at, mut percents, mut got, mut of) = (0, Vec::new(), 0.0, 0.0);
    for block in blocks {
        let (mut part, mut whole) = (0.0, 0.0);
        for (max, tenths) in block {
            let weight = f64::from(*tenths) / 10.0;
            if let Some(mark) = marks[at] {
                part += weight * f64::from(mark) / f64::from(*max);
                whole += weight;
                got += weight * f64::from(mark);
                of += weight * f64::from(*max);
            }
            at += 1;
        }
        if whole > 0.0 {
            percents.push(part / whole * 100.0);
        }
    }
    let mean = percents.iter().sum::<f64>() / percents.len() as f64;
    (
        (!percents.is_empty()).then_some(mean),
        (of > 0.0).then_some(got / of * 100.0),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_sheet_s_formulas_are_reproduced((blocks, rows) in sheet(), by_blocks in any::<bool>()) {
        let mut book = Workbook::new();
        let items = book.add_worksheet();
        for (column, heading) in ["Раздел", "Критерий", "Макс", "Вес"].into_iter().enumerate() {
            items.write_string(0, column as u16, heading).unwrap();
        }
        let flat = blocks.iter().enumerate().flat_map(|(n, block)| block.iter().map(move |it| (n, it)));
        for (at, (block, (max, tenths))) in flat.enumerate() {
            let row = at as u32 + 1;
            items.write_string(row, 0, format!("Раздел {block}")).unwrap();
            items.write_string(row, 1, format!("Действие {}", char::from(b'a' + at as u8))).unwrap();
            items.write_string(row, 2, format!("до {max} баллов")).unwrap();
            items.write_number(row, 3, f64::from(*tenths) / 10.0).unwrap();
        }
        let marks = book.add_worksheet().set_name("Оценки").unwrap();
        let n = blocks.iter().flatten().count();
        for at in 0..n {
            marks.write_string(0, at as u16, format!("Действие {}", char::from(b'a' + at as u8))).unwrap();
        }
        marks.write_string(0, n as u16, "Итог").unwrap();
        let mut expected = 0;
        for (at, row) in rows.iter().enumerate() {
            for (column, mark) in row.iter().enumerate() {
                if let Some(mark) = mark {
                    marks.write_number(at as u32 + 1, column as u16, f64::from(*mark)).unwrap();
                }
            }
            let (mean, points) = formulas(&blocks, row);
            if let Some(total) = if by_blocks { mean } else { points } {
                marks.write_number(at as u32 + 1, n as u16, total).unwrap();
                expected += 1;
            }
        }
        let taken = ReadSheet::new(read("книга", &book.save_to_buffer().unwrap()).unwrap());
        prop_assert_eq!(&taken.built.faults, &[]);
        prop_assume!(taken.mapping.marks.is_some());
        let rule = if by_blocks { ScoringRule::Blocks } else { ScoringRule::Points };
        let compared = taken.compared();
        // A sheet whose every total is at most 1 % reads as parts of 1: no department has one.
        prop_assume!(!compared.of_one);
        prop_assert_eq!(count(&taken, rule), (expected, expected));
    }
}
