//! Every finding: when it is found, how grave it is, and that it has its words in both languages.

use super::facts::ErrorSummary;
use super::words::SentenceContext;
use super::{
    Disk, HealthFacts, HealthSeverity, IntegrityCheck, Jump, PlaybookFacts, Process, Schema, ServiceFolder,
    WriteCheck, judge,
};
use crate::backup::{FailedBackup, NightlyState};
use crate::disk_space::{Amount, DiskSpace};
use crate::i18n::{Locale, Texts};
use crate::recordings::files::{FileHealth, FileSweep};
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_795_431_600_000);

fn codes(facts: &HealthFacts) -> Vec<(&'static str, HealthSeverity)> {
    let found = judge(facts, NOW);
    for finding in &found {
        for locale in [Locale::Ru, Locale::En] {
            let context = SentenceContext {
                texts: Texts(locale),
                now: NOW,
                zone: &jiff::tz::TimeZone::UTC,
            };
            let (sentence, advice) = (finding.sentence(context), finding.advice(context.texts));
            for text in [&sentence, &advice] {
                assert!(
                    !text.contains("health-") && !text.contains('{'),
                    "{}: {text}",
                    finding.code
                );
                // A command at the end has no full stop, which would be copied with it.
                assert!(text.ends_with('.') || text.contains(": salesbook "), "{text}");
            }
            // `/readyz` is open to everybody.
            assert!(
                !sentence.contains('/') && !advice.contains('/'),
                "a path: {sentence} {advice}"
            );
        }
    }
    found
        .iter()
        .map(|finding| (finding.code, finding.severity))
        .collect()
}

fn running() -> HealthFacts {
    HealthFacts {
        at: Some(NOW),
        running: true,
        answers: Some(true),
        warning: Some(Amount::Share(0.05)),
        reserve: Some(Amount::Share(0.02)),
        ..HealthFacts::default()
    }
}

fn disk(place: ServiceFolder, free: u64) -> Disk {
    Disk {
        place,
        room: Some(DiskSpace {
            free,
            total: 1000,
            files: Some((500, 1000)),
        }),
        writing: Some(WriteCheck::Done),
    }
}

#[test]
fn nothing_known_is_nothing_wrong() {
    assert!(codes(&HealthFacts::default()).is_empty());
    assert!(codes(&running()).is_empty());
}

#[test]
fn a_disk_is_told_before_it_is_full() {
    let of = |place, free| {
        let mut facts = running();
        facts.disks = vec![disk(place, free)];
        codes(&facts)
    };
    assert_eq!(of(ServiceFolder::Data, 50), []);
    assert_eq!(
        of(ServiceFolder::Data, 49),
        [("disk-low", HealthSeverity::Warning)]
    );
    assert_eq!(
        of(ServiceFolder::Data, 20),
        [("disk-low", HealthSeverity::Warning)]
    );
    assert_eq!(
        of(ServiceFolder::Recordings, 19),
        [("disk-reserve", HealthSeverity::Bad)]
    );
    // Nobody uploads into the backups.
    assert_eq!(
        of(ServiceFolder::Backups, 19),
        [("disk-low", HealthSeverity::Warning)]
    );
    // Pictures come into the book; nobody brings models while the service runs.
    assert_eq!(
        of(ServiceFolder::Library, 19),
        [("disk-reserve", HealthSeverity::Bad)]
    );
    assert_eq!(
        of(ServiceFolder::Models, 19),
        [("disk-low", HealthSeverity::Warning)]
    );
    assert_eq!(
        of(ServiceFolder::Library, 0),
        [("disk-full", HealthSeverity::Bad)]
    );
    let mut facts = running();
    facts.disks = vec![Disk {
        writing: Some(WriteCheck::Full),
        ..disk(ServiceFolder::Data, 3)
    }];
    assert_eq!(codes(&facts), [("disk-full", HealthSeverity::Down)]);
    facts.disks[0].writing = Some(WriteCheck::Refused);
    assert_eq!(codes(&facts), [("disk-refuses", HealthSeverity::Down)]);
    facts.disks[0].room = None;
    assert_eq!(codes(&facts), [("disk-away", HealthSeverity::Down)]);
    facts.disks[0] = disk(ServiceFolder::Backups, 500);
    facts.disks[0].room = None;
    assert_eq!(codes(&facts), []);
    facts.disks = vec![disk(ServiceFolder::Data, 500)];
    facts.disks[0].room = Some(DiskSpace {
        free: 500,
        total: 1000,
        files: Some((49, 1000)),
    });
    assert_eq!(codes(&facts), [("disk-few-files", HealthSeverity::Warning)]);
    // Switched off.
    facts.disks = vec![disk(ServiceFolder::Data, 1)];
    (facts.warning, facts.reserve) = (Some(Amount::Bytes(0)), Some(Amount::Bytes(0)));
    assert_eq!(codes(&facts), []);
}

#[test]
fn only_a_database_that_cannot_be_used_takes_no_traffic() {
    let mut facts = running();
    facts.answers = Some(false);
    facts.database_writing = Some(WriteCheck::Refused);
    assert_eq!(codes(&facts), [("database-away", HealthSeverity::Down)]);
    facts.answers = Some(true);
    for (writing, code, severity) in [
        (WriteCheck::Full, "database-full", HealthSeverity::Down),
        (WriteCheck::Refused, "database-refuses", HealthSeverity::Down),
        (WriteCheck::Busy, "database-busy", HealthSeverity::Warning),
    ] {
        facts.database_writing = Some(writing);
        assert_eq!(codes(&facts), [(code, severity)]);
    }
    facts.database_writing = Some(WriteCheck::Done);
    let schema = |found| Some(Schema { found, known: 7 });
    facts.schema = schema(8);
    assert_eq!(codes(&facts), [("schema-newer", HealthSeverity::Down)]);
    facts.schema = schema(6);
    assert_eq!(codes(&facts), [("schema-older", HealthSeverity::Down)]);
    facts.running = false;
    assert_eq!(codes(&facts), [], "the next start brings it up to date");
    facts.schema = schema(7);
    facts.met_damage = true;
    assert_eq!(codes(&facts), [("database-met-damage", HealthSeverity::Bad)]);
    facts.wholeness = Some(IntegrityCheck {
        at: NOW,
        faults: vec!["page 7".to_owned()],
    });
    assert_eq!(codes(&facts), [("database-damaged", HealthSeverity::Bad)]);
    facts.wholeness = None;
    facts.met_damage = false;
    facts.unsafe_settings = vec!["fsync = off".to_owned()];
    assert_eq!(codes(&facts), [("database-unsafe", HealthSeverity::Warning)]);
}

#[test]
fn the_gravest_comes_first_and_everything_has_its_words() {
    let mut facts = running();
    facts.files = Some(FileHealth {
        recordings: 9,
        missing: 1,
        damaged: 2,
        unchecked: 0,
        oldest_check: None,
        sweep: Some(FileSweep {
            swept_at: NOW,
            unknown_files: 8,
        }),
    });
    facts.elsewhere = true;
    facts.book = Some(PlaybookFacts::default());
    facts.model = Some(ErrorSummary {
        code: "model-missing",
        args: vec![("command", "salesbook model fetch base".to_owned())],
    });
    facts.still_minutes = Some(16);
    facts.jump = Some(Jump {
        at: NOW,
        ms: -3 * 24 * 3_600_000,
    });
    facts.process = Some(Process {
        open_files: 90,
        most_files: Some(100),
        ..Process::default()
    });
    facts.backups = Some(NightlyState {
        on: true,
        newest: Some(NOW),
        failed: None,
        late: true,
    });
    facts.answers = Some(false);
    let found: Vec<&str> = codes(&facts).into_iter().map(|(code, _)| code).collect();
    assert_eq!(
        found,
        [
            "database-away",
            "recordings-elsewhere",
            "files-missing",
            "files-damaged",
            "backups-late",
            "files-unknown",
            "playbook-away",
            "model-missing",
            "queue-still",
            "clock-back",
            "files-many"
        ]
    );
    facts = running();
    facts.jump = Some(Jump {
        at: NOW,
        ms: 5 * 60_000,
    });
    let backups = |failed, newest, late| {
        Some(NightlyState {
            on: true,
            newest,
            failed,
            late,
        })
    };
    let failed = |no_room| {
        Some(FailedBackup {
            at: NOW,
            why: "/secret/path".to_owned(),
            no_room,
        })
    };
    for (state, code) in [
        (backups(failed(true), None, true), "backups-full"),
        (backups(failed(false), Some(NOW), true), "backups-failed"),
        (backups(None, None, true), "backups-none"),
    ] {
        facts.backups = state;
        assert_eq!(codes(&facts)[0].0, code);
    }
    facts.backups = backups(None, Some(NOW), false);
    assert_eq!(codes(&facts), [("clock-forward", HealthSeverity::Warning)]);
    facts.jump = Some(Jump {
        at: NOW.plus_ms(-25 * 3_600_000),
        ms: 5 * 60_000,
    });
    facts.book = Some(PlaybookFacts {
        there: true,
        kept: false,
        entries: 0,
        problems: 0,
    });
    assert_eq!(codes(&facts), [("playbook-empty", HealthSeverity::Warning)]);
    facts.running = false;
    facts.book = Some(PlaybookFacts::default());
    assert_eq!(codes(&facts), [("playbook-missing", HealthSeverity::Down)]);
}
