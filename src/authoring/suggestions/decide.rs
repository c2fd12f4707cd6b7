//! Making a suggestion and deciding on it.

use super::{EntryPart, Suggestion, SuggestionState, part, store};
use crate::audit::{self, Act, AuditSubject};
use crate::authoring::Authoring;
use crate::authoring::form::one_line;
use crate::authoring::revision::EditBase;
use crate::authoring::save::{EditCause, EntryEdit, SaveOutcome};
use crate::diff;
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::id::SuggestionId;
use crate::people::Person;
use crate::playbook::EntryId;

/// Letters of a suggested text.
const TEXT_LETTERS: usize = 20_000;
/// Letters of the words about it.
const COMMENT_LETTERS: usize = 1_000;
/// Letters of the answer.
const ANSWER_LETTERS: usize = 300;

/// What somebody suggests, as entered.
#[derive(Debug)]
pub struct SuggestionInput<'a> {
    /// To which part.
    pub part: EntryPart,
    /// The part as they saw it.
    pub before: &'a str,
    /// As they would have it.
    pub after: &'a str,
    /// Their words.
    pub comment: &'a str,
}

impl Authoring {
    /// Keeps a suggestion. Codes: `entry-not-found`; fields `suggestion-empty`, `suggestion-text`, `suggestion-comment`.
    pub async fn suggest(&self, author: &Person, entry: &EntryId, input: &SuggestionInput<'_>) -> Result<()> {
        let book = self.library.snapshot();
        let there = book.get(entry).ok_or(Error::not_found("entry-not-found"))?;
        let name = part::read(entry, &there.source, input.part).map(|(_, name)| name);
        let clean = |text: &str| text.replace("\r\n", "\n").replace('\0', "");
        let (before, after) = (clean(input.before), clean(input.after).trim_end().to_owned());
        let comment = clean(input.comment).trim().to_owned();
        let after = Some(after).filter(|after| !after.trim().is_empty() && *after != before);
        let mut wrong = Vec::new();
        let mut complain = |field, code| wrong.push(FieldError { field, code });
        let letters = |text: &str| text.chars().count();
        if after.is_none() && comment.is_empty() {
            complain("comment", "suggestion-empty");
        }
        if letters(&before).max(after.as_deref().map_or(0, letters)) > TEXT_LETTERS {
            complain("text", "suggestion-text");
        }
        if letters(&comment) > COMMENT_LETTERS {
            complain("comment", "suggestion-comment");
        }
        if !wrong.is_empty() {
            return Err(Error::fields(wrong));
        }
        let now = self.core.now();
        let suggestion = Suggestion {
            id: SuggestionId::new(now, &self.core.randomness),
            entry: there.id.clone(),
            part: input.part,
            part_name: name.unwrap_or_default(),
            before,
            after,
            comment,
            author: author.name.clone(),
            state: SuggestionState::Open,
            decided_by: None,
            decided_at: None,
            answer: String::new(),
            created_at: now,
        };
        let mut tx = self.core.db.write().await?;
        store::insert(&mut tx, &suggestion, &author.id).await?;
        audit::record(
            &mut tx,
            &self.core,
            author,
            Act::SuggestionMade.on(AuditSubject::Entry(entry)),
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Puts a suggestion into its file; words alone are taken note of. `reason` is kept with the revision. Codes:
    /// `suggestion-not-found`, `suggestion-decided`, `entry-not-found`, and those of [`Authoring::save`].
    pub async fn accept(&self, person: &Person, id: &SuggestionId, reason: String) -> Result<AcceptOutcome> {
        let suggestion = self.suggestion(id).await?;
        let Some(after) = &suggestion.after else {
            self.decide(person, id, SuggestionState::Accepted, "").await?;
            return Ok(AcceptOutcome::Done);
        };
        let there = self.writer.read(&suggestion.entry).await?;
        let there = there.ok_or(Error::not_found("entry-not-found"))?;
        let entry = &suggestion.entry;
        let (meant, file, after) = (suggestion.clone(), there.clone(), after.clone());
        let (wanted, fits) = diff::aside(move |_| {
            let (entry, place) = (&meant.entry, meant.part);
            match part::replace(entry, &file, place, &meant.before, &after) {
                Some(wanted) => (wanted, true),
                None => (part::force(entry, &file, place, &meant.part_name, &after), false),
            }
        })
        .await?;
        if !fits {
            return Ok(AcceptOutcome::Look {
                there,
                wanted,
                changed: true,
            });
        }
        let change = EntryEdit {
            base: EditBase::from_source(Some(&there)),
            reason,
            cause: EditCause::Suggested(id.clone()),
            source: wanted.clone(),
        };
        match self.save(person, entry, &change).await? {
            SaveOutcome::Saved => Ok(AcceptOutcome::Done),
            SaveOutcome::Same => {
                self.decide(person, id, SuggestionState::Accepted, "").await?;
                Ok(AcceptOutcome::Done)
            }
            SaveOutcome::Clash(clash) => Ok(AcceptOutcome::Look {
                there: clash.theirs.ok_or(Error::not_found("entry-not-found"))?,
                wanted,
                changed: true,
            }),
            SaveOutcome::Refused(_) => Ok(AcceptOutcome::Look {
                there,
                wanted,
                changed: false,
            }),
        }
    }

    /// Leaves the file as it is; the author is told `answer`. Codes: as [`Authoring::accept`], field `answer`:
    /// `suggestion-answer`.
    pub async fn decline(&self, person: &Person, id: &SuggestionId, answer: &str) -> Result<()> {
        let answer = one_line(answer);
        if answer.chars().count() > ANSWER_LETTERS {
            return Err(Error::field("answer", "suggestion-answer"));
        }
        self.suggestion(id).await?;
        self.decide(person, id, SuggestionState::Declined, &answer).await
    }

    /// An open suggestion.
    pub(super) async fn suggestion(&self, id: &SuggestionId) -> Result<Suggestion> {
        let mut tx = self.core.db.read().await?;
        let found = store::one(&mut tx, id).await?;
        let found = found.ok_or(Error::not_found("suggestion-not-found"))?;
        match found.state {
            SuggestionState::Open => Ok(found),
            SuggestionState::Accepted | SuggestionState::Declined => Err(decided()),
        }
    }

    async fn decide(
        &self,
        person: &Person,
        id: &SuggestionId,
        state: SuggestionState,
        answer: &str,
    ) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let now = self.core.now();
        if !store::decide(&mut tx, id, state, (&person.id, now), answer).await? {
            return Err(decided());
        }
        let act = match state {
            SuggestionState::Declined => Act::SuggestionDeclined,
            SuggestionState::Open | SuggestionState::Accepted => Act::SuggestionAccepted,
        };
        audit::record(&mut tx, &self.core, person, act.on(AuditSubject::Suggestions)).await?;
        Ok(tx.commit().await?)
    }
}

/// What became of accepting.
#[derive(Debug)]
pub enum AcceptOutcome {
    /// It is in the book, or taken note of.
    Done,
    /// It does not fit the file as it is, or what it makes of it cannot be saved: a person has to look at both texts.
    Look {
        /// The file as it is.
        there: String,
        /// What it would be.
        wanted: String,
        /// Somebody changed the part after the suggestion was made.
        changed: bool,
    },
}

const fn decided() -> Error {
    Error::new(ErrorKind::Conflict, "suggestion-decided")
}
