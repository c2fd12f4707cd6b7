//! The measurable rule of a target: "item *next step* not below 1 of 2 in 4 of the next 5 evaluations".
//!
//! Decides which rules can be agreed on and how one is said. What the evaluations make of it is left to
//! [`super::follow`].

use serde::{Deserialize, Serialize};

use crate::checklists::{Checklist, Item, LocalizedText, Mark, scoring};
use crate::i18n::{Locale, Texts};

/// A rule looks at this many evaluations at most: more do not come in before the date.
pub const MOST_NEXT: u8 = 20;

/// A rule of a target, with the words of the time: a later edit of the checklist does not change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetRule {
    /// What is looked at in each evaluation.
    pub measure: Measure,
    /// In how many of them it must be so; from 1 to `of`.
    pub hits: u8,
    /// How many evaluations are looked at; up to [`MOST_NEXT`].
    pub of: u8,
}

/// What is looked at in an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Measure {
    /// The mark of an item.
    Item {
        /// The item's key; the same across checklists and versions.
        key: String,
        /// Its words.
        title: LocalizedText,
        /// The mark that is enough.
        at_least: u16,
        /// The best mark of the scale it was agreed on: another scale is compared by its share.
        best: u16,
    },
    /// The percentage of a block.
    Block {
        /// The block's key.
        key: String,
        /// Its heading.
        title: LocalizedText,
        /// The percentage that is enough.
        at_least: u8,
    },
    /// The total.
    Total {
        /// The percentage that is enough.
        at_least: u8,
    },
}

impl Measure {
    /// The word for it in forms and JSON: `item:date`, `block:closing`, `total`.
    pub fn word(&self) -> String {
        match self {
            Self::Item { key, .. } => format!("item:{key}"),
            Self::Block { key, .. } => format!("block:{key}"),
            Self::Total { .. } => "total".to_owned(),
        }
    }

    /// The figure that is enough: a mark, or a percentage.
    pub const fn at_least(&self) -> u16 {
        match self {
            Self::Item { at_least, .. } => *at_least,
            Self::Block { at_least, .. } | Self::Total { at_least } => *at_least as u16,
        }
    }

    /// What it looks at, in words: a target that was given none of its own.
    pub fn title(&self, locale: Locale) -> String {
        match self {
            Self::Item { title, .. } | Self::Block { title, .. } => title.get(locale).to_owned(),
            Self::Total { .. } => Texts(locale).text("rule-total-option"),
        }
    }

    /// The item it is about.
    pub fn item(&self) -> Option<&str> {
        match self {
            Self::Item { key, .. } => Some(key),
            _ => None,
        }
    }
}

impl TargetRule {
    /// «пункт „Дата“ не ниже 1 из 2 в 4 из 5 следующих оценок».
    pub fn words(&self, texts: Texts) -> String {
        let figure = self.measure.at_least().to_string();
        let measure = match &self.measure {
            Measure::Item { title, best, .. } => texts.with(
                "rule-item",
                &[
                    ("title", title.get(texts.0).to_owned()),
                    ("mark", figure),
                    ("best", best.to_string()),
                ],
            ),
            Measure::Block { title, .. } => texts.with(
                "rule-block",
                &[("title", title.get(texts.0).to_owned()), ("percent", figure)],
            ),
            Measure::Total { .. } => texts.with("rule-total", &[("percent", figure)]),
        };
        let times = if self.hits == self.of {
            texts.count("rule-all", self.of.into())
        } else {
            texts.with(
                "rule-some",
                &[("hits", self.hits.to_string()), ("of", self.of.to_string())],
            )
        };
        format!("{measure} {times}")
    }
}

/// A rule as entered; kept as text so that nothing is lost when a field is wrong. Without a measure there is no rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleForm {
    /// `item:KEY`, `block:KEY`, `total`, or empty: people decide.
    pub measure: String,
    /// A mark or a percentage; empty: the lowest mark that is not low, the percentage where the norm begins.
    pub at_least: String,
    /// In how many evaluations; empty: in all.
    pub hits: String,
    /// Of how many next evaluations.
    pub of: String,
}

impl RuleForm {
    /// As it is entered again.
    pub fn from_rule(rule: &TargetRule) -> Self {
        Self {
            measure: rule.measure.word(),
            at_least: rule.measure.at_least().to_string(),
            hits: rule.hits.to_string(),
            of: rule.of.to_string(),
        }
    }

    /// The rule, on the first of these checklists that has what it looks at; none when nothing was chosen. Codes:
    /// `plan-rule-measure`, `plan-rule-mark`, `plan-rule-percent`, `plan-rule-times`.
    pub fn check(&self, checklists: &[Checklist]) -> Result<Option<TargetRule>, &'static str> {
        let word = self.measure.trim();
        if word.is_empty() {
            return Ok(None);
        }
        let measure = if let Some(key) = word.strip_prefix("item:") {
            let found = checklists.iter().find_map(|list| list.item(key));
            let (_, item) = found.ok_or("plan-rule-measure")?;
            Measure::Item {
                key: item.key.clone(),
                title: item.text.clone(),
                at_least: self.mark(item)?,
                best: item.scale.max(),
            }
        } else if let Some(key) = word.strip_prefix("block:") {
            let found = checklists.iter().find_map(|list| Some((list, list.block(key)?)));
            let (list, block) = found.ok_or("plan-rule-measure")?;
            Measure::Block {
                key: block.key.clone(),
                title: block.name.clone(),
                at_least: self.percent(list)?,
            }
        } else if word == "total" {
            Measure::Total {
                at_least: self.percent(checklists.first().ok_or("plan-rule-measure")?)?,
            }
        } else {
            return Err("plan-rule-measure");
        };
        let times = |text: &str| text.trim().parse::<u8>().map_err(|_| "plan-rule-times");
        let of = times(&self.of)?;
        let hits = if self.hits.trim().is_empty() {
            of
        } else {
            times(&self.hits)?
        };
        if hits < 1 || hits > of || of > MOST_NEXT {
            return Err("plan-rule-times");
        }
        Ok(Some(TargetRule { measure, hits, of }))
    }

    /// A mark of the item's scale above its lowest one.
    fn mark(&self, item: &Item) -> Result<u16, &'static str> {
        let text = self.at_least.trim();
        if text.is_empty() {
            let marks = item.scale.marks();
            let enough = marks
                .into_iter()
                .find(|mark| *mark > 0 && !scoring::is_low(item, Mark::Value(*mark)));
            return Ok(enough.unwrap_or(item.scale.max()));
        }
        let mark = text.parse().map_err(|_| "plan-rule-mark")?;
        if mark > 0 && item.scale.allows(mark) {
            Ok(mark)
        } else {
            Err("plan-rule-mark")
        }
    }

    fn percent(&self, list: &Checklist) -> Result<u8, &'static str> {
        let text = self.at_least.trim().trim_end_matches('%').trim();
        if text.is_empty() {
            return Ok(list.zones.norm);
        }
        match text.parse() {
            Ok(percent @ 1..=100) => Ok(percent),
            _ => Err("plan-rule-percent"),
        }
    }
}

/// Things a rule may look at, as a form offers them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choices {
    /// Translation key of the group's name.
    pub(super) name: &'static str,
    /// Word and title.
    pub(super) options: Vec<(String, String)>,
}

/// What a checklist can be followed by: items that were `low` first, then the rest, blocks, the total.
pub(super) fn choices(list: &Checklist, low: &[String], locale: Locale) -> Vec<Choices> {
    let items = |wanted: bool| {
        list.items()
            .filter(|(_, item)| low.contains(&item.key) == wanted)
            .map(|(_, item)| {
                let title = format!("{} (0–{})", item.text.get(locale), item.scale.max());
                (format!("item:{}", item.key), title)
            })
            .collect()
    };
    let blocks = list.blocks.iter().map(|block| {
        let title = format!("{}, %", block.name.get(locale));
        (format!("block:{}", block.key), title)
    });
    let total = Texts(locale).text("rule-total-option");
    [
        ("rule-low-items", items(true)),
        ("rule-items", items(false)),
        ("rule-blocks", blocks.collect()),
        ("rule-whole", vec![("total".to_owned(), total)]),
    ]
    .into_iter()
    .map(|(name, options)| Choices { name, options })
    .filter(|group| !group.options.is_empty())
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklists::presets;

    fn lists() -> Vec<Checklist> {
        presets()
            .unwrap()
            .into_iter()
            .filter(|preset| preset.key == "first-call")
            .map(|preset| preset.checklist)
            .collect()
    }

    fn form(measure: &str, at_least: &str, hits: &str, of: &str) -> RuleForm {
        RuleForm {
            measure: measure.to_owned(),
            at_least: at_least.to_owned(),
            hits: hits.to_owned(),
            of: of.to_owned(),
        }
    }

    #[test]
    fn a_rule_is_read_and_entered_again_as_it_was() {
        let rule = form("item:date", "1", "4", "5").check(&lists()).unwrap().unwrap();
        assert_eq!(RuleForm::from_rule(&rule), form("item:date", "1", "4", "5"));
        let Measure::Item { at_least, best, .. } = rule.measure else {
            panic!("{rule:?}")
        };
        assert_eq!((at_least, best), (1, 2));
        assert_eq!(form("", "1", "4", "5").check(&lists()), Ok(None));
    }

    #[test]
    fn what_is_left_empty_is_the_middle_of_the_scale_the_norm_and_all() {
        let rule = form("item:date", "", "", "3").check(&lists()).unwrap().unwrap();
        assert_eq!((rule.measure.at_least(), rule.hits, rule.of), (1, 3, 3));
        let total = form("total", "", "2", "3").check(&lists()).unwrap().unwrap();
        assert_eq!(total.measure, Measure::Total { at_least: 75 });
    }

    #[test]
    fn a_rule_that_cannot_be_followed_is_refused() {
        let code = |form: RuleForm| form.check(&lists()).unwrap_err();
        for measure in ["item:nothing", "block:nothing", "mood"] {
            assert_eq!(code(form(measure, "1", "4", "5")), "plan-rule-measure");
        }
        for mark in ["0", "3", "x"] {
            assert_eq!(code(form("item:date", mark, "4", "5")), "plan-rule-mark");
        }
        assert_eq!(code(form("total", "101", "4", "5")), "plan-rule-percent");
        for (hits, of) in [("6", "5"), ("0", "5"), ("1", "21"), ("1", "")] {
            assert_eq!(
                code(form("total", "80", hits, of)),
                "plan-rule-times",
                "{hits} of {of}"
            );
        }
    }

    #[test]
    fn low_items_are_offered_first_and_once() {
        let groups = choices(&lists()[0], &["date".to_owned()], Locale::Ru);
        assert_eq!(groups[0].name, "rule-low-items");
        assert_eq!(groups[0].options[0].0, "item:date");
        let all = groups.iter().flat_map(|group| &group.options);
        assert_eq!(all.filter(|(word, _)| word == "item:date").count(), 1);
    }
}
