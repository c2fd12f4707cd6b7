//! A draft, its bounds, and keeping one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Drafts, store};
use crate::db::JsonText;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{DraftId, PersonId};
use crate::time::Timestamp;

/// A draft that nobody went on with is swept after so many days.
pub const DAYS: i64 = 30;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Drafts of one person at most; the oldest go.
const MOST: i64 = 60;
/// Drafts of one form of one person at most: a few tabs.
const MOST_OF_A_FORM: i64 = 4;
/// Bytes of a draft's fields at most. A text of the book has some ten thousand.
const LARGEST: usize = 512 * 1024;
/// Bytes of a form's address at most.
const LONGEST_FORM: usize = 300;

/// One control of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DraftField {
    /// The control's name.
    pub name: String,
    /// What it holds.
    pub value: String,
    /// Of a box or a radio button: is it on?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<bool>,
}

/// What was typed into a form.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Draft {
    /// Made by the browser, one for each time the form is open.
    pub id: DraftId,
    /// Which form: the address it is sent to.
    pub form: String,
    /// A digest of what the form held before.
    pub base: String,
    /// The fields.
    pub fields: JsonText<Vec<DraftField>>,
    /// Counts the keepings: a late one does not win over a newer.
    pub turn: i64,
    /// When it was kept last.
    pub saved_at: Timestamp,
}

impl Drafts {
    /// Keeps a draft, over the same draft of before; returns when. Old drafts of everybody go at this moment, and the person's
    /// own that are too many. Codes: `draft-form`, `draft-too-large`.
    pub async fn keep(&self, person: &PersonId, draft: Draft) -> Result<Timestamp> {
        let plain = |text: &str| !text.contains(char::is_control);
        if draft.form.is_empty()
            || draft.form.len() > LONGEST_FORM
            || draft.base.len() > 64
            || !plain(&draft.form)
            || !plain(&draft.base)
        {
            return Err(Error::new(ErrorKind::BadInput, "draft-form"));
        }
        let fields = &draft.fields.0;
        let size: usize = fields
            .iter()
            .map(|field| field.name.len() + field.value.len() + 16)
            .sum();
        if size > LARGEST {
            return Err(Error::new(ErrorKind::TooLarge, "draft-too-large"));
        }
        let now = self.core.now();
        let draft = Draft {
            saved_at: now,
            ..draft
        };
        let mut tx = self.core.db.write().await?;
        store::sweep(&mut tx, now.plus_ms(-DAYS * DAY_MS)).await?;
        store::keep(&mut tx, person, &draft).await?;
        store::thin(&mut tx, person, Some(&draft.form), MOST_OF_A_FORM).await?;
        store::thin(&mut tx, person, None, MOST).await?;
        tx.commit().await?;
        Ok(now)
    }
}
