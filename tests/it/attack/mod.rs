//! What an attack tries, kept as tests: every route with the things of another team, every text field with what nobody
//! types, every act several times at once, and what the answers tell a browser to do and to keep.
//!
//! The routes come from the application's own table, the fields from the forms it renders and from its API document: what
//! is added later is walked too.

mod answers;
mod foreign;
mod forms;
mod hostile;
mod parallel;
pub mod rows;
pub mod world;
