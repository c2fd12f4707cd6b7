//! How a job ends other than well. The job decides; [`super::policy`] decides when a retry comes.

use crate::db::DbError;
use crate::error::{Error, ErrorKind};

/// How often a job looks whether the disk has room again.
const ROOM_MS: i64 = 60_000;

/// Why a run did not finish.
#[derive(Debug)]
pub enum JobError {
    /// May go better later: tried again after a pause until the attempts are used up, then failed with this error.
    Retry(Error),
    /// Will never work: failed at once. The code is what the visitor reads.
    Fail(Error),
    /// Something is missing that will come (a model, a free disk): asked again after `ms` milliseconds, the attempt is
    /// given back. The code says what it waits for.
    Wait {
        /// What is missing.
        error: Error,
        /// Milliseconds until the next look.
        ms: i64,
    },
    /// It was told to stop and did ([`super::JobContext::check`] answers this).
    Cancelled,
}

impl JobError {
    /// Fails with a stable code, without a cause.
    pub const fn fail(code: &'static str) -> Self {
        Self::Fail(Error::new(ErrorKind::BadInput, code))
    }
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> Self {
        Error::from(error).into()
    }
}

impl From<std::io::Error> for JobError {
    fn from(error: std::io::Error) -> Self {
        Error::from(error).into()
    }
}

/// Our faults and passing troubles are tried again, room on the disk is waited for; everything else would only fail the
/// same way.
impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::DiskFull => Self::Wait { error, ms: ROOM_MS },
            ErrorKind::Internal | ErrorKind::Unavailable | ErrorKind::Conflict | ErrorKind::TooMany => {
                Self::Retry(error)
            }
            _ => Self::Fail(error),
        }
    }
}
