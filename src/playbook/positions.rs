//! Where in a file a byte is, as people count: line and column.
//!
//! Decides that asking costs the same wherever the byte is: a text of faults alone is asked about once a fault, and counting
//! from the beginning each time would take the square of its length.

use super::Position;

/// Bytes between two places that are remembered.
const STEP: usize = 256;

/// Line and column at every [`STEP`]th byte of a file, the first byte among them.
#[derive(Debug, Clone)]
pub struct Positions(Vec<Position>);

impl Positions {
    /// Reads the file once.
    pub fn new(source: &str) -> Self {
        let mut at = Position { line: 1, column: 1 };
        let mut marks = vec![at];
        for chunk in source.as_bytes().chunks_exact(STEP) {
            at = after(at, chunk);
            marks.push(at);
        }
        Self(marks)
    }

    /// Of byte `offset` in the file that was read, `source`; inside a letter it is the letter's, past the end the end's.
    pub fn at(&self, source: &str, offset: usize) -> Position {
        let mut offset = offset.min(source.len());
        while !source.is_char_boundary(offset) {
            offset -= 1;
        }
        let mark = offset / STEP;
        after(self.0[mark], &source.as_bytes()[mark * STEP..offset])
    }
}

/// Where one is after these bytes. A letter counts with its first byte.
fn after(mut at: Position, bytes: &[u8]) -> Position {
    for byte in bytes {
        if *byte == b'\n' {
            at.line = at.line.saturating_add(1);
            at.column = 1;
        } else if byte & 0b1100_0000 != 0b1000_0000 {
            at.column = at.column.saturating_add(1);
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_place_is_what_counting_from_the_beginning_says(
            pieces in proptest::collection::vec("[а-я\n ]{0,90}|\n|a{0,200}|😀", 0..20),
            at in 0_usize..4_000,
        ) {
            let text = pieces.concat();
            let mut offset = at.min(text.len());
            while !text.is_char_boundary(offset) {
                offset -= 1;
            }
            let before = &text[..offset];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            let found = Positions::new(&text).at(&text, at);
            prop_assert_eq!((found.line as usize, found.column as usize), (line, column));
        }
    }

    #[test]
    fn a_line_of_many_faults_is_asked_about_in_step_with_its_length() {
        let ask = |letters: usize| {
            let text = "ё".repeat(letters);
            let positions = Positions::new(&text);
            move || {
                for offset in (0..text.len()).step_by(16) {
                    std::hint::black_box(positions.at(&text, offset));
                }
            }
        };
        crate::growth::keeps_step(ask(5_000), ask(5_000 * crate::growth::TIMES)).unwrap();
    }
}
