//! The editor of the book in a real browser, by keyboard: remarks, draft, conflict, history.

use crate::support::app::PASSWORD;
use crate::support::browser::{Service, Window};

const ENTRY: &str = "/playbook/ru/objections/too-expensive";
/// The driver's codes.
const F8: &str = "\u{e038}";
const BACKSPACE: &str = "\u{e003}";
const DELETE: &str = "\u{e017}";

/// The text in the editor.
async fn body(window: &Window) -> String {
    let value = window
        .until(
            "the editor",
            "return document.getElementById('edit-body')?.value ?? null",
        )
        .await;
    value.as_str().unwrap().to_owned()
}

/// Waits for the page of the entry with these words.
async fn shown(window: &Window, words: &str) {
    let script = format!(
        "return location.pathname === '{ENTRY}' && document.querySelector('.entry-sheet')?.textContent.includes('{words}')"
    );
    window.until(words, &script).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_trainer_edits_by_keyboard_meets_a_conflict_and_puts_a_text_back() {
    let (service, book) = Service::writing().await;
    let file = book.join("ru/objections/too-expensive.md");
    let original = std::fs::read_to_string(&file).unwrap();
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("o.vetrov", PASSWORD).await;

    // E opens the editor with the caret in the text; the preview follows, the remark leads back to its place.
    window.go(ENTRY).await;
    window
        .until(
            "the script of the page",
            "return document.querySelector('[data-copy-say]:not([hidden])')",
        )
        .await;
    window.keys("e").await;
    window
        .until("the editor", "return document.activeElement?.id === 'edit-body'")
        .await;
    window.press("Новое<b> начало. ").await;
    window
        .until(
            "the remark",
            "return document.querySelector('[data-note]')?.textContent.includes('HTML')",
        )
        .await;
    window.press(F8).await;
    window
        .until(
            "the caret",
            "return document.activeElement.id === 'edit-body' && document.activeElement.selectionStart === 5",
        )
        .await;
    window.assert_fits().await;
    window.press(&DELETE.repeat(3)).await;
    window.until("the preview", "return !document.querySelector('[data-note]') && document.querySelector('#preview .edit-sheet')?.textContent.includes('Новое начало.')").await;

    // An answer that comes late never replaces a newer one.
    let delay = "const fetched = window.fetch; let first = true;
         window.fetch = async (url, how) => { const slow = first && String(url).endsWith('/preview'); if (slow) first = false;
           const answer = await fetched(url, how); if (slow) { await new Promise((done) => setTimeout(done, 1500)); window.late = true; } return answer; };
         return true";
    window.until("the delay", delay).await;
    window.press("Раз. ").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    window.press("Два. ").await;
    window
        .until(
            "the newer preview",
            "return document.querySelector('#preview .edit-sheet')?.textContent.includes('Раз. Два.')",
        )
        .await;
    window.until("the late answer", "return window.late").await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    window
        .until(
            "the newer preview still",
            "return document.querySelector('#preview .edit-sheet')?.textContent.includes('Раз. Два.')",
        )
        .await;
    window.press(&BACKSPACE.repeat(10)).await;
    window.fill("#edit-reason", "проще").await;
    window.keys("Ctrl+s").await;
    shown(&window, "Новое начало.").await;
    let saved = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        saved,
        original.replacen("За словом", "Новое начало. За словом", 1)
    );
    window
        .until(
            "the toast",
            "return document.querySelector('.toast')?.textContent.includes('Сохранено')",
        )
        .await;

    // What was not saved waits in a draft; the disk has changed meanwhile.
    window.go(&format!("{ENTRY}/edit")).await;
    assert!(body(&window).await.starts_with("Новое начало."));
    window.press("Ещё. ").await;
    window
        .until(
            "the draft",
            "return document.getElementById('edit-state')?.textContent.includes('Сохранено')",
        )
        .await;
    window.go(ENTRY).await;
    std::fs::write(&file, saved.replace("сумма заметная", "сумма большая")).unwrap();
    window.go(&format!("{ENTRY}/edit")).await;
    window.click("button[data-draft-take]").await;
    assert!(body(&window).await.starts_with("Ещё. Новое начало."));
    window.keys("Ctrl+s").await;
    window
        .until(
            "the conflict",
            "return document.querySelector('[data-clash]')?.textContent.includes('на диске')",
        )
        .await;
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        saved.replace("сумма заметная", "сумма большая")
    );
    window.assert_fits().await;
    window.picture("conflict").await;
    window.click("[data-clash] button").await;
    shown(&window, "Ещё. Новое начало.").await;

    // Nothing is lost: the text of the disk is in the history and comes back.
    window.go(&format!("{ENTRY}/history/3")).await;
    window.assert_accessible().await;
    window.click("form[action$='/history/3'] button").await;
    window
        .until("the history", "return location.pathname.endsWith('/history')")
        .await;
    assert!(std::fs::read_to_string(&file).unwrap().contains("сумма большая"));
    window.go(&format!("{ENTRY}/edit")).await;
    window
        .until(
            "no draft is left",
            "return document.querySelector('#edit') && document.querySelector('[data-draft-offer]') === null",
        )
        .await;
    window.client.set_window_size(390, 844).await.unwrap();
    window.assert_fits().await;
    window.assert_quiet_but("409 (Conflict)").await;
    window.close().await;
}

/// The answers of an objection as fields, by keyboard alone, at a desk and on a phone: nothing but the words changes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn answers_are_filled_in_as_fields_over_the_markdown() {
    let (service, book) = Service::writing().await;
    let file = book.join("ru/objections/too-expensive.md");
    for (width, height) in [(1440, 900), (390, 844)] {
        let original = std::fs::read_to_string(&file).unwrap();
        let window = Window::open(&service, width, height, "ru").await;
        window.sign_in("o.vetrov", PASSWORD).await;
        window.go(&format!("{ENTRY}/edit")).await;
        let before = body(&window).await;
        window.click("[data-rows]").await;
        window
            .until("the fields", "return document.activeElement?.id === 'row-0-name'")
            .await;
        window.assert_fits().await;
        // To the words of the first line: through the name and the rest by Enter.
        let reach = "const at = document.activeElement;
             if (at?.id === 'row-0-0-words') { at.setSelectionRange(0, 0); return true; }
             return false";
        for _ in 0..4 {
            let there = "return document.activeElement?.id === 'row-0-0-words'";
            if window
                .until("a field", &format!("return [(() => {{ {there} }})()]"))
                .await[0]
                == true
            {
                break;
            }
            window.keys("Enter").await;
        }
        window.until("the words", reach).await;
        window.press("Так вот: ").await;
        window
            .until(
                "the preview",
                "return document.querySelector('#preview .edit-sheet')?.textContent.includes('Так вот:')",
            )
            .await;
        // Back to the Markdown: the same text, with the words in their place.
        window.click("[data-rows]").await;
        let after = body(&window).await;
        assert_eq!(after.replacen("Так вот: ", "", 1), before);
        window.keys("Ctrl+s").await;
        shown(&window, "Так вот:").await;
        let saved = std::fs::read_to_string(&file).unwrap();
        assert_eq!(saved.replacen("Так вот: ", "", 1), original);
        window.close().await;
        std::fs::write(&file, &original).unwrap();
    }
}
