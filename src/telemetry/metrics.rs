//! Numbers for Prometheus: every name in one list, one recorder for the process, rendered on request.
//!
//! Code counts with `metrics::counter!(NAME, …)`; without [`Metrics::start`] that costs nothing and goes nowhere.

use std::sync::{Mutex, PoisonError};

use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use crate::jobs::QueueLoad;

/// Jobs asked for, by `kind`.
pub const JOBS_ENQUEUED: &str = "salesbook_jobs_enqueued_total";
/// Runs of jobs that ended, by `kind` and `outcome`: done, failed, cancelled, retried, released, lost.
pub const JOBS_ENDED: &str = "salesbook_jobs_ended_total";
/// Seconds a run of a job took, by `kind`.
pub const JOB_SECONDS: &str = "salesbook_job_seconds";
/// Jobs this process is doing, by `kind`.
pub const JOBS_RUNNING: &str = "salesbook_jobs_running";
/// Jobs whose time has come and that nobody does, by `queue`.
pub const JOBS_DUE: &str = "salesbook_jobs_due";
/// Seconds the oldest due job has waited, by `queue`.
pub const JOBS_OLDEST_DUE_SECONDS: &str = "salesbook_jobs_oldest_due_seconds";
/// Requests answered, by `method`, `route` (the pattern, never the address) and `status`.
pub const HTTP_REQUESTS: &str = "salesbook_http_requests_total";
/// Seconds a request took, by `method` and `route`.
pub const HTTP_SECONDS: &str = "salesbook_http_request_seconds";
/// Seconds a search took.
pub const SEARCH_SECONDS: &str = "salesbook_search_seconds";
/// Seconds of sound that were transcribed.
pub const TRANSCRIBED_SECONDS: &str = "salesbook_transcribed_audio_seconds_total";
/// Entries of the playbook that are served.
pub const PLAYBOOK_ENTRIES: &str = "salesbook_playbook_entries";
/// What is wrong with files of the playbook that could not be used as they are.
pub const PLAYBOOK_PROBLEMS: &str = "salesbook_playbook_problems";

const QUICK: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];
const SLOW: &[f64] = &[0.01, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 7200.0];

/// The process's recorder.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// The process's recorder, installed by the first who asks.
    pub fn start() -> Result<Self, BuildError> {
        static INSTALLED: Mutex<Option<Metrics>> = Mutex::new(None);
        let mut installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(metrics) = &*installed {
            return Ok(metrics.clone());
        }
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(JOB_SECONDS.to_owned()), SLOW)?
            .set_buckets(QUICK)?
            .build_recorder();
        let metrics = Self(recorder.handle());
        if metrics::set_global_recorder(recorder).is_ok() {
            describe();
        }
        *installed = Some(metrics.clone());
        Ok(metrics)
    }

    /// The text for `/metrics`.
    pub fn render(&self) -> String {
        // Without a listener of its own the exporter leaves this to us; it moves histogram samples into the buckets.
        self.0.run_upkeep();
        self.0.render()
    }
}

/// Takes the queue's numbers from the table; call before rendering. `now` is unix ms.
pub fn record_queues(loads: &[QueueLoad], now: crate::time::Timestamp) {
    for queue in crate::jobs::Queue::ALL {
        let load = loads.iter().find(|load| load.queue == *queue);
        let waited = load
            .and_then(|load| load.oldest_due)
            .map_or(0, |since| now.since(since).max(0));
        metrics::gauge!(JOBS_DUE, "queue" => queue.as_str()).set(load.map_or(0.0, |load| load.due as f64));
        metrics::gauge!(JOBS_OLDEST_DUE_SECONDS, "queue" => queue.as_str()).set(waited as f64 / 1000.0);
    }
}

/// Counts an answered request. `route` is the pattern, never the address.
pub fn request(method: &axum::http::Method, route: &str, status: u16, took: std::time::Duration) {
    let (method, route) = (method.to_string(), route.to_owned());
    metrics::counter!(HTTP_REQUESTS, "method" => method.clone(), "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!(HTTP_SECONDS, "method" => method, "route" => route).record(took);
}

fn describe() {
    describe_counter!(JOBS_ENQUEUED, "Jobs asked for");
    describe_counter!(JOBS_ENDED, "Runs of jobs that ended");
    describe_histogram!(JOB_SECONDS, "Seconds a run of a job took");
    describe_gauge!(JOBS_RUNNING, "Jobs this process is doing");
    describe_gauge!(JOBS_DUE, "Jobs whose time has come and that nobody does");
    describe_gauge!(JOBS_OLDEST_DUE_SECONDS, "Seconds the oldest due job has waited");
    describe_counter!(HTTP_REQUESTS, "Requests answered");
    describe_histogram!(HTTP_SECONDS, "Seconds a request took");
    describe_histogram!(SEARCH_SECONDS, "Seconds a search took");
    describe_counter!(TRANSCRIBED_SECONDS, "Seconds of sound transcribed");
    describe_gauge!(PLAYBOOK_ENTRIES, "Playbook entries served");
    describe_gauge!(
        PLAYBOOK_PROBLEMS,
        "Problems of playbook files that cannot be used as they are"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_durations_are_rendered() {
        let recorder = PrometheusBuilder::new()
            .set_buckets(QUICK)
            .unwrap()
            .build_recorder();
        let metrics = Metrics(recorder.handle());
        ::metrics::with_local_recorder(&recorder, || {
            describe();
            ::metrics::counter!(JOBS_ENDED, "kind" => "probe", "outcome" => "done").increment(2);
            ::metrics::histogram!(JOB_SECONDS, "kind" => "probe").record(0.2);
        });
        let text = metrics.render();
        assert!(
            text.contains(r#"salesbook_jobs_ended_total{kind="probe",outcome="done"} 2"#),
            "{text}"
        );
        assert!(
            text.contains(r#"salesbook_job_seconds_bucket{kind="probe",le="0.25"} 1"#),
            "{text}"
        );
    }
}
