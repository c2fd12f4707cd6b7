//! The queue's page for heads and administrators: what runs, what waits and why, in which place and until when, what is
//! over; retry, cancel, put first, and for the administrator pause.
//!
//! Decides what a head sees of another team: that there is work ahead, not about whom. Its acts are refused there.

mod acts;
mod view;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use self::view::JobView;
use super::Operations;
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::{self, JobDescription, JobRow, JobState, Queue, QueuePositions, about_key, history};
use crate::people::Permission;
use crate::web::{Html, PageContext, Query, Routes};

/// Live jobs shown; more than this nobody reads.
const LIVE_ROWS: usize = 100;
const HISTORY_ROWS: usize = 30;

/// The queue's page and its acts.
pub(super) fn routes() -> Routes<Operations> {
    Routes::new()
        .get("/jobs", Permission::ManageJobs, list)
        .post("/jobs/{id}/retry", Permission::ManageJobs, acts::retry)
        .post("/jobs/{id}/cancel", Permission::ManageJobs, acts::cancel)
        .post("/jobs/{id}/first", Permission::ManageJobs, acts::put_first)
        .post("/jobs/pause", Permission::PauseJobs, acts::pause)
        .post("/jobs/resume", Permission::PauseJobs, acts::resume)
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
