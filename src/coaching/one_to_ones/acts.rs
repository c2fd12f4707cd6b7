//! Planning a one-to-one, preparing it, marking it as held, and the notes afterwards.

use super::meeting::{Meeting, MeetingForm};
use super::{OneToOnes, store};
use crate::audit::{self, Act, AuditSubject};
use crate::coaching::write::permit;
use crate::db::{DbError, Tx};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{OneToOneId, PersonId, RecordingId};
use crate::people::Person;
use crate::recordings;

fn not_found() -> Error {
    Error::not_found("one-to-one-not-found")
}

impl OneToOnes {
    /// Sets a date with a manager of the head's team. Codes: those of [`MeetingForm`], `person-not-found`,
    /// `one-to-one-planned` when there is a date already.
    pub async fn plan(&self, head: &Person, manager: &PersonId, form: &MeetingForm) -> Result<OneToOneId> {
        let manager = self.coaching.managed(head, manager).await?;
        let now = self.core.now();
        let checked = form.check(now.day(&self.core.config.time_zone), None)?;
        let id = self.core.new_id::<OneToOneId>();
        let mut tx = self.core.db.write().await?;
        let when = (checked.day, &checked.time[..]);
        if store::insert(&mut tx, &id, &manager.id, &head.id, when, now).await? == 0 {
            return Err(Error::new(ErrorKind::Conflict, "one-to-one-planned"));
        }
        let entry = Act::OneToOnePlanned
            .on(AuditSubject::OneToOne(&id))
            .of(&manager.id);
        audit::record(&mut tx, &self.core, head, entry).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn save_in(
        &self,
        tx: &mut Tx,
        head: &Person,
        id: &OneToOneId,
        form: &MeetingForm,
    ) -> Result<Meeting> {
        let meeting = planned(tx, head, id).await?;
        if !meeting.is_as_read(&form.revision) {
            return Err(changed());
        }
        let checked = form.check(self.core.today(), Some(meeting.day))?;
        // A quote is heard in a recording of this manager, or nowhere.
        let mut form = form.clone();
        if let Ok(recording) = form.recording.parse::<RecordingId>() {
            let found = recordings::store::find(tx, &head.scope(), &recording).await?;
            if found.is_none_or(|it| it.manager_id != meeting.manager_id) {
                form.recording.clear();
            }
        }
        let read = (id, meeting.revision);
        store::update(tx, read, &head.id, &form, &checked, self.core.now())
            .await
            .map_err(|error| error.lost_race("one-to-one-changed"))?;
        store::find(tx, &head.scope(), &head.id, id)
            .await?
            .ok_or_else(not_found)
    }

    async fn keep_change(&self, tx: &mut Tx, head: &Person, meeting: &Meeting) -> Result<(), DbError> {
        let entry = Act::OneToOneChanged.on(AuditSubject::OneToOne(&meeting.id));
        audit::record(tx, &self.core, head, entry.of(&meeting.manager_id)).await
    }

    /// Stores what was prepared. Codes: those of [`MeetingForm`], `one-to-one-not-found`, `one-to-one-held`, `one-to-one-changed`
    /// when somebody saved since the form was opened.
    pub async fn save(&self, head: &Person, id: &OneToOneId, form: &MeetingForm) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let meeting = self.save_in(&mut tx, head, id, form).await?;
        self.keep_change(&mut tx, head, &meeting).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Stores everything and marks it as held; the manager reads it from now on. A next day becomes the next planned one.
    /// Codes besides those of [`OneToOnes::save`]: `one-to-one-empty` when there is nothing to remember.
    pub async fn hold(&self, head: &Person, id: &OneToOneId, form: &MeetingForm) -> Result<()> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        let meeting = self.save_in(&mut tx, head, id, form).await?;
        if form.is_empty() {
            return Err(Error::new(ErrorKind::BadInput, "one-to-one-empty"));
        }
        let today = now.day(&self.core.config.time_zone);
        store::hold(&mut tx, id, meeting.day.min(today), now)
            .await
            .map_err(held_meanwhile)?;
        if let Some(next) = meeting.next_day {
            let next_id = self.core.new_id::<OneToOneId>();
            store::insert(
                &mut tx,
                &next_id,
                &meeting.manager_id,
                &head.id,
                (next, &meeting.time),
                now,
            )
            .await?;
        }
        audit::record(
            &mut tx,
            &self.core,
            head,
            Act::OneToOneHeld
                .on(AuditSubject::OneToOne(id))
                .of(&meeting.manager_id),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes one's private notes at any time; `read` is the revision they were read at, empty when nobody has. Codes:
    /// `one-to-one-not-found`, `one-to-one-long`, `one-to-one-changed`.
    pub async fn note(&self, head: &Person, id: &OneToOneId, read: &str, words: &str) -> Result<()> {
        permit(head)?;
        if words.chars().count() > 4000 {
            return Err(Error::new(ErrorKind::BadInput, "one-to-one-long"));
        }
        let mut tx = self.core.db.write().await?;
        let meeting = store::find(&mut tx, &head.scope(), &head.id, id).await?;
        let meeting = meeting
            .filter(|meeting| meeting.author_id == head.id)
            .ok_or_else(not_found)?;
        if !meeting.is_as_read(read) {
            return Err(changed());
        }
        store::note(
            &mut tx,
            (id, meeting.revision),
            &head.id,
            words.trim(),
            self.core.now(),
        )
        .await
        .map_err(|error| error.lost_race("one-to-one-changed"))?;
        self.keep_change(&mut tx, head, &meeting).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Calls a planned one off. Codes: `one-to-one-not-found`, `one-to-one-held`.
    pub async fn cancel(&self, head: &Person, id: &OneToOneId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        let meeting = planned(&mut tx, head, id).await?;
        store::delete(&mut tx, id).await.map_err(held_meanwhile)?;
        let entry = Act::OneToOneCancelled.on(AuditSubject::OneToOne(id));
        audit::record(&mut tx, &self.core, head, entry.of(&meeting.manager_id)).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A planned one of the head's team.
async fn planned(tx: &mut Tx, head: &Person, id: &OneToOneId) -> Result<Meeting> {
    permit(head)?;
    let meeting = store::find(tx, &head.scope(), &head.id, id)
        .await?
        .ok_or_else(not_found)?;
    if meeting.is_planned() {
        Ok(meeting)
    } else {
        Err(Error::new(ErrorKind::Conflict, "one-to-one-held"))
    }
}

/// It is not what the form was opened on.
fn changed() -> Error {
    Error::new(ErrorKind::Conflict, "one-to-one-changed")
}

/// Somebody marked it as held meanwhile: a conflict in words.
fn held_meanwhile(error: DbError) -> Error {
    error.lost_race("one-to-one-held")
}
