//! What a form returns: the next page with a sentence, or its own page again with what is wrong beside each field.
//!
//! Decides the statuses (303, 422 with the fields that cannot be used, 409 with what somebody else saved meanwhile), that any
//! other error goes on as it is, and how a template finds what is wrong with a field ([`Problems`]). Leaves to the feature
//! what is checked and what its page is.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::{Flash, Html, PageContext, failure};
use crate::error::{Error, FieldError, Result};

/// What became of a form: `ok` is where it leads, `page` the form's page once more, which has what was entered.
pub async fn answer<T, R: IntoResponse, P: Template>(
    done: Result<T>,
    ok: impl FnOnce(T) -> R,
    page: impl AsyncFnOnce(FieldErrors) -> Result<P>,
) -> Result<Response> {
    match done {
        Ok(done) => Ok(ok(done).into_response()),
        Err(error) => Ok(again(page(FieldErrors::from_error(error)?).await?)),
    }
}

/// The form's page with what is wrong: 422.
pub fn again(page: impl Template) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
}

/// The form's page with what somebody else saved meanwhile: 409.
pub fn clash(page: impl Template) -> Response {
    (StatusCode::CONFLICT, Html(page)).into_response()
}

/// Leads on to this address of ours: 303.
pub fn see(address: impl Into<String>) -> SeeOther {
    SeeOther {
        address: address.into(),
        said: None,
    }
}

/// A way on, with or without a sentence that is said there; see [`see`].
#[derive(Debug, Clone)]
#[must_use = "a response leads nowhere until it is returned"]
pub struct SeeOther {
    address: String,
    said: Option<Flash>,
}

impl SeeOther {
    /// With a sentence: a translation key, or a whole [`Flash`].
    pub fn saying(mut self, sentence: impl Into<Flash>) -> Self {
        self.said = Some(sentence.into());
        self
    }
}

impl IntoResponse for SeeOther {
    fn into_response(self) -> Response {
        let to = Redirect::to(&self.address);
        match self.said {
            Some(said) => ([said.header()], to).into_response(),
            None => to.into_response(),
        }
    }
}

/// The fields of a form that cannot be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Those of this error; one without fields goes on.
    pub fn from_error(error: Error) -> Result<Self> {
        if error.field_errors().is_empty() {
            return Err(error);
        }
        Ok(Self::in_error(&error))
    }

    /// Those of this error, none perhaps.
    pub fn in_error(error: &Error) -> Self {
        Self(error.field_errors().to_vec())
    }

    /// Can every field be used?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One after another.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// Is there one whose name begins so?
    pub fn is_in(&self, beginning: &str) -> bool {
        self.0.iter().any(|error| error.field.starts_with(beginning))
    }

    /// The same problems, all of one field: a form of one field on a page of several forms.
    #[must_use]
    pub fn under(mut self, field: &'static str) -> Self {
        for error in &mut self.0 {
            error.field = field;
        }
        self
    }
}

impl From<Vec<FieldError>> for FieldErrors {
    fn from(errors: Vec<FieldError>) -> Self {
        Self(errors)
    }
}

impl<'e> IntoIterator for &'e FieldErrors {
    type Item = &'e FieldError;
    type IntoIter = std::slice::Iter<'e, FieldError>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Where the macros of templates look for what is wrong with a field: in the errors of the form, or in a sentence that is
/// there already (empty for nothing).
pub trait Problems {
    /// The sentence about this field; empty when it can be used.
    fn problem(&self, t: &PageContext, field: &str) -> String;
}

impl Problems for FieldErrors {
    fn problem(&self, t: &PageContext, field: &str) -> String {
        let found = self.0.iter().find(|error| error.field == field);
        found.map(|error| t.error(error.code)).unwrap_or_default()
    }
}

impl Problems for str {
    fn problem(&self, _: &PageContext, _: &str) -> String {
        self.to_owned()
    }
}

impl Problems for String {
    fn problem(&self, _: &PageContext, _: &str) -> String {
        self.clone()
    }
}

impl<T: Problems + ?Sized> Problems for &T {
    fn problem(&self, t: &PageContext, field: &str) -> String {
        (**self).problem(t, field)
    }
}

/// An error in one sentence: that of its first field, where it has any.
pub fn sentence(t: &PageContext, error: &Error) -> String {
    match error.field_errors() {
        [field, ..] => t.error(field.code),
        [] => failure::sentence(t.texts(), error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn refused() -> Error {
        let field = FieldError {
            field: "name",
            code: "person-name",
        };
        Error::fields(vec![field])
    }

    #[test]
    fn only_an_error_of_fields_brings_the_form_back() {
        assert!(!FieldErrors::from_error(refused()).unwrap().is_empty());
        let gone = FieldErrors::from_error(Error::not_found("person-not-found")).unwrap_err();
        assert_eq!(
            (gone.kind(), gone.code()),
            (ErrorKind::NotFound, "person-not-found")
        );
    }

    #[test]
    fn a_form_of_one_field_tells_it_under_its_own_name() {
        let errors = FieldErrors::in_error(&refused()).under("team_name");
        assert!(errors.is_in("team") && !errors.is_in("name"));
        assert_eq!(
            errors.into_iter().map(|it| it.code).collect::<Vec<_>>(),
            ["person-name"]
        );
    }

    #[test]
    fn a_way_on_says_its_sentence_once() {
        let silent = see("/people").into_response();
        assert!(silent.headers().get("set-cookie").is_none());
        let said = see("/people").saying("people-saved").into_response();
        assert_eq!(said.status(), StatusCode::SEE_OTHER);
        let cookie = said.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("flash=people-saved."), "{cookie}");
    }
}
