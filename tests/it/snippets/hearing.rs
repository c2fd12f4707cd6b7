//! Who cuts, who hears, and that a snippet is its range and nothing else.

use axum::http::StatusCode;
use salesbook::audit;
use salesbook::db::Db;
use salesbook::id::SnippetId;

use super::{OBJECTION, cut};
use crate::support::app::{Answer, TestApp, Who};
use crate::support::db::on_both;

/// Samples of a 16-bit stereo WAV, left and right.
fn samples(answer: &Answer) -> (Vec<i16>, Vec<i16>) {
    let bytes = &answer.body;
    assert_eq!(&bytes[..4], b"RIFF");
    assert_eq!(u16::from_le_bytes([bytes[22], bytes[23]]), 2, "channels");
    assert_eq!(u32::from_le_bytes(bytes[24..28].try_into().unwrap()), 16_000);
    let all: Vec<i16> = bytes[44..]
        .chunks_exact(2)
        .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    let side = |n: usize| all.iter().copied().skip(n).step_by(2).collect();
    (side(0), side(1))
}

fn loudest(samples: &[i16]) -> u16 {
    samples.iter().map(|it| it.unsigned_abs()).max().unwrap_or(0)
}

async fn acts(app: &TestApp, id: &SnippetId) -> Vec<String> {
    let mut tx = app.app.db.read().await.unwrap();
    let events = audit::store::of_subject(&mut tx, &format!("/snippets/{id}"))
        .await
        .unwrap();
    events
        .into_iter()
        .map(|event| event.event.act.to_string())
        .collect()
}

on_both!(
    a_snippet_is_its_range_and_nothing_else,
    who_does_not_see_the_call_hears_a_snippet_only_while_the_manager_agrees,
    a_call_of_somebody_else_takes_the_old_consent_with_it,
    a_manager_cuts_their_own_call_and_nobody_elses,
    a_snippet_and_its_sound_go_with_the_recording_and_the_places_say_so
);

async fn a_snippet_is_its_range_and_nothing_else(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 10).await;
    let head = app.sign_in(Who::Head).await;
    let id = cut(&head, &call, ("0:04", "0:06,5"), &[]).await;
    let sound = head.get(&format!("/snippets/{id}/audio")).await.ok();
    assert_eq!(sound.headers["content-type"], "audio/wav");
    let (left, right) = samples(&sound);
    assert_eq!(
        (left.len(), right.len()),
        (40_000, 40_000),
        "two seconds and a half"
    );
    assert!(
        loudest(&left) < 200,
        "the manager is silent there: {}",
        loudest(&left)
    );
    assert!(loudest(&right) > 3_000, "the client speaks: {}", loudest(&right));

    let other = cut(&head, &call, ("0:00,5", "0:03"), &[]).await;
    let (left, right) = samples(&head.get(&format!("/snippets/{other}/audio")).await.ok());
    assert!(loudest(&left) > 3_000 && loudest(&right) < 200);
    // The same part of the whole recording, which is at 8 kHz.
    let whole = head.get(&format!("/recordings/{call}/audio")).await.ok();
    let at = |ms: usize| 44 + ms * 8 * 4;
    let from_file: Vec<i16> = whole.body[at(500)..at(3_000)]
        .chunks_exact(4)
        .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    let middle = |samples: &[i16], step: usize| -> f64 {
        let squares = samples.iter().step_by(step).map(|it| f64::from(*it).powi(2));
        (squares.sum::<f64>() / (samples.len() / step) as f64).sqrt()
    };
    let (in_file, in_part) = (middle(&from_file, 1), middle(&left, 2));
    assert!(
        (in_file - in_part).abs() < in_file * 0.05,
        "{in_file} and {in_part}"
    );

    // A player asks for pieces.
    let piece = head
        .clone()
        .with_header("range", "bytes=0-99")
        .get(&format!("/snippets/{id}/audio"))
        .await;
    assert_eq!(
        (piece.status, piece.body.len()),
        (StatusCode::PARTIAL_CONTENT, 100)
    );

    for (start, end, code) in [
        ("0:04", "0:04,9", "От 1 секунды"),
        ("0:04", "0:20", "Запись кончается раньше"),
        ("скоро", "0:05", "Время пишут так"),
    ] {
        let fields = [("start", start), ("end", end), ("title", "Т"), ("stage", "needs")];
        let refused = head
            .post(&format!("/recordings/{call}/snippets"), &fields)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        let said = refused.all_words("#snippets .field-error").join(" ");
        assert!(
            said.to_lowercase().contains(&code.to_lowercase()),
            "{start}–{end}: {said}"
        );
        assert_eq!(
            refused.attribute("#cut-start", "value"),
            start,
            "what was entered is kept"
        );
    }
    assert_eq!(acts(&app, &id).await, ["snippet-made", "snippet-heard"]);
}

async fn who_does_not_see_the_call_hears_a_snippet_only_while_the_manager_agrees(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 10).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let trainer = app.sign_in(Who::Trainer).await;
    let outsiders = [Who::Colleague, Who::Outsider, Who::OtherHead, Who::Trainer];
    let id = cut(&head, &call, ("0:00", "0:03"), &[("objection", OBJECTION)]).await;
    let page = format!("/snippets/{id}");
    let sound = format!("{page}/audio");

    // Without consent: the call's own people alone.
    for who in outsiders {
        let browser = app.sign_in(who).await;
        browser.get(&page).await.expect(StatusCode::NOT_FOUND);
        browser.get(&sound).await.expect(StatusCode::NOT_FOUND);
        assert!(
            browser
                .get("/snippets")
                .await
                .ok()
                .all_words(".clip-title")
                .is_empty(),
            "{who:?}"
        );
        assert_ne!(
            browser
                .post(
                    &format!("{page}/consent"),
                    &[("consent", "yes"), ("ground", "unrecognisable")]
                )
                .await
                .status,
            StatusCode::SEE_OTHER,
            "{who:?}"
        );
    }
    for browser in [&head, &manager, &app.sign_in(Who::Admin).await] {
        browser.get(&sound).await.ok();
    }
    assert!(
        head.get(&page)
            .await
            .ok()
            .words(".aside .badge")
            .contains("Без согласия")
    );

    // The head states the manager's consent: who and when stands on the page.
    head.post(
        &format!("{page}/consent"),
        &[("consent", "yes"), ("ground", "unrecognisable")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    head.post(
        &format!("{page}/consent"),
        &[("consent", "yes"), ("ground", "unrecognisable")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let shown = trainer.get(&page).await.ok();
    assert!(
        shown
            .words(".aside section")
            .contains("23 ноября, 14:00, Марина Соколова"),
        "{}",
        shown.words(".aside section")
    );
    for who in outsiders {
        let browser = app.sign_in(who).await;
        let (left, _) = samples(&browser.get(&sound).await.ok());
        assert_eq!(left.len(), 48_000, "{who:?}");
        let inside = browser.get(&format!("/recordings/{call}")).await.status;
        assert!(
            matches!(inside, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
            "{who:?}: {inside}"
        );
        let whole = browser.get(&format!("/recordings/{call}/audio")).await.status;
        assert!(
            matches!(whole, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
            "{who:?}: {whole}"
        );
        let shown = browser.get(&page).await.ok();
        assert!(
            !shown.text().contains("Технодвор"),
            "{who:?} reads no name of the client"
        );
        assert!(
            !shown.text().contains(&format!("/recordings/{call}")),
            "{who:?} gets no way to the call"
        );
        assert!(shown.text().contains("Анна Кузнецова"));
        assert_eq!(
            shown.words(".clip-lines li"),
            "Анна Добрый день, это компания «Ярус»."
        );
        let changed = browser
            .post(&page, &[("title", "Чужое"), ("stage", "needs")])
            .await
            .status;
        assert_eq!(changed, StatusCode::FORBIDDEN, "{who:?}");
        let removed = browser.post(&format!("{page}/delete"), &[]).await.status;
        assert_eq!(removed, StatusCode::FORBIDDEN, "{who:?}");
    }
    let list = trainer.get("/snippets?stage=closing&kind=best").await.ok();
    assert_eq!(list.all_words(".clip-title"), ["Согласовал замер"]);
    assert!(
        list.words(".clip-under").contains("Дорого"),
        "{}",
        list.words(".clip-under")
    );
    for other in [
        "stage=needs",
        "kind=mistake",
        "objection=ru/objections/competitor-cheaper",
    ] {
        let list = trainer.get(&format!("/snippets?{other}")).await.ok();
        assert!(list.all_words(".clip-title").is_empty(), "{other}");
    }
    trainer
        .get("/snippets?kind=loud")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);

    // The manager takes it back, by themself.
    manager
        .post(&format!("{page}/consent"), &[("consent", "no")])
        .await
        .expect(StatusCode::SEE_OTHER);
    trainer.get(&sound).await.expect(StatusCode::NOT_FOUND);
    trainer.get(&page).await.expect(StatusCode::NOT_FOUND);
    manager.get(&sound).await.ok();
    let (heard, done): (Vec<String>, Vec<String>) = acts(&app, &id)
        .await
        .into_iter()
        .partition(|act| act == "snippet-heard");
    assert_eq!(done, ["snippet-made", "consent-given", "consent-withdrawn"]);
    assert_eq!(heard.len(), 6, "everybody who listened, once an hour");
}

async fn a_call_of_somebody_else_takes_the_old_consent_with_it(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 10).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let trainer = app.sign_in(Who::Trainer).await;
    let id = cut(&head, &call, ("0:00", "0:03"), &[("objection", OBJECTION)]).await;
    let page = format!("/snippets/{id}");
    manager
        .post(
            &format!("{page}/consent"),
            &[("consent", "yes"), ("ground", "unrecognisable")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    trainer.get(&page).await.ok();
    let facts = [
        ("manager", app.id(Who::Colleague).as_str()),
        ("client", "ООО «Технодвор»"),
    ];
    head.post(&format!("/recordings/{call}"), &facts)
        .await
        .expect(StatusCode::SEE_OTHER);
    trainer.get(&page).await.expect(StatusCode::NOT_FOUND);
    manager.get(&page).await.expect(StatusCode::NOT_FOUND);
}

async fn a_manager_cuts_their_own_call_and_nobody_elses(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 10).await;
    let manager = app.sign_in(Who::Manager).await;
    let id = cut(
        &manager,
        &call,
        ("0:01", "0:03"),
        &[("consent", "yes"), ("ground", "unrecognisable")],
    )
    .await;
    assert_eq!(acts(&app, &id).await, ["snippet-made", "consent-given"]);
    let page = manager.get(&format!("/recordings/{call}")).await.ok();
    assert_eq!(
        page.all_words("#snippets .notes li"),
        ["0:01–0:03 Согласовал замер Слышат все"]
    );

    let colleague = app.sign_in(Who::Colleague).await;
    let fields = [
        ("start", "0:01"),
        ("end", "0:03"),
        ("title", "Чужой"),
        ("stage", "needs"),
    ];
    colleague
        .post(&format!("/recordings/{call}/snippets"), &fields)
        .await
        .expect(StatusCode::NOT_FOUND);
    for who in [Who::Trainer, Who::Admin] {
        let browser = app.sign_in(who).await;
        browser
            .post(&format!("/recordings/{call}/snippets"), &fields)
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    let words = [
        ("title", "Назвал день и час"),
        ("stage", "closing"),
        ("kind", "mistake"),
        ("objection", OBJECTION),
    ];
    manager
        .post(&format!("/snippets/{id}"), &words)
        .await
        .expect(StatusCode::SEE_OTHER);
    let shown = manager.get(&format!("/snippets/{id}")).await.ok();
    assert_eq!(shown.words("h1"), "Назвал день и час");
    assert!(shown.words(".entry-head").contains("Типичная ошибка"));
    let wrong = manager
        .post(&format!("/snippets/{id}"), &[("title", ""), ("stage", "closing")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("Назовите, что происходит"));

    manager
        .post(&format!("/snippets/{id}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    manager
        .get(&format!("/snippets/{id}"))
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(acts(&app, &id).await.contains(&"snippet-deleted".to_owned()));
}

async fn a_snippet_and_its_sound_go_with_the_recording_and_the_places_say_so(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 10).await;
    let head = app.sign_in(Who::Head).await;
    let kept_call = app.recording(Who::Colleague, 12).await;
    let gone = cut(
        &head,
        &call,
        ("0:01", "0:03"),
        &[("consent", "yes"), ("ground", "unrecognisable")],
    )
    .await;
    let kept = cut(
        &head,
        &kept_call,
        ("0:01", "0:03"),
        &[("consent", "yes"), ("ground", "unrecognisable")],
    )
    .await;
    for id in [&gone, &kept] {
        head.get(&format!("/snippets/{id}/audio")).await.ok();
    }
    let parts = || {
        let folder = app.data.path().join("recordings/playable");
        std::fs::read_dir(folder).unwrap().count()
    };
    assert_eq!(parts(), 2);
    let list = head
        .post("/playlists", &[("title", "Новичку"), ("snippet", gone.as_str())])
        .await
        .expect(StatusCode::SEE_OTHER);
    let list = list.location().to_owned();
    head.post(&format!("{list}/items"), &[("snippet", kept.as_str())])
        .await
        .expect(StatusCode::SEE_OTHER);

    head.post(&format!("/recordings/{call}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.get(&format!("/snippets/{gone}/audio"))
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_eq!(parts(), 1, "no part of the sound is left");
    let page = head.get(&list).await.ok();
    assert_eq!(
        page.all_words("[data-queue] .clip-gone"),
        ["Здесь был отрывок звонка. Его больше нет."]
    );
    assert_eq!(page.all_words("[data-queue] .clip-title").len(), 1);
    let order = format!("{list}/order");
    head.post(&order, &[("snippet", gone.as_str()), ("step", "remove")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(head.get(&list).await.ok().all_words(".clip-gone").is_empty());
}
