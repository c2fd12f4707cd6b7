//! What runs: the tasks of every process, the housekeeping of one, the background work.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use super::App;
use crate::jobs::Presence;
use crate::lifecycle::{Lifecycle, remove_left};
use crate::{authoring, backup, speech};

/// How often is looked for files that were left half-made.
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// A file that has been half-made and untouched for this long is left, in ms.
const HALF_MADE_MS: i64 = 3_600_000;

impl App {
    /// Starts what every process of the service needs: the playbook's watcher, the indexes that follow changes, the look at
    /// its own health.
    pub fn start(&self, life: &Lifecycle) {
        self.transcripts.start(life);
        self.health.start(life);
        let (search, library, stop) = (
            Arc::clone(&self.parts.search),
            Arc::clone(&self.parts.library),
            life.soft.clone(),
        );
        life.tasks.spawn(self.auth.clone().keep_visits(life.soft.clone()));
        life.tasks.spawn(self.searches.clone().follow(life.soft.clone()));
        life.tasks.spawn(async move {
            let watch = library.watch();
            search.follow(library, stop).await;
            drop(watch);
        });
    }

    /// Starts what one process of the service does for all: the sweeps of what a crash left and of what has ended, the nightly
    /// backup, forgetting.
    pub fn start_housekeeping(&self, life: &Lifecycle) {
        self.auth.start_housekeeping(life);
        self.recordings.start_housekeeping(life);
        backup::start(&self.parts.backups, &self.core, &self.parts.blobs, life);
        self.health.start_housekeeping(life);
        self.forgetting.start(life);
        let (app, stop) = (self.clone(), life.soft.clone());
        life.tasks.spawn(async move {
            loop {
                let swept = app.clone();
                let gone = tokio::task::spawn_blocking(move || swept.sweep_half_made()).await;
                if let Ok(gone @ 1..) = gone {
                    tracing::info!(gone, "files that were left half-made removed");
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(SWEEP_EVERY) => {}
                }
            }
        });
    }

    /// Removes files that somebody who died left half-made, wherever this program makes such: in the book, among the
    /// recordings and the models. Returns how many. Blocks.
    pub fn sweep_half_made(&self) -> usize {
        let config = &self.core.config;
        let since =
            UNIX_EPOCH + Duration::from_millis((self.core.now().0 - HALF_MADE_MS).max(0).unsigned_abs());
        let models = speech::model::models_dir(config.models.as_deref());
        let of_models = models.map_or(0, |dir| remove_left(&dir, since, &speech::model::is_half_made));
        // Files of uploads are locked by whoever writes them, and need no time to tell.
        let of_uploads = self.parts.blobs.sweep().unwrap_or(0);
        remove_left(&config.library, since, &authoring::is_half_made) + of_models + of_uploads
    }

    /// Starts doing background work.
    pub fn start_work(&self, life: &Lifecycle) {
        self.health.will_work();
        let mut worker = self.core.worker();
        let processes = self.core.config.data.join("processes");
        match Presence::enter(&processes, self.core.jobs.worker_name(), &self.core.randomness) {
            Ok(presence) => worker = worker.shown_by(presence),
            Err(error) => tracing::warn!(%error, "this process cannot show that it lives; leases have to do"),
        }
        life.tasks.spawn(worker.run(life.soft.clone(), life.hard.clone()));
        self.transcripts.start_work(life);
    }
}
