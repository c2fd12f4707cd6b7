use proptest::prelude::*;

use super::{RenderStyle, SafeHtml};
use crate::playbook::LibrarySnapshot;
use crate::playbook::entry::EntryId;
use crate::playbook::parse::parse;

fn id() -> EntryId {
    "ru/training/next-step".parse().unwrap()
}

fn html(markdown: &str) -> String {
    let source =
        format!("---\nkind: training\ntitle: Шаг\nowner: o.vetrov\nreview: 2027-01-01\n---\n{markdown}");
    let entry = parse(&id(), &source).unwrap();
    RenderStyle::page(&id(), &LibrarySnapshot::default())
        .blocks(&entry.tree)
        .into_string()
}

#[test]
fn quotes_are_speech_and_placeholders_stand_out() {
    assert_eq!(
        html("> «{имя}, удобно?»"),
        "<blockquote class=\"say\"><p>«<span class=\"fill\">имя</span>, удобно?»</p>\n</blockquote>\n"
    );
}

#[test]
fn authors_text_never_becomes_markup() {
    assert_eq!(
        html("цена \\<b> & `<i>`"),
        "<p>цена &lt;b&gt; &amp; <code>&lt;i&gt;</code></p>\n"
    );
    assert_eq!(html("[x](javascript:alert(1))"), "<p>x</p>\n");
    assert_eq!(
        html("[x](https://a.example/?q=%22\"b)"),
        "<p><a href=\"https://a.example/?q=%22&quot;b\" rel=\"noopener noreferrer\">x</a></p>\n"
    );
}

#[test]
fn lists_tables_and_headings() {
    insta::assert_snapshot!(html(
        "## Порядок {#order}\n\n3. Позвонить за 15 минут\n4. Записать\n\n- один\n- два\n\n  ещё\n\n| Что | Сколько |\n|---|--:|\n| балка | 5 |\n"
    ));
}

#[test]
fn struck_words_and_tasks_are_shown() {
    assert_eq!(html("~~5 лет~~ год"), "<p><s>5\u{a0}лет</s> год</p>\n");
    assert_eq!(
        html("- [x] позвонить\n- [ ] записать"),
        "<ul class=\"tasks\">\n<li class=\"task-point\"><span class=\"task-box\" role=\"img\" aria-label=\"сделано\" data-done></span> позвонить</li>\n<li class=\"task-point\"><span class=\"task-box\" role=\"img\" aria-label=\"не сделано\"></span> записать</li>\n</ul>\n"
    );
    // Points with paragraphs of their own, and points below points.
    let loose = html("- [x] раз\n\n- [ ] два\n  - внутри\n");
    assert_eq!(loose.matches("task-box").count(), 2, "{loose}");
    assert!(loose.contains("<li>внутри</li>"), "{loose}");
}

#[test]
fn anchors_in_cyrillic_are_met_however_they_are_written() {
    let shown = html("## Привет {#привет}\n\n[там](#привет) [и там](#%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82)");
    assert!(shown.contains("<h2 id=\"привет\">"), "{shown}");
    assert_eq!(shown.matches("href=\"#привет\"").count(), 2, "{shown}");
}

#[test]
fn a_figure_says_where_it_comes_from_and_is_no_link_inside_a_link() {
    let parsed = |id: &str, head: &str, text: &str| {
        let id: EntryId = id.parse().unwrap();
        let source = format!(
            "---\nkind: {}\ntitle: Шаг\nowner: o\nreview: 2027-01-01\n{head}---\n{text}",
            id.kind
        );
        parse(&id, &source).unwrap()
    };
    let card = parsed("ru/company/about", "figures:\n  гарантия: пять лет\n", "Мы.");
    let text = parsed(
        "ru/training/next-step",
        "",
        "> «{гарантия}, {имя}»\n\n[{гарантия}](../company/about.md)",
    );
    let book = LibrarySnapshot::from_entries([card, text]);
    let entry = book.get(&id()).unwrap();
    let shown = RenderStyle::page(&id(), &book).blocks(&entry.tree).into_string();
    assert_eq!(
        shown,
        "<blockquote class=\"say\"><p>«<a class=\"figure\" href=\"/playbook/ru/company/about\" title=\"Цифра из карточки компании: гарантия\">пять лет</a>, <span class=\"fill\">имя</span>»</p>\n</blockquote>\n<p><a href=\"/playbook/ru/company/about\"><span class=\"figure\" title=\"Цифра из карточки компании: гарантия\">пять лет</span></a></p>\n"
    );
}

proptest! {
    #[test]
    fn any_text_renders_balanced_and_without_foreign_tags(text in "\\PC{0,200}") {
        let source = format!("---\nkind: training\ntitle: Шаг\nowner: o\nreview: 2027-01-01\n---\n{text}");
        match parse(&id(), &source) {
            Ok(entry) => {
                let html = RenderStyle::page(&id(), &LibrarySnapshot::default()).blocks(&entry.tree).into_string();
                prop_assert!(!html.contains("<script") && !html.contains("<img"));
                prop_assert_eq!(html.matches("<p>").count(), html.matches("</p>").count());
            }
            Err(complaints) => {
                let expected = ["raw-html", "picture", "too-deep"];
                prop_assert!(complaints.iter().all(|(_, fault)| expected.contains(&fault.code())));
            }
        }
    }

    #[test]
    fn escaped_text_has_no_markup(text in "\\PC{0,60}") {
        let html = SafeHtml::text(&text).into_string();
        prop_assert!(!html.contains(['<', '>', '"', '\'']));
    }
}

#[test]
fn the_time_of_reading_and_rendering_grows_in_step_with_the_text() {
    let pieces = &[
        "---\nkind: objection\ntitle: Дорого\nowner: o\nreview: 2027-01-01\n---\n",
        "---\nkind: script\ntitle: Звонок\nowner: o\nreview: 2027-01-01\n---\n",
        "---\nkind: training\ntitle: Шаг\nowner: o\nreview: 2027-01-01\n---\n",
        "---\n",
        "title: ",
        "&a ",
        "*a",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "<",
        ">",
        "<!--",
        "`",
        "```\n",
        "~~~\n",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "> ",
        ">> ",
        "- ",
        "1. ",
        "# ",
        "## ",
        "### ",
        "{#a}",
        "| a |\n",
        "|-|\n",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "\\",
        "&lt;",
        "«",
        "\"",
        "да ",
        "::snippet 01K",
        "{{",
        "}}",
        "[a]: b\n",
        "[^1]",
        "http://",
        "→ ",
        "— ",
    ];
    let today = "2027-01-01".parse().unwrap();
    let book = LibrarySnapshot::default();
    crate::growth::in_step(pieces, |text| {
        let (entry, _) = crate::playbook::parse::read(&id(), text);
        if let Some(entry) = entry {
            let _ = crate::playbook::lint::inspect_entry(&entry, &book, today);
            let _ = RenderStyle::page(&id(), &book).blocks(&entry.tree);
        }
    });
}
