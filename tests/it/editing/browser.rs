//! Correcting by keyboard, and on a phone.

use super::{lines, show, talk, turn, write};
use crate::support::app::{Browser, TestApp};
use crate::support::browser::{Service, Window};
use crate::support::speech::Script;

/// A program of the head's on a service that a window looks at.
async fn head_of(service: &Service) -> Browser {
    let mut tx = service.app.db.read().await.unwrap();
    let head = salesbook::people::store::person_by_login(&mut tx, "m.sokolova")
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    let token = service
        .app
        .auth
        .create_token(
            &head,
            &head,
            &salesbook::auth::TokenRequest::full(&service.app.auth, "test"),
        )
        .await
        .unwrap();
    TestApp::stranger_of(&service.app).with_header("authorization", &format!("Bearer {}", token.secret))
}

/// Signs in, uploads a call and shows the text above on its page.
async fn opened(service: &Service, window: &Window) -> String {
    window
        .sign_in("a.kuznetsova", crate::support::app::PASSWORD)
        .await;
    let path = window.upload(12).await;
    show(&service.app, path.trim_start_matches("/recordings/"), &talk()).await;
    window.go("/recordings").await;
    path
}

const PLAYER: &str = "return !document.querySelector('.player-bar').hidden";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_place_is_a_word_and_words_light_up_at_twice_the_speed() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    let path = opened(&service, &window).await;

    // A moment found in the call leads to the word, not to its turn; it is marked before anything plays.
    window.go(&format!("{path}#t-3500")).await;
    window.until("the player", PLAYER).await;
    let place = "const now = [...document.querySelectorAll('.word-now')].map(it => it.textContent).join();
                 const sound = document.querySelector('[data-sound]');
                 const shown = document.querySelector('[data-player] [data-now]').textContent;
                 return now ? `${now} ${shown} ${sound.paused} ${sound.readyState}` : null";
    assert_eq!(
        window.until("the word", place).await,
        "стела 0:04 true 0",
        "nothing is heard before it is played"
    );
    let other = "location.hash = '#t-7000'; return true";
    window.until("another place", other).await;
    window
        .until(
            "its word",
            "return document.querySelector('.word-now')?.textContent === 'вас'",
        )
        .await;

    // At twice the speed, from a word in the middle of a turn: what is marked is what is heard.
    window.keys("] ] ] ]").await;
    let watch = "window.lit = []; const sound = document.querySelector('[data-sound]');
                 new MutationObserver(() => { const now = [...document.querySelectorAll('.word-now')];
                 if (now.length > 1) window.lit.push(['two at once', 0, 0]);
                 if (now[0] && window.lit.at(-1)?.[0] !== now[0].textContent)
                   window.lit.push([now[0].textContent, Number(now[0].dataset.at) / 1000, sound.currentTime]); })
                 .observe(document.querySelector('.talk'), { subtree: true, attributeFilter: ['class'] }); return true";
    window.until("somebody to watch", watch).await;
    window.click(".talk [data-at='1000']").await;
    window
        .until(
            "the sound past the third turn",
            "return document.querySelector('[data-sound]').currentTime > 6.4",
        )
        .await;
    let rate = window
        .until(
            "the speed",
            "return document.querySelector('[data-sound]').playbackRate",
        )
        .await;
    assert_eq!(rate, 2);
    let lit = window.until("the words", "return window.lit").await;
    let lit: Vec<(String, f64, f64)> = serde_json::from_value(lit).unwrap();
    assert_eq!(lit[0].0, "день", "the clicked word comes first: {lit:?}");
    assert!(lit.len() >= 5, "{lit:?}");
    assert!(lit.is_sorted_by(|a, b| a.1 < b.1), "in order: {lit:?}");
    // The clicked word before its sound has come; each other within a frame or two of its own time. A pause follows the
    // third word of a turn.
    assert!(
        lit[1..]
            .iter()
            .all(|(_, at, heard)| (-0.05..0.45).contains(&(heard - at))),
        "{lit:?}"
    );
    window.assert_quiet().await;
    window.close().await;
}

/// The turn whose editor has the focus.
const OPEN: &str =
    "const at = document.activeElement; return at?.id === 'turn-text' ? at.closest('.turn').id : null";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_transcript_is_corrected_by_keyboard_alone() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    let path = opened(&service, &window).await;
    let id = path.trim_start_matches("/recordings/").to_owned();
    window.go(&path).await;
    window.until("the player", PLAYER).await;
    let sound = async |what: &str, script: &str| {
        let script = format!("const sound = document.querySelector('[data-sound]'); return {script}");
        window.until(what, &script).await
    };
    let open = async |turn: &str| {
        let script = format!(
            "const at = document.activeElement; return at?.id === 'turn-text' && at.closest('.turn').id === '{turn}'"
        );
        window.until(&format!("the editor of {turn}"), &script).await;
    };

    // Nothing is heard yet: E opens the first turn. The player is at hand while one writes.
    window.keys("e").await;
    open("t-500").await;
    window.keys("Alt+l").await;
    sound(
        "the turn again",
        "!sound.paused && sound.currentTime >= 0.5 && sound.currentTime < 5",
    )
    .await;
    window.keys("Alt+Space").await;
    sound("a pause", "sound.paused").await;
    let before = sound("the time", "sound.currentTime").await.as_f64().unwrap();
    window.keys("Alt+ArrowRight").await;
    let after = sound("the time", "sound.currentTime").await.as_f64().unwrap();
    assert!((after - before - 5.0).abs() < 0.3, "{before} → {after}");
    window.keys("Alt+ArrowLeft").await;
    open("t-500").await;
    window.keys("Ctrl+a").await;
    window.press("Добрый день, компания «Ярус»").await;
    window.keys("Ctrl+Enter").await;

    // Saved, drawn, and on to the next.
    open("t-2500").await;
    let said = "return document.querySelector('#t-500 .turn-body > p').textContent";
    assert_eq!(
        window.until("the corrected turn", said).await,
        "Добрый день, компания «Ярус»"
    );
    assert_eq!(
        window
            .until(
                "what happened",
                "return document.querySelector('.toast p')?.textContent"
            )
            .await,
        "Реплика исправлена"
    );
    window.assert_fits().await;

    // Leaving loses nothing: the toast leads back, and so does E after a reload.
    window.keys("Ctrl+a").await;
    window.press("почём стела").await;
    window.keys("Escape").await;
    window
        .until(
            "the turn chosen",
            "return document.activeElement.id === 't-2500' && !document.getElementById('turn-editor')",
        )
        .await;
    window
        .until(
            "the way back",
            "return document.querySelector('.toast')?.textContent.includes('черновике')",
        )
        .await;
    window.keys("z").await;
    open("t-2500").await;
    window.click("#turn-editor [data-draft-take]").await;
    let typed = "return document.getElementById('turn-text').value";
    assert_eq!(window.until("the draft", typed).await, "почём стела");
    window.keys("Escape").await;
    window
        .until(
            "the editor gone",
            "return !document.getElementById('turn-editor')",
        )
        .await;
    window.client.refresh().await.unwrap();
    window.until("the player", PLAYER).await;
    window
        .until(
            "the mark of a draft",
            "return document.querySelector('#t-2500 .turn-edit[data-draft]') !== null",
        )
        .await;
    window.assert_quiet().await;

    // Down the list by keys; meanwhile somebody else corrects the same turn.
    window
        .until(
            "the list",
            "document.querySelector('.turn[tabindex]').focus(); return true",
        )
        .await;
    window.keys("ArrowDown e").await;
    open("t-2500").await;
    window.click("#turn-editor [data-draft-take]").await;
    assert_eq!(window.until("the draft", typed).await, "почём стела");
    let head = head_of(&service).await;
    let read = turn(&head, &id, "2500").await["revision"].clone();
    write(&head, &id, "2500", "сколько стоит стеллаж", &read).await;
    window.keys("Ctrl+Enter").await;
    let both = "return document.querySelector('.turn-clash')?.textContent.includes('Марина Соколова')
                && [document.querySelector('.turn-theirs').textContent, document.getElementById('turn-text').value].join(' | ')";
    assert_eq!(
        window.until("both texts", both).await,
        "сколько стоит стеллаж | почём стела"
    );
    open("t-2500").await;
    window.picture("clash").await;
    window.assert_quiet_but("409").await;
    // Having seen it, one's own text is saved.
    window.keys("Ctrl+Enter").await;
    open("t-4500").await;

    // A turn without words goes; undone, it is back.
    window.keys("Ctrl+a Backspace Ctrl+Enter").await;
    open("t-6500").await;
    window
        .until(
            "one turn less",
            "return document.querySelectorAll('.talk .turn').length === 3",
        )
        .await;
    window.keys("Alt+z").await;
    window
        .until(
            "the turn again",
            "return document.querySelectorAll('.talk .turn').length === 4",
        )
        .await;
    let kept = lines(&head, &id).await;
    assert_eq!(
        kept,
        [
            "manager Добрый день, компания «Ярус»",
            "client почём стела",
            "manager сейчас посчитаю всё",
            "client жду вас завтра"
        ]
    );

    // The last turn, which stayed open meanwhile: unchanged it closes without a word. The history names both people.
    open("t-6500").await;
    window.keys("Ctrl+Enter").await;
    window
        .until(
            "the end",
            "return document.activeElement.id === 't-6500' && !document.getElementById('turn-editor')",
        )
        .await;
    window
        .until(
            "the history",
            "document.querySelector('.talk-foot a[href$=\"/history\"]').click(); return true",
        )
        .await;
    let heads = "return [...document.querySelectorAll('.change-head')].map(it =>
                 `${it.querySelector('strong').textContent} ${it.querySelector('.muted').textContent.split(',')[0]}`).join('; ')";
    let told = window.until("the changes", heads).await;
    assert_eq!(
        told,
        "Возвращено, как было Анна Кузнецова; Убрана реплика Анна Кузнецова; Исправлена реплика Анна Кузнецова; \
         Исправлена реплика Марина Соколова; Исправлена реплика Анна Кузнецова"
    );
    window.picture("history").await;
    window.assert_fits().await;
    window.assert_accessible().await;
    window.assert_quiet().await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn the_client_is_renamed_while_the_call_plays_on_a_phone() {
    let script = Script::default();
    let service = Service::scripted(&script).await;
    let window = Window::open(&service, 390, 844, "ru").await;
    let path = opened(&service, &window).await;
    window.go(&path).await;
    window.until("the player", PLAYER).await;
    window.click(".talk [data-at='1000']").await;
    window.click("#names summary").await;
    window
        .until("the field", "return document.activeElement.id === 'names-client'")
        .await;
    window.press("Литмаш\u{e007}").await;
    let names = "return [...document.querySelectorAll('.turn-who')].map(it => it.textContent).join(' ') === 'Анна Литмаш Анна Литмаш'
                 && document.querySelector('h1').textContent.includes('Литмаш')
                 && document.querySelector('#call-facts').textContent.includes('Литмаш')
                 && document.querySelector('#client').value === 'Литмаш'";
    window.until("the new name everywhere", names).await;
    let plays = "return document.querySelector('[data-sound]').currentTime > 1";
    window.until("the sound goes on", plays).await;
    // A tap on the pencil of the turn that is heard.
    window.until("the turn's pencil", "const it = document.querySelector('.turn[aria-current] .turn-edit'); it?.click(); return it !== null").await;
    window.until("the editor", OPEN).await;
    window.assert_fits().await;
    window.assert_accessible().await;
    window.picture("edit-phone").await;
    window.assert_quiet().await;
    window.close().await;
}
