//! `salesbook playbook`: the library from the shell, also for a check before files are accepted.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::say;
use crate::authoring::first_book::{BookChoice, FirstBook};
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
    /// Begin a book in DIR, which must be empty or not there: one explained file of each kind, or the sample
    Init(InitArgs),
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Directory of the new playbook
    dir: PathBuf,
    /// One explained file of each kind and nothing else; this is done when nothing is said
    #[arg(long, conflicts_with = "sample")]
    skeleton: bool,
    /// The sample: the whole book of a company that sells racking, in Russian and English
    #[arg(long)]
    sample: bool,
    /// Language of the skeleton: ru or en
    #[arg(long, value_name = "LANGUAGE", default_value = "ru")]
    language: Locale,
    /// Sign-in name of whoever answers for its files
    #[arg(long, value_name = "LOGIN", default_value = "admin")]
    owner: String,
}

pub(super) fn run(command: &PlaybookCommand, config: &Config) -> anyhow::Result<ExitCode> {
    match command {
        PlaybookCommand::Check {
            dir,
            language,
            confusions,
        } => check(dir.as_deref(), *language, *confusions, config),
        PlaybookCommand::Init(args) => init(args, config),
    }
}

fn init(args: &InitArgs, config: &Config) -> anyhow::Result<ExitCode> {
    let book = FirstBook {
        choice: if args.sample && !args.skeleton {
            BookChoice::Sample
        } else {
            BookChoice::Skeleton
        },
        locale: args.language,
        owner: args.owner.clone(),
        today: SystemClock.now().day(&config.time_zone),
    };
    let dir = args.dir.display();
    book.put(&args.dir).map_err(|error| {
        let said = match error.kind() {
            ErrorKind::DirectoryNotEmpty => {
                format!("{dir} is not empty: a book is begun in an empty directory only")
            }
            _ => format!("{dir} cannot be written"),
        };
        anyhow::Error::new(error).context(said)
    })?;
    let entries = Library::open(&args.dir)?.snapshot().len();
    say(match args.language {
        Locale::Ru => format!(
            "Книга начата: {dir}, материалов: {entries}. Служба с этой книгой: salesbook --library {dir} serve"
        ),
        Locale::En => format!(
            "The book is begun: {dir}, entries: {entries}. The service with it: salesbook --library {dir} serve"
        ),
    });
    Ok(ExitCode::SUCCESS)
}

fn check(
    dir: Option<&Path>,
    language: Option<Locale>,
    confusions: bool,
    config: &Config,
) -> anyhow::Result<ExitCode> {
    let root = dir.unwrap_or(&config.library);
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
    if confusions {
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
