//! What integration tests share.

pub mod app;
pub mod db;
pub mod speech;
