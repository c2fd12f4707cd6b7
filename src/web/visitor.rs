//! Who is asking: person, language, theme, fragment, flash. One argument for every handler.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderName;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;

use crate::auth::{AccessNotice, Grant, LinkNotice};
use crate::cookie;
use crate::error::{Error, ErrorKind, Result};
use crate::i18n::{Locale, Texts};
use crate::people::{Permission, Person};
use crate::time::Timestamp;

/// The asking side of a request, found once by [`super::layers::identify`].
#[derive(Debug, Clone)]
pub struct Visitor(Arc<VisitorInner>);

#[derive(Debug, Clone)]
struct VisitorInner {
    person: Option<Person>,
    /// Hash of the session's token, when the person came by cookie.
    session: Option<String>,
    unknown: Option<Arc<Error>>,
    /// What the token opens, when the person came by token.
    grant: Option<Grant>,
    links: Vec<LinkNotice>,
    must_enrol: bool,
    notices: Vec<AccessNotice>,
    locale: Locale,
    theme: &'static str,
    fragment: Option<String>,
    path: String,
    request_id: String,
    address: String,
    flash: Option<Flash>,
    now: Timestamp,
}

/// A sentence that survives one redirect: the key of its text and one value for `{ $value }`, with the way back if the act
/// can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// Translation key.
    pub key: String,
    /// Value for the text; may be empty.
    pub value: String,
    /// Where a POST takes the act back; empty when nothing does.
    pub undo: String,
}

impl From<&str> for Flash {
    fn from(key: &str) -> Self {
        Self::new(key)
    }
}

/// Name of the cookie that carries a [`Flash`].
const FLASH_COOKIE: &str = "flash";
/// Letters of a value that are kept: a browser throws a cookie of more than 4096 bytes away, and a letter takes up to
/// eight.
const FLASH_LETTERS: usize = 400;

impl Flash {
    /// A sentence with this value.
    pub fn with(key: &str, value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            ..Self::new(key)
        }
    }

    /// A sentence without a value.
    pub fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            value: String::new(),
            undo: String::new(),
        }
    }

    /// With the address that takes the act back.
    #[must_use]
    pub fn undo(mut self, address: String) -> Self {
        self.undo = address;
        self
    }

    /// The `Set-Cookie` header pair for a redirect response.
    pub fn header(&self) -> (HeaderName, String) {
        let value: String = self.value.chars().take(FLASH_LETTERS).collect();
        let (value, undo) = (
            crate::id::hex(value.as_bytes()),
            crate::id::hex(self.undo.as_bytes()),
        );
        let value = format!("{}.{value}.{undo}", self.key);
        let cookie = cookie::set(FLASH_COOKIE, &value, 60);
        (SET_COOKIE, cookie)
    }

    /// The `Set-Cookie` header pair that takes it away.
    pub(super) fn gone() -> (HeaderName, String) {
        (SET_COOKIE, cookie::set(FLASH_COOKIE, "", 0))
    }

    /// Reads the cookie; anything that is not a known key's shape is ignored.
    fn parse(cookie: &str) -> Option<Self> {
        let mut parts = cookie.split('.');
        let key = parts.next()?;
        let plain = key.len() < 60
            && key
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let (value, undo) = (unhex(parts.next()?)?, unhex(parts.next().unwrap_or_default())?);
        // A cookie is what a browser says: only an address of ours is offered as a button.
        let own = undo.is_empty()
            || (undo.starts_with('/')
                && undo
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"/-".contains(&b)));
        (plain && own && !undo.starts_with("//")).then(|| Self {
            key: key.to_owned(),
            value,
            undo,
        })
    }
}

/// The text behind hexadecimal digits.
fn unhex(digits: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    String::from_utf8(bytes?).ok()
}

/// What [`super::layers::identify`] knows about a request.
pub(super) struct VisitorFacts {
    pub(super) person: Option<Person>,
    pub(super) session: Option<String>,
    /// Why nobody could be looked up, when somebody should have been.
    pub(super) unknown: Option<Arc<Error>>,
    pub(super) grant: Option<Grant>,
    pub(super) links: Vec<LinkNotice>,
    pub(super) must_enrol: bool,
    pub(super) notices: Vec<AccessNotice>,
    pub(super) default_locale: Locale,
    pub(super) request_id: String,
    pub(super) address: String,
    pub(super) now: Timestamp,
}

impl Visitor {
    /// From the request's head and what identification found.
    pub(super) fn new(parts: &Parts, found: VisitorFacts) -> Self {
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
        Self(Arc::new(VisitorInner {
            person: found.person,
            session: found.session,
            unknown: found.unknown,
            grant: found.grant,
            links: found.links,
            must_enrol: found.must_enrol,
            notices: found.notices,
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
        self.0.person.as_ref().ok_or_else(|| match self.0.unknown {
            Some(_) => Error::database_away(),
            None => Error::new(ErrorKind::SignInNeeded, "sign-in-needed"),
        })
    }

    /// Why it is not known who this is: they may be signed in but could not be looked up, or there were too many wrong tokens.
    pub fn unknown(&self) -> Option<&Arc<Error>> {
        self.0.unknown.as_ref()
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
    /// What the token opens, when the person came by token.
    pub fn grant(&self) -> Option<&Grant> {
        self.0.grant.as_ref()
    }
    /// What the person is to be told of links with which somebody could enter as them.
    pub fn links(&self) -> &[LinkNotice] {
        &self.0.links
    }
    /// Must the person set a second factor up before anything else?
    pub fn must_enrol(&self) -> bool {
        self.0.must_enrol
    }
    /// What the person is to be told of their own access.
    pub fn notices(&self) -> &[AccessNotice] {
        &self.0.notices
    }
    /// The same request by nobody.
    pub(super) fn as_stranger(&self) -> Self {
        let inner: &VisitorInner = &self.0;
        Self(Arc::new(VisitorInner {
            person: None,
            session: None,
            grant: None,
            links: Vec::new(),
            must_enrol: false,
            notices: Vec::new(),
            ..inner.clone()
        }))
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
    /// The visitor's address, behind trusted proxies too; for the throttle and the log.
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
                VisitorFacts {
                    person: None,
                    session: None,
                    unknown: None,
                    grant: None,
                    links: Vec::new(),
                    must_enrol: false,
                    notices: Vec::new(),
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
            undo: "/snippets/01K0/restore".to_owned(),
        };
        let (_, header) = flash.header();
        let cookie = header.split(';').next().unwrap().strip_prefix("flash=").unwrap();
        assert_eq!(Flash::parse(cookie), Some(flash));
        assert_eq!(Flash::parse("<b>.00"), None);
        assert_eq!(Flash::parse("a.zz"), None);
        let elsewhere = Flash::new("a").undo("//evil.example".to_owned()).header().1;
        let cookie = elsewhere
            .split(';')
            .next()
            .unwrap()
            .strip_prefix("flash=")
            .unwrap();
        assert_eq!(Flash::parse(cookie), None);
    }
}
