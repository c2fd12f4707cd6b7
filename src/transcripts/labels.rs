//! What the files of a transcript say besides its text: names of the parties, heading, facts.
//!
//! Decides that a file names the parties as people do: the manager in full, since a file is read far from the page, and the
//! client as the recording says. How a file is written is left to [`crate::speech::export`].

use crate::i18n::format;
use crate::recordings::Recording;
use crate::speech::Transcript;
use crate::speech::export::Labels;
use crate::time::Timestamp;
use crate::web::PageContext;

/// The labels of a recording's transcript, in the visitor's language.
pub(super) fn for_recording(recording: &Recording, transcript: &Transcript, t: &PageContext) -> Labels {
    Labels {
        manager: recording.manager_name.clone(),
        client: if recording.client.is_empty() {
            t.text("recordings-client")
        } else {
            recording.client.clone()
        },
        title: if recording.client.is_empty() {
            recording.manager_name.clone()
        } else {
            t.with2(
                "recordings-pair",
                "manager",
                &recording.manager_name,
                "client",
                &recording.client,
            )
        },
        facts: facts(recording, transcript, t),
        doubt: t.text("transcript-doubt-words"),
        language: t.lang().to_owned(),
    }
}

fn facts(recording: &Recording, transcript: &Transcript, t: &PageContext) -> Vec<String> {
    // A file outlives the year: seen from the beginning of time, every day is told with its own.
    let called_at = format::moment(t.locale(), recording.called_at, Timestamp(0), t.zone());
    let made = if transcript.engine.is_imported() {
        t.text("transcript-from-file")
    } else {
        t.with("transcript-model", "model", &transcript.engine.model)
    };
    let kind = recording
        .call_type
        .map(|it| t.text(&format!("recordings-type-{it}")));
    let way = recording
        .direction
        .map(|it| t.text(&format!("recordings-direction-{it}")));
    let end = recording
        .outcome
        .map(|it| t.text(&format!("recordings-outcome-{it}")));
    let call: Vec<String> = [kind, way, end].into_iter().flatten().collect();
    [
        ("recordings-phone", recording.phone.clone()),
        ("recordings-called-at", called_at),
        ("recordings-call", call.join(", ")),
        ("recordings-length-whole", t.duration(&recording.duration_ms)),
        ("recordings-file", recording.file_name.clone()),
        ("transcript-title", made),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| format!("{}: {value}", t.text(key)))
    .collect()
}
