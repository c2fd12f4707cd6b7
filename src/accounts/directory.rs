//! Adding and changing people and teams. What a name and a login must look like is left to [`NewPerson`].

use super::Accounts;
use crate::audit::{self, Act, AuditSubject, Detail, Performer};
use crate::auth;
use crate::db::Tx;
use crate::diff::{as_read, fingerprint};
use crate::error::{Error, Result};
use crate::id::{PersonId, TeamId};
use crate::people::{Function, NewPerson, Permission, Person, Role, Team, store};

impl Accounts {
    /// Adds a person without a password; the invitation link lets them choose one. Code: `person-login-taken`.
    pub async fn create(&self, by: impl Into<Performer<'_>>, new: &NewPerson) -> Result<Person> {
        let by = by.into();
        let person = new.check(self.core.now(), &self.core.randomness)?;
        let mut tx = self.core.db.write().await?;
        store::insert(&mut tx, &person, None).await.map_err(|error| {
            error.or_taken("people_login_key", Error::field("login", "person-login-taken"))
        })?;
        audit::record(&mut tx, &self.core, by, Act::PersonAdded.to(&person.id)).await?;
        tx.commit().await?;
        Ok(person)
    }

    /// Stores what was changed of a person over the revision that was read (empty: whatever is there); what ends with leaving and
    /// with another role, `auth` says. Codes: `person-not-found`, `changed-meanwhile`.
    pub async fn change(&self, by: &Person, read: &str, after: &Person) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        store::hold(&mut tx, &after.id).await?;
        let before = store::person(&mut tx, &after.id).await?;
        let before = before.ok_or(Error::not_found("person-not-found"))?;
        as_read(read, &revision(&before))?;
        store::update(&mut tx, after).await?;
        if !after.active {
            self.left(&mut tx, by, &before).await?;
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
            audit::record(&mut tx, &self.core, by, entry).await?;
        }
        tx.commit().await?;
        self.auth.forget(&after.id);
        Ok(())
    }

    /// Takes away a person's way in, from this transaction on.
    pub async fn deactivate(&self, tx: &mut Tx, by: &Person, before: &Person) -> Result<()> {
        let after = Person {
            active: false,
            ..before.clone()
        };
        store::update(tx, &after).await?;
        self.left(tx, by, before).await
    }

    /// What follows when a person may not enter any more: whatever lets them in ends, and the log says who ended it, if they
    /// could enter until now.
    async fn left(&self, tx: &mut Tx, by: &Person, before: &Person) -> Result<()> {
        if before.active {
            audit::record(tx, &self.core, by, Act::PersonLeft.to(&before.id)).await?;
        }
        auth::by_leaving(tx, &before.id).await?;
        Ok(())
    }

    /// Says which part of selling a manager does, over the revision that was read (empty: whatever is there): by their head or
    /// the administrator. Codes: `person-not-found`, `changed-meanwhile`.
    pub async fn set_function(
        &self,
        by: &Person,
        id: &PersonId,
        read: &str,
        function: Option<Function>,
    ) -> Result<Person> {
        let mut tx = self.core.db.write().await?;
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
            audit::record(&mut tx, &self.core, by, Act::FunctionSet.to(id).with(became)).await?;
        }
        tx.commit().await?;
        Ok(Person { function, ..person })
    }

    /// Adds a team. Codes: `team-name`, `team-name-taken`.
    pub async fn create_team(&self, by: impl Into<Performer<'_>>, name: &str) -> Result<Team> {
        let by = by.into();
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 {
            return Err(Error::field("name", "team-name"));
        }
        let now = self.core.now();
        let team = Team {
            id: TeamId::new(now, &self.core.randomness),
            name: name.to_owned(),
        };
        let mut tx = self.core.db.write().await?;
        store::insert_team(&mut tx, &team, now)
            .await
            .map_err(|error| error.or_taken("teams_name_key", Error::field("name", "team-name-taken")))?;
        audit::record(&mut tx, &self.core, by, Act::TeamAdded.on(AuditSubject::Teams)).await?;
        tx.commit().await?;
        Ok(team)
    }
}

/// The revision of what [`Accounts::change`] changes.
pub fn revision(person: &Person) -> String {
    fingerprint([
        person.name.as_str(),
        person.role.as_str(),
        person.team_id.as_ref().map_or("", TeamId::as_str),
        if person.active { "active" } else { "" },
    ])
}

/// The revision of what [`Accounts::set_function`] changes.
pub fn function_revision(person: &Person) -> String {
    fingerprint([person.function.map_or("", Function::as_str)])
}
