//! `salesbook transcribe`: one file to text on standard output, progress on standard error. The same pipeline and model
//! as the service's, without its database.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::config::Config;
use crate::error::Error;
use crate::glossary;
use crate::i18n::{Locale, Texts, format};
use crate::playbook::Library;
use crate::speech::engine::never;
use crate::speech::export::{self, Labels, TranscriptFormat};
use crate::speech::{Options, PipelineStage, Speech, Transcript, transcribe};
use crate::web::failure::sentence;

#[derive(Debug, Args)]
pub(super) struct TranscribeArgs {
    /// Sound of a call: WAV, MP3, OGG, Opus, M4A, FLAC
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What is spoken: ru or en
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Form of the answer
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: FormatName,
}

/// The forms by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatName {
    Text,
    Json,
    Srt,
    Vtt,
    Docx,
}

impl From<FormatName> for TranscriptFormat {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Text => Self::Text,
            FormatName::Json => Self::Json,
            FormatName::Srt => Self::Srt,
            FormatName::Vtt => Self::Vtt,
            FormatName::Docx => Self::Docx,
        }
    }
}

pub(super) fn run(args: &TranscribeArgs, config: &Config) -> anyhow::Result<ExitCode> {
    let speech = Speech::from_config(config);
    let engine = speech.engine(None).map_err(|error| in_english(&error))?;
    let language = args
        .language
        .clone()
        .unwrap_or_else(|| config.speech_language.to_string());
    // A folder that is not there is an empty book.
    let book = glossary::GlossarySource::from_config(config, Arc::new(Library::at(&config.library)));
    let options = Options {
        glossary: language
            .parse()
            .map(|locale| book.book_alone(locale))
            .unwrap_or_default(),
        language,
        manager_channel: config.side_of(&args.file.file_name().unwrap_or_default().to_string_lossy()),
        threads: config.speech_threads,
        limit_ms: config.recording_limit_ms,
    };
    let mut progress = ProgressLine::new();
    let outcome = transcribe(
        &args.file,
        &options,
        engine.as_ref(),
        &never(),
        &mut |stage, permille| progress.show(stage, permille),
    );
    progress.end();
    let transcript = outcome.map_err(|error| in_english(&error.into()))?.transcript;
    let texts = Texts(options.language.parse().unwrap_or(Locale::En));
    let labels = labels(args, &transcript, texts);
    let file = export::write(&transcript, args.format.into(), &labels).map_err(|error| in_english(&error))?;
    let mut out = std::io::stdout().lock();
    out.write_all(&file)?;
    if !matches!(args.format, FormatName::Docx) && !file.ends_with(b"\n") {
        out.write_all(b"\n")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Outside the service nothing is known of a call but its file.
fn labels(args: &TranscribeArgs, transcript: &Transcript, texts: Texts) -> Labels {
    let fact = |key: &str, value: String| format!("{}: {value}", texts.text(key));
    Labels {
        manager: texts.text("recordings-manager"),
        client: texts.text("recordings-client"),
        title: args
            .file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        facts: vec![
            fact(
                "recordings-length-whole",
                format::duration(transcript.duration_ms),
            ),
            fact("recordings-model", transcript.engine.model.clone()),
        ],
        doubt: texts.text("transcript-doubt-words"),
        language: texts.0.to_string(),
    }
}

/// The sentence a visitor would read, in the language of the command line.
fn in_english(error: &Error) -> anyhow::Error {
    anyhow::anyhow!(sentence(Texts(Locale::En), error))
}

/// One line that is written over on a terminal; a line every ten percent elsewhere.
struct ProgressLine {
    live: bool,
    told: u16,
}

impl ProgressLine {
    fn new() -> Self {
        Self {
            live: std::io::stderr().is_terminal(),
            told: u16::MAX,
        }
    }

    fn show(&mut self, stage: PipelineStage, permille: u16) {
        let percent = permille / 10;
        let step = if self.live { percent } else { percent / 10 * 10 };
        if step == self.told {
            return;
        }
        self.told = step;
        let (start, end) = if self.live { ("\r\x1b[K", "") } else { ("", "\n") };
        // Progress that nobody can read is no reason to stop.
        let _ = write!(std::io::stderr(), "{start}{}: {step} %{end}", stage.as_str());
    }

    fn end(&self) {
        if self.live {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
