//! The one integration test binary: the assembled product on real databases.

mod architecture;
mod db;
mod documents;
mod i18n;
mod jobs;
mod look;
mod support;
