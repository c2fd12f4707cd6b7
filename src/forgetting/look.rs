//! What an erasing would take, before it takes anything; and the parts of the search that the erasing itself needs.
//!
//! Decides which calls are a client's: those whose number, client or file name has one of the numbers or names. A note or a
//! tag that names somebody does not make a call theirs; the name is struck out there. A person's calls are the recordings
//! of that manager.

use std::io;

use super::erasure::{CountFigure, Erasure, ErasurePreview, ErasureSubject, Tally};
use super::needle::Needles;
use super::places::{DataKind, DataTable, ErasureRule};
use super::walk::WalkMode;
use super::{Forgetting, store};
use crate::error::{Error, Result};
use crate::id::{EvaluationId, RecordingId};
use crate::recordings::files::lost::LostFile;

/// Recordings read at once.
const AT_ONCE: usize = 500;
/// Files of the book that are told by name.
const MOST_FILES: usize = 200;

/// The rules of a call.
pub fn of_call(place: &DataTable) -> &'static [ErasureRule] {
    place.of_call
}

/// The rules of a person.
pub fn of_person(place: &DataTable) -> &'static [ErasureRule] {
    place.of_person
}

impl Forgetting {
    /// What would go.
    pub async fn preview(&self, erasure: &Erasure) -> Result<ErasurePreview> {
        let (needles, _) = Needles::read(&erasure.sought.0);
        let calls = self.calls_with(erasure, &needles).await?;
        let mut counts = Tally::default();
        for call in &calls {
            self.hanging(call.as_str(), &mut counts).await?;
            self.obey(WalkMode::Look, of_call, call.as_str(), "", &mut counts)
                .await?;
        }
        for evaluation in self.evaluations_with(erasure, &needles).await? {
            self.obey(WalkMode::Look, of_call, evaluation.as_str(), "", &mut counts)
                .await?;
        }
        if let Some(person) = &erasure.person_id {
            self.obey(WalkMode::Look, of_person, person.as_str(), "", &mut counts)
                .await?;
            counts.add(DataKind::People, CountFigure::Blanked, 1);
        }
        self.strike(WalkMode::Look, &needles, "", &mut counts).await?;
        Ok(ErasurePreview {
            found: self.found_with(erasure, &needles).await?.len(),
            book: self.book_with(&needles).await?,
            calls,
            counts,
        })
    }

    /// The calls that are erased.
    pub async fn calls_with(&self, erasure: &Erasure, needles: &Needles) -> Result<Vec<RecordingId>> {
        let mut tx = self.core.db.read().await?;
        if let Some(person) = &erasure.person_id {
            return Ok(store::of_manager(&mut tx, person).await?);
        }
        let (mut calls, mut after) = (Vec::new(), String::new());
        loop {
            let rows = store::called_after(&mut tx, &after, AT_ONCE).await?;
            let Some(last) = rows.last() else {
                return Ok(calls);
            };
            after = last.id.to_string();
            let needles = needles.clone();
            let theirs = tokio::task::spawn_blocking(move || {
                let is_theirs = |row: &store::CallIdentity| {
                    [&row.client, &row.phone, &row.file_name]
                        .into_iter()
                        .any(|text| needles.found_in(text))
                };
                let ids = rows
                    .into_iter()
                    .filter_map(|row| is_theirs(&row).then_some(row.id));
                ids.collect::<Vec<_>>()
            });
            calls.extend(theirs.await.map_err(Error::internal)?);
        }
    }

    /// Evaluations of the client's calls whose recordings are gone already.
    pub async fn evaluations_with(&self, erasure: &Erasure, needles: &Needles) -> Result<Vec<EvaluationId>> {
        if erasure.subject == ErasureSubject::Person {
            return Ok(Vec::new());
        }
        let mut tx = self.core.db.read().await?;
        let rows = store::without_recording(&mut tx).await?;
        drop(tx);
        let needles = needles.clone();
        let theirs = tokio::task::spawn_blocking(move || {
            let ids = rows
                .into_iter()
                .filter_map(|(id, client)| needles.found_in(&client).then_some(id));
            ids.collect()
        });
        theirs.await.map_err(Error::internal)
    }

    /// Found files of deleted recordings that are theirs, as far as that is known.
    pub async fn found_with(&self, erasure: &Erasure, needles: &Needles) -> Result<Vec<LostFile>> {
        let (needles, lost) = (needles.clone(), self.blobs.lost().await?);
        let theirs = lost.into_iter().filter(|lost| {
            lost.note.as_ref().is_some_and(|note| {
                erasure.person_id.as_ref() == Some(&note.manager) || needles.found_in(&note.file_name)
            })
        });
        Ok(theirs.collect())
    }

    /// Files of the book in which a name or a number stands, by their paths in its folder. What cannot be read is an error: a
    /// preview must not say that there is nothing where nobody has looked.
    pub async fn book_with(&self, needles: &Needles) -> Result<Vec<String>> {
        let (needles, root) = (needles.clone(), self.core.config.library.clone());
        let look = tokio::task::spawn_blocking(move || {
            let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
            while let Some(folder) = folders.pop() {
                let items = match std::fs::read_dir(&folder) {
                    // Removed meanwhile, or a book that is not there at all.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    // A folder that the service may not enter (`lost+found`) is no part of its book.
                    Err(error) if error.kind() == io::ErrorKind::PermissionDenied && folder != root => {
                        continue;
                    }
                    items => items?,
                };
                for item in items {
                    let item = item?;
                    let (path, kind) = (item.path(), item.file_type()?);
                    if item.file_name().to_string_lossy().starts_with('.') {
                        continue;
                    }
                    if kind.is_dir() {
                        folders.push(path);
                    } else if kind.is_file() && names(&path, &needles)? {
                        let inside = path.strip_prefix(&root).unwrap_or(&path);
                        files.push(inside.to_string_lossy().into_owned());
                    }
                }
            }
            files.sort();
            files.truncate(MOST_FILES);
            Ok::<_, io::Error>(files)
        });
        Ok(look.await.map_err(Error::internal)??)
    }
}

/// Stands a name or a number in this file? In a picture none does, nor in a file that went meanwhile.
fn names(path: &std::path::Path, needles: &Needles) -> io::Result<bool> {
    match std::fs::read_to_string(path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::NotFound) => {
            Ok(false)
        }
        text => Ok(needles.found_in(&text?)),
    }
}
