//! Which speech models are known by name: size, SHA-256 and address of each.
//!
//! Decides what a model may be called and what a fetched file must be; where files live and whether one is good is
//! left to [`super::store`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::ModelError;

/// The public hub of ggml models for whisper.cpp; a file is at `<hub>/<file name>`.
pub const HUB: &str = "https://huggingface.co/ggerganov/whisper.cpp/resolve/main";

/// A model of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownModel {
    /// Short name, as in `salesbook model fetch base`.
    pub name: &'static str,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: &'static str,
    /// What it is good for, in a few words.
    pub note: &'static str,
}

/// The catalogue, smallest first.
pub const KNOWN: &[KnownModel] = &[
    KnownModel {
        name: "tiny",
        bytes: 77_691_713,
        sha256: "be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21",
        note: "fastest, many errors",
    },
    KnownModel {
        name: "base",
        bytes: 147_951_465,
        sha256: "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe",
        note: "default, good on clear calls",
    },
    KnownModel {
        name: "small",
        bytes: 487_601_967,
        sha256: "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b",
        note: "fewer errors, about three times slower than base",
    },
    KnownModel {
        name: "large-v3-turbo-q5_0",
        bytes: 574_041_195,
        sha256: "394221709cd5ad1f40c46e6031ca61bce88931e6e088c188294c6d5a55ffa7e2",
        note: "best text, wants many cores or a graphics card",
    },
];

/// The name of a model, safe to be part of a file name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ModelName(String);

impl ModelName {
    /// The name without `ggml-` and `.bin`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's name: `ggml-<name>.bin`.
    pub fn file_name(&self) -> String {
        format!("ggml-{}.bin", self.0)
    }

    /// The catalogue's entry, if there is one.
    pub fn known(&self) -> Option<&'static KnownModel> {
        KNOWN.iter().find(|known| known.name == self.0)
    }

    /// The name of the same model with smaller weights, `base` → `base-q8_0`; unchanged when it says so already.
    #[must_use]
    pub fn quantized(&self) -> Self {
        if self.0.ends_with("-q8_0") {
            self.clone()
        } else {
            Self(format!("{}-q8_0", self.0))
        }
    }

    /// The command that brings this model: fetch for the catalogue, import for others.
    pub fn fix(&self) -> String {
        if self.known().is_some() {
            return format!("salesbook model fetch {}", self.0);
        }
        match self.0.strip_suffix("-q8_0") {
            Some(plain) => format!("salesbook model import DIR --name {plain} --quantize q8_0"),
            None => format!("salesbook model import DIR --name {}", self.0),
        }
    }
}

impl Default for ModelName {
    fn default() -> Self {
        Self("base".to_owned())
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for ModelName {
    type Err = ModelError;

    /// Accepts `base` and, since people copy it from a folder, `ggml-base.bin`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        let name = trimmed
            .strip_prefix("ggml-")
            .and_then(|rest| rest.strip_suffix(".bin"))
            .unwrap_or(trimmed);
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let starts_well = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        if starts_well && name.len() <= 64 && name.chars().all(allowed) {
            Ok(Self(name.to_owned()))
        } else {
            Err(ModelError::BadName(text.to_owned()))
        }
    }
}

impl TryFrom<String> for ModelName {
    type Error = ModelError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ModelName> for String {
    fn from(name: ModelName) -> Self {
        name.0
    }
}

/// The names of the catalogue in one line, for messages.
pub(super) fn known_names() -> String {
    KNOWN
        .iter()
        .map(|known| known.name)
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_from_either_form() {
        let name: ModelName = "ggml-large-v3-turbo-q5_0.bin".parse().unwrap();
        assert_eq!(name.as_str(), "large-v3-turbo-q5_0");
        assert_eq!(name.known().unwrap().bytes, 574_041_195);
        assert_eq!(name.file_name(), "ggml-large-v3-turbo-q5_0.bin");
    }

    #[test]
    fn a_name_never_leaves_the_folder() {
        for bad in ["", "../base", "a/b", ".hidden", "b\0", "база", &"x".repeat(65)] {
            assert!(bad.parse::<ModelName>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_fix_fits_the_kind_of_model() {
        let fix = |name: &str| name.parse::<ModelName>().unwrap().fix();
        assert_eq!(fix("base"), "salesbook model fetch base");
        assert_eq!(
            fix("base-q8_0"),
            "salesbook model import DIR --name base --quantize q8_0"
        );
        assert_eq!(fix("ours"), "salesbook model import DIR --name ours");
    }
}
