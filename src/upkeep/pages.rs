//! The page of the book's state, and the one click that says a text is still right.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use super::confusions::{AliasProposal, StrayPhrase};
use super::figures::DAYS;
use super::{ConfusionReport, Upkeep, UpkeepFigures, UpkeepPages};
use crate::error::Result;
use crate::people::Permission;
use crate::playbook::EntryId;
use crate::web::{Flash, Form, Html, PageContext, Path, Routes, SeeOther, encode, see};

/// The page.
const PAGE: &str = "/playbook/upkeep";

/// Routes of the book's state.
pub fn routes() -> Routes<UpkeepPages> {
    Routes::new()
        .get(PAGE, Permission::CheckPlaybook, show)
        .get("/playbook/confusions", Permission::EditPlaybook, confusions)
        // The owner may verify whatever their role; whoever is neither is refused by the use case.
        .post(
            "/playbook/{locale}/{kind}/{slug}/verify",
            Permission::ReadPlaybook,
            still_right,
        )
}

#[derive(Template)]
#[template(path = "upkeep/show.html")]
struct UpkeepPage {
    t: PageContext,
    figures: UpkeepFigures,
}

impl UpkeepPage {
    fn days() -> i32 {
        DAYS
    }
    /// A share in whole per cent.
    fn percent<P: TryInto<i64> + Copy, W: TryInto<i64> + Copy>(part: &P, whole: &W) -> String {
        let (part, whole) = ((*part).try_into().unwrap_or(0), (*whole).try_into().unwrap_or(0));
        if whole == 0 {
            "—".to_owned()
        } else {
            format!("{} %", (part * 200 + whole) / (whole * 2))
        }
    }
    /// Seconds with one digit, in the reader's language.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn seconds(&self, ms: &i64) -> String {
        self.t.number(&(*ms as f64 / 1000.0), &1)
    }
}

async fn show(t: PageContext, State(upkeep): State<Upkeep>) -> Result<Html<UpkeepPage>> {
    Ok(Html(UpkeepPage {
        figures: upkeep.figures().await?,
        t,
    }))
}

/// Pairs shown at once.
const PAIRS: usize = 60;

#[derive(Template)]
#[template(path = "upkeep/confusions.html")]
struct ConfusionsPage {
    t: PageContext,
    report: Arc<ConfusionReport>,
}

impl ConfusionsPage {
    fn most() -> usize {
        PAIRS
    }
    /// The search that goes astray.
    fn search(stray: &StrayPhrase) -> String {
        format!("/search?q={}", encode(&stray.phrase))
    }
    /// The editor with the proposed aliases.
    fn write(proposal: &AliasProposal) -> String {
        let aliases = proposal
            .phrases
            .iter()
            .map(|phrase| format!("alias={}", encode(phrase)));
        let aliases: Vec<String> = aliases.collect();
        format!("{}/edit?{}", proposal.entry.id.url(), aliases.join("&"))
    }
}

async fn confusions(t: PageContext, State(pages): State<UpkeepPages>) -> Result<Html<ConfusionsPage>> {
    let report = pages.upkeep.confusions(pages.phrases.as_ref()).await?;
    Ok(Html(ConfusionsPage { t, report }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct VerifyForm {
    /// Any word: back to the page of the book's state.
    list: String,
}

async fn still_right(
    t: PageContext,
    State(upkeep): State<Upkeep>,
    Path((locale, kind, slug)): Path<(String, String, String)>,
    Form(form): Form<VerifyForm>,
) -> Result<SeeOther> {
    let id = EntryId::of_address(&locale, &kind, &slug)?;
    let done = upkeep
        .verify(t.visitor().signed_in()?, &id, t.text("upkeep-verified-reason"))
        .await?;
    let flash = Flash::new(if done {
        "upkeep-verified-said"
    } else {
        "upkeep-changed-meanwhile"
    });
    let back = if form.list.is_empty() || !done {
        id.url()
    } else {
        PAGE.to_owned()
    };
    Ok(see(back).saying(flash))
}
