//! What a form says of a call, and what becomes of it.

use super::*;

fn usual() -> DefaultFacts {
    DefaultFacts {
        now: Timestamp(1_795_431_600_000),
        zone: TimeZone::get("Europe/Moscow").unwrap(),
        called_at: Timestamp(1_795_431_600_000),
        language: Locale::Ru,
        manager_channel: Side::Left,
    }
}

#[test]
fn every_field_is_set_by_its_name() {
    let mut form = FactsForm::default();
    for name in FactsForm::FIELDS {
        assert!(form.set(name, name.to_owned()), "{name}");
    }
    assert!(!form.set("file", "x".to_owned()));
    let written = serde_json::to_value(&form).unwrap();
    assert!(FactsForm::FIELDS.iter().all(|name| written[name] == *name));
}

#[test]
fn a_file_named_by_a_system_that_takes_letters_apart_is_found() {
    let kept = words_folded("", "", "", "Звонок Вои\u{306}новой, е\u{308}лки.mp3");
    for asked in ["войновой", "Ёлки"] {
        assert!(
            search_words(asked).iter().all(|word| kept.contains(word)),
            "{asked}"
        );
    }
}

#[test]
fn the_time_of_reading_facts_grows_in_step_with_them() {
    let pieces = &[
        "2026", "-", ":", "T", "+", "8 916", "(", ")", ",", ";", " ", "#", "теги", "ё", "_", "0", "\u{0}",
        "\u{301}", "10-10", "Z",
    ];
    crate::growth::in_step(pieces, |text| {
        for field in FactsForm::FIELDS {
            let mut form = FactsForm::default();
            form.set(field, text.to_owned());
            let _ = form.parse(&usual());
        }
        let _ = (
            search_words(text),
            called_at_by_name(text, &usual().zone),
            fold(text),
        );
    });
}

#[test]
fn an_empty_form_takes_what_is_usual() {
    let facts = FactsForm::default().parse(&usual()).unwrap();
    assert_eq!(facts.called_at, usual().now);
    assert_eq!((facts.language, facts.manager_channel), (Locale::Ru, Side::Left));
    assert!(facts.tags.is_empty());
}

#[test]
fn times_are_local_unless_they_say_otherwise() {
    for text in [
        "2026-11-23T13:30",
        "2026-11-23 13:30",
        "2026-11-23T10:30:00Z",
        "2026-11-23T15:30:00+05:00",
    ] {
        let form = FactsForm {
            called_at: text.to_owned(),
            ..FactsForm::default()
        };
        assert_eq!(
            form.parse(&usual()).unwrap().called_at.rfc3339(),
            "2026-11-23T10:30:00.000Z",
            "{text}"
        );
    }
}

#[test]
fn every_wrong_field_is_named() {
    let form = FactsForm {
        client: "к".repeat(121),
        phone: "позвоните".to_owned(),
        direction: "up".to_owned(),
        called_at: "2027-01-01T00:00".to_owned(),
        call_type: "x".to_owned(),
        outcome: "won".to_owned(),
        note: "н".repeat(2_001),
        tags: "т".repeat(41),
        language: "de".to_owned(),
        manager_channel: "3".to_owned(),
        ..FactsForm::default()
    };
    let fields: Vec<&str> = form
        .parse(&usual())
        .unwrap_err()
        .iter()
        .map(|e| e.field)
        .collect();
    for field in [
        "client",
        "phone",
        "direction",
        "called_at",
        "call_type",
        "outcome",
        "note",
        "tags",
        "language",
        "manager_channel",
    ] {
        assert!(fields.contains(&field), "{field} is not in {fields:?}");
    }
}

#[test]
fn tags_stand_once_each() {
    assert_eq!(
        tags("цена, #срочно ;  Цена,тёплый  клиент").unwrap(),
        ["цена", "срочно", "тёплый клиент"]
    );
    assert_eq!(tags("а,б,в,г,д,е,ж,з,и,к,л"), None);
}

#[test]
fn a_file_name_may_say_when_the_call_was() {
    let zone = usual().zone;
    let at = |name: &str| called_at_by_name(name, &zone).map(Timestamp::rfc3339);
    let right = Some("2026-11-23T11:32:00.000Z".to_owned());
    assert_eq!(at("2026-11-23_1432_belova_agrosnab.wav"), right);
    assert_eq!(at("call 20261123-143205 +74951204418.mp3"), right);
    assert_eq!(at("out-74951204418-2026.11.23 14:32.ogg"), right);
    assert_eq!(at("+7 495 120-44-18.mp3"), None);
    assert_eq!(at("20269923-1432.mp3"), None);
}

#[test]
fn numbers_are_searched_as_digits() {
    assert_eq!(search_words("+7 (495) 120-44"), ["749512044"]);
    assert_eq!(search_words("Тёплый  Дом 2"), ["теплый", "дом", "2"]);
    let facts = FactsForm {
        phone: "+7 495 120-44-18".to_owned(),
        ..FactsForm::default()
    };
    let words = facts.parse(&usual()).unwrap().words_folded("Звонок.mp3");
    assert!(
        words.contains("74951204418") && words.contains("звонок.mp3"),
        "{words}"
    );
}
