//! A session in the browser.

use salesbook::id::RecordingId;
use salesbook::{people, recordings};

use crate::support::app::PASSWORD;
use crate::support::browser::{Service, Window};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn two_heads_calibrate_in_the_browser() {
    let service = Service::scripted(&crate::support::speech::Script::default()).await;
    let app = &service.app;
    let mut tx = app.db.write().await.unwrap();
    let manager = people::store::person_by_login(&mut tx, "a.kuznetsova")
        .await
        .unwrap()
        .unwrap();
    let id = RecordingId::new(app.clock.now(), &app.randomness);
    let recording = crate::evaluations::silent_call(&id, &manager, app.clock.now());
    recordings::store::insert(&mut tx, &recording).await.unwrap();
    tx.commit().await.unwrap();

    let (head, other) = (
        Window::open(&service, 1440, 900, "ru").await,
        Window::open(&service, 390, 844, "ru").await,
    );
    head.sign_in("m.sokolova", PASSWORD).await;
    other.sign_in("p.gromov", PASSWORD).await;
    head.go("/calibrations/new").await;
    head.fill("#title", "Потребности").await;
    head.client
        .execute(
            "for (const box of document.querySelectorAll('input[name=reviewer], input[name=recording]')) box.checked = true",
            vec![],
        )
        .await
        .unwrap();
    head.click(".form-foot button").await;
    head.until("the session", "return document.querySelector('.calibration-own')")
        .await;
    let session = head.path().await;

    // She marks by keys, he on a phone; each sees a card of their own.
    head.click(".calibration-own button").await;
    let ready = "return document.querySelector('[data-guide]')?.textContent.trim()";
    head.until("the score page", ready).await;
    head.keys("2 2 2 2 2 2 2 2 2 2 2 2 2 n 2 2 2 2 2 2 2 2").await;
    head.until(
        "everything marked",
        "return document.querySelector('[data-total]').textContent === '100,00'",
    )
    .await;
    head.keys("Ctrl+Enter").await;
    head.until(
        "the session again",
        &format!("return location.pathname === '{session}'"),
    )
    .await;
    assert!(head.text().await.contains("Сдано"));

    other.go("/").await;
    other.click("#calibrations a").await;
    other
        .until("the session", "return document.querySelector('.calibration-own')")
        .await;
    assert!(!other.text().await.contains("100,00"));
    other.assert_fits().await;
    other.click(".calibration-own button").await;
    other.until("the score page", ready).await;
    // A mark goes on to the next item; the word about it belongs to the one before.
    other.keys("2 2 2 2 2 2 0 ArrowUp c").await;
    other.press("Не спрошен").await;
    other.keys("Escape").await;
    other.keys("ArrowDown 2 2 2 2 2 2 n 2 2 2 2 2 2 2 2").await;
    other
        .until(
            "everything marked",
            "return document.querySelector('a[data-left]').textContent === 'всё отмечено'",
        )
        .await;
    other.click("[data-publish]").await;
    other
        .until("the results", "return document.querySelector('#item-budget')")
        .await;
    other.assert_fits().await;

    head.go(&session).await;
    let budget = "return document.querySelector('#item-budget summary')?.textContent.replace(/\\s+/g, ' ')";
    let budget = head.until("the results", budget).await;
    let budget = budget.as_str().unwrap_or_default();
    assert!(
        budget.contains("переформулировать") && budget.contains("0 %"),
        "{budget}"
    );
    head.click("#item-budget summary").await;
    assert!(head.text().await.contains("Не спрошен"));
    head.assert_quiet().await;
    other.assert_quiet().await;
    head.close().await;
    other.close().await;
}
