//! Numbers for Prometheus: every name in one list, one recorder for the process, rendered on request.
//!
//! Code counts with `metrics::counter!(NAME, …)`; without [`Metrics::start`] that costs nothing and goes nowhere.

use std::sync::{Mutex, PoisonError};

use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use crate::db;

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
/// Always 1; `version` and `database` say what runs.
pub const BUILD_INFO: &str = "salesbook_build_info";
/// Should traffic come here: 1 or 0, as `/readyz` says.
pub const READY: &str = "salesbook_ready";
/// Things that are not as they should be, by `part` and `severity`: warning, bad, down.
pub const FINDINGS: &str = "salesbook_health_findings";
/// When the service last looked at itself, unix seconds.
pub const LOOKED_AT: &str = "salesbook_health_looked_timestamp_seconds";
/// Bytes the service may still write on a disk, by `place`.
pub const DISK_FREE: &str = "salesbook_disk_free_bytes";
/// Bytes of the whole disk, by `place`.
pub const DISK_SIZE: &str = "salesbook_disk_size_bytes";
/// Does the database answer: 1 or 0.
pub const DATABASE_UP: &str = "salesbook_database_up";
/// Connections of the pool, by `state`: busy, idle.
pub const DATABASE_CONNECTIONS: &str = "salesbook_database_connections";
/// Connections the pool opens at most.
pub const DATABASE_CONNECTIONS_MAX: &str = "salesbook_database_connections_max";
/// The newest migration the database has.
pub const SCHEMA_VERSION: &str = "salesbook_database_schema_version";
/// Files of recordings that are not as they should be, by `state`: missing, damaged, unknown.
pub const RECORDING_FILES: &str = "salesbook_recording_files";
/// When the newest nightly backup was made, unix seconds.
pub const BACKUP_NEWEST: &str = "salesbook_backup_newest_timestamp_seconds";
/// By how much the clock has jumped within a day, in seconds; negative when it was set back.
pub const CLOCK_JUMP: &str = "salesbook_clock_jump_seconds";
/// Seconds of processor time of this process, as every exporter calls it; so are the others below.
pub const PROCESS_CPU_SECONDS: &str = "process_cpu_seconds_total";
/// Open files and connections.
pub const PROCESS_OPEN_FDS: &str = "process_open_fds";
/// As many may be open.
pub const PROCESS_MAX_FDS: &str = "process_max_fds";
/// Bytes of address space.
pub const PROCESS_VIRTUAL_MEMORY: &str = "process_virtual_memory_bytes";
/// Bytes of memory in use.
pub const PROCESS_RESIDENT_MEMORY: &str = "process_resident_memory_bytes";
/// When the process began, unix seconds.
pub const PROCESS_START_TIME: &str = "process_start_time_seconds";
/// Threads.
pub const PROCESS_THREADS: &str = "process_threads";

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

/// Counts an answered request. `route` is the pattern, never the address.
pub fn request(method: &axum::http::Method, route: &str, status: u16, took: std::time::Duration) {
    let (method, route) = (method.to_string(), route.to_owned());
    metrics::counter!(HTTP_REQUESTS, "method" => method.clone(), "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!(HTTP_SECONDS, "method" => method, "route" => route).record(took);
}

fn describe() {
    describe_of_health();
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

fn describe_of_health() {
    describe_gauge!(BUILD_INFO, "Always 1; what runs");
    describe_gauge!(READY, "1 when traffic should come here");
    describe_gauge!(FINDINGS, "Things that are not as they should be");
    describe_gauge!(LOOKED_AT, "When the service last looked at itself");
    describe_gauge!(DISK_FREE, "Bytes the service may still write");
    describe_gauge!(DISK_SIZE, "Bytes of the whole disk");
    describe_gauge!(DATABASE_UP, "1 when the database answers");
    describe_gauge!(DATABASE_CONNECTIONS, "Connections of the pool");
    describe_gauge!(DATABASE_CONNECTIONS_MAX, "Connections the pool opens at most");
    describe_counter!(db::ERRORS, "Failed statements and connections");
    for kind in db::ERROR_KINDS {
        metrics::counter!(db::ERRORS, "kind" => kind).increment(0);
    }
    describe_gauge!(SCHEMA_VERSION, "The newest migration the database has");
    describe_gauge!(
        RECORDING_FILES,
        "Files of recordings that are not as they should be"
    );
    describe_gauge!(BACKUP_NEWEST, "When the newest nightly backup was made");
    describe_gauge!(CLOCK_JUMP, "By how much the clock has jumped within a day");
    describe_counter!(PROCESS_CPU_SECONDS, "Seconds of processor time of this process");
    describe_gauge!(PROCESS_OPEN_FDS, "Open files and connections");
    describe_gauge!(PROCESS_MAX_FDS, "Files and connections that may be open");
    describe_gauge!(PROCESS_VIRTUAL_MEMORY, "Bytes of address space");
    describe_gauge!(PROCESS_RESIDENT_MEMORY, "Bytes of memory in use");
    describe_gauge!(PROCESS_START_TIME, "When the process began");
    describe_gauge!(PROCESS_THREADS, "Threads");
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
