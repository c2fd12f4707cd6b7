//! The manager's side by setting, name and swap.

use axum::http::{Method, StatusCode};
use salesbook::db::{Db, JsonText};
use salesbook::id::RecordingId;
use salesbook::speech::{Speaker, Transcript};
use serde_json::json;

use super::take_in;
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::{call, twin_call};

/// Every text of a recording, also those not shown: who speaks in which order.
async fn all_speakers(app: &TestApp, recording: &str) -> Vec<Vec<Speaker>> {
    let recording: RecordingId = recording.parse().unwrap();
    let mut tx = app.app.db.read().await.unwrap();
    let rows: Vec<(JsonText<Transcript>,)> = tx
        .query("SELECT document FROM transcripts WHERE recording_id = $1 ORDER BY id")
        .bind(recording)
        .all()
        .await
        .unwrap();
    let speakers = rows
        .into_iter()
        .map(|(JsonText(it),)| it.segments.iter().map(|it| it.speaker).collect());
    speakers.collect()
}

on_both!(
    a_swap_moves_everything_and_the_next_one_moves_it_back,
    programs_swap_and_many_at_once_agree,
    stereo_of_one_sound_counts_as_mono_and_says_why,
    the_side_follows_the_name_unless_a_person_says_otherwise
);

async fn a_swap_moves_everything_and_the_next_one_moves_it_back(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await.to_string();
    let manager = app.sign_in(Who::Manager).await;
    let path = format!("/recordings/{id}");
    // An older text beside the shown one.
    manager
        .post(&format!("{path}/retry"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    app.run_jobs().await;
    let seen = async || {
        let page = manager.get(&path).await.ok();
        (
            page.all_words(".turn-who"),
            page.attribute("#wave-upper", "d"),
            page.attribute("#wave-lower", "d"),
            page.words(".call-side .dl"),
            manager.get(&format!("{path}/transcript/text")).await.ok().text(),
            manager.get(&format!("{path}/transcript/srt")).await.ok().text(),
            manager.get(&format!("{path}/transcript/json")).await.ok().json(),
            all_speakers(&app, &id).await,
        )
    };
    let before = seen().await;
    assert_eq!(before.0, ["Анна", "ООО «Технодвор»"]);
    assert_eq!(before.7, vec![vec![Speaker::Manager, Speaker::Client]; 2]);

    manager
        .post(&format!("{path}/swap"), &[("to", "2")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let after = seen().await;
    assert_eq!(after.0, ["ООО «Технодвор»", "Анна"]);
    assert_ne!(after.1, before.1, "the waveform has turned over");
    assert!(after.3.contains("справа (канал 2)"), "{}", after.3);
    assert!(after.4.starts_with("[00:00:00] ООО «Технодвор»: "), "{}", after.4);
    assert!(after.5.contains("ООО «Технодвор»: "), "{}", after.5);
    assert_eq!(after.6["segments"][0]["speaker"], "client");
    assert_eq!(after.7, vec![vec![Speaker::Client, Speaker::Manager]; 2]);
    // The page offered channel 2: the same form once more changes nothing.
    manager
        .post(&format!("{path}/swap"), &[("to", "2")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(seen().await, after);

    let offered = manager
        .get(&path)
        .await
        .ok()
        .attribute("form[action$='/swap'] input", "value");
    manager
        .post(&format!("{path}/swap"), &[("to", &offered)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(seen().await, before);
    manager
        .post(&format!("{path}/swap"), &[("to", "3")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    for stranger in [Who::Outsider, Who::OtherHead] {
        app.sign_in(stranger)
            .await
            .post(&format!("{path}/swap"), &[("to", "2")])
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    assert_eq!(seen().await, before);
}

async fn programs_swap_and_many_at_once_agree(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await.to_string();
    let head = app.program(Who::Head).await;
    let path = format!("/api/v1/recordings/{id}/swap");
    let once = head.json(Method::POST, &path, &json!({})).await.ok().json();
    assert_eq!(once["manager_channel"], 2);
    let nothing = json!({});
    let swaps = (0..7).map(|_| head.json(Method::POST, &path, &nothing));
    for answer in futures::future::join_all(swaps).await {
        let _ = answer.ok();
    }
    // Eight in all: back where it began, and text and side agree.
    let body = head.get(&format!("/api/v1/recordings/{id}")).await.ok().json();
    assert_eq!(body["manager_channel"], 1);
    assert_eq!(
        all_speakers(&app, &id).await,
        [[Speaker::Manager, Speaker::Client]]
    );
}

async fn stereo_of_one_sound_counts_as_mono_and_says_why(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.program(Who::Manager).await;
    let id = take_in(&manager, "twin.wav", &twin_call(9), &[]).await;
    let other = take_in(&manager, "call.wav", &call(9), &[]).await;
    app.run_jobs().await;
    let transcript = manager
        .get(&format!("/api/v1/recordings/{id}/transcript"))
        .await
        .ok()
        .json();
    assert_eq!(
        (&transcript["channels"], &transcript["segments"][0]["speaker"]),
        (&json!(1), &json!("unknown"))
    );
    let browser = app.sign_in(Who::Manager).await;
    let page = browser.get(&format!("/recordings/{id}")).await.ok();
    assert!(
        page.words(".score-facts").ends_with("Моно: оба канала одинаковы"),
        "{}",
        page.words(".score-facts")
    );
    assert!(
        page.words(".talk-foot")
            .contains("В обоих каналах файла один и тот же звук")
    );
    assert!(page.all_words("form[action$='/swap']").is_empty());
    manager
        .json(Method::POST, &format!("/api/v1/recordings/{id}/swap"), &json!({}))
        .await
        .problem(StatusCode::CONFLICT, "recording-one-side");
    let page = browser.get(&format!("/recordings/{other}")).await.ok();
    assert!(
        page.words(".score-facts").ends_with("Стерео"),
        "{}",
        page.words(".score-facts")
    );
}

async fn the_side_follows_the_name_unless_a_person_says_otherwise(db: Db) {
    let settings = [
        ("manager_side", "right"),
        ("manager_side_by_name", "_out=left,_in=right"),
    ];
    let app = TestApp::with_settings(db, &settings).await;
    let manager = app.program(Who::Manager).await;
    for (seconds, name, fields, channel) in [
        (7, "20261120-1000_OUT_7916.wav", &[][..], 1),
        (8, "20261120-1001_in.wav", &[], 2),
        (9, "call.wav", &[], 2),
        (10, "20261120-1002_out.wav", &[("manager_channel", "2")], 2),
    ] {
        let id = take_in(&manager, name, &call(seconds), fields).await;
        let body = manager.get(&format!("/api/v1/recordings/{id}")).await.ok().json();
        assert_eq!(body["manager_channel"], channel, "{name}");
    }
}
