//! The editor as a page: the form, what it looks like, and both texts when somebody was faster.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use crate::authoring::check::{TextNote, check};
use crate::authoring::compare::{compare, fold};
use crate::authoring::form::EntryForm;
use crate::authoring::revision::EditBase;
use crate::authoring::{AuthoringPages, EntryClash, slug};
use crate::diff::{self, DiffPiece};
use crate::error::{Error, FieldError, Result};
use crate::i18n::Locale;
use crate::people::{Scope, store as people};
use crate::playbook::embeds;
use crate::playbook::entry::{ConversationStage, EntryKind, SalesRole};
use crate::playbook::lint::{self, LintSeverity};
use crate::playbook::render::RenderStyle;
use crate::playbook::view::EntryView;
use crate::playbook::{EntryId, EntryStatus, Slug};
use crate::web::failure::{self, sentence};
use crate::web::{FieldErrors, Html, PageContext};

/// The entry that describes how a file is written, in each language.
const MANUAL: &str = "manuals/how-to-write-files";

/// What is on the author's desk.
pub(in crate::authoring) struct EditorState {
    /// Of which entry; of a new one as far as it has a name.
    pub(in crate::authoring) id: EntryId,
    /// There is no file yet.
    pub(super) new: bool,
    /// What was entered.
    pub(in crate::authoring) form: EntryForm,
    /// The file as it is.
    pub(super) like: Option<String>,
    /// Fields that cannot be used.
    pub(super) errors: FieldErrors,
    /// A sentence above the form.
    pub(super) said: String,
    /// Both texts, when somebody was faster.
    pub(in crate::authoring) clash: Option<EntryClashView>,
    /// The form holds what is not saved.
    pub(in crate::authoring) unsaved: bool,
}

/// Both texts.
pub(in crate::authoring) struct EntryClashView {
    /// What happened.
    words: String,
    /// The file is gone.
    gone: bool,
    theirs: Vec<DiffPiece>,
    mine: Vec<DiffPiece>,
}

impl EntryClashView {
    /// `mine` beside what stands there now.
    pub(in crate::authoring) async fn new(clash: &EntryClash, mine: &str, t: &PageContext) -> Result<Self> {
        let who = clash
            .by
            .as_ref()
            .and_then(|by| Some((by.author.clone()?, by.created_at)));
        let words = match (&clash.theirs, who) {
            (None, _) => t.text("authoring-clash-gone"),
            (Some(_), Some((person, at))) => {
                t.with2("authoring-clash", "person", person, "when", t.moment(&at))
            }
            (Some(_), None) => t.text("authoring-clash-disk"),
        };
        Self::with_words(words, clash.theirs.clone(), mine.to_owned()).await
    }

    /// The same with other words.
    pub(in crate::authoring) async fn with_words(
        words: String,
        theirs: Option<String>,
        mine: String,
    ) -> Result<Self> {
        let gone = theirs.is_none();
        let theirs = theirs.unwrap_or_default();
        let pieces = diff::aside(move |deadline| fold(compare(&theirs, &mine, deadline))).await?;
        let side =
            |left_out: fn(&DiffPiece) -> bool| pieces.iter().filter(|it| !left_out(it)).cloned().collect();
        Ok(Self {
            words,
            gone,
            theirs: side(|piece| matches!(piece, DiffPiece::New(_))),
            mine: side(|piece| matches!(piece, DiffPiece::Gone(_))),
        })
    }
}

impl EditorState {
    /// Of a file as it is.
    pub(in crate::authoring) fn from_source(id: EntryId, source: String) -> Self {
        Self {
            form: EntryForm::from_source(&id, &source),
            id,
            new: false,
            like: Some(source),
            errors: FieldErrors::default(),
            said: String::new(),
            clash: None,
            unsaved: false,
        }
    }

    /// What was entered, beside the file as it is now.
    pub(super) fn entered(id: EntryId, form: EntryForm, like: Option<String>) -> Self {
        Self {
            id,
            new: false,
            form,
            like,
            errors: FieldErrors::default(),
            said: String::new(),
            clash: None,
            unsaved: true,
        }
    }

    /// The same after a clash: what was entered, on what stands there now.
    pub(super) async fn after(mut self, clash: EntryClash, mine: &str, t: &PageContext) -> Result<Self> {
        // Somebody else has made the file meanwhile.
        self.new = false;
        self.form.base = EditBase::from_source(clash.theirs.as_deref()).to_string();
        self.clash = Some(EntryClashView::new(&clash, mine, t).await?);
        self.like = clash.theirs;
        self.unsaved = true;
        Ok(self)
    }

    /// With what keeps it from being saved.
    pub(super) fn refused(mut self, errors: Vec<FieldError>, said: String) -> Self {
        (self.errors, self.said, self.unsaved) = (errors.into(), said, true);
        self
    }

    /// The page with this status.
    pub(in crate::authoring) async fn answer(
        self,
        t: PageContext,
        pages: &AuthoringPages,
        status: StatusCode,
    ) -> Result<Response> {
        let mut tx = pages.authoring.core.db.read().await?;
        let people = people::people(&mut tx, &Scope::All).await?;
        drop(tx);
        let mut owners: Vec<(String, String)> = people
            .into_iter()
            .filter(|person| person.active)
            .map(|person| (person.login, person.name))
            .collect();
        let owner = &self.form.owner;
        if !owner.is_empty() && !owners.iter().any(|(login, _)| login == owner) {
            owners.push((owner.clone(), owner.clone()));
        }
        let book = pages.authoring.library.snapshot();
        // In the reader's language if the book has it; a book begun empty may have none.
        let languages = [t.locale()].into_iter().chain(Locale::ALL.iter().copied());
        let mut manuals = languages.filter_map(|locale| format!("{locale}/{MANUAL}").parse().ok());
        let manual = manuals.find_map(|id: EntryId| book.get(&id).map(|entry| entry.id.url()));
        let page = EditorPage {
            manual,
            preview: EntryPreview::render(pages, &self, &t).await?,
            owners,
            editor: self,
            t,
        };
        Ok((status, Html(page)).into_response())
    }

    /// Only how it looks and what is wrong with it.
    pub(super) async fn preview(&self, t: PageContext, pages: &AuthoringPages) -> Result<Response> {
        let preview = EntryPreview::render(pages, self, &t).await?;
        Ok(Html(PreviewPart { t, preview }).into_response())
    }

    fn action(&self) -> String {
        if self.new {
            "/playbook/new".to_owned()
        } else {
            format!("{}/edit", self.id.url())
        }
    }
    fn preview_url(&self) -> String {
        if self.new {
            "/playbook/new/preview".to_owned()
        } else {
            format!("{}/preview", self.id.url())
        }
    }
    fn back(&self) -> String {
        if self.new {
            format!(
                "/playbook?locale={}&kind={}",
                self.id.locale,
                self.id.kind.folder()
            )
        } else {
            self.id.url()
        }
    }
    /// Is it seen by those who write the book alone, once saved?
    fn is_draft(&self) -> bool {
        !self.form.is_whole() && self.form.status() == EntryStatus::Draft
    }
    /// Is it an objection, whose answers have rows?
    fn has_rows(&self) -> bool {
        !self.form.is_whole() && self.id.kind == EntryKind::Objection
    }
    /// Lines the text takes, about.
    fn rows(&self) -> usize {
        (self.form.body.lines().count() + 3).clamp(12, 40)
    }
}

/// How a text looks and what is wrong with it.
struct EntryPreview {
    notes: Vec<TextNote>,
    errors: usize,
    view: Option<EntryView>,
    /// A name for a new file.
    slug: String,
    locale: Locale,
}

impl EntryPreview {
    async fn render(pages: &AuthoringPages, editor: &EditorState, t: &PageContext) -> Result<Self> {
        let book = pages.authoring.library.snapshot();
        let when = (t.today(), t.locale());
        // Parsing and the lints take as long as the text is.
        let (id, form, like, known) = (
            editor.id.clone(),
            editor.form.clone(),
            editor.like.clone(),
            Arc::clone(&book),
        );
        let looked = tokio::task::spawn_blocking(move || check(&id, &form, like.as_deref(), &known, when));
        let mut checked = looked.await.map_err(Error::internal)?;
        let tree = checked.entry.as_ref().map(|entry| entry.tree.as_slice());
        let embeds = embeds::look_up_all(pages.embeds.as_ref(), t, tree).await?;
        let snippets = checked
            .entry
            .as_ref()
            .map(|entry| lint::inspect_snippets(entry, &embeds));
        checked.add(snippets.unwrap_or_default());
        let errors = checked.errors();
        let style = RenderStyle::page(&editor.id, &book).with_embeds(&embeds);
        let view = checked.entry.map(|entry| {
            let shown = book.figures().shown(&entry).unwrap_or(entry);
            EntryView::new(&Arc::new(shown), &style)
        });
        let named = |slug: &Slug| {
            let id = EntryId {
                slug: slug.clone(),
                ..editor.id.clone()
            };
            book.any(&id).is_some()
        };
        let slug = slug::suggest(&editor.form.title, named).filter(|_| editor.new);
        Ok(Self {
            notes: checked.notes,
            errors,
            view,
            slug: slug.map(|slug| slug.to_string()).unwrap_or_default(),
            locale: editor.id.locale,
        })
    }

    fn warnings(&self) -> usize {
        self.notes.len() - self.errors
    }
    fn is_error(note: &TextNote) -> bool {
        note.severity == LintSeverity::Error
    }
}

#[derive(Template)]
#[template(path = "authoring/editor.html")]
struct EditorPage {
    t: PageContext,
    editor: EditorState,
    owners: Vec<(String, String)>,
    preview: EntryPreview,
    /// The entry that describes how a file is written.
    manual: Option<String>,
}

impl EditorPage {
    /// What a line to say may do, in the language of the text.
    fn moves(&self) -> &'static str {
        match self.editor.id.locale {
            Locale::Ru => "согласиться|спросить|предложить|уточнить|сравнить|назвать|показать|договориться",
            Locale::En => "agree|ask|offer|clarify|compare|name|show|settle",
        }
    }
    fn stages() -> &'static [ConversationStage] {
        ConversationStage::ALL
    }
    fn roles() -> &'static [SalesRole] {
        SalesRole::ALL
    }
    fn kinds() -> &'static [EntryKind] {
        EntryKind::ALL
    }
    fn locales() -> &'static [Locale] {
        Locale::ALL
    }
}

#[derive(Template)]
#[template(
    source = r#"{% import "macros.html" as ui %}{% import "playbook/parts.html" as book %}{% include "authoring/preview.html" %}"#,
    ext = "html"
)]
struct PreviewPart {
    t: PageContext,
    preview: EntryPreview,
}

/// The sentence for what the disk or the database refused; anything else goes on as the error it is. The text stays in
/// the form.
pub(super) fn refusal(t: &PageContext, error: Error) -> Result<(StatusCode, String)> {
    if !matches!(
        error.code(),
        "entry-not-writable"
            | "entry-not-plain"
            | "book-away"
            | "entry-file-unreadable"
            | "entry-too-long"
            | "entry-facts"
            | "entry-last"
            | "book-disk-full"
            | "disk-full"
            | "database-away"
    ) {
        return Err(error);
    }
    failure::log(&error, t.visitor());
    let status = StatusCode::from_u16(error.kind().status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    Ok((status, sentence(t.texts(), &error)))
}
