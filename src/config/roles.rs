//! The roles that are named in settings.

use std::str::FromStr;

/// The words for roles, as settings know them.
const NAMES: [&str; 4] = ["manager", "head", "trainer", "admin"];

/// Some of the roles: words with commas between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles(Vec<&'static str>);

/// A word is no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadRole;

impl FromStr for Roles {
    type Err = BadRole;
    fn from_str(text: &str) -> Result<Self, BadRole> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        words
            .map(|word| NAMES.into_iter().find(|name| *name == word).ok_or(BadRole))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl Roles {
    /// Is this role among them?
    pub fn contains(&self, role: &str) -> bool {
        self.0.contains(&role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_and_nothing_else() {
        let roles: Roles = "admin, head".parse().unwrap();
        assert!(roles.contains("admin") && roles.contains("head") && !roles.contains("manager"));
        assert_eq!("".parse(), Ok(Roles::default()));
        assert_eq!("admin, boss".parse::<Roles>(), Err(BadRole));
    }
}
