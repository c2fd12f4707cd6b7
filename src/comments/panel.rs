//! Comments on a recording's page: by time, with their replies and the form for another.

use askama::Template;
use futures::future::BoxFuture;

use super::comment::{Comment, CommentKind, CommentReply};
use super::write::CommentForm;
use super::{Comments, store};
use crate::db::{Cursor, Page};
use crate::error::{Error, Result};
use crate::id::{PersonId, RecordingId};
use crate::people::Person;
use crate::recordings::{Recording, RecordingPanel};
use crate::web::{FieldErrors, PageContext};

/// Comments shown at once.
const AT_ONCE: usize = 200;

/// A comment with its replies.
struct CommentThread {
    comment: Comment,
    replies: Vec<CommentReply>,
}

#[derive(Template)]
#[template(path = "comments/panel.html")]
struct CommentsTemplate {
    t: PageContext,
    person: Person,
    recording: RecordingId,
    said: Vec<CommentThread>,
    /// All there are, and the questions among them that wait.
    count: (i64, i64),
    /// Where the next ones begin.
    next: Option<Cursor>,
    askable: Vec<(PersonId, String)>,
    form: CommentForm,
    errors: FieldErrors,
}

impl CommentsTemplate {
    fn kinds() -> &'static [CommentKind] {
        CommentKind::ALL
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is_kind(&self, kind: &CommentKind) -> bool {
        self.form.kind == kind.as_str() || (self.form.kind.is_empty() && *kind == CommentKind::Praise)
    }
    fn is_own(&self, said: &CommentThread) -> bool {
        said.comment.author_id == self.person.id && said.replies.is_empty()
    }
}

impl RecordingPanel for Comments {
    fn render<'a>(
        &'a self,
        t: &'a PageContext,
        recording: &'a Recording,
    ) -> BoxFuture<'a, Result<Option<String>>> {
        Box::pin(async move {
            let form = CommentForm::default();
            render(self, t, &recording.id, &beginning(), form, FieldErrors::default())
                .await
                .map(Some)
        })
    }
}

/// Before the first comment.
pub(super) fn beginning() -> Cursor {
    Cursor {
        key: -1,
        id: String::new(),
    }
}

/// The panel's markup with what was entered and what is wrong about it.
pub(super) async fn render(
    comments: &Comments,
    t: &PageContext,
    recording: &RecordingId,
    after: &Cursor,
    form: CommentForm,
    errors: FieldErrors,
) -> Result<String> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = comments.core.db.read().await?;
    let Page { items, next } =
        store::of_recording(&mut tx, &person.scope(), recording, after, AT_ONCE).await?;
    let count = store::count(&mut tx, recording).await?;
    let moment = |comment: Option<&Comment>| comment.map_or(0, |comment| comment.at_ms);
    let moments = (moment(items.first()), moment(items.last()));
    let replies = store::replies(&mut tx, recording, moments).await?;
    let askable = store::askable(&mut tx, recording, &person.id).await?;
    drop(tx);
    let said = items.into_iter().map(|comment| CommentThread {
        replies: replies
            .iter()
            .filter(|reply| reply.comment_id == comment.id)
            .cloned()
            .collect(),
        comment,
    });
    let panel = CommentsTemplate {
        said: said.collect(),
        count,
        next,
        t: t.clone(),
        person,
        recording: recording.clone(),
        askable,
        form,
        errors,
    };
    panel.render().map_err(Error::internal)
}
