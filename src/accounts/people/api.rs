//! JSON API: the people one sees.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::accounts::{AccountPages, Accounts};
use crate::api::{Listing, Paging};
use crate::auth::ForTokens;
use crate::error::{Error, Result};
use crate::id::{PersonId, TeamId};
use crate::people::{Function, Permission, Person, Role, store};
use crate::web::{Access, Json, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes<AccountPages> {
    Routes::new()
        .api(Permission::ReadPeople, routes!(list))
        .api(Access::Enrolling.and_tokens(ForTokens::Any), routes!(me))
        .api(Access::SignedIn, routes!(show))
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonBody {
    /// Identifier.
    id: PersonId,
    /// Sign-in name.
    login: String,
    /// Full name.
    name: String,
    /// Role.
    role: Role,
    /// Team.
    team_id: Option<TeamId>,
    /// Which part of selling they do, when said.
    function: Option<Function>,
    /// May still sign in?
    active: bool,
}

impl From<Person> for PersonBody {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            login: person.login,
            name: person.name,
            role: person.role,
            team_id: person.team_id,
            function: person.function,
            active: person.active,
        }
    }
}

/// People one sees, by name: of one's team (a head) or everybody (an administrator)
#[utoipa::path(get, path = "/api/v1/people", tag = "people", params(Paging),
    responses((status = 200, body = Listing<PersonBody>)))]
async fn list(
    visitor: Visitor,
    State(accounts): State<Accounts>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listing<PersonBody>>> {
    let scope = visitor.signed_in()?.scope();
    let mut tx = accounts.core.db.read().await?;
    let page = store::page(&mut tx, &scope, &paging.cursor()?, paging.limit()?).await?;
    Ok(Json(Listing::page(page)))
}

/// The person whose token this is
#[utoipa::path(get, path = "/api/v1/me", tag = "people",
    responses((status = 200, body = PersonBody)))]
async fn me(visitor: Visitor) -> Result<Json<PersonBody>> {
    Ok(Json(visitor.signed_in()?.clone().into()))
}

/// One person: oneself or somebody one sees
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "people", params(("id" = String, Path)),
    responses((status = 200, body = PersonBody)))]
async fn show(
    visitor: Visitor,
    State(accounts): State<Accounts>,
    Path(id): Path<PersonId>,
) -> Result<Json<PersonBody>> {
    let asking = visitor.signed_in()?;
    let mut tx = accounts.core.db.read().await?;
    let person = store::person(&mut tx, &id).await?;
    let visible = person.filter(|person| person.id == asking.id || asking.scope().covers(person));
    Ok(Json(visible.ok_or(Error::not_found("person-not-found"))?.into()))
}
