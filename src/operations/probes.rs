//! `/healthz`, `/readyz` and `/metrics`: for programs.

use axum::extract::State;
use axum::http::StatusCode;

use super::{Operations, numbers};
use crate::auth::{ForTokens, TokenScope};
use crate::health::{ReadinessReport, judge};
use crate::people::Permission;
use crate::web::{Access, Json, Routes};

/// Health is open to an orchestrator; the numbers need a token with `metrics:read` of somebody who manages the
/// queue.
pub(super) fn routes() -> Routes<Operations> {
    let numbers_gate =
        Access::Needs(Permission::ManageJobs).and_tokens(ForTokens::With(TokenScope::ReadMetrics));
    Routes::new()
        .get("/healthz", Access::Public, alive)
        .get("/readyz", Access::Public, ready)
        .get("/metrics", numbers_gate, metrics)
}

async fn alive() -> Json<ReadinessReport> {
    Json(ReadinessReport::alive())
}

async fn ready(State(operations): State<Operations>) -> (StatusCode, Json<ReadinessReport>) {
    let report = ReadinessReport::new(&operations.health.findings().await);
    let status = if report.is_ready() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(report))
}

/// Also without a database: that is when somebody looks.
async fn metrics(State(operations): State<Operations>) -> String {
    let now = operations.core.now();
    let facts = operations.health.facts().await;
    numbers::record(&facts, &judge(&facts, now), operations.core.db.backend(), now);
    operations.metrics.render()
}
