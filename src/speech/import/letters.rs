//! How a text file is encoded: UTF-8 or UTF-16 by its mark, plain UTF-8, or one of the one-byte encodings of Russian.
//!
//! The one-byte encodings hold the same letters in other places, so that each reads as nonsense in the others: the one in
//! which letters are as common as in Russian is right. Line ends become `\n`.

use encoding_rs::{Encoding, IBM866, KOI8_R, WINDOWS_1251};

use super::ImportError;

/// Letters of Russian with how often each stands among a thousand.
const OFTEN: [(char, f64); 33] = [
    ('о', 110.0),
    ('е', 85.0),
    ('а', 80.0),
    ('и', 74.0),
    ('н', 67.0),
    ('т', 63.0),
    ('с', 55.0),
    ('р', 47.0),
    ('в', 45.0),
    ('л', 44.0),
    ('к', 35.0),
    ('м', 32.0),
    ('д', 30.0),
    ('п', 28.0),
    ('у', 26.0),
    ('я', 20.0),
    ('ы', 19.0),
    ('ь', 17.0),
    ('г', 17.0),
    ('з', 16.0),
    ('б', 16.0),
    ('ч', 14.0),
    ('й', 12.0),
    ('х', 10.0),
    ('ж', 9.0),
    ('ш', 7.0),
    ('ю', 6.0),
    ('ц', 5.0),
    ('щ', 4.0),
    ('э', 3.0),
    ('ф', 3.0),
    ('ё', 1.0),
    ('ъ', 0.4),
];
/// Signs of printed Russian that tell nothing.
const MARKS: &str = "«»„“”‘’—–…№§°©•±×\u{a0}\u{ad}";
/// How often anything else stands there: letters of other alphabets, lines of tables.
const NEVER: f64 = 0.1;
/// What a capital after a small letter of the same word takes away: nobody writes so.
const ODD_CASE: f64 = 4.0;
/// Russian is at about 3.9, letters drawn by lot are at 2.8.
const LEAST_LIKE: f64 = 2.4;

/// The text of a file, without marks.
pub(super) fn decode(bytes: &[u8]) -> Result<String, ImportError> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => {
            let (text, _, damaged) = encoding.decode(bytes);
            if damaged {
                return Err(ImportError::Encoding(line_of(&text, char::REPLACEMENT_CHARACTER)));
            }
            text.into_owned()
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => one_byte(bytes)?,
        },
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // A zero letter is in no text; it is what UTF-16 without its mark looks like.
    if text.contains('\0') {
        return Err(ImportError::Encoding(line_of(&text, '\0')));
    }
    Ok(text)
}

fn one_byte(bytes: &[u8]) -> Result<String, ImportError> {
    let refused = || ImportError::Encoding(first_bad_line(bytes));
    if is_damaged_utf8(bytes) {
        return Err(refused());
    }
    let candidates = [WINDOWS_1251, KOI8_R, IBM866].map(|encoding| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        (likeness(&text), text)
    });
    // Of equals the first: without a single Russian letter only dashes and quotes are at stake, and those are in it.
    let mut best: Option<(f64, _)> = None;
    for (like, text) in candidates {
        if best.as_ref().is_none_or(|(most, _)| like > *most) {
            best = Some((like, text));
        }
    }
    match best {
        Some((like, text)) if like >= LEAST_LIKE && !text.contains(char::REPLACEMENT_CHARACTER) => {
            Ok(text.into_owned())
        }
        _ => Err(refused()),
    }
}

/// How much what is outside ASCII is like Russian: the mean logarithm of how common they are.
fn likeness(text: &str) -> f64 {
    let (mut letters, mut sum) = (0_u32, 0.0);
    let mut before = ' ';
    for letter in text.chars() {
        if !letter.is_ascii() && !MARKS.contains(letter) {
            let small = letter.to_lowercase().next().unwrap_or(letter);
            let often = OFTEN.iter().find(|(it, _)| *it == small);
            letters += 1;
            sum += often.map_or(NEVER, |(_, often)| *often).ln();
            if letter.is_uppercase() && before.is_lowercase() {
                sum -= ODD_CASE;
            }
        }
        before = letter;
    }
    if letters == 0 {
        f64::MAX
    } else {
        sum / f64::from(letters)
    }
}

/// Mostly good UTF-8 with a few broken places, not another encoding.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad * 4
}

fn first_bad_line(bytes: &[u8]) -> usize {
    let good = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
    bytes[..good].split(|byte| *byte == b'\n').count()
}

fn line_of(text: &str, wanted: char) -> usize {
    text.split(wanted)
        .next()
        .unwrap_or_default()
        .matches('\n')
        .count()
        + 1
}
