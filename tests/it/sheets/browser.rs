//! A sheet brought and corrected in a browser.

use super::{ITEMS, ROWS, cp1251};
use crate::support::browser::{Service, Window};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_head_brings_the_sheet_and_corrects_a_column() {
    let service = Service::scripted(&crate::support::speech::Script::default()).await;
    let folder = tempfile::tempdir().unwrap();
    let (items, rows) = (
        folder.path().join("Прослушка.csv"),
        folder.path().join("Оценки.csv"),
    );
    std::fs::write(&items, cp1251(ITEMS)).unwrap();
    std::fs::write(&rows, cp1251(ROWS)).unwrap();
    for (width, height) in [(1440, 900), (390, 800)] {
        let window = Window::open(&service, width, height, "ru").await;
        window.sign_in("m.sokolova", crate::support::app::PASSWORD).await;
        window.go("/checklists/import").await;
        window.assert_fits().await;
        window
            .find("#file")
            .await
            .send_keys(items.to_str().unwrap())
            .await
            .unwrap();
        window
            .find("#rows")
            .await
            .send_keys(rows.to_str().unwrap())
            .await
            .unwrap();
        window.picture(&format!("sheet-new-{width}")).await;
        window.click(".form-sheet button[type=submit]").await;
        window
            .until("the mapping", "return document.querySelector('#column-1')")
            .await;
        window.assert_fits().await;
        window.assert_accessible().await;
        // By keyboard: the select takes the letters of its choice.
        window.find("#column-1").await.send_keys("Пункт").await.unwrap();
        window
            .until(
                "the preview",
                "return document.querySelector('.sheet-preview h2').textContent.includes('4 пункта')",
            )
            .await;
        window
            .until(
                "the verdict",
                "return document.querySelector('.sheet-compared .notice')?.textContent.includes('по блокам')",
            )
            .await;
        let focused = window
            .client
            .execute("return document.activeElement.id", Vec::new())
            .await
            .unwrap();
        assert_eq!(focused, "column-1", "the focus stays where the hand is");
        window.find("#rule-blocks").await.send_keys(" ").await.unwrap();
        window
            .until("no differing row", "return document.querySelector('#rule-blocks').checked && !document.querySelector('.sheet-differ')")
            .await;
        window.picture(&format!("sheet-map-{width}")).await;
        window.assert_fits().await;
        window.click(".sheet-bar button[value=save]").await;
        window
            .until("the editor", "return location.pathname.endsWith('/edit')")
            .await;
        assert!(window.text().await.contains("Контакт"));
        window.assert_quiet().await;
        window.close().await;
    }
}
