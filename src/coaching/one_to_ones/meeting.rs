//! A one-to-one and what a head may enter about it. Pure.

use crate::diff;
use crate::error::{Error, FieldError, Result};
use crate::id::{OneToOneId, PersonId, RecordingId};
use crate::time::{Day, Timestamp};

/// Letters of each text at most.
const LETTERS: usize = 4000;

crate::db::text_enum! {
    /// Where a one-to-one stands.
    pub enum MeetingState {
        /// It has a date; the head prepares it.
        Planned = "planned",
        /// It took place; what was agreed does not change any more.
        Held = "held",
    }
}

/// A one-to-one.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Meeting {
    /// Identifier.
    pub id: OneToOneId,
    /// With whom.
    pub manager_id: PersonId,
    /// Their name.
    pub manager_name: String,
    /// Who planned it.
    pub author_id: PersonId,
    /// Their name.
    pub author_name: String,
    /// Planned or held.
    pub state: MeetingState,
    /// On which day.
    pub day: Day,
    /// At what time, `15:00`; empty when only the day is known.
    pub time: String,
    /// What went well, in the head's words.
    pub went_well: String,
    /// Key of the checklist item the error is about; empty when about none.
    pub error_item: String,
    /// The one error, in words.
    pub error: String,
    /// What the client had said.
    pub client_said: String,
    /// What the manager said.
    pub quote: String,
    /// What could be said instead.
    pub instead: String,
    /// Where the quote is heard.
    pub recording_id: Option<RecordingId>,
    /// At which ms of it.
    pub start_ms: Option<i64>,
    /// What was agreed; the manager reads it.
    pub shared_notes: String,
    /// For the author alone; empty for everybody else.
    pub private_notes: String,
    /// The day of the next one.
    pub next_day: Option<Day>,
    /// When it was planned.
    pub created_at: Timestamp,
    /// When it was marked as held.
    pub held_at: Option<Timestamp>,
    /// When it was changed last.
    pub changed_at: Timestamp,
    /// Counts its changes.
    pub revision: i64,
}

impl Meeting {
    /// What this person may read of it: a manager reads only the date while the head prepares.
    #[must_use]
    pub fn for_eyes_of(mut self, reader: &PersonId) -> Self {
        if *reader == self.manager_id && self.state == MeetingState::Planned {
            let hidden = [
                &mut self.went_well,
                &mut self.error_item,
                &mut self.error,
                &mut self.client_said,
                &mut self.quote,
                &mut self.instead,
                &mut self.shared_notes,
            ];
            for text in hidden {
                text.clear();
            }
            self.recording_id = None;
            self.start_ms = None;
            self.next_day = None;
        }
        if *reader != self.author_id {
            self.private_notes.clear();
        }
        self
    }

    /// Is it planned?
    pub fn is_planned(&self) -> bool {
        self.state == MeetingState::Planned
    }

    /// Planned for a day that has passed?
    pub fn is_overdue(&self, today: Day) -> bool {
        self.is_planned() && self.day < today
    }

    /// Was it read as it is now?
    pub(super) fn is_as_read(&self, revision: &str) -> bool {
        diff::is_as_read(revision, &self.revision.to_string())
    }

    /// Is there an error to talk about?
    pub fn has_error(&self) -> bool {
        [&self.error, &self.quote, &self.instead, &self.client_said]
            .iter()
            .any(|text| !text.is_empty())
    }
}

/// A one-to-one as entered; kept as text so that nothing is lost when a field is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct MeetingForm {
    /// ISO date.
    pub day: String,
    /// `15:00` or empty.
    pub time: String,
    /// What went well.
    pub went_well: String,
    /// Key of a checklist item or empty.
    pub error_item: String,
    /// The one error.
    pub error: String,
    /// What the client had said.
    pub client_said: String,
    /// What the manager said.
    pub quote: String,
    /// What could be said instead.
    pub instead: String,
    /// The recording the quote is from.
    pub recording: String,
    /// Where in it, ms.
    pub start_ms: String,
    /// For both.
    pub shared_notes: String,
    /// For the author alone.
    pub private_notes: String,
    /// ISO date or empty.
    pub next_day: String,
    /// The revision the form was opened on; empty when nobody has read it before.
    pub revision: String,
}

/// What was entered, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckedMeeting {
    pub(super) day: Day,
    pub(super) time: String,
    pub(super) next_day: Option<Day>,
}

impl MeetingForm {
    /// As it is entered again.
    pub fn from_meeting(meeting: &Meeting) -> Self {
        Self {
            day: meeting.day.to_string(),
            time: meeting.time.clone(),
            went_well: meeting.went_well.clone(),
            error_item: meeting.error_item.clone(),
            error: meeting.error.clone(),
            client_said: meeting.client_said.clone(),
            quote: meeting.quote.clone(),
            instead: meeting.instead.clone(),
            recording: meeting
                .recording_id
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            start_ms: meeting.start_ms.map(|ms| ms.to_string()).unwrap_or_default(),
            shared_notes: meeting.shared_notes.clone(),
            private_notes: meeting.private_notes.clone(),
            next_day: meeting.next_day.map(|day| day.to_string()).unwrap_or_default(),
            revision: meeting.revision.to_string(),
        }
    }

    /// Checks every field at once; `known` is the day the meeting has already, which may have passed. Codes:
    /// `one-to-one-day`, `one-to-one-past`, `one-to-one-time`, `one-to-one-next`, `one-to-one-long`.
    pub(super) fn check(&self, today: Day, known: Option<Day>) -> Result<CheckedMeeting> {
        let mut problems = Vec::new();
        let mut problem = |field, code| problems.push(FieldError { field, code });
        let day = self.day.parse::<Day>().ok();
        match day {
            None => problem("day", "one-to-one-day"),
            Some(day) if day < today && Some(day) != known => problem("day", "one-to-one-past"),
            Some(_) => {}
        }
        let time = clock(&self.time);
        if time.is_none() {
            problem("time", "one-to-one-time");
        }
        let next_day = match self.next_day.trim() {
            "" => None,
            text => match text.parse::<Day>() {
                Ok(next) if next > today => Some(next),
                _ => {
                    problem("next_day", "one-to-one-next");
                    None
                }
            },
        };
        let texts = [
            ("went_well", &self.went_well),
            ("error", &self.error),
            ("client_said", &self.client_said),
            ("quote", &self.quote),
            ("instead", &self.instead),
            ("shared_notes", &self.shared_notes),
            ("private_notes", &self.private_notes),
        ];
        for (field, text) in texts {
            if text.chars().count() > LETTERS {
                problem(field, "one-to-one-long");
            }
        }
        match (day, time) {
            (Some(day), Some(time)) if problems.is_empty() => Ok(CheckedMeeting { day, time, next_day }),
            _ => Err(Error::fields(problems)),
        }
    }

    /// Is there anything that both will remember?
    pub(super) fn is_empty(&self) -> bool {
        [
            &self.went_well,
            &self.error,
            &self.quote,
            &self.instead,
            &self.shared_notes,
        ]
        .iter()
        .all(|text| text.trim().is_empty())
    }
}

/// `9:05` as `09:05`; empty stays empty; none when it is no time of day.
fn clock(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return Some(String::new());
    }
    let (hour, minute) = text.split_once(':')?;
    let time = jiff::civil::Time::new(hour.parse().ok()?, minute.get(..2)?.parse().ok()?, 0, 0).ok()?;
    Some(format!("{:02}:{:02}", time.hour(), time.minute()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(form: &MeetingForm, known: Option<&str>) -> Vec<&'static str> {
        let day = |text: &str| text.parse().unwrap();
        match form.check(day("2026-11-23"), known.map(day)) {
            Ok(_) => Vec::new(),
            Err(error) => error.field_errors().iter().map(|field| field.code).collect(),
        }
    }

    #[test]
    fn a_meeting_needs_a_day_and_may_have_a_time() {
        let form = |day: &str, time: &str, next: &str| MeetingForm {
            day: day.to_owned(),
            time: time.to_owned(),
            next_day: next.to_owned(),
            ..MeetingForm::default()
        };
        assert!(codes(&form("2026-11-23", "", ""), None).is_empty());
        assert!(codes(&form("2026-11-23", "9:05", "2026-11-24"), None).is_empty());
        assert_eq!(
            codes(&form("", "25:00", "x"), None),
            ["one-to-one-day", "one-to-one-time", "one-to-one-next"]
        );
        assert_eq!(codes(&form("2026-11-20", "", ""), None), ["one-to-one-past"]);
        assert!(
            codes(&form("2026-11-20", "", ""), Some("2026-11-20")).is_empty(),
            "it was planned for then"
        );
        assert_eq!(
            codes(&form("2026-11-23", "", "2026-11-23"), None),
            ["one-to-one-next"]
        );
        assert_eq!(clock("9:05:30"), Some("09:05".to_owned()));
    }
}
