//! From own marks to a corrected total, by keys.

use salesbook::people;

use super::{mark_by_keys, published};
use crate::support::app::PASSWORD;
use crate::support::browser::{Service, Window};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn from_own_marks_to_a_corrected_total() {
    let service = Service::scripted(&crate::support::speech::Script::default()).await;
    let id = published(&service).await;
    let path = format!("/evaluations/{id}");
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go(&path).await;
    window.click(".opinion-or a").await;
    window
        .until("their own card", "return location.pathname.endsWith('/self')")
        .await;
    window.assert_accessible().await;
    mark_by_keys(&window).await;
    window.keys("Ctrl+Enter").await;
    let first = window
        .until(
            "the comparison",
            "return document.querySelector('.compare > .compare-table tbody th a')?.textContent",
        )
        .await;
    assert_eq!(first, "Бюджет");
    window.assert_fits().await;

    // The way to appeal stands beside the item, for the keyboard too.
    window
        .until("the way", "const way = document.querySelector('#item-budget .item-appeal-way'); way.focus(); return getComputedStyle(way).opacity === '1'")
        .await;
    window.click("#item-budget .item-appeal-way").await;
    window
        .until(
            "the form",
            "return location.pathname.endsWith('/appeal') && document.querySelector('#reason')",
        )
        .await;
    window.assert_accessible().await;
    window.click(".appeal-form .mark:has(input[value='2'])").await;
    window.fill("#reason", "На 0:40 спросил прямо").await;
    window.click(".appeal-form [data-kind=primary]").await;
    window
        .until("the appeal", "return document.querySelector('#appeals .appeal')")
        .await;
    window.close().await;

    let window = Window::open(&service, 390, 844, "ru").await;
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go("/").await;
    window.assert_fits().await;
    window.click("#appeals .task a").await;
    window
        .until("the decision", "return document.querySelector('#decision')")
        .await;
    window.assert_fits().await;
    window.keys("p").await;
    window
        .until(
            "partly",
            "return document.querySelector('input[value=partly]').checked",
        )
        .await;
    window.keys("y").await;
    window.fill("#words", "Да, слышно").await;
    window.click("#decision [data-kind=primary]").await;
    window
        .until(
            "decided",
            "return document.querySelector('.appeal-said .badge[data-tone=good]')",
        )
        .await;
    window.go(&path).await;
    let total = window
        .until(
            "the total",
            "return document.querySelector('.total-num').textContent",
        )
        .await;
    assert_eq!(total, "100,00");
    window.assert_fits().await;
    window.assert_quiet().await;
    window.close().await;
    let head = {
        let mut tx = service.app.db.read().await.unwrap();
        people::store::person_by_login(&mut tx, "m.sokolova")
            .await
            .unwrap()
            .unwrap()
    };
    let mut tx = service.app.db.read().await.unwrap();
    let today = service.app.appeals.today(&mut tx, &head).await.unwrap();
    assert_eq!(today.open_count, 0);
}
