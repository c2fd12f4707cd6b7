//! From a half-float ggml model to its `q8_0` sibling: half the bytes, so decoding, which is bound by memory, is faster,
//! at the same number of wrong words (measured by `make bench-speech`).
//!
//! Decides which tensors become smaller (two dimensions, rows of whole blocks: what whisper.cpp expects of such a file)
//! and that the sibling is made once, beside the model, when the model is first used. Goes through the file in pieces.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;

use super::TransferProgress;
use super::catalogue::ModelName;
use super::error::ModelError;
use super::ggml::{self, Storage};
use super::import::ModelWriter;
use super::quantize::{BLOCK, Weights, encode, from_half};
use super::store::{ModelFile, find};

/// Numbers handled at a time: a multiple of the quantisation block.
const PIECE: usize = 1 << 18;
/// Where the numbers before the mel filters stand: eleven sizes, then how the filters are laid out.
const HEAD_NUMBERS: usize = 13;
/// Index of the precision among them.
const FILE_TYPE: usize = 10;
/// No tensor's name, token or list is longer: a damaged length must not ask for all memory.
const MOST: u32 = 1 << 24;

/// The model to work with for `found`: its `q8_0` sibling, made now if it is not there yet. Models that are smaller
/// already stay as they are, and so does one whose sibling cannot be written: it works, only slower.
pub fn quickest(dir: &Path, found: ModelFile) -> ModelFile {
    let name = found.name.quantized();
    if name == found.name {
        return found;
    }
    if let Ok(sibling) = find(dir, &name) {
        return sibling;
    }
    match quantize(&found.path, dir, &name, &mut |_| ()) {
        Ok(sibling) => {
            tracing::info!(model = %name, bytes = sibling.bytes, "a faster form of the speech model was made");
            sibling
        }
        Err(ModelError::SourceDamaged { .. }) => found,
        Err(error) => {
            tracing::warn!(%error, model = %name, "the faster form of the speech model cannot be kept");
            found
        }
    }
}

/// Writes the `q8_0` form of the half-float model file `source` to `dir` under `name`. Errors: [`ModelError::SourceDamaged`]
/// when it is not one.
pub(super) fn quantize(
    source: &Path,
    dir: &Path,
    name: &ModelName,
    progress: &mut dyn FnMut(TransferProgress),
) -> Result<ModelFile, ModelError> {
    let total = std::fs::metadata(source)
        .map_err(|error| ModelError::io(source, error))?
        .len();
    let file = File::open(source).map_err(|error| ModelError::io(source, error))?;
    let mut from = ModelReader {
        file: BufReader::with_capacity(1 << 20, file),
        source,
        read: 0,
    };
    if from.take(4)? != ggml::MAGIC {
        return Err(from.damaged("it is not a ggml model"));
    }
    let mut numbers = from.numbers(HEAD_NUMBERS)?;
    if numbers[FILE_TYPE] != Weights::F16.file_type() {
        return Err(from.damaged("its weights are not half floats"));
    }
    numbers[FILE_TYPE] = Weights::Q8_0.file_type();
    let mut out = ModelWriter::new(dir, total)?;
    let mut head = ggml::MAGIC.to_vec();
    head.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    let filters = numbers[11].saturating_mul(numbers[12]).min(MOST) as usize;
    head.extend(from.take(filters * 4)?);
    let tokens = from.number()?;
    head.extend(tokens.to_le_bytes());
    for _ in 0..tokens {
        let length = from.length()?;
        head.extend((length as u32).to_le_bytes());
        head.extend(from.take(length)?);
    }
    out.write_all(&head).map_err(|error| out.failed(error))?;
    while from.read < total {
        tensor(&mut from, &mut out)?;
        progress(TransferProgress {
            done: from.read,
            total,
        });
    }
    out.finish(dir, name, format!("made of {}, q8_0", source.display()))
}

/// Copies one tensor, smaller if it can be.
fn tensor(from: &mut ModelReader<'_>, out: &mut ModelWriter) -> Result<(), ModelError> {
    let head = from.numbers(3)?;
    let (rank, name_length) = (head[0].min(4) as usize, head[1].min(MOST) as usize);
    let dims = from.numbers(rank)?;
    let name = from.take(name_length)?;
    let count = dims
        .iter()
        .fold(1_u64, |count, dim| count.saturating_mul(u64::from(*dim)));
    let (stored, bytes_each) = match head[2] {
        0 => (Storage::F32, 4),
        1 => (Storage::F16, 2),
        _ => return Err(from.damaged("a tensor is neither floats nor half floats")),
    };
    let small = rank == 2 && stored == Storage::F16 && dims[0].is_multiple_of(BLOCK as u32);
    let storage = if small { Storage::Q8_0 } else { stored };
    let mut bytes: Vec<u8> = [head[0], head[1], storage as u32]
        .iter()
        .chain(&dims)
        .flat_map(|number| number.to_le_bytes())
        .collect();
    bytes.extend(name);
    out.write_all(&bytes).map_err(|error| out.failed(error))?;
    let mut left = count;
    while left > 0 {
        let piece = left.min(PIECE as u64) as usize;
        let raw = from.take(piece * bytes_each)?;
        if small {
            let (halves, _) = raw.as_chunks::<2>();
            let values: Vec<f32> = halves
                .iter()
                .map(|half| from_half(u16::from_le_bytes(*half)))
                .collect();
            bytes.clear();
            encode(&values, storage, &mut bytes);
            out.write_all(&bytes).map_err(|error| out.failed(error))?;
        } else {
            out.write_all(&raw).map_err(|error| out.failed(error))?;
        }
        left -= piece as u64;
    }
    Ok(())
}

/// The model that is read, and how far.
struct ModelReader<'a> {
    file: BufReader<File>,
    source: &'a Path,
    read: u64,
}

impl ModelReader<'_> {
    fn take(&mut self, count: usize) -> Result<Vec<u8>, ModelError> {
        let mut bytes = vec![0; count];
        self.file
            .read_exact(&mut bytes)
            .map_err(|error| ModelError::io(self.source, error))?;
        self.read += count as u64;
        Ok(bytes)
    }

    fn numbers(&mut self, count: usize) -> Result<Vec<u32>, ModelError> {
        let bytes = self.take(count * 4)?;
        Ok(bytes
            .as_chunks()
            .0
            .iter()
            .map(|bytes| u32::from_le_bytes(*bytes))
            .collect())
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        Ok(self.numbers(1)?[0])
    }

    fn length(&mut self) -> Result<usize, ModelError> {
        let length = self.number()?;
        if length > MOST {
            return Err(self.damaged("a length in it is impossible"));
        }
        Ok(length as usize)
    }

    fn damaged(&self, reason: &str) -> ModelError {
        ModelError::damaged(self.source, reason)
    }
}
