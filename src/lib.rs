//! Salesbook.
pub mod config;
pub mod audio;
pub mod db;
pub mod error;
pub mod i18n;
pub mod id;
pub mod playbook;
pub mod time;
pub mod transcription;
