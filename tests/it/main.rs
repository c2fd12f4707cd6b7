//! The one integration binary: every file below drives the assembled application or checks the tree as a whole.

mod look;
