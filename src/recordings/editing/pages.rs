//! Pages: the editor of a turn, alone or put into the transcript by the script, and the history of a text.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::edit::{self, Clash, Opened, Outcome, Wish};
use super::{Revision, TurnName, restore};
use crate::api::Paging;
use crate::app::App;
use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::people::Permission;
use crate::recordings::editing::change::Kind;
use crate::recordings::{Player, Recording, acts};
use crate::transcription::edit::{Part, compare};
use crate::transcription::{Segment, Speaker};
use crate::web::{Flash, Form, Html, Path, Query, Routes, View};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/recordings/{id}/turns/{turn}",
            Permission::UploadRecordings,
            open,
        )
        .post(
            "/recordings/{id}/turns/{turn}",
            Permission::UploadRecordings,
            save,
        )
        .get("/recordings/{id}/history", Permission::ReadRecordings, show)
        .post(
            "/recordings/{id}/history",
            Permission::UploadRecordings,
            take_back,
        )
}

/// The element that the script puts into the transcript.
const EDITOR: &str = "turn-editor";
/// Changes on a page of the history.
const CHANGES: usize = 30;
/// Turns shown of one change.
const TURNS: usize = 6;

/// A turn in a form.
#[derive(Debug)]
struct Editor {
    id: RecordingId,
    /// The turn's name.
    turn: String,
    /// Where it starts and ends, in ms.
    start_ms: i64,
    end_ms: i64,
    /// Who speaks, when it is known.
    who: String,
    language: String,
    /// The state of the text that is on the page.
    revision: String,
    text: String,
    /// What is wrong with it; empty when nothing is.
    error: String,
    clash: Option<ClashView>,
}

/// Both texts, when somebody was faster.
#[derive(Debug)]
struct ClashView {
    /// What happened.
    words: String,
    /// There is a turn to write into.
    can_save: bool,
    /// What stands there now; empty when the turn is gone.
    theirs: String,
    /// From that to what was written.
    parts: Vec<Part>,
}

impl Editor {
    fn of(recording: &Recording, opened: Opened, t: &View) -> Self {
        Self {
            id: recording.id.clone(),
            turn: opened.key.to_string(),
            start_ms: opened.turn.start_ms,
            end_ms: opened.turn.end_ms,
            who: name(recording, opened.turn.speaker, t),
            language: opened.language,
            revision: opened.revision.to_string(),
            text: opened.turn.text,
            error: String::new(),
            clash: None,
        }
    }

    fn after_clash(
        recording: &Recording,
        clash: Clash,
        asked: (TurnName, &str),
        text: String,
        t: &View,
    ) -> Self {
        let words = match (&clash.by, clash.other_text) {
            (_, true) => t.text("turn-clash-other"),
            (Some(by), _) if clash.turn.is_none() => t.with("turn-clash-removed", "person", by),
            (Some(by), _) => t.with("turn-clash", "person", by),
            (None, _) => t.text("turn-clash-somebody"),
        };
        let view = ClashView {
            words,
            can_save: clash.turn.is_some() || !clash.other_text,
            parts: compare(clash.text(), &text),
            theirs: clash.text().to_owned(),
        };
        let place = clash.turn.as_ref();
        let start_ms = place.map_or(asked.0.start_ms(), |(_, turn)| turn.start_ms);
        Self {
            id: recording.id.clone(),
            turn: place.map_or_else(|| asked.1.to_owned(), |(key, _)| key.to_string()),
            start_ms,
            end_ms: place.map_or(start_ms, |(_, turn)| turn.end_ms),
            who: place.map_or_else(String::new, |(_, turn)| name(recording, turn.speaker, t)),
            language: recording.language.to_string(),
            revision: clash.revision.to_string(),
            text,
            error: String::new(),
            clash: Some(view),
        }
    }

    /// Is there a turn to write into?
    fn can_save(&self) -> bool {
        self.clash.as_ref().is_none_or(|clash| clash.can_save)
    }

    /// Lines that the text takes, about.
    fn rows(&self) -> usize {
        (self.text.chars().count() / 56 + 2).min(14)
    }
}

/// What a party is called here.
fn name(recording: &Recording, speaker: Speaker, t: &View) -> String {
    match speaker {
        Speaker::Manager => recording.manager_name.clone(),
        Speaker::Client if recording.client.is_empty() => t.text("recordings-client"),
        Speaker::Client => recording.client.clone(),
        Speaker::Unknown => String::new(),
    }
}

#[derive(Template)]
#[template(path = "recordings/turn.html")]
struct TurnPage {
    t: View,
    recording: Recording,
    player: Player,
    editor: Editor,
    alone: bool,
}

#[derive(Template)]
#[template(
    source = r#"{% import "macros.html" as ui %}{% include "recordings/turn-editor.html" %}"#,
    ext = "html"
)]
struct EditorPart {
    t: View,
    editor: Editor,
    alone: bool,
}

#[derive(Template)]
#[template(
    source = r#"<div id="turn-editor" data-revision="{{ revision }}"{% if removed %} data-removed{% endif %}></div>"#,
    ext = "html"
)]
struct SavedPart {
    revision: String,
    removed: bool,
}

async fn answer(
    t: View,
    app: &App,
    recording: Recording,
    status: StatusCode,
    editor: Editor,
) -> Result<Response> {
    if t.visitor().fragment() == Some(EDITOR) {
        let part = EditorPart {
            t,
            editor,
            alone: false,
        };
        return Ok((status, Html(part)).into_response());
    }
    let mut tx = app.db.read().await?;
    let mut player = Player::load(&mut tx, &recording, &t).await?;
    player.keep_around(editor.start_ms);
    let page = TurnPage {
        t,
        recording,
        player,
        editor,
        alone: true,
    };
    Ok((status, Html(page)).into_response())
}

async fn open(
    t: View,
    State(app): State<App>,
    Path((id, turn)): Path<(RecordingId, TurnName)>,
) -> Result<Response> {
    let recording = acts::find(&app, t.visitor().signed_in()?, &id).await?;
    let mut tx = app.db.read().await?;
    let opened = edit::open(&mut tx, &id, turn).await?;
    drop(tx);
    let editor = Editor::of(&recording, opened, &t);
    answer(t, &app, recording, StatusCode::OK, editor).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TurnForm {
    text: String,
    /// The state of the text that was read.
    revision: String,
    /// `next`: then the next turn.
    then: String,
}

async fn save(
    t: View,
    State(app): State<App>,
    Path((id, asked)): Path<(RecordingId, String)>,
    Form(form): Form<TurnForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let turn: TurnName = asked.parse().map_err(|_| Error::not_found("turn-not-found"))?;
    let wish = Wish {
        turn,
        text: form.text.clone(),
        read: revision(&form.revision)?,
    };
    let recording = acts::find(&app, &person, &id).await?;
    match edit::edit(&app, &person, &id, &wish).await {
        Ok(Outcome::Clash(clash)) => {
            let editor = Editor::after_clash(&recording, *clash, (turn, &asked), form.text, &t);
            answer(t, &app, recording, StatusCode::CONFLICT, editor).await
        }
        Ok(Outcome::Same(revision)) => saved(&t, &app, &id, (turn, &form.then), revision, None).await,
        Ok(Outcome::Written { revision, removed }) => {
            saved(&t, &app, &id, (turn, &form.then), revision, Some(removed)).await
        }
        Err(error) if !error.field_errors().is_empty() => {
            let mut tx = app.db.read().await?;
            let mut editor = Editor::of(&recording, edit::open(&mut tx, &id, turn).await?, &t);
            drop(tx);
            editor.error = t.error(error.field_errors()[0].code);
            (editor.text, editor.revision) = (form.text, form.revision);
            answer(t, &app, recording, StatusCode::UNPROCESSABLE_ENTITY, editor).await
        }
        Err(error) => Err(error),
    }
}

/// What the script needs to know, or the next page. `removed` is absent when nothing was written.
async fn saved(
    t: &View,
    app: &App,
    id: &RecordingId,
    (turn, then): (TurnName, &str),
    revision: Revision,
    removed: Option<bool>,
) -> Result<Response> {
    if t.visitor().fragment() == Some(EDITOR) {
        return Ok(Html(SavedPart {
            revision: revision.to_string(),
            removed: removed == Some(true),
        })
        .into_response());
    }
    let mut tx = app.db.read().await?;
    let next = if then == "next" {
        edit::next(&mut tx, id, turn).await?
    } else {
        None
    };
    let to = match next {
        Some(next) => format!("/recordings/{id}/turns/{next}"),
        None => format!("/recordings/{id}#t-{}", turn.start_ms()),
    };
    let said = match removed {
        Some(true) => Flash::new("turn-removed"),
        Some(false) => Flash::new("turn-saved"),
        None => return Ok(Redirect::to(&to).into_response()),
    };
    Ok(([said.header()], Redirect::to(&to)).into_response())
}

fn revision(text: &str) -> Result<Revision> {
    text.parse()
        .map_err(|error: crate::id::BadId| Error::new(ErrorKind::BadInput, "turn-revision").because(error))
}

/// A change in the history.
struct Item {
    revision: String,
    kind: Kind,
    /// By whom; empty when they are gone.
    who: String,
    at: crate::time::Timestamp,
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
    parts: Vec<Part>,
}

#[derive(Template)]
#[template(path = "recordings/history.html")]
struct HistoryPage {
    t: View,
    recording: Recording,
    items: Vec<Item>,
    next: Option<String>,
}

async fn show(
    t: View,
    State(app): State<App>,
    Path(id): Path<RecordingId>,
    Query(paging): Query<Paging>,
) -> Result<Html<HistoryPage>> {
    let recording = acts::find(&app, t.visitor().signed_in()?, &id).await?;
    let mut tx = app.db.read().await?;
    let (now, page) = super::history(&mut tx, &id, paging.cursor()?.key, CHANGES).await?;
    let items = page.items.into_iter().map(|row| {
        let changes = &row.changes.0;
        let state = Revision {
            transcript: now.transcript.clone(),
            number: row.revision,
        };
        let turn = |change: &super::change::TurnChange| turn_view(change, &recording, &t);
        Item {
            revision: state.to_string(),
            turns: changes.iter().take(TURNS).filter_map(turn).collect(),
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

fn turn_view(change: &super::change::TurnChange, recording: &Recording, t: &View) -> Option<ItemTurn> {
    let text = |turn: &Option<Segment>| turn.as_ref().map(|turn| turn.text.clone()).unwrap_or_default();
    let known = |turn: &Segment| match name(recording, turn.speaker, t) {
        unknown if unknown.is_empty() => t.text("talk-naming-unknown"),
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
        parts: compare(&text(&change.before), &text(&change.after)),
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RestoreForm {
    revision: String,
    /// `all`: every later change as well.
    what: String,
}

async fn take_back(
    t: View,
    State(app): State<App>,
    Path(id): Path<RecordingId>,
    Form(form): Form<RestoreForm>,
) -> Result<Response> {
    let meant = revision(&form.revision)?;
    let person = t.visitor().signed_in()?;
    let said = match restore::restore(&app, person, &id, &meant, form.what == "all").await {
        Ok(_) => Flash::new("history-restored"),
        Err(error) if error.code() == "revision-nothing" => Flash::new("error-revision-nothing"),
        Err(error) => return Err(error),
    };
    let to = Redirect::to(&format!("/recordings/{id}/history"));
    Ok(([said.header()], to).into_response())
}
