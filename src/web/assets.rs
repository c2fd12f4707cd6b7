//! Styles, scripts and icons, inside the binary, under an address that carries the hash of their contents.
//!
//! One hash covers the whole set, so that script modules import each other by plain relative paths. The style sheets of
//! `static/css` are joined in name order into `app.css`. In debug builds files come from the disk at start.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use super::{Path, Routes, routes::Access};
use crate::error::Error;

#[derive(RustEmbed)]
#[folder = "static/"]
struct EmbeddedFiles;

/// Every asset, ready to send.
#[derive(Debug)]
pub struct Assets {
    hash: String,
    files: BTreeMap<String, (Cow<'static, [u8]>, &'static str)>,
}

static ASSETS: OnceLock<Assets> = OnceLock::new();

/// The process's assets, read once.
pub fn assets() -> &'static Assets {
    ASSETS.get_or_init(Assets::read)
}

impl Assets {
    fn read() -> Self {
        let mut files = BTreeMap::new();
        let mut style = Vec::new();
        let mut names: Vec<Cow<'static, str>> = EmbeddedFiles::iter().collect();
        names.sort();
        for name in names {
            let Some(file) = EmbeddedFiles::get(&name) else {
                continue;
            };
            if name.starts_with("css/") {
                style.extend_from_slice(&file.data);
                style.push(b'\n');
            } else if let Some(kind) = content_type(&name) {
                files.insert(name.into_owned(), (file.data, kind));
            }
        }
        files.insert(
            "app.css".to_owned(),
            (Cow::Owned(style), "text/css; charset=utf-8"),
        );
        let mut digest = Sha256::new();
        for (name, (data, _)) in &files {
            digest.update(name.as_bytes());
            digest.update(data);
        }
        let hash = crate::id::hex(&digest.finalize()[..6]);
        Self { hash, files }
    }

    /// Contents and type of the asset at `path`.
    pub fn file(&self, path: &str) -> Option<(&[u8], &'static str)> {
        self.files.get(path).map(|(data, kind)| (&**data, *kind))
    }

    /// Addresses of all assets.
    pub fn urls(&self) -> impl Iterator<Item = String> {
        self.files.keys().map(|path| self.url(path))
    }

    /// Address of the asset at `path`.
    pub fn url(&self, path: &str) -> String {
        format!("/static/{}/{path}", self.hash)
    }
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}

/// `/static/<hash>/<path>`.
pub fn routes() -> Routes {
    Routes::new().get("/static/{hash}/{*path}", Access::Public, show)
}

async fn show(Path((hash, path)): Path<(String, String)>) -> Result<Response, Error> {
    let assets = assets();
    let (data, kind) = assets.files.get(&path).ok_or(Error::not_found("not-found"))?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // An old page may still ask for an old hash: it gets the present file, uncached.
    let cache = if hash == assets.hash {
        "public, max-age=31536000, immutable"
    } else {
        "no-store"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok((StatusCode::OK, headers, data.clone().into_owned()).into_response())
}
