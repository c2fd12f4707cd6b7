//! The password asked again of somebody who is signed in, before what would hand their account to whoever sits at their desk:
//! another password, a token for programs, a second factor less, new recovery codes.
//!
//! Decides that a wrong one is a guess, counted by the session. Adding a second factor asks too, unless one has just signed
//! in ([`super::session::is_fresh`]).

use super::throttle::{self, Bucket};
use super::{password, session};
use crate::app::App;
use crate::error::{Error, Result};
use crate::people::{self, Person};

/// It is them: returns the hash the password fits. Errors: on field `field` `password-wrong`; `guess-wait`.
pub(super) async fn by_password(
    app: &App,
    person: &Person,
    session: &str,
    field: &'static str,
    typed: String,
) -> Result<String> {
    let mut tx = app.db.read().await?;
    let stored = people::store::password_hash(&mut tx, &person.id).await?;
    drop(tx);
    let guess = throttle::guess(app, &[Bucket::session(session)], app.clock.now()).await?;
    let wrong = || Error::field(field, "password-wrong");
    let stored = stored.ok_or_else(wrong)?;
    if !password::verify(typed, Some(stored.clone())).await? {
        return Err(wrong());
    }
    let mut tx = app.db.write().await?;
    guess.right(&mut tx).await?;
    tx.commit().await?;
    Ok(stored)
}

/// The same, unless the session has just begun.
pub(super) async fn unless_fresh(app: &App, person: &Person, session: &str, typed: String) -> Result<()> {
    if session::is_fresh(app, session).await? {
        return Ok(());
    }
    by_password(app, person, session, "password", typed)
        .await
        .map(drop)
}
