//! The editor of a turn: alone on its page, or put into the transcript by the script.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{name, revision};
use crate::diff::{self, DiffPiece};
use crate::error::{Error, Result};
use crate::id::RecordingId;
use crate::recordings::Recording;
use crate::transcripts::editing::edit::{self, EditableTurn, TurnClash, TurnEdit, TurnEditOutcome};
use crate::transcripts::editing::{TranscriptRevision, TurnName};
use crate::transcripts::{Player, Transcripts};
use crate::web::form::Problems as _;
use crate::web::{FieldErrors, Flash, Form, Html, PageContext, Path, see};

/// The element that the script puts into the transcript.
const EDITOR: &str = "turn-editor";
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
    clash: Option<TurnClashView>,
}

/// Both texts, when somebody was faster.
#[derive(Debug)]
struct TurnClashView {
    /// What happened.
    words: String,
    /// There is a turn to write into.
    can_save: bool,
    /// What stands there now; empty when the turn is gone.
    theirs: String,
    /// From that to what was written.
    parts: Vec<DiffPiece>,
}

impl Editor {
    fn new(recording: &Recording, opened: EditableTurn, t: &PageContext) -> Self {
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

    async fn after_clash(
        recording: &Recording,
        clash: &TurnClash,
        asked: (TurnName, &str),
        text: String,
        t: &PageContext,
    ) -> Result<Self> {
        let words = match (&clash.by, clash.other_text) {
            (_, true) => t.text("transcript-turn-clash-other"),
            (Some(by), _) if clash.turn.is_none() => t.with("transcript-turn-clash-removed", "person", by),
            (Some(by), _) => t.with("transcript-turn-clash", "person", by),
            (None, _) => t.text("transcript-turn-clash-somebody"),
        };
        let (theirs, mine) = (clash.text().to_owned(), text.clone());
        let view = TurnClashView {
            words,
            can_save: clash.turn.is_some() || !clash.other_text,
            parts: diff::aside(move |deadline| diff::words(&theirs, &mine, deadline)).await?,
            theirs: clash.text().to_owned(),
        };
        let place = clash.turn.as_ref();
        let start_ms = place.map_or(asked.0.start_ms(), |(_, turn)| turn.start_ms);
        Ok(Self {
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
        })
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

#[derive(Template)]
#[template(path = "transcripts/turn.html")]
struct TurnPage {
    t: PageContext,
    recording: Recording,
    player: Player,
    editor: Editor,
    alone: bool,
}

#[derive(Template)]
#[template(
    source = r#"{% import "macros.html" as ui %}{% include "transcripts/turn-editor.html" %}"#,
    ext = "html"
)]
struct EditorPart {
    t: PageContext,
    editor: Editor,
    alone: bool,
}

#[derive(Template)]
#[template(
    source = r#"<div id="turn-editor" data-revision="{{ revision }}"{% if removed %} data-removed{% endif %}></div>"#,
    ext = "html"
)]
struct SavedTurnPart {
    revision: String,
    removed: bool,
}

async fn answer(
    t: PageContext,
    transcripts: &Transcripts,
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
    let mut tx = transcripts.core.db.read().await?;
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

pub(super) async fn open(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path((id, turn)): Path<(RecordingId, TurnName)>,
) -> Result<Response> {
    let recording = transcripts.recordings.find(t.visitor().signed_in()?, &id).await?;
    let mut tx = transcripts.core.db.read().await?;
    let opened = edit::open(&mut tx, &id, turn).await?;
    drop(tx);
    let editor = Editor::new(&recording, opened, &t);
    answer(t, &transcripts, recording, StatusCode::OK, editor).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TurnForm {
    text: String,
    /// The state of the text that was read.
    revision: String,
    /// `next`: then the next turn.
    then: String,
}

pub(super) async fn save(
    t: PageContext,
    State(transcripts): State<Transcripts>,
    Path((id, asked)): Path<(RecordingId, String)>,
    Form(form): Form<TurnForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let turn: TurnName = asked.parse().map_err(|_| Error::not_found("turn-not-found"))?;
    let turn_edit = TurnEdit {
        turn,
        text: form.text.clone(),
        read: revision(&form.revision)?,
    };
    let recording = transcripts.recordings.find(&person, &id).await?;
    match transcripts.edit(&person, &id, &turn_edit).await {
        Ok(TurnEditOutcome::Clash(clash)) => {
            let editor = Editor::after_clash(&recording, &clash, (turn, &asked), form.text, &t).await?;
            answer(t, &transcripts, recording, StatusCode::CONFLICT, editor).await
        }
        Ok(TurnEditOutcome::Same(revision)) => {
            saved(&t, &transcripts, &id, (turn, &form.then), revision, None).await
        }
        Ok(TurnEditOutcome::Written { revision, removed }) => {
            saved(&t, &transcripts, &id, (turn, &form.then), revision, Some(removed)).await
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let mut tx = transcripts.core.db.read().await?;
            let mut editor = Editor::new(&recording, edit::open(&mut tx, &id, turn).await?, &t);
            drop(tx);
            editor.error = errors.problem(&t, "text");
            (editor.text, editor.revision) = (form.text, form.revision);
            answer(
                t,
                &transcripts,
                recording,
                StatusCode::UNPROCESSABLE_ENTITY,
                editor,
            )
            .await
        }
    }
}

/// What the script needs to know, or the next page. `removed` is absent when nothing was written.
async fn saved(
    t: &PageContext,
    transcripts: &Transcripts,
    id: &RecordingId,
    (turn, then): (TurnName, &str),
    revision: TranscriptRevision,
    removed: Option<bool>,
) -> Result<Response> {
    if t.visitor().fragment() == Some(EDITOR) {
        return Ok(Html(SavedTurnPart {
            revision: revision.to_string(),
            removed: removed == Some(true),
        })
        .into_response());
    }
    let mut tx = transcripts.core.db.read().await?;
    let next = if then == "next" {
        edit::next(&mut tx, id, turn).await?
    } else {
        None
    };
    let to = match next {
        Some(next) => format!("/recordings/{id}/turns/{next}"),
        None => format!("/recordings/{id}#t-{}", turn.start_ms()),
    };
    let flash = match removed {
        Some(true) => Flash::new("transcript-turn-removed"),
        Some(false) => Flash::new("transcript-turn-saved"),
        None => return Ok(Redirect::to(&to).into_response()),
    };
    Ok(see(to).saying(flash).into_response())
}
