//! Files with byte ranges: audio that the player can seek in, without reading it into memory.

use std::io::SeekFrom;
use std::path::Path;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use crate::error::{Error, Result};

/// The part of a file that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRange {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

impl FileRange {
    /// Reads a `Range` header for a file of `size` bytes. `None`: send all (no header, several ranges, or another
    /// unit); `Some(Err(()))`: the range lies outside.
    pub fn parse(header: Option<&str>, size: u64) -> Option<std::result::Result<Self, ()>> {
        let spec = header?.trim().strip_prefix("bytes=")?;
        if spec.contains(',') {
            return None;
        }
        let (first, last) = spec.split_once('-')?;
        let range = match (first.trim(), last.trim()) {
            ("", suffix) => {
                let length: u64 = suffix.parse().ok()?;
                if length == 0 {
                    return Some(Err(()));
                }
                Self {
                    start: size.saturating_sub(length),
                    end: size,
                }
            }
            (first, "") => Self {
                start: first.parse().ok()?,
                end: size,
            },
            (first, last) => {
                let last: u64 = last.parse().ok()?;
                Self {
                    start: first.parse().ok()?,
                    end: last.saturating_add(1).min(size),
                }
            }
        };
        Some(if range.start < range.end && range.start < size {
            Ok(range)
        } else {
            Err(())
        })
    }
}

/// Sends the file at `path` (ours, never the visitor's words), whole or the range that was asked for.
pub async fn send_file(path: &Path, content_type: &str, request: &HeaderMap) -> Result<Response> {
    let mut file = tokio::fs::File::open(path).await.map_err(Error::internal)?;
    let size = file.metadata().await.map_err(Error::internal)?.len();
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(kind) = HeaderValue::from_str(content_type) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    let wanted = request.get(header::RANGE).and_then(|range| range.to_str().ok());
    let (status, range) = match FileRange::parse(wanted, size) {
        None => (StatusCode::OK, FileRange { start: 0, end: size }),
        Some(Ok(range)) => {
            let text = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            headers.insert(
                header::CONTENT_RANGE,
                HeaderValue::from_str(&text).map_err(Error::internal)?,
            );
            (StatusCode::PARTIAL_CONTENT, range)
        }
        Some(Err(())) => {
            let text = format!("bytes */{size}");
            headers.insert(
                header::CONTENT_RANGE,
                HeaderValue::from_str(&text).map_err(Error::internal)?,
            );
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
        }
    };
    file.seek(SeekFrom::Start(range.start))
        .await
        .map_err(Error::internal)?;
    let length = range.end - range.start;
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let body = Body::from_stream(ReaderStream::with_capacity(file.take(length), 64 * 1024));
    Ok((status, headers, body).into_response())
}

/// The header that tells a browser to save under this name instead of showing.
pub fn attachment(name: &str) -> Result<(header::HeaderName, HeaderValue), Error> {
    let coded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    let value = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{coded}"));
    Ok((header::CONTENT_DISPOSITION, value.map_err(Error::internal)?))
}

#[cfg(test)]
mod tests {
    use super::FileRange;

    #[test]
    fn ranges_as_players_ask_for_them() {
        let all = |start, end| Some(Ok(FileRange { start, end }));
        assert_eq!(FileRange::parse(None, 100), None);
        assert_eq!(FileRange::parse(Some("bytes=0-"), 100), all(0, 100));
        assert_eq!(FileRange::parse(Some("bytes=10-19"), 100), all(10, 20));
        assert_eq!(FileRange::parse(Some("bytes=90-500"), 100), all(90, 100));
        assert_eq!(FileRange::parse(Some("bytes=-10"), 100), all(90, 100));
        assert_eq!(FileRange::parse(Some("bytes=100-"), 100), Some(Err(())));
        assert_eq!(FileRange::parse(Some("bytes=0-1,4-5"), 100), None);
        assert_eq!(FileRange::parse(Some("bytes=x-y"), 100), None);
        assert_eq!(FileRange::parse(Some("bytes=0-0"), 0), Some(Err(())));
    }
}
