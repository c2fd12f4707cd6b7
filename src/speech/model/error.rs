//! What can be wrong with a speech model, each case with the command that puts it right.
//!
//! Decides the cases and their stable codes; the sentence a visitor reads is the translation `error-<code>`, the
//! sentence in the shell is [`ModelError`]'s own.

use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};

/// Why a speech model cannot be used, fetched or imported.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The name has characters that do not belong into a file name, or is empty or too long.
    #[error("`{0}` is not a model name: use letters, digits, `-`, `_` and `.`, for example `base`")]
    BadName(String),
    /// The name is neither in the catalogue nor was it imported.
    #[error("the model `{name}` is not known; to be fetched there are: {known}")]
    Unknown {
        /// As asked for.
        name: String,
        /// The names of the catalogue.
        known: String,
    },
    /// There is no such file.
    #[error("the speech model `{name}` is not here ({}); get it with: {fix}", path.display())]
    Missing {
        /// The model.
        name: String,
        /// Where it was looked for.
        path: PathBuf,
        /// The command that puts it right.
        fix: String,
    },
    /// The file has fewer bytes than it should.
    #[error("the speech model `{name}` is cut short ({found} of {expected} bytes); get it again with: {fix}")]
    Truncated {
        /// The model.
        name: String,
        /// Bytes it should have.
        expected: u64,
        /// Bytes it has.
        found: u64,
        /// The command that puts it right.
        fix: String,
    },
    /// The file is complete but not the one it should be.
    #[error(
        "the speech model `{name}` is not the file it should be (SHA-256 or size differs); get it again with: {fix}"
    )]
    WrongHash {
        /// The model.
        name: String,
        /// The command that puts it right.
        fix: String,
    },
    /// The file is something else: a web page, an archive, a model of another program.
    #[error("{} is not a speech model in ggml form; get `{name}` with: {fix}", path.display())]
    NotGgml {
        /// The model.
        name: String,
        /// The file.
        path: PathBuf,
        /// The command that puts it right.
        fix: String,
    },
    /// A file under a name outside the catalogue without a record of what it should be.
    #[error("nothing is recorded about {}, so it cannot be checked; bring it in with: {fix}", path.display())]
    Unrecorded {
        /// The file.
        path: PathBuf,
        /// The command that puts it right.
        fix: String,
    },
    /// The hub did not answer, or the connection broke too often.
    #[error("no connection to {host}: {reason}; try again, from where it stopped, with: {fix}")]
    NoConnection {
        /// The hub's host name.
        host: String,
        /// What happened.
        reason: String,
        /// The command that tries again.
        fix: String,
    },
    /// The hub answered with a refusal.
    #[error("{url} answered with HTTP status {status}")]
    Refused {
        /// The address asked for.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// What came from the hub is not the model, twice.
    #[error("what {url} sent is not the model `{name}` (SHA-256 or size differs); it was thrown away")]
    WrongDownload {
        /// The model.
        name: String,
        /// The address asked for.
        url: String,
    },
    /// Another process fetches the same model.
    #[error("another `salesbook model fetch {name}` is under way")]
    Busy {
        /// The model.
        name: String,
    },
    /// The disk has no room for the file.
    #[error("no room on the disk for {}: {needed} bytes are needed", path.display())]
    DiskFull {
        /// The file being written.
        path: PathBuf,
        /// Bytes of the whole file.
        needed: u64,
    },
    /// The folder given to import has no model in it, or not all of it.
    #[error("{}: {reason}", path.display())]
    SourceMissing {
        /// The folder.
        path: PathBuf,
        /// What is missing.
        reason: String,
    },
    /// The files given to import are damaged or hold something else.
    #[error("{}: {reason}", path.display())]
    SourceDamaged {
        /// The folder or file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Neither a models folder is configured nor is there a home directory.
    #[error("there is no place for models: set HOME, XDG_CACHE_HOME or the models folder")]
    NoPlace,
    /// Reading or writing failed for another reason.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl ModelError {
    /// The stable code; the text is the translation `error-<code>`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadName(_) => "model-bad-name",
            Self::Unknown { .. } => "model-unknown",
            Self::Missing { .. } => "model-missing",
            Self::Truncated { .. } => "model-truncated",
            Self::WrongHash { .. } => "model-wrong-hash",
            Self::WrongDownload { .. } => "model-wrong-download",
            Self::NotGgml { .. } => "model-not-ggml",
            Self::Unrecorded { .. } => "model-unrecorded",
            Self::NoConnection { .. } => "model-no-connection",
            Self::Refused { .. } => "model-refused",
            Self::Busy { .. } => "model-busy",
            Self::DiskFull { .. } => "model-disk-full",
            Self::SourceMissing { .. } | Self::SourceDamaged { .. } => "model-source-damaged",
            Self::NoPlace => "model-no-place",
            Self::Io { .. } => "model-io",
        }
    }

    /// The command that puts it right, where there is one.
    pub fn fix(&self) -> Option<&str> {
        match self {
            Self::Missing { fix, .. }
            | Self::Truncated { fix, .. }
            | Self::WrongHash { fix, .. }
            | Self::NotGgml { fix, .. }
            | Self::Unrecorded { fix, .. }
            | Self::NoConnection { fix, .. } => Some(fix),
            _ => None,
        }
    }

    /// An `io::Error` about `path`; a full disk becomes its own case when the size of the whole file is known.
    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn write(path: &Path, needed: u64, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull {
                path: path.to_owned(),
                needed,
            },
            _ => Self::io(path, source),
        }
    }

    pub(super) fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self::SourceDamaged {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }
}

impl From<ModelError> for Error {
    fn from(error: ModelError) -> Self {
        let kind = match &error {
            ModelError::BadName(_) | ModelError::Unknown { .. } => ErrorKind::BadInput,
            ModelError::Io { .. } => ErrorKind::Internal,
            ModelError::DiskFull { .. } => ErrorKind::DiskFull,
            _ => ErrorKind::Unavailable,
        };
        let command = error.fix().unwrap_or_default().to_owned();
        Self::new(kind, error.code())
            .with("command", command)
            .because(error)
    }
}
