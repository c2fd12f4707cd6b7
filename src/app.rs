//! The assembled application: what lives as long as the process, and the one router.
//!
//! Decides which parts there are and how they are handed to handlers (`State<App>`); one cheap clone per request. Leaves
//! starting and stopping them to [`crate::cli`] and [`crate::lifecycle`].

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;

use crate::config::Config;
use crate::db::Db;
use crate::id::Randomness;
use crate::time::SharedClock;
use crate::web::{RouteInfo, Routes};
use crate::{api, auth, people, web};

/// The parts, shared.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What lives as long as the process.
pub struct Parts {
    /// Settings.
    pub config: Config,
    /// Database.
    pub db: Db,
    /// Where "now" comes from.
    pub clock: SharedClock,
    /// Where ids and secrets come from.
    pub randomness: Randomness,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// From its parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Every route of the product, by feature.
    fn routes() -> Routes {
        Routes::new()
            .merge(web::assets::routes())
            .merge(api::routes())
            .merge(auth::routes())
            .merge(people::routes())
    }

    /// The router with all its layers.
    pub fn router(&self) -> Router {
        let (router, _, _) = Self::routes().into_parts();
        web::layers::apply(router, self)
    }

    /// The list of routes with the access each needs.
    pub fn route_table() -> Vec<RouteInfo> {
        Self::routes().into_parts().2
    }

    /// The API document.
    pub fn openapi() -> utoipa::openapi::OpenApi {
        api::document(Self::routes().into_parts().1)
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
