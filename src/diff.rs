//! What differs between two rows of words or lines, within bounds of size and time; and whether what a form was opened on is
//! still there ([`fingerprint`]).
//!
//! Decides how large two texts may be and how long comparing them may take: finding the shortest difference of two long
//! texts with nothing in common costs the product of their lengths, and both may come from one person. Past a bound the
//! rest is told as one replacement, which is true and merely coarse. Leaves what the pieces are to the callers.

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
