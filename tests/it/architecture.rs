//! The layout shows the architecture: dependencies between the folders of `src` run one way.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Lower layers first. A folder may use those before it and its own.
///
/// `app` is the one place that knows everybody; the web shell and the features hand their handlers `App`, so `app` (the
/// type) may be named from anywhere, and `web` may name the people it shows and the sign-in that finds them.
const ORDER: &[&str] = &[
    "time",
    "id",
    "error",
    "growth",
    "text",
    "diff",
    "private",
    "room",
    "db",
    "i18n",
    "telemetry",
    "config",
    "lifecycle",
    "jobs",
    "people",
    "auth",
    "web",
    "api",
    "audit",
    "drafts",
    "playbook",
    "search",
    "unanswered",
    "authoring",
    "upkeep",
    "speech",
    "glossary",
    "recordings",
    "transcripts",
    "snippets",
    "comments",
    "checklists",
    "evaluations",
    "sheets",
    "listening",
    "appeals",
    "calibration",
    "coaching",
    "backup",
    "health",
    "forgetting",
    "today",
    "demo",
    "app",
    "cli",
];

/// Arrows against the order that are meant, each with its reason.
const MEANT: &[(&str, &str, &str)] = &[
    (
        "time",
        "db",
        "columns for timestamps and days are declared by the database's macro",
    ),
    ("error", "db", "a failed statement becomes an error in one place"),
    (
        "people",
        "web",
        "pages and API of a feature use the shell; the shell shows the person",
    ),
    ("people", "auth", "the people pages make sign-in links"),
    ("people", "audit", "every change of a person is kept"),
    ("people", "api", "lists have one shape in the whole API"),
    ("auth", "audit", "how people got in is kept"),
    ("jobs", "audit", "what people do with the queue is kept"),
    ("auth", "web", "pages and API of a feature use the shell"),
    ("jobs", "web", "the queue's page"),
    ("jobs", "people", "the queue's page"),
];

fn rust_files(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn dependencies_run_one_way() {
    let src = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    rust_files(&src, &mut paths);
    let place: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(i, name)| (*name, i)).collect();
    let mut wrong = Vec::new();
    for path in paths {
        let inside = path.strip_prefix(&src).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let from = first.trim_end_matches(".rs");
        if matches!(from, "lib" | "main") {
            continue;
        }
        let Some(own) = place.get(from) else {
            panic!("{from} has no place in ORDER")
        };
        let text = std::fs::read_to_string(&path).unwrap();
        // Tests may reach further, comments may point anywhere.
        if path.ends_with("tests.rs") || inside.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        let code: String = text
            .split("#[cfg(test)]")
            .next()
            .unwrap()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for to in ORDER.iter().filter(|to| **to != "app" && **to != from) {
            let named =
                code.contains(&format!("crate::{to}::")) || code.contains(&format!("use crate::{to};"));
            let meant = MEANT.iter().any(|(a, b, _)| a == &from && b == to);
            if named && place[to] > *own && !meant {
                wrong.push(format!("{} uses {to}", inside.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "arrows against the order:\n{}",
        wrong.join("\n")
    );
}

/// Files of `src` whose text `wrong` complains of, with what it says.
fn complaints(wrong: impl Fn(&str, &str) -> Option<String>) -> String {
    let src = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    rust_files(&src, &mut paths);
    let told = paths.iter().filter_map(|path| {
        let name = path.strip_prefix(&src).unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        wrong(name, &text).map(|what| format!("{name}: {what}"))
    });
    told.collect::<Vec<_>>().join("\n")
}

/// Whose work a person sees is one rule: a statement that typed it again could differ from it unseen.
#[test]
fn the_visibility_rule_is_typed_once() {
    let rule = ["'all'", "'team'", "'own'", "'nothing'"];
    let again = complaints(|name, text| {
        let word = rule.iter().find(|word| text.contains(**word))?;
        (name != "people/visible.rs").then(|| format!("{word} belongs to people::visible!"))
    });
    assert!(again.is_empty(), "{again}");
}

/// What stands between the parentheses of each call of a method.
fn arguments<'t>(text: &'t str, call: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(call).map(move |(at, _)| {
        let rest = &text[at + call.len()..];
        let mut depth = 1;
        let end = rest.find(|letter: char| {
            depth += i32::from(letter == '(') - i32::from(letter == ')');
            depth == 0
        });
        end.map_or(rest, |end| &rest[..end])
    })
}

#[test]
fn nothing_is_copied_to_be_bound() {
    let copies = [".clone()", ".cloned()", ".to_owned()", ".to_vec()"];
    let copied = complaints(|_, text| {
        let mut bound = arguments(text, ".bind(").chain(arguments(text, ".bind_all("));
        let value = bound.find(|value| copies.iter().any(|copy| value.contains(copy)))?;
        Some(format!("bind a reference instead of {value}"))
    });
    assert!(copied.is_empty(), "{copied}");
}

/// What a form returns, and what is wrong with its fields, is told by `web::form` and the macros of the templates.
#[test]
fn forms_are_answered_in_one_place() {
    let again = complaints(|name, text| {
        if name.starts_with("web/") || name.starts_with("api/") {
            return None;
        }
        let typed = [
            "if !error.field_errors().is_empty()",
            "fn error(&self, field",
            "UNPROCESSABLE_ENTITY, Html(",
            ".header()], ",
        ];
        typed.into_iter().find(|it| text.contains(it)).map(str::to_owned)
    });
    assert!(again.is_empty(), "{again}");
}

/// Which letters a reader takes for the same is one rule: another folding would find less, or more, and nobody would know why.
#[test]
fn texts_are_folded_in_one_place() {
    let again = complaints(|name, text| {
        let typed = ["replace('ё'", "'ё' => 'е'", "== 'ё'"];
        let found = typed.iter().find(|it| text.contains(**it))?;
        (!name.starts_with("text/")).then(|| format!("{found} belongs to text::fold"))
    });
    assert!(again.is_empty(), "{again}");
}

/// Small things that were written two or three times.
#[test]
fn small_things_have_one_home() {
    let homes = [
        ("{byte:02x}", "id.rs"),
        ("\"&amp;\"", "text/markup.rs"),
        ("Pin<Box<dyn Future", "nowhere: BoxFuture"),
    ];
    let again = complaints(|name, text| {
        // Reading back what was escaped is another thing.
        let code = text.replace(".replace(\"&amp;\", \"&\")", "");
        let found = homes
            .iter()
            .find(|(typed, home)| code.contains(typed) && name != *home && !name.contains("tests"))?;
        Some(format!("{} belongs to {}", found.0, found.1))
    });
    assert!(again.is_empty(), "{again}");
}

#[test]
fn a_template_lies_in_the_folder_of_its_room() {
    let src = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    rust_files(&src, &mut paths);
    let mut wrong = Vec::new();
    for path in paths {
        let inside = path.strip_prefix(&src).unwrap();
        let room = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        for named in text.split("#[template(path = \"").skip(1) {
            let template = named.split('"').next().unwrap();
            if template.split_once('/').is_some_and(|(folder, _)| folder != room) {
                wrong.push(format!("{} shows {template}", inside.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "templates of another room:\n{}",
        wrong.join("\n")
    );
}
