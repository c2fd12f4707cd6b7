//! What the day does with calls: snippets, playlists, comments, files.

use salesbook::audit::Act;

use super::{Day, Sent, kept};
use crate::support::app::{Answer, Browser, Multipart, TestApp, Who};

fn tail(answer: &Answer) -> String {
    let place = answer.location();
    place.rsplit(['/', '-']).next().unwrap().to_owned()
}

/// Recordings, their texts and what is cut out of them and said of them.
pub(super) async fn calls(day: &mut Day<'_>, app: &TestApp) {
    let (head, program) = (app.sign_in(Who::Head).await, app.program(Who::Head).await);
    let (anna, nikita) = (
        app.id(Who::Manager).to_string(),
        app.id(Who::Colleague).to_string(),
    );
    let file = |seconds| {
        let sound = crate::support::speech::call(seconds);
        Multipart::default()
            .field("manager", &anna)
            .file("file", "call.wav", &sound)
    };
    day.ask(&head, "POST /recordings", &[], Sent::File(file(41)))
        .await;
    let made = day
        .ask(&program, "POST /api/v1/recordings", &[], Sent::File(file(42)))
        .await
        .json();
    let id = made["id"].as_str().unwrap().to_owned();
    day.form(&head, "POST /recordings/{id}/cancel", &[&id], &[]).await;
    day.form(&head, "POST /recordings/{id}/retry", &[&id], &[]).await;
    app.run_jobs().await;
    day.form(
        &head,
        "POST /recordings/{id}",
        &[&id],
        &[("client", "ООО «Литмаш»")],
    )
    .await;
    day.form(
        &head,
        "POST /recordings/{id}/names",
        &[&id],
        &[("client", "Литмаш")],
    )
    .await;
    day.form(
        &head,
        "POST /recordings/{id}/names",
        &[&id],
        &[("manager", &nikita)],
    )
    .await;
    day.form(&head, "POST /recordings/{id}/swap", &[&id], &[("to", "2")])
        .await;
    let turns = program
        .get(&format!("/api/v1/recordings/{id}/transcript/history"))
        .await
        .ok()
        .json();
    assert!(turns["items"].is_array(), "{turns}");
    let srt = b"1\n00:00:00,500 --> 00:00:03,000\n\xd0\x94\xd0\xbe\xd0\xb1\xd1\x80\xd1\x8b\xd0\xb9 \xd0\xb4\xd0\xb5\xd0\xbd\xd1\x8c\n";
    let brought = Multipart::default().file("file", "call.srt", srt);
    day.ask(
        &head,
        "POST /recordings/{id}/transcripts",
        &[&id],
        Sent::File(brought),
    )
    .await;
    let texts = program
        .get(&format!("/api/v1/recordings/{id}/transcripts"))
        .await
        .ok()
        .json();
    let items = texts["items"].as_array().unwrap();
    let first = items.last().unwrap()["id"].as_str().unwrap().to_owned();
    day.form(
        &head,
        "POST /recordings/{id}/transcripts/{transcript}/show",
        &[&id, &first],
        &[],
    )
    .await;
    snippets(day, &head, &id).await;
    comments(day, &head, &id).await;
    day.form(&head, "POST /recordings/{id}/delete", &[&id], &[]).await;
}

/// What is cut out of a recording.
async fn snippets(day: &mut Day<'_>, head: &Browser, id: &str) {
    let snippet = [
        ("start", "0:04"),
        ("end", "0:08"),
        ("title", "Замер"),
        ("stage", "closing"),
        ("kind", "best"),
    ];
    let cut = day
        .form(head, "POST /recordings/{id}/snippets", &[id], &snippet)
        .await;
    let cut = tail(&cut);
    day.form(head, "POST /snippets/{id}", &[&cut], &snippet).await;
    day.form(
        head,
        "POST /snippets/{id}/consent",
        &[&cut],
        &[("consent", "yes"), ("ground", "manager-alone")],
    )
    .await;
    playlists(day, head, &cut).await;
    day.form(head, "POST /snippets/{id}/delete", &[&cut], &[]).await;
    day.form(head, "POST /snippets/{id}/restore", &[&cut], &[]).await;
}

/// What the cuts are put together into.
async fn playlists(day: &mut Day<'_>, head: &Browser, cut: &str) {
    let list = day
        .form(head, "POST /playlists", &[], &[("title", "Неделя новичка")])
        .await;
    let list = tail(&list);
    day.form(head, "POST /playlists/{id}/items", &[&list], &[("snippet", cut)])
        .await;
    day.form(
        head,
        "POST /playlists/{id}",
        &[&list],
        &[("title", "Первая неделя")],
    )
    .await;
    day.form(
        head,
        "POST /playlists/{id}/order",
        &[&list],
        &[("snippet", cut), ("step", "remove")],
    )
    .await;
    day.form(head, "POST /playlists/{id}/delete", &[&list], &[]).await;
    day.form(head, "POST /playlists/{id}/restore", &[&list], &[])
        .await;
}

/// What is said of a recording.
async fn comments(day: &mut Day<'_>, head: &Browser, id: &str) {
    let said = [("at", "0:05"), ("kind", "idea"), ("text", "Дописать в книгу")];
    let comment = day
        .form(head, "POST /recordings/{id}/comments", &[id], &said)
        .await;
    let comment = tail(&comment);
    day.form(head, "POST /comments/{id}/pass", &[&comment], &[]).await;
    let other = day
        .form(head, "POST /recordings/{id}/comments", &[id], &said)
        .await;
    day.form(head, "POST /comments/{id}/delete", &[&tail(&other)], &[])
        .await;
    day.form(
        head,
        "POST /comments/{id}/replies",
        &[&comment],
        &[("text", "Согласна")],
    )
    .await;
}

/// What became of the file of the recording that was deleted last.
pub(super) async fn files(day: &mut Day<'_>, app: &TestApp) {
    let admin = app.sign_in(Who::Admin).await;
    let anna = app.id(Who::Manager).to_string();
    day.form(&admin, "POST /recordings/files/aside", &[], &[]).await;
    let found = async |admin: &Browser| {
        let page = admin.get("/recordings/files").await.ok();
        let take = page.attribute("form[action$='/take']", "action");
        take.split('/').nth(3).unwrap().to_owned()
    };
    let name = found(&admin).await;
    let before = kept(app).await.get(&Act::FileHeard).copied();
    admin.get(&format!("/recordings/files/{name}/audio")).await.ok();
    assert_eq!((before, kept(app).await.get(&Act::FileHeard)), (None, Some(&1)));
    let taken = day
        .form(
            &admin,
            "POST /recordings/files/{name}/take",
            &[&name],
            &[("manager", &anna)],
        )
        .await;
    let id = tail(&taken);
    day.form(&admin, "POST /recordings/{id}/delete", &[&id], &[])
        .await;
    let name = found(&admin).await;
    day.form(&admin, "POST /recordings/files/{name}/forget", &[&name], &[])
        .await;
}
