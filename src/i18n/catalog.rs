//! The texts themselves: one Fluent bundle per language, parsed once.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Locale;

/// The sources, for the test that compares them with the code.
pub const SOURCES: [(Locale, &str); 2] = [
    (Locale::Ru, include_str!("ru.ftl")),
    (Locale::En, include_str!("en.ftl")),
];

static RU: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load("ru", SOURCES[0].1));
static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load("en", SOURCES[1].1));

fn load(language: &str, source: &str) -> FluentBundle<FluentResource> {
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            tracing::error!(
                ?errors,
                language,
                "a translation file has errors; the broken texts are missing"
            );
            resource
        }
    };
    let mut bundle =
        FluentBundle::new_concurrent(vec![language.parse::<LanguageIdentifier>().unwrap_or_default()]);
    // Isolation marks would show up in titles, file names and tests.
    bundle.set_use_isolating(false);
    if let Err(errors) = bundle.add_resource(resource) {
        tracing::error!(?errors, "a translation file defines a text twice");
    }
    bundle
}

/// The texts of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts(pub Locale);

impl Texts {
    /// The text for `key`; the key itself when it is missing (a test keeps that from happening).
    pub fn text(self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text with `$n` for a count; Fluent picks the plural form.
    pub fn count(self, key: &str, n: i64) -> String {
        let mut args = FluentArgs::new();
        args.set("n", n);
        self.format(key, Some(&args))
    }

    /// The text with named values. A value that is a whole number takes part in plural forms.
    pub fn with<V: AsRef<str>>(self, key: &str, values: &[(&str, V)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            let value = value.as_ref();
            match value.parse::<i64>() {
                Ok(number) if number.to_string() == value => args.set(*name, number),
                _ => args.set(*name, FluentValue::from(value.to_owned())),
            }
        }
        self.format(key, Some(&args))
    }

    /// Is there a text for `key`?
    pub fn has(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self.0 {
            Locale::Ru => &RU,
            Locale::En => &EN,
        }
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::warn!(key, locale = %self.0, "text is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, args, &mut errors).into_owned()
    }
}
