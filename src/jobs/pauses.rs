//! SQL of paused queues: a row stops a queue for every process that shares the database ([`super::store`] claims nothing
//! there).

use super::Queue;
use crate::db::{DbError, Tx};
use crate::id::PersonId;
use crate::time::Timestamp;

/// Nothing new is begun in this queue from now on; what runs may finish. Pausing twice changes nothing.
pub async fn pause(tx: &mut Tx, queue: Queue, by: &PersonId, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO queue_pauses (queue, paused_by, paused_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind_all((queue, by, now))
    .execute()
    .await
    .map(drop)
}

/// The queue goes on. Wake the workers after.
pub async fn resume(tx: &mut Tx, queue: Queue) -> Result<(), DbError> {
    tx.query("DELETE FROM queue_pauses WHERE queue = $1")
        .bind(queue)
        .execute()
        .await
        .map(drop)
}

/// The queues that are paused.
pub async fn paused(tx: &mut Tx) -> Result<Vec<Queue>, DbError> {
    let rows: Vec<(Queue,)> = tx
        .query("SELECT queue FROM queue_pauses ORDER BY queue")
        .all()
        .await?;
    Ok(rows.into_iter().map(|(queue,)| queue).collect())
}
