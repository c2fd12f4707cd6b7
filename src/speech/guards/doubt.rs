//! How sure the model was. A window's no-speech probability alone says little over telephone lines, a low mean
//! log-probability is also what mumbled speech has: so both together, or the second one when it is very low.
//!
//! Measured with the base model on 22 minutes of calls with references: phrases of ordinary calls have −0.03 to −1.4,
//! the worst of very hard synthetic voices −2.17 (every word of it wrong), and what the model wrote over real hold music
//! −2.24 and lower when it was unsure at all. The no-speech probability stayed at 0.00 on all of them, music included:
//! with this model that guard costs nothing and finds next to nothing; larger models fill it in.

use super::FilteredReason;
use crate::speech::engine::HeardPhrase;

/// The model doubts that there is speech from here on.
const NO_SPEECH: f32 = 0.6;
/// Below this mean log-probability of the words, a phrase in which the model doubts that there is speech is not believed…
const LOW: f32 = -1.0;
/// …and below this no phrase is.
const VERY_LOW: f32 = -2.2;

pub(super) fn guard(phrase: &HeardPhrase) -> Option<FilteredReason> {
    let certainty = certainty(phrase);
    if certainty < VERY_LOW {
        Some(FilteredReason::Unsure)
    } else if phrase.no_speech > NO_SPEECH && certainty < LOW {
        Some(FilteredReason::NoSpeech)
    } else {
        None
    }
}

/// Mean natural logarithm of the words' probabilities.
pub(super) fn certainty(phrase: &HeardPhrase) -> f32 {
    let sum: f32 = phrase.words.iter().map(|word| word.p.clamp(1e-6, 1.0).ln()).sum();
    sum / phrase.words.len().max(1) as f32
}
