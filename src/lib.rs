//! Salesbook: a self-hosted toolkit for a sales department.
//!
//! A playbook in Markdown that is searched during calls, recordings that are transcribed on this machine, calls scored
//! against a checklist, and action plans that follow each manager until the habit has changed. One binary, no cloud.
//!
//! # Map
//!
//! The first level of the source is the room, the file name is the layer (`<noun>.rs` types and pure rules, `store.rs` all
//! SQL, `pages.rs` HTML, `api.rs` JSON). Dependencies run one way: a room names only rooms before it in this list. A test
//! reads the list from here and keeps it true:
//!
//! ```text
//! growth  text  private  db  time  id  error  diff  disk_space        what everything stands on
//! side  i18n  telemetry  config  lifecycle  cookie  people  jobs  core
//! audit  auth  web  api  history  drafts  accounts                    who asks, how they are answered, what is kept of it
//! playbook  search  unanswered  authoring  upkeep                     the book
//! speech  glossary  recordings  transcripts                           the calls
//! snippets  comments                                                  what is worth hearing and saying about them
//! checklists  evaluations  sheets                                     the scores
//! listening  appeals  calibration                                     whether they are fair
//! coaching                                                            the work that follows
//! backup  health  operations                                          nothing lost, nothing hidden
//! forgetting                                                          nothing kept for longer than it may be
//! today                                                               what waits for each
//! app  demo  cli                                                      putting it together
//! ```
//!
//! What a room stands on within that order its struct says: [`evaluations::Evaluations`], [`appeals::Appeals`] and so on hold
//! the [`core::Core`] and the features they call, and their use cases are methods. [`app`] puts them together and names
//! everybody; nobody below it names [`app`]. What shows parts of a room above it (the comments on a recording's page) is
//! given them there.
//!
//! A request passes [`web::layers`] (id, headers, who is asking, error bodies, CSRF), then the guard of its route
//! ([`web::Routes`] declares each route with the permission it needs), then a thin handler that calls one use case: a method
//! of the feature, which opens a transaction ([`db::Db::write`]) only for the moment of writing, and asks for background
//! work in that same transaction ([`jobs::Jobs::enqueue`]). Errors are values with a stable code
//! ([`error::Error`]); what they look like is decided in [`web::failure`] alone.
//!
//! An upload, from end to end: `recordings` streams the file to disk under its hash and stores row and job together →
//! `jobs` gives the job to a worker under a lease → `speech` reads the sound (decode, resample, voice activity) and runs the
//! engine, one window of speech at a time; `transcripts` stores the transcript and the end of the job together →
//! `evaluations` puts player, transcript and checklist side by side → `appeals` corrects a mark that was wrong → `coaching`
//! turns the published score into a plan. Whether several reviewers would have scored it alike, `calibration` finds out
//! beside all of that.

pub mod accounts;
pub mod api;
pub mod app;
pub mod appeals;
pub mod audit;
pub mod auth;
pub mod authoring;
pub mod backup;
pub mod calibration;
pub mod checklists;
pub mod cli;
pub mod coaching;
pub mod comments;
pub mod config;
pub mod cookie;
pub mod core;
pub mod db;
pub mod demo;
pub mod diff;
pub mod disk_space;
pub mod drafts;
pub mod error;
pub mod evaluations;
pub mod forgetting;
pub mod glossary;
#[cfg(test)]
mod growth;
pub mod health;
pub mod history;
pub mod i18n;
pub mod id;
pub mod jobs;
pub mod lifecycle;
pub mod listening;
pub mod operations;
pub mod people;
pub mod playbook;
pub mod private;
pub mod recordings;
pub mod search;
pub mod sheets;
pub mod side;
pub mod snippets;
pub mod speech;
pub mod telemetry;
pub mod text;
pub mod time;
pub mod today;
pub mod transcripts;
pub mod unanswered;
pub mod upkeep;
pub mod web;
