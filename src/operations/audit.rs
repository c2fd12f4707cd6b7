//! `/audit`: the log with its filters, newest first.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use super::Operations;
use crate::audit::store::{self, AuditFilter};
use crate::audit::{Act, ActGroup, names};
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::history::{AuditText, describe};
use crate::people::{self, Permission, Person, Scope};
use crate::time::{Day, Timestamp};
use crate::web::{Html, PageContext, Query, Routes, encode};

/// Events of a page.
const ROWS: usize = 50;

/// The log's page.
pub(super) fn routes() -> Routes<Operations> {
    Routes::new().get("/audit", Permission::ReadAudit, list)
}

/// What the address asks for: `act` is an act or a group of them; a field that cannot be read is an address of no page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct AuditListQuery {
    who: String,
    whose: String,
    act: String,
    from: String,
    to: String,
    after: String,
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<Option<T>> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| Error::new(ErrorKind::BadInput, "bad-address")),
    }
}

impl AuditListQuery {
    fn filter(&self, t: &PageContext) -> Result<AuditFilter> {
        let start = |day: Day| -> Result<Timestamp> {
            let zoned = day.0.at(0, 0, 0, 0).to_zoned_datetime(t.zone().clone());
            let zoned = zoned.map_err(|_| Error::new(ErrorKind::BadInput, "bad-address"))?;
            Ok(Timestamp(zoned.timestamp().as_millisecond()))
        };
        let (from, to) = (parsed::<Day>(&self.from)?, parsed::<Day>(&self.to)?);
        Ok(AuditFilter {
            person: parsed(&self.who)?,
            manager: parsed(&self.whose)?,
            acts: self.acts()?,
            from: from.map(start).transpose()?,
            until: to.map(|day| start(day.plus_days(1))).transpose()?,
        })
    }

    fn acts(&self) -> Result<Option<Vec<Act>>> {
        if let Ok(group) = self.act.trim().parse::<ActGroup>() {
            let acts = Act::ALL.iter().filter(|act| act.group() == group);
            return Ok(Some(acts.copied().collect()));
        }
        Ok(parsed(&self.act)?.map(|act| vec![act]))
    }

    fn is_filtered(&self) -> bool {
        [&self.who, &self.whose, &self.act, &self.from, &self.to]
            .iter()
            .any(|field| !field.is_empty())
    }
}

#[derive(Template)]
#[template(path = "operations/audit.html")]
struct AuditListPage {
    t: PageContext,
    lines: Vec<AuditText>,
    next: Option<Cursor>,
    asked: AuditListQuery,
    people: Vec<Person>,
    /// Acts the visitor may read of, by group, each with its words.
    groups: Vec<(ActGroup, Vec<(Act, String)>)>,
}

/// Every act this visitor may read of, by group.
fn groups(t: &PageContext, scope: &Scope) -> Vec<(ActGroup, Vec<(Act, String)>)> {
    let readable = |group: &&ActGroup| **group != ActGroup::Access || *scope == Scope::All;
    let acts = |group: ActGroup| {
        let acts = Act::ALL.iter().filter(|act| act.group() == group);
        acts.map(|act| (*act, t.text(&format!("audit-act-{act}"))))
            .collect()
    };
    let groups = ActGroup::ALL.iter().filter(readable);
    groups.map(|group| (*group, acts(*group))).collect()
}

impl AuditListPage {
    fn next_href(&self) -> Option<String> {
        let next = self.next.as_ref()?;
        let AuditListQuery {
            who,
            whose,
            act,
            from,
            to,
            ..
        } = &self.asked;
        let fields = [
            ("who", who),
            ("whose", whose),
            ("act", act),
            ("from", from),
            ("to", to),
        ];
        let mut kept: Vec<String> = fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        kept.push(format!("after={next}"));
        Some(format!("/audit?{}", kept.join("&")))
    }
}

async fn list(
    t: PageContext,
    State(operations): State<Operations>,
    Query(asked): Query<AuditListQuery>,
) -> Result<Html<AuditListPage>> {
    let scope = t.visitor().signed_in()?.scope();
    let filter = asked.filter(&t)?;
    let cursor = parsed(&asked.after)?.unwrap_or_else(Cursor::newest);
    let mut tx = operations.core.db.read().await?;
    let page = store::list(&mut tx, &scope, &filter, &cursor, ROWS).await?;
    let names = names(&mut tx, operations.naming.as_ref(), &page.items, t.locale()).await?;
    let people = people::store::people(&mut tx, &scope).await?;
    drop(tx);
    Ok(Html(AuditListPage {
        lines: page
            .items
            .iter()
            .map(|line| {
                let name = |key: &str| names.get(&(line.event.subject.clone(), key.to_owned())).cloned();
                describe(&t, line, name)
            })
            .collect(),
        next: page.next,
        people,
        groups: groups(&t, &scope),
        asked,
        t,
    }))
}
