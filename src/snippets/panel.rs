//! Snippets on a recording's page: those that were cut out of it, and the form that cuts another.

use askama::Template;
use futures::future::BoxFuture;

use super::form::{SnippetForm, clock};
use super::ground::SharingGround;
use super::snippet::{Snippet, SnippetKind};
use super::{Snippets, store};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::people::{Permission, Role};
use crate::playbook::{ConversationStage, EntryKind};
use crate::recordings::{Recording, RecordingPanel};
use crate::web::{FieldErrors, PageContext};

#[derive(Template)]
#[template(path = "snippets/panel.html")]
struct SnippetsTemplate {
    t: PageContext,
    snippets: Vec<Snippet>,
    fields: SnippetFields,
}

/// The form's fields, on a recording's page and on their own.
pub(super) struct SnippetFields {
    /// Where they are sent.
    pub(super) action: String,
    /// What was entered.
    pub(super) form: SnippetForm,
    /// Fields that cannot be used.
    pub(super) errors: FieldErrors,
    /// Objections of the book in the call's language: name and title.
    pub(super) objections: Vec<(String, String)>,
    /// Whose call it is; the manager asks nobody but themself.
    pub(super) manager: String,
    pub(super) own: bool,
    /// The range is already cut.
    pub(super) cut: bool,
}

impl SnippetFields {
    /// For a new snippet of this recording.
    pub(super) fn cutting(
        snippets: &Snippets,
        t: &PageContext,
        recording: &Recording,
        form: SnippetForm,
    ) -> Self {
        Self {
            action: format!("/recordings/{}/snippets", recording.id),
            form,
            errors: FieldErrors::default(),
            objections: objections(snippets, recording.language),
            manager: recording.manager_name.clone(),
            own: is_manager(t),
            cut: false,
        }
    }

    /// For the words of one that is there.
    pub(super) fn changing(
        snippets: &Snippets,
        t: &PageContext,
        snippet: &Snippet,
        form: SnippetForm,
    ) -> Self {
        let locale = snippet.entry().map_or(t.locale(), |entry| entry.locale);
        Self {
            action: snippet.url(),
            form,
            errors: FieldErrors::default(),
            objections: objections(snippets, locale),
            manager: snippet.manager.clone(),
            own: is_manager(t),
            cut: true,
        }
    }

    pub(super) fn stages() -> &'static [ConversationStage] {
        ConversationStage::ALL
    }

    pub(super) fn kinds() -> &'static [SnippetKind] {
        SnippetKind::ALL
    }

    pub(super) fn grounds() -> &'static [SharingGround] {
        SharingGround::ALL
    }

    /// Are the fields about the client wrong, and not those about the words?
    pub(super) fn has_wrong_ground(&self) -> bool {
        self.errors.is_in("ground")
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    pub(super) fn is_kind(&self, kind: &SnippetKind) -> bool {
        self.form.kind == kind.as_str() || (self.form.kind.is_empty() && *kind == SnippetKind::Best)
    }
}

fn is_manager(t: &PageContext) -> bool {
    t.visitor().person().is_some_and(|it| it.role == Role::Manager)
}

/// Objections of the book in a language, by title.
pub(super) fn objections(snippets: &Snippets, locale: Locale) -> Vec<(String, String)> {
    let book = snippets.library.snapshot();
    let mut found: Vec<(String, String)> = book
        .chapter(locale, EntryKind::Objection)
        .into_iter()
        .map(|entry| (entry.id.to_string(), entry.title().to_owned()))
        .collect();
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

impl SnippetsTemplate {
    #[expect(
        clippy::unused_self,
        clippy::trivially_copy_pass_by_ref,
        reason = "templates call methods and pass references"
    )]
    fn clock(&self, ms: &i64) -> String {
        clock(*ms)
    }
}

impl RecordingPanel for Snippets {
    fn render<'a>(
        &'a self,
        t: &'a PageContext,
        recording: &'a Recording,
    ) -> BoxFuture<'a, Result<Option<String>>> {
        Box::pin(async move {
            let mut tx = self.core.db.read().await?;
            let snippets = store::of_recording(&mut tx, &recording.id).await?;
            drop(tx);
            if snippets.is_empty() && !t.visitor().signed_in()?.may(Permission::CutSnippets) {
                return Ok(None);
            }
            let panel = SnippetsTemplate {
                fields: SnippetFields::cutting(self, t, recording, SnippetForm::default()),
                t: t.clone(),
                snippets,
            };
            panel.render().map(Some).map_err(Error::internal)
        })
    }
}
