//! Pages of the book: chapters, one entry, everything as one sheet to print, what the check found.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::entry::{ConversationStage, Entry, EntryId, EntryKind, EntryStatus};
use super::library::LibrarySnapshot;
use super::lint::{LintFinding, LintSeverity, inspect};
use super::render::RenderStyle;
use super::verified::{self, Verification, may_verify};
use super::view::EntryView;
use super::{Playbook, PlaybookPages, embeds};
use crate::error::{Error, Result, unless_away};
use crate::i18n::Locale;
use crate::people::{Permission, Person, store};
use crate::web::{Html, PageContext, Path, Query, Routes};

pub(super) fn routes() -> Routes<PlaybookPages> {
    Routes::new()
        .get("/playbook", Permission::ReadPlaybook, list)
        .get("/playbook/print", Permission::ReadPlaybook, print)
        .get("/playbook/check", Permission::CheckPlaybook, check)
        .get("/playbook/{locale}/{kind}/{slug}", Permission::ReadPlaybook, show)
}

/// `?locale=&kind=` of the book; words that are no language or chapter are as if left out.
#[derive(Debug, Default, Deserialize)]
struct PlaybookQuery {
    #[serde(default)]
    locale: String,
    #[serde(default)]
    kind: String,
    /// `draft` or `archived`: what is set aside instead of what is read.
    #[serde(default)]
    status: String,
}

impl PlaybookQuery {
    fn locale(&self, t: &PageContext) -> Locale {
        self.locale.parse().unwrap_or_else(|_| t.locale())
    }
    fn kind(&self) -> Option<EntryKind> {
        EntryKind::of_folder(&self.kind)
    }
    /// What is set aside, as far as the visitor sees it.
    fn set_aside(&self, t: &PageContext) -> Option<EntryStatus> {
        match self.status.parse() {
            Ok(EntryStatus::Draft) if t.can("edit-playbook") => Some(EntryStatus::Draft),
            Ok(EntryStatus::Archived) => Some(EntryStatus::Archived),
            _ => None,
        }
    }
}

/// Entries of a chapter under one heading.
struct StageGroup {
    /// Heading; a chapter without parts has none.
    stage: Option<ConversationStage>,
    entries: Vec<Arc<Entry>>,
}

struct Chapter {
    kind: EntryKind,
    groups: Vec<StageGroup>,
}

#[derive(Template)]
#[template(path = "playbook/list.html")]
struct PlaybookPage {
    t: PageContext,
    locale: Locale,
    kind: Option<EntryKind>,
    /// Each chapter with its number of entries.
    counts: Vec<(EntryKind, usize)>,
    chapters: Vec<Chapter>,
    problems: usize,
    /// What is set aside, when that is asked for.
    aside: Option<EntryStatus>,
    /// How many drafts and archived entries there are.
    drafts: usize,
    archived: usize,
}

impl PlaybookPage {
    fn total(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }
    fn overdue(&self, entry: &Entry) -> bool {
        entry.overdue_days(self.t.today()) > 0
    }
    fn locales() -> &'static [Locale] {
        Locale::ALL
    }
    /// Is this what is set aside and shown?
    fn shows(&self, status: &str) -> bool {
        self.aside.is_some_and(|aside| aside.as_str() == status)
    }
    fn over(&self, entry: &Entry) -> bool {
        entry.is_over(self.t.today())
    }
    fn kind_word(&self) -> &'static str {
        self.kind.map_or("", EntryKind::folder)
    }
}

async fn list(
    t: PageContext,
    State(playbook): State<Playbook>,
    Query(filter): Query<PlaybookQuery>,
) -> Html<PlaybookPage> {
    let book = playbook.library.snapshot();
    let locale = filter.locale(&t);
    let kind = filter.kind();
    let aside = filter.set_aside(&t);
    let counts = EntryKind::ALL
        .iter()
        .map(|kind| (*kind, book.chapter(locale, *kind).len()))
        .collect();
    let set_aside = |status| {
        let here = |entry: &&Arc<Entry>| entry.locale() == locale && entry.status() == status;
        book.set_aside().filter(here).count()
    };
    let (drafts, archived) = (set_aside(EntryStatus::Draft), set_aside(EntryStatus::Archived));
    let chapters = EntryKind::ALL
        .iter()
        .filter(|one| kind.is_none_or(|kind| kind == **one))
        .map(|kind| match aside {
            Some(status) => chapter_aside(&book, locale, *kind, status),
            None => chapter(&book, locale, *kind),
        })
        .filter(|chapter| !chapter.groups.is_empty())
        .collect();
    Html(PlaybookPage {
        t,
        locale,
        kind,
        counts,
        chapters,
        problems: book.problems().len(),
        aside,
        drafts,
        archived,
    })
}

/// What of a chapter is a draft, or archived.
fn chapter_aside(book: &LibrarySnapshot, locale: Locale, kind: EntryKind, status: EntryStatus) -> Chapter {
    let here =
        |entry: &&Arc<Entry>| entry.locale() == locale && entry.kind() == kind && entry.status() == status;
    let entries: Vec<Arc<Entry>> = book.set_aside().filter(here).cloned().collect();
    let groups = if entries.is_empty() {
        Vec::new()
    } else {
        vec![StageGroup { stage: None, entries }]
    };
    Chapter { kind, groups }
}

/// Objections are looked for by the stage of the call; other chapters are short enough to stay whole.
fn chapter(book: &LibrarySnapshot, locale: Locale, kind: EntryKind) -> Chapter {
    let entries: Vec<Arc<Entry>> = book.chapter(locale, kind).into_iter().cloned().collect();
    if kind != EntryKind::Objection {
        let groups = if entries.is_empty() {
            Vec::new()
        } else {
            vec![StageGroup { stage: None, entries }]
        };
        return Chapter { kind, groups };
    }
    let stages = ConversationStage::ALL.iter().copied().map(Some).chain([None]);
    let groups = stages
        .map(|stage| StageGroup {
            stage,
            entries: entries
                .iter()
                .filter(|entry| entry.facts.stage == stage)
                .cloned()
                .collect(),
        })
        .filter(|group| !group.entries.is_empty())
        .collect();
    Chapter { kind, groups }
}

#[derive(Template)]
#[template(path = "playbook/show.html")]
struct EntryPage {
    t: PageContext,
    entry: Arc<Entry>,
    view: EntryView,
    owner: String,
    overdue: i32,
    /// Who last said that this text is right, and when; only while that holds.
    verified: Option<Verification>,
    /// The visitor may say so.
    verifies: bool,
    mentions: Vec<Arc<Entry>>,
    similar: Vec<Arc<Entry>>,
}

impl EntryPage {
    fn is_published(&self) -> bool {
        self.entry.status() == EntryStatus::Published
    }
    fn is_over(&self) -> bool {
        self.entry.is_over(self.t.today())
    }
    fn braced(name: &str) -> String {
        format!("{{{name}}}")
    }
}

async fn show(
    t: PageContext,
    State(pages): State<PlaybookPages>,
    Path((locale, kind, slug)): Path<(String, String, String)>,
) -> Result<Response> {
    let book = pages.playbook.library.snapshot();
    let id = EntryId::of_address(&locale, &kind, &slug)?;
    let entry = book
        .any(&id)
        .cloned()
        .ok_or(Error::not_found("entry-not-found"))?;
    if entry.status() == EntryStatus::Draft && !t.can("edit-playbook") {
        return Err(Error::not_found("entry-not-found"));
    }
    if entry.id != id {
        return Ok(Redirect::permanent(&entry.id.url()).into_response());
    }
    let embeds = embeds::look_up_all(pages.embeds.as_ref(), &t, [entry.tree.as_slice()]).await?;
    let view = EntryView::new(&entry, &RenderStyle::page(&entry.id, &book).with_embeds(&embeds));
    // The words are read without a database; who answers for them is left out then.
    let kept = unless_away(kept(&pages.playbook, &entry).await)?;
    let published = entry.status() == EntryStatus::Published;
    let verifies = published && kept.is_some() && may_verify(t.visitor().signed_in()?, &entry);
    let (owner, verified) = kept.unwrap_or_default();
    let owner = owner.map_or_else(|| entry.facts.owner.clone(), |person| person.name);
    Ok(Html(EntryPage {
        verified: verified.filter(|it| it.holds(&entry, t.today())),
        verifies,
        overdue: if published {
            entry.overdue_days(t.today())
        } else {
            0
        },
        mentions: book.mentions(&entry.id).take(8).cloned().collect(),
        similar: book.similar(&entry, 5).into_iter().cloned().collect(),
        t,
        view,
        owner,
        entry,
    })
    .into_response())
}

/// What the database knows of an entry: whose it is, and who looked at it last.
async fn kept(playbook: &Playbook, entry: &Entry) -> Result<(Option<Person>, Option<Verification>)> {
    let mut tx = playbook.core.db.read().await?;
    let owner = store::person_by_login(&mut tx, &entry.facts.owner).await?;
    Ok((owner, verified::find(&mut tx, &entry.id).await?))
}

/// The entry at an address. Code: `entry-not-found`.
pub(super) fn find(book: &LibrarySnapshot, locale: &str, kind: &str, slug: &str) -> Result<Arc<Entry>> {
    let id = EntryId::of_address(locale, kind, slug)?;
    book.get(&id).cloned().ok_or(Error::not_found("entry-not-found"))
}

#[derive(Template)]
#[template(path = "playbook/print.html")]
struct PrintPage {
    t: PageContext,
    locale: Locale,
    kind: Option<EntryKind>,
    chapters: Vec<(EntryKind, Vec<EntryView>)>,
}

impl PrintPage {
    fn locales() -> &'static [Locale] {
        Locale::ALL
    }
    fn kinds() -> &'static [EntryKind] {
        EntryKind::ALL
    }
}

async fn print(
    t: PageContext,
    State(pages): State<PlaybookPages>,
    Query(filter): Query<PlaybookQuery>,
) -> Result<Html<PrintPage>> {
    let book = pages.playbook.library.snapshot();
    let locale = filter.locale(&t);
    let kind = filter.kind();
    let kinds = EntryKind::ALL
        .iter()
        .filter(|one| kind.is_none_or(|kind| kind == **one));
    let chapters: Vec<_> = kinds
        .map(|kind| (*kind, book.chapter(locale, *kind)))
        .filter(|(_, entries)| !entries.is_empty())
        .collect();
    let printed: BTreeSet<EntryId> = chapters
        .iter()
        .flat_map(|(_, entries)| entries.iter().map(|entry| entry.id.clone()))
        .collect();
    let trees = chapters.iter().flat_map(|(_, entries)| entries);
    let embeds = embeds::look_up_all(
        pages.embeds.as_ref(),
        &t,
        trees.map(|entry| entry.tree.as_slice()),
    )
    .await?;
    let view = |entry: &&Arc<Entry>| {
        EntryView::new(
            entry,
            &RenderStyle::book(&entry.id, &printed).with_embeds(&embeds),
        )
    };
    let chapters = chapters
        .iter()
        .map(|(kind, entries)| (*kind, entries.iter().map(view).collect()))
        .collect();
    Ok(Html(PrintPage {
        t,
        locale,
        kind,
        chapters,
    }))
}

#[derive(Template)]
#[template(path = "playbook/check.html")]
struct CheckPage {
    t: PageContext,
    entries: usize,
    errors: usize,
    warnings: usize,
    findings: Vec<LintFinding>,
}

impl CheckPage {
    fn url(finding: &LintFinding) -> Option<String> {
        let id: EntryId = finding.file.strip_suffix(".md")?.parse().ok()?;
        Some(id.url())
    }
    fn is_error(finding: &LintFinding) -> bool {
        finding.fault.severity() == LintSeverity::Error
    }
}

async fn check(t: PageContext, State(pages): State<PlaybookPages>) -> Result<Html<CheckPage>> {
    let book = pages.playbook.library.snapshot();
    let embeds = embeds::look_up_all(
        pages.embeds.as_ref(),
        &t,
        book.entries().map(|entry| entry.tree.as_slice()),
    )
    .await?;
    if embeds.unknown() {
        return Err(Error::database_away());
    }
    let mut report = inspect(&book, t.today()).with_snippets(&book, &embeds);
    if !t.can("edit-playbook") {
        // What is written there is seen by those who write.
        let is_draft = |finding: &LintFinding| {
            let id: Option<EntryId> = finding.file.strip_suffix(".md").and_then(|id| id.parse().ok());
            id.and_then(|id| book.any(&id))
                .is_some_and(|entry| entry.status() == EntryStatus::Draft)
        };
        report.findings.retain(|finding| !is_draft(finding));
    }
    Ok(Html(CheckPage {
        t,
        entries: report.entries,
        errors: report.errors(),
        warnings: report.warnings(),
        findings: report.findings,
    }))
}
