//! The profile: keys, password, where one is signed in, tokens of one's own.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::user_agent;
use crate::accounts::{AccountPages, Accounts};
use crate::audit::{self, Act};
use crate::auth::change::CredentialChange;
use crate::auth::second_factor::Factors;
use crate::auth::store::{self, Session};
use crate::auth::tokens::{self, ForTokens, Scopes, TokenRequest, TokenRow, TokenScope};
use crate::auth::{browser, second_factor};
use crate::error::Result;
use crate::history::{AuditText, describe};
use crate::id::TokenId;
use crate::people::{self, Person};
use crate::time::Timestamp;
use crate::web::{Access, FieldErrors, Form, Html, OwnPath, PageContext, Path, RouteInfo, Routes, form, see};

/// Sign-ins and the like that are shown.
const ENTRIES: i64 = 15;

pub(super) fn routes() -> Routes<AccountPages> {
    Routes::new()
        .get("/profile", Access::SignedIn, show)
        .post("/profile/password", Access::SignedIn, submit_password)
        .post("/profile/keys", Access::SignedIn, set_keys)
        .post("/profile/sessions/end", Access::SignedIn, end_session)
        .post("/profile/links/read", Access::SignedIn, links_read)
        .post("/profile/tokens", Access::SignedIn, add_token)
        .post("/profile/tokens/{id}/delete", Access::SignedIn, delete_token)
}

#[derive(Template)]
#[template(path = "accounts/profile.html")]
struct ProfilePage {
    t: PageContext,
    login: String,
    sessions: Vec<Session>,
    current: String,
    tokens: Vec<TokenRow>,
    /// How they got in, and what else lets them in: the newest.
    entries: Vec<AuditText>,
    factors: Factors,
    /// What a new token can be given.
    scopes: Vec<TokenScope>,
    /// How long it can be good.
    days: Vec<i64>,
    form: TokenForm,
    now: Timestamp,
    /// The secret of the token just made: shown once.
    secret: Option<String>,
    errors: FieldErrors,
}

impl ProfilePage {
    fn has_old_tokens(&self) -> bool {
        self.tokens.iter().any(|token| token.from_before)
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn days_text(&self, days: &i64) -> String {
        self.t.count("profile-token-days-count", days)
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is_chosen(&self, scope: &TokenScope) -> bool {
        self.form.scope.iter().any(|name| name == scope.as_str())
    }
}

async fn show(t: PageContext, State(pages): State<AccountPages>) -> Result<Html<ProfilePage>> {
    Ok(Html(profile_page(t, &pages).await?))
}

async fn profile_page(t: PageContext, pages: &AccountPages) -> Result<ProfilePage> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = pages.accounts.core.db.read().await?;
    let sessions = store::sessions(&mut tx, &person.id).await?;
    let tokens = tokens::store::of_person(&mut tx, &person.id).await?;
    let lines = audit::store::own_access(&mut tx, &person.id, ENTRIES).await?;
    let factors = second_factor::factors(&mut tx, &person.id).await?;
    drop(tx);
    let most = pages.accounts.core.config.token_days;
    let mut days: Vec<i64> = [7, 30, 90, 180, 365]
        .into_iter()
        .filter(|days| *days < most)
        .collect();
    days.push(most);
    Ok(ProfilePage {
        current: t.visitor().session().unwrap_or_default().to_owned(),
        now: t.visitor().now(),
        scopes: scopes_for(&person, (pages.routes)()),
        login: person.login,
        sessions,
        tokens,
        entries: lines.iter().map(|line| describe(&t, line, |_| None)).collect(),
        factors,
        days,
        form: TokenForm {
            days: pages.accounts.auth.usual_token_days().to_string(),
            ..TokenForm::default()
        },
        secret: None,
        errors: FieldErrors::default(),
        t,
    })
}

#[derive(Deserialize)]
struct ChangePasswordForm {
    #[serde(default)]
    current: String,
    #[serde(default)]
    new: String,
}

async fn submit_password(
    t: PageContext,
    State(pages): State<AccountPages>,
    headers: HeaderMap,
    Form(form): Form<ChangePasswordForm>,
) -> Result<Response> {
    let change = CredentialChange {
        person: t.visitor().signed_in()?,
        session: t.visitor().session().unwrap_or_default(),
        browser: browser::secret(&pages.accounts.core.config, &headers)
            .map(|secret| crate::id::hashed(&secret)),
        address: t.visitor().address(),
        user_agent: user_agent(&headers),
    };
    form::answer(
        pages
            .accounts
            .auth
            .change_password(change, form.current, form.new)
            .await,
        |()| see("/profile").saying("profile-password-changed"),
        async |errors| {
            let mut page = profile_page(t, &pages).await?;
            page.errors = errors;
            Ok(page)
        },
    )
    .await
}

#[derive(Deserialize)]
struct KeysForm {
    #[serde(default)]
    single_keys: Option<String>,
}

async fn set_keys(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(form): Form<KeysForm>,
) -> Result<Redirect> {
    let person = t.visitor().signed_in()?;
    let mut tx = accounts.core.db.write().await?;
    people::store::set_single_keys(&mut tx, &person.id, form.single_keys.is_some()).await?;
    tx.commit().await?;
    Ok(Redirect::to("/profile"))
}

#[derive(Deserialize)]
struct SessionForm {
    session: String,
}

async fn end_session(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(form): Form<SessionForm>,
) -> Result<Redirect> {
    let person = t.visitor().signed_in()?;
    let mut tx = accounts.core.db.write().await?;
    if store::delete_session(&mut tx, &person.id, &form.session).await? {
        audit::record(&mut tx, &accounts.core, person, Act::SessionEnded.to(&person.id)).await?;
    }
    tx.commit().await?;
    accounts.auth.forget(&person.id);
    Ok(Redirect::to("/profile"))
}

/// Says that the notice of links was read, and returns to the page it stood on.
async fn links_read(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(form): Form<ProfileActionForm>,
) -> Result<Redirect> {
    accounts.auth.read_links(t.visitor().signed_in()?).await?;
    Ok(Redirect::to(form.back.as_str()))
}

#[derive(Deserialize)]
struct ProfileActionForm {
    #[serde(default)]
    back: OwnPath,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct TokenForm {
    name: String,
    scope: Vec<String>,
    days: String,
    password: String,
}

impl TokenForm {
    fn request(&self) -> TokenRequest {
        TokenRequest {
            name: self.name.clone(),
            scopes: Scopes::named(self.scope.iter().map(String::as_str)).unwrap_or_default(),
            days: self.days.parse().unwrap_or_default(),
        }
    }
}

async fn add_token(
    t: PageContext,
    State(pages): State<AccountPages>,
    Form(form): Form<TokenForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let session = t.visitor().session().unwrap_or_default();
    let confirmed =
        pages
            .accounts
            .auth
            .confirm_by_password(&person, session, "token_password", form.password.clone());
    let made = match confirmed.await {
        Ok(_) => {
            pages
                .accounts
                .auth
                .create_token(&person, &person, &form.request())
                .await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => {
            let mut page = profile_page(t, &pages).await?;
            page.secret = Some(made.secret);
            Ok(Html(page).into_response())
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let mut page = profile_page(t, &pages).await?;
            page.errors = errors;
            page.form = form;
            Ok(form::again(page))
        }
    }
}

async fn delete_token(
    t: PageContext,
    State(accounts): State<Accounts>,
    Path(id): Path<TokenId>,
) -> Result<Redirect> {
    accounts
        .auth
        .delete_own_token(t.visitor().signed_in()?, &id)
        .await?;
    Ok(Redirect::to("/profile#tokens"))
}

/// What tokens of this person can do at all: scopes of routes that their role may use.
fn scopes_for(person: &Person, routes: &[RouteInfo]) -> Vec<TokenScope> {
    let useful = |scope: &TokenScope| {
        routes.iter().any(|route| {
            route.tokens == ForTokens::With(*scope)
                && match route.access {
                    Access::Public | Access::Enrolling | Access::SignedIn => true,
                    Access::Needs(permission) => person.may(permission),
                }
        })
    };
    TokenScope::ALL.iter().copied().filter(useful).collect()
}
