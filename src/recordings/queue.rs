//! What the queue tells of recordings: what each is called, whose call it is, how long its transcription takes here.
//!
//! Decides the estimate: the length of the call by the middle × real time of the last transcriptions. Leaves places and
//! times to [`crate::jobs::QueuePositions`].

use super::{Recording, Recordings};
use crate::db::{DbError, JsonText, Sql, Tx};
use crate::id::PersonId;
use crate::jobs::{JobDescription, JobRun, QueuePositions};
use crate::people::{Scope, visible};
use crate::time::Timestamp;

/// So many runs are looked at for the speed.
const RUNS: i64 = 9;

#[derive(sqlx::FromRow)]
struct QueuedRecording {
    id: String,
    client: String,
    phone: String,
    file_name: String,
    manager_name: String,
    manager_id: PersonId,
    duration_ms: i64,
    seen: bool,
}

#[derive(sqlx::FromRow)]
struct TranscriptionSpeed {
    recording_id: String,
    engine_model: String,
    engine_device: String,
    x_realtime: f64,
    created_at: Timestamp,
}

macro_rules! told {
    ($ids:literal) => {
        concat!(
            "SELECT r.id, r.client, r.phone, r.file_name, p.name AS manager_name, p.id AS manager_id, r.duration_ms,
                    COALESCE(",
            // Of somebody without a team the rule says neither yes nor no.
            visible!(),
            ", FALSE) AS seen
             FROM recordings r JOIN people p ON p.id = r.manager_id WHERE r.id IN (",
            $ids,
            ")"
        )
    };
}

const TOLD: Sql = Sql::dialects(
    told!("SELECT value FROM json_each($3)"),
    told!("SELECT json_array_elements_text(CAST($3 AS JSON))"),
);

const MADE: Sql = Sql::dialects(
    "SELECT recording_id, engine_model, engine_device, x_realtime, created_at FROM transcripts
     WHERE recording_id IN (SELECT value FROM json_each($1)) AND x_realtime > 0",
    "SELECT recording_id, engine_model, engine_device, x_realtime, created_at FROM transcripts
     WHERE recording_id IN (SELECT json_array_elements_text(CAST($1 AS JSON))) AND x_realtime > 0",
);

impl Recordings {
    /// The queue, to be read once for all recordings of an answer; empty when none of them waits.
    pub(super) async fn positions<'a>(
        &self,
        tx: &mut Tx,
        recordings: impl IntoIterator<Item = &'a Recording>,
        now: Timestamp,
    ) -> Result<QueuePositions, DbError> {
        if recordings
            .into_iter()
            .any(|recording| recording.state.is_moving())
        {
            // Names are not shown there, so nobody's are asked for.
            QueuePositions::load(tx, self.core.jobs.registry(), &Scope::Nothing, now).await
        } else {
            Ok(QueuePositions::default())
        }
    }
}

/// See [`crate::jobs::Job::about`].
pub(super) async fn about(
    tx: &mut Tx,
    scope: &Scope,
    recordings: &[String],
) -> Result<Vec<JobDescription>, DbError> {
    let waiting: Vec<QueuedRecording> = tx
        .query(TOLD)
        .scope(scope)
        .bind(JsonText(recordings))
        .all()
        .await?;
    let made: Vec<TranscriptionSpeed> = tx.query(MADE).bind(JsonText(recordings)).all().await?;
    let speed = speed(tx).await?;
    Ok(waiting
        .into_iter()
        .map(|one| JobDescription {
            work_ms: speed.map(|speed| (one.duration_ms as f64 / speed) as i64),
            runs: made
                .iter()
                .filter(|made| made.recording_id == one.id)
                .map(TranscriptionSpeed::run)
                .collect(),
            title: one.seen.then(|| {
                let names = [&one.client, &one.phone, &one.file_name];
                names
                    .into_iter()
                    .find(|name| !name.is_empty())
                    .cloned()
                    .unwrap_or_default()
            }),
            whose: if one.seen { one.manager_name } else { String::new() },
            manager: one.seen.then_some(one.manager_id),
            subject: one.id,
        })
        .collect())
}

impl TranscriptionSpeed {
    fn run(&self) -> JobRun {
        JobRun {
            at: self.created_at,
            model: self.engine_model.clone(),
            device: self.engine_device.clone(),
            x_realtime: self.x_realtime,
        }
    }
}

/// Seconds of sound a second of work: the middle of the last runs; nothing before the first.
async fn speed(tx: &mut Tx) -> Result<Option<f64>, DbError> {
    let rows: Vec<(f64,)> = tx
        .query("SELECT x_realtime FROM transcripts WHERE x_realtime > 0 ORDER BY created_at DESC LIMIT $1")
        .bind(RUNS)
        .all()
        .await?;
    Ok(middle(rows.into_iter().map(|(speed,)| speed).collect()))
}

fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn one_slow_run_does_not_spoil_the_estimate() {
        assert_eq!(middle(vec![20.0, 0.5, 22.0, 19.0, 21.0]), Some(20.0));
        assert_eq!(middle(Vec::new()), None);
    }
}
