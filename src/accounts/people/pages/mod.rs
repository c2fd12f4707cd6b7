//! Pages of people and teams: a head sees their team, the administrator everybody and the forms.

mod function;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use self::function::{FunctionClash, change_function};
use crate::accounts::directory::{function_revision, revision};
use crate::accounts::{AccountPages, Accounts};
use crate::db::Cursor;
use crate::error::{Error, Result};
use crate::id::PersonId;
use crate::people::{Function, NewPerson, Permission, Person, Role, Team, store};
use crate::web::{
    Clash, FieldErrors, Flash, Form, Html, PageContext, Path, Query, Routes, cursor, form, see,
};

/// People on one page of the list.
const ROWS: usize = 100;

pub(super) fn routes() -> Routes<AccountPages> {
    Routes::new()
        .get("/people", Permission::ReadPeople, list)
        .post("/people", Permission::ManagePeople, add)
        .get("/people/{id}/edit", Permission::ManagePeople, edit)
        .post("/people/{id}", Permission::ManagePeople, update)
        .post(
            "/people/{id}/invitation",
            Permission::ManagePeople,
            send_invitation,
        )
        .post("/people/{id}/function", Permission::SetFunctions, change_function)
        .post("/teams", Permission::ManagePeople, add_team)
}

/// What was entered in the person form.
#[derive(Debug, Clone, Default, Deserialize)]
struct PersonForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    team: String,
    #[serde(default)]
    active: Option<String>,
    /// What the form was opened on; empty for a new person.
    #[serde(default)]
    revision: String,
}

impl PersonForm {
    /// A person as they are entered again.
    fn from_person(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            login: person.login.clone(),
            role: person.role.to_string(),
            team: person
                .team_id
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            active: person.active.then(|| "on".to_owned()),
            revision: revision(person),
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/people.html")]
struct PeoplePage {
    t: PageContext,
    people: Vec<Person>,
    /// How many there are on all pages.
    count: i64,
    next: Option<Cursor>,
    teams: Vec<Team>,
    form: PersonForm,
    team_form: String,
    errors: FieldErrors,
    /// A one-time link just made, with the name it is for.
    invitation: Option<(String, String)>,
    /// A function that was said on another one than there is now.
    function_clash: Option<FunctionClash>,
}

impl PeoplePage {
    /// Is a function said of this person? Managers alone have one.
    fn has_function(&self, person: &Person) -> bool {
        person.role == Role::Manager && person.active && self.t.can(Permission::SetFunctions.as_str())
    }
    /// The function the form of this person shows.
    fn function_of(&self, person: &Person) -> Option<Function> {
        match &self.function_clash {
            Some(said) if said.person == person.id => said.function,
            _ => person.function,
        }
    }
    /// The revision that form is opened on.
    fn function_revision(person: &Person) -> String {
        function_revision(person)
    }
    fn team_name(&self, person: &Person) -> &str {
        let found = self
            .teams
            .iter()
            .find(|team| Some(&team.id) == person.team_id.as_ref());
        found.map_or("", |team| team.name.as_str())
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PeopleListQuery {
    after: String,
    /// Whose line is looked for, on whichever page it is.
    person: String,
}

async fn list(
    t: PageContext,
    State(accounts): State<Accounts>,
    Query(query): Query<PeopleListQuery>,
) -> Result<Html<PeoplePage>> {
    let begin = match query.person.trim() {
        "" => Begin::After(cursor(Some(&query.after))?),
        id => Begin::With(id.parse().map_err(|_| Error::not_found("person-not-found"))?),
    };
    Ok(Html(page_from(t, &accounts, begin).await?))
}

/// Which page of the list.
enum Begin {
    After(Cursor),
    /// The one with this person.
    With(PersonId),
}

/// The first page.
async fn list_page(t: PageContext, accounts: &Accounts) -> Result<PeoplePage> {
    page_from(t, accounts, Begin::After(Cursor::newest())).await
}

async fn page_from(t: PageContext, accounts: &Accounts, begin: Begin) -> Result<PeoplePage> {
    let scope = t.visitor().signed_in()?.scope();
    let mut tx = accounts.core.db.read().await?;
    let after = match begin {
        Begin::After(cursor) => cursor,
        Begin::With(id) => store::page_with(&mut tx, &scope, &id, ROWS).await?,
    };
    let page = store::page(&mut tx, &scope, &after, ROWS).await?;
    let count = store::covered(&mut tx, &scope).await?;
    let teams = store::teams(&mut tx).await?;
    Ok(PeoplePage {
        t,
        people: page.items,
        count,
        next: page.next,
        teams,
        form: PersonForm {
            role: Role::Manager.to_string(),
            ..PersonForm::default()
        },
        team_form: String::new(),
        errors: FieldErrors::default(),
        invitation: None,
        function_clash: None,
    })
}

async fn add(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    let new = NewPerson {
        name: form.name.clone(),
        login: form.login.clone(),
        role: form.role.parse().map_err(|_| bad_role())?,
        team_id: form.team.parse().ok(),
        locale: None,
    };
    let by = t.visitor().signed_in()?.clone();
    match accounts.create(&by, &new).await {
        Ok(person) => {
            let link = accounts.auth.invite(&by, &person).await?;
            let mut page = list_page(t, &accounts).await?;
            page.invitation = Some((person.name, link));
            Ok((StatusCode::CREATED, Html(page)).into_response())
        }
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let mut page = list_page(t, &accounts).await?;
            page.errors = errors;
            page.form = form;
            Ok(form::again(page))
        }
    }
}

fn bad_role() -> Error {
    Error::field("role", "person-role")
}

#[derive(Deserialize)]
struct TeamForm {
    #[serde(default)]
    name: String,
}

async fn add_team(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(form): Form<TeamForm>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?.clone();
    form::answer(
        accounts.create_team(&by, &form.name).await,
        |team| {
            let flash = Flash::with("people-team-added", team.name);
            see("/people").saying(flash)
        },
        async |errors| {
            let mut page = list_page(t, &accounts).await?;
            page.errors = errors.under("team_name");
            page.team_form = form.name;
            Ok(page)
        },
    )
    .await
}

#[derive(Template)]
#[template(path = "accounts/person.html")]
struct PersonEditPage {
    t: PageContext,
    person: Person,
    teams: Vec<Team>,
    form: PersonForm,
    /// What was saved since the form was opened.
    clash: Option<Clash>,
    errors: FieldErrors,
    is_self: bool,
    has_factor: bool,
}

impl PersonEditPage {
    fn address(&self) -> String {
        format!("/people/{}/edit", self.person.id)
    }
}

async fn find(accounts: &Accounts, id: &PersonId) -> Result<(Person, Vec<Team>)> {
    let mut tx = accounts.core.db.read().await?;
    let person = store::person(&mut tx, id)
        .await?
        .ok_or(Error::not_found("person-not-found"))?;
    Ok((person, store::teams(&mut tx).await?))
}

async fn edit_page(
    t: PageContext,
    accounts: &Accounts,
    id: &PersonId,
    form: Option<PersonForm>,
) -> Result<PersonEditPage> {
    let (person, teams) = find(accounts, id).await?;
    let form = form.unwrap_or_else(|| PersonForm::from_person(&person));
    Ok(PersonEditPage {
        is_self: t.visitor().signed_in()?.id == *id,
        has_factor: accounts.auth.has_second_factor(id).await?,
        t,
        person,
        teams,
        form,
        clash: None,
        errors: FieldErrors::default(),
    })
}

async fn edit(
    t: PageContext,
    State(accounts): State<Accounts>,
    Path(id): Path<PersonId>,
) -> Result<Html<PersonEditPage>> {
    Ok(Html(edit_page(t, &accounts, &id, None).await?))
}

/// Somebody changed the person meanwhile: what is there now, beside what was entered.
async fn clash(t: PageContext, accounts: &Accounts, id: &PersonId, form: PersonForm) -> Result<Response> {
    let mut page = edit_page(t, accounts, id, Some(form)).await?;
    let (t, theirs, mine) = (&page.t, PersonForm::from_person(&page.person), &page.form);
    let team = page
        .teams
        .iter()
        .find(|team| Some(&team.id) == page.person.team_id.as_ref());
    let active = if page.person.active {
        "people-active"
    } else {
        "people-left"
    };
    let clash = Clash::new(t.with("people-clash", "name", &page.person.name))
        .field(t.text("people-name"), &theirs.name, &mine.name)
        .unless(
            page.is_self || theirs.role == mine.role,
            t.text("people-role"),
            t.text(&format!("role-{}", theirs.role)),
        )
        .unless(
            theirs.team == mine.team,
            t.text("people-team"),
            team.map(|team| team.name.clone()).unwrap_or_default(),
        )
        .unless(
            page.is_self || theirs.active.is_some() == mine.active.is_some(),
            t.text("people-sign-in"),
            t.text(active),
        );
    page.clash = Some(clash);
    // Saved once more, it is saved over what is shown here.
    page.form.revision = theirs.revision;
    Ok(form::clash(page))
}

/// Stores the changes. Nobody takes their own rights away.
async fn update(
    t: PageContext,
    State(accounts): State<Accounts>,
    Path(id): Path<PersonId>,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    let (person, _) = find(&accounts, &id).await?;
    let is_self = t.visitor().signed_in()?.id == id;
    let role: Role = form.role.parse().map_err(|_| bad_role())?;
    let entered = NewPerson {
        name: form.name.clone(),
        login: person.login.clone(),
        role: if is_self { person.role } else { role },
        team_id: form.team.parse().ok(),
        locale: person.locale,
    };
    let changed = match entered.check(accounts.core.now(), &accounts.core.randomness) {
        Ok(checked) => Person {
            name: checked.name,
            role: checked.role,
            team_id: checked.team_id,
            active: form.active.is_some() || is_self,
            ..person.clone()
        },
        Err(error) => {
            let errors = FieldErrors::from_error(error)?;
            let mut page = edit_page(t, &accounts, &id, Some(form)).await?;
            page.errors = errors;
            return Ok(form::again(page));
        }
    };
    match accounts
        .change(t.visitor().signed_in()?, &form.revision, &changed)
        .await
    {
        Err(error) if error.code() == "changed-meanwhile" && !form.revision.is_empty() => {
            return clash(t, &accounts, &id, form).await;
        }
        done => done?,
    }
    let flash = Flash::with("people-saved", changed.name);
    Ok(see("/people").saying(flash).into_response())
}

/// Makes a fresh one-time link for the person's password.
async fn send_invitation(
    t: PageContext,
    State(accounts): State<Accounts>,
    Path(id): Path<PersonId>,
) -> Result<Html<PeoplePage>> {
    let (person, _) = find(&accounts, &id).await?;
    let link = accounts.auth.invite(t.visitor().signed_in()?, &person).await?;
    let mut page = list_page(t, &accounts).await?;
    page.invitation = Some((person.name, link));
    Ok(Html(page))
}
