//! The web shell: what every page and every API answer has in common.
//!
//! Decides how routes are declared with the permission they need ([`Routes`]), who is asking ([`Visitor`]), how a page
//! is rendered ([`Html`], [`PageContext`]), what a form returns ([`mod@form`]), what an error looks like ([`failure`]),
//! which headers and limits apply ([`layers`], [`headers`], [`pace`]), which addresses from outside are ours
//! ([`OwnPath`]), how assets are served ([`assets`]) and how connections begin and end ([`server`]). Leaves every page
//! to its feature.

mod agent;
pub mod assets;
mod clash;
mod client;
mod double_submit;
mod extract;
pub mod failure;
pub mod form;
mod frame;
pub mod headers;
mod kept_responses;
pub mod layers;
mod navigation;
mod object;
mod own_path;
mod pace;
mod page;
mod parts;
mod routes;
pub mod server;
mod stream;
mod text;
mod visitor;

pub use clash::{ActClash, Clash};
pub use extract::{Form, Json, Multipart, Path, Query, cursor, interrupted, unknown_field};
pub use form::{FieldErrors, SeeOther, see};
pub use navigation::NavItem;
pub use object::Object;
pub use own_path::OwnPath;
pub use pace::Uploads;
pub use page::{Html, PageContext, PageSettings, PersonView};
pub(crate) use routes::encode;
pub use routes::{Access, NamedSchema, RouteGuard, RouteInfo, Routes};
pub use stream::{FileRange, attachment, send_file};
pub use text::without_nul;
pub use visitor::{Flash, Visitor};
