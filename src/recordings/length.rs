//! A recording that is too long is refused while it arrives, not after the sender has waited for all of it.
//!
//! Decides when the growing file is looked at: where heads of most formats end, and once more for those that keep long
//! tables first. What a head tells is left to [`audio::foretell`]; the whole file is judged again when it is there.

use super::blobs::IncomingFile;
use crate::error::{Error, Result};
use crate::speech::audio::{self, AudioError, LengthEstimate};

/// After so many bytes the file is looked at.
const LOOKS: [u64; 2] = [64 * 1024, 4 * 1024 * 1024];

/// Watches one file arriving.
#[derive(Debug)]
pub(super) struct LengthWatch {
    limit_ms: i64,
    looked: usize,
    /// So many bytes would be too long.
    too_many: Option<u64>,
}

impl LengthWatch {
    /// With the longest time allowed.
    pub(super) const fn with_limit(limit_ms: i64) -> Self {
        Self {
            limit_ms,
            looked: 0,
            too_many: None,
        }
    }

    /// Call it after each piece. Code: `audio-too-long`.
    pub(super) async fn measure(&mut self, incoming: &mut IncomingFile) -> Result<()> {
        let due = LOOKS.get(self.looked).is_some_and(|at| incoming.bytes() >= *at);
        if due && self.too_many.is_none() {
            self.looked += 1;
            let (path, limit_ms) = (incoming.show().await?.to_owned(), self.limit_ms);
            let foretold = tokio::task::spawn_blocking(move || audio::foretell(&path, limit_ms));
            match foretold.await.map_err(Error::internal)? {
                LengthEstimate::Nothing => {}
                LengthEstimate::TooLong => self.too_many = Some(0),
                LengthEstimate::Bytes(bytes) => self.too_many = Some(bytes),
            }
        }
        if self.too_many.is_some_and(|bytes| incoming.bytes() >= bytes) {
            return Err(AudioError::TooLong {
                limit_minutes: self.limit_ms / 60_000,
            }
            .into());
        }
        Ok(())
    }
}
