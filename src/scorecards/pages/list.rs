//! The list of evaluations: one's own for a manager, the team's with drafts and means for a head.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use super::card::words;
use crate::app::App;
use crate::db::Cursor;
use crate::db::Page;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{ChecklistId, ChecklistVersionId, EvaluationId, PersonId};
use crate::people::Permission;
use crate::scorecards::checklist::Zones;
use crate::scorecards::scoring::FEW;
use crate::scorecards::store::{self, Line};
use crate::scorecards::{Hundredths, Version};
use crate::web::{Html, Query, View};

/// Evaluations of a page.
const ROWS: usize = 50;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    manager: Option<PersonId>,
    after: Option<String>,
}

/// One evaluation.
struct Row {
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
}

/// A manager's mean by one checklist.
struct Mean {
    manager_id: PersonId,
    manager: String,
    checklist: String,
    figure: String,
    zone: Option<&'static str>,
    n: i64,
}

impl Mean {
    fn is_few(&self) -> bool {
        self.n < FEW
    }
}

#[derive(Template)]
#[template(path = "scorecards/list.html")]
pub(super) struct ListPage {
    t: View,
    rows: Vec<Row>,
    drafts: Vec<Row>,
    means: Vec<Mean>,
    next: Option<Cursor>,
    /// Name of the one manager whose evaluations are shown.
    only: Option<String>,
    asked: Asked,
    first: bool,
}

impl ListPage {
    /// Does the visitor see other people's?
    fn is_team(&self) -> bool {
        self.t.can(Permission::Evaluate.as_str())
    }
    fn next_href(&self) -> Option<String> {
        let next = self.next.as_ref()?;
        Some(match &self.asked.manager {
            Some(manager) => format!("/evaluations?manager={manager}&after={next}"),
            None => format!("/evaluations?after={next}"),
        })
    }
}

/// Names and zones of checklists, by version.
struct Checklists(HashMap<ChecklistVersionId, Version>);

impl Checklists {
    fn name(&self, t: &View, id: &ChecklistVersionId) -> String {
        let version = self.0.get(id);
        version.map_or_else(String::new, |it| words(&it.document.0.name, t.locale()))
    }
    fn zones(&self, id: &ChecklistVersionId) -> Zones {
        self.0.get(id).map(|it| it.document.0.zones).unwrap_or_default()
    }
    /// The newest version of a checklist.
    fn newest(&self, id: &ChecklistId) -> Option<&Version> {
        let versions = self.0.values().filter(|version| version.checklist_id == *id);
        versions.max_by_key(|version| version.number)
    }
}

pub(super) async fn list(
    t: View,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Html<ListPage>> {
    let person = t.visitor().signed_in()?.clone();
    let scope = person.scope();
    let cursor = match &asked.after {
        None => Cursor::newest(),
        Some(text) => text
            .parse()
            .map_err(|_| Error::new(ErrorKind::BadInput, "bad-address"))?,
    };
    let mut tx = app.db.read().await?;
    let manager = asked.manager.as_ref();
    let lines = store::published(&mut tx, &scope, manager, None, &cursor, ROWS + 1).await?;
    let page = Page::cut(lines, ROWS, |line| Cursor {
        key: line.published_at.unwrap_or_default().0,
        id: line.id.to_string(),
    });
    let first = asked.after.is_none();
    let drafts = match manager {
        None if first && person.may(Permission::Evaluate) => store::drafts(&mut tx, &person.id).await?,
        _ => Vec::new(),
    };
    let means = if first {
        store::means(&mut tx, &scope).await?
    } else {
        Vec::new()
    };
    let versions = store::versions(&mut tx).await?;
    drop(tx);
    let checklists = Checklists(versions.into_iter().map(|it| (it.id.clone(), it)).collect());
    let only = manager.and_then(|id| means.iter().find(|row| row.manager_id == *id));
    let only = only.map(|row| row.manager.clone());
    let means = means
        .into_iter()
        .filter(|row| manager.is_none_or(|id| row.manager_id == *id))
        .map(|row| mean(&t, &checklists, row))
        .collect();
    Ok(Html(ListPage {
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
        t,
    }))
}

fn mean(t: &View, checklists: &Checklists, row: store::MeanRow) -> Mean {
    let version = checklists.newest(&row.checklist_id);
    let zones = version.map(|it| it.document.0.zones).unwrap_or_default();
    let mean = Hundredths::mean(row.sum, row.n).unwrap_or_default();
    Mean {
        manager_id: row.manager_id,
        manager: row.manager,
        checklist: version.map_or_else(String::new, |it| words(&it.document.0.name, t.locale())),
        figure: mean.fixed(t.locale()),
        zone: (row.n >= FEW).then(|| mean.zone(zones).as_str()),
        n: row.n,
    }
}

fn row(t: &View, checklists: &Checklists, line: Line) -> Row {
    let draft = line.published_at.is_none();
    let zones = checklists.zones(&line.version_id);
    Row {
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
    }
}
