//! The passwords that everybody tries first, without asking anybody outside.
//!
//! `common.bin` holds the 100,000 commonest passwords of at least ten characters (shorter ones are refused for that), by their
//! place in the list of ten million leaked passwords that Mark Burnett gave to the public and SecLists keeps under the
//! licence in `common.LICENSE`: lower case, the first five bytes of the SHA-256 of each, sorted. So much is enough to tell
//! them from all others (one in ten million is refused wrongly), and nobody has to read what is in such a list.

use sha2::{Digest as _, Sha256};

/// Bytes of one entry.
const ENTRY: usize = 5;

static LIST: &[u8] = include_bytes!("common.bin");

/// Is this one of them? Expects lower case.
pub(super) fn contains(folded: &str) -> bool {
    let hash = Sha256::digest(folded.as_bytes());
    let (entries, _) = LIST.as_chunks::<ENTRY>();
    entries
        .binary_search_by(|entry| entry.as_slice().cmp(&hash[..ENTRY]))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_order() {
        let (entries, rest) = LIST.as_chunks::<ENTRY>();
        assert_eq!((entries.len(), rest.len()), (100_000, 0));
        assert!(entries.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn common_ones_are_found_and_others_are_not() {
        for common in [
            "qwertyuiop",
            "1q2w3e4r5t",
            "manchester",
            "gfhjkmgfhjkm",
            "passwordpassword",
        ] {
            assert!(contains(common), "{common}");
        }
        for other in ["стойка балка ярус", "correct horse battery staple", ""] {
            assert!(!contains(other), "{other}");
        }
    }
}
