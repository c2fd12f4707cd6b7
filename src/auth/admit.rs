//! The door itself: everything was right, the session begins.
//!
//! Decides that every way in, with or without a second step, ends here: the session, the browser that is known from now on,
//! the notice of it when it is new ([`super::notices`]), and the line in the log.

use super::Auth;
use super::notices::NoticeKind;
use crate::audit::{self, Act, Detail};
use crate::db::Tx;
use crate::error::Result;
use crate::people::Person;
use crate::time::Timestamp;

/// Where somebody sits.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClientSeat {
    /// The visitor's address.
    pub(crate) address: String,
    /// The secret of a browser that is known.
    pub(crate) browser: Option<String>,
    /// The browser's own description.
    pub(crate) user_agent: String,
}

impl ClientSeat {
    /// From where somebody comes, for the log.
    pub(crate) fn place(&self) -> Detail {
        Detail::from(&self.address, &self.user_agent)
    }

    /// Hash of the known browser's secret; empty when there is none.
    pub(crate) fn browser_hash(&self) -> String {
        self.browser.as_deref().map(crate::id::hashed).unwrap_or_default()
    }
}

impl Auth {
    /// Lets somebody in, in this transaction; returns the cookies, the session's first.
    pub(crate) async fn admit(
        &self,
        tx: &mut Tx,
        person: &Person,
        seat: &ClientSeat,
        now: Timestamp,
    ) -> Result<Vec<String>> {
        let known = self
            .remember_browser(tx, seat.browser.as_deref(), &person.id, now)
            .await?;
        let seat = ClientSeat {
            browser: Some(known.secret),
            ..seat.clone()
        };
        if known.is_another {
            self.tell_notice(tx, person, NoticeKind::NewBrowser, &seat, None)
                .await?;
        }
        let session = self.start_session(tx, person, &seat, now).await?;
        audit::record(
            tx,
            &self.core,
            person,
            Act::SignedIn.to(&person.id).with(seat.place()),
        )
        .await?;
        Ok(vec![session, known.cookie])
    }
}
