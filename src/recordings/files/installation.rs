//! One database, one directory of recordings: both carry the same id, and a process starts only where they agree.
//!
//! Decides that the id is written at the first start where rows and files agree ([`InstallationCheck::agree`]), that a
//! start beside another's files is refused before anything is touched, and what [`Files::adopt`] does when the operator
//! says that they are meant to be one. The database's row is written before the file: what a crash between them leaves
//! is mended by the next start. The file lies in the directory of recordings itself, so that a volume that was not
//! mounted is noticed.

use std::collections::HashSet;
use std::io::{self, Write as _};
use std::path::Path;

use super::{HANDFUL, store};
use crate::audit::{self, Act, AuditEntry, AuditSubject, Performer};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::id::InstallationId;
use crate::recordings::{Files, blobs};

/// The file's name in the directory of recordings.
pub const FILE: &str = "installation";

/// Who wants to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starter {
    /// The service: it makes an empty directory its own.
    Service,
    /// A worker: an empty directory is not the service's.
    Worker,
}

/// Both ids, and how rows and files fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InstallationCheck {
    /// The database's id.
    pub database: Option<InstallationId>,
    /// The directory's id.
    pub directory: Option<InstallationId>,
    /// Recordings the database knows.
    pub recordings: usize,
    /// Files in the directory.
    pub files: usize,
    /// Files that belong to no recording of the database.
    pub unknown: usize,
    /// Recordings whose file is not in the directory.
    pub missing: usize,
}

/// May the process start?
#[derive(Debug)]
pub enum InstallationMatch {
    /// Database and directory belong together.
    Together(InstallationId),
    /// They do not.
    Apart(InstallationCheck),
}

impl InstallationCheck {
    /// Counts; changes nothing, makes nothing.
    pub async fn read(db: &Db, root: &Path) -> Result<Self> {
        let database = store::installation(&mut db.read().await?).await?;
        let (root, hashes) = (root.to_owned(), store::hashes(&mut db.read().await?).await?);
        let counted = tokio::task::spawn_blocking(move || {
            let here: HashSet<String> = blobs::hashes(&root)?.into_iter().collect();
            let known: HashSet<String> = hashes.into_iter().collect();
            Ok::<_, io::Error>(Self {
                database,
                directory: id_in(&root)?,
                recordings: known.len(),
                files: here.len(),
                unknown: here.difference(&known).count(),
                missing: known.difference(&here).count(),
            })
        });
        Ok(counted.await.map_err(Error::internal)??)
    }

    /// Do rows and files look like one installation? Few files without a row may be what a crash left, and some rows may
    /// have lost their files; an empty database beside files is another one.
    pub const fn agree(&self) -> bool {
        if self.recordings == 0 {
            self.files == 0
        } else {
            self.unknown <= HANDFUL && self.missing * 2 <= self.recordings
        }
    }

    /// Are they one, or may they become one without asking?
    pub fn may_start(&self, starter: Starter) -> bool {
        match (&self.database, &self.directory) {
            (Some(database), Some(directory)) => database == directory,
            (None, None) => self.agree(),
            // Rows and files that fit prove it; nothing at all proves nothing but is nothing to lose.
            (Some(_), None) => self.agree() && (self.recordings > 0 || starter == Starter::Service),
            // A database nobody has used yet, beside a directory somebody has.
            (None, Some(_)) => self.agree() && self.recordings > 0,
        }
    }
}

impl Files {
    /// Makes sure that database and directory belong together; what neither carries yet is written where they agree.
    pub async fn establish(&self, starter: Starter) -> Result<InstallationMatch> {
        let database = store::installation(&mut self.core.db.read().await?).await?;
        if let Some(id) = database
            && id_in(self.blobs.root())?.as_ref() == Some(&id)
        {
            return Ok(InstallationMatch::Together(id));
        }
        let found = InstallationCheck::read(&self.core.db, self.blobs.root()).await?;
        if found.may_start(starter) {
            self.join(&found, None).await.map(InstallationMatch::Together)
        } else {
            Ok(InstallationMatch::Apart(found))
        }
    }

    /// Makes them one because the operator says so: the directory gets the database's id. Files no recording belongs to stay
    /// where they are.
    pub async fn adopt(&self) -> Result<InstallationId> {
        let found = InstallationCheck::read(&self.core.db, self.blobs.root()).await?;
        let adopted = Act::InstallationAdopted.on(AuditSubject::Files);
        self.join(&found, Some(adopted)).await
    }

    async fn join(&self, found: &InstallationCheck, told: Option<AuditEntry<'_>>) -> Result<InstallationId> {
        let now = self.core.now();
        let fresh = || InstallationId::new(now, &self.core.randomness);
        let id = found
            .database
            .clone()
            .or_else(|| found.directory.clone())
            .unwrap_or_else(fresh);
        let mut tx = self.core.db.write().await?;
        // Another process may start at the same moment: the database says whose id it is.
        let id = store::found_installation(&mut tx, &id, now).await?;
        if let Some(entry) = told {
            audit::record(&mut tx, &self.core, Performer::Shell, entry).await?;
        }
        tx.commit().await?;
        put_id(self.blobs.root(), &id)?;
        tracing::info!(installation = %id, recordings = found.recordings, files = found.files, "database and files belong together");
        Ok(id)
    }
}

/// The id a directory of recordings carries.
pub fn id_in(root: &Path) -> io::Result<Option<InstallationId>> {
    let path = root.join(FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let id = text.trim().parse().map_err(|error| {
                io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))
            })?;
            Ok(Some(id))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// How many files a directory of recordings holds.
pub fn count_in(root: &Path) -> io::Result<usize> {
    Ok(blobs::hashes(root)?.len())
}

/// Gives a directory of recordings its id, in one step and durably.
pub fn put_id(root: &Path, id: &InstallationId) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(root)?;
    writeln!(file, "{id}")?;
    file.as_file().sync_all()?;
    file.persist(root.join(FILE)).map_err(|error| error.error)?;
    std::fs::File::open(root)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(letter: char) -> InstallationId {
        let text: String = std::iter::repeat_n(letter, 26).collect();
        text.parse().unwrap()
    }

    fn found(recordings: usize, files: usize, unknown: usize, missing: usize) -> InstallationCheck {
        InstallationCheck {
            recordings,
            files,
            unknown,
            missing,
            ..InstallationCheck::default()
        }
    }

    #[test]
    fn rows_and_files_agree_or_not() {
        assert!(found(0, 0, 0, 0).agree(), "a first start");
        assert!(found(4586, 4586, 0, 0).agree());
        assert!(
            found(4586, 4588, 3, 1).agree(),
            "what a crash and a bad sector left"
        );
        assert!(!found(0, 4586, 4586, 0).agree(), "an empty database");
        assert!(!found(0, 1, 1, 0).agree());
        assert!(!found(10, 4586, 4576, 0).agree(), "yesterday's database");
        assert!(!found(4586, 0, 0, 4586).agree(), "a volume that is not mounted");
        assert!(!found(3, 4, 4, 3).agree(), "two small strangers");
    }

    #[test]
    fn who_may_start() {
        let start = |database, directory, counts: InstallationCheck, starter| {
            InstallationCheck {
                database,
                directory,
                ..counts
            }
            .may_start(starter)
        };
        let (full, bare) = (|| found(9, 9, 0, 0), || found(0, 0, 0, 0));
        let other = || found(0, 9, 9, 0);
        for starter in [Starter::Service, Starter::Worker] {
            assert!(start(Some(id('A')), Some(id('A')), other(), starter));
            assert!(!start(Some(id('A')), Some(id('B')), full(), starter));
            assert!(start(None, None, full(), starter) && start(None, None, bare(), starter));
            assert!(!start(None, None, other(), starter));
            assert!(
                start(Some(id('A')), None, full(), starter) && start(None, Some(id('A')), full(), starter)
            );
            assert!(
                !start(None, Some(id('A')), bare(), starter) && !start(None, Some(id('A')), other(), starter)
            );
            assert!(!start(Some(id('A')), None, found(9, 0, 0, 9), starter));
        }
        assert!(start(Some(id('A')), None, bare(), Starter::Service));
        assert!(!start(Some(id('A')), None, bare(), Starter::Worker));
    }

    #[test]
    fn the_id_is_a_file() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(id_in(folder.path()).unwrap(), None);
        put_id(folder.path(), &id('A')).unwrap();
        assert_eq!(id_in(folder.path()).unwrap(), Some(id('A')));
        std::fs::write(folder.path().join(FILE), "no id").unwrap();
        assert!(id_in(folder.path()).is_err());
        assert_eq!(id_in(&folder.path().join("none")).unwrap(), None);
    }
}
