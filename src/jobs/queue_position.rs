//! Where each waiting job stands and when it may be ready.
//!
//! Decides the arithmetic: jobs go, in the table's order, to the place that is free first; how long one takes is told by
//! its feature ([`super::Job::about`]), what is left of a running one by its progress. One length that nobody knows makes
//! everything after it unknown: a guess would only look like knowledge. Leaves the words to the pages.

use std::collections::HashMap;

use super::{JobDescription, JobRow, JobState, Queue, Registry, pauses, store};
use crate::db::{DbError, Tx};
use crate::id::JobId;
use crate::people::Scope;
use crate::time::Timestamp;

/// More live jobs than this are not looked through; those behind have no place to tell.
const MOST: usize = 1_000;

/// Where a live job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueuePosition {
    /// From 1, among those that wait for a free worker; absent while it runs or waits for a later time.
    pub place: Option<usize>,
    /// When it may be ready.
    pub ready_at: Option<Timestamp>,
}

/// The live jobs with what is known about each.
#[derive(Debug, Default)]
pub struct QueuePositions {
    /// What runs, then what waits, in the order in which it will be done.
    pub rows: Vec<JobRow>,
    /// Queues that are paused.
    pub paused: Vec<Queue>,
    by_job: HashMap<JobId, QueuePosition>,
    about: HashMap<(String, String), JobDescription>,
}

impl QueuePositions {
    /// Reads the live jobs; names only as far as `scope` sees them.
    pub async fn load(
        tx: &mut Tx,
        registry: &Registry,
        scope: &Scope,
        now: Timestamp,
    ) -> Result<Self, DbError> {
        let rows = store::live(tx, MOST).await?;
        let about = registry.about(tx, scope, &rows).await?;
        let paused = pauses::paused(tx).await?;
        let mut by_job = HashMap::with_capacity(rows.len());
        for &queue in Queue::ALL {
            let here: Vec<&JobRow> = rows
                .iter()
                .filter(|row| row.queue == queue && is_due(row, now))
                .collect();
            let left: Vec<Option<i64>> = here
                .iter()
                .map(|row| left_ms(row, about.get(&key(row)).and_then(|it| it.work_ms), now))
                .collect();
            let running = here.iter().filter(|row| row.state == JobState::Running).count();
            let ready = ready_in(&left, registry.places_of(queue).max(running));
            let held = paused.contains(&queue);
            for (at, (row, ready)) in here.iter().zip(ready).enumerate() {
                let waits = row.state != JobState::Running;
                let position = QueuePosition {
                    place: waits.then(|| at - running + 1),
                    ready_at: ready.filter(|_| !(held && waits)).map(|ms| now.plus_ms(ms)),
                };
                by_job.insert(row.id.clone(), position);
            }
        }
        Ok(Self {
            rows,
            paused,
            by_job,
            about,
        })
    }

    /// Where a job stands.
    pub fn of(&self, job: &JobId) -> QueuePosition {
        self.by_job.get(job).copied().unwrap_or_default()
    }

    /// Where the live job of a kind about `subject` stands.
    pub fn about(&self, kind: &str, subject: &str) -> QueuePosition {
        let row = self
            .rows
            .iter()
            .find(|row| row.kind == kind && row.subject.as_deref() == Some(subject));
        row.map_or_else(QueuePosition::default, |row| self.of(&row.id))
    }

    /// Is nothing new begun for jobs of this queue?
    pub fn is_paused(&self, queue: Queue) -> bool {
        self.paused.contains(&queue)
    }

    /// What is known about a live job.
    pub fn description(&self, row: &JobRow) -> Option<&JobDescription> {
        self.about.get(&key(row))
    }
}

/// A row's place in what [`Registry::about`] returns.
pub fn key(row: &JobRow) -> (String, String) {
    (row.kind.clone(), row.subject.clone().unwrap_or_default())
}

fn is_due(row: &JobRow, now: Timestamp) -> bool {
    row.state == JobState::Running || row.run_at <= now
}

fn left_ms(row: &JobRow, work_ms: Option<i64>, now: Timestamp) -> Option<i64> {
    if let Some(ready) = row.expected_finish(now) {
        return Some(ready.since(now).max(0));
    }
    match (row.state, row.started_at) {
        (JobState::Running, Some(started)) => work_ms.map(|ms| (ms - now.since(started)).max(0)),
        _ => work_ms,
    }
}

/// In how many ms each job is ready, when `places` of them are worked on at once and each takes `left` ms.
fn ready_in(left: &[Option<i64>], places: usize) -> Vec<Option<i64>> {
    let mut free = vec![Some(0_i64); places.max(1)];
    left.iter()
        .map(|left| {
            // A place that nobody knows the end of may be free at any time.
            let unknown = free.iter().any(Option::is_none);
            let next = free.iter_mut().min_by_key(|place| place.unwrap_or(i64::MAX))?;
            *next = next
                .zip(*left)
                .map(|(from, left)| from + left)
                .filter(|_| !unknown);
            *next
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ready_in;

    #[test]
    fn jobs_go_to_the_place_that_is_free_first() {
        let left = [Some(60), Some(10), Some(20), Some(5)];
        assert_eq!(ready_in(&left, 1), [Some(60), Some(70), Some(90), Some(95)]);
        assert_eq!(ready_in(&left, 2), [Some(60), Some(10), Some(30), Some(35)]);
    }

    #[test]
    fn what_stands_behind_an_unknown_length_is_unknown() {
        assert_eq!(ready_in(&[Some(60), None, Some(20)], 1), [Some(60), None, None]);
        assert_eq!(ready_in(&[], 1), []);
    }
}
