//! Snippets put together: playlists, and entries of the book that play one.

use axum::http::StatusCode;
use salesbook::db::Db;
use salesbook::id::SnippetId;

use super::{OBJECTION, cut};
use crate::authoring;
use crate::support::app::{Answer, Browser, SHIPPED_BOOK, TestApp, Who, copy_folder};
use crate::support::db::on_both;

on_both!(
    a_playlist_is_put_together_ordered_and_heard,
    an_entry_plays_a_snippet_as_long_as_everybody_may_hear_it
);

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
