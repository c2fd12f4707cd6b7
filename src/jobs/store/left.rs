//! Jobs that stand still and should not: their process is gone, or a clock that was ahead stamped them.

use crate::db::{DbError, Tx};
use crate::id::JobId;
use crate::jobs::policy;
use crate::time::Timestamp;

/// Which processes have jobs whose leases hold.
pub(in crate::jobs) async fn processes(tx: &mut Tx, now: Timestamp) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String,)> = tx
        .query(
            "SELECT DISTINCT process FROM jobs
             WHERE state = 'running' AND process IS NOT NULL AND lease_until >= $1",
        )
        .bind(now)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(process,)| process).collect())
}

/// Ends the leases of a process that is gone. Returns how many.
pub(in crate::jobs) async fn end_leases(tx: &mut Tx, process: &str) -> Result<u64, DbError> {
    tx.query("UPDATE jobs SET lease_until = 0 WHERE state = 'running' AND process = $1")
        .bind(process)
        .execute()
        .await
}

/// What no job that is stamped by a right clock is: leased for longer than leases last, begun or asked for in the future,
/// put off for longer than anything is. `$1` is now; the rest are the farthest times that can be right.
macro_rules! ahead {
    () => {
        "(state = 'running' AND lease_until > $2
          OR state = 'queued' AND run_at > $1 AND (run_at > $4 OR created_at > $3 OR started_at > $3))"
    };
}

/// Are there jobs stamped by a clock that was ahead?
pub(in crate::jobs) async fn any_ahead(tx: &mut Tx, now: Timestamp) -> Result<bool, DbError> {
    let found: Option<(JobId,)> = tx
        .query(concat!("SELECT id FROM jobs WHERE ", ahead!(), " LIMIT 1"))
        .bind_all((now, policy::longest_lease(now)))
        .bind_all((policy::latest_stamp(now), policy::farthest(now)))
        .optional()
        .await?;
    Ok(found.is_some())
}

/// Corrects them: a running one has one more lease to show that it lives, a waiting one is due. Returns how many.
pub(in crate::jobs) async fn correct_ahead(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    tx.query(concat!(
        "UPDATE jobs SET lease_until = CASE WHEN state = 'running' THEN $5 ELSE lease_until END,
                         run_at = CASE WHEN run_at > $1 THEN $1 ELSE run_at END,
                         created_at = CASE WHEN created_at > $1 THEN $1 ELSE created_at END,
                         started_at = CASE WHEN started_at > $1 THEN $1 ELSE started_at END
         WHERE ",
        ahead!()
    ))
    .bind_all((now, policy::longest_lease(now), policy::latest_stamp(now)))
    .bind_all((policy::farthest(now), now.plus_ms(policy::LEASE_MS)))
    .execute()
    .await
}
