//! Generated documents are what the code says. `make docs` writes them anew.

use std::path::PathBuf;

use salesbook::cli::documents;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn compare(name: &str, is: &str, should: &str) {
    if is == should {
        return;
    }
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::write(path(name), should).unwrap();
    } else {
        panic!("{name} is out of date: run `make docs`");
    }
}

/// Replaces what stands between `<!-- NAME -->` and `<!-- end of NAME -->`.
fn with_section(text: &str, name: &str, body: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (before, rest) = text
        .split_once(&begin)
        .unwrap_or_else(|| panic!("README.md has no {begin}"));
    let (_, after) = rest
        .split_once(&end)
        .unwrap_or_else(|| panic!("README.md has no {end}"));
    format!("{before}{begin}{body}{end}{after}")
}

#[test]
fn the_readme_lists_settings_and_commands_as_they_are() {
    let is = std::fs::read_to_string(path("README.md")).unwrap();
    let should = with_section(&is, "settings", &documents::settings());
    let should = with_section(&should, "commands", &documents::commands());
    compare("README.md", &is, &should);
}

#[test]
fn the_api_document_is_current() {
    let is = std::fs::read_to_string(path("tests/openapi.json")).unwrap_or_default();
    compare("tests/openapi.json", &is, &(documents::openapi().unwrap() + "\n"));
}
