//! Operations: what whoever runs the service sees of it.
//!
//! The queue of background work, how the service is and the log of acts for people; probes and numbers for programs. Decides
//! nothing of these: they are [`crate::jobs`], [`crate::health`] and [`crate::audit`].

mod audit;
mod health;
mod jobs;
mod numbers;
mod probes;

use std::sync::Arc;

use crate::audit::ItemNaming;
use crate::core::Core;
use crate::health::Health;
use crate::telemetry::metrics::Metrics;
use crate::web::Routes;

/// Looking at the service.
///
/// Stands on [`Core`], [`Health`] and [`Metrics`]; is given [`ItemNaming`].
#[derive(Clone)]
pub struct Operations {
    core: Core,
    health: Health,
    metrics: Metrics,
    naming: Arc<dyn ItemNaming>,
}

impl Operations {
    /// Over these.
    pub fn new(core: Core, health: Health, metrics: Metrics, naming: Arc<dyn ItemNaming>) -> Self {
        Self {
            core,
            health,
            metrics,
            naming,
        }
    }
}

/// Pages, probes and numbers.
pub fn routes() -> Routes<Operations> {
    probes::routes()
        .merge(health::routes())
        .merge(jobs::routes())
        .merge(audit::routes())
}
