//! Every route that writes is decided upon.

use super::{Leaves, decided, writing};

#[test]
fn every_route_that_writes_is_decided() {
    let undecided: Vec<String> = writing()
        .into_iter()
        .filter(|route| decided(route).is_none())
        .collect();
    assert!(
        undecided.is_empty(),
        "say in tests/it/acts/mod.rs what these leave in the log, or why nothing:\n{}",
        undecided.join("\n")
    );
    for route in writing() {
        match decided(&route) {
            Some(Leaves::One(acts)) => assert!(!acts.is_empty(), "{route}"),
            Some(Leaves::Nothing(why)) => assert!(!why.is_empty(), "{route}"),
            None => {}
        }
    }
}
