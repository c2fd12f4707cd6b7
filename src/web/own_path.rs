//! Addresses that come in from outside and that somebody is sent to afterwards: `next`, `back`.
//!
//! Decides what a place of this site is, by the rules browsers read addresses with: they take tabs and line ends out,
//! read `\` as `/`, fold `..` away. What remains is written anew from what was understood, so that the browser cannot
//! understand anything else. An address that leads elsewhere is no error: it is the first page.

use serde::{Deserialize, Deserializer};
use url::Url;

/// The longest address taken back, bytes: proxies refuse answers with longer headers.
const LONGEST: usize = 2_000;
/// Stands for this site while an address is read; no site can have this name.
const HERE: &str = "http://here.invalid/";

/// A path of this site, with its query and fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPath(String);

impl OwnPath {
    /// Reads an address; nothing when it leads elsewhere or cannot be sent back.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.starts_with('/') || text.len() > LONGEST || text.contains(char::is_control) {
            return None;
        }
        let here = Url::parse(HERE).ok()?;
        let meant = here.join(text).ok()?;
        let own = meant[url::Position::BeforePath..].to_owned();
        // `/.//elsewhere` stays here as it is read, but not as it is written afterwards.
        let stays = |url: &Url| {
            url.origin() == here.origin() && url.username().is_empty() && url.password().is_none()
        };
        let again = here.join(&own).ok()?;
        (stays(&meant) && stays(&again) && own.len() <= LONGEST).then_some(Self(own))
    }

    /// For a `Location` or a form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without query and fragment.
    pub fn path(&self) -> &str {
        self.0.split(['?', '#']).next().unwrap_or("/")
    }
}

impl Default for OwnPath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl std::fmt::Display for OwnPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for OwnPath {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Ok(Self::parse(&text).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_of_this_site_are_kept() {
        for (text, kept) in [
            ("/recordings?state=ready", "/recordings?state=ready"),
            (
                "/search?q=дорого#t-100",
                "/search?q=%D0%B4%D0%BE%D1%80%D0%BE%D0%B3%D0%BE#t-100",
            ),
            ("/a/../recordings", "/recordings"),
            ("/search?q=//evil.example", "/search?q=//evil.example"),
            ("/", "/"),
        ] {
            assert_eq!(OwnPath::parse(text).unwrap().as_str(), kept);
        }
        assert_eq!(OwnPath::parse("/recordings?a#b").unwrap().path(), "/recordings");
    }

    #[test]
    fn everything_else_is_elsewhere() {
        for text in [
            "//evil.example",
            "///evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r\n/evil.example",
            "/\0",
            "/.//evil.example",
            "/..//evil.example",
            "/a/..//evil.example",
            "/%2e//evil.example",
            "/.\\/evil.example",
            "/\u{2028}\u{85}",
            "",
            "recordings",
            " /recordings",
            "javascript:alert(1)",
            "@evil.example",
        ] {
            assert_eq!(OwnPath::parse(text), None, "{text:?}");
        }
        assert_eq!(OwnPath::parse(&format!("/{}", "a".repeat(3_000))), None);
        let read: OwnPath = serde_json::from_str("\"//evil.example\"").unwrap();
        assert_eq!(read, OwnPath::default());
    }

    proptest! {
        #[test]
        fn no_text_leads_away(text in "[/\\\\.%a-f0-9@:?#\\t\\n\\x00\u{a0}／⁄∕。 -]{0,24}") {
            if let Some(own) = OwnPath::parse(&text) {
                let at = Url::parse("https://sales.example:8443/sign-in?next=x").unwrap();
                prop_assert_eq!(at.join(own.as_str()).unwrap().origin(), at.origin());
                prop_assert!(own.as_str().starts_with('/') && !own.as_str().starts_with("//"));
                prop_assert!(own.as_str().bytes().all(|byte| (0x21..0x7f).contains(&byte)));
            }
        }
    }
}
