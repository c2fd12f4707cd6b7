//! SQL of people and teams.

use super::{Function, Person, Role, Scope, Team, visible};
use crate::db::{Cursor, DbError, Page, Tx};
use crate::i18n::Locale;
use crate::id::{PersonId, TeamId};
use crate::time::Timestamp;

macro_rules! person_columns {
    () => {
        "p.id, p.login, p.name, p.role, p.team_id, p.function, p.locale, p.active, p.single_keys, p.created_at"
    };
}

/// The person with this id.
pub async fn person(tx: &mut Tx, id: &PersonId) -> Result<Option<Person>, DbError> {
    tx.query(concat!(
        "SELECT ",
        person_columns!(),
        " FROM people p WHERE p.id = $1"
    ))
    .bind(id)
    .optional()
    .await
}

/// The person with this sign-in name.
pub async fn person_by_login(tx: &mut Tx, login: &str) -> Result<Option<Person>, DbError> {
    tx.query(concat!(
        "SELECT ",
        person_columns!(),
        " FROM people p WHERE p.login = $1"
    ))
    .bind(login)
    .optional()
    .await
}

/// Everybody the scope covers, by name; people who left come last.
pub async fn people(tx: &mut Tx, scope: &Scope) -> Result<Vec<Person>, DbError> {
    tx.query(concat!(
        "SELECT ",
        person_columns!(),
        " FROM people p
          WHERE ",
        visible!(),
        " ORDER BY p.active DESC, p.name_folded, p.id"
    ))
    .scope(scope)
    .all()
    .await
}

/// A page of [`people`], in the same order. The cursor's key says nothing: a page begins after a person, wherever they stand
/// by now.
pub async fn page(tx: &mut Tx, scope: &Scope, after: &Cursor, limit: usize) -> Result<Page<Person>, DbError> {
    let rows = tx
        .query(concat!(
            "SELECT ",
            person_columns!(),
            " FROM people p LEFT JOIN people c ON c.id = $3
              WHERE ",
            visible!(),
            " AND (c.id IS NULL OR p.active < c.active
                   OR (p.active = c.active
                       AND (p.name_folded > c.name_folded OR (p.name_folded = c.name_folded AND p.id > c.id))))
              ORDER BY p.active DESC, p.name_folded, p.id LIMIT $4"
        ))
        .scope(scope)
        .bind_all((&after.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(rows, limit, |person: &Person| Cursor {
        key: person.created_at.0,
        id: person.id.to_string(),
    }))
}

/// Where the page of so many rows begins that holds this person: before everybody, when nobody comes before it.
pub async fn page_with(tx: &mut Tx, scope: &Scope, id: &PersonId, rows: usize) -> Result<Cursor, DbError> {
    let before: i64 = tx
        .query(concat!(
            "SELECT COUNT(*) FROM people p JOIN people c ON c.id = $3
             WHERE ",
            visible!(),
            " AND (p.active > c.active
                   OR (p.active = c.active
                       AND (p.name_folded < c.name_folded OR (p.name_folded = c.name_folded AND p.id < c.id))))"
        ))
        .scope(scope)
        .bind(id)
        .scalar()
        .await?;
    let rows = rows as i64;
    let begin = before / rows * rows;
    let last: Option<(PersonId, Timestamp)> = tx
        .query(concat!(
            "SELECT p.id, p.created_at FROM people p
             WHERE ",
            visible!(),
            " AND $3 > 0 ORDER BY p.active DESC, p.name_folded, p.id LIMIT 1 OFFSET $4"
        ))
        .scope(scope)
        .bind_all((begin, (begin - 1).max(0)))
        .optional()
        .await?;
    Ok(last.map_or_else(Cursor::newest, |(id, created_at)| Cursor {
        key: created_at.0,
        id: id.to_string(),
    }))
}

/// How many the scope covers.
pub async fn covered(tx: &mut Tx, scope: &Scope) -> Result<i64, DbError> {
    tx.query(concat!("SELECT COUNT(*) FROM people p WHERE ", visible!()))
        .scope(scope)
        .scalar()
        .await
}

/// Managers the scope covers who still work here, by name.
pub async fn managers(tx: &mut Tx, scope: &Scope) -> Result<Vec<Person>, DbError> {
    let mut people = people(tx, scope).await?;
    people.retain(|person| person.active && person.role == Role::Manager);
    Ok(people)
}

/// How many people there are.
pub async fn count(tx: &mut Tx) -> Result<i64, DbError> {
    tx.query("SELECT COUNT(*) FROM people").scalar().await
}

/// Adds a person; a login that is taken violates `people_login_key`.
pub async fn insert(tx: &mut Tx, person: &Person, password_hash: Option<String>) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO people (id, login, name, name_folded, role, team_id, locale, password_hash, active, single_keys, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind_all((&person.id, &person.login, &person.name))
    .bind_all((person.name.to_lowercase(), person.role))
    .bind_all((&person.team_id, person.locale, password_hash))
    .bind_all((person.active, person.single_keys, person.created_at))
    .execute_exactly(1)
    .await
}

/// Holds a person ([`Tx::hold`]).
pub async fn hold(tx: &mut Tx, id: &PersonId) -> Result<(), DbError> {
    tx.hold("people", id.as_str()).await
}

/// Changes name, role, team and whether the person may sign in.
pub async fn update(tx: &mut Tx, person: &Person) -> Result<(), DbError> {
    tx.query(
        "UPDATE people SET name = $2, name_folded = $3, role = $4, team_id = $5, active = $6 WHERE id = $1",
    )
    .bind_all((&person.id, &person.name, person.name.to_lowercase()))
    .bind_all((person.role, &person.team_id, person.active))
    .execute_exactly(1)
    .await
}

/// Stores which part of selling a person does.
pub async fn set_function(tx: &mut Tx, id: &PersonId, function: Option<Function>) -> Result<(), DbError> {
    tx.query("UPDATE people SET function = $2 WHERE id = $1")
        .bind_all((id, function))
        .execute_exactly(1)
        .await
}

/// Stores a person's language.
pub async fn set_locale(tx: &mut Tx, id: &PersonId, locale: Locale) -> Result<(), DbError> {
    tx.query("UPDATE people SET locale = $2 WHERE id = $1")
        .bind_all((id, locale))
        .execute_exactly(1)
        .await
}

/// Turns single-letter keys on or off.
pub async fn set_single_keys(tx: &mut Tx, id: &PersonId, on: bool) -> Result<(), DbError> {
    tx.query("UPDATE people SET single_keys = $2 WHERE id = $1")
        .bind_all((id, on))
        .execute_exactly(1)
        .await
}

/// Stores a password's hash (PHC string).
pub async fn set_password(tx: &mut Tx, id: &PersonId, hash: &str) -> Result<(), DbError> {
    tx.query("UPDATE people SET password_hash = $2 WHERE id = $1")
        .bind_all((id, hash))
        .execute_exactly(1)
        .await
}

/// Is `old` still the password's hash of somebody who works here? Then stores `new`; the row is held until the end of the
/// transaction, so that nobody is let go meanwhile.
pub async fn keep_password(tx: &mut Tx, id: &PersonId, old: &str, new: &str) -> Result<bool, DbError> {
    tx.query("UPDATE people SET password_hash = $3 WHERE id = $1 AND password_hash = $2 AND active = $4")
        .bind_all((id, old, new, true))
        .execute()
        .await
        .map(|rows| rows > 0)
}

/// The stored password hash, if a password was ever set.
pub async fn password_hash(tx: &mut Tx, id: &PersonId) -> Result<Option<String>, DbError> {
    tx.query("SELECT password_hash FROM people WHERE id = $1")
        .bind(id)
        .scalar()
        .await
}

/// Every team, by name.
pub async fn teams(tx: &mut Tx) -> Result<Vec<Team>, DbError> {
    tx.query("SELECT id, name FROM teams ORDER BY name").all().await
}

/// Adds a team; a name that is taken violates `teams_name_key`.
pub async fn insert_team(tx: &mut Tx, team: &Team, now: Timestamp) -> Result<(), DbError> {
    tx.query("INSERT INTO teams (id, name, created_at) VALUES ($1, $2, $3)")
        .bind_all((&team.id, &team.name, now))
        .execute_exactly(1)
        .await
}

/// Holds a team, for what is set for the whole team ([`Tx::hold`]).
pub async fn hold_team(tx: &mut Tx, id: &TeamId) -> Result<(), DbError> {
    tx.hold("teams", id.as_str()).await
}

/// The team with this id.
pub async fn team(tx: &mut Tx, id: &TeamId) -> Result<Option<Team>, DbError> {
    tx.query("SELECT id, name FROM teams WHERE id = $1")
        .bind(id)
        .optional()
        .await
}
