//! The place of a recording's text: on the recording's page, and when the facts change what the text says.
//!
//! Decides what a recording needs of whoever keeps its text. Recordings do not know who that is: where the house is put
//! together, [`super::Recordings`] is given [`SwapTexts`], and [`super::RecordingPages`] a [`TextPanel`].

use futures::future::BoxFuture;

use super::Recording;
use crate::db::{DbError, Tx};
use crate::error::Result;
use crate::id::RecordingId;
use crate::people::Person;
use crate::time::Timestamp;
use crate::web::PageContext;

/// What a text puts on the page of its recording.
#[derive(Debug)]
pub struct TextParts {
    /// Both parties are on one channel.
    pub mono: bool,
    /// On one channel because both channels of the file carry the same sound.
    pub twin: bool,
    /// The player's markup.
    pub player: String,
    /// The markup of who says what; none when there is no text.
    pub talk: Option<String>,
    /// The markup of the text as files; none when there is no text.
    pub files: Option<String>,
    /// The markup of all texts there are, and of the ways to another.
    pub versions: String,
    /// The markup of the keys that help.
    pub keys: String,
}

/// What a text shows of itself on the page of its recording.
pub trait TextPanel: Send + Sync {
    /// What stands on the page of this recording. `managers` are those it may be given to, `problem` says why a text could
    /// not be brought in; empty when nothing is wrong.
    fn parts<'a>(
        &'a self,
        t: &'a PageContext,
        recording: &'a Recording,
        managers: &'a [Person],
        problem: &'a str,
    ) -> BoxFuture<'a, Result<TextParts>>;
}

/// What whoever keeps the texts does when the manager is heard on the other side than was thought: the parties change places
/// in every text of the recording. Needs no more than the transaction it is given.
pub type SwapTexts =
    for<'a> fn(&'a mut Tx, &'a RecordingId, &'a Person, Timestamp) -> BoxFuture<'a, Result<(), DbError>>;
