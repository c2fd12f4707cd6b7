//! A copy that every browser plays, of a file that not every browser does: 16-bit WAV.
//!
//! Decides when one is needed ([`is_played`]). Streams: memory stays at one block. Where the copy lives is left to
//! `recordings`.

use std::io::{BufWriter, Seek as _, SeekFrom, Write};
use std::path::Path;

use super::AudioError;
use super::decode::{DecodedBlock, Decoder};
use super::probe::PLAYED;

pub(super) const HEAD_BYTES: u32 = 44;

/// Is a file with this content type played by browsers as it is?
pub fn is_played(content_type: &str) -> bool {
    PLAYED.contains(&content_type)
}

/// Writes the sound of the file at `path` to `into`, at its own rate, gaps filled, so that its times are those of the
/// transcript.
///
/// # Errors
/// [`AudioError`]; also when `into` cannot be written.
pub fn write_wav(path: &Path, into: &std::fs::File) -> Result<(), AudioError> {
    let mut decoder = Decoder::open(path)?;
    let mut out = BufWriter::with_capacity(256 * 1024, into);
    let (mut first, mut bytes) = (None, 0_u32);
    while let Some(block) = decoder.next_block()? {
        let (rate, channels) = *first.get_or_insert((block.rate, block.planes.len()));
        if bytes == 0 {
            out.write_all(&head(rate, channels, 0))?;
        }
        // A stream that goes on at another rate would play at the wrong speed; it is stretched, roughly, as nobody minds.
        let written = write_block(&mut out, &block, rate, channels)?;
        bytes = bytes.saturating_add(written);
    }
    out.seek(SeekFrom::Start(0))?;
    if let Some((rate, channels)) = first {
        out.write_all(&head(rate, channels, bytes))?;
    }
    out.flush()?;
    Ok(())
}

fn write_block(
    out: &mut impl Write,
    block: &DecodedBlock<'_>,
    rate: u32,
    channels: usize,
) -> std::io::Result<u32> {
    let frames = block.planes.first().map_or(0, Vec::len);
    let wanted = if block.rate == rate {
        frames
    } else {
        frames * rate as usize / block.rate.max(1) as usize
    };
    for n in 0..wanted {
        let at = if wanted == frames { n } else { n * frames / wanted };
        for channel in 0..channels {
            let plane = &block.planes[channel.min(block.planes.len() - 1)];
            out.write_all(&((plane[at] * 32_767.0) as i16).to_le_bytes())?;
        }
    }
    Ok((wanted * channels * 2) as u32)
}

pub(super) fn head(rate: u32, channels: usize, bytes: u32) -> [u8; HEAD_BYTES as usize] {
    let frame = channels as u32 * 2;
    let mut head = [0; HEAD_BYTES as usize];
    let parts: [&[u8]; 13] = [
        b"RIFF",
        &(bytes.saturating_add(HEAD_BYTES - 8)).to_le_bytes(),
        b"WAVEfmt ",
        &16_u32.to_le_bytes(),
        &1_u16.to_le_bytes(),
        &(channels as u16).to_le_bytes(),
        &rate.to_le_bytes(),
        &(rate * frame).to_le_bytes(),
        &(frame as u16).to_le_bytes(),
        &16_u16.to_le_bytes(),
        b"data",
        &bytes.to_le_bytes(),
        b"",
    ];
    let mut at = 0;
    for part in parts {
        head[at..at + part.len()].copy_from_slice(part);
        at += part.len();
    }
    head
}
