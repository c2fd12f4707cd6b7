//! What a person answers to a notice of their own access: read, or not me.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Redirect;
use serde::Deserialize;

use crate::accounts::{AccountPages, Accounts};
use crate::auth::browser;
use crate::error::Result;
use crate::id::AccessNoticeId;
use crate::web::{Access, Form, OwnPath, PageContext, Routes, SeeOther, see};

pub(super) fn routes() -> Routes<AccountPages> {
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

async fn read(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(form): Form<ReadForm>,
) -> Result<Redirect> {
    let session = t.visitor().session().unwrap_or_default();
    accounts
        .auth
        .read_notices(t.visitor().signed_in()?, session, &form.last)
        .await?;
    Ok(Redirect::to(form.back.as_str()))
}

/// Ends every other session and leads to the new password.
async fn not_me(t: PageContext, State(accounts): State<Accounts>, headers: HeaderMap) -> Result<SeeOther> {
    let session = t.visitor().session().unwrap_or_default();
    let browser = browser::secret(&accounts.core.config, &headers).map(|secret| crate::id::hashed(&secret));
    accounts
        .auth
        .not_me(t.visitor().signed_in()?, session, browser.as_deref())
        .await?;
    Ok(see("/profile#password-change").saying("notice-others-ended"))
}
