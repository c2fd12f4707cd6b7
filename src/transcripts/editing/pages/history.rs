//! The history of a text, and taking changes back.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::{name, revision};
use crate::api::Paging;
use crate::diff::{self, Deadline, DiffPiece};
use crate::error::Result;
use crate::id::RecordingId;
use crate::recordings::Recording;
use crate::speech::Segment;
use crate::time::Timestamp;
use crate::transcripts::Transcripts;
use crate::transcripts::editing::change::{TranscriptChangeKind, TurnChange};
use crate::transcripts::editing::store::ChangeRow;
use crate::transcripts::editing::{TranscriptRevision, history};
use crate::web::{Form, Html, PageContext, Path, Query, see};

/// Changes on a page of the history.
const CHANGES: usize = 30;
/// Turns shown of one change.
const TURNS: usize = 6;
/// Letters shown of one turn.
const LETTERS: usize = 1_500;

/// A change in the history.
struct HistoryItem {
    revision: String,
    kind: TranscriptChangeKind,
    /// By whom; empty when they are gone.
    who: String,
    at: Timestamp,
    turns: Vec<ItemTurn>,
    /// Turns that are not shown.
    more: usize,
    /// No later change.
    latest: bool,
}

/// A turn of a change.
struct ItemTurn {
    start_ms: i64,
    /// Who speaks, or spoke.
    who: String,
    /// Who it was before, when that was changed.
    was: Option<String>,
    parts: Vec<DiffPiece>,
}

#[derive(Template)]
#[template(path = "transcripts/history.html")]
pub(super) struct HistoryPage {
    t: PageContext,
    recording: Recording,
    items: Vec<HistoryItem>,
    next: Option<String>,
}

pub(super) async fn show(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Query(paging): Query<Paging>,
) -> Result<Html<HistoryPage>> {
    let recording = transcripts.recordings.find(t.visitor().signed_in()?, &id).await?;
    let mut tx = transcripts.core.db.read().await?;
    let (now, page) = history(&mut tx, &id, paging.cursor()?.key, CHANGES).await?;
    drop(tx);
    let (rows, mut compared) = diff::aside(move |deadline| {
        let compared: Vec<Vec<Vec<DiffPiece>>> = page.items.iter().map(|row| parts(row, deadline)).collect();
        (page.items, compared.into_iter())
    })
    .await?;
    let items = rows.into_iter().map(|row| {
        let changes = &row.changes.0;
        let state = TranscriptRevision {
            transcript: now.transcript.clone(),
            number: row.revision,
        };
        let turns = changes.iter().zip(compared.next().unwrap_or_default());
        HistoryItem {
            revision: state.to_string(),
            turns: turns
                .filter_map(|(change, parts)| turn_view(change, parts, &recording, &t))
                .collect(),
            more: changes.len().saturating_sub(TURNS),
            latest: row.revision == now.number,
            kind: row.kind,
            who: row.person.unwrap_or_default(),
            at: row.changed_at,
        }
    });
    Ok(Html(HistoryPage {
        items: items.collect(),
        next: page.next.map(|next| next.to_string()),
        recording,
        t,
    }))
}

/// What became of the words of the turns that are shown.
fn parts(row: &ChangeRow, deadline: Deadline) -> Vec<Vec<DiffPiece>> {
    let text = |turn: &Option<Segment>| turn.as_ref().map(|turn| turn.text.clone()).unwrap_or_default();
    let shown = row.changes.0.iter().take(TURNS);
    shown
        .map(|change| {
            let all = diff::words(&text(&change.before), &text(&change.after), deadline);
            diff::beginning(all, LETTERS)
        })
        .collect()
}

fn turn_view(
    change: &TurnChange,
    parts: Vec<DiffPiece>,
    recording: &Recording,
    t: &PageContext,
) -> Option<ItemTurn> {
    let known = |turn: &Segment| match name(recording, turn.speaker, t) {
        unknown if unknown.is_empty() => t.text("transcript-naming-unknown"),
        known => known,
    };
    let turn = change.after.as_ref().or(change.before.as_ref())?;
    let before = change
        .before
        .as_ref()
        .filter(|before| before.speaker != turn.speaker);
    Some(ItemTurn {
        start_ms: turn.start_ms,
        who: known(turn),
        was: before.map(known),
        parts,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RestoreChangeForm {
    revision: String,
    /// `all`: every later change as well.
    what: String,
}

pub(super) async fn take_back(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path(id): Path<RecordingId>,
    Form(form): Form<RestoreChangeForm>,
) -> Result<Response> {
    let meant = revision(&form.revision)?;
    let person = t.visitor().signed_in()?;
    let said = match transcripts
        .restore_edit(person, &id, &meant, form.what == "all")
        .await
    {
        Ok(_) => "transcript-history-restored",
        Err(error) if error.code() == "revision-nothing" => "error-revision-nothing",
        Err(error) => return Err(error),
    };
    Ok(see(format!("/recordings/{id}/history"))
        .saying(said)
        .into_response())
}
