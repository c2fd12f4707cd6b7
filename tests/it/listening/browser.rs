//! A week by keyboard.

use serde_json::json;

use super::call;
use crate::support::browser::{Service, Window};
use crate::support::speech::Script;

/// Moves the focus on with Tab until `script` (a condition on `it`, the focused element) holds.
async fn tab_to(window: &Window, what: &str, condition: &str) {
    for _ in 0..120 {
        let script = format!("const it = document.activeElement; return Boolean({condition})");
        let there = window.client.execute(&script, Vec::new()).await.unwrap();
        if there == json!(true) {
            return;
        }
        window.keys("Tab").await;
    }
    panic!("Tab never reaches {what}\n{}", window.text().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_week_by_keyboard_from_the_quota_to_the_random_mean() {
    let service = Service::scripted(&Script::default()).await;
    let app = &service.app;
    let mut tx = app.db.read().await.unwrap();
    let anna = salesbook::people::store::person_by_login(&mut tx, "a.kuznetsova")
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    // Calls of this very moment: the week of the service's own clock.
    for i in 0..4 {
        call(app, &anna, app.clock.now().plus_ms(-i), |_| ()).await;
    }
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", crate::support::app::PASSWORD).await;

    window.go("/listening").await;
    tab_to(
        &window,
        "the way to quotas",
        "it.closest('.empty') && it.href?.endsWith('/listening/quotas')",
    )
    .await;
    window.keys("Enter").await;
    window.find("#calls").await;
    window.assert_fits().await;
    window.picture("listening-quotas").await;
    tab_to(&window, "the number", "it.id === 'calls'").await;
    window.press("2").await;
    window.keys("Enter").await;
    window
        .until("the plan", "return location.pathname === '/listening'")
        .await;
    tab_to(
        &window,
        "the draw",
        "it.closest('form[action=\"/listening/draw\"]')",
    )
    .await;
    window.keys("Enter").await;
    window
        .until(
            "two calls",
            "return document.querySelectorAll('.listening-pick').length === 2",
        )
        .await;
    window.assert_fits().await;
    window.picture("listening-drawn").await;

    tab_to(&window, "replace", "it.matches('.listening-replace > summary')").await;
    window.keys("Enter").await;
    tab_to(&window, "the reasons", "it.name === 'reason'").await;
    window.keys("Space ArrowDown ArrowDown").await;
    window.picture("listening-replace").await;
    tab_to(
        &window,
        "the end of the form",
        "it.matches('.listening-replace button')",
    )
    .await;
    window.keys("Enter").await;
    window
        .until(
            "the history",
            "return document.querySelector('.listening')?.innerText.includes('Сняты с плана: 1')",
        )
        .await;
    let said = window.text().await;
    assert!(said.contains("Не тот вид звонка"), "{said}");

    tab_to(&window, "score", "it.closest('form[action$=\"/evaluate\"]')").await;
    window.keys("Enter").await;
    window
        .until("the card", "return location.pathname.endsWith('/edit')")
        .await;
    crate::journey::fill_in(&window).await;
    crate::journey::publish(&window).await;
    window.go("/listening").await;
    let far = "return document.querySelector('.listening-far')?.innerText.trim()";
    assert_eq!(window.until("progress", far).await, json!("1 из 2"));
    window.assert_fits().await;
    window.picture("listening-scored").await;
    window.go("/evaluations").await;
    let mean = "return document.querySelector('.mean[data-picked=random]')?.innerText";
    let mean = window.until("the random mean", mean).await;
    assert!(mean.as_str().unwrap().starts_with("100,00"), "{mean}");
    window.assert_quiet().await;
    window.close().await;

    // The same pages fit a phone.
    let phone = Window::open(&service, 390, 844, "ru").await;
    phone.sign_in("m.sokolova", crate::support::app::PASSWORD).await;
    for path in ["/listening", "/listening/quotas", "/evaluations", "/"] {
        phone.go(path).await;
        phone.assert_fits().await;
        phone.picture(&format!("phone{}", path.replace('/', "-"))).await;
    }
    phone.assert_quiet().await;
    phone.close().await;
}
