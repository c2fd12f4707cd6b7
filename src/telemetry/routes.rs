//! `/healthz`, `/readyz` and `/metrics`.

use axum::extract::State;
use axum::http::StatusCode;

use super::health::{self, Part, Report};
use super::metrics;
use crate::app::App;
use crate::error::Result;
use crate::people::Permission;
use crate::web::{Access, Json, Routes};

/// Health is open to an orchestrator; the numbers need a token of somebody who manages the queue.
pub fn routes() -> Routes {
    Routes::new()
        .get("/healthz", Access::Public, alive)
        .get("/readyz", Access::Public, ready)
        .get("/metrics", Permission::ManageJobs, numbers)
}

async fn alive() -> Json<Report> {
    Json(health::alive())
}

async fn ready(State(app): State<App>) -> (StatusCode, Json<Report>) {
    let index = if app.library.snapshot().is_empty() {
        Part::degraded("index", "the playbook is empty")
    } else {
        Part::ok("index")
    };
    let model = if app.speech.is_missed() {
        Part::degraded("model", "no speech model; recordings wait")
    } else {
        Part::ok("model")
    };
    let report = health::ready(&app.db, app.clock.now(), vec![index, model]).await;
    let status = StatusCode::from_u16(report.http_status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    (status, Json(report))
}

async fn numbers(State(app): State<App>) -> Result<String> {
    let now = app.clock.now();
    let loads = health::queues(&app.db, now).await?;
    metrics::record_queues(&loads, now);
    let book = app.library.snapshot();
    ::metrics::gauge!(metrics::PLAYBOOK_ENTRIES).set(book.len() as f64);
    ::metrics::gauge!(metrics::PLAYBOOK_PROBLEMS).set(book.problems().len() as f64);
    Ok(app.metrics.render())
}
