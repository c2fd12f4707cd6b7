//! What a database failure means to the code that asked.

use sqlx::error::ErrorKind;

/// A failed statement or connection.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// There is no such row.
    #[error("no such row")]
    NotFound,
    /// A named constraint refused the change; see [`DbError::violates`].
    #[error("constraint {constraint} refused the change")]
    Constraint {
        /// `<table>_<columns>_key` for uniqueness on both backends; SQLite names no foreign key ("").
        constraint: String,
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// A statement changed another number of rows than it must: the row is gone or somebody else was faster.
    #[error("{changed} rows changed where {wanted} must")]
    Affected {
        /// Rows that must change.
        wanted: u64,
        /// Rows that did.
        changed: u64,
    },
    /// Others were writing the same at the same time (a lock that was not given, a deadlock, a broken serial order): it
    /// may well work a moment later.
    #[error("others were writing at the same time")]
    Busy(#[source] sqlx::Error),
    /// A value that the database does not take as text: with NUL or a broken letter, or too long for an index.
    #[error("a value cannot be kept")]
    Unusable(#[source] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The disk under the database is full: nothing of the transaction was stored.
    #[error("the disk of the database is full")]
    DiskFull(#[source] sqlx::Error),
    /// The database cannot be reached or used now; it may be back in a moment.
    #[error("the database is away")]
    Away(#[source] sqlx::Error),
    /// Anything else the driver reports.
    #[error("the database failed")]
    Driver(#[source] sqlx::Error),
}

impl DbError {
    /// Does SQLite say that its file is damaged, or none of its own?
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Driver(error) | Self::Away(error) if is_damage(error))
    }

    /// Was the change refused by this uniqueness constraint?
    pub fn violates(&self, name: &str) -> bool {
        matches!(self, Self::Constraint { constraint, .. } if constraint == name)
    }

    /// Was the change refused by what somebody else did at the same time, rather than by a fault of ours?
    pub fn is_lost_race(&self) -> bool {
        match self {
            Self::Affected { .. } => true,
            // What others write can make a name taken or a row gone; no row of theirs makes a value impossible.
            Self::Constraint { source, .. } => source
                .as_database_error()
                .is_none_or(|refused| !matches!(refused.kind(), ErrorKind::CheckViolation)),
            _ => false,
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let constraint = match &error {
            sqlx::Error::RowNotFound => return Self::NotFound,
            sqlx::Error::Database(refused)
                if matches!(
                    refused.kind(),
                    ErrorKind::UniqueViolation | ErrorKind::ForeignKeyViolation | ErrorKind::CheckViolation
                ) =>
            {
                Some(
                    refused
                        .constraint()
                        .map_or_else(|| name_from_sqlite(refused.message()), str::to_owned),
                )
            }
            sqlx::Error::Database(refused) => match refused.code().as_deref().map(meaning) {
                Some(Meaning::Busy) => return Self::Busy(error),
                Some(Meaning::Unusable) => return Self::Unusable(error),
                Some(Meaning::Other) | None => None,
            },
            _ => None,
        };
        match constraint {
            Some(constraint) => Self::Constraint {
                constraint,
                source: error,
            },
            None => match outage(&error) {
                Some(OutageCause::DiskFull) => Self::DiskFull(error),
                Some(OutageCause::Away) => Self::Away(error),
                None => Self::Driver(error),
            },
        }
    }
}

/// What a driver's code says.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Busy,
    Unusable,
    Other,
}

/// PostgreSQL's codes have five letters, SQLite's are numbers.
fn meaning(code: &str) -> Meaning {
    match code {
        // serialization_failure, deadlock_detected, lock_not_available; SQLITE_BUSY, _RECOVERY, _SNAPSHOT, _TIMEOUT,
        // SQLITE_LOCKED, _SHAREDCACHE.
        "40001" | "40P01" | "55P03" | "5" | "261" | "517" | "773" | "6" | "262" => Meaning::Busy,
        // character_not_in_repertoire, untranslatable_character, program_limit_exceeded; SQLITE_TOOBIG.
        "22021" | "22P05" | "54000" | "18" => Meaning::Unusable,
        _ => Meaning::Other,
    }
}

/// What keeps a sound database from working.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OutageCause {
    DiskFull,
    Away,
}

/// Does this say that the disk, or what of it may be used, is full?
pub fn says_full(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
    ) || error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<std::io::Error>())
        .is_some_and(says_full)
}

fn outage(error: &sqlx::Error) -> Option<OutageCause> {
    match error {
        sqlx::Error::Io(error) if says_full(error) => Some(OutageCause::DiskFull),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Some(OutageCause::Away),
        sqlx::Error::Database(said) => match sqlite_code(error) {
            Some(code) => outage_of_sqlite(code),
            None => outage_of_postgresql(&said.code()?),
        },
        _ => None,
    }
}

/// Did this come of there being no database, rather than of one that is busy or full?
pub(super) fn absent(error: &sqlx::Error) -> bool {
    // Too many connections, out of memory: somebody says so.
    let state = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    let overworked = sqlite_code(error).is_none() && state.is_some_and(|state| state.starts_with("53"));
    !overworked && outage(error) == Some(OutageCause::Away)
}

/// Does the driver say that the disk under the database is full?
pub fn is_full_disk(error: &sqlx::Error) -> bool {
    outage(error) == Some(OutageCause::DiskFull)
}

/// Does SQLite say that its file is damaged, or none of its own?
pub(super) fn is_damage(error: &sqlx::Error) -> bool {
    sqlite_code(error).is_some_and(|code| matches!(code & 0xff, CORRUPT | NOTADB))
}

/// SQLite tells some faults of a full disk as any fault of a disk.
pub(super) fn may_be_full(error: &sqlx::Error) -> bool {
    sqlite_code(error).is_some_and(|code| matches!(code & 0xff, IOERR | CANTOPEN))
}

const READONLY: i32 = 8;
const IOERR: i32 = 10;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const CANTOPEN: i32 = 14;
const PROTOCOL: i32 = 15;
const NOTADB: i32 = 26;
/// The file of the write-ahead log's index could not grow: always for want of room.
const IOERR_SHMSIZE: i32 = IOERR | (19 << 8);

/// SQLite's codes are numbers of a few digits, PostgreSQL's always have five letters or digits.
fn sqlite_code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?;
    code.parse().ok().filter(|_| code.len() < 5)
}

/// By SQLite's extended result code, whose lowest byte is the plain one.
fn outage_of_sqlite(code: i32) -> Option<OutageCause> {
    match (code, code & 0xff) {
        (IOERR_SHMSIZE, _) | (_, FULL) => Some(OutageCause::DiskFull),
        // Read only: moved away, or its disk is mounted so after a fault.
        (_, READONLY | IOERR | CANTOPEN | PROTOCOL) => Some(OutageCause::Away),
        _ => None,
    }
}

/// By SQLSTATE.
fn outage_of_postgresql(state: &str) -> Option<OutageCause> {
    match state {
        "53100" => Some(OutageCause::DiskFull),
        // A standby that does not write yet; the server's disk failed.
        "25006" | "58030" => Some(OutageCause::Away),
        // Class 08: no connection; 28, 3D: not let in; 53: out of something; 57P: shutting down or starting up.
        _ if ["08", "28", "3D", "53", "57P"]
            .iter()
            .any(|class| state.starts_with(class)) =>
        {
            Some(OutageCause::Away)
        }
        _ => None,
    }
}

/// `UNIQUE constraint failed: people.login, people.team` → `people_login_team_key`;
/// `UNIQUE constraint failed: index 'jobs_dedupe_key'` → `jobs_dedupe_key`.
fn name_from_sqlite(message: &str) -> String {
    let Some((_, what)) = message.split_once("constraint failed: ") else {
        return String::new();
    };
    if let Some(index) = what.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let mut name = String::new();
    for column in what.split(", ") {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if name.is_empty() {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name.push_str("_key");
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_mean_the_same() {
        for code in ["40001", "40P01", "5", "517"] {
            assert_eq!(meaning(code), Meaning::Busy);
        }
        for code in ["22021", "54000", "18"] {
            assert_eq!(meaning(code), Meaning::Unusable);
        }
        assert_eq!(meaning("42601"), Meaning::Other);
    }

    #[test]
    fn a_full_disk_and_a_missing_database_are_told_apart() {
        for full in [13, 4874] {
            assert_eq!(outage_of_sqlite(full), Some(OutageCause::DiskFull), "{full}");
        }
        for away in [1032, 266, 14, 15] {
            assert_eq!(outage_of_sqlite(away), Some(OutageCause::Away), "{away}");
        }
        for fault in [1, 11, 19, 26] {
            assert_eq!(outage_of_sqlite(fault), None, "{fault}");
        }
        assert_eq!(outage_of_postgresql("53100"), Some(OutageCause::DiskFull));
        for away in ["08006", "57P01", "57P03", "53300", "58030", "25006"] {
            assert_eq!(outage_of_postgresql(away), Some(OutageCause::Away), "{away}");
        }
        for fault in ["23505", "42601", "57014", "40001"] {
            assert_eq!(outage_of_postgresql(fault), None, "{fault}");
        }
        let cut = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        assert!(matches!(DbError::from(sqlx::Error::Io(cut)), DbError::Away(_)));
        assert!(matches!(
            DbError::from(sqlx::Error::PoolTimedOut),
            DbError::Away(_)
        ));
    }

    #[test]
    fn sqlite_messages_give_the_constraint_name_of_postgresql() {
        assert_eq!(
            name_from_sqlite("UNIQUE constraint failed: people.login"),
            "people_login_key"
        );
        assert_eq!(
            name_from_sqlite("UNIQUE constraint failed: a.b, a.c"),
            "a_b_c_key"
        );
        assert_eq!(
            name_from_sqlite("UNIQUE constraint failed: index 'jobs_dedupe_key'"),
            "jobs_dedupe_key"
        );
        assert_eq!(name_from_sqlite("FOREIGN KEY constraint failed"), "");
    }
}
