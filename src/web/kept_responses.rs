//! A refused form stays a page one can go back to and reload: what would be shown at the address a form was sent to is kept
//! for a while, and the browser is led to the form's own address with `?answer=ID`, which shows it.
//!
//! One way for every form and without a script: it works on what the handler returned (the form with what was typed and
//! its mistakes marked, or an error page), not on the form. Decides which answers are kept, for whom and how many. A
//! script's own requests, downloads and programs are left alone. What is kept lives in memory: after a restart the address
//! gives the empty form, and the drafts have what was typed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use bytes::Bytes;

use super::Visitor;
use crate::id::Randomness;

/// Name of the parameter.
const NAME: &str = "answer";
/// A page larger than this is answered where it was sent, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;
/// Bytes of all kept pages.
const SPACE: usize = 32 * 1024 * 1024;
/// Kept pages of one person.
const MOST_OF_ONE: usize = 12;
/// Kept pages of everybody who is not signed in.
const MOST_OF_STRANGERS: usize = 60;

/// One kept answer.
struct KeptResponse {
    id: String,
    /// Whose it is: a person's id, empty for strangers.
    owner: String,
    path: String,
    page: Bytes,
}

/// The kept answers, the newest last.
#[derive(Clone)]
pub(super) struct ResponseCache {
    randomness: Randomness,
    kept: Arc<Mutex<VecDeque<KeptResponse>>>,
}

impl ResponseCache {
    pub(super) fn new(randomness: Randomness) -> Self {
        Self {
            randomness,
            kept: Arc::default(),
        }
    }

    /// Keeps a page; the oldest of the same owner make room, then the oldest of all.
    fn keep(&self, owner: String, path: String, page: Bytes) -> String {
        let id = crate::id::hex(&self.randomness.bytes::<16>());
        let most = if owner.is_empty() {
            MOST_OF_STRANGERS
        } else {
            MOST_OF_ONE
        };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let own = kept.iter().filter(|it| it.owner == owner).count();
        if own >= most
            && let Some(at) = kept.iter().position(|it| it.owner == owner)
        {
            kept.remove(at);
        }
        kept.push_back(KeptResponse {
            id: id.clone(),
            owner,
            path,
            page,
        });
        while kept.iter().map(|it| it.page.len()).sum::<usize>() > SPACE {
            kept.pop_front();
        }
        id
    }

    fn find(&self, owner: &str, path: &str, id: &str) -> Option<Bytes> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .find(|it| it.id == id && it.owner == owner && it.path == path)
            .map(|it| it.page.clone())
    }
}

/// Middleware: keeps refused forms and shows them again.
pub(super) async fn again(
    State(answers): State<ResponseCache>,
    visitor: Visitor,
    mut request: Request,
    next: Next,
) -> Response {
    let owner = visitor
        .person()
        .map(|person| person.id.to_string())
        .unwrap_or_default();
    if request.method() == Method::GET {
        let (rest, asked) = without_answer(request.uri());
        let Some(id) = asked else {
            return next.run(request).await;
        };
        // A script asks for the page as it is now.
        if !navigates(request.headers()) {
            *request.uri_mut() = rest;
            return next.run(request).await;
        }
        return match answers.find(&owner, request.uri().path(), &id) {
            Some(page) => {
                let mut shown = Html(page).into_response();
                let headers = shown.headers_mut();
                headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
                shown
            }
            None => Redirect::to(&rest.to_string()).into_response(),
        };
    }
    let form = (request.method() == Method::POST && navigates(request.headers()))
        .then(|| form_of(request.headers()))
        .flatten();
    let response = next.run(request).await;
    match form {
        Some(form) if is_refused_page(&response) => lead(&answers, owner, &form, response).await,
        _ => response,
    }
}

/// Keeps the page and leads to it at the form's address.
async fn lead(answers: &ResponseCache, owner: String, form: &Uri, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let page = match to_bytes(body, LARGEST).await {
        Ok(page) => page,
        Err(error) => {
            tracing::warn!(%error, "a refused form's page is too large to be kept");
            return (StatusCode::PAYLOAD_TOO_LARGE, Body::empty()).into_response();
        }
    };
    let (rest, _) = without_answer(form);
    let id = answers.keep(owner, rest.path().to_owned(), page);
    let mark = if rest.query().is_some() { '&' } else { '?' };
    let mut response = Redirect::to(&format!("{rest}{mark}{NAME}={id}")).into_response();
    for name in [header::SET_COOKIE, header::RETRY_AFTER] {
        for value in parts.headers.get_all(&name) {
            response.headers_mut().append(&name, value.clone());
        }
    }
    response
}

/// Somebody's browser goes there, not a script and not a program.
fn navigates(headers: &HeaderMap) -> bool {
    let mode = headers.get("sec-fetch-mode").map(HeaderValue::as_bytes);
    mode == Some(b"navigate") && !headers.contains_key("x-fragment")
}

/// The page the form stands on: where the browser says it comes from. Forms of other origins do not come as far as here.
fn form_of(headers: &HeaderMap) -> Option<Uri> {
    let from: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let place = from.path_and_query()?.as_str();
    let own = place.starts_with('/') && !place.starts_with("//");
    own.then(|| place.parse().ok()).flatten()
}

/// A page that refuses; what asks for a sign-in or forbids has no form to come back to.
fn is_refused_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let status = response.status();
    is_page && status.is_client_error() && status != StatusCode::FORBIDDEN
}

/// An own address without the parameter, and what the parameter said.
fn without_answer(uri: &Uri) -> (Uri, Option<String>) {
    let Some(query) = uri.query() else {
        return (uri.clone(), None);
    };
    let mut asked = None;
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| match pair.split_once('=') {
            Some((NAME, id)) => {
                asked = Some(id.to_owned());
                false
            }
            _ => true,
        })
        .collect();
    let mut place = uri.path().to_owned();
    if !rest.is_empty() {
        place.push('?');
        place.push_str(&rest.join("&"));
    }
    (place.parse().unwrap_or_else(|_| uri.clone()), asked)
}

#[cfg(test)]
mod tests {
    use super::{MOST_OF_ONE, ResponseCache, form_of, without_answer};
    use crate::id::Randomness;
    use axum::http::{HeaderMap, Uri, header};

    fn said(referer: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::REFERER, referer.parse().unwrap());
        form_of(&headers).map(|uri| uri.to_string())
    }

    #[test]
    fn one_is_led_to_an_own_address_only() {
        assert_eq!(
            said("https://sales.example/plans/new?evaluation=1").as_deref(),
            Some("/plans/new?evaluation=1")
        );
        assert_eq!(said("https://sales.example//evil.example/"), None);
        assert_eq!(said("about:blank"), None);
    }

    #[test]
    fn the_parameter_comes_off_and_nothing_else() {
        let uri: Uri = "/plans/new?a=1&answer=7f&b=2".parse().unwrap();
        let (rest, asked) = without_answer(&uri);
        assert_eq!(rest.to_string(), "/plans/new?a=1&b=2");
        assert_eq!(asked.as_deref(), Some("7f"));
        let (rest, asked) = without_answer(&"/plans?answers=1".parse().unwrap());
        assert_eq!((rest.to_string().as_str(), asked), ("/plans?answers=1", None));
    }

    #[test]
    fn a_kept_page_is_its_owner_s_and_the_oldest_go() {
        let answers = ResponseCache::new(Randomness::seeded(1));
        let first = answers.keep("a".to_owned(), "/p".to_owned(), "one".into());
        assert_eq!(answers.find("a", "/p", &first).as_deref(), Some(&b"one"[..]));
        assert_eq!(answers.find("b", "/p", &first), None);
        assert_eq!(answers.find("a", "/q", &first), None);
        for _ in 0..MOST_OF_ONE {
            answers.keep("a".to_owned(), "/p".to_owned(), "more".into());
        }
        assert_eq!(answers.find("a", "/p", &first), None);
    }
}
