//! Whole texts that may have been meant instead of what was typed.
//!
//! Decides which they are: the other keyboard layout both ways, Latin letters for Russian sounds. Each is a question of its
//! own ([`super::question`]), asked only where the book and the language know more of its words than of the typed ones, and
//! merged with the typed one, never put in its place. Slips and other words for the same thing are wordings of single words,
//! not texts. Pure.

crate::db::text_enum! {
    /// By which reading something was found.
    pub enum QueryReading {
        /// As typed.
        Typed = "typed",
        /// The keyboard stood in the other layout: `ljhjuj` for «дорого».
        Layout = "layout",
        /// Latin letters for Russian sounds: `dorogo`.
        Transliterated = "transliterated",
        /// One letter off, two in a long word.
        Misspelt = "misspelt",
        /// Other words for the same thing, as the trainer wrote them down.
        Synonym = "synonym",
    }
}

/// A text that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// How it came about.
    pub reading: QueryReading,
    /// The text.
    pub text: String,
}

/// The keys of both layouts in the same order.
const LATIN_KEYS: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~{}:\"<>";
const CYRILLIC_KEYS: &str = "ёйцукенгшщзхъфывапролджэячсмитьбю.ёхъжэбю";

/// Letters for sounds, longest first.
const SOUNDS: &[(&str, &str)] = &[
    ("shch", "щ"),
    ("iya", "ия"),
    ("iyu", "ию"),
    ("sch", "щ"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("tz", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("yo", "е"),
    ("jo", "е"),
    ("yu", "ю"),
    ("ju", "ю"),
    ("ya", "я"),
    ("ja", "я"),
    ("ye", "е"),
    ("je", "е"),
    ("iy", "ий"),
    ("ij", "ий"),
    ("yy", "ый"),
    ("yj", "ый"),
    ("ck", "к"),
    ("a", "а"),
    ("b", "б"),
    ("c", "ц"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "й"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "к"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "кс"),
    ("z", "з"),
    ("'", "ь"),
];

/// What `typed` may have meant besides itself, the likeliest first.
pub fn other_texts(typed: &str) -> Vec<Alternative> {
    let mut found: Vec<Alternative> = Vec::new();
    let layouts = [cyrillic_layout(typed), latin_layout(typed)];
    let layouts = layouts.into_iter().map(|text| (QueryReading::Layout, text));
    let sounds = [("щ", "ц"), ("сч", "ц"), ("щ", "тс"), ("сч", "тс")];
    let sounds = sounds.map(|(sch, ts)| (QueryReading::Transliterated, by_sound(typed, sch, ts)));
    for (reading, text) in layouts.chain(sounds) {
        if let Some(text) = text
            && found.iter().all(|it| it.text != text)
        {
            found.push(Alternative { reading, text });
        }
    }
    found
}

/// As if the keyboard had stood in the Russian layout; nothing when there is no Latin letter.
fn cyrillic_layout(typed: &str) -> Option<String> {
    if !typed.chars().any(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    Some(by_keys(typed, LATIN_KEYS, CYRILLIC_KEYS))
}

/// As if the keyboard had stood in the Latin layout; nothing when there is a Latin letter or no Cyrillic one.
fn latin_layout(typed: &str) -> Option<String> {
    let cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{4ff}');
    if !typed.chars().any(cyrillic) || typed.chars().any(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    Some(by_keys(typed, CYRILLIC_KEYS, LATIN_KEYS))
}

fn by_keys(typed: &str, from: &str, to: &str) -> String {
    typed
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| {
            let at = from.chars().position(|key| key == letter);
            at.and_then(|at| to.chars().nth(at)).unwrap_or(letter)
        })
        .collect()
}

/// Latin letters read as Russian sounds, «sch» and «ts» as given; nothing when there is no Latin letter, or none to differ in.
fn by_sound(typed: &str, sch: &str, ts: &str) -> Option<String> {
    let low = typed.to_lowercase();
    let differs = (sch == "щ" || low.contains("sch")) && (ts == "ц" || low.contains("ts"));
    if !differs || !low.chars().any(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    let mut out = String::with_capacity(low.len() * 2);
    let mut rest = low.as_str();
    while let Some(letter) = rest.chars().next() {
        let sound = SOUNDS.iter().find(|(latin, _)| rest.starts_with(latin));
        let after_vowel = out.ends_with(['а', 'е', 'и', 'о', 'у', 'э', 'ю', 'я']);
        let (taken, cyrillic) = match sound {
            Some(("sch", _)) => (3, sch),
            Some(("ts", _)) => (2, ts),
            Some((latin, cyrillic)) => (latin.len(), *cyrillic),
            None if letter == 'y' => (1, if after_vowel { "й" } else { "ы" }),
            None => {
                out.push(letter);
                rest = &rest[letter.len_utf8()..];
                continue;
            }
        };
        out.push_str(cyrillic);
        rest = &rest[taken..];
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(typed: &str) -> Vec<(QueryReading, String)> {
        let texts = other_texts(typed).into_iter();
        texts.map(|it| (it.reading, it.text)).collect()
    }

    fn holds(typed: &str, reading: QueryReading, text: &str) {
        let found = read(typed);
        assert!(found.contains(&(reading, text.to_owned())), "{typed}: {found:?}");
    }

    #[test]
    fn the_other_layout_is_read_both_ways() {
        holds("ljhjuj", QueryReading::Layout, "дорого");
        holds(",ele", QueryReading::Layout, "буду");
        holds("зкшсу", QueryReading::Layout, "price");
        holds("ljh", QueryReading::Layout, "дор");
    }

    #[test]
    fn latin_letters_are_read_by_sound() {
        for (typed, text) in [
            ("dorogo", "дорого"),
            ("schet", "счет"),
            ("podumayu", "подумаю"),
            ("predlozhenie", "предложение"),
            ("otsrochka", "отсрочка"),
            ("kakoy bystryy", "какой быстрый"),
        ] {
            holds(typed, QueryReading::Transliterated, text);
        }
    }

    #[test]
    fn russian_is_no_sound_of_anything() {
        assert_eq!(read("дорого"), [(QueryReading::Layout, "ljhjuj".to_owned())]);
        assert_eq!(read("100"), []);
    }

    proptest! {
        #[test]
        fn any_text_is_read(typed in "\\PC{0,60}") {
            prop_assert!(read(&typed).len() <= 6);
        }

        #[test]
        fn layouts_are_each_others_reverse(word in "[а-я]{1,12}") {
            let latin = latin_layout(&word).unwrap();
            if latin.chars().any(|letter| letter.is_ascii_alphabetic()) {
                prop_assert_eq!(cyrillic_layout(&latin).unwrap(), word);
            }
        }
    }
}
