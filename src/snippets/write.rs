//! What people do with snippets: cut, file, share and take back, remove, hear.

use std::path::PathBuf;

use super::form::{SnippetForm, consent_revision, revision};
use super::snippet::Snippet;
use super::store;
use crate::app::App;
use crate::audit::{self, Act, Detail, Subject};
use crate::db::Tx;
use crate::diff::as_read;
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
    let stated = form
        .consents()
        .then(|| form.stated(now.day(&app.config.time_zone)));
    let stated = stated.transpose().map_err(Error::fields)?;
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
    let made = Act::SnippetMade.on(Subject::Snippet(&id));
    let detail = Detail::Range {
        start_ms: range.start_ms,
        end_ms: range.end_ms,
    };
    audit::record(&mut tx, app, by, made.of(&recording.manager_id).with(detail)).await?;
    if let Some(stated) = stated {
        store::consent(&mut tx, &id, (&recording.manager_id, &by.id), &stated, now).await?;
        let given = Act::ConsentGiven.on(Subject::Snippet(&id));
        audit::record(&mut tx, app, by, given.of(&recording.manager_id)).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Changes what a snippet is called and filed under. Code besides those of [`SnippetForm::words`]: `changed-meanwhile` when
/// somebody did so since the form was opened.
pub async fn change(app: &App, by: &Person, id: &SnippetId, form: &SnippetForm) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::hold(&mut tx, id).await?;
    let snippet = find_in(&mut tx, by, id).await?;
    if !snippet.may_change(by) {
        return Err(Error::forbidden());
    }
    let words = form.words(&app.library.snapshot())?;
    as_read(&form.revision, &revision(&snippet))?;
    store::update(&mut tx, id, &words).await?;
    let entry = Act::SnippetChanged
        .on(Subject::Snippet(id))
        .of(&snippet.manager_id);
    audit::record(&mut tx, app, by, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts the manager's consent down with the ground on which the client may be heard, or the ground alone where it is shared
/// already; what is so already stays as it was. Codes of fields: those of [`SnippetForm::stated`]; `changed-meanwhile` when
/// consent or ground are not what the form was opened on: what was taken back is not given again by a form that is older.
pub async fn consent(app: &App, by: &Person, id: &SnippetId, form: &SnippetForm) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::hold(&mut tx, id).await?;
    let snippet = may_consent(&mut tx, by, id).await?;
    let stated = form
        .stated(now.day(&app.config.time_zone))
        .map_err(Error::fields)?;
    if snippet.is_shared() && snippet.stated().as_ref() == Some(&stated) {
        return Ok(());
    }
    as_read(&form.revision, &consent_revision(&snippet))?;
    let act = if snippet.is_shared() {
        store::state(&mut tx, id, &stated).await?;
        Act::GroundStated
    } else {
        store::consent(&mut tx, id, (&snippet.manager_id, &by.id), &stated, now).await?;
        Act::ConsentGiven
    };
    let entry = act.on(Subject::Snippet(id)).of(&snippet.manager_id);
    audit::record(&mut tx, app, by, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes the manager's consent back; one that was not given is no error. Whatever was stated meanwhile: who takes it back
/// means all of it.
pub async fn withdraw(app: &App, by: &Person, id: &SnippetId) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::hold(&mut tx, id).await?;
    let snippet = may_consent(&mut tx, by, id).await?;
    if !snippet.is_shared() {
        return Ok(());
    }
    store::withdraw(&mut tx, id).await?;
    let entry = Act::ConsentWithdrawn
        .on(Subject::Snippet(id))
        .of(&snippet.manager_id);
    audit::record(&mut tx, app, by, entry).await?;
    tx.commit().await?;
    Ok(())
}

async fn may_consent(tx: &mut Tx, by: &Person, id: &SnippetId) -> Result<Snippet> {
    let snippet = find_in(tx, by, id).await?;
    if snippet.may_consent(by) {
        Ok(snippet)
    } else {
        Err(Error::forbidden())
    }
}

/// What was removed can be taken back for so long, in ms.
const RESTORABLE_MS: i64 = 24 * 60 * 60 * 1000;

/// Removes a snippet; answers the recording it was cut out of.
pub async fn delete(app: &App, by: &Person, id: &SnippetId) -> Result<RecordingId> {
    let mut tx = app.db.write().await?;
    let snippet = find_in(&mut tx, by, id).await?;
    if !snippet.may_change(by) {
        return Err(Error::forbidden());
    }
    let now = app.clock.now();
    store::remove(&mut tx, id, now, now.plus_ms(-RESTORABLE_MS)).await?;
    let entry = Act::SnippetDeleted
        .on(Subject::Snippet(id))
        .of(&snippet.manager_id);
    audit::record(&mut tx, app, by, entry).await?;
    tx.commit().await?;
    Ok(snippet.recording_id)
}

/// Takes the removal of a snippet back; one that is there stays. Code: `snippet-not-found` when it is gone for good.
pub async fn restore(app: &App, by: &Person, id: &SnippetId) -> Result<()> {
    let mut tx = app.db.write().await?;
    let Some(snippet) = store::removed(&mut tx, &by.scope(), id).await? else {
        return find_in(&mut tx, by, id).await.map(drop);
    };
    if !snippet.may_change(by) {
        return Err(Error::forbidden());
    }
    store::restore(&mut tx, id).await?;
    let entry = Act::SnippetRestored
        .on(Subject::Snippet(id))
        .of(&snippet.manager_id);
    audit::record(&mut tx, app, by, entry).await?;
    tx.commit().await?;
    Ok(())
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
    if person.id != snippet.manager_id {
        let entry = Act::SnippetHeard.on(Subject::Snippet(id));
        audit::record_hourly(app, person, entry.of(&snippet.manager_id)).await?;
    }
    recordings::part_to_play(app, &snippet.file_hash, snippet.start_ms, snippet.end_ms).await
}
