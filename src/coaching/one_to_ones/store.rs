//! SQL of one-to-ones. Private notes are read for their author alone: every query names the reader.

use super::meeting::{CheckedMeeting, Meeting, MeetingForm, MeetingState};
use crate::db::{Cursor, DbError, Page, Tx};
use crate::id::{OneToOneId, PersonId, RecordingId};
use crate::people::{Scope, visible};
use crate::time::{Day, Timestamp};

macro_rules! meetings {
    ($rest:literal) => {
        meetings!("", $rest)
    };
    ($joined:literal, $rest:literal) => {
        concat!(
            "SELECT o.id, o.manager_id, p.name AS manager_name, o.author_id, a.name AS author_name, o.state, o.day, o.time,
                    o.went_well, o.error_item, o.error, o.client_said, o.quote, o.instead, o.recording_id, o.start_ms,
                    o.shared_notes, CASE WHEN o.author_id = $3 THEN o.private_notes ELSE '' END AS private_notes,
                    o.next_day, o.created_at, o.held_at, o.changed_at, o.revision
             FROM one_to_ones o JOIN people p ON p.id = o.manager_id JOIN people a ON a.id = o.author_id ",
            $joined,
            " WHERE ",
            visible!(),
            " AND ",
            $rest
        )
    };
}

fn for_eyes(meetings: Vec<Meeting>, reader: &PersonId) -> Vec<Meeting> {
    let each = meetings.into_iter();
    each.map(|meeting| meeting.for_eyes_of(reader)).collect()
}

/// Adds a planned one; returns 0 when the manager has one already.
pub async fn insert(
    tx: &mut Tx,
    id: &OneToOneId,
    manager: &PersonId,
    author: &PersonId,
    (day, time): (Day, &str),
    now: Timestamp,
) -> Result<u64, DbError> {
    tx.query(
        "INSERT INTO one_to_ones (id, manager_id, author_id, state, day, time, went_well, error_item, error, client_said,
             quote, instead, shared_notes, private_notes, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, '', '', '', '', '', '', '', '', $7, $7)
         ON CONFLICT DO NOTHING",
    )
    .bind_all((id, manager, author, MeetingState::Planned, day, time, now))
    .execute()
    .await
}

/// One that the scope covers, as far as the reader may read it.
pub async fn find(
    tx: &mut Tx,
    scope: &Scope,
    reader: &PersonId,
    id: &OneToOneId,
) -> Result<Option<Meeting>, DbError> {
    let found: Option<Meeting> = tx
        .query(meetings!("o.id = $4"))
        .scope(scope)
        .bind_all((reader, id))
        .optional()
        .await?;
    Ok(found.map(|meeting| meeting.for_eyes_of(reader)))
}

/// Planned ones the scope covers up to and with this day, the soonest first, after `cursor`. Its key says nothing: a page begins
/// after one of them, whenever that is by now.
pub async fn planned(
    tx: &mut Tx,
    scope: &Scope,
    reader: &PersonId,
    until: Day,
    cursor: &Cursor,
    limit: usize,
) -> Result<Page<Meeting>, DbError> {
    let found = tx
        .query(meetings!(
            "LEFT JOIN one_to_ones c ON c.id = $5",
            "o.state = 'planned' AND o.day <= $4
             AND (c.id IS NULL OR o.day > c.day
                  OR (o.day = c.day AND (o.time > c.time OR (o.time = c.time AND o.id > c.id))))
             ORDER BY o.day, o.time, o.id LIMIT $6"
        ))
        .scope(scope)
        .bind_all((reader, until, &cursor.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(for_eyes(found, reader), limit, |meeting| Cursor {
        key: meeting.created_at.0,
        id: meeting.id.to_string(),
    }))
}

/// With whom the scope has a date already.
pub(super) async fn dated(tx: &mut Tx, scope: &Scope) -> Result<Vec<PersonId>, DbError> {
    let rows: Vec<(PersonId,)> = tx
        .query(concat!(
            "SELECT o.manager_id FROM one_to_ones o JOIN people p ON p.id = o.manager_id WHERE o.state = 'planned' AND ",
            visible!()
        ))
        .scope(scope)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Held ones the scope covers, the last first; one manager's when `manager` is given.
pub async fn held(
    tx: &mut Tx,
    scope: &Scope,
    reader: &PersonId,
    manager: Option<&PersonId>,
    after: &Cursor,
    limit: usize,
) -> Result<Page<Meeting>, DbError> {
    let found = tx
        .query(meetings!(
            "o.state = 'held' AND (CAST($4 AS TEXT) IS NULL OR o.manager_id = $4)
             AND (o.held_at < $5 OR (o.held_at = $5 AND o.id < $6))
             ORDER BY o.held_at DESC, o.id DESC LIMIT $7"
        ))
        .scope(scope)
        .bind_all((reader, manager, after.key, &after.id, limit as i64 + 1))
        .all()
        .await?;
    Ok(Page::cut(for_eyes(found, reader), limit, |meeting| Cursor {
        key: meeting.held_at.unwrap_or_default().0,
        id: meeting.id.to_string(),
    }))
}

/// Stores what was prepared for a planned one over the revision it was read at. Private notes are stored for their author
/// alone. [`DbError::Affected`] when it was changed or held since.
pub(super) async fn update(
    tx: &mut Tx,
    (id, revision): (&OneToOneId, i64),
    by: &PersonId,
    form: &MeetingForm,
    checked: &CheckedMeeting,
    now: Timestamp,
) -> Result<(), DbError> {
    let recording: Option<RecordingId> = form.recording.parse().ok();
    let start_ms: Option<i64> = form.start_ms.parse().ok();
    tx.query(
        "UPDATE one_to_ones SET day = $3, time = $4, went_well = $5, error_item = $6, error = $7, client_said = $8,
             quote = $9, instead = $10, recording_id = $11, start_ms = $12, shared_notes = $13,
             private_notes = CASE WHEN author_id = $2 THEN $14 ELSE private_notes END, next_day = $15, changed_at = $16,
             revision = revision + 1
         WHERE id = $1 AND state = 'planned' AND revision = $17",
    )
    .bind_all((id, by, checked.day, &checked.time, form.went_well.trim()))
    .bind_all((form.error_item.trim(), form.error.trim()))
    .bind_all((form.client_said.trim(), form.quote.trim(), form.instead.trim()))
    .bind_all((recording, start_ms, form.shared_notes.trim()))
    .bind_all((form.private_notes.trim(), checked.next_day, now, revision))
    .execute_exactly(1)
    .await
}

/// Marks a planned one as held.
pub async fn hold(tx: &mut Tx, id: &OneToOneId, day: Day, now: Timestamp) -> Result<(), DbError> {
    tx.query(
        "UPDATE one_to_ones SET state = 'held', day = $2, held_at = $3, changed_at = $3
         WHERE id = $1 AND state = 'planned'",
    )
    .bind_all((id, day, now))
    .execute_exactly(1)
    .await
}

/// Changes the private notes of one's own over the revision they were read at, also after it was held.
pub async fn note(
    tx: &mut Tx,
    (id, revision): (&OneToOneId, i64),
    author: &PersonId,
    words: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.query(
        "UPDATE one_to_ones SET private_notes = $3, changed_at = $4, revision = revision + 1
         WHERE id = $1 AND author_id = $2 AND revision = $5",
    )
    .bind_all((id, author, words, now, revision))
    .execute_exactly(1)
    .await
}

/// Takes a planned one away.
pub async fn delete(tx: &mut Tx, id: &OneToOneId) -> Result<(), DbError> {
    tx.query("DELETE FROM one_to_ones WHERE id = $1 AND state = 'planned'")
        .bind(id)
        .execute_exactly(1)
        .await
}

/// A held one-to-one that was about an item.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HeldMeeting {
    /// The meeting.
    pub id: OneToOneId,
    /// When.
    pub day: Day,
    /// The item's key.
    pub error_item: String,
}

/// What a manager was talked to about up to then, the first talk first.
pub async fn talks(tx: &mut Tx, manager: &PersonId, until: Timestamp) -> Result<Vec<HeldMeeting>, DbError> {
    tx.query(
        "SELECT id, day, error_item FROM one_to_ones
         WHERE manager_id = $1 AND state = 'held' AND error_item <> '' AND held_at <= $2 ORDER BY held_at, id",
    )
    .bind_all((manager, until))
    .all()
    .await
}
