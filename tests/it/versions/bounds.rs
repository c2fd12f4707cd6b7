//! Who sees and changes texts, and how many there may be.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::db::Db;

use super::{SUBTITLES, file, versions};
use crate::support::app::{TestApp, Who};
use crate::support::db::on_both;

on_both!(
    texts_are_seen_and_changed_by_those_who_see_the_call,
    a_recording_does_not_gather_texts_without_end
);

async fn texts_are_seen_and_changed_by_those_who_see_the_call(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let other = app.recording(Who::Outsider, 10).await;
    let admin = app.program(Who::Admin).await;
    let version = versions(&admin, &format!("/api/v1/recordings/{id}")).await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for (who, status) in [
        (Who::Manager, StatusCode::OK),
        (Who::Head, StatusCode::OK),
        (Who::Colleague, StatusCode::NOT_FOUND),
        (Who::OtherHead, StatusCode::NOT_FOUND),
        (Who::Trainer, StatusCode::FORBIDDEN),
    ] {
        let (browser, program) = (app.sign_in(who).await, app.program(who).await);
        for path in [
            format!("transcripts/{version}"),
            format!("transcripts/{version}/docx"),
        ] {
            browser
                .get(&format!("/recordings/{id}/{path}"))
                .await
                .expect(status);
        }
        for path in ["transcripts".to_owned(), format!("transcripts/{version}")] {
            program
                .get(&format!("/api/v1/recordings/{id}/{path}"))
                .await
                .expect(status);
        }
        if status == StatusCode::OK {
            continue;
        }
        for path in [format!("transcripts/{version}/show"), "retry".to_owned()] {
            browser
                .post(&format!("/recordings/{id}/{path}"), &[])
                .await
                .expect(status);
            program
                .send(
                    Method::POST,
                    &format!("/api/v1/recordings/{id}/{path}"),
                    None,
                    Body::empty(),
                )
                .await
                .expect(status);
        }
        browser
            .upload(
                &format!("/recordings/{id}/transcripts"),
                file("a.srt", SUBTITLES.as_bytes()),
            )
            .await
            .expect(status);
        program
            .upload(
                &format!("/api/v1/recordings/{id}/transcripts"),
                file("a.srt", SUBTITLES.as_bytes()),
            )
            .await
            .expect(status);
    }
    // A text belongs to its recording.
    let wrong = format!("/api/v1/recordings/{other}/transcripts/{version}");
    admin
        .get(&wrong)
        .await
        .problem(StatusCode::NOT_FOUND, "transcript-version-not-found");
    admin
        .send(Method::POST, &format!("{wrong}/show"), None, Body::empty())
        .await
        .problem(StatusCode::NOT_FOUND, "transcript-version-not-found");
    assert_eq!(
        versions(&admin, &format!("/api/v1/recordings/{id}")).await.len(),
        1
    );
}

async fn a_recording_does_not_gather_texts_without_end(db: Db) {
    let app = TestApp::new(db).await;
    let id = app.recording(Who::Manager, 9).await;
    let (at, program) = (
        format!("/api/v1/recordings/{id}/transcripts"),
        app.program(Who::Manager).await,
    );
    let mut tx = app.app.db.write().await.unwrap();
    for n in 0..59_i64 {
        tx.query(
                "INSERT INTO transcripts (id, recording_id, is_current, language, engine_model, engine_device, x_realtime, document, voice, file_name, imported_by, created_at)
                 SELECT 'copy' || CAST($2 AS TEXT), recording_id, $3, language, engine_model, engine_device, x_realtime, document, voice, 'copy.srt', imported_by, created_at
                 FROM transcripts WHERE recording_id = $1 AND id NOT LIKE 'copy%'",
            )
            .bind_all((&id, n, false))
            .execute_exactly(1)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    program
        .upload(&at, file("call.srt", SUBTITLES.as_bytes()))
        .await
        .problem(StatusCode::CONFLICT, "transcript-many");
}
