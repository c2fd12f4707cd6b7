//! A name for a file out of a title: Russian letters by sound, words with hyphens. Pure.

use crate::playbook::Slug;

/// Letters of a suggested name at most; people may choose a longer one.
const LETTERS: usize = 48;

/// Suggests a name that `taken` does not know; nothing when the title has no letter that can be written in Latin.
pub fn suggest(title: &str, taken: impl Fn(&Slug) -> bool) -> Option<Slug> {
    let mut name = String::new();
    for word in latin(title).split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        let longer = name.len() + 1 + word.len() > LETTERS;
        if longer && !name.is_empty() {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&word[..word.len().min(LETTERS)]);
    }
    let first: Slug = name.parse().ok()?;
    if !taken(&first) {
        return Some(first);
    }
    (2..1_000)
        .filter_map(|number| format!("{name}-{number}").parse().ok())
        .find(|slug| !taken(slug))
}

/// The text in small letters, Russian ones by sound.
pub fn latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.to_lowercase().chars() {
        out.push_str(match letter {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' | 'ё' | 'э' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' => "i",
            'й' | 'ы' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "h",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "sch",
            'ю' => "yu",
            'я' => "ya",
            // Signs without a sound, and the apostrophe inside an English word.
            'ъ' | 'ь' | '\'' | '’' => "",
            _ => {
                out.push(letter);
                continue;
            }
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slug(title: &str) -> String {
        suggest(title, |_| false).map_or_else(String::new, |slug| slug.to_string())
    }

    #[test]
    fn titles_become_names() {
        assert_eq!(slug("А чё так дорого?"), "a-che-tak-dorogo");
        assert_eq!(slug("Ещё подъём: НДС 20 %"), "esche-podem-nds-20");
        assert_eq!(slug("I don't need it"), "i-dont-need-it");
        assert_eq!(slug("«…»"), "");
        let long = slug("Клиент говорит, что подумает и перезвонит сам после праздников");
        assert_eq!(long, "klient-govorit-chto-podumaet-i-perezvonit-sam");
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let taken = ["dorogo", "dorogo-2"];
        let found = suggest("Дорого", |slug| taken.contains(&slug.as_str()));
        assert_eq!(found.unwrap().as_str(), "dorogo-3");
    }

    proptest! {
        #[test]
        fn any_title_gives_a_name_or_none(title in "\\PC{0,120}") {
            if let Some(slug) = suggest(&title, |_| false) {
                prop_assert!(slug.as_str().len() <= LETTERS);
            }
        }
    }
}
