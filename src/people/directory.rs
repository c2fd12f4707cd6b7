//! Adding people and teams: what a name and a login must look like.

use super::{Function, Permission, Person, Role, Team, store};
use crate::app::App;
use crate::error::{Error, FieldError, Result};
use crate::i18n::Locale;
use crate::id::{PersonId, TeamId};

/// Somebody to add, as entered.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Full name, 1–100 characters.
    pub name: String,
    /// Sign-in name: 2–40 of a–z, 0–9, `.`, `-`, `_`.
    pub login: String,
    /// Role.
    pub role: Role,
    /// Team; needed by heads and managers.
    pub team_id: Option<TeamId>,
    /// Language, when known.
    pub locale: Option<Locale>,
}

impl NewPerson {
    /// Checks every field at once. Codes: `person-name`, `person-login`, `person-team`.
    pub fn check(&self, app: &App) -> Result<Person> {
        let (name, login) = (self.name.trim().to_owned(), self.login.trim().to_lowercase());
        let mut problems = Vec::new();
        if name.is_empty() || name.chars().count() > 100 {
            problems.push(FieldError {
                field: "name",
                code: "person-name",
            });
        }
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b);
        if !(2..=40).contains(&login.len()) || !login.bytes().all(plain) {
            problems.push(FieldError {
                field: "login",
                code: "person-login",
            });
        }
        if matches!(self.role, Role::Head | Role::Manager) && self.team_id.is_none() {
            problems.push(FieldError {
                field: "team",
                code: "person-team",
            });
        }
        if !problems.is_empty() {
            return Err(Error::fields(problems));
        }
        let now = app.clock.now();
        Ok(Person {
            id: PersonId::new(now, &app.randomness),
            login,
            name,
            role: self.role,
            team_id: self.team_id.clone(),
            function: None,
            locale: self.locale,
            active: true,
            single_keys: true,
            created_at: now,
        })
    }
}

/// Adds a person without a password; the invitation link lets them choose one. Code: `person-login-taken`.
pub async fn create(app: &App, new: &NewPerson) -> Result<Person> {
    let person = new.check(app)?;
    let mut tx = app.db.write().await?;
    store::insert(&mut tx, &person, None).await.map_err(|error| {
        if error.violates("people_login_key") {
            Error::fields(vec![FieldError {
                field: "login",
                code: "person-login-taken",
            }])
        } else {
            error.into()
        }
    })?;
    tx.commit().await?;
    Ok(person)
}

/// Says which part of selling a manager does: by their head or the administrator. Code: `person-not-found`.
pub async fn set_function(
    app: &App,
    by: &Person,
    id: &PersonId,
    function: Option<Function>,
) -> Result<Person> {
    let mut tx = app.db.write().await?;
    let person = store::person(&mut tx, id).await?;
    let person = person
        .filter(|person| by.may(Permission::SetFunctions) && by.scope().covers(person))
        .filter(|person| person.role == Role::Manager)
        .ok_or(Error::not_found("person-not-found"))?;
    store::set_function(&mut tx, id, function).await?;
    tx.commit().await?;
    Ok(Person { function, ..person })
}

/// Adds a team. Codes: `team-name`, `team-name-taken`.
pub async fn create_team(app: &App, name: &str) -> Result<Team> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Error::fields(vec![FieldError {
            field: "name",
            code: "team-name",
        }]));
    }
    let now = app.clock.now();
    let team = Team {
        id: TeamId::new(now, &app.randomness),
        name: name.to_owned(),
    };
    let mut tx = app.db.write().await?;
    store::insert_team(&mut tx, &team, now).await.map_err(|error| {
        if error.violates("teams_name_key") {
            Error::fields(vec![FieldError {
                field: "name",
                code: "team-name-taken",
            }])
        } else {
            error.into()
        }
    })?;
    tx.commit().await?;
    Ok(team)
}

/// «Анна Кузнецова» → «АК».
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}
