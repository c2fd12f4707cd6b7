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

/// What a form of this page has done.
enum FactorOutcome {
    /// This, in a sentence.
    Done(&'static str),
    /// An app waits for its first code.
    AppBegun,
    /// These codes are there, to be shown once.
    Codes(Vec<String>),
}

impl FactorOutcome {
    /// A factor counts from now on; the first one brings codes.
    fn from_codes(codes: Option<Vec<String>>) -> Self {
        codes.map_or(Self::Done("second-factor-added"), Self::Codes)
    }
}

/// What a form of this page returns: where it leads, the page with codes, or the page again with the problems of this form;
/// any other error goes on.
async fn answer(
    t: PageContext,
    accounts: &Accounts,
    form: &'static str,
    outcome: Result<FactorOutcome>,
) -> Result<Response> {
    match outcome {
        Ok(FactorOutcome::Done(key)) => Ok(see(HERE).saying(key).into_response()),
        Ok(FactorOutcome::AppBegun) => Ok(Redirect::to("/second-factor#app").into_response()),
        Ok(FactorOutcome::Codes(codes)) => {
            let mut page = page(t, accounts).await?;
            page.codes = codes;
            Ok(Html(page).into_response())
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let mut page = page(t, accounts).await?;
            page.errors = errors;
            page.form = form;
            Ok(form::again(page))
        }
    }
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
    let begun = begin_app(&t, &accounts, form.password).await;
    answer(t, &accounts, "app", begun).await
}

async fn begin_app(t: &PageContext, accounts: &Accounts, password: String) -> Result<FactorOutcome> {
    let person = t.visitor().signed_in()?;
    let session = t.visitor().session().unwrap_or_default();
    accounts
        .auth
        .confirm_unless_fresh(person, session, password)
        .await?;
    accounts.auth.begin_app(person).await?;
    Ok(FactorOutcome::AppBegun)
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
    let added = accounts
        .auth
        .confirm_app(&here.enrol_context(&t)?, &form.code)
        .await;
    let outcome = added.map(|added| FactorOutcome::from_codes(added.codes));
    answer(t, &accounts, "confirm", outcome).await
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
    answer(t, &accounts, "", Ok(FactorOutcome::from_codes(added.codes))).await
}

/// What is done with one's factors by the password alone.
enum FactorAct {
    DropApp,
    DropPasskey(PasskeyId),
    MakeCodes,
}

impl FactorAct {
    /// The form it is asked for in.
    const fn form(&self) -> &'static str {
        match self {
            Self::DropApp => "remove",
            Self::DropPasskey(_) => "remove-passkey",
            Self::MakeCodes => "codes",
        }
    }

    /// Does it for whoever knows the password.
    async fn run(
        &self,
        accounts: &Accounts,
        context: &EnrolContext<'_>,
        password: String,
    ) -> Result<FactorOutcome> {
        let auth = &accounts.auth;
        auth.confirm_by_password(context.person, context.session, "password", password)
            .await?;
        match self {
            Self::DropApp => auth.remove_app(context).await?,
            Self::DropPasskey(id) => auth.remove_passkey(context, id).await?,
            Self::MakeCodes => return auth.new_codes(context.person).await.map(FactorOutcome::Codes),
        }
        Ok(FactorOutcome::Done("second-factor-removed"))
    }
}

async fn by_password(
    t: PageContext,
    accounts: &Accounts,
    headers: &HeaderMap,
    act: &FactorAct,
    password: String,
) -> Result<Response> {
    let here = FactorContext::new(&t, accounts, headers);
    let outcome = act.run(accounts, &here.enrol_context(&t)?, password).await;
    answer(t, accounts, act.form(), outcome).await
}

async fn drop_app(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<ConfirmPasswordForm>,
) -> Result<Response> {
    by_password(t, &accounts, &headers, &FactorAct::DropApp, form.password).await
}

async fn drop_passkey(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Path(id): Path<PasskeyId>,
    Form(form): Form<ConfirmPasswordForm>,
) -> Result<Response> {
    by_password(t, &accounts, &headers, &FactorAct::DropPasskey(id), form.password).await
}

async fn make_codes(
    t: PageContext,
    State(accounts): State<Accounts>,
    headers: HeaderMap,
    Form(form): Form<ConfirmPasswordForm>,
) -> Result<Response> {
    by_password(t, &accounts, &headers, &FactorAct::MakeCodes, form.password).await
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
