//! `salesbook model`: speech models from the shell. What the commands do and print is in
//! [`crate::speech::model`].

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};

use crate::config::Config;
use crate::speech::model::{
    FetchArgs, ImportArgs, ModelError, ModelName, Weights, fetch_command, import_command, list_command,
    models_dir,
};

#[derive(Debug, Subcommand)]
pub(super) enum ModelCommand {
    /// Download a model; goes on where an earlier attempt stopped
    Fetch {
        /// tiny, base, small or large-v3-turbo-q5_0
        #[arg(value_name = "NAME", default_value = "base")]
        name: ModelName,
        /// Address of a mirror of the public hub
        #[arg(long, value_name = "URL")]
        hub: Option<String>,
    },
    /// Convert a CTranslate2 model, or take over a ggml file
    Import {
        /// Directory with model.bin (or its parts), config.json and the vocabulary; or a ggml file
        #[arg(value_name = "DIR")]
        source: PathBuf,
        /// Name to keep it under; by default what its size says, such as base
        #[arg(long, value_name = "NAME")]
        name: Option<ModelName>,
        /// Make the weights smaller; adds -q8_0 to the name
        #[arg(long, value_name = "FORM")]
        quantize: Option<Quantize>,
        /// SHA-256 that model.bin must have
        #[arg(long, value_name = "HEX")]
        sha256: Option<String>,
    },
    /// List the models that are here and those that can be fetched
    List,
}

/// What weights can be quantised to.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Quantize {
    /// 8 bits, half the size
    #[value(name = "q8_0")]
    Q8,
}

pub(super) fn run(command: ModelCommand, config: &Config) -> anyhow::Result<ExitCode> {
    let dir = models_dir(config.models.as_deref())?;
    let live = std::io::stdout().is_terminal();
    let out = &mut std::io::stdout();
    let result = match command {
        ModelCommand::Fetch { name, hub } => fetch_command(&FetchArgs { name, dir, hub, live }, out),
        ModelCommand::Import {
            source,
            name,
            quantize,
            sha256,
        } => {
            let weights = if quantize.is_some() {
                Weights::Q8_0
            } else {
                Weights::F16
            };
            import_command(
                &ImportArgs {
                    source,
                    dir,
                    name,
                    weights,
                    sha256,
                    live,
                },
                out,
            )
        }
        ModelCommand::List => list_command(&dir, out),
    };
    match result {
        // `salesbook model list | head` is not a failure.
        Err(ModelError::Io { source, .. }) if source.kind() == std::io::ErrorKind::BrokenPipe => {
            Ok(ExitCode::SUCCESS)
        }
        other => Ok(other.map(|()| ExitCode::SUCCESS)?),
    }
}
