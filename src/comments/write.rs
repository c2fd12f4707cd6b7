//! What people do with comments: say, reply, close, pass on, take back.

use serde::Deserialize;

use super::comment::{Comment, CommentKind, CommentReply};
use super::{Comments, store};
use crate::audit::{self, Act, AuditSubject};
use crate::db::Tx;
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::id::{CommentId, PersonId, RecordingId, ReplyId};
use crate::people::Person;
use crate::recordings;
use crate::snippets::{self, store as snippets_store};
use crate::unanswered::UnansweredQuestion;

/// Characters of a comment or reply at most.
const LONGEST: usize = 1_000;
/// Replies to one comment at most.
const REPLIES: i64 = 100;
/// Characters that are passed on of an idea: more the queue does not take.
const PASSED: usize = 300;
/// The headers of some files promise a little less than there is to hear.
const SLACK_MS: i64 = 1_000;

/// A comment as entered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CommentForm {
    /// The moment: `1:05`.
    pub at: String,
    /// What it is.
    pub kind: String,
    /// The words.
    pub text: String,
    /// Whom a question asks.
    pub asked: String,
    /// An id the writer's browser made, so that what it sends twice is said once.
    pub id: Option<CommentId>,
}

/// A reply as entered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    /// The words.
    pub text: String,
    /// An id the writer's browser made, so that what it sends twice is said once.
    pub id: Option<ReplyId>,
}

/// The words of a comment or a reply, if they are some and not too many.
fn words(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text.chars().count() <= LONGEST).then_some(text)
}

impl CommentForm {
    /// Codes of fields: `snippet-time`, `comment-outside`, `comment-kind`, `comment-text`, `comment-asked`.
    fn check(
        &self,
        duration_ms: i64,
        askable: &[(PersonId, String)],
    ) -> Result<(i64, CommentKind, &str, Option<PersonId>)> {
        let mut wrong = Vec::new();
        let mut complain = |field, code| wrong.push(FieldError { field, code });
        let at = snippets::time(&self.at);
        match at {
            None => complain("at", "snippet-time"),
            Some(at) if at > duration_ms + SLACK_MS => complain("at", "comment-outside"),
            Some(_) => {}
        }
        let kind: Option<CommentKind> = self.kind.parse().ok();
        if kind.is_none() {
            complain("kind", "comment-kind");
        }
        let text = words(&self.text);
        if text.is_none() {
            complain("text", "comment-text");
        }
        let known = askable.iter().find(|(id, _)| id.as_str() == self.asked);
        let asked = match kind {
            Some(CommentKind::Question) => known.map(|(id, _)| id.clone()),
            _ => None,
        };
        if kind == Some(CommentKind::Question) && asked.is_none() {
            complain("asked", "comment-asked");
        }
        match (at, kind, text) {
            (Some(at), Some(kind), Some(text)) if wrong.is_empty() => Ok((at, kind, text, asked)),
            _ => Err(Error::fields(wrong)),
        }
    }
}

impl Comments {
    /// Writes a comment at a moment of a recording this person sees. Codes: `recording-not-found` and those of the fields.
    pub async fn add(&self, by: &Person, recording: &RecordingId, form: &CommentForm) -> Result<CommentId> {
        let recording = self.recordings.find(by, recording).await?;
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        let askable = store::askable(&mut tx, &recording.id, &by.id).await?;
        let (at_ms, kind, text, asked_id) = form.check(recording.duration_ms, &askable)?;
        let comment = Comment {
            id: form
                .id
                .clone()
                .unwrap_or_else(|| CommentId::new(now, &self.core.randomness)),
            recording_id: recording.id.clone(),
            at_ms,
            kind,
            text: text.to_owned(),
            author_id: by.id.clone(),
            author: by.name.clone(),
            created_at: now,
            asked_id,
            asked: None,
            closed_at: None,
            passed_at: None,
        };
        store::insert(&mut tx, &comment).await?;
        let entry = Act::CommentMade.on(AuditSubject::Recording(&comment.recording_id));
        audit::record(&mut tx, &self.core, by, entry.of(&recording.manager_id)).await?;
        tx.commit().await?;
        Ok(comment.id)
    }

    /// Keeps what was done with a comment of a recording this person sees.
    async fn keep(&self, tx: &mut Tx, by: &Person, act: Act, comment: &Comment) -> Result<()> {
        let recording = recordings::store::find(tx, &by.scope(), &comment.recording_id).await?;
        let recording = recording.ok_or(Error::not_found("comment-not-found"))?;
        let entry = act
            .on(AuditSubject::Recording(&recording.id))
            .of(&recording.manager_id);
        audit::record(tx, &self.core, by, entry).await?;
        Ok(())
    }

    /// Replies to a comment; the person asked has thereby answered. Codes: `comment-not-found`, `comment-full`, field `text`:
    /// `comment-text`.
    pub async fn reply(&self, by: &Person, id: &CommentId, form: &ReplyForm) -> Result<RecordingId> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        let comment = find(&mut tx, by, id).await?;
        let text = words(&form.text).ok_or_else(|| Error::field("text", "comment-text"))?;
        if store::count_replies(&mut tx, id).await? >= REPLIES {
            return Err(Error::new(ErrorKind::Conflict, "comment-full").with("n", REPLIES));
        }
        let reply = CommentReply {
            id: form
                .id
                .clone()
                .unwrap_or_else(|| ReplyId::new(now, &self.core.randomness)),
            comment_id: id.clone(),
            author: by.name.clone(),
            text: text.to_owned(),
            created_at: now,
        };
        store::insert_reply(&mut tx, &reply, &by.id).await?;
        self.keep(&mut tx, by, Act::CommentMade, &comment).await?;
        if comment.asked_id.as_ref() == Some(&by.id) {
            store::close(&mut tx, id, now).await?;
        }
        tx.commit().await?;
        Ok(comment.recording_id)
    }

    /// Closes a question; one that is closed already stays so. Only who asked or was asked may.
    pub async fn close(&self, by: &Person, id: &CommentId) -> Result<RecordingId> {
        let mut tx = self.core.db.write().await?;
        let comment = find(&mut tx, by, id).await?;
        if comment.is_open() {
            if !comment.may_close(by) {
                return Err(Error::forbidden());
            }
            store::close(&mut tx, id, self.core.now()).await?;
            self.keep(&mut tx, by, Act::CommentSettled, &comment).await?;
            tx.commit().await?;
        }
        Ok(comment.recording_id)
    }

    /// Passes an idea on to those who keep the book: its words, and the shared snippet of that moment if there is one. Once;
    /// again is no error. Code: `comment-no-idea` for what is none.
    pub async fn pass_on(&self, by: &Person, id: &CommentId) -> Result<RecordingId> {
        let mut tx = self.core.db.write().await?;
        let comment = find(&mut tx, by, id).await?;
        if comment.kind != CommentKind::Idea {
            return Err(Error::new(ErrorKind::Conflict, "comment-no-idea"));
        }
        let first = store::pass(&mut tx, id, self.core.now()).await?;
        if first {
            let snippet = snippets_store::shared_at(&mut tx, &comment.recording_id, comment.at_ms).await?;
            let question = UnansweredQuestion {
                phrase: comment.text.chars().take(PASSED).collect(),
                query: String::new(),
                page: snippet.map_or_else(String::new, |snippet| format!("/snippets/{snippet}")),
                id: None,
            };
            self.unanswered.keep_in(&mut tx, by, &question).await?;
            self.keep(&mut tx, by, Act::CommentSettled, &comment).await?;
            tx.commit().await?;
        }
        Ok(comment.recording_id)
    }

    /// Takes one's own comment back while nobody has replied. Code: `comment-answered`.
    pub async fn remove(&self, by: &Person, id: &CommentId) -> Result<RecordingId> {
        let mut tx = self.core.db.write().await?;
        let comment = find(&mut tx, by, id).await?;
        if comment.author_id != by.id {
            return Err(Error::forbidden());
        }
        if store::count_replies(&mut tx, id).await? > 0 {
            return Err(Error::new(ErrorKind::Conflict, "comment-answered"));
        }
        store::delete(&mut tx, id).await?;
        self.keep(&mut tx, by, Act::CommentDeleted, &comment).await?;
        tx.commit().await?;
        Ok(comment.recording_id)
    }
}

async fn find(tx: &mut Tx, by: &Person, id: &CommentId) -> Result<Comment> {
    let found = store::find(tx, &by.scope(), id).await?;
    found.ok_or(Error::not_found("comment-not-found"))
}
