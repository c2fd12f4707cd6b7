//! What a token may do: an area of the API, to read or to write. Names are stable: they stand in scripts and in the database.

use axum::http::Method;

crate::db::text_enum! {
    /// One thing a token may do, if its owner may.
    pub enum TokenScope {
        /// Read and search the playbook.
        ReadPlaybook = "playbook:read",
        /// Read the glossary.
        ReadGlossary = "glossary:read",
        /// Change the glossary.
        WriteGlossary = "glossary:write",
        /// List and hear recordings, read transcripts.
        ReadRecordings = "recordings:read",
        /// Upload and change recordings and transcripts.
        WriteRecordings = "recordings:write",
        /// Read evaluations and checklists.
        ReadEvaluations = "evaluations:read",
        /// Begin evaluations, mark moments, give an opinion.
        WriteEvaluations = "evaluations:write",
        /// Read action plans and one-to-ones.
        ReadPlans = "plans:read",
        /// Write action plans.
        WritePlans = "plans:write",
        /// Read people.
        ReadPeople = "people:read",
        /// Read `/metrics`.
        ReadMetrics = "metrics:read",
    }
}

impl TokenScope {
    /// The scope for this method in an area of the API: an operation's tag. None when no token reaches it.
    pub fn from_area(area: &str, method: &Method) -> Option<Self> {
        let act = if method.is_safe() { "read" } else { "write" };
        format!("{area}:{act}").parse().ok()
    }

    /// Translation key of its words.
    pub fn text_key(self) -> String {
        format!("token-scope-{}", self.as_str().replace(':', "-"))
    }
}

/// Scopes of one token, in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes(Vec<TokenScope>);

impl Scopes {
    /// Every scope there is.
    pub fn all() -> Self {
        Self(TokenScope::ALL.to_vec())
    }

    /// By name; none when one of the names is unknown.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut scopes: Vec<TokenScope> = names
            .into_iter()
            .map(|name| name.parse().ok())
            .collect::<Option<_>>()?;
        scopes.sort_unstable();
        scopes.dedup();
        Some(Self(scopes))
    }

    /// No scope at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Is this one of them?
    pub fn contains(&self, scope: TokenScope) -> bool {
        self.0.contains(&scope)
    }

    /// One after another.
    pub fn iter(&self) -> impl Iterator<Item = TokenScope> + '_ {
        self.0.iter().copied()
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|scope| scope.as_str()).collect();
        f.write_str(&names.join(" "))
    }
}

impl std::str::FromStr for Scopes {
    type Err = std::convert::Infallible;
    /// As stored. A name that only another version knows opens nothing here.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(
            text.split_whitespace()
                .filter_map(|name| name.parse().ok())
                .collect(),
        ))
    }
}

crate::db::text_column!(Scopes);

/// Which tokens a route lets in, beside what it asks of their owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForTokens {
    /// None: pages, and what only a person may do.
    Refused,
    /// Every good token.
    Any,
    /// Tokens with this scope.
    With(TokenScope),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_stable() {
        assert_eq!(
            Scopes::all().to_string(),
            "playbook:read glossary:read glossary:write recordings:read recordings:write evaluations:read \
             evaluations:write plans:read plans:write people:read metrics:read"
        );
        assert_eq!(
            "plans:read later:read".parse::<Scopes>().unwrap().to_string(),
            "plans:read"
        );
        assert_eq!(Scopes::named(["later:read"]), None);
        assert_eq!(Scopes::named([]).map(|scopes| scopes.is_empty()), Some(true));
    }

    #[test]
    fn a_method_reads_or_writes() {
        assert_eq!(
            TokenScope::from_area("plans", &Method::HEAD),
            Some(TokenScope::ReadPlans)
        );
        assert_eq!(
            TokenScope::from_area("plans", &Method::POST),
            Some(TokenScope::WritePlans)
        );
        assert_eq!(TokenScope::from_area("people", &Method::POST), None);
        assert_eq!(TokenScope::from_area("tokens", &Method::POST), None);
    }
}
