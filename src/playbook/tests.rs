//! The shipped library is the largest test of the parser.

use std::path::Path;

use super::lint::inspect;
use super::{Body, Library};
use crate::i18n::Locale;

#[test]
fn the_shipped_library_reads_as_it_is_written() {
    let library = Library::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library")).unwrap();
    let book = library.snapshot();
    let answers: usize = book
        .entries()
        .map(|entry| match &entry.body {
            Body::Objection(objection) => objection.answers.len(),
            _ => 0,
        })
        .sum();
    assert!(answers >= 80, "{answers}");
    let report = inspect(&book, "2026-11-23".parse().unwrap());
    for finding in &report.findings {
        println!("{}", finding.line(Locale::Ru));
    }
    let errors: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.fault.severity() == super::lint::LintSeverity::Error)
        .map(|finding| finding.line(Locale::En))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}
