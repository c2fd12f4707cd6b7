//! The assembled application: what lives as long as the process, and the one router.
//!
//! Decides which parts there are and how they are handed to handlers (`State<App>`); one cheap clone per request. Leaves
//! starting and stopping them to [`crate::cli`] and [`crate::lifecycle`].

use std::ops::Deref;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, UNIX_EPOCH};

use axum::Router;
use tokio::sync::Semaphore;
use utoipa::openapi::OpenApi;

use crate::authoring::Shelf;
use crate::backup::Backups;
use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::health::Health;
use crate::id::Randomness;
use crate::jobs::{Jobs, Presence, Registry, Worker};
use crate::lifecycle::{Lifecycle, process_name, remove_left};
use crate::playbook::Library;
use crate::recordings::Blobs;
use crate::room::Reserve;
use crate::search::Search;
use crate::speech::Speech;
use crate::telemetry::metrics::Metrics;
use crate::time::SharedClock;
use crate::transcripts::{TranscribeParts, transcribe};
use crate::web::{NamedSchema, RouteInfo, Routes, Uploads};
use crate::{
    api, appeals, audit, auth, authoring, backup, calibration, checklists, coaching, comments, drafts,
    evaluations, forgetting, glossary, health, jobs, listening, people, playbook, recordings, search, sheets,
    snippets, speech, today, transcripts, unanswered, upkeep, web,
};

/// How often is looked for files that were left half-made.
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// A file that has been half-made and untouched for this long is left, in ms.
const HALF_MADE_MS: i64 = 3_600_000;

/// The parts, shared.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What lives as long as the process.
#[derive(Clone)]
pub struct Parts {
    /// Settings.
    pub config: Config,
    /// Database.
    pub db: Db,
    /// Where "now" comes from.
    pub clock: SharedClock,
    /// Where ids and secrets come from.
    pub randomness: Randomness,
    /// Background work: asking for it.
    pub jobs: Jobs,
    /// Background work: who does it.
    pub registry: Arc<Registry>,
    /// The playbook as it is on disk.
    pub library: Arc<Library>,
    /// The playbook's folder, for writing.
    pub shelf: Arc<Shelf>,
    /// The playbook's index.
    pub search: Arc<Search>,
    /// Who was here in the last minutes.
    pub remembered: Arc<auth::Remembered>,
    /// Numbers for the operator.
    pub metrics: Metrics,
    /// The files of recordings.
    pub blobs: Blobs,
    /// The speech model.
    pub speech: Arc<Speech>,
    /// The nightly backups.
    pub backups: Arc<Backups>,
    /// Who is bringing files now.
    pub uploads: Uploads,
    /// What files from outside leave free on the disks.
    pub reserve: Reserve,
    /// Places for those who take what is kept about a person.
    pub exports: Arc<Semaphore>,
    /// Who is taking it now.
    pub exporting: Uploads,
    /// How everything was when it was last looked at.
    pub health: Arc<Health>,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Reads the playbook, builds the index and puts the parts together. Nothing runs yet; see [`App::start`]. A playbook
    /// that is not there is an empty one: most commands do without it.
    pub fn assemble(config: Config, db: Db, clock: SharedClock, randomness: Randomness) -> Result<Self> {
        let speech = Speech::of(&config);
        Self::assemble_with(config, db, clock, randomness, speech)
    }

    /// The same with a speech engine from elsewhere.
    pub fn assemble_with(
        config: Config,
        db: Db,
        clock: SharedClock,
        randomness: Randomness,
        speech: Speech,
    ) -> Result<Self> {
        let jobs = Jobs::new(Arc::clone(&clock), randomness.clone()).named(&process_name());
        let (blobs, speech) = (Blobs::open(&config.recordings_dir())?, Arc::new(speech));
        let library = Arc::new(Library::at(&config.library));
        let shelf = Shelf::at(&config.library);
        let registry = Registry::default().add(
            TranscribeParts {
                blobs: blobs.clone(),
                speech: Arc::clone(&speech),
                randomness: randomness.clone(),
                threads: config.speech_threads,
                limit_ms: config.recording_limit_ms,
                glossary: glossary::Source::of(&config, Arc::clone(&library)),
            },
            transcribe,
        );
        let search = Arc::new(Search::of(library.snapshot())?);
        let metrics = Metrics::start().map_err(crate::error::Error::internal)?;
        let backups = Backups::of(&config);
        let uploads = Uploads::at_most(config.uploads_at_once);
        let reserve = Reserve::of(
            [config.data.clone(), config.recordings_dir()],
            config.disk_reserve,
        );
        Ok(Self(Arc::new(Parts {
            registry: Arc::new(registry),
            config,
            db,
            clock,
            randomness,
            jobs,
            library,
            shelf,
            search,
            remembered: Arc::default(),
            metrics,
            blobs,
            speech,
            backups,
            uploads,
            reserve,
            exports: Arc::new(Semaphore::new(forgetting::EXPORTS_AT_ONCE)),
            exporting: Uploads::at_most(1),
            health: Arc::default(),
        })))
    }

    /// Starts what every process of the service needs: the playbook's watcher, the indexes that follow changes, the look at
    /// its own health.
    pub fn start(&self, life: &Lifecycle) {
        transcripts::start(self, life);
        health::start(self, life);
        let (search, library, stop) = (
            Arc::clone(&self.search),
            Arc::clone(&self.library),
            life.soft.clone(),
        );
        life.tasks
            .spawn(auth::keep_visits(self.clone(), life.soft.clone()));
        life.tasks
            .spawn(search::uses::follow(self.clone(), life.soft.clone()));
        life.tasks.spawn(async move {
            let watch = library.watch();
            search.follow(library, stop).await;
            drop(watch);
        });
    }

    /// Starts what one process of the service does for all: the sweeps of what a crash left and of what has ended, the nightly
    /// backup, forgetting.
    pub fn start_housekeeping(&self, life: &Lifecycle) {
        auth::start_housekeeping(self, life);
        recordings::start_housekeeping(self, life);
        backup::start(self, life);
        health::start_housekeeping(self, life);
        forgetting::start(self, life);
        let (app, stop) = (self.clone(), life.soft.clone());
        life.tasks.spawn(async move {
            loop {
                let swept = app.clone();
                let gone = tokio::task::spawn_blocking(move || swept.sweep_half_made()).await;
                if let Ok(gone @ 1..) = gone {
                    tracing::info!(gone, "files that were left half-made removed");
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(SWEEP_EVERY) => {}
                }
            }
        });
    }

    /// Removes files that somebody who died left half-made, wherever this program makes such: in the book, among the
    /// recordings and the models. Answers how many. Blocks.
    pub fn sweep_half_made(&self) -> usize {
        let since =
            UNIX_EPOCH + Duration::from_millis((self.clock.now().0 - HALF_MADE_MS).max(0).unsigned_abs());
        let models = speech::model::models_dir(self.config.models.as_deref());
        let of_models = models.map_or(0, |dir| remove_left(&dir, since, &speech::model::is_half_made));
        // Files of uploads are locked by whoever writes them, and need no time to tell.
        let of_uploads = self.blobs.sweep().unwrap_or(0);
        remove_left(&self.config.library, since, &authoring::is_half_made) + of_models + of_uploads
    }

    /// Starts doing background work.
    pub fn start_work(&self, life: &Lifecycle) {
        self.health.will_work();
        let mut worker = self.worker();
        let processes = self.config.data.join("processes");
        match Presence::enter(&processes, self.jobs.worker_name(), &self.randomness) {
            Ok(presence) => worker = worker.shown_by(presence),
            Err(error) => tracing::warn!(%error, "this process cannot show that it lives; leases have to do"),
        }
        life.tasks.spawn(worker.run(life.soft.clone(), life.hard.clone()));
        transcripts::start_work(self, life);
    }

    /// The same parts under another clock: what is done with it happened then.
    #[must_use]
    pub fn with_clock(&self, clock: SharedClock) -> Self {
        let parts: &Parts = self;
        Self(Arc::new(Parts {
            clock,
            ..parts.clone()
        }))
    }

    /// The one who does background work.
    pub fn worker(&self) -> Worker {
        Worker::new(self.db.clone(), self.jobs.clone(), Arc::clone(&self.registry))
    }

    /// Every route of the product, by feature.
    fn routes() -> Routes {
        Routes::new()
            .merge(web::assets::routes())
            .merge(health::routes())
            .merge(api::routes())
            .merge(auth::routes())
            .merge(people::routes())
            .merge(playbook::routes())
            .merge(search::routes())
            .merge(unanswered::routes())
            .merge(authoring::routes())
            .merge(upkeep::routes())
            .merge(glossary::routes())
            .merge(recordings::routes())
            .merge(transcripts::routes())
            .merge(snippets::routes())
            .merge(comments::routes())
            .merge(checklists::routes())
            .merge(evaluations::routes())
            .merge(sheets::routes())
            .merge(appeals::routes())
            .merge(calibration::routes())
            .merge(listening::routes())
            .merge(coaching::routes())
            .merge(today::routes())
            .merge(jobs::routes())
            .merge(audit::routes())
            .merge(drafts::routes())
            .merge(forgetting::routes())
    }

    /// Parts that other features put on an evaluation's pages, in order.
    pub fn evaluation_panels() -> Vec<&'static dyn evaluations::EvaluationPanel> {
        vec![&appeals::AppealPanel, &coaching::PlanPanel]
    }

    /// Parts that other features put on a recording's page, in order.
    pub fn recording_panels() -> Vec<&'static dyn recordings::RecordingPanel> {
        vec![
            &comments::CommentsPanel,
            &snippets::SnippetsPanel,
            &forgetting::LinePanel,
        ]
    }

    /// Who keeps the texts of recordings.
    pub fn recording_text() -> &'static dyn recordings::RecordingText {
        &transcripts::Transcripts
    }

    /// Who fills the places in the book's entries where a snippet of a call is named.
    pub fn embeds() -> &'static dyn playbook::Embeds {
        &snippets::Embedder
    }

    /// Who knows the words for the keys in the audit log.
    pub fn audit_naming() -> &'static dyn audit::Naming {
        &evaluations::ItemNames
    }

    /// Who draws the calls that are scored by lot.
    pub fn lot() -> &'static dyn evaluations::Lot {
        &listening::PlanLot
    }

    /// The router with all its layers.
    pub fn router(&self) -> Router {
        let (router, _, routes) = Self::routes().into_parts();
        web::layers::apply(drafts::settling(router, self), &routes, self)
    }

    /// The list of routes with the access each needs.
    pub fn route_table() -> &'static [RouteInfo] {
        &Described::once().table
    }

    /// The API document.
    pub fn openapi() -> &'static OpenApi {
        &Described::once().document
    }

    /// Every schema as each operation of the API brings it; of two types with one name the document has only one.
    pub fn api_schemas() -> &'static [NamedSchema] {
        &Described::once().schemas
    }
}

/// What the routes say of themselves. The same in every process, and costly to put together: done once.
struct Described {
    table: Vec<RouteInfo>,
    document: OpenApi,
    schemas: Vec<NamedSchema>,
}

impl Described {
    fn once() -> &'static Self {
        static DESCRIBED: LazyLock<Described> = LazyLock::new(|| {
            let routes = App::routes();
            let schemas = routes.schemas().to_vec();
            let (_, document, table) = routes.into_parts();
            Described {
                document: api::document(document, &table),
                table,
                schemas,
            }
        });
        &DESCRIBED
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
