//! The line about recording: does a call say at its beginning that it is recorded?
//!
//! Decides that the first minute counts, whoever says it (an announcement does too), and that the transcript is a map, not a
//! judge: where the phrase is not found, the page asks to listen to the beginning and says nothing of the manager. Which
//! phrases are looked for is a setting, with the usual ones in both languages when nothing is set.

use askama::Template;
use futures::future::BoxFuture;

use super::Forgetting;
use crate::error::{Error, Result};
use crate::evaluations::hints::{Hint, first};
use crate::i18n::{Locale, Texts};
use crate::recordings::{Recording, RecordingPanel};
use crate::transcripts::store as transcripts;
use crate::web::PageContext;

/// The beginning of a call, in ms.
const BEGINNING_MS: i64 = 60_000;

#[derive(Template)]
#[template(path = "forgetting/announcement.html")]
struct AnnouncementTemplate {
    t: PageContext,
    said: Option<Hint>,
}

impl RecordingPanel for Forgetting {
    fn render<'a>(
        &'a self,
        t: &'a PageContext,
        recording: &'a Recording,
    ) -> BoxFuture<'a, Result<Option<String>>> {
        Box::pin(render(self, t, recording))
    }
}

async fn render(forgetting: &Forgetting, t: &PageContext, recording: &Recording) -> Result<Option<String>> {
    let mut tx = forgetting.core.db.read().await?;
    let transcript = transcripts::current(&mut tx, &recording.id).await?;
    drop(tx);
    let Some(transcript) = transcript else {
        return Ok(None);
    };
    let phrases = phrases(forgetting);
    let said = tokio::task::spawn_blocking(move || first(&phrases, &transcript, BEGINNING_MS));
    let panel = AnnouncementTemplate {
        said: said.await.map_err(Error::internal)?,
        t: t.clone(),
    };
    panel.render().map(Some).map_err(Error::internal)
}

/// What is looked for.
fn phrases(forgetting: &Forgetting) -> Vec<String> {
    let set = forgetting.core.config.recording_lines();
    if !set.is_empty() {
        return set;
    }
    let usual = [Locale::Ru, Locale::En].map(|locale| Texts(locale).text("recording-line-phrases"));
    let usual = usual.iter().flat_map(|line| line.split('|'));
    usual.map(|phrase| phrase.trim().to_owned()).collect()
}
