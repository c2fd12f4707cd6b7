//! Languages: Russian first, English second.
//!
//! Decides which language a visitor reads (their own choice, then the cookie, then Accept-Language) and where a text
//! comes from: `ru.ftl` and `en.ftl`, embedded. A test walks templates and sources and fails on a missing, unused or
//! differently parameterised key.
//!
//! A key begins with the first word of the URL on which its text is read (`people-…`, `jobs-…`), which is nearly always the
//! name of the folder too; where the two differ (`accounts`, `operations`) the URL decides, because a stranger sees that one.

mod catalog;
pub mod format;

pub use catalog::{SOURCES, Texts};

crate::db::text_enum! {
    /// A language of the interface.
    pub enum Locale {
        /// Русский.
        Ru = "ru",
        /// English.
        En = "en",
    }
}

impl Locale {
    /// The language's own name.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ru => "Русский",
            Self::En => "English",
        }
    }

    /// The first language of an Accept-Language header that we have, by weight; Russian when there is none.
    pub fn from_accept_language(header: &str) -> Self {
        let mut wishes: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|wish| {
                let mut parts = wish.trim().split(';');
                let tag = parts.next()?.trim().split('-').next()?.to_ascii_lowercase();
                let weight = parts
                    .find_map(|p| p.trim().strip_prefix("q=")?.parse().ok())
                    .unwrap_or(1.0_f32);
                Some((weight, tag.parse().ok()?))
            })
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.first().map_or(Self::Ru, |wish| wish.1)
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn the_heaviest_known_language_wins() {
        assert_eq!(
            Locale::from_accept_language("en-GB,en;q=0.9,ru;q=0.8"),
            Locale::En
        );
        assert_eq!(
            Locale::from_accept_language("de, ru-RU;q=0.4, en;q=0.2"),
            Locale::Ru
        );
        assert_eq!(Locale::from_accept_language("de"), Locale::Ru);
        assert_eq!(Locale::from_accept_language(""), Locale::Ru);
    }
}
