//! What the first page says about evaluations: who needs attention, one's own trend and last scores, what to listen to,
//! which items fail. Reads once, returns each role's part; the rules stand in [`super::attention`], [`super::trend`] and
//! [`super::failing`].

use std::collections::HashMap;

use super::TodayPages;
use super::attention::{Attention, ManagerFacts, Promise, RecentScore, attention};
use super::failing::{FailingItem, failing};
use super::trend::{Trend, trend};
use crate::checklists::scoring::{FEW, score};
use crate::checklists::{ChecklistVersion, Score, Zone, arithmetic, store as checklists};
use crate::coaching::inbox::Inbox;
use crate::db::Tx;
use crate::error::Result;
use crate::evaluations::store::{self, AnsweredEvaluation};
use crate::evaluations::{CallSelection, MomentKind};
use crate::id::{ChecklistId, ChecklistVersionId, PersonId, RecordingId};
use crate::people::{self, Permission, Person, Scope};
use crate::recordings::Recording;
use crate::time::Timestamp;
use crate::web::PageContext;

/// Evaluations older than this say nothing about today, in ms.
const SINCE: i64 = 90 * 24 * 60 * 60 * 1000;
/// Evaluations that are read at most.
const MOST: usize = 400;
/// Last scores with their arithmetic.
const LAST: usize = 3;
/// Moments to listen to.
const LISTEN: usize = 5;
/// Failing items that are shown.
const FAILING: usize = 5;

type Versions = HashMap<ChecklistVersionId, ChecklistVersion>;

/// A published score with how it came about.
pub(super) struct LastScore {
    pub(super) href: String,
    pub(super) client: String,
    pub(super) published: String,
    /// Rounded; a dash when nothing was counted.
    pub(super) total: String,
    pub(super) zone: Option<&'static str>,
    /// «46,5 ÷ 75 × 100».
    pub(super) arithmetic: String,
    /// Short names of the blocks with their results, the weakest first; at most two.
    pub(super) weakest: Vec<(String, String)>,
}

/// A place in one's own call.
pub(super) struct ListenSuggestion {
    pub(super) recording: RecordingId,
    pub(super) start_ms: i64,
    pub(super) tone: MomentKind,
    pub(super) words: String,
    pub(super) client: String,
}

/// What is shown; empty where a role has no such part.
#[derive(Default)]
pub(super) struct TodayFigures {
    pub(super) attention: Vec<Attention>,
    pub(super) trend: Option<Trend>,
    /// How the calls of the trend were picked.
    pub(super) picked: Option<CallSelection>,
    pub(super) last: Vec<LastScore>,
    pub(super) listen: Vec<ListenSuggestion>,
    pub(super) failing: Vec<FailingItem>,
    /// Evaluations the failing items come from.
    pub(super) n: usize,
}

/// The figures for this person; `waiting` are calls nobody has scored, `inbox` is what was promised.
pub(super) async fn figures(
    tx: &mut Tx,
    pages: &TodayPages,
    t: &PageContext,
    person: &Person,
    waiting: &[Recording],
    inbox: Option<&Inbox>,
) -> Result<TodayFigures> {
    let now = pages.core.now();
    let since = Timestamp(now.0 - SINCE);
    let teaches = person.may(Permission::EditPlaybook) && !person.may(Permission::ReadEvaluations);
    let reads = person.may(Permission::ReadEvaluations);
    if !teaches && !reads {
        return Ok(TodayFigures::default());
    }
    // Whoever teaches sees sums over the department, no names and no totals.
    let scope = if teaches { Scope::All } else { person.scope() };
    let answered = store::answered(tx, &scope, since, MOST).await?;
    let versions: Versions = checklists::versions(tx)
        .await?
        .into_iter()
        .map(|version| (version.id.clone(), version))
        .collect();
    let mut figures = TodayFigures {
        n: answered.len(),
        ..TodayFigures::default()
    };
    if teaches {
        figures.failing = failing(&answered, &versions, t.locale());
        figures.failing.truncate(FAILING);
    } else if person.may(Permission::Evaluate) {
        let managers = people::store::managers(tx, &scope).await?;
        let known = managers
            .into_iter()
            .map(|manager| known(t, manager, &answered, &versions, waiting, inbox))
            .collect();
        figures.attention = attention(known, t.today(), now);
    } else {
        own(tx, t, &answered, &versions, &mut figures).await?;
    }
    Ok(figures)
}

/// One's own trend, last scores and what to listen to.
async fn own(
    tx: &mut Tx,
    t: &PageContext,
    answered: &[AnsweredEvaluation],
    versions: &Versions,
    figures: &mut TodayFigures,
) -> Result<()> {
    let common = common(&answered.iter().collect::<Vec<_>>(), versions);
    let mut totals: Vec<_> = answered
        .iter()
        .filter(|evaluation| is_of(evaluation, common, versions))
        .filter_map(|it| it.total)
        .collect();
    totals.reverse();
    let zones = answered
        .first()
        .and_then(|newest| versions.get(&newest.version_id))
        .map(|version| version.document.0.zones)
        .unwrap_or_default();
    figures.trend = trend(&totals, zones);
    figures.picked = common.map(|(_, picked)| picked);
    for evaluation in answered.iter().take(LAST) {
        let Some(version) = versions.get(&evaluation.version_id) else {
            continue;
        };
        figures.last.push(last(t, evaluation, version));
        let Some(recording) = &evaluation.recording_id else {
            continue;
        };
        let moments = store::moments(tx, &evaluation.id).await?;
        for moment in moments
            .into_iter()
            .filter(|moment| moment.kind != MomentKind::Good)
        {
            let item = moment
                .item_key
                .as_deref()
                .and_then(|key| version.document.0.item(key));
            let item = item.map(|(_, item)| item.text.get(t.locale()).to_owned());
            figures.listen.push(ListenSuggestion {
                recording: recording.clone(),
                start_ms: moment.start_ms,
                tone: moment.kind,
                words: if moment.note.is_empty() {
                    item.unwrap_or_default()
                } else {
                    moment.note
                },
                client: evaluation.client.clone(),
            });
        }
    }
    figures.listen.truncate(LISTEN);
    Ok(())
}

/// What totals must have in common to be compared: the checklist of the newest evaluation, and how the calls were picked.
/// Drawn calls tell how somebody works, so they count once there are enough of them; until then whichever are more.
fn common<'a>(
    of: &[&AnsweredEvaluation],
    versions: &'a Versions,
) -> Option<(&'a ChecklistId, CallSelection)> {
    let checklist = &versions.get(&of.first()?.version_id)?.checklist_id;
    let count = |picked| {
        let wanted = Some((checklist, picked));
        of.iter()
            .filter(|it| it.total.is_some() && is_of(it, wanted, versions))
            .count()
    };
    let (random, chosen) = (count(CallSelection::Random), count(CallSelection::Chosen));
    let enough = random as i64 >= FEW || random >= chosen;
    let picked = if enough {
        CallSelection::Random
    } else {
        CallSelection::Chosen
    };
    Some((checklist, picked))
}

fn is_of(
    evaluation: &AnsweredEvaluation,
    wanted: Option<(&ChecklistId, CallSelection)>,
    versions: &Versions,
) -> bool {
    let version = versions.get(&evaluation.version_id);
    version.map(|version| (&version.checklist_id, evaluation.picked)) == wanted
}

fn result(evaluation: &AnsweredEvaluation, version: &ChecklistVersion) -> Score {
    score(&version.document.0, &evaluation.answers.0)
}

fn last(t: &PageContext, evaluation: &AnsweredEvaluation, version: &ChecklistVersion) -> LastScore {
    let (locale, document) = (t.locale(), &version.document.0);
    let score = result(evaluation, version);
    let mut blocks: Vec<_> = score.counted().collect();
    blocks.sort_by_key(|block| block.percent);
    let weakest = blocks
        .into_iter()
        .filter(|block| {
            block
                .percent
                .is_some_and(|percent| percent.zone(document.zones) != Zone::Strong)
        })
        .take(2)
        .filter_map(|result| {
            let name = document.block(&result.key)?.short_name(locale).to_owned();
            Some((name, result.percent?.plain(locale)))
        })
        .collect();
    LastScore {
        href: format!("/evaluations/{}", evaluation.id),
        client: evaluation.client.clone(),
        published: t.day_of(&evaluation.published_at),
        total: evaluation
            .total
            .map_or_else(|| "—".to_owned(), |total| total.fixed(locale)),
        zone: evaluation.total.map(|total| total.zone(document.zones).as_str()),
        arithmetic: arithmetic(t, document, &score),
        weakest,
    }
}

/// Everything that is known about one manager of the team.
fn known(
    t: &PageContext,
    manager: Person,
    answered: &[AnsweredEvaluation],
    versions: &Versions,
    waiting: &[Recording],
    inbox: Option<&Inbox>,
) -> ManagerFacts {
    let own: Vec<&AnsweredEvaluation> = answered
        .iter()
        .filter(|evaluation| evaluation.manager_id == manager.id)
        .collect();
    let common = common(&own, versions);
    let heard = own
        .iter()
        .filter_map(|evaluation| Some((evaluation, versions.get(&evaluation.version_id)?)))
        .map(|(evaluation, version)| RecentScore {
            id: evaluation.id.clone(),
            client: evaluation.client.clone(),
            total: evaluation.total,
            failed_by: result(evaluation, version)
                .failed_by
                .and_then(|key| Some(version.document.0.item(&key)?.1.text.get(t.locale()).to_owned())),
            comparable: is_of(evaluation, common, versions),
            at: evaluation.published_at,
        })
        .collect();
    let zones = own
        .first()
        .and_then(|newest| versions.get(&newest.version_id))
        .map(|version| version.document.0.zones)
        .unwrap_or_default();
    ManagerFacts {
        heard,
        zones,
        promises: promises(&manager.id, inbox),
        waiting: waiting
            .iter()
            .filter(|recording| recording.manager_id == manager.id)
            .count(),
        manager: manager.id,
        name: manager.name,
    }
}

fn promises(manager: &PersonId, inbox: Option<&Inbox>) -> Vec<Promise> {
    inbox
        .into_iter()
        .flat_map(Inbox::open)
        .filter(|(plan, _)| plan.manager_id == *manager)
        .map(|(plan, target)| Promise {
            plan: plan.id.clone(),
            text: target.text.clone(),
            due: target.due,
            unread_since: plan.acknowledged_at.is_none().then_some(plan.created_at),
        })
        .collect()
}
