//! Adding, changing and removing a term. New transcriptions use it; finished ones stay as they are.

use super::term::CheckedTerm;
use super::{GlossaryTerm, HouseGlossary, TermForm, store};
use crate::audit::{self, Act, AuditSubject};
use crate::db::{DbError, Tx};
use crate::diff::as_read;
use crate::error::{Error, Result};
use crate::id::GlossaryTermId;
use crate::people::Person;
use crate::text::fold;

/// Terms at most: every transcription reads them all, and they stand on one page.
const MOST: usize = 2000;

impl HouseGlossary {
    /// Adds a term. Codes: `glossary-term`, `glossary-variants`, `glossary-term-taken`, `glossary-variant-taken`,
    /// `glossary-many`.
    pub async fn add(&self, person: &Person, form: &TermForm) -> Result<GlossaryTerm> {
        let entered = form.check()?;
        let now = self.core.now();
        let id = GlossaryTermId::new(now, &self.core.randomness);
        let mut tx = self.core.db.write().await?;
        if no_other_has(&mut tx, &id, &entered).await? >= MOST {
            return Err(Error::field("term", "glossary-many"));
        }
        store::insert(&mut tx, &id, parts(entered), &person.id, now)
            .await
            .map_err(taken)?;
        let term = store::term(&mut tx, &id).await?.ok_or_else(gone)?;
        audit::record(
            &mut tx,
            &self.core,
            person,
            Act::TermAdded.on(AuditSubject::Glossary),
        )
        .await?;
        tx.commit().await?;
        Ok(term)
    }

    /// Changes a term. Codes: as [`HouseGlossary::add`], 404 `glossary-term-not-found`, and `changed-meanwhile` when
    /// the form names a revision that is not there any more.
    pub async fn change(
        &self,
        person: &Person,
        id: &GlossaryTermId,
        form: &TermForm,
    ) -> Result<GlossaryTerm> {
        let entered = form.check()?;
        let mut tx = self.core.db.write().await?;
        store::hold(&mut tx, id).await?;
        let before = store::term(&mut tx, id).await?.ok_or_else(gone)?;
        as_read(&form.revision, &TermForm::from_term(&before).revision)?;
        no_other_has(&mut tx, id, &entered).await?;
        if !store::update(&mut tx, id, parts(entered)).await.map_err(taken)? {
            return Err(gone());
        }
        let term = store::term(&mut tx, id).await?.ok_or_else(gone)?;
        audit::record(
            &mut tx,
            &self.core,
            person,
            Act::TermChanged.on(AuditSubject::Glossary),
        )
        .await?;
        tx.commit().await?;
        Ok(term)
    }

    /// Removes a term; returns what it was. 404 `glossary-term-not-found`.
    pub async fn remove(&self, person: &Person, id: &GlossaryTermId) -> Result<GlossaryTerm> {
        let mut tx = self.core.db.write().await?;
        let term = store::term(&mut tx, id).await?.ok_or_else(gone)?;
        store::delete(&mut tx, id).await?;
        audit::record(
            &mut tx,
            &self.core,
            person,
            Act::TermRemoved.on(AuditSubject::Glossary),
        )
        .await?;
        tx.commit().await?;
        Ok(term)
    }
}

/// A variant stands for one term: else nobody could say what is written in its place. Returns how many others there are.
async fn no_other_has(tx: &mut Tx, id: &GlossaryTermId, entered: &CheckedTerm) -> Result<usize> {
    let mine: Vec<String> = entered.variants.iter().map(|it| fold(it)).collect();
    let terms = store::terms(tx).await?;
    let others: Vec<&GlossaryTerm> = terms.iter().filter(|term| term.id != *id).collect();
    let is_taken = others
        .iter()
        .flat_map(|term| &term.variants.0)
        .any(|variant| mine.contains(&fold(variant)));
    if is_taken {
        return Err(Error::field("variants", "glossary-variant-taken"));
    }
    Ok(others.len())
}

fn parts(entered: CheckedTerm) -> (String, String, Vec<String>) {
    (entered.term, entered.folded, entered.variants)
}

fn taken(error: DbError) -> Error {
    let taken = Error::field("term", "glossary-term-taken");
    error.or_taken("glossary_terms_term_folded_key", taken)
}

const fn gone() -> Error {
    Error::not_found("glossary-term-not-found")
}
