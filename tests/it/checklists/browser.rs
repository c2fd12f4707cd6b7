//! A checklist written by keys alone.

use salesbook::id::RecordingId;
use salesbook::people::store as people;
use salesbook::recordings;
use serde_json::json;

use crate::evaluations::silent_call;
use crate::support::app::PASSWORD;
use crate::support::browser::{Service, Window};
use crate::support::speech::Script;

/// Goes on with Tab until the focus is at this element.
async fn tab_to(window: &Window, selector: &str) {
    for _ in 0..400 {
        window.keys("Tab").await;
        let there = format!("return document.activeElement?.matches({selector:?}) ?? false");
        if window.client.execute(&there, Vec::new()).await.unwrap() == json!(true) {
            return;
        }
    }
    panic!("Tab does not reach {selector}");
}

async fn focused(window: &Window, what: &str, name: &str) {
    let script = format!("return document.activeElement?.name === {name:?}");
    window.until(what, &script).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_head_writes_a_checklist_by_keys_alone() {
    let service = Service::scripted(&Script::default()).await;
    let app = &service.app;
    let mut tx = app.db.write().await.unwrap();
    let manager = people::person_by_login(&mut tx, "a.kuznetsova")
        .await
        .unwrap()
        .unwrap();
    let recording = RecordingId::new(app.clock.now(), &app.randomness);
    recordings::store::insert(&mut tx, &silent_call(&recording, &manager, app.clock.now()))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go("/checklists").await;
    // A copy of the short shipped one.
    tab_to(&window, "#from").await;
    window.press("Копия: Проверка").await;
    tab_to(&window, ".ck-new button").await;
    window.keys("Enter").await;
    window.find("#checklist-form").await;
    let copied = "return document.querySelectorAll('[data-card] .item').length";
    assert_eq!(window.until("the copy", copied).await, 4);
    // A block, its name, its item with an own scale.
    window.keys("Alt+b").await;
    focused(&window, "the new block's name", "block.new-1.name.ru").await;
    window.press("Финал").await;
    window.keys("Tab Tab Tab Tab Tab").await;
    focused(&window, "the new item's text", "item.new-2.text.ru").await;
    window.press("Чем кончилось").await;
    window.keys("Tab").await;
    window.press("свои").await;
    window
        .until(
            "the outcomes",
            "return document.getElementsByName('item.new-2.outcomes')[0]?.value === '0\\n1\\n2'",
        )
        .await;
    focused(&window, "the scale again", "item.new-2.scale").await;
    window.keys("Tab Tab Tab Tab Tab").await;
    focused(&window, "the outcomes in focus", "item.new-2.outcomes").await;
    window.keys("Ctrl+a").await;
    window.press("0 Отказ\n3 Перезвон\n10 Встреча").await;
    window
        .until(
            "the outcomes on the card",
            "return document.querySelector('[data-card] [data-item=new-2]')?.textContent.includes('Встреча')
               && document.querySelector('[data-left]').textContent === 'можно публиковать'",
        )
        .await;
    window.keys("F9").await;
    // On the trial card: from the first mark to the new item's, and the live total.
    tab_to(&window, "[name='try.new-2']").await;
    window.keys("ArrowRight").await;
    window
        .until(
            "the total of the trial",
            "const tried = document.querySelector('[name=\"try.new-2\"]:checked')?.value;
             return tried === '3' && document.querySelector('[data-total]').textContent === '30,00'",
        )
        .await;
    window.picture("checklist-editor").await;
    window.assert_fits().await;
    window.keys("Ctrl+Enter").await;
    window
        .until(
            "the published version",
            "return document.querySelector('.toast')?.textContent.includes('версия 1')",
        )
        .await;
    let list = window.path().await;
    window.assert_quiet().await;
    // An evaluation with it.
    window.go(&format!("/recordings/{recording}")).await;
    tab_to(&window, "form[action$='/evaluate'] button").await;
    window.keys("Enter").await;
    window.find(".card-more").await;
    tab_to(&window, ".card-more > summary").await;
    window.keys("Enter").await;
    tab_to(&window, "#other-checklist").await;
    window.press("Проверка отказа (копия)").await;
    tab_to(&window, ".card-switch button").await;
    window.keys("Enter").await;
    window
        .until(
            "the item on the score page",
            "return document.querySelector('#item-chem-konchilos') !== null",
        )
        .await;
    let id = list.rsplit('/').next().unwrap();
    let chosen = format!("return document.querySelector('#other-checklist').value === {id:?}");
    window.until("the checklist of the evaluation", &chosen).await;
    window.close().await;
}
