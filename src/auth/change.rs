//! Somebody who is signed in chooses another password.

use super::password::{self, GuesserKnowledge};
use super::{Auth, endings};
use crate::audit::{self, Act, Detail};
use crate::error::{Error, Result};
use crate::people::{self, Person};

/// Who changes it, and where.
#[derive(Debug)]
pub(crate) struct CredentialChange<'a> {
    pub(crate) person: &'a Person,
    /// Hash of the session's token.
    pub(crate) session: &'a str,
    /// Hash of the known browser's secret.
    pub(crate) browser: Option<String>,
    /// The visitor's address.
    pub(crate) address: &'a str,
    /// The browser's own description.
    pub(crate) user_agent: String,
}

impl Auth {
    /// Changes the password; see [`endings`] for what ends with it.
    ///
    /// Errors: on field `current` `password-wrong`, on field `new` what [`password::check`] says; `guess-wait`.
    pub(crate) async fn change_password(
        &self,
        change: CredentialChange<'_>,
        current: String,
        new: String,
    ) -> Result<()> {
        let CredentialChange { person, session, .. } = change;
        let stored = self
            .confirm_by_password(person, session, "current", current)
            .await?;
        let about = GuesserKnowledge {
            login: &person.login,
            name: &person.name,
            company: &self.core.config.company,
        };
        password::accept("new", &new, &about).await?;
        let hash = password::hash(new, &self.core.randomness).await?;
        let mut tx = self.core.db.write().await?;
        if !people::store::keep_password(&mut tx, &person.id, &stored, &hash).await? {
            let code = "password-wrong";
            return Err(Error::field("current", code));
        }
        endings::by_new_password(&mut tx, &person.id, Some(session), change.browser.as_deref()).await?;
        let entry = Act::PasswordChanged.to(&person.id);
        let entry = entry.with(Detail::from(change.address, &change.user_agent));
        audit::record(&mut tx, &self.core, person, entry).await?;
        tx.commit().await?;
        self.remembered.forget(&person.id);
        Ok(())
    }
}
