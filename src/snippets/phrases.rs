//! What clients say in the parts of calls that are filed under an entry: how that is really asked.
//!
//! Decides that only what everybody hears counts, and of it the client's first sentence: that is what the entry answers. What
//! is made of it is left to [`crate::upkeep`].

use futures::future::BoxFuture;

use super::clip::{Clip, ClipLine, read_lines};
use super::{Snippets, store};
use crate::error::Result;
use crate::speech::Speaker;
use crate::upkeep::ClientPhrases;
use crate::upkeep::confusions::AskedPhrase;

/// Parts of calls looked at, the newest.
const MOST: i64 = 200;

impl ClientPhrases for Snippets {
    fn said(&self) -> BoxFuture<'_, Result<Vec<AskedPhrase>>> {
        Box::pin(said(self))
    }
}

async fn said(snippets: &Snippets) -> Result<Vec<AskedPhrase>> {
    let mut tx = snippets.core.db.read().await?;
    let filed = store::shared_and_filed(&mut tx, MOST).await?;
    let mut clips: Vec<Clip> = filed
        .into_iter()
        .map(|snippet| Clip {
            snippet,
            wave: None,
            lines: Vec::new(),
            inside: false,
            heard: false,
        })
        .collect();
    read_lines(&mut tx, &mut clips).await?;
    let phrase = |clip: &Clip| {
        let words = clip.lines.iter().find(|line| is_client(line))?;
        Some(AskedPhrase {
            entry: clip.snippet.objection.clone()?,
            phrase: first_sentence(&words.text).to_owned(),
        })
    };
    Ok(clips.iter().filter_map(phrase).collect())
}

fn is_client(line: &ClipLine) -> bool {
    line.side == Speaker::Client.as_str()
}

/// The words up to the first end of a sentence, without it.
fn first_sentence(text: &str) -> &str {
    let text = text.trim();
    let end = text.find(['.', '?', '!', '…']).unwrap_or(text.len());
    text[..end].trim_end_matches([',', ' '])
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn the_first_sentence_is_taken_without_its_end() {
        assert_eq!(first_sentence(" Ну это дорого. Очень."), "Ну это дорого");
        assert_eq!(first_sentence("А скидка?"), "А скидка");
        assert_eq!(first_sentence("без конца, "), "без конца");
        assert_eq!(first_sentence("?"), "");
    }
}
