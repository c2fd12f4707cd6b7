//! What ends with what: the one place that says which credentials a change takes away.
//!
//! | | sessions | known browsers | one-time links | tokens |
//! |---|---|---|---|---|
//! | a new password, chosen in the profile or by a link | all others | all others | all | all |
//! | leaving | all | all | all | all |
//! | another role | all | | | all |
//! | a new link | | | all others | |
//!
//! With the sessions end the sign-ins that wait for their second factor; the second factor itself stays, whatever
//! becomes of the password. Tokens end with the password because a new one is chosen when somebody else may know too
//! much. A link that is on its way to its person outlives a corrected role. Each change is made in the transaction of
//! what causes it.

use super::{second_factor, store, tokens};
use crate::db::{DbError, Tx};
use crate::id::PersonId;

/// The password is another one; the browser in which it was chosen stays signed in and known.
pub async fn by_new_password(
    tx: &mut Tx,
    person: &PersonId,
    session: Option<&str>,
    browser: Option<&str>,
) -> Result<(), DbError> {
    end_sessions(tx, person, session).await?;
    store::forget_browsers(tx, person, browser).await?;
    store::delete_invitations(tx, person).await?;
    tokens::store::delete_all(tx, person).await
}

/// The person may not enter any more.
pub async fn by_leaving(tx: &mut Tx, person: &PersonId) -> Result<(), DbError> {
    by_new_password(tx, person, None, None).await
}

/// The person has another role: nothing that was opened under the old one stays open.
pub async fn by_new_role(tx: &mut Tx, person: &PersonId) -> Result<(), DbError> {
    end_sessions(tx, person, None).await?;
    tokens::store::delete_all(tx, person).await
}

/// The half ones first: one that becomes whole at this moment is then among the sessions.
pub(super) async fn end_sessions(tx: &mut Tx, person: &PersonId, keep: Option<&str>) -> Result<(), DbError> {
    second_factor::store::delete_halves(tx, person).await?;
    store::delete_sessions(tx, person, keep).await
}
