//! `/`: one page, each role with its own sections.

use std::collections::HashSet;

use askama::Template;
use axum::extract::State;

use super::TodayPages;
use super::attention::AttentionReason;
use super::failing::FailingItem;
use super::figures::{TodayFigures, figures};
use super::trend::SIZE as TREND;
use crate::appeals::{self, AppealState};
use crate::authoring::first_book::{self, BookChoice};
use crate::authoring::suggestions::store as suggestions;
use crate::calibration::{self, PendingSession};
use crate::checklists::Hundredths;
use crate::checklists::scoring::FEW;
use crate::coaching::inbox::Inbox;
use crate::comments::store::{self as comments, OpenQuestion};
use crate::db::Cursor;
use crate::error::Result;
use crate::evaluations::MomentKind;
use crate::evaluations::store::{self as evaluations, EvaluationLine};
use crate::health::HealthSeverity;
use crate::jobs::{self, QueueLoad};
use crate::listening;
use crate::people::Permission;
use crate::playbook::{Entry, EntryId};
use crate::recordings::filter::{self, RecordingFilter};
use crate::recordings::store as recordings;
use crate::recordings::{Recording, RecordingState};
use crate::time::Day;
use crate::unanswered::{
    self, PhraseState,
    group::PhraseGroup,
    store::{OwnPhrase, PhraseOutcome},
};
use crate::web::{Access, Html, PageContext, Routes};

/// Rows of a section at most; the rest is one link away.
const ROWS: usize = 7;
/// How far back a recording may have been scored to be left out of "to review".
const SCORED: usize = 200;

/// The first page.
pub fn routes() -> Routes<TodayPages> {
    Routes::new().get("/", Access::SignedIn, show)
}

#[derive(Template)]
#[template(path = "today/show.html")]
struct TodayPage {
    t: PageContext,
    /// Ready recordings nobody has scored.
    review: Vec<Recording>,
    /// The head's own drafts.
    drafts: Vec<EvaluationLine>,
    /// Own published scores that wait for one's opinion.
    opinions: Vec<EvaluationLine>,
    /// Published scores, newest first.
    scores: Vec<EvaluationLine>,
    /// Appeals to decide or decided, and what one has not acknowledged.
    fair: appeals::AppealsToday,
    /// Coaching's reminders, as markup.
    reminders: Option<String>,
    /// Recordings by state: number and length in ms.
    counts: Vec<(RecordingState, i64, i64)>,
    book: Option<PlaybookSummary>,
    /// How far this week's listening plan is.
    listening: Option<listening::WeekProgress>,
    /// What came of one's own questions that had no answer.
    outcomes: Vec<PhraseOutcome>,
    /// One's own questions that wait for an answer.
    asked: Vec<OwnPhrase>,
    /// Questions about calls that wait for an answer.
    questions: Vec<OpenQuestion>,
    queues: Vec<QueueLoad>,
    /// Calibrations that wait for one's cards.
    calibrations: Vec<PendingSession>,
    figures: TodayFigures,
    failing: Vec<TeachingItem>,
    /// The book's folder, while nothing is in it and this person says what it begins with.
    first_book: Option<String>,
    /// How much of the service needs the administrator's attention; tone and icon.
    unwell: Option<(usize, &'static str, &'static str)>,
}

/// An item that fails often, and what teaches it.
struct TeachingItem {
    item: String,
    checklist: String,
    share: i64,
    low: i64,
    n: i64,
    /// The entry's page, or that of a new entry.
    href: String,
    /// The entry's title; none when nothing teaches it.
    title: Option<String>,
}

/// How the book is, for those who keep it.
struct PlaybookSummary {
    entries: usize,
    findings: usize,
    /// Suggestions to decide on; only for those who do.
    suggestions: i64,
    overdue: Vec<OverdueEntry>,
    /// Groups of questions without an answer.
    unanswered: usize,
    /// The first of them.
    not_found: Vec<PhraseGroup>,
}

/// An entry past its review date.
struct OverdueEntry {
    title: String,
    url: String,
    owner: String,
    review: Day,
}

impl TodayPage {
    fn book_choices() -> &'static [BookChoice] {
        BookChoice::ALL
    }
    fn working(&self) -> i64 {
        let moving = self.counts.iter().filter(|(state, ..)| state.is_moving());
        moving.map(|(_, n, _)| n).sum()
    }
    fn failed(&self) -> i64 {
        self.counts
            .iter()
            .filter(|(state, ..)| *state == RecordingState::Failed)
            .map(|(_, n, _)| n)
            .sum()
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn total(&self, total: &Hundredths) -> String {
        total.fixed(self.t.locale())
    }
    /// The way back to what was asked leads to an answer.
    fn is_answered(outcome: &PhraseOutcome) -> bool {
        outcome.state == PhraseState::Answered
    }
    /// «+4,20», «−3,00».
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn signed(&self, change: &Hundredths) -> String {
        let sign = if change.0 > 0 { "+" } else { "" };
        format!("{sign}{}", change.fixed(self.t.locale()))
    }
    fn is_waiting_late(&self, waiting: &PendingSession) -> bool {
        waiting.deadline < self.t.today()
    }
    fn days_late(&self, entry: &OverdueEntry) -> i32 {
        entry.review.days_until(self.t.today())
    }
}

async fn show(t: PageContext, State(pages): State<TodayPages>) -> Result<Html<TodayPage>> {
    let person = t.visitor().signed_in()?.clone();
    let scope = person.scope();
    let mut page = TodayPage {
        book: person
            .may(Permission::CheckPlaybook)
            .then(|| book(&pages, t.today())),
        reminders: None,
        t,
        review: Vec::new(),
        drafts: Vec::new(),
        opinions: Vec::new(),
        scores: Vec::new(),
        fair: appeals::AppealsToday::default(),
        counts: Vec::new(),
        listening: None,
        outcomes: Vec::new(),
        asked: Vec::new(),
        questions: Vec::new(),
        queues: Vec::new(),
        figures: TodayFigures::default(),
        failing: Vec::new(),
        calibrations: Vec::new(),
        first_book: None,
        unwell: None,
    };
    let config = &pages.core.config;
    let asks = person.may(Permission::ManagePeople) && pages.library.snapshot().is_empty();
    if asks && first_book::is_wanted(config) {
        page.first_book = Some(config.library.display().to_string());
    }
    if person.may(Permission::SeeHealth) {
        page.unwell = unwell(&pages).await;
    }
    if let Some(book) = page
        .book
        .as_mut()
        .filter(|_| person.may(Permission::EditPlaybook))
    {
        book.not_found = pages.unanswered.queue().await?;
        book.unanswered = book.not_found.len();
        book.not_found.truncate(ROWS);
    }
    let mut tx = pages.core.db.read().await?;
    page.outcomes = unanswered::store::outcomes(&mut tx, &person.id, ROWS as i64).await?;
    // Settled since now: none.
    page.asked = unanswered::store::own(&mut tx, &person.id, None, ROWS as i64).await?;
    if let Some(book) = page
        .book
        .as_mut()
        .filter(|_| person.may(Permission::EditPlaybook))
    {
        book.suggestions = suggestions::waiting(&mut tx).await?;
    }
    if person.may(Permission::ReadRecordings) {
        page.counts = recordings::counts(&mut tx, &scope).await?;
        page.questions = comments::open_questions(&mut tx, &person.id, &scope, ROWS).await?;
    }
    if person.may(Permission::ReadEvaluations) {
        let lines = evaluations::published(&mut tx, &scope, None, None, &Cursor::newest(), SCORED).await?;
        if person.may(Permission::Evaluate) {
            page.calibrations = calibration::waiting(&mut tx, &person.id).await?;
            page.drafts = evaluations::drafts(&mut tx, &person.id).await?;
            page.listening = listening::progress(&mut tx, &person, page.t.today()).await?;
            let scored: HashSet<_> = lines
                .iter()
                .chain(&page.drafts)
                .filter_map(|line| line.recording_id.clone())
                .collect();
            let ready = RecordingFilter {
                state: Some(RecordingState::Ready.to_string()),
                ..RecordingFilter::default()
            };
            let found = filter::list(&mut tx, &scope, &ready, &Cursor::newest(), SCORED).await?;
            page.review = found
                .items
                .into_iter()
                .filter(|recording| !scored.contains(&recording.id))
                .collect();
        }
        let own = person.may(Permission::SelfAssess);
        let (waiting, seen): (Vec<EvaluationLine>, Vec<EvaluationLine>) =
            lines.into_iter().partition(|line| own && !line.opinion);
        page.opinions = waiting;
        page.scores = seen.into_iter().take(ROWS).collect();
    }
    page.fair = pages.appeals.today(&mut tx, &person).await?;
    let inbox = Inbox::load(&mut tx, &person, page.t.today()).await?;
    let markup = inbox
        .as_ref()
        .map(|inbox| inbox.render(&page.t, pages.core.now()));
    page.reminders = markup.transpose()?;
    page.figures = figures(&mut tx, &pages, &page.t, &person, &page.review, inbox.as_ref()).await?;
    page.failing = taught(&pages, &page.figures.failing);
    page.review.truncate(ROWS);
    if person.may(Permission::ManageJobs) {
        page.queues = jobs::load(&mut tx, pages.core.now()).await?;
    }
    Ok(Html(page))
}

/// How much of the service needs attention, with the tone and the icon of the worst.
async fn unwell(pages: &TodayPages) -> Option<(usize, &'static str, &'static str)> {
    let found = pages.health.findings().await;
    let broken = found
        .iter()
        .any(|finding| finding.severity > HealthSeverity::Warning);
    let (tone, icon) = if broken {
        ("bad", "error")
    } else {
        ("warn", "warn")
    };
    (!found.is_empty()).then_some((found.len(), tone, icon))
}

/// The entries that teach failing items; without one, the way to write it.
fn taught(pages: &TodayPages, failing: &[FailingItem]) -> Vec<TeachingItem> {
    let book = pages.library.snapshot();
    let entry = |name: &str| book.get(&name.parse::<EntryId>().ok()?);
    failing
        .iter()
        .map(|row| {
            let entry = row.entry.as_deref().and_then(entry);
            TeachingItem {
                item: row.item.clone(),
                checklist: row.checklist.clone(),
                share: row.share(),
                low: row.low,
                n: row.n,
                href: entry.map_or_else(|| "/playbook/new".to_owned(), |entry| entry.id.url()),
                title: entry.map(|entry| entry.title().to_owned()),
            }
        })
        .collect()
}

fn book(pages: &TodayPages, today: Day) -> PlaybookSummary {
    let snapshot = pages.library.snapshot();
    let mut overdue: Vec<OverdueEntry> = snapshot
        .entries()
        .filter_map(|entry| late(entry, today))
        .collect();
    overdue.sort_by_key(|entry| entry.review);
    overdue.truncate(ROWS);
    PlaybookSummary {
        entries: snapshot.len(),
        findings: snapshot.problems().len(),
        suggestions: 0,
        overdue,
        unanswered: 0,
        not_found: Vec::new(),
    }
}

fn late(entry: &Entry, today: Day) -> Option<OverdueEntry> {
    let review = entry.facts.review;
    (review < today).then(|| OverdueEntry {
        title: entry.title().to_owned(),
        url: entry.id.url(),
        owner: entry.facts.owner.clone(),
        review,
    })
}
