//! The one integration binary: every file below drives the assembled application or checks the tree as a whole.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what cannot be read or found is a failed test"
)]

mod access;
mod appeals;
mod architecture;
mod audit;
mod auth;
mod authoring;
mod calibration;
mod checklists;
mod coaching;
mod crash;
mod db;
mod defects;
mod documents;
mod editing;
mod formats;
mod glossary;
mod hints;
mod i18n;
mod invented;
mod jobs;
mod journey;
mod listening;
mod look;
mod machines;
mod model;
mod one_to_ones;
mod operator;
mod people;
mod playbook;
mod recordings;
mod said;
mod score_form;
mod scorecards;
mod search;
mod sheets;
mod snippets;
mod speakers;
mod speech;
mod support;
mod targets;
mod today;
mod transcription;
mod upkeep;
mod uses;
mod versions;
mod writing;
