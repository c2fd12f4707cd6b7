//! `/recordings/files`: what the administrator sees of the files, and takes in again.
//!
//! Decides that a found file becomes a recording of a chosen manager as any upload does, under the name and the time it
//! had, and that listening to it, taking it in and removing it are kept in the audit log.

use std::path::PathBuf;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::FileHealth;
use super::lost::{KEPT_DAYS, LostFile, LostName};
use super::store::{self, FaultyFile};
use crate::audit::{self, Act, AuditSubject};
use crate::error::{Error, Result};
use crate::people::{Permission, Person, Scope};
use crate::recordings::pages::explained;
use crate::recordings::{FactsForm, RecordingPages, Recordings};
use crate::speech::audio;
use crate::web::{Flash, Form, Html, PageContext, Path, Routes, form, see, send_file};

/// Recordings without a whole file that are listed.
const FAULTY: usize = 200;
/// Found files that are listed; with one dealt with the next one is.
const LISTED: usize = 200;
const HERE: &str = "/recordings/files";

/// The page and its acts.
pub(in crate::recordings) fn routes() -> Routes<RecordingPages> {
    Routes::new()
        .get(HERE, Permission::ManageFiles, show)
        .post("/recordings/files/aside", Permission::ManageFiles, aside)
        .get("/recordings/files/{name}/audio", Permission::ManageFiles, sound)
        .post("/recordings/files/{name}/take", Permission::ManageFiles, ingest)
        .post("/recordings/files/{name}/forget", Permission::ManageFiles, forget)
}

#[derive(Template)]
#[template(path = "recordings/files-of-all.html")]
struct FilesPage {
    t: PageContext,
    health: FileHealth,
    faulty: Vec<FaultyFile>,
    lost: Vec<LostFileRow>,
    /// Found files that are not listed.
    more: usize,
    managers: Vec<Person>,
    /// Files without a recording that were left where they are.
    unknown: i64,
    kept_days: i64,
    /// The found file that could not be taken in, and why.
    problem: Option<(String, String)>,
}

/// A found file in the visitor's words.
struct LostFileRow {
    name: String,
    title: String,
    /// Whose call it was; empty when nobody knows.
    manager: String,
    /// Who deleted its recording; empty when that was not it.
    deleted_by: String,
    bytes: i64,
    since: String,
    until: String,
}

impl FilesPage {
    fn checked(&self) -> i64 {
        self.health.recordings - self.health.unchecked
    }
    const fn holds(&self) -> bool {
        self.unknown > 0
    }
    fn problem(&self, name: &str) -> &str {
        let found = self.problem.as_ref().filter(|(of, _)| of == name);
        found.map_or("", |(_, problem)| problem)
    }
}

async fn page(t: PageContext, recordings: &Recordings) -> Result<FilesPage> {
    let mut tx = recordings.core.db.read().await?;
    let health = store::health(&mut tx).await?;
    let faulty = store::faulty(&mut tx, FAULTY).await?;
    let everybody = crate::people::store::people(&mut tx, &Scope::All).await?;
    drop(tx);
    let name_of = |id| {
        let found = everybody.iter().find(|person| person.id == id);
        found.map(|person| person.name.clone()).unwrap_or_default()
    };
    let found = recordings.blobs.lost().await?;
    let more = found.len().saturating_sub(LISTED);
    let lost = found.into_iter().take(LISTED).map(|it| LostFileRow {
        title: title(&it),
        manager: it
            .note
            .as_ref()
            .map(|note| name_of(note.manager.clone()))
            .unwrap_or_default(),
        deleted_by: it
            .note
            .as_ref()
            .map(|note| name_of(note.deleted_by.clone()))
            .unwrap_or_default(),
        bytes: it.bytes as i64,
        since: t.moment(&it.name.since()),
        until: t.day_of(&it.name.until()),
        name: it.name.to_string(),
    });
    Ok(FilesPage {
        lost: lost.collect(),
        more,
        managers: recordings.managers(t.visitor().signed_in()?).await?,
        t,
        unknown: health.unknown_files(),
        kept_days: KEPT_DAYS,
        health,
        faulty,
        problem: None,
    })
}

/// The name it had, or the beginning of its hash.
fn title(lost: &LostFile) -> String {
    match &lost.note {
        Some(note) => note.file_name.clone(),
        None => lost.name.hash().chars().take(12).collect(),
    }
}

async fn show(t: PageContext, State(recordings): State<Recordings>) -> Result<Html<FilesPage>> {
    Ok(Html(page(t, &recordings).await?))
}

async fn aside(t: PageContext, State(recordings): State<Recordings>) -> Result<Response> {
    let moved = recordings
        .files
        .set_aside_unknown(t.visitor().signed_in()?)
        .await?;
    Ok(see_with("files-set-aside", moved.to_string(), HERE))
}

async fn sound(
    t: PageContext,
    State(recordings): State<Recordings>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let (name, lost) = find(&recordings, &name).await?;
    let (path, kind) = to_play(&recordings, &lost).await?;
    let by = t.visitor().signed_in()?;
    audit::record_hourly(&recordings.core, by, Act::FileHeard.on(AuditSubject::File(&name))).await?;
    send_file(&path, &kind, &headers).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TakeForm {
    manager: String,
}

async fn ingest(
    t: PageContext,
    State(recordings): State<Recordings>,
    Path(name): Path<String>,
    Form(form): Form<TakeForm>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?.clone();
    let (name, lost) = find(&recordings, &name).await?;
    let facts = FactsForm {
        manager: form.manager,
        called_at: called_at(&recordings, &lost).await.unwrap_or_default(),
        ..FactsForm::default()
    };
    let file = recordings.blobs.arrive_again(&lost.name).await?;
    match recordings.ingest(&by, &facts, &title(&lost), file).await {
        Ok(taken) => {
            recordings.blobs.forget(&lost.name).await?;
            keep(&recordings, &by, Act::FileTakenIn, &name).await?;
            let to = format!("/recordings/{}", taken.recording.id);
            Ok(see_with("files-taken-in", String::new(), &to))
        }
        Err(refusal) => {
            let (error, _) = explained(refusal, &t);
            let sentence = form::sentence(&t, &error);
            let status = StatusCode::from_u16(error.kind().status()).map_err(Error::internal)?;
            let mut page = page(t, &recordings).await?;
            page.problem = Some((name, sentence));
            Ok((status, Html(page)).into_response())
        }
    }
}

async fn forget(
    t: PageContext,
    State(recordings): State<Recordings>,
    Path(name): Path<String>,
) -> Result<Response> {
    let (name, lost) = find(&recordings, &name).await?;
    recordings.blobs.forget(&lost.name).await?;
    keep(&recordings, t.visitor().signed_in()?, Act::FileForgotten, &name).await?;
    Ok(see_with("files-forgotten", String::new(), HERE))
}

/// Code: `lost-file-not-found`.
async fn find(recordings: &Recordings, name: &str) -> Result<(String, LostFile)> {
    let parsed: Option<LostName> = name.parse().ok();
    let lost = recordings.blobs.lost().await?;
    let found = lost.into_iter().find(|lost| Some(&lost.name) == parsed.as_ref());
    let found = found.ok_or(Error::not_found("lost-file-not-found"))?;
    Ok((found.name.to_string(), found))
}

/// When the call was: as was known of it, else when its file was written.
async fn called_at(recordings: &Recordings, lost: &LostFile) -> Option<String> {
    let at = match &lost.note {
        Some(note) => note.called_at,
        None => recordings.blobs.lost_written(&lost.name).await?,
    };
    (at <= recordings.core.now()).then(|| at.rfc3339())
}

/// The found file, or a copy of it that browsers play. Codes: `audio-…`.
async fn to_play(recordings: &Recordings, lost: &LostFile) -> Result<(PathBuf, String)> {
    let path = recordings.blobs.lost_path(&lost.name);
    let probed = path.clone();
    let limit_ms = recordings.core.config.recording_limit_ms;
    let facts = tokio::task::spawn_blocking(move || audio::probe(&probed, limit_ms));
    let facts = facts.await.map_err(Error::internal)??;
    if audio::is_played(&facts.mime) {
        return Ok((path, facts.mime));
    }
    let copies = recordings.blobs.copies().await;
    let copy = copies.path(lost.name.hash());
    if !copy.is_file() {
        let hash = lost.name.hash().to_owned();
        let made =
            tokio::task::spawn_blocking(move || copies.add(&hash, |file| audio::write_wav(&path, file)));
        made.await.map_err(Error::internal)??;
    }
    Ok((copy, "audio/wav".to_owned()))
}

async fn keep(recordings: &Recordings, by: &Person, act: Act, name: &str) -> Result<()> {
    let mut tx = recordings.core.db.write().await?;
    audit::record(&mut tx, &recordings.core, by, act.on(AuditSubject::File(&name))).await?;
    Ok(tx.commit().await?)
}

fn see_with(key: &str, value: String, to: &str) -> Response {
    see(to).saying(Flash::with(key, value)).into_response()
}
