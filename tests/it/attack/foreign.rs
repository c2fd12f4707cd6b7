//! Every route with the things of others: no row, no effect, no line in the log, and nothing that tells "not yours" from
//! "not there".

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Method;
use salesbook::db::Db;
use salesbook::web::RouteInfo;

use super::answers::stays;
use super::forms::{Form, Found, everybody, explore, operations, pattern};
use super::rows::Watch;
use super::world::World;
use crate::support::app::{Answer, Browser, TestApp, Who};
use crate::support::db::on_both;
use crate::support::walk::{NOBODY, Names, addresses, body_kind, parameters, place, routes};

const FIRST: &str = "сиреневый";
const SECOND: &str = "бирюзовый";

/// Places whose things are named by a person's own program or page: to name one anew makes it.
const MADE_BY_NAMING: [&str; 2] = ["/searches/{id}", "/drafts/{id}"];

/// What is sent to a route: the owner's own form or body, with other words in it.
struct Bodies {
    forms: BTreeMap<String, Form>,
    json: BTreeMap<(String, String), String>,
}

impl Bodies {
    fn of(found: &[(Who, Found)], mark: &str) -> Self {
        let mut forms = BTreeMap::new();
        for form in found.iter().flat_map(|(_, found)| found.forms.values()) {
            if let Some(pattern) = pattern(&Method::POST, &form.action) {
                let mut form = form.clone();
                for (_, value) in &mut form.fields {
                    *value = value.replace(mark, "слово");
                }
                forms.entry(pattern).or_insert(form);
            }
        }
        let json = operations().into_iter().filter_map(|it| {
            let body = it.body?.to_string();
            Some(((it.method.to_string(), it.path), body))
        });
        Self {
            forms,
            json: json.collect(),
        }
    }

    async fn ask(&self, by: &Browser, route: &RouteInfo, address: &str) -> Answer {
        let Some(kind) = body_kind(route) else {
            return by.send(route.method.clone(), address, None, Body::empty()).await;
        };
        if let Some(body) = self.json.get(&(route.method.to_string(), route.path.clone())) {
            return by
                .send(
                    route.method.clone(),
                    address,
                    Some(kind),
                    Body::from(body.clone()),
                )
                .await;
        }
        match self.forms.get(&route.path) {
            Some(form) => by.post(address, &form.pairs()).await,
            None => {
                by.send(route.method.clone(), address, Some(kind), Body::empty())
                    .await
            }
        }
    }
}

/// An answer without what differs by nature: the request's number and the name that was asked for.
fn plain(answer: &Answer, names: &[&str]) -> String {
    let mut text = answer.text();
    if let Some(id) = answer.headers.get("x-request-id") {
        text = text.replace(id.to_str().unwrap(), "REQUEST");
    }
    let mut place = answer
        .headers
        .get("location")
        .map(|it| it.to_str().unwrap().to_owned())
        .unwrap_or_default();
    for name in names {
        text = text.replace(name, "NAME");
        place = place.replace(name, "NAME");
    }
    format!("{} {place}\n{text}", answer.status)
}

/// One address for something of theirs, and the same for something that is not there.
struct Pair {
    route: RouteInfo,
    theirs: String,
    nobodys: String,
    name: String,
}

/// Addresses with exactly the things of these names in them.
fn pairs(names: &Names) -> Vec<Pair> {
    let mut all = Vec::new();
    for route in routes() {
        let known: Vec<String> = parameters(&route.path)
            .map(|part| place(&route.path, part))
            .filter(|place| names.contains_key(place) && !place.starts_with("/playbook/"))
            .collect();
        let makes = matches!(route.method, Method::POST | Method::PUT);
        let Some(first) = known
            .first()
            .filter(|it| !(makes && MADE_BY_NAMING.contains(&it.as_str())))
        else {
            continue;
        };
        for name in &names[first] {
            let mut theirs = names.clone();
            theirs.insert(first.clone(), vec![name.clone()]);
            let mut nobodys = theirs.clone();
            nobodys.insert(first.clone(), vec![NOBODY.to_owned()]);
            for (theirs, nobodys) in addresses(&route.path, &theirs)
                .into_iter()
                .zip(addresses(&route.path, &nobodys))
            {
                all.push(Pair {
                    route: route.clone(),
                    theirs,
                    nobodys,
                    name: name.clone(),
                });
            }
        }
    }
    all
}

/// Nothing of `world` may be seen or touched by `who`.
async fn attack(app: &TestApp, world: &World, bodies: &Bodies, who: Who) -> Vec<String> {
    let by = app.sign_in(who).await;
    let pairs = pairs(&world.names);
    let mut nobodys = Vec::new();
    for pair in &pairs {
        nobodys.push(bodies.ask(&by, &pair.route, &pair.nobodys).await);
    }
    let mut wrong = Vec::new();
    let mut watch = Watch::over(&app.app.db).await;
    for (pair, nobodys) in pairs.iter().zip(nobodys) {
        let asked = format!("{who:?} {} {}", pair.route.method, pair.theirs);
        let theirs = bodies.ask(&by, &pair.route, &pair.theirs).await;
        stays(&theirs, &asked);
        let names = [pair.name.as_str(), NOBODY];
        let (theirs, nobodys) = (plain(&theirs, &names), plain(&nobodys, &names));
        if theirs.contains(world.mark) {
            wrong.push(format!("{asked}: is shown {}", around(&theirs, world.mark)));
        }
        if theirs != nobodys {
            let line = |text: &str| {
                text.lines()
                    .take(2)
                    .collect::<Vec<_>>()
                    .join(" ")
                    .chars()
                    .take(300)
                    .collect::<String>()
            };
            wrong.push(format!(
                "{asked}: {:?} but for nothing {:?}",
                line(&theirs),
                line(&nobodys)
            ));
        }
        let changes = watch.changes().await;
        if !changes.is_empty() {
            wrong.push(format!("{asked}: {changes:#?}"));
        }
    }
    wrong.extend(look_around(&by, world).await);
    wrong
}

fn around(text: &str, mark: &str) -> String {
    let at = text.find(mark).unwrap_or(0);
    let before: String = text[..at]
        .chars()
        .rev()
        .take(80)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    format!("{before}{mark}")
}

/// Lists, searches and exports.
async fn look_around(by: &Browser, world: &World) -> Vec<String> {
    let mut wrong = Vec::new();
    let query: String = url::form_urlencoded::byte_serialize(world.mark.as_bytes()).collect();
    let lists = routes()
        .iter()
        .filter(|route| route.method == Method::GET && !route.path.contains('{'));
    for list in lists {
        for question in ["", "?q=", "?client=", "?tag=", "?as=csv&x="] {
            let address = match question {
                "" => list.path.clone(),
                question => format!("{}{question}{query}", list.path),
            };
            let text = by.get(&address).await.text();
            // What was asked for may stand in the field again.
            let found = text
                .replace(&format!("value=\"{}\"", world.mark), "")
                .replace(&format!("«{}»", world.mark), "");
            if question.is_empty() && found.contains(world.mark) {
                wrong.push(format!(
                    "{:?} {address}: is shown {}",
                    by.who,
                    around(&found, world.mark)
                ));
            }
            for name in world
                .names
                .iter()
                .filter(|(place, _)| !MADE_BY_NAMING.contains(&place.as_str()))
            {
                for id in name.1.iter().filter(|id| id.len() == NOBODY.len()) {
                    if text.contains(id.as_str()) && !shared(name.0) {
                        wrong.push(format!("{:?} {address}: names {} {id}", by.who, name.0));
                    }
                }
            }
        }
    }
    wrong
}

/// Things that others may know of: a question that nobody answers yet is everybody's who keeps the book.
fn shared(place: &str) -> bool {
    place == "/unanswered/{id}"
}

/// An attacker's own forms with something of the others' in place of their own.
async fn smuggle(app: &TestApp, own: &World, theirs: &World, who: Who) -> Vec<String> {
    let by = app.sign_in(who).await;
    let found = explore(&by, &own.names).await;
    let mut swap = BTreeMap::new();
    for (place, mine) in own.names.iter().filter(|(place, _)| !shared(place)) {
        for (mine, other) in mine.iter().zip(theirs.names.get(place).into_iter().flatten()) {
            swap.insert(mine.clone(), other.clone());
        }
    }
    let theirs_all: Vec<&String> = theirs
        .names
        .values()
        .flatten()
        .filter(|it| it.len() == NOBODY.len())
        .collect();
    let touches =
        |row: &String| row.contains(theirs.mark) || theirs_all.iter().any(|id| row.contains(id.as_str()));
    let mut wrong = Vec::new();
    let mut watch = Watch::over(&app.app.db).await;
    for form in found.forms.values() {
        let mut form = form.clone();
        let mut swapped = false;
        for (_, value) in &mut form.fields {
            if let Some(other) = swap.get(value.as_str()) {
                value.clone_from(other);
                swapped = true;
            }
        }
        if !swapped {
            continue;
        }
        let asked = format!("{who:?} {} {:?}", form.action, form.fields);
        let answer = by.post(&form.action, &form.pairs()).await;
        if answer.status.is_server_error() || answer.text().contains(theirs.mark) {
            wrong.push(format!("{asked}: {}", answer.status));
        }
        let touched: Vec<String> = watch.changes().await.into_iter().filter(touches).collect();
        if !touched.is_empty() {
            wrong.push(format!("{asked}: {touched:#?}"));
        }
    }
    wrong
}

on_both!(what_is_not_yours_is_not_there);

async fn what_is_not_yours_is_not_there(db: Db) {
    let (app, _book) = crate::attack::world::app(db).await;
    let first = World::build(&app, Who::Manager, Who::Head, FIRST, 6).await;
    let second = World::build(&app, Who::Outsider, Who::OtherHead, SECOND, 16).await;
    let mut wrong = Vec::new();
    let bodies = Bodies::of(&everybody(&app, &first).await, FIRST);
    for who in [Who::Colleague, Who::Outsider, Who::OtherHead, Who::Trainer] {
        wrong.extend(attack(&app, &first, &bodies, who).await);
    }
    let bodies = Bodies::of(&everybody(&app, &second).await, SECOND);
    for who in [Who::Manager, Who::Head, Who::Trainer] {
        wrong.extend(attack(&app, &second, &bodies, who).await);
    }
    for who in [Who::Manager, Who::Head] {
        wrong.extend(smuggle(&app, &first, &second, who).await);
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// A new route with a name in it has to say whose thing that is, or that it is everybody's.
#[test]
fn every_name_in_an_address_is_known() {
    const EVERYBODYS: [&str; 27] = [
        // The administrator's alone, who has everybody's files.
        "/recordings/files/{name}",
        "/forgetting/erasures/{id}",
        // Asks for the password before it looks; `second_factor.rs` has the attack.
        "/second-factor/passkeys/{id}",
        "/checklists/{id}",
        "/glossary/{id}",
        "/jobs/{id}",
        "/playbook/glossary/{id}",
        "/playbook/suggestions/{id}",
        "/playlists/{id}",
        "/playbook/{locale}",
        "/playbook/{kind}",
        "/playbook/{slug}",
        "/playbook/history/{number}",
        "/playbook/images/{name}",
        "/recordings/transcript/{format}",
        "/recordings/transcripts/{format}",
        "/recordings/transcript/turns/{turn}",
        "/recordings/turns/{turn}",
        "/evaluations/hints/{item}",
        "/evaluations/hints/{start_ms}",
        "/managers/defects/{item}",
        "/plans/targets/{position}",
        "/static/{hash}",
        "/static/{*path}",
        "/welcome/{secret}",
        "/calibrations/calls/{position}",
        "/searches/{id}",
    ];
    const OWNED: [&str; 18] = [
        "/drafts/{id}",
        "/people/tokens/{id}",
        "/recordings/{id}",
        "/recordings/transcripts/{transcript}",
        "/managers/{id}",
        "/people/{id}",
        "/evaluations/{id}",
        "/evaluations/moments/{moment}",
        "/appeals/{id}",
        "/comments/{id}",
        "/snippets/{id}",
        "/unanswered/{id}",
        "/plans/{id}",
        "/one-to-ones/{id}",
        "/listening/picks/{id}",
        "/calibrations/{id}",
        "/profile/tokens/{id}",
        "/checklists/import/{id}",
    ];
    let mut unknown = Vec::new();
    for route in routes() {
        for parameter in parameters(&route.path) {
            let place = place(&route.path, parameter);
            if !EVERYBODYS.contains(&place.as_str()) && !OWNED.contains(&place.as_str()) {
                unknown.push(format!("{place} of {}", route.path));
            }
        }
    }
    assert!(unknown.is_empty(), "made in no world:\n{}", unknown.join("\n"));
}
