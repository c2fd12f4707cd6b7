//! A running job's pulse: renews the lease, carries the progress to the table, notices that the job was taken away.

use std::time::Duration;

use tokio::sync::watch;

use super::{JobContext, policy, store};
use crate::db::DbError;

/// Waits for the bell; for ever when nobody can ring it any more.
pub(super) async fn ring(bell: &mut watch::Receiver<u64>) {
    if bell.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Renews the lease and carries the progress to the table until the job is lost or the task is dropped.
pub(super) async fn heartbeat(context: JobContext) {
    let mut bell = context.jobs().listen();
    let mut told = ("", 0);
    let mut last = tokio::time::Instant::now();
    let beat_every = Duration::from_millis(policy::BEAT_MS.unsigned_abs());
    loop {
        let rung = tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(policy::PROGRESS_MS.unsigned_abs())) => false,
            () = ring(&mut bell) => true,
        };
        let progress = context.latest_progress();
        if !rung && progress == told && last.elapsed() < beat_every {
            continue;
        }
        match beat(&context, progress).await {
            Ok(true) => {
                told = progress;
                last = tokio::time::Instant::now();
            }
            Ok(false) => return context.lose(),
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the job's lease could not be renewed"
                );
            }
        }
    }
}

async fn beat(context: &JobContext, progress: (&'static str, u16)) -> Result<bool, DbError> {
    let mut tx = context.db().write().await?;
    let until = context.now().plus_ms(policy::LEASE_MS);
    let ours = store::beat(&mut tx, context.id(), context.lease(), until, progress).await?;
    tx.commit().await?;
    Ok(ours)
}
