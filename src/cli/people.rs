//! `salesbook people` and `salesbook token`: what an administrator does from the shell.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;

use super::{open, say};
use crate::auth;
use crate::config::Config;
use crate::people::store;

#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Make a bearer token that may do what its owner may; the token is printed once
    Create {
        /// The owner's sign-in name
        #[arg(long, value_name = "LOGIN")]
        person: String,
        /// What the token is for
        #[arg(long, value_name = "TEXT", default_value = "shell")]
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum PeopleCommand {
    /// List everybody
    List,
    /// Print a one-time link with which a person chooses a new password
    Invite {
        /// The person's sign-in name
        #[arg(value_name = "LOGIN")]
        login: String,
    },
}

pub(super) async fn token(command: TokenCommand, config: Config) -> anyhow::Result<ExitCode> {
    let app = open(config).await?;
    let TokenCommand::Create { person, name } = command;
    let owner = find(&app, &person).await?;
    let token = auth::create_token(&app, &owner, &name).await?;
    say(token.secret);
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn people(command: PeopleCommand, config: Config) -> anyhow::Result<ExitCode> {
    let app = open(config).await?;
    match command {
        PeopleCommand::List => {
            let mut tx = app.db.read().await?;
            for person in store::people(&mut tx, &crate::people::Scope::All).await? {
                let left = if person.active { "" } else { "\t(left)" };
                say(format_args!(
                    "{}\t{}\t{}{left}",
                    person.login, person.role, person.name
                ));
            }
        }
        PeopleCommand::Invite { login } => {
            let person = find(&app, &login).await?;
            say(auth::invite(&app, &person).await?);
        }
    }
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn find(app: &crate::app::App, login: &str) -> anyhow::Result<crate::people::Person> {
    let mut tx = app.db.read().await?;
    store::person_by_login(&mut tx, login)
        .await?
        .with_context(|| format!("there is no person {login}; see `salesbook people list`"))
}
