//! Settings: defaults, then the file, then `SALESBOOK_*` in the environment, then the command line.
//!
//! Decides every default and limit, and reports all problems at once, each with the setting's name. One table,
//! [`SETTINGS`], is the single list of what can be set: the README's table is printed from it and a test keeps it so.
//! Leaves what a value does to the module that takes it.

mod proxies;
mod roles;
mod sides;
mod sources;
mod table;

pub use proxies::{BadNetworks, Networks};
pub use roles::{BadRole, Roles};
pub use sides::{BadRule, SideRules};
pub use sources::Sources;
pub use table::{SETTINGS, Setting, markdown_table};

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::disk_space::Amount;
use crate::i18n::Locale;
use crate::side::Side;
use crate::telemetry::LogFormat;

/// What an amount of a disk looks like.
const AMOUNT: &str = "a share such as 2% or an amount such as 500 MB";

/// The whole configuration, checked.
#[derive(Clone)]
pub struct Config {
    /// Where the service listens.
    pub listen: SocketAddr,
    /// Connections open at once.
    pub connections: usize,
    /// The address people type, e.g. `https://book.example.ru`; decides secure cookies and trusted origin.
    pub public_url: String,
    /// Was that address set? Then others than this machine are meant to reach the service.
    pub is_announced: bool,
    /// Our own proxies: what they say of a visitor's address counts.
    pub trusted_proxies: Networks,
    /// The company's name in the navigation.
    pub company: String,
    /// Database, recordings, indexes.
    pub data: PathBuf,
    /// The playbook's Markdown files.
    pub library: PathBuf,
    /// `postgres://…`; a file in the data directory when absent.
    pub database_url: Option<String>,
    /// Size of the PostgreSQL pool.
    pub database_connections: u32,
    /// Language of the log-free parts that have no visitor, and of first-time visitors without a wish.
    pub locale: Locale,
    /// Days and hours are shown in this zone.
    pub time_zone: jiff::tz::TimeZone,
    /// Less free than this on a disk is told.
    pub disk_warning: Amount,
    /// What files from outside leave free.
    pub disk_reserve: Amount,
    /// Largest upload, bytes.
    pub upload_limit_bytes: u64,
    /// Uploads a person may have under way.
    pub uploads_at_once: usize,
    /// What a person may bring in a day, bytes.
    pub upload_day_bytes: u64,
    /// Longest recording, milliseconds.
    pub recording_limit_ms: i64,
    /// Which speech model is used, e.g. `base`.
    pub speech_model: String,
    /// Where models are kept; the user's cache directory when absent.
    pub models: Option<PathBuf>,
    /// The language of calls when the upload says nothing, `ru` or `en`.
    pub speech_language: Locale,
    /// Processor cores for speech.
    pub speech_threads: usize,
    /// Are the glossary's terms offered to the model before it listens?
    pub speech_prompt: bool,
    /// What computes speech.
    pub speech_device: SpeechDevice,
    /// Which channel of a stereo call is the manager.
    pub manager_side: Side,
    /// The same for files with such names.
    pub manager_side_by_name: SideRules,
    /// Working days after publication during which a mark may be appealed.
    pub appeal_days: i32,
    /// Working days within which an appeal is to be decided.
    pub appeal_decision_days: i32,
    /// A session ends after so many days without a visit.
    pub session_idle_days: i64,
    /// Where the nightly backups are kept; in the data directory when absent.
    pub backups: Option<PathBuf>,
    /// The hour of the nightly backup, in `time_zone`.
    pub backup_hour: i8,
    /// How many nightly backups are kept; 0 = none are made.
    pub backup_keep: usize,
    /// For how many days recordings, transcripts, searches and the log are kept; 0 = always.
    pub keep_recordings_days: i64,
    /// Of the texts of calls.
    pub keep_transcripts_days: i64,
    /// Of what people looked for.
    pub keep_searches_days: i64,
    /// Of the log of acts.
    pub keep_log_days: i64,
    /// The sentences that say a call is recorded; none set = the usual ones.
    pub recording_line: Option<String>,
    /// A bearer token is good for so many days at most.
    pub token_days: i64,
    /// Roles that need a second factor.
    pub second_factor_required: Roles,
    /// How the log is written.
    pub log_format: LogFormat,
    /// Log filter, e.g. `info` or `salesbook=debug`.
    pub log: String,
}

/// What is to compute speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SpeechDevice {
    /// The graphics card if there is one that this build can use, else the processor.
    #[default]
    Auto,
    /// The processor.
    Cpu,
    /// The graphics card; the processor, with a warning, while there is none.
    Gpu,
}

/// Every problem found in the settings, one sentence each, for the operator.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigError(pub Vec<String>);

impl Config {
    /// Reads and checks everything; all problems are reported together.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        let mut reader = sources.reader();
        let listen = reader.parse("listen", "an address such as 127.0.0.1:8080");
        let data = PathBuf::from(reader.text("data"));
        let public_url = reader.optional("public_url");
        let config = Self {
            is_announced: public_url.is_some(),
            public_url: public_url.map_or_else(
                || format!("http://{listen}"),
                |url| url.trim_end_matches('/').to_owned(),
            ),
            listen,
            connections: reader.number("connections", 10, 100_000) as usize,
            trusted_proxies: reader.parse("trusted_proxies", "networks such as 127.0.0.1, 10.0.0.0/8"),
            company: reader.text("company"),
            library: PathBuf::from(reader.text("library")),
            data,
            database_url: reader.optional("database_url"),
            database_connections: reader.number("database_connections", 1, 100) as u32,
            locale: reader.parse("locale", "ru or en"),
            time_zone: reader.time_zone("time_zone"),
            disk_warning: reader.parse("disk_warning", AMOUNT),
            disk_reserve: reader.parse("disk_reserve", AMOUNT),
            upload_limit_bytes: reader.number("upload_limit_mb", 1, 100_000).unsigned_abs() * 1_000_000,
            uploads_at_once: reader.number("uploads_at_once", 1, 1000) as usize,
            upload_day_bytes: reader.number("upload_day_mb", 1, 100_000_000).unsigned_abs() * 1_000_000,
            recording_limit_ms: reader.number("recording_limit_minutes", 1, 1440) * 60_000,
            speech_model: reader.text("speech_model"),
            models: reader.optional("models").map(PathBuf::from),
            speech_language: reader.parse("speech_language", "ru or en"),
            speech_threads: match reader.number("speech_threads", 0, 256) {
                0 => default_speech_threads(),
                n => n as usize,
            },
            speech_prompt: reader.one_of("speech_prompt", &[("off", false), ("on", true)], false),
            speech_device: reader.one_of(
                "speech_device",
                &[
                    ("auto", SpeechDevice::Auto),
                    ("cpu", SpeechDevice::Cpu),
                    ("gpu", SpeechDevice::Gpu),
                ],
                SpeechDevice::Auto,
            ),
            manager_side: reader.one_of("manager_side", &Side::WORDS, Side::Left),
            manager_side_by_name: reader.parse("manager_side_by_name", "rules such as _out=left,_in=right"),
            appeal_days: reader.number("appeal_days", 1, 60) as i32,
            appeal_decision_days: reader.number("appeal_decision_days", 1, 60) as i32,
            session_idle_days: reader.number("session_idle_days", 1, 365),
            backups: reader.optional("backups").map(PathBuf::from),
            backup_hour: reader.number("backup_hour", 0, 23) as i8,
            backup_keep: reader.number("backup_keep", 0, 1000) as usize,
            keep_recordings_days: reader.number("keep_recordings_days", 0, 36_500),
            keep_transcripts_days: reader.number("keep_transcripts_days", 0, 36_500),
            keep_searches_days: reader.number("keep_searches_days", 0, 36_500),
            keep_log_days: reader.number("keep_log_days", 0, 36_500),
            recording_line: reader.optional("recording_line"),
            token_days: reader.number("token_days", 1, 3650),
            second_factor_required: reader.parse("second_factor_required", "roles such as admin, head"),
            log_format: reader.one_of(
                "log_format",
                &[("text", LogFormat::Text), ("json", LogFormat::Json)],
                LogFormat::Text,
            ),
            log: reader.text("log"),
        };
        if !config.public_url.starts_with("http://") && !config.public_url.starts_with("https://") {
            reader.problem("public_url", "must begin with http:// or https://");
        }
        if let Some(url) = &config.database_url
            && !(cfg!(feature = "postgres")
                && (url.starts_with("postgres://") || url.starts_with("postgresql://")))
        {
            reader.problem(
                "database_url",
                "must be a postgres:// address; without it SQLite is used",
            );
        }
        reader.finish(config)
    }

    /// Does the browser reach us by https? Then cookies are `Secure`.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The company's name, when somebody has set one.
    pub fn named_company(&self) -> Option<&str> {
        let unset = SETTINGS
            .iter()
            .find(|it| it.name == "company")
            .map_or("", |it| it.default);
        Some(self.company.trim()).filter(|name| !name.is_empty() && *name != unset)
    }

    /// The side of a stereo call with this file name on which the manager speaks, unless a person says otherwise.
    pub fn side_of(&self, file_name: &str) -> Side {
        self.manager_side_by_name
            .side(file_name)
            .unwrap_or(self.manager_side)
    }

    /// The sentences that say a call is recorded, where somebody has set some; the first is the one to say.
    pub fn recording_lines(&self) -> Vec<String> {
        let lines = self.recording_line.as_deref().unwrap_or_default().split('|');
        let lines = lines.map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// Where the SQLite database is, when it is not PostgreSQL.
    pub fn database_file(&self) -> PathBuf {
        self.data.join("salesbook.sqlite")
    }
    /// Where recordings are kept.
    pub fn recordings_dir(&self) -> PathBuf {
        self.data.join("recordings")
    }

    /// Where backups are kept: the nightly ones, and the database's copies from before each migration.
    pub fn backups_dir(&self) -> PathBuf {
        self.backups.clone().unwrap_or_else(|| self.data.join("backups"))
    }
}

/// Half of the cores, at least one: the other half answers people.
fn default_speech_threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    if cores <= 2 { cores } else { cores.div_ceil(2) }
}

impl std::fmt::Debug for Config {
    /// Without the database address: it may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("public_url", &self.public_url)
            .field("data", &self.data)
            .field("library", &self.library)
            .field(
                "database",
                &if self.database_url.is_some() {
                    "postgresql"
                } else {
                    "sqlite"
                },
            )
            .field("speech_model", &self.speech_model)
            .field("speech_threads", &self.speech_threads)
            .field("speech_device", &self.speech_device)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_valid_and_complete() {
        let config = Config::load(&Sources::default()).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
        assert!(!config.is_secure());
    }

    #[test]
    fn every_problem_is_reported_at_once_and_by_name() {
        let sources = Sources::default()
            .with_file("listen = 'nowhere'\nupload_limit_mb = 0\ncolour = 'red'")
            .unwrap()
            .with_environment([("SALESBOOK_LOCALE".to_owned(), "de".to_owned())]);
        let ConfigError(problems) = Config::load(&sources).unwrap_err();
        let text = problems.join("\n");
        for name in ["listen", "upload_limit_mb", "colour", "SALESBOOK_LOCALE"] {
            assert!(text.contains(name), "{name} is not in:\n{text}");
        }
    }

    #[test]
    fn later_sources_win() {
        let sources = Sources::default()
            .with_file("company = 'file'\ndata = 'a'")
            .unwrap()
            .with_environment([("SALESBOOK_COMPANY".to_owned(), "environment".to_owned())])
            .with_flag("data", "flag");
        let config = Config::load(&sources).unwrap();
        assert_eq!(config.company, "environment");
        assert_eq!(config.data, PathBuf::from("flag"));
    }

    #[test]
    fn the_database_address_is_not_printed() {
        let sources = Sources::default().with_flag("database_url", "postgres://u:geheim@h/d");
        let config = Config::load(&sources).unwrap();
        assert!(!format!("{config:?}").contains("geheim"));
    }
}
