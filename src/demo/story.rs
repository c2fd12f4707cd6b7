//! What happened before the newcomer came: one call that two heads scored blind, one review with own marks, appeals, a plan
//! and a one-to-one, and one open target that a rule follows.
//!
//! The acts are the real ones, done by an application whose clock stands in the past.

use std::sync::Arc;

use super::{calls, person};
use crate::app::App;
use crate::appeals::{AppealForm, DecisionForm};
use crate::calibration::{AgreedAnswer, NewSession};
use crate::checklists::{self, AnswerChange, Mark, MissingPart};
use crate::coaching::one_to_ones::MeetingForm;
use crate::coaching::{PlanForm, RuleForm, TargetDecision, TargetForm, TargetOutcome};
use crate::error::{Error, Result};
use crate::evaluations::{self, GiveOutcome, MomentKind, NewMoment, OwnChanges, PublishOutcome};
use crate::id::EvaluationId;
use crate::people::Person;
use crate::recordings::Recording;
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

/// Items the manager saw otherwise, and how.
const OWN: [(&str, u16); 6] = [
    ("reason", 1),
    ("decision", 1),
    ("benefits", 2),
    ("current-offer", 2),
    ("target-action", 2),
    ("polite", 2),
];

/// Item, wished mark, reason, outcome, the decider's words.
const APPEALS: [(&str, &str, &str, &str, &str); 2] = [
    (
        "by-name",
        "na",
        "За имя уже снято в пункте «Узнал, как обращаться». Второй раз за то же снимать не за что.",
        "accepted",
        "Верно, это одна ошибка, а не две.",
    ),
    (
        "polite",
        "2",
        "«Потом пожалеете» сказал в шутку, клиентка не обиделась.",
        "rejected",
        "Она замолчала на четыре секунды и попрощалась. Шуткой это не прозвучало.",
    ),
];

pub(super) async fn write(app: &App, recordings: &[Recording]) -> Result<()> {
    let head = person(app, "m.sokolova").await?;
    let nikita = person(app, "n.zhukov").await?;
    let timur = person(app, "t.akhmetov").await?;
    let other = person(app, "i.savelev").await?;
    calibrate(app, [&head, &other], &recordings[calls::LOST]).await?;
    review(app, &head, &nikita, &recordings[calls::LOST]).await?;
    open_target(app, &head, &timur).await
}

/// The same application, so many days ago.
fn days_ago(app: &App, days: i64) -> App {
    app.with_clock(Arc::new(FixedClock::at(app.clock.now().plus_ms(-days * DAY_MS))))
}

/// Where the other head heard something else: item, mark, their comment.
const OTHERWISE: [(&str, u16, &str); 6] = [
    ("reason", 1, ""),
    ("by-name", 1, ""),
    ("budget", 1, ""),
    ("benefits", 1, ""),
    ("joined", 1, ""),
    ("fillers", 1, ""),
];

/// The answers of the head, or of the other one.
fn answers(other: bool) -> Vec<AnswerChange> {
    let mut changes = vec![AnswerChange::Gate("objections".to_owned(), Some(true))];
    for (item, mark, comment) in MARKS {
        let otherwise = OTHERWISE.iter().find(|(key, ..)| other && *key == item);
        let (mark, comment) = otherwise.map_or((mark, comment), |(_, mark, comment)| (*mark, *comment));
        changes.push(AnswerChange::Mark(item.to_owned(), Some(Mark::Value(mark))));
        if !comment.is_empty() {
            changes.push(AnswerChange::Comment(item.to_owned(), comment.to_owned()));
        }
    }
    for item in ["recap", "promises"] {
        changes.push(AnswerChange::Mark(item.to_owned(), Some(Mark::NotApplicable)));
    }
    changes
}

/// A card with something missing: the demonstration is wrong.
fn incomplete(missing: &[MissingPart]) -> Error {
    Error::internal(anyhow::anyhow!(
        "missing on the demonstration's card: {missing:?}"
    ))
}

/// Twenty days ago, before it was scored, both heads listened to the lost call on their own.
async fn calibrate(app: &App, heads: [&Person; 2], recording: &Recording) -> Result<()> {
    let then = days_ago(app, 20);
    let mut tx = app.db.read().await?;
    let standard = checklists::store::checklists(&mut tx).await?.into_iter().next();
    drop(tx);
    let standard = standard.ok_or(Error::not_found("checklist-not-found"))?;
    let form = NewSession {
        title: "Звонок, который мы потеряли".to_owned(),
        checklist: standard.checklist_id.to_string(),
        deadline: then
            .clock
            .now()
            .day(&app.config.time_zone)
            .plus_days(3)
            .to_string(),
        reviewer: heads.map(|head| head.id.to_string()).to_vec(),
        recording: vec![recording.id.to_string()],
    };
    let id = then.calibrations.create(heads[0], &form).await?;
    for (head, other) in [(heads[0], false), (heads[1], true)] {
        let card = then.calibrations.score(head, &id, 1).await?;
        if let PublishOutcome::Incomplete(missing) =
            then.evaluations.publish(head, &card, 0, answers(other)).await?
        {
            return Err(incomplete(&missing));
        }
    }
    let agreed = AgreedAnswer {
        number: 1,
        question: "item.budget".to_owned(),
        answer: "0".to_owned(),
        words: "Назвать свою цену не значит спросить про бюджет".to_owned(),
    };
    then.calibrations.agree(heads[0], &id, "", agreed).await
}

/// Nineteen days ago the lost call was scored; the opinion, the plan and its outcome followed.
async fn review(app: &App, head: &Person, manager: &Person, recording: &Recording) -> Result<()> {
    let then = days_ago(app, 19);
    let id = then.evaluations.begin(head, &recording.id, None).await?;
    for (start_ms, end_ms, item, kind, note) in MOMENTS {
        let moment = NewMoment {
            item: Some(item.to_owned()),
            start_ms,
            end_ms: Some(end_ms),
            kind,
            note: note.to_owned(),
        };
        then.evaluations.mark_moment(head, &id, moment).await?;
    }
    let revision = then.evaluations.draft(head, &id).await?.evaluation.revision;
    let mut changes = answers(false);
    changes.push(AnswerChange::Summary(
        "Цена прозвучала раньше вопросов, дальше разговор шёл только о ней. Замер бы всё изменил.".to_owned(),
    ));
    match then.evaluations.publish(head, &id, revision, changes).await? {
        PublishOutcome::Published | PublishOutcome::HandedIn(_) => {}
        PublishOutcome::Incomplete(missing) => return Err(incomplete(&missing)),
    }
    let then = days_ago(app, 18);
    answer(&then, manager, &id).await?;
    let due = app.clock.now().day(&app.config.time_zone).plus_days(-4);
    let card = then.evaluations.read(head, &id).await?;
    let moments = match card {
        evaluations::EvaluationAccess::Whole(card) => {
            card.moments.iter().map(|moment| moment.id.to_string()).collect()
        }
        evaluations::EvaluationAccess::OpinionFirst(_) => Vec::new(),
    };
    let form = PlanForm {
        focus: "Сначала вопросы, потом цена".to_owned(),
        action: "Прочитать скрипт «Входящая заявка», шаги 2–4.\nПослушать звонок Анны с Павлом.\nТри проигрывания с Анной до пятницы."
            .to_owned(),
        targets: vec![
            TargetForm {
                text: "До первой цифры спрашивать, что хранят, вес, высоту, срок и бюджет".to_owned(),
                due: due.to_string(),
                ..TargetForm::default()
            },
            TargetForm {
                text: "Предлагать замер самому и называть день и час".to_owned(),
                due: due.to_string(),
                ..TargetForm::default()
            },
        ],
        items: ["budget", "deadline", "target-action", "date"].map(str::to_owned).to_vec(),
        moments,
        study: vec!["ru/scripts/inbound-request".to_owned(), "ru/training/talking-about-price".to_owned()],
    };
    let plan = then.coaching.create(head, &manager.id, Some(&id), &form).await?;
    then.coaching
        .acknowledge(manager, &plan, "Согласен. Вопросы повешу перед глазами.")
        .await?;
    let then = days_ago(app, 3);
    for (position, outcome) in [(0, TargetOutcome::Met), (1, TargetOutcome::Unmet)] {
        let decision = TargetDecision {
            outcome,
            evaluation: None,
            word: "",
        };
        then.coaching.decide(head, &plan, position, "", decision).await?;
    }
    one_to_one(app, head, manager, recording).await
}

/// Three days ago they sat together: the last plan, one error and the line instead; the next date is set.
async fn one_to_one(app: &App, head: &Person, manager: &Person, recording: &Recording) -> Result<()> {
    let then = days_ago(app, 3);
    let today = app.clock.now().day(&app.config.time_zone);
    let form = MeetingForm {
        day: today.plus_days(-3).to_string(),
        time: "15:00".to_owned(),
        went_well: "Продукт знает, отвечает сразу. Про замер вспомнил сам.".to_owned(),
        error_item: "budget".to_owned(),
        error: "Цена прозвучала раньше вопросов, дальше говорили только о ней.".to_owned(),
        client_said: "Небольшой, триста квадратных метров. Мы продаём одежду. Всё лежит в коробках.".to_owned(),
        quote: "Понятно. На такой склад получится примерно шестьсот тысяч рублей.".to_owned(),
        instead: "«Сколько весит самая тяжёлая коробка и на какую высоту хотите ставить? От этого сумма меняется, \
                  не хочу назвать вам лишнего.»"
            .to_owned(),
        recording: recording.id.to_string(),
        start_ms: MOMENTS[0].0.to_string(),
        shared_notes: "До первой цифры: что хранят, вес, высота, срок, бюджет.\nПослушать звонок Анны с Павлом и прийти \
                       с двумя фразами, которые возьмёт себе."
            .to_owned(),
        revision: String::new(),
        private_notes: "Переживает из-за потерянной сделки. Похвалить при отделе, когда назначит первый замер.".to_owned(),
        next_day: today.plus_days(2).to_string(),
    };
    let id = then.one_to_ones.plan(head, &manager.id, &form).await?;
    then.one_to_ones.hold(head, &id, &form).await
}

/// The manager's own marks, the acknowledgement, and two appeals with their decisions.
async fn answer(then: &App, manager: &Person, id: &EvaluationId) -> Result<()> {
    let mut marks = vec![AnswerChange::Gate("objections".to_owned(), Some(true))];
    for (item, mark, _) in MARKS {
        let own = OWN
            .iter()
            .find(|(known, _)| *known == item)
            .map_or(mark, |(_, own)| *own);
        marks.push(AnswerChange::Mark(item.to_owned(), Some(Mark::Value(own))));
    }
    for item in ["recap", "promises"] {
        marks.push(AnswerChange::Mark(item.to_owned(), Some(Mark::NotApplicable)));
    }
    let changes = OwnChanges {
        marks,
        pluses: Some("Ответил сразу, знаю продукт, рассказал про паспорт и монтаж.".to_owned()),
        minuses: Some("Поторопился с ценой. Про замер вспомнил в самом конце.".to_owned()),
    };
    if let GiveOutcome::Incomplete(missing, _) = then.evaluations.give_own(manager, id, 0, changes).await? {
        return Err(Error::internal(anyhow::anyhow!(
            "missing among the demonstration's own marks: {missing:?}"
        )));
    }
    let words = "Про цену согласен. Две отметки обжалую.";
    then.evaluations.acknowledge(manager, id, words).await?;
    // Another head of the team decides, not the one who scored.
    let decider = person(then, "i.savelev").await?;
    for (item, wished, reason, outcome, words) in APPEALS {
        let form = AppealForm {
            item: item.to_owned(),
            wished: wished.to_owned(),
            reason: reason.to_owned(),
        };
        let appeal = then.appeals.lodge(manager, id, &form).await?;
        let form = DecisionForm {
            outcome: outcome.to_owned(),
            mark: String::new(),
            words: words.to_owned(),
        };
        then.appeals.decide(&decider, &appeal, &form).await?;
    }
    Ok(())
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
            rule: RuleForm {
                measure: "item:date".to_owned(),
                at_least: "1".to_owned(),
                hits: "4".to_owned(),
                of: "5".to_owned(),
            },
        }],
        study: vec!["ru/training/next-step".to_owned()],
        ..PlanForm::default()
    };
    let plan = then.coaching.create(head, &manager.id, None, &form).await?;
    then.coaching.acknowledge(manager, &plan, "").await
}
