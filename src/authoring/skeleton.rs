//! What a new file begins with: the shape its kind is read in, so that nobody has to remember it.

use crate::i18n::Locale;
use crate::playbook::EntryKind;

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
