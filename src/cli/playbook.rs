//! `salesbook playbook`: the library from the shell, also for a check before files are accepted.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use super::say;
use crate::config::Config;
use crate::i18n::Locale;
use crate::playbook::Library;
use crate::playbook::lint::inspect;
use crate::time::{Clock as _, SystemClock};

#[derive(Debug, Subcommand)]
pub(super) enum PlaybookCommand {
    /// Check every file: facts, parts, links, steps, page length; exits with 1 when there are errors
    Check {
        /// Directory of the playbook; the configured one when left out
        dir: Option<PathBuf>,
        /// Language of the report: ru or en; the configured one when left out
        #[arg(long, value_name = "LANGUAGE")]
        language: Option<Locale>,
    },
}

pub(super) fn run(command: &PlaybookCommand, config: &Config) -> anyhow::Result<ExitCode> {
    let PlaybookCommand::Check { dir, language } = command;
    let root = dir.as_ref().unwrap_or(&config.library);
    let library = Library::open(root).map_err(|error| {
        anyhow::Error::new(error).context(format!("{} is not a readable directory", root.display()))
    })?;
    let today = SystemClock.now().day(&config.time_zone);
    let report = inspect(&library.snapshot(), today);
    let locale = language.unwrap_or(config.locale);
    for finding in &report.findings {
        say(finding.line(locale));
    }
    let (entries, errors, warnings) = (report.entries, report.errors(), report.warnings());
    say(match locale {
        Locale::Ru => format!("Материалов: {entries}, ошибок: {errors}, замечаний: {warnings}"),
        Locale::En => format!("Entries: {entries}, errors: {errors}, warnings: {warnings}"),
    });
    Ok(if errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
