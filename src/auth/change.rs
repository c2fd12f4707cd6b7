//! Somebody who is signed in chooses another password.

use super::password::{self, About};
use super::{confirm, endings};
use crate::app::App;
use crate::audit::{self, Act, Detail};
use crate::error::{Error, Result};
use crate::people::{self, Person};

/// Who changes it, and where.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) person: &'a Person,
    /// Hash of the session's token.
    pub(super) session: &'a str,
    /// Hash of the known browser's secret.
    pub(super) browser: Option<String>,
    /// The visitor's address.
    pub(super) address: &'a str,
    /// The browser's own description.
    pub(super) user_agent: String,
}

/// Changes the password; see [`endings`] for what ends with it.
///
/// Errors: on field `current` `password-wrong`, on field `new` what [`password::check`] says; `guess-wait`.
pub(super) async fn change_password(app: &App, at: Place<'_>, current: String, new: String) -> Result<()> {
    let Place { person, session, .. } = at;
    let stored = confirm::by_password(app, person, session, "current", current).await?;
    let about = About {
        login: &person.login,
        name: &person.name,
        company: &app.config.company,
    };
    password::accept("new", &new, &about).await?;
    let hash = password::hash(new, &app.randomness).await?;
    let mut tx = app.db.write().await?;
    if !people::store::keep_password(&mut tx, &person.id, &stored, &hash).await? {
        let code = "password-wrong";
        return Err(Error::field("current", code));
    }
    endings::by_new_password(&mut tx, &person.id, Some(session), at.browser.as_deref()).await?;
    let entry = Act::PasswordChanged.to(&person.id);
    let entry = entry.with(Detail::from(at.address, &at.user_agent));
    audit::record(&mut tx, app, person, entry).await?;
    tx.commit().await?;
    app.remembered.forget(&person.id);
    Ok(())
}
