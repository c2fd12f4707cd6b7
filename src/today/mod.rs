//! The first page after signing in: what waits for this person today.
//!
//! Decides what each role is shown first: the head calls to review and plans to follow, the manager their opinion that is
//! asked for and their plan, the trainer what is stale or broken in the book and which items fail most, the administrator
//! what runs. Leaves every act to the page it links to.

mod attention;
mod failing;
mod figures;
mod pages;
mod trend;

pub use pages::routes;
