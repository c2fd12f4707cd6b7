//! How much a person may bring in a day, so that nobody fills the disk for all, be it by mistake or on purpose.
//!
//! Decides that the files a person brought within the last 24 hours count (setting `upload_day_mb`), deleted ones not: they
//! take no room. It is looked at before a file arrives, while it does, and once more behind the gate, where no other file
//! can come between. How many may arrive at once is left to [`crate::web::Uploads`].

use super::{Recordings, store};
use crate::error::{Error, ErrorKind, Result};
use crate::people::Person;

/// What counts as a day, in ms.
const DAY_MS: i64 = 24 * 3_600_000;

/// What is left of a person's day.
#[derive(Debug)]
pub(super) struct Allowance {
    left: u64,
    most: u64,
}

impl Allowance {
    /// As of now. Code: `recording-day-full` when nothing is left.
    pub(super) async fn load(recordings: &Recordings, person: &Person) -> Result<Self> {
        let since = recordings.core.now().plus_ms(-DAY_MS);
        let mut tx = recordings.core.db.read().await?;
        let brought = store::bytes_since(&mut tx, &person.id, since).await?;
        let most = recordings.core.config.upload_day_bytes;
        let mut allowance = Self {
            left: most.saturating_sub(brought.unsigned_abs()),
            most,
        };
        allowance.spend(u64::from(allowance.left == 0))?;
        Ok(allowance)
    }

    /// So many bytes more. Code: `recording-day-full`.
    pub(super) fn spend(&mut self, bytes: u64) -> Result<()> {
        let left = self.left.checked_sub(bytes);
        self.left = left.ok_or_else(|| {
            Error::new(ErrorKind::TooMany, "recording-day-full").with("megabytes", self.most / 1_000_000)
        })?;
        Ok(())
    }
}
