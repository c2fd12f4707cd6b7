//! Recovery codes: ten at a time, each good once, for the day the telephone is lost.
//!
//! Decides their form, sixteen letters of an alphabet in which none looks like another: 80 random bits, which nobody guesses,
//! so that a right one passes even while codes of the app are throttled; and what is kept of them, the hash.

use super::RECOVERY_CODES;
use crate::id::Randomness;

/// Crockford's letters: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code.
const LENGTH: usize = 16;

/// A fresh set, as people read them.
pub(super) fn codes(randomness: &Randomness) -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| code(randomness)).collect()
}

fn code(randomness: &Randomness) -> String {
    let letters: Vec<char> = randomness
        .bytes::<LENGTH>()
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// What is stored of what somebody typed, if it can be a recovery code at all: letters of any case, with whatever between
/// the groups, and what looks like one of ours taken for it.
pub(super) fn hash(typed: &str) -> Option<String> {
    let letters: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let fits = letters.len() == LENGTH && letters.bytes().all(|letter| LETTERS.contains(&letter));
    fits.then(|| crate::id::hashed(&letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_differ_and_are_read_as_people_type_them() {
        let codes = codes(&Randomness::seeded(3));
        assert_eq!(codes.len(), RECOVERY_CODES);
        let hashes: std::collections::BTreeSet<_> = codes.iter().map(|code| hash(code).unwrap()).collect();
        assert_eq!(hashes.len(), RECOVERY_CODES);
        let sloppy = codes[0]
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(hash(&sloppy), hash(&codes[0]));
        for none in [
            "",
            "123456",
            "0000-0000-0000-000",
            "UUUU-0000-0000-0000",
            "ёёёё-0000-0000-0000",
        ] {
            assert_eq!(hash(none), None, "{none}");
        }
    }
}
