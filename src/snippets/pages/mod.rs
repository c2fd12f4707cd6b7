//! Pages: the list «Лучшие звонки», one snippet with its sound and consent, the form on its own when a field was wrong.

mod cut;
mod list;
mod show;

use super::Snippets;
use crate::people::Permission;
use crate::web::Routes;

pub(super) fn routes() -> Routes<Snippets> {
    use Permission::{CutSnippets, ReadPlaybook};
    Routes::new()
        .post("/recordings/{id}/snippets", CutSnippets, cut::submit)
        .get("/snippets", ReadPlaybook, list::list)
        .get("/snippets/{id}", ReadPlaybook, show::show)
        .get("/snippets/{id}/audio", ReadPlaybook, show::audio)
        .post("/snippets/{id}/heard", ReadPlaybook, show::note_heard)
        .post("/snippets/{id}", CutSnippets, show::update)
        .post("/snippets/{id}/consent", CutSnippets, show::agree)
        .post("/snippets/{id}/delete", CutSnippets, show::remove)
        .post("/snippets/{id}/restore", CutSnippets, show::put_back)
}
