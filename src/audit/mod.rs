//! The audit log: who did what with whose work, and when.
//!
//! Decides which acts are kept ([`Act`]) and that an act is written in the transaction of the change it tells of: both are
//! there or neither. Acts that repeat themselves, such as listening, are kept once an hour ([`record_hourly`]); what
//! strangers can repeat without end, such as failing to sign in, is counted ([`record_counted`]). Decides who
//! reads the log: the administrator all of it, a head what touches the team, save how people got in ([`ActGroup::Access`]);
//! figures of scores are told only to those who may read evaluations ([`crate::history`]). Holds no texts people wrote, only keys
//! and figures ([`Detail`]). Leaves who may do an act to the features: they tell of it only after they have found the thing
//! in what the person sees, so that nobody writes into the log by asking for what is not theirs.

mod act;
mod detail;
mod entry;
mod naming;
pub mod store;

pub use act::{Act, ActGroup};
pub use detail::Detail;
pub use entry::{Actor, AuditEntry, AuditSubject, Performer};
pub use naming::{ItemNaming, names};

use crate::core::Core;
use crate::db::{Db, DbError, Tx, newest_schema};
use crate::id::{AuditEventId, PersonId, Randomness};
use crate::people::Person;
use crate::time::Timestamp;

/// One act, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Event {
    /// Identifier.
    pub id: AuditEventId,
    /// When.
    pub at: Timestamp,
    /// What kind of actor.
    pub actor: Actor,
    /// Who; none unless it was a person.
    pub person_id: Option<PersonId>,
    /// What.
    pub act: Act,
    /// Address of the thing inside the service: `/evaluations/01K…`.
    pub subject: String,
    /// Whom, or whose work, it touches.
    pub manager_id: Option<PersonId>,
    /// What more is known.
    pub detail: Detail,
    /// How often; more than once for what is counted.
    pub times: i64,
}

impl Event {
    fn new(core: &Core, by: Performer<'_>, entry: AuditEntry<'_>) -> Self {
        Self::at(core.now(), &core.randomness, by, entry)
    }

    fn at(now: Timestamp, randomness: &Randomness, by: Performer<'_>, entry: AuditEntry<'_>) -> Self {
        Self {
            id: AuditEventId::new(now, randomness),
            at: now,
            actor: by.actor(),
            person_id: by.person().map(|person| person.id.clone()),
            act: entry.act,
            subject: entry.subject.address(),
            manager_id: entry.whose.cloned(),
            detail: entry.detail,
            times: 1,
        }
    }
}

/// Keeps an act, in the transaction of the change.
pub async fn record(
    tx: &mut Tx,
    core: &Core,
    by: impl Into<Performer<'_>>,
    entry: AuditEntry<'_>,
) -> Result<(), DbError> {
    store::insert(tx, &Event::new(core, by.into(), entry)).await
}

/// Keeps what was done from the shell with a database as it is, which the program has not brought up to date. An older one
/// has no place for it: then nothing is kept.
pub async fn record_by_shell(
    db: &Db,
    now: Timestamp,
    randomness: &Randomness,
    entry: AuditEntry<'_>,
) -> Result<(), DbError> {
    if db.schema_version().await? != Some(newest_schema()) {
        return Ok(());
    }
    let mut tx = db.write().await?;
    store::insert(&mut tx, &Event::at(now, randomness, Performer::Shell, entry)).await?;
    tx.commit().await
}

const HOUR_MS: i64 = 60 * 60 * 1000;

/// Keeps an act that repeats itself, such as listening, unless this person did the same with the same thing within the
/// last hour.
pub async fn record_hourly(core: &Core, by: &Person, entry: AuditEntry<'_>) -> Result<(), DbError> {
    let event = Event::new(core, by.into(), entry);
    let mut tx = core.db.read().await?;
    if store::was_kept(
        &mut tx,
        &by.id,
        event.act,
        &event.subject,
        event.at.plus_ms(-HOUR_MS),
    )
    .await?
    {
        return Ok(());
    }
    drop(tx);
    // A player asks for its file in several pieces at once; the key lets one of them be kept.
    let hour = event.at.0.div_euclid(HOUR_MS);
    let once = format!("{} {} {} {hour}", event.act, by.id, event.subject);
    let mut tx = core.db.write().await?;
    store::insert_once(&mut tx, &event, once).await?;
    tx.commit().await
}

/// Lines of one act an hour that are counted apart; whatever more places it comes from share one line.
const COUNTED_APART: i64 = 200;

/// Counts an act that anybody can repeat without end: one line an hour for the same act, thing and detail, and never more
/// than some hundred lines an hour however many places it comes from.
pub async fn record_counted(
    tx: &mut Tx,
    core: &Core,
    by: impl Into<Performer<'_>>,
    entry: AuditEntry<'_>,
) -> Result<(), DbError> {
    let mut event = Event::new(core, by.into(), entry);
    let hour = event.at.0.div_euclid(HOUR_MS);
    // The detail says from where somebody came: no second copy of it, which nobody would find to forget it.
    let mut once = crate::id::hashed(&format!(
        "{} {} {} {hour}",
        event.act, event.subject, event.detail
    ));
    if store::count_again(tx, &once, event.at).await? {
        return Ok(());
    }
    let begun = Timestamp(hour * HOUR_MS);
    if store::kept_since(tx, event.act, begun).await? >= COUNTED_APART {
        // The thing is still told apart where it is a person: there are only so many of them.
        event.detail = Detail::Nothing;
        once = format!("{} {} {hour}", event.act, event.subject);
    }
    store::insert_or_count(tx, &event, once).await
}
