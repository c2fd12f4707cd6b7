//! JSON API: a person's one-to-ones, without anybody's private notes.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{Meeting, OneToOnes, store};
use crate::api::{Listing, Paging};
use crate::coaching::api::covered;
use crate::error::Result;
use crate::id::{OneToOneId, PersonId, RecordingId};
use crate::people::Permission;
use crate::web::{Json, Path, Query, Routes, Visitor};

pub(super) fn routes() -> Routes<OneToOnes> {
    Routes::new().api(Permission::ReadPlans, routes!(list))
}

/// A one-to-one that was held.
#[derive(Debug, Serialize, ToSchema)]
struct OneToOneBody {
    /// Identifier.
    id: OneToOneId,
    /// With whom.
    manager_id: PersonId,
    /// Who led it.
    author_id: PersonId,
    /// On which day, ISO date.
    day: String,
    /// What went well.
    went_well: String,
    /// Key of the checklist item the error is about; empty when about none.
    error_item: String,
    /// The one error.
    error: String,
    /// What the client had said.
    client_said: String,
    /// What the manager said.
    quote: String,
    /// What could be said instead.
    instead: String,
    /// Where the quote is heard.
    recording_id: Option<RecordingId>,
    /// At which ms of it.
    start_ms: Option<i64>,
    /// What was agreed.
    notes: String,
    /// The day of the next one, ISO date.
    next_day: Option<String>,
    /// When it was marked as held, RFC 3339.
    held_at: Option<String>,
    /// Its page.
    url: String,
}

impl From<Meeting> for OneToOneBody {
    fn from(meeting: Meeting) -> Self {
        Self {
            url: format!("/one-to-ones/{}", meeting.id),
            id: meeting.id,
            manager_id: meeting.manager_id,
            author_id: meeting.author_id,
            day: meeting.day.to_string(),
            went_well: meeting.went_well,
            error_item: meeting.error_item,
            error: meeting.error,
            client_said: meeting.client_said,
            quote: meeting.quote,
            instead: meeting.instead,
            recording_id: meeting.recording_id,
            start_ms: meeting.start_ms,
            notes: meeting.shared_notes,
            next_day: meeting.next_day.map(|day| day.to_string()),
            held_at: meeting.held_at.map(crate::time::Timestamp::rfc3339),
        }
    }
}

/// A person's one-to-ones that were held, the last first
#[utoipa::path(get, path = "/api/v1/people/{id}/one-to-ones", tag = "plans", params(("id" = String, Path), Paging),
    responses((status = 200, body = Listing<OneToOneBody>)))]
async fn list(
    visitor: Visitor,
    State(one_to_ones): State<OneToOnes>,
    Path(id): Path<PersonId>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listing<OneToOneBody>>> {
    let reader = visitor.signed_in()?;
    let scope = reader.scope();
    let mut tx = one_to_ones.core.db.read().await?;
    covered(&mut tx, reader, &id).await?;
    let (after, limit) = (paging.cursor()?, paging.limit()?);
    let page = store::held(&mut tx, &scope, &reader.id, Some(&id), &after, limit).await?;
    Ok(Json(Listing::page(page)))
}
