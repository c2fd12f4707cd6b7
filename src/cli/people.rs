//! `salesbook people` and `salesbook token`: what an administrator does from the shell.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;

use super::{open, say};
use crate::audit::Performer;
use crate::auth::{self, Scopes, TokenRequest, TokenScope};
use crate::config::Config;
use crate::error::Error;
use crate::i18n::{Locale, Texts};
use crate::id::TokenId;
use crate::people::store;
use crate::time::Timestamp;
use crate::web::failure::{field_sentence, sentence};

#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Make a bearer token that may do what its scopes name, as far as its owner may; the token is printed once
    Create {
        /// The owner's sign-in name
        #[arg(long, value_name = "LOGIN")]
        person: String,
        /// What the token is for
        #[arg(long, value_name = "TEXT", default_value = "shell")]
        name: String,
        /// What it may do, such as recordings:write; several times for several things. Everything when left out
        #[arg(long = "scope", value_name = "SCOPE")]
        scopes: Vec<TokenScope>,
        /// How long it is good; 90 when left out, `token_days` at most
        #[arg(long, value_name = "DAYS")]
        days: Option<i64>,
    },
    /// List everybody's tokens: identifier, owner, name, scopes, end, last use
    List,
    /// End a token
    Revoke {
        /// Its identifier
        #[arg(value_name = "ID")]
        id: TokenId,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum PeopleCommand {
    /// List everybody
    List,
    /// Print the one-time link of the first administrator, while there is nobody; the one before it stops working
    FirstAdmin,
    /// Take a person's second factor away: for who has lost it and every recovery code. They are told
    ResetSecondFactor {
        /// The person's sign-in name
        #[arg(value_name = "LOGIN")]
        login: String,
    },
    /// Print a one-time link with which a person chooses a new password
    Invite {
        /// The person's sign-in name
        #[arg(value_name = "LOGIN")]
        login: String,
    },
}

pub(super) async fn token(command: TokenCommand, config: Config) -> anyhow::Result<ExitCode> {
    let app = open(config).await?;
    match command {
        TokenCommand::Create {
            person,
            name,
            scopes,
            days,
        } => {
            let owner = find(&app, &person).await?;
            let mut request = TokenRequest::full(&app.auth, &name);
            if !scopes.is_empty() {
                request.scopes = Scopes::named(scopes.iter().map(|scope| scope.as_str())).unwrap_or_default();
            }
            request.days = days.unwrap_or(request.days);
            say(app
                .auth
                .create_token(Performer::Shell, &owner, &request)
                .await
                .map_err(words)?
                .secret);
        }
        TokenCommand::List => {
            let mut tx = app.db.read().await?;
            for owned in auth::tokens::store::of_everybody(&mut tx).await? {
                let auth::tokens::TokenRow {
                    id,
                    name,
                    scopes,
                    expires_at,
                    used_at,
                    ..
                } = owned.token;
                let time = |at: Option<Timestamp>| at.map_or_else(|| "–".to_owned(), Timestamp::rfc3339);
                say(format_args!(
                    "{id}\t{}\t{name}\t{scopes}\t{}\t{}",
                    owned.person,
                    time(expires_at),
                    time(used_at)
                ));
            }
        }
        TokenCommand::Revoke { id } => {
            app.auth
                .revoke_token(Performer::Shell, &id)
                .await
                .map_err(words)?;
        }
    }
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// An error as people read it, with what is wrong in each field.
fn words(error: Error) -> anyhow::Error {
    let texts = Texts(Locale::En);
    let fields: Vec<String> = error
        .field_errors()
        .iter()
        .map(|field| field_sentence(texts, field.code))
        .collect();
    let change = if fields.is_empty() {
        sentence(texts, &error)
    } else {
        fields.join(" ")
    };
    anyhow::Error::from(error).context(change)
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
        PeopleCommand::FirstAdmin => {
            let link = app.auth.invite_first_admin().await?;
            say(link.context(
                "there are people already; `salesbook people invite LOGIN` makes a link for one of them",
            )?);
        }
        PeopleCommand::ResetSecondFactor { login } => {
            let person = find(&app, &login).await?;
            if !app.auth.reset_second_factor(None, &person).await? {
                say("there was no second factor");
            }
        }
        PeopleCommand::Invite { login } => {
            let person = find(&app, &login).await?;
            say(app.auth.invite(Performer::Shell, &person).await?);
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
