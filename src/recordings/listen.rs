//! What the player gets: the recording's file where browsers play it, else a copy in 16-bit WAV.
//!
//! Decides that the copy is made at the first listening, once, and lives as a file for some days: the player asks for a
//! file in pieces, and only a file has pieces at places known beforehand. Downloads are of the original.

use std::path::PathBuf;

use super::Recording;
use crate::app::App;
use crate::audio;
use crate::error::{Error, Result};

/// The file to play and its content type. Blocks for the seconds of decoding when a copy has to be made. Codes: `audio-…`.
pub async fn to_play<'a>(app: &App, recording: &'a Recording) -> Result<(PathBuf, &'a str)> {
    let original = app.blobs.path(&recording.file_hash);
    if audio::is_played(&recording.content_type) {
        return Ok((original, &recording.content_type));
    }
    let copies = app.blobs.copies().await;
    let copy = copies.path(&recording.file_hash);
    if !copy.is_file() {
        let (now, hash) = (app.clock.now(), recording.file_hash.clone());
        let made = tokio::task::spawn_blocking(move || {
            copies.forget_old(now)?;
            copies.add(&hash, |file| audio::write_wav(&original, file))
        });
        made.await.map_err(Error::internal)??;
        tracing::info!(recording = %recording.id, "copy for browsers made");
    }
    Ok((copy, "audio/wav"))
}
