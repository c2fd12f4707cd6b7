//! What became of one's own questions: beside the answers of the search page ([`SearchAside`]).
//!
//! Decides which are shown: the newest, those that wait and those that were settled lately.

use askama::Template;
use futures::future::BoxFuture;

use super::{PhraseState, Unanswered, store};
use crate::error::{Error, Result};
use crate::playbook::EntryId;
use crate::search::SearchAside;
use crate::time::Timestamp;
use crate::web::PageContext;

/// Questions shown at most.
const MOST: i64 = 5;
/// A settled one is shown for so many days.
const DAYS: i64 = 30;

/// A question somebody kept, as they see it.
struct OwnQuestion {
    phrase: String,
    state: PhraseState,
    asked_at: Timestamp,
    /// Title and address of the entry that answers.
    entry: Option<(String, String)>,
}

impl OwnQuestion {
    fn waits(&self) -> bool {
        self.state == PhraseState::Open
    }
}

#[derive(Template)]
#[template(path = "unanswered/own.html")]
struct OwnQuestionsPart {
    t: PageContext,
    questions: Vec<OwnQuestion>,
}

impl Unanswered {
    async fn own(&self, t: &PageContext) -> Result<Vec<OwnQuestion>> {
        let person = &t.visitor().signed_in()?.id;
        let since = self.core.now().plus_ms(-DAYS * 24 * 3_600_000);
        let mut tx = self.core.db.read().await?;
        let kept = store::own(&mut tx, person, Some(since), MOST).await?;
        drop(tx);
        let book = self.library.snapshot();
        let entry = |id: String| {
            let entry = book.get(&id.parse::<EntryId>().ok()?)?;
            Some((entry.title().to_owned(), entry.id.url()))
        };
        let questions = kept.into_iter().map(|kept| OwnQuestion {
            phrase: kept.phrase,
            state: kept.state,
            asked_at: kept.asked_at,
            entry: kept.entry.and_then(&entry),
        });
        Ok(questions.collect())
    }
}

impl SearchAside for Unanswered {
    fn render<'a>(&'a self, t: &'a PageContext) -> BoxFuture<'a, Result<String>> {
        Box::pin(async move {
            let questions = self.own(t).await?;
            let part = OwnQuestionsPart {
                t: t.clone(),
                questions,
            };
            part.render().map_err(Error::internal)
        })
    }
}
