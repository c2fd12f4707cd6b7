//! One act as it is told to the log: what was done ([`Act`]), with which thing ([`AuditSubject`]), whom it touches, and what
//! more is known of it ([`Detail`]).
//!
//! Decides that nothing a person typed can reach the log: a subject is an identifier, from which its address is derived in
//! one place, a detail is cleaned where the entry is made.

use std::fmt::Display;

use super::{Act, Detail};
use crate::id::{
    CalibrationId, ChecklistId, ErasureId, EvaluationId, JobId, OneToOneId, PersonId, PlanId, PlaylistId,
    RecordingId, SnippetId,
};
use crate::people::Person;

/// Who did it.
#[derive(Debug, Clone, Copy)]
pub enum Performer<'a> {
    /// Somebody who is signed in, or just got in.
    Person(&'a Person),
    /// The service by itself.
    Service,
    /// Whoever runs commands on the machine.
    Shell,
    /// Somebody who did not get in.
    Stranger,
}

impl<'a> From<&'a Person> for Performer<'a> {
    fn from(person: &'a Person) -> Self {
        Self::Person(person)
    }
}

impl<'a> Performer<'a> {
    pub(super) const fn person(self) -> Option<&'a Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Service | Self::Shell | Self::Stranger => None,
        }
    }

    pub(super) const fn actor(self) -> Actor {
        match self {
            Self::Person(_) => Actor::Person,
            Self::Service => Actor::Service,
            Self::Shell => Actor::Shell,
            Self::Stranger => Actor::Stranger,
        }
    }
}

crate::db::text_enum! {
    /// What kind of actor did it.
    pub enum Actor {
        /// A person of the department.
        Person = "person",
        /// The service itself.
        Service = "service",
        /// The command line of the machine.
        Shell = "shell",
        /// Nobody we know.
        Stranger = "stranger",
    }
}

/// The thing something was done with.
#[derive(Clone, Copy)]
pub enum AuditSubject<'a> {
    /// An evaluation.
    Evaluation(&'a EvaluationId),
    /// All evaluations one sees.
    Evaluations,
    /// A plan or a warning.
    Plan(&'a PlanId),
    /// A one-to-one.
    OneToOne(&'a OneToOneId),
    /// A recording, its transcript, the words at its moments.
    Recording(&'a RecordingId),
    /// The files of recordings.
    Files,
    /// A found file, by its checked name.
    File(&'a (dyn Display + Sync)),
    /// A snippet.
    Snippet(&'a SnippetId),
    /// A playlist.
    Playlist(&'a PlaylistId),
    /// A calibration.
    Calibration(&'a CalibrationId),
    /// A checklist.
    Checklist(&'a ChecklistId),
    /// The calls to be heard in a week.
    Week(&'a (dyn Display + Sync)),
    /// How many calls are to be heard.
    Quotas,
    /// A person, and what lets them in.
    Person(&'a PersonId),
    /// The teams.
    Teams,
    /// An entry of the book, by its checked name.
    Entry(&'a (dyn Display + Sync)),
    /// The book.
    Book,
    /// Changes suggested to the book.
    Suggestions,
    /// Questions the book has no answer for.
    Unanswered,
    /// The glossary.
    Glossary,
    /// The queue.
    Queue,
    /// A job of the queue.
    Job(&'a JobId),
    /// A request to erase somebody.
    Erasure(&'a ErasureId),
    /// What is kept for how long.
    Forgetting,
    /// The service as a whole.
    Service,
}

impl std::fmt::Debug for AuditSubject<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.address())
    }
}

impl AuditSubject<'_> {
    /// Where it is found in the service.
    pub fn address(&self) -> String {
        match self {
            Self::Evaluation(id) => format!("/evaluations/{id}"),
            Self::Evaluations => "/evaluations".to_owned(),
            Self::Plan(id) => format!("/plans/{id}"),
            Self::OneToOne(id) => format!("/one-to-ones/{id}"),
            Self::Recording(id) => format!("/recordings/{id}"),
            Self::Files => "/recordings/files".to_owned(),
            Self::File(name) => format!("/recordings/files/{name}"),
            Self::Snippet(id) => format!("/snippets/{id}"),
            Self::Playlist(id) => format!("/playlists/{id}"),
            Self::Calibration(id) => format!("/calibrations/{id}"),
            Self::Checklist(id) => format!("/checklists/{id}"),
            Self::Week(week) => format!("/listening?week={week}"),
            Self::Quotas => "/listening/quotas".to_owned(),
            Self::Person(id) => format!("/people#person-{id}"),
            Self::Teams => "/people".to_owned(),
            Self::Entry(entry) => format!("/playbook/{entry}"),
            Self::Book => "/playbook".to_owned(),
            Self::Suggestions => "/playbook/suggestions".to_owned(),
            Self::Unanswered => "/playbook/unanswered".to_owned(),
            Self::Glossary => "/playbook/glossary".to_owned(),
            Self::Queue => "/jobs".to_owned(),
            Self::Job(id) => format!("/jobs#job-{id}"),
            Self::Erasure(id) => format!("/forgetting/erasures/{id}"),
            Self::Forgetting => "/forgetting".to_owned(),
            Self::Service => "/".to_owned(),
        }
    }
}

/// An act with all that is told of it; begin with [`Act::on`].
#[derive(Debug, Clone)]
#[must_use = "an entry is kept by handing it to the log"]
pub struct AuditEntry<'a> {
    pub(super) act: Act,
    pub(super) subject: AuditSubject<'a>,
    pub(super) whose: Option<&'a PersonId>,
    pub(super) detail: Detail,
}

impl Act {
    /// This act was done with this thing.
    pub const fn on(self, subject: AuditSubject<'_>) -> AuditEntry<'_> {
        AuditEntry {
            act: self,
            subject,
            whose: None,
            detail: Detail::Nothing,
        }
    }

    /// This act was done with a person, or with what lets them in.
    pub const fn to(self, person: &PersonId) -> AuditEntry<'_> {
        self.on(AuditSubject::Person(person)).of(person)
    }
}

impl<'a> AuditEntry<'a> {
    /// It touches this person, or their work.
    pub const fn of(mut self, whose: &'a PersonId) -> Self {
        self.whose = Some(whose);
        self
    }

    /// What more is known.
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = detail.cleaned();
        self
    }
}
