//! What a person answers to a notice of their own access: read, or not me.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Redirect;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{browser, notices};
use crate::error::Result;
use crate::id::AccessNoticeId;
use crate::web::{Access, Form, OwnPath, Routes, See, View, see};

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/profile/notices/read", Access::SignedIn, read)
        .post("/profile/notices/not-me", Access::SignedIn, not_me)
}

#[derive(Deserialize)]
struct ReadForm {
    /// The newest that was shown.
    last: AccessNoticeId,
    #[serde(default)]
    back: OwnPath,
}

async fn read(t: View, State(app): State<App>, Form(form): Form<ReadForm>) -> Result<Redirect> {
    let session = t.visitor().session().unwrap_or_default();
    notices::read(&app, t.visitor().signed_in()?, session, &form.last).await?;
    Ok(Redirect::to(form.back.as_str()))
}

/// Ends every other session and leads to the new password.
async fn not_me(t: View, State(app): State<App>, headers: HeaderMap) -> Result<See> {
    let session = t.visitor().session().unwrap_or_default();
    let browser = browser::secret(&app.config, &headers).map(|secret| crate::auth::hash(&secret));
    notices::not_me(&app, t.visitor().signed_in()?, session, browser.as_deref()).await?;
    Ok(see("/profile#password-change").saying("notice-others-ended"))
}
