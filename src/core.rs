//! What every feature stands on: the database, the clock, randomness, the settings, the way to ask for background work.
//!
//! Decides that nobody carries these about one by one, and that another clock is another ground for everything that stands on
//! it ([`Core::at`]): jobs asked for, ids made and acts kept all have that time. Knows no feature.

use std::ops::Deref;
use std::sync::Arc;

use crate::config::Config;
use crate::db::Db;
use crate::id::{Identifier, Randomness};
use crate::jobs::{Jobs, Worker};
use crate::time::{Day, SharedClock, Timestamp};

/// The ground, shared; one cheap clone for each who stands on it.
#[derive(Clone)]
pub struct Core(Arc<CoreParts>);

/// What the ground is made of.
#[derive(Clone)]
pub struct CoreParts {
    /// Settings.
    pub config: Config,
    /// Database.
    pub db: Db,
    /// Where "now" comes from.
    pub clock: SharedClock,
    /// Where ids and secrets come from.
    pub randomness: Randomness,
    /// Background work.
    pub jobs: Jobs,
}

impl From<CoreParts> for Core {
    fn from(parts: CoreParts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for Core {
    type Target = CoreParts;
    fn deref(&self) -> &CoreParts {
        &self.0
    }
}

impl Core {
    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The calendar day where the department works.
    pub fn today(&self) -> Day {
        self.now().day(&self.config.time_zone)
    }

    /// A fresh identifier.
    pub fn new_id<T: Identifier>(&self) -> T {
        T::fresh(self.now(), &self.randomness)
    }

    /// The same under another clock: what is done with it happened then.
    #[must_use]
    pub fn at(&self, clock: SharedClock) -> Self {
        let parts: &CoreParts = self;
        CoreParts {
            clock,
            ..parts.clone()
        }
        .into()
    }

    /// The one who does background work.
    pub fn worker(&self) -> Worker {
        Worker::new(self.db.clone(), Arc::clone(&self.clock), self.jobs.clone())
    }
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Core")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
