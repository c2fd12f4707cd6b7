//! The way from a call into the book, in a browser.

use super::OBJECTION;
use crate::support::app::PASSWORD;
use crate::support::browser::{Service, Window};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn from_a_call_to_a_playlist_and_into_the_book() {
    let (service, _book) = Service::writing().await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    let call = window.upload(8).await;
    window.sign_in("m.sokolova", PASSWORD).await;

    // Two snippets by the keys, the sound where it is.
    window.go(&call).await;
    window
        .until(
            "the player",
            "return document.querySelector('.player-bar:not([hidden])') !== null",
        )
        .await;
    for (start, end, title) in [(1.0, 2.4, "Представился"), (4.0, 5.5, "Клиент ответил")]
    {
        let to = |seconds: f64| {
            format!(
                "const it = document.querySelector('[data-sound]'); it.currentTime = {seconds}; return true"
            )
        };
        window.until("a place", &to(start)).await;
        window.keys("i").await;
        window.until("a place", &to(end)).await;
        window
            .until(
                "the focus off the field",
                "document.activeElement.blur(); return true",
            )
            .await;
        window.keys("o").await;
        let times = window.until("both times", "return [document.querySelector('#cut-start').value, document.querySelector('#cut-end').value].join(' ')").await;
        assert!(times.as_str().unwrap().contains(','), "{times}");
        window.fill("#cut-title", title).await;
        window.until("stage and consent", "document.querySelector('#cut-stage').value = 'contact'; document.querySelector('[data-cut] [name=ground]').value = 'unrecognisable'; document.querySelector('[name=consent]').checked = true; return true").await;
        window.click("[data-cut] button[type=submit]").await;
        window
            .until(
                "the snippet in the list",
                &format!(
                    "return document.querySelector('#snippets .notes')?.textContent.includes('{title}')"
                ),
            )
            .await;
    }
    window
        .until(
            "the toast",
            "return document.querySelector('.toast')?.textContent.includes('Отрывок вырезан')",
        )
        .await;
    // A comment at the moment, with a mark on the waveform.
    window
        .until(
            "the focus off the form",
            "document.activeElement.blur(); return true",
        )
        .await;
    window.keys("m").await;
    window.fill("#comment-text", "Имя прозвучало сразу").await;
    window.click("#comments .note-form button[type=submit]").await;
    window.until("the comment and its pin", "return document.querySelector('#comments .note-text') && document.querySelector('[data-pins] .pin') !== null").await;
    window.assert_fits().await;
    window.picture("clips-recording").await;

    // Into a playlist, from the page of each.
    window.go("/snippets").await;
    let pages = window.until("the list", "return [...document.querySelectorAll('.clip-title')].map(it => it.getAttribute('href')).join(' ')").await;
    let pages: Vec<&str> = pages.as_str().unwrap().split(' ').collect();
    assert_eq!(pages.len(), 2);
    window.go(pages[1]).await;
    window.click(".aside details:has(#list-title) summary").await;
    window.fill("#list-title", "Первые слова").await;
    window.press("\u{e007}").await;
    window
        .until(
            "the playlist",
            "return location.pathname.startsWith('/playlists/')",
        )
        .await;
    let list = window.path().await;
    window.go(pages[0]).await;
    window.click(&format!("form[action='{list}/items'] button")).await;
    window
        .until(
            "the word that it is there",
            "return document.querySelector('.toast')?.textContent.includes('Добавлено')",
        )
        .await;

    // Played through: both, one after another, and both are noted as heard.
    window.go(&list).await;
    window
        .until(
            "the bar",
            "return document.querySelector('[data-queue-bar]:not([hidden])') !== null",
        )
        .await;
    window.keys("Space").await;
    window.until("the first plays", "const it = document.querySelectorAll('[data-clip-sound]')[0]; return !it.paused && it.currentTime > 0.1").await;
    window.picture("clips-playlist").await;
    window.until("the second plays by itself", "const it = document.querySelectorAll('[data-clip-sound]')[1]; return !it.paused && it.currentTime > 0.1").await;
    let length = window
        .until(
            "its length",
            "return String(document.querySelectorAll('[data-clip-sound]')[1].duration)",
        )
        .await;
    let seconds: f64 = length.as_str().unwrap().parse().unwrap();
    assert!((1.5..2.5).contains(&seconds), "{length}");
    window
        .until(
            "both are heard",
            "return document.querySelectorAll('[data-clip][data-heard]').length === 2",
        )
        .await;
    window.keys("ArrowUp Alt+ArrowDown").await;
    window
        .until(
            "the order has changed",
            "return document.querySelector('[data-queue] .clip-title').textContent === 'Клиент ответил'",
        )
        .await;
    window.go(&list).await;
    window
        .until(
            "the progress",
            "return document.querySelector('.aside').textContent.includes('2 из 2')",
        )
        .await;
    window.assert_fits().await;

    // Into an entry: the preview plays it, then the entry does.
    let snippet = pages[1].trim_start_matches("/snippets/");
    window.go(&format!("/playbook/{OBJECTION}/edit")).await;
    let write = format!(
        "const it = document.querySelector('textarea[name=body]'); it.value = it.value.replace('### ', '::snippet {snippet}\\n\\n### ');
         it.dispatchEvent(new Event('input', {{bubbles: true}})); return it.value.includes('::snippet')"
    );
    window.until("the line", &write).await;
    window
        .until(
            "the preview",
            "return document.querySelector('.edit-preview [data-clip-play]:not([hidden])') !== null",
        )
        .await;
    window.keys("Ctrl+s").await;
    window
        .until(
            "the entry",
            &format!("return location.pathname === '/playbook/{OBJECTION}'"),
        )
        .await;
    window.click(".way [data-clip-play]").await;
    window
        .until(
            "the entry plays it",
            "const it = document.querySelector('.way [data-clip-sound]'); return it.currentTime > 0.1",
        )
        .await;
    window.picture("clips-entry").await;
    window.assert_fits().await;
    window.assert_quiet().await;
    window.close().await;
}
