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
