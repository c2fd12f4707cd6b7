//! The list of evaluations: one's own for a manager, the team's with drafts and means for a head.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::checklists::scoring::FEW;
use crate::checklists::words::words;
use crate::checklists::{ChecklistVersion, Hundredths, Zones, store as checklists};
use crate::db::Cursor;
use crate::db::Page;
use crate::error::{Error, ErrorKind, Result};
use crate::evaluations::store::{self, EvaluationLine};
use crate::evaluations::{CallSelection, Evaluations};
use crate::id::{ChecklistId, ChecklistVersionId, EvaluationId, PersonId};
use crate::people::Permission;
use crate::web::{Html, PageContext, Query, cursor};

/// Evaluations of a page.
const ROWS: usize = 50;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct EvaluationListQuery {
    manager: Option<PersonId>,
    /// `awaited`: only those the manager has not acknowledged.
    #[serde(default)]
    show: String,
    after: Option<String>,
}

/// One evaluation.
struct EvaluationRow {
    id: EvaluationId,
    href: String,
    client: String,
    called: String,
    manager: String,
    checklist: String,
    total: Option<String>,
    zone: Option<&'static str>,
    /// When it was published, or last saved for a draft.
    when: String,
    reviewer: String,
    opinion: bool,
    acknowledged: bool,
    /// Drawn by the listening plan?
    random: bool,
}

/// A manager's means by one checklist: of the calls drawn by lot and of those chosen by hand, never of both together.
struct Means {
    manager_id: PersonId,
    checklist_id: ChecklistId,
    manager: String,
    checklist: String,
    random: Option<Mean>,
    chosen: Option<Mean>,
}

/// One mean.
struct Mean {
    figure: String,
    zone: Option<&'static str>,
    n: i64,
}

#[derive(Template)]
#[template(path = "evaluations/list.html")]
pub(super) struct EvaluationListPage {
    t: PageContext,
    rows: Vec<EvaluationRow>,
    drafts: Vec<EvaluationRow>,
    means: Vec<Means>,
    next: Option<Cursor>,
    /// Name of the one manager whose evaluations are shown.
    only: Option<String>,
    asked: EvaluationListQuery,
    first: bool,
    /// Checklists by which somebody was evaluated, for the file that leaves.
    used: Vec<(ChecklistId, String)>,
}

impl EvaluationListQuery {
    fn is_awaited(&self) -> bool {
        self.show == "awaited"
    }
}

impl EvaluationListPage {
    /// Is it the page whose evaluations can be taken away?
    fn may_leave(&self) -> bool {
        self.first && !self.rows.is_empty()
    }
    /// Does the visitor see other people's?
    fn is_team(&self) -> bool {
        self.t.can(Permission::Evaluate.as_str())
    }
    fn next_href(&self) -> Option<String> {
        let next = self.next.as_ref()?;
        Some(format!("{}after={next}", self.address(self.asked.is_awaited())))
    }
    /// This list, all of it or what is not acknowledged; more may follow.
    fn address(&self, awaited: bool) -> String {
        let manager = self.asked.manager.as_ref();
        let manager = manager.map_or_else(String::new, |id| format!("manager={id}&"));
        let show = if awaited { "show=awaited&" } else { "" };
        format!("/evaluations?{manager}{show}")
    }
}

/// Names and zones of checklists, by version.
struct VersionsById(HashMap<ChecklistVersionId, ChecklistVersion>);

impl VersionsById {
    fn name(&self, t: &PageContext, id: &ChecklistVersionId) -> String {
        let version = self.0.get(id);
        version.map_or_else(String::new, |it| words(&it.document.0.name, t.locale()))
    }
    fn zones(&self, id: &ChecklistVersionId) -> Zones {
        self.0.get(id).map(|it| it.document.0.zones).unwrap_or_default()
    }
    /// The newest version of a checklist.
    fn newest(&self, id: &ChecklistId) -> Option<&ChecklistVersion> {
        let versions = self.0.values().filter(|version| version.checklist_id == *id);
        versions.max_by_key(|version| version.number)
    }
}

pub(super) async fn list(
    t: PageContext,
    State(evaluations): State<Evaluations>,
    Query(asked): Query<EvaluationListQuery>,
) -> Result<Html<EvaluationListPage>> {
    let person = t.visitor().signed_in()?.clone();
    let scope = person.scope();
    if !matches!(asked.show.as_str(), "" | "awaited") {
        return Err(Error::new(ErrorKind::BadInput, "bad-address"));
    }
    let after = cursor(asked.after.as_deref())?;
    let mut tx = evaluations.core.db.read().await?;
    let manager = asked.manager.as_ref();
    let lines = if asked.is_awaited() {
        store::unacknowledged(&mut tx, &scope, manager, &after, ROWS + 1).await?
    } else {
        store::published(&mut tx, &scope, manager, None, &after, ROWS + 1).await?
    };
    let page = Page::cut(lines, ROWS, |line| Cursor {
        key: line.published_at.unwrap_or_default().0,
        id: line.id.to_string(),
    });
    let first = asked.after.is_none() && !asked.is_awaited();
    let drafts = match manager {
        None if first && person.may(Permission::Evaluate) => store::drafts(&mut tx, &person.id).await?,
        _ => Vec::new(),
    };
    let means = if first {
        store::means(&mut tx, &scope).await?
    } else {
        Vec::new()
    };
    let versions = checklists::versions(&mut tx).await?;
    drop(tx);
    let checklists = VersionsById(versions.into_iter().map(|it| (it.id.clone(), it)).collect());
    let only = manager.and_then(|id| means.iter().find(|row| row.manager_id == *id));
    let only = only.map(|row| row.manager.clone());
    let used = used(&t, &checklists, &means);
    let shown = means
        .into_iter()
        .filter(|row| manager.is_none_or(|id| row.manager_id == *id));
    let means = by_checklist(&t, &checklists, shown);
    Ok(Html(EvaluationListPage {
        rows: page
            .items
            .into_iter()
            .map(|line| row(&t, &checklists, line))
            .collect(),
        drafts: drafts
            .into_iter()
            .map(|line| row(&t, &checklists, line))
            .collect(),
        next: page.next,
        means,
        only,
        asked,
        first,
        used,
        t,
    }))
}

/// Checklists of these means, each once.
fn used(t: &PageContext, checklists: &VersionsById, means: &[store::MeanRow]) -> Vec<(ChecklistId, String)> {
    let mut used: Vec<(ChecklistId, String)> = Vec::new();
    for row in means {
        if used.iter().all(|(id, _)| *id != row.checklist_id) {
            let version = checklists.newest(&row.checklist_id);
            let name = version.map_or_else(String::new, |it| words(&it.document.0.name, t.locale()));
            used.push((row.checklist_id.clone(), name));
        }
    }
    used
}

/// Rows of one manager and checklist come one after another and become one line.
fn by_checklist(
    t: &PageContext,
    checklists: &VersionsById,
    rows: impl Iterator<Item = store::MeanRow>,
) -> Vec<Means> {
    let mut lines: Vec<Means> = Vec::new();
    for row in rows {
        let version = checklists.newest(&row.checklist_id);
        let zones = version.map(|it| it.document.0.zones).unwrap_or_default();
        let mean = Some(mean(t, zones, &row));
        let (random, chosen) = match row.picked {
            CallSelection::Random => (mean, None),
            CallSelection::Chosen => (None, mean),
        };
        match lines.last_mut() {
            Some(line) if line.manager_id == row.manager_id && line.checklist_id == row.checklist_id => {
                line.random = line.random.take().or(random);
                line.chosen = line.chosen.take().or(chosen);
            }
            _ => lines.push(Means {
                checklist: version.map_or_else(String::new, |it| words(&it.document.0.name, t.locale())),
                manager_id: row.manager_id,
                checklist_id: row.checklist_id,
                manager: row.manager,
                random,
                chosen,
            }),
        }
    }
    lines
}

fn mean(t: &PageContext, zones: Zones, row: &store::MeanRow) -> Mean {
    let mean = Hundredths::mean(row.sum, row.n).unwrap_or_default();
    Mean {
        figure: mean.fixed(t.locale()),
        zone: (row.n >= FEW).then(|| mean.zone(zones).as_str()),
        n: row.n,
    }
}

fn row(t: &PageContext, checklists: &VersionsById, line: EvaluationLine) -> EvaluationRow {
    let draft = line.published_at.is_none();
    let zones = checklists.zones(&line.version_id);
    EvaluationRow {
        href: if draft {
            format!("/evaluations/{}/edit", line.id)
        } else {
            format!("/evaluations/{}", line.id)
        },
        called: t.moment(&line.called_at),
        checklist: checklists.name(t, &line.version_id),
        total: line.total.map(|total| total.fixed(t.locale())),
        zone: line.total.map(|total| total.zone(zones).as_str()),
        when: t.moment(&line.published_at.unwrap_or(line.saved_at)),
        id: line.id,
        client: line.client,
        manager: line.manager,
        reviewer: line.reviewer,
        opinion: line.opinion,
        acknowledged: line.acknowledged,
        random: line.picked == CallSelection::Random,
    }
}
