//! `/healthz`, `/readyz` and `/metrics`: for programs.

use axum::extract::State;
use axum::http::StatusCode;

use super::judge::judge;
use super::report::{Report, facts, findings};
use super::{numbers, pages};
use crate::app::App;
use crate::auth::{ForTokens, TokenScope};
use crate::people::Permission;
use crate::web::{Access, Json, Routes};

/// Health is open to an orchestrator; the numbers need a token with `metrics:read` of somebody who manages the queue; the
/// page is the administrator's.
pub fn routes() -> Routes {
    let numbers_gate =
        Access::Needs(Permission::ManageJobs).and_tokens(ForTokens::With(TokenScope::ReadMetrics));
    Routes::new()
        .get("/healthz", Access::Public, alive)
        .get("/readyz", Access::Public, ready)
        .get("/metrics", numbers_gate, metrics)
        .merge(pages::routes())
}

async fn alive() -> Json<Report> {
    Json(Report::alive())
}

async fn ready(State(app): State<App>) -> (StatusCode, Json<Report>) {
    let report = Report::of(&findings(&app).await);
    let status = if report.is_ready() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(report))
}

/// Also without a database: that is when somebody looks.
async fn metrics(State(app): State<App>) -> String {
    let now = app.clock.now();
    let facts = facts(&app).await;
    numbers::record(&facts, &judge(&facts, now), app.db.backend(), now);
    app.metrics.render()
}
