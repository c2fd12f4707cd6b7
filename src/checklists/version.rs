//! A version of a checklist: once written it never changes.

use super::checklist::Checklist;
use crate::db::JsonText;
use crate::id::{ChecklistId, ChecklistVersionId};

/// A version of a checklist as it lies in the database.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ChecklistVersion {
    /// Identifier of the version.
    pub id: ChecklistVersionId,
    /// The checklist across its versions.
    pub checklist_id: ChecklistId,
    /// Counts from 1.
    pub number: i32,
    /// Is its checklist the one a new evaluation begins with?
    pub standard: bool,
    /// The document.
    pub document: JsonText<Checklist>,
}
