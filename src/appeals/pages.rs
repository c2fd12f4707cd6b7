//! Pages of appeals: lodging one, one with its decision, the heads' list.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::appeal::{between, marks};
use super::read::who_decides;
use super::{Appeal, AppealForm, AppealHearing, AppealState, Appeals, Deciders, DecisionForm, store};
use crate::checklists::{Hundredths, Item, Mark, MarkWords, mark_words};
use crate::db::Cursor;
use crate::error::{Error, ErrorKind, Result};
use crate::evaluations::Card;
use crate::id::{AppealId, EvaluationId};
use crate::people::{Permission, Person};
use crate::playbook::typography::typeset;
use crate::time::Timestamp;
use crate::web::{FieldErrors, Form, Html, PageContext, Path, Query, Routes, SeeOther, cursor, form, see};

/// Appeals of a page, open or decided.
const ROWS: usize = 50;

pub(super) fn routes() -> Routes<Appeals> {
    use Permission::{AnswerEvaluations, DecideAppeals, ReadEvaluations};
    Routes::new()
        .get("/evaluations/{id}/appeal", AnswerEvaluations, new)
        .post("/evaluations/{id}/appeal", AnswerEvaluations, lodge)
        .get("/appeals", DecideAppeals, list)
        .get("/appeals/{id}", ReadEvaluations, show)
        .post("/appeals/{id}/decision", DecideAppeals, decide)
        .post("/appeals/{id}/withdraw", AnswerEvaluations, withdraw)
}

/// An item's words, typeset.
pub(super) fn text_of(t: &PageContext, item: &Item) -> String {
    typeset(item.text.get(t.locale()), t.locale()).into_owned()
}

fn figure(t: &PageContext, total: Option<Hundredths>) -> String {
    total.map_or_else(|| "—".to_owned(), |total| total.fixed(t.locale()))
}

/// An appeal as templates show it.
pub(super) struct AppealView {
    pub(super) id: AppealId,
    pub(super) evaluation: EvaluationId,
    pub(super) state: AppealState,
    pub(super) item: String,
    pub(super) manager: String,
    pub(super) client: String,
    pub(super) called: String,
    pub(super) before: MarkWords,
    pub(super) wished: MarkWords,
    /// The mark that was given, where one was.
    pub(super) after: Option<MarkWords>,
    pub(super) reason: String,
    pub(super) lodged: String,
    pub(super) due: String,
    pub(super) overdue: bool,
    pub(super) decider: String,
    pub(super) decided: String,
    pub(super) words: String,
    /// The total before and since, where it changed.
    pub(super) totals: Option<(String, String)>,
}

impl AppealView {
    pub(super) fn new(t: &PageContext, appeal: &Appeal, item: &Item) -> Self {
        Self {
            id: appeal.id.clone(),
            evaluation: appeal.evaluation_id.clone(),
            state: appeal.state,
            item: text_of(t, item),
            manager: appeal.manager.clone(),
            client: appeal.client.clone(),
            called: t.day_of(&appeal.called_at),
            before: mark_words(t, item, appeal.mark_before),
            wished: mark_words(t, item, Some(appeal.wished)),
            after: appeal.mark_after.map(|mark| mark_words(t, item, Some(mark))),
            reason: appeal.reason.clone(),
            lodged: t.moment(&appeal.created_at),
            due: t.day(&appeal.due),
            overdue: appeal.is_overdue(t.today()),
            decider: appeal.decider.clone().unwrap_or_default(),
            decided: appeal.decided_at.map(|at| t.moment(&at)).unwrap_or_default(),
            words: appeal.words.clone(),
            totals: appeal.mark_after.map(|_| {
                let since = figure(t, appeal.total_after);
                (figure(t, appeal.total_before), since)
            }),
        }
    }
}

/// What the reviewer left as evidence for an item.
struct AppealEvidence {
    given: MarkWords,
    own: Option<MarkWords>,
    comment: String,
    guide: String,
    /// Address, time, words.
    moments: Vec<(String, String, String)>,
}

fn proof(t: &PageContext, card: &Card, item: &Item) -> AppealEvidence {
    let answers = &card.evaluation.answers.0;
    let moment = |moment: &crate::evaluations::Moment| {
        let href = format!("/recordings/{}#t-{}", moment.recording_id, moment.start_ms);
        (href, t.duration(&moment.start_ms), moment.note.clone())
    };
    let own = card.opinion.as_ref().and_then(|said| said.answers.as_ref());
    AppealEvidence {
        given: mark_words(t, item, answers.mark(&item.key)),
        own: own.map(|own| mark_words(t, item, own.0.mark(&item.key))),
        comment: answers.comment(&item.key).to_owned(),
        guide: typeset(item.guide.get(t.locale()), t.locale()).into_owned(),
        moments: card.moments_of(&item.key).into_iter().map(moment).collect(),
    }
}

#[derive(Template)]
#[template(path = "appeals/new.html")]
struct NewAppealPage {
    t: PageContext,
    evaluation: EvaluationId,
    client: String,
    key: String,
    item: String,
    reviewer: String,
    proof: AppealEvidence,
    marks: Vec<MarkWords>,
    until: String,
    deciders: Deciders,
    form: AppealForm,
    errors: FieldErrors,
}

#[derive(Deserialize)]
struct ItemQuery {
    #[serde(default)]
    item: String,
}

async fn new_page(
    t: PageContext,
    appeals: &Appeals,
    id: &EvaluationId,
    form: AppealForm,
    errors: FieldErrors,
) -> Result<NewAppealPage> {
    let by = t.visitor().signed_in()?.clone();
    let (card, item) = appeals.appealable(&by, id, &form.item).await?;
    let given = card.evaluation.answers.0.mark(&item.key);
    let others = marks(&item).into_iter().filter(|mark| Some(*mark) != given);
    let mut tx = appeals.core.db.read().await?;
    let deciders = who_decides(&mut tx, &card.reviewer, &card.manager).await?;
    drop(tx);
    Ok(NewAppealPage {
        evaluation: id.clone(),
        item: text_of(&t, &item),
        proof: proof(&t, &card, &item),
        marks: others.map(|mark| mark_words(&t, &item, Some(mark))).collect(),
        until: t.day(&appeals.open_until(&card)),
        key: item.key,
        client: card.evaluation.client,
        reviewer: card.reviewer.name,
        deciders,
        form,
        errors,
        t,
    })
}

async fn new(
    t: PageContext,
    State(appeals): State<Appeals>,
    Path(id): Path<EvaluationId>,
    Query(query): Query<ItemQuery>,
) -> Result<Html<NewAppealPage>> {
    let form = AppealForm {
        item: query.item,
        ..AppealForm::default()
    };
    Ok(Html(
        new_page(t, &appeals, &id, form, FieldErrors::default()).await?,
    ))
}

async fn lodge(
    t: PageContext,
    State(appeals): State<Appeals>,
    Path(id): Path<EvaluationId>,
    Form(form): Form<AppealForm>,
) -> Result<Response> {
    form::answer(
        appeals.lodge(t.visitor().signed_in()?, &id, &form).await,
        |_| see(format!("/evaluations/{id}#appeals")).saying("appeal-lodged"),
        async |errors| new_page(t, &appeals, &id, form, errors).await,
    )
    .await
}

/// A mark that "partly" can give, and the total it makes.
struct PartialDecision {
    mark: MarkWords,
    total: String,
}

#[derive(Template)]
#[template(path = "appeals/show.html")]
struct AppealPage {
    t: PageContext,
    appeal: AppealView,
    proof: AppealEvidence,
    reviewer: String,
    deciders: Deciders,
    /// May the visitor decide it now?
    decides: bool,
    /// May the visitor take it back?
    own: bool,
    total: String,
    accepted: String,
    partly: Vec<PartialDecision>,
    form: DecisionForm,
    errors: FieldErrors,
}

impl AppealPage {
    fn is_open(&self) -> bool {
        self.appeal.state == AppealState::Open
    }
}

fn show_page(
    t: PageContext,
    by: &Person,
    hearing: AppealHearing,
    form: DecisionForm,
    errors: FieldErrors,
) -> AppealPage {
    let would = |mark: Mark| figure(&t, hearing.with_mark(mark).and_then(|score| score.total));
    let item = &hearing.item;
    let choice = |mark: Mark| PartialDecision {
        mark: mark_words(&t, item, Some(mark)),
        total: would(mark),
    };
    AppealPage {
        appeal: AppealView::new(&t, &hearing.appeal, item),
        proof: proof(&t, &hearing.card, item),
        decides: hearing.is_for(by),
        own: by.id == hearing.appeal.manager_id,
        total: figure(&t, hearing.card.score.total),
        accepted: would(hearing.appeal.wished),
        partly: between(item, &hearing.appeal).into_iter().map(choice).collect(),
        reviewer: hearing.card.reviewer.name.clone(),
        deciders: hearing.deciders,
        form,
        errors,
        t,
    }
}

async fn show(
    t: PageContext,
    State(appeals): State<Appeals>,
    Path(id): Path<AppealId>,
) -> Result<Html<AppealPage>> {
    let by = t.visitor().signed_in()?.clone();
    let hearing = appeals.hearing(&by, &id).await?;
    Ok(Html(show_page(
        t,
        &by,
        hearing,
        DecisionForm::default(),
        FieldErrors::default(),
    )))
}

async fn decide(
    t: PageContext,
    State(appeals): State<Appeals>,
    Path(id): Path<AppealId>,
    Form(form): Form<DecisionForm>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?.clone();
    form::answer(
        appeals.decide(&by, &id, &form).await,
        |()| see(format!("/appeals/{id}")).saying("appeal-decided"),
        async |errors| Ok(show_page(t, &by, appeals.hearing(&by, &id).await?, form, errors)),
    )
    .await
}

async fn withdraw(
    t: PageContext,
    State(appeals): State<Appeals>,
    Path(id): Path<AppealId>,
) -> Result<SeeOther> {
    appeals.withdraw(t.visitor().signed_in()?, &id).await?;
    Ok(see(format!("/appeals/{id}")).saying("appeal-withdrawn"))
}

#[derive(Template)]
#[template(path = "appeals/list.html")]
struct AppealListPage {
    t: PageContext,
    appeals: Vec<AppealView>,
    decided: bool,
    next: Option<Cursor>,
}

#[derive(Deserialize)]
struct AppealListQuery {
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: Option<String>,
}

async fn list(
    t: PageContext,
    State(appeals): State<Appeals>,
    Query(query): Query<AppealListQuery>,
) -> Result<Html<AppealListPage>> {
    let scope = t.visitor().signed_in()?.scope();
    let decided = match query.show.as_str() {
        "" => false,
        "decided" => true,
        _ => return Err(Error::new(ErrorKind::BadInput, "bad-address")),
    };
    let after = cursor(query.after.as_deref())?;
    let mut tx = appeals.core.db.read().await?;
    let page = if decided {
        store::decided(&mut tx, &scope, Timestamp(0), &after, ROWS).await?
    } else {
        store::open(&mut tx, &scope, &after, ROWS).await?
    };
    let mut shown = Vec::with_capacity(page.items.len());
    for appeal in &page.items {
        // The item's words are those of the checklist the evaluation was published with.
        let evaluation = crate::evaluations::store::evaluation(&mut tx, &appeal.evaluation_id).await?;
        let snapshot = evaluation.and_then(|it| it.snapshot);
        let item = snapshot
            .as_ref()
            .and_then(|it| it.0.checklist.item(&appeal.item_key));
        shown.extend(item.map(|(_, item)| AppealView::new(&t, appeal, item)));
    }
    Ok(Html(AppealListPage {
        t,
        appeals: shown,
        decided,
        next: page.next,
    }))
}
