//! Files without rows: set aside, found again, gone after their time.

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::recordings::files::HANDFUL;
use salesbook::recordings::files::lost::KEPT_DAYS;
use salesbook::recordings::files::sweep::SweepResult;

use super::{DAY_MS, FILES, bring, health, orphan, recording, swept};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::call;

on_both!(
    an_older_database_beside_newer_files_moves_nothing_and_says_so,
    an_empty_database_moves_not_even_one_file,
    what_a_crash_left_is_heard_and_taken_in_again,
    a_found_file_goes_after_thirty_days_or_when_the_administrator_says_so,
    a_deleted_recording_leaves_its_sound_for_thirty_days_an_erased_one_nothing
);

async fn an_older_database_beside_newer_files_moves_nothing_and_says_so(db: Db) {
    let app = TestApp::new(db).await;
    recording(&app, &call(7)).await;
    let mut orphans = Vec::new();
    for seconds in 0..=HANDFUL as u32 {
        orphans.push(orphan(&app, &call(8 + seconds)).await);
    }
    assert_eq!(
        swept(&app).await,
        SweepResult {
            held: HANDFUL + 1,
            ..SweepResult::default()
        }
    );
    assert!(
        orphans
            .iter()
            .all(|hash| app.app.parts.blobs.path(hash).is_file()),
        "nothing was moved"
    );
    assert_eq!(health(&app).await.unknown_files(), HANDFUL as i64 + 1);
    let admin = app.sign_in(Who::Admin).await;
    let list = admin.get("/recordings").await.ok();
    assert!(list.words(".files-notice").contains("непорядок"));
    let page = admin.get(FILES).await.ok();
    assert!(
        page.words("#unknown").contains("6 файлов не значатся в базе"),
        "{}",
        page.words("#unknown")
    );
    for who in [Who::Manager, Who::Head, Who::Trainer] {
        app.sign_in(who)
            .await
            .get(FILES)
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    assert!(
        app.sign_in(Who::Head)
            .await
            .get("/recordings")
            .await
            .ok()
            .all_words(".files-notice")
            .is_empty()
    );
    // Somebody who was told decides.
    admin
        .post("/recordings/files/aside", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(app.app.parts.blobs.lost().await.unwrap().len(), HANDFUL + 1);
    assert_eq!(app.app.parts.blobs.hashes().unwrap().len(), 1);
    assert_eq!(swept(&app).await, SweepResult::default());
    assert!(admin.get(FILES).await.ok().all_words("#unknown").is_empty());
}

async fn an_empty_database_moves_not_even_one_file(db: Db) {
    let app = TestApp::new(db).await;
    let hash = orphan(&app, &call(7)).await;
    assert_eq!(
        swept(&app).await,
        SweepResult {
            held: 1,
            ..SweepResult::default()
        }
    );
    assert!(app.app.parts.blobs.path(&hash).is_file());
}

async fn what_a_crash_left_is_heard_and_taken_in_again(db: Db) {
    let app = TestApp::new(db).await;
    recording(&app, &call(7)).await;
    orphan(&app, &call(9)).await;
    assert_eq!(
        swept(&app).await,
        SweepResult {
            aside: 1,
            ..SweepResult::default()
        }
    );
    let admin = app.sign_in(Who::Admin).await;
    let page = admin.get(FILES).await.ok();
    let sound = page.attribute("#found audio", "src");
    let heard = admin.get(&sound).await.ok();
    assert_eq!(heard.body.len(), call(9).len());
    let take = page.attribute("#found form[action$=take]", "action");
    let nobody = admin
        .post(&take, &[("manager", "")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.words(".field-error").contains("чей это звонок"));
    let manager = app.id(Who::Colleague).to_string();
    let taken = admin
        .post(&take, &[("manager", &manager)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let shown = app.sign_in(Who::Colleague).await.get(taken.location()).await.ok();
    assert!(shown.words("#call-facts").contains("Никита Жуков"));
    assert!(admin.get(FILES).await.ok().all_words("#found li").is_empty());
    admin.get(&sound).await.expect(StatusCode::NOT_FOUND);
    let acts = admin.get("/audit").await.ok().text();
    assert!(acts.contains("Найденный файл прослушан") && acts.contains("Найденный файл стал записью"));
}

async fn a_found_file_goes_after_thirty_days_or_when_the_administrator_says_so(db: Db) {
    let app = TestApp::new(db).await;
    recording(&app, &call(7)).await;
    orphan(&app, &call(9)).await;
    swept(&app).await;
    app.clock.advance(DAY_MS);
    orphan(&app, &call(10)).await;
    swept(&app).await;
    app.clock.advance((KEPT_DAYS - 1) * DAY_MS - 1);
    assert_eq!(swept(&app).await, SweepResult::default());
    app.clock.advance(1);
    assert_eq!(
        swept(&app).await,
        SweepResult {
            lapsed: 1,
            ..SweepResult::default()
        }
    );
    let admin = app.sign_in(Who::Admin).await;
    let forget = admin
        .get(FILES)
        .await
        .ok()
        .attribute("#found form[action$=forget]", "action");
    admin.post(&forget, &[]).await.expect(StatusCode::SEE_OTHER);
    admin.post(&forget, &[]).await.expect(StatusCode::NOT_FOUND);
    admin
        .get("/recordings/files/..%2F..%2Fsalesbook.sqlite/audio")
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(app.app.parts.blobs.lost().await.unwrap().is_empty());
}

async fn a_deleted_recording_leaves_its_sound_for_thirty_days_an_erased_one_nothing(db: Db) {
    let app = TestApp::new(db).await;
    let (own, kept) = (recording(&app, &call(9)).await, recording(&app, &call(10)).await);
    let head = app.sign_in(Who::Head).await;
    assert!(
        head.get(&format!("/recordings/{own}"))
            .await
            .ok()
            .words("#delete")
            .contains("30 дней")
    );
    head.post(&format!("/recordings/{own}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let admin = app.sign_in(Who::Admin).await;
    let page = admin.get(FILES).await.ok();
    let words = page.words("#found li");
    assert!(
        words.contains("звонок.wav") && words.contains("Анна Кузнецова") && words.contains("Марина Соколова"),
        "{words}"
    );
    let take = page.attribute("#found form[action$=take]", "action");
    let manager = page.attribute("#found option[selected]", "value");
    let taken = admin
        .post(&take, &[("manager", &manager)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(manager, app.id(Who::Manager).to_string());
    let again = taken.location().rsplit('/').next().unwrap().parse().unwrap();
    // What must be forgotten is nowhere: not in its place, not among the found files.
    let person = app.person(Who::Admin).clone();
    head.post(&format!("/recordings/{kept}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    bring(&app.program(Who::Manager).await, &call(10))
        .await
        .expect(StatusCode::CREATED);
    app.app.recordings.erase(&person, &again).await.unwrap();
    let list = app
        .program(Who::Admin)
        .await
        .get("/api/v1/recordings")
        .await
        .ok()
        .json();
    let last = list["items"][0]["id"].as_str().unwrap().parse().unwrap();
    app.app.recordings.erase(&person, &last).await.unwrap();
    assert!(
        app.app.parts.blobs.lost().await.unwrap().is_empty()
            && app.app.parts.blobs.hashes().unwrap().is_empty()
    );
}
