//! Who sees what, and how it is found.

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::people::Scope;
use salesbook::recordings::{RecordingState, store};

use super::{id, rows};
use crate::support::app::{Browser, Multipart, START, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::{call, mono_call};

on_both!(
    each_sees_what_is_theirs,
    the_list_is_filtered_and_paged,
    pages_speak_the_readers_language
);

async fn each_sees_what_is_theirs(db: Db) {
    let app = TestApp::new(db).await;
    let own = app.recording(Who::Manager, 8).await;
    let _colleagues = app.recording(Who::Colleague, 9).await;
    let _outsiders = app.recording(Who::Outsider, 10).await;
    for (who, sees, count) in [
        (Who::Manager, true, 1),
        (Who::Colleague, false, 1),
        (Who::Outsider, false, 1),
        (Who::Head, true, 2),
        (Who::OtherHead, false, 1),
        (Who::Admin, true, 3),
    ] {
        let program = app.program(who).await;
        let list = program.get("/api/v1/recordings").await.ok().json();
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{who:?}");
        let status = if sees {
            StatusCode::OK
        } else {
            StatusCode::NOT_FOUND
        };
        for path in ["", "/audio", "/transcript"] {
            program
                .get(&format!("/api/v1/recordings/{own}{path}"))
                .await
                .expect(status);
        }
        let browser = app.sign_in(who).await;
        for path in ["", "/audio", "/transcript/srt"] {
            browser
                .get(&format!("/recordings/{own}{path}"))
                .await
                .expect(status);
        }
        let page = browser.get("/recordings").await.ok();
        assert_eq!(page.all_words(".calls .client a").len(), count, "{who:?}");
        if !sees {
            for act in ["retry", "cancel"] {
                browser
                    .post(&format!("/recordings/{own}/{act}"), &[])
                    .await
                    .expect(status);
            }
            browser
                .post(&format!("/recordings/{own}"), &[("client", "чужой")])
                .await
                .expect(status);
        }
    }
    let trainer = app.sign_in(Who::Trainer).await;
    trainer.get("/recordings").await.expect(StatusCode::FORBIDDEN);
    let delete = |who: Browser| {
        let path = format!("/recordings/{own}/delete");
        async move { who.post(&path, &[]).await.status }
    };
    assert_eq!(
        delete(app.sign_in(Who::Manager).await).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        delete(app.sign_in(Who::OtherHead).await).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(delete(app.sign_in(Who::Head).await).await, StatusCode::SEE_OTHER);
    let found = app.app.parts.blobs.lost().await.unwrap();
    assert_eq!(
        (
            rows(&app).await,
            app.app.parts.blobs.hashes().unwrap().len(),
            found.len()
        ),
        (2, 2, 1)
    );
}

async fn the_list_is_filtered_and_paged(db: Db) {
    let app = TestApp::new(db).await;
    let head = app.program(Who::Head).await;
    for (n, (manager, client, phone, tags)) in [
        ("a.kuznetsova", "ООО «Тёплый дом»", "+7 495 120-44-18", "цена"),
        ("a.kuznetsova", "Литмаш", "8 (812) 305-90-02", "Цена, повтор"),
        ("n.zhukov", "50% скидка_тест", "", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let form = Multipart::default()
            .field("manager", manager)
            .field("client", client)
            .field("phone", phone)
            .field("tags", tags)
            .field("called_at", &format!("2026-11-2{n}T10:00"))
            .file("file", "call.wav", &call(7 + n as u32));
        head.upload("/api/v1/recordings", form)
            .await
            .expect(StatusCode::CREATED);
    }
    let found = async |query: &str| -> Vec<String> {
        let body = head.get(&format!("/api/v1/recordings?{query}")).await.ok().json();
        body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["client"].as_str().unwrap().to_owned())
            .collect()
    };
    let (warm, lit, odd) = ("ООО «Тёплый дом»", "Литмаш", "50% скидка_тест");
    assert_eq!(found("").await, [odd, lit, warm]);
    assert_eq!(
        found("q=%D1%82%D0%B5%D0%BF%D0%BB%D1%8B%D0%B9%20%D0%94%D0%9E%D0%9C").await,
        [warm]
    );
    assert_eq!(found("q=812%20305-90").await, [lit]);
    assert_eq!(found("q=%25").await, [odd]);
    assert_eq!(found("q=_").await, [odd]);
    assert_eq!(found("tag=%D0%A6%D0%95%D0%9D%D0%90").await, [lit, warm]);
    assert_eq!(found("manager=n.zhukov").await, [odd]);
    assert_eq!(found("state=working").await.len(), 3);
    assert_eq!(found("state=ready").await.len(), 0);
    let first = head.get("/api/v1/recordings?limit=2").await.ok().json();
    let next = first["next"].as_str().unwrap();
    assert_eq!(found(&format!("limit=2&after={next}")).await, [warm]);

    let browser = app.sign_in(Who::Head).await;
    let block = browser.fragment("calls").get("/recordings?q=812").await.ok();
    assert!(!block.text().contains("<html"), "{}", block.text());
    assert_eq!(block.all_words(".client a"), [lit]);
    browser
        .get("/recordings?state=nonsense")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

async fn pages_speak_the_readers_language(db: Db) {
    let app = TestApp::new(db).await;
    let form = Multipart::default().file("file", "mono.wav", &mono_call(9));
    let program = app.program(Who::Manager).await;
    let created = program
        .upload("/api/v1/recordings", form)
        .await
        .expect(StatusCode::CREATED);
    app.run_jobs().await;
    let english = app.sign_in(Who::Head).await.with_header("accept-language", "en");
    let list = english.get("/recordings").await.ok();
    assert_eq!(list.words("h1"), "Recordings");
    assert_eq!(
        list.words(".calls .state .badge"),
        "Mono: no conversation metrics"
    );
    let page = english.get(&format!("/recordings/{}", id(&created))).await.ok();
    assert!(page.text().contains("Model script"), "{}", page.text());
    assert!(page.all_words(".turn-who").is_empty());
    assert_eq!(page.attribute(".doubt", "title"), "Certainty 31%");
    let mut tx = app.app.db.read().await.unwrap();
    let counts = store::counts(&mut tx, &Scope::All).await.unwrap();
    assert_eq!(counts, [(RecordingState::Ready, 1, 9_000)]);
    assert!(
        page.text().contains("23 November") || page.text().contains("23\u{a0}November"),
        "{START:?}"
    );
}
