//! What the player gets: the recording's file where browsers play it, else a copy in 16-bit WAV.
//!
//! Decides that listening is kept in the audit log when it is not the manager who listens, that the copy is made at the
//! first listening, once, and lives as a file for some days: the player asks for a file in pieces, and only a file has
//! pieces at places known beforehand. A part of a recording is made the same way. Downloads are of the original.

use std::path::PathBuf;

use super::files::file_of;
use super::{Recording, Recordings, copies};
use crate::audit::{self, Act, AuditSubject};
use crate::error::{Error, Result};
use crate::people::Person;
use crate::speech::audio;

impl Recordings {
    /// Keeps that somebody other than the manager hears the recording or takes a copy of its sound or text: before a
    /// byte is sent, once an hour. Code: `export-disk-full` when it is a copy and the log has no room for it.
    pub async fn keep_listening(&self, by: &Person, recording: &Recording, act: Act) -> Result<()> {
        if by.id != recording.manager_id {
            let entry = act.on(AuditSubject::Recording(&recording.id));
            let noted = audit::record_hourly(&self.core, by, entry.of(&recording.manager_id)).await;
            noted.map_err(|error| {
                let error = Error::from(error);
                match act {
                    Act::RecordingHeard => error,
                    _ => error.full_disk_as("export-disk-full"),
                }
            })?;
        }
        Ok(())
    }

    /// The file to play and its content type. Blocks for the seconds of decoding when a copy has to be made. Codes: `audio-…`,
    /// `recording-file-missing`.
    pub async fn to_play<'a>(&self, recording: &'a Recording) -> Result<(PathBuf, &'a str)> {
        let original = file_of(&self.blobs, &recording.file_hash).await?;
        if audio::is_played(&recording.content_type) {
            return Ok((original, &recording.content_type));
        }
        let copies = self.blobs.copies().await;
        let copy = copies.path(&recording.file_hash);
        if !copy.is_file() {
            let (now, hash) = (self.core.now(), recording.file_hash.clone());
            let made = tokio::task::spawn_blocking(move || {
                copies.forget_old(now)?;
                copies.add(&hash, |file| audio::write_wav(&original, file))
            });
            made.await.map_err(Error::internal)??;
            tracing::info!(recording = %recording.id, "copy for browsers made");
        }
        Ok((copy, "audio/wav"))
    }

    /// The file that holds this part of the recording with this hash and nothing else of it, as 16-bit WAV. Blocks for the
    /// seconds of decoding the first time. Codes: `audio-…`, `recording-file-missing`.
    pub async fn part_to_play(&self, file_hash: &str, start_ms: i64, end_ms: i64) -> Result<PathBuf> {
        let name = copies::part(file_hash, start_ms, end_ms);
        if let Some(copy) = self.blobs.copy(&name) {
            return Ok(copy);
        }
        let copies = self.blobs.copies().await;
        let copy = copies.path(&name);
        // Somebody else may have made it while this one waited.
        if !copy.is_file() {
            let original = file_of(&self.blobs, file_hash).await?;
            let now = self.core.now();
            let made = tokio::task::spawn_blocking(move || {
                copies.forget_old(now)?;
                copies.add(&name, |file| audio::write_part(&original, start_ms, end_ms, file))
            });
            made.await.map_err(Error::internal)??;
            tracing::info!(start_ms, end_ms, "part of a recording cut");
        }
        Ok(copy)
    }
}
