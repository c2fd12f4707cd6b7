//! Rows and files: do they belong together, and what becomes of those that do not?
//!
//! Decides whether a database and a directory of recordings are one [`installation`], that a file without a row goes to
//! the found ones ([`lost`]) and only when few do ([`sweep`]), what is told about a row without a whole file ([`FileFault`])
//! and how that is noticed ([`scrub`]) and mended ([`mend`]). Leaves the files themselves to [`super::blobs`].

mod fault;
pub mod installation;
pub mod lost;
pub mod mend;
pub mod pages;
pub mod scrub;
pub mod store;
pub mod sweep;

pub use fault::{FileFault, fault_of, file_of};

use crate::core::Core;
use crate::recordings::Blobs;
use crate::time::Timestamp;

/// The files of recordings and whether they fit the rows.
///
/// Stands on [`Core`] and [`Blobs`].
#[derive(Clone, Debug)]
pub struct Files {
    core: Core,
    blobs: Blobs,
}

impl Files {
    /// Over this directory.
    pub fn new(core: Core, blobs: Blobs) -> Self {
        Self { core, blobs }
    }
}

/// So many files without a row may be what crashes left; more is another database.
pub const HANDFUL: usize = 5;

/// What the last comparison of all files with all rows has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct FileSweep {
    /// When.
    pub swept_at: Timestamp,
    /// Files without a recording that were left where they are: too many to be what a crash left.
    pub unknown_files: i64,
}

/// How the files of all recordings are, as far as it is known; see [`store::health`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileHealth {
    /// Recordings.
    pub recordings: i64,
    /// Those whose file is not there.
    pub missing: i64,
    /// Those whose file is not the one that came.
    pub damaged: i64,
    /// Those whose file was not yet read through.
    pub unchecked: i64,
    /// When the file read longest ago was read through.
    pub oldest_check: Option<Timestamp>,
    /// The last comparison; none before the first.
    pub sweep: Option<FileSweep>,
}

impl FileHealth {
    /// Is there something somebody must do?
    pub fn is_well(&self) -> bool {
        self.missing == 0 && self.damaged == 0 && self.unknown_files() == 0
    }

    /// Files without a recording that were left where they are.
    pub fn unknown_files(&self) -> i64 {
        self.sweep.map_or(0, |sweep| sweep.unknown_files)
    }
}
