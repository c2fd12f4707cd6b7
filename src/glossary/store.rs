//! SQL of the glossary.

use super::GlossaryTerm;
use crate::db::{DbError, JsonText, Tx};
use crate::id::{GlossaryTermId, PersonId};
use crate::time::Timestamp;

/// Every term somebody added, by name.
pub async fn terms(tx: &mut Tx) -> Result<Vec<GlossaryTerm>, DbError> {
    tx.query("SELECT id, term, variants, created_at FROM glossary_terms ORDER BY term_folded")
        .all()
        .await
}

/// The term with this id.
pub async fn term(tx: &mut Tx, id: &GlossaryTermId) -> Result<Option<GlossaryTerm>, DbError> {
    tx.query("SELECT id, term, variants, created_at FROM glossary_terms WHERE id = $1")
        .bind(id)
        .optional()
        .await
}

/// Adds a term; one that is there violates `glossary_terms_term_folded_key`.
pub async fn insert(
    tx: &mut Tx,
    id: &GlossaryTermId,
    (term, folded, variants): (String, String, Vec<String>),
    author: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "INSERT INTO glossary_terms (id, term, term_folded, variants, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind_all((id, term, folded, JsonText(variants), author, now))
    .execute_exactly(1)
    .await
}

/// Holds a term ([`Tx::hold`]).
pub async fn hold(tx: &mut Tx, id: &GlossaryTermId) -> Result<(), DbError> {
    tx.hold("glossary_terms", id.as_str()).await
}

/// Changes a term; another one of that name violates `glossary_terms_term_folded_key`. False when it is gone.
pub async fn update(
    tx: &mut Tx,
    id: &GlossaryTermId,
    (term, folded, variants): (String, String, Vec<String>),
) -> Result<bool, DbError> {
    let changed = tx
        .query("UPDATE glossary_terms SET term = $2, term_folded = $3, variants = $4 WHERE id = $1")
        .bind_all((id, term, folded, JsonText(variants)))
        .execute()
        .await?;
    Ok(changed > 0)
}

/// Removes a term. False when it is gone.
pub async fn delete(tx: &mut Tx, id: &GlossaryTermId) -> Result<bool, DbError> {
    let changed = tx
        .query("DELETE FROM glossary_terms WHERE id = $1")
        .bind(id)
        .execute()
        .await?;
    Ok(changed > 0)
}
