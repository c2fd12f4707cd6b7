//! What a new file begins with: the shape its kind is read in, so that nobody has to remember it.
//!
//! Decides which of its lines somebody has to replace before everybody reads them; those that only give the shape may stay.

use crate::i18n::Locale;
use crate::playbook::front_matter::Complaint;
use crate::playbook::lint::LintFault;
use crate::playbook::{Entry, EntryKind};

/// Headings that are no words of the book yet.
const NAMELESS: [&str; 2] = ["## Название ответа", "## Name of the answer"];

/// Is this line of a beginning only its shape: a heading, or a way through a script?
fn is_shape(line: &str) -> bool {
    line.trim().is_empty() || line.contains("](#") || (line.starts_with('#') && !NAMELESS.contains(&line))
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
        (EntryKind::Objection, Locale::Ru) => {
            "Что обычно стоит за этими словами.

## Название ответа

Когда выбирать этот ответ.

1. **согласиться** «…»
2. **спросить** «…»
3. **предложить** «…»

### Границы

- Чего не обещать.
"
        }
        (EntryKind::Objection, Locale::En) => {
            "What usually stands behind these words.

## Name of the answer

When to choose this answer.

1. **agree** “…”
2. **ask** “…”
3. **offer** “…”

### Limits

- What not to promise.
"
        }
        (EntryKind::Script, Locale::Ru) => {
            "Зачем звоним и к чему должны прийти.

## Приветствие {#greeting}

> «Добрый день, …»

### Ответы клиента

- «Да, удобно» → [Прощание](#end)

## Прощание {#end}

> «Договорились: …»
"
        }
        (EntryKind::Script, Locale::En) => {
            "Why we call and where the call must lead.

## Greeting {#greeting}

> “Good afternoon, …”

### Replies

- “Yes, go on” → [Farewell](#end)

## Farewell {#end}

> “So we agreed: …”
"
        }
        (EntryKind::Regulation, Locale::Ru) => {
            "Чтобы что стало лучше.

## Порядок

1. Что сделать первым.
"
        }
        (EntryKind::Regulation, Locale::En) => {
            "So that what becomes better.

## Procedure

1. What to do first.
"
        }
        (EntryKind::Product | EntryKind::Segment | EntryKind::Training, _) => "",
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
