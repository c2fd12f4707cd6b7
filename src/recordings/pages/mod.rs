//! Pages: the list with upload and filters, and one recording with its player. What a state looks like is decided in
//! [`status`], once for both.

mod list;
mod show;
mod status;

pub(super) use list::explained;
pub(super) use show::send_sound;
pub(crate) use show::{attach, back_to, show_act_clash, show_clash, show_mistakes, with_problem};

use super::RecordingPages;
use crate::people::Permission;
use crate::web::Routes;

pub(super) fn routes() -> Routes<RecordingPages> {
    Routes::new()
        .get("/recordings", Permission::ReadRecordings, list::list)
        .post_large("/recordings", Permission::UploadRecordings, list::upload)
        .get("/recordings/{id}", Permission::ReadRecordings, show::show)
        .post("/recordings/{id}", Permission::UploadRecordings, show::update)
        .get("/recordings/{id}/audio", Permission::ReadRecordings, show::audio)
        .post(
            "/recordings/{id}/cancel",
            Permission::UploadRecordings,
            show::cancel,
        )
        .post(
            "/recordings/{id}/delete",
            Permission::DeleteRecordings,
            show::delete,
        )
}
