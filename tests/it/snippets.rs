//! Snippets of calls, playlists and comments: who hears what, that a snippet is its range and nothing else, and the way of
//! one from a call into the book.

use axum::http::StatusCode;
use salesbook::audit;
use salesbook::db::Db;
use salesbook::id::{RecordingId, SnippetId};

use crate::authoring;
use crate::support::app::{Answer, Browser, PASSWORD, SHIPPED_BOOK, TestApp, Who, copy_folder};
use crate::support::browser::{Service, Window};
use crate::support::db::on_both;

/// An objection of the shipped book.
const OBJECTION: &str = "ru/objections/too-expensive";

/// The manager speaks from 0:00,5 to 0:03 on the left, the client from 0:04 to 0:06,5 on the right.
async fn cut(by: &Browser, call: &RecordingId, range: (&str, &str), more: &[(&str, &str)]) -> SnippetId {
    let fields: Vec<_> = [
        ("start", range.0),
        ("end", range.1),
        ("title", "Согласовал замер"),
        ("stage", "closing"),
        ("kind", "best"),
    ]
    .into_iter()
    .chain(more.iter().copied())
    .collect();
    let done = by
        .post(&format!("/recordings/{call}/snippets"), &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    let place = done.location().split_once("#snippet-").unwrap().1;
    place.parse().unwrap()
}

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
    a_manager_cuts_their_own_call_and_nobody_elses,
    a_snippet_and_its_sound_go_with_the_recording_and_the_places_say_so,
    a_playlist_is_put_together_ordered_and_heard,
    an_entry_plays_a_snippet_as_long_as_everybody_may_hear_it,
    comments_stand_at_their_moment_and_questions_wait_on_the_first_page,
    an_idea_reaches_the_trainer_by_its_words_and_a_shared_snippet
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

    // A call that turns out to be somebody else's takes the old consent with it.
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

async fn a_playlist_is_put_together_ordered_and_heard(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 10).await;
    let (head, trainer) = (app.sign_in(Who::Head).await, app.sign_in(Who::Trainer).await);
    let (colleague, outsider) = (
        app.sign_in(Who::Colleague).await,
        app.sign_in(Who::Outsider).await,
    );
    let one = cut(
        &head,
        &call,
        ("0:01", "0:02"),
        &[("consent", "yes"), ("ground", "unrecognisable")],
    )
    .await;
    let two = cut(
        &head,
        &call,
        ("0:02", "0:03"),
        &[("consent", "yes"), ("ground", "unrecognisable")],
    )
    .await;
    let own = cut(&head, &call, ("0:04", "0:06"), &[]).await;
    let made = trainer
        .post(
            "/playlists",
            &[
                ("title", "Как закрывать"),
                ("purpose", "Новым менеджерам"),
                ("snippet", one.as_str()),
            ],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    let list = made.location().to_owned();
    let put = |by: Browser, snippet: SnippetId| {
        let list = list.clone();
        async move {
            by.post(&format!("{list}/items"), &[("snippet", snippet.as_str())])
                .await
                .status
        }
    };
    assert_eq!(put(trainer.clone(), two.clone()).await, StatusCode::SEE_OTHER);
    assert_eq!(
        put(trainer.clone(), two.clone()).await,
        StatusCode::SEE_OTHER,
        "twice is once"
    );
    assert_eq!(
        put(trainer.clone(), own.clone()).await,
        StatusCode::NOT_FOUND,
        "what one does not hear"
    );
    assert_eq!(put(head.clone(), own.clone()).await, StatusCode::SEE_OTHER);
    assert_eq!(put(colleague.clone(), one.clone()).await, StatusCode::FORBIDDEN);

    let places = |page: &Answer| -> Vec<String> {
        let html = scraper::Html::parse_document(&page.text());
        let place = scraper::Selector::parse("[data-place]").unwrap();
        html.select(&place)
            .map(|it| it.attr("data-place").unwrap().to_owned())
            .collect()
    };
    let ids = |all: [&SnippetId; 3]| all.map(ToString::to_string).to_vec();
    assert_eq!(places(&head.get(&list).await.ok()), ids([&one, &two, &own]));
    let order = format!("{list}/order");
    head.post(&order, &[("snippet", own.as_str()), ("step", "up")])
        .await
        .expect(StatusCode::SEE_OTHER);
    trainer
        .post(&order, &[("snippet", one.as_str()), ("step", "down")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(places(&head.get(&list).await.ok()), ids([&own, &one, &two]));
    head.post(&order, &[("snippet", own.as_str()), ("step", "sideways")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    colleague
        .post(&order, &[("snippet", own.as_str()), ("step", "up")])
        .await
        .expect(StatusCode::FORBIDDEN);

    // Each hears what they may; heard to the end counts for each alone.
    for (who, progress) in [(&head, "0 из 3"), (&colleague, "0 из 2"), (&outsider, "0 из 2")] {
        assert_eq!(
            who.get(&list).await.ok().all_words(".aside section p")[0],
            progress
        );
    }
    assert!(
        colleague
            .get(&list)
            .await
            .ok()
            .words(".clip-gone")
            .contains("не дал согласия")
    );
    colleague
        .post(&format!("/snippets/{one}/heard"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    colleague
        .fragment("none")
        .post(&format!("/snippets/{one}/heard"), &[])
        .await
        .expect(StatusCode::NO_CONTENT);
    colleague
        .post(&format!("/snippets/{own}/heard"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_eq!(
        colleague.get(&list).await.ok().all_words(".aside section p")[0],
        "1 из 2"
    );
    assert_eq!(
        outsider.get("/playlists").await.ok().words(".playlists .num"),
        "0 из 2"
    );
    let listeners = |page: Answer| page.all_words(".aside .dl dt");
    let team = head.get(&list).await.ok();
    let names = team.all_words(".aside .dl dt");
    assert_eq!(names, ["Анна Кузнецова", "Никита Жуков"], "a head sees the team");
    assert_eq!(team.all_words(".aside .dl dd"), ["0 из 3", "1 из 3"]);
    assert_eq!(
        listeners(trainer.get(&list).await.ok()).len(),
        3,
        "the trainer everybody"
    );
    assert!(listeners(colleague.get(&list).await.ok()).is_empty());

    let (long, longer) = ("я".repeat(121), "я".repeat(501));
    for (title, purpose) in [("", ""), (long.as_str(), ""), ("Да", longer.as_str())] {
        let wrong = trainer
            .post(&list, &[("title", title), ("purpose", purpose)])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    trainer
        .post(&format!("{list}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    trainer.get(&list).await.expect(StatusCode::NOT_FOUND);
    head.get(&format!("/snippets/{own}")).await.ok();
}

async fn an_entry_plays_a_snippet_as_long_as_everybody_may_hear_it(db: Db) {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(std::path::Path::new(SHIPPED_BOOK), folder.path());
    let app = TestApp::with_settings(db, &[("library", folder.path().to_str().unwrap())]).await;
    let call = app.recording(Who::Manager, 10).await;
    let (head, trainer, outsider) = (
        app.sign_in(Who::Head).await,
        app.sign_in(Who::Trainer).await,
        app.sign_in(Who::Outsider).await,
    );
    let id = cut(
        &head,
        &call,
        ("0:00", "0:03"),
        &[
            ("objection", OBJECTION),
            ("consent", "yes"),
            ("ground", "unrecognisable"),
        ],
    )
    .await;
    let page = trainer.get(&format!("/snippets/{id}")).await.ok();
    assert_eq!(page.words("#clip-line"), format!("::snippet {id}"));

    // The trainer writes it into the book.
    let entry = format!("/playbook/{OBJECTION}");
    let editor = trainer.get(&format!("{entry}/edit")).await.ok();
    let fields = |line: &str| -> Vec<(String, String)> {
        let with_line = |(name, value): (String, String)| {
            let value = if name == "body" {
                value.replacen("### ", &format!("{line}\r\n\r\n### "), 1)
            } else {
                value
            };
            (name, value)
        };
        authoring::fields(&editor).into_iter().map(with_line).collect()
    };
    let send = |path: String, fields: Vec<(String, String)>| {
        let trainer = trainer.clone();
        async move {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            trainer.post(&path, &fields).await
        }
    };
    let preview = send(format!("{entry}/preview"), fields(&format!("::snippet {id}")))
        .await
        .ok();
    assert_eq!(
        preview.attribute(".edit-preview [data-clip]", "data-clip"),
        id.to_string()
    );
    for (line, said) in [
        (
            "::snippet 01K0ZC3QJ5V0T5N6V8W2M4X7RD",
            "нет: его удалили или номер написан с ошибкой",
        ),
        ("::snippet скоро", "это строка ::snippet и его номер"),
    ] {
        let preview = send(format!("{entry}/preview"), fields(line)).await.ok();
        let notes = preview.all_words(".edit-notes li").join("\n");
        assert!(notes.contains(said), "{notes}");
    }
    send(format!("{entry}/edit"), fields(&format!("::snippet {id}")))
        .await
        .expect(StatusCode::SEE_OTHER);

    let shown = outsider.get(&entry).await.ok();
    assert_eq!(
        shown.attribute(".way [data-clip-sound]", "src"),
        format!("/snippets/{id}/audio")
    );
    assert_eq!(shown.words(".way .clip-title"), "Согласовал замер");
    outsider.get(&format!("/snippets/{id}/audio")).await.ok();
    let paper = outsider
        .get("/playbook/print?locale=ru&kind=objections")
        .await
        .ok();
    assert_eq!(
        paper.words(".clip-print p"),
        "Согласовал замер Анна Кузнецова, 23 ноября, 0:03"
    );
    assert_eq!(
        paper.words(".clip-print li"),
        "Анна Добрый день, это компания «Ярус»."
    );
    assert_eq!(
        head.get(&format!("/snippets/{id}")).await.ok().words(".links a"),
        "Дорого"
    );
    let clean = trainer.get("/playbook/check").await.ok().text();
    assert!(!clean.contains("snippet-"), "nothing is wrong about it");

    // Taken back: the place says so, to everybody, and the check of the book as well.
    app.sign_in(Who::Manager)
        .await
        .post(&format!("/snippets/{id}/consent"), &[("consent", "no")])
        .await
        .expect(StatusCode::SEE_OTHER);
    for browser in [&outsider, &head] {
        let shown = browser.get(&entry).await.ok();
        assert!(shown.words(".way .clip-gone").contains("отозвал"));
        assert!(!shown.text().contains("data-clip-sound"));
    }
    let found = trainer.get("/playbook/check").await.ok().text();
    assert!(found.contains("нет согласия менеджера"), "{found}");
    head.post(&format!("/recordings/{call}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(
        outsider.get(&entry).await.ok().words(".way .clip-gone"),
        "Здесь был отрывок звонка. Его больше нет."
    );
}

async fn comments_stand_at_their_moment_and_questions_wait_on_the_first_page(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 10).await;
    let (head, manager) = (app.sign_in(Who::Head).await, app.sign_in(Who::Manager).await);
    let place = format!("/recordings/{call}/comments");
    let asked = app.id(Who::Manager).as_str();
    head.post(
        &place,
        &[
            ("at", "0:05"),
            ("kind", "question"),
            ("text", "Почему не спросил срок?"),
            ("asked", asked),
        ],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    head.post(
        &place,
        &[
            ("at", "0:01,5"),
            ("kind", "praise"),
            ("text", "Хорошо назвал компанию"),
        ],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    let page = manager.get(&format!("/recordings/{call}")).await.ok();
    assert_eq!(
        page.all_words("#comments .note-text"),
        ["Хорошо назвал компанию", "Почему не спросил срок?"]
    );
    assert_eq!(page.attribute("#comments [data-pin]", "data-pin"), "1500");
    assert_eq!(page.attribute("#comments [data-pin]", "data-tone"), "good");

    // On the first page of the person asked, and of nobody else.
    let questions = |page: Answer| page.all_words("#questions li a");
    assert_eq!(
        questions(manager.get("/").await.ok()),
        ["Почему не спросил срок?"]
    );
    assert!(questions(head.get("/").await.ok()).is_empty());
    let id = |page: &Answer, at: usize| {
        let html = scraper::Html::parse_document(&page.text());
        let note = scraper::Selector::parse("#comments [data-pin]").unwrap();
        html.select(&note)
            .nth(at)
            .unwrap()
            .attr("id")
            .unwrap()
            .trim_start_matches("comment-")
            .to_owned()
    };
    let (praise, question) = (id(&page, 0), id(&page, 1));
    // Another's reply leaves it open, the answer of the person asked closes it.
    head.post(
        &format!("/comments/{question}/replies"),
        &[("text", "Послушай ещё раз")],
    )
    .await
    .expect(StatusCode::SEE_OTHER);
    assert_eq!(questions(manager.get("/").await.ok()).len(), 1);
    manager
        .post(
            &format!("/comments/{question}/replies"),
            &[("text", "Забыл, торопился")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(questions(manager.get("/").await.ok()).is_empty());
    let page = head.get(&format!("/recordings/{call}")).await.ok();
    let mut replies = page.all_words(".note-replies .note-text");
    replies.sort_unstable();
    assert_eq!(replies, ["Забыл, торопился", "Послушай ещё раз"]);
    assert!(page.text().contains("Закрыт"));

    // One's own, while nobody has replied.
    manager
        .post(&format!("/comments/{praise}/delete"), &[])
        .await
        .expect(StatusCode::FORBIDDEN);
    head.post(&format!("/comments/{question}/delete"), &[])
        .await
        .expect(StatusCode::CONFLICT);
    head.post(&format!("/comments/{praise}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);

    // A question that is withdrawn, and who may not.
    let back = app.id(Who::Head).as_str();
    manager
        .post(
            &place,
            &[
                ("at", "0:02"),
                ("kind", "question"),
                ("text", "Так лучше?"),
                ("asked", back),
            ],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(questions(head.get("/").await.ok()), ["Так лучше?"]);
    let page = head.get(&format!("/recordings/{call}")).await.ok();
    let second = id(&page, 0);
    let admin = app.sign_in(Who::Admin).await;
    admin
        .post(&format!("/comments/{second}/close"), &[])
        .await
        .expect(StatusCode::FORBIDDEN);
    manager
        .post(&format!("/comments/{second}/close"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(questions(head.get("/").await.ok()).is_empty());

    for who in [Who::Colleague, Who::Outsider, Who::OtherHead] {
        let browser = app.sign_in(who).await;
        browser
            .post(&place, &[("at", "0:01"), ("kind", "praise"), ("text", "Да")])
            .await
            .expect(StatusCode::NOT_FOUND);
        browser
            .post(&format!("/comments/{second}/replies"), &[("text", "Да")])
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    let stranger_asked = app.id(Who::Outsider).as_str();
    for (at, kind, text, asked) in [
        ("0:20", "praise", "Да", ""),
        ("скоро", "praise", "Да", ""),
        ("0:01", "shout", "Да", ""),
        ("0:01", "praise", " ", ""),
        ("0:01", "question", "Кому?", stranger_asked),
    ] {
        let wrong = head
            .post(
                &place,
                &[("at", at), ("kind", kind), ("text", text), ("asked", asked)],
            )
            .await;
        assert_eq!(
            wrong.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{at} {kind} {text}"
        );
        assert_eq!(wrong.all_words("#comments .field-error").len(), 1);
    }
}

async fn an_idea_reaches_the_trainer_by_its_words_and_a_shared_snippet(db: Db) {
    let app = TestApp::new(db).await;
    let call = app.recording(Who::Manager, 10).await;
    let (head, trainer) = (app.sign_in(Who::Head).await, app.sign_in(Who::Trainer).await);
    let place = format!("/recordings/{call}/comments");
    let ideas = [
        ("0:01", "Клиент спросил про рассрочку"),
        ("0:05", "Ответ про сроки поставки"),
    ];
    for (at, text) in ideas {
        head.post(&place, &[("at", at), ("kind", "idea"), ("text", text)])
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    head.post(&place, &[("at", "0:02"), ("kind", "praise"), ("text", "Хорошо")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let shared = cut(
        &head,
        &call,
        ("0:00,5", "0:03"),
        &[("consent", "yes"), ("ground", "unrecognisable")],
    )
    .await;
    cut(&head, &call, ("0:04", "0:06"), &[]).await;
    let page = head.get(&format!("/recordings/{call}")).await.ok();
    let passes: Vec<String> = {
        let html = scraper::Html::parse_document(&page.text());
        let forms = scraper::Selector::parse("form[action$='/pass']").unwrap();
        html.select(&forms)
            .map(|it| it.attr("action").unwrap().to_owned())
            .collect()
    };
    assert_eq!(passes.len(), 2, "praise is not passed on");
    for pass in &passes {
        head.post(pass, &[]).await.expect(StatusCode::SEE_OTHER);
        head.post(pass, &[]).await.expect(StatusCode::SEE_OTHER);
    }
    let queue = trainer.get("/playbook/unanswered").await.ok();
    let phrases = queue.all_words(".unanswered-phrase");
    assert_eq!(phrases.len(), 2, "{phrases:?}");
    assert!(
        phrases.iter().any(|it| it.contains("рассрочку")) && phrases.iter().any(|it| it.contains("сроки"))
    );
    assert!(
        queue.text().contains(&format!("/snippets/{shared}")),
        "the shared part may be heard"
    );
    assert_eq!(
        queue.text().matches("Послушать место из звонка").count(),
        1,
        "the other is not shared"
    );
    assert!(!queue.text().contains(&call.to_string()));
    let page = head.get(&format!("/recordings/{call}")).await.ok();
    assert_eq!(page.text().matches("У тренера").count(), 2);
    assert!(page.all_words("form[action$='/pass']").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn from_a_call_to_a_playlist_and_into_the_book() {
    let (service, _book) = Service::writing().await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    let call = window.upload(8).await;
    window.sign_in("m.sokolova", PASSWORD).await;

    // Two snippets by the keys, the sound where it is.
    window.go(&call).await;
    window
        .until(
            "the player",
            "return document.querySelector('.player-bar:not([hidden])') !== null",
        )
        .await;
    for (start, end, title) in [(1.0, 2.4, "Представился"), (4.0, 5.5, "Клиент ответил")]
    {
        let to = |seconds: f64| {
            format!(
                "const it = document.querySelector('[data-sound]'); it.currentTime = {seconds}; return true"
            )
        };
        window.until("a place", &to(start)).await;
        window.keys("i").await;
        window.until("a place", &to(end)).await;
        window
            .until(
                "the focus off the field",
                "document.activeElement.blur(); return true",
            )
            .await;
        window.keys("o").await;
        let times = window.until("both times", "return [document.querySelector('#cut-start').value, document.querySelector('#cut-end').value].join(' ')").await;
        assert!(times.as_str().unwrap().contains(','), "{times}");
        window.fill("#cut-title", title).await;
        window.until("stage and consent", "document.querySelector('#cut-stage').value = 'contact'; document.querySelector('[data-cut] [name=ground]').value = 'unrecognisable'; document.querySelector('[name=consent]').checked = true; return true").await;
        window.click("[data-cut] button[type=submit]").await;
        window
            .until(
                "the snippet in the list",
                &format!(
                    "return document.querySelector('#snippets .notes')?.textContent.includes('{title}')"
                ),
            )
            .await;
    }
    window
        .until(
            "the toast",
            "return document.querySelector('.toast')?.textContent.includes('Отрывок вырезан')",
        )
        .await;
    // A comment at the moment, with a mark on the waveform.
    window
        .until(
            "the focus off the form",
            "document.activeElement.blur(); return true",
        )
        .await;
    window.keys("m").await;
    window.fill("#comment-text", "Имя прозвучало сразу").await;
    window.click("#comments .note-form button[type=submit]").await;
    window.until("the comment and its pin", "return document.querySelector('#comments .note-text') && document.querySelector('[data-pins] .pin') !== null").await;
    window.assert_fits().await;
    window.picture("clips-recording").await;

    // Into a playlist, from the page of each.
    window.go("/snippets").await;
    let pages = window.until("the list", "return [...document.querySelectorAll('.clip-title')].map(it => it.getAttribute('href')).join(' ')").await;
    let pages: Vec<&str> = pages.as_str().unwrap().split(' ').collect();
    assert_eq!(pages.len(), 2);
    window.go(pages[1]).await;
    window.click(".aside details:has(#list-title) summary").await;
    window.fill("#list-title", "Первые слова").await;
    window.press("\u{e007}").await;
    window
        .until(
            "the playlist",
            "return location.pathname.startsWith('/playlists/')",
        )
        .await;
    let list = window.path().await;
    window.go(pages[0]).await;
    window.click(&format!("form[action='{list}/items'] button")).await;
    window
        .until(
            "the word that it is there",
            "return document.querySelector('.toast')?.textContent.includes('Добавлено')",
        )
        .await;

    // Played through: both, one after another, and both are noted as heard.
    window.go(&list).await;
    window
        .until(
            "the bar",
            "return document.querySelector('[data-queue-bar]:not([hidden])') !== null",
        )
        .await;
    window.keys("Space").await;
    window.until("the first plays", "const it = document.querySelectorAll('[data-clip-sound]')[0]; return !it.paused && it.currentTime > 0.1").await;
    window.picture("clips-playlist").await;
    window.until("the second plays by itself", "const it = document.querySelectorAll('[data-clip-sound]')[1]; return !it.paused && it.currentTime > 0.1").await;
    let length = window
        .until(
            "its length",
            "return String(document.querySelectorAll('[data-clip-sound]')[1].duration)",
        )
        .await;
    let seconds: f64 = length.as_str().unwrap().parse().unwrap();
    assert!((1.5..2.5).contains(&seconds), "{length}");
    window
        .until(
            "both are heard",
            "return document.querySelectorAll('[data-clip][data-heard]').length === 2",
        )
        .await;
    window.keys("ArrowUp Alt+ArrowDown").await;
    window
        .until(
            "the order has changed",
            "return document.querySelector('[data-queue] .clip-title').textContent === 'Клиент ответил'",
        )
        .await;
    window.go(&list).await;
    window
        .until(
            "the progress",
            "return document.querySelector('.aside').textContent.includes('2 из 2')",
        )
        .await;
    window.assert_fits().await;

    // Into an entry: the preview plays it, then the entry does.
    let snippet = pages[1].trim_start_matches("/snippets/");
    window.go(&format!("/playbook/{OBJECTION}/edit")).await;
    let write = format!(
        "const it = document.querySelector('textarea[name=body]'); it.value = it.value.replace('### ', '::snippet {snippet}\\n\\n### ');
         it.dispatchEvent(new Event('input', {{bubbles: true}})); return it.value.includes('::snippet')"
    );
    window.until("the line", &write).await;
    window
        .until(
            "the preview",
            "return document.querySelector('.edit-preview [data-clip-play]:not([hidden])') !== null",
        )
        .await;
    window.keys("Ctrl+s").await;
    window
        .until(
            "the entry",
            &format!("return location.pathname === '/playbook/{OBJECTION}'"),
        )
        .await;
    window.click(".way [data-clip-play]").await;
    window
        .until(
            "the entry plays it",
            "const it = document.querySelector('.way [data-clip-sound]'); return it.currentTime > 0.1",
        )
        .await;
    window.picture("clips-entry").await;
    window.assert_fits().await;
    window.assert_quiet().await;
    window.close().await;
}
