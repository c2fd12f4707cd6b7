//! Facts and Markdown → the text of a file. Pure.
//!
//! Decides the order of the keys (that of the shipped files), how a value is quoted so that it reads back as it was meant,
//! and what an edit leaves alone: the body as the author wrote it, the lines of facts that did not change with their
//! comments and their own writing, the line ends of the file. A history in git then shows what was edited and no more.

use std::fmt::Write as _;

use similar::DiffOp;

use crate::diff::{self, Deadline};
use crate::playbook::front_matter;
use crate::playbook::{EntryFacts, EntryId, EntryKind, EntryStatus};

/// Words that mean something else than themselves when they stand alone in YAML.
const MEANT_OTHERWISE: [&str; 12] = [
    "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf", "infinity",
];

/// Letters besides control characters that YAML wants written by their number.
const UNSEEN: [char; 5] = ['\u{2028}', '\u{2029}', '\u{feff}', '\u{fffe}', '\u{ffff}'];

/// A file in the pieces an author works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceParts<'a> {
    /// The facts with their fences.
    pub head: &'a str,
    /// Empty lines between the facts and the text.
    pub gap: &'a str,
    /// The Markdown.
    pub body: &'a str,
}

/// Cuts a file; nothing when it does not begin with facts.
pub fn cut(source: &str) -> Option<SourceParts<'_>> {
    let (_, start) = front_matter::split(source).ok()?;
    let (head, rest) = source.split_at(start);
    let gap = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let (gap, body) = rest.split_at(gap);
    Some(SourceParts { head, gap, body })
}

/// The facts as the file has them, with figures of the company by their names: those of the book have the texts in their place.
/// Nothing when they cannot be read.
pub fn facts_of(id: &EntryId, source: &str) -> Option<EntryFacts> {
    let (yaml, _) = front_matter::split(source).ok()?;
    front_matter::read(id, source, &yaml).ok()
}

/// The text of a file with these facts and this Markdown. `like` is the file as it is: whatever is the same in it stays as
/// it is written there. A form's line ends do not count.
pub fn compose(id: &EntryId, facts: &EntryFacts, body: &str, like: Option<&str>) -> String {
    let old = like.and_then(cut);
    let end = like.map_or("\n", line_end);
    let head = old.and_then(|old| with_facts(id, facts, old.head, end));
    let head = head.unwrap_or_else(|| {
        let mark = like
            .filter(|like| like.starts_with('\u{feff}'))
            .map(|_| "\u{feff}");
        fresh(id.kind, facts, mark.unwrap_or_default(), end)
    });
    if let Some(old) = old {
        return format!("{head}{}{}", old.gap, lines_like(body, old.body, end));
    }
    let mut body = lines_like(body, "", end);
    if !body.is_empty() && !body.ends_with('\n') {
        body.push_str(end);
    }
    format!("{head}{end}{body}")
}

/// The same file with other facts. Nothing when the file has no facts that can be read.
pub fn with_other_facts(id: &EntryId, facts: &EntryFacts, source: &str) -> Option<String> {
    let body = cut(source)?.body;
    Some(compose(id, facts, body, Some(source)))
}

/// The line end that most lines of a text have.
pub fn line_end(text: &str) -> &'static str {
    let all = text.matches('\n').count();
    if text.matches("\r\n").count() * 2 > all {
        "\r\n"
    } else {
        "\n"
    }
}

/// `text` with the line ends of `old`: a line that is there keeps its own, a new one gets `end`.
pub fn lines_like(text: &str, old: &str, end: &str) -> String {
    let text = text.replace("\r\n", "\n");
    if end == "\n" && !old.contains("\r\n") {
        return text;
    }
    let old: Vec<(&str, &str)> = old.split_inclusive('\n').map(line).collect();
    let old_words: Vec<&str> = old.iter().map(|(words, _)| *words).collect();
    let new: Vec<&str> = text.split_inclusive('\n').collect();
    let new_words: Vec<&str> = new.iter().map(|it| it.strip_suffix('\n').unwrap_or(it)).collect();
    let mut out = String::with_capacity(text.len() + new.len());
    // Where the time is over, the rest of the lines get the line end that most lines of the file have.
    for op in diff::operations(&old_words, &new_words, Deadline::soon()) {
        for (step, at) in op.new_range().enumerate() {
            out.push_str(new_words[at]);
            if !new[at].ends_with('\n') {
                continue;
            }
            let own = match op {
                DiffOp::Equal { old_index, .. } => old[old_index + step].1,
                _ => end,
            };
            out.push_str(if own.is_empty() { end } else { own });
        }
    }
    out
}

/// A line and its end.
fn line(whole: &str) -> (&str, &str) {
    let words = whole.strip_suffix("\r\n").or(whole.strip_suffix('\n'));
    words.map_or((whole, ""), |words| (words, &whole[words.len()..]))
}

/// The keys in the order of the shipped files, each with its value in YAML; without one it is left out.
fn values(kind: EntryKind, facts: &EntryFacts) -> [(&'static str, Option<String>); 13] {
    let list = |items: Vec<String>| (!items.is_empty()).then(|| format!("[{}]", items.join(", ")));
    [
        ("kind", Some(kind.as_str().to_owned())),
        ("title", Some(scalar(&facts.title, false))),
        (
            "aliases",
            list(facts.aliases.iter().map(|it| scalar(it, true)).collect()),
        ),
        ("stage", facts.stage.map(|stage| stage.as_str().to_owned())),
        (
            "roles",
            list(facts.roles.iter().map(|it| it.as_str().to_owned()).collect()),
        ),
        (
            "tags",
            list(facts.tags.iter().map(|it| scalar(it, true)).collect()),
        ),
        ("owner", Some(scalar(&facts.owner, false))),
        ("review", Some(facts.review.to_string())),
        ("pin", facts.pinned.then(|| "true".to_owned())),
        (
            "status",
            (facts.status != EntryStatus::Published).then(|| facts.status.as_str().to_owned()),
        ),
        (
            "formerly",
            list(
                facts
                    .formerly
                    .iter()
                    .map(|it| scalar(it.as_str(), true))
                    .collect(),
            ),
        ),
        ("until", facts.until.map(|day| day.to_string())),
        ("figures", figures(&facts.figures)),
    ]
}

/// The figures a line each, below their key.
fn figures(figures: &[(String, String)]) -> Option<String> {
    let lines = figures
        .iter()
        .map(|(name, text)| format!("\n  {}: {}", scalar(name, true), scalar(text, false)));
    (!figures.is_empty()).then(|| lines.collect())
}

/// A key with its value and the end of its line.
fn key_line(key: &str, value: &str, end: &str) -> String {
    let space = if value.starts_with('\n') { "" } else { " " };
    format!("{key}:{space}{}{end}", value.replace('\n', end))
}

fn fresh(kind: EntryKind, facts: &EntryFacts, mark: &str, end: &str) -> String {
    let mut head = format!("{mark}---{end}");
    for (key, value) in values(kind, facts) {
        if let Some(value) = value {
            head.push_str(&key_line(key, &value, end));
        }
    }
    head + "---" + end
}

/// The head with the lines of changed facts written anew. Nothing when it is written in a way that does not allow it.
fn with_facts(id: &EntryId, facts: &EntryFacts, head: &str, end: &str) -> Option<String> {
    let (yaml, _) = front_matter::split(head).ok()?;
    let old = front_matter::read(id, head, &yaml).ok()?;
    if old == *facts {
        return Some(head.to_owned());
    }
    let (old, new) = (values(id.kind, &old), values(id.kind, facts));
    let rank = |key: &str| new.iter().position(|(name, _)| *name == key);
    let mut chunks = chunks(&head[yaml.clone()]);
    for (at, (key, value)) in new.iter().enumerate() {
        if old[at].1 == *value {
            continue;
        }
        let there = chunks.iter().position(|chunk| chunk.key == Some(key));
        let text = value.as_ref().map(|value| key_line(key, value, end));
        match (there, text) {
            (Some(there), Some(text)) => chunks[there].text = text,
            (Some(there), None) => drop(chunks.remove(there)),
            (None, Some(text)) => {
                let after = |chunk: &Chunk<'_>| chunk.key.and_then(rank).is_some_and(|rank| rank > at);
                let place = chunks.iter().position(after).unwrap_or(chunks.len());
                chunks.insert(place, Chunk { key: Some(key), text });
            }
            (None, None) => {}
        }
    }
    let lines: String = chunks.into_iter().map(|chunk| chunk.text).collect();
    let written = format!("{}{lines}{}", &head[..yaml.start], &head[yaml.end..]);
    let (yaml, _) = front_matter::split(&written).ok()?;
    let read = front_matter::read(id, &written, &yaml).ok()?;
    (read == *facts).then_some(written)
}

/// A key with its value, or lines between keys.
struct Chunk<'a> {
    key: Option<&'a str>,
    text: String,
}

fn chunks(yaml: &str) -> Vec<Chunk<'_>> {
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    for line in yaml.split_inclusive('\n') {
        let key = line
            .split_once(':')
            .map(|(key, _)| key)
            .filter(|key| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase()));
        let between = line.starts_with('#') || line.trim().is_empty();
        match chunks.last_mut() {
            Some(last) if key.is_none() && !between && last.key.is_some() => last.text.push_str(line),
            _ => chunks.push(Chunk {
                key,
                text: line.to_owned(),
            }),
        }
    }
    chunks
}

/// A text as a value of a key or, where a comma parts values, of a list.
fn scalar(text: &str, listed: bool) -> String {
    if is_plain(text) && !(listed && text.contains([',', ':'])) {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if letter.is_control() || UNSEEN.contains(&letter) => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Words that no reader of YAML takes for anything else.
fn is_plain(text: &str) -> bool {
    let begins = |letter: char| letter.is_alphabetic() || matches!(letter, '«' | '„');
    let within = |letter: char| letter.is_alphanumeric() || " ,:-.!?()/«»„“”—–%№+;'…".contains(letter);
    // A colon inside a word, as in «1:1», parts nothing.
    let parts = text.ends_with(':') || text.contains(": ");
    text.chars().next().is_some_and(begins)
        && text.chars().all(within)
        && !parts
        && text.trim() == text
        && !MEANT_OTHERWISE.contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::playbook::parse::parse;
    use crate::playbook::{ConversationStage, SalesRole};

    fn id() -> EntryId {
        "ru/objections/too-expensive".parse().unwrap()
    }

    fn facts() -> EntryFacts {
        EntryFacts {
            title: "Дорого".to_owned(),
            aliases: vec!["дороговато".to_owned()],
            stage: Some(ConversationStage::Objections),
            roles: vec![SalesRole::Hunter, SalesRole::Closer],
            tags: vec!["цена".to_owned()],
            owner: "o.vetrov".to_owned(),
            review: "2027-01-14".parse().unwrap(),
            pinned: true,
            status: EntryStatus::Published,
            formerly: Vec::new(),
            until: None,
            figures: Vec::new(),
        }
    }

    #[test]
    fn a_new_file_looks_like_the_shipped_ones() {
        let source = compose(&id(), &facts(), "Слова.\r\n\r\n## Ответ", None);
        assert_eq!(
            source,
            "---\nkind: objection\ntitle: Дорого\naliases: [дороговато]\nstage: objections\nroles: [hunter, closer]\n\
             tags: [цена]\nowner: o.vetrov\nreview: 2027-01-14\npin: true\n---\n\nСлова.\n\n## Ответ\n"
        );
    }

    #[test]
    fn figures_stand_below_their_key_and_go_with_it() {
        let id: EntryId = "ru/company/about".parse().unwrap();
        let named = |figures: &[(&str, &str)]| EntryFacts {
            until: Some("2026-11-30".parse().unwrap()),
            figures: figures
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
            ..facts()
        };
        let first = named(&[
            ("гарантия на металл", "пять лет"),
            ("график", "50/40/10: по этапам"),
        ]);
        let source = compose(&id, &first, "Мы.", None);
        assert!(
            source.contains(
                "pin: true\nuntil: 2026-11-30\nfigures:\n  гарантия на металл: пять лет\n  график: \"50/40/10: по этапам\"\n---\n"
            ),
            "{source}"
        );
        let read = |source: &str| {
            let (yaml, _) = front_matter::split(source).unwrap();
            front_matter::read(&id, source, &yaml).unwrap()
        };
        assert_eq!(read(&source), first);
        let second = named(&[("монтаж", "четыре дня")]);
        let other = with_other_facts(&id, &second, &source).unwrap();
        assert_eq!(read(&other), second);
        assert!(!other.contains("гарантия"), "{other}");
        let none = with_other_facts(&id, &facts(), &other).unwrap();
        assert!(!none.contains("figures") && !none.contains("until"), "{none}");
    }

    #[test]
    fn every_shipped_file_comes_back_byte_for_byte() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library");
        let book = crate::playbook::Library::open(root).unwrap().snapshot();
        assert!(book.len() > 80);
        for entry in book.entries() {
            let parts = cut(&entry.source).unwrap();
            // As a form sends it.
            let sent = parts.body.replace('\n', "\r\n");
            let again = compose(&entry.id, &entry.facts, &sent, Some(&entry.source));
            assert_eq!(again, *entry.source, "{}", entry.id);
            // Written from nothing, the facts are the same ones in the same order.
            let fresh = compose(&entry.id, &entry.facts, parts.body, None);
            assert_eq!(cut(&fresh).unwrap().head, parts.head, "{}", entry.id);
        }
    }

    #[test]
    fn an_edit_of_one_fact_touches_one_line() {
        let source = "---\n# спросить у Олега\nkind: objection\ntitle: 'Дорого'\naliases:\n  - дороговато\n  - \"кусается\" # так говорят\nowner: o.vetrov\nreview: 2027-01-14\n---\n\nСлова.\n";
        let entry = parse(&id(), source).unwrap();
        let mut facts = entry.facts.clone();
        facts.review = "2027-03-01".parse().unwrap();
        facts.stage = Some(ConversationStage::Closing);
        let edited = with_other_facts(&id(), &facts, source).unwrap();
        let expected = source
            .replace("2027-01-14", "2027-03-01")
            .replace("owner:", "stage: closing\nowner:");
        assert_eq!(edited, expected);
        facts.stage = None;
        facts.aliases.clear();
        let poorer = with_other_facts(&id(), &facts, &edited).unwrap();
        assert!(
            !poorer.contains("stage") && !poorer.contains("кусается"),
            "{poorer}"
        );
        assert!(poorer.contains("# спросить у Олега"), "{poorer}");
    }

    #[test]
    fn facts_in_an_unusual_form_are_written_anew() {
        let source =
            "---\n{kind: objection, title: Дорого, owner: o.vetrov, review: 2027-01-14}\n---\nСлова.\n";
        let entry = parse(&id(), source).unwrap();
        let mut facts = entry.facts.clone();
        facts.title = "Очень дорого".to_owned();
        let edited = with_other_facts(&id(), &facts, source).unwrap();
        assert_eq!(
            edited,
            "---\nkind: objection\ntitle: Очень дорого\nowner: o.vetrov\nreview: 2027-01-14\n---\nСлова.\n"
        );
    }

    #[test]
    fn line_ends_stay_those_of_the_file() {
        let source = "\u{feff}---\r\nkind: objection\r\ntitle: Дорого\r\nowner: o.vetrov\r\nreview: 2027-01-14\r\n---\r\nПервая.\r\nВторая.\nТретья.\r\n";
        let facts = parse(&id(), source).unwrap().facts;
        let edited = compose(
            &id(),
            &facts,
            "Первая.\r\nНовая.\r\nВторая.\r\nТретья.",
            Some(source),
        );
        assert!(
            edited.ends_with("Первая.\r\nНовая.\r\nВторая.\nТретья."),
            "{edited:?}"
        );
        let retitled = EntryFacts {
            title: "Дороже".to_owned(),
            ..facts
        };
        let edited = with_other_facts(&id(), &retitled, source).unwrap();
        assert_eq!(edited, source.replace("title: Дорого", "title: Дороже"));
    }

    fn text() -> impl Strategy<Value = String> {
        let any = prop_oneof![
            4 => "\\PC{1,20}",
            2 => "[\\x00-\\x7f\u{85}\u{a0}\u{2028}\u{feff}\u{10ffff}]{1,12}",
            1 => "[-?:,\\[\\]{}#&*!|>'\"%@` ]{1,8}",
            1 => Just("true".to_owned()),
            1 => Just("Null".to_owned()),
            1 => Just("0x1F".to_owned()),
            1 => Just("2027-01-14".to_owned()),
            1 => Just("~".to_owned()),
            1 => Just("---".to_owned()),
        ];
        any.prop_map(|text| text.trim().to_owned())
            .prop_filter("empty", |text| !text.is_empty())
    }

    fn any_facts() -> impl Strategy<Value = EntryFacts> {
        let stage = proptest::option::of(proptest::sample::select(ConversationStage::ALL));
        let roles = proptest::sample::subsequence(SalesRole::ALL, 0..=SalesRole::ALL.len());
        let lists = (
            proptest::collection::vec(text(), 0..4),
            proptest::collection::vec(text(), 0..3),
        );
        let status = proptest::sample::select(EntryStatus::ALL);
        let names = proptest::collection::vec("[a-z][a-z0-9]{0,8}(-[0-9a-z]{1,4})?", 0..3);
        let aside = (any::<bool>(), status, names);
        let ends = (0_i32..3_000, proptest::option::of(0_i32..3_000));
        let day = |days: i32| "2026-01-01".parse::<crate::time::Day>().unwrap().plus_days(days);
        (text(), lists, stage, roles, text(), ends, aside).prop_map(
            move |(title, (aliases, tags), stage, roles, owner, (review, until), (pinned, status, names))| {
                EntryFacts {
                    title,
                    aliases,
                    stage,
                    roles,
                    tags,
                    owner,
                    review: day(review),
                    pinned,
                    status,
                    formerly: names.iter().map(|name| name.parse().unwrap()).collect(),
                    until: until.map(day),
                    figures: Vec::new(),
                }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_composed_reads_back_as_it_was_meant(first in any_facts(), second in any_facts(), body in "[а-яa-z#>*1-9. \n-]{0,80}") {
            let source = compose(&id(), &first, &body, None);
            let (yaml, _) = front_matter::split(&source).unwrap();
            prop_assert_eq!(&front_matter::read(&id(), &source, &yaml).unwrap(), &first);
            let end = if body.is_empty() || body.ends_with('\n') { "" } else { "\n" };
            let parts = cut(&source).unwrap();
            prop_assert_eq!(format!("{}{}", &parts.gap[1..], parts.body), format!("{body}{end}"));
            // Other facts on the same file.
            let other = with_other_facts(&id(), &second, &source).unwrap();
            let (yaml, _) = front_matter::split(&other).unwrap();
            prop_assert_eq!(&front_matter::read(&id(), &other, &yaml).unwrap(), &second);
            prop_assert_eq!(cut(&other).unwrap().body, parts.body);
        }

        #[test]
        fn the_body_stays_byte_for_byte(lines in proptest::collection::vec(("[а-я \r]{0,6}", any::<bool>()), 0..12)) {
            let mut source = compose(&id(), &facts(), "", None);
            let body: String = lines.iter().flat_map(|(words, dos)| [words.as_str(), if *dos { "\r\n" } else { "\n" }]).collect();
            source.push_str(&body);
            let parts = cut(&source).unwrap();
            prop_assert_eq!(compose(&id(), &facts(), parts.body, Some(&source)), source);
        }
    }
}
