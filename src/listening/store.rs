//! SQL of quotas, drawings and picks. Whose week a person sees is decided here, by [`Scope`].

use super::plan::{ReplacementReason, SampledCall, Sampling};
use super::{CandidateCall, DrawConditions, Quotas, Week};
use crate::db::{DbError, JsonText, Tx};
use crate::id::{EvaluationId, PersonId, PickId, RecordingId, TeamId};
use crate::people::{Scope, visible};
use crate::time::Timestamp;

/// What was set for a team.
pub async fn quotas(tx: &mut Tx, team: &TeamId) -> Result<Option<Quotas>, DbError> {
    let row: Option<(i32, JsonText<DrawConditions>)> = tx
        .query("SELECT calls, conditions FROM listening_quotas WHERE team_id = $1")
        .bind(team)
        .optional()
        .await?;
    let Some((calls, JsonText(conditions))) = row else {
        return Ok(None);
    };
    let own = tx
        .query(
            "SELECT q.manager_id, q.calls FROM listening_own_quotas q JOIN people p ON p.id = q.manager_id
             WHERE q.team_id = $1 ORDER BY p.name_folded, p.id",
        )
        .bind(team)
        .all()
        .await?;
    Ok(Some(Quotas {
        calls,
        conditions,
        own,
    }))
}

/// Sets everything for a team.
pub async fn set_quotas(
    tx: &mut Tx,
    team: &TeamId,
    quotas: &Quotas,
    by: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO listening_quotas (team_id, calls, conditions, changed_by, changed_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (team_id) DO UPDATE SET calls = excluded.calls, conditions = excluded.conditions,
             changed_by = excluded.changed_by, changed_at = excluded.changed_at",
    )
    .bind_all((team, quotas.calls, JsonText(&quotas.conditions), by, now))
    .execute_exactly(1)
    .await?;
    tx.query("DELETE FROM listening_own_quotas WHERE team_id = $1")
        .bind(team)
        .execute()
        .await?;
    for (manager, calls) in &quotas.own {
        tx.query("INSERT INTO listening_own_quotas (team_id, manager_id, calls) VALUES ($1, $2, $3)")
            .bind_all((team, manager, *calls))
            .execute_exactly(1)
            .await?;
    }
    Ok(())
}

/// How many calls were wanted when a week was last drawn for, by manager.
pub async fn wanted(tx: &mut Tx, scope: &Scope, week: Week) -> Result<Vec<(PersonId, i32)>, DbError> {
    tx.query(concat!(
        "SELECT w.manager_id, w.calls FROM listening_weeks w JOIN people p ON p.id = w.manager_id
         WHERE ",
        visible!(),
        " AND w.week = $3"
    ))
    .scope(scope)
    .bind(week)
    .all()
    .await
}

/// Keeps how many calls are wanted. Comes before anything is drawn: whoever else draws for the same manager and week
/// waits for the end of the transaction, on every database.
pub async fn hold(tx: &mut Tx, manager: &PersonId, week: Week, calls: i32) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO listening_weeks (manager_id, week, calls) VALUES ($1, $2, $3)
         ON CONFLICT (manager_id, week) DO UPDATE SET calls = excluded.calls",
    )
    .bind_all((manager, week, calls))
    .execute_exactly(1)
    .await
}

/// Calls of managers the scope covers between two moments, the oldest first.
pub async fn calls(
    tx: &mut Tx,
    scope: &Scope,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<CandidateCall>, DbError> {
    tx.query(concat!(
        "SELECT r.id, r.manager_id, r.called_at, r.duration_ms, r.call_type, r.outcome, r.direction, r.tags, r.state,
                CASE WHEN r.client <> '' THEN r.client WHEN r.phone <> '' THEN r.phone ELSE r.file_name END AS title,
                EXISTS (SELECT 1 FROM evaluations e WHERE e.recording_id = r.id AND e.state <> 'discarded') AS scored,
                EXISTS (SELECT 1 FROM audit_events a WHERE a.subject = '/recordings/' || r.id AND a.act IN ('recording-heard', 'recording-downloaded')
                          AND a.person_id <> r.manager_id) AS heard,
                EXISTS (SELECT 1 FROM listening_picks k WHERE k.recording_id = r.id) AS drawn
         FROM recordings r JOIN people p ON p.id = r.manager_id
         WHERE ",
        visible!(),
        " AND r.called_at >= $3 AND r.called_at < $4
         ORDER BY r.called_at, r.id"
    ))
    .scope(scope)
    .bind_all((from, until))
    .all()
    .await
}

macro_rules! picks {
    ($rest:literal) => {
        concat!(
            "SELECT k.id, k.draw_id, k.manager_id, k.week, k.recording_id, k.client, k.called_at, k.duration_ms,
                    k.evaluation_id, e.total,
                    (SELECT d.id FROM evaluations d WHERE d.draft_of = k.recording_id AND d.reviewer_id = $3) AS own_draft,
                    (SELECT MIN(o.name) FROM evaluations d JOIN people o ON o.id = d.reviewer_id
                     WHERE d.draft_of = k.recording_id AND d.reviewer_id <> $3) AS other_draft,
                    k.replaced_at, b.name AS replaced_by, k.reason, k.words
             FROM listening_picks k JOIN people p ON p.id = k.manager_id
             LEFT JOIN evaluations e ON e.id = k.evaluation_id
             LEFT JOIN people b ON b.id = k.replaced_by
             WHERE ",
            visible!(),
            " AND ",
            $rest
        )
    };
}

/// What was drawn for a week, the oldest call first; drafts as `reader` sees them.
pub async fn picks(
    tx: &mut Tx,
    scope: &Scope,
    reader: &PersonId,
    week: Week,
) -> Result<Vec<SampledCall>, DbError> {
    tx.query(picks!("k.week = $4 ORDER BY k.called_at, k.id"))
        .scope(scope)
        .bind_all((reader, week))
        .all()
        .await
}

/// One pick, if the scope covers its manager.
pub async fn pick(
    tx: &mut Tx,
    scope: &Scope,
    reader: &PersonId,
    id: &PickId,
) -> Result<Option<SampledCall>, DbError> {
    tx.query(picks!("k.id = $4"))
        .scope(scope)
        .bind_all((reader, id))
        .optional()
        .await
}

/// How a week was drawn, the first drawing first.
pub async fn draws(tx: &mut Tx, scope: &Scope, week: Week) -> Result<Vec<Sampling>, DbError> {
    tx.query(concat!(
        "SELECT d.id, d.manager_id, d.week, d.seed, d.candidates, d.drawn, d.conditions, d.drawn_by,
                b.name AS drawn_by_name, d.drawn_at
         FROM listening_draws d JOIN people p ON p.id = d.manager_id JOIN people b ON b.id = d.drawn_by
         WHERE ",
        visible!(),
        " AND d.week = $3
         ORDER BY d.drawn_at, d.id"
    ))
    .scope(scope)
    .bind(week)
    .all()
    .await
}

/// Keeps a drawing.
pub async fn insert_draw(tx: &mut Tx, draw: &Sampling) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO listening_draws (id, manager_id, week, seed, candidates, drawn, conditions, drawn_by, drawn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind_all((&draw.id, &draw.manager_id, draw.week))
    .bind_all((&draw.seed, draw.candidates, draw.drawn))
    .bind_all((&draw.conditions, &draw.drawn_by, draw.drawn_at))
    .execute_exactly(1)
    .await
}

/// Keeps a drawn call.
pub async fn insert_pick(
    tx: &mut Tx,
    id: &PickId,
    draw: &Sampling,
    call: &CandidateCall,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO listening_picks (id, draw_id, manager_id, week, recording_id, client, called_at, duration_ms, words)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')",
    )
    .bind_all((id, &draw.id, &draw.manager_id, draw.week, &call.id))
    .bind_all((&call.title, call.called_at, call.duration_ms))
    .execute_exactly(1)
    .await
}

/// Gives a pick up; [`DbError::Affected`] when it was given up or scored meanwhile.
pub async fn replace(
    tx: &mut Tx,
    id: &PickId,
    by: &PersonId,
    reason: ReplacementReason,
    words: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE listening_picks SET replaced_at = $2, replaced_by = $3, reason = $4, words = $5
         WHERE id = $1 AND replaced_at IS NULL AND evaluation_id IS NULL",
    )
    .bind_all((id, now, by, reason, words))
    .execute_exactly(1)
    .await
}

/// Is the recording drawn, not given up, still the manager's it was drawn for, and not scored yet?
pub async fn stands(tx: &mut Tx, recording: &RecordingId) -> Result<bool, DbError> {
    let drawn: i64 = tx
        .query(
            "SELECT COUNT(*) FROM listening_picks k JOIN recordings r ON r.id = k.recording_id
             WHERE r.id = $1 AND k.manager_id = r.manager_id AND k.replaced_at IS NULL AND k.evaluation_id IS NULL",
        )
        .bind(recording)
        .scalar()
        .await?;
    Ok(drawn > 0)
}

/// Keeps which evaluation a drawn call is scored with; false when the recording does not stand as above.
pub async fn set_evaluation(
    tx: &mut Tx,
    recording: &RecordingId,
    evaluation: &EvaluationId,
) -> Result<bool, DbError> {
    let kept = tx
        .query(
            "UPDATE listening_picks SET evaluation_id = $2
             WHERE recording_id = $1 AND replaced_at IS NULL AND evaluation_id IS NULL
               AND manager_id = (SELECT r.manager_id FROM recordings r WHERE r.id = $1)",
        )
        .bind_all((recording, evaluation))
        .execute()
        .await?;
    Ok(kept == 1)
}
