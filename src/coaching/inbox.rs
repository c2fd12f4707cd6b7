//! What of coaching waits for somebody today: the part of the first page that reminds. No letters are sent.
//!
//! Decides who is reminded of what: of targets due within three days or overdue, of targets that their rule has just
//! decided, of plans without the manager's word (the manager at once, the head after two days), of one-to-ones within
//! three days or past their date; after those the other open targets, the soonest first. Leaves the page to
//! [`crate::today`], which asks for this part alone.

use askama::Template;

use super::followed::{FollowScope, FollowedTarget, all_followed};
use super::one_to_ones::{Meeting, store as one_to_ones};
use super::{Plan, TargetOutcome, store};
use crate::db::{Cursor, DbError, Tx};
use crate::error::{Error, Result};
use crate::people::{Permission, Person};
use crate::time::{Day, Timestamp};
use crate::web::PageContext;

/// A target is spoken of so many days before its date.
pub const SOON_DAYS: i32 = 3;
/// A head is reminded of a plan without the manager's word after so many days.
pub const UNACKNOWLEDGED_DAYS: i64 = 2;
/// A target that its rule decided stays here so many days, so that it is noticed.
const DECIDED_DAYS: i64 = 7;
/// Targets due longer ago are history: they stay on their plan.
const OVERDUE_DAYS: i32 = 30;
/// Plans looked at.
const PLANS: usize = 40;
/// Open targets that are not urgent, at most.
const ROWS: usize = 7;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A line, with the sign that says why it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
struct InboxRow {
    href: String,
    title: String,
    day: Option<Day>,
    tone: &'static str,
    icon: &'static str,
    /// Why; empty when it is merely next.
    why: String,
    words: String,
    /// The most urgent ones come first.
    rank: u8,
}

#[derive(Template)]
#[template(path = "coaching/inbox.html")]
struct InboxPart {
    t: PageContext,
    rows: Vec<InboxRow>,
}

/// Everything that waits, read once.
#[derive(Debug)]
pub struct Inbox {
    /// Plans with an open target or without the manager's word, with the targets that are not history yet.
    plans: Vec<(Plan, Vec<FollowedTarget>)>,
    meetings: Vec<Meeting>,
}

impl Inbox {
    /// What waits for this person; none for those who read no plans.
    pub async fn load(tx: &mut Tx, person: &Person, today: Day) -> Result<Option<Self>, DbError> {
        if !person.may(Permission::ReadPlans) {
            return Ok(None);
        }
        let (scope, since) = (person.scope(), today.plus_days(-OVERDUE_DAYS));
        let plans = store::unfinished(tx, &scope, since, PLANS).await?;
        let mut plans = all_followed(tx, plans, FollowScope::new(&person.id)).await?;
        for (_, targets) in &mut plans {
            targets.retain(|target| target.due >= since);
        }
        let soon = today.plus_days(SOON_DAYS);
        let first = Cursor::newest();
        let meetings = one_to_ones::planned(tx, &scope, &person.id, soon, &first, PLANS).await?;
        Ok(Some(Self {
            plans,
            meetings: meetings.items,
        }))
    }

    /// Targets that neither a head nor their rule has decided, with their plans; those of the newest plans first.
    pub fn open(&self) -> impl Iterator<Item = (&Plan, &FollowedTarget)> {
        self.plans
            .iter()
            .flat_map(|(plan, targets)| targets.iter().map(move |target| (plan, target)))
            .filter(|(_, target)| target.outcome() == TargetOutcome::Open)
    }

    /// The part's markup.
    pub fn render(&self, t: &PageContext, now: Timestamp) -> Result<String> {
        let mut rows = Vec::new();
        for (plan, targets) in &self.plans {
            rows.extend(unacknowledged(t, plan, now));
            rows.extend(targets.iter().filter_map(|target| line(t, plan, target, now)));
        }
        rows.extend(self.meetings.iter().map(|it| meeting(t, it)));
        rows.sort_by_key(|row| (row.rank, row.day));
        let urgent = rows.iter().filter(|row| row.rank < NEXT).count();
        rows.truncate(urgent + ROWS);
        let part = InboxPart { t: t.clone(), rows };
        part.render().map_err(Error::internal)
    }
}

const LATE: u8 = 0;
const WORD: u8 = 1;
const SOON: u8 = 2;
const DECIDED: u8 = 3;
const NEXT: u8 = 4;

fn meeting(t: &PageContext, meeting: &Meeting) -> InboxRow {
    let late = meeting.is_overdue(t.today());
    let days = t.today().days_until(meeting.day);
    let own = t.can(Permission::AcknowledgePlans.as_str());
    let name = if own {
        &meeting.author_name
    } else {
        &meeting.manager_name
    };
    InboxRow {
        href: format!("/one-to-ones/{}", meeting.id),
        title: t.with("one-to-one-of", "name", name),
        day: None,
        tone: if late { "warn" } else { "accent" },
        icon: if late { "warn" } else { "clock" },
        why: if late {
            t.text("one-to-one-overdue")
        } else {
            t.count("inbox-due", &days)
        },
        words: [t.day(&meeting.day), meeting.time.clone()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        rank: if late { LATE } else { SOON },
    }
}

fn unacknowledged(t: &PageContext, plan: &Plan, now: Timestamp) -> Option<InboxRow> {
    let days = now.since(plan.created_at) / DAY_MS;
    let own = t.can(Permission::AcknowledgePlans.as_str());
    if plan.acknowledged_at.is_some() || (!own && days < UNACKNOWLEDGED_DAYS) {
        return None;
    }
    Some(InboxRow {
        href: format!("/plans/{}", plan.id),
        title: whose(t, plan, &plan.focus),
        day: None,
        tone: "warn",
        icon: "warn",
        why: match (own, plan.is_warning()) {
            (true, false) => t.text("inbox-agree"),
            (true, true) => t.text("inbox-answer-warning"),
            (false, _) => t.count("inbox-unacknowledged", &days),
        },
        words: beside(t, &plan.focus),
        rank: WORD,
    })
}

fn line(t: &PageContext, plan: &Plan, target: &FollowedTarget, now: Timestamp) -> Option<InboxRow> {
    let progress = target.progress.as_ref();
    let days = t.today().days_until(target.due);
    let (tone, icon, why, rank) = match (target.outcome(), target.is_by_rule()) {
        (TargetOutcome::Open, _) if days < 0 => ("warn", "warn", t.text("plan-outcome-overdue"), LATE),
        (TargetOutcome::Open, _) if days <= SOON_DAYS => ("warn", "clock", t.count("inbox-due", &days), SOON),
        (TargetOutcome::Open, _) => ("", "", String::new(), NEXT),
        (outcome, true) => {
            let at = progress?.evidence.last()?.at;
            if now.since(at) > DECIDED_DAYS * DAY_MS {
                return None;
            }
            let met = outcome == TargetOutcome::Met;
            let (tone, icon) = if met { ("good", "check") } else { ("bad", "cross") };
            let key = if met { "inbox-rule-met" } else { "inbox-rule-unmet" };
            (tone, icon, t.text(key), DECIDED)
        }
        (_, false) => return None,
    };
    let counted = progress.map(|it| t.with2("rule-hits", "hits", it.hits, "need", it.need));
    let words = [beside(t, &target.text), counted.unwrap_or_default()];
    let words: Vec<String> = words.into_iter().filter(|part| !part.is_empty()).collect();
    Some(InboxRow {
        href: format!("/plans/{}", plan.id),
        title: whose(t, plan, &target.text),
        day: Some(target.due),
        tone,
        icon,
        why,
        words: words.join(", "),
        rank,
    })
}

/// A head reads whose it is first, a manager what it is.
fn whose(t: &PageContext, plan: &Plan, what: &str) -> String {
    if t.can(Permission::AcknowledgePlans.as_str()) {
        what.to_owned()
    } else {
        plan.manager_name.clone()
    }
}

fn beside(t: &PageContext, what: &str) -> String {
    if t.can(Permission::AcknowledgePlans.as_str()) {
        String::new()
    } else {
        what.to_owned()
    }
}
