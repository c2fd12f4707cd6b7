//! What became of a text, word by word, with its lines. Pure.
//!
//! Decides that words are compared and white space follows them: a line that was only wrapped anew is told as such, and
//! long stretches that did not change are folded.

use similar::DiffOp;

use crate::diff::{self, Deadline, DiffPiece};

/// What may stand between words of a line.
const SPACES: [char; 3] = [' ', '\t', '\r'];
/// Lines kept at either end of a stretch that is folded.
const CONTEXT: usize = 2;

/// What became of `old`, in the order of the new text.
pub fn compare(old: &str, new: &str, deadline: Deadline) -> Vec<DiffPiece> {
    let (old, new) = (tokens(old), tokens(new));
    let word = |token: &&str| token.trim_end_matches(SPACES).to_owned();
    let old_words: Vec<String> = old.iter().map(word).collect();
    let new_words: Vec<String> = new.iter().map(word).collect();
    let mut pieces = Vec::new();
    for op in diff::operations(&old_words, &new_words, deadline) {
        let (gone, come) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        if matches!(op, DiffOp::Equal { .. }) {
            // Words before something that went or came keep the space after them, whichever text has it.
            let words = old[op.old_range()].iter().zip(&new[op.new_range()]);
            let wider = words.map(|(old, new)| if old.len() > new.len() { *old } else { *new });
            pieces.push(DiffPiece::Same(wider.collect()));
            continue;
        }
        let spaces = spaces_after(&come);
        if !gone.is_empty() && !come.is_empty() && !spaces.is_empty() && !spaces_after(&gone).is_empty() {
            // The space between words is in both texts.
            pieces.push(DiffPiece::Gone(gone.trim_end_matches(SPACES).to_owned()));
            pieces.push(DiffPiece::New(come[..come.len() - spaces.len()].to_owned()));
            pieces.push(DiffPiece::Same(spaces.to_owned()));
            continue;
        }
        pieces.extend(DiffPiece::changed(gone, come));
    }
    pieces
}

fn spaces_after(words: &str) -> &str {
    &words[words.trim_end_matches(SPACES).len()..]
}

/// The same with long stretches that did not change left out.
pub fn fold(pieces: Vec<DiffPiece>) -> Vec<DiffPiece> {
    let last = pieces.len().saturating_sub(1);
    let mut folded = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.into_iter().enumerate() {
        let DiffPiece::Same(text) = piece else {
            folded.push(piece);
            continue;
        };
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        // Nothing stands before the first and after the last stretch.
        let head = if at == 0 { 0 } else { CONTEXT };
        let tail = if at == last { 0 } else { CONTEXT };
        let hidden = lines.len().saturating_sub(head + tail);
        if hidden <= 2 {
            folded.push(DiffPiece::Same(text));
            continue;
        }
        if head > 0 {
            folded.push(DiffPiece::Same(lines[..head].concat()));
        }
        folded.push(DiffPiece::Folded(hidden));
        if tail > 0 {
            folded.push(DiffPiece::Same(lines[lines.len() - tail..].concat()));
        }
    }
    folded
}

/// Words with the spaces after them, and line ends.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut spaces = false;
    for (at, letter) in text.char_indices() {
        let is_space = SPACES.contains(&letter);
        if at > start && (letter == '\n' || (spaces && !is_space)) {
            tokens.push(&text[start..at]);
            start = at;
        }
        if letter == '\n' {
            tokens.push(&text[at..=at]);
            start = at + 1;
        }
        spaces = is_space;
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(text: &str) -> DiffPiece {
        DiffPiece::Same(text.to_owned())
    }

    #[test]
    fn words_that_went_and_came_are_named_with_their_lines() {
        let pieces = compare(
            "Понимаю, дорого.\nСравним?\n",
            "Понимаю, сумма большая.\nСравним?\n",
            Deadline::soon(),
        );
        assert_eq!(
            pieces,
            [
                same("Понимаю, "),
                DiffPiece::Gone("дорого.".to_owned()),
                DiffPiece::New("сумма большая.".to_owned()),
                same("\nСравним?\n"),
            ]
        );
    }

    #[test]
    fn long_stretches_are_folded() {
        let lines = "раз\n".repeat(15);
        let (old, new) = (format!("{lines}два\n{lines}"), format!("{lines}три\n{lines}"));
        let folded = fold(compare(&old, &new, Deadline::soon()));
        let hidden: usize = folded
            .iter()
            .map(|piece| {
                if let DiffPiece::Folded(lines) = piece {
                    *lines
                } else {
                    0
                }
            })
            .sum();
        assert!(hidden > 20, "{folded:?}");
        assert_eq!(
            fold(compare("а б", "а в", Deadline::soon())),
            compare("а б", "а в", Deadline::soon())
        );
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_off(old in "[аб \n]{0,30}", new in "[аб \n]{0,30}") {
            let pieces = compare(&old, &new, Deadline::soon());
            let side = |wanted: fn(&DiffPiece) -> bool| {
                let words: String = pieces.iter().filter(|it| wanted(it)).map(|it| match it {
                    DiffPiece::Same(text) | DiffPiece::Gone(text) | DiffPiece::New(text) => text.as_str(),
                    DiffPiece::Folded(_) => "",
                }).collect();
                words.split(' ').filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ").replace(" \n", "\n").replace("\n ", "\n")
            };
            let plain = |text: &str| text.split(' ').filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ").replace(" \n", "\n").replace("\n ", "\n");
            prop_assert_eq!(side(|it| !matches!(it, DiffPiece::Gone(_))), plain(&new));
            prop_assert_eq!(side(|it| !matches!(it, DiffPiece::New(_))), plain(&old));
        }
    }
}
