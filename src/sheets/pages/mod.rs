//! Pages of sheets: bringing one, looking at what it becomes, and the files that leave.

mod compared;
mod download;
mod import;
mod view;

use super::Sheets;
use crate::people::Permission;
use crate::web::Routes;

pub(super) fn routes() -> Routes<Sheets> {
    use Permission::{EditChecklists, ReadEvaluations};
    Routes::new()
        .get("/checklists/import", EditChecklists, import::new)
        .post_large("/checklists/import", EditChecklists, import::create)
        .get("/checklists/import/example", EditChecklists, download::example)
        .get("/checklists/import/{id}", EditChecklists, import::show)
        .post("/checklists/import/{id}", EditChecklists, import::update)
        .post("/checklists/import/{id}/discard", EditChecklists, import::discard)
        .get("/checklists/{id}/sheet", EditChecklists, download::version)
        .get("/evaluations/export", ReadEvaluations, download::evaluations)
}
