//! The score page in a real browser: its arithmetic against the shared vectors, its keys against what the server stored.

use salesbook::audit::Performer;
use salesbook::id::RecordingId;
use salesbook::people::{self, Role};
use salesbook::recordings;
use serde_json::{Value, json};

use crate::support::browser::{Service, Window};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn the_preview_has_the_server_s_arithmetic() {
    let service = Service::start(false).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.go("/sign-in").await;
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../fixtures/scoring.json")).unwrap();
    let script = "
        const [vectors, done] = arguments;
        const shell = document.querySelector('script[src*=\"/js/shell.js\"]').src;
        const figure = (value) => value === null ? null : `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;
        import(shell.replace('shell.js', 'scoring.js')).then(({ score }) => done(vectors.map(({ checklist, answers }) => {
          const { total, failedBy, got, of, blocks, open } = score(checklist, answers);
          return { total: figure(total), failed_by: failedBy, got: figure(got), of: figure(of), open: open.length,
            blocks: Object.fromEntries(blocks.map((block) => [block.key, figure(block.percent)])) };
        })), (problem) => done(String(problem)));";
    let results = window
        .client
        .execute_async(script, vec![json!(vectors)])
        .await
        .unwrap();
    let results = results.as_array().unwrap_or_else(|| panic!("{results}"));
    assert_eq!(results.len(), vectors.len());
    for (result, vector) in results.iter().zip(&vectors) {
        for (name, expected) in vector["expect"].as_object().unwrap() {
            assert_eq!(&result[name], expected, "{}: {name}", vector["name"]);
        }
    }
    window.close().await;
}

/// A head, a manager and a call of theirs without sound; returns the recording.
pub async fn department(service: &Service) -> RecordingId {
    let app = &service.app;
    let now = app.clock.now();
    let team = app
        .accounts
        .create_team(Performer::Shell, "Отдел продаж")
        .await
        .unwrap();
    let mut made = Vec::new();
    for (login, name, role) in [
        ("m.sokolova", "Марина Соколова", Role::Head),
        ("n.zhukov", "Никита Жуков", Role::Manager),
    ] {
        let new = people::NewPerson {
            name: name.to_owned(),
            login: login.to_owned(),
            role,
            team_id: Some(team.id.clone()),
            locale: None,
        };
        made.push(app.accounts.create(Performer::Shell, &new).await.unwrap());
    }
    let hash = salesbook::auth::password::hash("стойка балка ярус".to_owned(), &app.randomness)
        .await
        .unwrap();
    let id = RecordingId::new(now, &app.randomness);
    let recording = crate::evaluations::silent_call(&id, &made[1], now);
    let mut tx = app.db.write().await.unwrap();
    people::store::set_password(&mut tx, &made[0].id, &hash)
        .await
        .unwrap();
    recordings::store::insert(&mut tx, &recording).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn a_head_scores_by_keys_alone() {
    let service = Service::start(false).await;
    let recording = department(&service).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.sign_in("m.sokolova", "стойка балка ярус").await;
    window.go(&format!("/recordings/{recording}")).await;
    window.click("form[action$='/evaluate'] button").await;
    window
        .until(
            "the score page",
            "return document.querySelector('[data-guide]')?.textContent.trim()",
        )
        .await;
    let now = "return document.querySelector('.item[data-now]').dataset.item";
    window.keys("2 2 Numpad2 2 1 2 0 1 2 1 1 2 -").await;
    // The place after the last mark is behind the gate's question: no closes it and goes on.
    window.keys("n").await;
    assert_eq!(window.until("the next item", now).await, "target-action");
    window.keys("2 0 0 1 2 1 2 1").await;
    let saved = "const saved = document.querySelector('#saved');
        return document.querySelector('[data-total]').textContent === '62,00' && saved.dataset.total === '6200'";
    window
        .until("the total on the page and in the database", saved)
        .await;
    // Taken back and given again.
    window.keys("ArrowUp ArrowUp Backspace").await;
    window
        .until(
            "one item left",
            "return document.querySelector('a[data-left]').textContent.startsWith('остался 1 пункт')",
        )
        .await;
    window.keys("u 2").await;
    // Publishing with low marks that nobody explained goes to the first of them.
    for (item, word) in [
        ("budget", "Рано"),
        ("second-attempt", "Не было"),
        ("date", "Не названа"),
    ] {
        window.keys("Ctrl+Enter").await;
        window
            .until(
                "the unexplained mark",
                &format!("return document.querySelector('.item[data-now]').dataset.item === '{item}'"),
            )
            .await;
        window.keys("c").await;
        window.press(word).await;
        window.keys("Escape").await;
    }
    // Twice, as an impatient hand does.
    window.keys("Ctrl+Enter Ctrl+Enter").await;
    window
        .until(
            "the published card",
            "return document.querySelector('.evaluation .total-num')?.textContent === '62,00'",
        )
        .await;
    assert!(window.text().await.contains("Не названа"));
    window.close().await;
}
