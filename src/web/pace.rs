//! How long a request may take, and how many uploads a person may have under way.
//!
//! Decides that an ordinary request answers within [`TIME_LIMIT`] whatever it calls itself, and that only a route declared
//! for uploads may take longer: as long as its body moves. A body that stands still for [`STILL`] is over. A person has a
//! few uploads at a time, so that one sender cannot fill the disk with unfinished files, and nobody brings any while they would
//! take what is kept free for everything else ([`Reserve`]). What was refused early is still
//! read for a moment, or the sender would see a broken connection instead of the answer. How much a person brings in a
//! day is left to `recordings`.

use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use tokio::time::{Instant, Sleep};

use super::{RouteInfo, Visitor};
use crate::disk_space::Reserve;
use crate::error::{Error, ErrorKind};
use crate::id::PersonId;

/// Ordinary requests must answer in this time.
const TIME_LIMIT: Duration = Duration::from_mins(1);
/// An upload of which no byte comes for this long is over.
const STILL: Duration = Duration::from_mins(1);
/// How long, and how much of, a refused body is read and thrown away, so that its sender comes to read the answer.
const REFUSED: Duration = Duration::from_secs(10);
const REFUSED_BYTES: usize = 256 * 1024 * 1024;

/// How long the requests of a route may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// A minute, body and all.
    Ordinary,
    /// As long as the body moves.
    Upload,
}

/// Which routes take files, and who is bringing some. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Paces {
    files: Arc<HashSet<(Method, String)>>,
    uploads: Uploads,
    reserve: Reserve,
}

impl Paces {
    /// As the routes were declared.
    pub(super) fn new(routes: &[RouteInfo], uploads: Uploads, reserve: Reserve) -> Self {
        let files = routes
            .iter()
            .filter(|route| route.takes_files)
            .map(|route| (route.method.clone(), route.path.clone()));
        Self {
            files: Arc::new(files.collect()),
            uploads,
            reserve,
        }
    }

    fn of_request(&self, request: &Request) -> Pace {
        let path = request.extensions().get::<MatchedPath>();
        let takes_files = path.is_some_and(|path| {
            let route = (request.method().clone(), path.as_str().to_owned());
            self.files.contains(&route)
        });
        if takes_files { Pace::Upload } else { Pace::Ordinary }
    }
}

/// Middleware: lets the request run at the pace of its route.
pub(super) async fn keep(
    State(paces): State<Paces>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    if paces.of_request(&request) == Pace::Ordinary {
        return match tokio::time::timeout(TIME_LIMIT, next.run(request)).await {
            Ok(response) => response,
            Err(_) => StatusCode::GATEWAY_TIMEOUT.into_response(),
        };
    }
    let request = request.map(|body| Body::from_stream(PacedBody::new(body.into_data_stream(), STILL)));
    // A stranger is refused by the guard before anything arrives.
    let place = match visitor.person().map(|person| paces.uploads.begin(&person.id)) {
        Some(Err(error)) => return error.into_response(),
        place => place,
    };
    if place.is_some() {
        // Before the first byte is read, and by what the head says of the whole.
        let announced = length(&request);
        if let Err(error) = paces.reserve.spare(announced).await {
            return error.into_response();
        }
    }
    let response = next.run(request).await;
    drop(place);
    response
}

/// The bytes of the body by the request's head; 0 when it does not say.
fn length(request: &Request) -> u64 {
    let declared = request.headers().get(header::CONTENT_LENGTH);
    declared
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

/// The uploads under way in this process, by person. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Uploads {
    most: usize,
    now: Arc<Mutex<HashMap<PersonId, usize>>>,
}

/// One upload under way; over when dropped.
#[derive(Debug)]
pub struct RunningUpload {
    uploads: Uploads,
    person: PersonId,
}

impl Uploads {
    /// So many of each person at once.
    pub fn at_most(most: usize) -> Self {
        Self {
            most,
            now: Arc::default(),
        }
    }

    /// One more. Code: `uploads-at-once`.
    pub fn begin(&self, person: &PersonId) -> Result<RunningUpload, Error> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let running = now.entry(person.clone()).or_insert(0);
        if *running >= self.most {
            return Err(Error::new(ErrorKind::TooMany, "uploads-at-once").with("uploads", self.most));
        }
        *running += 1;
        Ok(RunningUpload {
            uploads: self.clone(),
            person: person.clone(),
        })
    }
}

impl Drop for RunningUpload {
    fn drop(&mut self) {
        let mut now = self.uploads.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = now.get_mut(&self.person) {
            *running -= 1;
            if *running == 0 {
                now.remove(&self.person);
            }
        }
    }
}

/// No byte came for too long.
#[derive(Debug, thiserror::Error)]
#[error("no byte came for a minute")]
pub struct BodyStalled;

impl BodyStalled {
    /// Was this the reason, somewhere in the chain?
    pub fn is_why(error: &(dyn std::error::Error + 'static)) -> bool {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if error.is::<Self>() {
                return true;
            }
            cause = error.source();
        }
        false
    }
}

/// A body that has to move.
struct PacedBody {
    /// Absent when nothing more will come.
    pieces: Option<BodyDataStream>,
    still: Duration,
    patience: Pin<Box<Sleep>>,
}

impl PacedBody {
    /// Over when nothing comes for `still`.
    fn new(pieces: BodyDataStream, still: Duration) -> Self {
        Self {
            pieces: Some(pieces),
            still,
            patience: Box::pin(tokio::time::sleep(still)),
        }
    }
}

impl Stream for PacedBody {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(pieces) = &mut self.pieces else {
            return Poll::Ready(None);
        };
        match pieces.poll_next_unpin(context) {
            Poll::Ready(Some(Ok(piece))) => {
                let until = Instant::now() + self.still;
                self.patience.as_mut().reset(until);
                Poll::Ready(Some(Ok(piece)))
            }
            Poll::Ready(ended) => {
                self.pieces = None;
                Poll::Ready(ended)
            }
            Poll::Pending => {
                std::task::ready!(self.patience.as_mut().poll(context));
                self.pieces = None;
                Poll::Ready(Some(Err(axum::Error::new(BodyStalled))))
            }
        }
    }
}

impl Drop for PacedBody {
    fn drop(&mut self) {
        if let Some(pieces) = self.pieces.take() {
            tokio::spawn(tokio::time::timeout(REFUSED, throw_away(pieces)));
        }
    }
}

async fn throw_away(mut pieces: BodyDataStream) {
    let mut left = REFUSED_BYTES;
    while let Some(Ok(piece)) = pieces.next().await {
        match left.checked_sub(piece.len()) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Randomness;
    use crate::time::Timestamp;

    fn person(randomness: &Randomness) -> PersonId {
        PersonId::new(Timestamp(0), randomness)
    }

    #[test]
    fn each_person_has_so_many_uploads_at_once() {
        let randomness = Randomness::seeded(1);
        let (uploads, one, other) = (Uploads::at_most(2), person(&randomness), person(&randomness));
        let first = uploads.begin(&one).unwrap();
        let second = uploads.begin(&one).unwrap();
        assert_eq!(uploads.begin(&one).unwrap_err().code(), "uploads-at-once");
        uploads.begin(&other).unwrap();
        drop(first);
        let third = uploads.begin(&one).unwrap();
        drop((second, third));
        assert!(uploads.now.lock().unwrap().is_empty());
    }

    const SOON: Duration = Duration::from_millis(20);

    /// Sends so many pieces with a rest after each, and then ends, or stands still.
    fn body(pieces: usize, ends: bool) -> PacedBody {
        let pieces = futures::stream::unfold(0, move |sent| async move {
            if sent == pieces {
                return if ends { None } else { std::future::pending().await };
            }
            tokio::time::sleep(SOON).await;
            Some((Ok::<_, axum::Error>(Bytes::from_static(b"piece")), sent + 1))
        });
        PacedBody::new(Body::from_stream(pieces).into_data_stream(), SOON * 10)
    }

    #[tokio::test]
    async fn a_body_goes_on_while_it_moves_and_is_over_when_it_stands_still() {
        let slow: Vec<_> = body(20, true).collect().await;
        assert!(slow.iter().all(Result::is_ok) && slow.len() == 20);
        let mut still: Vec<_> = body(2, false).collect().await;
        assert!(BodyStalled::is_why(&still.pop().unwrap().unwrap_err()));
        assert_eq!(still.len(), 2);
    }
}
