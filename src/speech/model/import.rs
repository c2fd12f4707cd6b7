//! Makes a ggml model from a CTranslate2 folder, or takes over a ggml file that is already there.
//!
//! Decides that nothing is installed before it is complete: the new file is written beside its final place, hashed on
//! the way, flushed and renamed. Numbers go through in pieces, so memory stays small whatever the model. Which tensor
//! becomes which is left to [`super::plan`].

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::catalogue::ModelName;
use super::ct2::Ct2;
use super::error::ModelError;
use super::ggml::{self, Storage};
use super::plan::{PlannedTensor, plan, sizes, usual_name};
use super::quantize::{Weights, encode};
use super::requantize::quantize;
use super::source::ModelSource;
use super::store::{HALF_MADE, ModelFile, ModelRecord, install, share};
use super::{TransferProgress, mel, tokens};
use crate::id::hex;

/// What to import and as what.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The name to keep it under; by default what its sizes say (`base`, `small`, …). With `q8_0` weights the name
    /// gets `-q8_0` at its end.
    pub name: Option<ModelName>,
    /// Precision of the weights.
    pub weights: Weights,
    /// SHA-256 the (joined) `model.bin` must have, in hex.
    pub sha256: Option<String>,
}

/// Numbers handled at a time: a multiple of the quantisation block.
const PIECE: usize = 1 << 18;

/// Converts the CTranslate2 model in `source` (or copies it, when `source` is a ggml file) into `dir`. `progress` is
/// called with bytes written; nothing is left behind when it fails.
pub fn import(
    source: &Path,
    dir: &Path,
    options: &ImportOptions,
    progress: &mut dyn FnMut(TransferProgress),
) -> Result<ModelFile, ModelError> {
    if source.is_file() {
        return adopt(source, dir, options, progress);
    }
    let found = ModelSource::find(source)?;
    let mut model = Ct2::open(&found)?;
    let model_sha256 = model.sha256()?;
    if options
        .sha256
        .as_ref()
        .is_some_and(|expected| !expected.eq_ignore_ascii_case(&model_sha256))
    {
        let reason = format!("its SHA-256 is {model_sha256}, not the one asked for");
        return Err(ModelError::damaged(source, reason));
    }
    let sizes = sizes(&mut model)?;
    let plan = plan(&model, &sizes, options.weights)?;
    let words = tokens::read(&found.folder, sizes.vocab)?;
    let name = options.name.clone().map_or_else(|| usual_name(&sizes), Ok)?;
    let name = if options.weights == Weights::Q8_0 {
        name.quantized()
    } else {
        name
    };

    let total = plan.iter().map(PlannedTensor::bytes).sum();
    let mut out = ModelWriter::new(dir, total)?;
    let filters = mel::filters(sizes.mels);
    let head = ggml::write_head(&mut out, &sizes, options.weights.file_type(), &filters, &words);
    head.map_err(|error| out.failed(error))?;
    let (mut numbers, mut bytes) = (Vec::new(), Vec::new());
    for tensor in &plan {
        let head = ggml::write_tensor_head(&mut out, &tensor.name, &tensor.dims, tensor.storage);
        head.map_err(|error| out.failed(error))?;
        let variable = model.get(&tensor.from)?.clone();
        let mut done = 0;
        while done < tensor.count {
            let count = (tensor.count - done).min(PIECE as u64);
            numbers.clear();
            bytes.clear();
            let (from, count) = (tensor.skip + done, count as usize);
            // Most of a model is half floats on both sides: those need no arithmetic.
            let copied =
                tensor.storage == Storage::F16 && model.halves(&variable, from, count, &mut bytes)?;
            if !copied {
                model.numbers(&variable, from, count, &mut numbers)?;
                encode(&numbers, tensor.storage, &mut bytes);
            }
            out.write_all(&bytes).map_err(|error| out.failed(error))?;
            done += count as u64;
            progress(TransferProgress {
                done: out.written.min(total),
                total,
            });
        }
    }
    let weights = if options.weights == Weights::Q8_0 {
        ", q8_0"
    } else {
        ""
    };
    out.finish(
        dir,
        &name,
        format!("imported from CTranslate2 (model.bin {model_sha256}){weights}"),
    )
}

/// Takes over a ggml file under a name; from now on it is checked against what it is today.
fn adopt(
    source: &Path,
    dir: &Path,
    options: &ImportOptions,
    progress: &mut dyn FnMut(TransferProgress),
) -> Result<ModelFile, ModelError> {
    let read_error = |error| ModelError::io(source, error);
    let file_name = source
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let name = options.name.clone().map_or_else(|| file_name.parse(), Ok)?;
    if options.weights == Weights::Q8_0 {
        return quantize(source, dir, &name.quantized(), progress);
    }
    let mut file = File::open(source).map_err(read_error)?;
    let total = file.metadata().map_err(read_error)?.len();
    let mut head = [0; 4];
    if file.read_exact(&mut head).is_err() || head != ggml::MAGIC {
        return Err(ModelError::damaged(
            source,
            "neither a ggml model nor a folder with a CTranslate2 model",
        ));
    }
    let mut out = ModelWriter::new(dir, total)?;
    out.write_all(&head).map_err(|error| out.failed(error))?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer).map_err(read_error)?;
        if read == 0 {
            break;
        }
        out.write_all(&buffer[..read])
            .map_err(|error| out.failed(error))?;
        progress(TransferProgress {
            done: out.written,
            total,
        });
    }
    let sha256 = hex(&out.hash.clone().finalize());
    let expected = options
        .sha256
        .as_deref()
        .or_else(|| name.known().map(|known| known.sha256));
    if expected.is_some_and(|expected| !expected.eq_ignore_ascii_case(&sha256)) {
        return Err(ModelError::damaged(
            source,
            format!("its SHA-256 is {sha256}, not that of the model `{name}`"),
        ));
    }
    out.finish(dir, &name, "imported from a ggml file".to_owned())
}

/// A file on its way: hashed while it is written, gone when dropped unfinished.
pub(super) struct ModelWriter {
    file: BufWriter<tempfile::NamedTempFile>,
    hash: Sha256,
    written: u64,
    expected: u64,
    dir: PathBuf,
}

impl ModelWriter {
    pub(super) fn new(dir: &Path, expected: u64) -> Result<Self, ModelError> {
        std::fs::create_dir_all(dir).map_err(|error| ModelError::write(dir, expected, error))?;
        let file = tempfile::Builder::new()
            .prefix(".import-")
            .suffix(HALF_MADE)
            .tempfile_in(dir)
            .map_err(|error| ModelError::write(dir, expected, error))?;
        let file = BufWriter::with_capacity(1 << 20, file);
        Ok(Self {
            file,
            hash: Sha256::new(),
            written: 0,
            expected,
            dir: dir.to_owned(),
        })
    }

    pub(super) fn failed(&self, error: std::io::Error) -> ModelError {
        ModelError::write(&self.dir, self.expected, error)
    }

    pub(super) fn finish(
        mut self,
        dir: &Path,
        name: &ModelName,
        source: String,
    ) -> Result<ModelFile, ModelError> {
        self.file.flush().map_err(|error| self.failed(error))?;
        let (dir_name, expected) = (self.dir.clone(), self.expected);
        let failed = |error| ModelError::write(&dir_name, expected, error);
        let file = self
            .file
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        share(file.as_file()).map_err(failed)?;
        let record = ModelRecord {
            source,
            sha256: hex(&self.hash.finalize()),
            bytes: self.written,
            checked: None,
        };
        install(dir, name, &file.into_temp_path(), record)
    }
}

impl Write for ModelWriter {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
