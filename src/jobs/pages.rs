//! The queue's page for heads and administrators: what runs, what waits and why, what is over; retry and cancel.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{JobRow, JobState, history, live};
use crate::app::App;
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::id::JobId;
use crate::people::Permission;
use crate::web::{Flash, Html, Path, Query, Routes, View};

/// Live jobs shown; more than this nobody reads.
const LIVE_ROWS: usize = 100;
const HISTORY_ROWS: usize = 30;

/// The queue's page and its two acts.
pub fn routes() -> Routes {
    Routes::new()
        .get("/jobs", Permission::ManageJobs, list)
        .post("/jobs/{id}/retry", Permission::ManageJobs, retry)
        .post("/jobs/{id}/cancel", Permission::ManageJobs, cancel)
}

#[derive(Deserialize)]
struct Asked {
    state: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "jobs/list.html", blocks = ["queue"])]
struct ListPage {
    t: View,
    /// What runs, what waits in its order, then what is over, the last first.
    rows: Vec<Row>,
    next: Option<Cursor>,
    only: Option<JobState>,
    first: bool,
}

impl ListPage {
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
struct Row {
    id: JobId,
    state: JobState,
    what: String,
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
}

impl Row {
    fn new(job: JobRow, app: &App, t: &View) -> Self {
        let now = t.visitor().now();
        let again = job.state == JobState::Queued && job.run_at > now;
        let (tone, icon, words) = match job.state {
            JobState::Running => ("accent", "clock", running_words(&job, t)),
            JobState::Queued if again => (
                "warn",
                "clock",
                t.with("jobs-later", "time", t.moment(&job.run_at)),
            ),
            JobState::Queued => ("", "queue", t.text("jobs-queued")),
            JobState::Done => ("good", "check", t.text("jobs-done")),
            JobState::Failed => ("bad", "error", t.text("jobs-failed")),
            JobState::Cancelled => ("", "cross", t.text("jobs-cancelled")),
        };
        let mut notes = Vec::new();
        if let Some(code) = &job.error_code {
            notes.push(sentence(code, &job, t));
        }
        if let Some(ready) = job.expected_finish(now) {
            notes.push(t.count("jobs-left", &((ready.since(now) + 59_999) / 60_000).max(1)));
        }
        if job.attempts > 1 {
            notes.push(t.with2("jobs-attempt", "attempt", job.attempts, "most", job.max_attempts));
        }
        Self {
            what: known(t, "job-kind-", &job.kind),
            href: job
                .subject
                .as_deref()
                .and_then(|subject| app.registry.page(&job.kind, subject)),
            when: t.moment(&job.finished_at.unwrap_or(job.created_at)),
            percent: (job.state == JobState::Running).then_some(job.progress_permille / 10),
            id: job.id,
            state: job.state,
            tone,
            icon,
            words,
            notes,
        }
    }

    fn can_cancel(&self) -> bool {
        !self.state.is_over()
    }
    fn can_retry(&self) -> bool {
        matches!(self.state, JobState::Failed | JobState::Cancelled) || self.tone == "warn"
    }
}

fn running_words(job: &JobRow, t: &View) -> String {
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
fn known(t: &View, prefix: &str, word: &str) -> String {
    let key = format!("{prefix}{word}");
    if t.texts().has(&key) {
        t.text(&key)
    } else {
        word.to_owned()
    }
}

fn sentence(code: &str, job: &JobRow, t: &View) -> String {
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

async fn list(t: View, State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response> {
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
    let mut tx = app.db.read().await?;
    // Later pages are the past only; the living stand on the first.
    let mut jobs = if first && only.is_none() {
        live(&mut tx, LIVE_ROWS).await?
    } else {
        Vec::new()
    };
    let over = history(&mut tx, only, &after.unwrap_or_else(Cursor::newest), HISTORY_ROWS).await?;
    drop(tx);
    jobs.extend(over.items);
    let rows = jobs.into_iter().map(|job| Row::new(job, &app, &t)).collect();
    let page = ListPage {
        t: t.clone(),
        rows,
        next: over.next,
        only,
        first,
    };
    Ok(match t.visitor().fragment() {
        Some("queue") => Html(page.as_queue()).into_response(),
        _ => Html(page).into_response(),
    })
}

async fn retry(t: View, State(app): State<App>, Path(id): Path<JobId>) -> Result<Response> {
    let mut tx = app.db.write().await?;
    app.jobs.retry(&mut tx, &app.registry, &id).await?;
    tx.commit().await?;
    app.jobs.wake();
    Ok(back(&t, "jobs-retried"))
}

async fn cancel(t: View, State(app): State<App>, Path(id): Path<JobId>) -> Result<Response> {
    let mut tx = app.db.write().await?;
    app.jobs.cancel(&mut tx, &app.registry, &id).await?;
    tx.commit().await?;
    app.jobs.wake();
    Ok(back(&t, "jobs-stopped"))
}

/// To the list. A script sees the change in the list itself and needs no sentence.
fn back(t: &View, said: &str) -> Response {
    let to = Redirect::to("/jobs");
    if t.visitor().fragment().is_some() {
        to.into_response()
    } else {
        ([Flash::new(said).header()], to).into_response()
    }
}
