//! What integration tests share.

pub mod app;
pub mod axe;
pub mod browser;
pub mod db;
pub mod disk;
pub mod gateway;
pub mod ports;
pub mod program;
pub mod published_score;
pub mod sounds;
pub mod speech;
pub mod walk;
