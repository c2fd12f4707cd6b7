//! Taking a picture into the book.
//!
//! Decides what is a picture (by its first bytes, never by its name), how large it may be and that it is called by the hash
//! of its contents: the same picture is there once. Vector files are refused: they may carry scripts.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::{Authoring, AuthoringPages};
use crate::audit::{self, Act, AuditSubject};
use crate::disk_space::Reserve;
use crate::error::{Error, ErrorKind, Result};
use crate::id::hex;
use crate::people::{Permission, Person};
use crate::playbook::ImageName;
use crate::web::{Html, Multipart, PageContext, Routes, interrupted};

/// Bytes of a picture at most.
const LARGEST: usize = 5 * 1024 * 1024;
/// Bytes of the hash in its name.
const NAME_BYTES: usize = 8;

pub(super) fn routes() -> Routes<AuthoringPages> {
    Routes::new().post_large("/playbook/images", Permission::EditPlaybook, take)
}

#[derive(Template)]
#[template(path = "authoring/picture.html")]
struct PicturePage {
    t: PageContext,
    name: ImageName,
}

async fn take(
    t: PageContext,
    State(authoring): State<Authoring>,
    Multipart(mut request): Multipart,
) -> Result<Response> {
    let mut bytes = Vec::new();
    while let Some(mut field) = request.next_field().await.map_err(interrupted)? {
        let wanted = field.name() == Some("file");
        while let Some(more) = field.chunk().await.map_err(interrupted)? {
            if bytes.len() + more.len() > LARGEST {
                return Err(Error::new(ErrorKind::TooLarge, "image-too-large")
                    .with("megabytes", LARGEST / 1024 / 1024));
            }
            if wanted {
                bytes.extend_from_slice(&more);
            }
        }
    }
    if bytes.is_empty() {
        return Err(Error::field("file", "image-none"));
    }
    let name = authoring.keep_image(t.visitor().signed_in()?, bytes).await?;
    Ok((StatusCode::CREATED, Html(PicturePage { t, name })).into_response())
}

impl Authoring {
    /// Puts a picture into the book's folder; one that is there stays as it is, and what people type keeps its room on that disk.
    /// Codes: `image-kind`, `disk-reserve`, `book-disk-full`, `entry-not-writable`.
    pub async fn keep_image(&self, person: &Person, bytes: Vec<u8>) -> Result<ImageName> {
        let ending = ending(&bytes).ok_or(Error::new(ErrorKind::Unsupported, "image-kind"))?;
        let hash = hex(&Sha256::digest(&bytes)[..NAME_BYTES]);
        let name: ImageName = format!("{hash}.{ending}").parse().map_err(Error::internal)?;
        if !self.library.snapshot().has_image(&name) {
            self.is_here()?;
            let reserve = Reserve::new([self.core.config.library.clone()], self.core.config.disk_reserve);
            reserve.spare(bytes.len() as u64).await?;
            self.writer.write().await?.image(&name, bytes).await?;
            let mut tx = self.core.db.write().await?;
            audit::record(
                &mut tx,
                &self.core,
                person,
                Act::ImageAdded.on(AuditSubject::Book),
            )
            .await?;
            tx.commit().await?;
            self.follow(None).await?;
        }
        Ok(name)
    }
}

/// The ending for a picture by its first bytes; nothing when it is none.
fn ending(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("png")
    } else if head.starts_with(b"\xff\xd8\xff") {
        Some("jpg")
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some("webp")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn only_pictures_without_scripts_are_taken() {
        assert_eq!(ending(b"\x89PNG\r\n\x1a\n...."), Some("png"));
        assert_eq!(ending(b"\xff\xd8\xff\xe0"), Some("jpg"));
        assert_eq!(ending(b"RIFF\x10\x00\x00\x00WEBPVP8 "), Some("webp"));
        for other in [
            &b""[..],
            b"GIF89a",
            b"<svg xmlns=",
            b"RIFF\x10\x00\x00\x00WAVEfmt ",
            b"\x89PNG",
        ] {
            assert_eq!(ending(other), None);
        }
    }
}
