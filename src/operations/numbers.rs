//! The numbers of health for Prometheus: taken when they are asked for, under the names everybody's dashboards know.

use metrics::{counter, gauge};

use crate::health::{HealthFacts, HealthFinding, HealthPart, HealthSeverity};
use crate::jobs::{Queue, QueueLoad};
use crate::telemetry::metrics as names;
use crate::time::Timestamp;

/// Sets every gauge of health; call before rendering.
pub(super) fn record(facts: &HealthFacts, found: &[HealthFinding], backend: &'static str, now: Timestamp) {
    queues(&facts.queues, now);
    gauge!(names::BUILD_INFO, "database" => backend, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    for part in HealthPart::ALL {
        for severity in [HealthSeverity::Warning, HealthSeverity::Bad, HealthSeverity::Down] {
            let n = found
                .iter()
                .filter(|it| it.part == *part && it.severity == severity)
                .count();
            gauge!(names::FINDINGS, "part" => part.as_str(), "severity" => severity.as_str()).set(n as f64);
        }
    }
    gauge!(names::READY).set(if found.iter().any(|it| it.severity == HealthSeverity::Down) {
        0.0
    } else {
        1.0
    });
    for disk in &facts.disks {
        if let Some(room) = disk.room {
            let place = disk.place.as_str();
            gauge!(names::DISK_FREE, "place" => place).set(room.free as f64);
            gauge!(names::DISK_SIZE, "place" => place).set(room.total as f64);
        }
    }
    gauge!(names::DATABASE_UP).set(f64::from(u8::from(facts.answers == Some(true))));
    if let Some(connections) = facts.connections {
        let busy = connections.open.saturating_sub(connections.idle);
        gauge!(names::DATABASE_CONNECTIONS, "state" => "busy").set(f64::from(busy));
        gauge!(names::DATABASE_CONNECTIONS, "state" => "idle").set(f64::from(connections.idle));
        gauge!(names::DATABASE_CONNECTIONS_MAX).set(f64::from(connections.most));
    }
    if let Some(schema) = facts.schema {
        gauge!(names::SCHEMA_VERSION).set(schema.found as f64);
    }
    if let Some(files) = facts.files {
        gauge!(names::RECORDING_FILES, "state" => "missing").set(files.missing as f64);
        gauge!(names::RECORDING_FILES, "state" => "damaged").set(files.damaged as f64);
        gauge!(names::RECORDING_FILES, "state" => "unknown").set(files.unknown_files() as f64);
    }
    if let Some(at) = facts.backups.as_ref().and_then(|backups| backups.newest) {
        gauge!(names::BACKUP_NEWEST).set(seconds(at));
    }
    if let Some(at) = facts.at {
        gauge!(names::LOOKED_AT).set(seconds(at));
    }
    gauge!(names::CLOCK_JUMP).set(facts.jump.map_or(0.0, |jump| jump.ms as f64 / 1000.0));
    if let Some(book) = facts.book {
        gauge!(names::PLAYBOOK_ENTRIES).set(book.entries as f64);
        gauge!(names::PLAYBOOK_PROBLEMS).set(book.problems as f64);
    }
    if let Some(process) = facts.process {
        counter!(names::PROCESS_CPU_SECONDS).absolute(process.processor_s as u64);
        gauge!(names::PROCESS_OPEN_FDS).set(process.open_files as f64);
        if let Some(most) = process.most_files {
            gauge!(names::PROCESS_MAX_FDS).set(most as f64);
        }
        gauge!(names::PROCESS_VIRTUAL_MEMORY).set(process.address_space as f64);
        gauge!(names::PROCESS_RESIDENT_MEMORY).set(process.resident as f64);
        gauge!(names::PROCESS_START_TIME).set(process.began_s);
        gauge!(names::PROCESS_THREADS).set(process.threads as f64);
    }
}

fn queues(loads: &[QueueLoad], now: Timestamp) {
    for queue in Queue::ALL {
        let load = loads.iter().find(|load| load.queue == *queue);
        let waited = load
            .and_then(|load| load.oldest_due)
            .map_or(0, |since| now.since(since).max(0));
        gauge!(names::JOBS_DUE, "queue" => queue.as_str()).set(load.map_or(0.0, |load| load.due as f64));
        gauge!(names::JOBS_OLDEST_DUE_SECONDS, "queue" => queue.as_str()).set(waited as f64 / 1000.0);
    }
}

fn seconds(at: Timestamp) -> f64 {
    at.0 as f64 / 1000.0
}
