//! This process as the system sees it: memory, descriptors, threads, processor time. From `/proc`; elsewhere nothing is known.

use std::path::Path;

use rustix::process::{Resource, getrlimit};

/// Ticks a second in `/proc`: what Linux tells programs on every machine, whatever its kernel counts.
const TICKS: f64 = 100.0;

/// This process.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Process {
    /// Bytes of memory in use.
    pub resident: u64,
    /// Bytes of address space.
    pub address_space: u64,
    /// Threads.
    pub threads: u64,
    /// Open files and connections.
    pub open_files: u64,
    /// As many may be open; nothing when there is no limit.
    pub most_files: Option<u64>,
    /// Seconds of processor time used so far.
    pub processor_s: f64,
    /// When it began, unix seconds.
    pub began_s: f64,
}

impl Process {
    /// As it is now. Blocks for some reads of `/proc`.
    pub fn read() -> Option<Self> {
        let read = |name: &str| std::fs::read_to_string(Path::new("/proc").join(name)).ok();
        let mut process = Self::parse(&read("self/status")?, &read("self/stat")?, &read("stat")?)?;
        process.open_files = std::fs::read_dir("/proc/self/fd").ok()?.count() as u64;
        process.most_files = getrlimit(Resource::Nofile).current;
        Some(process)
    }

    fn parse(status: &str, stat: &str, machine: &str) -> Option<Self> {
        let line = |name: &str| {
            let rest = status.lines().find_map(|line| line.strip_prefix(name))?;
            rest.split_whitespace().next()?.parse::<u64>().ok()
        };
        // The name of the program stands in brackets and may hold anything.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let field = |number: usize| fields.get(number - 3)?.parse::<f64>().ok();
        let booted: f64 = machine
            .lines()
            .find_map(|line| line.strip_prefix("btime "))?
            .trim()
            .parse()
            .ok()?;
        Some(Self {
            resident: line("VmRSS:")? * 1024,
            address_space: line("VmSize:")? * 1024,
            threads: line("Threads:")?,
            processor_s: (field(14)? + field(15)?) / TICKS,
            began_s: booted + field(22)? / TICKS,
            ..Self::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_s_own_files_are_read() {
        let status = "Name:\tsales) book\nVmSize:\t  1000 kB\nVmRSS:\t   500 kB\nThreads:\t7\n";
        let stat = "12 (sales) book) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 7 0 3000 1 2";
        let machine = "cpu 1 2 3\nbtime 1700000000\n";
        let process = Process::parse(status, stat, machine).unwrap();
        assert_eq!(
            (process.resident, process.address_space, process.threads),
            (512_000, 1_024_000, 7)
        );
        assert_eq!((process.processor_s, process.began_s), (2.0, 1_700_000_030.0));
        assert_eq!(Process::parse("", stat, machine), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_has_memory_and_open_files() {
        let process = Process::read().unwrap();
        assert!(
            process.resident > 1_000_000 && process.open_files > 2,
            "{process:?}"
        );
    }
}
