//! Whose name stands before a line: the recording's own people, or the words for the parties.

use super::ImportContext;
use crate::speech::Speaker;
use crate::text::spaced;

/// Words that mean the salesperson in files of other programs.
const MANAGER: [&str; 5] = ["менеджер", "оператор", "manager", "agent", "operator"];
/// Words that mean the other party.
const CLIENT: [&str; 4] = ["клиент", "абонент", "client", "customer"];
/// Letters of a name, a little more than a client's name may have.
const MOST_LETTERS: usize = 130;

/// The names of both parties, folded.
pub(super) struct FoldedNames {
    manager: Vec<String>,
    client: Vec<String>,
}

impl FoldedNames {
    pub(super) fn new(known: &ImportContext) -> Self {
        let all = |own: &[String], words: &[&str]| {
            own.iter()
                .map(String::as_str)
                .chain(words.iter().copied())
                .map(fold)
                .filter(|name| !name.is_empty())
                .collect()
        };
        Self {
            manager: all(&known.manager, &MANAGER),
            client: all(&known.client, &CLIENT),
        }
    }

    /// Who is called so; nobody when both parties are.
    pub(super) fn speaker(&self, name: &str) -> Option<Speaker> {
        let name = fold(name);
        match (self.manager.contains(&name), self.client.contains(&name)) {
            (true, false) => Some(Speaker::Manager),
            (false, true) => Some(Speaker::Client),
            _ => None,
        }
    }

    /// The party before the colon of `Имя: текст`, and the text. Other words before a colon are part of what is said.
    pub(super) fn prefix<'t>(&self, line: &'t str) -> Option<(Speaker, &'t str)> {
        let beginning = line
            .char_indices()
            .nth(MOST_LETTERS)
            .map_or(line.len(), |(at, _)| at);
        line[..beginning]
            .match_indices(':')
            .find_map(|(at, _)| Some((self.speaker(&line[..at])?, &line[at + 1..])))
    }
}

/// A name as it is compared: one space between words, none of the quotes and brackets around names.
fn fold(name: &str) -> String {
    spaced(name, |c| c.is_whitespace() || "«»\"“”[]()".contains(c))
}
