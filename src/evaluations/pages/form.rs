//! The score page's form: names of its fields, and the changes a request brings.
//!
//! A field that is not sent changes nothing, so one small request per change and the whole form without script are read
//! the same way. Names: `mark.ITEM`, `gate.BLOCK`, `comment.ITEM`, `summary`, `revision`; `moment.…` for a moment.

use crate::checklists::{AnswerChange, Mark};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluations::{MomentKind, NewMoment};

/// Fields as sent, in order.
pub(in crate::evaluations) type CardFields = Vec<(String, String)>;

fn bad_answer(name: &str) -> Error {
    Error::new(ErrorKind::BadInput, "bad-answer").with("item", name)
}

fn value<'a>(fields: &'a CardFields, name: &str) -> Option<&'a str> {
    fields
        .iter()
        .rev()
        .find(|(field, _)| field == name)
        .map(|(_, value)| value.as_str())
}

/// The revision the page was made on. Code: `bad-form`.
pub(super) fn revision(fields: &CardFields) -> Result<i64> {
    value(fields, "revision")
        .and_then(|text| text.parse().ok())
        .ok_or(Error::new(ErrorKind::BadInput, "bad-form"))
}

/// The changes of the draft. Code: `bad-answer`.
pub(super) fn changes(fields: &CardFields) -> Result<Vec<AnswerChange>> {
    let mut changes = Vec::new();
    for (name, value) in fields {
        let change = match name.split_once('.') {
            Some(("mark", item)) => {
                let mark: Option<Mark> = match value.as_str() {
                    "" => None,
                    text => Some(text.parse().map_err(|_| bad_answer(item))?),
                };
                AnswerChange::Mark(item.to_owned(), mark)
            }
            Some(("gate", block)) => {
                let open = match value.as_str() {
                    "open" => Some(true),
                    "closed" => Some(false),
                    "" => None,
                    _ => return Err(bad_answer(block)),
                };
                AnswerChange::Gate(block.to_owned(), open)
            }
            Some(("comment", item)) => AnswerChange::Comment(item.to_owned(), value.clone()),
            None if name == "summary" => AnswerChange::Summary(value.clone()),
            _ => continue,
        };
        changes.push(change);
    }
    // Gates last: without script, a closed gate and marks left from before come in one form, and the gate is meant.
    changes.sort_by_key(|change| matches!(change, AnswerChange::Gate(..)));
    Ok(changes)
}

/// The words of a field, where it was sent.
pub(super) fn text(fields: &CardFields, name: &str) -> Option<String> {
    value(fields, name).map(str::to_owned)
}

/// The moment that is marked: at `moment.start_ms`, or at `moment.at` as people write it (`3:16`). Code: `bad-moment`.
pub(super) fn moment(fields: &CardFields) -> Result<NewMoment> {
    let bad = || Error::new(ErrorKind::BadInput, "bad-moment");
    let ms = |name| value(fields, name).filter(|text| !text.is_empty());
    let start_ms = match ms("moment.start_ms") {
        Some(text) => text.parse().map_err(|_| bad())?,
        None => value(fields, "moment.at").and_then(clock).ok_or_else(bad)?,
    };
    Ok(NewMoment {
        item: value(fields, "moment.item")
            .filter(|item| !item.is_empty())
            .map(str::to_owned),
        start_ms,
        end_ms: ms("moment.end_ms")
            .map(|text| text.parse().map_err(|_| bad()))
            .transpose()?,
        kind: kind(fields)?.unwrap_or(MomentKind::Idea),
        note: value(fields, "moment.note").unwrap_or_default().to_owned(),
    })
}

/// The kind that was chosen, if any. Code: `bad-moment`.
pub(super) fn kind(fields: &CardFields) -> Result<Option<MomentKind>> {
    value(fields, "moment.kind")
        .filter(|text| !text.is_empty())
        .map(|text| {
            text.parse()
                .map_err(|_| Error::new(ErrorKind::BadInput, "bad-moment"))
        })
        .transpose()
}

/// What a moment was when it was read; empty when that is not said.
pub(super) fn read(fields: &CardFields) -> &str {
    value(fields, "moment.revision").unwrap_or_default()
}

/// The words of a moment.
pub(super) fn note(fields: &CardFields) -> &str {
    value(fields, "moment.note").unwrap_or_default()
}

/// `3:16`, `1:02:03` or `75` seconds, in ms.
fn clock(text: &str) -> Option<i64> {
    let parts = text
        .trim()
        .split(':')
        .map(|part| part.parse::<u16>().ok())
        .collect::<Option<Vec<_>>>()?;
    if parts.is_empty() || parts.len() > 3 || parts.iter().skip(1).any(|part| *part > 59) {
        return None;
    }
    Some(parts.iter().fold(0, |sum, part| sum * 60 + i64::from(*part)) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> CardFields {
        pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    #[test]
    fn a_form_becomes_changes() {
        let sent = fields(&[
            ("revision", "7"),
            ("gate.objections", "closed"),
            ("mark.deadline", "2"),
            ("mark.budget", "na"),
            ("mark.date", ""),
            ("comment.budget", "Рано"),
            ("summary", ""),
            ("moment.at", "3:16"),
        ]);
        assert_eq!(revision(&sent).unwrap(), 7);
        assert_eq!(
            changes(&sent).unwrap(),
            [
                AnswerChange::Mark("deadline".to_owned(), Some(Mark::Value(2))),
                AnswerChange::Mark("budget".to_owned(), Some(Mark::NotApplicable)),
                AnswerChange::Mark("date".to_owned(), None),
                AnswerChange::Comment("budget".to_owned(), "Рано".to_owned()),
                AnswerChange::Summary(String::new()),
                AnswerChange::Gate("objections".to_owned(), Some(false)),
            ]
        );
        assert!(changes(&fields(&[("mark.date", "две")])).is_err());
    }

    #[test]
    fn a_place_is_written_as_people_do() {
        assert_eq!(clock("3:16"), Some(196_000));
        assert_eq!(clock("1:02:03"), Some(3_723_000));
        assert_eq!(clock("75"), Some(75_000));
        for bad in ["", "3:75", "3:", "a:b", "-1", "1:2:3:4"] {
            assert_eq!(clock(bad), None, "{bad}");
        }
    }
}
