//! `salesbook docs`: the generated parts of the documentation. A test compares them with what is in the repository.

use std::process::ExitCode;

use clap::{CommandFactory as _, Subcommand};

use super::{Cli, say};

#[derive(Debug, Subcommand)]
pub(super) enum DocsCommand {
    /// The OpenAPI document of the JSON API
    Openapi,
    /// The table of settings, Markdown
    Settings,
    /// Every command with its flags, Markdown
    Commands,
}

pub(super) fn run(command: &DocsCommand) -> anyhow::Result<ExitCode> {
    match command {
        DocsCommand::Openapi => say(openapi()?),
        DocsCommand::Settings => say(settings().trim_end()),
        DocsCommand::Commands => say(commands().trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

/// The OpenAPI document, indented.
pub fn openapi() -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(crate::app::App::openapi())?)
}

/// The table of settings.
pub fn settings() -> String {
    crate::config::markdown_table()
}

/// A table of every command.
pub fn commands() -> String {
    let mut text = String::from("| command | what it does |\n|---|---|\n");
    let mut root = Cli::command();
    root.build();
    rows(&root, "", &mut text);
    text
}

fn rows(command: &clap::Command, above: &str, text: &mut String) {
    use std::fmt::Write as _;
    let name = if above.is_empty() {
        command.get_name().to_owned()
    } else {
        format!("{above} {}", command.get_name())
    };
    let subcommands: Vec<&clap::Command> = command
        .get_subcommands()
        .filter(|c| c.get_name() != "help")
        .collect();
    if subcommands.is_empty() {
        let mut usage = name.clone();
        for argument in command
            .get_arguments()
            .filter(|a| !a.is_global_set() && !a.is_hide_set())
        {
            if matches!(argument.get_id().as_str(), "help" | "version") {
                continue;
            }
            let value = argument
                .get_value_names()
                .map(|names| names.join(" "))
                .unwrap_or_default();
            let shown = match argument.get_long() {
                None => value,
                Some(long) if argument.get_action().takes_values() => format!("--{long} {value}"),
                Some(long) => format!("--{long}"),
            };
            let _ = if argument.is_required_set() {
                write!(usage, " {shown}")
            } else {
                write!(usage, " [{shown}]")
            };
        }
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "| `{usage}` | {about} |");
    }
    for subcommand in subcommands {
        rows(subcommand, &name, text);
    }
}
