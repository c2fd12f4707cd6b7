//! `/health`: how the service is, for the administrator, in words with what to do.
//!
//! Decides what is shown when all is well: one calm sentence and the figures. The page comes also while the database is
//! away; it fetches itself again.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};

use super::Operations;
use crate::error::Result;
use crate::health::{Disk, HealthFacts, HealthFinding, HealthSeverity, SentenceContext, judge};
use crate::people::Permission;
use crate::web::{Html, PageContext, Routes};

pub(super) fn routes() -> Routes<Operations> {
    Routes::new().get("/health", Permission::SeeHealth, show)
}

#[derive(Template)]
#[template(path = "operations/health.html", blocks = ["health"])]
struct HealthPage {
    t: PageContext,
    rows: Vec<FindingRow>,
    facts: HealthFacts,
    database: &'static str,
}

/// A finding in the visitor's words.
struct FindingRow {
    tone: &'static str,
    icon: &'static str,
    badge: &'static str,
    sentence: String,
    advice: String,
    href: Option<&'static str>,
}

impl FindingRow {
    fn new(finding: &HealthFinding, t: &PageContext) -> Self {
        let context = SentenceContext {
            texts: t.texts(),
            now: t.visitor().now(),
            zone: t.zone(),
        };
        let (tone, icon, badge) = match finding.severity {
            HealthSeverity::Warning => ("warn", "warn", "health-warning"),
            HealthSeverity::Bad => ("bad", "error", "health-bad"),
            HealthSeverity::Down => ("bad", "stop", "health-down"),
        };
        Self {
            tone,
            icon,
            badge,
            sentence: finding.sentence(context),
            advice: finding.advice(context.texts),
            href: finding.href,
        }
    }
}

impl HealthPage {
    const fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
    fn place(&self, disk: &Disk) -> String {
        self.t.text(&format!("health-disk-{}", disk.place.as_str()))
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn bytes(&self, bytes: &u64) -> String {
        self.t.bytes(&i64::try_from(*bytes).unwrap_or(i64::MAX))
    }
    /// «16 из 24»: what is open of what may be.
    fn of(&self, open: impl std::fmt::Display, most: impl std::fmt::Display) -> String {
        self.t.with2("health-of", "n", open, "most", most)
    }
}

async fn show(t: PageContext, State(operations): State<Operations>) -> Result<Response> {
    let facts = operations.health.facts().await;
    let found = judge(&facts, operations.core.now());
    let page = HealthPage {
        rows: found.iter().map(|finding| FindingRow::new(finding, &t)).collect(),
        facts,
        database: if operations.core.db.backend() == "sqlite" {
            "SQLite"
        } else {
            "PostgreSQL"
        },
        t: t.clone(),
    };
    Ok(match t.visitor().fragment() {
        Some("health") => Html(page.as_health()).into_response(),
        _ => Html(page).into_response(),
    })
}
