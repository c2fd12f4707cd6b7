//! The list's form for which part of selling a manager does.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::{Begin, find, page_from};
use crate::accounts::Accounts;
use crate::error::{Error, ErrorKind, Result};
use crate::id::PersonId;
use crate::people::Function;
use crate::web::{Clash, Flash, Form, PageContext, Path, form, see};

/// What somebody said a manager does, while somebody else said something else.
pub(super) struct FunctionClash {
    pub(super) person: PersonId,
    pub(super) function: Option<Function>,
    pub(super) clash: Clash,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct FunctionForm {
    function: String,
    /// What the form was opened on.
    revision: String,
}

pub(super) async fn change_function(
    t: PageContext,
    State(accounts): State<Accounts>,
    Path(id): Path<PersonId>,
    Form(form): Form<FunctionForm>,
) -> Result<Response> {
    let function = match form.function.as_str() {
        "" => None,
        word => Some(
            word.parse()
                .map_err(|_| Error::new(ErrorKind::BadInput, "bad-form"))?,
        ),
    };
    match accounts
        .set_function(t.visitor().signed_in()?, &id, &form.revision, function)
        .await
    {
        Ok(person) => {
            let flash = Flash::with("people-saved", person.name);
            let back = see(format!("/people?person={id}#person-{id}")).saying(flash);
            Ok(back.into_response())
        }
        Err(error) if error.code() == "changed-meanwhile" => function_clash(t, &accounts, id, function).await,
        Err(error) => Err(error),
    }
}

/// Somebody else said meanwhile what this manager does: what that is, beside what was chosen.
async fn function_clash(
    t: PageContext,
    accounts: &Accounts,
    id: PersonId,
    function: Option<Function>,
) -> Result<Response> {
    let (person, _) = find(accounts, &id).await?;
    let mut page = page_from(t, accounts, Begin::With(id.clone())).await?;
    let t = &page.t;
    let theirs = person.function.map(|it| t.text(&format!("playbook-role-{it}")));
    let clash = Clash::new(t.with("people-clash", "name", &person.name)).unless(
        person.function == function,
        t.text("people-function"),
        theirs.unwrap_or_default(),
    );
    page.function_clash = Some(FunctionClash {
        person: id,
        function,
        clash,
    });
    Ok(form::clash(page))
}
