//! What a manager types while the client speaks.

/// As said: short and long, colloquial, with words that stand in every second text.
pub const PHRASES: [&str; 8] = [
    "дорого",
    "а чё так дорого",
    "пришлите предложение на почту",
    "у нас уже есть поставщик",
    "скидку дадите",
    "надо подумать",
    "нет бюджета в этом году",
    "гарантия на стеллажи",
];

/// Every phrase letter by letter.
pub fn keystrokes() -> impl Iterator<Item = &'static str> {
    PHRASES.into_iter().flat_map(|phrase| {
        phrase
            .char_indices()
            .map(move |(at, letter)| &phrase[..at + letter.len_utf8()])
    })
}
