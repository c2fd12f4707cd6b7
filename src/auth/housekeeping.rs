//! Removes what has ended by itself: sessions, links, known browsers, tokens, counted guesses, old notices. Nothing depends on
//! it being done.

use std::time::Duration;

use super::{browser, notices, second_factor, session, store, throttle, tokens};
use crate::app::App;
use crate::error::Result;
use crate::lifecycle::Lifecycle;

const EVERY: Duration = Duration::from_hours(1);
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Sweeps once an hour, the first time at the start.
pub fn start_housekeeping(app: &App, life: &Lifecycle) {
    let (app, stop) = (app.clone(), life.soft.clone());
    life.tasks.spawn(async move {
        loop {
            if let Err(error) = sweep(&app).await {
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
pub async fn sweep(app: &App) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let browser_ms = browser::KNOWN_DAYS * DAY_MS;
    store::sweep(&mut tx, now, session::idle_ms(&app.config), browser_ms).await?;
    tokens::store::sweep(&mut tx, now.plus_ms(-tokens::SHOWN_DAYS * DAY_MS)).await?;
    throttle::sweep(&mut tx, now).await?;
    second_factor::store::sweep(&mut tx, now).await?;
    store::sweep_notices(&mut tx, now.plus_ms(-notices::KEPT_MS)).await?;
    Ok(tx.commit().await?)
}
