//! Every text field, parameter, address and header with what nobody types: an answer always, never a fault of ours, never
//! a script, never a way to another site.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use salesbook::auth::password;
use salesbook::db::Db;
use salesbook::people::store as people;
use salesbook::web::Access;
use serde_json::{Value, json};

use super::answers::stays;
use super::forms::{Form, Found, Kind, encoded, everybody, kinds, operations, pattern, send, sort};
use super::world::World;
use crate::faults::rounds;
use crate::support::app::{Answer, Browser, PASSWORD, TestApp, Who};
use crate::support::db::on_both;
use crate::support::walk::{NOBODY, Names, addresses, parameters, place, routes};

const SCRIPT: &str = "'\"><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(1)>";

/// Text that neither compresses nor repeats: an index takes it whole or not at all.
fn noise(length: usize) -> String {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b"abcdefghijklmnopqrstuvwxyz234567"[(state % 32) as usize])
    })
    .take(length)
    .collect()
}

/// What is put into a whole form at once.
fn corpus() -> Vec<String> {
    [
        "",
        " \t\r\n ",
        "\0",
        "а\0б",
        SCRIPT,
        "../../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "\u{202e}gnp.exe\u{2066}\u{200f}",
        "z\u{0351}\u{036b}\u{0343}\u{036a}\u{0302}\u{036b}\u{033d}\u{034f}\u{0334}\u{0319}\u{0324}",
        "\u{feff}\u{fffe}\u{10ffff}",
        "-1",
        "0",
        "9223372036854775808",
        "99999999999999999999999999",
        "1e400",
        "NaN",
        "//evil.example",
        "=HYPERLINK(\"http://evil.example\")",
        "' OR 1=1 --",
        "%s%n{0}",
        "0000-00-00",
        "-009999-01-01",
        "9999-12-31",
        NOBODY,
    ]
    .map(str::to_owned)
    .into()
}

/// What is put into one field while the others stay right.
fn alone() -> Vec<String> {
    vec![
        String::new(),
        "а\0б".to_owned(),
        noise(20_000),
        "9223372036854775807".to_owned(),
        "-2147483649".to_owned(),
        "я".repeat(1_000),
    ]
}

/// Collects what went wrong, each kind of it once, and says what is tried.
///
/// Every text in every place is many thousands of requests: the suite takes each place with some of the texts, every text
/// in many places and another share on each database; `FAULTS=long` (`make faults`) takes all.
struct Faults {
    found: BTreeMap<String, String>,
    turn: usize,
    share: usize,
}

/// One in so many is tried without `FAULTS=long`.
const SHARE: usize = 5;

impl Faults {
    fn new(db: &Db) -> Self {
        Self {
            found: BTreeMap::new(),
            turn: if db.backend() == "sqlite" { 0 } else { SHARE / 2 },
            share: rounds(SHARE, 1),
        }
    }

    /// Is the next one tried?
    fn takes(&mut self) -> bool {
        self.turn += 1;
        self.turn.is_multiple_of(self.share)
    }

    fn look(&mut self, answer: &Answer, asked: &str, how: &str) {
        stays(answer, asked);
        let short: String = how.chars().take(60).collect();
        // Work that waits for a model or a lock is no fault.
        if answer.status.is_server_error() && answer.status != StatusCode::SERVICE_UNAVAILABLE {
            self.found
                .entry(format!("{asked}: {}", answer.status))
                .or_insert(short);
        } else if answer.text().contains("<script>alert(1)") && is_page(answer) {
            self.found
                .entry(format!("{asked}: a script gets through"))
                .or_insert(short);
        }
    }

    fn none(self) {
        let all: Vec<String> = self
            .found
            .into_iter()
            .map(|(what, how)| format!("{what} with {how:?}"))
            .collect();
        assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
    }
}

fn is_page(answer: &Answer) -> bool {
    let kind = answer.headers.get("content-type");
    kind.is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"))
}

/// The form with the revision its page has now: one that was saved meanwhile is refused before its fields are looked at.
async fn renew(by: &Browser, form: &mut Form) {
    let Some(at) = form.fields.iter().position(|(name, _)| name == "revision") else {
        return;
    };
    let page = by.get(&form.page).await;
    if page.status.is_success() && page.text().contains("name=\"revision\"") {
        // Of this form, where it stands in it: a page may have several.
        let own = format!("form[action='{}'] [name=revision]", form.action);
        let stands_in_it = !page.all_words(&own).is_empty();
        let selector = if stands_in_it {
            own.as_str()
        } else {
            "[name=revision]"
        };
        form.fields[at].1 = page.attribute(selector, "value");
    }
}

async fn in_forms(by: &Browser, found: &Found, seen: &mut BTreeSet<Kind>, faults: &mut Faults) {
    let (corpus, alone) = (corpus(), alone());
    for (_, mut form) in kinds(found, seen) {
        let asked = format!("{:?} POST {}", by.who, form.action);
        let kept = |name: &str| name == "revision" || name == "act";
        for text in &corpus {
            if !faults.takes() {
                continue;
            }
            renew(by, &mut form).await;
            let pairs: Vec<(&str, &str)> = form
                .pairs()
                .into_iter()
                .map(|(name, value)| (name, if kept(name) { value } else { text.as_str() }))
                .collect();
            faults.look(&send(by, &form, &pairs).await, &asked, text);
        }
        let mut walked = BTreeSet::new();
        for at in 0..form.fields.len() {
            let name = form.fields[at].0.clone();
            if !walked.insert(sort(&name)) {
                continue;
            }
            let asked = format!("{asked} {name}");
            for text in &alone {
                if !faults.takes() {
                    continue;
                }
                renew(by, &mut form).await;
                let mut pairs = form.pairs();
                pairs[at].1 = text;
                faults.look(&send(by, &form, &pairs).await, &asked, text);
            }
            let mut pairs = form.pairs();
            pairs.push((name.as_str(), SCRIPT));
            faults.look(&send(by, &form, &pairs).await, &asked, "twice");
            let mut pairs = form.pairs();
            pairs.remove(at);
            faults.look(&send(by, &form, &pairs).await, &asked, "missing");
            let mut raw = encoded(&form.pairs());
            write!(raw, "&{name}=%ED%A0%80%FF%FE%00&{name}[]=1&{name}%00=1&&=&%").unwrap();
            faults.look(
                &body(by, Method::POST, &form.action, raw).await,
                &asked,
                "broken letters",
            );
        }
        // A text of a megabyte is refused with a sentence, wherever it stands.
        if form.files.is_empty() {
            let large = noise(1_000_000);
            let pairs: Vec<(&str, &str)> = form
                .pairs()
                .into_iter()
                .take(1)
                .map(|(name, _)| (name, large.as_str()))
                .collect();
            let answer = send(by, &form, &pairs).await;
            if !pairs.is_empty() && answer.status != StatusCode::PAYLOAD_TOO_LARGE {
                faults
                    .found
                    .insert(format!("{asked}: {}", answer.status), "a megabyte".to_owned());
            }
        }
    }
}

async fn body(by: &Browser, method: Method, path: &str, text: String) -> Answer {
    let kind = "application/x-www-form-urlencoded";
    by.send(method, path, Some(kind), Body::from(text)).await
}

/// Values for an address, encoded as they stand there.
fn in_address() -> Vec<String> {
    let mut all: Vec<String> = [
        "%00",
        "a%00b",
        "%ED%A0%80",
        "%FF",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e",
        "-1",
        "99999999999999999999",
        "1e400",
        "%D1%8F",
        "%22%27%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "%E2%80%AE",
        "9999-12-31",
        "-009999-01-01",
        "2026-W99",
        "9223372036854775807.x",
        "%7B%7D",
        "%25",
        "*",
        "%5B%5D",
    ]
    .map(str::to_owned)
    .into();
    all.push(noise(5_000));
    all
}

/// Browsers of everybody who works with the things, and what each finds.
struct Crew<'a> {
    app: &'a TestApp,
    found: Vec<(Browser, Found)>,
}

impl Crew<'_> {
    /// The first of them who may use a route.
    fn who_may(&self, access: Access) -> &Browser {
        let may = |by: &Browser| match access {
            Access::Public | Access::Enrolling | Access::SignedIn => true,
            Access::Needs(permission) => self.app.person(by.who).may(permission),
        };
        let found = self.found.iter().map(|(by, _)| by).find(|by| may(by));
        found.unwrap_or_else(|| panic!("nobody may {access:?}"))
    }

    fn for_page(&self, pattern: &str) -> &Browser {
        let all = routes().iter();
        let mut same = all.filter(|route| route.method == Method::GET && route.path == pattern);
        self.who_may(same.next().unwrap().access)
    }
}

async fn in_addresses(crew: &Crew<'_>, names: &Names, faults: &mut Faults) {
    let texts = in_address();
    for route in routes() {
        let by = crew.who_may(route.access);
        let kind = (route.method != Method::GET).then_some("application/x-www-form-urlencoded");
        for parameter in parameters(&route.path) {
            for text in &texts {
                if !faults.takes() {
                    continue;
                }
                let mut odd = names.clone();
                odd.insert(place(&route.path, parameter), vec![text.clone()]);
                let address = addresses(&route.path, &odd).remove(0);
                let asked = format!("{:?} {} {} {parameter}", by.who, route.method, route.path);
                let answer = by.send(route.method.clone(), &address, kind, Body::empty()).await;
                faults.look(&answer, &asked, text);
            }
        }
    }
    let mut asked_for: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (address, parameters) in crew.found.iter().flat_map(|(_, found)| &found.parameters) {
        if let Some(pattern) = pattern(&Method::GET, address) {
            asked_for
                .entry(pattern)
                .or_default()
                .extend(parameters.iter().cloned());
        }
    }
    for operation in operations().into_iter().filter(|it| it.method == Method::GET) {
        asked_for
            .entry(operation.path)
            .or_default()
            .extend(operation.query);
    }
    for (pattern, parameters) in asked_for {
        let address = addresses(&pattern, names).remove(0);
        let by = crew.for_page(&pattern);
        for name in parameters {
            let asked = format!("{:?} GET {pattern}?{name}", by.who);
            for text in &texts {
                if faults.takes() {
                    faults.look(&by.get(&format!("{address}?{name}={text}")).await, &asked, text);
                }
            }
            faults.look(
                &by.get(&format!("{address}?{name}=1&{name}=%22&{name}[]=x&{name}"))
                    .await,
                &asked,
                "twice",
            );
        }
    }
}

/// JSON in place of each part of a body.
fn wrong_types() -> Vec<Value> {
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!(SCRIPT),
        json!("а\0б"),
        json!(noise(20_000)),
        json!(["a", 1, null]),
        json!({"a": {"b": []}}),
        deep,
    ]
}

/// Every place in a value, with something else in it.
fn replaced(value: &Value, by: &Value) -> Vec<Value> {
    let mut all = vec![by.clone()];
    match value {
        Value::Object(fields) => {
            for (name, one) in fields {
                for other in replaced(one, by) {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), other);
                    all.push(Value::Object(fields));
                }
            }
        }
        Value::Array(values) if !values.is_empty() => {
            for other in replaced(&values[0], by) {
                all.push(Value::Array(vec![other]));
            }
        }
        _ => {}
    }
    all
}

async fn in_bodies(crew: &Crew<'_>, names: &Names, faults: &mut Faults) {
    let deep = "[".repeat(100_000);
    let large = json!(noise(1_000_000)).to_string();
    for operation in operations() {
        let Some(example) = operation.body else { continue };
        let address = addresses(&operation.path, names).remove(0);
        let route = routes()
            .iter()
            .find(|route| route.method == operation.method && route.path == operation.path);
        let by = crew.who_may(route.unwrap().access);
        let asked = format!("{:?} {} {}", by.who, operation.method, operation.path);
        for value in wrong_types() {
            for body in replaced(&example, &value) {
                if !faults.takes() {
                    continue;
                }
                let answer = by.json(operation.method.clone(), &address, &body).await;
                faults.look(&answer, &asked, &body.to_string());
            }
        }
        let raw = [
            "",
            "{",
            "null",
            "\"\\ud800\"",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":1e999}",
            "\u{feff}{}",
            "{\"a\":1,\"a\":2}",
            deep.as_str(),
            large.as_str(),
        ];
        for raw in raw {
            let body = Body::from(raw.to_owned());
            let answer = by
                .send(operation.method.clone(), &address, Some("application/json"), body)
                .await;
            faults.look(&answer, &asked, raw);
        }
        let broken = Body::from(&b"{\"note\": \"\xff\xfe\x00\"}"[..]);
        faults.look(
            &by.send(
                operation.method.clone(),
                &address,
                Some("application/json"),
                broken,
            )
            .await,
            &asked,
            "bytes",
        );
        let other = by
            .send(operation.method, &address, Some("text/plain"), Body::from("{}"))
            .await;
        faults.look(&other, &asked, "another kind");
    }
}

async fn in_headers(app: &TestApp, names: &Names, faults: &mut Faults) {
    let long = noise(8_000);
    let texts = [
        "",
        "\u{7f}",
        "я",
        "%00",
        "../..",
        SCRIPT,
        "bytes=0-99999999999999999999",
        "bytes=-0",
        "bytes=5-1",
        long.as_str(),
    ];
    let recording = &names["/recordings/{id}"][0];
    let (head, stranger) = (app.sign_in(Who::Head).await, app.sign_in(Who::Stranger).await);
    for name in [
        "accept-language",
        "cookie",
        "x-fragment",
        "range",
        "referer",
        "user-agent",
        "x-forwarded-for",
        "forwarded",
        "origin",
        "if-none-match",
        "if-modified-since",
        "x-request-id",
    ] {
        for text in texts {
            if axum::http::HeaderValue::from_str(text).is_err() || !faults.takes() {
                continue;
            }
            let browser = if name == "cookie" {
                let cookies = format!("session={text}; flash={text}; locale={text}");
                stranger.clone().with_header("cookie", &cookies)
            } else {
                head.clone().with_header(name, text)
            };
            for address in [
                "/",
                "/search?q=цена",
                &format!("/recordings/{recording}"),
                &format!("/recordings/{recording}/audio"),
            ] {
                let address = address.replace("цена", "%D1%86%D0%B5%D0%BD%D0%B0");
                faults.look(
                    &browser.get(&address).await,
                    &format!("GET {address} {name}"),
                    text,
                );
            }
        }
    }
    for token in ["Bearer", "Bearer \u{7f}", "Basic Og==", "Bearer %00"] {
        if axum::http::HeaderValue::from_str(token).is_ok() {
            let program = app
                .sign_in(Who::Stranger)
                .await
                .with_header("authorization", token);
            faults.look(
                &program.get("/api/v1/me").await,
                "GET /api/v1/me authorization",
                token,
            );
        }
    }
}

/// Forms of those who are not signed in.
async fn at_the_door(app: &TestApp, faults: &mut Faults) {
    let stranger = app.sign_in(Who::Stranger).await;
    for text in corpus().iter().chain(&alone()) {
        for (path, fields) in [
            ("/sign-in", &["login", "password", "next"][..]),
            ("/language", &["locale", "back"]),
            ("/invitation", &["link", "name", "login", "password"]),
            ("/sign-in/second", &["code", "next"]),
            ("/sign-in/second/passkey", &["answer", "next"]),
            ("/password/estimate", &["password", "login", "name"]),
        ] {
            for one in fields {
                if !faults.takes() {
                    continue;
                }
                let pairs: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|name| (*name, if name == one { text.as_str() } else { "Проба" }))
                    .collect();
                faults.look(
                    &stranger.post(path, &pairs).await,
                    &format!("POST {path} {one}"),
                    text,
                );
            }
        }
    }
}

/// Signs somebody in whose name, role or password the attack may have changed.
async fn again(app: &TestApp, who: Who) -> Browser {
    let hash = password::hash(PASSWORD.to_owned(), &app.app.randomness)
        .await
        .unwrap();
    let mut tx = app.app.db.write().await.unwrap();
    people::update(&mut tx, app.person(who)).await.unwrap();
    people::set_password(&mut tx, app.id(who), &hash).await.unwrap();
    tx.commit().await.unwrap();
    app.sign_in(who).await
}

on_both!(no_field_takes_the_service_down);

async fn no_field_takes_the_service_down(db: Db) {
    let (app, _book) = crate::attack::world::app(db).await;
    let world = World::build(&app, Who::Manager, Who::Head, "сиреневый", 6).await;
    let mut faults = Faults::new(&app.app.db);
    in_headers(&app, &world.names, &mut faults).await;
    let mut crew = Crew {
        app: &app,
        found: Vec::new(),
    };
    for (who, found) in everybody(&app, &world).await {
        crew.found.push((app.sign_in(who).await, found));
    }
    in_addresses(&crew, &world.names, &mut faults).await;
    in_bodies(&crew, &world.names, &mut faults).await;
    let mut seen = BTreeSet::new();
    for (by, found) in &crew.found {
        in_forms(by, found, &mut seen, &mut faults).await;
    }
    // And what was kept of it can be shown, to the same people.
    for (by, _) in &crew.found {
        let by = again(&app, by.who).await;
        for route in routes().iter().filter(|route| route.method == Method::GET) {
            for address in addresses(&route.path, &world.names) {
                faults.look(
                    &by.get(&address).await,
                    &format!("{:?} GET {address}", by.who),
                    "afterwards",
                );
            }
        }
    }
    app.run_jobs().await;
    // Last: whoever guesses so often has to wait.
    at_the_door(&app, &mut faults).await;
    faults.none();
}
