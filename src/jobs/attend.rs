//! A worker looks after what others have left: jobs of a process that is gone, jobs of a clock that was ahead, and what
//! is long over.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::worker::Worker;
use super::{policy, store};
use crate::db::DbError;

const SWEEP_EVERY: Duration = Duration::from_hours(1);

impl Worker {
    /// Looks after the jobs of others.
    pub(super) async fn attend(&self, soft: &CancellationToken) {
        loop {
            if let Err(error) = self.mend().await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the jobs of others could not be looked after"
                );
            }
            tokio::select! {
                () = soft.cancelled() => return,
                () = tokio::time::sleep(Duration::from_millis(policy::LOOK_MS.unsigned_abs())) => {}
            }
        }
    }

    /// Frees what a process that is gone has left, and what a clock that was ahead has put off. Writes only when there
    /// is something.
    pub(super) async fn mend(&self) -> Result<(), DbError> {
        let now = self.now();
        let mut tx = self.db.read().await?;
        let processes = match &self.presence {
            Some(_) => store::processes(&mut tx, now).await?,
            None => Vec::new(),
        };
        let ahead = store::any_ahead(&mut tx, now).await?;
        drop(tx);
        let gone = self.gone(processes).await;
        if !ahead && gone.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.write().await?;
        let mut freed = 0;
        for process in &gone {
            freed += store::end_leases(&mut tx, process).await?;
        }
        let corrected = store::correct_ahead(&mut tx, now).await?;
        tx.commit().await?;
        self.jobs.wake();
        if freed > 0 {
            tracing::warn!(
                jobs = freed,
                "the process of running jobs is gone; others take them"
            );
        }
        if corrected > 0 {
            tracing::warn!(
                jobs = corrected,
                "jobs were stamped by a clock that was ahead; corrected"
            );
        }
        Ok(())
    }

    /// Those of these processes that are gone.
    async fn gone(&self, mut processes: Vec<String>) -> Vec<String> {
        let Some(presence) = self.presence.clone().filter(|_| !processes.is_empty()) else {
            return Vec::new();
        };
        let looked = tokio::task::spawn_blocking(move || {
            processes.retain(|process| presence.is_gone(process));
            processes
        });
        looked.await.unwrap_or_default()
    }

    /// Removes what is long over, from time to time.
    pub(super) async fn sweep(&self, soft: &CancellationToken) {
        loop {
            if let Err(error) = self.sweep_once().await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "old jobs could not be removed"
                );
            }
            tokio::select! {
                () = soft.cancelled() => return,
                () = tokio::time::sleep(SWEEP_EVERY) => {}
            }
        }
    }

    async fn sweep_once(&self) -> Result<(), DbError> {
        let now = self.now();
        let mut tx = self.db.write().await?;
        let gone = store::sweep(
            &mut tx,
            now.plus_ms(-policy::KEEP_MS),
            now.plus_ms(-policy::KEEP_FAILED_MS),
        )
        .await?;
        tx.commit().await?;
        if gone > 0 {
            tracing::info!(gone, "old jobs removed");
        }
        if let Some(presence) = self.presence.clone() {
            let swept = tokio::task::spawn_blocking(move || presence.sweep()).await;
            if let Ok(Err(error)) = swept {
                tracing::warn!(%error, "the files of processes that are gone could not be removed");
            }
        }
        Ok(())
    }
}
