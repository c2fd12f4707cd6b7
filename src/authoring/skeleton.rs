//! What a new file begins with: the shape its kind is read in, so that nobody has to remember it; and what a kind is for, told to
//! whoever begins a book.
//!
//! Decides which of its lines somebody has to replace before everybody reads them; those that only give the shape may stay.

use crate::i18n::Locale;
use crate::playbook::front_matter::Complaint;
use crate::playbook::lint::LintFault;
use crate::playbook::{Entry, EntryKind};

/// Headings that are no words of the book yet.
const NAMELESS: [&str; 2] = ["## Название ответа", "## Name of the answer"];

/// Is this line of a beginning only its shape: a heading, a way through a script, or what every letter has: an empty line, a
/// greeting by name, a day and an hour in fields?
fn is_shape(line: &str) -> bool {
    let words = line.trim_start_matches('>').trim();
    let is_letter = line.starts_with('>') && line.contains('{') && !line.contains('…');
    words.is_empty()
        || is_letter
        || line.contains("](#")
        || (line.starts_with('#') && !NAMELESS.contains(&line))
}

/// The lines of an entry that are still those it began with.
pub fn untouched(entry: &Entry) -> Vec<Complaint> {
    let begun: Vec<&str> = text(entry.kind(), entry.locale())
        .lines()
        .filter(|line| !is_shape(line))
        .collect();
    let mut at = 0;
    let mut found = Vec::new();
    for line in entry.source.split_inclusive('\n') {
        if begun.contains(&line.trim_end()) {
            let fault = LintFault::TemplateLeft {
                line: line.trim().to_owned(),
            };
            found.push((entry.position(at), fault));
        }
        at += line.len();
    }
    found
}

/// The Markdown a new file of this kind begins with.
pub const fn text(kind: EntryKind, locale: Locale) -> &'static str {
    match (kind, locale) {
        (EntryKind::Objection, Locale::Ru) => include_str!("skeletons/ru/objection.md"),
        (EntryKind::Objection, Locale::En) => include_str!("skeletons/en/objection.md"),
        (EntryKind::Script, Locale::Ru) => include_str!("skeletons/ru/script.md"),
        (EntryKind::Script, Locale::En) => include_str!("skeletons/en/script.md"),
        (EntryKind::Regulation, Locale::Ru) => include_str!("skeletons/ru/regulation.md"),
        (EntryKind::Regulation, Locale::En) => include_str!("skeletons/en/regulation.md"),
        (EntryKind::Message, Locale::Ru) => include_str!("skeletons/ru/message.md"),
        (EntryKind::Message, Locale::En) => include_str!("skeletons/en/message.md"),
        (EntryKind::Company, Locale::Ru) => include_str!("skeletons/ru/company.md"),
        (EntryKind::Company, Locale::En) => include_str!("skeletons/en/company.md"),
        (EntryKind::Manual, Locale::Ru) => include_str!("skeletons/ru/manual.md"),
        (EntryKind::Manual, Locale::En) => include_str!("skeletons/en/manual.md"),
        (EntryKind::Product, Locale::Ru) => include_str!("skeletons/ru/product.md"),
        (EntryKind::Product, Locale::En) => include_str!("skeletons/en/product.md"),
        (EntryKind::Segment, Locale::Ru) => include_str!("skeletons/ru/segment.md"),
        (EntryKind::Segment, Locale::En) => include_str!("skeletons/en/segment.md"),
        (EntryKind::Training, Locale::Ru) => include_str!("skeletons/ru/training.md"),
        (EntryKind::Training, Locale::En) => include_str!("skeletons/en/training.md"),
    }
}

/// What a kind is for and how its file is written.
pub const fn explanation(kind: EntryKind, locale: Locale) -> &'static str {
    match (kind, locale) {
        (EntryKind::Script, Locale::Ru) => {
            "Это шаблон скрипта. Скрипт ведёт звонок по шагам: у каждого заголовка с ## есть якорь в фигурных скобках, слова вслух пишут цитатой, ответы клиента ведут на следующий шаг. Замените текст своим и назовите файл по-своему."
        }
        (EntryKind::Script, Locale::En) => {
            "This is the template of a script. A script leads a call step by step: each ## heading has an anchor in braces, words to say are a quote, and the client's replies lead to the next step. Put your own text here and give the file a name of its own."
        }
        (EntryKind::Objection, Locale::Ru) => {
            "Это шаблон возражения. Название — то, что говорит клиент. Каждый ответ начинается с ##: одна строка, когда его выбирать, и три строки вслух. Обычно ответов от двух до четырёх."
        }
        (EntryKind::Objection, Locale::En) => {
            "This is the template of an objection. Its title is what the client says. Each answer begins with ##: one line saying when to choose it, and three lines to say aloud. Two to four answers are usual."
        }
        (EntryKind::Message, Locale::Ru) => {
            "Это шаблон сообщения. Каждый вариант начинается с ##, текст — цитата, он копируется одной клавишей. Имена в фигурных скобках становятся полями, их заполняют перед отправкой."
        }
        (EntryKind::Message, Locale::En) => {
            "This is the template of a message. Each variant begins with ##; the text is a quote and is copied with one key. Names in braces become fields that are filled in before it is sent."
        }
        (EntryKind::Regulation, Locale::Ru) => {
            "Это шаблон регламента: правило работы на одном листе A4. Если не помещается, это два регламента."
        }
        (EntryKind::Regulation, Locale::En) => {
            "This is the template of a regulation: a rule of work on one A4 page. What does not fit is two regulations."
        }
        (EntryKind::Product, Locale::Ru) => {
            "Это шаблон продукта: что продаём, кому это нужно и чего обещать нельзя."
        }
        (EntryKind::Product, Locale::En) => {
            "This is the template of a product: what is sold, who needs it and what must not be promised."
        }
        (EntryKind::Segment, Locale::Ru) => {
            "Это шаблон группы клиентов: как их узнать, что их волнует и с чего начать разговор."
        }
        (EntryKind::Segment, Locale::En) => {
            "This is the template of a group of clients: how to know them, what they worry about and how to begin."
        }
        (EntryKind::Company, Locale::Ru) => {
            "Это шаблон карточки компании. Цифры из неё подставляются во все материалы: вот одна, {режим работы}. Так же пишут карточки конкурентов."
        }
        (EntryKind::Company, Locale::En) => {
            "This is the template of a company card. Its figures are put into every entry: here is one, {working hours}. Cards of competitors are written the same way."
        }
        (EntryKind::Training, Locale::Ru) => "Это шаблон урока: одно умение, пример и задание на неделю.",
        (EntryKind::Training, Locale::En) => {
            "This is the template of a lesson: one skill, an example and a task for a week."
        }
        (EntryKind::Manual, Locale::Ru) => {
            "Это шаблон инструкции: как работать в программах отдела. Её открывают, когда забыли, куда нажать."
        }
        (EntryKind::Manual, Locale::En) => {
            "This is the template of a manual: how to work in the department's programs. It is opened by whoever forgot what to press."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::check::check;
    use crate::authoring::form::EntryForm;
    use crate::playbook::LibrarySnapshot;

    #[test]
    fn every_line_that_waits_for_words_is_named() {
        let lines = |kind: &str, body: &str| {
            let id = format!("ru/{kind}/new").parse().unwrap();
            let word = EntryKind::of_folder(kind).unwrap();
            let source =
                format!("---\nkind: {word}\ntitle: Новое\nowner: o\nreview: 2027-01-01\n---\n\n{body}");
            let entry = crate::playbook::parse::parse(&id, &source).unwrap();
            let found = untouched(&entry).into_iter();
            found.map(|(at, _)| at.line).collect::<Vec<_>>()
        };
        let objection = text(EntryKind::Objection, Locale::Ru);
        assert_eq!(lines("objections", objection), [8, 10, 12, 14, 15, 16, 20]);
        let script = text(EntryKind::Script, Locale::Ru);
        assert_eq!(lines("scripts", script), [8, 12, 20]);
        assert_eq!(
            lines("objections", &objection.replace('…', "да")),
            [8, 10, 12, 20]
        );
        assert!(lines("objections", "Слова.\n\n### Границы\n").is_empty());
        let message = text(EntryKind::Message, Locale::Ru);
        assert_eq!(lines("messages", message), [8, 12, 16, 22]);
        assert!(
            lines(
                "messages",
                "Слова.\n\n## Письмо\n\n> {имя}, добрый день!\n>\n> Смета во вложении.\n"
            )
            .is_empty()
        );
        let company = text(EntryKind::Company, Locale::Ru);
        assert_eq!(lines("company", company), [8, 12, 13, 17]);
        let manual = text(EntryKind::Manual, Locale::Ru);
        assert_eq!(lines("manuals", manual), [8, 12, 16]);
    }

    #[test]
    fn a_skeleton_has_the_shape_of_its_kind() {
        for kind in EntryKind::ALL {
            for locale in Locale::ALL {
                let form = EntryForm {
                    title: "Новое".to_owned(),
                    aliases: "раз\nдва\nтри".to_owned(),
                    tags: "цена".to_owned(),
                    owner: "o.vetrov".to_owned(),
                    review: "2027-01-01".to_owned(),
                    body: format!("{}\nСлова.\n", text(*kind, *locale)),
                    status: "draft".to_owned(),
                    ..EntryForm::default()
                };
                let id = format!("{locale}/{}/new", kind.folder()).parse().unwrap();
                let today = "2026-11-23".parse().unwrap();
                let found = check(&id, &form, None, &LibrarySnapshot::default(), (today, *locale));
                assert_eq!(found.errors(), 0, "{id}: {:?}", found.notes);
            }
        }
    }
}
