//! The second factor: an app's codes or a passkey beside the password, and recovery codes for the day neither is at hand.
//!
//! Decides that whoever has a factor gets in by it alone after the password, by whatever way the password was shown
//! (the sign-in or a one-time link); that a factor counts once it has been proved; that everybody with a factor has ten
//! recovery codes, each good once; that a role may have to have one (`second_factor_required`): somebody of that role
//! without one can set it up and nothing else ([`Auth::is_missing_second_factor`], kept by the guard of every route).
//! Tokens of programs are made behind the second factor and pass without one.
//!
//! What is kept: of recovery codes the hash alone, of passkeys the public half. The app's secret has to be read to check a
//! code, and is **not** encrypted: the key would lie beside the database and travel with every backup, for a restore that
//! locks everybody out helps nobody. It is worth nothing without the password, of which only a slow hash is there. So it
//! stands in the database and its backups, which only the service's account reads, and nowhere else: no log line, no page
//! but the one on which it is set up, no export.

mod app_codes;
mod enrol;
mod passkeys;
mod recovery;
pub(crate) mod store;
mod verify;

pub use app_codes::{AppCode, Picture};
pub(crate) use enrol::EnrolContext;
pub(crate) use passkeys::Site;
pub(crate) use store::{Factors, factors};
pub(crate) use verify::{PasswordPassed, SecondStepOutcome, half_cookie_name};

use super::Auth;
use crate::db::{DbError, Tx};
use crate::error::Result;
use crate::id::PersonId;
use crate::people::Person;

/// How many recovery codes there are at first.
pub const RECOVERY_CODES: usize = 10;

impl Auth {
    /// Must this person set a second factor up before anything else?
    pub(crate) async fn is_missing_second_factor(
        &self,
        tx: &mut Tx,
        person: &Person,
    ) -> Result<bool, DbError> {
        let required = self
            .core
            .config
            .second_factor_required
            .contains(person.role.as_str());
        Ok(required && !store::has_factor(tx, &person.id).await?)
    }

    /// Has this person a second factor?
    pub async fn has_second_factor(&self, person: &PersonId) -> Result<bool> {
        let mut tx = self.core.db.read().await?;
        Ok(store::has_factor(&mut tx, person).await?)
    }
}
