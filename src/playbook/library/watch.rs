//! Follows the folder on the disk: events where the system gives them, a look from time to time where it does not.
//!
//! Decides how long to wait for an editor to finish (a save is several events) and how often to look without being told:
//! network and container folders often send no events at all.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{Library, name_in};

/// A save is over when nothing has happened for this long.
const QUIET: Duration = Duration::from_millis(60);
/// Events that never stop still become a snapshot this often: quiet pauses waited for at most.
const LONGEST_PAUSES: usize = 3;
/// How often the folder is looked over without an event.
const LOOK: Duration = Duration::from_millis(700);

/// Keeps a library following its folder; dropped, it stops.
#[derive(Debug)]
pub struct LibraryWatch {
    stop: Sender<WatchMessage>,
    thread: Option<JoinHandle<()>>,
}

enum WatchMessage {
    Paths(Vec<PathBuf>),
    Stop,
}

pub(super) fn start(library: &Arc<Library>) -> LibraryWatch {
    let (stop, news) = channel();
    let events = stop.clone();
    let root = library.root().to_owned();
    let library = Arc::downgrade(library);
    let thread = std::thread::Builder::new()
        .name("library-watch".into())
        .spawn(move || {
            let _watcher = listen(&root, events);
            follow(&library, &news);
        });
    let thread = thread
        .inspect_err(|error| tracing::warn!(%error, "the library folder is not followed"))
        .ok();
    LibraryWatch { stop, thread }
}

impl Drop for LibraryWatch {
    fn drop(&mut self) {
        let _ = self.stop.send(WatchMessage::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Asks the system for events; without them the regular look remains.
fn listen(root: &std::path::Path, events: Sender<WatchMessage>) -> Option<RecommendedWatcher> {
    let on_event = move |event: notify::Result<notify::Event>| {
        if let Ok(event) = event
            && changes(event.kind)
        {
            let _ = events.send(WatchMessage::Paths(event.paths));
        }
    };
    // What a link leads to is no part of the book.
    let config = notify::Config::default().with_follow_symlinks(false);
    let watcher = RecommendedWatcher::new(on_event, config).and_then(|mut watcher| {
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    watcher
        .inspect_err(
            |error| tracing::info!(%error, "no events from the library folder, looking from time to time"),
        )
        .ok()
}

/// Our own reading must not look like a change.
fn changes(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

fn follow(library: &Weak<Library>, news: &Receiver<WatchMessage>) {
    loop {
        let mut paths = Vec::new();
        match news.recv_timeout(LOOK) {
            Ok(WatchMessage::Paths(first)) => {
                paths.extend(first);
                for _ in 0..LONGEST_PAUSES {
                    match settle(news, &mut paths) {
                        WatchOutcome::Quiet => break,
                        WatchOutcome::Busy => {}
                        WatchOutcome::Stop => return,
                    }
                }
            }
            Ok(WatchMessage::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let Some(library) = library.upgrade() else { return };
        let suspects: HashSet<String> = paths.iter().map(|path| name_in(library.root(), path)).collect();
        if library.reload(&suspects) {
            let snapshot = library.snapshot();
            let (entries, problems) = (snapshot.len(), snapshot.problems().len());
            tracing::info!(
                version = snapshot.version(),
                entries,
                problems,
                "library read again"
            );
        }
    }
}

enum WatchOutcome {
    Quiet,
    Busy,
    Stop,
}

fn settle(news: &Receiver<WatchMessage>, paths: &mut Vec<PathBuf>) -> WatchOutcome {
    match news.recv_timeout(QUIET) {
        Ok(WatchMessage::Paths(more)) => {
            paths.extend(more);
            // A burst counts once: take everything that is already here.
            while let Ok(news) = news.try_recv() {
                match news {
                    WatchMessage::Paths(more) => paths.extend(more),
                    WatchMessage::Stop => return WatchOutcome::Stop,
                }
            }
            WatchOutcome::Busy
        }
        Ok(WatchMessage::Stop) | Err(RecvTimeoutError::Disconnected) => WatchOutcome::Stop,
        Err(RecvTimeoutError::Timeout) => WatchOutcome::Quiet,
    }
}
