//! Pages of writing checklists: the list, the editor with its preview, a checklist with its versions.

mod conflict;
mod edit;
mod edit_page;
mod list;
mod preview;
mod show;

use crate::checklists::Checklists;
use crate::error::Result;
use crate::people::{Permission, Person};
use crate::web::{PageContext, Routes};

pub(super) fn routes() -> Routes<Checklists> {
    use Permission::EditChecklists;
    Routes::new()
        .get("/checklists", EditChecklists, list::list)
        .post("/checklists", EditChecklists, list::create)
        .get("/checklists/{id}", EditChecklists, show::show)
        .get("/checklists/{id}/edit", EditChecklists, edit::edit)
        .post("/checklists/{id}/draft", EditChecklists, edit::save)
        .post("/checklists/{id}/publish", EditChecklists, edit::publish)
        .post("/checklists/{id}/discard", EditChecklists, edit::discard)
        .post("/checklists/{id}/draft/restore", EditChecklists, edit::put_back)
        .post("/checklists/{id}/archive", EditChecklists, list::put_away)
        .post("/checklists/{id}/restore", EditChecklists, list::take_back)
        .post("/checklists/{id}/standard", EditChecklists, list::standard)
}

fn me(t: &PageContext) -> Result<Person> {
    Ok(t.visitor().signed_in()?.clone())
}
