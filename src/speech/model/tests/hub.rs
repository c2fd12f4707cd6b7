//! A model hub on this machine that can misbehave.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How the hub answers one request.
#[derive(Debug, Clone, Copy)]
pub enum HubResponse {
    /// As it should, ranges included.
    Whole,
    /// Breaks the connection after so many bytes of the body.
    BreakAfter(usize),
    /// Sends everything though a range was asked for.
    IgnoreRange,
    /// A status without a body.
    Status(u16),
    /// Sends the reader on to another address on this hub.
    Redirect,
}

pub struct TestHub {
    pub url: String,
    /// The range asked for in each request, first byte; `None` without a range.
    pub asked: Arc<Mutex<Vec<Option<usize>>>>,
}

impl TestHub {
    /// Serves `content`; the answers are used one after the other, the last one for ever.
    pub fn start(content: Vec<u8>, answers: Vec<HubResponse>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let answer = answers[number.min(answers.len() - 1)];
                // A reader that hangs up is its own affair.
                let _ = serve(&stream.unwrap(), &content, answer, &log);
            }
        });
        Self { url, asked }
    }

    pub fn asked(&self) -> Vec<Option<usize>> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: &TcpStream,
    content: &[u8],
    answer: HubResponse,
    log: &Mutex<Vec<Option<usize>>>,
) -> std::io::Result<()> {
    let mut from = None;
    for line in BufReader::new(stream).lines() {
        let line = line?.to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(range) = line.strip_prefix("range: bytes=") {
            from = range.trim_end_matches('-').parse().ok();
        }
    }
    log.lock().unwrap().push(from);
    if let HubResponse::Status(status) = answer {
        return write!(
            stream,
            "HTTP/1.1 {status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
    }
    if let HubResponse::Redirect = answer {
        return write!(
            stream,
            "HTTP/1.1 302 Found\r\nlocation: /other\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
    }
    let from = from.filter(|_| !matches!(answer, HubResponse::IgnoreRange));
    if from.is_some_and(|from| from >= content.len()) {
        return write!(
            stream,
            "HTTP/1.1 416 Range\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
    }
    let body = &content[from.unwrap_or(0)..];
    match from {
        Some(from) => {
            let (last, total) = (content.len() - 1, content.len());
            write!(
                stream,
                "HTTP/1.1 206 Partial\r\ncontent-range: bytes {from}-{last}/{total}\r\n"
            )?;
        }
        None => write!(stream, "HTTP/1.1 200 OK\r\n")?,
    }
    write!(
        stream,
        "content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )?;
    let send = if let HubResponse::BreakAfter(bytes) = answer {
        bytes.min(body.len())
    } else {
        body.len()
    };
    stream.write_all(&body[..send])
}
