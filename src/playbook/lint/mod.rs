//! The book's own inspection: what a reader would stumble over, found before they do.
//!
//! Decides how a finding looks ([`LintFinding`]: file, line, column, code, sentence) and which rules run over a library
//! ([`inspect`]). The rules themselves are in [`structure`], [`wording`], [`gender`], [`next_step`] and [`page_fit`]; complaints that make a file unusable come
//! from [`super::parse`]. Who may see a report and how it is printed is left to the command line and the pages.

mod fault;
mod gender;
mod next_step;
pub mod page_fit;
mod structure;
#[cfg(test)]
mod tests;
mod wording;
pub mod yaml;

pub use fault::{LintFault, LintSeverity};
pub use wording::TagSpellings;
pub use yaml::YamlMistake;

use super::body::Body;
use super::embeds::{EmbedStatus, EmbeddedClips};
use super::entry::{Entry, EntryStatus, Position};
use super::front_matter::Complaint;
use super::library::LibrarySnapshot;
use super::tree::each_snippet;
use crate::i18n::Locale;
use crate::time::Day;

/// One thing wrong at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintFinding {
    /// The file inside the library folder, with `/`.
    pub file: String,
    /// Where in it.
    pub at: Position,
    /// What.
    pub fault: LintFault,
}

impl LintFinding {
    /// `ru/objections/too-expensive.md:12:3: error raw-html: …`, as compilers print it.
    pub fn line(&self, locale: Locale) -> String {
        let Position { line, column } = self.at;
        let severity = self.fault.severity().as_str();
        let (code, sentence) = (self.fault.code(), self.fault.sentence(locale));
        format!("{}:{line}:{column}: {severity} {code}: {sentence}", self.file)
    }
}

/// All findings of a library, in order of files and places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LintReport {
    /// Entries looked at.
    pub entries: usize,
    /// What was found.
    pub findings: Vec<LintFinding>,
}

impl LintReport {
    /// With the findings put in order.
    fn new(entries: usize, mut findings: Vec<LintFinding>) -> Self {
        findings.sort_by(|a, b| (&a.file, a.at).cmp(&(&b.file, b.at)));
        Self { entries, findings }
    }

    /// With what is wrong about the parts of calls the library names.
    #[must_use]
    pub fn with_snippets(mut self, library: &LibrarySnapshot, embeds: &EmbeddedClips) -> Self {
        for entry in library.entries() {
            let found = inspect_snippets(entry, embeds);
            self.findings
                .extend(found.into_iter().map(|(at, fault)| LintFinding {
                    file: entry.id.file(),
                    at,
                    fault,
                }));
        }
        Self::new(self.entries, self.findings)
    }

    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.fault.severity() == LintSeverity::Error)
            .count()
    }

    /// How many findings are warnings.
    pub fn warnings(&self) -> usize {
        self.findings.len() - self.errors()
    }
}

/// Looks at one entry, which need not be in the library yet, as of `today`.
pub fn inspect_entry(entry: &Entry, library: &LibrarySnapshot, today: Day) -> Vec<Complaint> {
    let mut found = structure::inspect(entry, library);
    found.extend(page_fit::inspect(entry));
    if entry.status() == EntryStatus::Archived {
        // Nobody says it or sends it any more; it only has to be whole.
        return found;
    }
    found.extend(wording::inspect(entry, library, today));
    gender::inspect(entry, &mut found);
    if let Body::Script(script) = &entry.body {
        next_step::inspect(entry, script, &mut found);
    }
    if entry.overdue_days(today) > 0 {
        let fault = LintFault::ReviewOverdue {
            days: entry.overdue_days(today),
        };
        found.push((structure::key_position(entry, "review"), fault));
    }
    found
}

/// Looks at the parts of calls an entry names, where they could be looked up: in the service, not in a terminal.
pub fn inspect_snippets(entry: &Entry, embeds: &EmbeddedClips) -> Vec<Complaint> {
    let mut found = Vec::new();
    each_snippet(&entry.tree, &mut |id, span| {
        let fault = match embeds.status(id) {
            EmbedStatus::Shared | EmbedStatus::Unknown => return,
            EmbedStatus::Withheld => LintFault::SnippetWithheld { id: id.to_string() },
            EmbedStatus::Gone => LintFault::SnippetGone { id: id.to_string() },
        };
        found.push((entry.position(span.start), fault));
    });
    found
}

/// Looks at every entry of a library as of `today`; complaints about unusable files included.
pub fn inspect(library: &LibrarySnapshot, today: Day) -> LintReport {
    let mut findings = library.problems().to_vec();
    for entry in library.every() {
        findings.extend(
            inspect_entry(entry, library, today)
                .into_iter()
                .map(|(at, fault)| LintFinding {
                    file: entry.id.file(),
                    at,
                    fault,
                }),
        );
    }
    LintReport::new(library.every().count(), findings)
}
