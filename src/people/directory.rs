//! Adding and changing people and teams: what a name and a login must look like.

use super::{Function, Permission, Person, Role, Team, store};
use crate::app::App;
use crate::audit::{self, Act, By, Detail, Subject};
use crate::auth;
use crate::db::Tx;
use crate::diff::{as_read, fingerprint};
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
        if !is_login(&login) {
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
pub async fn create(app: &App, by: impl Into<By<'_>>, new: &NewPerson) -> Result<Person> {
    let by = by.into();
    let person = new.check(app)?;
    let mut tx = app.db.write().await?;
    store::insert(&mut tx, &person, None)
        .await
        .map_err(|error| error.or_taken("people_login_key", Error::field("login", "person-login-taken")))?;
    audit::record(&mut tx, app, by, Act::PersonAdded.to(&person.id)).await?;
    tx.commit().await?;
    Ok(person)
}

/// The revision of what [`change`] changes.
pub fn revision(person: &Person) -> String {
    fingerprint([
        person.name.as_str(),
        person.role.as_str(),
        person.team_id.as_ref().map_or("", TeamId::as_str),
        if person.active { "active" } else { "" },
    ])
}

/// Stores what was changed of a person over the revision that was read (empty: whatever is there); what ends with leaving and
/// with another role, `auth` says. Codes: `person-not-found`, `changed-meanwhile`.
pub async fn change(app: &App, by: &Person, read: &str, after: &Person) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::hold(&mut tx, &after.id).await?;
    let before = store::person(&mut tx, &after.id).await?;
    let before = before.ok_or(Error::not_found("person-not-found"))?;
    as_read(read, &revision(&before))?;
    store::update(&mut tx, after).await?;
    if !after.active {
        left(&mut tx, app, by, &before).await?;
    } else if after.role != before.role {
        auth::by_new_role(&mut tx, &after.id).await?;
    }
    let mut entries = Vec::new();
    if after.name != before.name {
        let named = Act::PersonChanged.to(&before.id);
        entries.push(named.with(Detail::fields(&[("name", true)])));
    }
    if after.role != before.role {
        let became = Detail::became(Some(before.role), Some(after.role));
        entries.push(Act::RoleChanged.to(&before.id).with(became));
    }
    if after.team_id != before.team_id {
        entries.push(Act::TeamChanged.to(&before.id));
    }
    if after.active && !before.active {
        entries.push(Act::PersonReturned.to(&before.id));
    }
    for entry in entries {
        audit::record(&mut tx, app, by, entry).await?;
    }
    tx.commit().await?;
    app.remembered.forget(&after.id);
    Ok(())
}

/// Takes away a person's way in, from this transaction on.
pub async fn deactivate(tx: &mut Tx, app: &App, by: &Person, before: &Person) -> Result<()> {
    let after = Person {
        active: false,
        ..before.clone()
    };
    store::update(tx, &after).await?;
    left(tx, app, by, before).await
}

/// What follows when a person may not enter any more: whatever lets them in ends, and the log says who ended it, if they
/// could enter until now.
async fn left(tx: &mut Tx, app: &App, by: &Person, before: &Person) -> Result<()> {
    if before.active {
        audit::record(tx, app, by, Act::PersonLeft.to(&before.id)).await?;
    }
    auth::by_leaving(tx, &before.id).await?;
    Ok(())
}

/// The revision of what [`set_function`] changes.
pub fn function_revision(person: &Person) -> String {
    fingerprint([person.function.map_or("", Function::as_str)])
}

/// Says which part of selling a manager does, over the revision that was read (empty: whatever is there): by their head or the
/// administrator. Codes: `person-not-found`, `changed-meanwhile`.
pub async fn set_function(
    app: &App,
    by: &Person,
    id: &PersonId,
    read: &str,
    function: Option<Function>,
) -> Result<Person> {
    let mut tx = app.db.write().await?;
    store::hold(&mut tx, id).await?;
    let person = store::person(&mut tx, id).await?;
    let person = person
        .filter(|person| by.may(Permission::SetFunctions) && by.scope().covers(person))
        .filter(|person| person.role == Role::Manager)
        .ok_or(Error::not_found("person-not-found"))?;
    as_read(read, &function_revision(&person))?;
    store::set_function(&mut tx, id, function).await?;
    if person.function != function {
        let became = Detail::became(person.function, function);
        audit::record(&mut tx, app, by, Act::FunctionSet.to(id).with(became)).await?;
    }
    tx.commit().await?;
    Ok(Person { function, ..person })
}

/// Adds a team. Codes: `team-name`, `team-name-taken`.
pub async fn create_team(app: &App, by: impl Into<By<'_>>, name: &str) -> Result<Team> {
    let by = by.into();
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Error::field("name", "team-name"));
    }
    let now = app.clock.now();
    let team = Team {
        id: TeamId::new(now, &app.randomness),
        name: name.to_owned(),
    };
    let mut tx = app.db.write().await?;
    store::insert_team(&mut tx, &team, now)
        .await
        .map_err(|error| error.or_taken("teams_name_key", Error::field("name", "team-name-taken")))?;
    audit::record(&mut tx, app, by, Act::TeamAdded.on(Subject::Teams)).await?;
    tx.commit().await?;
    Ok(team)
}

/// Can this be somebody's sign-in name: 2–40 of a–z, 0–9, `.`, `-`, `_`?
pub fn is_login(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b);
    (2..=40).contains(&text.len()) && text.bytes().all(plain)
}

/// «Анна Кузнецова» → «АК».
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}
