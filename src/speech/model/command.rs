//! `salesbook model …` without the argument parser: fetch, import and list, with their output.
//!
//! Decides what is printed; the arguments are read in `crate::cli`.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::catalogue::{KNOWN, ModelName};
use super::error::ModelError;
use super::fetch::{FetchOptions, fetch};
use super::import::{ImportOptions, import};
use super::store::{find, list};
use super::{TransferProgress, Weights};

/// `salesbook model fetch NAME`.
#[derive(Debug, Clone)]
pub struct FetchArgs {
    /// The model.
    pub name: ModelName,
    /// The folder of models, see [`super::models_dir`].
    pub dir: PathBuf,
    /// Another address than the public hub.
    pub hub: Option<String>,
    /// Whether the output is a terminal, where a line can be rewritten.
    pub live: bool,
}

/// `salesbook model import SOURCE`.
#[derive(Debug, Clone)]
pub struct ImportArgs {
    /// A CTranslate2 folder or a ggml file.
    pub source: PathBuf,
    /// The folder of models.
    pub dir: PathBuf,
    /// The name to keep it under.
    pub name: Option<ModelName>,
    /// Precision of the weights.
    pub weights: Weights,
    /// What the SHA-256 of `model.bin` must be.
    pub sha256: Option<String>,
    /// Whether the output is a terminal.
    pub live: bool,
}

/// Fetches a model and says where it is.
pub fn fetch_command(args: &FetchArgs, out: &mut dyn Write) -> Result<(), ModelError> {
    if let Ok(model) = find(&args.dir, &args.name) {
        return say(
            out,
            &format!("{} is there and good: {}", model.name, model.path.display()),
        );
    }
    let mut options = FetchOptions::default();
    if let Some(hub) = &args.hub {
        options.hub.clone_from(hub);
    }
    let mut meter = Meter::new(format!("fetching {}", args.name), args.live, out);
    let model = fetch(&args.dir, &args.name, &options, &mut |progress| {
        meter.show(progress);
    });
    meter.end();
    let model = model?;
    say(
        out,
        &format!(
            "{} is ready: {} ({})",
            model.name,
            model.path.display(),
            megabytes(model.bytes)
        ),
    )
}

/// Imports a model and says where it is.
pub fn import_command(args: &ImportArgs, out: &mut dyn Write) -> Result<(), ModelError> {
    let options = ImportOptions {
        name: args.name.clone(),
        weights: args.weights,
        sha256: args.sha256.clone(),
    };
    let mut meter = Meter::new(format!("importing {}", args.source.display()), args.live, out);
    let model = import(&args.source, &args.dir, &options, &mut |progress| {
        meter.show(progress);
    });
    meter.end();
    let model = model?;
    say(
        out,
        &format!(
            "{} is ready: {} ({})",
            model.name,
            model.path.display(),
            megabytes(model.bytes)
        ),
    )
}

/// Lists the models that are there and those that can be fetched.
pub fn list_command(dir: &Path, out: &mut dyn Write) -> Result<(), ModelError> {
    say(out, &format!("in {}:", dir.display()))?;
    let models = list(dir)?;
    for (name, model) in &models {
        match model {
            Ok(model) => say(
                out,
                &format!("  {name:<22} {:>8}  {}", megabytes(model.bytes), model.source),
            )?,
            Err(error) => say(out, &format!("  {name:<22} unusable: {error}"))?,
        }
    }
    if models.is_empty() {
        say(out, "  nothing yet")?;
    }
    say(out, "to be fetched:")?;
    for known in KNOWN
        .iter()
        .filter(|known| models.iter().all(|(name, _)| name.as_str() != known.name))
    {
        say(
            out,
            &format!(
                "  {:<22} {:>8}  {}",
                known.name,
                megabytes(known.bytes),
                known.note
            ),
        )?;
    }
    Ok(())
}

fn say(out: &mut dyn Write, line: &str) -> Result<(), ModelError> {
    writeln!(out, "{line}").map_err(|error| ModelError::io(Path::new("the output"), error))
}

/// Decimal megabytes, as download pages give them.
fn megabytes(bytes: u64) -> String {
    format!("{} MB", (bytes + 500_000) / 1_000_000)
}

/// Shows progress: one line rewritten at every per cent on a terminal, a line for every tenth elsewhere. What cannot
/// be written is not worth stopping for.
struct Meter<'a> {
    what: String,
    live: bool,
    shown: Option<u64>,
    out: &'a mut dyn Write,
}

impl<'a> Meter<'a> {
    fn new(what: String, live: bool, out: &'a mut dyn Write) -> Self {
        Self {
            what,
            live,
            shown: None,
            out,
        }
    }

    fn show(&mut self, progress: TransferProgress) {
        let percent = (progress.done * 100)
            .checked_div(progress.total)
            .unwrap_or(100)
            .min(100);
        let step = if self.live { percent } else { percent / 10 * 10 };
        if self.shown == Some(step) {
            return;
        }
        self.shown = Some(step);
        let text = format!("{}: {step} % of {}", self.what, megabytes(progress.total));
        let _ = if self.live {
            write!(self.out, "\r{text}")
        } else {
            writeln!(self.out, "{text}")
        };
        let _ = self.out.flush();
    }

    fn end(&mut self) {
        if self.live && self.shown.is_some() {
            let _ = writeln!(self.out);
        }
    }
}
