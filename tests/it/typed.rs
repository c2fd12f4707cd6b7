//! What people type with keys and fields: keys wait for the field they open, a card goes out once, a file stays until it is
//! known whose call it is, and long forms keep their text whatever comes between: in a real browser.

use std::path::Path;
use std::time::Duration;

use salesbook::coaching::one_to_ones::MeetingForm;
use salesbook::id::OneToOneId;
use salesbook::people;
use serde_json::Value;

use crate::appeals::{mark_by_keys, published};
use crate::connection::{end_sessions, says, sign_in_again, type_into, value};
use crate::support::app::PASSWORD;
use crate::support::browser::{Service, Window};
use crate::support::gateway::{Gateway, Way};
use crate::support::program::{Place, Program};
use crate::support::speech::{Script, call};

/// The id of the element under the focus.
const FOCUS: &str = "return document.activeElement?.id || document.activeElement?.tagName";
const BAR: &str = "[data-draft-state]";
/// The way to take what was kept.
const OFFER: &str = "button[data-draft-take]";

/// Waits until an element has the focus.
async fn focused(window: &Window, id: &str) {
    window
        .until(
            &format!("the focus in {id}"),
            &format!("return document.activeElement?.id === '{id}' || null"),
        )
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn letters_meant_for_a_comment_never_edit_the_transcript() {
    let service = Service::scripted(&Script::default()).await;
    let gateway = Gateway::before(&service.url).await;
    let window = Window::open_at(&gateway.url, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    let path = window.upload(30).await;
    // After whatever key: the form is there, in view, and has the letters; `e` is the key of the editor.
    for key in ["ArrowRight", "l", "f", "1", "ArrowDown", "Space"] {
        window.go(&path).await;
        window
            .until(
                "the page's keys",
                "return document.querySelector('[data-player] [data-sound][hidden]') !== null || null",
            )
            .await;
        window.keys(&format!("{key} m")).await;
        focused(&window, "comment-text").await;
        window.keys("e l e").await;
        assert_eq!(value(&window, "#comment-text").await, "ele", "after {key}");
        let seen = "const box = document.querySelector('#comments form').getBoundingClientRect();
             return box.height > 40 && box.top >= 0 && box.top < innerHeight && !document.querySelector('#turn-editor') || null";
        window.until("the form in view and no editor", seen).await;
        // Nothing is left over for the next round.
        window.fill("#comment-text", "").await;
        window
            .until(
                "no draft",
                "return Object.keys(localStorage).every(it => !it.startsWith('draft ')) || null",
            )
            .await;
    }

    // An editor that is long on its way: keys are silent until it has the focus, so no letter is a command.
    window.go(&path).await;
    window
        .until(
            "the page's keys",
            "return document.querySelector('[data-player] [data-sound][hidden]') !== null || null",
        )
        .await;
    gateway.turn(Way::Slow);
    window.keys("e m 1 2 o").await;
    focused(&window, "turn-text").await;
    let quiet = "return !document.querySelector('[data-note=comment]').open && !document.querySelector('[data-note=snippet]')?.open || null";
    window.until("no other form", quiet).await;
    window.keys("Escape").await;

    // Who went to another field meanwhile goes on writing there.
    window
        .until(
            "no editor",
            "return document.querySelector('#turn-editor') === null || null",
        )
        .await;
    window.keys("e").await;
    window.click("#comments summary").await;
    window.click("#comment-text").await;
    type_into(&window, "#comment-text", "Цена").await;
    window.find("#turn-editor").await;
    assert_eq!(window.until("the focus", FOCUS).await, "comment-text");
    gateway.turn(Way::Open);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn the_own_score_goes_out_once_with_the_last_word() {
    let service = Service::scripted(&Script::default()).await;
    let id = published(&service).await;
    let gateway = Gateway::before(&service.url).await;
    let window = Window::open_at(&gateway.url, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go(&format!("/evaluations/{id}")).await;
    window.click(".opinion-or a").await;
    mark_by_keys(&window).await;
    // What the page's scripts send from here on, over its end too.
    let told = "sessionStorage.sent = ''; const real = window.fetch;
         window.fetch = (url, how = {}) => {
             if ((how.method ?? 'GET') === 'POST') sessionStorage.sent += ` ${new URL(url, location.href).pathname}`;
             return real(url, how);
         }; return true";
    window.until("an ear", told).await;
    // The answer takes longer than the typing rests, and the way is pressed twice within the last word's pause.
    gateway.turn(Way::Slow);
    type_into(&window, "#minuses", " и не назвал дату").await;
    window.keys("Ctrl+Enter Ctrl+Enter").await;
    let there = "return document.querySelector('.compare > .compare-table') && document.readyState === 'complete' || null";
    window.until("the comparison", there).await;
    let sent = window
        .until("what was sent", "return sessionStorage.sent || 'nothing'")
        .await;
    let sent = sent.as_str().unwrap();
    assert!(
        sent.split_whitespace().all(|path| path.ends_with("/self/draft")),
        "drafts go to their own address: {sent}"
    );
    assert!(window.text().await.contains("Торопился и не назвал дату"));
    window
        .until(
            "nothing kept",
            "return Object.keys(localStorage).every(it => !it.startsWith('unsent:')) || null",
        )
        .await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn the_keys_printed_on_a_card_work_where_the_caret_is() {
    let service = Service::scripted(&Script::default()).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go("/search").await;
    type_into(&window, "[data-search]", "дорого").await;
    window.find("#answers #opened").await;
    // Everything printed in the answers is held with Alt, or is a key that a field of one line has no use for.
    let printed = "return [...document.querySelectorAll('.search-top kbd, #answers kbd')].filter(it => it.checkVisibility()).map(it => it.textContent.trim())
         .filter(it => !/^Alt( .)?$/.test(it) && !['↑', '↓', 'Enter', '1–7'].includes(it))";
    let bare = window.client.execute(printed, Vec::new()).await.unwrap();
    assert_eq!(
        bare,
        serde_json::json!([]),
        "printed as if they worked in the field"
    );
    for (keys, words) in [
        ("Alt+c", ""),
        ("Alt++", "Отмечено"),
        ("Alt+-", "Отмечено"),
        ("Alt+2", ""),
    ] {
        window.keys(keys).await;
        if !words.is_empty() {
            window.find(".toast").await;
        }
        assert_eq!(
            value(&window, "[data-search]").await,
            "дорого",
            "{keys} is no letter"
        );
    }
    window.until("the second card", "return document.querySelector('#hit-2').ariaSelected === 'true' && document.querySelector('#hit-1').ariaSelected === 'false' || null").await;
    window.assert_fits().await;
    window.picture("search-keys").await;
    window.close().await;
}

/// A sound file of so many seconds.
fn sound(folder: &Path, name: &str, seconds: u32) -> String {
    let path = folder.join(name);
    std::fs::write(&path, call(seconds)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_file_put_down_before_a_manager_is_chosen_stays() {
    let service = Service::scripted(&Script::default()).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go("/recordings").await;
    let folder = tempfile::tempdir().unwrap();
    let field = window.find("#files").await;
    for (name, seconds) in [("first.wav", 5), ("second.wav", 6)] {
        field
            .send_keys(&sound(folder.path(), name, seconds))
            .await
            .unwrap();
        says(&window, "#uploads li", name).await;
    }
    // They wait, say for what, and the choice has the focus.
    says(&window, "#uploads li .upload-state", "чей звонок").await;
    focused(&window, "up-manager").await;
    window.assert_fits().await;
    window.picture("upload-waits").await;
    // One is taken away again.
    window.click("#uploads li:first-child button").await;
    let choose = "const field = document.querySelector('#up-manager');
         field.value = [...field.options].find(it => it.text.includes('Анна')).value;
         field.dispatchEvent(new Event('change', { bubbles: true })); return true";
    window.until("the choice", choose).await;
    let taken = "return document.querySelectorAll('#uploads li').length === 1 && document.querySelectorAll('#uploads a[href^=\"/recordings/\"]').length === 1 || null";
    window.until("the second alone", taken).await;
    says(&window, "#calls", "Анна Кузнецова").await;
    let marked = "return document.querySelector('#up-manager').getAttribute('aria-invalid')";
    assert_eq!(
        window.client.execute(marked, Vec::new()).await.unwrap(),
        Value::Null
    );
    window.close().await;
}

/// A planned meeting of the head with a manager, in a running service.
async fn meeting(service: &Service) -> OneToOneId {
    let app = &service.app;
    let mut tx = app.db.read().await.unwrap();
    let head = people::store::person_by_login(&mut tx, "m.sokolova")
        .await
        .unwrap()
        .unwrap();
    let manager = people::store::person_by_login(&mut tx, "a.kuznetsova")
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    let form = MeetingForm {
        day: app.clock.now().day(&app.config.time_zone).to_string(),
        ..MeetingForm::default()
    };
    app.one_to_ones.plan(&head, &manager.id, &form).await.unwrap()
}

/// Leaves a page and comes back to what is offered; takes it.
async fn away_and_back(window: &Window, path: &str) {
    window.go("/recordings").await;
    window.go(path).await;
    says(window, OFFER, "Вернуть несохранённое от").await;
    window.click(OFFER).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_meeting_keeps_its_words_whatever_comes_between() {
    let service = Service::scripted(&Script::default()).await;
    let path = format!("/one-to-ones/{}", meeting(&service).await);
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", PASSWORD).await;

    // A click elsewhere, and a reload; private notes stand beside the form and are part of it.
    window.go(&path).await;
    type_into(&window, "#shared_notes", "Пять вопросов до цены").await;
    type_into(&window, "#private_notes", "Устал, спросить об отпуске").await;
    says(&window, BAR, "Сохранено").await;
    let sticks = "const box = document.querySelector('#meeting [data-draft-state]').getBoundingClientRect();
         return box.bottom <= innerHeight && box.top > 0 || null";
    window.until("the bar in view", sticks).await;
    window.picture("meeting-bar").await;
    away_and_back(&window, &path).await;
    assert_eq!(value(&window, "#shared_notes").await, "Пять вопросов до цены");
    assert_eq!(
        value(&window, "#private_notes").await,
        "Устал, спросить об отпуске"
    );
    says(&window, BAR, "Сохранено").await;
    window.client.refresh().await.unwrap();
    says(&window, OFFER, "Вернуть несохранённое от").await;
    window.click(OFFER).await;
    assert_eq!(value(&window, "#shared_notes").await, "Пять вопросов до цены");

    // The session ends: the bar says so and has the way; what is typed meanwhile is kept, and saved after it.
    end_sessions(&service).await;
    type_into(&window, "#shared_notes", ", дата в конце").await;
    says(&window, BAR, "вход закончился").await;
    window.click(&format!("{BAR} button")).await;
    sign_in_again(&window, "m.sokolova").await;
    says(&window, BAR, "Сохранено").await;
    assert_eq!(
        value(&window, "#shared_notes").await,
        "Пять вопросов до цены, дата в конце"
    );

    // A second tab is offered the words and never writes over the first one's.
    let first = window.client.window().await.unwrap();
    let second = window.client.new_window(true).await.unwrap().handle;
    window.client.switch_to_window(second).await.unwrap();
    window.go(&path).await;
    window.click(OFFER).await;
    type_into(&window, "#shared_notes", ". Вторая").await;
    says(&window, BAR, "Сохранено").await;
    window.client.close_window().await.unwrap();
    window.client.switch_to_window(first).await.unwrap();
    says(&window, BAR, "в другой вкладке").await;
    assert_eq!(
        value(&window, "#shared_notes").await,
        "Пять вопросов до цены, дата в конце"
    );

    // A mistake: the page is an address of its own, so reload and Back work, and the words are in it.
    window.until("a long text", "const field = document.querySelector('#went_well'); field.value = 'о'.repeat(4100); field.dispatchEvent(new Event('input', { bubbles: true })); return true").await;
    window.click("[form=meeting][value=save]").await;
    window.find("#went_well[aria-invalid=true]").await;
    assert_eq!(window.path().await, path);
    window.client.refresh().await.unwrap();
    window.find("#went_well[aria-invalid=true]").await;
    window.go("/recordings").await;
    window.client.back().await.unwrap();
    window.find("#went_well[aria-invalid=true]").await;
    assert_eq!(
        value(&window, "#shared_notes").await,
        "Пять вопросов до цены, дата в конце"
    );
    window.picture("meeting-mistake").await;

    // Mended and saved: nothing is offered any more.
    window.fill("#went_well", "Спросил бюджет").await;
    window.click("[form=meeting][value=save]").await;
    says(&window, ".toast", "").await;
    window.go(&path).await;
    assert_eq!(value(&window, "#went_well").await, "Спросил бюджет");
    assert_eq!(
        value(&window, "#shared_notes").await,
        "Пять вопросов до цены, дата в конце"
    );
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_plan_keeps_its_words_over_a_click_elsewhere_and_a_mistake() {
    let service = Service::scripted(&Script::default()).await;
    let id = published(&service).await;
    let path = format!("/evaluations/{id}/plan");
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go(&path).await;
    type_into(&window, "#focus", "Бюджет до цены").await;
    type_into(&window, "#action", "Три вопроса из книги").await;
    window.click("input[name=item]").await;
    says(&window, BAR, "Сохранено").await;
    // By a click on the menu, as people leave.
    window.click(".nav [data-section=recordings]").await;
    window.find("#calls").await;
    window.go(&path).await;
    window.click(OFFER).await;
    assert_eq!(value(&window, "#focus").await, "Бюджет до цены");
    assert_eq!(value(&window, "#action").await, "Три вопроса из книги");
    let ticked = "return document.querySelector('input[name=item]').checked";
    assert_eq!(
        window.client.execute(ticked, Vec::new()).await.unwrap(),
        false,
        "a tick that was taken away"
    );

    // Refused, because there is no target: at an address of its own.
    window.click("#plan-form button[type=submit]:last-of-type").await;
    window
        .find("#plan-form [aria-invalid=true], #plan-form .field-error")
        .await;
    assert_eq!(window.path().await, path);
    window.client.refresh().await.unwrap();
    assert_eq!(value(&window, "#focus").await, "Бюджет до цены");
    window.go("/recordings").await;
    window.client.back().await.unwrap();
    window.find("#plan-form .field-error").await;
    assert_eq!(value(&window, "#action").await, "Три вопроса из книги");
    window.picture("plan-mistake").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_second_tab_and_a_restart_leave_a_long_form_its_words() {
    let data = tempfile::tempdir().unwrap();
    let place = Place {
        data: data.path(),
        database: None,
    };
    place.with_cast().await;
    let program = Program::serve(place, &[], "");
    let port = program.port;
    let window = Window::open_at(&format!("http://127.0.0.1:{port}"), 1440, 900, "ru").await;
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go("/one-to-ones").await;
    let choose = "const field = document.querySelector('.meet-form [name=manager]');
         field.value = [...field.options].find(it => it.text.includes('Анна')).value;
         document.querySelector('.meet-form [name=day]').valueAsDate = new Date(Date.now() + 86400000); return true";
    window.until("a manager", choose).await;
    window.click(".meet-form button[type=submit]").await;
    window.find("#meeting #shared_notes").await;
    let path = window.path().await;
    type_into(&window, "#shared_notes", "До перезапуска").await;
    says(&window, BAR, "Сохранено").await;
    // In another tab the service goes away and comes back while one writes.
    let first = window.client.window().await.unwrap();
    let second = window.client.new_window(true).await.unwrap().handle;
    window.client.switch_to_window(second).await.unwrap();
    window.go(&path).await;
    window.click(OFFER).await;
    program.kill();
    type_into(&window, "#shared_notes", ", без сервиса").await;
    says(&window, BAR, "Не сохранено: нет связи").await;
    window.click("[form=meeting][value=save]").await;
    says(&window, ".toast", "Нет связи").await;
    let program = Program::serve_at(place, port, &[], "");
    says(&window, BAR, "Сохранено").await;
    assert_eq!(
        value(&window, "#shared_notes").await,
        "До перезапуска, без сервиса"
    );
    window.click("[form=meeting][value=save]").await;
    says(&window, ".toast", "").await;
    // The first tab is told and keeps what it has.
    window.client.close_window().await.unwrap();
    window.client.switch_to_window(first).await.unwrap();
    says(&window, BAR, "сохранили").await;
    assert_eq!(value(&window, "#shared_notes").await, "До перезапуска");
    tokio::time::sleep(Duration::from_millis(200)).await;
    window.go(&path).await;
    assert_eq!(
        value(&window, "#shared_notes").await,
        "До перезапуска, без сервиса"
    );
    window.close().await;
    program.kill();
}
