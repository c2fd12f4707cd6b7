//! Passwords: argon2id off the async threads, two at a time, and the rules for a new one.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::error::{Error, ErrorKind, Result};
use crate::id::Randomness;

/// Least length of a password, characters.
pub const LEAST_CHARACTERS: usize = 10;
/// Longest password, bytes: keeps hashing from being a way to load the machine.
const MOST_BYTES: usize = 256;

/// Passwords everybody tries first, longer than the least length.
const REFUSED: [&str; 10] = [
    "1234567890",
    "12345678910",
    "0123456789",
    "qwertyuiop",
    "qwerty12345",
    "password123",
    "password1234",
    "йцукенгшщз",
    "1q2w3e4r5t",
    "salesbook123",
];

/// Hashing takes 19 MiB and a core: never more than two at once.
static SLOTS: Semaphore = Semaphore::const_new(2);

/// OWASP's argon2id parameters: 19 MiB, two passes, one lane.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A hash of nobody's password: verifying it costs an unknown name as much time as a known one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now("nobody has this password", *b"sixteen byte nob").unwrap_or_default());

fn hash_now(password: &str, salt: [u8; 16]) -> Result<String> {
    hasher()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::internal(anyhow::anyhow!("argon2: {error}")))
}

/// Is this a password we accept? Codes: `password-short`, `password-common`, `password-long`.
pub fn check(password: &str, login: &str) -> Result<(), &'static str> {
    let folded = password.to_lowercase();
    if password.chars().count() < LEAST_CHARACTERS {
        Err("password-short")
    } else if password.len() > MOST_BYTES {
        Err("password-long")
    } else if REFUSED.contains(&folded.as_str()) || folded == login || one_letter(&folded) {
        Err("password-common")
    } else {
        Ok(())
    }
}

fn one_letter(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next();
    letters.all(|letter| Some(letter) == first)
}

/// Hashes a password (PHC string).
pub async fn hash(password: String, randomness: &Randomness) -> Result<String> {
    let salt = randomness.bytes::<16>();
    blocking(move || hash_now(&password, salt)).await
}

/// Does the password fit the stored hash? With no stored hash it takes the same time and never fits.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    if password.len() > MOST_BYTES {
        return Ok(false);
    }
    blocking(move || {
        let known = stored.is_some();
        let hash = stored.unwrap_or_else(|| NOBODY.clone());
        Ok(hasher()
            .verify_password(password.as_bytes(), hash.as_str())
            .is_ok()
            && known)
    })
    .await
}

/// Was this hash made with other parameters than today's?
pub fn is_outdated(stored: &str) -> bool {
    !stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _slot = SLOTS.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::new(ErrorKind::Internal, "internal").because(error))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused_with_a_reason() {
        assert_eq!(check("короткий", "a"), Err("password-short"));
        assert_eq!(check("Qwerty12345", "a"), Err("password-common"));
        assert_eq!(check("aaaaaaaaaaaa", "a"), Err("password-common"));
        assert_eq!(check("a.kuznetsova", "a.kuznetsova"), Err("password-common"));
        assert_eq!(check(&"д".repeat(200), "a"), Err("password-long"));
        assert_eq!(check("стойка балка ярус", "a"), Ok(()));
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let stored = hash("стойка балка ярус".to_owned(), &Randomness::seeded(1))
            .await
            .unwrap();
        assert!(!is_outdated(&stored), "{stored}");
        assert!(
            verify("стойка балка ярус".to_owned(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(!verify("стойка балка".to_owned(), Some(stored)).await.unwrap());
        assert!(!verify("nobody has this password".to_owned(), None).await.unwrap());
    }
}
