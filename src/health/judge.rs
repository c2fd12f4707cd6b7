//! Facts → findings. Pure.
//!
//! Decides what is worth a word, how grave it is and what its code is; the sentences are `health-<code>` and, with what to
//! do, `health-do-<code>`. A service that is well has no findings.

use super::facts::{Disk, ErrorSummary, HealthFacts, WriteCheck};
use super::words::SentenceValue;
use crate::disk_space::DiskSpace;
use crate::time::Timestamp;

/// A due job that waited longer than this while nothing runs means that nobody works on the queue, in minutes.
const STILL_MINUTES: i64 = 15;
/// Open files from here on are many: a share of the most, in percent.
const MANY_FILES: u64 = 80;
/// Fewer files than this share may still be made: few, in percent.
const FEW_FILES: u64 = 5;

crate::db::text_enum! {
    /// A part of the service that can be well or not.
    pub enum HealthPart {
        /// The database.
        Database = "database",
        /// The disks.
        Disk = "disk",
        /// The recordings' files.
        Recordings = "recordings",
        /// The playbook's folder.
        Playbook = "playbook",
        /// The speech model.
        Model = "model",
        /// The queue of background work.
        Queue = "queue",
        /// The nightly backups.
        Backups = "backups",
        /// The machine's clock.
        Clock = "clock",
        /// This process.
        Process = "process",
    }
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HealthSeverity {
    /// Everything works; somebody should see to it.
    Warning,
    /// Something is broken or lost, and the rest works on.
    Bad,
    /// The service cannot do its work: no traffic should come here.
    Down,
}

impl HealthSeverity {
    /// Its word in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Bad => "bad",
            Self::Down => "down",
        }
    }
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthFinding {
    /// Of what.
    pub part: HealthPart,
    /// How grave.
    pub severity: HealthSeverity,
    /// Stable.
    pub code: &'static str,
    /// The values of the sentence.
    pub args: Vec<(&'static str, SentenceValue)>,
    /// An error whose own sentence tells it.
    pub told_as: Option<ErrorSummary>,
    /// The page where it is seen to.
    pub href: Option<&'static str>,
}

impl HealthFinding {
    const fn new(part: HealthPart, severity: HealthSeverity, code: &'static str) -> Self {
        Self {
            part,
            severity,
            code,
            args: Vec::new(),
            told_as: None,
            href: None,
        }
    }
    fn with(mut self, name: &'static str, value: SentenceValue) -> Self {
        self.args.push((name, value));
        self
    }
    const fn seen_at(mut self, href: &'static str) -> Self {
        self.href = Some(href);
        self
    }
}

/// What is not as it should be, the gravest first.
pub fn judge(facts: &HealthFacts, now: Timestamp) -> Vec<HealthFinding> {
    let mut found = Vec::new();
    database(facts, &mut found);
    for disk in &facts.disks {
        of_disk(facts, disk, &mut found);
    }
    recordings(facts, &mut found);
    playbook(facts, &mut found);
    if let Some(missing) = &facts.model {
        let mut finding = HealthFinding::new(HealthPart::Model, HealthSeverity::Warning, "model-missing");
        finding.told_as = Some(missing.clone());
        found.push(finding);
    }
    if let Some(minutes) = facts.still_minutes.filter(|minutes| *minutes > STILL_MINUTES) {
        let finding = HealthFinding::new(HealthPart::Queue, HealthSeverity::Warning, "queue-still");
        found.push(
            finding
                .with("length", SentenceValue::Length(minutes * 60_000))
                .seen_at("/jobs"),
        );
    }
    backups(facts, &mut found);
    if let Some(jump) = facts.jump.filter(|jump| jump.is_told(now)) {
        let code = if jump.ms < 0 {
            "clock-back"
        } else {
            "clock-forward"
        };
        let finding = HealthFinding::new(HealthPart::Clock, HealthSeverity::Warning, code);
        found.push(
            finding
                .with("time", SentenceValue::Moment(jump.at))
                .with("length", SentenceValue::Length(jump.ms)),
        );
    }
    if let Some(process) = facts.process
        && let Some(most) = process.most_files
        && process.open_files.saturating_mul(100) > most.saturating_mul(MANY_FILES)
    {
        let finding = HealthFinding::new(HealthPart::Process, HealthSeverity::Warning, "files-many");
        found.push(
            finding
                .with("open", SentenceValue::Number(process.open_files as i64))
                .with("most", SentenceValue::Number(most as i64)),
        );
    }
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found
}

fn database(facts: &HealthFacts, found: &mut Vec<HealthFinding>) {
    let mut say = |severity, code| found.push(HealthFinding::new(HealthPart::Database, severity, code));
    if facts.answers == Some(false) {
        return say(HealthSeverity::Down, "database-away");
    }
    match facts.database_writing {
        Some(WriteCheck::Full) => say(HealthSeverity::Down, "database-full"),
        Some(WriteCheck::Refused) => say(HealthSeverity::Down, "database-refuses"),
        Some(WriteCheck::Busy) => say(HealthSeverity::Warning, "database-busy"),
        Some(WriteCheck::Done) | None => {}
    }
    if let Some(schema) = facts.schema {
        let code = match schema.found.cmp(&schema.known) {
            std::cmp::Ordering::Greater => Some("schema-newer"),
            std::cmp::Ordering::Less if facts.running => Some("schema-older"),
            _ => None,
        };
        if let Some(code) = code {
            let finding = HealthFinding::new(HealthPart::Database, HealthSeverity::Down, code);
            found.push(
                finding
                    .with("found", SentenceValue::Text(schema.found.to_string()))
                    .with("known", SentenceValue::Text(schema.known.to_string())),
            );
        }
    }
    let looked = facts
        .wholeness
        .as_ref()
        .filter(|looked| !looked.faults.is_empty());
    match looked {
        Some(looked) => found.push(
            HealthFinding::new(HealthPart::Database, HealthSeverity::Bad, "database-damaged")
                .with("time", SentenceValue::Moment(looked.at)),
        ),
        None if facts.met_damage => {
            found.push(HealthFinding::new(
                HealthPart::Database,
                HealthSeverity::Bad,
                "database-met-damage",
            ));
        }
        None => {}
    }
    if !facts.unsafe_settings.is_empty() {
        let settings = SentenceValue::Text(facts.unsafe_settings.join(", "));
        let finding = HealthFinding::new(HealthPart::Database, HealthSeverity::Warning, "database-unsafe");
        found.push(finding.with("settings", settings));
    }
}

fn of_disk(facts: &HealthFacts, disk: &Disk, found: &mut Vec<HealthFinding>) {
    let place = SentenceValue::Place(disk.place);
    let needed = disk.place.is_needed();
    let mut say = |severity, code, room: Option<DiskSpace>| {
        let mut finding = HealthFinding::new(HealthPart::Disk, severity, code).with("place", place.clone());
        if let Some(room) = room {
            let percent = (room.free as f64 * 100.0 / (room.total as f64).max(1.0)).floor();
            finding = finding
                .with("free", SentenceValue::Bytes(room.free))
                .with("percent", SentenceValue::Number(percent as i64));
        }
        found.push(finding);
    };
    match disk.writing {
        Some(WriteCheck::Full) => return say(HealthSeverity::Down, "disk-full", None),
        Some(WriteCheck::Refused) if disk.room.is_some() => {
            return say(HealthSeverity::Down, "disk-refuses", None);
        }
        _ => {}
    }
    let Some(room) = disk.room else {
        if needed {
            say(HealthSeverity::Down, "disk-away", None);
        }
        return;
    };
    let below = |amount: Option<crate::disk_space::Amount>| {
        amount.is_some_and(|amount| amount.of(room.total) > 0 && room.free < amount.of(room.total))
    };
    if room.free == 0 {
        say(HealthSeverity::Bad, "disk-full", None);
    } else if disk.place.takes_files() && below(facts.reserve) {
        say(HealthSeverity::Bad, "disk-reserve", Some(room));
    } else if below(facts.warning) {
        say(HealthSeverity::Warning, "disk-low", Some(room));
    }
    let few = |(free, all): (u64, u64)| free.saturating_mul(100) < all.saturating_mul(FEW_FILES);
    if room.files.is_some_and(few) {
        say(HealthSeverity::Warning, "disk-few-files", None);
    }
}

fn recordings(facts: &HealthFacts, found: &mut Vec<HealthFinding>) {
    if facts.elsewhere {
        found.push(HealthFinding::new(
            HealthPart::Recordings,
            HealthSeverity::Bad,
            "recordings-elsewhere",
        ));
    }
    let Some(files) = facts.files else { return };
    let mut say = |severity, code, n: i64| {
        if n > 0 {
            let finding = HealthFinding::new(HealthPart::Recordings, severity, code)
                .with("n", SentenceValue::Number(n));
            found.push(finding.seen_at("/recordings/files"));
        }
    };
    say(HealthSeverity::Bad, "files-missing", files.missing);
    say(HealthSeverity::Bad, "files-damaged", files.damaged);
    say(HealthSeverity::Warning, "files-unknown", files.unknown_files());
}

fn playbook(facts: &HealthFacts, found: &mut Vec<HealthFinding>) {
    let Some(book) = facts.book else { return };
    let finding = if !book.there && !facts.running {
        HealthFinding::new(HealthPart::Playbook, HealthSeverity::Down, "playbook-missing")
    } else if book.kept || !book.there {
        HealthFinding::new(HealthPart::Playbook, HealthSeverity::Warning, "playbook-away")
    } else if book.entries == 0 {
        HealthFinding::new(HealthPart::Playbook, HealthSeverity::Warning, "playbook-empty")
    } else {
        return;
    };
    found.push(finding.seen_at("/playbook/check"));
}

fn backups(facts: &HealthFacts, found: &mut Vec<HealthFinding>) {
    let Some(backups) = &facts.backups else { return };
    let say = |code| HealthFinding::new(HealthPart::Backups, HealthSeverity::Bad, code);
    if let Some(failed) = &backups.failed {
        let code = if failed.no_room {
            "backups-full"
        } else {
            "backups-failed"
        };
        found.push(say(code).with("time", SentenceValue::Moment(failed.at)));
    } else if backups.late {
        found.push(match backups.newest {
            Some(at) => say("backups-late").with("time", SentenceValue::Moment(at)),
            None => say("backups-none"),
        });
    }
}
