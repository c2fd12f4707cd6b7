//! The backup of every night: when it is due, how many stay, what is known of it.

use salesbook::backup::{BackupSource, Backups, list};
use salesbook::db::Db;
use salesbook::time::{Clock as _, Timestamp};
use tokio_util::sync::CancellationToken;

use super::Company;
use crate::support::app::START;
use crate::support::db::on_both;

const HOUR: i64 = 3_600_000;

/// Ticks; was one made?
async fn tick(company: &Company, backups: &Backups) -> bool {
    let now = company.clock.now();
    let made = backups
        .tick(
            &BackupSource::new(&company.app.core, &company.app.parts.blobs),
            now,
            &CancellationToken::new(),
        )
        .await;
    made.unwrap().is_some()
}

on_both!(
    one_a_night_is_made_and_the_newest_are_kept,
    a_failed_one_is_told_and_tried_again_after_an_hour,
    none_are_made_when_none_are_kept
);

async fn one_a_night_is_made_and_the_newest_are_kept(db: Db) {
    let company = Company::with(db, &[("backup_hour", "3"), ("backup_keep", "2")]);
    let backups = Backups::from_config(&company.app.config);
    assert_eq!(backups.dir(), company.data().join("backups"));
    backups.begin(START).await.unwrap();
    assert!(!tick(&company, &backups).await, "the first waits for its hour");
    assert!(backups.state(START).newest.is_none() && !backups.state(START).late);
    let mut made = 0;
    for _ in 0..24 * 3 {
        company.clock.advance(HOUR);
        made += usize::from(tick(&company, &backups).await);
    }
    assert_eq!(made, 3);
    let there = list(backups.dir()).unwrap();
    assert_eq!(there.len(), 2, "two are kept");
    // Three in the morning in Moscow is midnight in Greenwich.
    assert!(
        there[0].0.ends_with("salesbook-20261126T000000Z"),
        "{}",
        there[0].0.display()
    );
    let state = backups.state(company.clock.now());
    assert_eq!(
        (state.newest, state.failed, state.late, state.on),
        (Some(there[0].1.at), None, false, true)
    );
    // Another process of the service sees that it is made, and one that was off at night makes it up at once.
    let other = Backups::from_config(&company.app.config);
    other.begin(company.clock.now()).await.unwrap();
    assert!(!tick(&company, &other).await);
    company.clock.advance(72 * HOUR);
    assert!(backups.state(company.clock.now()).late);
    let late = Backups::from_config(&company.app.config);
    late.begin(company.clock.now()).await.unwrap();
    assert!(late.state(company.clock.now()).late);
    assert!(tick(&company, &late).await);
    assert!(!late.state(company.clock.now()).late);
    assert!(!tick(&company, &other).await, "one process makes it");
}

async fn a_failed_one_is_told_and_tried_again_after_an_hour(db: Db) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("backups");
    let company = Company::with(db, &[("backups", dir.to_str().unwrap())]);
    let backups = Backups::from_config(&company.app.config);
    backups.begin(START).await.unwrap();
    company.clock.advance(24 * HOUR);
    std::fs::write(&dir, b"a file where the directory should be").unwrap();
    let origin = BackupSource::new(&company.app.core, &company.app.parts.blobs);
    let stop = CancellationToken::new();
    let failed = backups
        .tick(&origin, company.clock.now(), &stop)
        .await
        .unwrap_err();
    let state = backups.state(company.clock.now());
    let told = state.failed.unwrap();
    assert_eq!(
        (told.at, told.why, told.no_room),
        (company.clock.now(), failed.to_string(), false)
    );
    assert!(state.late && failed.to_string().contains("backups"), "{failed}");
    std::fs::remove_file(&dir).unwrap();
    assert!(!tick(&company, &backups).await, "it rests");
    company.clock.advance(HOUR);
    assert!(tick(&company, &backups).await);
    assert_eq!(backups.state(company.clock.now()).failed, None);
}

async fn none_are_made_when_none_are_kept(db: Db) {
    let company = Company::with(db, &[("backup_keep", "0")]);
    let backups = Backups::from_config(&company.app.config);
    backups.begin(Timestamp(0)).await.unwrap();
    assert!(!tick(&company, &backups).await);
    let state = backups.state(START);
    assert!(!state.on && !state.late);
    assert!(!company.data().join("backups").exists());
}
