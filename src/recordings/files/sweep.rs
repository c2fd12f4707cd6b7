//! What a crash left: half uploads, and files whose row was never committed or is deleted.
//!
//! Decides that half uploads go, that a whole file without a row is moved to the found ones, and that nothing whatever is
//! moved when the database is empty or more than a [`HANDFUL`] of files are unknown to it: then it is the database that
//! is wrong. Moving them all the same is a person's act ([`Files::set_aside_unknown`]).

use std::collections::HashSet;
use std::io;

use super::{HANDFUL, installation, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::error::{Error, Result};
use crate::people::Person;
use crate::recordings::{Files, store as recordings};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SweepResult {
    /// Half uploads removed.
    pub half: usize,
    /// Files without a row, moved to the found ones.
    pub aside: usize,
    /// Found files whose time was over, removed.
    pub lapsed: usize,
    /// Files without a row that were left where they are, because they are too many.
    pub held: usize,
}

impl Files {
    /// Compares all files with all rows.
    pub async fn sweep(&self) -> Result<SweepResult> {
        let blobs = self.blobs.clone();
        // The files first: what arrives meanwhile has a row by the time the rows are read.
        let listed =
            tokio::task::spawn_blocking(move || Ok::<_, io::Error>((blobs.sweep()?, blobs.hashes()?)));
        let (half, files) = listed.await.map_err(Error::internal)??;
        let (known, own) = self.known_files().await?;
        let unknown: Vec<String> = files.into_iter().filter(|hash| !known.contains(hash)).collect();
        let mut swept = SweepResult {
            half,
            ..SweepResult::default()
        };
        if !unknown.is_empty() && (!own || known.is_empty() || unknown.len() > HANDFUL) {
            swept.held = unknown.len();
            tracing::error!(
                unknown = unknown.len(),
                recordings = known.len(),
                "files that belong to no recording of this database: too many to be what a crash left, nothing was moved"
            );
        } else if own {
            let copies = self.blobs.copies().await;
            copies.forget_orphans(|hash| known.contains(hash) || self.blobs.path(hash).is_file())?;
            drop(copies);
            swept.aside = self.set_aside(unknown).await?;
            swept.lapsed = self.blobs.forget_lapsed(self.core.now()).await?;
        }
        let mut tx = self.core.db.write().await?;
        store::swept(&mut tx, swept.held, self.core.now()).await?;
        tx.commit().await?;
        Ok(swept)
    }

    /// Moves every file without a row to the found ones, because somebody who was told says so; returns how many.
    pub async fn set_aside_unknown(&self, by: &Person) -> Result<usize> {
        let blobs = self.blobs.clone();
        let files = tokio::task::spawn_blocking(move || blobs.hashes());
        let files = files.await.map_err(Error::internal)??;
        let (known, _) = self.known_files().await?;
        let unknown = files.into_iter().filter(|hash| !known.contains(hash)).collect();
        let moved = self.set_aside(unknown).await?;
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        store::swept(&mut tx, 0, now).await?;
        let entry = Act::FilesSetAside.on(AuditSubject::Files);
        audit::record(&mut tx, &self.core, by, entry.with(Detail::Number(moved as i64))).await?;
        tx.commit().await?;
        Ok(moved)
    }

    /// The hashes of all rows, and whether the directory still is the one of this database: a volume may have gone.
    async fn known_files(&self) -> Result<(HashSet<String>, bool)> {
        let mut tx = self.core.db.read().await?;
        let id = store::installation(&mut tx).await?;
        let known = store::hashes(&mut tx).await?.into_iter().collect();
        let own = id.is_none() || installation::id_in(self.blobs.root())? == id;
        if !own {
            tracing::error!(
                "the directory of recordings is not the one of this database any more; nothing is moved in it"
            );
        }
        Ok((known, own))
    }

    async fn set_aside(&self, unknown: Vec<String>) -> Result<usize> {
        let mut moved = 0;
        for hash in unknown {
            let gate = self.blobs.gate().await?;
            let mut tx = self.core.db.read().await?;
            // Behind the gate: it may have been arriving when the files were listed.
            let known = recordings::by_hash(&mut tx, &hash).await?.is_some();
            drop(tx);
            if !known && self.blobs.set_aside(&hash, self.core.now(), None).await? {
                moved += 1;
            }
            drop(gate);
        }
        Ok(moved)
    }
}
