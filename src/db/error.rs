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
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Anything else the driver reports.
    #[error("the database failed")]
    Driver(#[source] sqlx::Error),
}

impl DbError {
    /// Was the change refused by this uniqueness constraint?
    pub fn violates(&self, name: &str) -> bool {
        matches!(self, Self::Constraint { constraint, .. } if constraint == name)
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
            _ => None,
        };
        match constraint {
            Some(constraint) => Self::Constraint {
                constraint,
                source: error,
            },
            None => Self::Driver(error),
        }
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
    use super::name_from_sqlite;

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
