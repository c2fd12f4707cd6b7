//! Pages of scoring: the list, the score page of a draft, the published card, the manager's opinion before it.

mod card;
mod comparison;
mod edit;
mod evidence;
mod form;
mod list;
mod own;
mod panel;
mod show;

pub(super) use evidence::{evidence, save_rest};
pub(super) use form::CardFields;
pub use panel::{EvaluationPanel, PanelPlace};

use super::EvaluationPages;
use crate::people::Permission;
use crate::web::Routes;

pub(super) fn routes() -> Routes<EvaluationPages> {
    use Permission::{AnswerEvaluations, Evaluate, ReadEvaluations, SelfAssess};
    Routes::new()
        .get("/evaluations", ReadEvaluations, list::list)
        .get("/evaluations/{id}", ReadEvaluations, show::show)
        .post("/evaluations/{id}/opinion", SelfAssess, show::assess)
        .get("/evaluations/{id}/self", SelfAssess, own::edit)
        .post("/evaluations/{id}/self/draft", SelfAssess, own::save)
        .post("/evaluations/{id}/self/publish", SelfAssess, own::give)
        .post(
            "/evaluations/{id}/acknowledgement",
            AnswerEvaluations,
            show::acknowledge,
        )
        .post("/recordings/{id}/evaluate", Evaluate, edit::begin)
        .get("/evaluations/{id}/edit", Evaluate, edit::edit)
        .post("/evaluations/{id}/draft", Evaluate, edit::save)
        .post("/evaluations/{id}/publish", Evaluate, edit::publish)
        .post("/evaluations/{id}/checklist", Evaluate, edit::change_checklist)
        .post("/evaluations/{id}/discard", Evaluate, edit::discard)
        .post("/evaluations/{id}/restore", Evaluate, edit::put_back)
        .post("/evaluations/{id}/moments", Evaluate, evidence::mark)
        .post("/evaluations/{id}/moments/{moment}", Evaluate, evidence::describe)
        .post(
            "/evaluations/{id}/moments/{moment}/delete",
            Evaluate,
            evidence::unmark,
        )
}
