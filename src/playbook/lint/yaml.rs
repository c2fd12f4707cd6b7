//! What is wrong with facts that cannot be read as YAML, in the words of people who never heard of YAML.
//!
//! Decides which of the usual mistakes it is, where it stands and what to write instead; the parser's own words are a detail
//! for what is none of them. Only lines are looked at, and only after the parser has refused them. Pure.

use crate::i18n::Locale;

/// The keys a file may have, in the order of the shipped ones.
const KEYS: [&str; 13] = [
    "kind", "title", "aliases", "stage", "roles", "tags", "owner", "review", "pin", "status", "formerly",
    "until", "figures",
];
/// Keys that hold a list.
const LISTS: [&str; 4] = ["aliases", "roles", "tags", "formerly"];
/// Keys that hold one value.
const SINGLE: [&str; 7] = ["kind", "title", "stage", "owner", "review", "status", "until"];
/// Signs with which YAML begins something of its own.
const RESERVED: [char; 10] = ['@', '`', '%', '&', '*', '!', '|', '>', '}', ']'];

/// One of the usual mistakes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is told in words by `sentence`")]
pub enum YamlMistake {
    Tab,
    NoSpace {
        key: String,
    },
    NoColon {
        key: String,
    },
    OpenQuote {
        key: String,
    },
    OpenBracket {
        key: String,
    },
    Colon {
        key: String,
        value: String,
    },
    Sign {
        key: String,
        value: String,
    },
    Indent,
    KeyTwice {
        key: String,
    },
    KeyUnknown {
        key: String,
        nearest: Option<&'static str>,
    },
    NotList {
        key: String,
        value: String,
    },
    NotText {
        key: String,
    },
    NotYesNo {
        value: String,
    },
    Other {
        said: String,
    },
}

impl YamlMistake {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Tab => "yaml-tab",
            Self::NoSpace { .. } => "yaml-no-space",
            Self::NoColon { .. } => "yaml-no-colon",
            Self::OpenQuote { .. } => "yaml-open-quote",
            Self::OpenBracket { .. } => "yaml-open-bracket",
            Self::Colon { .. } => "yaml-colon",
            Self::Sign { .. } => "yaml-sign",
            Self::Indent => "yaml-indent",
            Self::KeyTwice { .. } => "yaml-key-twice",
            Self::KeyUnknown { .. } => "yaml-key-unknown",
            Self::NotList { .. } => "yaml-not-list",
            Self::NotText { .. } => "yaml-not-text",
            Self::NotYesNo { .. } => "yaml-not-yes-no",
            Self::Other { .. } => "yaml",
        }
    }

    /// What is wrong and what to write.
    pub fn sentence(&self, locale: Locale) -> String {
        match locale {
            Locale::Ru => self.russian(),
            Locale::En => self.english(),
        }
    }

    fn russian(&self) -> String {
        match self {
            Self::Tab => "В паспорте стоит знак табуляции: замените его двумя пробелами.".into(),
            Self::NoSpace { key } => format!("После двоеточия нужен пробел. Напишите: {key}: значение."),
            Self::NoColon { key } => format!("После {key} нет двоеточия. Напишите: {key}: значение."),
            Self::OpenQuote { key } => format!("В поле {key} кавычка открыта и не закрыта: поставьте такую же в конце строки."),
            Self::OpenBracket { key } => format!("В поле {key} скобка [ открыта и не закрыта: поставьте ] после последнего пункта."),
            Self::Colon { key, value } => format!("В поле {key} внутри текста двоеточие, поэтому текст нужен в кавычках. Напишите: {key}: {}.", quoted(value)),
            Self::Sign { key, value } => format!("Значение поля {key} начинается со служебного знака, поэтому нужны кавычки. Напишите: {key}: {}.", quoted(value)),
            Self::Indent => "Строка сдвинута вправо, а должна начинаться у края: уберите пробелы в начале. Сдвигаются только пункты списка с дефисом.".into(),
            Self::KeyTwice { key } => format!("Поле {key} написано дважды: оставьте одну строку."),
            Self::KeyUnknown { key, nearest: Some(nearest) } => format!("Поля {key} нет. Возможно, это {nearest}."),
            Self::KeyUnknown { key, nearest: None } => format!("Поля {key} нет. Есть такие: {}.", KEYS.join(", ")),
            Self::NotList { key, value } => format!("В поле {key} нужен список. Напишите: {key}: [{value}]. Пункт с запятой внутри берётся в кавычки или пишется отдельной строкой с дефисом."),
            Self::NotText { key } => format!("В поле {key} одно значение, а не список: уберите скобки или дефисы."),
            Self::NotYesNo { value } => format!("В поле pin написано «{value}», подойдёт: true или false."),
            Self::Other { said } => format!("Паспорт не разобрать: {said}."),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Tab => "There is a tab in the front matter: put two spaces in its place.".into(),
            Self::NoSpace { key } => format!("A space must follow the colon. Write: {key}: value."),
            Self::NoColon { key } => format!("There is no colon after {key}. Write: {key}: value."),
            Self::OpenQuote { key } => format!("A quote is opened in {key} and not closed: put the same one at the end of the line."),
            Self::OpenBracket { key } => format!("A bracket [ is opened in {key} and not closed: put ] after the last item."),
            Self::Colon { key, value } => format!("There is a colon inside the text of {key}, so that it needs quotes. Write: {key}: {}.", quoted(value)),
            Self::Sign { key, value } => format!("The value of {key} begins with a reserved sign, so that it needs quotes. Write: {key}: {}.", quoted(value)),
            Self::Indent => "The line is indented and should begin at the edge: remove the spaces before it. Only items of a list with a hyphen are indented.".into(),
            Self::KeyTwice { key } => format!("{key} is there twice: keep one line."),
            Self::KeyUnknown { key, nearest: Some(nearest) } => format!("There is no key {key}. Perhaps {nearest} is meant."),
            Self::KeyUnknown { key, nearest: None } => format!("There is no key {key}. These exist: {}.", KEYS.join(", ")),
            Self::NotList { key, value } => format!("{key} must be a list. Write: {key}: [{value}]. An item with a comma inside is put in quotes or on a line of its own with a hyphen."),
            Self::NotText { key } => format!("{key} is one value, not a list: remove the brackets or hyphens."),
            Self::NotYesNo { value } => format!("pin says “{value}”; use true or false."),
            Self::Other { said } => format!("The front matter cannot be read: {said}."),
        }
    }
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The mistake for which the parser refused `yaml`, with its line from 1 where the parser's own is not the right one. `said` is
/// the parser's sentence.
pub fn diagnose(yaml: &str, said: String) -> (Option<u32>, YamlMistake) {
    let mut seen: Vec<&str> = Vec::new();
    let lines: Vec<&str> = yaml.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        if let Some(mistake) = of_line(line, &lines, at, &mut seen) {
            return (u32::try_from(at + 1).ok(), mistake);
        }
    }
    (None, YamlMistake::Other { said })
}

fn of_line<'a>(line: &'a str, lines: &[&'a str], at: usize, seen: &mut Vec<&'a str>) -> Option<YamlMistake> {
    let words = line.trim_start();
    if words.is_empty() || words.starts_with('#') {
        return None;
    }
    if line[..line.len() - words.len()].contains('\t') {
        return Some(YamlMistake::Tab);
    }
    if words.starts_with("- ") || words == "-" {
        return None;
    }
    let begins = words.bytes().take_while(u8::is_ascii_lowercase).count();
    let (key, rest) = words.split_at(begins);
    if words.len() < line.len() {
        let moved = KEYS.contains(&key) && rest.starts_with(':') && !inside(lines, at);
        return moved.then_some(YamlMistake::Indent);
    }
    let Some(value) = rest.strip_prefix(':') else {
        return without_colon(words);
    };
    if key.is_empty() {
        return None;
    }
    let named = key.to_owned();
    if !KEYS.contains(&key) {
        return Some(YamlMistake::KeyUnknown {
            nearest: nearest(key),
            key: named,
        });
    }
    if seen.contains(&key) {
        return Some(YamlMistake::KeyTwice { key: named });
    }
    seen.push(key);
    if !value.is_empty() && !value.starts_with([' ', '\t']) {
        return Some(YamlMistake::NoSpace { key: named });
    }
    of_value(key, value.trim(), &lines[at + 1..])
}

/// Is a line part of a value that began above: of figures, or of brackets that are still open?
fn inside(lines: &[&str], at: usize) -> bool {
    let above = lines[..at]
        .iter()
        .rev()
        .find(|line| !line.starts_with(' ') && !line.trim().is_empty());
    above.is_some_and(|line| line.starts_with("figures:") || (line.contains('[') && !line.contains(']')))
}

/// A line at the edge that is no `key: value`.
fn without_colon(words: &str) -> Option<YamlMistake> {
    let first = words.split_whitespace().next()?;
    if let Some((key, _)) = first.split_once(':')
        && key.chars().all(char::is_alphanumeric)
        && !key.is_empty()
    {
        return Some(YamlMistake::KeyUnknown {
            nearest: nearest(key),
            key: key.to_owned(),
        });
    }
    KEYS.contains(&first).then(|| YamlMistake::NoColon {
        key: first.to_owned(),
    })
}

fn of_value(key: &str, value: &str, below: &[&str]) -> Option<YamlMistake> {
    let named = || key.to_owned();
    let first = value.chars().next();
    if let Some(quote @ ('"' | '\'')) = first {
        let closed = value.len() > 1 && value[1..].contains(quote);
        return (!closed).then(|| YamlMistake::OpenQuote { key: named() });
    }
    if first == Some('[') {
        let mut rest = below.iter().take_while(|line| line.starts_with(' '));
        if !value.contains(']') && !rest.any(|line| line.contains(']')) {
            return Some(YamlMistake::OpenBracket { key: named() });
        }
        if value.matches('"').count() % 2 == 1 && value.contains(']') {
            return Some(YamlMistake::OpenQuote { key: named() });
        }
        return SINGLE
            .contains(&key)
            .then(|| YamlMistake::NotText { key: named() });
    }
    let plain = value.split(" #").next().unwrap_or(value).trim();
    if LISTS.contains(&key) && !plain.is_empty() {
        return Some(YamlMistake::NotList {
            key: named(),
            value: plain.to_owned(),
        });
    }
    if plain.contains(": ") || plain.ends_with(':') {
        return Some(YamlMistake::Colon {
            key: named(),
            value: plain.to_owned(),
        });
    }
    if first.is_some_and(|sign| RESERVED.contains(&sign)) {
        return Some(YamlMistake::Sign {
            key: named(),
            value: plain.to_owned(),
        });
    }
    if key == "pin" && !matches!(plain, "true" | "false") {
        return Some(YamlMistake::NotYesNo {
            value: plain.to_owned(),
        });
    }
    let listed = below
        .first()
        .is_some_and(|line| line.trim_start().starts_with("- "));
    (listed && SINGLE.contains(&key)).then(|| YamlMistake::NotText { key: named() })
}

/// The key that is written almost so.
fn nearest(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let by_distance = KEYS.iter().map(|key| (letters_apart(&word, key), *key));
    by_distance.filter(|(far, _)| *far <= 2).min().map(|(_, key)| key)
}

/// Letters to put in, take out or change until one word is the other.
fn letters_apart(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, there) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != *there);
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(yaml: &str) -> (Option<u32>, &'static str) {
        let (line, mistake) = diagnose(yaml, "said".to_owned());
        for locale in Locale::ALL {
            assert!(mistake.sentence(*locale).len() > 10);
        }
        (line, mistake.code())
    }

    #[test]
    fn the_usual_mistakes_are_named() {
        for (yaml, line, expected) in [
            ("kind: objection\n\ttitle: Дорого\n", 2, "yaml-tab"),
            ("title:Дорого\n", 1, "yaml-no-space"),
            ("title Дорого\n", 1, "yaml-no-colon"),
            ("title: \"Дорого\n", 1, "yaml-open-quote"),
            ("aliases: [\"раз, два]\n", 1, "yaml-open-quote"),
            ("aliases: [раз, два\ntags: [цена]\n", 1, "yaml-open-bracket"),
            ("title: Дорого: что сказать\n", 1, "yaml-colon"),
            ("title: @дорого\n", 1, "yaml-sign"),
            ("kind: objection\n  title: Дорого\n", 2, "yaml-indent"),
            ("title: Дорого\ntitle: Дёшево\n", 2, "yaml-key-twice"),
            ("titel: Дорого\n", 1, "yaml-key-unknown"),
            ("Title: Дорого\n", 1, "yaml-key-unknown"),
            ("название: Дорого\n", 1, "yaml-key-unknown"),
            ("aliases: раз, два\n", 1, "yaml-not-list"),
            ("title: [раз]\n", 1, "yaml-not-text"),
            ("title:\n  - раз\n", 1, "yaml-not-text"),
            ("pin: да\n", 1, "yaml-not-yes-no"),
        ] {
            assert_eq!(code(yaml), (Some(line), expected), "{yaml}");
        }
        assert_eq!(code("title: Дорого\n"), (None, "yaml"));
        assert_eq!(nearest("aliasse"), Some("aliases"));
        assert_eq!(nearest("colour"), None);
    }

    #[test]
    fn what_is_right_is_not_complained_of() {
        let right = "# о цене\nkind: objection\ntitle: \"Дорого: что сказать\"\naliases:\n  - раз, два\n  - \"три: четыре\"\ntags: [цена,\n  смета]\nowner: o.vetrov # Олег\nreview: 2027-01-01\npin: true\nfigures:\n  title: пять\n";
        assert_eq!(code(right), (None, "yaml"));
    }

    proptest! {
        #[test]
        fn any_text_gets_a_sentence(yaml in "[ \t\n:#\\[\\]\"'a-zа-я-]{0,120}") {
            let (line, _) = diagnose(&yaml, String::new());
            prop_assert!(line.is_none_or(|line| line as usize <= yaml.lines().count()));
        }
    }
}
