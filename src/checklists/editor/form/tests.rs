//! The fields of a draft, there and back.

use super::*;
use crate::checklists::presets;

fn fields(pairs: &[(&str, &str)]) -> DraftFields {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(own).collect()
}

fn card() -> Checklist {
    presets().unwrap().remove(0).checklist
}

#[test]
fn what_is_not_sent_stays() {
    let card = card();
    assert_eq!(read(&DraftFields::new(), &card), (card.clone(), Vec::new()));
    let sent = fields(&[
        ("name.ru", " Моя карта "),
        ("rule", "blocks"),
        ("zone.strong", "90"),
        ("call_type", ""),
        ("call_type", "request"),
        ("block.contact.counts", "no"),
        ("block.objections.gate", "no"),
        ("block.speech.gate", "yes"),
        ("block.speech.question.ru", "Говорил?"),
        ("item.deadline.weight", "3,25"),
        ("item.deadline.required", "no"),
        ("item.deadline.na", "no"),
        ("item.deadline.na", "yes"),
        ("item.deadline.phrases", "к какому числу\r\n\r\n когда нужно "),
        (
            "item.deadline.entry",
            "http://host/playbook/ru/training/next-step#step",
        ),
        ("item.rudeness.critical", ""),
    ]);
    let (new, problems) = read(&sent, &card);
    assert_eq!(problems, []);
    assert_eq!(
        (new.name.ru.as_str(), new.name.en.as_str()),
        ("Моя карта", "First conversation")
    );
    assert_eq!((new.rule.as_str(), new.zones.strong), ("blocks", 90));
    assert_eq!(new.call_types.len(), 1);
    assert!(!new.blocks[0].counts_in_total && new.block("objections").unwrap().gate.is_none());
    let gate = new.block("speech").unwrap().gate.clone().unwrap();
    assert_eq!(
        (gate.question.ru.as_str(), gate.open.en.as_str()),
        ("Говорил?", "Yes")
    );
    let (_, item) = new.item("deadline").unwrap();
    assert_eq!(
        (
            item.weight.to_string().as_str(),
            item.required,
            item.not_applicable
        ),
        ("3.25", false, true)
    );
    assert_eq!(item.phrases, ["к какому числу", "когда нужно"]);
    assert_eq!(item.entry.as_deref(), Some("ru/training/next-step"));
    assert_eq!(new.item("rudeness").unwrap().1.critical, None);
    let (_, problems) = read(&fields(&[("item.deadline.weight", "много")]), &card);
    assert_eq!(
        (problems[0].text_key, problems[0].entered.as_str()),
        ("checklist-bad-weight", "много")
    );
}

#[test]
fn scales_with_their_words() {
    let card = card();
    let item = |pairs: &[(&str, &str)]| {
        let (new, problems) = read(&fields(pairs), &card);
        let (_, item) = new.item("deadline").unwrap();
        (
            item.scale.to_string(),
            item.labels.len(),
            problems.len(),
            outcomes(item),
        )
    };
    let own = ("item.deadline.scale", "own");
    assert_eq!(item(&[own]), ("own-0-1-2".to_owned(), 0, 0, "0\n1\n2".to_owned()));
    let written = (
        "item.deadline.outcomes",
        "10 — Назвал дату | Date\n0 Нет\r\n3: Примерно",
    );
    assert_eq!(
        item(&[own, written]),
        (
            "own-0-3-10".to_owned(),
            3,
            0,
            "0 Нет\n3 Примерно\n10 Назвал дату | Date".to_owned()
        )
    );
    let same = ("item.deadline.outcomes", "0 а\n0 б");
    assert_eq!(item(&[own, same]).2, 1);
    let points = ("item.deadline.scale", "points");
    assert_eq!(item(&[points, ("item.deadline.points", "8")]).0, "points-8");
    assert_eq!(item(&[points, ("item.deadline.points", "800")]).2, 1);
    let labels = ("item.deadline.outcomes", "0 Нет\n1 Отчасти\n2 Да");
    assert_eq!((item(&[labels]).0, item(&[labels]).1), ("0-1-2".to_owned(), 3));
    assert_eq!(item(&[("item.deadline.outcomes", "0 Нет\n2 Да")]).2, 1);
    let five = ("item.deadline.scale", "five-step");
    assert_eq!(
        item(&[five, labels]),
        ("five-step".to_owned(), 0, 0, String::new())
    );
}

#[test]
fn after_a_conflict_the_form_s_own_order_counts() {
    let card = card();
    let sent = fields(&[
        ("block", "new-1"),
        ("block.new-1.name.ru", "Новый"),
        ("item", "new-2"),
        ("item.new-2.text.ru", "Пункт"),
        ("item", "deadline"),
        ("block", "contact"),
        ("item", "greeting"),
    ]);
    let mine = read_whole(&sent, &card);
    let keys: Vec<&str> = mine.items().map(|(_, item)| item.key.as_str()).collect();
    assert_eq!(keys, ["new-2", "deadline", "greeting"]);
    assert_eq!(mine.blocks[0].name.ru, "Новый");
    assert_eq!(mine.blocks[0].items[0].text.ru, "Пункт");
}
