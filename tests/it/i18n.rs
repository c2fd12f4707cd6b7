//! Every text the code asks for exists in both languages, takes the same values, and no text is left over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use salesbook::i18n::{Locale, SOURCES};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(dir: &Path, extension: &str, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, extension, into);
        } else if path.extension().is_some_and(|found| found == extension) {
            into.push(path);
        }
    }
}

/// Code and templates, joined.
fn code() -> String {
    let mut paths = Vec::new();
    files(&root().join("src"), "rs", &mut paths);
    files(&root().join("templates"), "html", &mut paths);
    paths
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Key → names of the values its text takes.
fn texts(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| is_key(key)) {
            key.clone_into(&mut current);
            assert!(!texts.contains_key(&current), "{current} stands twice");
            texts.entry(current.clone()).or_default();
        }
        for part in line.split('$').skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            texts.entry(current.clone()).or_default().insert(name);
        }
    }
    texts
}

fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Every whole string literal that could be a key, and every beginning of one that is completed at run time
/// (`"role-{…}"`).
fn literals(code: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut whole, mut beginnings) = (BTreeSet::new(), BTreeSet::new());
    for (at, _) in code.match_indices('"') {
        let rest = &code[at + 1..];
        let end = rest
            .bytes()
            .position(|b| !(b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        match end.map(|end| (&rest[..end], rest.as_bytes()[end])) {
            Some((text, b'"')) => whole.insert(text),
            Some((text, b'{')) if text.ends_with('-') => beginnings.insert(text),
            _ => false,
        };
    }
    (whole, beginnings)
}

/// First arguments of calls such as `.text("key")`.
fn asked<'a>(code: &'a str, call: &str) -> BTreeSet<&'a str> {
    code.match_indices(call)
        .filter_map(|(at, _)| {
            let rest = code[at + call.len()..].trim_start().strip_prefix('"')?;
            rest.split_once('"').map(|(key, _)| key).filter(|key| is_key(key))
        })
        .collect()
}

#[test]
fn every_file_reads_without_errors() {
    for (locale, source) in SOURCES {
        let read = fluent_bundle::FluentResource::try_new(source.to_owned());
        assert!(
            read.is_ok(),
            "{locale}.ftl: {:?}",
            read.err().map(|(_, errors)| errors)
        );
    }
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_values() {
    let (ru, en) = (texts(SOURCES[0].1), texts(SOURCES[1].1));
    assert_eq!((SOURCES[0].0, SOURCES[1].0), (Locale::Ru, Locale::En));
    for (key, values) in &ru {
        assert_eq!(en.get(key), Some(values), "en.ftl differs for {key}");
    }
    for key in en.keys() {
        assert!(ru.contains_key(key), "ru.ftl has no {key}");
    }
}

#[test]
fn every_text_the_code_asks_for_exists() {
    let (code, texts) = (code(), texts(SOURCES[0].1));
    let mut missing = BTreeSet::new();
    for call in [
        "t.text(",
        "texts.text(",
        "texts().text(",
        ".count(",
        ".with(",
        ".with2(",
        "Flash::new(",
        "Flash::with(",
        ".saying(",
    ] {
        missing.extend(
            asked(&code, call)
                .into_iter()
                .filter(|key| key.contains('-') && !texts.contains_key(*key))
                .map(str::to_owned),
        );
    }
    for call in [
        "Error::not_found(",
        "ErrorKind::BadInput,",
        "ErrorKind::Conflict,",
        "ErrorKind::Unsupported,",
        "ErrorKind::TooLarge,",
        "ErrorKind::TooMany,",
        "ErrorKind::Unavailable,",
        "ErrorKind::DiskFull,",
        "ErrorKind::Forbidden,",
        "ErrorKind::NotFound,",
    ] {
        missing.extend(
            asked(&code, call)
                .into_iter()
                .map(|c| format!("error-{c}"))
                .filter(|key| !texts.contains_key(key)),
        );
    }
    for (at, _) in code.match_indices("code: \"") {
        let field =
            code[..at].trim_end().ends_with(',') && code[at.saturating_sub(160)..at].contains("field");
        let key = code[at + 7..].split('"').next().unwrap_or_default();
        if field && is_key(key) && !texts.contains_key(&format!("error-{key}")) {
            missing.insert(format!("error-{key}"));
        }
    }
    assert!(missing.is_empty(), "texts are missing: {missing:#?}");
}

#[test]
fn no_text_is_left_over() {
    let code = code();
    let (whole, beginnings) = literals(&code);
    let left: Vec<String> = texts(SOURCES[0].1)
        .into_keys()
        .filter(|key| {
            let by_code = key
                .strip_prefix("error-")
                .is_some_and(|code| whole.contains(code));
            let by_beginning = beginnings
                .iter()
                .any(|beginning| *beginning != "error-" && key.starts_with(beginning));
            !(whole.contains(key.as_str()) || by_code || by_beginning)
        })
        .collect();
    assert!(left.is_empty(), "texts nobody asks for: {left:#?}");
}
