//! What is remembered of a file: each text it had, who wrote it, when and why.

use crate::id::EntryRevisionId;
use crate::time::Timestamp;

crate::db::text_enum! {
    /// How a text came into the file.
    pub enum RevisionOrigin {
        /// Somebody wrote it here.
        Edited = "edited",
        /// It was on the disk when somebody saved over it: another program wrote it.
        Disk = "disk",
        /// An earlier text was put back.
        Restored = "restored",
        /// The entry, or one it links to, got another name.
        Renamed = "renamed",
        /// Somebody's suggestion was accepted.
        Suggested = "suggested",
    }
}

/// The text an edit began from, by its hash; as text 32 hexadecimal digits, or `new` when there was no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditBase(Option<String>);

impl EditBase {
    /// No file yet.
    pub const NEW: Self = Self(None);

    /// Of this file.
    pub fn from_source(source: Option<&str>) -> Self {
        Self(source.map(hash))
    }
}

impl std::fmt::Display for EditBase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("new"))
    }
}

impl std::str::FromStr for EditBase {
    type Err = crate::id::BadId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_hash = text.len() == HASH_LETTERS && text.bytes().all(|b| b.is_ascii_hexdigit());
        match text {
            "new" => Ok(Self::NEW),
            _ if is_hash => Ok(Self(Some(text.to_ascii_lowercase()))),
            _ => Err(crate::id::BadId),
        }
    }
}

use crate::playbook::verified::HASH_LETTERS;
pub use crate::playbook::verified::hash;

/// A revision without its text.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RevisionLine {
    /// Which.
    pub id: EntryRevisionId,
    /// From 1, in the order they were kept.
    pub number: i64,
    /// How the text came.
    pub origin: RevisionOrigin,
    /// Name of the text.
    pub source_hash: String,
    /// Who; absent when another program wrote it, or they are gone.
    pub author: Option<String>,
    /// Why, in their words; may be empty.
    pub reason: String,
    /// Number of the revision that was put back.
    pub restored_number: Option<i64>,
    /// When it was kept.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_reads_back() {
        for base in [
            EditBase::NEW,
            EditBase::from_source(Some("")),
            EditBase::from_source(Some("Дорого")),
        ] {
            assert_eq!(base.to_string().parse(), Ok(base));
        }
        assert_ne!(EditBase::from_source(Some("")), EditBase::from_source(Some("\n")));
        for bad in ["", "NEW", "0", "g0000000000000000000000000000000"] {
            assert!(bad.parse::<EditBase>().is_err(), "{bad}");
        }
    }
}
