//! The audit log's words for the keys of items: those of the checklist the evaluation was made with.

use futures::future::BoxFuture;

use super::{Evaluations, store};
use crate::audit::ItemNaming;
use crate::db::{DbError, Tx};
use crate::i18n::Locale;
use crate::id::EvaluationId;
use crate::playbook::typography::typeset;

impl ItemNaming for Evaluations {
    fn item<'a>(
        &'a self,
        tx: &'a mut Tx,
        subject: &'a str,
        key: &'a str,
        locale: Locale,
    ) -> BoxFuture<'a, Result<Option<String>, DbError>> {
        Box::pin(async move {
            let id = subject.strip_prefix("/evaluations/");
            let Some(id) = id.and_then(|id| id.parse::<EvaluationId>().ok()) else {
                return Ok(None);
            };
            let snapshot = store::evaluation(tx, &id).await?.and_then(|it| it.snapshot);
            let item = snapshot.as_ref().and_then(|it| it.0.checklist.item(key));
            Ok(item.map(|(_, item)| typeset(item.text.get(locale), locale).into_owned()))
        })
    }
}
