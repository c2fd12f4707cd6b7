//! How many calls a head wants to hear, and which: the form, its mistakes, keeping it.

use super::{DrawConditions, Listening, store};
use crate::audit::{self, Act, AuditSubject, Detail};
use crate::db::Tx;
use crate::diff::{as_read, fingerprint};
use crate::error::{Error, ErrorKind, FieldError, Result};
use crate::id::{PersonId, TeamId};
use crate::people::{self, Permission, Person};
use crate::text::fold;

/// Calls a week at most: more than a head hears.
const MOST: i32 = 50;
/// Days before the week at most.
const MOST_DAYS: i32 = 28;
/// Tags at most.
const TAGS: usize = 10;
/// Letters of a tag at most.
const TAG_LETTERS: usize = 40;
/// Longest length that may be asked for, in ms: ten hours.
const LONGEST_MS: i64 = 36_000_000;

/// What a head has set for their team.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotas {
    /// Calls of each manager a week, 0–50.
    pub calls: i32,
    /// Which calls may be drawn.
    pub conditions: DrawConditions,
    /// Numbers of single managers: newcomers may need more, 0 leaves somebody out.
    pub own: Vec<(PersonId, i32)>,
}

impl Quotas {
    /// Calls of this manager a week.
    pub fn of(&self, manager: &PersonId) -> i32 {
        let own = self.own.iter().find(|(id, _)| id == manager);
        own.map_or(self.calls, |(_, calls)| *calls)
    }
}

/// The quotas as entered; every field may be wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct QuotasForm {
    /// A number.
    pub calls: String,
    /// Length from: `2`, `1,5` minutes or `1:30`; empty for any.
    pub min: String,
    /// Length to, in the same way.
    pub max: String,
    /// Kinds of call.
    pub call_type: Vec<String>,
    /// Ends of call.
    pub outcome: Vec<String>,
    /// `in`, `out` or empty.
    pub direction: String,
    /// Separated by commas.
    pub tags: String,
    /// Anything when heard calls stay out.
    pub unheard: String,
    /// A number of days; empty for none.
    pub days_before: String,
    /// The managers, and beside them in the same order their own numbers; empty for the team's.
    pub manager: Vec<String>,
    /// See `manager`.
    pub own: Vec<String>,
    /// What the form was opened on; empty when nobody has read anything.
    pub revision: String,
}

/// The revision of what is kept for a team, of nothing as well.
pub fn revision(kept: Option<&Quotas>) -> String {
    let Some(kept) = kept else {
        return fingerprint(["nothing"]);
    };
    let form = QuotasForm::from_quotas(kept);
    let lists = [&form.call_type, &form.outcome, &form.manager, &form.own].map(|list| list.join(","));
    let texts = [
        &form.calls,
        &form.min,
        &form.max,
        &form.direction,
        &form.tags,
        &form.unheard,
        &form.days_before,
    ];
    fingerprint(texts.into_iter().chain(&lists).map(String::as_str))
}

impl QuotasForm {
    /// Quotas to be changed in a form.
    pub fn from_quotas(quotas: &Quotas) -> Self {
        let conditions = &quotas.conditions;
        let length = |ms: Option<i64>| ms.map(crate::i18n::format::duration).unwrap_or_default();
        Self {
            calls: quotas.calls.to_string(),
            min: length(conditions.min_ms),
            max: length(conditions.max_ms),
            call_type: conditions.call_types.iter().map(ToString::to_string).collect(),
            outcome: conditions.outcomes.iter().map(ToString::to_string).collect(),
            direction: conditions.direction.map(|it| it.to_string()).unwrap_or_default(),
            tags: conditions.tags.join(", "),
            unheard: if conditions.unheard { "yes" } else { "" }.to_owned(),
            days_before: match conditions.days_before {
                0 => String::new(),
                days => days.to_string(),
            },
            manager: quotas.own.iter().map(|(id, _)| id.to_string()).collect(),
            own: quotas.own.iter().map(|(_, calls)| calls.to_string()).collect(),
            revision: String::new(),
        }
    }

    /// The number entered for this manager.
    pub fn own_of(&self, manager: &PersonId) -> &str {
        let found = self.manager.iter().position(|id| id == manager.as_str());
        found.and_then(|at| self.own.get(at)).map_or("", String::as_str)
    }

    /// Could this be a number of calls, or is it left empty?
    pub fn is_own_right(text: &str) -> bool {
        text.trim().is_empty() || calls(text).is_some()
    }

    /// Reads every field at once. Codes: `listening-calls`, `listening-length`, `listening-length-order`,
    /// `recording-call-type`, `recording-outcome`, `recording-direction`, `listening-tags`, `listening-days`,
    /// `listening-own`.
    pub fn check(&self) -> Result<Quotas> {
        let mut problems = Vec::new();
        let mut wrong = |field, code| problems.push(FieldError { field, code });
        let number = calls(&self.calls).unwrap_or_else(|| {
            wrong("calls", "listening-calls");
            0
        });
        let min_ms = length(&self.min).unwrap_or_else(|()| {
            wrong("min", "listening-length");
            None
        });
        let max_ms = length(&self.max).unwrap_or_else(|()| {
            wrong("max", "listening-length");
            None
        });
        if min_ms.zip(max_ms).is_some_and(|(min, max)| min > max) {
            wrong("max", "listening-length-order");
        }
        let call_types = all(&self.call_type).unwrap_or_else(|()| {
            wrong("call_type", "recording-call-type");
            Vec::new()
        });
        let outcomes = all(&self.outcome).unwrap_or_else(|()| {
            wrong("outcome", "recording-outcome");
            Vec::new()
        });
        let direction = match self.direction.trim() {
            "" => None,
            text => text
                .parse()
                .map_err(|_| wrong("direction", "recording-direction"))
                .ok(),
        };
        let tags = tags(&self.tags).unwrap_or_else(|| {
            wrong("tags", "listening-tags");
            Vec::new()
        });
        let days_before = match self.days_before.trim() {
            "" => 0,
            text => text
                .parse()
                .ok()
                .filter(|days| (0..=MOST_DAYS).contains(days))
                .unwrap_or_else(|| {
                    wrong("days_before", "listening-days");
                    0
                }),
        };
        let mut own = Vec::new();
        for (manager, text) in self.manager.iter().zip(&self.own) {
            match (manager.parse(), calls(text)) {
                (Ok(id), Some(number)) => own.push((id, number)),
                _ if text.trim().is_empty() => {}
                _ => wrong("own", "listening-own"),
            }
        }
        if !problems.is_empty() {
            return Err(Error::fields(problems));
        }
        Ok(Quotas {
            calls: number,
            conditions: DrawConditions {
                min_ms,
                max_ms,
                call_types,
                outcomes,
                direction,
                tags,
                unheard: !self.unheard.is_empty(),
                days_before,
            },
            own,
        })
    }
}

fn calls(text: &str) -> Option<i32> {
    text.trim()
        .parse()
        .ok()
        .filter(|calls| (0..=MOST).contains(calls))
}

/// `2` and `1,5` are minutes, `1:30` minutes and seconds, `1:02:03` with hours.
fn length(text: &str) -> Result<Option<i64>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let ms = if text.contains(':') {
        let parts: Vec<i64> = text
            .split(':')
            .map(|part| part.parse().ok().filter(|n| (0..600).contains(n)))
            .collect::<Option<_>>()
            .ok_or(())?;
        match parts[..] {
            [minutes, seconds] if seconds < 60 => (minutes * 60 + seconds) * 1000,
            [hours, minutes, seconds] if minutes < 60 && seconds < 60 => {
                (hours * 3600 + minutes * 60 + seconds) * 1000
            }
            _ => return Err(()),
        }
    } else {
        let minutes: f64 = text.replace(',', ".").parse().map_err(|_| ())?;
        if !(0.0..=600.0).contains(&minutes) {
            return Err(());
        }
        // To the second: that is how lengths are shown.
        (minutes * 60.0).round() as i64 * 1000
    };
    if ms > LONGEST_MS {
        return Err(());
    }
    Ok(Some(ms).filter(|ms| *ms > 0))
}

/// Every word, once.
fn all<T: std::str::FromStr + PartialEq>(words: &[String]) -> Result<Vec<T>, ()> {
    let mut found = Vec::new();
    for word in words {
        let value = word.parse().map_err(|_| ())?;
        if !found.contains(&value) {
            found.push(value);
        }
    }
    Ok(found)
}

fn tags(text: &str) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for tag in text.split([',', ';']) {
        let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
        let tag = tag.trim_start_matches('#').to_owned();
        if tag.is_empty() || found.iter().any(|known| fold(known) == fold(&tag)) {
            continue;
        }
        if tag.chars().count() > TAG_LETTERS || found.len() == TAGS {
            return None;
        }
        found.push(tag);
    }
    Some(found)
}

/// The team this person plans for. Code: `listening-no-team`.
pub(super) fn team(head: &Person) -> Result<&TeamId> {
    if !head.may(Permission::Evaluate) {
        return Err(Error::forbidden());
    }
    head.team_id
        .as_ref()
        .ok_or(Error::new(ErrorKind::Conflict, "listening-no-team"))
}

impl Listening {
    /// Keeps what a head wants to hear of their team; weeks that are over stay as they were drawn. Numbers of people
    /// who are not managers of the team are left out. Codes: those of [`QuotasForm::check`], `listening-no-team`,
    /// `changed-meanwhile` when somebody set them since the form was opened.
    pub async fn set_quotas(&self, head: &Person, form: &QuotasForm) -> Result<()> {
        let team = team(head)?;
        let mut quotas = form.check()?;
        let mut tx = self.core.db.write().await?;
        let managers = people::store::managers(&mut tx, &head.scope()).await?;
        quotas
            .own
            .retain(|(id, _)| managers.iter().any(|it| it.id == *id));
        // Of the team, not of its quotas: there may be none yet, and two who set the first.
        people::store::hold_team(&mut tx, team).await?;
        let before = store::quotas(&mut tx, team).await?;
        as_read(&form.revision, &revision(before.as_ref()))?;
        if before.as_ref() != Some(&quotas) {
            store::set_quotas(&mut tx, team, &quotas, &head.id, self.core.now()).await?;
            self.record(&mut tx, head, &quotas).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn record(&self, tx: &mut Tx, head: &Person, quotas: &Quotas) -> Result<()> {
        audit::record(
            tx,
            &self.core,
            head,
            Act::QuotaChanged
                .on(AuditSubject::Quotas)
                .with(Detail::Number(quotas.calls.into())),
        )
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recordings::{CallOutcome, CallType, Direction};

    #[test]
    fn lengths_are_minutes_or_minutes_and_seconds() {
        for (text, ms) in [
            ("", None),
            ("0", None),
            ("2", Some(120_000)),
            ("1,5", Some(90_000)),
            ("1.5", Some(90_000)),
            ("1:30", Some(90_000)),
            (" 90:00 ", Some(5_400_000)),
            ("1:30:00", Some(5_400_000)),
        ] {
            assert_eq!(length(text), Ok(ms), "{text}");
        }
        for wrong in [
            "x", "-1", "1:60", "1:2:3:4", "601", "11:00:00", ":30", "1e9", "NaN",
        ] {
            assert_eq!(length(wrong), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_form_comes_back_as_it_was_kept() {
        let manager: PersonId = "01K0ZC3QJ5V0T5N6V8W2M4X7RD".parse().unwrap();
        let form = QuotasForm {
            calls: "3".to_owned(),
            min: "1,5".to_owned(),
            max: "20".to_owned(),
            call_type: vec!["request".to_owned(), "request".to_owned()],
            outcome: vec!["refused".to_owned()],
            direction: "in".to_owned(),
            tags: "цена, #Цена; срочно".to_owned(),
            unheard: "yes".to_owned(),
            days_before: "7".to_owned(),
            manager: vec![manager.to_string(), manager.to_string()],
            own: vec!["5".to_owned(), " ".to_owned()],
            revision: String::new(),
        };
        let quotas = form.check().unwrap();
        assert_eq!(quotas.conditions.min_ms, Some(90_000));
        assert_eq!(quotas.conditions.call_types, [CallType::Request]);
        assert_eq!(quotas.conditions.outcomes, [CallOutcome::Refused]);
        assert_eq!(quotas.conditions.direction, Some(Direction::In));
        assert_eq!(quotas.conditions.tags, ["цена", "срочно"]);
        assert!(quotas.conditions.unheard);
        assert_eq!(quotas.of(&manager), 5);
        let again = QuotasForm::from_quotas(&quotas);
        assert_eq!((again.min.as_str(), again.max.as_str()), ("1:30", "20:00"));
        assert_eq!(again.own_of(&manager), "5");
        assert_eq!(again.check().unwrap(), quotas);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let text = |text: &str| text.to_owned();
        let form = QuotasForm {
            calls: text("51"),
            min: text("долго"),
            max: text("-2"),
            call_type: vec![text("x")],
            outcome: vec![text("won")],
            direction: text("up"),
            tags: "т".repeat(41),
            unheard: String::new(),
            days_before: text("29"),
            manager: vec![text("01K0ZC3QJ5V0T5N6V8W2M4X7RD")],
            own: vec![text("много")],
            revision: String::new(),
        };
        let error = form.check().unwrap_err();
        let fields: Vec<&str> = error.field_errors().iter().map(|it| it.field).collect();
        let expected = [
            "calls",
            "min",
            "max",
            "call_type",
            "outcome",
            "direction",
            "tags",
            "days_before",
            "own",
        ];
        assert_eq!(fields, expected);
        let turned = QuotasForm {
            calls: text("1"),
            min: text("5"),
            max: text("4"),
            ..QuotasForm::default()
        };
        assert_eq!(
            turned.check().unwrap_err().field_errors()[0].code,
            "listening-length-order"
        );
    }
}
