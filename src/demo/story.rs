//! What happened before the newcomer came: one review with its opinion and plan, and one open target.
//!
//! The acts are the real ones, done by an application whose clock stands in the past.

use std::sync::Arc;

use super::{calls, person};
use crate::app::App;
use crate::coaching::{self, Outcome, PlanForm, TargetForm};
use crate::error::{Error, Result};
use crate::people::Person;
use crate::recordings::Recording;
use crate::scorecards::{self, Change, Mark, MomentKind, NewMoment, OpinionForm, Publishing};
use crate::time::FixedClock;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Item, mark, the reviewer's comment.
const MARKS: [(&str, u16, &str); 24] = [
    ("greeting", 2, ""),
    ("client-name", 0, "Имя клиентки так и не прозвучало."),
    ("reason", 0, "Сразу перешёл к площади, повод не повторил."),
    ("agenda", 0, "Плана разговора не было."),
    ("by-name", 0, "Имя не узнал, обращаться не к кому."),
    ("deadline", 0, "Срок не спрошен."),
    ("budget", 0, "Назвал свою сумму, не спросив про бюджет."),
    ("decision", 0, "Кто решает, осталось неизвестным."),
    (
        "criteria",
        0,
        "«Мне не нужна такая сталь» прозвучало после презентации.",
    ),
    ("summary", 0, "Итога не было."),
    (
        "benefits",
        0,
        "Перечислил всё, что есть: сталь, паспорт, цвет, сетку. Клиентке нужны лёгкие полки.",
    ),
    ("current-offer", 1, "Скидка названа без условия и срока."),
    ("calculation", 0, "«Наверное, пятьсот тысяч»: цифра без расчёта."),
    ("listened", 1, ""),
    ("joined", 0, "Ответ начался с «у нас качество»."),
    ("true-reason", 0, "С чем сравнивает, не спросил."),
    ("argued", 0, "«Значит, там плохой металл» без факта."),
    ("called-to-act", 1, "Предложил прайс на почту."),
    (
        "target-action",
        1,
        "Замер предложил последним, когда клиентка уже договорилась с другими.",
    ),
    ("second-attempt", 0, "После отказа попрощался."),
    ("date", 0, "Даты нет."),
    ("polite", 1, "«Потом пожалеете» лучше не говорить."),
    ("fillers", 2, ""),
    ("card", 2, ""),
];

/// Begin and end in ms, item, kind, words: as the call's text says.
const MOMENTS: [(i64, i64, &str, MomentKind, &str); 4] = [
    (
        20_900,
        25_910,
        "budget",
        MomentKind::Bad,
        "Цена на двадцать первой секунде, до вопросов",
    ),
    (50_350, 54_810, "argued", MomentKind::Bad, "Спор о чужом металле"),
    (
        57_860,
        86_060,
        "benefits",
        MomentKind::Bad,
        "Полминуты обо всём сразу",
    ),
    (
        147_780,
        151_910,
        "target-action",
        MomentKind::Idea,
        "Замер: хорошая мысль, но поздно",
    ),
];

pub(super) async fn tell(app: &App, recordings: &[Recording]) -> Result<()> {
    let head = person(app, "m.sokolova").await?;
    let nikita = person(app, "n.zhukov").await?;
    let timur = person(app, "t.akhmetov").await?;
    review(app, &head, &nikita, &recordings[calls::LOST]).await?;
    open_target(app, &head, &timur).await
}

/// The same application, so many days ago.
fn days_ago(app: &App, days: i64) -> App {
    app.with_clock(Arc::new(FixedClock::at(app.clock.now().plus_ms(-days * DAY_MS))))
}

/// Nineteen days ago the lost call was scored; the opinion, the plan and its outcome followed.
async fn review(app: &App, head: &Person, manager: &Person, recording: &Recording) -> Result<()> {
    let then = days_ago(app, 19);
    let id = scorecards::begin(&then, head, &recording.id, None).await?;
    for (start_ms, end_ms, item, kind, note) in MOMENTS {
        let moment = NewMoment {
            item: Some(item.to_owned()),
            start_ms,
            end_ms: Some(end_ms),
            kind,
            note: note.to_owned(),
        };
        scorecards::mark(&then, head, &id, moment).await?;
    }
    let revision = scorecards::draft(&then, head, &id).await?.evaluation.revision;
    let mut changes = vec![Change::Gate("objections".to_owned(), Some(true))];
    for (item, mark, comment) in MARKS {
        changes.push(Change::Mark(item.to_owned(), Some(Mark::Value(mark))));
        if !comment.is_empty() {
            changes.push(Change::Comment(item.to_owned(), comment.to_owned()));
        }
    }
    for item in ["recap", "promises"] {
        changes.push(Change::Mark(item.to_owned(), Some(Mark::NotApplicable)));
    }
    changes.push(Change::Summary(
        "Цена прозвучала раньше вопросов, дальше разговор шёл только о ней. Замер бы всё изменил.".to_owned(),
    ));
    match scorecards::publish(&then, head, &id, revision, changes).await? {
        Publishing::Published => {}
        Publishing::Lacking(lacks) => {
            return Err(Error::internal(anyhow::anyhow!(
                "the demonstration's card lacks {lacks:?}"
            )));
        }
    }
    let then = days_ago(app, 18);
    let opinion = OpinionForm {
        pluses: "Ответил сразу, знаю продукт, рассказал про паспорт и монтаж.".to_owned(),
        minuses: "Поторопился с ценой. Про замер вспомнил в самом конце.".to_owned(),
    };
    scorecards::assess(&then, manager, &id, &opinion).await?;
    let due = app.clock.now().day(&app.config.time_zone).plus_days(-4);
    let card = scorecards::read(&then, head, &id).await?;
    let moments = match card {
        scorecards::Reading::Whole(card) => card.moments.iter().map(|moment| moment.id.to_string()).collect(),
        scorecards::Reading::OpinionFirst(_) => Vec::new(),
    };
    let form = PlanForm {
        focus: "Сначала вопросы, потом цена".to_owned(),
        action: "Прочитать скрипт «Входящая заявка», шаги 2–4.\nПослушать звонок Анны с Павлом.\nТри проигрывания с Анной до пятницы."
            .to_owned(),
        targets: vec![
            TargetForm {
                text: "До первой цифры спрашивать, что хранят, вес, высоту, срок и бюджет".to_owned(),
                due: due.to_string(),
            },
            TargetForm { text: "Предлагать замер самому и называть день и час".to_owned(), due: due.to_string() },
        ],
        items: ["budget", "deadline", "target-action", "date"].map(str::to_owned).to_vec(),
        moments,
    };
    let plan = coaching::create(&then, head, &manager.id, Some(&id), &form).await?;
    coaching::acknowledge(&then, manager, &plan, "Согласен. Вопросы повешу перед глазами.").await?;
    let then = days_ago(app, 3);
    coaching::decide(&then, head, &plan, 0, Outcome::Met, None).await?;
    coaching::decide(&then, head, &plan, 1, Outcome::Unmet, None).await
}

/// A target that the next evaluation asks about.
async fn open_target(app: &App, head: &Person, manager: &Person) -> Result<()> {
    let then = days_ago(app, 12);
    let due = app.clock.now().day(&app.config.time_zone).plus_days(2);
    let form = PlanForm {
        focus: "Следующий шаг с датой".to_owned(),
        action:
            "Прочитать «Следующий шаг» в книге. До конца недели записать у себя дату в конце каждого звонка."
                .to_owned(),
        targets: vec![TargetForm {
            text: "Заканчивать звонок датой и временем замера или следующего разговора".to_owned(),
            due: due.to_string(),
        }],
        ..PlanForm::default()
    };
    let plan = coaching::create(&then, head, &manager.id, None, &form).await?;
    coaching::acknowledge(&then, manager, &plan, "").await
}
