//! Is the process alive (`/healthz`), and can it do its work (`/readyz`)?
//!
//! Decides which failing part makes the service unready. A missing speech model does not: everything but transcription
//! works and queued recordings wait, so it is told as `degraded`. Routes are left to `app`.

use std::time::Duration;

use serde::Serialize;

use crate::db::{Db, DbError};
use crate::jobs;
use crate::time::Timestamp;

/// A due job older than this (ms) means that nobody works on the queue; told as `degraded`.
const STALE_QUEUE_MS: i64 = 15 * 60_000;
const DATABASE_PATIENCE: Duration = Duration::from_secs(2);

/// How one part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// Works.
    Ok,
    /// Works in part; the service stays ready.
    Degraded,
    /// Does not work; the service is not ready.
    Down,
}

/// One part and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// `database`, `index`, `model`, `queue`.
    pub name: &'static str,
    /// How it is.
    pub health: Health,
    /// For the operator; empty when all is well. No paths, no addresses.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Part {
    /// A part that works.
    pub const fn ok(name: &'static str) -> Self {
        Self {
            name,
            health: Health::Ok,
            detail: String::new(),
        }
    }
    /// A part without which the rest still works.
    pub fn degraded(name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name,
            health: Health::Degraded,
            detail: detail.into(),
        }
    }
    /// A part without which nothing works.
    pub fn down(name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name,
            health: Health::Down,
            detail: detail.into(),
        }
    }
}

/// The whole answer, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The worst part's.
    pub status: Health,
    /// Every part.
    pub parts: Vec<Part>,
}

impl Report {
    /// From the parts.
    pub fn of(parts: Vec<Part>) -> Self {
        let status = parts.iter().map(|part| part.health).max().unwrap_or(Health::Ok);
        Self { status, parts }
    }

    /// The HTTP status number: 200, or 503 when a part is down.
    pub fn http_status(&self) -> u16 {
        if self.status == Health::Down { 503 } else { 200 }
    }
}

/// `/healthz`: the process answers, nothing more is asked. An orchestrator restarts a process that fails this.
pub fn alive() -> Report {
    Report::of(Vec::new())
}

/// `/readyz`: database and queue are asked here, `others` are what the index and the model say of themselves.
pub async fn ready(db: &Db, now: Timestamp, others: Vec<Part>) -> Report {
    let mut parts = match tokio::time::timeout(DATABASE_PATIENCE, queues(db, now)).await {
        Ok(Ok(loads)) => vec![Part::ok("database"), queue(&loads, now)],
        Ok(Err(error)) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "not ready: the database failed"
            );
            vec![Part::down("database", error.to_string())]
        }
        Err(_) => vec![Part::down("database", "no answer within two seconds")],
    };
    parts.extend(others);
    Report::of(parts)
}

/// How full the queues are; also for `/metrics`, with [`super::metrics::record_queues`].
pub async fn queues(db: &Db, now: Timestamp) -> Result<Vec<jobs::QueueLoad>, DbError> {
    let mut tx = db.read().await?;
    jobs::load(&mut tx, now).await
}

fn queue(loads: &[jobs::QueueLoad], now: Timestamp) -> Part {
    let waited = loads
        .iter()
        .filter_map(|load| load.oldest_due)
        .map(|since| now.since(since))
        .max()
        .unwrap_or(0);
    let busy = loads.iter().any(|load| load.running > 0);
    if waited > STALE_QUEUE_MS && !busy {
        Part::degraded(
            "queue",
            format!(
                "a job has waited for {} minutes and nothing runs",
                waited / 60_000
            ),
        )
    } else {
        Part::ok("queue")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_part_that_is_down_makes_the_service_unready() {
        let degraded = Report::of(vec![
            Part::ok("database"),
            Part::degraded("model", "no speech model"),
        ]);
        assert_eq!((degraded.status, degraded.http_status()), (Health::Degraded, 200));
        let down = Report::of(vec![Part::down("database", "gone"), Part::ok("index")]);
        assert_eq!((down.status, down.http_status()), (Health::Down, 503));
        assert_eq!(alive().http_status(), 200);
    }

    #[test]
    fn a_queue_that_nobody_serves_is_told() {
        let load = |running| jobs::QueueLoad {
            queue: jobs::Queue::Speech,
            due: 3,
            later: 0,
            running,
            oldest_due: Some(Timestamp(0)),
        };
        let now = Timestamp(STALE_QUEUE_MS + 1);
        assert_eq!(queue(&[load(0)], now).health, Health::Degraded);
        assert_eq!(queue(&[load(1)], now).health, Health::Ok);
        assert_eq!(queue(&[], now).health, Health::Ok);
    }
}
