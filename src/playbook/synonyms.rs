//! The trainer's other words for the same thing: `synonyms.txt` at the root of the library.
//!
//! Decides the form of the file: one group a line, phrases between commas, `#` begins a remark. A line that says nothing
//! (one phrase, or none) is reported and passed over; the other lines count. What the groups are good for is left to
//! `search`.

use super::entry::Position;
use super::lint::LintFault;

/// The file's name inside the library.
pub const FILE: &str = "synonyms.txt";
/// Longer phrases are sentences.
const LONGEST: usize = 60;

/// Groups of phrases that mean the same, in the order of the file.
pub type Groups = Vec<Vec<String>>;

/// Reads the file's text.
pub fn read(text: &str) -> (Groups, Vec<(Position, LintFault)>) {
    let mut groups = Vec::new();
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.split('#').next().unwrap_or_default();
        if line.trim().is_empty() {
            continue;
        }
        let phrases: Vec<String> = line
            .split(',')
            .map(|phrase| phrase.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|phrase| !phrase.is_empty())
            .collect();
        let position = Position {
            line: number,
            column: 1,
        };
        if let Some(long) = phrases.iter().find(|phrase| phrase.chars().count() > LONGEST) {
            faults.push((position, LintFault::SynonymLong { phrase: long.clone() }));
        } else if phrases.len() < 2 {
            faults.push((position, LintFault::SynonymAlone));
        } else {
            groups.push(phrases);
        }
    }
    (groups, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_lines_and_what_says_nothing_is_reported() {
        let (groups, faults) = read(
            "\u{feff}# слова клиентов\nдорого, не  по карману , кусается # цена\n\nодин\n,\nКП,оферта\n",
        );
        assert_eq!(
            groups,
            [vec!["дорого", "не по карману", "кусается"], vec!["КП", "оферта"]]
        );
        let lines: Vec<_> = faults.iter().map(|(at, fault)| (at.line, fault.code())).collect();
        assert_eq!(lines, [(4, "synonym-alone"), (5, "synonym-alone")]);
        let long = "слово ".repeat(20);
        assert_eq!(read(&format!("дорого, {long}")).1[0].1.code(), "synonym-long");
    }
}
