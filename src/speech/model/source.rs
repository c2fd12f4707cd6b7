//! Where a CTranslate2 model is in a folder, and several files read as if they were one.
//!
//! Decides that a model may be deeper in the folder (unzipped packages have folders of their own) and may come in
//! parts (`model.bin.part1`, …) which need not be joined first. What is in the file is left to [`super::ct2`].

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::error::ModelError;

/// How deep below the given folder the model is looked for: an unzipped wheel has `package/data/`.
const SEARCH_DEPTH: usize = 4;
/// The files of a model, found.
#[derive(Debug)]
pub(super) struct ModelSource {
    /// `model.bin`, or its parts in order.
    pub files: Vec<PathBuf>,
    /// The folder with the vocabulary: that of the first file.
    pub folder: PathBuf,
}

impl ModelSource {
    /// Looks in `dir` and its subfolders for `model.bin` or for all its parts.
    pub(super) fn find(dir: &Path) -> Result<Self, ModelError> {
        let missing = |reason: &str| ModelError::SourceMissing {
            path: dir.to_owned(),
            reason: reason.to_owned(),
        };
        if !dir.is_dir() {
            return Err(missing("there is no such folder"));
        }
        let whole = dir.join("model.bin");
        if whole.is_file() {
            return Ok(Self {
                files: vec![whole],
                folder: dir.to_owned(),
            });
        }
        let mut found = Vec::new();
        collect(dir, SEARCH_DEPTH, &mut found)?;
        found.sort();
        let (mut whole, mut parts) = (Vec::new(), BTreeMap::new());
        for path in found {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            match name.strip_prefix("model.bin.part").map(str::parse::<u32>) {
                Some(Ok(number)) => {
                    if parts.insert(number, path).is_some() {
                        return Err(missing(&format!("there is more than one model.bin.part{number}")));
                    }
                }
                Some(Err(_)) => {}
                None => whole.push(path),
            }
        }
        let files: Vec<PathBuf> = match (whole.len(), parts.len()) {
            (0, 0) => return Err(missing("there is no model.bin and no model.bin.part1 in it")),
            (1, 0) => whole,
            (0, count) => {
                if let Some(gap) = (1..=count as u32).find(|number| !parts.contains_key(number)) {
                    return Err(missing(&format!("model.bin.part{gap} is missing")));
                }
                parts.into_values().collect()
            }
            _ => {
                return Err(missing(
                    "there is more than one model in it; name the folder of one",
                ));
            }
        };
        let folder = files
            .first()
            .and_then(|file| file.parent())
            .unwrap_or(dir)
            .to_owned();
        Ok(Self { files, folder })
    }
}

/// Adds every `model.bin` and `model.bin.part…` below `dir`.
fn collect(dir: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), ModelError> {
    let entries = std::fs::read_dir(dir).map_err(|error| ModelError::io(dir, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| ModelError::io(dir, error))?;
        let kind = entry
            .file_type()
            .map_err(|error| ModelError::io(&entry.path(), error))?;
        if kind.is_dir() && depth > 0 {
            collect(&entry.path(), depth - 1, found)?;
        } else if kind.is_file() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name == "model.bin" || name.starts_with("model.bin.part") {
                found.push(entry.path());
            }
        }
    }
    Ok(())
}

/// One after the other as if they were one file.
pub(super) struct JoinedFiles {
    files: Vec<(File, u64)>,
    /// Where the next read starts, in bytes.
    pub position: u64,
}

impl JoinedFiles {
    pub(super) fn open(paths: &[PathBuf]) -> Result<Self, ModelError> {
        let open = |path: &PathBuf| {
            let file = File::open(path).map_err(|error| ModelError::io(path, error))?;
            let length = file
                .metadata()
                .map_err(|error| ModelError::io(path, error))?
                .len();
            Ok((file, length))
        };
        Ok(Self {
            files: paths.iter().map(open).collect::<Result<_, ModelError>>()?,
            position: 0,
        })
    }

    /// Bytes of all together.
    pub(super) fn len(&self) -> u64 {
        self.files.iter().map(|(_, length)| length).sum()
    }
}

impl Read for JoinedFiles {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut start = 0;
        for (file, length) in &mut self.files {
            let end = start + *length;
            if self.position < end {
                let left = usize::try_from(end - self.position)
                    .unwrap_or(usize::MAX)
                    .min(buffer.len());
                file.seek(SeekFrom::Start(self.position - start))?;
                let read = file.read(&mut buffer[..left])?;
                self.position += read as u64;
                return Ok(read);
            }
            start = end;
        }
        Ok(0)
    }
}
