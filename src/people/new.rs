//! Somebody to add: what a name and a login must look like.

use super::{Person, Role};
use crate::error::{Error, FieldError, Result};
use crate::i18n::Locale;
use crate::id::{PersonId, Randomness, TeamId};
use crate::time::Timestamp;

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
    pub fn check(&self, now: Timestamp, randomness: &Randomness) -> Result<Person> {
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
        Ok(Person {
            id: PersonId::new(now, randomness),
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
