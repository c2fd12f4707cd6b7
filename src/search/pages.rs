//! The search page: one field, rows of answers under it, one of them open.
//!
//! The same address gives the whole page or, asked with `X-Fragment`, a part of it: `answers` (the rows and the open answer),
//! `opened` (one answer alone, named by `entry` and `part`), `own-questions`. Only the open answer's body is rendered: the
//! others are rows, whose bodies are fetched when they are opened. What is only near the words opens nothing by itself.
//! Without script it is a plain form, and a row is a link to the place that answers.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::query::SearchWords;
use super::snippet::highlight;
use super::{Alternative, Hit, Hits, QueryReading, SearchPages, Searches, uses};
use crate::error::{Error, Result, unless_away};
use crate::i18n::Locale;
use crate::id::PersonId;
use crate::people::Permission;
use crate::playbook::render::{LinkStyle, RenderStyle, SafeHtml};
use crate::playbook::tree::plain;
use crate::playbook::view::{AnswerView, StepView, VariantView, answer_anchor, variant_anchor, way};
use crate::playbook::{Body, Entry, EntryId, LibrarySnapshot};
use crate::time::{Day, Timestamp};
use crate::web::{Html, PageContext, Query, Routes};

/// How many entries used last stand beside the answers.
const RECENT: i64 = 7;
/// More answers than this nobody reads during a call.
pub(super) const CARDS: usize = 7;

pub(super) fn routes() -> Routes<SearchPages> {
    Routes::new().get("/search", Permission::ReadPlaybook, show)
}

#[derive(Debug, Default, Deserialize)]
struct SearchPageQuery {
    #[serde(default)]
    q: String,
    /// `typed`: leave the other readings.
    #[serde(default, rename = "as")]
    only: String,
    /// The answer that is opened, when it is not the first: its entry…
    #[serde(default)]
    entry: String,
    /// …and its number there from 0; empty for a whole entry.
    #[serde(default)]
    part: String,
}

impl SearchPageQuery {
    fn names(&self, hit: &Hit) -> bool {
        let part = hit.part.map(|part| part.to_string()).unwrap_or_default();
        self.entry == hit.id.to_string() && self.part == part
    }
}

/// One row of the list.
struct ResultRow {
    /// From 1.
    number: usize,
    hit: Hit,
    /// The page, at the place that answers.
    href: String,
    /// Name of the way to answer or of the step, marked.
    way: Option<SafeHtml>,
    overdue: bool,
    /// What it offers has ended.
    over: bool,
    /// Its answer is open under it.
    open: bool,
}

impl ResultRow {
    /// Is it words to say to an objection?
    fn answers(&self) -> bool {
        matches!(self.hit.entry.body, Body::Objection(_))
    }
}

/// The answer that is open.
struct OpenedCard {
    /// Of its row.
    number: usize,
    entry: EntryId,
    /// Name of the way to answer an objection.
    name: String,
    /// Title and way as plain words.
    title: String,
    locale: Locale,
    href: String,
    snippet_html: SafeHtml,
    answer: Option<AnswerView>,
    step: Option<StepView>,
    message: Option<VariantView>,
    /// Other ways to answer the same objection, or other variants of the message, that have no row of their own.
    others: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "search/show.html", blocks = ["answers"])]
struct SearchPage {
    t: PageContext,
    q: String,
    /// `typed` when the other readings were declined.
    only: &'static str,
    /// How what was typed was read besides, if that found something.
    reading: Option<Alternative>,
    /// The rows cover what was typed.
    sure: bool,
    rows: Vec<ResultRow>,
    card: Option<OpenedCard>,
    pinned: Vec<Arc<Entry>>,
    recent: Vec<RecentEntry>,
    /// What became of one's own questions, as markup.
    aside: Option<String>,
}

/// The open answer alone.
#[derive(Template)]
#[template(path = "search/opened.html")]
struct OpenedPage {
    t: PageContext,
    card: OpenedCard,
}

/// What the visitor used last.
struct RecentEntry {
    title: String,
    href: String,
    at: Timestamp,
}

impl SearchPage {
    /// Was the row found by a reading that the line under the field does not tell?
    fn found_otherwise(&self, row: &ResultRow) -> bool {
        let read = &row.hit.read;
        // Other words that led to something unlikely would only puzzle.
        let puzzles = read.reading == QueryReading::Synonym && !row.hit.sure;
        read.reading != QueryReading::Typed && self.reading.as_ref() != Some(read) && !puzzles
    }
    fn asked(&self) -> bool {
        !self.q.trim().is_empty()
    }
    /// Something was found, and it is only near.
    fn unsure(&self) -> bool {
        !self.sure && !self.rows.is_empty()
    }
    /// «3 ответа», «неточно», or nothing before anything is asked.
    fn found(&self) -> String {
        if !self.asked() {
            String::new()
        } else if self.unsure() {
            self.t.text("search-unsure-badge")
        } else {
            self.t.count("search-found", &self.rows.len())
        }
    }
    /// What is said aloud of the answers when the typing rests.
    fn told(&self) -> String {
        match &self.card {
            _ if self.unsure() => self.t.text("search-unsure"),
            Some(card) => {
                let found = self.found();
                self.t.with2("search-told", "found", found, "title", &card.title)
            }
            None => self.found(),
        }
    }
    /// The row whose answer is open; empty when none is.
    fn active(&self) -> String {
        let card = self.card.as_ref();
        card.map(|card| format!("hit-{}", card.number))
            .unwrap_or_default()
    }
}

async fn show(
    t: PageContext,
    State(pages): State<SearchPages>,
    Query(asked): Query<SearchPageQuery>,
) -> Result<Response> {
    let searches = &pages.searches;
    let fragment = t.visitor().fragment().unwrap_or_default().to_owned();
    if fragment == "own-questions" {
        return Ok(axum::response::Html(pages.aside.render(&t).await?).into_response());
    }
    let book = searches.search.book();
    let only = QueryReading::Typed.as_str();
    let as_typed = asked.only == only;
    let found = if as_typed {
        searches.search.query_as_typed(&asked.q, t.locale(), CARDS)
    } else {
        searches.search.query(&asked.q, t.locale(), CARDS)
    };
    let open = opened(&found, &asked);
    let card = open.and_then(|at| Some(card(at, found.hits.get(at)?, &book, &found.hits)));
    if fragment == "opened" {
        // The book may have changed since the row was shown.
        let card = card.ok_or(Error::not_found("entry-not-found"))?;
        return Ok(Html(OpenedPage { t, card }).into_response());
    }
    // Each key asks for the answers alone: what stands beside them is not read for it.
    let whole = fragment != "answers";
    let (pinned, recent, aside) = if whole {
        let pinned = book
            .entries()
            .filter(|entry| entry.facts.pinned && entry.locale() == t.locale());
        let pinned = pinned.cloned().collect();
        // Searching goes on without a database.
        let used = unless_away(used(searches, &t.visitor().signed_in()?.id).await)?;
        let recent = used.into_iter().flatten().filter_map(|it| recent(it, &book));
        (
            pinned,
            recent.collect(),
            unless_away(pages.aside.render(&t).await)?,
        )
    } else {
        (Vec::new(), Vec::new(), None)
    };
    let today = t.today();
    let hits = found.hits.into_iter().enumerate();
    let page = SearchPage {
        q: asked.q,
        only: if as_typed { only } else { "" },
        reading: found.read_as,
        sure: found.sure,
        rows: hits
            .map(|(at, hit)| row(at, hit, &book, today, open == Some(at)))
            .collect(),
        card,
        pinned,
        recent,
        aside,
        t,
    };
    Ok(if whole {
        Html(page).into_response()
    } else {
        Html(page.as_answers()).into_response()
    })
}

/// Which answer is open: the one that is named, else the first, if the answers are sure.
fn opened(found: &Hits, asked: &SearchPageQuery) -> Option<usize> {
    if asked.entry.is_empty() {
        return (found.sure && !found.hits.is_empty()).then_some(0);
    }
    found.hits.iter().position(|hit| asked.names(hit))
}

/// What somebody used last: entry, answer, when.
async fn used(searches: &Searches, person: &PersonId) -> Result<Vec<(String, String, Timestamp)>> {
    let mut tx = searches.core.db.read().await?;
    Ok(uses::store::recent(&mut tx, person, RECENT).await?)
}

/// An entry that is still in the book, at the answer that was used.
fn recent((entry, answer, at): (String, String, Timestamp), book: &LibrarySnapshot) -> Option<RecentEntry> {
    let entry = book.get(&entry.parse().ok()?)?;
    let place = match &entry.body {
        Body::Objection(objection) if !answer.is_empty() => objection.answer_named(&answer),
        _ => None,
    };
    let anchor = place.map(|at| format!("#{}", answer_anchor(at)));
    Some(RecentEntry {
        title: entry.title().to_owned(),
        href: format!("{}{}", entry.id.url(), anchor.unwrap_or_default()),
        at,
    })
}

/// Place of an answer or a step on the page of its entry.
fn place(entry: &Entry, anchor: &str) -> String {
    format!("{}#{anchor}", entry.id.url())
}

fn row(at: usize, hit: Hit, book: &LibrarySnapshot, today: Day, open: bool) -> ResultRow {
    let entry = Arc::clone(&hit.entry);
    let question = RefCell::new(SearchWords::read(&hit.read.text));
    let mark = |text: &str| highlight(text, &mut question.borrow_mut());
    let (mut href, mut name) = (hit.url.clone(), None);
    let part = hit.part.unwrap_or(0);
    match &entry.body {
        Body::Objection(objection) => {
            if let Some(answer) = objection.answers.get(part) {
                href = place(&entry, &answer_anchor(part));
                name = Some(mark(&way(answer)));
            }
        }
        Body::Script(script) => {
            if let Some(step) = script.steps.get(part) {
                if hit.part.is_some() {
                    href = place(&entry, &step.id);
                }
                name = Some(style(&entry, book, &mark).line(&step.name));
            }
        }
        Body::Message(message) => {
            if let Some(variant) = message.variants.get(part) {
                href = place(&entry, &variant_anchor(part));
                let several = message.variants.len() > 1;
                name = several.then(|| style(&entry, book, &mark).line(&variant.name));
            }
        }
        Body::Page => {}
    }
    ResultRow {
        number: at + 1,
        overdue: entry.overdue_days(today) > 0,
        over: entry.is_over(today),
        hit,
        href,
        way: name,
        open,
    }
}

fn style<'a>(
    entry: &'a Entry,
    book: &'a LibrarySnapshot,
    mark: &'a dyn Fn(&str) -> SafeHtml,
) -> RenderStyle<'a> {
    RenderStyle {
        of: &entry.id,
        links: LinkStyle::Pages(book),
        deeper: 0,
        mark: Some(mark),
        embeds: None,
    }
}

/// The answer at `at`; ways that are among `all` have rows of their own.
fn card(at: usize, hit: &Hit, book: &LibrarySnapshot, all: &[Hit]) -> OpenedCard {
    let entry = &hit.entry;
    let question = RefCell::new(SearchWords::read(&hit.read.text));
    let mark = |text: &str| highlight(text, &mut question.borrow_mut());
    let style = style(entry, book, &mark);
    let shown: HashSet<_> = all.iter().map(|hit| (&hit.id, hit.part)).collect();
    let mut card = OpenedCard {
        number: at + 1,
        entry: hit.id.clone(),
        name: hit.answer.clone(),
        title: hit.title.clone(),
        locale: entry.locale(),
        href: hit.url.clone(),
        snippet_html: hit.snippet_html.clone(),
        answer: None,
        step: None,
        message: None,
        others: Vec::new(),
    };
    let part = hit.part.unwrap_or(0);
    match &entry.body {
        Body::Objection(objection) => {
            let Some(answer) = objection.answers.get(part) else {
                return card;
            };
            card.href = place(entry, &answer_anchor(part));
            card.title = format!("{} — {}", hit.title, way(answer));
            card.answer = Some(AnswerView::new(part, answer, &style));
            let others = objection.answers.iter().enumerate();
            card.others = others
                .filter(|(at, _)| !shown.contains(&(&entry.id, Some(*at))))
                .map(|(at, other)| (place(entry, &answer_anchor(at)), way(other)))
                .collect();
        }
        Body::Script(script) => {
            let Some(step) = script.steps.get(part) else {
                return card;
            };
            if hit.part.is_some() {
                card.href = place(entry, &step.id);
            }
            card.step = Some(StepView::new(part, step, &style));
        }
        Body::Message(message) => {
            let Some(variant) = message.variants.get(part) else {
                return card;
            };
            card.href = place(entry, &variant_anchor(part));
            if message.variants.len() > 1 {
                card.title = format!("{} — {}", hit.title, plain(&variant.name));
            }
            card.message = Some(VariantView::new(part, variant, &style));
            let others = message.variants.iter().enumerate();
            card.others = others
                .filter(|(at, _)| *at != part && !shown.contains(&(&entry.id, Some(*at))))
                .map(|(at, other)| (place(entry, &variant_anchor(at)), plain(&other.name)))
                .collect();
        }
        Body::Page => {}
    }
    card
}
