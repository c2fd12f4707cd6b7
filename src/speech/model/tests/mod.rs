//! Tests of the folder: finding, fetching, importing.

mod ct2_folder;
mod fetching;
mod finding;
mod hub;
mod importing;
