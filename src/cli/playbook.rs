//! `salesbook playbook`: the library from the shell, also for a check before files are accepted.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use super::say;
use crate::config::Config;
use crate::i18n::Locale;
use crate::playbook::Library;
use crate::playbook::lint::inspect;
use crate::search::Search;
use crate::time::{Clock as _, SystemClock};
use crate::upkeep::confusions;

#[derive(Debug, Subcommand)]
pub(super) enum PlaybookCommand {
    /// Check every file: facts, parts, links, steps, page length; exits with 1 when there are errors
    #[command(visible_alias = "lint")]
    Check {
        /// Directory of the playbook; the configured one when left out
        dir: Option<PathBuf>,
        /// Language of the report: ru or en; the configured one when left out
        #[arg(long, value_name = "LANGUAGE")]
        language: Option<Locale>,
        /// Also ask search every title and alias, and list those that open another entry
        #[arg(long)]
        confusions: bool,
    },
}

pub(super) fn run(command: &PlaybookCommand, config: &Config) -> anyhow::Result<ExitCode> {
    let PlaybookCommand::Check {
        dir,
        language,
        confusions,
    } = command;
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
    if *confusions {
        tell_apart(&library, locale)?;
    }
    Ok(if errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Lists the names that open another entry, by pair.
fn tell_apart(library: &Library, locale: Locale) -> anyhow::Result<()> {
    let search = Search::from_book(library.snapshot())?;
    let report = confusions::inspect(&search, &[]);
    for pair in &report.pairs {
        let instead = pair
            .instead
            .as_ref()
            .map_or_else(|| "-".to_owned(), |entry| entry.id.to_string());
        let phrases = pair.phrases.iter().map(|stray| match locale {
            Locale::Ru => format!("«{}»", stray.phrase),
            Locale::En => format!("“{}”", stray.phrase),
        });
        let phrases: Vec<String> = phrases.collect();
        say(format!(
            "{} -> {instead}: {}",
            pair.entry.id.file(),
            phrases.join(", ")
        ));
    }
    let (asked, astray) = (report.asked, report.astray);
    say(match locale {
        Locale::Ru => format!("Спрошено формулировок: {asked}, открывают другой материал: {astray}"),
        Locale::En => format!("Wordings asked: {asked}, open another entry: {astray}"),
    });
    Ok(())
}
