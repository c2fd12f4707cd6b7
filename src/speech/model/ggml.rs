//! The whisper.cpp model file as bytes: magic, sizes, mel filters, tokens, then tensors to the end.
//!
//! Decides the layout only; which tensors there are and in which precision is left to [`super::plan`].

use std::io::{self, Write};

/// The first four bytes of every ggml file (`0x67676d6c`, little endian).
pub(super) const MAGIC: [u8; 4] = 0x6767_6d6c_u32.to_le_bytes();

/// Points of the spectrum of a 400-sample window, without the mirrored half.
pub(super) const FFT_BINS: usize = 201;

/// How the numbers of one tensor are stored, with ggml's number for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    F32 = 0,
    F16 = 1,
    Q8_0 = 8,
}

impl Storage {
    /// Bytes of `elements` numbers; for `Q8_0` a multiple of 32 of them.
    pub(super) const fn bytes(self, elements: u64) -> u64 {
        match self {
            Self::F32 => elements * 4,
            Self::F16 => elements * 2,
            Self::Q8_0 => elements / 32 * 34,
        }
    }
}

/// The sizes of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sizes {
    pub vocab: u32,
    pub audio_ctx: u32,
    pub audio_state: u32,
    pub audio_head: u32,
    pub audio_layer: u32,
    pub text_ctx: u32,
    pub text_state: u32,
    pub text_head: u32,
    pub text_layer: u32,
    pub mels: u32,
}

/// Writes everything before the first tensor. `file_type` is ggml's number for the precision of the weights,
/// `mel` has `sizes.mels` × [`FFT_BINS`] values.
pub(super) fn write_head(
    out: &mut impl Write,
    sizes: &Sizes,
    file_type: u32,
    mel: &[f32],
    tokens: &[Vec<u8>],
) -> io::Result<()> {
    out.write_all(&MAGIC)?;
    let s = sizes;
    let numbers = [
        s.vocab,
        s.audio_ctx,
        s.audio_state,
        s.audio_head,
        s.audio_layer,
        s.text_ctx,
        s.text_state,
        s.text_head,
        s.text_layer,
        s.mels,
        file_type,
        s.mels,
        FFT_BINS as u32,
    ];
    write_numbers(out, &numbers)?;
    for value in mel {
        out.write_all(&value.to_le_bytes())?;
    }
    write_numbers(out, &[tokens.len() as u32])?;
    for token in tokens {
        write_numbers(out, &[token.len() as u32])?;
        out.write_all(token)?;
    }
    Ok(())
}

/// Writes what precedes a tensor's numbers. `dims` are in the usual order (rows first); the file has them reversed.
pub(super) fn write_tensor_head(
    out: &mut impl Write,
    name: &str,
    dims: &[u32],
    storage: Storage,
) -> io::Result<()> {
    write_numbers(out, &[dims.len() as u32, name.len() as u32, storage as u32])?;
    for dim in dims.iter().rev() {
        write_numbers(out, &[*dim])?;
    }
    out.write_all(name.as_bytes())
}

fn write_numbers(out: &mut impl Write, numbers: &[u32]) -> io::Result<()> {
    numbers
        .iter()
        .try_for_each(|number| out.write_all(&number.to_le_bytes()))
}
