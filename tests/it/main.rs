//! The one integration test binary: the assembled product on real databases.

mod db;
mod jobs;
mod support;
