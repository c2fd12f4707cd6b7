//! How the process ends.
//!
//! The first SIGTERM or SIGINT cancels the soft token: no new requests, no new jobs, what runs may end. A second signal,
//! or [`PATIENCE`] after the first, cancels the hard token: everything is left as it is; leases and half-made files are
//! taken care of by the next start.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a graceful stop may take.
pub const PATIENCE: Duration = Duration::from_mins(1);
/// Exit code when all work ended in time.
pub const EXIT_CLEAN: u8 = 0;
/// Exit code when work had to be left.
pub const EXIT_HURRIED: u8 = 1;

/// What this process is called among others: the machine's name and the process's number.
pub fn process_name() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = Some(host.trim())
        .filter(|host| !host.is_empty())
        .unwrap_or("localhost");
    format!("{host}:{}", std::process::id())
}

/// The two tokens and the tasks that listen to them. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    /// Cancelled when the process should end.
    pub soft: CancellationToken,
    /// Cancelled when it must.
    pub hard: CancellationToken,
    /// Spawn here what must end before the process does.
    pub tasks: TaskTracker,
}

impl Lifecycle {
    /// Begins to listen for signals. Fails when the system refuses a handler.
    pub fn listen() -> std::io::Result<Self> {
        let life = Self::default();
        let signals = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        tokio::spawn(life.clone().watch(signals));
        Ok(life)
    }

    async fn watch(self, (mut terminate, mut interrupt): (Signal, Signal)) {
        let mut any = async || {
            tokio::select! { _ = terminate.recv() => "SIGTERM", _ = interrupt.recv() => "SIGINT" }
        };
        tokio::select! {
            signal = any() => {
                tracing::info!(signal, "stopping; a second signal stops at once");
                self.soft.cancel();
            }
            // Somebody else asked for the stop, a failed listener for instance.
            () = self.soft.cancelled() => {}
        }
        tokio::select! {
            signal = any() => tracing::warn!(signal, "stopping at once"),
            () = tokio::time::sleep(PATIENCE) => tracing::warn!("stopping at once: the patience is over"),
        }
        self.hard.cancel();
    }

    /// Waits for the soft token and then for every task, until the hard token. Answers the exit code. The caller must
    /// leave with `std::process::exit`: threads that compute would hold the runtime's end back.
    pub async fn ended(&self) -> u8 {
        self.soft.cancelled().await;
        self.tasks.close();
        tokio::select! {
            biased;
            () = self.tasks.wait() => {
                tracing::info!("stopped");
                EXIT_CLEAN
            }
            () = self.hard.cancelled() => {
                tracing::warn!(left = self.tasks.len(), "stopped with work left");
                EXIT_HURRIED
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_has_a_name() {
        let name = process_name();
        assert!(
            name.ends_with(&format!(":{}", std::process::id())) && name.len() > 4,
            "{name}"
        );
    }

    #[tokio::test]
    async fn a_task_that_ends_on_the_soft_token_makes_a_clean_end() {
        let life = Lifecycle::default();
        let soft = life.soft.clone();
        life.tasks.spawn(async move { soft.cancelled().await });
        life.soft.cancel();
        assert_eq!(life.ended().await, EXIT_CLEAN);
    }

    #[tokio::test]
    async fn a_task_that_does_not_is_left_on_the_hard_token() {
        let life = Lifecycle::default();
        life.tasks.spawn(std::future::pending::<()>());
        life.soft.cancel();
        life.hard.cancel();
        assert_eq!(life.ended().await, EXIT_HURRIED);
    }
}
