//! Putting a backup back.
//!
//! Decides that a backup is believed only after every hash was compared, and put only where nothing is, or, when that is
//! asked for by name, after what is there was moved aside: restoring destroys nothing. Files that are there already and
//! are the backup's are left, so that a restore that was interrupted can be begun again. The database comes last: while
//! it is not there, the service has not been restored.

use std::path::{Path, PathBuf};

use super::error::{ErrorPath as _, blocking};
use super::manifest::{self, BOOK, DATABASE, Manifest, RECORDINGS};
use super::{BackupError, archive, files, space, verify_backup};
use crate::db::transfer::{self, Hold, TransferError};
use crate::db::{Db, newest_schema};
use crate::recordings::Blobs;
use crate::time::Timestamp;

/// The file in which a directory of recordings says which installation it belongs to.
const INSTALLATION: &str = "installation";
/// How the name of a file begins until it is whole.
const GROWING: &str = ".restoring-";

/// Where a service keeps its things.
#[derive(Debug, Clone)]
pub struct RestoreTarget {
    /// The data directory.
    pub data: PathBuf,
    /// The book.
    pub library: PathBuf,
    /// A connected PostgreSQL; SQLite in the data directory when absent.
    pub server: Option<Db>,
}

/// What was put back.
#[derive(Debug, Clone, Default)]
pub struct RestoreSummary {
    /// Rows, where they were counted.
    pub rows: i64,
    /// Files of recordings.
    pub recordings: usize,
    /// Files of the book.
    pub book: usize,
    /// What was moved aside, and where to.
    pub aside: Vec<PathBuf>,
}

/// Puts back a backup, or the database alone when a SQLite copy is named (such as one made before a migration).
pub async fn restore(
    backup: &Path,
    place: &RestoreTarget,
    move_aside: bool,
    now: Timestamp,
) -> Result<RestoreSummary, BackupError> {
    let mut restored = RestoreSummary::default();
    let aside = place.data.join(format!("before-restore-{}", archive::stamp(now)));
    if backup.is_file() {
        let rows = sound(backup).await?;
        database(backup, place, move_aside.then_some(&aside), &mut restored).await?;
        restored.rows = rows;
        return Ok(restored);
    }
    let (manifest, found) = verify_backup(backup).await?;
    if !found.faults.is_empty() {
        return Err(BackupError::Broken {
            path: backup.to_owned(),
            faults: found.faults,
        });
    }
    known(manifest.schema)?;
    free(place, move_aside).await?;
    let task = RestoreTask {
        backup: backup.to_owned(),
        place: place.clone(),
        manifest: manifest.clone(),
        aside: move_aside.then(|| aside.clone()),
    };
    let moved = blocking(move || task.run()).await?;
    restored.aside.extend(moved);
    database(
        &backup.join(DATABASE),
        place,
        move_aside.then_some(&aside),
        &mut restored,
    )
    .await?;
    restored.rows = found.rows;
    restored.recordings = manifest.recordings.len();
    restored.book = manifest.book.len();
    Ok(restored)
}

fn known(schema: i64) -> Result<(), BackupError> {
    if schema > newest_schema() {
        return Err(TransferError::Newer {
            found: schema,
            known: newest_schema(),
        }
        .into());
    }
    Ok(())
}

/// A lone copy of the database: is it one, and whole? Returns its rows.
async fn sound(copy: &Path) -> Result<i64, BackupError> {
    let no_backup = |why: String| BackupError::NoBackup {
        path: copy.to_owned(),
        why,
    };
    let log = copy.with_file_name(format!(
        "{}-wal",
        copy.file_name().unwrap_or_default().to_string_lossy()
    ));
    if std::fs::metadata(&log).is_ok_and(|it| it.len() > 0) {
        return Err(no_backup(format!(
            "{} lies beside it, so it is a database in use and not a copy of one",
            log.display()
        )));
    }
    let db = Db::open_copy(copy).await?;
    let schema = db
        .schema_version()
        .await
        .map_err(|error| no_backup(error.to_string()));
    let Some(schema) = schema? else {
        return Err(no_backup("it holds no Salesbook".to_owned()));
    };
    known(schema)?;
    let faults = db.faults().await?;
    if !faults.is_empty() {
        return Err(BackupError::Broken {
            path: copy.to_owned(),
            faults,
        });
    }
    let rows = transfer::rows(&db).await?.iter().map(|(_, rows)| rows).sum();
    db.close().await;
    Ok(rows)
}

/// The database's own files in a data directory.
fn own_files(data: &Path) -> Vec<PathBuf> {
    ["", "-wal", "-shm", "-journal"]
        .iter()
        .map(|end| data.join(format!("{DATABASE}{end}")))
        .filter(|path| path.exists())
        .collect()
}

/// Looks that nothing is where the database is to go; or, when it may be moved aside, that nobody uses it.
async fn free(place: &RestoreTarget, move_aside: bool) -> Result<(), BackupError> {
    if move_aside {
        let current = place.data.join(DATABASE);
        if place.server.is_none() && current.exists() && !Db::fold_log(&current).await? {
            return Err(BackupError::InUse(current));
        }
        return Ok(());
    }
    if let Some(server) = &place.server {
        let held = transfer::rows(server).await?;
        if !held.is_empty() {
            return Err(BackupError::Occupied {
                what: TransferError::NotEmpty(held).to_string(),
            });
        }
    } else if let Some(file) = own_files(&place.data).first() {
        return Err(BackupError::Occupied {
            what: format!("{} is there", file.display()),
        });
    }
    Ok(())
}

/// Puts the copy in the database's place. What is there goes to `aside`; without one there must be nothing.
async fn database(
    copy: &Path,
    place: &RestoreTarget,
    aside: Option<&PathBuf>,
    restored: &mut RestoreSummary,
) -> Result<(), BackupError> {
    free(place, aside.is_some()).await?;
    let (data, from) = (place.data.clone(), copy.to_owned());
    let growing = data.join(".restoring.sqlite");
    let fresh = growing.clone();
    blocking(move || {
        files::folder(&data)?;
        if fresh.exists() {
            std::fs::remove_file(&fresh).at(&fresh)?;
        }
        files::copy(&from, &fresh).map(drop)
    })
    .await?;
    if let Some(server) = &place.server {
        if let Some(aside) = aside
            && !transfer::rows(server).await?.is_empty()
        {
            files::folder(aside)?;
            let kept = aside.join(DATABASE);
            server.copy_to(&kept).await?;
            restored.aside.push(kept);
        }
        let local = Db::open_plain(&growing).await?;
        let copied = into_server(&local, server, aside.is_some()).await;
        local.close().await;
        std::fs::remove_file(&growing).at(&growing)?;
        return copied;
    }
    for file in own_files(&place.data) {
        let Some(aside) = aside else { break };
        files::folder(aside)?;
        let to = aside.join(file.file_name().unwrap_or_default());
        std::fs::rename(&file, &to).at(&to)?;
        restored.aside.push(to);
    }
    let to = place.data.join(DATABASE);
    std::fs::rename(&growing, &to).at(&to)?;
    files::sync(&place.data)
}

/// The copy is brought to this program's version first: an old backup fits a new server.
async fn into_server(local: &Db, server: &Db, clear: bool) -> Result<(), BackupError> {
    local.migrate().await?;
    transfer::copy(local, server, Hold::Snapshot, clear).await?;
    Ok(())
}

/// What is done with files, on a thread of its own.
struct RestoreTask {
    backup: PathBuf,
    place: RestoreTarget,
    manifest: Manifest,
    aside: Option<PathBuf>,
}

impl RestoreTask {
    /// Returns what was moved aside.
    fn run(self) -> Result<Vec<PathBuf>, BackupError> {
        let mut moved = Vec::new();
        files::folder(&self.place.data)?;
        let recordings = self.place.data.join(RECORDINGS);
        let foreign = match self.foreign_installation(&recordings)? {
            None => self.foreign_recordings(&recordings)?,
            foreign => foreign,
        };
        self.clear(&recordings, foreign, &mut moved)?;
        self.clear(&self.place.library, self.foreign_book()?, &mut moved)?;
        files::folder(&recordings)?;
        let from = self.backup.join(RECORDINGS);
        let sounds = if files::links(&from, &recordings) {
            0
        } else {
            self.manifest.recorded_bytes()
        };
        space::require(
            &self.place.data,
            self.manifest.database.bytes.saturating_add(sounds),
        )?;
        for piece in &self.manifest.recordings {
            self.put(piece, &manifest::under(&self.place.data, &piece.file), true)?;
        }
        // The database brings the same: a pair of another's would not start.
        let own = recordings.join(INSTALLATION);
        if let Some(id) = &self.manifest.installation
            && !own.exists()
        {
            files::write(&own, format!("{id}\n").as_bytes())?;
        }
        for piece in &self.manifest.book {
            let inside = piece.file.strip_prefix(BOOK).unwrap_or(&piece.file);
            let to = self.place.library.join(inside.trim_start_matches('/'));
            self.put(piece, &to, false)?;
        }
        files::folder(&self.place.library)?;
        files::sync_all(&recordings)?;
        files::sync_all(&self.place.library)?;
        Ok(moved)
    }

    /// The mark of another installation in the recordings' directory.
    fn foreign_installation(&self, dir: &Path) -> Result<Option<PathBuf>, BackupError> {
        let mark = dir.join(INSTALLATION);
        let found = match std::fs::read_to_string(&mark) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            found => found.at(&mark)?,
        };
        let same = self.manifest.installation.as_deref().map(str::trim) == Some(found.trim());
        Ok((!same).then_some(mark))
    }

    /// A file of the recordings' directory that is not the backup's.
    fn foreign_recordings(&self, dir: &Path) -> Result<Option<PathBuf>, BackupError> {
        if !dir.exists() {
            return Ok(None);
        }
        let blobs = Blobs::open(dir).at(dir)?;
        for hash in blobs.hashes().at(dir)? {
            let file = manifest::recording(&hash);
            let ours = self.manifest.recordings.iter().find(|piece| piece.file == file);
            if ours.is_none_or(|piece| files::differs(&blobs.path(&hash), piece).is_some()) {
                return Ok(Some(blobs.path(&hash)));
            }
        }
        Ok(None)
    }

    /// A file of the book's directory that is not the backup's.
    fn foreign_book(&self) -> Result<Option<PathBuf>, BackupError> {
        for inside in files::walk(&self.place.library)? {
            let path = self.place.library.join(&inside);
            let name = inside.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(GROWING) {
                // Left by a restore that was interrupted.
                std::fs::remove_file(&path).at(&path)?;
                continue;
            }
            let name = manifest::under(Path::new(BOOK), &inside.to_string_lossy());
            let ours = self
                .manifest
                .book
                .iter()
                .find(|piece| Path::new(&piece.file) == name);
            if ours.is_none_or(|piece| files::differs(&path, piece).is_some()) {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Moves a directory with a foreign file in it aside, or refuses.
    fn clear(
        &self,
        dir: &Path,
        foreign: Option<PathBuf>,
        moved: &mut Vec<PathBuf>,
    ) -> Result<(), BackupError> {
        let Some(foreign) = foreign else {
            return Ok(());
        };
        let Some(aside) = &self.aside else {
            return Err(BackupError::Occupied {
                what: format!("{} is there and is not of this backup", foreign.display()),
            });
        };
        // Beside itself when it is not in the data directory: a directory is renamed only within a disk.
        let to = if dir.starts_with(&self.place.data) {
            files::folder(aside)?;
            aside.join(dir.file_name().unwrap_or_default())
        } else {
            let stamp = aside.file_name().unwrap_or_default().to_string_lossy();
            let name = dir.file_name().unwrap_or_default().to_string_lossy();
            dir.with_file_name(format!("{name}.{stamp}"))
        };
        std::fs::rename(dir, &to).at(&to)?;
        moved.push(to);
        Ok(())
    }

    /// Puts a file in its place in one step.
    fn put(&self, piece: &manifest::ManifestFile, to: &Path, immutable: bool) -> Result<(), BackupError> {
        if to.exists() {
            return Ok(());
        }
        let from = manifest::under(&self.backup, &piece.file);
        if let Some(folder) = to.parent() {
            files::folder(folder)?;
        }
        if immutable && files::link(&from, to).at(to)? {
            return Ok(());
        }
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let growing = to.with_file_name(format!("{GROWING}{name}"));
        if growing.exists() {
            std::fs::remove_file(&growing).at(&growing)?;
        }
        match files::copy(&from, &growing)? {
            Some((_, hash)) if hash == piece.sha256 => std::fs::rename(&growing, to).at(to),
            _ => Err(BackupError::Broken {
                path: self.backup.clone(),
                faults: vec![format!("{} changed while it was put back", piece.file)],
            }),
        }
    }
}
