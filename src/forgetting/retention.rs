//! For how long what is kept, by kind, and the night on which its time is over.
//!
//! Decides that the settings say so many days, that it is told how much is due before anything goes (a night after the
//! settings changed only looks, so that whoever made a slip sees the figures first), that it goes in slices, each a
//! short transaction, that the log says how many of each kind went, and that their room is given back when it is much.
//! A recording's quotes go with it; its marks stay. What somebody still needs stays: a shared snippet with a stated
//! ground, an open appeal.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Forgetting;
use super::erasure::Tally;
use super::look::of_call;
use super::places::PLACES;
use super::store::kept::{self, RetentionSweep};
use super::walk::WalkMode;
use crate::audit::{self, Act, AuditSubject, Detail, Performer};
use crate::backup;
use crate::config::Config;
use crate::db::JsonText;
use crate::error::{ErrorKind, Result};
use crate::i18n::Texts;
use crate::people::Scope;
use crate::time::{Day, Timestamp};
use crate::transcripts::spoken;

const DAY_MS: i64 = 24 * 3_600_000;
/// Rows of one slice.
const SLICE: usize = 200;
/// How often the clock is looked at.
const LOOK: Duration = Duration::from_mins(5);
/// Nights that are shown.
const SHOWN: usize = 14;

crate::db::text_enum! {
    /// What has a time of its own; the text is `forget-retention-<kind>`.
    pub enum RetentionKind {
        /// Recordings with sound and text.
        Recordings = "recordings",
        /// The texts of calls.
        Transcripts = "transcripts",
        /// What people looked for.
        Searches = "searches",
        /// The log of acts.
        Log = "log",
    }
}

impl RetentionKind {
    /// Days; 0 for always.
    pub fn days(self, config: &Config) -> i64 {
        match self {
            Self::Recordings => config.keep_recordings_days,
            Self::Transcripts => config.keep_transcripts_days,
            Self::Searches => config.keep_searches_days,
            Self::Log => config.keep_log_days,
        }
    }

    /// The setting's name.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::Recordings => "keep_recordings_days",
            Self::Transcripts => "keep_transcripts_days",
            Self::Searches => "keep_searches_days",
            Self::Log => "keep_log_days",
        }
    }

    fn before(self, config: &Config, now: Timestamp) -> Option<Timestamp> {
        match self.days(config) {
            0 => None,
            days => Some(now.plus_ms(-days * DAY_MS)),
        }
    }
}

/// What is due of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionDue {
    /// Of what.
    pub kept: RetentionKind,
    /// Days it is kept for; 0 for always.
    pub days: i64,
    /// Would go on the next night.
    pub now: i64,
    /// Would go within the next thirty days, those of the next night included.
    pub soon: i64,
    /// Due, but needed.
    pub needed: i64,
}

impl Forgetting {
    /// What is due of what the scope covers. Nothing is changed.
    pub async fn due(&self, scope: &Scope) -> Result<Vec<RetentionDue>> {
        let now = self.core.now();
        let mut tx = self.core.db.read().await?;
        let mut all = Vec::new();
        for kept in RetentionKind::ALL.iter().copied() {
            let mut due = RetentionDue {
                kept,
                days: kept.days(&self.core.config),
                now: 0,
                soon: 0,
                needed: 0,
            };
            if let Some(before) = kept.before(&self.core.config, now) {
                let later = before.plus_ms(30 * DAY_MS);
                match kept {
                    RetentionKind::Recordings | RetentionKind::Transcripts => {
                        let text = kept == RetentionKind::Transcripts;
                        (due.now, due.needed) = kept::recordings(&mut tx, scope, before, text).await?;
                        due.soon = kept::recordings(&mut tx, scope, later, text).await?.0;
                    }
                    RetentionKind::Searches => {
                        due.now = kept::searches(&mut tx, scope, before).await?;
                        due.soon = kept::searches(&mut tx, scope, later).await?;
                    }
                    RetentionKind::Log => {
                        due.now = kept::acts(&mut tx, scope, before).await?;
                        due.soon = kept::acts(&mut tx, scope, later).await?;
                    }
                }
            }
            all.push(due);
        }
        Ok(all)
    }

    /// The last nights, the newest first.
    pub async fn sweeps(&self) -> Result<Vec<RetentionSweep>> {
        let mut tx = self.core.db.read().await?;
        Ok(kept::sweeps(&mut tx, SHOWN).await?)
    }

    /// Removes what is due, if it was not done since the last hour of the night. None when it was. The first night, and one
    /// after the settings changed, is kept without anything going.
    pub async fn tick(&self, stop: &CancellationToken) -> Result<Option<RetentionSweep>> {
        let now = self.core.now();
        let hour = (self.core.config.backup_hour + 1) % 24;
        let day = backup::due(now, hour, &self.core.config.time_zone).day(&self.core.config.time_zone);
        let mut tx = self.core.db.read().await?;
        let last = kept::sweeps(&mut tx, 1).await?.into_iter().next();
        drop(tx);
        if last.as_ref().is_some_and(|last| last.day >= day) {
            return Ok(None);
        }
        self.lapse().await?;
        let days: BTreeMap<String, i64> = RetentionKind::ALL
            .iter()
            .map(|kept| (kept.to_string(), kept.days(&self.core.config)))
            .collect();
        let known = last.is_some_and(|last| last.days.0 == days);
        let counts = if known {
            self.sweep(now, stop).await?
        } else {
            tracing::info!("what is kept for how long is new: tonight nothing goes");
            BTreeMap::new()
        };
        self.keep_sweep(day, days, counts).await.map(Some)
    }

    async fn keep_sweep(
        &self,
        day: Day,
        days: BTreeMap<String, i64>,
        counts: BTreeMap<String, i64>,
    ) -> Result<RetentionSweep> {
        let sweep = RetentionSweep {
            day,
            days: JsonText(days),
            counts: JsonText(counts),
            swept_at: self.core.now(),
        };
        let mut told = sweep.counts.0.clone();
        told.retain(|_, n| *n > 0);
        let mut tx = self.core.db.write().await?;
        kept::keep(&mut tx, &sweep).await?;
        if !told.is_empty() {
            let entry = Act::RetentionSwept.on(AuditSubject::Forgetting);
            let entry = entry.with(Detail::Counted(told.clone()));
            audit::record(&mut tx, &self.core, Performer::Service, entry).await?;
            tracing::info!(gone = ?told, "what was kept for its time is removed");
        }
        tx.commit().await?;
        if !told.is_empty() {
            self.give_back().await;
            self.core.db.empty_log().await?;
        }
        Ok(sweep)
    }

    /// Gives the room back. Where there is none for a second copy, or somebody holds the database, it is used again by
    /// what comes, and the next night tries anew: what was to go has gone.
    async fn give_back(&self) {
        let tables: Vec<&'static str> = PLACES.iter().map(|place| place.table).collect();
        match self.core.db.give_back(&tables).await {
            Ok(true) => tracing::info!("much was removed: the database's file is written anew"),
            Ok(false) => {}
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the room of what was removed could not be given back"
            ),
        }
    }

    /// Removes everything that is due; what is left when told to stop goes on the next night.
    async fn sweep(&self, now: Timestamp, stop: &CancellationToken) -> Result<BTreeMap<String, i64>> {
        let mut counts = BTreeMap::new();
        for kept in RetentionKind::ALL.iter().copied() {
            let Some(before) = kept.before(&self.core.config, now) else {
                continue;
            };
            let n = match kept {
                RetentionKind::Recordings => self.recordings_due(before, stop).await?,
                RetentionKind::Transcripts => self.texts_due(before, stop).await?,
                RetentionKind::Searches | RetentionKind::Log => self.rows_due(kept, before, stop).await?,
            };
            counts.insert(kept.to_string(), n);
        }
        if counts
            .get(RetentionKind::Recordings.as_str())
            .copied()
            .unwrap_or(0)
            + counts
                .get(RetentionKind::Transcripts.as_str())
                .copied()
                .unwrap_or(0)
            > 0
        {
            let mut tx = self.core.db.write().await?;
            tx.shred().await?;
            spoken::forget_unsaid(&mut tx).await?;
            tx.commit().await?;
        }
        Ok(counts)
    }

    async fn recordings_due(&self, before: Timestamp, stop: &CancellationToken) -> Result<i64> {
        let mark = Texts(self.core.config.locale).text("forget-mark");
        let mut gone = 0;
        loop {
            let mut tx = self.core.db.read().await?;
            let calls = kept::due(&mut tx, before, false, SLICE).await?;
            drop(tx);
            if calls.is_empty() || stop.is_cancelled() {
                return Ok(gone);
            }
            for call in calls {
                self.obey(WalkMode::Do, of_call, call.as_str(), &mark, &mut Tally::default())
                    .await?;
                match self.recordings.erase_unasked(&call).await {
                    Ok(()) => gone += 1,
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }

    async fn texts_due(&self, before: Timestamp, stop: &CancellationToken) -> Result<i64> {
        let mut gone = 0;
        loop {
            let mut tx = self.core.db.read().await?;
            let calls = kept::due(&mut tx, before, true, SLICE / 4).await?;
            drop(tx);
            if calls.is_empty() || stop.is_cancelled() {
                return Ok(gone);
            }
            let mut tx = self.core.db.write().await?;
            tx.shred().await?;
            for call in calls {
                kept::remove_texts(&mut tx, &call).await?;
                gone += 1;
            }
            tx.commit().await?;
        }
    }

    async fn rows_due(
        &self,
        kept: RetentionKind,
        before: Timestamp,
        stop: &CancellationToken,
    ) -> Result<i64> {
        let mut gone = 0;
        loop {
            let mut tx = self.core.db.write().await?;
            tx.shred().await?;
            let n = match kept {
                RetentionKind::Log => kept::remove_acts(&mut tx, before, SLICE).await?,
                _ => kept::remove_searches(&mut tx, before, SLICE).await?,
            };
            tx.commit().await?;
            gone += n as i64;
            if n == 0 || stop.is_cancelled() {
                return Ok(gone);
            }
        }
    }

    /// Looks at the clock until told to stop.
    pub async fn follow_retention(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.tick(&stop).await {
                tracing::error!(error = ?error, "what was kept for its time could not be removed; it is tried again");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }
}
