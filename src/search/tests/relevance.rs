//! The relevance set, `tests/fixtures/relevance.tsv`: what people type and the entries that should answer. Read by the test
//! and by `benches/search`, and so without anything of the crate.

/// One question.
pub struct RelevanceCase {
    /// `tune`, or `held`: never looked at but to measure.
    pub set: String,
    /// Plain, inflected, misspelt…
    pub kind: String,
    /// What is typed.
    pub typed: String,
    /// `ru` or `en`.
    pub language: &'static str,
    /// Entries, any of which answers.
    pub expected: Vec<String>,
}

impl std::fmt::Display for RelevanceCase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { set, kind, typed, .. } = self;
        write!(f, "{set} {kind} {typed:?}: {}", self.expected.join("|"))
    }
}

impl RelevanceCase {
    /// Where the first expected entry stands among `found`, from 0.
    pub fn place(&self, found: &[String]) -> Option<usize> {
        found.iter().position(|id| self.expected.contains(id))
    }
}

/// Every question, in the file's order.
pub fn questions() -> Vec<RelevanceCase> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/relevance.tsv");
    let rows = std::fs::read_to_string(file).unwrap();
    rows.lines()
        .filter(|row| !row.starts_with('#') && !row.is_empty())
        .map(|row| {
            let [set, kind, typed, expected] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("a row of four columns: {row}");
            };
            RelevanceCase {
                set: set.to_owned(),
                kind: kind.to_owned(),
                typed: typed.to_owned(),
                language: if expected.starts_with("en/") { "en" } else { "ru" },
                expected: expected.split('|').map(str::to_owned).collect(),
            }
        })
        .collect()
}
