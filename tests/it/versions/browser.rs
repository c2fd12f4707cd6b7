//! A file dropped on the page.

use serde_json::json;

use super::SUBTITLES;
use crate::support::app::PASSWORD;
use crate::support::browser::{Service, Window};
use crate::support::speech::{Script, call};

/// Drops a file on the page, as from a folder of the desktop.
fn drop_on_page(name: &str, text: &str) -> String {
    format!(
        "const carried = new DataTransfer(); carried.items.add(new File([{}], '{name}'));
         const tell = type => document.querySelector('main').dispatchEvent(new DragEvent(type,
           {{bubbles: true, cancelable: true, dataTransfer: carried}}));
         tell('dragover'); tell('drop');
         return document.querySelector('#bring').open && document.activeElement?.closest('#bring') ? true : null",
        json!(text)
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_text_made_elsewhere_is_dropped_on_the_page_and_the_old_one_shown_again() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("a.kuznetsova", PASSWORD).await;
    window.go("/recordings").await;
    let sound = tempfile::Builder::new().suffix(".wav").tempfile().unwrap();
    std::fs::write(sound.path(), call(9)).unwrap();
    let field = window.find("#files").await;
    field.send_keys(sound.path().to_str().unwrap()).await.unwrap();
    let link = window.until("the upload", "return document.querySelector('#uploads a[href^=\"/recordings/\"]')?.getAttribute('href') ?? null").await;
    window.go(link.as_str().unwrap()).await;
    let said = "return document.querySelector('.talk')?.textContent.includes('Почём стеллажи') ? true : null";
    let turns = "return document.querySelectorAll('.talk .turn').length || null";
    let heard = window.until_transcribed("the transcript", turns).await;

    // A broken file is refused beside the field, and everything stays.
    window
        .until(
            "the folded form",
            &drop_on_page("broken.srt", "1\nкогда-нибудь\nДа"),
        )
        .await;
    window.press("\u{e007}").await;
    window
        .until(
            "the reason",
            "return document.querySelector('#transcript-file-error')?.textContent.trim()",
        )
        .await;
    assert_eq!(window.until("the same text", turns).await, heard);

    window
        .until("the form", &drop_on_page("agent.srt", SUBTITLES))
        .await;
    window.press("\u{e007}").await;
    window.until("the text that was brought", said).await;
    window.picture("versions").await;
    let names = "return [...document.querySelectorAll('.versions-list form button')].length === 1";
    window.until("the other text", names).await;
    window
        .find(".versions-list form button")
        .await
        .send_keys("\u{e007}")
        .await
        .unwrap();
    let back = "return document.querySelector('.talk') && !document.querySelector('.talk').textContent.includes('Почём стеллажи') ? true : null";
    window.until("the first text", back).await;
    assert_eq!(window.until("its turns", turns).await, heard);
    window.assert_fits().await;
    window.click(".versions-list a").await;
    window
        .until(
            "the version",
            "return /\\/transcripts\\/[0-9A-Z]{26}$/.test(location.pathname)",
        )
        .await;
    window.assert_accessible().await;
    window.assert_quiet_but("422").await;
    window.close().await;
}
