//! What the operator sees: logs and metrics. How the service is, is judged in `health`.
//!
//! Decides the form of the log (text for people, JSON for machines) and its default level. Spans are named where the
//! work is done. Logs hold identifiers, never transcript text, people's names or tokens.

pub mod metrics;

use std::io::IsTerminal as _;

use tracing_subscriber::{EnvFilter, filter::ParseError};

crate::db::text_enum! {
    /// How log lines look.
    pub enum LogFormat {
        /// One readable line.
        Text = "text",
        /// One JSON object a line.
        Json = "json",
    }
}

/// What is logged when nothing else is asked for.
pub const DEFAULT_FILTER: &str = "info,sqlx=warn,tantivy=warn,symphonia=warn,whisper_rs=warn";

/// Starts logging to standard error. `filter` is a list such as `info,salesbook::jobs=debug`. A second call changes
/// nothing.
pub fn start_logging(format: LogFormat, filter: &str) -> Result<(), ParseError> {
    let filter = EnvFilter::try_new(filter)?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // Refused only when logging has been started already.
    let _ = match format {
        LogFormat::Text => builder
            .with_ansi(std::io::stderr().is_terminal())
            .with_target(false)
            .try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    Ok(())
}
