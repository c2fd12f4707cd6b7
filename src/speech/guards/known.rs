//! Sentences that models learnt from films' subtitles and write over silence and music. Whole phrases only: a manager
//! who says «спасибо за внимание, подскажите…» has said it.

use super::{FilteredReason, folded};
use crate::speech::engine::HeardPhrase;

/// Phrases that are an invention when they begin like this (folded, without punctuation).
const BEGINNINGS: &[&str] = &[
    "субтитры сделал",
    "субтитры создавал",
    "субтитры подготовил",
    "субтитры делал",
    "субтитры добавил",
    "субтитры подогнал",
    "субтитры по",
    "субтитры и перевод",
    "редактор субтитров",
    "корректор а",
    "корректор субтитров",
    "озвучено по заказу",
    "перевод и озвучка",
    "dimatorzok",
    "subtitles by",
    "subtitled by",
    "captions by",
    "transcript by",
    "transcribed by",
    "transcription by",
    "translated by",
    "amara org",
];
/// Phrases that are an invention when they are all that was said.
const WHOLE: &[&str] = &[
    "продолжение следует",
    "спасибо за просмотр",
    "спасибо за просмотр и до новых встреч",
    "спасибо за просмотр этого видео",
    "всем спасибо за просмотр",
    "благодарю за просмотр",
    "спасибо за подписку",
    "спасибо что смотрели",
    "спасибо что смотрите",
    "подписывайтесь на канал",
    "подписывайтесь на мой канал",
    "подписывайтесь на наш канал",
    "подпишитесь на канал",
    "подписывайся на канал",
    "ставьте лайки",
    "ставьте лайки и подписывайтесь на канал",
    "не забудьте подписаться на канал",
    "увидимся в следующем видео",
    "субтитры",
    "корректор",
    "музыка",
    "веселая музыка",
    "спокойная музыка",
    "тревожная музыка",
    "напряженная музыка",
    "грустная музыка",
    "музыкальная заставка",
    "играет музыка",
    "звучит музыка",
    "аплодисменты",
    "динамичная музыка",
    "интригующая музыка",
    "телефонный звонок",
    "звонок телефона",
    "thank you for watching",
    "thanks for watching",
    "thank you for watching this video",
    "thank you so much for watching",
    "please subscribe",
    "please subscribe to my channel",
    "like and subscribe",
    "dont forget to subscribe",
    "don t forget to subscribe",
    "subscribe to the channel",
    "see you in the next video",
    "music",
    "music playing",
    "upbeat music",
    "soft music",
    "phone ringing",
    "applause",
    "laughter",
    "blank audio",
    "you",
];

/// Phrases that people say too: an invention only when the model itself thinks that nobody speaks.
const SAID_TOO: &[&str] = &[
    "спасибо за внимание",
    "до новых встреч",
    "тишина",
    "смех",
    "конец",
    "thank you",
    "thank you for listening",
    "see you next time",
    "the end",
    "bye",
    "silence",
];
/// The model thinks so from here on.
const NO_SPEECH: f32 = 0.5;

/// An invention word for word, or nothing but marks.
pub(super) fn guard(phrase: &HeardPhrase) -> Option<FilteredReason> {
    let text = folded(phrase);
    let is_known = text.is_empty()
        || WHOLE.contains(&text.as_str())
        || BEGINNINGS.iter().any(|it| begins(&text, it))
        || (phrase.no_speech > NO_SPEECH && SAID_TOO.contains(&text.as_str()));
    is_known.then_some(FilteredReason::KnownInvention)
}

/// Whole words only: «корректор а…» is no «корректор адреса».
fn begins(text: &str, beginning: &str) -> bool {
    text.strip_prefix(beginning)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
