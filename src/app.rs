//! The assembled application: the features on their ground, and the one router.
//!
//! Decides which features there are, what each stands on and who is handed to whom: the panels on the pages of recordings and
//! evaluations, who draws calls by lot, who fills the places of the book that name parts of calls. The one place that names
//! every feature; only the command, the demonstration and the tests name it. Leaves starting and stopping to [`crate::cli`]
//! and [`crate::lifecycle`].

use std::ops::Deref;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, UNIX_EPOCH};

use axum::Router;
use utoipa::openapi::OpenApi;

use crate::accounts::{AccountPages, Accounts};
use crate::appeals::Appeals;
use crate::auth::{Auth, IdentityCache};
use crate::authoring::{Authoring, AuthoringPages, PlaybookWriter};
use crate::backup::Backups;
use crate::calibration::Calibrations;
use crate::checklists::Checklists;
use crate::coaching::Coaching;
use crate::coaching::one_to_ones::OneToOnes;
use crate::comments::Comments;
use crate::config::Config;
use crate::core::{Core, CoreParts};
use crate::db::Db;
use crate::disk_space::Reserve;
use crate::drafts::Drafts;
use crate::error::{Error, Result};
use crate::evaluations::{EvaluationPages, Evaluations};
use crate::forgetting::Forgetting;
use crate::glossary::HouseGlossary;
use crate::health::{Health, LastLook};
use crate::id::Randomness;
use crate::jobs::{Jobs, Presence, Registry};
use crate::lifecycle::{Lifecycle, process_name, remove_left};
use crate::listening::Listening;
use crate::operations::Operations;
use crate::playbook::{Library, Playbook, PlaybookPages};
use crate::recordings::{Blobs, Files, RecordingPages, Recordings};
use crate::search::{Search, SearchPages, Searches};
use crate::sheets::Sheets;
use crate::snippets::Snippets;
use crate::snippets::playlists::Playlists;
use crate::speech::Speech;
use crate::telemetry::metrics::Metrics;
use crate::time::SharedClock;
use crate::today::TodayPages;
use crate::transcripts::{TextSides, TranscribeParts, TranscriptPages, Transcripts, transcribe};
use crate::unanswered::Unanswered;
use crate::upkeep::Upkeep;
use crate::web::layers::Shell;
use crate::web::{NamedSchema, RouteInfo, Routes, Uploads};
use crate::{
    accounts, api, appeals, authoring, backup, calibration, checklists, coaching, comments, drafts,
    evaluations, forgetting, glossary, listening, operations, playbook, recordings, search, sheets, snippets,
    speech, today, transcripts, unanswered, upkeep, web,
};

/// How often is looked for files that were left half-made.
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// A file that has been half-made and untouched for this long is left, in ms.
const HALF_MADE_MS: i64 = 3_600_000;

/// The application, shared; one cheap clone for each who needs it.
#[derive(Clone)]
pub struct App(Arc<House>);

/// Every feature, bottom up, and what lives as long as the process.
pub struct House {
    /// What everything stands on.
    pub core: Core,
    /// Who may enter.
    pub auth: Auth,
    /// What was typed and not saved yet.
    pub drafts: Drafts,
    /// People and teams.
    pub accounts: Accounts,
    /// The book as it is read.
    pub playbook: Playbook,
    /// Searching it.
    pub searches: Searches,
    /// What has no answer in it.
    pub unanswered: Unanswered,
    /// Writing it.
    pub authoring: Authoring,
    /// Keeping it true.
    pub upkeep: Upkeep,
    /// Names and terms of the house.
    pub glossary: HouseGlossary,
    /// Calls.
    pub recordings: Recordings,
    /// The files of calls.
    pub files: Files,
    /// What was said in them.
    pub transcripts: Transcripts,
    /// Parts of calls.
    pub snippets: Snippets,
    /// Such parts in an order.
    pub playlists: Playlists,
    /// Words at moments of calls.
    pub comments: Comments,
    /// What calls are scored with.
    pub checklists: Checklists,
    /// Which calls are to be listened to.
    pub listening: Listening,
    /// Scored calls.
    pub evaluations: Evaluations,
    /// Both as sheets.
    pub sheets: Sheets,
    /// Objections to marks.
    pub appeals: Appeals,
    /// The same calls scored by several.
    pub calibrations: Calibrations,
    /// Plans.
    pub coaching: Coaching,
    /// Meetings about them.
    pub one_to_ones: OneToOnes,
    /// How the service is.
    pub health: Health,
    /// What whoever runs the service sees of it.
    pub operations: Operations,
    /// What is no longer kept.
    pub forgetting: Forgetting,
    /// What of these there is once a process, whatever clock they are under.
    pub parts: AppParts,
}

/// What there is once a process.
#[derive(Clone)]
pub struct AppParts {
    /// The playbook as it is on disk.
    pub library: Arc<Library>,
    /// The files of recordings.
    pub blobs: Blobs,
    /// The speech model.
    pub speech: Arc<Speech>,
    /// The nightly backups.
    pub backups: Arc<Backups>,
    /// The playbook's index.
    pub search: Arc<Search>,
    writer: Arc<PlaybookWriter>,
    remembered: Arc<IdentityCache>,
    last: Arc<LastLook>,
    metrics: Metrics,
    uploads: Uploads,
    reserve: Reserve,
}

impl Deref for App {
    type Target = House;
    fn deref(&self) -> &House {
        &self.0
    }
}

impl Deref for House {
    type Target = Core;
    fn deref(&self) -> &Core {
        &self.core
    }
}

impl App {
    /// Reads the playbook, builds the index and puts the features together. Nothing runs yet; see [`App::start`]. A playbook
    /// that is not there is an empty one: most commands do without it.
    pub fn assemble(config: Config, db: Db, clock: SharedClock, randomness: Randomness) -> Result<Self> {
        let speech = Speech::from_config(&config);
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
        let library = Arc::new(Library::at(&config.library));
        let parts = AppParts {
            writer: PlaybookWriter::at(&config.library),
            search: Arc::new(Search::from_book(library.snapshot())?),
            library,
            blobs: Blobs::open(&config.recordings_dir())?,
            speech: Arc::new(speech),
            backups: Backups::from_config(&config),
            remembered: Arc::default(),
            last: Arc::default(),
            metrics: Metrics::start().map_err(Error::internal)?,
            uploads: Uploads::at_most(config.uploads_at_once),
            reserve: Reserve::new(
                [config.data.clone(), config.recordings_dir()],
                config.disk_reserve,
            ),
        };
        let registry = Registry::default().add(
            TranscribeParts {
                blobs: parts.blobs.clone(),
                speech: Arc::clone(&parts.speech),
                randomness: randomness.clone(),
                threads: config.speech_threads,
                limit_ms: config.recording_limit_ms,
                glossary: glossary::GlossarySource::from_config(&config, Arc::clone(&parts.library)),
            },
            transcribe,
        );
        let jobs = Jobs::new(randomness.clone(), registry).named(&process_name());
        let core = CoreParts {
            config,
            db,
            clock,
            randomness,
            jobs,
        };
        Ok(Self::over(core.into(), parts))
    }

    /// Every feature over this ground, bottom up.
    fn over(core: Core, parts: AppParts) -> Self {
        let library = || Arc::clone(&parts.library);
        let blobs = || parts.blobs.clone();
        let auth = Auth::new(core.clone(), Arc::clone(&parts.remembered));
        let accounts = Accounts::new(core.clone(), auth.clone());

        let unanswered = Unanswered::new(core.clone(), library());
        let writer = Arc::clone(&parts.writer);
        let authoring = Authoring::new(core.clone(), library(), writer, unanswered.clone());

        let sides = Arc::new(TextSides);
        let recordings = Recordings::new(core.clone(), blobs(), library(), parts.reserve.clone(), sides);
        let speech = Arc::clone(&parts.speech);
        let transcripts = Transcripts::new(core.clone(), blobs(), speech, recordings.clone());

        let checklists = Checklists::new(core.clone(), library());
        let listening = Listening::new(core.clone());
        let sampler = Arc::new(listening.clone());
        let evaluations = Evaluations::new(core.clone(), library(), sampler);
        let coaching = Coaching::new(core.clone(), library(), evaluations.clone());

        let health = Health::new(
            core.clone(),
            library(),
            Arc::clone(&parts.speech),
            Arc::clone(&parts.backups),
            Arc::clone(&parts.last),
        );
        let naming = Arc::new(evaluations.clone());
        let operations = Operations::new(core.clone(), health.clone(), parts.metrics.clone(), naming);
        let forgetting = Forgetting::new(
            core.clone(),
            auth.clone(),
            accounts.clone(),
            recordings.clone(),
            blobs(),
        );
        Self(Arc::new(House {
            drafts: Drafts::new(core.clone()),
            playbook: Playbook::new(core.clone(), library()),
            searches: Searches::new(core.clone(), library(), Arc::clone(&parts.search)),
            upkeep: Upkeep::new(core.clone(), library(), authoring.clone()),
            glossary: HouseGlossary::new(core.clone(), library()),
            files: recordings.files().clone(),
            snippets: Snippets::new(core.clone(), library(), recordings.clone()),
            playlists: Playlists::new(core.clone()),
            comments: Comments::new(core.clone(), recordings.clone(), unanswered.clone()),
            sheets: Sheets::new(core.clone(), checklists.clone()),
            appeals: Appeals::new(core.clone(), evaluations.clone()),
            calibrations: Calibrations::new(core.clone(), evaluations.clone()),
            one_to_ones: OneToOnes::new(core.clone(), library(), coaching.clone()),
            core,
            auth,
            accounts,
            unanswered,
            authoring,
            recordings,
            transcripts,
            checklists,
            listening,
            evaluations,
            coaching,
            health,
            operations,
            forgetting,
            parts,
        }))
    }

    /// The same features under another clock: what is done with them happened then.
    #[must_use]
    pub fn with_clock(&self, clock: SharedClock) -> Self {
        Self::over(self.core.at(clock), self.parts.clone())
    }

    /// Starts what every process of the service needs: the playbook's watcher, the indexes that follow changes, the look at
    /// its own health.
    pub fn start(&self, life: &Lifecycle) {
        self.transcripts.start(life);
        self.health.start(life);
        let (search, library, stop) = (
            Arc::clone(&self.parts.search),
            Arc::clone(&self.parts.library),
            life.soft.clone(),
        );
        life.tasks.spawn(self.auth.clone().keep_visits(life.soft.clone()));
        life.tasks.spawn(self.searches.clone().follow(life.soft.clone()));
        life.tasks.spawn(async move {
            let watch = library.watch();
            search.follow(library, stop).await;
            drop(watch);
        });
    }

    /// Starts what one process of the service does for all: the sweeps of what a crash left and of what has ended, the nightly
    /// backup, forgetting.
    pub fn start_housekeeping(&self, life: &Lifecycle) {
        self.auth.start_housekeeping(life);
        self.recordings.start_housekeeping(life);
        backup::start(&self.parts.backups, &self.core, &self.parts.blobs, life);
        self.health.start_housekeeping(life);
        self.forgetting.start(life);
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
    /// recordings and the models. Returns how many. Blocks.
    pub fn sweep_half_made(&self) -> usize {
        let config = &self.core.config;
        let since =
            UNIX_EPOCH + Duration::from_millis((self.core.now().0 - HALF_MADE_MS).max(0).unsigned_abs());
        let models = speech::model::models_dir(config.models.as_deref());
        let of_models = models.map_or(0, |dir| remove_left(&dir, since, &speech::model::is_half_made));
        // Files of uploads are locked by whoever writes them, and need no time to tell.
        let of_uploads = self.parts.blobs.sweep().unwrap_or(0);
        remove_left(&config.library, since, &authoring::is_half_made) + of_models + of_uploads
    }

    /// Starts doing background work.
    pub fn start_work(&self, life: &Lifecycle) {
        self.health.will_work();
        let mut worker = self.core.worker();
        let processes = self.core.config.data.join("processes");
        match Presence::enter(&processes, self.core.jobs.worker_name(), &self.core.randomness) {
            Ok(presence) => worker = worker.shown_by(presence),
            Err(error) => tracing::warn!(%error, "this process cannot show that it lives; leases have to do"),
        }
        life.tasks.spawn(worker.run(life.soft.clone(), life.hard.clone()));
        self.transcripts.start_work(life);
    }

    /// Every route of the product, by feature, each over its own state; without an application only what they say of
    /// themselves.
    fn routes(app: Option<&Self>) -> Routes {
        Routes::new()
            .merge(web::assets::routes())
            .merge(operations::routes().of(app, |app| app.operations.clone()))
            .merge(api::routes().of(app, |_| api::ApiDocument(Self::openapi)))
            .merge(accounts::routes().of(app, Self::account_pages))
            .merge(playbook::routes().of(app, Self::playbook_pages))
            .merge(search::routes().of(app, Self::search_pages))
            .merge(unanswered::routes().of(app, |app| app.unanswered.clone()))
            .merge(authoring::routes().of(app, Self::authoring_pages))
            .merge(upkeep::routes().of(app, |app| app.upkeep.clone()))
            .merge(glossary::routes().of(app, |app| app.glossary.clone()))
            .merge(recordings::routes().of(app, Self::recording_pages))
            .merge(transcripts::routes().of(app, Self::transcript_pages))
            .merge(snippets::routes().of(app, |app| app.snippets.clone()))
            .merge(snippets::playlists::routes().of(app, |app| app.playlists.clone()))
            .merge(comments::routes().of(app, |app| app.comments.clone()))
            .merge(checklists::routes().of(app, |app| app.checklists.clone()))
            .merge(evaluations::routes().of(app, Self::evaluation_pages))
            .merge(sheets::routes().of(app, |app| app.sheets.clone()))
            .merge(appeals::routes().of(app, |app| app.appeals.clone()))
            .merge(calibration::routes().of(app, |app| app.calibrations.clone()))
            .merge(listening::routes().of(app, |app| app.listening.clone()))
            .merge(coaching::routes().of(app, |app| app.coaching.clone()))
            .merge(coaching::one_to_ones::routes().of(app, |app| app.one_to_ones.clone()))
            .merge(today::routes().of(app, Self::today_pages))
            .merge(drafts::routes().of(app, |app| app.drafts.clone()))
            .merge(forgetting::routes().of(app, |app| app.forgetting.clone()))
    }

    fn account_pages(&self) -> AccountPages {
        AccountPages::new(self.accounts.clone(), Self::route_table)
    }

    /// Parts of calls in the book's entries are snippets.
    fn playbook_pages(&self) -> PlaybookPages {
        PlaybookPages::new(self.playbook.clone(), Arc::new(self.snippets.clone()))
    }

    /// What became of one's own questions stands beside the answers.
    fn search_pages(&self) -> SearchPages {
        SearchPages::new(self.searches.clone(), Arc::new(self.unanswered.clone()))
    }

    fn authoring_pages(&self) -> AuthoringPages {
        AuthoringPages::new(self.authoring.clone(), Arc::new(self.snippets.clone()))
    }

    /// Parts that other features put on a recording's page, in order.
    fn recording_pages(&self) -> RecordingPages {
        RecordingPages::new(
            self.recordings.clone(),
            Arc::new(self.transcripts.clone()),
            vec![
                Box::new(self.comments.clone()),
                Box::new(self.snippets.clone()),
                Box::new(self.forgetting.clone()),
            ],
        )
    }

    fn transcript_pages(&self) -> TranscriptPages {
        TranscriptPages::new(self.transcripts.clone(), self.recording_pages())
    }

    /// Parts that other features put on an evaluation's pages, in order.
    fn evaluation_pages(&self) -> EvaluationPages {
        EvaluationPages::new(
            self.evaluations.clone(),
            vec![Box::new(self.appeals.clone()), Box::new(self.coaching.clone())],
        )
    }

    fn today_pages(&self) -> TodayPages {
        TodayPages::new(
            self.core.clone(),
            Arc::clone(&self.parts.library),
            self.unanswered.clone(),
            self.appeals.clone(),
            self.health.clone(),
        )
    }

    /// The router with all its layers.
    pub fn router(&self) -> Router {
        let (router, _, routes) = Self::routes(Some(self)).into_parts();
        let shell = Shell {
            core: self.core.clone(),
            auth: self.auth.clone(),
            uploads: self.parts.uploads.clone(),
            reserve: self.parts.reserve.clone(),
        };
        web::layers::apply(drafts::settling(router, self.drafts.clone()), &routes, shell)
    }

    /// The list of routes with the access each needs.
    pub fn route_table() -> &'static [RouteInfo] {
        &RouteCatalogue::once().table
    }

    /// The API document.
    pub fn openapi() -> &'static OpenApi {
        &RouteCatalogue::once().document
    }

    /// Every schema as each operation of the API brings it; of two types with one name the document has only one.
    pub fn api_schemas() -> &'static [NamedSchema] {
        &RouteCatalogue::once().schemas
    }
}

/// What the routes say of themselves. The same in every process, and costly to put together: done once.
struct RouteCatalogue {
    table: Vec<RouteInfo>,
    document: OpenApi,
    schemas: Vec<NamedSchema>,
}

impl RouteCatalogue {
    fn once() -> &'static Self {
        static DESCRIBED: LazyLock<RouteCatalogue> = LazyLock::new(|| {
            let routes = App::routes(None);
            let schemas = routes.schemas().to_vec();
            let (_, document, table) = routes.into_parts();
            RouteCatalogue {
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
            .field("config", &self.core.config)
            .finish_non_exhaustive()
    }
}
