//! The door itself: everything was right, the session begins.
//!
//! Decides that every way in, with or without a second step, ends here: the session, the browser that is known from now on,
//! the notice of it when it is new ([`super::notices`]), and the line in the log.

use super::notices::{self, Kind};
use super::{browser, session};
use crate::app::App;
use crate::audit::{self, Act, Detail};
use crate::db::Tx;
use crate::error::Result;
use crate::people::Person;
use crate::time::Timestamp;

/// Where somebody sits.
#[derive(Debug, Clone, Default)]
pub(super) struct Seat {
    /// The visitor's address.
    pub(super) address: String,
    /// The secret of a browser that is known.
    pub(super) browser: Option<String>,
    /// The browser's own description.
    pub(super) user_agent: String,
}

impl Seat {
    /// From where somebody comes, for the log.
    pub(super) fn place(&self) -> Detail {
        Detail::from(&self.address, &self.user_agent)
    }

    /// Hash of the known browser's secret; empty when there is none.
    pub(super) fn browser_hash(&self) -> String {
        self.browser.as_deref().map(super::hash).unwrap_or_default()
    }
}

/// Lets somebody in, in this transaction; returns the cookies, the session's first.
pub(super) async fn admit(
    app: &App,
    tx: &mut Tx,
    person: &Person,
    seat: &Seat,
    now: Timestamp,
) -> Result<Vec<String>> {
    let known = browser::remember(app, tx, seat.browser.as_deref(), &person.id, now).await?;
    let seat = Seat {
        browser: Some(known.secret),
        ..seat.clone()
    };
    if known.is_another {
        notices::tell(app, tx, person, Kind::NewBrowser, &seat, None).await?;
    }
    let session = session::start(app, tx, person, &seat, now).await?;
    audit::record(tx, app, person, Act::SignedIn.to(&person.id).with(seat.place())).await?;
    Ok(vec![session, known.cookie])
}
