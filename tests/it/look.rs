//! The stylesheet keeps its promises: dark stands twice and the same, only defined values are used, old browsers can
//! read it, and pages carry no inline styles or handlers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

pub fn root(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
}

/// Every file of a folder with this ending, and what is in it.
pub fn read_all(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(&root(folder), extension, &mut found);
    found
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The whole stylesheet without its comments.
pub fn stylesheet() -> String {
    let whole: String = read_all("static/css", "css")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    without_comments(&whole)
}

fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        let end = rest[start..]
            .find("*/")
            .expect("a comment of the stylesheet is not closed");
        rest = &rest[start + end + 2..];
    }
    out + rest
}

/// Custom properties of the first block that follows `selector`.
fn block(css: &str, selector: &str) -> BTreeMap<String, String> {
    let start = css.find(selector).unwrap_or_else(|| panic!("no {selector}"));
    let open = start + css[start..].find('{').unwrap();
    let body = &css[open + 1..open + css[open..].find('}').unwrap()];
    body.split(';')
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| {
            (
                name.trim().to_owned(),
                value.split_whitespace().collect::<Vec<_>>().join(" "),
            )
        })
        .collect()
}

fn names_after<'a>(css: &'a str, before: &str) -> BTreeSet<&'a str> {
    css.split(before)
        .skip(1)
        .map(|rest| {
            rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
                .next()
                .unwrap_or("")
        })
        .collect()
}

#[test]
fn dark_by_system_and_by_choice_are_the_same() {
    let css = stylesheet();
    let system = block(&css, ":root:not([data-theme=\"light\"]) {");
    let choice = block(&css, ":root[data-theme=\"dark\"] {");
    assert!(system.len() > 30, "the dark block was not found");
    assert_eq!(system, choice);
}

#[test]
fn dark_changes_only_what_light_defines() {
    let css = stylesheet();
    let light = block(&css, ":root {");
    let dark = block(&css, ":root[data-theme=\"dark\"] {");
    let unknown: Vec<_> = dark.keys().filter(|name| !light.contains_key(*name)).collect();
    assert!(
        unknown.is_empty(),
        "dark defines what light does not: {unknown:?}"
    );
}

#[test]
fn only_defined_properties_are_used() {
    let css = stylesheet();
    let used: BTreeSet<String> = names_after(&css, "var(--")
        .into_iter()
        .map(|name| format!("--{name}"))
        .collect();
    let defined: BTreeSet<String> = css
        .split(['{', ';', '}'])
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(name, _)| name.trim().to_owned())
        .filter(|name| name.starts_with("--"))
        .collect();
    let missing: Vec<_> = used.difference(&defined).collect();
    assert!(missing.is_empty(), "used but never defined: {missing:?}");
    let idle: Vec<_> = defined.difference(&used).collect();
    assert!(idle.is_empty(), "defined but never used: {idle:?}");
}

#[test]
fn every_file_is_balanced_and_starts_with_its_purpose() {
    for (path, css) in read_all("static/css", "css") {
        assert!(
            css.starts_with("/* "),
            "{} does not say what it is for",
            path.display()
        );
        let bare = without_comments(&css);
        assert_eq!(
            bare.matches('{').count(),
            bare.matches('}').count(),
            "{}",
            path.display()
        );
        let mut depth = 0;
        for c in bare.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ';' => assert!(
                    depth > 0 || bare.contains("@layer tokens, base"),
                    "{}",
                    path.display()
                ),
                _ => {}
            }
        }
        assert_eq!(depth, 0, "{}", path.display());
    }
}

#[test]
fn old_office_browsers_can_read_it() {
    let css = stylesheet();
    for novelty in [
        "light-dark(",
        "color-mix(",
        "@scope",
        "@starting-style",
        "&:",
        "& ",
    ] {
        assert!(
            !css.contains(novelty),
            "{novelty} is not known to Chromium 109 and Firefox 115"
        );
    }
}

#[test]
fn pages_have_no_inline_styles_or_handlers() {
    for (path, html) in read_all("templates", "html") {
        for banned in [
            " style=",
            " onclick=",
            " onchange=",
            " onsubmit=",
            " oninput=",
            "<style",
            "javascript:",
        ] {
            assert!(!html.contains(banned), "{} has {banned}", path.display());
        }
    }
    for (path, script) in read_all("static/js", "js") {
        for banned in [
            ".style.",
            ".style =",
            "setAttribute('style'",
            "cssText",
            "eval(",
            "new Function",
            "innerHTML",
        ] {
            assert!(!script.contains(banned), "{} has {banned}", path.display());
        }
    }
}

#[test]
fn icons_that_pages_ask_for_exist() {
    let icons = fs::read_to_string(root("static/icons.svg")).unwrap();
    let known: BTreeSet<&str> = icons
        .split("<symbol id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    for (path, html) in read_all("templates", "html") {
        for rest in html.split("t.icon(\"").skip(1) {
            let name = rest.split('"').next().unwrap_or("");
            assert!(
                known.contains(name),
                "{} asks for the icon {name}",
                path.display()
            );
        }
    }
}
