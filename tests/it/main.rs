//! The one integration binary: every file below drives the assembled application or checks the tree as a whole.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what cannot be read or found is a failed test"
)]

mod look;
fn main() {}
