//! The layout shows the architecture: dependencies run one way, a feature says what it stands on, a type has a name of its
//! own, and what has one home is not typed again elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The map in the crate's documentation: rooms in their order, each line with what they are for behind a wide gap.
const MAP: &str = include_str!("../../src/lib.rs");

/// Lower rooms first. A room may use those before it and its own.
fn order() -> Vec<&'static str> {
    let map = MAP.split("```").nth(1).unwrap();
    let lines = map.lines().skip(1).filter_map(|line| line.strip_prefix("//! "));
    let rooms = lines.map(|line| line.split("   ").next().unwrap());
    rooms.flat_map(str::split_whitespace).collect()
}

fn files(dir: &Path, kind: &str, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, kind, into);
        } else if path.extension().is_some_and(|extension| extension == kind) {
            into.push(path);
        }
    }
}

/// What a file is called inside its folder, and what it says.
fn texts(folder: &str, kind: &str) -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    files(&root, kind, &mut paths);
    let text = |path: &PathBuf| {
        let inside = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        (inside, std::fs::read_to_string(path).unwrap())
    };
    paths.iter().map(text).collect()
}

/// The rooms a text names. Comments may point anywhere: a room says what it leaves to whom.
fn named(text: &str) -> BTreeSet<&str> {
    let word = |text: &'_ str| text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    let mut rooms = BTreeSet::new();
    let mut group = false;
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        if group {
            // A list of rooms over several lines; what is deeper inside begins with a room all the same.
            rooms.extend(
                line.split([',', '{', '}'])
                    .map(str::trim)
                    .map(|part| &part[..word(part).unwrap_or(part.len())]),
            );
        }
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            if let Some(inner) = rest.strip_prefix('{') {
                group = true;
                rooms.extend(
                    inner
                        .split(',')
                        .map(str::trim)
                        .map(|part| &part[..word(part).unwrap_or(part.len())]),
                );
            } else {
                rooms.insert(&rest[..word(rest).unwrap_or(rest.len())]);
            }
        }
        group = group && !line.contains(';');
    }
    rooms
}

/// Every arrow against the order in these files of `src` and `templates`.
fn against_the_order(source: &[(String, String)], templates: &[(String, String)]) -> Vec<String> {
    let order = order();
    let place: BTreeMap<&str, usize> = order.iter().enumerate().map(|(i, name)| (*name, i)).collect();
    let mut wrong = Vec::new();
    let shown = templates.iter().map(|(name, text)| {
        // Pages have one frame, which is the shell's.
        let room = name.split_once('/').map_or("web", |(room, _)| room);
        (name, room, text)
    });
    let written = source.iter().map(|(name, text)| {
        let first = name.split('/').next().unwrap();
        (name, first.trim_end_matches(".rs"), text)
    });
    for (name, from, text) in written.chain(shown) {
        if matches!(from, "lib" | "main") {
            continue;
        }
        let Some(own) = place.get(from) else {
            panic!("{from} has no place in the map of src/lib.rs")
        };
        let above = named(text)
            .into_iter()
            .filter(|to| place.get(to).is_some_and(|to| to > own));
        wrong.extend(above.map(|to| format!("{name} uses {to}")));
    }
    wrong
}

#[test]
fn dependencies_run_one_way() {
    let (source, templates) = (texts("src", "rs"), texts("templates", "html"));
    let wrong = against_the_order(&source, &templates);
    assert!(
        wrong.is_empty(),
        "arrows against the order:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn an_arrow_against_the_order_is_seen_wherever_it_hides() {
    let file = |name: &str, text: &str| vec![(name.to_owned(), text.to_owned())];
    let planted = [
        ("evaluations/store.rs", "use crate::appeals::Appeals;"),
        ("evaluations/store.rs", "use crate::appeals;"),
        ("people/mod.rs", "use crate::app::App;"),
        ("recordings/acts.rs", "fn f() { crate::today::routes(); }"),
        (
            "web/page.rs",
            "use crate::{config, error::{self, Error}, operations};",
        ),
        ("web/page.rs", "use crate::{\n    config,\n    operations,\n};"),
        (
            "db/mod.rs",
            "fn f() {}\n#[cfg(test)]\nmod tests {\n    use crate::time::Timestamp;\n}",
        ),
        ("sheets/tests/files.rs", "use crate::coaching::Coaching;"),
    ];
    for (name, text) in planted {
        assert_eq!(against_the_order(&file(name, text), &[]).len(), 1, "{text}");
    }
    for (name, text) in [
        ("macros.html", "{% if kind == crate::transcripts::Kind::Word %}"),
        (
            "recordings/show.html",
            "{% let shown = crate::transcripts::shown() %}",
        ),
    ] {
        assert_eq!(against_the_order(&[], &file(name, text)).len(), 1, "{text}");
    }
    let allowed = "//! Leaves the score to [`crate::appeals`].\nuse crate::checklists::Checklist;";
    assert_eq!(
        against_the_order(&file("evaluations/mod.rs", allowed), &[]),
        [""; 0]
    );
}

#[test]
fn the_map_names_every_room_once() {
    let mut rooms: Vec<&str> = order();
    let declared = MAP
        .lines()
        .filter_map(|line| line.strip_suffix(';')?.rsplit_once("mod "));
    let mut declared: Vec<&str> = declared.map(|(_, room)| room).collect();
    rooms.sort_unstable();
    declared.sort_unstable();
    assert_eq!(rooms, declared);
}

/// The types a field's type names: features, what they share, who is given to them.
fn named_types(field: &str) -> impl Iterator<Item = &str> {
    let words = field.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.filter(|word| word.starts_with(char::is_uppercase) && !["Arc", "Box", "RouteInfo"].contains(word))
}

/// Fields are private; what a feature stands on is to be seen in the crate's documentation all the same.
#[test]
fn a_feature_says_what_it_stands_on() {
    let mut silent = Vec::new();
    let mut features = 0;
    for (name, text) in texts("src", "rs") {
        for (at, _) in text.match_indices("\npub struct ") {
            let rest = &text[at + "\npub struct ".len()..];
            let Some((head, body)) = rest.split_once('}').and_then(|(all, _)| all.split_once(" {\n")) else {
                continue;
            };
            let stands = body.lines().any(|line| line.trim() == "core: Core,") || head.ends_with("Pages");
            if !stands || head.contains(char::is_whitespace) || name.starts_with("web/") {
                continue;
            }
            features += 1;
            let doc = text[..at].rsplit("\n\n").next().unwrap();
            let fields = body.lines().filter(|line| !line.trim_start().starts_with("//"));
            let types = fields
                .filter_map(|line| line.split_once(": "))
                .flat_map(|(_, field)| named_types(field));
            let unsaid = types.filter(|it| !doc.contains(&format!("[`{it}`]")));
            silent.extend(unsaid.map(|it| format!("{name}: {head} does not say that it stands on {it}")));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert!(features > 25, "{features} features");
}

/// Files of `src` whose text `wrong` complains of, with what it says.
fn complaints(wrong: impl Fn(&str, &str) -> Option<String>) -> String {
    let sources = texts("src", "rs");
    let told = sources
        .iter()
        .filter_map(|(name, text)| wrong(name, text).map(|what| format!("{name}: {what}")));
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

/// Code without its comments, and without what the formatter puts between words: blanks, line breaks, commas at an end.
fn squeezed(text: &str) -> String {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code
        .flat_map(str::chars)
        .filter(|it| !it.is_whitespace())
        .collect();
    code.replace(",)", ")").replace(",]", "]").replace(",}", "}")
}

/// What a form returns with its own hands, however it is broken into lines.
fn own_answer(text: &str) -> Option<&'static str> {
    let typed = [
        "if !error.field_errors().is_empty()",
        "if error.field_errors().is_empty()",
        "fn error(&self, field",
        "UNPROCESSABLE_ENTITY, Html(",
        "CONFLICT, Html(",
        ".header()], ",
    ];
    let code = squeezed(text);
    typed.into_iter().find(|it| code.contains(&squeezed(it)))
}

/// What a form returns, and what is wrong with its fields, is told by `web::form` and the macros of the templates.
#[test]
fn forms_are_answered_in_one_place() {
    let again = complaints(|name, text| {
        if name.starts_with("web/") || name.starts_with("api/") {
            return None;
        }
        own_answer(text).map(str::to_owned)
    });
    assert!(again.is_empty(), "{again}");
}

#[test]
fn a_line_break_hides_no_answer_of_a_forms_own() {
    for planted in [
        "(StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()",
        "(\n    StatusCode::CONFLICT,\n    Html(Page {\n        t,\n    }),\n)\n    .into_response()",
        "if !error\n    .field_errors()\n    .is_empty()\n{",
        "(\n    [\n        said.header(),\n    ],\n    to,\n)",
    ] {
        assert!(own_answer(planted).is_some(), "{planted}");
    }
    assert_eq!(
        own_answer("// (StatusCode::CONFLICT, Html(page)) is `form::clash`\nform::clash(page)"),
        None
    );
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
    let mut wrong = Vec::new();
    for (name, text) in texts("src", "rs") {
        let room = name.split('/').next().unwrap();
        for named in text.split("#[template(path = \"").skip(1) {
            let template = named.split('"').next().unwrap();
            if template.split_once('/').is_some_and(|(folder, _)| folder != room) {
                wrong.push(format!("{name} shows {template}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "templates of another room:\n{}",
        wrong.join("\n")
    );
}

/// Words that tell a stranger nothing: how a thing came to be or where it stands, but not what it is.
const NO_NAMES: &str = "
    About Accepted Added Agreed Answered Archived Arrived Asked At Before Beside Broken Brought Built By
    Called Checked Chosen Claimed Compared Counted Deed Described Doing Door Doubted Draw Drawn Embedded
    Enqueued Entered Failed Filled Filtered Followed Found From Given Graded Half Handed Heard Here
    Inner Kept Kind Known Lack Last Left Listed Look Looked Lost Lot Made Moved Near New Offered Opened
    Own Owned Part Parts Past Pick Picked Pile Place Prepared Published Read Received Refused Remembered
    Replaced Restored Row Said Scoured See Seen Sent Settled Shared Shelf Shown Standing State Stated
    Struck Submitted Swept Taken Taught Tell Through Told Typed Untold Used Voiced Waiting Wanted Way
    Went What Wish Written
";

/// The name of the type that a line begins to define.
fn defined_type(line: &str) -> Option<&str> {
    let code = line.trim_start();
    let (public, private) = (code.strip_prefix("pub"), code.len() == line.len());
    let code = match public {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.trim_start(),
        None => code,
    };
    let (kind, rest) = code.split_once(' ')?;
    // An alias that is indented and not public belongs to a trait or to what implements it.
    let defines = matches!(kind, "struct" | "enum" | "trait" | "union")
        || kind == "type" && (public.is_some() || private);
    let end = rest
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(rest.len());
    (defines && end > 0).then(|| &rest[..end])
}

/// The types of a file, each as often as it is defined. What stands in for another without a feature counts with that.
fn defined_types(text: &str) -> Vec<&str> {
    let (mut stands_in, mut names) = (false, Vec::new());
    for line in text.lines() {
        let code = line.trim_start();
        if code.starts_with("#[cfg(not(") {
            stands_in = true;
        } else if !code.starts_with("#[") && !code.starts_with("//") {
            names.extend(defined_type(line).filter(|_| !stands_in));
            stands_in = false;
        }
    }
    names
}

/// What is wrong with the names of types in these files, given with their texts.
fn badly_named(files: &[(String, String)]) -> Vec<String> {
    let mut homes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (file, text) in files {
        for name in defined_types(text) {
            homes.entry(name).or_default().push(file);
        }
    }
    let wrong = homes.into_iter().filter_map(|(name, files)| {
        let files = files.join(", ");
        if NO_NAMES.split_whitespace().any(|word| word == name) {
            Some(format!("{name} does not say what it is: {files}"))
        } else {
            files
                .contains(", ")
                .then(|| format!("{name} is several types: {files}"))
        }
    });
    wrong.collect()
}

#[test]
fn the_name_of_a_type_is_its_own_and_says_what_it_is() {
    let files = texts("src", "rs");
    assert!(
        files
            .iter()
            .map(|(_, text)| defined_types(text).len())
            .sum::<usize>()
            > 1_000,
        "types are found"
    );
    let wrong = badly_named(&files);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_bad_name_is_found() {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = [
        file(
            "a.rs",
            "/// A call.\npub(in crate::a) struct Call<'a>(&'a str);\n",
        ),
        file(
            "b.rs",
            "mod tests {\n    enum Call {}\n    type Output = ();\n}\n",
        ),
        file("c.rs", "type Output = u8;\n#[derive(Debug)]\npub struct Asked;\n"),
        file(
            "d.rs",
            "#[cfg(feature = \"x\")]\ntrait Bind {}\n/// Without.\n#[cfg(not(feature = \"x\"))]\ntrait Bind {}\n",
        ),
    ];
    let wrong = badly_named(&files);
    assert_eq!(
        wrong,
        [
            "Asked does not say what it is: c.rs",
            "Call is several types: a.rs, b.rs"
        ]
    );
}
