//! `salesbook serve`: pages, API and background work in one process; with `--no-worker` the work is left to others.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::adopt::start_only_together;
use super::{open, say};
use crate::app::App;
use crate::authoring::first_book::{self, BookChoice, FirstBook};
use crate::config::{Config, Sources};
use crate::lifecycle::{Lifecycle, open_many_files};
use crate::playbook::Library;
use crate::recordings::files::installation::Starter;
use crate::telemetry;
use crate::time::{Clock as _, SystemClock};
use crate::{demo, web};

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Address and port
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Fill an empty data directory with demonstration data
    #[arg(long)]
    demo: bool,
    /// Let others than this machine reach the demonstration
    #[arg(long)]
    demo_in_public: bool,
    /// Leave background work to `salesbook worker`
    #[arg(long)]
    no_worker: bool,
}

/// Prints who can sign in to the demonstration.
fn print_sign_ins(cast: &[demo::DemoSignIn]) {
    if cast.is_empty() {
        say("The data directory holds people already: no demonstration data was added.");
        return;
    }
    say("Sign in as");
    for one in cast {
        say(format_args!(
            "  {:8} {:13} {:15} {}",
            one.role.as_str(),
            one.login,
            one.password.as_deref().unwrap_or("(a password of their own)"),
            one.name
        ));
    }
    if cast
        .iter()
        .any(|one| one.password.as_deref() != Some(demo::PASSWORD))
    {
        say("Random passwords are printed this once. A link for a new one: salesbook people invite LOGIN");
    }
}

pub(super) async fn run(args: ServeArgs, mut sources: Sources) -> anyhow::Result<ExitCode> {
    if let Some(listen) = args.listen {
        sources = sources.with_flag("listen", listen);
    }
    let config = Config::load(&sources)?;
    let beyond = !config.listen.ip().to_canonical().is_loopback();
    if args.demo && beyond && !args.demo_in_public {
        anyhow::bail!(
            "--demo and {}: others than this machine could reach the demonstration; say --demo-in-public if that is meant \
             (its passwords are random then), or listen on 127.0.0.1",
            config.listen
        );
    }
    prepare_library(&config, args.demo)?;
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| {
            format!(
                "{} cannot be listened on; choose another with --listen",
                config.listen
            )
        })?;
    telemetry::start_logging(config.log_format, &config.log)?;
    open_many_files();
    let life = Lifecycle::listen()?;
    let app = open(config).await?;
    if !app.parts.library.snapshot().is_empty() {
        first_book::remember(&app.config);
    }
    start_only_together(&app, Starter::Service).await?;
    say(format_args!("Salesbook: {}", app.config.public_url));
    let exposed = beyond || app.config.is_announced;
    if args.demo {
        let cast = demo::fill(&app, exposed)
            .await
            .context("the demonstration data cannot be made")?;
        print_sign_ins(&cast);
    } else if exposed && demo::is_open(&app).await? {
        anyhow::bail!(
            "this data directory holds the demonstration with the password everybody knows; `serve --demo` gives its \
             people random ones before others reach them, another --data begins without it"
        );
    }
    greet_first_admin(&app).await?;
    app.start(&life);
    app.start_housekeeping(&life);
    if !args.no_worker {
        app.start_work(&life);
    }
    life.tasks.spawn(web::server::serve(
        listener,
        app.router(),
        app.config.connections,
        life.soft.clone(),
    ));
    let code = life.ended().await;
    app.db.close().await;
    // Threads that compute would hold the runtime's end back; their leases run out by themselves.
    std::process::exit(code.into())
}

/// A folder that disappears later keeps the book, and at a later start its absence is a mistake in the settings or a volume that
/// came loose. At the first start of this data directory it is simply not there yet: the folder is made, the demonstration
/// gets the sample, and otherwise the first administrator is asked what the book begins with.
fn prepare_library(config: &Config, demo: bool) -> anyhow::Result<()> {
    if first_book::is_wanted(config) {
        if demo {
            let book = FirstBook {
                choice: BookChoice::Sample,
                locale: config.locale,
                owner: "admin".to_owned(),
                today: SystemClock.now().day(&config.time_zone),
            };
            book.put(&config.library)
                .with_context(|| format!("the sample cannot be put into {}", config.library.display()))?;
        }
        std::fs::create_dir_all(&config.library).with_context(|| {
            format!(
                "the playbook's directory {} cannot be made",
                config.library.display()
            )
        })?;
    }
    Ok(Library::present(&config.library)?)
}

/// Shows the first administrator's link to whoever sits at the terminal. A service's output is kept as a log, where a secret
/// does not belong: there it is said how to get the link.
async fn greet_first_admin(app: &App) -> anyhow::Result<()> {
    if !app.auth.is_without_people().await? {
        return Ok(());
    }
    if std::io::stdout().is_terminal() {
        if let Some(link) = app.auth.invite_first_admin().await? {
            say(format_args!(
                "Create the first administrator (the link works once): {link}"
            ));
        }
    } else {
        say("Nobody can sign in yet: `salesbook people first-admin` prints the first administrator's link.");
    }
    Ok(())
}
