//! What went wrong, for three readers: the visitor (a sentence by [`Error::code`] in their language), another program
//! (the same code in problem+json) and the operator (the chain of sources, logged once where the answer is made).
//!
//! Each domain keeps its own enum where callers must tell cases apart and converts it into [`Error`] at its edge.
//! Rendering is left to [`crate::web::failure`]; the texts live in the translation files under `error-<code>`.

use crate::db::DbError;

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
    /// 409: somebody or something was here first.
    Conflict,
    /// 413: larger than allowed.
    TooLarge,
    /// 415: not a kind of data that is understood.
    Unsupported,
    /// 429: too often.
    TooMany,
    /// 503: cannot be done now, may work later.
    Unavailable,
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
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::Unsupported => 415,
            Self::TooMany => 429,
            Self::Unavailable => 503,
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

    /// 500 with the cause for the operator.
    pub fn internal(source: impl Into<anyhow::Error>) -> Self {
        Self {
            source: Some(source.into()),
            ..Self::new(ErrorKind::Internal, "internal")
        }
    }

    /// A value for the sentence (`{ $name }`).
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The cause, for the operator only.
    #[must_use]
    pub fn because(mut self, source: impl Into<anyhow::Error>) -> Self {
        self.source = Some(source.into());
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
            DbError::Affected { .. } => Self::new(ErrorKind::Conflict, "changed-meanwhile").because(error),
            other => Self::internal(other),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::internal(error)
    }
}

/// The usual result.
pub type Result<T, E = Error> = std::result::Result<T, E>;
