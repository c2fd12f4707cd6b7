//! The place beside the answers where another feature shows what became of a person's own questions.
//!
//! The search does not know who is there: [`SearchPages`](super::SearchPages) is given the part where the house is put
//! together, and the part renders itself.

use futures::future::BoxFuture;

use crate::error::Result;
use crate::web::PageContext;

/// A part beside the answers that belongs to another feature.
pub trait SearchAside: Send + Sync {
    /// The part's markup for this visitor: one element with the id `own-questions`, also when there is nothing in it.
    fn render<'a>(&'a self, t: &'a PageContext) -> BoxFuture<'a, Result<String>>;
}
