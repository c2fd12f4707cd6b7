//! Identifiers: ULIDs as `TEXT`, one type per thing, so that a recording's id never opens an evaluation.
//!
//! Randomness is passed in through [`Randomness`]; the process has one, made where the program begins.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use sha2::{Digest as _, Sha256};

use crate::time::Timestamp;

/// The process's source of randomness: seeded by the system, or by a number in tests.
#[derive(Clone, Debug)]
pub struct Randomness(Arc<Mutex<RandomSource>>);

#[derive(Debug)]
struct RandomSource {
    numbers: StdRng,
    /// The newest identifier, so that the next one of the same millisecond comes after it.
    last: ulid::Ulid,
}

impl RandomSource {
    const fn new(numbers: StdRng) -> Self {
        Self {
            numbers,
            last: ulid::Ulid::nil(),
        }
    }
}

impl Randomness {
    /// Seeded by the operating system: good for tokens.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the system for randomness"
    )]
    pub fn system() -> Self {
        let numbers = StdRng::from_rng(&mut rand::rng());
        Self(Arc::new(Mutex::new(RandomSource::new(numbers))))
    }

    /// The same numbers every time; for tests.
    pub fn seeded(seed: u64) -> Self {
        let numbers = StdRng::seed_from_u64(seed);
        Self(Arc::new(Mutex::new(RandomSource::new(numbers))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.source().numbers.fill_bytes(&mut bytes);
        bytes
    }

    fn source(&self) -> MutexGuard<'_, RandomSource> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new ULID text: sorts by time, and within one millisecond in the order of making, as long as one process makes
    /// them one after another at one time of the clock. Two acts of one request keep their order so.
    pub fn ulid(&self, now: Timestamp) -> String {
        let at = now.0.max(0).unsigned_abs();
        let mut source = self.source();
        let made = if source.last.timestamp_ms() == at && !source.last.is_nil() {
            // A step of its own, so that nobody guesses one identifier from another.
            let step = 1 + u128::from(source.numbers.next_u64());
            ulid::Ulid::from_parts(at, source.last.random().saturating_add(step))
        } else {
            let mut random = [0; 16];
            source.numbers.fill_bytes(&mut random);
            // Of 80 random bits the first stays free: the steps of a millisecond never reach the end.
            ulid::Ulid::from_parts(at, u128::from_be_bytes(random) >> 49)
        };
        source.last = made;
        made.to_string()
    }

    /// A secret of 256 random bits, in URL-safe letters and digits (64 characters of hexadecimal).
    pub fn secret(&self) -> String {
        hex(&self.bytes::<32>())
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// A kind of identifier.
pub trait Identifier {
    /// One nobody has.
    fn fresh(now: Timestamp, randomness: &Randomness) -> Self;
}

/// What is stored of a secret: its SHA-256. The secrets have 256 random bits, so no salt is needed.
pub fn hashed(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// The text is not an identifier.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
#[error("not an identifier")]
pub struct BadId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, serde::Serialize, utoipa::ToSchema)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        #[schema(value_type = String, example = "01K0ZC3QJ5V0T5N6V8W2M4X7RD")]
        pub struct $name(String);

        impl $name {
            /// A fresh identifier.
            pub fn new(now: Timestamp, randomness: &Randomness) -> Self {
                Self(randomness.ulid(now))
            }
            /// The text form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl Identifier for $name {
            fn fresh(now: Timestamp, randomness: &Randomness) -> Self {
                Self::new(now, randomness)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl std::str::FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                let ok = text.len() == 26 && text.bytes().all(|b| b.is_ascii_alphanumeric());
                if ok { Ok(Self(text.to_ascii_uppercase())) } else { Err(BadId) }
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(input)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A person who can sign in.
    PersonId,
    /// A team (отдел) with its head and managers.
    TeamId,
    /// A call recording.
    RecordingId,
    /// One transcript of a recording.
    TranscriptId,
    /// A background job.
    JobId,
    /// What was typed into a form and not saved yet.
    DraftId,
    /// What somebody typed until they took an answer.
    SearchId,
    /// What a client said and nobody had an answer for.
    UnansweredId,
    /// A checklist, across its versions.
    ChecklistId,
    /// One immutable version of a checklist.
    ChecklistVersionId,
    /// One reviewer's filled checklist for one recording.
    EvaluationId,
    /// A marked time range of a recording.
    MomentId,
    /// A calibration: the same calls scored blind by several reviewers.
    CalibrationId,
    /// An action plan.
    PlanId,
    /// A one-to-one of a head with a manager.
    OneToOneId,
    /// A term of the glossary.
    GlossaryTermId,
    /// A text a file of the book had.
    EntryRevisionId,
    /// A change somebody suggests to an entry of the book.
    SuggestionId,
    /// An act in the audit log.
    AuditEventId,
    /// A manager's objection to one mark of their published evaluation.
    AppealId,
    /// A part of a recording that is listened to on its own.
    SnippetId,
    /// Snippets to be heard one after another.
    PlaylistId,
    /// Words at a moment of a recording.
    CommentId,
    /// A reply to a comment.
    ReplyId,
    /// A sheet somebody brought to make a checklist of.
    SheetImportId,
    /// One drawing of calls for a manager's week.
    DrawId,
    /// A call the listening plan has picked.
    PickId,
    /// A bearer token of the JSON API.
    TokenId,
    /// A passkey of a person.
    PasskeyId,
    /// What a person is told of their own access.
    AccessNoticeId,
    /// A database and a directory of recordings that belong together.
    InstallationId,
    /// A request to erase a client or a person.
    ErasureId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_hex() {
        assert_eq!(hex(&[0, 1, 0xab, 0xff]), "0001abff");
    }

    #[test]
    fn identifiers_of_one_millisecond_come_in_the_order_of_their_making() {
        let randomness = Randomness::seeded(3);
        let made: Vec<String> = (0..10_000)
            .map(|_| randomness.ulid(Timestamp(1_700_000_000_000)))
            .collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        // Another time begins anew, also an earlier one.
        let before = randomness.ulid(Timestamp(1_600_000_000_000));
        let after = randomness.ulid(Timestamp(1_700_000_000_001));
        assert!(before < made[0] && after > made[9_999]);
    }
}
