//! Every act leaves its line in the log: a walk over the route table in which each route that writes is decided upon, a day
//! of a department that leaves what was decided, and what nobody can write into the log.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::app::App;
use salesbook::audit::{self, Act, Actor, AuditSubject, Detail, Performer};
use salesbook::db::{Cursor, Db};
use salesbook::people::Scope;

use crate::evaluations::publish;
use crate::support::app::{Answer, Browser, Multipart, PASSWORD, TestApp, Who};
use crate::support::db::on_both;
use crate::support::program::Place;

const NOTHING: &str = "01K0ZC3QJ5V0T5N6V8W2M4X7RD";
const HOUR_MS: i64 = 60 * 60 * 1000;

/// What a route that writes leaves in the log.
#[derive(Debug, Clone, Copy)]
enum Leaves {
    /// One of these acts.
    One(&'static [Act]),
    /// Nothing, and why.
    Nothing(&'static str),
}

const DRAFT: Leaves = Leaves::Nothing("a draft of one's own; what becomes of it is kept");
const PREFERENCE: Leaves = Leaves::Nothing("how one's own pages look");
const USAGE: Leaves =
    Leaves::Nothing("what was asked and taken during a call is counted, by person, in tables of its own");
const QUESTION: Leaves =
    Leaves::Nothing("asks for a secret or a device's answer; what counts is the answer, and that is kept");
const PREVIEW: Leaves = Leaves::Nothing("shows what would be and changes nothing");

/// Every route that writes, decided. A new one has to be added here.
#[expect(clippy::too_many_lines, clippy::match_same_arms, reason = "one table")]
fn decided(route: &str) -> Option<Leaves> {
    use Act::*;
    use Leaves::One;
    Some(match route {
        "POST /api/v1/evaluations/{id}/moments"
        | "POST /evaluations/{id}/moments"
        | "POST /evaluations/{id}/moments/{moment}"
        | "POST /evaluations/{id}/moments/{moment}/delete"
        | "POST /evaluations/{id}/draft"
        | "POST /evaluations/{id}/checklist"
        | "POST /evaluations/{id}/hints/{item}/{start_ms}/accept"
        | "POST /evaluations/{id}/hints/{item}/{start_ms}/reject"
        | "POST /evaluations/{id}/self/draft"
        | "POST /calibrations/{id}/calls/{position}/card"
        | "POST /checklists"
        | "POST /checklists/import"
        | "POST /checklists/import/{id}/discard"
        | "POST /checklists/{id}/discard"
        | "POST /checklists/{id}/draft"
        | "POST /checklists/{id}/draft/restore"
        | "PUT /api/v1/drafts/{id}"
        | "DELETE /api/v1/drafts/{id}" => DRAFT,
        "POST /language" | "POST /profile/keys" => PREFERENCE,
        "POST /searches/{id}"
        | "POST /uses"
        | "POST /verdicts"
        | "POST /snippets/{id}/heard"
        | "POST /unanswered"
        | "POST /unanswered/{id}/seen"
        | "POST /unanswered/{id}/withdraw" => USAGE,
        "POST /password/estimate"
        | "POST /playbook/new/preview"
        | "POST /playbook/{locale}/{kind}/{slug}/preview" => PREVIEW,

        "POST /people" => One(&[PersonAdded]),
        "POST /people/{id}" => One(&[
            PersonChanged,
            RoleChanged,
            TeamChanged,
            PersonLeft,
            PersonReturned,
        ]),
        "POST /people/{id}/erase" | "POST /forgetting/clients" => One(&[ErasureAsked]),
        "POST /forgetting/erasures/{id}/confirm" => One(&[ErasureConfirmed, PersonLeft]),
        "POST /forgetting/erasures/{id}/withdraw" => One(&[ErasureWithdrawn]),
        "POST /people/{id}/export" | "POST /profile/export" => One(&[DataExported]),
        "POST /people/{id}/function" => One(&[FunctionSet]),
        "POST /people/{id}/invitation" => One(&[LinkMade, PersonInvited]),
        "POST /teams" => One(&[TeamAdded]),
        "POST /sign-in" => One(&[SignedIn, SignInFailed, NewBrowser]),
        "POST /sign-in/second" => One(&[SignedIn, RecoveryCodeUsed, SecondFactorFailed]),
        "POST /sign-in/second/passkey" => One(&[SignedIn]),
        "POST /sign-in/second/passkey/begin" | "POST /second-factor/passkeys/begin" => QUESTION,
        "POST /second-factor/app" => QUESTION,
        "POST /second-factor/app/confirm" | "POST /second-factor/passkeys" => One(&[SecondFactorAdded]),
        "POST /second-factor/app/remove" | "POST /second-factor/passkeys/{id}/remove" => {
            One(&[SecondFactorRemoved])
        }
        "POST /second-factor/codes" => One(&[RecoveryCodesMade]),
        "POST /people/{id}/second-factor/reset" => One(&[SecondFactorReset]),
        "POST /profile/notices/read" => {
            Leaves::Nothing("read in this browser alone; what it told of is kept")
        }
        "POST /profile/notices/not-me" => One(&[SignInDisowned]),
        "POST /sign-out" => One(&[SignedOut]),
        "POST /invitation" => One(&[LinkUsed, InvitationUsed]),
        "POST /profile/links/read" => One(&[LinkNoticeSeen]),
        "POST /profile/password" => One(&[PasswordChanged]),
        "POST /profile/sessions/end" => One(&[SessionEnded]),
        "POST /profile/tokens" | "POST /api/v1/tokens" => One(&[TokenMade]),
        "POST /profile/tokens/{id}/delete" | "POST /people/tokens/{id}/revoke" => One(&[TokenRevoked]),

        "POST /recordings" | "POST /api/v1/recordings" => One(&[RecordingUploaded, FileMended]),
        "POST /recordings/{id}" | "PUT /api/v1/recordings/{id}" => {
            One(&[RecordingChanged, RecordingReassigned])
        }
        "POST /recordings/{id}/names" | "PUT /api/v1/recordings/{id}/names" => {
            One(&[RecordingChanged, RecordingReassigned])
        }
        "POST /recordings/{id}/delete" | "DELETE /api/v1/recordings/{id}" => {
            One(&[RecordingDeleted, RecordingErased])
        }
        "POST /recordings/files/aside" => One(&[FilesSetAside]),
        "POST /recordings/files/{name}/take" => One(&[FileTakenIn]),
        "POST /recordings/files/{name}/forget" => One(&[FileForgotten]),
        "POST /recordings/{id}/cancel" | "POST /api/v1/recordings/{id}/cancel" => {
            One(&[TranscriptionCancelled])
        }
        "POST /recordings/{id}/retry" | "POST /api/v1/recordings/{id}/retry" => One(&[TranscriptionAsked]),
        "POST /recordings/{id}/swap" | "POST /api/v1/recordings/{id}/swap" => One(&[SpeakersChanged]),
        "POST /recordings/{id}/speakers" | "PUT /api/v1/recordings/{id}/transcript/speaker" => {
            One(&[SpeakersChanged])
        }
        "POST /recordings/{id}/filtered/restore"
        | "POST /api/v1/recordings/{id}/transcript/filtered/restore" => One(&[TranscriptUnfiltered]),
        "POST /recordings/{id}/history" | "POST /api/v1/recordings/{id}/transcript/restore" => {
            One(&[TranscriptRestored])
        }
        "POST /recordings/{id}/turns/{turn}" | "PUT /api/v1/recordings/{id}/transcript/turns/{turn}" => {
            One(&[TranscriptEdited])
        }
        "POST /recordings/{id}/transcripts" | "POST /api/v1/recordings/{id}/transcripts" => {
            One(&[TranscriptImported])
        }
        "POST /recordings/{id}/transcripts/{transcript}/show"
        | "POST /api/v1/recordings/{id}/transcripts/{transcript}/show" => One(&[TranscriptChosen]),
        "POST /recordings/{id}/comments" | "POST /comments/{id}/replies" => One(&[CommentMade]),
        "POST /comments/{id}/close" | "POST /comments/{id}/pass" => One(&[CommentSettled]),
        "POST /comments/{id}/delete" => One(&[CommentDeleted]),
        "POST /recordings/{id}/snippets" => One(&[SnippetMade]),
        "POST /snippets/{id}" => One(&[SnippetChanged]),
        "POST /snippets/{id}/consent" => One(&[ConsentGiven, GroundStated, ConsentWithdrawn]),
        "POST /snippets/{id}/delete" => One(&[SnippetDeleted]),
        "POST /snippets/{id}/restore" => One(&[SnippetRestored]),
        "POST /playlists" => One(&[PlaylistMade]),
        "POST /playlists/{id}" | "POST /playlists/{id}/items" | "POST /playlists/{id}/order" => {
            One(&[PlaylistChanged])
        }
        "POST /playlists/{id}/delete" => One(&[PlaylistDeleted]),
        "POST /playlists/{id}/restore" => One(&[PlaylistRestored]),

        "POST /recordings/{id}/evaluate" | "POST /api/v1/recordings/{id}/evaluations" => {
            One(&[EvaluationBegun, EvaluationPublished])
        }
        "POST /evaluations/{id}/discard" => One(&[EvaluationDiscarded]),
        "POST /evaluations/{id}/restore" => One(&[EvaluationRestored]),
        "POST /evaluations/{id}/publish" => One(&[EvaluationPublished, CalibrationHandedIn]),
        "POST /evaluations/{id}/acknowledgement" => One(&[EvaluationAcknowledged]),
        "POST /evaluations/{id}/opinion"
        | "POST /api/v1/evaluations/{id}/opinion"
        | "POST /evaluations/{id}/self/publish" => One(&[OpinionGiven]),
        "POST /evaluations/{id}/appeal" => One(&[AppealLodged]),
        "POST /appeals/{id}/withdraw" => One(&[AppealWithdrawn]),
        "POST /appeals/{id}/decision" => One(&[AppealDecided]),
        "POST /checklists/import/{id}" => One(&[ChecklistImported]),
        "POST /checklists/{id}/publish" => One(&[ChecklistPublished]),
        "POST /checklists/{id}/archive" => One(&[ChecklistArchived]),
        "POST /checklists/{id}/restore" => One(&[ChecklistRestored]),
        "POST /checklists/{id}/standard" => One(&[ChecklistStandard]),
        "POST /calibrations" => One(&[CalibrationBegun]),
        "POST /calibrations/{id}/calls/{position}/agreed" => One(&[CalibrationAgreed]),
        "POST /calibrations/{id}/delete" => One(&[CalibrationDeleted]),
        "POST /calibrations/{id}/end" => One(&[CalibrationEnded]),
        "POST /calibrations/{id}/reveal" => One(&[CalibrationRevealed]),
        "POST /listening/draw" => One(&[CallsDrawn]),
        "POST /listening/picks/{id}/replace" => One(&[PickReplaced]),
        "POST /listening/quotas" => One(&[QuotaChanged]),

        "POST /evaluations/{id}/plan" | "POST /api/v1/people/{id}/plans" => One(&[PlanWritten]),
        "POST /plans/{id}" | "PUT /api/v1/plans/{id}" => One(&[PlanChanged]),
        "POST /plans/{id}/acknowledgement" => One(&[PlanAcknowledged, WarningAcknowledged]),
        "POST /plans/{id}/targets/{position}" => One(&[TargetDecided]),
        "POST /managers/{id}/defects/{item}/warning" => One(&[WarningIssued]),
        "POST /one-to-ones" => One(&[OneToOnePlanned]),
        "POST /one-to-ones/{id}" => One(&[OneToOneChanged, OneToOneHeld]),
        "POST /one-to-ones/{id}/cancel" => One(&[OneToOneCancelled]),
        "POST /one-to-ones/{id}/notes" => One(&[OneToOneChanged]),

        "POST /playbook/new" => One(&[EntryMade]),
        "POST /playbook/{locale}/{kind}/{slug}/edit" => One(&[EntrySaved]),
        "POST /playbook/{locale}/{kind}/{slug}/history/{number}" => One(&[EntryRestored]),
        "POST /playbook/{locale}/{kind}/{slug}/status" => One(&[EntryStatusSet]),
        "POST /playbook/{locale}/{kind}/{slug}/rename" => One(&[EntryRenamed]),
        "POST /playbook/{locale}/{kind}/{slug}/remove" => One(&[EntryRemoved]),
        "POST /playbook/removed" => One(&[EntryReturned]),
        "POST /playbook/{locale}/{kind}/{slug}/verify" => One(&[EntryVerified]),
        "POST /playbook/{locale}/{kind}/{slug}/suggest" => One(&[SuggestionMade]),
        "POST /playbook/suggestions/{id}/accept" => One(&[SuggestionAccepted]),
        "POST /playbook/suggestions/{id}/decline" => One(&[SuggestionDeclined]),
        "POST /playbook/unanswered/settle" => One(&[QuestionSettled]),
        "POST /playbook/images" => One(&[ImageAdded]),
        "POST /playbook/glossary" | "POST /api/v1/glossary" => One(&[TermAdded]),
        "POST /playbook/glossary/{id}" | "PUT /api/v1/glossary/{id}" => One(&[TermChanged]),
        "POST /playbook/glossary/{id}/delete" | "DELETE /api/v1/glossary/{id}" => One(&[TermRemoved]),

        "POST /jobs/{id}/retry" => One(&[JobRetried]),
        "POST /jobs/{id}/cancel" => One(&[JobCancelled]),
        "POST /jobs/{id}/first" => One(&[JobFirst]),
        "POST /jobs/pause" => One(&[QueuePaused]),
        "POST /jobs/resume" => One(&[QueueResumed]),
        _ => return None,
    })
}

fn writing() -> Vec<String> {
    let routes = App::route_table().iter();
    let writing = routes.filter(|route| !matches!(route.method, Method::GET | Method::HEAD));
    writing
        .map(|route| format!("{} {}", route.method, route.path))
        .collect()
}

#[test]
fn every_route_that_writes_is_decided() {
    let undecided: Vec<String> = writing()
        .into_iter()
        .filter(|route| decided(route).is_none())
        .collect();
    assert!(
        undecided.is_empty(),
        "say in tests/it/acts.rs what these leave in the log, or why nothing:\n{}",
        undecided.join("\n")
    );
    for route in writing() {
        match decided(&route) {
            Some(Leaves::One(acts)) => assert!(!acts.is_empty(), "{route}"),
            Some(Leaves::Nothing(why)) => assert!(!why.is_empty(), "{route}"),
            None => {}
        }
    }
}

/// How often each act was kept.
async fn kept(app: &TestApp) -> BTreeMap<Act, i64> {
    let mut tx = app.app.db.read().await.unwrap();
    let rows: Vec<(Act, i64)> = tx
        .query("SELECT act, CAST(SUM(times) AS BIGINT) FROM audit_events GROUP BY act")
        .all()
        .await
        .unwrap();
    rows.into_iter().collect()
}

/// Sends requests and holds what they leave against what was decided.
struct Day<'a> {
    app: &'a TestApp,
    driven: BTreeSet<String>,
}

impl Day<'_> {
    /// A request by the pattern of its route with the parts that stand for `{…}`, in order.
    async fn ask(&mut self, by: &Browser, route: &str, parts: &[&str], body: Sent<'_>) -> Answer {
        let (method, pattern) = route.split_once(' ').unwrap();
        let mut parts = parts.iter();
        let pieces: Vec<&str> = pattern
            .split('/')
            .map(|piece| {
                if piece.starts_with('{') {
                    *parts.next().unwrap()
                } else {
                    piece
                }
            })
            .collect();
        let path = pieces.join("/");
        let method: Method = method.parse().unwrap();
        self.app.clock.advance(1);
        let before = kept(self.app).await;
        let answer = match body {
            Sent::Form(fields) => by.post(&path, fields).await,
            Sent::Json(value) => by.json(method, &path, &value).await,
            Sent::File(form) => by.upload(&path, form).await,
            Sent::Empty => by.send(method, &path, None, Body::empty()).await,
        };
        assert!(
            answer.status.as_u16() < 400,
            "{route}: {} {}",
            answer.status,
            answer.text()
        );
        let after = kept(self.app).await;
        let more: Vec<Act> = after
            .iter()
            .filter(|(act, n)| before.get(act).unwrap_or(&0) < n)
            .map(|(act, _)| *act)
            .collect();
        match decided(route).unwrap() {
            Leaves::One(acts) => assert!(more.iter().any(|act| acts.contains(act)), "{route} left {more:?}"),
            Leaves::Nothing(_) => assert!(more.is_empty(), "{route} left {more:?}"),
        }
        self.driven.insert(route.to_owned());
        answer
    }

    async fn form(&mut self, by: &Browser, route: &str, parts: &[&str], fields: &[(&str, &str)]) -> Answer {
        self.ask(by, route, parts, Sent::Form(fields)).await
    }
}

enum Sent<'a> {
    Form(&'a [(&'a str, &'a str)]),
    Json(serde_json::Value),
    File(Multipart),
    Empty,
}

fn tail(answer: &Answer) -> String {
    let place = answer.location();
    place.rsplit(['/', '-']).next().unwrap().to_owned()
}

/// People and what lets them in.
async fn people(day: &mut Day<'_>, app: &TestApp) {
    let admin = app.sign_in(Who::Admin).await;
    let team = app.person(Who::Manager).team_id.clone().unwrap().to_string();
    let new = [
        ("name", "Ольга Белая"),
        ("login", "o.belaya"),
        ("role", "manager"),
        ("team", team.as_str()),
    ];
    day.form(&admin, "POST /people", &[], &new).await;
    let colleague = app.id(Who::Colleague).to_string();
    let renamed = [
        ("name", "Никита Жуков-Седов"),
        ("role", "manager"),
        ("team", team.as_str()),
        ("active", "on"),
    ];
    day.form(&admin, "POST /people/{id}", &[&colleague], &renamed)
        .await;
    day.form(
        &admin,
        "POST /people/{id}/function",
        &[&colleague],
        &[("function", "hunter")],
    )
    .await;
    day.form(&admin, "POST /teams", &[], &[("name", "Новый отдел")])
        .await;
    let made = day
        .form(&admin, "POST /people/{id}/invitation", &[&colleague], &[])
        .await;
    let link = made.words("#link");
    let stranger = app.sign_in(Who::Stranger).await;
    let chosen = day
        .form(
            &stranger,
            "POST /invitation",
            &[],
            &[("link", &link), ("password", PASSWORD)],
        )
        .await;
    let cookie = chosen.headers["set-cookie"].to_str().unwrap();
    let colleague = stranger
        .clone()
        .with_header("cookie", cookie.split(';').next().unwrap());
    day.form(&colleague, "POST /profile/links/read", &[], &[("back", "/")])
        .await;
    day.form(
        &stranger,
        "POST /sign-in",
        &[],
        &[("login", "n.zhukov"), ("password", PASSWORD)],
    )
    .await;
    let profile = colleague.get("/profile").await.ok();
    let other = profile.attribute(
        "form[action='/profile/sessions/end'] input[name=session]",
        "value",
    );
    day.form(
        &colleague,
        "POST /profile/sessions/end",
        &[],
        &[("session", &other)],
    )
    .await;
    tokens(day, &admin, &colleague).await;
    let passwords = [("current", PASSWORD), ("new", "совсем другие слова подряд")];
    day.form(&colleague, "POST /profile/password", &[], &passwords)
        .await;
    day.form(&colleague, "POST /language", &[], &[("locale", "ru")])
        .await;
    day.form(&colleague, "POST /profile/keys", &[], &[]).await;
    day.form(&colleague, "POST /sign-out", &[], &[]).await;
}

/// The tokens of somebody's programs: one is given up by its owner, one is taken away.
async fn tokens(day: &mut Day<'_>, admin: &Browser, colleague: &Browser) {
    let token = day
        .form(
            colleague,
            "POST /profile/tokens",
            &[],
            &[
                ("name", "выгрузка"),
                ("scope", "recordings:read"),
                ("days", "30"),
                ("password", PASSWORD),
            ],
        )
        .await;
    let delete = token.attribute("form[action$='/delete']", "action");
    let id = delete.split('/').nth(3).unwrap().to_owned();
    day.form(colleague, "POST /profile/tokens/{id}/delete", &[&id], &[])
        .await;
    let token = day
        .ask(
            colleague,
            "POST /api/v1/tokens",
            &[],
            Sent::Json(
                serde_json::json!({"name": "выгрузка", "scopes": ["recordings:read"], "password": PASSWORD}),
            ),
        )
        .await
        .json();
    let id = token["id"].as_str().unwrap().to_owned();
    day.form(admin, "POST /people/tokens/{id}/revoke", &[&id], &[])
        .await;
}

/// Recordings, their texts and what is cut out of them and said of them.
async fn calls(day: &mut Day<'_>, app: &TestApp) {
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
async fn files(day: &mut Day<'_>, app: &TestApp) {
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

/// The queue: each of its acts says with which job, and whose call it is about.
async fn queue(day: &mut Day<'_>, app: &TestApp) {
    let head = app.sign_in(Who::Head).await;
    let sound = crate::support::speech::call(49);
    let form = Multipart::default().file("file", "call.wav", &sound);
    let brought = app
        .program(Who::Manager)
        .await
        .upload("/api/v1/recordings", form)
        .await;
    let recording = brought.json()["id"].as_str().unwrap().to_owned();
    let mut tx = app.app.db.read().await.unwrap();
    let job: String = tx
        .query("SELECT id FROM jobs WHERE subject = $1")
        .bind(recording)
        .scalar()
        .await
        .unwrap();
    drop(tx);
    day.form(&head, "POST /jobs/{id}/first", &[&job], &[]).await;
    day.form(&head, "POST /jobs/{id}/cancel", &[&job], &[]).await;
    day.form(&head, "POST /jobs/{id}/retry", &[&job], &[]).await;
    for act in [Act::JobFirst, Act::JobCancelled, Act::JobRetried] {
        let lines = lines(app, act).await;
        let event = &lines[0].event;
        assert_eq!(event.subject, format!("/jobs#job-{job}"), "{act}");
        assert_eq!(event.manager_id.as_ref(), Some(app.id(Who::Manager)), "{act}");
        assert!(
            matches!(&event.detail, Detail::Word(kind) if kind.contains("transcri")),
            "{event:?}"
        );
    }
}

/// The queue, the glossary, quotas and meetings.
async fn rest(day: &mut Day<'_>, app: &TestApp) {
    let (admin, head) = (app.sign_in(Who::Admin).await, app.sign_in(Who::Head).await);
    day.form(&admin, "POST /jobs/pause", &[], &[]).await;
    day.form(&admin, "POST /jobs/resume", &[], &[]).await;
    let term = serde_json::json!({"term": "Литмаш", "variants": "лит маш"});
    let program = app.program(Who::Head).await;
    let added = day
        .ask(&program, "POST /api/v1/glossary", &[], Sent::Json(term.clone()))
        .await
        .json();
    let id = added["id"].as_str().unwrap().to_owned();
    day.ask(&program, "PUT /api/v1/glossary/{id}", &[&id], Sent::Json(term))
        .await;
    day.ask(&program, "DELETE /api/v1/glossary/{id}", &[&id], Sent::Empty)
        .await;
    day.form(
        &head,
        "POST /listening/quotas",
        &[],
        &[("calls", "1"), ("min", "1")],
    )
    .await;
    let manager = app.id(Who::Manager).to_string();
    let meeting = [
        ("manager", manager.as_str()),
        ("day", "2026-11-25"),
        ("time", "15:00"),
    ];
    let planned = day.form(&head, "POST /one-to-ones", &[], &meeting).await;
    let id = planned.location().rsplit('/').next().unwrap().to_owned();
    let saved = [("act", "save"), ("day", "2026-11-25"), ("went_well", "Спокойно")];
    day.form(&head, "POST /one-to-ones/{id}", &[&id], &saved).await;
    day.form(
        &head,
        "POST /one-to-ones/{id}/notes",
        &[&id],
        &[("private_notes", "слова")],
    )
    .await;
    day.form(&head, "POST /one-to-ones/{id}/cancel", &[&id], &[])
        .await;
    let recording = app.recording(Who::Manager, 47).await;
    let begun = day
        .form(
            &head,
            "POST /recordings/{id}/evaluate",
            &[recording.as_str()],
            &[],
        )
        .await;
    let draft = begun.location().split('/').nth(2).unwrap().to_owned();
    day.form(&head, "POST /evaluations/{id}/discard", &[&draft], &[])
        .await;
    day.form(&head, "POST /evaluations/{id}/restore", &[&draft], &[])
        .await;
    let evaluation = publish(&head, &app.recording(Who::Manager, 48).await).await;
    let manager = app.sign_in(Who::Manager).await;
    let words = [("pluses", "Слушала"), ("minuses", "Цена рано")];
    day.form(&manager, "POST /evaluations/{id}/opinion", &[&evaluation], &words)
        .await;
    day.form(
        &manager,
        "POST /evaluations/{id}/acknowledgement",
        &[&evaluation],
        &[],
    )
    .await;
    let appeal = [
        ("item", "budget"),
        ("wished", "2"),
        ("reason", "Спросила на второй минуте"),
    ];
    day.form(&manager, "POST /evaluations/{id}/appeal", &[&evaluation], &appeal)
        .await;
    let plan = [
        ("focus", "Дата"),
        ("action", "Спрашивать"),
        ("target", "Дата в трёх звонках"),
        ("due", "2026-12-11"),
    ];
    let written = day
        .form(&head, "POST /evaluations/{id}/plan", &[&evaluation], &plan)
        .await;
    let plan = written.location().rsplit('/').next().unwrap().to_owned();
    day.form(&manager, "POST /plans/{id}/acknowledgement", &[&plan], &[])
        .await;
}

on_both!(
    a_day_leaves_what_was_decided,
    failed_sign_ins_are_counted_and_say_nothing_that_was_typed,
    nobody_writes_into_the_log_by_asking_for_what_is_not_theirs,
    whoever_can_enter_as_somebody_leaves_a_mark_they_see
);

async fn a_day_leaves_what_was_decided(db: Db) {
    let app = TestApp::new(db).await;
    let mut day = Day {
        app: &app,
        driven: BTreeSet::new(),
    };
    people(&mut day, &app).await;
    calls(&mut day, &app).await;
    files(&mut day, &app).await;
    queue(&mut day, &app).await;
    rest(&mut day, &app).await;
    // The log is read by whom it concerns: the other head sees none of it, this one nothing of how people got in.
    let other = app.sign_in(Who::OtherHead).await.get("/audit").await.ok();
    assert_eq!(other.words(".empty strong"), "Ничего не найдено");
    let head = app.sign_in(Who::Head).await;
    let access = head.get("/audit?act=access").await.ok();
    assert_eq!(access.words(".empty strong"), "Ничего не найдено");
    assert!(!access.text().contains("value=\"signed-in\""));
    for group in ["people", "calls", "scores", "plans", "book"] {
        let rows = head
            .get(&format!("/audit?act={group}"))
            .await
            .ok()
            .all_words(".audit tbody tr");
        assert!(!rows.is_empty(), "{group}");
    }
    let admin = app.sign_in(Who::Admin).await;
    let rows = admin
        .get("/audit?act=signed-in")
        .await
        .ok()
        .all_words(".audit tbody tr");
    assert!(
        rows.iter().all(|row| row.contains("Вход выполнен")) && !rows.is_empty(),
        "{rows:?}"
    );
}

/// Every line of the log, newest first.
async fn lines(app: &TestApp, act: Act) -> Vec<audit::store::AuditLine> {
    let filter = audit::store::AuditFilter {
        acts: Some(vec![act]),
        ..audit::store::AuditFilter::default()
    };
    let mut tx = app.app.db.read().await.unwrap();
    audit::store::list(&mut tx, &Scope::All, &filter, &Cursor::newest(), 1000)
        .await
        .unwrap()
        .items
}

async fn failed_sign_ins_are_counted_and_say_nothing_that_was_typed(db: Db) {
    let app = TestApp::new(db).await;
    let stranger = app
        .sign_in(Who::Stranger)
        .await
        .with_header("user-agent", "Mozilla/5.0 (X11; Linux) Firefox/128.0");
    for _ in 0..3 {
        let wrong = [("login", "a.kuznetsova"), ("password", "неверный пароль")];
        stranger
            .post("/sign-in", &wrong)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let secret = "мой пароль не туда";
    let _ = stranger
        .post("/sign-in", &[("login", secret), ("password", "x")])
        .await;
    let failed = lines(&app, Act::SignInFailed).await;
    let known: Vec<_> = failed
        .iter()
        .filter(|line| line.event.manager_id.is_some())
        .collect();
    assert_eq!((failed.len(), known.len()), (2, 1), "{failed:?}");
    assert_eq!((known[0].event.times, known[0].event.actor), (3, Actor::Stranger));
    let page = app
        .sign_in(Who::Admin)
        .await
        .get("/audit?act=sign-in-failed")
        .await
        .ok();
    assert!(
        page.text().contains("3 раза, Firefox, Linux") && !page.text().contains("мой пароль"),
        "{}",
        page.words(".audit")
    );

    // However many places it comes from, the log does not grow without bound.
    let mut tx = app.app.db.write().await.unwrap();
    for n in 0..600 {
        let from = Detail::from(&format!("10.0.{}.{}", n / 250, n % 250), "");
        let entry = Act::SignInFailed.on(AuditSubject::Service).with(from);
        audit::record_counted(&mut tx, &app.app.core, Performer::Stranger, entry)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let failed = lines(&app, Act::SignInFailed).await;
    assert!(failed.len() < 210, "{}", failed.len());
    let times: i64 = failed.iter().map(|line| line.event.times).sum();
    assert_eq!(times, 604, "and none is lost");
    app.clock.advance(HOUR_MS);
    let _ = stranger
        .post("/sign-in", &[("login", "никто"), ("password", "x")])
        .await;
    assert_eq!(
        lines(&app, Act::SignInFailed).await.len(),
        failed.len() + 1,
        "another hour"
    );
}

async fn nobody_writes_into_the_log_by_asking_for_what_is_not_theirs(db: Db) {
    let app = TestApp::new(db).await;
    let recording = app.recording(Who::Outsider, 43).await;
    let (head, program) = (app.sign_in(Who::Head).await, app.program(Who::Head).await);
    let outsider = app.id(Who::Outsider).to_string();
    let before: i64 = kept(&app).await.values().sum();
    for path in [
        format!("/recordings/{recording}/audio"),
        format!("/recordings/{recording}/audio?download=1"),
        format!("/recordings/{recording}/transcript/text"),
        format!("/api/v1/recordings/{recording}/audio"),
        format!("/api/v1/recordings/{recording}/transcript"),
        format!("/snippets/{NOTHING}/audio"),
        format!("/recordings/{NOTHING}/audio"),
        format!("/recordings/{recording}%0a2026%20admin/audio"),
        format!("/recordings/{}/audio", "x".repeat(5_000)),
    ] {
        let answer = if path.starts_with("/api/") {
            program.get(&path).await
        } else {
            head.get(&path).await
        };
        assert!(
            (400..500).contains(&answer.status.as_u16()),
            "{path}: {}",
            answer.status
        );
    }
    for route in writing() {
        // Forms of one's own and those that need no thing are not about foreign ids.
        if !route.contains('{') {
            continue;
        }
        let (method, pattern) = route.split_once(' ').unwrap();
        for id in [
            recording.as_str(),
            outsider.as_str(),
            NOTHING,
            "%0a%0d%3Cscript%3E",
        ] {
            let path: Vec<&str> = pattern
                .split('/')
                .map(|piece| match piece {
                    "{position}" | "{number}" | "{start_ms}" | "{turn}" => "0",
                    "{locale}" => "ru",
                    "{kind}" => "objections",
                    piece if piece.starts_with('{') => id,
                    piece => piece,
                })
                .collect();
            let kind = if pattern.starts_with("/api/") {
                "application/json"
            } else {
                "application/x-www-form-urlencoded"
            };
            let method: Method = method.parse().unwrap();
            let kind = (method != Method::DELETE).then_some(kind);
            let _ = head.send(method, &path.join("/"), kind, Body::empty()).await;
        }
    }
    // A manager of another team in the filter of an export gives an empty table that is about nobody.
    head.get(&format!("/evaluations/export?manager={outsider}"))
        .await
        .ok();
    head.get(&format!("/evaluations/export?manager={NOTHING}"))
        .await
        .ok();
    let exported = lines(&app, Act::EvaluationsExported).await;
    assert_eq!(exported.len(), 2);
    assert!(exported.iter().all(|line| line.event.manager_id.is_none()));
    let after: i64 = kept(&app).await.values().sum();
    assert_eq!(after - before, 2, "{:?}", kept(&app).await);
    let other = app
        .sign_in(Who::OtherHead)
        .await
        .get(&format!("/audit?who={}", app.id(Who::Head)))
        .await
        .ok();
    assert_eq!(other.words(".empty strong"), "Ничего не найдено");
    // What the other side says of itself stays short and on one line.
    let long = format!("Firefox/1 {}", "я".repeat(40).escape_unicode());
    app.sign_in(Who::Stranger)
        .await
        .with_header("user-agent", &long)
        .post("/sign-in", &[("login", "admin"), ("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    for line in lines(&app, Act::SignedIn).await {
        assert!(
            line.event.detail.to_string().chars().count() < 400
                && !line.event.detail.to_string().contains('\n')
        );
    }
}

async fn whoever_can_enter_as_somebody_leaves_a_mark_they_see(db: Db) {
    let app = TestApp::new(db).await;
    let (admin, manager) = (app.sign_in(Who::Admin).await, app.sign_in(Who::Manager).await);
    assert!(
        manager
            .get("/recordings")
            .await
            .ok()
            .all_words(".link-notice")
            .is_empty()
    );
    app.clock.advance(60_000);
    let made = admin
        .post(&format!("/people/{}/invitation", app.id(Who::Manager)), &[])
        .await
        .ok();
    let told = manager.get("/recordings").await.ok().words(".link-notice");
    assert!(
        told.contains("сделана ссылка для нового пароля. Кто сделал: Ирина Белова"),
        "{told}"
    );
    assert!(
        app.sign_in(Who::Colleague)
            .await
            .get("/")
            .await
            .ok()
            .all_words(".link-notice")
            .is_empty(),
        "it is theirs alone"
    );
    let back = manager
        .post("/profile/links/read", &[("back", "/recordings")])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(back.location(), "/recordings");
    assert!(
        manager
            .get("/recordings")
            .await
            .ok()
            .all_words(".link-notice")
            .is_empty()
    );

    // Read before it was used: the use is told again, with from where.
    app.clock.advance(60_000);
    let link = made.words("#link");
    let elsewhere = app
        .sign_in(Who::Stranger)
        .await
        .with_header("user-agent", "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0");
    let entered = elsewhere
        .post(
            "/invitation",
            &[("link", &link), ("password", "чужие слова вместо своих")],
        )
        .await;
    let cookie = entered.expect(StatusCode::SEE_OTHER).headers["set-cookie"]
        .to_str()
        .unwrap()
        .to_owned();
    let inside = elsewhere
        .clone()
        .with_header("cookie", cookie.split(';').next().unwrap());
    // Whoever entered can say that it was read; the person, who is locked out now, needs another link.
    inside
        .post("/profile/links/read", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    app.clock.advance(60_000);
    let again = admin
        .post(&format!("/people/{}/invitation", app.id(Who::Manager)), &[])
        .await
        .ok();
    let link = again.words("#link");
    app.clock.advance(60_000);
    let own = app.sign_in(Who::Stranger).await;
    let back = own
        .post("/invitation", &[("link", &link), ("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let cookie = back.headers["set-cookie"].to_str().unwrap().to_owned();
    let own = own.with_header("cookie", cookie.split(';').next().unwrap());
    let told = own.get("/").await.ok();
    assert_eq!(
        told.all_words(".link-notice li").len(),
        4,
        "{}",
        told.words(".link-notice")
    );
    assert!(
        told.words(".link-notice").contains("Chrome, Windows"),
        "{}",
        told.words(".link-notice")
    );
    let profile = own.get("/profile").await.ok().words("#entries");
    for said in [
        "Сделана ссылка для нового пароля",
        "По ссылке выбран новый пароль",
        "Ирина Белова",
        "Chrome, Windows",
    ] {
        assert!(profile.contains(said), "{said}: {profile}");
    }
    // The first link of a newcomer is no news.
    let team = app.person(Who::Manager).team_id.clone().unwrap().to_string();
    let new = [
        ("name", "Ольга Белая"),
        ("login", "o.belaya"),
        ("role", "manager"),
        ("team", team.as_str()),
    ];
    let made = admin.post("/people", &new).await.expect(StatusCode::CREATED);
    let link = made.words("#link");
    let newcomer = app.sign_in(Who::Stranger).await;
    let entered = newcomer
        .post("/invitation", &[("link", &link), ("password", PASSWORD)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let cookie = entered.headers["set-cookie"].to_str().unwrap().to_owned();
    let newcomer = newcomer.with_header("cookie", cookie.split(';').next().unwrap());
    assert!(newcomer.get("/").await.ok().all_words(".link-notice").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_from_the_shell_is_kept_too() {
    let (data, backups) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place {
        data: data.path(),
        database: None,
    };
    place.with_cast().await;
    let to = backups.path().to_str().unwrap();
    for command in [
        &["adopt", "--yes"][..],
        &["people", "invite", "a.kuznetsova"],
        &["token", "create", "--person", "admin"],
        &["backup", to],
    ] {
        assert!(place.command(command).status().unwrap().success(), "{command:?}");
    }
    let db = place.db().await;
    let mut tx = db.read().await.unwrap();
    let kept: Vec<(Act, Actor)> = tx
        .query("SELECT act, actor FROM audit_events ORDER BY at, id")
        .all()
        .await
        .unwrap();
    drop(tx);
    db.close().await;
    let acts = [
        Act::InstallationAdopted,
        Act::LinkMade,
        Act::TokenMade,
        Act::BackupMade,
    ];
    assert_eq!(kept, acts.map(|act| (act, Actor::Shell)));
}
