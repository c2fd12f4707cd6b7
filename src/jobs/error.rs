//! How a job ends other than well. The job decides; [`super::policy`] decides when a retry comes.

use crate::db::DbError;
use crate::error::{Error, ErrorKind};

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
        Self::Retry(error.into())
    }
}

impl From<std::io::Error> for JobError {
    fn from(error: std::io::Error) -> Self {
        Self::Retry(error.into())
    }
}

/// Our faults and passing troubles are tried again, everything else would only fail the same way.
impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Internal | ErrorKind::Unavailable | ErrorKind::Conflict | ErrorKind::TooMany => {
                Self::Retry(error)
            }
            _ => Self::Fail(error),
        }
    }
}
