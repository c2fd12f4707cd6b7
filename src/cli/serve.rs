//! `salesbook serve`: pages, API and background work in one process; with `--no-worker` the work is left to others.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::{open, say};
use crate::config::{Config, Sources};
use crate::lifecycle::Lifecycle;
use crate::playbook::Library;
use crate::telemetry;
use crate::{auth, demo};

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Address and port
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Fill an empty data directory with demonstration data
    #[arg(long)]
    demo: bool,
    /// Leave background work to `salesbook worker`
    #[arg(long)]
    no_worker: bool,
}

pub(super) async fn run(args: ServeArgs, mut sources: Sources) -> anyhow::Result<ExitCode> {
    if let Some(listen) = args.listen {
        sources = sources.with_flag("listen", listen);
    }
    let config = Config::load(&sources)?;
    // A folder that disappears later keeps the book; one that was never there is a mistake in the settings.
    Library::present(&config.library)?;
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| {
            format!(
                "{} cannot be listened on; choose another with --listen",
                config.listen
            )
        })?;
    telemetry::start_logging(config.log_format, &config.log)?;
    let life = Lifecycle::listen()?;
    let app = open(config).await?;
    say(format_args!("Salesbook: {}", app.config.public_url));
    if args.demo {
        if demo::fill(&app)
            .await
            .context("the demonstration data cannot be made")?
        {
            say("Sign in as");
            for (role, login) in demo::SIGN_INS {
                say(format_args!("  {role:8} {login:12} {}", demo::PASSWORD));
            }
        } else {
            say("The data directory holds people already: no demonstration data was added.");
        }
    }
    if let Some(link) = auth::invite_first_admin(&app).await? {
        say(format_args!(
            "Create the first administrator (the link works once): {link}"
        ));
    }
    app.start(&life);
    app.start_housekeeping(&life);
    if !args.no_worker {
        app.start_work(&life);
    }
    let (service, stop) = (
        app.router().into_make_service_with_connect_info::<SocketAddr>(),
        life.soft.clone(),
    );
    let soft = life.soft.clone();
    life.tasks.spawn(async move {
        let served = axum::serve(listener, service)
            .with_graceful_shutdown(stop.cancelled_owned())
            .await;
        if let Err(error) = served {
            tracing::error!(%error, "the listener failed");
        }
        soft.cancel();
    });
    let code = life.ended().await;
    app.db.close().await;
    // Threads that compute would hold the runtime's end back; their leases run out by themselves.
    std::process::exit(code.into())
}
