//! Writing a turn anew.
//!
//! Decides when a person may write over what is there: only what they have read. Whoever changed the same turn meanwhile
//! is shown to them, with both texts; other turns may change at the same time. A turn without words is removed. The new
//! words get their times outside the transaction, beside the threads that answer requests; when the text has changed by
//! the time it is written, everything is looked at anew.

use super::change::{self, TranscriptChange, TranscriptChangeKind, TurnChange};
use super::store::{self as history, ChangeRow};
use super::{TranscriptRevision, TurnKey, TurnName};
use crate::audit::{self, Act, AuditSubject};
use crate::db::{DbError, Tx};
use crate::diff;
use crate::error::{Error, ErrorKind, Result};
use crate::id::RecordingId;
use crate::people::Person;
use crate::recordings::{Recording, store};
use crate::speech::{Segment, Transcript, edit};
use crate::transcripts::Transcripts;
use crate::transcripts::store::{self as transcripts, ShownTranscript};

/// Letters of a turn: twenty minutes of speech.
pub(super) const TEXT_LETTERS: usize = 20_000;

/// What is to be written.
#[derive(Debug, Clone)]
pub(super) struct TurnEdit {
    /// Into which turn.
    pub(super) turn: TurnName,
    /// What is said there; without words, the turn goes.
    pub(super) text: String,
    /// The state of the text that was read.
    pub(super) read: TranscriptRevision,
}

/// What came of it.
#[derive(Debug)]
pub(super) enum TurnEditOutcome {
    /// It stands there already.
    Same(TranscriptRevision),
    /// It was written.
    Written {
        /// The new state of the text.
        revision: TranscriptRevision,
        /// The turn is gone.
        removed: bool,
    },
    /// Somebody was faster.
    Clash(Box<TurnClash>),
}

/// What stands in the place of the text that was read.
#[derive(Debug)]
pub(super) struct TurnClash {
    /// The turn that is there now; absent when there is none any more.
    pub(super) turn: Option<(TurnKey, Segment)>,
    /// Who changed it, when it is known.
    pub(super) by: Option<String>,
    /// The state of the text now.
    pub(super) revision: TranscriptRevision,
    /// The recording was transcribed anew, or another of its texts is shown.
    pub(super) other_text: bool,
}

impl TurnClash {
    /// The words there now.
    pub(super) fn text(&self) -> &str {
        self.turn.as_ref().map_or("", |(_, turn)| turn.text.as_str())
    }
}

/// A turn as it stands, to be edited.
#[derive(Debug)]
pub(super) struct EditableTurn {
    /// Which.
    pub(super) key: TurnKey,
    /// The turn.
    pub(super) turn: Segment,
    /// The state of the text.
    pub(super) revision: TranscriptRevision,
    /// Two-letter code of what is spoken.
    pub(super) language: String,
}

/// Reads a turn. Codes: `transcript-not-found`, `turn-not-found`.
pub(super) async fn open(tx: &mut Tx, id: &RecordingId, name: TurnName) -> Result<EditableTurn> {
    let shown = transcripts::shown(tx, id).await?;
    let shown = shown.ok_or(Error::not_found("transcript-not-found"))?;
    let keys = change::keys(&shown.transcript.segments);
    let at = name.among(&keys).ok_or(Error::not_found("turn-not-found"))?;
    Ok(EditableTurn {
        key: keys[at],
        turn: shown.transcript.segments[at].clone(),
        revision: shown.revision,
        language: shown.transcript.language,
    })
}

/// The turn after this one, also when this one is gone.
pub(super) async fn next(tx: &mut Tx, id: &RecordingId, name: TurnName) -> Result<Option<TurnKey>, DbError> {
    let turns = transcripts::current(tx, id)
        .await?
        .map_or_else(Vec::new, |it| it.segments);
    let after = |key: &TurnKey| !name.means(*key) && name.is_before(*key);
    Ok(change::keys(&turns).into_iter().find(after))
}

/// How often a text may change between looking at it and writing before the person is asked to try again.
const ATTEMPTS: usize = 5;

impl Transcripts {
    /// Writes a turn anew. Codes: `transcript-not-found`, `turn-not-found`, field `text`: `turn-text`; 409
    /// `changed-meanwhile` when others write into the same text without a pause.
    pub(super) async fn edit(
        &self,
        person: &Person,
        id: &RecordingId,
        turn_edit: &TurnEdit,
    ) -> Result<TurnEditOutcome> {
        let recording = self.recordings.find(person, id).await?;
        let text = clean(&turn_edit.text)?;
        for _ in 0..ATTEMPTS {
            match self.look_at_edit(id, turn_edit, &text).await? {
                EditDecision::Over(outcome) => return Ok(outcome),
                EditDecision::Write(prepared) => {
                    if let Some(outcome) = self.write_edit(person, &recording, *prepared).await? {
                        return Ok(outcome);
                    }
                }
            }
        }
        Err(Error::new(ErrorKind::Conflict, "changed-meanwhile"))
    }

    /// Looks what stands there and puts the new words in their places.
    async fn look_at_edit(&self, id: &RecordingId, turn_edit: &TurnEdit, text: &str) -> Result<EditDecision> {
        let mut tx = self.core.db.read().await?;
        let shown = transcripts::shown(&mut tx, id).await?;
        let shown = shown.ok_or(Error::not_found("transcript-not-found"))?;
        let keys = change::keys(&shown.transcript.segments);
        let at = turn_edit.turn.among(&keys);
        let stands = at.map_or("", |at| shown.transcript.segments[at].text.as_str());
        if let Some(clash) = clash(&mut tx, &shown, &keys, turn_edit).await? {
            let same = clash.turn.is_some() && clash.text() == text;
            return Ok(EditDecision::Over(if same {
                TurnEditOutcome::Same(clash.revision)
            } else {
                TurnEditOutcome::Clash(Box::new(clash))
            }));
        }
        if stands == text {
            return Ok(EditDecision::Over(TurnEditOutcome::Same(shown.revision)));
        }
        let (key, turn) = match at {
            Some(at) => (keys[at], shown.transcript.segments[at].clone()),
            None => removed(&mut tx, &shown, turn_edit.turn).await?,
        };
        drop(tx);
        let mut after = shown.transcript.clone();
        let place = keys.partition_point(|other| *other < key);
        if at.is_some() {
            after.segments.remove(place);
        }
        let kind = if text.is_empty() {
            TranscriptChangeKind::Removed
        } else {
            TranscriptChangeKind::Edited
        };
        if kind == TranscriptChangeKind::Edited {
            let text = text.to_owned();
            let turn = diff::aside(move |deadline| edit::rewrite(&turn, &text, deadline)).await?;
            after.segments.insert(place, turn);
        }
        Ok(EditDecision::Write(Box::new(PreparedEdit { shown, after, kind })))
    }

    /// Stores what was prepared; nothing when the text is another one by now.
    async fn write_edit(
        &self,
        person: &Person,
        recording: &Recording,
        prepared: PreparedEdit,
    ) -> Result<Option<TurnEditOutcome>, DbError> {
        let PreparedEdit { shown, after, kind } = prepared;
        let (id, now) = (&recording.id, self.core.now());
        let mut tx = self.core.db.write().await?;
        store::touch(&mut tx, id, now).await?;
        if transcripts::revision(&mut tx, id).await?.as_ref() != Some(&shown.revision) {
            return Ok(None);
        }
        let change = TranscriptChange::new(kind, &person.id, now);
        let written = transcripts::replace_current(&mut tx, id, &shown.transcript, &after, &change).await?;
        if written.is_some() {
            let entry = Act::TranscriptEdited.on(AuditSubject::Recording(id));
            audit::record(&mut tx, &self.core, person, entry.of(&recording.manager_id)).await?;
        }
        tx.commit().await?;
        Ok(Some(written.map_or(
            TurnEditOutcome::Same(shown.revision),
            |revision| TurnEditOutcome::Written {
                revision,
                removed: kind == TranscriptChangeKind::Removed,
            },
        )))
    }
}

/// What is to be done with a turn.
enum EditDecision {
    /// Nothing.
    Over(TurnEditOutcome),
    /// To write it.
    Write(Box<PreparedEdit>),
}

/// A text with the turn written anew, and the one it was made of.
struct PreparedEdit {
    shown: ShownTranscript,
    after: Transcript,
    kind: TranscriptChangeKind,
}

/// What the person has not read, if it concerns the turn.
async fn clash(
    tx: &mut Tx,
    shown: &ShownTranscript,
    keys: &[TurnKey],
    turn_edit: &TurnEdit,
) -> Result<Option<TurnClash>, DbError> {
    let turns = &shown.transcript.segments;
    let clash = |at: Option<usize>, by, other_text| TurnClash {
        turn: at.map(|at| (keys[at], turns[at].clone())),
        by,
        revision: shown.revision.clone(),
        other_text,
    };
    if turn_edit.read.transcript != shown.revision.transcript {
        let at = turn_edit.turn.among(keys).or_else(|| {
            let start_ms = turn_edit.turn.start_ms();
            turns
                .iter()
                .position(|turn| (turn.start_ms..turn.end_ms).contains(&start_ms))
        });
        return Ok(Some(clash(at, None, true)));
    }
    if turn_edit.read.number >= shown.revision.number {
        return Ok(None);
    }
    let since = history::after(tx, &shown.revision.transcript, turn_edit.read.number).await?;
    let of_turn = |change: &&TurnChange| {
        change.is_of_text() && change.key().is_some_and(|key| turn_edit.turn.means(key))
    };
    let touched = |row: &ChangeRow| row.changes.0.iter().find(of_turn).cloned();
    let at = turn_edit.turn.among(keys);
    let stands = at.map(|at| turns[at].text.as_str());
    let read = since
        .iter()
        .find_map(touched)
        .map(|change| change.before.map(|turn| turn.text));
    // What was changed and changed back is what they have read.
    Ok(match read {
        Some(read) if read.as_deref() != stands => {
            let last = since.iter().rev().find(|row| touched(row).is_some());
            Some(clash(at, last.and_then(|row| row.person.clone()), false))
        }
        _ => None,
    })
}

/// A turn that was removed, as it was last.
async fn removed(tx: &mut Tx, shown: &ShownTranscript, name: TurnName) -> Result<(TurnKey, Segment)> {
    let rows = history::after(tx, &shown.revision.transcript, 0).await?;
    let last = rows
        .into_iter()
        .rev()
        .flat_map(|row| row.changes.0)
        .find_map(|change| {
            let key = change.key().filter(|key| name.means(*key))?;
            Some((key, change.before.filter(|_| change.after.is_none())?))
        });
    last.ok_or(Error::not_found("turn-not-found"))
}

/// One line, single spaces, nothing that cannot be seen.
fn clean(text: &str) -> Result<String> {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > TEXT_LETTERS {
        return Err(Error::field("text", "turn-text"));
    }
    Ok(text)
}
