//! Removes what has ended by itself: sessions, links, known browsers, tokens, counted guesses, old notices. Nothing depends on
//! it being done.

use std::time::Duration;

use super::{Auth, browser, notices, second_factor, session, store, throttle, tokens};
use crate::error::Result;
use crate::lifecycle::Lifecycle;

const EVERY: Duration = Duration::from_hours(1);
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Auth {
    /// Sweeps once an hour, the first time at the start.
    pub fn start_housekeeping(&self, life: &Lifecycle) {
        let (auth, stop) = (self.clone(), life.soft.clone());
        life.tasks.spawn(async move {
            loop {
                if let Err(error) = auth.sweep().await {
                    tracing::warn!(error = ?error, "ended sessions and links could not be swept");
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(EVERY) => {}
                }
            }
        });
    }

    /// Sweeps now.
    pub async fn sweep(&self) -> Result<()> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        let browser_ms = browser::KNOWN_DAYS * DAY_MS;
        store::sweep(&mut tx, now, session::idle_ms(&self.core.config), browser_ms).await?;
        tokens::store::sweep(&mut tx, now.plus_ms(-tokens::SHOWN_DAYS * DAY_MS)).await?;
        throttle::sweep(&mut tx, now).await?;
        second_factor::store::sweep(&mut tx, now).await?;
        store::sweep_notices(&mut tx, now.plus_ms(-notices::KEPT_MS)).await?;
        Ok(tx.commit().await?)
    }
}
