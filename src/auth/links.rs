//! What a person is told of the links with which somebody could enter as them.
//!
//! Decides that whoever has a password is told that a link to choose it anew was made, by whom and when, and from where
//! it was used: on every page until they say that they have read it, and in their profile afterwards. Somebody who got in
//! by such a link could say so in their stead; but then their own password does not work any more, they need another
//! link, and that one tells again of all links of the last months. The first link, before there is a password, is no news.

use super::Auth;
use crate::audit::{self, Act, Actor, Detail};
use crate::db::Tx;
use crate::error::Result;
use crate::id::PersonId;
use crate::people::Person;
use crate::time::Timestamp;

/// A new link tells again of those that are not older.
const TOLD_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// That a link was made or used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkNotice {
    /// When.
    pub at: Timestamp,
    /// Who made it, when it was a person.
    pub by: Option<String>,
    /// From where it was used: the address and the browser's own description; absent for one that was made.
    pub used_from: Option<(String, String)>,
}

/// What this person has not said to have read, with what was before it, the newest first; empty when there is nothing new.
pub(super) async fn untold(tx: &mut Tx, person: &PersonId, now: Timestamp) -> Result<Vec<LinkNotice>> {
    if !audit::store::has_untold_links(tx, person).await? {
        return Ok(Vec::new());
    }
    let lines = audit::store::links(tx, person, now.plus_ms(-TOLD_MS)).await?;
    let notice = |line: audit::store::AuditLine| LinkNotice {
        at: line.event.at,
        by: line.person.filter(|_| line.event.actor == Actor::Person),
        used_from: match line.event.detail {
            Detail::From { address, browser } => Some((address, browser)),
            _ => None,
        },
    };
    Ok(lines.into_iter().map(notice).collect())
}

impl Auth {
    /// The person has read it.
    pub(crate) async fn read_links(&self, person: &Person) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        if audit::store::has_untold_links(&mut tx, &person.id).await? {
            audit::store::tell_links(&mut tx, &person.id, self.core.now()).await?;
            audit::record(&mut tx, &self.core, person, Act::LinkNoticeSeen.to(&person.id)).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
