//! Salesbook.
pub mod db;
pub mod error;
pub mod id;
pub mod time;
