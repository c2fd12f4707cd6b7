//! `/people/tokens`: everybody's tokens, for the administrator.

use askama::Template;
use axum::extract::State;

use crate::accounts::{AccountPages, Accounts};
use crate::auth::tokens::{self, OwnedToken};
use crate::error::Result;
use crate::id::TokenId;
use crate::people::Permission;
use crate::time::Timestamp;
use crate::web::{Flash, Html, PageContext, Path, Routes, SeeOther, see};

pub(super) fn routes() -> Routes<AccountPages> {
    Routes::new()
        .get("/people/tokens", Permission::ManagePeople, list)
        .post("/people/tokens/{id}/revoke", Permission::ManagePeople, revoke)
}

#[derive(Template)]
#[template(path = "accounts/tokens.html")]
struct TokensPage {
    t: PageContext,
    tokens: Vec<OwnedToken>,
    now: Timestamp,
}

async fn list(t: PageContext, State(accounts): State<Accounts>) -> Result<Html<TokensPage>> {
    let mut tx = accounts.core.db.read().await?;
    let tokens = tokens::store::of_everybody(&mut tx).await?;
    let now = t.visitor().now();
    Ok(Html(TokensPage { t, tokens, now }))
}

async fn revoke(
    t: PageContext,
    State(accounts): State<Accounts>,
    Path(id): Path<TokenId>,
) -> Result<SeeOther> {
    let revoked = accounts.auth.revoke_token(t.visitor().signed_in()?, &id).await?;
    let flash = Flash::with("tokens-revoked", revoked.token.name);
    Ok(see("/people/tokens").saying(flash))
}
