//! How long guessing a password takes, by what guessers try first: words, names, keys in a row, dates, repetitions.
//!
//! Decides that a password is read in three ways and the worst one counts: as it was typed, and by its keys on the Latin and
//! on the Russian keyboard, for «gfhjkm» is «пароль» with the wrong layout and «йцукен» is qwerty. Guessing is reckoned by
//! zxcvbn at ten thousand guesses a second, what somebody with the stolen database and good machines does against our hash.
//! Leaves to [`super`] from where on a password is accepted.

use zxcvbn::feedback::Warning;
use zxcvbn::zxcvbn;

/// What somebody who guesses knows of the person.
#[derive(Debug, Clone, Copy, Default)]
pub struct GuesserKnowledge<'a> {
    /// Sign-in name.
    pub login: &'a str,
    /// Full name.
    pub name: &'a str,
    /// The company's name.
    pub company: &'a str,
}

crate::db::text_enum! {
    /// How long guessing takes.
    pub enum Strength {
        /// Among the first guesses, or nearly.
        Minutes = "minutes",
        /// Within a day.
        Hours = "hours",
        /// Within months.
        Days = "days",
        /// Within a century.
        Years = "years",
        /// Longer.
        Ages = "ages",
    }
}

impl Strength {
    /// Of so many guesses, as a power of ten.
    fn from_guesses(guesses_log10: f64) -> Self {
        match guesses_log10 {
            few if few < 6.5 => Self::Minutes,
            few if few < 8.5 => Self::Hours,
            some if some < 11.0 => Self::Days,
            many if many < 13.5 => Self::Years,
            _ => Self::Ages,
        }
    }

    /// Is it accepted?
    pub const fn is_enough(self) -> bool {
        matches!(self, Self::Days | Self::Years | Self::Ages)
    }

    /// For the colour beside the words.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Minutes | Self::Hours => "bad",
            Self::Days => "warn",
            Self::Years | Self::Ages => "good",
        }
    }
}

crate::db::text_enum! {
    /// What makes it weak.
    pub enum Weakness {
        /// A word or a common password alone.
        Word = "word",
        /// A name, of this person or any other.
        Name = "name",
        /// Keys in a row.
        Keys = "keys",
        /// The same again and again.
        Repeat = "repeat",
        /// abc, 1234.
        Sequence = "sequence",
        /// A date or a year.
        Date = "date",
        /// Too little of everything.
        Short = "short",
    }
}

/// What is said of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// How long guessing takes.
    pub strength: Strength,
    /// What makes it weak, when it is.
    pub weakness: Option<Weakness>,
}

/// Words that Russian passwords are made of, the commonest first. Names and words of love, animals, football, the month.
const RUSSIAN: &str = "пароль привет любовь солнышко котенок кошка собака наташа марина светлана анастасия настя екатерина катя \
    александр саша сергей дмитрий дима андрей алексей алёша максим михаил миша николай коля владимир вова виктория вика \
    ольга елена лена ирина юлия юля татьяна таня анна мария маша дарья даша кристина ксения оксана людмила галина надежда \
    вероника валентина полина алина диана карина евгения евгений женя иван роман руслан денис антон артем артём игорь олег \
    павел юрий виктор виталий константин вадим кирилл никита данил данила ярослав станислав владислав богдан тимур рустам \
    зайка зайчик рыбка лапочка малыш малышка ангел ангелочек красотка принцесса королева король звезда счастье жизнь мечта \
    мама папа мамочка семья дети дочка сынок бабушка дедушка россия москва спартак динамо зенит локомотив футбол хоккей \
    чемпион победа марсель черный белый красный зеленый золото серебро бриллиант доллар деньги компьютер интернет телефон \
    машина мерседес самсунг секрет доступ админ администратор вход войти пользователь менеджер продажи директор работа \
    ромашка роза сирень весна лето осень зима январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь \
    понедельник вторник среда четверг пятница суббота воскресенье медведь тигр волк дракон лошадка бабочка снежинка дождь \
    шоколад конфетка клубника вишенка банан апельсин яблоко картошка пельмени хорошо отлично здравствуйте добрый день \
    раз два три один четыре пять шесть семь восемь девять десять вера надежда ладно нормально самолет космос музыка гитара";

/// The same keys on the other keyboard.
const KEYS: [(&str, &str); 2] = [
    (
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
        "йцукенгшщзхъфывапролджэячсмитьбюё",
    ),
    (
        "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~",
        "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ",
    ),
];

/// The password as the same keys write it on the Latin keyboard.
pub(super) fn by_latin_keys(text: &str) -> String {
    text.chars().map(|letter| other_key(letter, true)).collect()
}

/// The password as the same keys write it on the Russian keyboard.
fn by_russian_keys(text: &str) -> String {
    text.chars().map(|letter| other_key(letter, false)).collect()
}

fn other_key(letter: char, to_latin: bool) -> char {
    let found = KEYS.iter().find_map(|(latin, russian)| {
        let (from, to) = if to_latin {
            (russian, latin)
        } else {
            (latin, russian)
        };
        let place = from.chars().position(|key| key == letter)?;
        to.chars().nth(place)
    });
    found.unwrap_or(letter)
}

/// Reckons how long it takes; some milliseconds of work.
pub fn estimate(password: &str, about: &GuesserKnowledge<'_>) -> Estimate {
    let own = [about.login, about.name, about.company, "salesbook"];
    let own: Vec<&str> = own
        .into_iter()
        .chain(
            own.into_iter()
                .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric())),
        )
        .filter(|word| word.chars().count() > 2)
        .collect();
    let known: Vec<&str> = own.iter().copied().chain(RUSSIAN.split_whitespace()).collect();
    let readings = [
        password.to_owned(),
        by_latin_keys(password),
        by_russian_keys(password),
    ];
    let reckoned = readings.iter().map(|reading| (reading, zxcvbn(reading, &known)));
    let worst = reckoned.min_by(|(_, a), (_, b)| a.guesses_log10().total_cmp(&b.guesses_log10()));
    let Some((reading, worst)) = worst else {
        return Estimate {
            strength: Strength::Minutes,
            weakness: Some(Weakness::Short),
        };
    };
    let strength = Strength::from_guesses(worst.guesses_log10());
    let weakness = (!strength.is_enough()).then(|| {
        let warning = worst.feedback().and_then(zxcvbn::feedback::Feedback::warning);
        warning.map_or_else(|| weakness_by_words(reading, &own), weakness_of)
    });
    Estimate { strength, weakness }
}

/// What is weak about something that the reckoner has no warning for: it does not say which words were ours.
fn weakness_by_words(reading: &str, own: &[&str]) -> Weakness {
    let folded = reading.to_lowercase();
    if own.iter().any(|word| folded.contains(&word.to_lowercase())) {
        Weakness::Name
    } else if RUSSIAN.split_whitespace().any(|word| folded.contains(word)) {
        Weakness::Word
    } else {
        Weakness::Short
    }
}

const fn weakness_of(warning: Warning) -> Weakness {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            Weakness::Keys
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            Weakness::Repeat
        }
        Warning::SequencesLikeAbcAreEasyToGuess => Weakness::Sequence,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => Weakness::Date,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => Weakness::Name,
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword
        | Warning::AWordByItselfIsEasyToGuess => Weakness::Word,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ABOUT: GuesserKnowledge<'static> = GuesserKnowledge {
        login: "a.kuznetsova",
        name: "Анна Кузнецова",
        company: "Ярус",
    };

    fn strength(password: &str) -> Strength {
        estimate(password, &ABOUT).strength
    }

    #[test]
    fn what_is_guessed_first_is_weak_on_whatever_keyboard() {
        for weak in [
            "пароль2024",
            "gfhjkm2024",
            "Солнышко123",
            "cjkysirj123",
            "йцукен12345",
            "зфыыцщкв123",
            "любовьлюбовь",
            "Анна Кузнецова",
            "fyyfrepytwjdf",
            "kuznetsova2026",
            "Ярус2026Ярус",
            "password2024!",
            "01.01.1990!",
        ] {
            assert!(
                !strength(weak).is_enough(),
                "{weak}: {:?}",
                estimate(weak, &ABOUT)
            );
        }
    }

    #[test]
    fn a_few_words_in_a_row_are_enough() {
        for good in [
            "стойка балка ярус",
            "четыре обычных слова подряд",
            "Kq7#vT2m!xP9z",
            "лошадь скрепка батарея",
        ] {
            assert!(strength(good).is_enough(), "{good}: {:?}", estimate(good, &ABOUT));
        }
    }

    #[test]
    fn the_reason_is_said() {
        assert_eq!(estimate("qwertyuiop", &ABOUT).weakness, Some(Weakness::Word));
        assert_eq!(estimate("aaaaaaaaaaaa", &ABOUT).weakness, Some(Weakness::Repeat));
        assert_eq!(estimate("fyyfrepytwjdf", &ABOUT).weakness, Some(Weakness::Name));
        assert_eq!(estimate("cjkysirj123", &ABOUT).weakness, Some(Weakness::Word));
        assert_eq!(estimate("01.01.1990!", &ABOUT).weakness, Some(Weakness::Date));
        assert_eq!(estimate("стойка балка ярус", &ABOUT).weakness, None);
    }

    proptest! {
        #[test]
        fn keys_lead_there_and_back(text in "[a-z,.;']{0,30}") {
            prop_assert_eq!(by_latin_keys(&by_russian_keys(&text)), text);
        }

        #[test]
        fn nothing_takes_it_by_surprise(text in "\\PC{0,40}") {
            let _ = estimate(&text, &ABOUT);
        }
    }
}
