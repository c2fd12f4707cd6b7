//! One-time links: the first administrator's, and a new or forgetful person's password link.

use super::{password, session, store};
use crate::app::App;
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::id::PersonId;
use crate::people::{self, NewPerson, Person, Role};

/// A link is good for so many days.
pub const INVITATION_DAYS: i64 = 7;

/// When nobody can sign in yet: a fresh link for the first administrator (earlier ones stop working).
pub async fn invite_first_admin(app: &App) -> Result<Option<String>> {
    let mut tx = app.db.write().await?;
    if people::store::count(&mut tx).await? > 0 {
        return Ok(None);
    }
    store::delete_admin_invitations(&mut tx).await?;
    let secret = insert(app, &mut tx, None).await?;
    tx.commit().await?;
    Ok(Some(link(app, &secret)))
}

/// A link with which this person chooses a password.
pub async fn invite(app: &App, person: &Person) -> Result<String> {
    let mut tx = app.db.write().await?;
    let secret = insert(app, &mut tx, Some(&person.id)).await?;
    tx.commit().await?;
    Ok(link(app, &secret))
}

async fn insert(app: &App, tx: &mut crate::db::Tx, person: Option<&PersonId>) -> Result<String> {
    let now = app.clock.now();
    let secret = app.randomness.secret();
    let expires_at = now.plus_ms(INVITATION_DAYS * 24 * 60 * 60 * 1000);
    store::insert_invitation(tx, &super::hash(&secret), person, now, expires_at).await?;
    Ok(secret)
}

fn link(app: &App, secret: &str) -> String {
    format!("{}/welcome/{secret}", app.config.public_url)
}

/// Whom a link greets.
#[derive(Debug, Clone)]
pub(super) enum Guest {
    /// The first administrator, who also gives name and login.
    FirstAdmin,
    /// Somebody already entered.
    Known(Person),
}

/// Reads a link without using it up. Error: `invitation-ended`.
pub(super) async fn guest(app: &App, secret: &str) -> Result<Guest> {
    let ended = || Error::not_found("invitation-ended");
    let mut tx = app.db.read().await?;
    match store::invitation(&mut tx, &super::hash(secret), app.clock.now()).await? {
        None => Err(ended()),
        Some(None) => Ok(Guest::FirstAdmin),
        Some(Some(id)) => people::store::person(&mut tx, &id)
            .await?
            .filter(|p| p.active)
            .map(Guest::Known)
            .ok_or_else(ended),
    }
}

/// What the guest filled in.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub(super) struct WelcomeForm {
    /// Full name (first administrator only).
    #[serde(default)]
    pub(super) name: String,
    /// Sign-in name (first administrator only).
    #[serde(default)]
    pub(super) login: String,
    /// The chosen password.
    #[serde(default)]
    pub(super) password: String,
}

/// Uses the link up: sets the password (creating the first administrator) and signs in; answers the cookie.
pub(super) async fn accept(app: &App, secret: &str, form: &WelcomeForm, user_agent: &str) -> Result<String> {
    let guest = guest(app, secret).await?;
    let now = app.clock.now();
    let (person, is_new) = match guest {
        Guest::Known(person) => (person, false),
        Guest::FirstAdmin => {
            let new = NewPerson {
                name: form.name.clone(),
                login: form.login.clone(),
                role: Role::Admin,
                team_id: None,
                locale: None,
            };
            (new.check(app)?, true)
        }
    };
    password::check(&form.password, &person.login).map_err(|code| {
        Error::fields(vec![FieldError {
            field: "password",
            code,
        }])
    })?;
    let hash = password::hash(form.password.clone(), &app.randomness).await?;
    let mut tx = app.db.write().await?;
    store::use_invitation(&mut tx, &super::hash(secret))
        .await
        .map_err(|error| Error::new(ErrorKind::NotFound, "invitation-ended").because(error))?;
    if is_new {
        people::store::insert(&mut tx, &person, Some(hash)).await?;
    } else {
        people::store::set_password(&mut tx, &person.id, &hash).await?;
        store::delete_sessions(&mut tx, &person.id, None).await?;
    }
    let cookie = session::start(app, &mut tx, &person, user_agent, now).await?;
    tx.commit().await?;
    Ok(cookie)
}
