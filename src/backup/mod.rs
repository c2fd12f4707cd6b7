//! Backups that restore: taking one from a running service, putting it back, looking whether it is whole, and the one
//! of every night.
//!
//! Decides what a backup is: a directory with one moment of the database as a SQLite file (whichever database the
//! service uses), the files of that moment's recordings, the book, and a [`Manifest`] with the hash of each. It is
//! written under another name and gets its own when it is whole and on the disk; nothing is ever written over.
//! What a copy of the database is, is left to [`crate::db`], how the command line tells of it to `cli`.
//!
//! A backup holds people's calls and the hashes of their passwords: only its owner may read it.

mod archive;
mod error;
mod files;
mod keeper;
mod make;
mod manifest;
mod migration;
mod nightly;
mod restore;
mod space;
mod verify;

pub use archive::{list, newest, prune};
pub use error::BackupError;
pub use make::{BackupSource, BackupStage, FinishedBackup, make};
pub use manifest::{DATABASE, Manifest};
pub use migration::{before_migration, copies_before_migrations};
pub use nightly::{Backups, FailedBackup, NightlyState, due, start};
pub use restore::{RestoreSummary, RestoreTarget, restore};
pub use verify::{Findings, verify_backup, verify_service};
