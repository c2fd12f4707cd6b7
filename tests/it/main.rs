//! The one integration binary: every file below drives the assembled application or checks the tree as a whole.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what cannot be read or found is a failed test"
)]
#![expect(clippy::too_many_lines, reason = "a journey is told in order")]

mod access;
mod accessibility;
mod accounts;
mod acts;
mod api_document;
mod appeals;
mod architecture;
mod attack;
mod audit;
mod auth;
mod authoring;
mod backup;
mod calibration;
mod calling;
mod checklists;
mod coaching;
mod connection;
mod crash;
mod credentials;
mod db;
mod defects;
mod demo;
mod documents;
mod drafts;
mod editing;
mod evaluations;
mod faults;
mod file_faults;
mod files;
mod forgetting;
mod formats;
mod glossary;
mod health;
mod hints;
mod i18n;
mod invented;
mod jobs;
mod journey;
mod kinds;
mod limits;
mod listening;
mod long_turns;
mod look;
mod machines;
mod model;
mod notices;
mod odd_files;
mod one_to_ones;
mod operator;
mod paging;
mod parameters;
mod passkeys;
mod people;
mod playbook;
mod processes;
mod proxies;
mod recordings;
mod revisions;
mod said;
mod score_form;
mod search;
mod second_factor;
mod sheets;
mod shelf;
mod snippets;
mod speakers;
mod speech;
mod support;
mod targets;
mod templates;
mod throttle;
mod today;
mod transcripts;
mod typed;
mod undo;
mod upkeep;
mod uses;
mod versions;
mod writing;
