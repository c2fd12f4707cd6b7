//! Snippets of calls, playlists and comments: who hears what, that a snippet is its range and nothing else, and the way of
//! one from a call into the book.

mod browser;
mod comments;
mod hearing;
mod playlists;

use axum::http::StatusCode;
use salesbook::id::{RecordingId, SnippetId};

use crate::support::app::Browser;

/// An objection of the shipped book.
const OBJECTION: &str = "ru/objections/too-expensive";

/// The manager speaks from 0:00,5 to 0:03 on the left, the client from 0:04 to 0:06,5 on the right.
async fn cut(by: &Browser, call: &RecordingId, range: (&str, &str), more: &[(&str, &str)]) -> SnippetId {
    let fields: Vec<_> = [
        ("start", range.0),
        ("end", range.1),
        ("title", "Согласовал замер"),
        ("stage", "closing"),
        ("kind", "best"),
    ]
    .into_iter()
    .chain(more.iter().copied())
    .collect();
    let done = by
        .post(&format!("/recordings/{call}/snippets"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    let place = done.location().split_once("#snippet-").unwrap().1;
    place.parse().unwrap()
}
