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
fn struck_words_tasks_and_places_with_any_letters() {
    assert_eq!(
        html("~~было~~ стало\n\n- [x] *раз*\n- [ ] два\n"),
        "<p><s>было</s> стало</p>\n<ul class=\"dash\">\n<li>☑ <em>раз</em></li>\n<li>☐ два</li>\n</ul>\n"
    );
    let placed = html("## Порядок {#порядок}\n\n[к порядку](#порядок)\n");
    assert!(
        placed.contains("id=\"порядок\"") && placed.contains("href=\"#порядок\""),
        "{placed}"
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
