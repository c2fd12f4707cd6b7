//! The queue's page for heads and administrators: what runs, what waits and why, in which place and until when, what is
//! over; retry, cancel, put first, and for the administrator pause.
//!
//! Decides what a head sees of another team: that there is work ahead, not about whom. Its acts are refused there.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::Operations;
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::db::{Cursor, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{JobId, PersonId};
use crate::jobs::{
    self, JobDescription, JobRow, JobRun, JobState, Queue, QueuePosition, QueuePositions, about_key, history,
};
use crate::people::Permission;
use crate::web::{Html, PageContext, Path, Query, Routes, see};

/// Live jobs shown; more than this nobody reads.
const LIVE_ROWS: usize = 100;
const HISTORY_ROWS: usize = 30;

/// The queue's page and its acts.
pub(super) fn routes() -> Routes<Operations> {
    Routes::new()
        .get("/jobs", Permission::ManageJobs, list)
        .post("/jobs/{id}/retry", Permission::ManageJobs, retry)
        .post("/jobs/{id}/cancel", Permission::ManageJobs, cancel)
        .post("/jobs/{id}/first", Permission::ManageJobs, put_first)
        .post("/jobs/pause", Permission::PauseJobs, pause)
        .post("/jobs/resume", Permission::PauseJobs, resume)
}

#[derive(Deserialize)]
struct JobListQuery {
    state: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "operations/jobs.html", blocks = ["queue"])]
struct JobListPage {
    t: PageContext,
    /// What runs, what waits in its order, then what is over, the last first.
    rows: Vec<JobView>,
    next: Option<Cursor>,
    only: Option<JobState>,
    first: bool,
    paused: bool,
    /// When everything that waits may be ready.
    all_ready: Option<String>,
}

impl JobListPage {
    /// How often the list is fetched again: often while something moves; the past never.
    fn refresh(&self) -> Option<&'static str> {
        let moving = self.rows.iter().any(|row| !row.state.is_over());
        self.first.then_some(if moving { "2s" } else { "10s" })
    }
    fn only_failed(&self) -> bool {
        self.only == Some(JobState::Failed)
    }
    fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
    fn empty_key(&self) -> &'static str {
        if self.only_failed() {
            "jobs-none-failed"
        } else {
            "jobs-none"
        }
    }
}

/// One job in the visitor's words.
struct JobView {
    id: JobId,
    state: JobState,
    what: String,
    /// What kind of work it is and whose call.
    whose: Option<String>,
    href: Option<String>,
    /// When it was asked for, or when it was over.
    when: String,
    tone: &'static str,
    icon: &'static str,
    words: String,
    /// Whole percent, while it runs.
    percent: Option<i32>,
    /// Why it failed or waits, what is left: one sentence each.
    notes: Vec<String>,
    /// About somebody this visitor does not see: told without names and acts.
    hidden: bool,
    /// Others stand before it.
    behind: bool,
}

impl JobView {
    fn new(
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

    fn can_cancel(&self) -> bool {
        !self.hidden && !self.state.is_over()
    }
    fn can_retry(&self) -> bool {
        let idle = matches!(self.state, JobState::Failed | JobState::Cancelled) || self.tone == "warn";
        !self.hidden && idle
    }
    fn can_go_first(&self) -> bool {
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

async fn list(
    t: PageContext,
    State(operations): State<Operations>,
    Query(asked): Query<JobListQuery>,
) -> Result<Response> {
    let bad = || Error::new(ErrorKind::BadInput, "bad-address");
    let only: Option<JobState> = asked
        .state
        .map(|state| state.parse().map_err(|_| bad()))
        .transpose()?;
    let after = asked
        .after
        .map(|after| after.parse::<Cursor>())
        .transpose()
        .map_err(|_| bad())?;
    let first = after.is_none();
    let scope = t.visitor().signed_in()?.scope();
    let mut tx = operations.core.db.read().await?;
    // Later pages are the past only; the living stand on the first.
    let positions = if first && only.is_none() {
        QueuePositions::load(
            &mut tx,
            operations.core.jobs.registry(),
            &scope,
            t.visitor().now(),
        )
        .await?
    } else {
        QueuePositions::default()
    };
    let row = |job: &JobRow, about: Option<&JobDescription>| {
        JobView::new(job.clone(), about, positions.of(&job.id), &operations, &t)
    };
    let living = positions.rows.iter().take(LIVE_ROWS);
    let mut rows: Vec<JobView> = living.map(|job| row(job, positions.description(job))).collect();
    // What another team's work was is nobody's business: pages are filled with one's own.
    let mut next = Some(after.unwrap_or_else(Cursor::newest));
    let wanted = rows.len() + HISTORY_ROWS;
    while let Some(from) = next.take_if(|_| rows.len() < wanted) {
        let over = history(&mut tx, only, &from, HISTORY_ROWS).await?;
        let about = operations
            .core
            .jobs
            .registry()
            .about(&mut tx, &scope, &over.items)
            .await?;
        let shown = over.items.iter().map(|job| row(job, about.get(&about_key(job))));
        rows.extend(shown.filter(|row| !row.hidden));
        next = over.next;
    }
    let last = positions
        .rows
        .iter()
        .filter_map(|job| positions.of(&job.id).ready_at)
        .max();
    let waiting = positions
        .rows
        .iter()
        .any(|job| positions.of(&job.id).place.is_some());
    let paused = jobs::paused(&mut tx).await?.contains(&Queue::Speech);
    drop(tx);
    let page = JobListPage {
        t: t.clone(),
        rows,
        next,
        only,
        first,
        paused,
        all_ready: last.filter(|_| waiting && !paused).map(|at| t.soon(&at)),
    };
    Ok(match t.visitor().fragment() {
        Some("queue") => Html(page.as_queue()).into_response(),
        _ => Html(page).into_response(),
    })
}

/// A job somebody does something with.
struct VisibleJob {
    id: JobId,
    kind: String,
    /// Whose work it is about, when it is about somebody's.
    whose: Option<PersonId>,
}

impl VisibleJob {
    /// Keeps what was done with it in the log and makes it last.
    async fn end(self, mut tx: Tx, operations: &Operations, t: &PageContext, act: Act) -> Result<()> {
        let mut entry = act.on(AuditSubject::Job(&self.id)).with(Detail::word(&self.kind));
        if let Some(whose) = &self.whose {
            entry = entry.of(whose);
        }
        audit::record(&mut tx, &operations.core, t.visitor().signed_in()?, entry).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// 404 `not-found` when there is no such job, or it is about somebody this visitor does not see.
async fn seen(tx: &mut Tx, operations: &Operations, t: &PageContext, id: &JobId) -> Result<VisibleJob> {
    let row = jobs::find(tx, id).await?;
    let row = row.ok_or(Error::not_found("not-found"))?;
    let scope = t.visitor().signed_in()?.scope();
    let whose = match operations
        .core
        .jobs
        .registry()
        .about_one(tx, &scope, &row)
        .await?
    {
        Some(JobDescription { title: None, .. }) => return Err(Error::not_found("not-found")),
        Some(about) => about.manager,
        None => None,
    };
    Ok(VisibleJob {
        id: row.id,
        kind: row.kind,
        whose,
    })
}

async fn retry(
    t: PageContext,
    State(operations): State<Operations>,
    Path(id): Path<JobId>,
) -> Result<Response> {
    let mut tx = operations.core.db.write().await?;
    let job = seen(&mut tx, &operations, &t, &id).await?;
    operations
        .core
        .jobs
        .retry(&mut tx, &id, t.visitor().now())
        .await?;
    job.end(tx, &operations, &t, Act::JobRetried).await?;
    operations.core.jobs.wake();
    Ok(back(&t, "jobs-retried"))
}

async fn cancel(
    t: PageContext,
    State(operations): State<Operations>,
    Path(id): Path<JobId>,
) -> Result<Response> {
    let mut tx = operations.core.db.write().await?;
    let job = seen(&mut tx, &operations, &t, &id).await?;
    operations
        .core
        .jobs
        .cancel(&mut tx, &id, t.visitor().now())
        .await?;
    job.end(tx, &operations, &t, Act::JobCancelled).await?;
    operations.core.jobs.wake();
    Ok(back(&t, "jobs-stopped"))
}

async fn put_first(
    t: PageContext,
    State(operations): State<Operations>,
    Path(id): Path<JobId>,
) -> Result<Response> {
    let mut tx = operations.core.db.write().await?;
    let job = seen(&mut tx, &operations, &t, &id).await?;
    operations.core.jobs.put_first(&mut tx, &id).await?;
    job.end(tx, &operations, &t, Act::JobFirst).await?;
    Ok(back(&t, "jobs-is-first"))
}

async fn pause(t: PageContext, State(operations): State<Operations>) -> Result<Response> {
    let by = t.visitor().signed_in()?;
    let mut tx = operations.core.db.write().await?;
    jobs::pause(&mut tx, Queue::Speech, &by.id, t.visitor().now()).await?;
    audit::record(
        &mut tx,
        &operations.core,
        by,
        Act::QueuePaused.on(AuditSubject::Queue),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&t, "jobs-paused"))
}

async fn resume(t: PageContext, State(operations): State<Operations>) -> Result<Response> {
    let mut tx = operations.core.db.write().await?;
    jobs::resume(&mut tx, Queue::Speech).await?;
    let by = t.visitor().signed_in()?;
    audit::record(
        &mut tx,
        &operations.core,
        by,
        Act::QueueResumed.on(AuditSubject::Queue),
    )
    .await?;
    tx.commit().await?;
    operations.core.jobs.wake();
    Ok(back(&t, "jobs-resumed"))
}

/// To the list. A script sees the change in the list itself and needs no sentence.
fn back(t: &PageContext, said: &str) -> Response {
    let to = see("/jobs");
    if t.visitor().fragment().is_some() {
        to.into_response()
    } else {
        to.saying(said).into_response()
    }
}
