//! A session: which calls, with which version of a checklist, by whom, until when; and how far it is.
//!
//! Decides what a session must hold ([`NewSession::check`]), its stages ([`SessionStage`]) and who may move it on. Membership is
//! being its author or one of its reviewers; for everybody else it does not exist.

use std::collections::BTreeSet;

use crate::diff::fingerprint;
use crate::error::{Error, FieldError, Result};
use crate::id::{CalibrationId, ChecklistVersionId, PersonId, RecordingId};
use crate::people::Person;
use crate::time::{Day, Timestamp};

/// The most calls of a session.
pub const MOST_CALLS: usize = 10;
/// The fewest and the most reviewers.
pub const REVIEWERS: std::ops::RangeInclusive<usize> = 2..=12;

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionStage {
    /// Cards are filled in; nobody sees another's.
    Blind,
    /// The results are open to its members, who still hear the calls.
    Open,
    /// Over; the results stay, guests hear the calls no more.
    Ended,
}

/// A session as it lies in the database, with its counts.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Calibration {
    /// Identifier.
    pub id: CalibrationId,
    /// What it is called.
    pub title: String,
    /// The checklist's version.
    pub version_id: ChecklistVersionId,
    /// Who made it and moves it on.
    pub author_id: PersonId,
    /// Their name.
    pub author: String,
    /// By when the cards are to be handed in.
    pub deadline: Day,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the results were opened with cards missing.
    pub revealed_at: Option<Timestamp>,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// How many calls.
    pub calls: i64,
    /// How many reviewers.
    pub reviewers: i64,
    /// Cards handed in.
    pub handed: i64,
    /// Cards that can still be handed in.
    pub missing: i64,
}

impl Calibration {
    /// How far it is. The results open by themselves with the last card.
    pub const fn stage(&self) -> SessionStage {
        if self.ended_at.is_some() {
            SessionStage::Ended
        } else if self.revealed_at.is_some() || self.missing == 0 {
            SessionStage::Open
        } else {
            SessionStage::Blind
        }
    }

    /// Are the cards still filled in?
    pub const fn is_blind(&self) -> bool {
        matches!(self.stage(), SessionStage::Blind)
    }

    /// Are the results read and the calls heard?
    pub const fn is_open(&self) -> bool {
        matches!(self.stage(), SessionStage::Open)
    }

    /// Does this person move it on?
    pub fn is_by(&self, person: &Person) -> bool {
        self.author_id == person.id
    }

    /// May the results be opened though cards are missing? Only after the deadline.
    pub fn can_reveal(&self, today: Day) -> bool {
        self.stage() == SessionStage::Blind && self.deadline < today
    }

    /// May it be deleted? Only while nobody's work is in it.
    pub const fn can_delete(&self) -> bool {
        matches!(self.stage(), SessionStage::Blind) && self.handed == 0
    }
}

/// A call of a session.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionCall {
    /// From 1.
    pub number: i32,
    /// The recording, while it is there.
    pub recording_id: Option<RecordingId>,
    /// Whose call.
    pub manager: String,
    /// The client.
    pub client: String,
    /// When it was.
    pub called_at: Timestamp,
    /// How long, in ms.
    pub duration_ms: i64,
}

/// A reviewer of a session.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Reviewer {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
}

/// What was agreed about one question of one call.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AgreedAnswer {
    /// The call.
    pub number: i32,
    /// The question's key.
    pub question: String,
    /// The agreed answer in the words of forms; may be empty.
    pub answer: String,
    /// Why, in a word; may be empty.
    pub words: String,
}

impl AgreedAnswer {
    /// The revision of what is agreed about a question; of nothing as well.
    pub fn revision(agreed: Option<&Self>) -> String {
        let texts = agreed.map_or(["", ""], |agreed| [agreed.answer.as_str(), agreed.words.as_str()]);
        fingerprint(texts)
    }
}

/// A session as entered; kept as text so that nothing is lost when a field is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewSession {
    /// What it is called.
    pub title: String,
    /// The checklist; the newest version is frozen.
    pub checklist: String,
    /// ISO date.
    pub deadline: String,
    /// Ids of people.
    pub reviewer: Vec<String>,
    /// Ids of recordings.
    pub recording: Vec<String>,
}

/// A checked session, before it has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedSession {
    pub(super) title: String,
    pub(super) deadline: Day,
    pub(super) reviewers: BTreeSet<PersonId>,
    pub(super) recordings: BTreeSet<RecordingId>,
}

impl NewSession {
    /// Checks every field at once. Codes: `calibration-title`, `calibration-deadline`, `calibration-deadline-past`,
    /// `calibration-reviewers`, `calibration-calls`.
    pub fn check(&self, today: Day) -> Result<CheckedSession> {
        let mut problems = Vec::new();
        let mut problem = |field, code| problems.push(FieldError { field, code });
        let title = self.title.trim();
        if title.is_empty() || title.chars().count() > 120 {
            problem("title", "calibration-title");
        }
        let deadline = self.deadline.parse::<Day>().ok();
        match deadline {
            None => problem("deadline", "calibration-deadline"),
            Some(day) if day < today => problem("deadline", "calibration-deadline-past"),
            Some(_) => {}
        }
        let reviewers: BTreeSet<PersonId> = self.reviewer.iter().filter_map(|id| id.parse().ok()).collect();
        if !REVIEWERS.contains(&reviewers.len()) {
            problem("reviewer", "calibration-reviewers");
        }
        let recordings: BTreeSet<RecordingId> =
            self.recording.iter().filter_map(|id| id.parse().ok()).collect();
        if !(1..=MOST_CALLS).contains(&recordings.len()) {
            problem("recording", "calibration-calls");
        }
        match deadline {
            Some(deadline) if problems.is_empty() => Ok(CheckedSession {
                title: title.to_owned(),
                deadline,
                reviewers,
                recordings,
            }),
            _ => Err(Error::fields(problems)),
        }
    }
}
