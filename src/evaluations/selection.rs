//! Was a scored call drawn by lot or chosen by hand? A mean of drawn calls tells how somebody works, a mean of chosen
//! ones tells what was looked for: the two are kept apart wherever an average is shown.
//!
//! Evaluations do not know the plan that draws: they are given the [`Sampler`] where the house is put together, as
//! their pages are given the panels.

use futures::future::BoxFuture;

use crate::db::{DbError, Tx};
use crate::id::{EvaluationId, RecordingId};

crate::db::text_enum! {
    /// How the call of an evaluation was found.
    pub enum CallSelection {
        /// Drawn by lot among all that were eligible.
        Random = "random",
        /// Chosen by the reviewer.
        Chosen = "chosen",
    }
}

/// Who draws calls.
pub trait Sampler: Send + Sync {
    /// Was this recording drawn, not given up, and not scored yet? A drawn call counts once.
    fn picked<'a>(
        &'a self,
        tx: &'a mut Tx,
        recording: &'a RecordingId,
    ) -> BoxFuture<'a, Result<CallSelection, DbError>>;

    /// This evaluation of the recording becomes final: is it the one that a drawn call counts with?
    fn scored<'a>(
        &'a self,
        tx: &'a mut Tx,
        recording: &'a RecordingId,
        evaluation: &'a EvaluationId,
    ) -> BoxFuture<'a, Result<CallSelection, DbError>>;
}
