//! Values that are the same whichever database keeps them, and a digest of rows that does not depend on their order.

#[cfg(feature = "postgres")]
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, TypeInfo as _, ValueRef as _};

use super::catalog::{ColumnKind, DatabaseTable, TableColumn};
use super::{ColumnValue, TransferError};
use sha2::{Digest as _, Sha256};

/// What a column of a row holds. Yes and no are 1 and 0.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RowValue {
    Nothing,
    Integer(i64),
    Real(f64),
    Text(String),
}

impl RowValue {
    /// What it weighs in a statement.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            _ => 8,
        }
    }

    pub(super) fn cell(&self, kind: ColumnKind) -> ColumnValue {
        let integer = match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        };
        match kind {
            ColumnKind::Text => ColumnValue::Text(match self {
                Self::Text(text) => Some(text.clone()),
                _ => None,
            }),
            ColumnKind::Integer => ColumnValue::Integer(integer),
            ColumnKind::Boolean => ColumnValue::Boolean(integer.map(|number| number != 0)),
            ColumnKind::Real => ColumnValue::Real(match self {
                Self::Real(number) => Some(*number),
                _ => None,
            }),
        }
    }
}

/// A row of SQLite, whose columns may hold anything: what does not fit its column is refused by name.
pub(super) fn of_sqlite(row: &SqliteRow, table: &DatabaseTable) -> Result<Vec<RowValue>, TransferError> {
    let cell = |(at, column): (usize, &TableColumn)| {
        let raw = row.try_get_raw(at)?;
        if raw.is_null() {
            return Ok(RowValue::Nothing);
        }
        let found = raw.type_info().name().to_owned();
        drop(raw);
        match (column.kind, found.as_str()) {
            (ColumnKind::Text, "TEXT") => match row.try_get_unchecked(at) {
                Ok(text) => Ok(RowValue::Text(text)),
                Err(_) => Err(unfit(table, at, row_name(row), "bytes that are no UTF-8")),
            },
            (ColumnKind::Integer, "INTEGER") => Ok(RowValue::Integer(row.try_get_unchecked(at)?)),
            (ColumnKind::Boolean, "INTEGER") => match row.try_get_unchecked(at)? {
                yes @ (0 | 1) => Ok(RowValue::Integer(yes)),
                _ => Err(unfit(
                    table,
                    at,
                    row_name(row),
                    "a number that is neither 0 nor 1",
                )),
            },
            (ColumnKind::Real, "REAL") => Ok(RowValue::Real(row.try_get_unchecked(at)?)),
            _ => Err(unfit(table, at, row_name(row), &found)),
        }
    };
    table.columns.iter().enumerate().map(cell).collect()
}

/// A row of PostgreSQL, which watches its types itself.
#[cfg(feature = "postgres")]
pub(super) fn of_postgres(row: &PgRow, table: &DatabaseTable) -> Result<Vec<RowValue>, TransferError> {
    fn value<T>(found: Option<T>, make: impl FnOnce(T) -> RowValue) -> RowValue {
        found.map_or(RowValue::Nothing, make)
    }
    let cell = |(at, column): (usize, &TableColumn)| {
        let narrow = row.try_get_raw(at)?.type_info().name() == "INT4";
        Ok(match column.kind {
            ColumnKind::Text => value(row.try_get(at)?, RowValue::Text),
            ColumnKind::Integer if narrow => value(row.try_get::<Option<i32>, _>(at)?, |n| {
                RowValue::Integer(n.into())
            }),
            ColumnKind::Integer => value(row.try_get(at)?, RowValue::Integer),
            ColumnKind::Boolean => value(row.try_get::<Option<bool>, _>(at)?, |yes| {
                RowValue::Integer(yes.into())
            }),
            ColumnKind::Real => value(row.try_get(at)?, RowValue::Real),
        })
    };
    table.columns.iter().enumerate().map(cell).collect()
}

/// A text with a NUL, which PostgreSQL does not keep.
#[cfg(feature = "postgres")]
pub(super) fn with_nul(row: &[RowValue], table: &DatabaseTable) -> Option<TransferError> {
    let at = row
        .iter()
        .position(|value| matches!(value, RowValue::Text(text) if text.contains('\0')))?;
    let name = match row.first() {
        Some(RowValue::Text(text)) => text.clone(),
        other => format!("{other:?}"),
    };
    Some(unfit(table, at, name, "a text with a zero byte"))
}

fn row_name(row: &SqliteRow) -> String {
    row.try_get_unchecked::<String, _>(0).unwrap_or_default()
}

fn unfit(table: &DatabaseTable, column: usize, row: String, found: &str) -> TransferError {
    TransferError::Unfit {
        table: table.name.clone(),
        column: table
            .columns
            .get(column)
            .map(|it| it.name.clone())
            .unwrap_or_default(),
        row,
        found: found.to_owned(),
    }
}

/// How many rows there are and the sum of their hashes: equal for the same rows in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Digest {
    rows: i64,
    sum: [u64; 4],
}

impl Digest {
    pub(super) const fn rows(&self) -> i64 {
        self.rows
    }

    pub(super) fn add(&mut self, row: &[RowValue]) {
        let mut hash = Sha256::new();
        for value in row {
            match value {
                RowValue::Nothing => hash.update([0_u8]),
                RowValue::Integer(number) => {
                    hash.update([1_u8]);
                    hash.update(number.to_le_bytes());
                }
                RowValue::Real(number) => {
                    hash.update([2_u8]);
                    // SQLite forgets the sign of a zero.
                    hash.update((number + 0.0).to_bits().to_le_bytes());
                }
                RowValue::Text(text) => {
                    hash.update([3_u8]);
                    hash.update((text.len() as u64).to_le_bytes());
                    hash.update(text.as_bytes());
                }
            }
        }
        let hash = hash.finalize();
        for (sum, part) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(part);
            *sum = sum.wrapping_add(u64::from_le_bytes(bytes));
        }
        self.rows += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(rows: &[&[RowValue]]) -> Digest {
        let mut digest = Digest::default();
        for row in rows {
            digest.add(row);
        }
        digest
    }

    #[test]
    fn the_order_of_rows_does_not_matter_and_everything_else_does() {
        let text = |it: &str| RowValue::Text(it.to_owned());
        let (one, other) = ([text("a"), RowValue::Integer(1)], [text("b"), RowValue::Nothing]);
        assert_eq!(digest(&[&one, &other]), digest(&[&other, &one]));
        assert_ne!(digest(&[&one, &other]), digest(&[&one]));
        assert_ne!(digest(&[&one, &one]), digest(&[&other, &other]));
        assert_ne!(
            digest(&[&[text("ab"), text("")]]),
            digest(&[&[text("a"), text("b")]])
        );
        assert_ne!(digest(&[&[text("")]]), digest(&[&[RowValue::Nothing]]));
        assert_eq!(
            digest(&[&[RowValue::Real(0.0)]]),
            digest(&[&[RowValue::Real(-0.0)]])
        );
    }
}
