//! Salesbook.
pub mod api;
pub mod app;
pub mod audio;
pub mod auth;
pub mod cli;
pub mod config;
pub mod db;
pub mod error;
pub mod i18n;
pub mod id;
pub mod people;
pub mod playbook;
pub mod search;
pub mod time;
pub mod transcription;
pub mod web;
