//! What browsers cannot play is played from a copy; what nobody can read is refused with the way to mend it.

use axum::http::StatusCode;
use salesbook::db::Db;

use crate::support::app::{Browser, Multipart, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::call;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!(
        "{}/tests/fixtures/audio/{name}",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

async fn bring(browser: &Browser, name: &str, bytes: &[u8]) -> serde_json::Value {
    let form = Multipart::default().file("file", name, bytes);
    let answer = browser
        .upload("/api/v1/recordings", form)
        .await
        .expect(StatusCode::CREATED);
    browser.get(answer.location()).await.ok().json()
}

fn copies(app: &TestApp) -> usize {
    std::fs::read_dir(app.data.path().join("recordings/playable")).map_or(0, std::iter::Iterator::count)
}

on_both!(
    a_recording_that_browsers_do_not_know_is_played_from_a_copy,
    a_codec_that_nobody_knows_is_named_with_what_to_do
);

async fn a_recording_that_browsers_do_not_know_is_played_from_a_copy(db: Db) {
    let app = TestApp::new(db).await;
    let program = app.program(Who::Manager).await;
    let taken = bring(&program, "call.wav", &fixture("gsm.wav")).await;
    assert_eq!(
        (&taken["channels"], &taken["read_by"]),
        (&1.into(), &"salesbook".into())
    );
    let id = taken["id"].as_str().unwrap();
    let page = app.sign_in(Who::Manager).await;
    assert_eq!(copies(&app), 0);
    // The player asks for pieces, from anywhere.
    let piece = page
        .clone()
        .with_header("range", "bytes=16000-16003")
        .get(&format!("/recordings/{id}/audio"))
        .await;
    let piece = piece.expect(StatusCode::PARTIAL_CONTENT);
    assert_eq!(piece.headers["content-range"], "bytes 16000-16003/32044");
    assert_eq!(piece.headers["content-type"], "audio/wav");
    let whole = page.get(&format!("/recordings/{id}/audio")).await.ok();
    assert_eq!(&whole.body[..4], b"RIFF");
    assert_eq!(&whole.body[16_000..16_004], &piece.body[..]);
    assert_eq!(copies(&app), 1);
    // What is saved is what was brought, by people and by programs.
    for answer in [
        page.get(&format!("/recordings/{id}/audio?download=1")).await.ok(),
        program.get(&format!("/api/v1/recordings/{id}/audio")).await.ok(),
    ] {
        assert_eq!(answer.body.as_ref(), fixture("gsm.wav"));
    }
    // The copy goes with the recording.
    let head = app.program(Who::Head).await;
    let path = format!("/api/v1/recordings/{id}");
    let gone = head.send(axum::http::Method::DELETE, &path, None, axum::body::Body::empty());
    gone.await.expect(StatusCode::NO_CONTENT);
    assert_eq!(copies(&app), 0);
    // One that browsers know has none.
    let taken = bring(&program, "call.wav", &call(9)).await;
    page.get(&format!("/recordings/{}/audio", taken["id"].as_str().unwrap()))
        .await
        .ok();
    assert_eq!(copies(&app), 0);
}

async fn a_codec_that_nobody_knows_is_named_with_what_to_do(db: Db) {
    let app = TestApp::new(db).await;
    let program = app.program(Who::Manager).await;
    let mut bytes = fixture("gsm.wav");
    // G.729, as some recorders call it; the sound is none, so that ffmpeg makes nothing of it either.
    bytes[20] = 0x42;
    bytes[21] = 0x42;
    let form = Multipart::default().file("file", "call.wav", &bytes);
    let answer = program.upload("/api/v1/recordings", form).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let told = answer.json();
    let title = told["title"].as_str().unwrap();
    assert!(title.contains("WAV 0x4242") && title.contains("MP3"), "{told}");
    let expected = if salesbook::speech::audio::ffmpeg::program().is_some() {
        "audio-codec"
    } else {
        "audio-needs-ffmpeg"
    };
    assert_eq!(told["code"], expected, "{told}");
}
