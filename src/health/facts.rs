//! What is known of the service at one moment. No judgement here.

use crate::backup;
use crate::db::Connections;
use crate::disk_space::{Amount, DiskSpace};
use crate::error::Error;
use crate::jobs::QueueLoad;
use crate::recordings::files;
use crate::time::Timestamp;

use super::clock::Jump;
use super::process::Process;

/// A folder the service writes into or reads from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceFolder {
    /// Database, recordings and whatever else is in the data directory.
    Data,
    /// The recordings, where they lie on a disk of their own.
    Recordings,
    /// The nightly backups, where they do.
    Backups,
    /// The playbook, where it does.
    Library,
    /// The speech models, where they do.
    Models,
    /// The system's temporary files, where large sorts of SQLite go, where they do.
    Temporary,
}

impl ServiceFolder {
    /// Its word in metrics and translation keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Recordings => "recordings",
            Self::Backups => "backups",
            Self::Library => "library",
            Self::Models => "models",
            Self::Temporary => "temporary",
        }
    }

    /// Is nothing acknowledged without it?
    pub const fn is_needed(self) -> bool {
        matches!(self, Self::Data | Self::Recordings)
    }

    /// Do files from outside come here, and are therefore refused below the reserve: recordings, pictures of the book?
    pub const fn takes_files(self) -> bool {
        matches!(self, Self::Data | Self::Recordings | Self::Library)
    }
}

/// Could something be written? From well to worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WriteCheck {
    /// Written and on the disk.
    Done,
    /// Others were writing for too long.
    Busy,
    /// There is no room.
    Full,
    /// Refused, or no answer in time.
    Refused,
}

/// A disk the service needs; of folders on one disk only the first is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// Which.
    pub place: ServiceFolder,
    /// How much room there is; nothing when it did not say in time, or is not there.
    pub room: Option<DiskSpace>,
    /// Could a file be written? Nothing where none is tried.
    pub writing: Option<WriteCheck>,
}

/// Schema of the database and of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// The newest migration the database has.
    pub found: i64,
    /// The newest one this program knows.
    pub known: i64,
}

/// What a look through the database's file has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegrityCheck {
    /// When.
    pub at: Timestamp,
    /// What is wrong, in the database's words; nothing when it is sound.
    pub faults: Vec<String>,
}

/// The playbook's folder and what is shown of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlaybookFacts {
    /// Is the folder there?
    pub there: bool,
    /// Is the last good book shown, because the folder is away or was emptied?
    pub kept: bool,
    /// Entries that are shown.
    pub entries: usize,
    /// Files that cannot be used as they are.
    pub problems: usize,
}

/// Everything. What nobody has looked at yet is nothing, and nothing follows from it.
#[derive(Debug, Clone, Default)]
pub struct HealthFacts {
    /// When it was looked at; nothing before the first look.
    pub at: Option<Timestamp>,
    /// Does a process run? Before a start an older schema is no fault.
    pub running: bool,
    /// Less free than this is told.
    pub warning: Option<Amount>,
    /// Files are refused below this.
    pub reserve: Option<Amount>,
    /// The disks.
    pub disks: Vec<Disk>,
    /// Does the database answer?
    pub answers: Option<bool>,
    /// Could a row be written?
    pub database_writing: Option<WriteCheck>,
    /// Its schema; nothing where there is none yet.
    pub schema: Option<Schema>,
    /// Settings of the server under which acknowledged commits can be lost.
    pub unsafe_settings: Vec<String>,
    /// The last look through its file.
    pub wholeness: Option<IntegrityCheck>,
    /// Has a statement met damage since?
    pub met_damage: bool,
    /// Its connections.
    pub connections: Option<Connections>,
    /// The recordings' files.
    pub files: Option<files::FileHealth>,
    /// Is the directory of recordings another installation's, or none?
    pub elsewhere: bool,
    /// The playbook.
    pub book: Option<PlaybookFacts>,
    /// Why there is no speech model, as far as it was asked for: code and values.
    pub model: Option<ErrorSummary>,
    /// How full the queues are.
    pub queues: Vec<QueueLoad>,
    /// For how many minutes a due job has waited while nothing runs.
    pub still_minutes: Option<i64>,
    /// The nightly backups.
    pub backups: Option<backup::NightlyState>,
    /// The last jump of a clock, as long as it is told.
    pub jump: Option<Jump>,
    /// This process.
    pub process: Option<Process>,
}

/// An error by its code and values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorSummary {
    /// The code.
    pub code: &'static str,
    /// The values of its sentence.
    pub args: Vec<(&'static str, String)>,
}

impl From<&Error> for ErrorSummary {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code(),
            args: error.args().to_vec(),
        }
    }
}
