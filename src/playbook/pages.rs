//! Pages of the book: chapters, one entry, everything as one sheet to print, what the check found.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use super::entry::{Entry, EntryId, Kind, Stage};
use super::library::Snapshot;
use super::lint::{Finding, Severity, inspect};
use super::render::Style;
use super::verified::{self, Verification, may_verify};
use super::view::EntryView;
use super::{Playbook, PlaybookPages, embeds};
use crate::error::{Error, Result, unless_away};
use crate::i18n::Locale;
use crate::people::{Permission, Person, store};
use crate::web::{Html, Path, Query, Routes, View};

pub(super) fn routes() -> Routes<PlaybookPages> {
    Routes::new()
        .get("/playbook", Permission::ReadPlaybook, list)
        .get("/playbook/print", Permission::ReadPlaybook, print)
        .get("/playbook/check", Permission::CheckPlaybook, check)
        .get("/playbook/{locale}/{kind}/{slug}", Permission::ReadPlaybook, show)
}

/// `?locale=&kind=` of the book; words that are no language or chapter are as if left out.
#[derive(Debug, Default, Deserialize)]
struct Filter {
    #[serde(default)]
    locale: String,
    #[serde(default)]
    kind: String,
}

impl Filter {
    fn locale(&self, t: &View) -> Locale {
        self.locale.parse().unwrap_or_else(|_| t.locale())
    }
    fn kind(&self) -> Option<Kind> {
        Kind::of_folder(&self.kind)
    }
}

/// Entries of a chapter under one heading.
struct Group {
    /// Heading; a chapter without parts has none.
    stage: Option<Stage>,
    entries: Vec<Arc<Entry>>,
}

struct Chapter {
    kind: Kind,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "playbook/list.html")]
struct ListPage {
    t: View,
    locale: Locale,
    kind: Option<Kind>,
    /// Each chapter with its number of entries.
    counts: Vec<(Kind, usize)>,
    chapters: Vec<Chapter>,
    problems: usize,
}

impl ListPage {
    fn total(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }
    fn overdue(&self, entry: &Entry) -> bool {
        entry.overdue_days(self.t.today()) > 0
    }
    fn locales() -> &'static [Locale] {
        Locale::ALL
    }
    fn kind_word(&self) -> &'static str {
        self.kind.map_or("", Kind::folder)
    }
}

async fn list(t: View, State(playbook): State<Playbook>, Query(filter): Query<Filter>) -> Html<ListPage> {
    let book = playbook.library.snapshot();
    let locale = filter.locale(&t);
    let kind = filter.kind();
    let counts = Kind::ALL
        .iter()
        .map(|kind| (*kind, book.chapter(locale, *kind).len()))
        .collect();
    let chapters = Kind::ALL
        .iter()
        .filter(|one| kind.is_none_or(|kind| kind == **one))
        .map(|kind| chapter(&book, locale, *kind))
        .filter(|chapter| !chapter.groups.is_empty())
        .collect();
    Html(ListPage {
        t,
        locale,
        kind,
        counts,
        chapters,
        problems: book.problems().len(),
    })
}

/// Objections are looked for by the stage of the call; other chapters are short enough to stay whole.
fn chapter(book: &Snapshot, locale: Locale, kind: Kind) -> Chapter {
    let entries: Vec<Arc<Entry>> = book.chapter(locale, kind).into_iter().cloned().collect();
    if kind != Kind::Objection {
        let groups = if entries.is_empty() {
            Vec::new()
        } else {
            vec![Group { stage: None, entries }]
        };
        return Chapter { kind, groups };
    }
    let stages = Stage::ALL.iter().copied().map(Some).chain([None]);
    let groups = stages
        .map(|stage| Group {
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
struct ShowPage {
    t: View,
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

async fn show(
    t: View,
    State(pages): State<PlaybookPages>,
    Path((locale, kind, slug)): Path<(String, String, String)>,
) -> Result<Html<ShowPage>> {
    let book = pages.playbook.library.snapshot();
    let entry = find(&book, &locale, &kind, &slug)?;
    let embeds = embeds::of(pages.embeds.as_ref(), &t, [entry.tree.as_slice()]).await?;
    let view = EntryView::of(&entry, &Style::page(&entry.id, &book).with_embeds(&embeds));
    // The words are read without a database; who answers for them is left out then.
    let kept = unless_away(kept(&pages.playbook, &entry).await)?;
    let verifies = kept.is_some() && may_verify(t.visitor().signed_in()?, &entry);
    let (owner, verified) = kept.unwrap_or_default();
    let owner = owner.map_or_else(|| entry.facts.owner.clone(), |person| person.name);
    Ok(Html(ShowPage {
        verified: verified.filter(|it| it.holds(&entry, t.today())),
        verifies,
        overdue: entry.overdue_days(t.today()),
        mentions: book.mentions(&entry.id).take(8).cloned().collect(),
        similar: book.similar(&entry, 5).into_iter().cloned().collect(),
        t,
        view,
        owner,
        entry,
    }))
}

/// What the database knows of an entry: whose it is, and who looked at it last.
async fn kept(playbook: &Playbook, entry: &Entry) -> Result<(Option<Person>, Option<Verification>)> {
    let mut tx = playbook.core.db.read().await?;
    let owner = store::person_by_login(&mut tx, &entry.facts.owner).await?;
    Ok((owner, verified::of(&mut tx, &entry.id).await?))
}

/// The entry at an address. Code: `entry-not-found`.
pub(super) fn find(book: &Snapshot, locale: &str, kind: &str, slug: &str) -> Result<Arc<Entry>> {
    let id = EntryId::of_address(locale, kind, slug)?;
    book.get(&id).cloned().ok_or(Error::not_found("entry-not-found"))
}

#[derive(Template)]
#[template(path = "playbook/print.html")]
struct PrintPage {
    t: View,
    locale: Locale,
    kind: Option<Kind>,
    chapters: Vec<(Kind, Vec<EntryView>)>,
}

impl PrintPage {
    fn locales() -> &'static [Locale] {
        Locale::ALL
    }
    fn kinds() -> &'static [Kind] {
        Kind::ALL
    }
}

async fn print(
    t: View,
    State(pages): State<PlaybookPages>,
    Query(filter): Query<Filter>,
) -> Result<Html<PrintPage>> {
    let book = pages.playbook.library.snapshot();
    let locale = filter.locale(&t);
    let kind = filter.kind();
    let kinds = Kind::ALL
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
    let embeds = embeds::of(
        pages.embeds.as_ref(),
        &t,
        trees.map(|entry| entry.tree.as_slice()),
    )
    .await?;
    let view =
        |entry: &&Arc<Entry>| EntryView::of(entry, &Style::book(&entry.id, &printed).with_embeds(&embeds));
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
    t: View,
    entries: usize,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
}

impl CheckPage {
    fn url(finding: &Finding) -> Option<String> {
        let id: EntryId = finding.file.strip_suffix(".md")?.parse().ok()?;
        Some(id.url())
    }
    fn is_error(finding: &Finding) -> bool {
        finding.fault.severity() == Severity::Error
    }
}

async fn check(t: View, State(pages): State<PlaybookPages>) -> Result<Html<CheckPage>> {
    let book = pages.playbook.library.snapshot();
    let embeds = embeds::of(
        pages.embeds.as_ref(),
        &t,
        book.entries().map(|entry| entry.tree.as_slice()),
    )
    .await?;
    if embeds.unknown() {
        return Err(Error::database_away());
    }
    let report = inspect(&book, t.today()).with_snippets(&book, &embeds);
    Ok(Html(CheckPage {
        t,
        entries: report.entries,
        errors: report.errors(),
        warnings: report.warnings(),
        findings: report.findings,
    }))
}
