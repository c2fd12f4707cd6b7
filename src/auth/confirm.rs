//! The password asked again of somebody who is signed in, before what would hand their account to whoever sits at their desk:
//! another password, a token for programs, a second factor less, new recovery codes.
//!
//! Decides that a wrong one is a guess, counted by the session. Adding a second factor asks too, unless one has just signed
//! in ([`Auth::is_fresh`]).

use super::throttle::Bucket;
use super::{Auth, password};
use crate::error::{Error, Result};
use crate::people::{self, Person};

impl Auth {
    /// It is them: returns the hash the password fits. Errors: on field `field` `password-wrong`; `guess-wait`.
    pub(crate) async fn confirm_by_password(
        &self,
        person: &Person,
        session: &str,
        field: &'static str,
        typed: String,
    ) -> Result<String> {
        let mut tx = self.core.db.read().await?;
        let stored = people::store::password_hash(&mut tx, &person.id).await?;
        drop(tx);
        let guess = self.guess(&[Bucket::session(session)], self.core.now()).await?;
        let wrong = || Error::field(field, "password-wrong");
        let stored = stored.ok_or_else(wrong)?;
        if !password::verify(typed, Some(stored.clone())).await? {
            return Err(wrong());
        }
        let mut tx = self.core.db.write().await?;
        guess.right(&mut tx).await?;
        tx.commit().await?;
        Ok(stored)
    }

    /// The same, unless the session has just begun.
    pub(crate) async fn confirm_unless_fresh(
        &self,
        person: &Person,
        session: &str,
        typed: String,
    ) -> Result<()> {
        if self.is_fresh(session).await? {
            return Ok(());
        }
        self.confirm_by_password(person, session, "password", typed)
            .await
            .map(drop)
    }
}
