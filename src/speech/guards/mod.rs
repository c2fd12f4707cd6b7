//! Guards against invented text: what a model writes where nobody says it is taken out, and kept with the reason.
//!
//! Decides which phrases of a window, or which rounds of a circle, are not believed; each guard is a file of its own and
//! pure. Nothing is thrown away: the pipeline puts what was taken out beside the transcript, where a person can hear
//! it and put it back. That no window is made of music or noise in the first place is left to [`crate::speech::audio::voice`].

mod doubt;
mod known;
mod language;
mod repeats;

use super::engine::HeardPhrase;
use crate::text::plain;

crate::db::text_enum! {
    /// Why a phrase is not believed.
    pub enum FilteredReason {
        /// A sentence that models learnt from films' subtitles: credits, thanks for watching.
        KnownInvention = "known-invention",
        /// The model thought that nobody speaks and was unsure of every word.
        NoSpeech = "no-speech",
        /// The model was unsure of every word.
        Unsure = "unsure",
        /// The same few words over and over.
        Circling = "circling",
        /// The same letters over and over, as no language has them.
        Monotonous = "monotonous",
        /// The same phrase for the third time.
        Repeated = "repeated",
        /// Another language's letters.
        OtherLanguage = "other-language",
    }
}

/// A phrase that is not believed.
#[derive(Debug, Clone, PartialEq)]
pub struct FilteredPhrase {
    /// What the model wrote.
    pub phrase: HeardPhrase,
    /// Why it is not believed.
    pub reason: FilteredReason,
}

/// Parts what one window gave into what is believed and what is not, both in order. `language`: two-letter code.
pub fn sift(heard: Vec<HeardPhrase>, language: &str) -> (Vec<HeardPhrase>, Vec<FilteredPhrase>) {
    let mut believed: Vec<HeardPhrase> = Vec::with_capacity(heard.len());
    let mut doubted = Vec::new();
    for mut phrase in heard {
        let reason = known::guard(&phrase)
            .or_else(|| doubt::guard(&phrase))
            .or_else(|| language::guard(&phrase, language));
        if let Some(reason) = reason {
            doubted.push(FilteredPhrase { phrase, reason });
            continue;
        }
        if let Some(rounds) = repeats::cut_circle(&mut phrase) {
            doubted.push(FilteredPhrase {
                phrase: rounds,
                reason: FilteredReason::Circling,
            });
        }
        match repeats::guard(&phrase, &believed) {
            Some(reason) => doubted.push(FilteredPhrase { phrase, reason }),
            None => believed.push(phrase),
        }
    }
    (believed, doubted)
}

/// The phrase as one text: lower case, ё = е, no marks.
fn folded(phrase: &HeardPhrase) -> String {
    let words: Vec<String> = phrase
        .words
        .iter()
        .map(|word| plain(&word.text))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests;
