//! The manager's own opinion of a reviewed call: asked for before the score is shown, given once.

use super::evaluate::read;
use super::evaluation::{EvaluationState, Opinion, OpinionForm, Reading};
use super::store;
use crate::app::App;
use crate::audit::{self, Act, Subject};
use crate::error::{Error, ErrorKind, Result};
use crate::id::EvaluationId;
use crate::people::{Permission, Person};

/// Stores what the manager says about their own call; the first word counts, a second one changes nothing.
/// Codes: `opinion-pluses`, `opinion-minuses` for the fields, `evaluation-not-found`, `forbidden`.
pub async fn assess(app: &App, by: &Person, id: &EvaluationId, form: &OpinionForm) -> Result<()> {
    if !by.may(Permission::SelfAssess) {
        return Err(Error::forbidden());
    }
    match read(app, by, id).await? {
        Reading::OpinionFirst(_) => {}
        Reading::Whole(card) if card.evaluation.state == EvaluationState::Published => return Ok(()),
        Reading::Whole(_) => return Err(Error::new(ErrorKind::Conflict, "evaluation-changed")),
    }
    let form = form.check().map_err(Error::fields)?;
    let opinion = Opinion {
        pluses: form.pluses,
        minuses: form.minuses,
        answers: None,
        total: None,
        created_at: app.clock.now(),
    };
    let mut tx = app.db.write().await?;
    store::insert_opinion(&mut tx, id, &opinion).await?;
    // Marks that were begun beside it are not given.
    store::delete_own_draft(&mut tx, id).await?;
    audit::record(
        &mut tx,
        app,
        by,
        Act::OpinionGiven.on(Subject::Evaluation(id)).of(&by.id),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
