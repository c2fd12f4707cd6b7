//! SQL of guesses.

use crate::db::{DbError, Tx};
use crate::time::Timestamp;

/// Until when nobody may guess here.
pub(super) async fn locked_until(tx: &mut Tx, subject: &str) -> Result<Option<Timestamp>, DbError> {
    let row: Option<(Timestamp,)> = tx
        .query("SELECT locked_until FROM guesses WHERE subject = $1")
        .bind(subject)
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}

/// Counts one guess and returns how many there are now; none while nobody may guess. The row stays locked until the
/// transaction ends, so whoever comes at the same moment sees this guess and its wait.
pub(super) async fn count(
    tx: &mut Tx,
    subject: &str,
    now: Timestamp,
    forget_at: Timestamp,
) -> Result<Option<i32>, DbError> {
    let row: Option<(i32,)> = tx
        .query(
            "INSERT INTO guesses (subject, failures, locked_until, forget_at) VALUES ($1, 1, 0, $3)
             ON CONFLICT (subject) DO UPDATE
             SET failures = CASE WHEN guesses.forget_at <= $2 THEN 1 ELSE guesses.failures + 1 END, forget_at = $3
             WHERE guesses.locked_until <= $2
             RETURNING failures",
        )
        .bind_all((subject, now, forget_at))
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}

/// Makes everybody wait.
pub(super) async fn lock(
    tx: &mut Tx,
    subject: &str,
    until: Timestamp,
    forget_at: Timestamp,
) -> Result<(), DbError> {
    tx.query("UPDATE guesses SET locked_until = $2, forget_at = $3 WHERE subject = $1")
        .bind_all((subject, until, forget_at))
        .execute_exactly(1)
        .await
}

/// Takes one count back, and the wait it began.
pub(super) async fn take_back(tx: &mut Tx, subject: &str, locked_until: Timestamp) -> Result<(), DbError> {
    tx.query(
        "UPDATE guesses SET failures = failures - 1,
                locked_until = CASE WHEN locked_until = $2 THEN 0 ELSE locked_until END
         WHERE subject = $1 AND failures > 0",
    )
    .bind_all((subject, locked_until))
    .execute()
    .await
    .map(drop)
}

/// Forgets what was counted.
pub(super) async fn forget(tx: &mut Tx, subject: &str) -> Result<(), DbError> {
    tx.query("DELETE FROM guesses WHERE subject = $1")
        .bind(subject)
        .execute()
        .await
        .map(drop)
}

/// Removes what is forgotten.
pub(crate) async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    tx.query("DELETE FROM guesses WHERE forget_at <= $1")
        .bind(now)
        .execute()
        .await
        .map(drop)
}
