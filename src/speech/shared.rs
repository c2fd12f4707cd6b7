//! The speech model of the process: found, loaded when first needed, kept, and loaded anew when its file changes.
//!
//! Decides what the setting `speech_model` names (a model of the models' folder, or a file) and that a single recording
//! may be heard by another model of the folder. One model is kept in memory, the last one asked for: whoever still listens
//! with the one before keeps that until they are done. A missing or wrong model is an error whose text names the command
//! that mends it; nothing else depends on it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
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
    source: EngineSource,
    loaded: Mutex<Option<LoadedEngine>>,
    /// Models the last who asked for them did not get; nothing stands for the setting's.
    missed: Mutex<BTreeSet<Option<ModelName>>>,
}

enum EngineSource {
    Setting {
        model: String,
        folder: Option<PathBuf>,
        device: SpeechDevice,
    },
    Given {
        installed: Vec<ModelName>,
        make: Box<EngineFactory>,
    },
}

type EngineFactory = dyn Fn(Option<&ModelName>) -> Result<SharedEngine> + Send + Sync;

/// What the setting names: a file as it is, or a model of the folder, of which the fastest form is taken.
enum ModelChoice {
    File(PathBuf),
    Named(PathBuf, ModelFile),
}

impl ModelChoice {
    /// Blocks for a second or two when the fastest form has to be made first.
    fn quickest(self) -> PathBuf {
        match self {
            Self::File(path) => path,
            Self::Named(folder, model) => model::quickest(&folder, model).path,
        }
    }
}

/// What a loaded engine was made from: another stamp means another file.
struct LoadedEngine {
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
    pub fn from_config(config: &Config) -> Self {
        Self::from(EngineSource::Setting {
            model: config.speech_model.clone(),
            folder: model::models_dir(config.models.as_deref()).ok(),
            device: config.speech_device,
        })
    }

    /// Engines from elsewhere, by the models there are; asked each time one is needed.
    pub fn from_factory(
        installed: Vec<ModelName>,
        make: impl Fn(Option<&ModelName>) -> Result<SharedEngine> + Send + Sync + 'static,
    ) -> Self {
        Self::from(EngineSource::Given {
            installed,
            make: Box::new(make),
        })
    }

    fn from(source: EngineSource) -> Self {
        Self {
            source,
            loaded: Mutex::new(None),
            missed: Mutex::new(BTreeSet::new()),
        }
    }

    /// The engine of a model of the folder, or of the setting's. Blocks for a second or more when the model has to be
    /// loaded. Codes: `model-…`, `transcription-model`.
    pub fn engine(&self, model: Option<&ModelName>) -> Result<SharedEngine> {
        let engine = self.find_and_load(model);
        let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
        if engine.is_err() {
            missed.insert(model.cloned());
        } else {
            missed.remove(&model.cloned());
        }
        drop(missed);
        engine
    }

    /// Did the last one who asked for the setting's engine get none?
    pub fn is_missed(&self) -> bool {
        let missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
        missed.contains(&None)
    }

    /// Has a model come that somebody asked for in vain? Says so once for each; blocks as [`Speech::check`] does.
    pub fn has_come(&self) -> bool {
        let missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let come: Vec<Option<ModelName>> = missed
            .into_iter()
            .filter(|model| self.check(model.as_ref()).is_ok())
            .collect();
        let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
        for model in &come {
            missed.remove(model);
        }
        !come.is_empty()
    }

    /// Is a good model there? Does not load it; blocks for as long as checking a new file takes.
    pub fn check(&self, model: Option<&ModelName>) -> Result<()> {
        match &self.source {
            EngineSource::Given { make, .. } => make(model).map(drop),
            EngineSource::Setting { .. } => self.file(model).map(drop),
        }
    }

    /// Models of the folder a recording may be heard by, by name, as far as their names tell. Forms that were made of
    /// another one for speed are left out: they are used by themselves. Blocks for reading a folder.
    pub fn installed(&self) -> Vec<ModelName> {
        match &self.source {
            EngineSource::Given { installed, .. } => installed.clone(),
            EngineSource::Setting { folder, .. } => folder.as_deref().map(model::names).unwrap_or_default(),
        }
    }

    /// What the setting names, for people.
    pub fn usual(&self) -> String {
        match &self.source {
            EngineSource::Given { .. } => String::new(),
            EngineSource::Setting { model, .. } => {
                let file = model.rsplit(std::path::MAIN_SEPARATOR).next().unwrap_or_default();
                let name = file.strip_prefix("ggml-").unwrap_or(file);
                name.strip_suffix(".bin").unwrap_or(name).to_owned()
            }
        }
    }

    fn find_and_load(&self, model: Option<&ModelName>) -> Result<SharedEngine> {
        let device = match &self.source {
            EngineSource::Given { make, .. } => return make(model),
            EngineSource::Setting { device, .. } => *device,
        };
        let path = self.file(model)?.quickest();
        let metadata = std::fs::metadata(&path)?;
        let stamp = (path, metadata.len(), metadata.modified().ok());
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = loaded.as_ref().filter(|known| known.stamp == stamp) {
            return Ok(Arc::clone(&known.engine));
        }
        // The old model goes before the new one comes: two large ones may not fit into memory.
        *loaded = None;
        let engine: SharedEngine = Arc::new(WhisperEngine::load(&stamp.0, device)?);
        *loaded = Some(LoadedEngine {
            stamp,
            engine: Arc::clone(&engine),
        });
        Ok(engine)
    }

    fn file(&self, asked: Option<&ModelName>) -> Result<ModelChoice> {
        let EngineSource::Setting { model, folder, .. } = &self.source else {
            return Err(Error::internal(anyhow::anyhow!("a given engine has no file")));
        };
        let name = match asked {
            Some(name) => name.clone(),
            None if model.contains(std::path::MAIN_SEPARATOR) => {
                let path = Path::new(model);
                return if path.is_file() {
                    Ok(ModelChoice::File(path.to_owned()))
                } else {
                    Err(Error::new(ErrorKind::Unavailable, "model-file-missing"))
                };
            }
            None => model.parse()?,
        };
        let folder = folder
            .as_deref()
            .ok_or(Error::new(ErrorKind::Unavailable, "model-no-place"))?;
        Ok(ModelChoice::Named(folder.to_owned(), model::find(folder, &name)?))
    }
}
