//! Background jobs on both databases: who gets a job, who may end it, what happens when things go wrong.

mod bench;
mod life;
mod pages;
mod queue;
mod workers;
