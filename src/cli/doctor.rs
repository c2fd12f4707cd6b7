//! `salesbook doctor`: one line for each thing the service depends on, with what to do where one is missing.
//!
//! Changes nothing: a database that is not there yet is told, not made. Exits with 1 when the service would not start;
//! a missing model is a warning, everything but transcription works without it.

use std::process::ExitCode;

use super::say;
use crate::audio::ffmpeg;
use crate::config::{Config, Sources, SpeechDevice};
use crate::error::Result;
use crate::i18n::{Locale, Texts};
use crate::playbook::Library;
use crate::transcription::{Speech, device, whisper};
use crate::web::failure::sentence;

pub(super) async fn run(sources: Sources) -> anyhow::Result<ExitCode> {
    let config = Config::load(&sources)?;
    say(format_args!("salesbook  {}", env!("CARGO_PKG_VERSION")));
    let mut starts = true;
    let mut line = |name: &str, needed: bool, found: std::result::Result<String, String>| match found {
        Ok(what) => say(format_args!("ok    {name:10} {what}")),
        Err(what) if needed => {
            starts = false;
            say(format_args!("FAIL  {name:10} {what}"));
        }
        Err(what) => say(format_args!("warn  {name:10} {what}")),
    };
    line("database", true, database(&config).await);
    line("playbook", true, playbook(&config));
    let speech = Speech::of(&config);
    let engine = tokio::task::spawn_blocking(move || speech.engine(None)).await?;
    line(
        "model",
        false,
        words(engine.map(|engine| format!("{} on {}", engine.model(), engine.device()))),
    );
    line("device", false, device(config.speech_device));
    line("ffmpeg", false, ffmpeg());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = config.speech_threads;
    line(
        "processor",
        false,
        Ok(format!(
            "{cores} cores, {threads} for speech; {}",
            whisper::machine()
        )),
    );
    Ok(if starts {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What computes speech, and why.
fn device(wanted: SpeechDevice) -> std::result::Result<String, String> {
    let chosen = device::choose(wanted);
    let told = format!("{}: {}", chosen.device.as_str(), chosen.why);
    if chosen.instead {
        Err(format!("{told}; speech_device asks for the graphics card"))
    } else {
        Ok(told)
    }
}

fn ffmpeg() -> std::result::Result<String, String> {
    match ffmpeg::program() {
        Some(program) => Ok(format!(
            "{}, for formats Salesbook does not read itself",
            program.display()
        )),
        None => Err(
            "not installed: AMR, WMA and some rare codecs are refused; everything else is read".to_owned(),
        ),
    }
}

async fn database(config: &Config) -> std::result::Result<String, String> {
    #[cfg(feature = "postgres")]
    if let Some(url) = &config.database_url {
        let db = crate::db::Db::connect(url, config.database_connections)
            .await
            .map_err(|error| {
                format!(
                    "PostgreSQL does not answer at database_url: {:#}",
                    anyhow::Error::from(error)
                )
            })?;
        db.close().await;
        return Ok("PostgreSQL answers".to_owned());
    }
    let data = config.data.display();
    Ok(if config.data.is_dir() {
        format!("SQLite in {data}")
    } else {
        format!("SQLite; {data} is made at the first start")
    })
}

fn playbook(config: &Config) -> std::result::Result<String, String> {
    words(Library::open(&config.library).map(|library| {
        let book = library.snapshot();
        format!("{} entries, {} problems", book.len(), book.problems().len())
    }))
}

/// An error as people read it.
fn words(found: Result<String>) -> std::result::Result<String, String> {
    found.map_err(|error| sentence(Texts(Locale::En), &error))
}
