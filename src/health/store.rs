//! SQL of the mark the service leaves of itself.

use super::clock::ClockMark;
use crate::db::{DbError, Tx};

/// The mark; nothing before the first.
pub async fn mark(tx: &mut Tx) -> Result<Option<ClockMark>, DbError> {
    tx.query("SELECT seen_at, jumped_at, jumped_ms FROM health_marks")
        .optional()
        .await
}

/// Keeps a mark in place of the one before.
pub async fn keep(tx: &mut Tx, mark: &ClockMark) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO health_marks (only_one, seen_at, jumped_at, jumped_ms) VALUES (1, $1, $2, $3)
         ON CONFLICT (only_one) DO UPDATE SET
             seen_at = excluded.seen_at, jumped_at = excluded.jumped_at, jumped_ms = excluded.jumped_ms",
    )
    .bind_all((mark.seen_at, mark.jumped_at, mark.jumped_ms))
    .execute_exactly(1)
    .await
}
