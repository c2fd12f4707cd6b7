//! Forgetting: for how long what is kept, erasing a client or a person everywhere, and what is kept about a person.
//!
//! Decides where people's words lie and what becomes of each place ([`places`], the one list: a test holds it against
//! the schema), how somebody is looked for ([`needle`]) and struck out ([`strike`], [`Forgetting::walk`]), that an
//! erasing is told of before it is done ([`look`], [`ask`], [`Forgetting::erase`]) and ends with a report of what went
//! and of what stays on which ground ([`erasure`]), what goes by itself when its time is over ([`retention`]), what a
//! person gets of their own ([`Forgetting::export`]), and whether a call says that it is recorded ([`announcement`]).
//! Leaves the removal of a recording's sound to [`crate::recordings`], and whose voice may be heard on which ground to
//! [`crate::snippets`].
//!
//! | asked for | what goes | what stays, and why |
//! |---|---|---|
//! | a client | their calls with sound, texts, moments, comments, snippets; every word of evaluations of these calls; the name and the number wherever else they stand | marks and totals without words: figures about the manager's work |
//! | a person | their calls in the same way; words of their plans, one-to-ones, appeals; searches, drafts, sessions, keys; their name everywhere | figures and the log under a name that says nothing; what they wrote about the work of others |
//! | a time that is over | recordings with their words, texts, searches, the log | marks without words; what a shared snippet with a stated ground or an open appeal needs |

mod announcement;
pub mod ask;
mod erase;
pub mod erasure;
mod export;
mod look;
pub mod needle;
mod outlet;
mod pages;
pub mod places;
pub mod retention;
pub mod store;
mod strike;
mod walk;

pub use export::{AT_ONCE as EXPORTS_AT_ONCE, ExportOptions};
pub use outlet::Pieces;
pub use pages::routes;

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::accounts::Accounts;
use crate::auth::Auth;
use crate::core::Core;
use crate::lifecycle::Lifecycle;
use crate::recordings::{Blobs, Recordings};
use crate::web::Uploads;

/// Nothing is kept for longer than it may be.
///
/// Stands on [`Core`], [`Auth`], [`Accounts`], [`Recordings`], [`Blobs`], [`Semaphore`] and [`Uploads`].
#[derive(Clone)]
pub struct Forgetting {
    core: Core,
    auth: Auth,
    accounts: Accounts,
    recordings: Recordings,
    blobs: Blobs,
    /// Places for those who take what is kept about a person.
    exports: Arc<Semaphore>,
    /// Who is taking it now.
    exporting: Uploads,
}

impl Forgetting {
    /// Over people, their calls and the files of these.
    pub fn new(core: Core, auth: Auth, accounts: Accounts, recordings: Recordings, blobs: Blobs) -> Self {
        Self {
            core,
            auth,
            accounts,
            recordings,
            blobs,
            exports: Arc::new(Semaphore::new(EXPORTS_AT_ONCE)),
            exporting: Uploads::at_most(1),
        }
    }

    /// Places for those who take what is kept about a person.
    pub fn export_places(&self) -> &Arc<Semaphore> {
        &self.exports
    }

    /// Starts what one process does for all: erasing what was asked for, and the night's removal.
    pub fn start(&self, life: &Lifecycle) {
        life.tasks.spawn(self.clone().follow_erasures(life.soft.clone()));
        life.tasks.spawn(self.clone().follow_retention(life.soft.clone()));
    }
}
