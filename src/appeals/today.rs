//! The first page's part: for a head the appeals that wait, for a manager what was decided and what is to be acknowledged.

use super::{Appeal, Appeals, store};
use crate::db::{Cursor, Tx};
use crate::error::Result;
use crate::evaluations::store::{self as evaluations, EvaluationLine};
use crate::people::{Permission, Person};

/// Rows of a list at most.
const ROWS: usize = 7;
/// How long a decision stays on the manager's first page: two weeks, in ms.
const NEWS_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// What the first page shows of appeals and acknowledgements.
#[derive(Debug, Clone, Default)]
pub struct AppealsToday {
    /// Open appeals of the team, those due first; at most seven.
    pub open: Vec<Appeal>,
    /// How many are open in all.
    pub open_count: i64,
    /// One's own appeals decided lately.
    pub decided: Vec<Appeal>,
    /// One's own evaluations that one has not acknowledged.
    pub unacknowledged: Vec<EvaluationLine>,
}

impl Appeals {
    /// For this person.
    pub async fn today(&self, tx: &mut Tx, person: &Person) -> Result<AppealsToday> {
        let mut today = AppealsToday::default();
        let scope = person.scope();
        if person.may(Permission::DecideAppeals) {
            today.open = store::open(tx, &scope, &Cursor::newest(), ROWS).await?.items;
            today.open_count = store::count_open(tx, &scope).await?;
        }
        if person.may(Permission::AnswerEvaluations) {
            let since = self.core.now().plus_ms(-NEWS_MS);
            let page = store::decided(tx, &scope, since, &Cursor::newest(), ROWS).await?;
            today.decided = page.items;
            today.unacknowledged =
                evaluations::unacknowledged(tx, &scope, None, &Cursor::newest(), ROWS).await?;
        }
        Ok(today)
    }
}
