//! The fields of the product as it shows them itself: forms from rendered pages, bodies and parameters from the API document.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use salesbook::app::App;
use scraper::{ElementRef, Html, Selector};
use serde_json::{Map, Value, json};

use super::world::World;
use crate::support::app::{Answer, Browser, Multipart, TestApp, Who};
use crate::support::walk::{Names, addresses, routes};

/// Forms after which there is less to try the others with come last.
const LAST: [&str; 7] = [
    "delete", "discard", "archive", "withdraw", "cancel", "/end", "hidden",
];
/// Forms that end the session the others are sent in.
const NEVER: [&str; 3] = ["/sign-out", "/profile/sessions/end", "/profile/notices/not-me"];

/// A form that changes something, as a person would send it.
#[derive(Debug, Clone)]
pub struct Form {
    /// The page it stands on.
    pub page: String,
    /// Where it is sent.
    pub action: String,
    /// Fields with what stands in them, or something that could.
    pub fields: Vec<(String, String)>,
    /// Fields that hold files.
    pub files: Vec<String>,
}

impl Form {
    /// The fields as a browser's form takes them.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        let all = self.fields.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

fn select<'a>(from: ElementRef<'a>, what: &str) -> Vec<ElementRef<'a>> {
    from.select(&Selector::parse(what).unwrap()).collect()
}

/// What could stand in an empty field.
fn something(kind: &str) -> &'static str {
    match kind {
        "date" => "2026-12-11",
        "time" => "15:00",
        "datetime-local" => "2026-11-23T12:00",
        "number" => "1",
        _ => "Проба",
    }
}

fn field(element: ElementRef<'_>) -> Option<(String, String)> {
    let name = element.attr("name")?.to_owned();
    let value = match element.value().name() {
        "textarea" => {
            let text: String = element.text().collect();
            if text.trim().is_empty() {
                "Проба".to_owned()
            } else {
                text
            }
        }
        "select" => {
            let options = select(element, "option");
            let chosen = options.iter().find(|it| it.attr("selected").is_some());
            let first = options
                .iter()
                .find(|it| it.attr("value").is_none_or(|value| !value.is_empty()));
            chosen.or(first)?.attr("value").unwrap_or_default().to_owned()
        }
        _ => {
            let kind = element.attr("type").unwrap_or("text");
            let value = element.attr("value").unwrap_or_default();
            match (kind, value) {
                ("checkbox" | "radio", "") => "on".to_owned(),
                ("hidden", value) => value.to_owned(),
                (_, "") => something(kind).to_owned(),
                (_, value) => value.to_owned(),
            }
        }
    };
    Some((name, value))
}

/// The forms of a page that change something. A button with a name makes a form of its own.
pub fn forms(page: &str, address: &str) -> Vec<Form> {
    let page = Html::parse_document(page);
    let mut found = Vec::new();
    for form in select(page.root_element(), "form[method=post]") {
        let own = address.split(['?', '#']).next().unwrap_or(address);
        let action = form.attr("action").unwrap_or(own).to_owned();
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut chosen = BTreeSet::new();
        for element in select(
            form,
            "input:not([type=file]):not([type=submit]), textarea, select",
        ) {
            let one_of = element.attr("type") == Some("radio");
            if let Some((name, value)) = field(element)
                && (!one_of || chosen.insert(name.clone()))
            {
                fields.push((name, value));
            }
        }
        let inputs = select(form, "input[type=file][name]");
        let files: Vec<String> = inputs
            .iter()
            .filter_map(|it| it.attr("name").map(str::to_owned))
            .collect();
        let mut buttons = BTreeMap::new();
        for button in select(form, "button[name], button[formaction]") {
            let pair = button.attr("name").map(|name| {
                (
                    name.to_owned(),
                    button.attr("value").unwrap_or_default().to_owned(),
                )
            });
            let to = button.attr("formaction").unwrap_or(&action).to_owned();
            buttons
                .entry((to, pair.as_ref().map(|it| it.0.clone())))
                .or_insert(pair);
        }
        if buttons.is_empty() {
            buttons.insert((action.clone(), None), None);
        }
        for ((action, _), pair) in buttons {
            found.push(Form {
                page: address.to_owned(),
                action,
                fields: fields.iter().cloned().chain(pair).collect(),
                files: files.clone(),
            });
        }
    }
    found
}

/// What a person finds on every page they may open.
#[derive(Debug, Default)]
pub struct Found {
    /// Forms by where they are sent and which fields they have.
    pub forms: BTreeMap<(String, Vec<String>), Form>,
    /// Names of parameters by path, from links and from forms that ask.
    pub parameters: BTreeMap<String, BTreeSet<String>>,
}

/// Opens every page with these things in it.
pub async fn explore(browser: &Browser, names: &Names) -> Found {
    let mut found = Found::default();
    let pages = routes()
        .iter()
        .filter(|route| route.method == Method::GET && !route.path.starts_with("/api/"));
    for route in pages {
        for address in addresses(&route.path, names) {
            let answer = browser.get(&address).await;
            let kind = answer
                .headers
                .get("content-type")
                .map(|it| it.to_str().unwrap().to_owned());
            if !answer.status.is_success() || !kind.is_some_and(|kind| kind.starts_with("text/html")) {
                continue;
            }
            let text = answer.text();
            for form in forms(&text, &address) {
                let mut fields: Vec<String> = form.fields.iter().map(|(name, _)| name.clone()).collect();
                fields.sort();
                found.forms.entry((form.action.clone(), fields)).or_insert(form);
            }
            found.note_parameters(&text, &address);
        }
    }
    found
}

impl Found {
    fn note_parameters(&mut self, page: &str, address: &str) {
        let page = Html::parse_document(page);
        for link in select(page.root_element(), "a[href*='?']") {
            let Some((path, query)) = link.attr("href").and_then(|href| href.split_once('?')) else {
                continue;
            };
            let path = if path.is_empty() { address } else { path };
            let query = query.split('#').next().unwrap_or_default();
            for (name, _) in url::form_urlencoded::parse(query.as_bytes()) {
                self.parameters
                    .entry(path.to_owned())
                    .or_default()
                    .insert(name.into_owned());
            }
        }
        for form in select(page.root_element(), "form:not([method=post])") {
            let path = form.attr("action").unwrap_or(address).to_owned();
            for element in select(form, "[name]") {
                let name = element.attr("name").unwrap_or_default().to_owned();
                self.parameters.entry(path.clone()).or_default().insert(name);
            }
        }
    }
}

/// Everybody who works with a world's things, and what each finds.
pub async fn everybody(app: &TestApp, world: &World) -> Vec<(Who, Found)> {
    let mut all = Vec::new();
    for who in [world.manager, world.head, Who::Trainer, Who::Admin] {
        all.push((who, explore(&app.sign_in(who).await, &world.names).await));
    }
    all
}

/// What makes two forms alike: their route, and the sorts of their fields.
pub type Kind = (String, BTreeSet<String>);

/// One form of each kind that is not among those seen: cards with a field for every item are walked by one of each sort of
/// field.
pub fn kinds(found: &Found, seen: &mut BTreeSet<Kind>) -> Vec<(Kind, Form)> {
    let mut kept: Vec<(Kind, Form)> = Vec::new();
    for form in found.forms.values() {
        let Some(pattern) = pattern(&Method::POST, &form.action) else {
            continue;
        };
        let sorts: BTreeSet<String> = form.fields.iter().map(|(name, _)| sort(name)).collect();
        let kind = (pattern, sorts);
        if !NEVER.contains(&kind.0.as_str()) && seen.insert(kind.clone()) {
            kept.push((kind, form.clone()));
        }
    }
    // In an order that does not depend on the names of things.
    kept.sort_by(|(one, _), (other, _)| one.cmp(other));
    kept.sort_by_key(|(_, form)| LAST.iter().any(|word| form.action.contains(word)));
    kept
}

/// `mark.budget` and `mark.date` are fields of one sort, `item-3-name` and `item-4-name` too.
pub fn sort(name: &str) -> String {
    let name = name.split('.').next().unwrap_or(name);
    name.chars()
        .map(|c| if c.is_ascii_digit() { '#' } else { c })
        .collect()
}

/// The fields as they stand in a form's body.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// Sends a form with these fields, its files being none.
pub async fn send(by: &Browser, form: &Form, pairs: &[(&str, &str)]) -> Answer {
    if form.files.is_empty() {
        return by.post(&form.action, pairs).await;
    }
    let mut sent = Multipart::default();
    for (name, value) in pairs {
        sent = sent.field(name, value);
    }
    for file in &form.files {
        sent = sent.file(
            file,
            "..\\..\u{202e}/a%00\u{1}.wav",
            "\0\u{1}WEBVTT\n\n1\n00:00.000 --> 99:99\n\0".as_bytes(),
        );
    }
    by.upload(&form.action, sent).await
}

/// The route that answers this address.
pub fn pattern(method: &Method, address: &str) -> Option<String> {
    let path: Vec<&str> = address.split(['?', '#']).next()?.split('/').collect();
    let fits = |pattern: &str| {
        let parts: Vec<&str> = pattern.split('/').collect();
        let wild = pattern.contains("{*");
        (parts.len() == path.len() || (wild && parts.len() <= path.len()))
            && parts
                .iter()
                .zip(&path)
                .all(|(part, given)| part.starts_with('{') || part == given)
    };
    let mut all: Vec<String> = routes()
        .iter()
        .filter(|route| route.method == *method && fits(&route.path))
        .map(|route| route.path.clone())
        .collect();
    // Fixed parts win over parameters.
    all.sort_by_key(|pattern| pattern.matches('{').count());
    all.into_iter().next()
}

/// An operation of the API that takes a body or parameters.
#[derive(Debug)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its pattern.
    pub path: String,
    /// Names of what may stand after `?`.
    pub query: Vec<String>,
    /// A body that fits the document.
    pub body: Option<Value>,
}

/// Every operation of the API document.
pub fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(App::openapi()).unwrap();
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse() else {
                continue;
            };
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let query = parameters
                .iter()
                .filter(|it| it["in"] == "query")
                .map(|it| it["name"].as_str().unwrap().to_owned());
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            all.push(Operation {
                method,
                path: path.clone(),
                query: query.collect(),
                body: (!schema.is_null()).then(|| example(&document, schema, 0)),
            });
        }
    }
    all
}

/// Something that fits a schema.
fn example(document: &Value, schema: &Value, depth: u32) -> Value {
    if depth > 6 {
        return Value::Null;
    }
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches('#');
        return document
            .pointer(name)
            .map_or(Value::Null, |it| example(document, it, depth + 1));
    }
    for many in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema[many].as_array() {
            let real = all.iter().find(|it| it["type"] != "null");
            return real.map_or(Value::Null, |it| example(document, it, depth + 1));
        }
    }
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|it| *it != "null"),
        kind => kind.as_str(),
    };
    match kind {
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([example(document, &schema["items"], depth + 1)]),
        Some("object") => {
            let mut made = Map::new();
            for (name, one) in schema["properties"].as_object().into_iter().flatten() {
                made.insert(name.clone(), example(document, one, depth + 1));
            }
            if made.is_empty() && schema["additionalProperties"].is_object() {
                made.insert(
                    "key".to_owned(),
                    example(document, &schema["additionalProperties"], depth + 1),
                );
            }
            Value::Object(made)
        }
        _ => json!("Проба"),
    }
}
