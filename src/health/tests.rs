//! Every finding: when it is found, how grave it is, and that it has its words in both languages.

use super::facts::Missing;
use super::words::Reader;
use super::{Book, Disk, Facts, Jump, Place, Process, Schema, Severity, Wholeness, Writing, judge};
use crate::backup::{Failed, State};
use crate::i18n::{Locale, Texts};
use crate::recordings::files::{Health, Sweep};
use crate::room::{Amount, Room};
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_795_431_600_000);

fn codes(facts: &Facts) -> Vec<(&'static str, Severity)> {
    let found = judge(facts, NOW);
    for finding in &found {
        for locale in [Locale::Ru, Locale::En] {
            let reader = Reader {
                texts: Texts(locale),
                now: NOW,
                zone: &jiff::tz::TimeZone::UTC,
            };
            let (sentence, advice) = (finding.sentence(reader), finding.advice(reader.texts));
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

fn running() -> Facts {
    Facts {
        at: Some(NOW),
        running: true,
        answers: Some(true),
        warning: Some(Amount::Share(0.05)),
        reserve: Some(Amount::Share(0.02)),
        ..Facts::default()
    }
}

fn disk(place: Place, free: u64) -> Disk {
    Disk {
        place,
        room: Some(Room {
            free,
            total: 1000,
            files: Some((500, 1000)),
        }),
        writing: Some(Writing::Done),
    }
}

#[test]
fn nothing_known_is_nothing_wrong() {
    assert!(codes(&Facts::default()).is_empty());
    assert!(codes(&running()).is_empty());
}

#[test]
fn a_disk_is_told_before_it_is_full() {
    let of = |place, free| {
        let mut facts = running();
        facts.disks = vec![disk(place, free)];
        codes(&facts)
    };
    assert_eq!(of(Place::Data, 50), []);
    assert_eq!(of(Place::Data, 49), [("disk-low", Severity::Warning)]);
    assert_eq!(of(Place::Data, 20), [("disk-low", Severity::Warning)]);
    assert_eq!(of(Place::Recordings, 19), [("disk-reserve", Severity::Bad)]);
    // Nobody uploads into the backups.
    assert_eq!(of(Place::Backups, 19), [("disk-low", Severity::Warning)]);
    // Pictures come into the book; nobody brings models while the service runs.
    assert_eq!(of(Place::Library, 19), [("disk-reserve", Severity::Bad)]);
    assert_eq!(of(Place::Models, 19), [("disk-low", Severity::Warning)]);
    assert_eq!(of(Place::Library, 0), [("disk-full", Severity::Bad)]);
    let mut facts = running();
    facts.disks = vec![Disk {
        writing: Some(Writing::Full),
        ..disk(Place::Data, 3)
    }];
    assert_eq!(codes(&facts), [("disk-full", Severity::Down)]);
    facts.disks[0].writing = Some(Writing::Refused);
    assert_eq!(codes(&facts), [("disk-refuses", Severity::Down)]);
    facts.disks[0].room = None;
    assert_eq!(codes(&facts), [("disk-away", Severity::Down)]);
    facts.disks[0] = disk(Place::Backups, 500);
    facts.disks[0].room = None;
    assert_eq!(codes(&facts), []);
    facts.disks = vec![disk(Place::Data, 500)];
    facts.disks[0].room = Some(Room {
        free: 500,
        total: 1000,
        files: Some((49, 1000)),
    });
    assert_eq!(codes(&facts), [("disk-few-files", Severity::Warning)]);
    // Switched off.
    facts.disks = vec![disk(Place::Data, 1)];
    (facts.warning, facts.reserve) = (Some(Amount::Bytes(0)), Some(Amount::Bytes(0)));
    assert_eq!(codes(&facts), []);
}

#[test]
fn only_a_database_that_cannot_be_used_takes_no_traffic() {
    let mut facts = running();
    facts.answers = Some(false);
    facts.database_writing = Some(Writing::Refused);
    assert_eq!(codes(&facts), [("database-away", Severity::Down)]);
    facts.answers = Some(true);
    for (writing, code, severity) in [
        (Writing::Full, "database-full", Severity::Down),
        (Writing::Refused, "database-refuses", Severity::Down),
        (Writing::Busy, "database-busy", Severity::Warning),
    ] {
        facts.database_writing = Some(writing);
        assert_eq!(codes(&facts), [(code, severity)]);
    }
    facts.database_writing = Some(Writing::Done);
    let schema = |found| Some(Schema { found, known: 7 });
    facts.schema = schema(8);
    assert_eq!(codes(&facts), [("schema-newer", Severity::Down)]);
    facts.schema = schema(6);
    assert_eq!(codes(&facts), [("schema-older", Severity::Down)]);
    facts.running = false;
    assert_eq!(codes(&facts), [], "the next start brings it up to date");
    facts.schema = schema(7);
    facts.met_damage = true;
    assert_eq!(codes(&facts), [("database-met-damage", Severity::Bad)]);
    facts.wholeness = Some(Wholeness {
        at: NOW,
        faults: vec!["page 7".to_owned()],
    });
    assert_eq!(codes(&facts), [("database-damaged", Severity::Bad)]);
    facts.wholeness = None;
    facts.met_damage = false;
    facts.unsafe_settings = vec!["fsync = off".to_owned()];
    assert_eq!(codes(&facts), [("database-unsafe", Severity::Warning)]);
}

#[test]
fn the_gravest_comes_first_and_everything_has_its_words() {
    let mut facts = running();
    facts.files = Some(Health {
        recordings: 9,
        missing: 1,
        damaged: 2,
        unchecked: 0,
        oldest_check: None,
        sweep: Some(Sweep {
            swept_at: NOW,
            unknown_files: 8,
        }),
    });
    facts.elsewhere = true;
    facts.book = Some(Book::default());
    facts.model = Some(Missing {
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
    facts.backups = Some(State {
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
        Some(State {
            on: true,
            newest,
            failed,
            late,
        })
    };
    let failed = |no_room| {
        Some(Failed {
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
    assert_eq!(codes(&facts), [("clock-forward", Severity::Warning)]);
    facts.jump = Some(Jump {
        at: NOW.plus_ms(-25 * 3_600_000),
        ms: 5 * 60_000,
    });
    facts.book = Some(Book {
        there: true,
        kept: false,
        entries: 0,
        problems: 0,
    });
    assert_eq!(codes(&facts), [("playbook-empty", Severity::Warning)]);
    facts.running = false;
    facts.book = Some(Book::default());
    assert_eq!(codes(&facts), [("playbook-missing", Severity::Down)]);
}
