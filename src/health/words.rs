//! A finding in words.

use crate::i18n::{Locale, Texts, format};
use crate::time::Timestamp;

use super::facts::ServiceFolder;
use super::judge::HealthFinding;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A value of a sentence, told as people of the language tell it.
#[derive(Debug, Clone, PartialEq)]
pub enum SentenceValue {
    /// How many.
    Number(i64),
    /// How much of a disk or of memory.
    Bytes(u64),
    /// When.
    Moment(Timestamp),
    /// How long, in ms.
    Length(i64),
    /// Where.
    Place(ServiceFolder),
    /// A word that is no language's.
    Text(String),
}

/// Whose language and clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SentenceContext<'a> {
    pub(crate) texts: Texts,
    pub(crate) now: Timestamp,
    pub(crate) zone: &'a jiff::tz::TimeZone,
}

impl SentenceValue {
    fn text(&self, context: SentenceContext<'_>) -> String {
        let SentenceContext { texts, now, zone } = context;
        match self {
            Self::Number(number) => number.to_string(),
            Self::Bytes(bytes) => format::bytes(texts.0, i64::try_from(*bytes).unwrap_or(i64::MAX)),
            Self::Moment(at) => format::moment(texts.0, *at, now, zone),
            Self::Length(ms) => {
                let ms = ms.saturating_abs();
                // A jump is measured between two looks: it is never three hours to the millisecond.
                let whole = |unit: i64| ms.saturating_add(unit / 2) / unit;
                if whole(DAY_MS) >= 2 {
                    texts.count("health-days", whole(DAY_MS))
                } else if whole(HOUR_MS) >= 2 {
                    texts.count("health-hours", whole(HOUR_MS))
                } else {
                    texts.count("health-minutes", whole(MINUTE_MS).max(1))
                }
            }
            Self::Place(place) => texts.text(&format!("health-place-{}", place.as_str())),
            Self::Text(text) => text.clone(),
        }
    }
}

impl HealthFinding {
    /// What is wrong.
    pub(crate) fn sentence(&self, context: SentenceContext<'_>) -> String {
        if let Some(told) = &self.told_as {
            return context.texts.with(&format!("error-{}", told.code), &told.args);
        }
        let args: Vec<(&str, String)> = self
            .args
            .iter()
            .map(|(name, value)| (*name, value.text(context)))
            .collect();
        context.texts.with(&format!("health-{}", self.code), &args)
    }

    /// What to do about it.
    pub(crate) fn advice(&self, texts: Texts) -> String {
        texts.text(&format!("health-do-{}", self.code))
    }

    /// What is wrong and what to do, for the log, the command line and programs.
    pub fn in_english(&self) -> String {
        let context = SentenceContext {
            texts: Texts(Locale::En),
            now: Timestamp(0),
            zone: &jiff::tz::TimeZone::UTC,
        };
        format!("{} {}", self.sentence(context), self.advice(context.texts))
    }
}
