//! The search page: one field, answers under it, the first one open.
//!
//! The same address gives the whole page or, asked with `X-Fragment: answers`, only the answers; without script it is a
//! plain form.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::query::SearchWords;
use super::snippet::highlight;
use super::{Alternative, Hit, QueryReading, Searches, uses};
use crate::error::{Result, unless_away};
use crate::id::PersonId;
use crate::people::Permission;
use crate::playbook::render::{LinkStyle, RenderStyle, SafeHtml};
use crate::playbook::tree::plain;
use crate::playbook::view::{AnswerView, StepView, VariantView, answer_anchor, variant_anchor, way};
use crate::playbook::{Body, Entry, EntryId, LibrarySnapshot};
use crate::time::Timestamp;
use crate::web::{Html, PageContext, Query, Routes};

/// How many entries used last stand beside the answers.
const RECENT: i64 = 7;
/// More answers than this nobody reads during a call.
pub(super) const CARDS: usize = 7;

pub(super) fn routes() -> Routes<Searches> {
    Routes::new().get("/search", Permission::ReadPlaybook, show)
}

#[derive(Debug, Default, Deserialize)]
struct SearchPageQuery {
    #[serde(default)]
    q: String,
    /// `typed`: leave the other readings.
    #[serde(default, rename = "as")]
    only: String,
}

/// One answer.
struct ResultCard {
    hit: Hit,
    /// The page, at the place that answers.
    href: String,
    /// Name of the way to answer or of the step, marked.
    way: Option<SafeHtml>,
    answer: Option<AnswerView>,
    step: Option<StepView>,
    message: Option<VariantView>,
    /// Other ways to answer the same objection that have no card of their own.
    others: Vec<(String, String)>,
    overdue: bool,
}

#[derive(Template)]
#[template(path = "search/show.html", blocks = ["answers"])]
struct SearchPage {
    t: PageContext,
    q: String,
    /// How what was typed was read besides, if that found something.
    reading: Option<Alternative>,
    cards: Vec<ResultCard>,
    pinned: Vec<Arc<Entry>>,
    recent: Vec<RecentEntry>,
}

/// What the visitor used last.
struct RecentEntry {
    title: String,
    href: String,
    at: Timestamp,
}

impl SearchPage {
    /// Was the card found by a reading that the line under the field does not tell?
    fn found_otherwise(&self, card: &ResultCard) -> bool {
        let read = &card.hit.read;
        read.reading != QueryReading::Typed && self.reading.as_ref() != Some(read)
    }
    fn asked(&self) -> bool {
        !self.q.trim().is_empty()
    }
    /// «3 ответа», or nothing before anything is asked.
    fn found(&self) -> String {
        if self.asked() {
            self.t.count("search-found", &self.cards.len())
        } else {
            String::new()
        }
    }
}

async fn show(
    t: PageContext,
    State(searches): State<Searches>,
    Query(asked): Query<SearchPageQuery>,
) -> Result<Response> {
    let book = searches.search.book();
    let found = if asked.only == QueryReading::Typed.as_str() {
        searches.search.query_as_typed(&asked.q, t.locale(), CARDS)
    } else {
        searches.search.query(&asked.q, t.locale(), CARDS)
    };
    let reading = found.read_as.into_iter().next();
    let today = t.today();
    let shown: HashSet<_> = found.hits.iter().map(|hit| (hit.id.clone(), hit.part)).collect();
    let cards = found
        .hits
        .into_iter()
        .map(|hit| {
            let overdue = hit.entry.overdue_days(today) > 0;
            card(hit, &book, &shown, overdue)
        })
        .collect();
    let fragment = t.visitor().fragment() == Some("answers");
    // Each key asks for the answers alone: what stands beside them is not read for it.
    let (pinned, recent) = if fragment {
        (Vec::new(), Vec::new())
    } else {
        let pinned = book
            .entries()
            .filter(|entry| entry.facts.pinned && entry.locale() == t.locale());
        let pinned = pinned.cloned().collect();
        // Searching goes on without a database.
        let used = unless_away(used(&searches, &t.visitor().signed_in()?.id).await)?;
        let recent = used.into_iter().flatten().filter_map(|it| recent(it, &book));
        (pinned, recent.collect())
    };
    let page = SearchPage {
        t,
        q: asked.q,
        reading,
        cards,
        pinned,
        recent,
    };
    Ok(if fragment {
        Html(page.as_answers()).into_response()
    } else {
        Html(page).into_response()
    })
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

fn card(
    hit: Hit,
    book: &LibrarySnapshot,
    shown: &HashSet<(EntryId, Option<usize>)>,
    overdue: bool,
) -> ResultCard {
    let entry = Arc::clone(&hit.entry);
    let question = RefCell::new(SearchWords::read(&hit.read.text));
    let mark = |text: &str| highlight(text, &mut question.borrow_mut());
    let style = RenderStyle {
        of: &entry.id,
        links: LinkStyle::Pages(book),
        deeper: 0,
        mark: Some(&mark),
        embeds: None,
    };
    let mut card = ResultCard {
        href: hit.url.clone(),
        hit,
        way: None,
        answer: None,
        step: None,
        message: None,
        others: Vec::new(),
        overdue,
    };
    let part = card.hit.part.unwrap_or(0);
    let place = |anchor: &str| format!("{}#{anchor}", entry.id.url());
    match &entry.body {
        Body::Objection(objection) => {
            let Some(answer) = objection.answers.get(part) else {
                return card;
            };
            card.href = place(&answer_anchor(part));
            card.way = Some(mark(&way(answer)));
            card.answer = Some(AnswerView::new(part, answer, &style));
            let others = objection.answers.iter().enumerate();
            card.others = others
                .filter(|(at, _)| !shown.contains(&(entry.id.clone(), Some(*at))))
                .map(|(at, other)| (place(&answer_anchor(at)), way(other)))
                .collect();
        }
        Body::Script(script) => {
            let Some(step) = script.steps.get(part) else {
                return card;
            };
            if card.hit.part.is_some() {
                card.href = place(&step.id);
            }
            let step = StepView::new(part, step, &style);
            card.way = Some(step.name.clone());
            card.step = Some(step);
        }
        Body::Message(message) => {
            let Some(variant) = message.variants.get(part) else {
                return card;
            };
            card.href = place(&variant_anchor(part));
            let several = message.variants.len() > 1;
            card.way = several.then(|| style.line(&variant.name));
            card.message = Some(VariantView::new(part, variant, &style));
            let others = message.variants.iter().enumerate();
            card.others = others
                .filter(|(at, _)| *at != part)
                .map(|(at, other)| (place(&variant_anchor(at)), plain(&other.name)))
                .collect();
        }
        Body::Page => {}
    }
    card
}
