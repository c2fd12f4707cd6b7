//! The glossary: who keeps it, what it takes, and what a transcription does with it.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use serde_json::json;

use crate::support::app::{Browser, TestApp, Who};
use crate::support::db::on_both;

const PAGE: &str = "/playbook/glossary";

async fn add(browser: &Browser, term: &str, variants: &str) -> StatusCode {
    browser
        .post(PAGE, &[("term", term), ("variants", variants)])
        .await
        .status
}

on_both!(
    a_trainer_keeps_the_glossary_on_its_page,
    programs_read_and_change_it,
    a_transcription_writes_the_terms_and_says_what_was_heard
);

async fn a_trainer_keeps_the_glossary_on_its_page(db: Db) {
    let app = TestApp::new(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    let book = trainer.get("/playbook").await.ok();
    assert_eq!(book.attribute("a[href='/playbook/glossary']", "class"), "btn");
    let empty = trainer.get(PAGE).await.ok();
    assert!(empty.words(".glossary").contains("Своих слов пока нет"));
    // The shipped book has products.
    assert!(
        empty
            .all_words(".glossary-book a")
            .contains(&"Мезонин".to_owned())
    );

    assert_eq!(add(&trainer, "Ярус", "ярос, я рус").await, StatusCode::SEE_OTHER);
    let page = trainer.get(PAGE).await.ok();
    assert_eq!(page.words(".glossary-terms summary"), "Ярус ярос, я рус Изменить");

    // Refused: the same word, a variant of another word, one that is too short. What was entered stays.
    for (term, variants, said) in [
        ("ярус", "", "Такое слово в словаре уже есть"),
        ("Ярмарка", "Ярос", "Один из вариантов уже стоит у другого слова"),
        (
            "Ярмарка",
            "яр",
            "До 20 вариантов через запятую, в каждом от 3 букв и до 4 слов",
        ),
        ("!", "", "От 2 до 60 знаков"),
    ] {
        let refused = trainer
            .post(PAGE, &[("term", term), ("variants", variants)])
            .await;
        let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.words(".glossary-new .field-error"), said);
        assert_eq!(refused.attribute("#term", "value"), term);
    }

    let form = page.attribute(".glossary-terms form", "action");
    let refused = trainer
        .post(&form, &[("term", ""), ("variants", "ярос")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.words(".glossary-terms .field-error"), "От 2 до 60 знаков");
    trainer
        .post(&form, &[("term", "ЯРУС"), ("variants", "ярос")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(trainer.get(PAGE).await.ok().words(".glossary-terms b"), "ЯРУС");
    trainer
        .post(&format!("{form}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    trainer
        .post(&format!("{form}/delete"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    trainer
        .post(&form, &[("term", "ЯРУС")])
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(
        trainer
            .get(PAGE)
            .await
            .ok()
            .words(".glossary")
            .contains("Своих слов пока нет")
    );

    let manager = app.sign_in(Who::Manager).await;
    assert_eq!(add(&manager, "Ярус", "").await, StatusCode::FORBIDDEN);
    assert!(
        manager
            .get("/playbook")
            .await
            .ok()
            .all_words("a[href='/playbook/glossary']")
            .is_empty()
    );
}

async fn programs_read_and_change_it(db: Db) {
    let app = TestApp::new(db).await;
    let program = app.program(Who::Trainer).await;
    let at = "/api/v1/glossary";
    let made = program
        .json(
            Method::POST,
            at,
            &json!({ "term": "Ярус", "variants": "ярос; я рус" }),
        )
        .await;
    let made = made.expect(StatusCode::CREATED);
    let one = made.location().to_owned();
    assert_eq!(made.json()["variants"], json!(["ярос", "я рус"]));
    let twice = program.json(Method::POST, at, &json!({ "term": "ярус" })).await;
    let twice = twice.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-input");
    assert_eq!(twice["fields"][0]["code"], "glossary-term-taken");
    let all = program.get(at).await.ok().json();
    assert_eq!(all["items"][0]["term"], "Ярус");
    let english = program.get(&format!("{at}?locale=en")).await.ok().json();
    let book = &english["items"][1];
    assert!(
        book["entry"].as_str().unwrap().starts_with("en/products/"),
        "{book}"
    );
    assert!(book["id"].is_null());
    let changed = program
        .json(Method::PUT, &one, &json!({ "term": "Ярус", "variants": "ярос" }))
        .await
        .ok()
        .json();
    assert_eq!(changed["variants"], json!(["ярос"]));
    program
        .send(Method::DELETE, &one, None, Body::empty())
        .await
        .expect(StatusCode::NO_CONTENT);
    program
        .send(Method::DELETE, &one, None, Body::empty())
        .await
        .problem(StatusCode::NOT_FOUND, "glossary-term-not-found");
}

async fn a_transcription_writes_the_terms_and_says_what_was_heard(db: Db) {
    let app = TestApp::new(db).await;
    let trainer = app.sign_in(Who::Trainer).await;
    // The machine hears: «Добрый день, это компания „Ярус“.»
    assert_eq!(
        add(&trainer, "Ярус-Центр", "компания ярус").await,
        StatusCode::SEE_OTHER
    );
    let id = app.recording(Who::Manager, 9).await;
    let program = app.program(Who::Manager).await;
    let text = program
        .get(&format!("/api/v1/recordings/{id}/transcript"))
        .await
        .ok()
        .json();
    let words = text["segments"][0]["words"].as_array().unwrap();
    assert_eq!(words.last().unwrap()["text"], "Ярус-Центр».");
    assert_eq!(words.last().unwrap()["replaced"], "компания «Ярус");
    assert!(words[0].get("replaced").is_none(), "{}", words[0]);
    assert_eq!(text["segments"][0]["text"], "Добрый день, это Ярус-Центр».");

    let page = app
        .sign_in(Who::Manager)
        .await
        .get(&format!("/recordings/{id}"))
        .await
        .ok();
    assert_eq!(page.words(".talk .heard-as"), "Ярус-Центр».");
    assert_eq!(
        page.attribute(".talk .heard-as", "title"),
        "Услышано: компания «Ярус"
    );
    assert!(page.words(".talk-foot").contains("слова взяты из словаря"));

    // Taken out of the glossary, the next transcription has what was heard.
    let action = trainer
        .get(PAGE)
        .await
        .ok()
        .attribute(".glossary-terms form", "action");
    trainer
        .post(&format!("{action}/delete"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let again = app.recording(Who::Manager, 10).await;
    let text = program
        .get(&format!("/api/v1/recordings/{again}/transcript"))
        .await
        .ok()
        .json();
    assert_eq!(text["segments"][0]["text"], "Добрый день, это компания «Ярус».");
}
