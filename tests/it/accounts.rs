//! The forms of an account: from the administrator's form to the first sign-in, a link that has ended, another password, and
//! single keys.

use axum::http::{StatusCode, header};
use salesbook::audit::Performer;
use salesbook::db::Db;

use crate::support::app::{Answer, Browser, PASSWORD, TestApp, Who};
use crate::support::db::on_both;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const NEW: &str = "стойка балка ярус";
const ENDED: &str = "Ссылка уже сработала или истекла";

on_both!(
    from_the_administrators_form_to_the_first_sign_in,
    a_link_ends_after_a_week_and_with_its_person,
    another_password_is_asked_for_with_the_one_before,
    single_keys_are_switched_off_for_oneself
);

fn errors(page: &Answer) -> Vec<String> {
    page.all_words(".field-error")
}

/// Signs in by name and password.
async fn enter(app: &TestApp, login: &str, password: &str) -> Answer {
    TestApp::stranger_of(&app.app)
        .post("/sign-in", &[("login", login), ("password", password)])
        .await
}

/// The browser that got this answer.
fn inside(app: &TestApp, answer: &Answer) -> Browser {
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    TestApp::stranger_of(&app.app).with_header("cookie", cookie.split(';').next().unwrap())
}

async fn from_the_administrators_form_to_the_first_sign_in(db: Db) {
    let app = TestApp::new(db).await;
    let admin = app.sign_in(Who::Admin).await;
    // Every wrong field is named, and what was entered is kept.
    let wrong = [
        ("name", "Ольга Белая"),
        ("login", "О. Белая"),
        ("role", "manager"),
    ];
    let refused = admin
        .post("/people", &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let said = errors(&refused).join(" ");
    assert!(
        said.contains("латинские буквы") && said.contains("нужен отдел"),
        "{said}"
    );
    assert_eq!(refused.attribute("#name", "value"), "Ольга Белая");
    assert_eq!(refused.attribute("#login", "value"), "О. Белая");
    let team = app.person(Who::Manager).team_id.as_ref().unwrap().to_string();
    let with_login = |login: &'static str| {
        [
            ("name", "Ольга Белая".to_owned()),
            ("login", login.to_owned()),
            ("role", "manager".to_owned()),
            ("team", team.clone()),
        ]
    };
    let add = async |login: &'static str| {
        let fields = with_login(login);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        admin.post("/people", &fields).await
    };
    let taken = add("a.kuznetsova").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(errors(&taken), ["Такое имя для входа уже занято."]);
    let added = add("O.Belaya").await.expect(StatusCode::CREATED);
    let link = added.words("#link");
    assert!(
        admin.get("/people").await.ok().all_words("#link").is_empty(),
        "shown once"
    );

    // Before a password is chosen nobody enters with none.
    assert_ne!(enter(&app, "o.belaya", "").await.status, StatusCode::SEE_OTHER);
    let guest = TestApp::stranger_of(&app.app);
    let greeting = guest.post("/invitation", &[("link", &link)]).await.ok();
    assert_eq!(greeting.words("h1"), "Ольга Белая");
    assert!(greeting.words(".door-lead").contains("o.belaya"));
    let secret = greeting.attribute("input[name='link']", "value");
    // A password that is none leaves the link as good as it was, and is not on the page.
    for (password, sentence) in [
        ("короткий", "Пароль короче 10 знаков."),
        (
            "Qwerty12345",
            "Такой пароль подберут первым. Возьмите несколько обычных слов подряд.",
        ),
    ] {
        let again = guest
            .post("/invitation", &[("link", &secret), ("password", password)])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(errors(&again), [sentence]);
        assert_eq!(again.attribute("input[name='link']", "value"), secret);
        assert!(!again.text().contains(password), "{password}");
    }
    let welcomed = guest
        .post("/invitation", &[("link", &secret), ("password", NEW)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let shown = inside(&app, &welcomed).get("/profile").await.ok();
    assert!(shown.words(".person-head").contains("Ольга Белая"));
    let used = guest
        .post("/invitation", &[("link", &link), ("password", PASSWORD)])
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(used.words("[role='alert']").contains(ENDED));
    enter(&app, "o.belaya", NEW).await.expect(StatusCode::SEE_OTHER);
}

async fn a_link_ends_after_a_week_and_with_its_person(db: Db) {
    let app = TestApp::new(db).await;
    let guest = TestApp::stranger_of(&app.app);
    let person = app.person(Who::Manager);
    let link = app.app.auth.invite(Performer::Shell, person).await.unwrap();
    app.clock.advance(7 * DAY_MS - 1);
    guest.post("/invitation", &[("link", &link)]).await.ok();
    app.clock.advance(2);
    let late = guest
        .post("/invitation", &[("link", &link)])
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(late.words("[role='alert']").contains(ENDED));
    assert_eq!(
        late.all_words("#invitation").len(),
        1,
        "another one can be pasted"
    );
    // Handed in late, with a password: nothing is chosen.
    guest
        .post("/invitation", &[("link", &link), ("password", NEW)])
        .await
        .expect(StatusCode::NOT_FOUND);
    enter(&app, "a.kuznetsova", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);

    let link = app.app.auth.invite(Performer::Shell, person).await.unwrap();
    let team = person.team_id.as_ref().unwrap().to_string();
    let gone = [
        ("name", person.name.as_str()),
        ("role", "manager"),
        ("team", team.as_str()),
    ];
    app.sign_in(Who::Admin)
        .await
        .post(&format!("/people/{}", person.id), &gone)
        .await
        .expect(StatusCode::SEE_OTHER);
    guest
        .post("/invitation", &[("link", &link), ("password", NEW)])
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_ne!(
        enter(&app, "a.kuznetsova", NEW).await.status,
        StatusCode::SEE_OTHER
    );
}

async fn another_password_is_asked_for_with_the_one_before(db: Db) {
    let app = TestApp::new(db).await;
    let manager = app.sign_in(Who::Manager).await;
    let path = "/profile/password";
    for (current, new, sentence) in [
        ("не тот пароль", NEW, "Это не ваш нынешний пароль."),
        ("", NEW, "Это не ваш нынешний пароль."),
        (PASSWORD, "короткий", "Пароль короче 10 знаков."),
        (
            PASSWORD,
            "Qwerty12345",
            "Такой пароль подберут первым. Возьмите несколько обычных слов подряд.",
        ),
    ] {
        let refused = manager
            .post(path, &[("current", current), ("new", new)])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(errors(&refused), [sentence]);
        assert!(
            !refused.text().contains(new),
            "what was typed is in no page: {new}"
        );
    }
    enter(&app, "a.kuznetsova", PASSWORD)
        .await
        .expect(StatusCode::SEE_OTHER);
    let changed = manager
        .post(path, &[("current", PASSWORD), ("new", NEW)])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(changed.location(), "/profile");
    manager.get("/profile").await.ok();
    assert_ne!(
        enter(&app, "a.kuznetsova", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    enter(&app, "a.kuznetsova", NEW)
        .await
        .expect(StatusCode::SEE_OTHER);
    let stranger = app.sign_in(Who::Stranger).await;
    stranger
        .post(path, &[("current", NEW), ("new", PASSWORD)])
        .await
        .expect(StatusCode::UNAUTHORIZED);
}

async fn single_keys_are_switched_off_for_oneself(db: Db) {
    let app = TestApp::new(db).await;
    let (head, trainer) = (app.sign_in(Who::Head).await, app.sign_in(Who::Trainer).await);
    let checked = "#single-keys input[name='single_keys'][checked]";
    let off = "data-single-keys=\"off\"";
    let shown = head.get("/profile").await.ok();
    assert_eq!(shown.all_words(checked).len(), 1);
    assert!(!shown.text().contains(off));
    // A box that is not ticked sends nothing.
    let set = head
        .post("/profile/keys", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(set.location(), "/profile");
    // On every page, also after the next sign-in, and for nobody else.
    let again = app.sign_in(Who::Head).await;
    for (browser, path) in [(&head, "/profile"), (&again, "/search"), (&again, "/recordings")] {
        assert!(browser.get(path).await.ok().text().contains(off), "{path}");
    }
    assert!(again.get("/profile").await.ok().all_words(checked).is_empty());
    assert!(!trainer.get("/profile").await.ok().text().contains(off));
    head.post("/profile/keys", &[("single_keys", "on")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(!again.get("/search").await.ok().text().contains(off));
    let stranger = app.sign_in(Who::Stranger).await;
    stranger
        .post("/profile/keys", &[])
        .await
        .expect(StatusCode::UNAUTHORIZED);
}
