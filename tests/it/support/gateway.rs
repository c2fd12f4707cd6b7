//! What stands between a browser and the service: a cable that is cut, a proxy with a sign-in of its own, nginx with its
//! limit. Connections are passed on byte by byte, or answered by the gateway alone.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How long a slow way takes: longer than typing rests.
const SLOW: Duration = Duration::from_millis(1_500);

/// What the gateway does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Everything gets through.
    Open,
    /// Everything gets through, and takes its time: each connection waits a while before it begins.
    Slow,
    /// Nobody is there.
    Cut,
    /// Its sign-in: a redirect to another house.
    Elsewhere,
    /// Its sign-in: a page of its own instead of the answer.
    OwnPage,
    /// nginx with `client_max_body_size` too small.
    TooLarge,
    /// nginx without the service behind it.
    BadGateway,
}

impl Way {
    fn answer(self) -> (&'static str, &'static str, &'static str) {
        let page = "<!doctype html><html><head><title>Login</title></head><body><h1>Corporate login</h1></body></html>";
        match self {
            Self::Elsewhere => ("302 Found", "Location: http://127.0.0.2:9/login\r\n", ""),
            Self::TooLarge => (
                "413 Request Entity Too Large",
                "",
                "<html><body><h1>413 Request Entity Too Large</h1><hr>nginx</body></html>",
            ),
            Self::BadGateway => (
                "502 Bad Gateway",
                "",
                "<html><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>",
            ),
            Self::Open | Self::Slow | Self::Cut | Self::OwnPage => ("200 OK", "", page),
        }
    }
}

/// A gateway in front of a service.
#[derive(Debug)]
pub struct Gateway {
    /// Its own address.
    pub url: String,
    way: Arc<watch::Sender<Way>>,
}

impl Gateway {
    /// In front of `http://HOST:PORT`.
    pub async fn before(url: &str) -> Self {
        let target = url.strip_prefix("http://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let way = Arc::new(watch::Sender::new(Way::Open));
        let told = Arc::clone(&way);
        tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                tokio::spawn(serve(browser, target.clone(), told.subscribe()));
            }
        });
        Self { url, way }
    }

    /// From now on this way; connections of before end.
    pub fn turn(&self, way: Way) {
        self.way.send_replace(way);
    }
}

async fn serve(mut browser: TcpStream, target: String, mut told: watch::Receiver<Way>) {
    let way = *told.borrow_and_update();
    match way {
        Way::Cut => {}
        Way::Open | Way::Slow => {
            if way == Way::Slow {
                tokio::time::sleep(SLOW).await;
            }
            let Ok(mut service) = TcpStream::connect(target).await else {
                return;
            };
            tokio::select! {
                _ = copy_bidirectional(&mut browser, &mut service) => {}
                _ = told.changed() => {}
            }
        }
        _ => {
            if read(&mut browser).await.is_none() {
                return;
            }
            let (status, more, page) = way.answer();
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n",
                page.len()
            );
            let _ = browser.write_all(head.as_bytes()).await;
            let _ = browser.write_all(page.as_bytes()).await;
            let _ = browser.shutdown().await;
        }
    }
}

/// Reads one request to its end.
async fn read(browser: &mut TcpStream) -> Option<()> {
    let (mut got, mut piece) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        let n = browser.read(&mut piece).await.ok().filter(|n| *n > 0)?;
        got.extend_from_slice(&piece[..n]);
        let Some(end) = got.windows(4).position(|it| it == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&got[..end]).to_lowercase();
        let length: usize = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"))
            .and_then(|it| it.trim().parse().ok())
            .unwrap_or(0);
        if got.len() >= end + 4 + length {
            return Some(());
        }
    }
}
