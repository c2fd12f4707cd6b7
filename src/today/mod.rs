//! The first page after signing in: what waits for this person today.
//!
//! Decides what each role is shown first: the head calls to review and plans to follow, the manager their opinion that is
//! asked for and their plan, the trainer what is stale or broken in the book, the administrator what runs. Leaves every
//! act to the page it links to.

mod pages;

pub use pages::routes;
