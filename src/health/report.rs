//! The judgement as a whole: what the last look has found, and what is at hand at once.
//!
//! Decides what is asked anew each time, because it costs next to nothing: whether the database answers within two
//! seconds, the queue, the book in memory, the backups. Everything else is from the last look. Also what `/readyz` says.

use std::time::Duration;

use serde::Serialize;

use super::Health;
use super::facts::{ErrorSummary, HealthFacts};
use super::judge::{HealthFinding, HealthPart, HealthSeverity, judge};
use super::process::Process;
use crate::db::DbError;
use crate::jobs::{self, QueueLoad};

/// A database that says nothing for so long is away.
const PATIENCE: Duration = Duration::from_secs(2);

impl Health {
    /// What is not as it should be now, the gravest first.
    pub async fn findings(&self) -> Vec<HealthFinding> {
        judge(&self.facts().await, self.core.now())
    }

    /// What is known now.
    pub async fn facts(&self) -> HealthFacts {
        let mut facts = self.last.known();
        let now = self.core.now();
        match self.loads().await {
            Some(loads) => {
                facts.answers = Some(true);
                facts.still_minutes = still_minutes(&loads, now);
                facts.queues = loads;
            }
            None => facts.answers = Some(false),
        }
        let book = self.library.snapshot();
        // Before the first look the folder is as it was when the book was read.
        let mut told = facts.book.unwrap_or(super::facts::PlaybookFacts {
            there: true,
            ..super::facts::PlaybookFacts::default()
        });
        told.kept = book.is_kept();
        told.entries = book.len();
        told.problems = book.problems().len();
        facts.book = Some(told);
        if facts.model.is_none() && self.speech.is_missed() {
            facts.model = Some(ErrorSummary {
                code: "model-away",
                args: Vec::new(),
            });
        }
        facts.running = true;
        facts.met_damage = self.core.db.has_met_damage();
        facts.connections = Some(self.core.db.connections());
        facts.backups = Some(self.backups.state(now));
        facts.process = tokio::task::spawn_blocking(Process::read).await.ok().flatten();
        facts
    }

    /// How full the queues are; nothing when the database does not answer.
    async fn loads(&self) -> Option<Vec<QueueLoad>> {
        let answers = async {
            let mut tx = self.core.db.read().await?;
            jobs::load(&mut tx, self.core.now()).await
        };
        match tokio::time::timeout(PATIENCE, answers).await {
            Ok(Ok(loads)) => Some(loads),
            // Somebody answers: what is wrong is told by other findings.
            Ok(Err(DbError::Driver(_) | DbError::Busy(_) | DbError::DiskFull(_))) => Some(Vec::new()),
            Ok(Err(_)) | Err(_) => None,
        }
    }
}

/// For how many minutes a due job has waited; nothing while something runs.
fn still_minutes(loads: &[QueueLoad], now: crate::time::Timestamp) -> Option<i64> {
    if loads.iter().any(|load| load.running > 0) {
        return None;
    }
    let waited = loads.iter().filter_map(|load| load.oldest_due);
    waited.map(|since| now.since(since) / 60_000).max()
}

/// How a part is, for an orchestrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartStatus {
    /// Well.
    Ok,
    /// Something is to be seen to; the service stays ready.
    Degraded,
    /// The service is not ready.
    Down,
}

impl From<HealthSeverity> for PartStatus {
    fn from(severity: HealthSeverity) -> Self {
        match severity {
            HealthSeverity::Warning | HealthSeverity::Bad => Self::Degraded,
            HealthSeverity::Down => Self::Down,
        }
    }
}

/// One part and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartReport {
    /// Which.
    pub name: HealthPart,
    /// How it is.
    pub health: PartStatus,
    /// The codes of what is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<&'static str>,
    /// For the operator; empty when all is well. No paths, no addresses.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The whole answer of `/readyz`, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadinessReport {
    /// The worst part's.
    pub status: PartStatus,
    /// Every part.
    pub parts: Vec<PartReport>,
}

impl ReadinessReport {
    /// Of these findings.
    pub fn new(found: &[HealthFinding]) -> Self {
        let parts: Vec<PartReport> = HealthPart::ALL
            .iter()
            .map(|part| {
                let found = found.iter().filter(|finding| finding.part == *part);
                let worst = found.clone().map(|finding| finding.severity).max();
                PartReport {
                    name: *part,
                    health: worst.map_or(PartStatus::Ok, PartStatus::from),
                    codes: found.clone().map(|finding| finding.code).collect(),
                    detail: found.map(HealthFinding::in_english).collect::<Vec<_>>().join(" "),
                }
            })
            .collect();
        let status = parts
            .iter()
            .map(|part| part.health)
            .max()
            .unwrap_or(PartStatus::Ok);
        Self { status, parts }
    }

    /// `/healthz`: the process answers, nothing is asked.
    pub const fn alive() -> Self {
        Self {
            status: PartStatus::Ok,
            parts: Vec::new(),
        }
    }

    /// Should traffic come here?
    pub fn is_ready(&self) -> bool {
        self.status != PartStatus::Down
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn a_queue_that_nobody_serves_is_told() {
        let load = |running| QueueLoad {
            queue: jobs::Queue::Speech,
            due: 3,
            later: 0,
            running,
            oldest_due: Some(Timestamp(0)),
        };
        let now = Timestamp(16 * 60_000);
        assert_eq!(still_minutes(&[load(0)], now), Some(16));
        assert_eq!(still_minutes(&[load(1)], now), None);
        assert_eq!(still_minutes(&[], now), None);
    }
}
