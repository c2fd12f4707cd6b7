use proptest::prelude::*;

use super::super::export::{self, Labels, TranscriptFormat};
use super::super::transcript::{Engine, Transcript};
use super::*;

fn known() -> ImportContext {
    ImportContext {
        duration_ms: 3_600_000,
        manager: vec!["Анна Кузнецова".to_owned(), "Анна".to_owned()],
        client: vec!["ООО «Тёплый дом»: склад".to_owned()],
    }
}

fn read_text(text: &str) -> Result<ImportedText, ImportError> {
    read(text.as_bytes(), &known())
}

/// Start, end, speaker and text of each turn.
fn told(text: &str) -> Vec<(i64, i64, &'static str, String)> {
    let read = read_text(text).unwrap();
    read.segments
        .into_iter()
        .map(|it| (it.start_ms, it.end_ms, it.speaker.as_str(), it.text))
        .collect()
}

fn turn(start_ms: i64, end_ms: i64, who: &'static str, text: &str) -> (i64, i64, &'static str, String) {
    (start_ms, end_ms, who, text.to_owned())
}

#[test]
fn subtitles_are_read_with_patience() {
    let text = "\u{feff}1\r\n00:00:01,000 --> 00:00:02,500 X1:40 X2:600\r\n{\\an8}<i>Анна</i>: Добрый день,\r\n\r\n\
                2\r\n00:00:02.500-->00:00:04,5\r\nАННА КУЗНЕЦОВА: компания\r\n\r\n«Ярус».\r\n3\r\n\
                0:05 --> 0:07,25\r\nклиент: Сколько: 5 < 6 & <b>не 7</b>?\r\n4\r\n00:08,000 --> 00:09,000\r\nВопрос: да?\r\n\r\n5\r\n";
    assert_eq!(
        told(text),
        [
            turn(1_000, 4_500, "manager", "Добрый день, компания «Ярус»."),
            turn(5_000, 7_250, "client", "Сколько: 5 < 6 & не 7?"),
            turn(8_000, 9_000, "unknown", "Вопрос: да?"),
        ]
    );
}

#[test]
fn voices_of_webvtt_are_the_parties() {
    let text = "WEBVTT Разговор\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE слышно\nплохо\n\nпервый\n\
                00:01.000 --> 00:03.000 align:start\n<v.loud Анна>Да &amp; <c.x>нет</c> &lt;тихо&gt;</v>\n<v Client>Ясно<00:00:02.000>\n\n\
                01:00:00.000 --> 01:00:00.000\n<v Пётр>Алло\n";
    assert_eq!(
        told(text),
        [
            turn(1_000, 2_538, "manager", "Да & нет <тихо>"),
            turn(2_538, 3_000, "client", "Ясно"),
            turn(3_600_000, 3_600_000, "unknown", "Пётр: Алло"),
        ]
    );
}

#[test]
fn a_client_may_be_called_anything() {
    let text = "1\n00:01,000 --> 00:02,000\n[ООО \"Теплый дом\": склад]: да\n\n2\n00:03,000 --> 00:04,000\nменеджер : нет\n";
    assert_eq!(
        told(text),
        [
            turn(1_000, 2_000, "client", "да"),
            turn(3_000, 4_000, "manager", "нет")
        ]
    );
}

#[test]
fn words_share_the_time_of_their_subtitle_by_length() {
    let read = read_text("1\n00:00,000 --> 00:01,000\nда конечно\n").unwrap();
    let times: Vec<(i64, i64)> = read.segments[0]
        .words
        .iter()
        .map(|it| (it.start_ms, it.end_ms))
        .collect();
    assert_eq!(times, [(0, 307), (307, 1_000)]);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let line = |n| ImportLocation::Line(n);
    let beyond = |place, at_ms| ImportError::Beyond {
        place,
        at_ms,
        length_ms: 3_600_000,
    };
    for (text, error) in [
        ("просто текст", ImportError::Unknown),
        ("", ImportError::Unknown),
        ("WEBVTT\n\n", ImportError::Empty),
        ("1\n00:01,000 --> 00:02,000\n\n", ImportError::Empty),
        ("1\n\n00:01,000 --> 00:72,000\nда\n", ImportError::Time(line(3))),
        ("1\n1:00:01,x --> 00:02,000\nда\n", ImportError::Time(line(2))),
        ("1\n00:01,000 --> потом\nда\n", ImportError::Time(line(2))),
        (
            "ерунда\n1\n00:01,000 --> 00:02,000\nда\n",
            ImportError::Time(line(1)),
        ),
        (
            "1\n-00:01,000 --> 00:02,000\nда\n",
            ImportError::Negative(line(2)),
        ),
        ("1\n00:03,000 --> 00:02,000\nда\n", ImportError::Reversed(line(2))),
        (
            "1\n00:59:59,000 --> 01:00:02,001\nда\n",
            beyond(line(2), 3_602_001),
        ),
        (
            "1\n01:00:00,001 --> 01:00:01,000\nда\n",
            beyond(line(2), 3_600_001),
        ),
        (
            r#"{"segments":[{"start_ms":5,"end_ms":2,"text":"да"}]}"#,
            ImportError::Reversed(ImportLocation::Turn(1)),
        ),
        (
            r#"{"segments":[{"start_ms":0,"end_ms":9,"text":"да","words":[{"start_ms":-1,"end_ms":9,"text":"да"}]}]}"#,
            ImportError::Negative(ImportLocation::Turn(1)),
        ),
        (r#"{"segments":[]}"#, ImportError::Empty),
    ] {
        assert_eq!(read_text(text), Err(error), "{text:?}");
    }
    let broken = read_text("{\n\"segments\": [\n{\"start_ms\": 1.5}]}").unwrap_err();
    assert!(matches!(broken, ImportError::Json { line: 3, .. }), "{broken}");
    assert_eq!(
        read(&vec![b' '; MOST_BYTES + 1], &known()),
        Err(ImportError::TooLarge)
    );
    let many = "00:01,000 --> 00:02,000\nда\n\n".repeat(MOST_TURNS + 1);
    assert_eq!(read_text(&many), Err(ImportError::TooMany));
    // Players round up: so little is cut off.
    assert_eq!(
        told("1\n00:59:59,000 --> 01:00:02,000\nда\n"),
        [turn(3_599_000, 3_600_000, "unknown", "да")]
    );
}

#[test]
fn old_encodings_are_told_apart() {
    let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nМенеджер: Добрый день, чем помочь?\r\n";
    let wanted = [turn(1_000, 2_000, "manager", "Добрый день, чем помочь?")];
    for encoding in [
        encoding_rs::WINDOWS_1251,
        encoding_rs::KOI8_R,
        encoding_rs::IBM866,
        encoding_rs::UTF_8,
    ] {
        let (bytes, ..) = encoding.encode(text);
        let read = read(&bytes, &known()).unwrap();
        assert_eq!(read.segments[0].text, wanted[0].3, "{}", encoding.name());
        assert_eq!(read.segments[0].speaker, Speaker::Manager, "{}", encoding.name());
    }
    let capitals = text.to_uppercase();
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&capitals);
    assert_eq!(
        read(&bytes, &known()).unwrap().segments[0].text,
        "ДОБРЫЙ ДЕНЬ, ЧЕМ ПОМОЧЬ?"
    );
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(order)
            .collect()
    };
    for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        assert_eq!(read(&bytes, &known()).unwrap().segments[0].text, wanted[0].3);
        // Without its mark it is not text.
        assert!(matches!(
            read(&bytes[2..], &known()),
            Err(ImportError::Encoding(_))
        ));
    }
    let mut damaged = text.as_bytes().to_vec();
    let at = text.find("помочь").unwrap();
    damaged[at] = 0xff;
    assert_eq!(read(&damaged, &known()), Err(ImportError::Encoding(3)));
    // English with a typographic apostrophe out of an old editor.
    let english = read(b"1\n00:01,000 --> 00:02,000\nIt\x92s fine\n", &known()).unwrap();
    assert_eq!(english.segments[0].text, "It’s fine");
}

#[test]
fn our_json_comes_back_as_it_was() {
    let text = r#"{"language":"en","later":{"x":[1]},"segments":[{"start_ms":10,"end_ms":900,"speaker":"client","channel":2,
        "text":"well yes","words":[{"start_ms":10,"end_ms":400,"text":"well","p":0.25},{"start_ms":400,"end_ms":900,"text":"yes"}]},
        {"start_ms":1000,"end_ms":1900,"speaker":"ghost","text":"edited\nby hand","words":[{"start_ms":1000,"end_ms":1900,"text":"heard","p":1}]}]}"#;
    let read = read_text(text).unwrap();
    assert_eq!(read.language.as_deref(), Some("en"));
    let [first, second] = read.segments.as_slice() else {
        panic!("{read:?}")
    };
    assert_eq!((first.words[0].p, first.words[1].p), (0.25, 1.0));
    assert_eq!(
        (first.speaker, second.speaker),
        (Speaker::Client, Speaker::Unknown)
    );
    let words: Vec<&str> = second.words.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(
        (second.text.as_str(), words),
        ("edited by hand", vec!["edited", "by", "hand"])
    );
}

fn labels() -> Labels {
    Labels {
        manager: "Анна".to_owned(),
        client: "ООО «Тёплый дом»: склад".to_owned(),
        ..Labels::default()
    }
}

/// A conversation in which the turns do not overlap, as files of subtitles have them.
fn conversation() -> impl Strategy<Value = Transcript> {
    let word = prop_oneof![
        "[а-яёА-Я]{1,12}[,.?!…]?",
        "[a-zA-Z]{1,6}",
        "[<>&;]{1,2}",
        "[0-9]{1,4}[%-]?",
        Just("—".to_owned()),
        Just("«Ярус»:".to_owned())
    ];
    let speaker = prop_oneof![
        Just(Speaker::Manager),
        Just(Speaker::Client),
        Just(Speaker::Unknown)
    ];
    let words = prop::collection::vec((word, 0..900_i64, 1..900_i64), 1..40);
    prop::collection::vec((speaker, 0..4_000_i64, words), 1..12).prop_map(|turns| {
        let mut at = 0;
        let segments = turns.into_iter().map(|(speaker, pause, words)| {
            at += pause;
            let words: Vec<Word> = words
                .into_iter()
                .map(|(text, pause, length)| {
                    let start_ms = at + pause;
                    at = start_ms + length;
                    Word {
                        start_ms,
                        end_ms: at,
                        text,
                        p: 0.5,
                        replaced: None,
                    }
                })
                .collect();
            segment(ImportedCue { speaker, words })
        });
        Transcript {
            language: "ru".to_owned(),
            segments: segments.collect(),
            filtered: Vec::new(),
            duration_ms: 3_600_000,
            channels: 2,
            engine: Engine::imported(),
        }
    })
}

/// What each speaker says until another one does, with the times of the beginning and the end.
fn runs(segments: &[Segment]) -> Vec<(Speaker, i64, i64, String)> {
    let mut runs: Vec<(Speaker, i64, i64, String)> = Vec::new();
    for it in segments {
        match runs.last_mut() {
            Some((speaker, _, end_ms, text)) if *speaker == it.speaker => {
                *end_ms = it.end_ms;
                *text = format!("{text} {}", it.text);
            }
            _ => runs.push((it.speaker, it.start_ms, it.end_ms, it.text.clone())),
        }
    }
    runs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn our_own_files_come_back_with_text_speakers_and_times(transcript in conversation()) {
        for format in [TranscriptFormat::Srt, TranscriptFormat::Vtt] {
            let file = export::write(&transcript, format, &labels()).unwrap();
            let read = read(&file, &known()).unwrap();
            prop_assert_eq!(runs(&read.segments), runs(&transcript.segments), "{}", String::from_utf8_lossy(&file));
        }
        let file = export::write(&transcript, TranscriptFormat::Json, &labels()).unwrap();
        prop_assert_eq!(read(&file, &known()).unwrap().segments, transcript.segments);
    }

    #[test]
    fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &known());
        let _ = read(&[b"WEBVTT\n\n00:01.000 --> 00:02.000\n", bytes.as_slice()].concat(), &known());
        let _ = read(&[b"1\n00:01,000 --> 00:02,000\n", bytes.as_slice()].concat(), &known());
        let _ = read(&[b"{\"segments\":[", bytes.as_slice()].concat(), &known());
    }

    #[test]
    fn damaged_files_do_not_either(transcript in conversation(), at in any::<prop::sample::Index>(), byte in any::<u8>(), text in "\\PC{0,30}") {
        for format in [TranscriptFormat::Srt, TranscriptFormat::Vtt, TranscriptFormat::Json] {
            let mut file = export::write(&transcript, format, &labels()).unwrap();
            let at = at.index(file.len());
            let _ = read(&file[..at], &known());
            file[at] = byte;
            file.splice(at..at, text.bytes());
            if let Ok(read) = read(&file, &known()) {
                for word in read.segments.iter().flat_map(|it| &it.words) {
                    prop_assert!(0 <= word.start_ms && word.start_ms <= word.end_ms && word.end_ms <= 3_600_000);
                    prop_assert!(!word.text.is_empty());
                }
            }
        }
    }
}

#[test]
fn the_time_of_reading_grows_in_step_with_the_file() {
    let pieces = &[
        "1\n",
        "\n",
        "\n\n",
        "00:00:01,000 --> 00:00:02,000\n",
        "00:01 --> 00:02",
        "WEBVTT\n\n",
        "<",
        "<v ",
        "<v.x Анна>",
        "</v>",
        "<i>",
        "{",
        "{\\an8}",
        "}",
        ">",
        "&lt;",
        "&amp",
        ":",
        "Клиент: ",
        "-->",
        "-",
        "0",
        "9:",
        "NOTE ",
        "\u{feff}",
        "\r",
        "\t",
        "\u{0}",
        "да",
        "[",
        "{\"segments\":[",
        "{\"text\":\"",
        "\"",
        "\\",
        ",",
        "1e9",
    ];
    let known = ImportContext {
        duration_ms: 60_000,
        manager: vec!["Анна Кузнецова".to_owned()],
        client: vec!["Пётр".to_owned()],
    };
    crate::growth::in_step(pieces, |text| {
        let _ = read(text.as_bytes(), &known);
    });
}
