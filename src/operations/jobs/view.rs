//! A job in the visitor's words.

use crate::id::JobId;
use crate::jobs::{JobDescription, JobRow, JobRun, JobState, QueuePosition};
use crate::operations::Operations;
use crate::web::PageContext;

/// One job in the visitor's words.
pub(super) struct JobView {
    pub(super) id: JobId,
    pub(super) state: JobState,
    pub(super) what: String,
    /// What kind of work it is and whose call.
    pub(super) whose: Option<String>,
    pub(super) href: Option<String>,
    /// When it was asked for, or when it was over.
    pub(super) when: String,
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    pub(super) words: String,
    /// Whole percent, while it runs.
    pub(super) percent: Option<i32>,
    /// Why it failed or waits, what is left: one sentence each.
    pub(super) notes: Vec<String>,
    /// About somebody this visitor does not see: told without names and acts.
    pub(super) hidden: bool,
    /// Others stand before it.
    pub(super) behind: bool,
}

impl JobView {
    pub(super) fn new(
        job: JobRow,
        about: Option<&JobDescription>,
        position: QueuePosition,
        operations: &Operations,
        t: &PageContext,
    ) -> Self {
        let now = t.visitor().now();
        let again = job.state == JobState::Queued && job.run_at > now;
        let (tone, icon, words) = match job.state {
            JobState::Running => ("accent", "clock", running_words(&job, t)),
            JobState::Queued if again => (
                "warn",
                "clock",
                t.with("jobs-later", "time", t.moment(&job.run_at)),
            ),
            JobState::Queued => ("", "queue", queued_words(position, t)),
            JobState::Done => ("good", "check", t.text("jobs-done")),
            JobState::Failed => ("bad", "error", t.text("jobs-failed")),
            JobState::Cancelled => ("", "cross", t.text("jobs-cancelled")),
        };
        let hidden = about.is_some_and(|about| about.title.is_none());
        let kind = known(t, "job-kind-", &job.kind);
        let (what, whose) = match about {
            None => (kind, None),
            Some(JobDescription { title: None, .. }) => (t.text("jobs-elsewhere"), None),
            Some(JobDescription {
                title: Some(title),
                whose,
                ..
            }) => (
                title.clone(),
                Some(t.with2("jobs-whose", "kind", kind, "name", whose)),
            ),
        };
        Self {
            what,
            whose,
            href: job
                .subject
                .as_deref()
                .filter(|_| !hidden)
                .and_then(|subject| operations.core.jobs.registry().page(&job.kind, subject)),
            when: t.moment(&job.finished_at.unwrap_or(job.created_at)),
            percent: (job.state == JobState::Running).then_some(job.progress_permille / 10),
            notes: notes(&job, about, position, operations.core.jobs.worker_name(), t),
            behind: job.state == JobState::Queued && position.place.is_some_and(|place| place > 1),
            id: job.id,
            state: job.state,
            tone,
            icon,
            words,
            hidden,
        }
    }

    pub(super) fn can_cancel(&self) -> bool {
        !self.hidden && !self.state.is_over()
    }
    pub(super) fn can_retry(&self) -> bool {
        let idle = matches!(self.state, JobState::Failed | JobState::Cancelled) || self.tone == "warn";
        !self.hidden && idle
    }
    pub(super) fn can_go_first(&self) -> bool {
        !self.hidden && self.behind
    }
}

fn queued_words(position: QueuePosition, t: &PageContext) -> String {
    position.place.map_or_else(
        || t.text("jobs-queued"),
        |place| t.with("jobs-place", "place", place),
    )
}

/// Why it failed or waits, where it runs unless `here`, when it may be ready, how it was done: one sentence each.
fn notes(
    job: &JobRow,
    about: Option<&JobDescription>,
    position: QueuePosition,
    here: &str,
    t: &PageContext,
) -> Vec<String> {
    let now = t.visitor().now();
    let mut notes = Vec::new();
    let elsewhere = job.worker.as_deref().filter(|worker| *worker != here);
    if let Some(worker) = elsewhere.filter(|_| job.state == JobState::Running) {
        notes.push(t.with("jobs-worker", "worker", worker));
    }
    if let Some(code) = &job.error_code {
        notes.push(sentence(code, job, t));
    }
    match (job.expected_finish(now), position.ready_at) {
        (Some(ready), _) => notes.push(t.count("jobs-left", &((ready.since(now) + 59_999) / 60_000).max(1))),
        (None, Some(ready)) => notes.push(t.with("jobs-ready", "time", t.soon(&ready))),
        (None, None) => {}
    }
    if job.state == JobState::Done
        && let Some(run) = about.and_then(|about| run_of(job, about))
    {
        let device = known(t, "transcript-device-", &run.device);
        let speed = t.number(&run.x_realtime, &1);
        notes.push(t.texts().with(
            "jobs-made",
            &[
                ("model", run.model.as_str()),
                ("device", device.as_str()),
                ("speed", speed.as_str()),
            ],
        ));
    }
    if job.attempts > 1 {
        notes.push(t.with2("jobs-attempt", "attempt", job.attempts, "most", job.max_attempts));
    }
    notes
}

/// The result that this job's last attempt has saved.
fn run_of<'a>(job: &JobRow, about: &'a JobDescription) -> Option<&'a JobRun> {
    let (from, to) = (job.started_at?, job.finished_at?);
    about
        .runs
        .iter()
        .filter(|run| (from..=to).contains(&run.at))
        .max_by_key(|run| run.at)
}

fn running_words(job: &JobRow, t: &PageContext) -> String {
    let stage = if job.stage.is_empty() {
        t.text("jobs-running")
    } else {
        known(t, "job-stage-", &job.stage)
    };
    t.with2(
        "jobs-progress",
        "stage",
        stage,
        "percent",
        job.progress_permille / 10,
    )
}

/// The text for a stored word; a word that only a newer version knows stands for itself.
fn known(t: &PageContext, prefix: &str, word: &str) -> String {
    let key = format!("{prefix}{word}");
    if t.texts().has(&key) {
        t.text(&key)
    } else {
        word.to_owned()
    }
}

fn sentence(code: &str, job: &JobRow, t: &PageContext) -> String {
    let key = format!("error-{code}");
    if !t.texts().has(&key) {
        return t.text("error-internal");
    }
    let args: Vec<(&str, &str)> = job
        .error_args
        .iter()
        .flat_map(|args| &args.0)
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    t.texts().with(&key, &args)
}
