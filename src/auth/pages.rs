//! Pages: sign in, sign out, one-time welcome, language, and the person's own profile.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::invitation::{Guest, WelcomeForm, accept, guest};
use super::store::{Session, TokenRow};
use super::{SignIn, create_token, password, session, sign_in, store};
use crate::app::App;
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::i18n::Locale;
use crate::id::TokenId;
use crate::people;
use crate::web::{Access, Flash, Form, Html, Path, Query, Routes, View};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Public, show_sign_in)
        .post("/sign-in", Access::Public, submit_sign_in)
        .post("/sign-out", Access::SignedIn, sign_out)
        .get("/welcome/{secret}", Access::Public, show_welcome)
        .post("/welcome/{secret}", Access::Public, submit_welcome)
        .post("/language", Access::Public, set_language)
        .get("/profile", Access::SignedIn, show_profile)
        .post("/profile/password", Access::SignedIn, change_password)
        .post("/profile/keys", Access::SignedIn, set_keys)
        .post("/profile/sessions/end", Access::SignedIn, end_session)
        .post("/profile/tokens", Access::SignedIn, add_token)
        .post("/profile/tokens/{id}/delete", Access::SignedIn, delete_token)
}

#[derive(Template)]
#[template(path = "auth/sign_in.html")]
struct SignInPage {
    t: View,
    login: String,
    next: String,
    failure: Option<String>,
}

#[derive(Deserialize)]
struct SignInQuery {
    #[serde(default)]
    next: String,
}

async fn show_sign_in(t: View, Query(query): Query<SignInQuery>) -> Response {
    let next = local_path(&query.next);
    if t.person().is_some() {
        return Redirect::to(&next).into_response();
    }
    Html(SignInPage {
        t,
        login: String::new(),
        next,
        failure: None,
    })
    .into_response()
}

#[derive(Deserialize)]
struct SignInForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn submit_sign_in(
    t: View,
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    let next = local_path(&form.next);
    let attempt = SignIn {
        login: form.login.clone(),
        password: form.password,
        address: t.visitor().address().to_owned(),
        user_agent: user_agent(&headers),
    };
    match sign_in(&app, attempt).await {
        Ok((_, cookie)) => Ok(with_cookie(Redirect::to(&next), cookie)),
        Err(error) if matches!(error.kind(), ErrorKind::BadInput | ErrorKind::TooMany) => {
            let failure = Some(crate::web::failure::sentence(t.texts(), &error));
            let status = axum::http::StatusCode::from_u16(error.kind().status()).unwrap_or_default();
            Ok((
                status,
                Html(SignInPage {
                    t,
                    login: form.login,
                    next,
                    failure,
                }),
            )
                .into_response())
        }
        Err(error) => Err(error),
    }
}

async fn sign_out(t: View, State(app): State<App>) -> Result<Response> {
    let person = t.visitor().signed_in()?;
    if let Some(token_hash) = t.visitor().session() {
        let mut tx = app.db.write().await?;
        store::delete_session(&mut tx, &person.id, token_hash).await?;
        tx.commit().await?;
    }
    Ok(with_cookie(Redirect::to("/sign-in"), session::ended(&app.config)))
}

#[derive(Template)]
#[template(path = "auth/welcome.html")]
struct WelcomePage {
    t: View,
    /// Name of somebody already entered; absent for the first administrator.
    known: Option<String>,
    login: String,
    form: WelcomeForm,
    errors: Vec<FieldError>,
}

impl WelcomePage {
    fn error(&self, field: &str) -> Option<String> {
        self.errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| self.t.error(error.code))
    }
}

async fn show_welcome(
    t: View,
    State(app): State<App>,
    Path(secret): Path<String>,
) -> Result<Html<WelcomePage>> {
    let guest = guest(&app, &secret).await?;
    Ok(Html(welcome_page(t, guest, WelcomeForm::default(), Vec::new())))
}

fn welcome_page(t: View, guest: Guest, form: WelcomeForm, errors: Vec<FieldError>) -> WelcomePage {
    let (known, login) = match guest {
        Guest::FirstAdmin => (None, form.login.clone()),
        Guest::Known(person) => (Some(person.name), person.login),
    };
    WelcomePage {
        t,
        known,
        login,
        form,
        errors,
    }
}

async fn submit_welcome(
    t: View,
    State(app): State<App>,
    headers: HeaderMap,
    Path(secret): Path<String>,
    Form(form): Form<WelcomeForm>,
) -> Result<Response> {
    match accept(&app, &secret, &form, &user_agent(&headers)).await {
        Ok(cookie) => Ok(with_cookie(Redirect::to("/"), cookie)),
        Err(error) if !error.field_errors().is_empty() => {
            let guest = guest(&app, &secret).await?;
            let page = welcome_page(t, guest, form, error.field_errors().to_vec());
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct LanguageForm {
    locale: String,
    #[serde(default)]
    back: String,
}

async fn set_language(t: View, State(app): State<App>, Form(form): Form<LanguageForm>) -> Result<Response> {
    let locale: Locale = form
        .locale
        .parse()
        .map_err(|_| Error::new(ErrorKind::BadInput, "bad-address"))?;
    if let Some(person) = t.visitor().person() {
        let mut tx = app.db.write().await?;
        people::store::set_locale(&mut tx, &person.id, locale).await?;
        tx.commit().await?;
    }
    let cookie = format!("locale={locale}; Path=/; SameSite=Lax; Max-Age=31536000");
    Ok(with_cookie(Redirect::to(&local_path(&form.back)), cookie))
}

#[derive(Template)]
#[template(path = "auth/profile.html")]
struct ProfilePage {
    t: View,
    login: String,
    sessions: Vec<Session>,
    current: String,
    tokens: Vec<TokenRow>,
    /// The secret of the token just made: shown once.
    secret: Option<String>,
    errors: Vec<FieldError>,
}

impl ProfilePage {
    fn error(&self, field: &str) -> Option<String> {
        self.errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| self.t.error(error.code))
    }
}

async fn show_profile(t: View, State(app): State<App>) -> Result<Html<ProfilePage>> {
    profile_page(t, &app, None, Vec::new()).await
}

async fn profile_page(
    t: View,
    app: &App,
    secret: Option<String>,
    errors: Vec<FieldError>,
) -> Result<Html<ProfilePage>> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = app.db.read().await?;
    let sessions = store::sessions(&mut tx, &person.id).await?;
    let tokens = store::tokens(&mut tx, &person.id).await?;
    let current = t.visitor().session().unwrap_or_default().to_owned();
    Ok(Html(ProfilePage {
        t,
        login: person.login,
        sessions,
        current,
        tokens,
        secret,
        errors,
    }))
}

#[derive(Deserialize)]
struct PasswordForm {
    #[serde(default)]
    current: String,
    #[serde(default)]
    new: String,
}

/// Changes the password and ends every other session.
async fn change_password(
    t: View,
    State(app): State<App>,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    let mut tx = app.db.read().await?;
    let stored = people::store::password_hash(&mut tx, &person.id).await?;
    drop(tx);
    let problem = if password::verify(form.current, stored).await? {
        password::check(&form.new, &person.login)
            .err()
            .map(|code| FieldError { field: "new", code })
    } else {
        Some(FieldError {
            field: "current",
            code: "password-wrong",
        })
    };
    if let Some(problem) = problem {
        let page = profile_page(t, &app, None, vec![problem]).await?;
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let hash = password::hash(form.new, &app.randomness).await?;
    let mut tx = app.db.write().await?;
    people::store::set_password(&mut tx, &person.id, &hash).await?;
    store::delete_sessions(&mut tx, &person.id, t.visitor().session()).await?;
    tx.commit().await?;
    Ok((
        [Flash::new("profile-password-changed").header()],
        Redirect::to("/profile"),
    )
        .into_response())
}

#[derive(Deserialize)]
struct KeysForm {
    #[serde(default)]
    single_keys: Option<String>,
}

async fn set_keys(t: View, State(app): State<App>, Form(form): Form<KeysForm>) -> Result<Redirect> {
    let person = t.visitor().signed_in()?;
    let mut tx = app.db.write().await?;
    people::store::set_single_keys(&mut tx, &person.id, form.single_keys.is_some()).await?;
    tx.commit().await?;
    Ok(Redirect::to("/profile"))
}

#[derive(Deserialize)]
struct SessionForm {
    session: String,
}

async fn end_session(t: View, State(app): State<App>, Form(form): Form<SessionForm>) -> Result<Redirect> {
    let person = t.visitor().signed_in()?;
    let mut tx = app.db.write().await?;
    store::delete_session(&mut tx, &person.id, &form.session).await?;
    tx.commit().await?;
    Ok(Redirect::to("/profile"))
}

#[derive(Deserialize)]
struct TokenForm {
    #[serde(default)]
    name: String,
}

async fn add_token(t: View, State(app): State<App>, Form(form): Form<TokenForm>) -> Result<Response> {
    let person = t.visitor().signed_in()?.clone();
    match create_token(&app, &person, &form.name).await {
        Ok(token) => Ok(profile_page(t, &app, Some(token.secret), Vec::new())
            .await?
            .into_response()),
        Err(error) if !error.field_errors().is_empty() => {
            let page = profile_page(t, &app, None, error.field_errors().to_vec()).await?;
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn delete_token(t: View, State(app): State<App>, Path(id): Path<TokenId>) -> Result<Redirect> {
    let person = t.visitor().signed_in()?;
    let mut tx = app.db.write().await?;
    store::delete_token(&mut tx, &person.id, &id).await?;
    tx.commit().await?;
    Ok(Redirect::to("/profile"))
}

/// Only a path of ours: never `//host`, never another scheme.
fn local_path(next: &str) -> String {
    let ok = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if ok { next.to_owned() } else { "/".to_owned() }
}

fn user_agent(headers: &HeaderMap) -> String {
    headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

fn with_cookie(redirect: Redirect, cookie: String) -> Response {
    ([(header::SET_COOKIE, cookie)], redirect).into_response()
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn after_signing_in_one_stays_here() {
        assert_eq!(local_path("/recordings?state=ready"), "/recordings?state=ready");
        for elsewhere in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "javascript:alert(1)",
        ] {
            assert_eq!(local_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
