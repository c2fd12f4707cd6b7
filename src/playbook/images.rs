//! Pictures of the book: files of one folder beside the texts.
//!
//! Decides what a picture may be called and that a text may show no other: `![what is seen](../../images/NAME)`. A name that
//! is the hash of its contents never changes and may be kept by browsers for good. Taking pictures in is left to
//! [`crate::authoring`].

use std::str::FromStr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use super::entry::EntryId;
use super::library::plain;
use super::{Playbook, PlaybookPages};
use crate::error::{Error, Result};
use crate::people::Permission;
use crate::web::{Path, Routes};

/// The folder of the library.
pub const FOLDER: &str = "images";
/// A picture larger than this is not shown, bytes.
pub const LARGEST: u64 = 20 << 20;
/// Hexadecimal digits of a name that is the hash of its contents.
const HASH_DIGITS: usize = 16;

pub(super) fn routes() -> Routes<PlaybookPages> {
    Routes::new().get("/playbook/images/{name}", Permission::ReadPlaybook, show)
}

/// The name of a picture: up to 80 lower-case Latin letters, digits and hyphens, and one of the known endings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageName(Arc<str>);

/// The text is not the name of a picture.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
#[error("not the name of a picture")]
pub struct BadImageName;

impl ImageName {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("/playbook/images/{self}")
    }

    /// How a text of the book shows it.
    pub fn link(&self) -> String {
        format!("../../{FOLDER}/{self}")
    }

    /// What a text of `from` means by `destination`.
    pub fn of_link(from: &EntryId, destination: &str) -> Option<Self> {
        let mut place = vec![from.locale.as_str(), from.kind.folder()];
        for part in destination.split('/') {
            match part {
                "." => {}
                ".." => drop(place.pop()?),
                part => place.push(part),
            }
        }
        match place.as_slice() {
            [FOLDER, name] => name.parse().ok(),
            _ => None,
        }
    }

    fn content_type(&self) -> &'static str {
        match self.0.rsplit_once('.').map(|(_, ending)| ending) {
            Some("png") => "image/png",
            Some("webp") => "image/webp",
            _ => "image/jpeg",
        }
    }

    fn is_hash(&self) -> bool {
        self.0
            .split_once('.')
            .is_some_and(|(name, _)| name.len() == HASH_DIGITS && name.bytes().all(|b| b.is_ascii_hexdigit()))
    }
}

impl std::fmt::Display for ImageName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ImageName {
    type Err = BadImageName;
    fn from_str(text: &str) -> Result<Self, BadImageName> {
        let (name, ending) = text.split_once('.').ok_or(BadImageName)?;
        let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let known = matches!(ending, "png" | "jpg" | "jpeg" | "webp");
        if known && (1..=80).contains(&name.len()) && name.bytes().all(letter) {
            Ok(Self(text.into()))
        } else {
            Err(BadImageName)
        }
    }
}

async fn show(State(playbook): State<Playbook>, Path(name): Path<String>) -> Result<Response> {
    let missing = || Error::not_found("image-not-found");
    let name: ImageName = name.parse().map_err(|_| missing())?;
    let (library, file) = (Arc::clone(&playbook.library), format!("{FOLDER}/{name}"));
    let read = move || plain::read(library.root(), &file, LARGEST);
    let bytes = match tokio::task::spawn_blocking(read).await.map_err(Error::internal)? {
        Ok(bytes) => bytes,
        // What is not there, and what is no picture whatever its name.
        Err(error)
            if error.kind() == std::io::ErrorKind::NotFound || plain::NotPlain::oddity(&error).is_some() =>
        {
            return Err(missing());
        }
        Err(error) => return Err(error.into()),
    };
    let cache = if name.is_hash() {
        "private, max-age=31536000, immutable"
    } else {
        "private, max-age=60"
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(name.content_type()),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_of_the_folder_are_pictures() {
        let from = "ru/objections/dear".parse().unwrap();
        let name = ImageName::of_link(&from, "../../images/0123456789abcdef.png").unwrap();
        assert_eq!(name.url(), "/playbook/images/0123456789abcdef.png");
        assert_eq!(ImageName::of_link(&from, &name.link()), Some(name));
        for other in [
            "../../images/x.svg",
            "../../images/x.png/..",
            "../../images/../x.png",
            "../images/x.png",
            "../../../images/x.png",
            "images/x.png",
            "https://a.example/x.png",
            "../../images/.png",
            "../../images/x.png?y",
            "../../images/a.b.png",
            "../../images/Х.png",
        ] {
            assert_eq!(ImageName::of_link(&from, other), None, "{other}");
        }
    }
}
