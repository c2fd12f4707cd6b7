//! The graph of a script: which step follows which reply.
//!
//! Decides what can be reached from the first step and from where the conversation can still end. A reply that leads to
//! another entry (an objection) is a detour, not a way on: afterwards the call is at the same step.

use std::collections::HashMap;

use super::body::Script;
use super::tree::LinkTarget;

/// The graph of one script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptFlow {
    next: Vec<Vec<usize>>,
    reachable: Vec<bool>,
    ends: Vec<bool>,
}

impl ScriptFlow {
    /// Reads the graph of `script`; links to steps that do not exist are left out.
    pub fn new(script: &Script) -> Self {
        let mut by_id = HashMap::new();
        for (index, step) in script.steps.iter().enumerate() {
            by_id.entry(step.id.as_str()).or_insert(index);
        }
        let next: Vec<Vec<usize>> = script
            .steps
            .iter()
            .map(|step| {
                let mut next: Vec<usize> = step
                    .replies
                    .iter()
                    .filter_map(|reply| match &reply.target {
                        Some(LinkTarget::Here(anchor)) => by_id.get(anchor.as_str()).copied(),
                        _ => None,
                    })
                    .collect();
                next.sort_unstable();
                next.dedup();
                next
            })
            .collect();
        let reachable = spread(&next, &[0]);
        let mut back = vec![Vec::new(); next.len()];
        for (from, steps) in next.iter().enumerate() {
            for &to in steps {
                back[to].push(from);
            }
        }
        let finals: Vec<usize> = (0..next.len())
            .filter(|&index| script.steps[index].replies.is_empty())
            .collect();
        let ends = spread(&back, &finals);
        Self {
            next,
            reachable,
            ends,
        }
    }

    /// Steps that follow step `index`.
    pub fn next(&self, index: usize) -> &[usize] {
        self.next.get(index).map_or(&[], Vec::as_slice)
    }

    /// Whether a call that starts at the first step can come to step `index`.
    pub fn reachable(&self, index: usize) -> bool {
        self.reachable.get(index).copied().unwrap_or(false)
    }

    /// Whether the conversation can still come to a final step from step `index`.
    pub fn ends(&self, index: usize) -> bool {
        self.ends.get(index).copied().unwrap_or(false)
    }
}

/// Everything that can be reached from `starts`, themselves included.
fn spread(edges: &[Vec<usize>], starts: &[usize]) -> Vec<bool> {
    let mut seen = vec![false; edges.len()];
    let mut open: Vec<usize> = starts
        .iter()
        .copied()
        .filter(|&start| start < edges.len())
        .collect();
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(&edges[at]);
        }
    }
    seen
}
