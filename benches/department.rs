//! The head's pages after two years of scoring: thirty managers with 600 and with 6,000 evaluations, ten times as many
//! recordings, and plans that are followed.
//!
//! `cargo bench --bench department`. The service is the assembled one with the demonstration's people; its one published
//! evaluation, with the manager's marks, and its two plans are repeated row by row, with totals of their own. Answered are
//! how long each page takes over HTTP, and how much more it takes when there is ten times as much.
#![expect(clippy::unwrap_used, reason = "a service that does not start is a failed run")]
#![expect(clippy::print_stdout, reason = "the times are the answer")]

#[path = "support/service.rs"]
mod service;
#[path = "support/took.rs"]
mod took;

use std::path::Path;

use salesbook::db::{DbError, Tx};
use salesbook::demo;
use salesbook::id::{EvaluationId, PersonId, PlanId, Randomness, RecordingId};
use salesbook::time::{Clock as _, SystemClock, Timestamp};
use service::{Browser, Service};
use took::Took;

/// Evaluations of the two measurements.
const SIZES: [i64; 2] = [600, 6_000];
const MANAGERS: i64 = 30;
/// Recordings for one evaluation.
const CALLS: i64 = 10;
/// A plan for so many evaluations.
const SCORED: i64 = 20;
const DAYS: i64 = 730;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const ROUNDS: usize = 30;

const PAGES: [&str; 7] = [
    "/",
    "/evaluations",
    "/plans",
    "/defects",
    "/listening",
    "/recordings",
    "/audit",
];

/// A recording like the one that was scored.
const RECORDING: &str = "INSERT INTO recordings (id, manager_id, uploaded_by, file_hash, file_name, bytes, content_type, extension,
        duration_ms, channels, language, manager_channel, client, phone, direction, called_at, call_type, note, tags,
        words_folded, state, created_at, updated_at, outcome)
    SELECT $1, $2, uploaded_by, $1, file_name, bytes, content_type, extension, duration_ms, channels, language,
        manager_channel, client, phone, direction, $3, call_type, note, tags, words_folded, 'ready', $3, $3, outcome
    FROM recordings WHERE id = $4";

/// The published evaluation again.
const EVALUATION: &str = "INSERT INTO evaluations (id, recording_id, reviewer_id, manager_id, version_id, client, called_at,
        duration_ms, state, answers, revision, total, snapshot, created_at, saved_at, published_at)
    SELECT $1, $2, reviewer_id, $3, version_id, client, $4, duration_ms, state, answers, revision, $5, snapshot, $4, $4, $4
    FROM evaluations WHERE id = $6";

/// What its manager said, so that it is open to them.
const OPINION: &str = "INSERT INTO self_assessments (evaluation_id, pluses, minuses, created_at)
    SELECT $1, pluses, minuses, $2 FROM self_assessments WHERE evaluation_id = $3";

/// The plan whose target has a rule.
const PLAN: &str = "INSERT INTO plans (id, manager_id, author_id, focus, action, evidence, created_at, changed_at, acknowledged_at,
        acknowledgement)
    SELECT $1, $2, author_id, focus, action, evidence, $3, $3, $3, acknowledgement
    FROM plans WHERE id = $4";

/// Its target.
const TARGETS: &str = "INSERT INTO plan_targets (plan_id, position, text, due, outcome, rule)
    SELECT $1, position, text, due, outcome, rule FROM plan_targets WHERE plan_id = $2";

fn main() {
    let mut before: Vec<f64> = Vec::new();
    for size in SIZES {
        let data = tempfile::tempdir().unwrap();
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library");
        let service = Service::start(data.path(), &library);
        service.runtime.block_on(demo::fill(&service.app, false)).unwrap();
        service.runtime.block_on(fill(&service, size)).unwrap();
        let mut browser = Browser::sign_in(&service, "m.sokolova", demo::PASSWORD);
        let mut medians = Vec::new();
        for page in PAGES {
            let mut took = Took::default();
            for round in 0..=ROUNDS {
                let answer = browser.get(page, None);
                // The first one wakes everything up.
                if round > 0 {
                    took.add(answer);
                }
            }
            medians.push(took.ms(50));
            let times = before.get(medians.len() - 1);
            let times = times.map_or_else(String::new, |was| {
                format!(", {:.1} times as long", took.ms(50) / was)
            });
            println!("{page:14} with {size} evaluations: {took}{times}");
        }
        before = medians;
    }
}

/// Repeats what the demonstration has.
async fn fill(service: &Service, size: i64) -> Result<(), DbError> {
    let randomness = Randomness::seeded(5);
    let now = SystemClock.now();
    let at = |n: i64, of: i64| now.plus_ms(-(DAYS * DAY_MS / of) * (of - n));
    let mut tx = service.app.db.write().await?;
    let (call, scored): (RecordingId, EvaluationId) = tx
        .query(
            "SELECT recording_id, id FROM evaluations WHERE state = 'published' AND calibration_id IS NULL",
        )
        .one()
        .await?;
    let ruled: PlanId = tx
        .query("SELECT plan_id FROM plan_targets WHERE rule IS NOT NULL")
        .scalar()
        .await?;
    let mut managers = Vec::new();
    for n in 0..MANAGERS {
        managers.push(manager(&mut tx, n, &randomness).await?);
    }
    let whose = |n: i64| managers[usize::try_from(n % MANAGERS).unwrap()].clone();
    for n in 0..size * CALLS {
        let recording = RecordingId::new(at(n, size * CALLS), &randomness);
        tx.query(RECORDING)
            .bind_all((&recording, whose(n / CALLS), at(n, size * CALLS), &call))
            .execute_exactly(1)
            .await?;
        if n % CALLS > 0 {
            continue;
        }
        let evaluation = EvaluationId::new(at(n, size * CALLS), &randomness);
        tx.query(EVALUATION)
            .bind_all((&evaluation, recording, whose(n / CALLS)))
            .bind_all((at(n, size * CALLS), 3_000 + n * 37 % 7_000, &scored))
            .execute_exactly(1)
            .await?;
        tx.query(OPINION)
            .bind_all((evaluation, at(n, size * CALLS), &scored))
            .execute_exactly(1)
            .await?;
    }
    for n in 0..size / SCORED {
        let plan = PlanId::new(at(n, size / SCORED), &randomness);
        tx.query(PLAN)
            .bind_all((&plan, whose(n), at(n, size / SCORED), &ruled))
            .execute_exactly(1)
            .await?;
        tx.query(TARGETS)
            .bind_all((plan, &ruled))
            .execute_exactly(1)
            .await?;
    }
    // As the service does from time to time.
    tx.query("ANALYZE").execute().await?;
    tx.commit().await
}

async fn manager(tx: &mut Tx, n: i64, randomness: &Randomness) -> Result<PersonId, DbError> {
    let id = PersonId::new(Timestamp(n), randomness);
    tx.query(
        "INSERT INTO people (id, login, name, name_folded, role, team_id, active, single_keys, created_at)
         SELECT $1, $2, $2, $2, role, team_id, active, single_keys, created_at FROM people WHERE login = 'n.zhukov'",
    )
    .bind_all((&id, format!("manager-{n}")))
    .execute_exactly(1)
    .await?;
    Ok(id)
}
