//! The whole way in a real browser, with the real model and a real call: from the first administrator's link to an
//! acknowledged plan and the question in the next score.

use crate::support::browser::{Service, Window, absolute};

const PASSWORD: &str = "стойка балка ярус";
/// The driver's code for the Enter key.
const ENTER: &str = "\u{e007}";

/// Adds somebody and returns the one-time link (as a path) the page shows.
async fn invite(window: &Window, name: &str, login: &str, role: &str, team: &str) -> String {
    window.go("/people").await;
    let script = format!(
        "const form = document.querySelector('form[action=\"/people#add\"]');
         form.name.value = '{name}'; form.login.value = '{login}'; form.role.value = '{role}';
         const team = [...form.team.options].find(it => it.text === '{team}');
         form.team.value = team ? team.value : ''; form.requestSubmit(); return true"
    );
    window.until("the form", &script).await;
    let found = window
        .until(
            "the link",
            "return document.body.innerHTML.match(/\\/invitation#[0-9a-f]{64}/)?.[0] ?? null",
        )
        .await;
    found.as_str().unwrap().to_owned()
}

/// Uploads a file through the page's own field and waits until it is ready; returns the recording's path.
async fn upload(window: &Window, file: &str) -> String {
    window.go("/recordings").await;
    let choice = "const it = document.querySelector('#up-manager'); if (it) { it.selectedIndex = 1;
                  it.dispatchEvent(new Event('change', {bubbles: true})); } return true";
    window.until("whose call it is", choice).await;
    window
        .find("#files")
        .await
        .send_keys(&absolute(file))
        .await
        .unwrap();
    let link = window.until("the upload", "return document.querySelector('#uploads a[href^=\"/recordings/\"]')?.getAttribute('href') ?? null").await;
    let path = link.as_str().unwrap().to_owned();
    window.go(&path).await;
    window
        .until_transcribed(
            "the transcript",
            "return document.querySelectorAll('.talk .turn').length > 0",
        )
        .await;
    path
}

/// Every item gets its best mark and the gate is opened, with the keys a person has for it: `U` goes to what is open.
pub async fn fill_in(window: &Window) {
    window
        .until(
            "the score script",
            "return document.querySelector('[data-guide]')?.textContent.trim()",
        )
        .await;
    for _ in 0..100 {
        let next = "const place = document.getElementById((document.querySelector('a[data-left][href]')?.hash ?? '').slice(1));
             if (!place) return 'nothing'; if (!place.matches('.item')) return 'y';
             return String(Math.max(...[...place.querySelectorAll('.mark input')].map(it => Number(it.value)).filter(it => it >= 0)))";
        let key = window.until("what is open", next).await;
        let key = key.as_str().unwrap();
        if key == "nothing" {
            return;
        }
        window.keys(&format!("u {key}")).await;
    }
    panic!("the card is never full");
}

async fn open_draft(window: &Window, recording: &str) {
    window.go(recording).await;
    window
        .click("form[action$='/evaluate'] button, a[href$='/evaluate']")
        .await;
    window
        .until("the score page", "return location.pathname.endsWith('/edit')")
        .await;
}

pub async fn publish(window: &Window) -> String {
    window
        .until(
            "the draft is saved",
            "return !document.querySelector('#saved')?.matches('[data-saving]')",
        )
        .await;
    window.keys("Ctrl+Enter").await;
    window
        .until(
            "the published card",
            "return /^\\/evaluations\\/[0-9A-Z]{26}$/.test(location.pathname)",
        )
        .await;
    window.path().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and the speech model: `make test` has both"]
async fn from_the_first_link_to_the_question_in_the_next_score() {
    let service = Service::start(false).await;
    let window = Window::open(&service, 1440, 900, "ru").await;

    // The first administrator comes by the link, adds a team and two people.
    let link = service.app.auth.invite_first_admin().await.unwrap().unwrap();
    window.go(&link[link.find("/invitation").unwrap()..]).await;
    window.fill("#name", "Ирина Белова").await;
    window.fill("#login", "admin").await;
    window.fill("#password", PASSWORD).await;
    window.press(ENTER).await;
    window
        .until("the first page", "return location.pathname === '/'")
        .await;
    window.go("/people").await;
    window
        .until(
            "the team form",
            "const form = document.querySelector('form[action^=\"/teams\"]'); if (!form) return null;
             form.name.value = 'Отдел продаж'; form.querySelector('[name=name]').value = 'Отдел продаж'; form.requestSubmit(); return true",
        )
        .await;
    window
        .until(
            "the team",
            "return document.querySelector('.toast')?.textContent.includes('Отдел продаж')",
        )
        .await;
    let head = invite(&window, "Марина Соколова", "m.sokolova", "head", "Отдел продаж").await;
    let manager = invite(&window, "Никита Жуков", "n.zhukov", "manager", "Отдел продаж").await;
    window.assert_quiet().await;
    for link in [head, manager] {
        window.client.delete_all_cookies().await.unwrap();
        window.go(&link).await;
        window.fill("#password", PASSWORD).await;
        window.press(ENTER).await;
        window
            .until("the first page", "return location.pathname === '/'")
            .await;
    }

    // The head uploads a call, reads along, scores it by keyboard.
    window.sign_in("m.sokolova", PASSWORD).await;
    // `JOURNEY_CALL` walks the same way with a stereo call of one's own, whose words only its owner knows.
    let own = std::env::var_os("JOURNEY_CALL").map(|call| call.to_string_lossy().into_owned());
    let call = own.as_deref().unwrap_or("src/demo/calls/lost-on-price.opus");
    let recording = upload(&window, call).await;
    let sides = "return ['manager', 'client'].every(it => document.querySelector(`.turn[data-side=${it}]`))";
    window.until("both sides", sides).await;
    let said = window.text().await.to_lowercase();
    assert!(
        own.is_some() || (said.contains("стеллажи") && said.contains("скидку")),
        "the call is not recognised:\n{said}"
    );
    window.picture("recording").await;
    window.until("a click on a word seeks", "const word = document.querySelectorAll('.talk [data-at]')[40]; word.click();
        const at = document.querySelector('audio').currentTime * 1000; return Math.abs(at - word.dataset.at) < 1500").await;
    open_draft(&window, &recording).await;
    fill_in(&window).await;
    window.picture("score").await;
    let shown = window
        .until(
            "the total",
            "return document.querySelector('[data-total]').textContent.trim()",
        )
        .await;
    let evaluation = publish(&window).await;
    let total = window.find(".total-num").await.text().await.unwrap();
    assert_eq!(
        shown.as_str().unwrap(),
        total,
        "the browser's preview and the server agree"
    );
    assert_eq!(total, "100,00");
    window.picture("published").await;
    window.assert_quiet().await;

    // The manager says their opinion first, then sees the score.
    window.sign_in("n.zhukov", PASSWORD).await;
    window.go(&evaluation).await;
    assert!(
        !window.text().await.contains("100,00"),
        "the score is hidden before the opinion"
    );
    window.fill("#pluses", "Ответил сразу, знаю продукт.").await;
    window.fill("#minuses", "Поторопился с ценой.").await;
    window.click(".opinion-form button[type=submit]").await;
    window
        .until(
            "the score",
            "return document.querySelector('.total-num')?.textContent.includes('100,00')",
        )
        .await;

    // The head writes the plan, the manager acknowledges it.
    window.sign_in("m.sokolova", PASSWORD).await;
    window.go(&format!("{evaluation}/plan")).await;
    window.assert_accessible().await;
    assert!(
        window.text().await.contains("Поторопился с ценой."),
        "the opinion is beside the plan"
    );
    window.fill("#focus", "Сначала вопросы, потом цена").await;
    window.fill("#action", "Прочитать скрипт, три проигрывания").await;
    window.fill("#target-1", "До первой цифры пять вопросов").await;
    let due = "const due = document.querySelector('#due-1'); const day = new Date(Date.now() + 14 * 864e5);
               due.value = day.toISOString().slice(0, 10); document.querySelector('#plan-form').requestSubmit(); return true";
    window.until("the date", due).await;
    window
        .until(
            "the plan",
            "return /^\\/plans\\/[0-9A-Z]{26}$/.test(location.pathname)",
        )
        .await;
    let plan = window.path().await;
    window.picture("plan").await;
    window.sign_in("n.zhukov", PASSWORD).await;
    window.go(&plan).await;
    window.fill("#words", "Согласен.").await;
    window.click("form[action$='/acknowledgement'] button").await;
    window
        .until(
            "the acknowledgement",
            "return document.body.textContent.includes('подтверждено')",
        )
        .await;

    // The next score of the same manager opens with the question, and keeps the answer.
    window.sign_in("m.sokolova", PASSWORD).await;
    let next = upload(&window, "tests/fixtures/speech/greeting.opus").await;
    open_draft(&window, &next).await;
    window
        .until(
            "the question",
            "return document.querySelector('.last-target')?.textContent.includes('пять вопросов')",
        )
        .await;
    window.click(".last-target label:has(input[value=met])").await;
    window.click(".last-target button[type=submit]").await;
    window.until("the answer", "return location.pathname.endsWith('/edit') && document.querySelector('.last-target input[value=met]')?.checked").await;
    window.go(&plan).await;
    assert!(
        window.text().await.contains("Выполнена"),
        "the plan shows the answer"
    );
    window.assert_quiet().await;
    window.close().await;
}

/// The pages of the first things a list leads to.
async fn things_on(window: &Window) -> Vec<String> {
    let script =
        "const links = [...document.querySelectorAll('main a[href]')].map(it => it.getAttribute('href'));
         return [...new Set(links.filter(it => /^\\/[a-z-]+\\/[0-9A-Z]{26}$/.test(it)))].slice(0, 2)";
    let found = window.client.execute(script, Vec::new()).await.unwrap();
    let found = found.as_array().unwrap();
    assert!(!found.is_empty(), "{} shows nothing", window.path().await);
    found.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// Signs in and chooses the language, as the button beside the name does: a person's own choice goes before the browser's.
async fn sign_in_speaking(window: &Window, login: &str, language: &str) {
    window.sign_in(login, salesbook::demo::PASSWORD).await;
    let choose = format!(
        "if (document.documentElement.lang === '{language}') return true;
         document.querySelector('form[action=\"/language\"] button').click(); return null"
    );
    window.until("the language", &choose).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn every_page_fits_every_window_in_both_languages() {
    let service = Service::start(true).await;
    let pages = [
        (
            "m.sokolova",
            &[
                "/",
                "/search?q=дорого",
                "/recordings",
                "/evaluations",
                "/appeals?show=decided",
                "/plans",
                "/one-to-ones",
                "/defects",
                "/playbook",
                "/people",
                "/audit",
                "/jobs",
                "/profile",
            ][..],
        ),
        (
            "n.zhukov",
            &[
                "/",
                "/recordings",
                "/evaluations",
                "/plans",
                "/one-to-ones",
                "/defects",
                "/playbook/ru/objections/too-expensive",
            ][..],
        ),
        (
            "o.vetrov",
            &[
                "/",
                "/search?q=дорого",
                "/playbook",
                "/playbook/check",
                "/playbook/confusions",
                "/playbook/glossary",
                "/playbook/new",
                "/playbook/print",
                "/playbook/ru/objections/too-expensive",
                "/playbook/ru/objections/too-expensive/edit",
                "/playbook/ru/objections/too-expensive/history",
                "/playbook/ru/objections/too-expensive/place",
                "/playbook/removed",
                "/playbook/suggestions",
                "/playbook/unanswered",
                "/playbook/upkeep",
            ][..],
        ),
    ];
    for (width, height) in [(1440, 900), (390, 844)] {
        for language in ["ru", "en"] {
            let window = Window::open(&service, width, height, language).await;
            for (login, paths) in pages {
                sign_in_speaking(&window, login, language).await;
                let mut paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
                let mut next = 0;
                while let Some(path) = paths.get(next).cloned() {
                    next += 1;
                    window.go(&path).await;
                    if ["/recordings", "/evaluations", "/plans", "/one-to-ones"].contains(&path.as_str()) {
                        paths.extend(things_on(&window).await);
                    }
                    window.find("main h1").await;
                    window.assert_fits().await;
                    let name = format!("{width}-{language}-{login}{}", path.replace(['/', '?', '='], "-"));
                    window.picture(&name).await;
                }
            }
            sign_in_speaking(&window, "m.sokolova", language).await;
            window.go("/recordings").await;
            open_draft(&window, &things_on(&window).await[0]).await;
            window.assert_fits().await;
            window.assert_accessible().await;
            window.picture(&format!("{width}-{language}-score")).await;
            window.assert_quiet().await;
            window.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn an_answer_is_found_by_keys_from_any_page() {
    let service = Service::start(true).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("n.zhukov", salesbook::demo::PASSWORD).await;
    let first = "return document.querySelector('#answers .hit[aria-selected=true] .answer-title')?.textContent.includes('Дорого')";
    for page in ["/", "/plans"] {
        window.go(page).await;
        window
            .until(
                "the scripts",
                "return !document.querySelector('[data-needs-script][hidden]')",
            )
            .await;
        window.keys("/").await;
        window
            .until(
                "the field",
                "return document.activeElement?.matches('[data-search]')",
            )
            .await;
        window.press("доро").await;
        window.until("the answer", first).await;
        window.keys("ArrowDown ArrowUp Enter").await;
        window
            .until(
                "the entry",
                "return location.pathname.startsWith('/playbook/ru/objections/')",
            )
            .await;
    }
    window.assert_quiet().await;
    window.close().await;
}
