//! What is said of a new password while it is typed. It comes in the body, is kept nowhere and is in no log.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::accounts::{AccountPages, Accounts};
use crate::auth::password;
use crate::web::{Access, Form, Json, PageContext, Routes};

pub(super) fn routes() -> Routes<AccountPages> {
    Routes::new().post("/password/estimate", Access::Public, estimate)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct EstimateForm {
    password: String,
    login: String,
    name: String,
}

/// In words.
#[derive(Debug, Default, Serialize)]
struct EstimateView {
    tone: &'static str,
    words: String,
}

async fn estimate(
    t: PageContext,
    State(accounts): State<Accounts>,
    Form(typed): Form<EstimateForm>,
) -> Json<EstimateView> {
    let person = t.visitor().person();
    let (login, name) = person.map_or((typed.login, typed.name), |person| {
        (person.login.clone(), person.name.clone())
    });
    if typed.password.chars().count() < password::LEAST_CHARACTERS {
        return Json(EstimateView::default());
    }
    let company = accounts.core.config.company.clone();
    let Some(estimate) = password::strength(typed.password, login, name, company).await else {
        return Json(EstimateView::default());
    };
    let mut words = t.text(&format!("password-strength-{}", estimate.strength));
    if let Some(weakness) = estimate.weakness {
        words = format!("{words} {}", t.error(&format!("password-weak-{weakness}")));
    }
    Json(EstimateView {
        tone: estimate.strength.tone(),
        words,
    })
}
