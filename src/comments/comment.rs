//! What a comment is, and what may be done with it.

use crate::id::{CommentId, PersonId, RecordingId, ReplyId};
use crate::people::Person;
use crate::time::Timestamp;

crate::db::text_enum! {
    /// What a comment is.
    pub enum CommentKind {
        /// Well done.
        Praise = "praise",
        /// Went wrong.
        Error = "error",
        /// Asks somebody.
        Question = "question",
        /// Something the book should have.
        Idea = "idea",
    }
}

impl CommentKind {
    /// Its mark on the waveform.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Praise => "good",
            Self::Error => "bad",
            Self::Question | Self::Idea => "idea",
        }
    }

    /// Its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Praise => "plus",
            Self::Error => "minus",
            Self::Question => "comment",
            Self::Idea => "idea",
        }
    }
}

/// Words at a moment of a recording.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Comment {
    /// Identifier.
    pub id: CommentId,
    /// The recording.
    pub recording_id: RecordingId,
    /// The moment, in ms.
    pub at_ms: i64,
    /// What it is.
    pub kind: CommentKind,
    /// The words.
    pub text: String,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Their name.
    pub author: String,
    /// When.
    pub created_at: Timestamp,
    /// Whom a question asks.
    pub asked_id: Option<PersonId>,
    /// Their name.
    pub asked: Option<String>,
    /// When a question was answered or closed.
    pub closed_at: Option<Timestamp>,
    /// When an idea was passed on.
    pub passed_at: Option<Timestamp>,
}

impl Comment {
    /// A question that waits for an answer.
    pub const fn is_open(&self) -> bool {
        matches!(self.kind, CommentKind::Question) && self.closed_at.is_none()
    }

    /// May this person close the question without an answer: who asked, or who was asked?
    pub fn may_close(&self, person: &Person) -> bool {
        self.is_open() && (self.author_id == person.id || self.asked_id.as_ref() == Some(&person.id))
    }

    /// Can it be passed on to those who keep the book?
    pub const fn may_pass(&self) -> bool {
        matches!(self.kind, CommentKind::Idea) && self.passed_at.is_none()
    }
}

/// A reply to a comment.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CommentReply {
    /// Identifier.
    pub id: ReplyId,
    /// What it replies to.
    pub comment_id: CommentId,
    /// Name of its author.
    pub author: String,
    /// The words.
    pub text: String,
    /// When.
    pub created_at: Timestamp,
}
