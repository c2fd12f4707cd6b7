//! What a crash left: half uploads, and files whose row was never committed or is deleted.
//!
//! Decides that half uploads go, that a whole file without a row is moved to the found ones, and that nothing whatever is
//! moved when the database is empty or more than a [`HANDFUL`] of files are unknown to it: then it is the database that
//! is wrong. Moving them all the same is a person's act ([`set_aside_unknown`]).

use std::collections::HashSet;
use std::io;

use super::{HANDFUL, installation, store};
use crate::app::App;
use crate::audit::{self, Act, Detail, Subject};
use crate::error::{Error, Result};
use crate::people::Person;
use crate::recordings::store as recordings;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Half uploads removed.
    pub half: usize,
    /// Files without a row, moved to the found ones.
    pub aside: usize,
    /// Found files whose time was over, removed.
    pub lapsed: usize,
    /// Files without a row that were left where they are, because they are too many.
    pub held: usize,
}

/// Compares all files with all rows.
pub async fn sweep(app: &App) -> Result<Swept> {
    let blobs = app.blobs.clone();
    // The files first: what arrives meanwhile has a row by the time the rows are read.
    let listed = tokio::task::spawn_blocking(move || Ok::<_, io::Error>((blobs.sweep()?, blobs.hashes()?)));
    let (half, files) = listed.await.map_err(Error::internal)??;
    let (known, own) = known(app).await?;
    let unknown: Vec<String> = files.into_iter().filter(|hash| !known.contains(hash)).collect();
    let mut swept = Swept {
        half,
        ..Swept::default()
    };
    if !unknown.is_empty() && (!own || known.is_empty() || unknown.len() > HANDFUL) {
        swept.held = unknown.len();
        tracing::error!(
            unknown = unknown.len(),
            recordings = known.len(),
            "files that belong to no recording of this database: too many to be what a crash left, nothing was moved"
        );
    } else if own {
        let copies = app.blobs.copies().await;
        copies.forget_orphans(|hash| known.contains(hash) || app.blobs.path(hash).is_file())?;
        drop(copies);
        swept.aside = set_aside(app, unknown).await?;
        swept.lapsed = app.blobs.forget_lapsed(app.clock.now()).await?;
    }
    let mut tx = app.db.write().await?;
    store::swept(&mut tx, swept.held, app.clock.now()).await?;
    tx.commit().await?;
    Ok(swept)
}

/// Moves every file without a row to the found ones, because somebody who was told says so; answers how many.
pub async fn set_aside_unknown(app: &App, by: &Person) -> Result<usize> {
    let blobs = app.blobs.clone();
    let files = tokio::task::spawn_blocking(move || blobs.hashes());
    let files = files.await.map_err(Error::internal)??;
    let (known, _) = known(app).await?;
    let unknown = files.into_iter().filter(|hash| !known.contains(hash)).collect();
    let moved = set_aside(app, unknown).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::swept(&mut tx, 0, now).await?;
    let entry = Act::FilesSetAside.on(Subject::Files);
    audit::record(&mut tx, app, by, entry.with(Detail::Number(moved as i64))).await?;
    tx.commit().await?;
    Ok(moved)
}

/// The hashes of all rows, and whether the directory still is the one of this database: a volume may have gone.
async fn known(app: &App) -> Result<(HashSet<String>, bool)> {
    let mut tx = app.db.read().await?;
    let id = store::installation(&mut tx).await?;
    let known = store::hashes(&mut tx).await?.into_iter().collect();
    let own = id.is_none() || installation::id_in(app.blobs.root())? == id;
    if !own {
        tracing::error!(
            "the directory of recordings is not the one of this database any more; nothing is moved in it"
        );
    }
    Ok((known, own))
}

async fn set_aside(app: &App, unknown: Vec<String>) -> Result<usize> {
    let mut moved = 0;
    for hash in unknown {
        let gate = app.blobs.gate().await?;
        let mut tx = app.db.read().await?;
        // Behind the gate: it may have been arriving when the files were listed.
        let known = recordings::by_hash(&mut tx, &hash).await?.is_some();
        drop(tx);
        if !known && app.blobs.set_aside(&hash, app.clock.now(), None).await? {
            moved += 1;
        }
        drop(gate);
    }
    Ok(moved)
}
