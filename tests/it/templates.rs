//! Templates can be read and changed: no line too long to be compared, no path of the crate, no class that nobody styles.

use std::collections::BTreeSet;

use crate::look::{read_all, stylesheet};

/// Letters of a line at most.
const LINE: usize = 160;

#[test]
fn no_line_is_too_long_to_be_read() {
    let mut long = Vec::new();
    for (path, html) in read_all("templates", "html") {
        for (n, line) in html.lines().enumerate() {
            if line.chars().count() > LINE {
                long.push(format!("{}:{}", path.display(), n + 1));
            }
        }
    }
    assert!(
        long.is_empty(),
        "break them inside tags, or beside a Jinja tag with `-`: {long:#?}"
    );
}

#[test]
fn no_template_names_a_path_of_the_crate() {
    for (path, html) in read_all("templates", "html") {
        assert!(
            !html.contains("crate::"),
            "{} names a path: let the view or the thing itself say it",
            path.display()
        );
    }
}

/// The template with its comments gone, values as `\0` and acts as a blank.
fn bare(html: &str) -> String {
    let (mut out, mut rest) = (String::new(), html);
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        let (closing, instead) = match rest[start..].chars().nth(1) {
            Some('{') => ("}}", "\0"),
            Some('%') => ("%}", " "),
            Some('#') => ("#}", ""),
            _ => {
                out.push('{');
                rest = &rest[start + 1..];
                continue;
            }
        };
        let end = rest[start..].find(closing).expect("a Jinja tag is not closed");
        out.push_str(instead);
        rest = &rest[start + end + 2..];
    }
    out + rest
}

/// Whole words of what stands between `before` and the next of `ends`, each time.
fn words_after(text: &str, before: &str, ends: &[char]) -> BTreeSet<String> {
    text.split(before)
        .skip(1)
        .filter_map(|rest| rest.split(ends).next())
        .flat_map(str::split_whitespace)
        .filter(|word| !word.contains('\0'))
        .map(str::to_owned)
        .collect()
}

/// Words in quotes after `before`, up to the next argument or statement.
fn quoted_after(script: &str, before: &str) -> BTreeSet<String> {
    script
        .split(before)
        .skip(1)
        .filter_map(|rest| rest.split([';', ',', '\n']).next())
        .flat_map(|statement| statement.split('\'').skip(1).step_by(2))
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect()
}

/// Classes of `element('tag', 'class …`, which scripts make elements with.
fn made_with(script: &str) -> BTreeSet<String> {
    let calls = script
        .split("element('")
        .skip(1)
        .map(|call| call.split('\'').collect::<Vec<_>>());
    calls
        .filter(|parts| parts.get(1).is_some_and(|between| *between == ", "))
        .filter_map(|parts| parts.get(2).copied())
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect()
}

/// Names after a dot in selectors.
fn selected(text: &str) -> BTreeSet<String> {
    text.split('.')
        .skip(1)
        .filter_map(|rest| {
            rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
                .next()
        })
        .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect()
}

/// Classes the stylesheet says something about.
fn styled() -> BTreeSet<String> {
    let css = stylesheet();
    let (mut found, mut start) = (BTreeSet::new(), 0);
    for (at, c) in css.char_indices() {
        if c == '{' && !css[start..at].trim_start().starts_with('@') {
            // What stands in quotes is a value.
            let outside: String = css[start..at].split('"').step_by(2).collect();
            found.extend(selected(&outside));
        }
        if matches!(c, '{' | '}' | ';') {
            start = at + 1;
        }
    }
    found
}

/// Classes that pages, scripts and the book's own rendering give out.
fn worn() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, html) in read_all("templates", "html") {
        let html = bare(&html);
        found.extend(words_after(&html, " class=\"", &['"']));
        // The class of a page's body is a block: `bare` has taken its tags away.
    }
    for (_, html) in read_all("templates", "html") {
        found.extend(words_after(&html, "{% block body_class %}", &['{']));
    }
    for (_, script) in read_all("static/js", "js") {
        for before in [
            "className = ",
            "classList.add(",
            "classList.toggle(",
            "classList.remove(",
            "{ class: ",
        ] {
            found.extend(quoted_after(&script, before));
        }
        found.extend(made_with(&script));
    }
    for (_, code) in read_all("src", "rs") {
        found.extend(words_after(&code, "class=\\\"", &['\\', '"', '{']));
        found.extend(words_after(&code, "class=\"", &['"', '{']));
    }
    found
}

#[test]
fn no_class_is_styled_that_nobody_wears() {
    let worn = worn();
    let dead: Vec<String> = styled().into_iter().filter(|name| !worn.contains(name)).collect();
    assert!(dead.is_empty(), "take them out of the stylesheet: {dead:?}");
}

#[test]
fn no_class_is_worn_that_nobody_styles_or_looks_for() {
    let mut known = styled();
    for (_, script) in read_all("static/js", "js")
        .into_iter()
        .chain(read_all("tests/it", "rs"))
    {
        known.extend(selected(&script));
    }
    let idle: Vec<String> = worn().into_iter().filter(|name| !known.contains(name)).collect();
    assert!(
        idle.is_empty(),
        "style them, or take them out of the pages: {idle:?}"
    );
}
