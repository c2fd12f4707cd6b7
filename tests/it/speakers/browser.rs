//! Turns named by keys while the call plays.

use super::{mono_talk, show};
use crate::support::browser::{Service, Window};
use crate::support::speech::{Script, mono_call};

/// Sides of all turns as the page shows them.
const SIDES: &str =
    "return [...document.querySelectorAll('.talk .turn')].map(it => it.dataset.side).join(' ')";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn words_light_up_as_they_are_said_and_keys_say_who_speaks() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window
        .sign_in("a.kuznetsova", crate::support::app::PASSWORD)
        .await;
    window.go("/recordings").await;
    let file = tempfile::Builder::new().suffix(".wav").tempfile().unwrap();
    std::fs::write(file.path(), mono_call(12)).unwrap();
    window
        .find("#files")
        .await
        .send_keys(file.path().to_str().unwrap())
        .await
        .unwrap();
    let link = window
        .until("the upload", "return document.querySelector('#uploads a[href^=\"/recordings/\"]')?.getAttribute('href') ?? null")
        .await;
    let path = link.as_str().unwrap().to_owned();
    window.go(&path).await;
    window
        .until(
            "the machine's text",
            "return document.querySelectorAll('.talk .turn').length > 0",
        )
        .await;
    show(
        &service.app,
        path.trim_start_matches("/recordings/"),
        &mono_talk(),
    )
    .await;
    window.go(&path).await;
    window
        .until(
            "the player",
            "return !document.querySelector('.player-bar').hidden",
        )
        .await;

    // Unsure words are shaded, a click on a word plays from it, and the words light up one after the other.
    let shaded = "return [...document.querySelectorAll('.talk .doubt')].map(it => it.textContent).join(' ')";
    assert_eq!(
        window.until("shaded words", shaded).await,
        "слово-0-2 слово-1-2 слово-2-2 слово-3-2 слово-4-2"
    );
    let watch = "window.lit = []; new MutationObserver(() => { const now = [...document.querySelectorAll('.word-now')];
                 if (now.length > 1) window.lit.push('two at once'); const word = now[0]?.textContent;
                 if (word && word !== window.lit.at(-1)) window.lit.push(word); })
                 .observe(document.querySelector('.talk'), { subtree: true, attributeFilter: ['class'] }); return true";
    window.until("somebody to watch", watch).await;
    window.click(".talk [data-at='3000']").await;
    window
        .until("the sixth word", "return window.lit.length >= 5")
        .await;
    let lit = window
        .until("the words", "return window.lit.slice(0, 5).join(' ')")
        .await;
    assert_eq!(lit, "слово-1-1 слово-1-2 слово-2-0 слово-2-1 слово-2-2");
    let now = window
        .until(
            "the time",
            "return document.querySelector('[data-sound]').currentTime",
        )
        .await;
    assert!(now.as_f64().unwrap() > 5.0, "{now}");
    assert_eq!(
        window
            .until(
                "the turn",
                "return document.querySelector('.turn[aria-current]')?.id"
            )
            .await,
        "t-4500"
    );

    // While it plays, a key names the turn that is heard.
    window.keys("2").await;
    let client =
        "return [...document.querySelectorAll('#t-4500, #t-6500')].some(it => it.dataset.side === 'client')";
    window.until("the turn that is heard", client).await;
    let silence = "document.querySelector('[data-sound]').pause(); return true";
    window.until("silence", silence).await;
    // A range of all turns.
    let first = "document.querySelector('#t-500').focus(); return true";
    window.until("the first turn", first).await;
    window
        .keys("Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown 0")
        .await;
    assert_eq!(window.until("sides", SIDES).await, ["unknown"; 5].join(" "));
    // Down the list: the chosen turn is named and the next one chosen; Shift takes several.
    window.keys("ArrowUp ArrowUp ArrowUp ArrowUp").await;
    window.keys("1 2 ArrowDown").await;
    assert_eq!(
        window
            .until("the chosen turn", "return document.activeElement.id")
            .await,
        "t-6500"
    );
    window.keys("Shift+ArrowDown 1").await;
    assert_eq!(
        window.until("sides", SIDES).await,
        "manager client unknown manager manager"
    );
    let names = "return [...document.querySelectorAll('.turn-who')].map(it => it.textContent).join(' ')";
    assert_eq!(window.until("names", names).await, "Анна Клиент Анна");
    window.picture("speakers").await;
    window.assert_fits().await;

    // All of it was saved at once.
    let saved = "return fetch(location.pathname + '/transcript/json').then(it => it.json())
                 .then(it => it.segments.map(it => it.speaker).join(' ') === 'manager client unknown manager manager')";
    window.until("the marks in the transcript", saved).await;
    window.go(&path).await;
    assert_eq!(
        window.until("sides after a reload", SIDES).await,
        "manager client unknown manager manager"
    );
    window.assert_quiet().await;
    window.close().await;
}
