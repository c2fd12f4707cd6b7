//! What happens to what people type when the service is killed, the session ends, a proxy's sign-in comes in between, the
//! cable is cut or a second tab is open: in a real browser.

use std::time::Duration;

use salesbook::id::RecordingId;
use serde_json::Value;

use crate::support::app::PASSWORD;
use crate::support::browser::{Service, Window};
use crate::support::gateway::{Gateway, Way};
use crate::support::program::{Place, Program};
use crate::support::speech::Script;

const GLOSSARY: &str = "/playbook/glossary";
const BAR: &str = "#new [data-draft-state]";

/// Waits until the words of an element hold these.
pub(crate) async fn says(window: &Window, selector: &str, words: &str) {
    let script = format!(
        "return [...document.querySelectorAll(\"{selector}\")].some(it => it.textContent.includes('{words}')) || null"
    );
    window.until(&format!("{selector}: {words}"), &script).await;
}

pub(crate) async fn value(window: &Window, selector: &str) -> Value {
    let script = format!("return document.querySelector(\"{selector}\")?.value ?? null");
    window.client.execute(&script, Vec::new()).await.unwrap()
}

/// Adds to what stands in a field.
pub(crate) async fn type_into(window: &Window, selector: &str, words: &str) {
    let field = window.find(selector).await;
    field.send_keys(words).await.unwrap();
}

/// Nobody is signed in any more.
pub(crate) async fn end_sessions(service: &Service) {
    let mut tx = service.app.db.write().await.unwrap();
    tx.query("DELETE FROM sessions").execute().await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) async fn sign_in_again(window: &Window, login: &str) {
    window.find("#sign-in-again[open] input[name=password]").await;
    window.fill("#sign-in-again input[name=login]", login).await;
    window.fill("#sign-in-again input[name=password]", PASSWORD).await;
    window.press("\u{e007}").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn what_is_typed_outlives_a_killed_service() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    place.with_cast().await;
    let program = Program::serve(place, &[], "");
    let port = program.port;
    let window = Window::open_at(&format!("http://127.0.0.1:{port}"), 1440, 900, "ru").await;
    window.sign_in("o.vetrov", PASSWORD).await;
    window.go(GLOSSARY).await;
    type_into(&window, "#term", "Стеллаж").await;
    says(&window, BAR, "Сохранено").await;
    window.picture("bar-saved").await;

    // Killed while one types: the bar says so, and sending the form does not leave the page.
    program.kill();
    type_into(&window, "#term", " среднегрузовой").await;
    says(&window, BAR, "Не сохранено: нет связи").await;
    window.picture("bar-offline").await;
    window.click("#new button[type=submit]").await;
    says(&window, ".toast", "Нет связи").await;
    assert_eq!(value(&window, "#term").await, "Стеллаж среднегрузовой");

    // Back again, it is kept without a hand; elsewhere and back it is offered, and a click brings it.
    let program = Program::serve_at(place, port, &[], "");
    says(&window, BAR, "Сохранено").await;
    window.go("/playbook").await;
    window.go(GLOSSARY).await;
    says(&window, "button[data-draft-take]", "Вернуть несохранённое от").await;
    assert_eq!(value(&window, "#term").await, "", "nothing is put in by itself");
    window.picture("offer").await;
    window.click("button[data-draft-take]").await;
    assert_eq!(value(&window, "#term").await, "Стеллаж среднегрузовой");

    // In another browser of the same person it is there as well; saved, it is nowhere.
    let other = Window::open_at(&format!("http://127.0.0.1:{port}"), 390, 844, "en").await;
    says(&window, BAR, "Сохранено").await;
    other.sign_in("o.vetrov", PASSWORD).await;
    other.go(GLOSSARY).await;
    says(&other, "button[data-draft-take]", "Bring back what was typed").await;
    other.assert_fits().await;
    other.picture("offer-phone").await;
    window.click("#new button[type=submit]").await;
    says(&window, ".glossary-terms b", "Стеллаж среднегрузовой").await;
    let left = "return Object.keys(localStorage).filter(it => it.startsWith('draft ')).length === 0 && !document.cookie.includes('draft-saved') || null";
    window.until("no draft in the browser", left).await;
    other.go(GLOSSARY).await;
    says(&other, ".glossary-terms b", "Стеллаж среднегрузовой").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let offered = "return document.querySelector('button[data-draft-take]') === null || null";
    other.until("no offer", offered).await;
    other.close().await;
    window.close().await;
    program.kill();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn two_tabs_never_write_over_each_other() {
    let service = Service::scripted(&Script::default()).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("o.vetrov", PASSWORD).await;
    window.go(GLOSSARY).await;
    type_into(&window, "#term", "Первая вкладка").await;
    says(&window, BAR, "Сохранено").await;
    let first = window.client.window().await.unwrap();
    let second = window.client.new_window(true).await.unwrap().handle;
    window.client.switch_to_window(second.clone()).await.unwrap();
    window.go(GLOSSARY).await;
    says(&window, "button[data-draft-take]", "Вернуть").await;
    type_into(&window, "#term", "Вторая вкладка").await;
    says(&window, BAR, "Сохранено").await;
    // The first is told, and has its own words.
    window.client.switch_to_window(first).await.unwrap();
    says(&window, BAR, "в другой вкладке").await;
    assert_eq!(value(&window, "#term").await, "Первая вкладка");
    // The second is saved: the first keeps what it has, and is offered it after a reload.
    window.client.switch_to_window(second).await.unwrap();
    window.click("#new button[type=submit]").await;
    says(&window, ".glossary-terms b", "Вторая вкладка").await;
    window.client.close_window().await.unwrap();
    let tabs = window.client.windows().await.unwrap();
    window.client.switch_to_window(tabs[0].clone()).await.unwrap();
    says(&window, BAR, "сохранили").await;
    window.client.refresh().await.unwrap();
    window.click("button[data-draft-take]").await;
    assert_eq!(value(&window, "#term").await, "Первая вкладка");
    // Thrown away and taken back.
    window.go(GLOSSARY).await;
    window.click("button[data-draft-drop]").await;
    window.click(".toast [data-undo]").await;
    window.click("button[data-draft-take]").await;
    assert_eq!(value(&window, "#term").await, "Первая вкладка");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_refused_form_can_be_reloaded_and_gone_back_to() {
    let service = Service::scripted(&Script::default()).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("o.vetrov", PASSWORD).await;
    for _ in 0..2 {
        window.go(GLOSSARY).await;
        type_into(&window, "#term", "Мезонин угловой").await;
        type_into(&window, "#variants", "мизонин").await;
        window.click("#new button[type=submit]").await;
        window.until("the answer", "return document.querySelector('.glossary-terms, .field-error') && document.readyState === 'complete' || null").await;
    }
    says(&window, ".field-error", "").await;
    let mistake = window.client.current_url().await.unwrap();
    assert_eq!(mistake.path(), GLOSSARY);
    assert!(
        mistake.query().unwrap_or_default().starts_with("answer="),
        "{mistake}"
    );
    window.client.refresh().await.unwrap();
    assert_eq!(value(&window, "#term").await, "Мезонин угловой");
    window.go("/playbook").await;
    window.client.back().await.unwrap();
    says(&window, ".field-error", "").await;
    assert_eq!(value(&window, "#variants").await, "мизонин");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_session_that_ended_is_one_sheet_and_the_work_goes_on() {
    let service = Service::scripted(&Script::default()).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    let call = window.upload(20).await;
    end_sessions(&service).await;

    // A fragment of the page: the sheet comes over it, the comment is said, the place is kept.
    window.until("a mark", "window.mark = 1; return true").await;
    window.click("#comments summary").await;
    window.fill("#comment-at", "0:03").await;
    type_into(&window, "#comment-text", "Бюджет спросили поздно").await;
    window.click("#comments .note-form button[type=submit]").await;
    window.find("#sign-in-again[open] input[name=password]").await;
    window.assert_fits().await;
    window.picture("sheet").await;
    // A wrong password is said inside.
    window
        .fill("#sign-in-again input[name=login]", "a.kuznetsova")
        .await;
    window.fill("#sign-in-again input[name=password]", "не тот").await;
    window.press("\u{e007}").await;
    says(&window, "#sign-in-again [role=alert]", "парол").await;
    sign_in_again(&window, "a.kuznetsova").await;
    says(&window, "#comments .note-text", "Бюджет спросили поздно").await;
    assert_eq!(window.until("the same page", "return window.mark").await, 1);

    // A form that leaves the page: the sheet first, then it goes.
    end_sessions(&service).await;
    window.click("details#names summary").await;
    window.fill("#names-client", "ООО Новое имя").await;
    window.press("\u{e007}").await;
    sign_in_again(&window, "a.kuznetsova").await;
    says(&window, "#call-title", "Новое имя").await;

    // Search says what to do, with the way to do it.
    window.go("/search").await;
    end_sessions(&service).await;
    type_into(&window, "[data-search]", "дорого").await;
    says(&window, "[data-trouble=session]", "Войдите ещё раз").await;
    window.picture("search-session").await;
    window.click("[data-trouble=session] button").await;
    sign_in_again(&window, "a.kuznetsova").await;
    window.find("#answers .hit").await;
    window
        .until(
            "no notice",
            "return document.querySelector('[data-trouble]') === null || null",
        )
        .await;

    // A place of a call survives the way over the sign-in page.
    end_sessions(&service).await;
    window.go(&format!("{call}#t-2500")).await;
    window.fill("#login", "a.kuznetsova").await;
    window.fill("#password", PASSWORD).await;
    window.press("\u{e007}").await;
    window
        .until(
            "the place",
            "return location.pathname.startsWith('/recordings/') && location.hash === '#t-2500' || null",
        )
        .await;

    // Somebody else gets the page anew, and nothing of the other's is done.
    window.go("/search?q=дорого").await;
    window.until("a mark", "window.mark = 2; return true").await;
    end_sessions(&service).await;
    window.keys("Alt+n").await;
    sign_in_again(&window, "m.sokolova").await;
    window.until("a fresh page", "return window.mark === undefined && document.querySelector('.side-person-name')?.textContent.includes('Марина') || null").await;
    assert!(
        service
            .app
            .unanswered
            .queue()
            .await
            .unwrap()
            .iter()
            .all(|it| it.counts().0 == 0)
    );
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_proxy_s_own_pages_are_no_success() {
    let service = Service::scripted(&Script::default()).await;
    let gateway = Gateway::before(&service.url).await;
    let window = Window::open_at(&gateway.url, 1440, 900, "ru").await;
    window.sign_in("o.vetrov", PASSWORD).await;
    window.go(GLOSSARY).await;
    for (way, words) in [
        (Way::Elsewhere, "закончился вход вашей сети"),
        (Way::OwnPage, "закончился вход вашей сети"),
        (Way::BadGateway, "сервис не отвечает"),
        (Way::Cut, "нет связи"),
    ] {
        gateway.turn(way);
        type_into(&window, "#term", "а").await;
        let again = format!("document.querySelector('{BAR} button')?.textContent.startsWith('Ещё') && document.querySelector('{BAR} button').click();
            return document.querySelector('{BAR}').textContent.includes('{words}') || null");
        window.until(words, &again).await;
        window.picture(&format!("bar-{way:?}").to_lowercase()).await;
        window.click("#new button[type=submit]").await;
        window.find(".toast").await;
        assert_eq!(window.path().await, GLOSSARY);
    }
    gateway.turn(Way::Open);
    says(&window, BAR, "Сохранено").await;
    window.click("#new button[type=submit]").await;
    says(&window, ".glossary-terms b", "аааа").await;

    // nginx's limit is told as what it is.
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go("/recordings").await;
    gateway.turn(Way::TooLarge);
    let file = tempfile::Builder::new().suffix(".wav").tempfile().unwrap();
    std::fs::write(file.path(), crate::support::speech::call(5)).unwrap();
    window
        .find("#files")
        .await
        .send_keys(file.path().to_str().unwrap())
        .await
        .unwrap();
    says(&window, "#uploads .upload-state", "client_max_body_size").await;
    window.picture("too-large").await;
    gateway.turn(Way::Open);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn acts_without_a_connection_wait_and_come_once_in_order() {
    let service = Service::scripted(&Script::default()).await;
    let gateway = Gateway::before(&service.url).await;
    let window = Window::open_at(&gateway.url, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    let call = window.upload(20).await;
    gateway.turn(Way::Cut);
    for text in ["Первый", "Второй"] {
        let shown = "return document.querySelector('[data-note=comment]').open || null";
        if window.client.execute(shown, Vec::new()).await.unwrap().is_null() {
            window.click("#comments summary").await;
        }
        window.fill("#comment-at", "0:03").await;
        window.fill("#comment-text", text).await;
        window.click("#comments .note-form button[type=submit]").await;
        says(&window, "#waiting:not([hidden])", "Первый").await;
        window
            .until(
                "an empty form",
                "return document.querySelector('#comment-text').value === '' || null",
            )
            .await;
    }
    says(&window, "#waiting", "(2)").await;
    window.picture("waiting").await;
    gateway.turn(Way::Open);
    window
        .until(
            "nothing waits",
            "return document.querySelector('#waiting').hidden || null",
        )
        .await;
    says(&window, "#comments .note-text", "Второй").await;
    let id: RecordingId = call.trim_start_matches("/recordings/").parse().unwrap();
    let mut tx = service.app.db.read().await.unwrap();
    let told: Vec<(String,)> = tx
        .query("SELECT text FROM comments WHERE recording_id = $1 ORDER BY created_at, id")
        .bind(id)
        .all()
        .await
        .unwrap();
    drop(tx);
    assert_eq!(told, [("Первый".to_owned(),), ("Второй".to_owned(),)]);

    // From the search page: a verdict and a phrase without an answer, never the browser's error page.
    window.go("/search?q=дорого").await;
    window.find("#answers #opened").await;
    gateway.turn(Way::Cut);
    window.keys("Alt++").await;
    says(&window, "#waiting:not([hidden])", "(1)").await;
    window.keys("Alt+n").await;
    says(&window, "#waiting", "(2)").await;
    // A page opened anew still has them.
    gateway.turn(Way::BadGateway);
    tokio::time::sleep(Duration::from_millis(300)).await;
    gateway.turn(Way::Open);
    window.client.refresh().await.unwrap();
    window
        .until(
            "nothing waits",
            "return document.querySelector('#waiting')?.hidden || null",
        )
        .await;
    let groups = service.app.unanswered.queue().await.unwrap();
    assert_eq!(groups.iter().map(|it| it.counts().0).sum::<usize>(), 1);
    let mut tx = service.app.db.read().await.unwrap();
    let verdicts: i64 = tx
        .query("SELECT COUNT(*) FROM answer_verdicts")
        .scalar()
        .await
        .unwrap();
    assert_eq!(verdicts, 1);
    window.close().await;
}
