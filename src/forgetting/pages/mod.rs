//! Pages of forgetting: what is kept for how long, requests to erase, and the export.

mod data;
mod erasure;
mod kept;

use super::Forgetting;
use crate::people::Permission;
use crate::web::{Access, Routes};

/// Where the rooms are.
const HERE: &str = "/forgetting";

/// Routes of forgetting.
pub fn routes() -> Routes<Forgetting> {
    Routes::new()
        .get(HERE, Permission::ReadRetention, kept::show)
        .post("/forgetting/clients", Permission::Forget, kept::ask_client)
        .get("/forgetting/erasures/{id}", Permission::Forget, erasure::show)
        .get(
            "/forgetting/erasures/{id}/report",
            Permission::Forget,
            erasure::report,
        )
        .post(
            "/forgetting/erasures/{id}/confirm",
            Permission::Forget,
            erasure::confirm,
        )
        .post(
            "/forgetting/erasures/{id}/withdraw",
            Permission::Forget,
            erasure::withdraw,
        )
        .post("/people/{id}/erase", Permission::Forget, erasure::ask_person)
        .post("/people/{id}/export", Permission::Forget, data::of_person)
        .post("/profile/export", Access::SignedIn, data::own)
}
