//! Slows down guessing: every guess is counted before it is checked, and only a right one takes its count back.
//!
//! Decides by what guesses are counted ([`Bucket`]) and how long one has to wait: some cost nothing, each further one
//! doubles the wait from 2 s; a quiet time forgets everything. The count is one statement in the database, so guesses made
//! at one moment, or asked of several processes, are counted like one after another, and a restart forgets nothing.
//!
//! A stranger's guesses at a password are counted by account and by address (IPv6 by /64, what one household has). A browser
//! in which the person has signed in before is counted by itself alone ([`super::browser`]): no stranger's guesses and no
//! neighbour's lock a person out there. A password asked of somebody signed in is counted by their session, a second factor
//! by the person, far more narrowly: it has few digits.
//!
//! Links and tokens are 256 random bits, out of any guesser's reach. They are counted by address too
//! ([`Auth::wrong_secret`]), but a right one always passes: whoever sends old ones from the same address, a forgotten
//! script say, stops nobody else.
//!
//! Use: `let guess = guess(app, &buckets, now).await?`, check the secret, and `guess.right(&mut tx)` in the transaction that
//! acts on a right one. A guess that is dropped stays counted.

mod store;

use std::net::IpAddr;

use super::Auth;
use crate::db::{DbError, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::PersonId;
use crate::time::Timestamp;

pub(super) use store::sweep;

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// What guesses are counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    subject: String,
    /// So many cost nothing.
    free: i32,
    longest_wait_ms: i64,
    /// Forgotten after so long without a guess.
    quiet_ms: i64,
    /// Do many people share it? A right guess then takes back its own count and nobody else's.
    shared: bool,
}

impl Bucket {
    fn narrow(kind: &str, what: &str) -> Self {
        Self {
            // The hash: a password typed into the wrong field is not kept, and no text is too long or odd.
            subject: format!("{kind}:{}", crate::id::hashed(what)),
            free: 5,
            longest_wait_ms: 15 * MINUTE_MS,
            quiet_ms: HOUR_MS,
            shared: false,
        }
    }

    fn of_address(kind: &str, address: &str) -> Self {
        Self {
            subject: format!("{kind}:{}", network(address)),
            free: 30,
            shared: true,
            ..Self::narrow(kind, "")
        }
    }

    /// Passwords for this sign-in name, by browsers nobody has signed in with.
    pub fn account(login: &str) -> Self {
        Self::narrow("account", login)
    }

    /// Passwords from this address, for whatever name.
    pub fn address(address: &str) -> Self {
        Self::of_address("address", address)
    }

    /// Passwords of this person from a browser of theirs.
    pub fn browser(secret_hash: &str, person: &PersonId) -> Self {
        Self::narrow("browser", &format!("{secret_hash} {person}"))
    }

    /// The present password, asked of somebody signed in.
    pub fn session(session_hash: &str) -> Self {
        Self::narrow("session", session_hash)
    }

    /// A second factor of this person. Six digits are few: after five mistakes at most one guess an hour, until a quiet day.
    pub fn second_factor(person: &PersonId) -> Self {
        Self {
            longest_wait_ms: HOUR_MS,
            quiet_ms: 24 * HOUR_MS,
            ..Self::narrow("second-factor", person.as_str())
        }
    }

    /// One-time links from this address.
    pub fn links(address: &str) -> Self {
        Self::of_address("links", address)
    }

    /// Bearer tokens from this address.
    pub fn tokens(address: &str) -> Self {
        Self::of_address("tokens", address)
    }

    /// How long nobody may guess after so many failures.
    fn wait_ms(&self, failures: i32) -> i64 {
        let over = failures - self.free;
        if over < 0 {
            0
        } else {
            ((2 * SECOND_MS) << over.min(20)).min(self.longest_wait_ms)
        }
    }
}

/// An address as guesses are counted by it: IPv6 by its first 64 bits.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => {
            let network = std::net::Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64));
            format!("{network}/64")
        }
        _ => address.to_owned(),
    }
}

/// One guess, counted.
#[derive(Debug)]
#[must_use = "a guess that is not found right stays counted"]
pub struct Guess(Vec<CountedBucket>);

#[derive(Debug)]
struct CountedBucket {
    bucket: Bucket,
    /// The wait this very guess began.
    locked_until: Timestamp,
}

impl Auth {
    /// Counts a guess. Error: `guess-wait` (with `seconds`) while one of the buckets makes everybody wait; nothing is
    /// counted then.
    pub async fn guess(&self, buckets: &[Bucket], now: Timestamp) -> Result<Guess> {
        // A look first: a flood of guesses that are refused anyway takes no lock.
        let mut tx = self.core.db.read().await?;
        for bucket in buckets {
            refuse_until(store::locked_until(&mut tx, &bucket.subject).await?, now)?;
        }
        drop(tx);
        let mut tx = self.core.db.write().await?;
        let mut counted = Vec::new();
        for bucket in buckets {
            let forget_at = now.plus_ms(bucket.quiet_ms);
            let Some(failures) = store::count(&mut tx, &bucket.subject, now, forget_at).await? else {
                refuse_until(store::locked_until(&mut tx, &bucket.subject).await?, now)?;
                return Err(wait(1));
            };
            let locked_until = now.plus_ms(bucket.wait_ms(failures));
            if locked_until > now {
                let forget_at = locked_until.plus_ms(bucket.quiet_ms);
                store::lock(&mut tx, &bucket.subject, locked_until, forget_at).await?;
            }
            counted.push(CountedBucket {
                bucket: bucket.clone(),
                locked_until,
            });
        }
        tx.commit().await?;
        Ok(Guess(counted))
    }

    /// Notes a link or token that is none. Error: `guess-wait`; otherwise the caller says in its own words what is wrong.
    pub async fn wrong_secret(&self, bucket: Bucket, now: Timestamp) -> Result<()> {
        // Dropped: it stays counted.
        self.guess(&[bucket], now).await.map(drop)
    }
}

impl Guess {
    /// It was right: what was counted against this person is forgotten, of what many share this guess alone.
    pub async fn right(self, tx: &mut Tx) -> Result<(), DbError> {
        for CountedBucket { bucket, locked_until } in self.0 {
            if bucket.shared {
                store::take_back(tx, &bucket.subject, locked_until).await?;
            } else {
                store::forget(tx, &bucket.subject).await?;
            }
        }
        Ok(())
    }
}

fn refuse_until(locked_until: Option<Timestamp>, now: Timestamp) -> Result<()> {
    let left = locked_until.map_or(0, |until| until.since(now).max(0));
    if left > 0 {
        Err(wait((left + 999) / 1000))
    } else {
        Ok(())
    }
}

fn wait(seconds: i64) -> Error {
    Error::new(ErrorKind::TooMany, "guess-wait").with("seconds", seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(bucket: &Bucket) -> Vec<i64> {
        (1..30).map(|failures| bucket.wait_ms(failures) / 1000).collect()
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let account = waits(&Bucket::account("a"));
        assert_eq!(account[..8], [0, 0, 0, 0, 2, 4, 8, 16]);
        assert_eq!(account[28], 900);
        assert!(
            waits(&Bucket::address("203.0.113.7"))[..29]
                .iter()
                .all(|wait| *wait == 0)
        );
    }

    #[test]
    fn a_second_factor_is_out_of_a_guessers_reach() {
        let person = "01K0ZC3QJ5V0T5N6V8W2M4X7RD".parse().unwrap();
        let bucket = Bucket::second_factor(&person);
        // Guesses of a patient robot in a year that never lets a quiet day pass.
        let (mut spent_ms, mut guesses) = (0, 0);
        while spent_ms < 365 * 24 * HOUR_MS {
            guesses += 1;
            spent_ms += bucket.wait_ms(guesses);
        }
        assert!(guesses < 9_000, "{guesses} of a million codes a year");
    }

    #[test]
    fn a_household_is_one_address() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
        assert_eq!(network("local"), "local");
    }

    #[test]
    fn what_was_typed_is_not_kept() {
        let bucket = Bucket::account("my secret in the wrong field");
        assert!(!bucket.subject.contains("secret"));
    }
}
