//! The one speech model of the process: found, loaded when first needed, kept, and loaded anew when its file changes.
//!
//! Decides what the setting `speech_model` names (a model of the models' folder, or a file). A missing or wrong model is
//! an error whose text names the command that mends it; nothing else depends on it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::engine::SpeechEngine;
use super::model::{self, ModelFile, ModelName};
use super::whisper::WhisperEngine;
use crate::config::{Config, SpeechDevice};
use crate::error::{Error, ErrorKind, Result};

/// A loaded model, shared by all who listen.
pub type SharedEngine = Arc<dyn SpeechEngine>;

/// Where the engine comes from, and the engine once it is loaded.
pub struct Speech {
    source: Source,
    loaded: Mutex<Option<Loaded>>,
    missed: AtomicBool,
}

enum Source {
    Setting {
        model: String,
        folder: Option<PathBuf>,
        device: SpeechDevice,
    },
    Given(Box<dyn Fn() -> Result<SharedEngine> + Send + Sync>),
}

/// What the setting names: a file as it is, or a model of the folder, of which the fastest form is taken.
enum Found {
    File(PathBuf),
    Named(PathBuf, ModelFile),
}

impl Found {
    /// Blocks for a second or two when the fastest form has to be made first.
    fn quickest(self) -> PathBuf {
        match self {
            Self::File(path) => path,
            Self::Named(folder, model) => model::quickest(&folder, model).path,
        }
    }
}

/// What a loaded engine was made from: another stamp means another file.
struct Loaded {
    stamp: (PathBuf, u64, Option<std::time::SystemTime>),
    engine: SharedEngine,
}

impl std::fmt::Debug for Speech {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Speech").finish_non_exhaustive()
    }
}

impl Speech {
    /// By the settings; nothing is read yet.
    pub fn of(config: &Config) -> Self {
        Self::from(Source::Setting {
            model: config.speech_model.clone(),
            folder: model::models_dir(config.models.as_deref()).ok(),
            device: config.speech_device,
        })
    }

    /// An engine from elsewhere; asked each time it is needed.
    pub fn given(make: impl Fn() -> Result<SharedEngine> + Send + Sync + 'static) -> Self {
        Self::from(Source::Given(Box::new(make)))
    }

    fn from(source: Source) -> Self {
        Self {
            source,
            loaded: Mutex::new(None),
            missed: AtomicBool::new(false),
        }
    }

    /// The engine. Blocks for a second or more when the model has to be loaded. Codes: `model-…`, `transcription-model`.
    pub fn engine(&self) -> Result<SharedEngine> {
        let engine = self.find_and_load();
        self.missed.store(engine.is_err(), Ordering::Relaxed);
        engine
    }

    /// Did the last one who asked for the engine get none?
    pub fn is_missed(&self) -> bool {
        self.missed.load(Ordering::Relaxed)
    }

    /// Is a good model there? Does not load it; blocks for as long as checking a new file takes.
    pub fn check(&self) -> Result<()> {
        match &self.source {
            Source::Given(make) => make().map(drop),
            Source::Setting { .. } => self.file().map(drop),
        }
    }

    fn find_and_load(&self) -> Result<SharedEngine> {
        let device = match &self.source {
            Source::Given(make) => return make(),
            Source::Setting { device, .. } => *device,
        };
        let path = self.file()?.quickest();
        let metadata = std::fs::metadata(&path)?;
        let stamp = (path, metadata.len(), metadata.modified().ok());
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = loaded.as_ref().filter(|known| known.stamp == stamp) {
            return Ok(Arc::clone(&known.engine));
        }
        // The old model goes before the new one comes: two large ones may not fit into memory.
        *loaded = None;
        let engine: SharedEngine = Arc::new(WhisperEngine::load(&stamp.0, device)?);
        *loaded = Some(Loaded {
            stamp,
            engine: Arc::clone(&engine),
        });
        Ok(engine)
    }

    fn file(&self) -> Result<Found> {
        let Source::Setting { model, folder, .. } = &self.source else {
            return Err(Error::internal(anyhow::anyhow!("a given engine has no file")));
        };
        if model.contains(std::path::MAIN_SEPARATOR) {
            let path = Path::new(model);
            return if path.is_file() {
                Ok(Found::File(path.to_owned()))
            } else {
                Err(Error::new(ErrorKind::Unavailable, "model-file-missing"))
            };
        }
        let name: ModelName = model.parse()?;
        let folder = folder
            .as_deref()
            .ok_or(Error::new(ErrorKind::Unavailable, "model-no-place"))?;
        Ok(Found::Named(folder.to_owned(), model::find(folder, &name)?))
    }
}
