//! Pages: the editor with its preview, both texts after a clash, the history, where an entry stands.

mod create;
mod edit;
mod editor;
mod history;
mod shelf;

pub(super) use editor::{EditorState, EntryClashView};

use axum::response::{IntoResponse as _, Redirect, Response};

use super::{Authoring, AuthoringPages};
use crate::error::Result;
use crate::people::Permission;
use crate::playbook::EntryId;
use crate::web::Routes;

/// An entry's place in an address: language, folder, name.
pub(super) type EntryPath = (String, String, String);

pub(super) fn routes() -> Routes<AuthoringPages> {
    const EDIT: Permission = Permission::EditPlaybook;
    Routes::new()
        .get("/playbook/new", EDIT, create::open)
        .post("/playbook/new", EDIT, create::save)
        .post("/playbook/new/preview", EDIT, create::preview)
        .get("/playbook/removed", EDIT, shelf::removed)
        .post("/playbook/removed", EDIT, shelf::take_back)
        .get("/playbook/{locale}/{kind}/{slug}/place", EDIT, shelf::open)
        .post("/playbook/{locale}/{kind}/{slug}/status", EDIT, shelf::set_status)
        .post("/playbook/{locale}/{kind}/{slug}/rename", EDIT, shelf::rename)
        .post("/playbook/{locale}/{kind}/{slug}/remove", EDIT, shelf::remove)
        .get("/playbook/{locale}/{kind}/{slug}/edit", EDIT, edit::open)
        .post("/playbook/{locale}/{kind}/{slug}/edit", EDIT, edit::save)
        .post("/playbook/{locale}/{kind}/{slug}/preview", EDIT, edit::preview)
        .get(
            "/playbook/{locale}/{kind}/{slug}/history",
            Permission::CheckPlaybook,
            history::list,
        )
        .get(
            "/playbook/{locale}/{kind}/{slug}/history/{number}",
            Permission::CheckPlaybook,
            history::show,
        )
        .post(
            "/playbook/{locale}/{kind}/{slug}/history/{number}",
            EDIT,
            history::restore,
        )
}

/// Leads to the same page of an entry that has another name now.
pub(super) fn renamed(authoring: &Authoring, id: &EntryId, page: &str) -> Option<Response> {
    let book = authoring.library.snapshot();
    let entry = book.any(id).filter(|entry| entry.id != *id)?;
    let url = format!("{}/{page}", entry.id.url());
    Some(Redirect::permanent(&url).into_response())
}

/// The entry an address names, whether it is there or not. Code: `entry-not-found`.
pub(super) fn place((locale, kind, slug): &EntryPath) -> Result<EntryId> {
    EntryId::of_address(locale, kind, slug)
}
