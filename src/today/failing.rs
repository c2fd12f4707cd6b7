//! The items that fail most, over the department and without names: what the book has to teach. Pure.

use std::collections::{BTreeMap, HashMap};

use crate::checklists::scoring::{FEW, is_low};
use crate::checklists::{ChecklistVersion, Mark};
use crate::evaluations::store::AnsweredEvaluation;
use crate::i18n::Locale;
use crate::id::{ChecklistId, ChecklistVersionId};

/// A share of low marks from which an item fails, in per cent.
const FAILS: i64 = 25;

/// An item that is marked low often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailingItem {
    /// The item in words.
    pub item: String,
    /// Of which checklist.
    pub checklist: String,
    /// The entry that teaches it, as the checklist names it.
    pub entry: Option<String>,
    /// Low marks.
    pub low: i64,
    /// Marks, low or not.
    pub n: i64,
}

impl FailingItem {
    /// Low marks in whole per cent, rounded half up.
    pub const fn share(&self) -> i64 {
        (self.low * 200 + self.n) / (self.n * 2)
    }
}

/// Items with at least [`FEW`] marks of which a quarter or more are low, the worst first; words of the newest version.
pub fn failing(
    answered: &[AnsweredEvaluation],
    versions: &HashMap<ChecklistVersionId, ChecklistVersion>,
    locale: Locale,
) -> Vec<FailingItem> {
    let mut counted: BTreeMap<(&ChecklistId, &str), (i64, i64)> = BTreeMap::new();
    for evaluation in answered {
        let Some(version) = versions.get(&evaluation.version_id) else {
            continue;
        };
        let answers = &evaluation.answers.0;
        for (block, item) in version.document.0.items() {
            let mark = answers
                .mark(&item.key)
                .filter(|_| answers.open(block) == Some(true));
            if let Some(mark @ Mark::Value(_)) = mark {
                let (low, n) = counted.entry((&version.checklist_id, &item.key)).or_default();
                *low += i64::from(is_low(item, mark));
                *n += 1;
            }
        }
    }
    let mut failing: Vec<FailingItem> = counted
        .into_iter()
        .filter(|(_, (low, n))| *n >= FEW && low * 100 >= n * FAILS)
        .filter_map(|((checklist, key), (low, n))| {
            let newest = versions
                .values()
                .filter(|version| version.checklist_id == *checklist)
                .max_by_key(|version| version.number)?;
            // An item that is not asked any more needs no teaching.
            let (_, item) = newest.document.0.item(key)?;
            Some(FailingItem {
                item: item.text.get(locale).to_owned(),
                checklist: newest.document.0.name.get(locale).to_owned(),
                entry: item.entry.clone(),
                low,
                n,
            })
        })
        .collect();
    failing.sort_by(|a, b| (b.low * a.n).cmp(&(a.low * b.n)).then(a.item.cmp(&b.item)));
    failing
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::checklists::Answers;
    use crate::db::JsonText;
    use crate::evaluations::CallSelection;
    use crate::id::{EvaluationId, PersonId, Randomness};
    use crate::time::Timestamp;

    #[test]
    fn an_item_fails_by_its_share_of_low_marks_once_there_are_enough() {
        let at = Timestamp(0);
        let randomness = Randomness::seeded(1);
        let version = ChecklistVersion {
            id: ChecklistVersionId::new(at, &randomness),
            checklist_id: ChecklistId::new(at, &randomness),
            number: 1,
            standard: true,
            document: JsonText(
                serde_json::from_value(json!({"rule": "points", "name": {"ru": "Карта"}, "blocks": [
                    {"key": "a", "items": [
                        {"key": "date", "text": {"ru": "Дата"}, "entry": "ru/scripts/close"},
                        {"key": "name", "text": {"ru": "Имя"}}, {"key": "rare", "text": {"ru": "Редко"}}]},
                    {"key": "b", "gate": {}, "items": [{"key": "gated", "text": {"ru": "За воротами"}}]}]}))
                .unwrap(),
            ),
        };
        let one = |nth: i64| {
            let answers: Answers = serde_json::from_value(json!({
                "marks": {"date": if nth < 6 { 0 } else { 2 }, "name": i32::from(nth > 0),
                          "rare": if nth < 7 { json!(0) } else { json!("na") }, "gated": 0},
                "gates": {"b": false}}))
            .unwrap();
            AnsweredEvaluation {
                id: EvaluationId::new(at, &randomness),
                recording_id: None,
                manager_id: PersonId::new(at, &randomness),
                client: String::new(),
                version_id: version.id.clone(),
                total: None,
                answers: JsonText(answers),
                published_at: at,
                picked: CallSelection::Chosen,
            }
        };
        let answered: Vec<AnsweredEvaluation> = (0..8).map(one).collect();
        let versions = HashMap::from([(version.id.clone(), version)]);
        let found = failing(&answered, &versions, Locale::Ru);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].item.as_str(), found[0].low, found[0].n, found[0].share()),
            ("Дата", 6, 8, 75)
        );
        assert_eq!(found[0].entry.as_deref(), Some("ru/scripts/close"));
    }
}
