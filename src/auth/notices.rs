//! What a person is told of their own access: on every page, until they say that they have read it.
//!
//! Decides what is worth it ([`NoticeKind`]): above all a sign-in from a browser in which they had never signed in while they had
//! in another, with time, address and the browser in words. Nobody is told of what they do in the browser they sit at. Whoever
//! got in from a new browser cannot hide it: what is read there is read for that browser and those that came later, and
//! stays on the pages of the browsers that were known before. "This was not me" ends every other session, forgets every other
//! browser and leads to the new password, which ends the rest ([`super::endings`]).
//!
//! All of it is in the log as well. Leaves the links that let somebody in to whoever makes them.

use super::admit::ClientSeat;
use super::links::{self, LinkNotice};
use super::{Auth, endings, store};
use crate::audit::{self, Act, Performer};
use crate::db::Tx;
use crate::error::Result;
use crate::id::AccessNoticeId;
use crate::people::Person;
use crate::time::Timestamp;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// Kept so long, read or not.
pub(super) const KEPT_MS: i64 = 90 * DAY_MS;
/// Shown at once, the newest.
const SHOWN: i64 = 5;

crate::db::text_enum! {
    /// What it tells.
    pub enum NoticeKind {
        /// Somebody signed in from a new browser.
        NewBrowser = "new-browser",
        /// Somebody knew the password and failed at the second step until they had to wait.
        CodesFail = "codes-fail",
        /// A recovery code was used.
        RecoveryCodeUsed = "recovery-code-used",
        /// A second factor was added.
        FactorAdded = "factor-added",
        /// A second factor was removed.
        FactorRemoved = "factor-removed",
        /// An administrator took every second factor away.
        FactorReset = "factor-reset",
    }
}

impl NoticeKind {
    /// What the log says of it; what is in the log for another reason is not told twice.
    const fn act(self) -> Option<Act> {
        match self {
            Self::NewBrowser => Some(Act::NewBrowser),
            Self::CodesFail => Some(Act::SecondFactorFailed),
            Self::RecoveryCodeUsed | Self::FactorAdded | Self::FactorRemoved | Self::FactorReset => None,
        }
    }
}

/// One notice, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AccessNotice {
    /// Identifier.
    pub id: AccessNoticeId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: NoticeKind,
    /// From where; may be empty.
    pub address: String,
    /// The browser's own description; may be empty.
    pub user_agent: String,
    /// Name of who did it, when it was somebody else.
    #[sqlx(rename = "by_name")]
    pub by: Option<String>,
}

impl Auth {
    /// Tells somebody, in the transaction of what is told; `by` is who did it when it was somebody else.
    pub(super) async fn tell_notice(
        &self,
        tx: &mut Tx,
        person: &Person,
        kind: NoticeKind,
        seat: &ClientSeat,
        by: Option<&Person>,
    ) -> Result<()> {
        let now = self.core.now();
        let notice = AccessNotice {
            id: AccessNoticeId::new(now, &self.core.randomness),
            at: now,
            kind,
            address: seat.address.chars().take(100).collect(),
            user_agent: seat.user_agent.chars().take(200).collect(),
            by: None,
        };
        let by = by.map(|by| &by.id);
        store::insert_notice(tx, &notice, &person.id, &seat.browser_hash(), by).await?;
        if let Some(act) = kind.act() {
            let entry = act.to(&person.id).with(seat.place());
            // Who failed at the second step is not known.
            let by = match kind {
                NoticeKind::CodesFail => Performer::Stranger,
                _ => Performer::Person(person),
            };
            audit::record(tx, &self.core, by, entry).await?;
        }
        Ok(())
    }

    /// Somebody knows the password and fails at the second step: told once an hour.
    pub(crate) async fn codes_fail(&self, person: &Person, seat: &ClientSeat) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let since = self.core.now().plus_ms(-HOUR_MS);
        if store::has_notice(&mut tx, &person.id, NoticeKind::CodesFail, since).await? {
            return Ok(());
        }
        self.tell_notice(&mut tx, person, NoticeKind::CodesFail, seat, None)
            .await?;
        Ok(tx.commit().await?)
    }

    /// What this person is to be told in this session. Every page asks: one transaction that only reads.
    pub async fn untold(&self, person: &Person, session: &str) -> Result<PendingNotices> {
        let now = self.core.now();
        let mut tx = self.core.db.read().await?;
        let links = links::untold(&mut tx, &person.id, now).await?;
        let here = store::browser_of(&mut tx, &person.id, session).await?;
        let access = store::notices(&mut tx, &person.id, &here, now.plus_ms(-KEPT_MS), SHOWN).await?;
        Ok(PendingNotices { links, access })
    }

    /// The person has read what was there until this notice.
    pub(crate) async fn read_notices(
        &self,
        person: &Person,
        session: &str,
        last: &AccessNoticeId,
    ) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let here = store::browser_of(&mut tx, &person.id, session).await?;
        store::read_notices(&mut tx, &person.id, &here, last).await?;
        Ok(tx.commit().await?)
    }

    /// It was not the person: nobody but this session stays in, and no other browser is known.
    pub(crate) async fn not_me(&self, person: &Person, session: &str, browser: Option<&str>) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        endings::end_sessions(&mut tx, &person.id, Some(session)).await?;
        store::forget_browsers(&mut tx, &person.id, browser).await?;
        audit::record(&mut tx, &self.core, person, Act::SignInDisowned.to(&person.id)).await?;
        tx.commit().await?;
        self.remembered.forget(&person.id);
        Ok(())
    }
}

/// What a person is to be told of who can enter as them.
#[derive(Debug, Clone, Default)]
pub struct PendingNotices {
    /// Links for their password that were made or used.
    pub links: Vec<LinkNotice>,
    /// What they have not read in this session's browser, the newest first.
    pub access: Vec<AccessNotice>,
}
