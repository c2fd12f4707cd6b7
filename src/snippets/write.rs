//! What people do with snippets: cut, file, share and take back, remove, hear.

use std::path::PathBuf;

use super::form::SnippetForm;
use super::snippet::Snippet;
use super::store;
use crate::app::App;
use crate::audit::{self, Act};
use crate::db::Tx;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{RecordingId, SnippetId};
use crate::people::Person;
use crate::recordings;

/// Snippets of one recording at most.
const MOST: usize = 60;

/// The snippet, if this person hears it. Code: `snippet-not-found`.
pub async fn find(app: &App, person: &Person, id: &SnippetId) -> Result<Snippet> {
    let mut tx = app.db.read().await?;
    find_in(&mut tx, person, id).await
}

async fn find_in(tx: &mut Tx, person: &Person, id: &SnippetId) -> Result<Snippet> {
    let found = store::find(tx, &person.scope(), id).await?;
    found.ok_or(Error::not_found("snippet-not-found"))
}

/// Cuts a snippet out of a recording this person sees. Codes: `recording-not-found`, `snippet-many`, and those of the
/// form's fields.
pub async fn cut(app: &App, by: &Person, recording: &RecordingId, form: &SnippetForm) -> Result<SnippetId> {
    let recording = recordings::find(app, by, recording).await?;
    let (range, words) = form.check(recording.duration_ms, &app.library.snapshot())?;
    let now = app.clock.now();
    let id = SnippetId::new(now, &app.randomness);
    let mut tx = app.db.write().await?;
    if store::of_recording(&mut tx, &recording.id).await?.len() >= MOST {
        return Err(Error::new(ErrorKind::Conflict, "snippet-many").with("most", MOST));
    }
    let new = store::New {
        id: id.clone(),
        recording: &recording.id,
        range,
        words: &words,
        author: &by.id,
        now,
    };
    store::insert(&mut tx, new).await?;
    let detail = format!("{}-{}", range.start_ms, range.end_ms);
    tell(
        &mut tx,
        app,
        by,
        Act::SnippetMade,
        (&id, &recording.manager_id),
        detail,
    )
    .await?;
    if form.consents() {
        store::consent(&mut tx, &id, &recording.manager_id, &by.id, now).await?;
        let who = (&id, &recording.manager_id);
        tell(&mut tx, app, by, Act::ConsentGiven, who, String::new()).await?;
    }
    tx.commit().await?;
    Ok(id)
}

async fn tell(
    tx: &mut Tx,
    app: &App,
    by: &Person,
    act: Act,
    (id, manager): (&SnippetId, &crate::id::PersonId),
    detail: String,
) -> Result<()> {
    let subject = format!("/snippets/{id}");
    audit::record(tx, app, Some(by), act, subject, Some(manager), detail).await?;
    Ok(())
}

/// Changes what a snippet is called and filed under.
pub async fn change(app: &App, by: &Person, id: &SnippetId, form: &SnippetForm) -> Result<()> {
    let mut tx = app.db.write().await?;
    let snippet = find_in(&mut tx, by, id).await?;
    if !snippet.may_change(by) {
        return Err(Error::forbidden());
    }
    let words = form.words(&app.library.snapshot())?;
    store::update(&mut tx, id, &words).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts the manager's consent down (`given`) or takes it back; what is so already stays as it was.
pub async fn consent(app: &App, by: &Person, id: &SnippetId, given: bool) -> Result<()> {
    let mut tx = app.db.write().await?;
    let snippet = find_in(&mut tx, by, id).await?;
    if !snippet.may_consent(by) {
        return Err(Error::forbidden());
    }
    if snippet.is_shared() == given {
        return Ok(());
    }
    let act = if given {
        store::consent(&mut tx, id, &snippet.manager_id, &by.id, app.clock.now()).await?;
        Act::ConsentGiven
    } else {
        store::withdraw(&mut tx, id).await?;
        Act::ConsentWithdrawn
    };
    tell(&mut tx, app, by, act, (id, &snippet.manager_id), String::new()).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a snippet; answers the recording it was cut out of.
pub async fn delete(app: &App, by: &Person, id: &SnippetId) -> Result<RecordingId> {
    let mut tx = app.db.write().await?;
    let snippet = find_in(&mut tx, by, id).await?;
    if !snippet.may_change(by) {
        return Err(Error::forbidden());
    }
    store::delete(&mut tx, id).await?;
    let who = (id, &snippet.manager_id);
    tell(&mut tx, app, by, Act::SnippetDeleted, who, String::new()).await?;
    tx.commit().await?;
    Ok(snippet.recording_id)
}

/// Notes that this person heard it to its end.
pub async fn heard(app: &App, by: &Person, id: &SnippetId) -> Result<()> {
    let mut tx = app.db.write().await?;
    find_in(&mut tx, by, id).await?;
    store::heard(&mut tx, id, &by.id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The file with the sound of a snippet this person hears: its range and nothing else of the recording.
pub async fn sound(app: &App, person: &Person, id: &SnippetId) -> Result<PathBuf> {
    let snippet = find(app, person, id).await?;
    recordings::part_to_play(app, &snippet.file_hash, snippet.start_ms, snippet.end_ms).await
}
