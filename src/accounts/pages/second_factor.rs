//! `/second-factor`: one's own second factor, set up, changed and taken away; and an administrator's help for who lost it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::seat;
use crate::accounts::{AccountPages, Accounts};
use crate::auth::admit::ClientSeat;
use crate::auth::second_factor::{self, EnrolContext, Factors, Picture, Site};
use crate::error::{Error, Result};
use crate::id::{PasskeyId, PersonId};
use crate::people::{self, Permission};
use crate::web::{Access, FieldErrors, Flash, Form, Html, Json, PageContext, Path, Routes, form, see};

const HERE: &str = "/second-factor";

pub(super) fn routes() -> Routes<AccountPages> {
    Routes::new()
        .get(HERE, Access::Enrolling, show)
        .post("/second-factor/app", Access::Enrolling, start_app)
        .post("/second-factor/app/confirm", Access::Enrolling, finish_app)
        .post("/second-factor/app/remove", Access::SignedIn, drop_app)
        .post("/second-factor/passkeys/begin", Access::Enrolling, start_passkey)
        .post("/second-factor/passkeys", Access::Enrolling, finish_passkey)
        .post(
            "/second-factor/passkeys/{id}/remove",
            Access::SignedIn,
            drop_passkey,
        )
        .post("/second-factor/codes", Access::SignedIn, make_codes)
        .post(
            "/people/{id}/second-factor/reset",
            Permission::ManagePeople,
            reset,
        )
}

/// The app that is being set up.
struct PendingApp {
    picture: Picture,
    /// The secret in groups of four, for typing.
    secret: String,
}

#[derive(Template)]
#[template(path = "accounts/second_factor.html")]
struct FactorPage {
    t: PageContext,
    login: String,
    factors: Factors,
    pending: Option<PendingApp>,
    /// Can there be passkeys under this address?
    has_site: bool,
    /// Need the password not be asked for adding?
    is_fresh: bool,
    /// Recovery codes just made: shown once.
    codes: Vec<String>,
    errors: FieldErrors,
    /// Which form the errors are of.
    form: &'static str,
}

impl FactorPage {
    /// The errors of this form.
    fn errors_of(&self, form: &str) -> FieldErrors {
        if self.form == form {
            self.errors.clone()
        } else {
            FieldErrors::default()
        }
    }
}

async fn page(t: PageContext, accounts: &Accounts) -> Result<FactorPage> {
    let person = t.visitor().signed_in()?.clone();
    let pending = accounts.auth.pending_app(&person).await?;
    let pending = pending.map(|(codes, secret)| {
        let letters: Vec<char> = secret.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        codes.picture().map(|picture| PendingApp {
            picture,
            secret: groups.join(" "),
        })
    });
    let is_fresh = accounts
        .auth
        .is_fresh(t.visitor().session().unwrap_or_default())
        .await?;
    let mut tx = accounts.core.db.read().await?;
    let factors = second_factor::factors(&mut tx, &person.id).await?;
    Ok(FactorPage {
        t,
        login: person.login,
        factors,
        pending: pending.transpose()?,
        has_site: Site::from_config(&accounts.core.config).is_some(),
        is_fresh,
        codes: Vec::new(),
        errors: FieldErrors::default(),
        form: "",
    })
}

async fn show(t: PageContext, State(accounts): State<Accounts>) -> Result<Html<FactorPage>> {
    Ok(Html(page(t, &accounts).await?))
}

/// Where the visitor is, for what is done with their second factor.
struct FactorContext {
    session: String,
    seat: ClientSeat,
}

impl FactorContext {
    fn new(t: &PageContext, accounts: &Accounts, headers: &HeaderMap) -> Self {
        Self {
            session: t.visitor().session().unwrap_or_default().to_owned(),
            seat: seat(t, accounts, headers),
        }
    }

    fn enrol_context<'a>(&'a self, t: &'a PageContext) -> Result<EnrolContext<'a>> {
        Ok(EnrolContext {
            person: t.visitor().signed_in()?,
            session: &self.session,
            seat: &self.seat,
        })
    }
}

/// The page again with the problems of this form; any other error goes on.
async fn again(t: PageContext, accounts: &Accounts, form: &'static str, error: Error) -> Result<Response> {
    let errors = FieldErrors::from_error(error)?;
    let mut page = page(t, accounts).await?;
    page.errors = errors;
    page.form = form;
    Ok(form::again(page))
}

fn done(key: &str) -> Response {
    see(HERE).saying(key).into_response()
}

#[derive(Deserialize)]
struct ConfirmPasswordForm {
    #[serde(default)]
    password: String,
}

async fn start_app(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(form): Form<ConfirmPasswordForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?;
    let session = t.visitor().session().unwrap_or_default();
    match accounts
        .auth
        .confirm_unless_fresh(person, session, form.password)
        .await
    {
        Ok(()) => {
            accounts.auth.begin_app(person).await?;
            Ok(Redirect::to("/second-factor#app").into_response())
        }
        Err(error) => again(t, &accounts, "app", error).await,
    }
}

#[derive(Deserialize)]
struct ConfirmAppForm {
    #[serde(default)]
    code: String,
}

async fn finish_app(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<ConfirmAppForm>,
) -> Result<Response> {
    let here = FactorContext::new(&t, &accounts, &headers);
    match accounts
        .auth
        .confirm_app(&here.enrol_context(&t)?, &form.code)
        .await
    {
        Ok(added) => with_codes(t, &accounts, added.codes).await,
        Err(error) => again(t, &accounts, "confirm", error).await,
    }
}

/// The page with the codes that came with a factor, or a word that it counts.
async fn with_codes(t: PageContext, accounts: &Accounts, codes: Option<Vec<String>>) -> Result<Response> {
    let Some(codes) = codes else {
        return Ok(done("second-factor-added"));
    };
    let mut page = page(t, accounts).await?;
    page.codes = codes;
    Ok(Html(page).into_response())
}

/// For a script: what the device is asked, or what is wrong in words.
async fn start_passkey(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<ConfirmPasswordForm>,
) -> Result<Response> {
    let here = FactorContext::new(&t, &accounts, &headers);
    let context = here.enrol_context(&t)?;
    match accounts
        .auth
        .confirm_unless_fresh(context.person, &here.session, form.password)
        .await
    {
        Ok(()) => Ok(Json(accounts.auth.begin_passkey(&context).await?).into_response()),
        Err(error) => {
            let words = form::sentence(&t, &error);
            let status = StatusCode::from_u16(error.kind().status()).unwrap_or_default();
            Ok((status, Json(serde_json::json!({ "problem": words }))).into_response())
        }
    }
}

#[derive(Deserialize)]
struct NewPasskeyForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    answer: String,
}

async fn finish_passkey(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<NewPasskeyForm>,
) -> Result<Response> {
    let here = FactorContext::new(&t, &accounts, &headers);
    let added = accounts
        .auth
        .add_passkey(&here.enrol_context(&t)?, &form.name, &form.answer)
        .await?;
    with_codes(t, &accounts, added.codes).await
}

async fn drop_app(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<ConfirmPasswordForm>,
) -> Result<Response> {
    let here = FactorContext::new(&t, &accounts, &headers);
    let context = here.enrol_context(&t)?;
    match accounts
        .auth
        .confirm_by_password(context.person, &here.session, "password", form.password)
        .await
    {
        Ok(_) => {
            accounts.auth.remove_app(&context).await?;
            Ok(done("second-factor-removed"))
        }
        Err(error) => again(t, &accounts, "remove", error).await,
    }
}

async fn drop_passkey(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Path(id): Path<PasskeyId>,
    Form(form): Form<ConfirmPasswordForm>,
) -> Result<Response> {
    let here = FactorContext::new(&t, &accounts, &headers);
    let context = here.enrol_context(&t)?;
    match accounts
        .auth
        .confirm_by_password(context.person, &here.session, "password", form.password)
        .await
    {
        Ok(_) => {
            accounts.auth.remove_passkey(&context, &id).await?;
            Ok(done("second-factor-removed"))
        }
        Err(error) => again(t, &accounts, "remove-passkey", error).await,
    }
}

async fn make_codes(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(form): Form<ConfirmPasswordForm>,
) -> Result<Response> {
    let person = t.visitor().signed_in()?;
    let session = t.visitor().session().unwrap_or_default();
    match accounts
        .auth
        .confirm_by_password(person, session, "password", form.password)
        .await
    {
        Ok(_) => {
            let codes = accounts.auth.new_codes(person).await?;
            with_codes(t, &accounts, Some(codes)).await
        }
        Err(error) => again(t, &accounts, "codes", error).await,
    }
}

/// An administrator takes the second factor of somebody who lost it; one's own goes by the password.
async fn reset(
    t: PageContext,
    State(accounts): State<Accounts>,
    Path(id): Path<PersonId>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?;
    if by.id == id {
        return Ok(Redirect::to(HERE).into_response());
    }
    let mut tx = accounts.core.db.read().await?;
    let person = people::store::person(&mut tx, &id).await?;
    drop(tx);
    let person = person.ok_or(Error::not_found("person-not-found"))?;
    accounts.auth.reset_second_factor(Some(by), &person).await?;
    let flash = Flash::with("second-factor-reset", person.name);
    Ok(see(format!("/people/{id}/edit")).saying(flash).into_response())
}
