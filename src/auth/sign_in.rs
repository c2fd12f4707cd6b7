//! Signing in: throttle → password → session, in that order, with the same sentence for an unknown name and a wrong
//! password.

use super::{password, session, store, throttle};
use crate::app::App;
use crate::error::{Error, ErrorKind, Result};
use crate::people::{self, Person};
use crate::time::Timestamp;

/// What somebody typed.
#[derive(Debug)]
pub struct SignIn {
    /// Sign-in name.
    pub login: String,
    /// Password.
    pub password: String,
    /// Peer address.
    pub address: String,
    /// The browser's own description.
    pub user_agent: String,
}

/// Signs in; answers the person and the `Set-Cookie` value.
///
/// Errors: `sign-in-wrong`, `sign-in-wait` (with `seconds`).
pub async fn sign_in(app: &App, attempt: SignIn) -> Result<(Person, String)> {
    let now = app.clock.now();
    let login = attempt.login.trim().to_lowercase();
    let subjects = [
        (
            format!("login:{}", login.chars().take(64).collect::<String>()),
            throttle::FREE_PER_LOGIN,
        ),
        (format!("address:{}", attempt.address), throttle::FREE_PER_ADDRESS),
    ];
    let mut tx = app.db.read().await?;
    for (subject, _) in &subjects {
        let seconds = throttle::wait_seconds(store::attempts(&mut tx, subject).await?, now);
        if seconds > 0 {
            return Err(Error::new(ErrorKind::TooMany, "sign-in-wait").with("seconds", seconds));
        }
    }
    let person = people::store::person_by_login(&mut tx, &login).await?;
    let stored = match &person {
        Some(person) => people::store::password_hash(&mut tx, &person.id).await?,
        None => None,
    };
    drop(tx);
    let outdated = stored.as_deref().is_some_and(password::is_outdated);
    let fits = password::verify(attempt.password.clone(), stored).await?;
    let Some(person) = person.filter(|person| fits && person.active) else {
        note_failure(app, &subjects, now).await?;
        return Err(Error::new(ErrorKind::BadInput, "sign-in-wrong"));
    };
    let rehashed = if outdated {
        Some(password::hash(attempt.password, &app.randomness).await?)
    } else {
        None
    };
    let mut tx = app.db.write().await?;
    store::clear_attempts(&mut tx, &subjects[0].0).await?;
    store::sweep(&mut tx, now, session::idle_ms(&app.config)).await?;
    if let Some(hash) = rehashed {
        people::store::set_password(&mut tx, &person.id, &hash).await?;
    }
    let cookie = session::start(app, &mut tx, &person, &attempt.user_agent, now).await?;
    tx.commit().await?;
    tracing::info!(person = %person.id, "signed in");
    Ok((person, cookie))
}

async fn note_failure(app: &App, subjects: &[(String, i32)], now: Timestamp) -> Result<()> {
    let mut tx = app.db.write().await?;
    for (subject, free) in subjects {
        let before = store::attempts(&mut tx, subject).await?;
        store::set_attempts(&mut tx, subject, throttle::after_failure(before, *free, now)).await?;
    }
    tx.commit().await?;
    Ok(())
}
