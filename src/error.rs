//! What went wrong, for three readers: the visitor (a sentence by [`Error::code`] in their language), another program
//! (the same code in problem+json) and the operator (the chain of sources, logged once where the answer is made).
//!
//! Each domain keeps its own enum where callers must tell cases apart and converts it into [`Error`] at its edge.
//! Rendering is left to [`crate::web::failure`]; the texts live in the translation files under `error-<code>`.
//!
//! A full disk and a database that is away are told as what they are wherever they are met: every conversion of an
//! `io::Error`, of a [`DbError`] and of whatever else carries one of them ends in [`Error::disk_full`] or
//! [`Error::database_away`].

use std::io;

use crate::db::{self, DbError};

pub use crate::db::says_full;

/// The code of [`Error::database_away`].
const AWAY: &str = "database-away";
/// The code of [`Error::disk_full`].
const FULL: &str = "disk-full";
/// After so many seconds it is worth asking again whether the database is back.
const RETRY_AFTER_S: u32 = 5;

/// What kind of answer an error is; decides the HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// 400/422: the input cannot be used; see the fields.
    BadInput,
    /// 401: nobody is signed in.
    SignInNeeded,
    /// 403: this person may not.
    Forbidden,
    /// 404: no such thing, or not visible to this person.
    NotFound,
    /// 408: nothing more came for too long.
    TooSlow,
    /// 409: somebody or something was here first.
    Conflict,
    /// 410: it was here, and is lost.
    Gone,
    /// 413: larger than allowed.
    TooLarge,
    /// 415: not a kind of data that is understood.
    Unsupported,
    /// 429: too often.
    TooMany,
    /// 503: cannot be done now, may work later.
    Unavailable,
    /// 507: the disk has no room.
    DiskFull,
    /// 500: a fault of ours.
    Internal,
}

impl ErrorKind {
    /// The HTTP status number.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadInput => 422,
            Self::SignInNeeded => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::TooSlow => 408,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::TooLarge => 413,
            Self::Unsupported => 415,
            Self::TooMany => 429,
            Self::Unavailable => 503,
            Self::DiskFull => 507,
            Self::Internal => 500,
        }
    }
}

/// One field of a form or request that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form and in JSON.
    pub field: &'static str,
    /// Stable code; the text is `error-<code>`.
    pub code: &'static str,
}

/// An error on its way to a visitor, a program or the command line.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    code: &'static str,
    args: Vec<(&'static str, String)>,
    fields: Vec<FieldError>,
    retry_after_s: Option<u32>,
    source: Option<anyhow::Error>,
}

impl Error {
    /// An error with a stable kebab-case code; the visitor's sentence is the translation key `error-<code>`.
    pub const fn new(kind: ErrorKind, code: &'static str) -> Self {
        Self {
            kind,
            code,
            args: Vec::new(),
            fields: Vec::new(),
            retry_after_s: None,
            source: None,
        }
    }

    /// 404 with a code such as `recording-not-found`.
    pub const fn not_found(code: &'static str) -> Self {
        Self::new(ErrorKind::NotFound, code)
    }

    /// 403: the role does not allow it.
    pub const fn forbidden() -> Self {
        Self::new(ErrorKind::Forbidden, "forbidden")
    }

    /// 422 with the fields that cannot be used.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self {
            fields,
            ..Self::new(ErrorKind::BadInput, "bad-input")
        }
    }

    /// The same with one field.
    pub fn field(field: &'static str, code: &'static str) -> Self {
        Self::fields(vec![FieldError { field, code }])
    }

    /// 422: a parameter of the address says nothing that is understood; `name` is the parameter's. Code: `bad-parameter`.
    pub fn parameter(name: &'static str) -> Self {
        Self::unusable_parameter(name, "bad-parameter")
    }

    /// The same with a code that says more about this one.
    pub fn unusable_parameter(name: &'static str, code: &'static str) -> Self {
        let field = FieldError {
            field: name,
            code: "parameter-value",
        };
        Self {
            fields: vec![field],
            ..Self::new(ErrorKind::BadInput, code)
        }
        .with("parameter", name)
    }

    /// 500 with the cause for the operator; a full disk or a database that is away among the causes is told as such.
    pub fn internal(source: impl Into<anyhow::Error>) -> Self {
        let source = source.into();
        let kind = if source.chain().any(is_database_away) {
            Self::database_away()
        } else {
            Self::new(ErrorKind::Internal, "internal")
        };
        kind.because(source)
    }

    /// 507: there is no room on the disk.
    pub const fn disk_full() -> Self {
        Self::new(ErrorKind::DiskFull, FULL)
    }

    /// 503: the database cannot be reached now.
    pub const fn database_away() -> Self {
        Self::new(ErrorKind::Unavailable, AWAY).retry_after(RETRY_AFTER_S)
    }

    /// Is this [`Error::database_away`]?
    pub fn is_database_away(&self) -> bool {
        self.code == AWAY
    }

    /// When it is worth trying again, in seconds: the answer's `Retry-After`.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// A value for the sentence (`{ $name }`).
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The cause, for the operator only. A full disk among the causes is told as such, whatever could not be done for it.
    #[must_use]
    pub fn because(mut self, source: impl Into<anyhow::Error>) -> Self {
        let source = source.into();
        if self.kind != ErrorKind::DiskFull && is_of_full_disk(source.as_ref()) {
            self = Self::disk_full();
        }
        self.source = Some(source);
        self
    }

    /// The same; a full disk is told with this code, whose sentence says what was not done for want of room. One that has a
    /// sentence of its own already keeps it.
    #[must_use]
    pub fn full_disk_as(mut self, code: &'static str) -> Self {
        if self.code == FULL {
            self.code = code;
        }
        self
    }

    /// What kind of answer this is.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        self.code
    }
    /// Values for the sentence.
    pub fn args(&self) -> &[(&'static str, String)] {
        &self.args
    }
    /// Fields that cannot be used.
    pub fn field_errors(&self) -> &[FieldError] {
        &self.fields
    }
    /// When it is worth trying again, in seconds.
    pub fn retry_after_s(&self) -> Option<u32> {
        let of_sentence = || {
            let seconds = self.args.iter().find(|(name, _)| *name == "seconds");
            seconds
                .filter(|_| self.kind == ErrorKind::TooMany)?
                .1
                .parse()
                .ok()
        };
        self.retry_after_s.or_else(of_sentence)
    }
    /// The cause, for the log.
    pub fn cause(&self) -> Option<&anyhow::Error> {
        self.source.as_ref()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(AsRef::as_ref)
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        match error {
            DbError::NotFound => Self::not_found("not-found"),
            // Two at once, and the other one was first: both see what is there now.
            _ if error.is_lost_race() => Self::new(ErrorKind::Conflict, "changed-meanwhile").because(error),
            DbError::Busy(_) => Self::new(ErrorKind::Unavailable, "busy").because(error),
            DbError::Unusable(_) => Self::new(ErrorKind::BadInput, "text-unusable").because(error),
            DbError::DiskFull(_) => Self::disk_full().because(error),
            DbError::Away(_) => Self::database_away().because(error),
            other => Self::internal(other),
        }
    }
}

/// What a failure means to whoever asked for the change.
impl DbError {
    /// 409 with this code when somebody else was faster ([`DbError::Affected`]); any other failure stays what it is.
    pub fn lost_race(self, code: &'static str) -> Error {
        self.or_lost(Error::new(ErrorKind::Conflict, code))
    }

    /// The same with an error that says more than a code.
    pub fn or_lost(self, lost: Error) -> Error {
        match self {
            Self::Affected { .. } => lost.because(self),
            other => other.into(),
        }
    }

    /// What `taken` says when the uniqueness constraint `name` refused; any other failure stays what it is.
    pub fn or_taken(self, name: &str, taken: Error) -> Error {
        if self.violates(name) {
            taken.because(self)
        } else {
            self.into()
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::internal(error)
    }
}

/// Nothing where the database is away: for parts of a page that it can do without.
pub fn unless_away<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Err(error) if error.is_database_away() => Ok(None),
        found => found.map(Some),
    }
}

/// Is a full disk among the causes?
pub fn is_of_full_disk(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(is_full_disk)
}

fn is_full_disk(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(says_full)
        || matches!(cause.downcast_ref(), Some(DbError::DiskFull(_)))
        || cause.downcast_ref().is_some_and(db::is_full_disk)
        || cause
            .downcast_ref::<Error>()
            .is_some_and(|error| error.kind == ErrorKind::DiskFull)
}

fn is_database_away(cause: &(dyn std::error::Error + 'static)) -> bool {
    matches!(cause.downcast_ref(), Some(DbError::Away(_)))
}

/// The usual result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such_however_deep_it_is() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let wrapped = anyhow::Error::from(io::Error::other(full())).context("the file cannot be copied");
        for error in [
            Error::from(full()),
            Error::from(io::Error::from(io::ErrorKind::QuotaExceeded)),
            Error::internal(wrapped),
            Error::internal(Error::disk_full()),
            Error::new(ErrorKind::Unavailable, "entry-not-writable")
                .with("file", "a.md")
                .because(full()),
            Error::from(DbError::from(sqlx::Error::Io(full()))),
            Error::internal(sqlx::Error::Io(full())),
        ] {
            assert_eq!((error.kind().status(), error.code()), (507, "disk-full"));
        }
        let own = Error::new(ErrorKind::DiskFull, "model-disk-full").because(full());
        assert_eq!(own.code(), "model-disk-full");
        assert_eq!(own.full_disk_as("import-disk-full").code(), "model-disk-full");
        let renamed = Error::internal(full()).full_disk_as("import-disk-full");
        assert_eq!(
            (renamed.kind().status(), renamed.code()),
            (507, "import-disk-full")
        );
        let other = Error::not_found("recording-not-found").full_disk_as("import-disk-full");
        assert_eq!(other.code(), "recording-not-found");
        let other = Error::from(io::Error::from(io::ErrorKind::PermissionDenied));
        assert_eq!((other.kind().status(), other.code()), (500, "internal"));
    }

    #[test]
    fn a_database_that_is_away_says_when_to_come_again() {
        let away = Error::internal(DbError::from(sqlx::Error::PoolTimedOut));
        assert_eq!((away.kind().status(), away.code()), (503, "database-away"));
        assert_eq!(away.retry_after_s(), Some(RETRY_AFTER_S));
    }

    #[test]
    fn only_a_lost_race_and_a_taken_name_are_told_as_such() {
        let lost = DbError::Affected {
            wanted: 1,
            changed: 0,
        };
        let told = lost.lost_race("plan-changed");
        assert_eq!((told.kind().status(), told.code()), (409, "plan-changed"));
        let cause = || sqlx::Error::WorkerCrashed;
        let failures = || {
            [
                (DbError::Away(cause()), "database-away"),
                (DbError::DiskFull(cause()), "disk-full"),
                (DbError::Busy(cause()), "busy"),
                (DbError::Driver(cause()), "internal"),
            ]
        };
        for (failure, code) in failures() {
            assert_eq!(failure.lost_race("plan-changed").code(), code);
        }
        let taken = || Error::new(ErrorKind::Conflict, "appeal-twice");
        for (failure, code) in failures() {
            assert_eq!(failure.or_taken("a_b_key", taken()).code(), code);
        }
        let refused = || DbError::Constraint {
            constraint: "a_b_key".to_owned(),
            source: cause(),
        };
        assert_eq!(refused().or_taken("a_b_key", taken()).code(), "appeal-twice");
        assert_eq!(refused().or_taken("a_c_key", taken()).code(), "changed-meanwhile");
    }
}
