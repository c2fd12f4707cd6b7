//! What is done with jobs and with the queue: retry, cancel, put first, pause, go on. Each leaves its line in the log.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};

use crate::audit::{self, Act, AuditSubject, Detail};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::id::{JobId, PersonId};
use crate::jobs::{self, JobDescription, Queue};
use crate::operations::Operations;
use crate::web::{PageContext, Path, see};

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

pub(super) async fn retry(
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

pub(super) async fn cancel(
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

pub(super) async fn put_first(
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

pub(super) async fn pause(t: PageContext, State(operations): State<Operations>) -> Result<Response> {
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

pub(super) async fn resume(t: PageContext, State(operations): State<Operations>) -> Result<Response> {
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
