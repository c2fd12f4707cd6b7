//! The pure rules: days, who decides, what may be asked for and given.

use super::appeal::between;
use super::*;
use crate::checklists::{AnswerChange, Answers, Checklist, Mark};
use crate::evaluations::corrected;
use crate::id::{EvaluationId, PersonId, Randomness, TeamId};
use crate::people::{Person, Role};
use crate::time::{Day, Timestamp};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn working_days_pass_over_the_weekend() {
    // Thursday 26 November 2026.
    for (days, last) in [(0, "26"), (1, "27"), (2, "30")] {
        assert_eq!(
            working_days_after(day("2026-11-26"), days),
            day(&format!("2026-11-{last}"))
        );
    }
    assert_eq!(working_days_after(day("2026-11-26"), 5), day("2026-12-03"));
    assert_eq!(
        working_days_after(day("2026-11-28"), 1),
        day("2026-11-30"),
        "from a Saturday"
    );
}

#[test]
fn the_last_day_is_that_of_the_department_s_zone() {
    let zone = jiff::tz::TimeZone::get("Europe/Moscow").unwrap();
    // 23 November 2026, 22:30 UTC: already Tuesday in Moscow.
    let late = Timestamp(1_795_473_000_000);
    assert_eq!(late.day(&zone), day("2026-11-24"));
    assert_eq!(last_day(late, 5, &zone), day("2026-12-01"));
}

fn person(n: u64, role: Role, team: Option<&TeamId>) -> Person {
    let now = Timestamp(0);
    Person {
        id: PersonId::new(now, &Randomness::seeded(n)),
        login: format!("p{n}"),
        name: format!("P{n}"),
        role,
        team_id: team.cloned(),
        function: None,
        locale: None,
        active: true,
        single_keys: true,
        created_at: now,
    }
}

#[test]
fn another_reviewer_decides_where_there_is_one() {
    let team = |n| TeamId::new(Timestamp(0), &Randomness::seeded(n));
    let (ours, theirs) = (team(1), team(2));
    let manager = person(1, Role::Manager, Some(&ours));
    let reviewer = person(2, Role::Head, Some(&ours));
    let second = person(3, Role::Head, Some(&ours));
    let left = Person {
        active: false,
        ..person(4, Role::Head, Some(&ours))
    };
    let others = [
        person(5, Role::Head, Some(&theirs)),
        person(6, Role::Admin, None),
        person(7, Role::Trainer, Some(&ours)),
        manager.clone(),
        left,
    ];
    let of = |people: &[&Person]| {
        let everybody = others.iter().chain(people.iter().copied()).cloned().collect();
        deciders(everybody, &reviewer.id, &manager)
    };
    let two = of(&[&reviewer, &second]);
    assert_eq!(two, Deciders::Others(vec![second.clone()]));
    assert!(two.include(&second.id) && !two.include(&reviewer.id));
    let alone = of(&[&reviewer]);
    assert_eq!(alone, Deciders::Reviewer(Box::new(reviewer.clone())));
    assert!(alone.include(&reviewer.id));
    assert_eq!(of(&[]), Deciders::Nobody);
    let gone = Person {
        active: false,
        ..reviewer.clone()
    };
    assert_eq!(of(&[&gone, &second]), Deciders::Others(vec![second]));
}

fn checklist() -> Checklist {
    serde_json::from_value(serde_json::json!({"rule": "points", "blocks": [
        {"key": "needs", "items": [
            {"key": "budget", "weight": "3"},
            {"key": "date", "scale": "yes-no", "not_applicable": false}]},
        {"key": "objections", "gate": {}, "items": [{"key": "argued"}]}]}))
    .unwrap()
}

fn answers(checklist: &Checklist) -> Answers {
    let mut answers = Answers::default();
    for change in [
        AnswerChange::Mark("budget".to_owned(), Some(Mark::Value(0))),
        AnswerChange::Mark("date".to_owned(), Some(Mark::Value(1))),
        AnswerChange::Gate("objections".to_owned(), Some(false)),
    ] {
        answers.apply(checklist, change).unwrap();
    }
    answers
}

#[test]
fn only_a_counted_mark_below_the_best_may_be_appealed() {
    let checklist = checklist();
    let answers = answers(&checklist);
    let may = |key: &str| {
        let (block, item) = checklist.item(key).unwrap();
        may_be_appealed(&answers, block, item)
    };
    assert_eq!([may("budget"), may("date"), may("argued")], [true, false, false]);
}

#[test]
fn a_corrected_mark_is_counted_on_the_same_checklist() {
    let checklist = checklist();
    let before = answers(&checklist);
    let (after, score) = corrected(&checklist, &before, "budget", Mark::Value(1)).unwrap();
    // (1/2·3·2 + 1) / (3·2 + 1) and nothing else changed.
    assert_eq!(score.total.unwrap().0, 5714);
    assert_eq!(after.mark("date"), before.mark("date"));
    let (_, score) = corrected(&checklist, &before, "budget", Mark::NotApplicable).unwrap();
    assert_eq!(score.total.unwrap().0, 10_000);
    assert!(corrected(&checklist, &before, "budget", Mark::Value(7)).is_err());
}

fn appeal(item: &str, before: u16, wished: u16) -> Appeal {
    let (now, randomness) = (Timestamp(0), Randomness::seeded(9));
    Appeal {
        id: crate::id::AppealId::new(now, &randomness),
        evaluation_id: EvaluationId::new(now, &randomness),
        item_key: item.to_owned(),
        mark_before: Some(Mark::Value(before)),
        wished: Mark::Value(wished),
        reason: "Спросил в начале".to_owned(),
        state: AppealState::Open,
        created_at: now,
        due: day("2026-11-30"),
        decided_at: None,
        decider: None,
        words: String::new(),
        mark_after: None,
        total_before: None,
        total_after: None,
        manager_id: PersonId::new(now, &randomness),
        manager: String::new(),
        reviewer_id: PersonId::new(now, &randomness),
        reviewer: String::new(),
        recording_id: None,
        client: String::new(),
        called_at: now,
    }
}

#[test]
fn the_manager_names_the_mark_and_the_reason() {
    let checklist = checklist();
    let (_, item) = checklist.item("budget").unwrap();
    let form = |wished: &str, reason: &str| AppealForm {
        item: "budget".to_owned(),
        wished: wished.to_owned(),
        reason: reason.to_owned(),
    };
    let check = |wished, reason| form(wished, reason).check(item, Some(Mark::Value(0)));
    assert_eq!(
        check("2", " Спросил ").unwrap(),
        (Mark::Value(2), "Спросил".to_owned())
    );
    assert_eq!(check("na", "Не о том").unwrap().0, Mark::NotApplicable);
    let codes = |wished, reason| -> Vec<&str> {
        let problems = check(wished, reason).unwrap_err();
        problems.into_iter().map(|problem| problem.code).collect()
    };
    assert_eq!(codes("0", "Так и есть"), ["appeal-wished"], "the mark it has");
    assert_eq!(codes("3", "Много"), ["appeal-wished"]);
    assert_eq!(codes("", " "), ["appeal-wished", "appeal-reason"]);
}

#[test]
fn a_decision_has_words_and_partly_is_neither_mark() {
    let checklist = checklist();
    let (_, item) = checklist.item("budget").unwrap();
    let one = appeal("budget", 0, 2);
    assert_eq!(between(item, &one), [Mark::Value(1), Mark::NotApplicable]);
    let check = |outcome: &str, mark: &str, words: &str| {
        let form = DecisionForm {
            outcome: outcome.to_owned(),
            mark: mark.to_owned(),
            words: words.to_owned(),
        };
        form.check(item, &one).map_err(|problems| {
            problems
                .into_iter()
                .map(|problem| problem.code)
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(
        check("accepted", "", "Верно").unwrap().0,
        AppealDecision::Accepted(Mark::Value(2))
    );
    assert_eq!(
        check("partly", "1", "Наполовину").unwrap().0,
        AppealDecision::Partly(Mark::Value(1))
    );
    assert_eq!(check("rejected", "1", "Нет").unwrap().0, AppealDecision::Rejected);
    for mark in ["0", "2", "", "5"] {
        assert_eq!(check("partly", mark, "Слова"), Err(vec!["appeal-mark"]), "{mark}");
    }
    assert_eq!(check("open", "", ""), Err(vec!["appeal-outcome", "appeal-words"]));
    assert_eq!(check("withdrawn", "", "Слова"), Err(vec!["appeal-outcome"]));
    // Yes or no without "not applicable" leaves nothing between.
    let (_, date) = checklist.item("date").unwrap();
    assert_eq!(between(date, &appeal("date", 0, 1)), []);
}

#[test]
fn an_open_appeal_is_overdue_after_its_day() {
    let mut one = appeal("budget", 0, 2);
    assert!(!one.is_overdue(day("2026-11-30")));
    assert!(one.is_overdue(day("2026-12-01")));
    one.state = AppealState::Rejected;
    assert!(!one.is_overdue(day("2026-12-01")));
}
