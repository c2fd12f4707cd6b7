//! Which function does which kind of job, and how many jobs of a queue run at once.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;

use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::{Job, JobChange, JobContext, JobDescription, JobError, JobRow, Queue, queue_position};
use crate::db::{DbError, Tx};
use crate::people::Scope;

type JobFunction = Box<
    dyn Fn(&str, JobContext) -> Result<BoxFuture<'static, Result<(), JobError>>, serde_json::Error>
        + Send
        + Sync,
>;
type JobChangeHook = for<'t> fn(&'t str, &'t mut Tx, &'t JobChange<'t>) -> BoxFuture<'t, Result<(), DbError>>;
type JobDescriber =
    for<'t> fn(&'t mut Tx, &'t Scope, &'t [String]) -> BoxFuture<'t, Result<Vec<JobDescription>, DbError>>;

pub(super) struct RegisteredJob {
    pub run: JobFunction,
    pub long: bool,
    moved: JobChangeHook,
    page: fn(&str) -> Option<String>,
    about: JobDescriber,
}

/// Kinds and their functions; made once in `app`, then shared.
pub struct Registry {
    entries: BTreeMap<&'static str, RegisteredJob>,
    places: BTreeMap<Queue, usize>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry")
            .field("kinds", &self.kinds().collect::<Vec<_>>())
            .field("places", &self.places)
            .finish_non_exhaustive()
    }
}

impl Default for Registry {
    /// No kinds; one speech job and four others at once.
    fn default() -> Self {
        Self {
            entries: BTreeMap::new(),
            places: [(Queue::Speech, 1), (Queue::General, 4)].into(),
        }
    }
}

impl Registry {
    /// How many jobs of `queue` run at once in this process (at least one).
    #[must_use]
    pub fn places(mut self, queue: Queue, places: usize) -> Self {
        self.places.insert(queue, places.max(1));
        self
    }

    /// `run` does the jobs of type `J` with a copy of `parts`, whatever they need: database, index, engine.
    #[must_use]
    pub fn add<J, P, F, Work>(mut self, parts: P, run: F) -> Self
    where
        J: Job,
        P: Clone + Send + Sync + 'static,
        F: Fn(P, J, JobContext) -> Work + Send + Sync + 'static,
        Work: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let run: JobFunction = Box::new(move |payload, context| {
            Ok(run(parts.clone(), serde_json::from_str(payload)?, context).boxed())
        });
        self.entries.insert(
            J::KIND,
            RegisteredJob {
                run,
                long: J::LONG,
                moved: moved::<J>,
                page: J::page,
                about: about::<J>,
            },
        );
        self
    }

    /// Every kind, in order.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.entries.keys().copied()
    }

    /// Address of the page about a job's subject.
    pub fn page(&self, kind: &str, subject: &str) -> Option<String> {
        self.entry(kind).and_then(|entry| (entry.page)(subject))
    }

    /// What is told about each of `rows`, by kind and subject; kinds and subjects nobody knows are left out.
    pub async fn about(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        rows: &[JobRow],
    ) -> Result<HashMap<(String, String), JobDescription>, DbError> {
        let mut known = HashMap::new();
        for (kind, entry) in &self.entries {
            let of_kind = rows.iter().filter(|row| row.kind == *kind);
            let subjects: Vec<String> = of_kind.filter_map(|row| row.subject.clone()).collect();
            if subjects.is_empty() {
                continue;
            }
            for about in (entry.about)(tx, scope, &subjects).await? {
                known.insert(((*kind).to_owned(), about.subject.clone()), about);
            }
        }
        Ok(known)
    }

    /// What is told about one job.
    pub async fn about_one(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        row: &JobRow,
    ) -> Result<Option<JobDescription>, DbError> {
        let mut known = self.about(tx, scope, std::slice::from_ref(row)).await?;
        Ok(known.remove(&queue_position::key(row)))
    }

    pub(super) fn entry(&self, kind: &str) -> Option<&RegisteredJob> {
        self.entries.get(kind)
    }

    pub(super) fn places_of(&self, queue: Queue) -> usize {
        self.places.get(&queue).copied().unwrap_or(1)
    }

    /// Tells the job's type that it moved. A kind or payload that nobody understands has nothing to tell.
    pub(super) async fn moved(
        &self,
        kind: &str,
        payload: &str,
        tx: &mut Tx,
        to: &JobChange<'_>,
    ) -> Result<(), DbError> {
        match self.entry(kind) {
            Some(entry) => (entry.moved)(payload, tx, to).await,
            None => Ok(()),
        }
    }
}

fn moved<'t, J: Job>(
    payload: &'t str,
    tx: &'t mut Tx,
    to: &'t JobChange<'t>,
) -> BoxFuture<'t, Result<(), DbError>> {
    async move {
        match serde_json::from_str::<J>(payload) {
            Ok(job) => job.moved(tx, to).await,
            Err(_) => Ok(()),
        }
    }
    .boxed()
}

fn about<'t, J: Job>(
    tx: &'t mut Tx,
    scope: &'t Scope,
    subjects: &'t [String],
) -> BoxFuture<'t, Result<Vec<JobDescription>, DbError>> {
    J::about(tx, scope, subjects).boxed()
}
