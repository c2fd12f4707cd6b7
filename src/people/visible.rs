//! Whose work a statement returns: the condition and its two parameters.
//!
//! Decides how a [`Scope`] is said in SQL, for every statement there is: `visible!` is the condition, `PreparedQuery::scope`
//! binds what it compares with, and both go first. Leaves to the statement what else it asks, from `$3` on, and to call the
//! row of `people` whose work it is `p`.

use super::Scope;
use crate::db::PreparedQuery;

/// True for work that the scope covers, `p` being the row in `people` of whose work it is.
///
/// With `own if …` a person's own work has to meet one more condition; others see it either way. With `team …` work is
/// shown to a team and to who sees everybody's, never to its own person; the argument says which team that is.
macro_rules! visible {
    () => {
        "($1 = 'all' OR ($1 = 'team' AND p.team_id = $2) OR ($1 = 'own' AND p.id = $2))"
    };
    (own if $condition:literal) => {
        concat!(
            "($1 = 'all' OR ($1 = 'team' AND p.team_id = $2) OR ($1 = 'own' AND p.id = $2 AND ",
            $condition,
            "))"
        )
    };
    (team $team:literal) => {
        concat!("($1 = 'all' OR ($1 = 'team' AND ", $team, " = $2))")
    };
}

pub(crate) use visible;

impl PreparedQuery<'_> {
    /// Binds `$1` and `$2` of `visible!`: comes before every other value.
    pub fn scope(self, scope: &Scope) -> Self {
        self.bind_all((scope.word(), scope.key()))
    }
}
