//! Lists: what `?limit=&after=` mean, and the one shape a list is returned in.

use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ArrayBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{IntoParams, ToSchema};

use super::limit;
use crate::db::{Cursor, Page};
use crate::error::{Error, Result};

/// `?limit=&after=` of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Rows of a page, 1–200; 50 by default.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

impl Paging {
    /// From an operation's own parameters.
    pub const fn new(limit: Option<String>, after: Option<String>) -> Self {
        Self { limit, after }
    }

    /// Rows of a page. Code: `bad-parameter`.
    pub fn limit(&self) -> Result<usize> {
        limit(self.limit.as_deref(), 200, 50)
    }

    /// Where the page begins. Code: `bad-cursor`.
    pub fn cursor(&self) -> Result<Cursor> {
        Cursor::after(self.after.as_deref())
            .map_err(|error| Error::unusable_parameter("after", "bad-cursor").because(error))
    }
}

/// A list, or a page of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    /// The rows.
    #[schema(schema_with = references::<T>)]
    items: Vec<T>,
    /// Give it back as `after` for the next page; null on the last one, and where a list is given whole.
    next: Option<String>,
}

/// The document names the type of a row; without this it would be written out in every list.
fn references<T: ToSchema>() -> RefOr<Schema> {
    let row = Ref::from_schema_name(T::name());
    RefOr::T(Schema::Array(ArrayBuilder::new().items(row).build()))
}

impl<T> Listing<T> {
    /// A list that has no further pages.
    pub fn whole(rows: impl IntoIterator<Item = impl Into<T>>) -> Self {
        Self {
            items: rows.into_iter().map(Into::into).collect(),
            next: None,
        }
    }

    /// A page of a list.
    pub fn page(page: Page<impl Into<T>>) -> Self {
        Self {
            next: page.next.map(|next| next.to_string()),
            ..Self::whole(page.items)
        }
    }
}
