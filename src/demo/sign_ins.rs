//! Who can sign in to the demonstration, and with which password.
//!
//! Decides that on a machine of one's own everybody has the password the README tells, and that where others can reach the
//! service nobody has: there everybody gets a random one of their own, also when the demonstration was made before. Random
//! passwords are known at the start that makes them; later starts say how a new one is had.

use super::{PASSWORD, PEOPLE};
use crate::app::App;
use crate::audit::{self, Act, Performer};
use crate::auth::{self, password};
use crate::error::Result;
use crate::id::Randomness;
use crate::people::{Person, Role, store};

/// Letters and digits of a random password that nobody takes for one another: no `l`, `1`, `o`, `0`.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// One of the demonstration's people.
#[derive(Debug, Clone)]
pub struct DemoSignIn {
    /// Role.
    pub role: Role,
    /// Sign-in name.
    pub login: String,
    /// Full name.
    pub name: String,
    /// The password, where it is known.
    pub password: Option<String>,
}

/// Sixty random bits to be typed: `k7mq-9xw2-ph4t`.
pub(super) fn random_password(randomness: &Randomness) -> String {
    let letter = |byte: u8| char::from(LETTERS[usize::from(byte) % LETTERS.len()]);
    let groups = randomness.bytes::<12>().map(letter);
    let groups: Vec<String> = groups.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// The demonstration's people who are here, in the order they are told in.
async fn cast(app: &App) -> Result<Vec<(Person, Option<String>)>> {
    let mut tx = app.db.read().await?;
    let mut cast = Vec::new();
    for (login, name, ..) in PEOPLE {
        let person = store::person_by_login(&mut tx, login).await?;
        // Somebody of a real department may be called so to sign in.
        if let Some(person) = person.filter(|person| person.active && person.name == name) {
            let stored = store::password_hash(&mut tx, &person.id).await?;
            cast.push((person, stored));
        }
    }
    Ok(cast)
}

/// Those of them whose password everybody knows.
async fn known(cast: &[(Person, Option<String>)]) -> Result<Vec<bool>> {
    let mut tried: Vec<(String, bool)> = Vec::new();
    let mut known = Vec::new();
    for (_, stored) in cast {
        let Some(stored) = stored else {
            known.push(false);
            continue;
        };
        // They were given one hash together; checking it takes a while.
        let fits = match tried.iter().find(|(hash, _)| hash == stored) {
            Some((_, fits)) => *fits,
            None => password::verify(PASSWORD.to_owned(), Some(stored.clone())).await?,
        };
        tried.push((stored.clone(), fits));
        known.push(fits);
    }
    Ok(known)
}

/// Can anybody who has read the README sign in here?
pub async fn is_open(app: &App) -> Result<bool> {
    Ok(known(&cast(app).await?).await?.contains(&true))
}

/// Everybody of a demonstration that is here already; where others reach it, the password everybody knows is taken away.
pub(super) async fn list(app: &App, exposed: bool) -> Result<Vec<DemoSignIn>> {
    let cast = cast(app).await?;
    let known = known(&cast).await?;
    let mut sign_ins = Vec::new();
    for ((person, _), known) in cast.into_iter().zip(known) {
        let password = match (known, exposed) {
            (true, true) => Some(renew(app, &person).await?),
            (true, false) => Some(PASSWORD.to_owned()),
            (false, _) => None,
        };
        sign_ins.push(DemoSignIn {
            role: person.role,
            login: person.login,
            name: person.name,
            password,
        });
    }
    Ok(sign_ins)
}

/// Gives somebody a random password instead of the known one, and ends what was begun with it.
async fn renew(app: &App, person: &Person) -> Result<String> {
    let fresh = random_password(&app.randomness);
    let hash = password::hash(fresh.clone(), &app.randomness).await?;
    let mut tx = app.db.write().await?;
    store::set_password(&mut tx, &person.id, &hash).await?;
    auth::by_new_password(&mut tx, &person.id, None, None).await?;
    audit::record(
        &mut tx,
        &app.core,
        Performer::Shell,
        Act::PasswordChanged.to(&person.id),
    )
    .await?;
    tx.commit().await?;
    Ok(fresh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_passwords_differ_and_are_good_ones() {
        let randomness = Randomness::seeded(3);
        let (one, other) = (random_password(&randomness), random_password(&randomness));
        assert_ne!(one, other);
        assert_eq!(one.len(), 14, "{one}");
        let about = password::GuesserKnowledge {
            login: "admin",
            name: "Ирина Белова",
            company: "Salesbook",
        };
        assert_eq!(password::check(&one, &about), Ok(()));
    }
}
