//! The list of checklists: in use, only drafts, archived; and the acts on a whole checklist.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::me;
use crate::checklists::editor::draft::ChecklistDraft;
use crate::checklists::editor::store::{ChecklistSummary, Edition};
use crate::checklists::editor::{blank, store};
use crate::checklists::words::words;
use crate::checklists::{Checklist, Checklists, ScoringRule};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::id::ChecklistId;
use crate::web::{Form, Html, PageContext, Path, see};

/// One checklist.
struct ChecklistRow {
    id: ChecklistId,
    name: String,
    about: String,
    /// «Версия 3 · 23 пункта · итог по баллам».
    facts: String,
    /// For which calls and people.
    fits: Vec<String>,
    standard: bool,
    /// Has it a version to look at?
    published: bool,
    /// «Марина Соколова, 19 ноября, 14:05»: who saved the draft and when.
    draft: Option<String>,
}

#[derive(Template)]
#[template(path = "checklists/list.html")]
pub(super) struct ChecklistListPage {
    t: PageContext,
    in_use: Vec<ChecklistRow>,
    drafts: Vec<ChecklistRow>,
    archived: Vec<ChecklistRow>,
}

impl ChecklistListPage {
    /// The lists with the keys of their headings.
    fn sections(&self) -> [(&[ChecklistRow], &'static str); 3] {
        [
            (&self.drafts, "checklists-drafts"),
            (&self.in_use, "checklists-in-use"),
            (&self.archived, "checklists-archived"),
        ]
    }
}

/// For which calls and people a checklist is offered first.
pub(super) fn fits(t: &PageContext, document: &Checklist) -> Vec<String> {
    let calls = document.call_types.iter();
    let calls = calls.map(|it| t.text(format!("recordings-type-{it}").as_str()));
    let functions = document.functions.iter();
    let functions = functions.map(|it| t.text(format!("playbook-role-{it}").as_str()));
    functions.chain(calls).collect()
}

fn row(
    t: &PageContext,
    listed: &ChecklistSummary,
    edition: Option<&Edition>,
    draft: Option<&ChecklistDraft>,
) -> Option<ChecklistRow> {
    let document = edition
        .map(|edition| &edition.document.0)
        .or(draft.map(|draft| &draft.document.0))?;
    let version = edition.map(|edition| t.with("checklist-version", "n", edition.number));
    let rule = t.text(match document.rule {
        ScoringRule::Points => "evaluation-rule-points",
        ScoringRule::Blocks => "evaluation-rule-blocks",
    });
    let items = t.count("checklist-items", &document.items().count());
    let facts: Vec<String> = version.into_iter().chain([items, rule]).collect();
    let name = words(&document.name, t.locale());
    Some(ChecklistRow {
        id: listed.id.clone(),
        name: if name.is_empty() {
            t.text("checklist-nameless")
        } else {
            name
        },
        about: words(&document.about, t.locale()),
        facts: facts.join(" · "),
        fits: fits(t, document),
        standard: listed.standard,
        published: edition.is_some(),
        draft: draft.map(|draft| {
            let when = t.moment(&draft.saved_at);
            t.with2("checklist-draft-by", "author", &draft.author, "when", when)
        }),
    })
}

pub(super) async fn list(
    t: PageContext,
    State(checklists): State<Checklists>,
) -> Result<Html<ChecklistListPage>> {
    let mut tx = checklists.core.db.read().await?;
    let all = store::checklists(&mut tx).await?;
    let newest = store::newest(&mut tx).await?;
    let drafts = store::drafts(&mut tx).await?;
    drop(tx);
    let newest: HashMap<_, _> = newest
        .into_iter()
        .map(|it| (it.checklist_id.clone(), it))
        .collect();
    let drafts: HashMap<_, _> = drafts
        .into_iter()
        .map(|it| (it.checklist_id.clone(), it))
        .collect();
    let mut page = ChecklistListPage {
        in_use: Vec::new(),
        drafts: Vec::new(),
        archived: Vec::new(),
        t,
    };
    for listed in &all {
        let edition = newest.get(&listed.id).map(|it| &it.edition);
        let Some(row) = row(&page.t, listed, edition, drafts.get(&listed.id)) else {
            continue;
        };
        match (listed.archived, row.published) {
            (true, _) => page.archived.push(row),
            (false, true) => page.in_use.push(row),
            (false, false) => page.drafts.push(row),
        }
    }
    Ok(Html(page))
}

#[derive(Deserialize)]
pub(super) struct NewChecklistForm {
    /// The checklist to copy; empty for a blank one.
    #[serde(default)]
    from: String,
}

pub(super) async fn create(
    t: PageContext,
    State(checklists): State<Checklists>,
    Form(form): Form<NewChecklistForm>,
) -> Result<Redirect> {
    let by = me(&t)?;
    let id = match form.from.as_str() {
        "" => checklists.start(&by, blank()).await?,
        id => {
            let id = id.parse().map_err(|_| Error::not_found("checklist-not-found"))?;
            let suffix = |locale| crate::i18n::Texts(locale).text("checklist-copy-suffix");
            let (ru, en) = (suffix(Locale::Ru), suffix(Locale::En));
            checklists.copy(&by, &id, [&ru, &en]).await?
        }
    };
    Ok(Redirect::to(&format!("/checklists/{id}/edit")))
}

fn back(flash: &str) -> Response {
    see("/checklists").saying(flash).into_response()
}

pub(super) async fn put_away(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
) -> Result<Response> {
    checklists.archive(&me(&t)?, &id).await?;
    Ok(back("checklist-archived"))
}

pub(super) async fn take_back(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
) -> Result<Response> {
    checklists.restore(&me(&t)?, &id).await?;
    Ok(back("checklist-restored"))
}

pub(super) async fn standard(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
) -> Result<Response> {
    checklists.make_standard(&me(&t)?, &id).await?;
    Ok(back("checklist-made-standard"))
}
