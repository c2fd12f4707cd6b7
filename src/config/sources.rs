//! Where values come from, and a reader that remembers every problem.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::{ConfigError, SETTINGS};

/// The layers of settings; later ones win.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Setting → (value, where it was set).
    values: BTreeMap<String, (String, String)>,
    problems: Vec<String>,
}

impl Sources {
    /// The process's environment and, before it, the file named by `SALESBOOK_CONFIG` or `path`.
    pub fn from_process(path: Option<&std::path::Path>) -> Result<Self, ConfigError> {
        let environment: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("SALESBOOK_"))
            .collect();
        let named = environment
            .iter()
            .find(|(name, _)| name == "SALESBOOK_CONFIG")
            .map(|(_, v)| v.into());
        let sources = match path.map(std::path::Path::to_path_buf).or(named) {
            Some(path) => {
                let text = std::fs::read_to_string(&path).map_err(|error| {
                    ConfigError(vec![format!(
                        "the settings file {} cannot be read: {error}",
                        path.display()
                    )])
                })?;
                Self::default().with_file(&text)?
            }
            None => Self::default(),
        };
        Ok(sources.with_environment(
            environment
                .into_iter()
                .filter(|(name, _)| name != "SALESBOOK_CONFIG"),
        ))
    }

    /// Adds a TOML file of `name = value` lines.
    pub fn with_file(mut self, text: &str) -> Result<Self, ConfigError> {
        let table: toml::Table = toml::from_str(text)
            .map_err(|error| ConfigError(vec![format!("the settings file is not TOML: {error}")]))?;
        for (name, value) in table {
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(yes) => yes.to_string(),
                other => {
                    self.problems.push(format!(
                        "{name}: text or a number is needed, not {}",
                        other.type_str()
                    ));
                    continue;
                }
            };
            self.set(&name, value, name.clone());
        }
        Ok(self)
    }

    /// Adds `SALESBOOK_NAME=value` pairs.
    #[must_use]
    pub fn with_environment(mut self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        for (variable, value) in variables {
            if let Some(name) = variable.strip_prefix("SALESBOOK_") {
                self.set(&name.to_ascii_lowercase(), value, variable.clone());
            }
        }
        self
    }

    /// Adds a flag of the command line.
    #[must_use]
    pub fn with_flag(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value.into(), format!("--{}", name.replace('_', "-")));
        self
    }

    fn set(&mut self, name: &str, value: String, origin: String) {
        if SETTINGS.iter().any(|setting| setting.name == name) {
            self.values.insert(name.to_owned(), (value, origin));
        } else {
            self.problems.push(format!("{origin}: there is no such setting"));
        }
    }

    pub(super) fn reader(&self) -> SettingsReader<'_> {
        SettingsReader {
            sources: self,
            problems: self.problems.clone(),
        }
    }
}

/// Reads values; remembers problems instead of stopping at the first.
pub(super) struct SettingsReader<'a> {
    sources: &'a Sources,
    problems: Vec<String>,
}

impl SettingsReader<'_> {
    fn raw(&self, name: &str) -> (String, String) {
        if let Some((value, origin)) = self.sources.values.get(name) {
            return (value.trim().to_owned(), origin.clone());
        }
        let default = SETTINGS
            .iter()
            .find(|setting| setting.name == name)
            .map_or("", |s| s.default);
        (default.to_owned(), name.to_owned())
    }

    pub(super) fn problem(&mut self, name: &str, what: &str) {
        let (value, origin) = self.raw(name);
        // An address of a database may hold a password.
        let shown = if name.ends_with("_url") {
            String::new()
        } else {
            format!(" (is {value:?})")
        };
        self.problems.push(format!("{origin}: {what}{shown}"));
    }

    pub(super) fn text(&mut self, name: &str) -> String {
        let (value, _) = self.raw(name);
        if value.is_empty() {
            self.problem(name, "must not be empty");
        }
        value
    }

    pub(super) fn optional(&self, name: &str) -> Option<String> {
        Some(self.raw(name).0).filter(|value| !value.is_empty())
    }

    /// Parses; on failure notes the problem and goes on with the default.
    pub(super) fn parse<T: FromStr>(&mut self, name: &str, needed: &str) -> T {
        let (value, _) = self.raw(name);
        if let Ok(parsed) = value.parse() {
            return parsed;
        }
        self.problem(name, &format!("must be {needed}"));
        let default = SETTINGS
            .iter()
            .find(|setting| setting.name == name)
            .map_or("", |s| s.default);
        match default.parse() {
            Ok(parsed) => parsed,
            Err(_) => unreachable!("the default of {name} is valid; a test loads the defaults"),
        }
    }

    pub(super) fn number(&mut self, name: &str, least: i64, most: i64) -> i64 {
        let value: i64 = self.parse(name, "a whole number");
        if !(least..=most).contains(&value) {
            self.problem(name, &format!("must be from {least} to {most}"));
        }
        value
    }

    pub(super) fn one_of<T: Copy>(&mut self, name: &str, choices: &[(&str, T)], default: T) -> T {
        let (value, _) = self.raw(name);
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == value) {
            return *choice;
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        self.problem(name, &format!("must be {}", words.join(" or ")));
        default
    }

    pub(super) fn time_zone(&mut self, name: &str) -> jiff::tz::TimeZone {
        match self.optional(name) {
            None => jiff::tz::TimeZone::system(),
            Some(zone) => jiff::tz::TimeZone::get(&zone).unwrap_or_else(|_| {
                self.problem(name, "must be a time zone such as Europe/Moscow");
                jiff::tz::TimeZone::UTC
            }),
        }
    }

    pub(super) fn finish<T>(self, value: T) -> Result<T, ConfigError> {
        if self.problems.is_empty() {
            Ok(value)
        } else {
            Err(ConfigError(self.problems))
        }
    }
}
