//! An archive that is written while it is read: from a thread that may wait to whoever takes it, a few pieces ahead.
//!
//! Decides how much lies ready, how long nothing has to be taken until the reader has gone, and that an archive that breaks
//! off gets no end. What is in it is left to [`mod@super::export`].

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use zip::ZipWriter;
use zip::write::StreamWriter;

use crate::error::{Error, Result};

/// Bytes of a piece, and how many pieces lie ready for who reads.
const PIECE: usize = 64 * 1024;
pub(super) const AHEAD: usize = 8;
/// A reader who takes nothing for this long has gone.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// The file's pieces in their order; an error where it breaks off.
pub type Pieces = mpsc::Receiver<io::Result<Bytes>>;
/// Where they are put in.
pub(super) type BytesSender = mpsc::Sender<io::Result<Bytes>>;

/// The way out of the archive: piece by piece to whoever reads it.
pub(super) struct Outlet {
    reader: BytesSender,
    runtime: Handle,
    piece: Vec<u8>,
    /// The archive broke off. What is still written, as its end when it is let go, is thrown away.
    over: Arc<AtomicBool>,
}

impl Outlet {
    /// To this reader, until `over` is said.
    pub(super) fn to(reader: BytesSender, runtime: Handle, over: Arc<AtomicBool>) -> Self {
        Self {
            reader,
            runtime,
            piece: Vec::with_capacity(PIECE),
            over,
        }
    }

    /// Waits until there is a place for what was gathered.
    fn send(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE)));
        let sent = self
            .runtime
            .block_on(self.reader.send_timeout(Ok(piece), PATIENCE));
        sent.map_err(|_| {
            self.over.store(true, Ordering::Relaxed);
            io::Error::from(io::ErrorKind::BrokenPipe)
        })
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.over.load(Ordering::Relaxed) {
            if self.piece.len() >= PIECE {
                self.send()?;
            }
            self.piece.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    /// Pieces are sent when they are whole; the last one by [`Self::send`].
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An archive that leaves through it.
pub(super) type Archive = ZipWriter<StreamWriter<Outlet>>;

/// The archive's own end, and the last piece.
pub(super) fn end(archive: Archive) -> Result<()> {
    let mut outlet = archive.finish().map_err(Error::internal)?.into_inner();
    outlet.send()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of an archive of one file that is let go before its end, or after it.
    async fn received(whole: bool) -> Vec<u8> {
        let (reader, mut pieces) = mpsc::channel(AHEAD);
        let (runtime, over) = (Handle::current(), Arc::new(AtomicBool::new(false)));
        tokio::task::spawn_blocking(move || {
            let mut archive = ZipWriter::new_stream(Outlet::to(reader, runtime, Arc::clone(&over)));
            archive
                .start_file("data/calls.json", zip::write::SimpleFileOptions::default())
                .unwrap();
            for n in 0..200_000_u32 {
                archive
                    .write_all(&n.wrapping_mul(2_654_435_761).to_le_bytes())
                    .unwrap();
            }
            if whole {
                end(archive).unwrap();
            } else {
                over.store(true, Ordering::Relaxed);
            }
        });
        let mut bytes = Vec::new();
        while let Some(piece) = pieces.recv().await {
            bytes.extend_from_slice(&piece.unwrap());
        }
        bytes
    }

    #[tokio::test]
    async fn an_archive_that_breaks_off_is_none() {
        let whole = received(true).await;
        assert!(zip::ZipArchive::new(io::Cursor::new(&whole)).is_ok());
        let part = received(false).await;
        assert!(part.len() > PIECE && part.len() < whole.len());
        assert!(zip::ZipArchive::new(io::Cursor::new(&part)).is_err());
    }

    #[tokio::test]
    async fn who_does_not_read_any_more_is_not_waited_for() {
        let (reader, pieces) = mpsc::channel(1);
        drop(pieces);
        let mut outlet = Outlet {
            reader,
            runtime: Handle::current(),
            piece: vec![0; PIECE],
            over: Arc::default(),
        };
        let refused =
            tokio::task::spawn_blocking(move || (outlet.write(b"x").is_err(), outlet.write(b"x").is_ok()));
        assert_eq!(refused.await.unwrap(), (true, true));
    }
}
