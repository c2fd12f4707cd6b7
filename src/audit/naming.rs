//! Words for the keys in an event's detail: «Бюджет» for `budget`.
//!
//! The log does not know whose key it is: whoever puts the house together knows who does.

use std::collections::HashMap;

use futures::future::BoxFuture;

use super::store::AuditLine;
use super::{Detail, Event};
use crate::db::{DbError, Tx};
use crate::i18n::Locale;

/// Knows the items of what was evaluated.
pub trait ItemNaming: Send + Sync {
    /// The words of an item of the thing at this address; none when the thing is gone or has no such key.
    fn item<'a>(
        &'a self,
        tx: &'a mut Tx,
        subject: &'a str,
        key: &'a str,
        locale: Locale,
    ) -> BoxFuture<'a, Result<Option<String>, DbError>>;
}

/// The key of the item an event is about.
pub(super) fn item_key(event: &Event) -> Option<&str> {
    match &event.detail {
        Detail::Item(item) | Detail::Corrected { item, .. } | Detail::Decided { item, .. } => Some(item),
        _ => None,
    }
}

/// The items' words, by address and key.
pub async fn names(
    tx: &mut Tx,
    naming: &dyn ItemNaming,
    lines: &[AuditLine],
    locale: Locale,
) -> Result<HashMap<(String, String), String>, DbError> {
    let mut names = HashMap::new();
    for event in lines.iter().map(|line| &line.event) {
        let Some(key) = item_key(event) else { continue };
        let place = (event.subject.clone(), key.to_owned());
        if names.contains_key(&place) {
            continue;
        }
        if let Some(name) = naming.item(tx, &event.subject, key, locale).await? {
            names.insert(place, name);
        }
    }
    Ok(names)
}
