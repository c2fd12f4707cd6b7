//! How the process ends.
//!
//! The first SIGTERM or SIGINT cancels the soft token: no new requests, no new jobs, what runs may end. A second signal,
//! or [`PATIENCE`] after the first, cancels the hard token: everything is left as it is; leases and half-made files are
//! taken care of by the next start, and by [`remove_left`].

use std::path::Path;
use std::time::{Duration, SystemTime};

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

/// Lets this process have as many files and connections open as the system allows it at most; what it gets without asking
/// is for small programs. Where that is refused, it stays.
pub fn open_many_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let most = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if let Err(error) = setrlimit(Resource::Nofile, most) {
        tracing::debug!(%error, "the number of open files stays");
    }
}

/// Removes files below `folder` that a process which died left half-made: whose name is `left`, untouched since `since`.
/// What cannot be looked at stays. Returns how many.
pub fn remove_left(folder: &Path, since: SystemTime, left: &dyn Fn(&str) -> bool) -> usize {
    let mut gone = 0;
    for item in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (Ok(facts), name) = (item.metadata(), item.file_name()) else {
            continue;
        };
        let name = name.to_string_lossy();
        if facts.is_dir() && !name.starts_with('.') {
            gone += remove_left(&item.path(), since, left);
        } else if facts.is_file() && left(&name) && facts.modified().is_ok_and(|at| at < since) {
            gone += usize::from(std::fs::remove_file(item.path()).is_ok());
        }
    }
    gone
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

    /// Waits for the soft token and then for every task, until the hard token. Returns the exit code. The caller must
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

    #[test]
    fn only_old_half_made_files_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(path("ru/objections")).unwrap();
        std::fs::create_dir_all(path(".git")).unwrap();
        for name in [
            "ru/objections/.a.tmp",
            "ru/objections/dear.md",
            ".b.tmp",
            ".git/.c.tmp",
        ] {
            std::fs::write(path(name), "half").unwrap();
        }
        let left = |name: &str| name.strip_suffix(".tmp").is_some_and(|it| it.starts_with('.'));
        let written = std::fs::metadata(path(".b.tmp")).unwrap().modified().unwrap();
        assert_eq!(
            remove_left(folder.path(), written - Duration::from_mins(1), &left),
            0
        );
        assert_eq!(
            remove_left(folder.path(), written + Duration::from_mins(1), &left),
            2
        );
        assert!(path("ru/objections/dear.md").exists() && path(".git/.c.tmp").exists());
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
