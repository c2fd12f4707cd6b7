//! JSON API: search.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::{Hit, MOST_HITS, QueryReading, SearchPages, Searches};
use crate::api::limit;
use crate::error::Result;
use crate::people::Permission;
use crate::playbook::EntryKind;
use crate::web::{Json, Query, Routes, Visitor};

pub(super) fn routes() -> Routes<SearchPages> {
    Routes::new().api(Permission::ReadPlaybook, routes!(search))
}

/// `?q=&limit=`.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// What the client said.
    #[serde(default)]
    q: String,
    /// Hits at most, 1–50; 7 by default.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 50)]
    limit: Option<String>,
}

/// What was found
#[derive(Debug, Serialize, ToSchema)]
struct HitsBody {
    /// Best first.
    hits: Vec<HitBody>,
    /// Time of the search, microseconds.
    took_us: u64,
    /// Do the hits cover what was asked? If not, they are only near it.
    sure: bool,
}

/// A way to answer an objection, or an entry of another kind
#[derive(Debug, Serialize, ToSchema)]
struct HitBody {
    /// `ru/objections/too-expensive`.
    id: String,
    /// Kind.
    kind: EntryKind,
    /// Title.
    title: String,
    /// Its page.
    url: String,
    /// Name of the way to answer, for an objection.
    answer: String,
    /// The place that answers: escaped text with found words in `<mark>`.
    snippet_html: String,
    /// Only for comparing hits of one answer.
    score: f32,
    /// How what was typed was read to find it.
    reading: QueryReading,
    /// What it was read as: what was typed, the same in the other layout, …
    read_as: String,
    /// Does it hold the words of the question that tell something?
    sure: bool,
}

impl From<Hit> for HitBody {
    fn from(hit: Hit) -> Self {
        Self {
            id: hit.id.to_string(),
            kind: hit.kind,
            title: hit.title,
            url: hit.url,
            answer: hit.answer,
            snippet_html: hit.snippet_html.into_string(),
            score: hit.score,
            reading: hit.read.reading,
            read_as: hit.read.text,
            sure: hit.sure,
        }
    }
}

/// Answers to what a client said
#[utoipa::path(get, path = "/api/v1/search", tag = "playbook", params(SearchQuery),
    responses((status = 200, body = HitsBody)))]
async fn search(
    visitor: Visitor,
    State(searches): State<Searches>,
    Query(query): Query<SearchQuery>,
) -> Result<Json<HitsBody>> {
    let limit = limit(query.limit.as_deref(), MOST_HITS, 7)?;
    let found = searches.search.query(&query.q, visitor.locale(), limit);
    Ok(Json(HitsBody {
        hits: found.hits.into_iter().map(Into::into).collect(),
        took_us: found.took_us,
        sure: found.sure,
    }))
}
