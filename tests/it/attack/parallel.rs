//! Every act several times at once: by a double click, which does it once, and from several devices, which never makes it a
//! fault of ours and does once what there can be one of.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use bytes::Bytes;
use futures::future::join_all;
use salesbook::db::Db;
use tokio::sync::Barrier;
use tokio::time::timeout;

use super::answers::stays;
use super::forms::{Form, encoded, everybody, kinds, send};
use super::rows::Watch;
use super::world::World;
use crate::support::app::{Answer, Browser, Multipart, TestApp, Who};
use crate::support::db::on_both;
use crate::support::speech::call;

/// Acts of which there can be several alike: words said twice on two devices are said twice.
const SEVERAL: [&str; 16] = [
    "/export",
    "/comments",
    "/replies",
    "/snippets",
    "/unanswered",
    "/suggest",
    "/playlists",
    "/order",
    "/profile/tokens",
    "/calibrations",
    "/moments",
    "/invitation",
    "/checklists",
    "/transcripts",
    "/erase",
    "/forgetting/clients",
];

/// The same form from each of these browsers at the same moment.
async fn at_once(browsers: &[Browser], form: &Form) -> Vec<Answer> {
    let pairs = form.pairs();
    if !form.files.is_empty() {
        return join_all(browsers.iter().map(|by| send(by, form, &pairs))).await;
    }
    post_at_once(browsers, &form.action, encoded(&pairs)).await
}

/// These fields from each of these browsers at the same moment. Each sends its body when all have come in, so that none is
/// answered before, however quick the database is.
async fn post_at_once(browsers: &[Browser], path: &str, fields: String) -> Vec<Answer> {
    let (all_in, text) = (Arc::new(Barrier::new(browsers.len())), Bytes::from(fields));
    join_all(browsers.iter().map(|by| {
        let (all_in, text) = (Arc::clone(&all_in), text.clone());
        let body = futures::stream::once(async move {
            // One that is refused by its head never comes for its body.
            let _ = timeout(Duration::from_secs(5), all_in.wait()).await;
            Ok::<_, Infallible>(text)
        });
        let kind = "application/x-www-form-urlencoded";
        by.send(Method::POST, path, Some(kind), Body::from_stream(body))
    }))
    .await
}

/// How many rows came and went, by table.
type Effect = BTreeMap<String, usize>;

async fn effect(watch: &mut Watch<'_>, browsers: &[Browser], form: &Form) -> (Effect, Vec<Answer>) {
    // What a session wrote meanwhile belongs to nobody's form.
    watch.changes().await;
    let answers = at_once(browsers, form).await;
    let mut effect = Effect::new();
    for row in watch.changes().await {
        *effect
            .entry(row.split(':').next().unwrap().to_owned())
            .or_default() += 1;
    }
    (effect, answers)
}

/// Each act once in a twin of the world, and at once from `devices` browsers with `clicks` clicks in this one.
async fn compare(app: &TestApp, devices: usize, clicks: usize, several: bool) -> Vec<String> {
    let world = World::build(app, Who::Manager, Who::Head, "сиреневый", 6).await;
    let found = everybody(app, &world).await;
    let mut wrong = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_file(&folder.path().join("twin.db")).await.unwrap();
    db.migrate().await.unwrap();
    let (twin, _book) = crate::attack::world::app(db).await;
    let twins = World::build(&twin, Who::Manager, Who::Head, "сиреневый", 6).await;
    let twins = everybody(&twin, &twins).await;
    let mut seen = BTreeSet::new();
    let (mut of_this, mut of_twin) = (Watch::over(&app.app.db).await, Watch::over(&twin.app.db).await);
    for ((who, found), (_, alike)) in found.iter().zip(&twins) {
        let alike: BTreeMap<_, _> = kinds(alike, &mut seen.clone()).into_iter().collect();
        let mut browsers = Vec::new();
        for _ in 0..devices {
            let browser = app.sign_in(*who).await;
            browsers.extend(std::iter::repeat_n(browser, clicks));
        }
        let single = [twin.sign_in(*who).await];
        for (kind, form) in kinds(found, &mut seen) {
            let Some(same) = alike.get(&kind) else { continue };
            let asked = format!("{who:?} POST {} {:?}", form.action, form.fields.last());
            let (once, first) = effect(&mut of_twin, &single, same).await;
            let (many, answers) = effect(&mut of_this, &browsers, &form).await;
            for answer in &answers {
                stays(answer, &asked);
                let fine = answer.status.is_success()
                    || answer.status.is_redirection()
                    || matches!(
                        answer.status,
                        StatusCode::CONFLICT
                            | StatusCode::UNPROCESSABLE_ENTITY
                            | StatusCode::NOT_FOUND
                            // More files at once than one person may bring.
                            | StatusCode::TOO_MANY_REQUESTS
                    )
                    || answer.status == first[0].status;
                if !fine {
                    wrong.push(format!(
                        "{asked}: {} {}",
                        answer.status,
                        answer.text().chars().take(200).collect::<String>()
                    ));
                }
            }
            let may_be_several = several && SEVERAL.iter().any(|it| form.action.contains(it));
            // A job that is asked for again takes the place of the one that waits; what each device did is an act of its own.
            let by_device = |table: &str| table.ends_with(" jobs") || table.ends_with(" audit_events");
            // Replies that were said on several devices go with their call.
            let said_before = |table: &str| table == "- comment_replies";
            let counts = |table: &str| !(several && (by_device(table) || said_before(table)));
            let more = many
                .iter()
                .any(|(table, n)| counts(table) && *n > once.get(table).copied().unwrap_or_default());
            if more && !may_be_several {
                let said: Vec<u16> = answers.iter().map(|it| it.status.as_u16()).collect();
                wrong.push(format!(
                    "{asked}: once {once:?} ({}), at once {many:?} {said:?}",
                    first[0].status
                ));
            }
        }
    }
    wrong
}

on_both!(
    a_double_click_does_it_once,
    several_devices_at_once_are_no_fault,
    one_file_at_once_is_one_recording,
    a_double_click_says_a_comment_once
);

async fn a_double_click_does_it_once(db: Db) {
    let (app, _book) = crate::attack::world::app(db).await;
    let wrong = compare(&app, 1, 6, false).await;
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

async fn several_devices_at_once_are_no_fault(db: Db) {
    let (app, _book) = crate::attack::world::app(db).await;
    let wrong = compare(&app, 4, 1, true).await;
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

async fn one_file_at_once_is_one_recording(db: Db) {
    let app = TestApp::with_settings(db, &[("uploads_at_once", "6")]).await;
    let manager = app.program(Who::Manager).await;
    let sound = call(7);
    let tasks = (0..6).map(|_| {
        let (by, form) = (
            manager.clone(),
            Multipart::default().file("file", "call.wav", &sound),
        );
        tokio::spawn(async move { by.upload("/api/v1/recordings", form).await })
    });
    let answers = join_all(tasks).await;
    let statuses: Vec<StatusCode> = answers.into_iter().map(|it| it.unwrap().status).collect();
    let made = statuses.iter().filter(|it| **it == StatusCode::CREATED).count();
    let known = statuses.iter().filter(|it| **it == StatusCode::CONFLICT).count();
    assert_eq!((made, known), (1, 5), "{statuses:?}");
    let listed = manager.get("/api/v1/recordings").await.ok().json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}

async fn a_double_click_says_a_comment_once(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Manager, 7).await;
    let manager = app.sign_in(Who::Manager).await;
    let place = format!("/recordings/{recording}/comments");
    let fields = [("at", "0:01"), ("kind", "praise"), ("text", "Хорошо")];
    let clicks = vec![manager.clone(); 8];
    let answers = post_at_once(&clicks, &place, encoded(&fields)).await;
    let places: Vec<String> = answers
        .into_iter()
        .map(|it| it.expect(StatusCode::SEE_OTHER).location().to_owned())
        .collect();
    assert!(places.iter().all(|it| *it == places[0]), "{places:?}");
    let page = manager.get(&format!("/recordings/{recording}")).await.ok();
    assert_eq!(page.all_words("#comments .note-text"), ["Хорошо"]);
    // Said again afterwards, it is said twice.
    let _ = manager.post(&place, &fields).await;
    let page = manager.get(&format!("/recordings/{recording}")).await.ok();
    assert_eq!(page.all_words("#comments .note-text").len(), 2);
}
