//! People, their roles and teams: who somebody is and what the role allows.
//!
//! Decides the table of permissions ([`Role::allows`]) and which people's work a person sees ([`Scope`]). Leaves signing
//! in to [`crate::auth`], pages and acts to [`crate::accounts`].

mod new;
mod person;
mod role;
pub mod store;
mod visible;

pub use new::{NewPerson, initials, is_login};
pub use person::{Person, Scope, Team};
pub use role::{Function, Permission, Role};
pub(crate) use visible::visible;
