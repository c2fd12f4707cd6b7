//! What a transcription took out as invented, and putting it back.
//!
//! A guard may be wrong: a person who hears the words gives them their place in the text again. Why something was taken
//! out is left to [`crate::speech::guards`].

mod api;
mod pages;

use super::editing::change::{Change, Kind};
use super::store as transcripts;
use crate::app::App;
use crate::audit::{self, Act, Subject};
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::people::Person;
use crate::recordings::{acts, store};
use crate::web::Routes;

/// Pages and API.
pub(super) fn routes() -> Routes {
    pages::routes().merge(api::routes())
}

/// Puts back what was taken out at this moment of this channel. 404 `transcript-not-found`, `filtered-not-found`.
async fn restore(app: &App, person: &Person, id: &RecordingId, channel: u16, start_ms: i64) -> Result<()> {
    let recording = acts::find(app, person, id).await?;
    let mut tx = app.db.write().await?;
    let now = app.clock.now();
    store::touch(&mut tx, id, now).await?;
    let current = transcripts::current(&mut tx, id).await?;
    let before = current.ok_or(Error::not_found("transcript-not-found"))?;
    let mut transcript = before.clone();
    if !transcript.restore(channel, start_ms) {
        return Err(Error::not_found("filtered-not-found"));
    }
    let change = Change::new(Kind::Believed, &person.id, now);
    transcripts::replace_current(&mut tx, id, &before, &transcript, &change).await?;
    let entry = Act::TranscriptUnfiltered.on(Subject::Recording(id));
    audit::record(&mut tx, app, person, entry.of(&recording.manager_id)).await?;
    tx.commit().await?;
    tracing::info!(recording = %id, start_ms, "a stretch was put back into the transcript");
    Ok(())
}
