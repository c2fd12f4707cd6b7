//! A person and a team, and whose work a person sees.

use super::{Function, Permission, Role, initials};
use crate::i18n::Locale;
use crate::id::{PersonId, TeamId};
use crate::time::Timestamp;

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    /// Identifier.
    pub id: PersonId,
    /// Sign-in name: lower-case Latin letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// Full name as shown.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Team; a head leads it, a manager works in it.
    pub team_id: Option<TeamId>,
    /// Which part of selling they do; said of managers.
    pub function: Option<Function>,
    /// Chosen language.
    pub locale: Option<Locale>,
    /// May still sign in?
    pub active: bool,
    /// Are single-letter keys on (WCAG 2.1.4)?
    pub single_keys: bool,
    /// When added.
    pub created_at: Timestamp,
}

/// A team (отдел).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Team {
    /// Identifier.
    pub id: TeamId,
    /// Name.
    pub name: String,
}

/// Whose recordings, evaluations and plans a person sees.
///
/// In SQL it is said by `visible!` and `PreparedQuery::scope`, and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Only their own.
    Own(PersonId),
    /// Their team's.
    Team(TeamId),
    /// Everybody's.
    All,
    /// Nobody's.
    Nothing,
}

impl Scope {
    /// First parameter of the SQL condition.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Own(_) => "own",
            Self::Team(_) => "team",
            Self::All => "all",
            Self::Nothing => "nothing",
        }
    }

    /// Second parameter of the SQL condition.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Own(id) => id.to_string(),
            Self::Team(id) => id.to_string(),
            Self::All | Self::Nothing => String::new(),
        }
    }

    /// Is this person's work visible?
    pub fn covers(&self, person: &Person) -> bool {
        match self {
            Self::Own(id) => *id == person.id,
            Self::Team(team) => person.team_id.as_ref() == Some(team),
            Self::All => true,
            Self::Nothing => false,
        }
    }
}

impl Person {
    /// The letters that stand for the name: «АК».
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// May this person do it at all?
    pub fn may(&self, permission: Permission) -> bool {
        self.active && self.role.allows(permission)
    }

    /// Whose work this person sees: a manager their own, a head the team's, the administrator everybody's recordings,
    /// a trainer nobody's. A head without a team sees nobody.
    pub fn scope(&self) -> Scope {
        match (self.role, &self.team_id) {
            (Role::Manager, _) => Scope::Own(self.id.clone()),
            (Role::Head, Some(team)) => Scope::Team(team.clone()),
            (Role::Admin, _) => Scope::All,
            (Role::Head, None) | (Role::Trainer, _) => Scope::Nothing,
        }
    }
}
