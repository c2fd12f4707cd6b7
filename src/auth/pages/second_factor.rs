//! `/second-factor`: one's own second factor, set up, changed and taken away; and an administrator's help for who lost it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::seat;
use crate::app::App;
use crate::auth::admit::Seat;
use crate::auth::second_factor::{
    self, Factors, Picture, Place, Site, add_passkey, begin_app, begin_passkey, confirm_app, new_codes,
    pending, remove_app, remove_passkey,
};
use crate::auth::{confirm, session};
use crate::error::{Error, Result};
use crate::id::{PasskeyId, PersonId};
use crate::people::{self, Permission};
use crate::web::{Access, FieldErrors, Flash, Form, Html, Json, Path, Routes, View, form, see};

const HERE: &str = "/second-factor";

pub(super) fn routes() -> Routes {
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
struct Pending {
    picture: Picture,
    /// The secret in groups of four, for typing.
    secret: String,
}

#[derive(Template)]
#[template(path = "auth/second_factor.html")]
struct FactorPage {
    t: View,
    login: String,
    factors: Factors,
    pending: Option<Pending>,
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

async fn page(t: View, app: &App) -> Result<FactorPage> {
    let person = t.visitor().signed_in()?.clone();
    let pending = pending(app, &person).await?;
    let pending = pending.map(|(codes, secret)| {
        let letters: Vec<char> = secret.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        codes.picture().map(|picture| Pending {
            picture,
            secret: groups.join(" "),
        })
    });
    let is_fresh = session::is_fresh(app, t.visitor().session().unwrap_or_default()).await?;
    let mut tx = app.db.read().await?;
    let factors = second_factor::factors(&mut tx, &person.id).await?;
    Ok(FactorPage {
        t,
        login: person.login,
        factors,
        pending: pending.transpose()?,
        has_site: Site::of(&app.config).is_some(),
        is_fresh,
        codes: Vec::new(),
        errors: FieldErrors::default(),
        form: "",
    })
}

async fn show(t: View, State(app): State<App>) -> Result<Html<FactorPage>> {
    Ok(Html(page(t, &app).await?))
}

/// Where the visitor is, for what is done with their second factor.
struct Here {
    session: String,
    seat: Seat,
}

impl Here {
    fn of(t: &View, app: &App, headers: &HeaderMap) -> Self {
        Self {
            session: t.visitor().session().unwrap_or_default().to_owned(),
            seat: seat(t, app, headers),
        }
    }

    fn place<'a>(&'a self, t: &'a View) -> Result<Place<'a>> {
        Ok(Place {
            person: t.visitor().signed_in()?,
            session: &self.session,
            seat: &self.seat,
        })
    }
}

/// The page again with the problems of this form; any other error goes on.
async fn again(t: View, app: &App, form: &'static str, error: Error) -> Result<Response> {
    let errors = FieldErrors::of(error)?;
    let mut page = page(t, app).await?;
    page.errors = errors;
    page.form = form;
    Ok(form::again(page))
}

fn done(key: &str) -> Response {
    see(HERE).saying(key).into_response()
}

#[derive(Deserialize)]
struct PasswordForm {
    #[serde(default)]
    password: String,
}

async fn start_app(t: View, State(app): State<App>, Form(form): Form<PasswordForm>) -> Result<Response> {
    let person = t.visitor().signed_in()?;
    let session = t.visitor().session().unwrap_or_default();
    match confirm::unless_fresh(&app, person, session, form.password).await {
        Ok(()) => {
            begin_app(&app, person).await?;
            Ok(Redirect::to("/second-factor#app").into_response())
        }
        Err(error) => again(t, &app, "app", error).await,
    }
}

#[derive(Deserialize)]
struct CodeForm {
    #[serde(default)]
    code: String,
}

async fn finish_app(
    t: View,
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let here = Here::of(&t, &app, &headers);
    match confirm_app(&app, &here.place(&t)?, &form.code).await {
        Ok(added) => with_codes(t, &app, added.codes).await,
        Err(error) => again(t, &app, "confirm", error).await,
    }
}

/// The page with the codes that came with a factor, or a word that it counts.
async fn with_codes(t: View, app: &App, codes: Option<Vec<String>>) -> Result<Response> {
    let Some(codes) = codes else {
        return Ok(done("second-factor-added"));
    };
    let mut page = page(t, app).await?;
    page.codes = codes;
    Ok(Html(page).into_response())
}

/// For a script: what the device is asked, or what is wrong in words.
async fn start_passkey(
    t: View,
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    let here = Here::of(&t, &app, &headers);
    let place = here.place(&t)?;
    match confirm::unless_fresh(&app, place.person, &here.session, form.password).await {
        Ok(()) => Ok(Json(begin_passkey(&app, &place).await?).into_response()),
        Err(error) => {
            let words = form::sentence(&t, &error);
            let status = StatusCode::from_u16(error.kind().status()).unwrap_or_default();
            Ok((status, Json(serde_json::json!({ "problem": words }))).into_response())
        }
    }
}

#[derive(Deserialize)]
struct PasskeyForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    answer: String,
}

async fn finish_passkey(
    t: View,
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<PasskeyForm>,
) -> Result<Response> {
    let here = Here::of(&t, &app, &headers);
    let added = add_passkey(&app, &here.place(&t)?, &form.name, &form.answer).await?;
    with_codes(t, &app, added.codes).await
}

async fn drop_app(
    t: View,
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    let here = Here::of(&t, &app, &headers);
    let place = here.place(&t)?;
    match confirm::by_password(&app, place.person, &here.session, "password", form.password).await {
        Ok(_) => {
            remove_app(&app, &place).await?;
            Ok(done("second-factor-removed"))
        }
        Err(error) => again(t, &app, "remove", error).await,
    }
}

async fn drop_passkey(
    t: View,
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<PasskeyId>,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    let here = Here::of(&t, &app, &headers);
    let place = here.place(&t)?;
    match confirm::by_password(&app, place.person, &here.session, "password", form.password).await {
        Ok(_) => {
            remove_passkey(&app, &place, &id).await?;
            Ok(done("second-factor-removed"))
        }
        Err(error) => again(t, &app, "remove-passkey", error).await,
    }
}

async fn make_codes(t: View, State(app): State<App>, Form(form): Form<PasswordForm>) -> Result<Response> {
    let person = t.visitor().signed_in()?;
    let session = t.visitor().session().unwrap_or_default();
    match confirm::by_password(&app, person, session, "password", form.password).await {
        Ok(_) => {
            let codes = new_codes(&app, person).await?;
            with_codes(t, &app, Some(codes)).await
        }
        Err(error) => again(t, &app, "codes", error).await,
    }
}

/// An administrator takes the second factor of somebody who lost it; one's own goes by the password.
async fn reset(t: View, State(app): State<App>, Path(id): Path<PersonId>) -> Result<Response> {
    let by = t.visitor().signed_in()?;
    if by.id == id {
        return Ok(Redirect::to(HERE).into_response());
    }
    let mut tx = app.db.read().await?;
    let person = people::store::person(&mut tx, &id).await?;
    drop(tx);
    let person = person.ok_or(Error::not_found("person-not-found"))?;
    second_factor::reset(&app, Some(by), &person).await?;
    let flash = Flash::with("second-factor-reset", person.name);
    Ok(see(format!("/people/{id}/edit")).saying(flash).into_response())
}
