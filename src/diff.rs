//! What differs between two rows of words or lines, within bounds of size and time; and whether what a form was opened on is
//! still there ([`fingerprint`]).
//!
//! Decides how large two texts may be and how long comparing them may take: finding the shortest difference of two long
//! texts with nothing in common costs the product of their lengths, and both may come from one person. Past a bound the
//! rest is told as one replacement, which is true and merely coarse. What became of a text is told as [`DiffPiece`]s; what its
//! smallest parts are is left to the callers, but for the plain [`words`].

use std::hash::Hash;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use crate::error::{Error, ErrorKind, Result};
use crate::id::hex;

/// Everything that is compared under one [`Deadline`] may take so long together.
const PATIENCE: Duration = Duration::from_millis(300);
/// Pieces of both texts that are compared, without what they have in common at either end.
const MOST_PIECES: usize = 60_000;

/// Until when comparisons may go on. A request makes one for all that it shows; the line ends of a file that is saved have one
/// of their own.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// From now on.
    pub fn soon() -> Self {
        Self(Instant::now() + PATIENCE)
    }
}

/// Compares beside the threads that answer requests, with one deadline for everything that `work` compares.
pub async fn aside<T: Send + 'static>(work: impl FnOnce(Deadline) -> T + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(|| work(Deadline::soon()));
    done.await.map_err(Error::internal)
}

/// The revision of something that counts no changes of its own: a digest of what its form holds. Two states with the same
/// texts are the same.
pub fn fingerprint<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    }
    hex(&digest.finalize())
}

/// Was it read as it is now? An empty revision is of somebody who has read none and means to replace whatever is there.
pub fn is_as_read(read: &str, now: &str) -> bool {
    read.is_empty() || read == now
}

/// Refuses what was made on another revision than there is now ([`is_as_read`]). Code: `changed-meanwhile`.
pub fn as_read(read: &str, now: &str) -> Result<()> {
    if is_as_read(read, now) {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::Conflict, "changed-meanwhile"))
    }
}

/// What became of `old`, in the order of `new`; the ranges of all steps together are both rows, without gaps.
pub fn operations<T: Eq + Hash + Ord>(old: &[T], new: &[T], deadline: Deadline) -> Vec<DiffOp> {
    let same = |(old, new): &(&T, &T)| old == new;
    let head = old.iter().zip(new).take_while(same).count();
    let ends = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = ends.take_while(same).count();
    let (old_len, new_len) = (old.len() - head - tail, new.len() - head - tail);
    if old_len + new_len <= MOST_PIECES {
        return capture_diff_slices_deadline(Algorithm::Myers, old, new, Some(deadline.0));
    }
    let equal = |old_index, new_index, len| DiffOp::Equal {
        old_index,
        new_index,
        len,
    };
    let replaced = match (old_len, new_len) {
        (_, 0) => DiffOp::Delete {
            old_index: head,
            old_len,
            new_index: head,
        },
        (0, _) => DiffOp::Insert {
            old_index: head,
            new_index: head,
            new_len,
        },
        _ => DiffOp::Replace {
            old_index: head,
            old_len,
            new_index: head,
            new_len,
        },
    };
    let steps = [
        equal(0, 0, head),
        replaced,
        equal(head + old_len, head + new_len, tail),
    ];
    let is_something = |step: &DiffOp| !(step.old_range().is_empty() && step.new_range().is_empty());
    steps.into_iter().filter(is_something).collect()
}

/// Words in a row that are in both texts, or in one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffPiece {
    /// In both.
    Same(String),
    /// Only in the old text.
    Gone(String),
    /// Only in the new text.
    New(String),
    /// Lines of both texts that are not shown.
    Folded(usize),
}

impl DiffPiece {
    /// What went and what came in its place, as far as there is either.
    pub fn changed(gone: String, come: String) -> impl Iterator<Item = Self> {
        let both = [Self::Gone(gone), Self::New(come)];
        both.into_iter().filter(|piece| !piece.words().is_empty())
    }

    /// The words; none of lines that are not shown.
    pub fn words(&self) -> &str {
        match self {
            Self::Same(text) | Self::Gone(text) | Self::New(text) => text,
            Self::Folded(_) => "",
        }
    }

    /// Is it the same in both texts?
    pub const fn is_same(&self) -> bool {
        matches!(self, Self::Same(_) | Self::Folded(_))
    }

    /// Is it in the old text alone?
    pub const fn is_gone(&self) -> bool {
        matches!(self, Self::Gone(_))
    }

    /// Is it in the new text alone?
    pub const fn is_new(&self) -> bool {
        matches!(self, Self::New(_))
    }
}

/// What became of a text, word by word; what stands between the words does not count and is left out.
pub fn words(old: &str, new: &str, deadline: Deadline) -> Vec<DiffPiece> {
    let old: Vec<&str> = old.split_whitespace().collect();
    let new: Vec<&str> = new.split_whitespace().collect();
    let mut pieces = Vec::new();
    for op in operations(&old, &new, deadline) {
        let (gone, come) = (old[op.old_range()].join(" "), new[op.new_range()].join(" "));
        if matches!(op, DiffOp::Equal { .. }) {
            pieces.push(DiffPiece::Same(gone));
        } else {
            pieces.extend(DiffPiece::changed(gone, come));
        }
    }
    pieces
}

/// The beginning of a comparison, about so many letters, for a page that shows many: an ellipsis stands for the rest.
pub fn beginning(pieces: Vec<DiffPiece>, mut letters: usize) -> Vec<DiffPiece> {
    let mut shown = Vec::new();
    for mut piece in pieces {
        let length = piece.words().chars().count();
        if length > letters {
            if let DiffPiece::Same(text) | DiffPiece::Gone(text) | DiffPiece::New(text) = &mut piece {
                let end = text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at);
                text.truncate(end);
                text.push('…');
            }
            shown.push(piece);
            break;
        }
        letters -= length;
        shown.push(piece);
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_comparison_names_what_went_and_what_came() {
        let pieces = words(
            "нам нужен стела жи срочно",
            "нам нужен стеллаж срочно завтра",
            Deadline::soon(),
        );
        assert_eq!(
            pieces,
            [
                DiffPiece::Same("нам нужен".to_owned()),
                DiffPiece::Gone("стела жи".to_owned()),
                DiffPiece::New("стеллаж".to_owned()),
                DiffPiece::Same("срочно".to_owned()),
                DiffPiece::New("завтра".to_owned()),
            ]
        );
        assert_eq!(words("", "", Deadline::soon()), []);
    }

    #[test]
    fn a_long_comparison_is_shown_from_its_beginning() {
        let pieces = words("один два три", "один четыре три", Deadline::soon());
        assert_eq!(beginning(pieces.clone(), 100), pieces);
        let cut = beginning(pieces, 6);
        assert_eq!(
            cut,
            [
                DiffPiece::Same("один".to_owned()),
                DiffPiece::Gone("дв…".to_owned())
            ]
        );
        assert_eq!(
            beginning(words(&"а".repeat(50), "", Deadline::soon()), 3),
            [DiffPiece::Gone("ааа…".to_owned())]
        );
    }

    /// Both rows, read off the steps.
    fn read_off(steps: &[DiffOp], old: &[u32], new: &[u32]) -> (Vec<u32>, Vec<u32>) {
        let mut rows = (Vec::new(), Vec::new());
        for step in steps {
            if matches!(step, DiffOp::Equal { .. }) {
                assert_eq!(old[step.old_range()], new[step.new_range()]);
            }
            rows.0.extend_from_slice(&old[step.old_range()]);
            rows.1.extend_from_slice(&new[step.new_range()]);
        }
        rows
    }

    #[test]
    fn rows_of_any_length_are_told_whole() {
        let number = MOST_PIECES as u32;
        let old: Vec<u32> = (0..number).collect();
        let changed: Vec<u32> = [&[0, 1, 2], &vec![9; MOST_PIECES][..], &[number - 1]].concat();
        for new in [&changed, &[][..], &old[..7], &[&old[..], &[1, 2, 3]].concat()] {
            let steps = operations(&old, new, Deadline::soon());
            assert_eq!(read_off(&steps, &old, new), (old.clone(), new.to_vec()));
        }
        let steps = operations(&old, &changed, Deadline::soon());
        assert_eq!(steps.len(), 3, "{steps:?}");
    }

    #[test]
    fn a_deadline_that_has_passed_makes_it_coarse_and_not_wrong() {
        let (old, new): (Vec<u32>, Vec<u32>) = ((0..20_000).collect(), (0..20_000).rev().collect());
        let steps = operations(&old, &new, Deadline(Instant::now()));
        assert_eq!(read_off(&steps, &old, &new), (old, new));
        assert!(steps.len() < 10, "{}", steps.len());
    }

    proptest! {
        #[test]
        fn both_rows_can_be_read_off(
            old in proptest::collection::vec(0_u32..4, 0..30),
            new in proptest::collection::vec(0_u32..4, 0..30),
        ) {
            let steps = operations(&old, &new, Deadline::soon());
            prop_assert_eq!(read_off(&steps, &old, &new), (old, new));
        }
    }
}
