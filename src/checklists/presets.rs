//! The checklists that come with the program, in Russian and English.
//!
//! Decides their content (`presets/*.toml`); putting them into the database once is left to [`super::install`].

use serde::Deserialize;

use super::checklist::{Checklist, ChecklistFault};

/// A shipped checklist.
#[derive(Debug, Clone, Deserialize)]
pub struct Preset {
    /// Stable name: the database knows it came from here.
    pub key: String,
    /// Is it the one a new evaluation begins with?
    #[serde(default)]
    pub standard: bool,
    /// The document.
    #[serde(flatten)]
    pub checklist: Checklist,
}

const SOURCES: [&str; 5] = [
    include_str!("presets/first-call.toml"),
    include_str!("presets/telemarketing.toml"),
    include_str!("presets/meeting.toml"),
    include_str!("presets/refusal.toml"),
    include_str!("presets/newcomer.toml"),
];

/// A shipped file is broken; cannot happen in a tested build.
#[derive(Debug, thiserror::Error)]
pub enum PresetError {
    /// Not the TOML of a checklist.
    #[error("a shipped checklist cannot be read")]
    Toml(#[from] toml::de::Error),
    /// Not usable.
    #[error("a shipped checklist cannot be used")]
    Fault(#[from] ChecklistFault),
}

/// Every shipped checklist, the standard one first.
pub fn presets() -> Result<Vec<Preset>, PresetError> {
    SOURCES
        .iter()
        .map(|source| {
            let preset: Preset = toml::from_str(source)?;
            preset.checklist.check()?;
            Ok(preset)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    fn preset(key: &str) -> Checklist {
        presets()
            .unwrap()
            .into_iter()
            .find(|preset| preset.key == key)
            .unwrap()
            .checklist
    }

    /// Possible points of a block, in hundredths.
    fn points(checklist: &Checklist, block: &str) -> u32 {
        checklist
            .block(block)
            .unwrap()
            .active_items()
            .map(|item| item.weight.as_hundredths() * u32::from(item.scale.max()))
            .sum()
    }

    fn total(checklist: &Checklist) -> u32 {
        checklist
            .blocks
            .iter()
            .filter(|block| block.counts_in_total)
            .map(|block| points(checklist, &block.key))
            .sum()
    }

    #[test]
    fn the_standard_card_weighs_what_it_promises() {
        let card = preset("first-call");
        let blocks = [
            "contact",
            "needs",
            "presentation",
            "objections",
            "next-step",
            "speech",
            "crm",
        ];
        let weights = blocks.map(|block| points(&card, block) / 100);
        assert_eq!(weights, [10, 25, 15, 20, 20, 5, 5]);
        let sizes = blocks.map(|block| card.block(block).unwrap().active_items().count());
        assert_eq!(sizes, [5, 5, 3, 5, 4, 2, 2]);
        assert!(card.block("objections").unwrap().gate.is_some());
        let critical: Vec<_> = card
            .items()
            .filter(|(_, item)| item.critical.is_some())
            .map(|(_, item)| item.key.as_str())
            .collect();
        assert_eq!(critical, ["rudeness", "false-promise"]);
        assert_eq!(presets().unwrap().iter().filter(|p| p.standard).count(), 1);
    }

    #[test]
    fn the_others_too() {
        let calls = preset("telemarketing");
        assert_eq!((total(&calls), points(&calls, "appointment")), (91_00, 37_00));
        assert_eq!(total(&preset("meeting")), 50_00);
        assert_eq!(preset("refusal").items().count(), 4);
        assert_eq!(preset("newcomer").rule, crate::checklists::ScoringRule::Blocks);
    }

    #[test]
    fn what_teaches_an_item_is_in_the_shipped_book() {
        let book = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library/");
        for preset in presets().unwrap() {
            let named: Vec<&str> = preset
                .checklist
                .items()
                .filter_map(|(_, item)| item.entry.as_deref())
                .collect();
            assert!(named.len() >= 4, "{}", preset.key);
            for entry in named {
                let id: crate::playbook::EntryId = entry.parse().unwrap();
                assert!(std::path::Path::new(book).join(id.file()).is_file(), "{entry}");
            }
        }
        for key in ["first-call", "telemarketing"] {
            let list = preset(key);
            let heard = list.items().filter(|(_, item)| item.phrases.len() >= 2).count();
            assert!(heard >= 12, "{key}: {heard}");
        }
        assert_eq!(preset("newcomer").functions, [crate::people::Function::Newcomer]);
    }

    #[test]
    fn every_text_is_in_both_languages() {
        for preset in presets().unwrap() {
            let list = &preset.checklist;
            let words = [&list.name, &list.about]
                .into_iter()
                .chain(list.blocks.iter().map(|block| &block.name))
                .chain(
                    list.blocks
                        .iter()
                        .filter_map(|b| b.gate.as_ref())
                        .flat_map(|gate| [&gate.question, &gate.open, &gate.closed]),
                )
                .chain(
                    list.items()
                        .flat_map(|(_, item)| std::iter::once(&item.text).chain(&item.labels)),
                );
            for text in words {
                assert!(!text.ru.is_empty() && !text.en.is_empty(), "{text:?}");
                let russian = |c: char| ('а'..='я').contains(&c.to_lowercase().next().unwrap_or(c));
                assert!(!text.get(Locale::En).chars().any(russian), "{text:?}");
            }
        }
    }
}
