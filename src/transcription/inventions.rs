//! Sentences that models write where nobody speaks: titles' credits, thanks for watching, endless repetitions.
//!
//! Only whole phrases are dropped, never words out of a phrase. Pure.

use super::engine::Heard;

/// Phrases that are an invention when they begin like this (folded, without punctuation).
const BEGINNINGS: &[&str] = &[
    "субтитры сделал",
    "субтитры создавал",
    "субтитры подготовил",
    "субтитры делал",
    "субтитры добавил",
    "субтитры подогнал",
    "субтитры по",
    "редактор субтитров",
    "корректор",
    "dimatorzok",
    "subtitles by",
    "transcript by",
    "amara org",
];
/// Phrases that are an invention when they are all that was said.
const WHOLE: &[&str] = &[
    "продолжение следует",
    "спасибо за просмотр",
    "спасибо за просмотр и до новых встреч",
    "спасибо за внимание",
    "подписывайтесь на канал",
    "подписывайтесь на мой канал",
    "подпишитесь на канал",
    "ставьте лайки",
    "ставьте лайки и подписывайтесь на канал",
    "до новых встреч",
    "субтитры",
    "музыка",
    "веселая музыка",
    "спокойная музыка",
    "тревожная музыка",
    "напряженная музыка",
    "музыкальная заставка",
    "аплодисменты",
    "динамичная музыка",
    "телефонный звонок",
    "thank you for watching",
    "thanks for watching",
    "please subscribe",
    "subscribe to the channel",
    "music",
    "applause",
    "you",
];
/// Below this certainty, a phrase where the model itself doubts that there is speech is dropped.
const DOUBTFUL_P: f32 = 0.35;
/// The model doubts that there is speech from here on.
const DOUBTFUL_SPEECH: f32 = 0.6;
/// So often the same few words in a row mean that the model runs in a circle.
const REPEATS: usize = 4;

/// What was really said.
pub fn without_inventions(mut heard: Vec<Heard>) -> Vec<Heard> {
    heard.retain(|phrase| !is_invention(phrase));
    for phrase in &mut heard {
        stop_circling(phrase);
    }
    let mut kept: Vec<Heard> = Vec::with_capacity(heard.len());
    for phrase in heard {
        let text = folded(&phrase);
        let repeated = kept
            .iter()
            .rev()
            .take_while(|before| folded(before) == text)
            .count();
        // «Да. Да. Да.» is how people talk; a long sentence three times is not.
        if repeated >= 2 && phrase.words.len() > 2 {
            continue;
        }
        kept.push(phrase);
    }
    kept
}

fn is_invention(phrase: &Heard) -> bool {
    let text = folded(phrase);
    if text.is_empty() || WHOLE.contains(&text.as_str()) || BEGINNINGS.iter().any(|it| text.starts_with(it)) {
        return true;
    }
    let mean = phrase.words.iter().map(|word| word.p).sum::<f32>() / phrase.words.len() as f32;
    phrase.no_speech > DOUBTFUL_SPEECH && mean < DOUBTFUL_P
}

/// Cuts «ну вот ну вот ну вот ну вот…» after its second round.
fn stop_circling(phrase: &mut Heard) {
    let words: Vec<String> = phrase.words.iter().map(|word| fold(&word.text)).collect();
    for length in 1..=4 {
        let mut start = 0;
        while start + length * REPEATS <= words.len() {
            let rounds = words[start..]
                .chunks_exact(length)
                .take_while(|c| *c == &words[start..start + length])
                .count();
            // Single words are said three times in earnest («да-да, да, да»), so give them more rounds.
            if rounds >= if length == 1 { REPEATS * 2 } else { REPEATS } {
                phrase.words.drain(start + 2 * length..start + rounds * length);
                return;
            }
            start += 1;
        }
    }
}

fn folded(phrase: &Heard) -> String {
    let words: Vec<String> = phrase
        .words
        .iter()
        .map(|word| fold(&word.text))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn fold(text: &str) -> String {
    let letters = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect::<String>();
    letters
        .to_lowercase()
        .replace('ё', "е")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::engine::HeardWord;
    use super::*;

    fn phrase(text: &str, p: f32, no_speech: f32) -> Heard {
        let words = text
            .split(' ')
            .map(|text| HeardWord {
                start_ms: 0,
                end_ms: 0,
                text: text.to_owned(),
                p,
            })
            .collect();
        Heard { words, no_speech }
    }

    fn kept(phrases: &[(&str, f32, f32)]) -> Vec<String> {
        without_inventions(
            phrases
                .iter()
                .map(|(text, p, no)| phrase(text, *p, *no))
                .collect(),
        )
        .iter()
        .map(|it| {
            it.words
                .iter()
                .map(|w| w.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
    }

    #[test]
    fn credits_and_thanks_are_dropped() {
        let said = kept(&[
            ("Субтитры сделал DimaTorzok", 0.9, 0.1),
            ("Редактор субтитров А.Семкин", 0.9, 0.1),
            ("Продолжение следует...", 0.99, 0.0),
            ("Спасибо за просмотр!", 0.99, 0.0),
            ("Спасибо за просмотр каталога, он у вас?", 0.8, 0.0),
            ("...", 0.8, 0.0),
        ]);
        assert_eq!(said, ["Спасибо за просмотр каталога, он у вас?"]);
    }

    #[test]
    fn doubtful_noise_is_dropped_and_doubtful_speech_is_not() {
        assert_eq!(
            kept(&[("Тихо говорит", 0.2, 0.9), ("Тихо говорит", 0.8, 0.9)]),
            ["Тихо говорит"]
        );
    }

    #[test]
    fn circles_are_cut_and_back_channels_stay() {
        let circle = "я не знаю ".repeat(9) + "всё";
        assert_eq!(kept(&[(&circle, 0.9, 0.0)]), ["я не знаю я не знаю всё"]);
        assert_eq!(
            kept(&[("Да, да, да, конечно.", 0.9, 0.0)]),
            ["Да, да, да, конечно."]
        );
        assert_eq!(kept(&[("Да.", 0.9, 0.0); 4]).len(), 4);
        assert_eq!(
            kept(&[("Оставьте сообщение после сигнала.", 0.9, 0.0); 5]).len(),
            2
        );
    }
}
