//! Lists page by keyset: "after this key", never by offset, so that a page stays right while rows come and go.

/// Where a page ends: the sort key and the id of its last row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Sort key (a time in unix ms).
    pub key: i64,
    /// Tie-break: the row's id.
    pub id: String,
}

impl Cursor {
    /// Before the first row of a list sorted newest first.
    pub fn newest() -> Self {
        Self {
            key: i64::MAX,
            id: "~".to_owned(),
        }
    }

    /// What `?after=` says: where it was given as [`Page::next`]; the newest when it is missing or empty.
    pub fn after(text: Option<&str>) -> Result<Self, BadCursor> {
        match text.map(str::trim) {
            None | Some("") => Ok(Self::newest()),
            Some(text) => text.parse(),
        }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.key, self.id)
    }
}

impl std::str::FromStr for Cursor {
    type Err = BadCursor;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (key, id) = text.split_once('.').ok_or(BadCursor)?;
        let plain =
            !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'~');
        match key.parse() {
            Ok(key) if plain => Ok(Self {
                key,
                id: id.to_owned(),
            }),
            _ => Err(BadCursor),
        }
    }
}

/// The text is not where a page ends.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
#[error("not a place in a list")]
pub struct BadCursor;

/// A page of a list and where the next one begins.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Give this back to get the next page; `None` on the last one.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// From one row more than `limit` was asked for: the extra row only says that there is a next page.
    pub fn cut(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> Cursor) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }
}
