//! Files as people have them, and files that nobody should bring.

use std::io::{Cursor, Write as _};

use encoding_rs::WINDOWS_1251;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::read::{COLUMNS, FILE_BYTES, ROWS, SheetReadError, read};
use super::super::write::{Grid, SheetCell, workbook};

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    read("x", bytes).unwrap().remove(0).rows
}

#[test]
fn every_usual_coding_and_separator() {
    let text = "Блок;Пункт;Вес\nКонтакт;Приветствие, имя;2,5\n";
    let expected = cells(text.as_bytes());
    assert_eq!(expected[1], ["Контакт", "Приветствие, имя", "2,5"]);
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [
        WINDOWS_1251.encode(text).0.into_owned(),
        format!("\u{feff}{text}").into_bytes(),
        utf16,
        text.replace('\n', "\r\n").into_bytes(),
        text.replace(';', "\t").into_bytes(),
        format!("sep=;\n{text}").into_bytes(),
    ] {
        assert_eq!(cells(&bytes), expected);
    }
    let commas = "Блок,Пункт,Вес\nКонтакт,\"Приветствие, имя\",\"2,5\"\n";
    assert_eq!(cells(commas.as_bytes()), expected);
}

#[test]
fn rows_are_numbered_as_a_person_counts_them() {
    let rows = cells("а;б\n\n\n\"две\nстроки\";г\n\nд;е".as_bytes());
    assert_eq!(
        rows.iter()
            .position(|row| row.first().is_some_and(|it| it == "две\nстроки")),
        Some(3)
    );
    assert_eq!(
        rows.iter()
            .position(|row| row.first().is_some_and(|it| it == "д")),
        Some(5)
    );
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn small_book() -> Vec<u8> {
    workbook(&[Grid {
        name: "Лист".to_owned(),
        header: 0,
        rows: vec![
            vec![SheetCell::text("Пункт"), SheetCell::text("Вес")],
            vec![SheetCell::text("А"), SheetCell::Figure(150)],
        ],
    }])
    .unwrap()
}

#[test]
fn what_is_no_sheet_is_told_apart() {
    assert!(matches!(read("x", b""), Err(SheetReadError::Empty)));
    assert!(matches!(read("x", b";;\n;;\n"), Err(SheetReadError::Empty)));
    assert!(matches!(
        read("x", b"%PDF-1.7 \xc3\xe4"),
        Err(SheetReadError::Kind)
    ));
    assert!(matches!(read("x", b"\0\0\0"), Err(SheetReadError::Kind)));
    assert!(matches!(
        read("x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        Err(SheetReadError::Old)
    ));
    assert!(matches!(
        read("x", &archive(&[("word/document.xml", b"<w/>")])),
        Err(SheetReadError::Kind)
    ));
    assert!(matches!(
        read("x", &archive(&[("xl/workbook.xml", b"<w/>")])),
        Err(SheetReadError::Broken(_) | SheetReadError::Empty)
    ));
    let book = small_book();
    assert!(matches!(
        read("x", &book[..book.len() / 2]),
        Err(SheetReadError::Broken(_))
    ));
}

#[test]
fn what_is_too_large_is_refused_before_it_is_held() {
    assert!(matches!(
        read("x", &vec![b'a'; FILE_BYTES + 1]),
        Err(SheetReadError::TooLarge)
    ));
    let bomb = archive(&[("xl/workbook.xml", &vec![0; 60 * 1024 * 1024])]);
    assert!(bomb.len() < 1024 * 1024, "a small file");
    assert!(matches!(read("x", &bomb), Err(SheetReadError::TooLarge)));
    let rows = "а\n".repeat(ROWS + 1);
    assert!(matches!(
        read("x", rows.as_bytes()),
        Err(SheetReadError::TooLarge)
    ));
    let columns = "а;".repeat(COLUMNS + 1);
    assert!(matches!(
        read("x", columns.as_bytes()),
        Err(SheetReadError::TooLarge)
    ));
}

#[test]
fn a_cell_in_the_far_corner_takes_no_room() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "а").unwrap();
    sheet.write_string(1_048_575, 16_383, "я").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert!(matches!(read("x", &bytes), Err(SheetReadError::TooLarge)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_damaged_workbook_is_answered(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut book = small_book();
        for (at, byte) in places {
            *at.get_mut(&mut book) = byte;
        }
        // Read or refused, either is an answer.
        let _ = read("x", &book);
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read("x", &bytes);
    }
}

#[test]
fn the_time_of_reading_grows_in_step_with_the_table() {
    let pieces = &[
        ";",
        ",",
        "\t",
        "\"",
        "\"\"",
        "\n",
        "\r\n",
        "а",
        "Блок",
        "Пункт;Вес\n",
        "1,5",
        "=",
        "sep=;\n",
        "\u{feff}",
        "\u{0}",
        "'",
        "|",
        " ",
    ];
    crate::growth::in_step(pieces, |text| {
        let _ = read("x.csv", text.as_bytes());
    });
}
