//! A draft ends when its form was really saved, and only the service knows that: a page of a proxy's sign-in, an error page
//! or a lost answer are no success.
//!
//! The page's script names the draft with the form: `?draft=ID` in its address, or `X-Draft` on a request of its own. When
//! the answer is a success, the draft goes, and a cookie tells the script to drop the browser's copy too.

use std::str::FromStr as _;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use super::{Drafts, store};
use crate::cookie;
use crate::error::Result;
use crate::id::{DraftId, PersonId};
use crate::web::Visitor;

/// Puts the watch for saved forms round the routes; inside the layer that finds out who is asking.
pub fn settling(router: Router, drafts: Drafts) -> Router {
    router.layer(from_fn_with_state(drafts, settle))
}

async fn settle(State(drafts): State<Drafts>, visitor: Visitor, request: Request, next: Next) -> Response {
    let named = (request.method() == Method::POST)
        .then(|| draft_of(&request))
        .flatten();
    let mut response = next.run(request).await;
    let (Some((id, cookie)), Some(person)) = (named, visitor.person()) else {
        return response;
    };
    if !is_saved(&response) {
        return response;
    }
    if let Err(error) = drafts.remove(&person.id, &id).await {
        // What was typed is saved; the draft will be offered once more, and goes by its age.
        tracing::warn!(?error, "a draft of a saved form could not be removed");
    }
    if cookie {
        let cookie_value = cookie::for_scripts(&format!("draft-saved.{id}"), "1", 86_400);
        if let Ok(value) = HeaderValue::from_str(&cookie_value) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// The draft a request names, and whether a cookie has to tell of its end.
fn draft_of(request: &Request) -> Option<(DraftId, bool)> {
    let by_header = request.headers().get("x-draft").and_then(|it| it.to_str().ok());
    let by_address = request
        .uri()
        .query()
        .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("draft=")));
    let (text, cookie) = by_header
        .map(|text| (text, false))
        .or(by_address.map(|text| (text, true)))?;
    Some((DraftId::from_str(text).ok()?, cookie))
}

/// A form that was taken answers with a redirect to what came of it, or with a page of its own.
fn is_saved(response: &Response) -> bool {
    let status = response.status();
    if status.is_success() {
        return true;
    }
    let place = response.headers().get(header::LOCATION);
    status == StatusCode::SEE_OTHER && place.is_some_and(|place| !place.as_bytes().starts_with(b"/sign-in"))
}

impl Drafts {
    async fn remove(&self, person: &PersonId, id: &DraftId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        store::remove(&mut tx, person, id).await?;
        tx.commit().await?;
        Ok(())
    }
}
