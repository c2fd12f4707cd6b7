//! The assembled application: the features on their ground, and the one router.
//!
//! Decides which features there are, what each stands on and who is handed to whom: the panels on the pages of recordings and
//! evaluations, who draws calls by lot, who fills the places of the book that name parts of calls. The one place that names
//! every feature; only the command, the demonstration and the tests name it. Leaves starting and stopping to [`crate::cli`]
//! and [`crate::lifecycle`].

mod router;
mod running;

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use crate::accounts::Accounts;
use crate::appeals::Appeals;
use crate::auth::{Auth, IdentityCache};
use crate::authoring::{Authoring, PlaybookWriter};
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
use crate::evaluations::Evaluations;
use crate::forgetting::Forgetting;
use crate::glossary::{GlossarySource, HouseGlossary};
use crate::health::{Health, LastLook};
use crate::id::Randomness;
use crate::jobs::{Jobs, Registry};
use crate::lifecycle::process_name;
use crate::listening::Listening;
use crate::operations::Operations;
use crate::playbook::{Library, Playbook};
use crate::recordings::{Blobs, Files, Recordings};
use crate::search::{Search, Searches};
use crate::sheets::Sheets;
use crate::snippets::Snippets;
use crate::snippets::playlists::Playlists;
use crate::speech::Speech;
use crate::telemetry::metrics::Metrics;
use crate::time::SharedClock;
use crate::transcripts::{TranscribeParts, Transcripts, swap_texts, transcribe};
use crate::unanswered::Unanswered;
use crate::upkeep::Upkeep;
use crate::web::Uploads;

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

/// A playbook that has been read, and its index.
#[derive(Clone)]
pub struct OpenBook {
    library: Arc<Library>,
    search: Search,
}

impl OpenBook {
    /// Reads the folder and builds the index; a folder that is not there is an empty playbook.
    pub fn at(folder: &Path) -> Result<Self> {
        let library = Arc::new(Library::at(folder));
        let search = Search::from_book(library.snapshot())?;
        Ok(Self { library, search })
    }
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
        let book = OpenBook::at(&config.library)?;
        Self::assemble_with(config, db, clock, randomness, speech, book)
    }

    /// The same with a speech engine and a playbook from elsewhere, which is the one in the settings.
    pub fn assemble_with(
        config: Config,
        db: Db,
        clock: SharedClock,
        randomness: Randomness,
        speech: Speech,
        book: OpenBook,
    ) -> Result<Self> {
        let OpenBook { library, search } = book;
        let parts = AppParts {
            writer: PlaybookWriter::at(&config.library),
            search: Arc::new(search),
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
                glossary: GlossarySource::from_config(&config, Arc::clone(&parts.library)),
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

        let reserve = parts.reserve.clone();
        let recordings = Recordings::new(core.clone(), blobs(), library(), reserve, swap_texts);
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
            upkeep: Upkeep::new(
                core.clone(),
                library(),
                authoring.clone(),
                Arc::clone(&parts.search),
            ),
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
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("config", &self.core.config)
            .finish_non_exhaustive()
    }
}
