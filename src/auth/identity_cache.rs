//! Who was here in the last minutes: for the time the database is away, and for noting visits off a request's way.
//!
//! Decides that somebody whose session or token was found good less than [`FRESH_MS`] ago stays who they are while the
//! database cannot be asked: in the middle of a call the book goes on. As long as it answers, it alone is believed, so
//! whatever ends a session ends it at once. While it is away for this process, what ended a session in *this* process
//! (signing out, a new password, another role, leaving) holds at once through [`IdentityCache::forget`]; what another process
//! or the shell did may be overlooked until the database is back, for at most [`FRESH_MS`] after the last good look.
//! Little can be done with what is remembered: everything but search and book needs the database.
//!
//! Also decides that no reading request writes: visits are collected here and written together ([`Auth::keep_visits`]). A visit
//! that cannot be written is a line in the log and is tried again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Auth, Grant, store, tokens};
use crate::error::{Error, ErrorKind, Result};
use crate::id::PersonId;
use crate::people::Person;
use crate::time::Timestamp;

/// So long somebody is remembered after the last good look, in ms.
pub const FRESH_MS: i64 = 15 * 60_000;
/// More are not remembered.
const MOST: usize = 10_000;
/// A visit less than this after the noted one is not noted, in ms.
const TOUCH_MS: i64 = 60_000;
/// How often visits are written.
const EVERY: Duration = Duration::from_secs(30);

/// What somebody came with, by the hash of its secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Credential {
    /// A browser's session.
    Session(String),
    /// A program's token.
    Token(String),
}

/// Who came.
#[derive(Debug, Clone)]
pub(super) struct KnownIdentity {
    /// Whose session or token it is.
    pub(super) person: Person,
    /// What the token opens.
    pub(super) grant: Option<Grant>,
    /// Must they set a second factor up before anything else?
    pub(super) must_enrol: bool,
}

/// A person as the database has them.
#[derive(Debug, Clone)]
pub(super) struct PersonRecord {
    /// Who.
    pub(super) seen: KnownIdentity,
    /// The visit noted last.
    pub(super) noted: Option<Timestamp>,
    /// When it ends whatever happens.
    pub(super) ends: Option<Timestamp>,
}

/// Who was here in the last minutes.
#[derive(Debug, Default)]
pub struct IdentityCache(Mutex<IdentityCacheInner>);

#[derive(Debug, Default)]
struct IdentityCacheInner {
    known: HashMap<Credential, CachedIdentity>,
    /// Visits that are not written yet.
    visits: HashMap<Credential, Timestamp>,
    /// Grows with every [`IdentityCache::forget`]: a look that began before it must not bring anybody back.
    turn: u64,
}

#[derive(Debug)]
struct CachedIdentity {
    seen: KnownIdentity,
    looked_at: Timestamp,
    ends: Option<Timestamp>,
}

impl CachedIdentity {
    fn holds(&self, now: Timestamp) -> bool {
        now.since(self.looked_at) <= FRESH_MS && self.ends.is_none_or(|ends| now < ends)
    }
}

impl IdentityCache {
    fn inner(&self) -> MutexGuard<'_, IdentityCacheInner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who this is: by what the database says or, when it cannot say anything, from memory. Notes the visit.
    pub(super) async fn or_look_up(
        &self,
        credential: Credential,
        now: Timestamp,
        look_up: impl Future<Output = Result<Option<PersonRecord>>>,
    ) -> Result<Option<KnownIdentity>> {
        let turn = self.inner().turn;
        match look_up.await {
            Ok(Some(found)) => {
                let seen = found.seen.clone();
                self.inner().remember(turn, credential, found, now);
                Ok(Some(seen))
            }
            Ok(None) => {
                self.inner().known.remove(&credential);
                Ok(None)
            }
            Err(error) => {
                let inner = self.inner();
                let known = inner.known.get(&credential).filter(|known| known.holds(now));
                let Some(known) = known else { return Err(error) };
                if !error.is_database_away() {
                    tracing::error!(?error, "nobody can be looked up; who was here stays signed in");
                }
                Ok(Some(known.seen.clone()))
            }
        }
    }

    /// Forgets everything this person came with: call it after a session, a token, a role or a password changed.
    pub fn forget(&self, person: &PersonId) {
        let mut inner = self.inner();
        inner.turn += 1;
        inner.known.retain(|_, known| known.seen.person.id != *person);
    }
}

impl IdentityCacheInner {
    fn remember(&mut self, turn: u64, credential: Credential, found: PersonRecord, now: Timestamp) {
        let due = found.noted.is_none_or(|noted| now.since(noted) > TOUCH_MS);
        if due && (self.visits.len() < MOST || self.visits.contains_key(&credential)) {
            self.visits.insert(credential.clone(), now);
        }
        if turn != self.turn {
            return;
        }
        if self.known.len() >= MOST && !self.known.contains_key(&credential) {
            self.known.retain(|_, known| known.holds(now));
        }
        if self.known.len() >= MOST && !self.known.contains_key(&credential) {
            return;
        }
        let known = CachedIdentity {
            seen: found.seen,
            looked_at: now,
            ends: found.ends,
        };
        self.known.insert(credential, known);
    }
}

impl Auth {
    /// Writes the visits collected so far. Those that cannot be written are kept for the next time.
    pub async fn write_visits(&self) -> Result<()> {
        let visits = std::mem::take(&mut self.remembered.inner().visits);
        let written: Result<()> = async {
            if visits.is_empty() {
                return Ok(());
            }
            let mut tx = self.core.db.write().await?;
            for (credential, at) in &visits {
                match credential {
                    Credential::Session(hash) => store::touch_session(&mut tx, hash, *at).await?,
                    Credential::Token(hash) => tokens::store::touch(&mut tx, hash, *at).await?,
                }
            }
            Ok(tx.commit().await?)
        }
        .await;
        if written.is_err() {
            let mut inner = self.remembered.inner();
            for (credential, at) in visits {
                inner.visits.entry(credential).or_insert(at);
            }
        }
        written
    }

    /// Keeps writing visits until told to stop, and then a last time.
    pub async fn keep_visits(self, stop: CancellationToken) {
        loop {
            let stopped = tokio::select! {
                () = stop.cancelled() => true,
                () = tokio::time::sleep(EVERY) => false,
            };
            if let Err(error) = self.write_visits().await {
                tracing::warn!(?error, "visits are not noted yet");
            }
            if stopped {
                return;
            }
        }
    }
}

/// Nobody can be looked up, for whatever reason: a trouble of ours that passes, never a stranger. Who guessed too often is
/// told so.
pub(super) fn unknown(error: Error) -> Error {
    if matches!(
        error.kind(),
        ErrorKind::TooMany | ErrorKind::Unavailable | ErrorKind::DiskFull
    ) {
        error
    } else {
        Error::database_away().because(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Randomness;
    use crate::people::Role;

    const NOW: Timestamp = Timestamp(1_795_431_600_000);

    fn person(randomness: &Randomness) -> Person {
        Person {
            id: PersonId::new(NOW, randomness),
            login: "a.kuznetsova".to_owned(),
            name: "Анна Кузнецова".to_owned(),
            role: Role::Manager,
            team_id: None,
            function: None,
            locale: None,
            active: true,
            single_keys: true,
            created_at: NOW,
        }
    }

    fn found(person: &Person) -> PersonRecord {
        PersonRecord {
            seen: KnownIdentity {
                person: person.clone(),
                grant: None,
                must_enrol: false,
            },
            noted: Some(NOW),
            ends: Some(NOW.plus_ms(2 * FRESH_MS)),
        }
    }

    fn session(name: &str) -> Credential {
        Credential::Session(name.to_owned())
    }

    async fn away(remembered: &IdentityCache, name: &str, now: Timestamp) -> Result<Option<Person>> {
        let looked = remembered.or_look_up(session(name), now, async { Err(Error::database_away()) });
        Ok(looked.await?.map(|seen| seen.person))
    }

    #[tokio::test]
    async fn who_was_here_is_known_for_some_minutes_without_a_database() {
        let (remembered, anna) = (IdentityCache::default(), person(&Randomness::seeded(1)));
        let looked = remembered.or_look_up(session("a"), NOW, async { Ok(Some(found(&anna))) });
        assert_eq!(
            looked.await.unwrap().map(|seen| seen.person).as_ref(),
            Some(&anna)
        );
        let then = NOW.plus_ms(FRESH_MS);
        assert_eq!(away(&remembered, "a", then).await.unwrap().as_ref(), Some(&anna));
        assert!(away(&remembered, "a", then.plus_ms(1)).await.is_err());
        assert!(away(&remembered, "b", NOW).await.is_err(), "never seen");
    }

    #[tokio::test]
    async fn what_ended_is_forgotten_at_once() {
        let (remembered, anna) = (IdentityCache::default(), person(&Randomness::seeded(1)));
        for ended in ["by an answer", "by an act"] {
            let looked = remembered.or_look_up(session("a"), NOW, async { Ok(Some(found(&anna))) });
            looked.await.unwrap();
            if ended == "by an act" {
                remembered.forget(&anna.id);
            } else {
                let looked = remembered.or_look_up(session("a"), NOW, async { Ok(None) });
                assert!(looked.await.unwrap().is_none());
            }
            assert!(away(&remembered, "a", NOW).await.is_err(), "{ended}");
        }
    }

    #[tokio::test]
    async fn a_look_that_began_before_the_end_brings_nobody_back() {
        let (remembered, anna) = (IdentityCache::default(), person(&Randomness::seeded(1)));
        let late = async {
            remembered.forget(&anna.id);
            Ok(Some(found(&anna)))
        };
        remembered.or_look_up(session("a"), NOW, late).await.unwrap();
        assert!(away(&remembered, "a", NOW).await.is_err());
    }

    #[tokio::test]
    async fn memory_has_an_end() {
        let (remembered, anna) = (IdentityCache::default(), person(&Randomness::seeded(1)));
        for number in 0..MOST + 10 {
            let looked = remembered.or_look_up(session(&number.to_string()), NOW, async {
                Ok(Some(found(&anna)))
            });
            looked.await.unwrap();
        }
        assert_eq!(remembered.inner().known.len(), MOST);
        let later = NOW.plus_ms(FRESH_MS + 1);
        let looked = remembered.or_look_up(session("later"), later, async { Ok(Some(found(&anna))) });
        looked.await.unwrap();
        assert_eq!(remembered.inner().known.len(), 1, "the old ones made room");
        assert_eq!(remembered.inner().visits.len(), 1, "only what is due is noted");
    }
}
