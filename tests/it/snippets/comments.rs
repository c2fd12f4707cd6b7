//! Comments at a moment of a call, questions that wait, ideas for the book.

use axum::http::StatusCode;
use salesbook::db::Db;

use super::cut;
use crate::support::app::{Answer, TestApp, Who};
use crate::support::db::on_both;

on_both!(
    comments_stand_at_their_moment_and_questions_wait_on_the_first_page,
    an_idea_reaches_the_trainer_by_its_words_and_a_shared_snippet
);

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
