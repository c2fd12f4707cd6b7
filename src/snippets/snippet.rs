//! What a snippet is, and who hears it.

use super::ground::{GroundStatement, SharingGround};
use crate::id::{PersonId, RecordingId, SnippetId, TeamId};
use crate::people::{Permission, Person, Role, Scope};
use crate::playbook::{ConversationStage, EntryId};
use crate::side::Side;
use crate::time::{Day, Timestamp};

/// The shortest snippet, in ms.
pub const SHORTEST_MS: i64 = 1_000;
/// The longest: who wants more listens to the call.
pub const LONGEST_MS: i64 = 180_000;

crate::db::text_enum! {
    /// What is shown by it.
    pub enum SnippetKind {
        /// How it is done well.
        Best = "best",
        /// What often goes wrong.
        Mistake = "mistake",
    }
}

/// A part of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Where it begins, in ms from the start of the recording.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
}

impl Range {
    /// Its length in ms.
    pub const fn length_ms(self) -> i64 {
        self.end_ms - self.start_ms
    }

    /// Is this moment in it?
    pub const fn holds(self, ms: i64) -> bool {
        self.start_ms <= ms && ms < self.end_ms
    }
}

/// That a manager agreed to let everybody hear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Who put it down; the manager themself, or their head.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A snippet with what lists show of its recording.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Snippet {
    /// Identifier.
    pub id: SnippetId,
    /// The recording it was cut out of.
    pub recording_id: RecordingId,
    /// Where it begins, in ms from the start of the recording.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// What happens in it.
    pub title: String,
    /// Stage of the conversation.
    pub stage: ConversationStage,
    /// The objection it answers: the name of an entry, which may have gone since.
    pub objection: Option<String>,
    /// A good example or a mistake.
    pub kind: SnippetKind,
    /// Who cut it.
    pub author_id: PersonId,
    /// Their name.
    pub author: String,
    /// When.
    pub created_at: Timestamp,
    /// The manager who agreed to share it.
    pub consent_of: Option<PersonId>,
    /// Name of the person who put that down.
    pub consent_by: Option<String>,
    /// When they did.
    pub consent_at: Option<Timestamp>,
    /// On what ground the client may be heard; none was asked for before.
    pub ground: Option<SharingGround>,
    /// How the client agreed, or what else.
    pub ground_words: String,
    /// When the client agreed.
    pub ground_day: Option<Day>,
    /// Whose call it is.
    pub manager_id: PersonId,
    /// Their name.
    pub manager: String,
    /// Their team.
    pub manager_team: Option<TeamId>,
    /// When the call was.
    pub called_at: Timestamp,
    /// Length of the whole recording, in ms.
    pub duration_ms: i64,
    /// Its file.
    pub file_hash: String,
    /// Where the manager is heard in a stereo call.
    pub manager_channel: Side,
    /// Channels of the file.
    pub channels: i32,
}

impl Snippet {
    /// Its place in the recording.
    pub const fn range(&self) -> Range {
        Range {
            start_ms: self.start_ms,
            end_ms: self.end_ms,
        }
    }

    /// Is it a good example, and not a mistake?
    pub const fn is_best(&self) -> bool {
        matches!(self.kind, SnippetKind::Best)
    }

    /// Its page.
    pub fn url(&self) -> String {
        format!("/snippets/{}", self.id)
    }

    /// The consent, as long as it holds: a call that turned out to be somebody else's was not theirs to share.
    pub fn consent(&self) -> Option<Consent> {
        if self.consent_of.as_ref() != Some(&self.manager_id) {
            return None;
        }
        Some(Consent {
            by: self.consent_by.clone()?,
            at: self.consent_at?,
        })
    }

    /// The ground as it was stated.
    pub fn stated(&self) -> Option<GroundStatement> {
        Some(GroundStatement {
            ground: self.ground?,
            words: self.ground_words.clone(),
            day: self.ground_day,
        })
    }

    /// Is it shared without anybody having said on what ground the client may be heard?
    pub fn is_without_ground(&self) -> bool {
        self.is_shared() && self.ground.is_none()
    }

    /// Does everybody who reads the book hear it?
    pub fn is_shared(&self) -> bool {
        self.consent().is_some()
    }

    /// The entry of the objection, if that is still a name of one.
    pub fn entry(&self) -> Option<EntryId> {
        self.objection.as_ref()?.parse().ok()
    }

    /// Does this person see the whole recording?
    pub fn is_inside(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Own(id) => *id == self.manager_id,
            Scope::Team(team) => self.manager_team.as_ref() == Some(team),
            Scope::All => true,
            Scope::Nothing => false,
        }
    }

    /// May this person put the consent down or take it back: the manager themself, or their head?
    pub fn may_consent(&self, person: &Person) -> bool {
        person.may(Permission::CutSnippets) && self.is_inside(&person.scope())
    }

    /// May this person change its words or remove it: who cut it, or the manager's head?
    pub fn may_change(&self, person: &Person) -> bool {
        self.may_consent(person) && (person.role == Role::Head || person.id == self.author_id)
    }
}
