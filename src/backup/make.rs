//! Taking a backup of a service that goes on working.
//!
//! A file of a recording comes before its row and goes after it, so at every moment each row has its file. A backup needs
//! a moment's rows with all their files, and neither order alone gives that: files saved after the rows miss what was
//! deleted in between, files saved before miss what was brought. So:
//!
//! 1. the files that are there are saved: all the work, and the service notices nothing of it;
//! 2. the database is copied, one moment of it;
//! 3. the files its rows name and that are not saved yet (brought during 1 and 2) are saved;
//! 4. one that is nowhere was deleted since 2: if its row is gone too, the copy is too old, and 2 and 3 are done again.
//!    The third time nobody may bring or delete until they are done ([`Blobs::gate`], all processes): that is enough;
//! 5. saved files that no row of the copy names are thrown away.
//!
//! A file that is gone while its row is still there was lost before, and is told ([`Manifest::lost`]). The book is saved
//! last: the service takes a text that is newer than its memory of it for an edit by another program, so nothing is lost.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::error::{ErrorPath as _, blocking};
use super::keeper::Keeper;
use super::manifest::{self, BOOK, DATABASE, Manifest, ManifestFile, RECORDINGS};
use super::{BackupError, archive, files, space};
use crate::core::Core;
use crate::db::{Db, transfer};
use crate::recordings::{Blobs, store};
use crate::time::Timestamp;

/// The attempt during which nobody may bring or delete a recording.
const LAST: u32 = 3;
/// How often to try to remove an unfinished backup while something is put into it, and how long to wait between.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// What a backup is taken of.
#[derive(Debug, Clone)]
pub struct BackupSource {
    /// The database, at whatever version it is.
    pub db: Db,
    /// The files of recordings.
    pub blobs: Blobs,
    /// Where they are.
    pub recordings: PathBuf,
    /// The book.
    pub library: PathBuf,
}

impl BackupSource {
    /// Of the running service.
    pub fn new(core: &Core, blobs: &Blobs) -> Self {
        Self {
            db: core.db.clone(),
            blobs: blobs.clone(),
            recordings: core.config.recordings_dir(),
            library: core.config.library.clone(),
        }
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupStage {
    /// The files that are there are being saved.
    Recordings,
    /// The database is about to be copied, for the n-th time.
    Database(u32),
    /// The database is copied; files that came meanwhile are being saved.
    Late,
    /// The book is being saved.
    Book,
    /// The whole is being looked through.
    Check,
}

/// A backup that was made.
#[derive(Debug, Clone)]
pub struct FinishedBackup {
    /// Where it is.
    pub path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// Files of recordings that take no room of their own: they share it with the service or an earlier backup.
    pub linked: usize,
    /// Files of recordings that were copied.
    pub copied: usize,
}

/// Makes a backup in a new directory in `dir`, named by the time. `told` hears how far it is.
pub async fn make(
    origin: &BackupSource,
    dir: &Path,
    now: Timestamp,
    stop: &CancellationToken,
    told: &mut (dyn FnMut(BackupStage) + Send),
) -> Result<FinishedBackup, BackupError> {
    let (root, name) = (dir.to_owned(), archive::name(now));
    let part = blocking(move || UnfinishedBackup::begin(&root, &name)).await?;
    let keeper = prepare(origin, dir, &part).await?;

    told(BackupStage::Recordings);
    let blobs = origin.blobs.clone();
    let here = {
        let recordings = origin.recordings.clone();
        blocking(move || blobs.hashes().at(&recordings)).await?
    };
    let (keeper, _) = keeper.keep(here, stop).await?;
    let (keeper, rows, missing) = moment(origin, &part, keeper, stop, told).await?;
    let (linked, copied) = (keeper.linked, keeper.copied);
    let (recordings, lost) = blocking(move || keeper.settle(rows, &missing)).await?;

    told(BackupStage::Book);
    let (library, into, earlier) = (origin.library.clone(), part.path.clone(), archive::newest(dir));
    let book = blocking(move || book(&library, &into, earlier.as_deref())).await?;

    told(BackupStage::Check);
    let copy = part.path.join(DATABASE);
    let described = described(&copy).await?;
    if !described.faults.is_empty() {
        return Err(BackupError::Broken {
            path: copy,
            faults: described.faults,
        });
    }
    let manifest = Manifest {
        format: Manifest::format(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        time: now.rfc3339(),
        at: now,
        backend: origin.db.backend().to_owned(),
        schema: described.schema,
        installation: described.installation,
        database: ManifestFile {
            file: DATABASE.to_owned(),
            bytes: 0,
            sha256: String::new(),
        },
        rows: described.rows,
        recordings,
        book,
        lost,
    };
    blocking(move || part.finish(manifest))
        .await
        .map(|(path, manifest)| FinishedBackup {
            path,
            manifest,
            linked,
            copied,
        })
}

/// Looks for room, for the earlier backup and for what can be linked.
async fn prepare(origin: &BackupSource, dir: &Path, part: &UnfinishedBackup) -> Result<Keeper, BackupError> {
    let database = origin.db.copy_bytes().await?;
    let (origin, dir, into) = (origin.clone(), dir.to_owned(), part.path.clone());
    blocking(move || {
        let earlier = archive::newest(&dir);
        let links = files::links(&origin.recordings, &into);
        let size = |path: PathBuf| std::fs::metadata(path).map_or(0, |it| it.len());
        let recordings: u64 = if links {
            0
        } else {
            let hashes = origin.blobs.hashes().at(&origin.recordings)?;
            let saved = |hash: &String| {
                let at = earlier.as_ref().map(|it| it.join(manifest::recording(hash)));
                at.is_some_and(|path| path.is_file())
            };
            let new = hashes.iter().filter(|hash| !saved(hash));
            new.map(|hash| size(origin.blobs.path(hash))).sum()
        };
        let book: u64 = files::walk(&origin.library)?
            .into_iter()
            .map(|file| size(origin.library.join(file)))
            .sum();
        space::require(&dir, database.saturating_add(recordings).saturating_add(book))?;
        Ok(Keeper::new(origin.blobs, into, earlier, links))
    })
    .await
}

/// Steps 2 to 4: a moment of the database with all the files its rows name. Returns the rows and the hashes of files that
/// were lost before.
async fn moment(
    origin: &BackupSource,
    part: &UnfinishedBackup,
    mut keeper: Keeper,
    stop: &CancellationToken,
    told: &mut (dyn FnMut(BackupStage) + Send),
) -> Result<(Keeper, Vec<store::KeptFile>, Vec<String>), BackupError> {
    let copy = part.path.join(DATABASE);
    let mut attempt = 0;
    loop {
        attempt += 1;
        let gate = match attempt {
            LAST => Some(origin.blobs.gate().await.at(&origin.recordings)?),
            _ => None,
        };
        if attempt > 1 {
            std::fs::remove_file(&copy).at(&copy)?;
        }
        told(BackupStage::Database(attempt));
        tokio::select! {
            copied = origin.db.copy_to(&copy) => copied?,
            () = stop.cancelled() => return Err(BackupError::Stopped),
        }
        told(BackupStage::Late);
        let rows = rows_of(&copy).await?;
        let hashes = rows.iter().map(|row| row.file_hash.clone()).collect();
        let missing;
        (keeper, missing) = keeper.keep(hashes, stop).await?;
        if missing.is_empty() || gate.is_some() || still_wanted(origin, &missing).await? {
            return Ok((keeper, rows, missing));
        }
    }
}

async fn rows_of(copy: &Path) -> Result<Vec<store::KeptFile>, BackupError> {
    let db = Db::open_copy(copy).await?;
    let mut tx = db.read().await?;
    let rows = store::kept_files(&mut tx).await?;
    drop(tx);
    db.close().await;
    Ok(rows)
}

/// Do all these hashes still have a row? Then their files are not deleted but lost: a row goes before its file.
async fn still_wanted(origin: &BackupSource, hashes: &[String]) -> Result<bool, BackupError> {
    let mut tx = origin.db.read().await?;
    for hash in hashes {
        if !store::has_file(&mut tx, hash).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What a copy of the database says of itself.
struct DatabaseSummary {
    schema: i64,
    rows: BTreeMap<String, i64>,
    installation: Option<String>,
    faults: Vec<String>,
}

async fn described(copy: &Path) -> Result<DatabaseSummary, BackupError> {
    let db = Db::open_copy(copy).await?;
    let schema = db.schema_version().await?;
    let described = DatabaseSummary {
        schema: schema.ok_or(transfer::TransferError::NoSchema)?,
        rows: transfer::rows(&db).await?.into_iter().collect(),
        installation: db.installation().await?,
        faults: db.faults().await?,
    };
    db.close().await;
    Ok(described)
}

/// Saves the book; a file that an earlier backup has is shared with it.
fn book(library: &Path, into: &Path, earlier: Option<&Path>) -> Result<Vec<ManifestFile>, BackupError> {
    let known: HashMap<(String, String), PathBuf> = earlier
        .and_then(|backup| Some((backup, Manifest::read(backup).ok()?)))
        .map(|(backup, manifest)| {
            let pieces = manifest.book.into_iter();
            pieces
                .map(|piece| {
                    let path = manifest::under(backup, &piece.file);
                    ((piece.file, piece.sha256), path)
                })
                .collect()
        })
        .unwrap_or_default();
    let mut pieces = Vec::new();
    for inside in files::walk(library)? {
        let (from, name) = (library.join(&inside), format!("{BOOK}/{}", slashes(&inside)));
        let to = manifest::under(into, &name);
        if let Some(folder) = to.parent() {
            files::folder(folder)?;
        }
        let Some((bytes, sha256)) = files::weigh(&from).at(&from)? else {
            continue;
        };
        let same = known.get(&(name.clone(), sha256.clone()));
        let linked = same.is_some_and(|path| files::link(path, &to).unwrap_or(false));
        let (bytes, sha256) = if linked {
            (bytes, sha256)
        } else {
            match files::copy(&from, &to)? {
                Some(copied) => copied,
                None => continue,
            }
        };
        pieces.push(ManifestFile {
            file: name,
            bytes,
            sha256,
        });
    }
    Ok(pieces)
}

fn slashes(path: &Path) -> String {
    let parts = path.components().map(|it| it.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// A backup in the making. Dropped, it is gone.
struct UnfinishedBackup {
    path: PathBuf,
    to: PathBuf,
    _alone: File,
}

impl UnfinishedBackup {
    fn begin(dir: &Path, name: &str) -> Result<Self, BackupError> {
        files::folder(dir)?;
        let alone = archive::alone(dir)?;
        archive::sweep(dir)?;
        let (to, path) = (dir.join(name), dir.join(archive::unfinished(name)));
        if to.exists() {
            return Err(BackupError::Exists(to));
        }
        for folder in [RECORDINGS, BOOK] {
            files::folder(&path.join(folder))?;
        }
        Ok(Self {
            path,
            to,
            _alone: alone,
        })
    }

    /// Writes the manifest and gives the whole its name.
    fn finish(self, mut manifest: Manifest) -> Result<(PathBuf, Manifest), BackupError> {
        let copy = self.path.join(DATABASE);
        files::private(&copy)?;
        let (bytes, sha256) = files::weigh(&copy).at(&copy)?.unwrap_or_default();
        manifest.database = ManifestFile {
            file: DATABASE.to_owned(),
            bytes,
            sha256,
        };
        manifest.write(&self.path)?;
        files::sync_all(&self.path)?;
        if self.to.exists() {
            return Err(BackupError::Exists(self.to.clone()));
        }
        std::fs::rename(&self.path, &self.to).at(&self.to)?;
        if let Some(dir) = self.to.parent() {
            files::sync(dir)?;
        }
        Ok((self.to.clone(), manifest))
    }
}

impl Drop for UnfinishedBackup {
    fn drop(&mut self) {
        // A copy of the database that was stopped may be putting its file there at this moment: then once more. Renamed or
        // gone already: fine. What cannot be removed now is removed by the next backup.
        for _ in 0..TRIES {
            match std::fs::remove_dir_all(&self.path) {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => std::thread::sleep(PAUSE),
                _ => break,
            }
        }
    }
}
