//! `salesbook worker`: background work without pages, beside a `salesbook serve --no-worker` or another worker, on the
//! same machine or another, with the same database and the same directory of recordings.
//!
//! Decides that a process which could only spoil the queue for others does not start: one without a speech model would
//! put every recording back, one with another directory would fail them. Makes no link, no demonstration, no sweep.

use std::process::ExitCode;

use super::adopt::start_only_together;
use super::{open, say};
use crate::config::{Config, Sources};
use crate::i18n::{Locale, Texts};
use crate::lifecycle::Lifecycle;
use crate::recordings::files::installation::Starter;
use crate::telemetry;
use crate::web::failure::sentence;

pub(super) async fn run(sources: Sources) -> anyhow::Result<ExitCode> {
    let config = Config::load(&sources)?;
    telemetry::start_logging(config.log_format, &config.log)?;
    let life = Lifecycle::listen()?;
    let app = open(config).await?;
    start_only_together(&app, Starter::Worker).await?;
    let speech = std::sync::Arc::clone(&app.parts.speech);
    let engine = tokio::task::spawn_blocking(move || speech.engine(None))
        .await?
        .map_err(|error| anyhow::anyhow!(sentence(Texts(Locale::En), &error)))?;
    tracing::info!(
        worker = app.jobs.worker_name(),
        database = app.db.backend(),
        model = engine.model(),
        device = engine.device(),
        threads = app.config.speech_threads,
        "working on the queue"
    );
    say(format_args!(
        "Salesbook worker {}: model {} on {}",
        app.jobs.worker_name(),
        engine.model(),
        engine.device()
    ));
    drop(engine);
    app.start(&life);
    app.start_work(&life);
    let code = life.ended().await;
    app.db.close().await;
    // Threads that compute would hold the runtime's end back; their leases run out by themselves.
    std::process::exit(code.into())
}
