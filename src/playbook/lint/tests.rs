use super::{LintReport, inspect};
use crate::i18n::Locale;
use crate::playbook::LibrarySnapshot;
use crate::playbook::parse::parse;

fn report(files: &[(&str, &str)]) -> String {
    let entries = files
        .iter()
        .map(|(id, source)| parse(&id.parse().unwrap(), source).unwrap());
    let book = LibrarySnapshot::from_entries(entries);
    print(&inspect(&book, "2026-11-23".parse().unwrap()))
}

fn print(report: &LintReport) -> String {
    let lines: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.line(Locale::Ru))
        .collect();
    lines.join("\n")
}

const FACTS: &str = "aliases: [один, два, три]\ntags: [цена]\nowner: o.vetrov\n";

#[test]
fn a_script_that_cannot_be_walked_is_reported_place_by_place() {
    let script = format!(
        "---\nkind: script\ntitle: Звонок\n{FACTS}review: 2026-11-01\n---\nКуда звоним.\n
## Начало {{#start}}\n\n> «Добрый день».\n\n### Ответы клиента\n
- «Да» → [Дальше](#next)\n- «Нет» → [Нет](../objections/no.md)\n- «Ну»\n- «Где» → [Там](#nowhere)\n
## Дальше {{#next}}\n\n> «Когда?»\n\n### Ответы клиента\n\n- «Завтра» → [Начало](#start)\n
## Забытый {{#lost}}\n\nТишина.\n"
    );
    insta::assert_snapshot!(report(&[("ru/scripts/call", &script)]));
}

#[test]
fn a_poor_objection_is_reported_place_by_place() {
    let objection = format!(
        "---\nkind: objection\ntitle: Дорого\n{FACTS}review: 2027-01-01\n---\n
## Дорого\n\nКогда торгуются.\n\n1. «Понимаю».\n2. **спросить**\n"
    );
    insta::assert_snapshot!(report(&[("ru/objections/dear", &objection)]));
}

#[test]
fn a_regulation_longer_than_a_page_is_an_error() {
    let long = "Менеджер отвечает на заявку за 15 минут и записывает итог в карточку.\n\n".repeat(60);
    let text = format!("---\nkind: regulation\ntitle: Заявки\n{FACTS}review: 2027-01-01\n---\n{long}");
    let found = report(&[("ru/regulations/requests", &text)]);
    assert!(found.contains("page-too-long"), "{found}");
    let short =
        format!("---\nkind: regulation\ntitle: Заявки\n{FACTS}review: 2027-01-01\n---\nОдна строка.\n");
    assert_eq!(report(&[("ru/regulations/requests", &short)]), "");
}

/// The codes found in `files`, with the lines they are at.
fn codes(files: &[(&str, String)]) -> Vec<String> {
    let entries = files
        .iter()
        .map(|(id, source)| parse(&id.parse().unwrap(), source).unwrap());
    let book = LibrarySnapshot::from_entries(entries);
    let found = inspect(&book, "2026-11-23".parse().unwrap()).findings.into_iter();
    found
        .map(|it| format!("{}:{} {}", it.file, it.at.line, it.fault.code()))
        .collect()
}

fn file(kind: &str, title: &str, more: &str, text: &str) -> String {
    format!("---\nkind: {kind}\ntitle: {title}\n{FACTS}review: 2027-01-01\n{more}---\n{text}\n")
}

#[test]
fn a_link_is_called_as_what_it_leads_to() {
    let target = file(
        "product",
        "Фронтальные стеллажи",
        "",
        "Слова.\n\n## Чего не обещать\n\nСлов.",
    );
    let page = file(
        "training",
        "Урок",
        "",
        "[фронтальные стеллажи](../products/rack.md), [«Фронтальные стеллажи»](../products/rack.md),\n[Чего не обещать](../products/rack.md) и [эти](../products/rack.md).",
    );
    let found = codes(&[("ru/products/rack", target), ("ru/training/lesson", page)]);
    assert_eq!(found, ["ru/training/lesson.md:10 link-words"]);
}

#[test]
fn tags_of_other_case_or_number_are_one_tag() {
    let entry =
        |title: &str, tag: &str| file("product", title, "", "Слова.").replace("[цена]", &format!("[{tag}]"));
    let found = codes(&[
        ("ru/products/a", entry("А", "сроки")),
        ("ru/products/b", entry("Б", "срок")),
        ("ru/products/c", entry("В", "сроки")),
        ("ru/products/d", entry("Г", "ЛПР")),
        ("ru/products/e", entry("Д", "лпр")),
        ("ru/products/f", entry("Е", "лпр")),
        ("ru/products/g", entry("Ж", "монтаж")),
    ]);
    assert_eq!(
        found,
        [
            "ru/products/b.md:5 tag-spelling",
            "ru/products/d.md:5 tag-spelling"
        ]
    );
}

#[test]
fn a_title_with_a_colon_needs_no_quotes() {
    let source = |title: &str| file("product", title, "", "Слова.");
    let id = "ru/products/rack".parse().unwrap();
    for (title, read) in [
        ("Дорого: что сказать", "Дорого: что сказать"),
        ("Кто решает:", "Кто решает:"),
        ("It's dear: what to say", "It's dear: what to say"),
        ("\"Дорого: что сказать\"", "Дорого: что сказать"),
    ] {
        assert_eq!(parse(&id, &source(title)).unwrap().title(), read);
    }
    // What else is wrong stands where it stood.
    let wrong = file("product", "Дорого: что", "colour: red\n", "Слова.");
    let code = |source: &str| {
        let found = parse(&id, source).unwrap_err().into_iter();
        found
            .map(|(at, fault)| (at.line, at.column, fault.code()))
            .collect::<Vec<_>>()
    };
    assert_eq!(code(&wrong), [(8, 1, "yaml-key-unknown")]);
    let kind = source("Дорого: что").replace("kind: product", "kind: poem");
    assert_eq!(code(&kind), [(2, 7, "key-wrong")]);
    assert_eq!(code(&source("Дорого: что # сказать")), [(3, 1, "yaml-colon")]);
}

#[test]
fn what_is_archived_has_only_to_be_whole() {
    let entry = |status: &str| {
        file(
            "product",
            "Акция",
            &format!("status: {status}\nuntil: 2026-11-22\n"),
            "Слова.",
        )
    };
    assert_eq!(
        codes(&[("ru/products/a", entry("draft"))]),
        ["ru/products/a.md:9 ended"]
    );
    assert!(codes(&[("ru/products/a", entry("archived"))]).is_empty());
}

#[test]
fn what_is_past_its_last_day_is_found() {
    let entry = |until: &str| file("product", "Акция", &format!("until: {until}\n"), "Слова.");
    assert_eq!(
        codes(&[("ru/products/a", entry("2026-11-22"))]),
        ["ru/products/a.md:8 ended"]
    );
    assert!(codes(&[("ru/products/a", entry("2026-11-23"))]).is_empty());
}

#[test]
fn a_figure_has_one_home() {
    let card = |title: &str, figures: &str| file("company", title, &format!("figures:\n{figures}"), "Мы.");
    let found = codes(&[
        (
            "ru/company/about",
            card("О нас", "  гарантия: пять лет\n  выезд: до 100 км\n"),
        ),
        (
            "ru/company/terms",
            card("Условия", "  Гарантия: шесть лет\n  монтаж: день\n"),
        ),
        ("en/company/about", card("About us", "  гарантия: five years\n")),
    ]);
    assert_eq!(found, ["ru/company/terms.md:8 figure-twice"]);
    let id = "ru/products/rack".parse().unwrap();
    let elsewhere = file("product", "Стеллаж", "figures:\n  гарантия: пять лет\n", "Слова.");
    let complaints = parse(&id, &elsewhere).unwrap_err();
    assert_eq!(complaints[0].1.code(), "figures-elsewhere");
}

#[test]
fn a_conversation_ends_with_a_day_and_an_hour() {
    let script = |last: &str| {
        file(
            "script",
            "Звонок",
            "",
            &format!(
                "Зачем.\n\n## Начало {{#start}}\n\n> «Добрый день».\n\n### Ответы клиента\n\n- «Да» → [Конец](#end)\n\n## Конец {{#end}}\n\n{last}"
            ),
        )
    };
    let poor = codes(&[("ru/scripts/call", script("> «Созвонимся»."))]);
    assert_eq!(poor, ["ru/scripts/call.md:19 no-day-and-hour"]);
    for good in ["> «Наберу {день}, в {час}».", "> «Жду вас в четверг, в десять»."]
    {
        assert!(codes(&[("ru/scripts/call", script(good))]).is_empty(), "{good}");
    }
}

#[test]
fn lines_that_only_a_man_or_only_a_woman_says_are_found() {
    let answer = |line: &str| {
        format!(
            "## {line}\n\nКогда так.\n\n1. **согласиться** «Понимаю»\n2. **спросить** «{line}?»\n3. **предложить** «Посмотрим?»\n\n"
        )
    };
    let text = format!(
        "Вступление.\n\n{}{}",
        answer("Правильно понял"),
        answer("Что важнее")
    );
    let found = codes(&[("ru/objections/dear", file("objection", "Дорого", "", &text))]);
    assert_eq!(found, ["ru/objections/dear.md:16 gendered"]);
}

#[test]
fn a_message_has_texts_to_send() {
    let message = |text: &str| codes(&[("ru/messages/after", file("message", "После звонка", "", text))]);
    assert!(message("Когда.\n\n## Письмо\n\nТема: Смета\n\n> {имя}, добрый день!").is_empty());
    assert_eq!(message("Когда."), ["ru/messages/after.md:10 no-variants"]);
    assert_eq!(
        message("## Письмо\n\nБез цитаты."),
        [
            "ru/messages/after.md:9 no-intro",
            "ru/messages/after.md:9 variant-no-text"
        ]
    );
}

#[test]
fn unusable_files_name_the_line_and_column() {
    let complaints = |source: &str| {
        let id = "ru/objections/dear".parse().unwrap();
        let mut lines: Vec<_> = parse(&id, source)
            .unwrap_err()
            .into_iter()
            .map(|(at, fault)| {
                format!(
                    "{}:{} {} {}",
                    at.line,
                    at.column,
                    fault.code(),
                    fault.sentence(Locale::En)
                )
            })
            .collect();
        lines.sort();
        lines.join("\n")
    };
    insta::assert_snapshot!([
        complaints("Дорого"),
        complaints("---\nkind: objection\n"),
        complaints("---\nkind: objection\nkind: script\n---\n"),
        complaints("---\nkind: script\ntitle: ''\nroles: [closer, boss]\nreview: завтра\n---\n"),
        complaints("---\nkind: objection\ntitle: Дорого\nowner: o\nreview: 2027-01-01\ncolour: red\n---\n"),
        complaints(
            "---\nkind: objection\ntitle: Дорого\nowner: o\nreview: 2027-01-01\n---\nСлова <b>жирно</b>.\n\n<script>x</script>\n\nТекст ![кот](cat.png)\n"
        ),
    ]
    .join("\n--\n"));
}
