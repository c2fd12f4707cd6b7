//! Who is asking: person, language, theme, fragment, flash. One argument for every handler.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;

use crate::error::{Error, ErrorKind, Result};
use crate::i18n::{Locale, Texts};
use crate::people::{Permission, Person};
use crate::time::Timestamp;

/// The asking side of a request, found once by [`super::layers::identify`].
#[derive(Debug, Clone)]
pub struct Visitor(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    person: Option<Person>,
    /// Hash of the session's token, when the person came by cookie.
    session: Option<String>,
    locale: Locale,
    theme: &'static str,
    fragment: Option<String>,
    path: String,
    request_id: String,
    address: String,
    flash: Option<Flash>,
    now: Timestamp,
}

/// A sentence that survives one redirect: the key of its text and one value for `{ $value }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// Translation key.
    pub key: String,
    /// Value for the text; may be empty.
    pub value: String,
}

/// Name of the cookie that carries a [`Flash`].
pub(super) const FLASH_COOKIE: &str = "flash";

impl Flash {
    /// A sentence without a value.
    pub fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            value: String::new(),
        }
    }

    /// The `Set-Cookie` header pair for a redirect response.
    pub fn header(&self) -> (axum::http::HeaderName, String) {
        let value = crate::id::hex(self.value.as_bytes());
        (
            axum::http::header::SET_COOKIE,
            format!(
                "{FLASH_COOKIE}={}.{value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60",
                self.key
            ),
        )
    }

    /// Reads the cookie; anything that is not a known key's shape is ignored.
    fn parse(cookie: &str) -> Option<Self> {
        let (key, value) = cookie.split_once('.')?;
        let plain = key.len() < 60
            && key
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let bytes: Option<Vec<u8>> = value
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        let value = String::from_utf8(bytes?).ok()?;
        plain.then(|| Self {
            key: key.to_owned(),
            value,
        })
    }
}

/// What [`super::layers::identify`] knows about a request.
pub(super) struct Found {
    pub(super) person: Option<Person>,
    pub(super) session: Option<String>,
    pub(super) default_locale: Locale,
    pub(super) request_id: String,
    pub(super) address: String,
    pub(super) now: Timestamp,
}

impl Visitor {
    /// From the request's head and what identification found.
    pub(super) fn new(parts: &Parts, found: Found) -> Self {
        let cookies = CookieJar::from_headers(&parts.headers);
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let locale = found
            .person
            .as_ref()
            .and_then(|person| person.locale)
            .or_else(|| {
                cookies
                    .get("locale")
                    .and_then(|cookie| cookie.value().parse().ok())
            })
            .or_else(|| header("accept-language").map(Locale::from_accept_language))
            .unwrap_or(found.default_locale);
        let theme = match cookies
            .get("theme")
            .map(axum_extra::extract::cookie::Cookie::value)
        {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "",
        };
        Self(Arc::new(Inner {
            person: found.person,
            session: found.session,
            locale,
            theme,
            fragment: header("x-fragment")
                .filter(|name| name.len() < 40)
                .map(str::to_owned),
            path: parts.uri.path().to_owned(),
            request_id: found.request_id,
            address: found.address,
            flash: cookies
                .get(FLASH_COOKIE)
                .and_then(|cookie| Flash::parse(cookie.value())),
            now: found.now,
        }))
    }

    /// The signed-in person, if any.
    pub fn person(&self) -> Option<&Person> {
        self.0.person.as_ref()
    }

    /// The signed-in person; on routes that need a permission there always is one.
    pub fn signed_in(&self) -> Result<&Person> {
        self.0
            .person
            .as_ref()
            .ok_or_else(|| Error::new(ErrorKind::SignInNeeded, "sign-in-needed"))
    }

    /// The signed-in person if their role has this permission.
    pub fn permit(&self, permission: Permission) -> Result<&Person> {
        let person = self.signed_in()?;
        if person.may(permission) {
            Ok(person)
        } else {
            Err(Error::forbidden())
        }
    }

    /// Hash of the current session's token.
    pub fn session(&self) -> Option<&str> {
        self.0.session.as_deref()
    }
    /// The visitor's language.
    pub fn locale(&self) -> Locale {
        self.0.locale
    }
    /// Texts in the visitor's language.
    pub fn texts(&self) -> Texts {
        Texts(self.0.locale)
    }
    /// `light`, `dark` or empty for the system's.
    pub fn theme(&self) -> &'static str {
        self.0.theme
    }
    /// The block a script asked for (`X-Fragment`), instead of the whole page.
    pub fn fragment(&self) -> Option<&str> {
        self.0.fragment.as_deref()
    }
    /// Path of the request.
    pub fn path(&self) -> &str {
        &self.0.path
    }
    /// The request's id, shown on error pages and in the log.
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }
    /// The peer's address, for the throttle.
    pub fn address(&self) -> &str {
        &self.0.address
    }
    /// A sentence left by the request before.
    pub fn flash(&self) -> Option<&Flash> {
        self.0.flash.as_ref()
    }
    /// The moment the request came in.
    pub fn now(&self) -> Timestamp {
        self.0.now
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        match parts.extensions.get::<Self>() {
            Some(visitor) => Ok(visitor.clone()),
            // Only a route outside the identify layer would come here; it then has a stranger.
            None => Ok(Self::new(
                parts,
                Found {
                    person: None,
                    session: None,
                    default_locale: Locale::Ru,
                    request_id: String::new(),
                    address: String::new(),
                    now: Timestamp::default(),
                },
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Flash;

    #[test]
    fn a_flash_survives_the_cookie() {
        let flash = Flash {
            key: "people-created".to_owned(),
            value: "Анна; Path=/".to_owned(),
        };
        let (_, header) = flash.header();
        let cookie = header.split(';').next().unwrap().strip_prefix("flash=").unwrap();
        assert_eq!(Flash::parse(cookie), Some(flash));
        assert_eq!(Flash::parse("<b>.00"), None);
        assert_eq!(Flash::parse("a.zz"), None);
    }
}
