//! JSON API: checklists in the language of the request.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{Block, ChecklistVersion, Checklists, ScoringRule, store};
use crate::api::Listing;
use crate::error::Result;
use crate::i18n::Locale;
use crate::id::ChecklistId;
use crate::web::{Access, Json, Routes, Visitor};

pub(super) fn routes() -> Routes<Checklists> {
    Routes::new().api(Access::SignedIn, routes!(checklists))
}

/// Checklists with their items, in the language of the request, the standard one first
#[utoipa::path(get, path = "/api/v1/checklists", tag = "evaluations",
    responses((status = 200, body = Listing<ChecklistBody>)))]
async fn checklists(
    visitor: Visitor,
    State(checklists): State<Checklists>,
) -> Result<Json<Listing<ChecklistBody>>> {
    let mut tx = checklists.core.db.read().await?;
    let versions = store::checklists(&mut tx).await?;
    let body = |version| ChecklistBody::new(version, visitor.locale());
    Ok(Json(Listing::whole(versions.into_iter().map(body))))
}

/// A checklist in the language of the request
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChecklistBody {
    id: ChecklistId,
    /// Version number, from 1.
    version: i32,
    /// Does a new evaluation begin with it?
    standard: bool,
    name: String,
    about: String,
    /// How block results become the total.
    rule: ScoringRule,
    blocks: Vec<BlockBody>,
}

/// A block of items
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BlockBody {
    key: String,
    name: String,
    counts_in_total: bool,
    /// The question that opens or closes the block.
    gate: Option<String>,
    items: Vec<ItemBody>,
}

/// What is marked
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ItemBody {
    key: String,
    text: String,
    /// What each mark means.
    guide: String,
    /// `yes-no`, `0-1-2`, `0-2`, `five-step`, `points-N` or `own-…` with the marks.
    scale: String,
    /// The marks it takes.
    marks: Vec<u16>,
    /// Exact decimal.
    weight: String,
    required: bool,
    /// Does it take `"na"`?
    not_applicable: bool,
    /// The mark that makes the total 0.
    critical: Option<u16>,
}

impl ChecklistBody {
    pub(super) fn new(version: ChecklistVersion, locale: Locale) -> Self {
        let list = version.document.0;
        let block = |block: Block| BlockBody {
            name: block.name.get(locale).to_owned(),
            counts_in_total: block.counts_in_total,
            gate: block
                .gate
                .as_ref()
                .map(|gate| gate.question.get(locale).to_owned()),
            items: block
                .active_items()
                .map(|item| ItemBody {
                    key: item.key.clone(),
                    text: item.text.get(locale).to_owned(),
                    guide: item.guide.get(locale).to_owned(),
                    scale: item.scale.to_string(),
                    marks: item.scale.marks(),
                    weight: item.weight.to_string(),
                    required: item.required,
                    not_applicable: item.not_applicable,
                    critical: item.critical,
                })
                .collect(),
            key: block.key,
        };
        Self {
            id: version.checklist_id,
            version: version.number,
            standard: version.standard,
            name: list.name.get(locale).to_owned(),
            about: list.about.get(locale).to_owned(),
            rule: list.rule,
            blocks: list
                .blocks
                .into_iter()
                .filter(|block| !block.is_archived())
                .map(block)
                .collect(),
        }
    }
}
