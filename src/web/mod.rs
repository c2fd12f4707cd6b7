//! The web shell: what every page and every API answer has in common.
//!
//! Decides how routes are declared with the permission they need ([`Routes`]), who is asking ([`Visitor`]), how a page
//! is rendered ([`Html`], [`View`]), what an error looks like ([`failure`]), which headers and limits apply ([`layers`],
//! [`headers`]) and how assets are served ([`assets`]). Leaves every page to its feature.

pub mod assets;
mod extract;
pub mod failure;
pub mod headers;
pub mod layers;
mod page;
mod routes;
mod stream;
mod visitor;

pub use extract::{Form, Json, Multipart, Path, Query};
pub use page::{Html, NavItem, PersonView, View};
pub(crate) use routes::encode;
pub use routes::{Access, RouteInfo, Routes};
pub use stream::{FileRange, attachment, send_file};
pub use visitor::{Flash, Visitor};
