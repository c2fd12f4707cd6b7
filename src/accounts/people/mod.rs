//! People and teams: a head sees their team, the administrator everybody and the forms.

mod api;
mod pages;

pub use api::PersonBody;

use super::AccountPages;
use crate::web::Routes;

pub(super) fn routes() -> Routes<AccountPages> {
    pages::routes().merge(api::routes())
}
