//! What Salesbook cannot read itself, read by the ffmpeg of this machine: a declared fallback, never a need.
//!
//! Decides which files ffmpeg is shown (known containers by their first bytes, each with the demuxer named, so that a
//! playlist or a picture is never tried) and how it is held: no shell, no terminal, local files only, so much processor
//! time, so much output, killed when it says nothing, and when nobody reads on. It answers with WAV on a pipe, read by
//! [`super::wave`] like any other; nothing is written to the disk.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, mpsc};
use std::time::Duration;

use super::wave::WaveReader;
use super::{AudioError, MAX_DURATION_MS};

/// Seconds of processor time.
const WORK_S: u32 = 900;
/// So many looks one after the other without a byte, and it is killed.
const QUIET_LOOKS: u32 = 60;
const LOOK_EVERY: Duration = Duration::from_millis(if cfg!(test) { 150 } else { 1_000 });
/// A program that has said all has a second to leave, in so many looks.
const LEAVING_LOOKS: u32 = 100;
const LEAVING: Duration = Duration::from_secs(1);

/// The program on the search path, looked up once.
pub fn program() -> Option<&'static Path> {
    static PROGRAM: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path)
            .map(|folder| folder.join("ffmpeg"))
            .find(|program| program.is_absolute() && program.is_file())
    });
    PROGRAM.as_deref()
}

/// A file format that ffmpeg is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Container(&'static KnownContainer);

#[derive(Debug, PartialEq, Eq)]
struct KnownContainer {
    /// Bytes of the file's beginning, and where they stand.
    marks: &'static [(usize, &'static [u8])],
    /// ffmpeg's word.
    demuxer: &'static str,
    name: &'static str,
    mime: &'static str,
    extension: &'static str,
    /// Nothing in it is ever read without ffmpeg.
    foreign: bool,
}

const fn known(
    marks: &'static [(usize, &'static [u8])],
    demuxer: &'static str,
    name: &'static str,
    mime: &'static str,
    extension: &'static str,
    foreign: bool,
) -> KnownContainer {
    KnownContainer {
        marks,
        demuxer,
        name,
        mime,
        extension,
        foreign,
    }
}

/// Content types here are never those of [`super::probe::PLAYED`]: what we cannot read, a browser may not play.
static KNOWN: [KnownContainer; 17] = [
    known(
        &[(0, b"RIFF"), (8, b"WAVE")],
        "wav",
        "WAV",
        "audio/vnd.wave",
        "wav",
        false,
    ),
    known(
        &[(0, b"RF64"), (8, b"WAVE")],
        "wav",
        "WAV",
        "audio/vnd.wave",
        "wav",
        false,
    ),
    known(&[(4, b"ftyp")], "mov", "MP4", "audio/x-m4a", "m4a", false),
    known(
        &[(0, b"\x1a\x45\xdf\xa3")],
        "matroska",
        "Matroska",
        "audio/x-matroska",
        "mka",
        false,
    ),
    known(
        &[(0, b"OggS"), (28, b"Speex")],
        "ogg",
        "Speex",
        "audio/x-speex",
        "spx",
        true,
    ),
    known(&[(0, b"OggS")], "ogg", "Ogg", "audio/x-ogg", "ogg", false),
    known(&[(0, b"fLaC")], "flac", "FLAC", "audio/x-flac", "flac", false),
    known(
        &[(0, b"FORM"), (8, b"AIF")],
        "aiff",
        "AIFF",
        "audio/aiff",
        "aiff",
        false,
    ),
    known(&[(0, b"caff")], "caf", "CAF", "audio/x-caf", "caf", false),
    known(&[(0, b"ID3")], "mp3", "MP3", "audio/x-mpeg", "mp3", false),
    known(&[(0, b"\xff\xf1")], "aac", "AAC", "audio/x-aac", "aac", false),
    known(&[(0, b"\xff\xf9")], "aac", "AAC", "audio/x-aac", "aac", false),
    known(&[(0, b"\xff")], "mp3", "MP3", "audio/x-mpeg", "mp3", false),
    known(&[(0, b"#!AMR")], "amr", "AMR", "audio/amr", "amr", true),
    known(
        &[(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")],
        "asf",
        "WMA",
        "audio/x-ms-wma",
        "wma",
        true,
    ),
    known(&[(0, b".snd")], "au", "AU", "audio/basic", "au", true),
    known(&[(0, b"wvpk")], "wv", "WavPack", "audio/x-wavpack", "wv", true),
];

impl Container {
    /// What the file at `path` begins like.
    pub(super) fn detect(path: &Path) -> std::io::Result<Option<Self>> {
        let mut head = Vec::new();
        File::open(path)?.take(64).read_to_end(&mut head)?;
        let fits = |known: &&'static KnownContainer| {
            let stands = |(at, mark): &(usize, &[u8])| head.get(*at..).is_some_and(|it| it.starts_with(mark));
            known.marks.iter().all(stands)
        };
        Ok(KNOWN.iter().find(fits).map(Self))
    }

    pub(super) const fn name(self) -> &'static str {
        self.0.name
    }

    pub(super) const fn mime(self) -> &'static str {
        self.0.mime
    }

    pub(super) const fn extension(self) -> &'static str {
        self.0.extension
    }

    pub(super) const fn is_foreign(self) -> bool {
        self.0.foreign
    }
}

/// A file being decoded by ffmpeg. Dropped, the program is killed.
pub(super) struct FfmpegDecoder {
    wave: WaveReader,
    running: FfmpegProcess,
}

impl FfmpegDecoder {
    /// Starts `program` on the file at `path`, which is ours: no word of a visitor is on the command line.
    pub fn start(program: &Path, path: &Path, container: Container) -> Result<Self, AudioError> {
        let mut input = std::ffi::OsString::from("file:");
        input.push(std::path::absolute(path)?);
        let most_s = (MAX_DURATION_MS / 1000 + 60).to_string();
        let mut child = Command::new(program)
            .args(["-nostdin", "-hide_banner", "-loglevel", "quiet", "-timelimit"])
            .arg(WORK_S.to_string())
            .args([
                "-threads",
                "1",
                "-protocol_whitelist",
                "file,pipe",
                "-f",
                container.0.demuxer,
                "-i",
            ])
            .arg(input)
            .args([
                "-map",
                "0:a:0",
                "-vn",
                "-sn",
                "-dn",
                "-map_metadata",
                "-1",
                "-bitexact",
                "-t",
                &most_s,
            ])
            .args(["-c:a", "pcm_s16le", "-f", "wav", "pipe:1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = child.stdout.take().ok_or(AudioError::NotAudio)?;
        let running = FfmpegProcess::watch(child);
        let output = FfmpegOutput {
            pipe: output,
            read: Arc::clone(&running.read),
        };
        let wave = WaveReader::stream(Box::new(output))?;
        Ok(Self { wave, running })
    }

    pub const fn wave(&self) -> &WaveReader {
        &self.wave
    }

    pub const fn wave_mut(&mut self) -> &mut WaveReader {
        &mut self.wave
    }

    /// After the end of the sound: did the program say that this was all?
    pub fn ended_well(&mut self) -> bool {
        let mut child = self.running.child.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..LEAVING_LOOKS {
            match child.try_wait() {
                Ok(Some(status)) => return status.success(),
                Ok(None) => std::thread::sleep(LEAVING / LEAVING_LOOKS),
                Err(_) => return false,
            }
        }
        false
    }
}

/// The pipe, counting.
struct FfmpegOutput {
    pipe: ChildStdout,
    read: Arc<AtomicU64>,
}

impl Read for FfmpegOutput {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.pipe.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The program and the thread that kills it when it stands still.
struct FfmpegProcess {
    child: Arc<Mutex<Child>>,
    read: Arc<AtomicU64>,
    /// Dropped, it ends the thread.
    _alive: mpsc::Sender<()>,
}

impl FfmpegProcess {
    fn watch(child: Child) -> Self {
        let (child, read) = (Arc::new(Mutex::new(child)), Arc::new(AtomicU64::new(0)));
        let (alive, ended) = mpsc::channel();
        let (watched, counted) = (Arc::clone(&child), Arc::clone(&read));
        std::thread::spawn(move || {
            let (mut known, mut quiet) = (0, 0);
            // Looks are counted, not hours: a machine that sleeps is no reason to kill.
            while let Err(mpsc::RecvTimeoutError::Timeout) = ended.recv_timeout(LOOK_EVERY) {
                let now = counted.load(Ordering::Relaxed);
                quiet = if now == known { quiet + 1 } else { 0 };
                known = now;
                if quiet >= QUIET_LOOKS {
                    kill(&watched);
                    return;
                }
            }
        });
        Self {
            child,
            read,
            _alive: alive,
        }
    }
}

impl Drop for FfmpegProcess {
    fn drop(&mut self) {
        kill(&self.child);
    }
}

/// One that has ended already is only buried.
fn kill(child: &Mutex<Child>) {
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = child.kill();
    let _ = child.wait();
}
