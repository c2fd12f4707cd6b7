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
        (EntryKind::Message, Locale::Ru) => {
            "Когда отправляем, кому и о чём уже договорились.

## Письмо

Тема: {о чём}

> {имя}, добрый день!
>
> Первая строка — зачем письмо.
>
> {день} в {час} наберу.

### Не пишите

- Чего здесь не обещать.
"
        }
        (EntryKind::Message, Locale::En) => {
            "When we send it, to whom and what was agreed before.

## Letter

Subject: {about what}

> Good afternoon, {name},
>
> The first line says why you write.
>
> I will call on {day} at {hour}.

### Don't write

- What not to promise here.
"
        }
        (EntryKind::Company, Locale::Ru) => {
            "Кто мы, для кого и чем отличаемся.

## Коротко

- Что продаём.
- Кому.

## Цифры

Сроки, гарантии и условия записываются в паспорте, в поле figures. В других материалах на них ссылаются по имени, в фигурных скобках.
"
        }
        (EntryKind::Company, Locale::En) => {
            "Who we are, for whom, and what makes us different.

## In short

- What we sell.
- To whom.

## Figures

Terms, warranties and conditions are kept in the front matter under figures. Other entries name them in braces.
"
        }
        (EntryKind::Manual, Locale::Ru) => {
            "Для чего эта программа и кто в ней работает.

## Каждый день

1. Что сделать первым.

## Если не получается

- Кого спросить.
"
        }
        (EntryKind::Manual, Locale::En) => {
            "What this program is for and who works in it.

## Every day

1. What to do first.

## When something fails

- Whom to ask.
"
        }
        (EntryKind::Product, Locale::Ru) => {
            "Что это и для кого.

## Что получает клиент

- Польза словами клиента.

## Не обещайте

- Чего в нём нет.
"
        }
        (EntryKind::Product, Locale::En) => {
            "What it is and for whom.

## What the client gets

- The use in the client's words.

## Don't promise

- What it does not have.
"
        }
        (EntryKind::Segment, Locale::Ru) => {
            "Кто эти клиенты и как их узнать.

## Что их волнует

- Их слова.

## Что предложить

- С чего начать.
"
        }
        (EntryKind::Segment, Locale::En) => {
            "Who these clients are and how to know them.

## What they worry about

- Their words.

## What to offer

- What to start with.
"
        }
        (EntryKind::Training, Locale::Ru) => {
            "Чему научит урок.

## Как это делается

1. Первое.

## Попробуйте

- Задание на одну неделю.
"
        }
        (EntryKind::Training, Locale::En) => {
            "What the lesson teaches.

## How it is done

1. The first thing.

## Try it

- A task for one week.
"
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
