//! The browser's arithmetic on a thousand generated cards.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use salesbook::checklists::{self, Answers, Checklist, scoring};
use serde_json::{Value, json};

use crate::support::browser::{Service, Window};

/// A card as any department may write it, with answers: JSON, as the script takes it.
fn generated() -> impl Strategy<Value = (Value, Value)> {
    let scale = prop_oneof![
        Just("yes-no"),
        Just("0-1-2"),
        Just("0-2"),
        Just("five-step"),
        Just("points-3"),
        Just("points-7"),
        Just("points-10"),
        Just("own-0-1-3"),
        Just("own-0-4-6-10"),
        Just("own-1-2-6"),
    ];
    // Scale, weight in quarters, which mark (or none, or not applicable), critical, archived, required.
    let item = (scale, 1_u32..40, 0_usize..24, 0_u8..12, 0_u8..10, any::<bool>());
    let block = (
        proptest::collection::vec(item, 1..7),
        0_u8..5,
        proptest::option::of(0_u8..3),
    );
    let zones = (0_u8..30, 40_u8..60, 70_u8..100);
    (any::<bool>(), proptest::collection::vec(block, 1..6), zones).prop_map(|(points, blocks, zones)| {
        let (mut marks, mut gates, mut list) = (json!({}), json!({}), Vec::new());
        for (b, (items, counts, gate)) in blocks.into_iter().enumerate() {
            let mut written = Vec::new();
            for (i, (scale, quarters, pick, critical, archived, required)) in items.into_iter().enumerate() {
                let key = format!("i{b}-{i}");
                let all = scale.parse::<checklists::Scale>().unwrap().marks();
                match pick {
                    0..3 => {}
                    3..6 => marks[&key] = json!("na"),
                    pick => marks[&key] = json!(all[pick % all.len()]),
                }
                let weight = format!("{}.{:02}", quarters / 4, quarters % 4 * 25);
                let mut item = json!({"key": key, "scale": scale, "weight": weight, "required": required,
                    "archived": archived == 0});
                if critical == 0 {
                    item["critical"] = json!(all[0]);
                }
                written.push(item);
            }
            let key = format!("b{b}");
            let mut block = json!({"key": key, "counts_in_total": counts > 0, "items": written});
            if let Some(answer) = gate {
                block["gate"] = json!({});
                if answer < 2 {
                    gates[&key] = json!(answer == 0);
                }
            }
            list.push(block);
        }
        let card = json!({"rule": if points { "points" } else { "blocks" }, "blocks": list,
            "zones": {"attention": zones.0, "norm": zones.1, "strong": zones.2}});
        (card, json!({"marks": marks, "gates": gates}))
    })
}

/// Everything the arithmetic gives, as the script returns it: figures in hundredths.
fn computed(card: &Value, answers: &Value) -> Value {
    let card: Checklist = serde_json::from_value(card.clone()).unwrap();
    let answers: Answers = serde_json::from_value(answers.clone()).unwrap();
    let score = scoring::score(&card, &answers);
    let blocks: Vec<Value> = score
        .blocks
        .iter()
        .map(|block| {
            json!([
                block.key,
                block.state,
                block.counts_in_total,
                block.got.0.to_string(),
                block.of.0.to_string(),
                block.full.0.to_string(),
                block.percent.map(|it| it.0.to_string())
            ])
        })
        .collect();
    json!({
        "total": score.total.map(|total| total.0.to_string()),
        "zone": score.total.map_or("", |total| total.zone(card.zones).as_str()),
        "failed": score.failed_by,
        "got": score.got.0.to_string(),
        "of": score.of.0.to_string(),
        "open": scoring::open_questions(&card, &answers).len(),
        "blocks": blocks,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: `make test` has it"]
async fn browser_and_server_agree_on_a_thousand_generated_cards() {
    let mut runner = TestRunner::deterministic();
    let mut cards = Vec::new();
    while cards.len() < 1000 {
        let (card, answers) = generated().new_tree(&mut runner).unwrap().current();
        let list: Checklist = serde_json::from_value(card.clone()).unwrap();
        if list.check().is_ok() {
            cards.push((card, answers));
        }
    }
    // They are cards worth comparing: totals, failures, closed and archived blocks all occur.
    let expected: Vec<Value> = cards
        .iter()
        .map(|(card, answers)| computed(card, answers))
        .collect();
    let many = |what: &str, is: &dyn Fn(&Value) -> bool| {
        let n = expected.iter().filter(|it| is(it)).count();
        assert!(n >= 50, "{what}: {n}");
    };
    many("totals", &|it| it["total"].is_string());
    many("failures", &|it| it["failed"].is_string());
    many("open", &|it| it["open"].as_u64() > Some(0));
    many("closed", &|it| it["blocks"].to_string().contains("closed"));
    many("empty", &|it| it["blocks"].to_string().contains("empty"));
    let service = Service::start(false).await;
    let window = Window::open(&service, 1440, 900, "ru").await;
    window.go("/sign-in").await;
    let script = "
        const [cards, done] = arguments;
        const shell = document.querySelector('script[src*=\"/js/shell.js\"]').src;
        const text = (value) => value === null ? null : String(value);
        import(shell.replace('shell.js', 'scoring.js')).then(({ score, zoneOf }) => done(cards.map(([card, answers]) => {
          const { total, failedBy, got, of, blocks, open } = score(card, answers);
          return { total: text(total), zone: zoneOf(card, total), failed: failedBy, got: text(got), of: text(of), open: open.length,
            blocks: blocks.map((it) => [it.key, it.state, it.counts, text(it.got), text(it.of), text(it.full), text(it.percent)]) };
        })), (problem) => done(String(problem)));";
    let mut compared = 0;
    for (cards, expected) in cards.chunks(200).zip(expected.chunks(200)) {
        let results = window
            .client
            .execute_async(script, vec![json!(cards)])
            .await
            .unwrap();
        let results = results.as_array().unwrap_or_else(|| panic!("{results}"));
        for ((result, expected), card) in results.iter().zip(expected).zip(cards) {
            assert_eq!(result, expected, "{card:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 1000);
    window.close().await;
}
