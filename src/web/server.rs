//! Connections: how many there are at once, how long one may take to say what it wants, and how each ends.
//!
//! Decides that a head which is not whole after [`HEAD_PATIENCE`] ends its connection (an idle one ends after the same
//! time), that no more than so many connections are open and the rest wait for their turn, and that a stop waits for
//! answers that are under way and for nothing else: neither for a half-sent head nor for a connection that only might
//! ask. How long a request may take once it is whole, bodies included, is left to [`super::pace`]; how long a stop may
//! take to [`crate::lifecycle`].

use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use bytes::Bytes;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a connection may take from its first moment, or from its last answer, to a whole head.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// How long a stop waits for the last bytes of an answer on their way through the socket.
const LAST_BYTES: Duration = Duration::from_secs(1);
/// How long nothing is accepted after the system had no room for another connection.
const NO_ROOM: Duration = Duration::from_secs(1);

/// Answers until `stop` is cancelled, and then until the answers under way are sent. At most `most` connections at once.
pub async fn serve(listener: TcpListener, router: Router, most: usize, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(most));
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, address, place)) = accepted else {
            break;
        };
        let (router, stop) = (router.clone(), stop.clone());
        connections.spawn(async move {
            talk(stream, address, router, stop).await;
            drop(place);
        });
    }
    // Who comes now is refused by the system, and a proxy asks another process.
    drop(listener);
    connections.close();
    connections.wait().await;
}

type AcceptedConnection = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

/// The next connection, once there is a place for it.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<AcceptedConnection> {
    if places.available_permits() == 0 {
        tracing::warn!("as many connections as allowed are open; new ones wait (setting `connections`)");
    }
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, address)) => return Some((stream, address, place)),
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(NO_ROOM).await;
            }
        }
    }
}

/// Gone before it was accepted: no fault of the listener.
fn is_of_one_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionRefused | ConnectionAborted | ConnectionReset
    )
}

/// One connection, to its end.
async fn talk(stream: TcpStream, address: SocketAddr, router: Router, stop: CancellationToken) {
    let answers = watch::Sender::new(0_usize);
    let mut under_way = answers.subscribe();
    let router = TowerToHyperService::new(router);
    let answer = service_fn(|request: Request<Incoming>| {
        let working = OpenRequest::new(&answers);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        let answered = router.call(request);
        async move {
            let answer = answered.await?;
            Ok::<Response<ResponseBody>, std::convert::Infallible>(answer.map(|body| ResponseBody {
                body,
                _working: working,
            }))
        }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_PATIENCE)
            .serve_connection(TokioIo::new(stream), answer)
    );
    tokio::select! {
        // A visitor who goes away in the middle is no fault.
        _ = connection.as_mut() => return,
        () = stop.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ = connection.as_mut() => {}
        () = silence(&mut under_way) => {}
    }
}

/// Comes when no answer has been under way for [`LAST_BYTES`].
async fn silence(under_way: &mut watch::Receiver<usize>) {
    loop {
        // The sender lives as long as the connection.
        if under_way.wait_for(|answers| *answers == 0).await.is_err() {
            return;
        }
        let more = under_way.wait_for(|answers| *answers > 0);
        if tokio::time::timeout(LAST_BYTES, more).await.is_err() {
            return;
        }
    }
}

/// One request from its head to the last byte of its answer.
struct OpenRequest(watch::Sender<usize>);

impl OpenRequest {
    fn new(answers: &watch::Sender<usize>) -> Self {
        answers.send_modify(|answers| *answers += 1);
        Self(answers.clone())
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.0.send_modify(|answers| *answers = answers.saturating_sub(1));
    }
}

/// The body of an answer; while it is being sent, the connection works.
struct ResponseBody {
    body: Body,
    _working: OpenRequest,
}

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
