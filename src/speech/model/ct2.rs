//! Reads CTranslate2's `model.bin` (format 6, faster-whisper's form): which tensors are in it and their numbers.
//!
//! Only the index is kept in memory; numbers are read on demand. Which files those are is left to [`super::source`],
//! what the tensors mean to [`super::plan`].

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::error::ModelError;
use super::quantize::from_half;
use super::source::{JoinedFiles, ModelSource};

const FORMAT: u32 = 6;

/// How a tensor's numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TensorKind {
    F32,
    I8,
    I16,
    I32,
    F16,
    Bf16,
}

impl TensorKind {
    const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::F32,
            1 => Self::I8,
            2 => Self::I16,
            3 => Self::I32,
            4 => Self::F16,
            5 => Self::Bf16,
            _ => return None,
        })
    }

    const fn bytes(self) -> u64 {
        match self {
            Self::I8 => 1,
            Self::I16 | Self::F16 | Self::Bf16 => 2,
            Self::F32 | Self::I32 => 4,
        }
    }
}

/// One tensor: shape, storage and where its numbers are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variable {
    pub dims: Vec<u32>,
    pub kind: TensorKind,
    offset: u64,
}

/// An opened model: its index, and its numbers on demand.
pub(super) struct Ct2 {
    path: PathBuf,
    data: JoinedFiles,
    variables: BTreeMap<String, Variable>,
    aliases: BTreeMap<String, String>,
}

impl Ct2 {
    /// Reads the index and makes sure that every tensor is there in full.
    pub(super) fn open(source: &ModelSource) -> Result<Self, ModelError> {
        let path = source.files.first().cloned().unwrap_or_default();
        let data = JoinedFiles::open(&source.files)?;
        let mut model = Self {
            path,
            data,
            variables: BTreeMap::new(),
            aliases: BTreeMap::new(),
        };
        model.read_index()?;
        Ok(model)
    }

    /// The tensor called `name`, by alias too.
    pub(super) fn get(&self, name: &str) -> Result<&Variable, ModelError> {
        self.variables
            .get(name)
            .or_else(|| self.variables.get(self.aliases.get(name)?))
            .ok_or_else(|| self.damaged(format!("the tensor `{name}` is not in it")))
    }

    /// Whether there is a tensor of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.variables.contains_key(name)
    }

    /// A single whole number.
    pub(super) fn number(&mut self, name: &str) -> Result<u32, ModelError> {
        let variable = self.get(name)?.clone();
        self.data.position = variable.offset;
        let mut bytes = [0; 4];
        let size = variable.kind.bytes() as usize;
        self.fill(&mut bytes[..size])?;
        Ok(u32::from_le_bytes(bytes))
    }

    /// `count` numbers of a tensor from the `from`th on, added to `out` as they are stored in `f32`.
    pub(super) fn numbers(
        &mut self,
        variable: &Variable,
        from: u64,
        count: usize,
        out: &mut Vec<f32>,
    ) -> Result<(), ModelError> {
        let size = variable.kind.bytes();
        self.data.position = variable.offset + from * size;
        let mut bytes = vec![0; count * size as usize];
        self.fill(&mut bytes)?;
        match variable.kind {
            TensorKind::F32 => out.extend(bytes.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b))),
            TensorKind::F16 => out.extend(
                bytes
                    .as_chunks()
                    .0
                    .iter()
                    .map(|b| from_half(u16::from_le_bytes(*b))),
            ),
            TensorKind::Bf16 => out.extend(
                bytes
                    .as_chunks()
                    .0
                    .iter()
                    .map(|b| f32::from_bits(u32::from(u16::from_le_bytes(*b)) << 16)),
            ),
            TensorKind::I8 | TensorKind::I16 | TensorKind::I32 => {
                let reason = "its weights are quantised; give the float16 or float32 form of the model";
                return Err(self.damaged(reason));
            }
        }
        Ok(())
    }

    /// `count` half floats of a tensor from the `from`th on, added to `out` as the bytes they are; false when the
    /// tensor is stored in another way.
    pub(super) fn halves(
        &mut self,
        variable: &Variable,
        from: u64,
        count: usize,
        out: &mut Vec<u8>,
    ) -> Result<bool, ModelError> {
        if variable.kind != TensorKind::F16 {
            return Ok(false);
        }
        self.data.position = variable.offset + from * 2;
        out.resize(count * 2, 0);
        self.fill(out)?;
        Ok(true)
    }

    /// The SHA-256 of the whole (joined) file, lower-case hex.
    pub(super) fn sha256(&mut self) -> Result<String, ModelError> {
        self.data.position = 0;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 20];
        loop {
            let read = self
                .data
                .read(&mut buffer)
                .map_err(|error| ModelError::io(&self.path, error))?;
            if read == 0 {
                return Ok(crate::id::hex(&hash.finalize()));
            }
            hash.update(&buffer[..read]);
        }
    }

    /// An error about this file.
    pub(super) fn damaged(&self, reason: impl Into<String>) -> ModelError {
        ModelError::damaged(&self.path, reason)
    }

    fn read_index(&mut self) -> Result<(), ModelError> {
        let format = self.u32()?;
        if format != FORMAT {
            return Err(self.damaged(format!(
                "not CTranslate2 of format {FORMAT} (it begins with {format})"
            )));
        }
        let spec = self.string()?;
        if spec != "WhisperSpec" {
            return Err(self.damaged(format!("a CTranslate2 model, but of `{spec}`, not of Whisper")));
        }
        let _revision = self.u32()?;
        for _ in 0..self.u32()? {
            let name = self.string()?;
            let variable = self.variable(&name)?;
            self.variables.insert(name, variable);
        }
        for _ in 0..self.u32()? {
            let (alias, name) = (self.string()?, self.string()?);
            self.aliases.insert(alias, name);
        }
        let (read, length) = (self.data.position, self.data.len());
        if read == length {
            Ok(())
        } else {
            Err(self.damaged(format!("{} bytes too many", length - read)))
        }
    }

    fn variable(&mut self, name: &str) -> Result<Variable, ModelError> {
        let [rank] = self.array()?;
        if rank > 4 {
            return Err(self.damaged(format!("`{name}` has {rank} dimensions: damaged")));
        }
        let dims: Vec<u32> = (0..rank).map(|_| self.u32()).collect::<Result<_, _>>()?;
        let [number] = self.array()?;
        let kind = TensorKind::from_number(number)
            .ok_or_else(|| self.damaged(format!("`{name}` is stored in an unknown way ({number})")))?;
        let bytes = u64::from(self.u32()?);
        let elements = dims
            .iter()
            .try_fold(1_u64, |product, dim| product.checked_mul(u64::from(*dim)));
        if elements.and_then(|elements| elements.checked_mul(kind.bytes())) != Some(bytes) {
            return Err(self.damaged(format!(
                "`{name}` has {bytes} bytes, which does not fit its shape {dims:?}"
            )));
        }
        let offset = self.data.position;
        if offset + bytes > self.data.len() {
            return Err(self.cut_short(&format!("in the tensor `{name}`")));
        }
        self.data.position = offset + bytes;
        Ok(Variable { dims, kind, offset })
    }

    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), ModelError> {
        match self.data.read_exact(buffer) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                Err(self.cut_short("in the list of tensors"))
            }
            Err(error) => Err(ModelError::io(&self.path, error)),
        }
    }

    fn cut_short(&self, place: &str) -> ModelError {
        self.damaged(format!(
            "ends after {} bytes {place}: not copied to the end",
            self.data.len()
        ))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        self.array().map(u32::from_le_bytes)
    }

    /// A string: its length with the final zero, then the bytes.
    fn string(&mut self) -> Result<String, ModelError> {
        let length = usize::from(u16::from_le_bytes(self.array()?));
        let mut bytes = vec![0; length];
        self.fill(&mut bytes)?;
        bytes.pop();
        String::from_utf8(bytes)
            .map_err(|_| self.damaged("a name in it is not text: damaged or another format"))
    }
}
