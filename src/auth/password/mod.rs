//! Passwords: argon2id off the async threads, two at a time, and the rules for a new one.
//!
//! Decides what is accepted ([`check`]): ten characters at least, none of the hundred thousand that are tried first
//! ([`common`], on whatever keyboard layout), and nothing that is guessed within a day ([`estimate()`]). The same
//! estimate is told while somebody types ([`strength`]).

mod common;
mod estimate;

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

pub use estimate::{Estimate, GuesserKnowledge, Strength, Weakness, estimate};

use crate::error::{Error, ErrorKind, Result};
use crate::id::Randomness;

/// Least length of a password, characters.
pub const LEAST_CHARACTERS: usize = 10;
/// Longest password, bytes: keeps hashing from being a way to load the machine.
const MOST_BYTES: usize = 256;

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

/// Is this a password we accept? Codes: `password-short`, `password-long`, `password-common`, and `password-weak-` with what
/// makes it weak. Some milliseconds of work: see [`accept`].
pub fn check(password: &str, about: &GuesserKnowledge<'_>) -> Result<(), &'static str> {
    if password.chars().count() < LEAST_CHARACTERS {
        return Err("password-short");
    }
    if password.len() > MOST_BYTES {
        return Err("password-long");
    }
    if is_common(password) {
        return Err("password-common");
    }
    match estimate(password, about).weakness {
        None => Ok(()),
        Some(weakness) => Err(refusal(weakness)),
    }
}

/// Is it among those that are tried first, on whatever keyboard layout?
fn is_common(password: &str) -> bool {
    let folded = password.to_lowercase();
    common::contains(&folded) || common::contains(&estimate::by_latin_keys(&folded))
}

const fn refusal(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::Word => "password-weak-word",
        Weakness::Name => "password-weak-name",
        Weakness::Keys => "password-weak-keys",
        Weakness::Repeat => "password-weak-repeat",
        Weakness::Sequence => "password-weak-sequence",
        Weakness::Date => "password-weak-date",
        Weakness::Short => "password-weak-short",
    }
}

/// [`check`] beside the web's threads; the code is of this field.
pub(super) async fn accept(field: &'static str, password: &str, about: &GuesserKnowledge<'_>) -> Result<()> {
    let (login, name, company) = (
        about.login.to_owned(),
        about.name.to_owned(),
        about.company.to_owned(),
    );
    let password = password.to_owned();
    let checked = blocking(move || {
        let about = GuesserKnowledge {
            login: &login,
            name: &name,
            company: &company,
        };
        Ok(check(&password, &about))
    });
    let problem = |code| Error::field(field, code);
    checked.await?.map_err(problem)
}

/// What is said of a password while it is typed; nothing while hashing is busy, and nothing of one that is too long.
pub(crate) async fn strength(
    password: String,
    login: String,
    name: String,
    company: String,
) -> Option<Estimate> {
    if password.len() > MOST_BYTES || login.len() + name.len() > 2 * MOST_BYTES {
        return None;
    }
    let slot = SLOTS.try_acquire().ok()?;
    let reckoned = tokio::task::spawn_blocking(move || {
        if is_common(&password) {
            return Estimate {
                strength: Strength::Minutes,
                weakness: Some(Weakness::Word),
            };
        }
        let about = GuesserKnowledge {
            login: &login,
            name: &name,
            company: &company,
        };
        estimate(&password, &about)
    });
    let reckoned = reckoned.await.ok();
    drop(slot);
    reckoned
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
        let about = GuesserKnowledge {
            login: "a.kuznetsova",
            name: "Анна Кузнецова",
            company: "Salesbook",
        };
        let check = |password: &str| check(password, &about);
        assert_eq!(check("короткий"), Err("password-short"));
        assert_eq!(check("Qwerty12345"), Err("password-common"));
        assert_eq!(check("йцукенгшщз"), Err("password-common"));
        assert_eq!(check("ФФФФФФФФФФФФ"), Err("password-common"));
        assert_eq!(check("любовьлюбовь"), Err("password-weak-repeat"));
        assert_eq!(check("kuznetsova2026"), Err("password-weak-name"));
        assert!(check("a.kuznetsova").is_err() && check("salesbook123").is_err());
        assert_eq!(check(&"д".repeat(200)), Err("password-long"));
        assert_eq!(check("стойка балка ярус"), Ok(()));
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
