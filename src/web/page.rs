//! Pages: askama structs with a `t: PageContext` field, rendered as a whole or as one of their blocks.

use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::{HeaderValue, header, request::Parts};
use axum::response::{IntoResponse, Response};

use super::Visitor;
use super::assets::Assets;
use super::form::Problems;
use crate::auth::{AccessNotice, LinkNotice};
use crate::config::Config;
use crate::error::Error;
use crate::i18n::{Locale, Texts, format};
use crate::id::AccessNoticeId;
use crate::people::{Permission, initials};
use crate::time::{Day, Timestamp};

/// A rendered template. `Html(page)` is the whole page; `Html(page.as_rows())` one block for `X-Fragment`.
#[derive(Debug)]
pub struct Html<T>(pub T);

impl<T: Template> IntoResponse for Html<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => {
                let mut response = axum::response::Html(html).into_response();
                let headers = response.headers_mut();
                headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
                headers.insert(
                    header::VARY,
                    HeaderValue::from_static("X-Fragment, Cookie, Accept-Language"),
                );
                response
            }
            Err(error) => Error::internal(error).into_response(),
        }
    }
}

/// What every page takes from the settings; [`super::layers`] puts it into each request.
#[derive(Debug, Clone)]
pub struct PageSettings(Arc<Settings>);

#[derive(Debug)]
struct Settings {
    company: String,
    zone: jiff::tz::TimeZone,
}

impl PageSettings {
    /// As the settings say.
    pub fn new(config: &Config) -> Self {
        Self(Arc::new(Settings {
            company: config.company.clone(),
            zone: config.time_zone.clone(),
        }))
    }
}

impl Default for PageSettings {
    /// Of no company, in UTC: only a route outside the layers would see it.
    fn default() -> Self {
        Self(Arc::new(Settings {
            company: String::new(),
            zone: jiff::tz::TimeZone::UTC,
        }))
    }
}

/// What a template needs besides its data: texts, person, navigation, asset addresses.
#[derive(Debug, Clone)]
pub struct PageContext(Arc<PageContextInner>);

#[derive(Debug)]
struct PageContextInner {
    visitor: Visitor,
    person: Option<PersonView>,
    assets: &'static Assets,
    settings: PageSettings,
}

/// The signed-in person as the navigation shows them.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// Full name.
    pub name: String,
    /// Two letters for the avatar.
    pub initials: String,
    /// Translation key of the role.
    pub role_key: String,
}

impl PageContext {
    /// For this visitor.
    pub fn new(settings: &PageSettings, visitor: &Visitor) -> Self {
        let person = visitor.person().map(|person| PersonView {
            name: person.name.clone(),
            initials: initials(&person.name),
            role_key: format!("role-{}", person.role),
        });
        Self(Arc::new(PageContextInner {
            person,
            assets: super::assets::assets(),
            settings: settings.clone(),
            visitor: visitor.clone(),
        }))
    }

    /// Who is asking.
    pub fn visitor(&self) -> &Visitor {
        &self.0.visitor
    }
    /// Texts in the visitor's language.
    pub fn texts(&self) -> Texts {
        self.0.visitor.texts()
    }
    /// A text.
    pub fn text(&self, key: &str) -> String {
        self.texts().text(key)
    }
    /// A text with `$n`.
    pub fn count<N: TryInto<i64> + Copy>(&self, key: &str, n: &N) -> String {
        self.texts().count(key, (*n).try_into().unwrap_or(i64::MAX))
    }
    /// A text with one named value.
    pub fn with(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        self.texts().with(key, &[(name, value.to_string())])
    }
    /// A text with two named values.
    pub fn with2(
        &self,
        key: &str,
        name: &str,
        value: impl std::fmt::Display,
        other_name: &str,
        other: impl std::fmt::Display,
    ) -> String {
        self.texts()
            .with(key, &[(name, value.to_string()), (other_name, other.to_string())])
    }
    /// The sentence of a field error's code.
    pub fn error(&self, code: &str) -> String {
        super::failure::field_sentence(self.texts(), code)
    }
    /// The sentence about a field; empty when nothing is wrong with it.
    pub fn problem(&self, errors: impl Problems, field: &str) -> String {
        errors.problem(self, field)
    }
    /// `ru` or `en`.
    pub fn lang(&self) -> &'static str {
        self.locale().as_str()
    }
    /// The visitor's language.
    pub fn locale(&self) -> Locale {
        self.0.visitor.locale()
    }
    /// Address of an asset, e.g. `app.css`, `js/player.js`, with the hash of the contents.
    pub fn asset(&self, path: &str) -> String {
        self.0.assets.url(path)
    }
    /// An icon; markup, insert with `|safe`.
    pub fn icon(&self, name: &str) -> askama::filters::Safe<String> {
        let url = self.0.assets.url("icons.svg");
        askama::filters::Safe(format!(
            "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{url}#{name}\"/></svg>"
        ))
    }
    /// The signed-in person.
    pub fn person(&self) -> Option<&PersonView> {
        self.0.person.as_ref()
    }
    /// May the person do it? For showing or leaving out controls; the route is guarded anyway.
    pub fn can(&self, permission: &str) -> bool {
        let permission: Option<Permission> = permission.parse().ok();
        self.0
            .visitor
            .person()
            .zip(permission)
            .is_some_and(|(person, needed)| person.may(needed))
    }
    /// Has the person this role?
    pub fn is(&self, role: &str) -> bool {
        self.0
            .visitor
            .person()
            .is_some_and(|person| person.role.as_str() == role)
    }
    /// `light`, `dark` or empty.
    pub fn theme(&self) -> &'static str {
        self.0.visitor.theme()
    }
    /// Are single-letter keys on?
    pub fn single_keys(&self) -> bool {
        self.0.visitor.person().is_none_or(|person| person.single_keys)
    }
    /// What the person is to be told of their own access: a sentence each, the newest first.
    pub fn access_notices(&self) -> Vec<String> {
        let line_of = |notice: &AccessNotice| {
            let key = format!("notice-{}", notice.kind);
            let by = notice.by.clone().unwrap_or_else(|| self.text("notice-by-shell"));
            let args = [
                ("when", self.moment(&notice.at)),
                ("browser", self.browser(&notice.user_agent)),
                ("address", notice.address.clone()),
                ("who", by),
            ];
            self.texts().with(&key, &args)
        };
        self.0.visitor.notices().iter().map(line_of).collect()
    }
    /// The newest of them.
    pub fn last_notice(&self) -> Option<&AccessNoticeId> {
        self.0.visitor.notices().first().map(|notice| &notice.id)
    }
    /// «Firefox, Windows» of what a browser says of itself.
    pub fn browser(&self, user_agent: &str) -> String {
        super::agent::words(self.texts(), user_agent)
    }
    /// The company's name.
    pub fn company(&self) -> &str {
        &self.0.settings.0.company
    }
    /// What the person is to be told of links with which somebody could enter as them: a sentence each.
    pub fn link_notices(&self) -> Vec<String> {
        let line_of = |link: &LinkNotice| {
            let (when, nobody) = (self.moment(&link.at), || self.text("audit-actor-shell"));
            match &link.used_from {
                None => self.with2(
                    "links-made",
                    "when",
                    when,
                    "who",
                    link.by.clone().unwrap_or_else(nobody),
                ),
                Some((address, browser)) => self.texts().with(
                    "links-used",
                    &[
                        ("when", when),
                        ("browser", self.browser(browser)),
                        ("address", address.clone()),
                    ],
                ),
            }
        };
        self.0.visitor.links().iter().map(line_of).collect()
    }
    /// A sentence left by the act before.
    pub fn flash(&self) -> Option<String> {
        let flash = self.0.visitor.flash()?;
        self.texts()
            .has(&flash.key)
            .then(|| self.texts().with(&flash.key, &[("value", &flash.value)]))
    }
    /// Where the act before is taken back.
    pub fn flash_undo(&self) -> Option<&str> {
        let flash = self.0.visitor.flash()?;
        (!flash.undo.is_empty()).then_some(flash.undo.as_str())
    }
    /// Path of this page.
    pub fn path(&self) -> &str {
        self.0.visitor.path()
    }
    /// The request's id.
    pub fn request_id(&self) -> &str {
        self.0.visitor.request_id()
    }
    /// «19 ноября».
    pub fn day(&self, day: &Day) -> String {
        format::day(self.locale(), *day, self.today())
    }
    /// «19 ноября, 14:05».
    pub fn moment(&self, at: &Timestamp) -> String {
        format::moment(self.locale(), *at, self.0.visitor.now(), self.zone())
    }
    /// A moment of today by its time alone, «14:05»; any other with its day.
    pub fn soon(&self, at: &Timestamp) -> String {
        let whole = self.moment(at);
        let today = at.day(self.zone()) == self.today();
        whole
            .rsplit_once(", ")
            .filter(|_| today)
            .map_or(whole.clone(), |(_, time)| time.to_owned())
    }
    /// The calendar day of a moment.
    pub fn day_of(&self, at: &Timestamp) -> String {
        self.day(&at.day(self.zone()))
    }
    /// Today in the configured zone.
    pub fn today(&self) -> Day {
        self.0.visitor.now().day(self.zone())
    }
    /// `6:42`.
    pub fn duration(&self, ms: &i64) -> String {
        format::duration(*ms)
    }
    /// `67,08`.
    pub fn number(&self, value: &f64, digits: &usize) -> String {
        format::number(self.locale(), *value, *digits)
    }
    /// «4,2 МБ».
    pub fn bytes(&self, bytes: &i64) -> String {
        format::bytes(self.locale(), *bytes)
    }
    /// The configured time zone.
    pub fn zone(&self) -> &jiff::tz::TimeZone {
        &self.0.settings.0.zone
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PageContext {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let settings = parts.extensions.get::<PageSettings>().cloned();
        Ok(Self::new(&settings.unwrap_or_default(), &visitor))
    }
}
