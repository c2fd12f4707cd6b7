//! People, their roles and teams: who somebody is and what the role allows.
//!
//! Decides the table of permissions ([`Role::allows`]) and which people's work a person sees ([`Scope`]). Leaves signing
//! in to [`crate::auth`].

mod api;
mod directory;
mod pages;
mod person;
mod role;
pub mod store;
mod visible;

pub use api::PersonBody;
pub use directory::{
    NewPerson, change, create, create_team, deactivate, function_revision, initials, is_login, revision,
    set_function,
};
pub use person::{Person, Scope, Team};
pub use role::{Function, Permission, Role};
pub(crate) use visible::visible;

use crate::web::Routes;

/// Pages and API of this feature.
pub fn routes() -> Routes {
    pages::routes().merge(api::routes())
}
