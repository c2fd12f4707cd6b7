//! `salesbook adopt`: the operator says that this database and this directory of recordings are meant to be one.
//!
//! Decides how it is told that they are not ([`apart`]), for this command and for those that refuse to start. Without
//! `--yes` it only tells. Nothing is moved or removed either way.

use std::process::ExitCode;

use clap::Args;

use super::{open, say};
use crate::app::App;
use crate::config::Config;
use crate::recordings::files::installation::{InstallationCheck, InstallationMatch, Starter};

#[derive(Debug, Args)]
pub(super) struct AdoptArgs {
    /// Join them; without it they are only compared
    #[arg(long)]
    yes: bool,
}

pub(super) async fn run(args: AdoptArgs, config: Config) -> anyhow::Result<ExitCode> {
    let app = open(config).await?;
    let found = InstallationCheck::read(&app.db, app.parts.blobs.root()).await?;
    say(counted(&app, &found));
    if found.database.is_some() && found.database == found.directory {
        say("They belong together already.");
    } else if args.yes {
        let id = app.files.adopt().await?;
        say(format_args!("From now on they are one installation, {id}."));
        if found.unknown > 0 {
            say(
                "The files no recording belongs to stay where they are; the administrator finds them among the recordings' files.",
            );
        }
    } else {
        say("Nothing was changed. If they are meant to be one from now on: salesbook adopt --yes");
    }
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Lets nobody start who would work on another's files.
pub(super) async fn start_only_together(app: &App, starter: Starter) -> anyhow::Result<()> {
    match app.files.establish(starter).await? {
        InstallationMatch::Together(_) => Ok(()),
        InstallationMatch::Apart(found) => anyhow::bail!(apart(app, &found)),
    }
}

/// Why nothing starts, and what to do.
fn apart(app: &App, found: &InstallationCheck) -> String {
    let who = |id: Option<&crate::id::InstallationId>| match id {
        Some(id) => format!("of installation {id}"),
        None => "of no installation yet".to_owned(),
    };
    format!(
        "the database and the recordings do not belong together; nothing was started, nothing was touched.\n\
         The database is {}, the directory is {}.\n{}\n\
         Mostly a setting (`database_url`, `data`) names another place than before, a volume is not mounted, or an older \
         copy of the database lies beside newer files: put that right and start again. If these two are meant to be one \
         from now on: salesbook adopt",
        who(found.database.as_ref()),
        who(found.directory.as_ref()),
        counted(app, found),
    )
}

/// What there is, in figures.
fn counted(app: &App, found: &InstallationCheck) -> String {
    format!(
        "The database ({}) knows {} recordings; {} of them are not in {}.\nThe directory holds {} files; {} of them belong to no recording of this database.",
        app.db.backend(),
        found.recordings,
        found.missing,
        app.parts.blobs.root().display(),
        found.files,
        found.unknown,
    )
}
