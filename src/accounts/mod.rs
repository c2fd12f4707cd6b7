//! Accounts: the people of the department as they are added and changed, and everything somebody sees of their own way in.
//!
//! Decides who adds whom and what ends with leaving ([`directory`]), and how signing in, the second factor, the profile and
//! tokens look. Leaves who somebody is and what they may do to [`crate::people`], and what lets them in to [`crate::auth`].

mod api;
pub mod directory;
mod pages;
mod people;

use axum::extract::FromRef;

pub use people::PersonBody;

use crate::auth::Auth;
use crate::core::Core;
use crate::web::{RouteInfo, Routes};

/// People and teams, and their way in.
///
/// Stands on [`Core`] and [`Auth`].
#[derive(Clone, Debug)]
pub struct Accounts {
    core: Core,
    auth: Auth,
}

impl Accounts {
    /// Over whoever lets them in.
    pub fn new(core: Core, auth: Auth) -> Self {
        Self { core, auth }
    }
}

/// The pages of accounts, with the list of all routes: it says what a token can do.
///
/// Stands on [`Accounts`].
#[derive(Clone)]
pub struct AccountPages {
    accounts: Accounts,
    routes: fn() -> &'static [RouteInfo],
}

impl AccountPages {
    /// Put together.
    pub fn new(accounts: Accounts, routes: fn() -> &'static [RouteInfo]) -> Self {
        Self { accounts, routes }
    }
}

impl FromRef<AccountPages> for Accounts {
    fn from_ref(pages: &AccountPages) -> Self {
        pages.accounts.clone()
    }
}

/// Pages and API of this feature.
pub fn routes() -> Routes<AccountPages> {
    pages::routes().merge(api::routes()).merge(people::routes())
}
