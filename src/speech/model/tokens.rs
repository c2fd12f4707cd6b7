//! The model's vocabulary as bytes, in the order of token numbers.
//!
//! Decides where it is read from (`tokenizer.json`, else `vocabulary.json`, else `vocabulary.txt`) and that it ends
//! before `<|endoftext|>`: whisper.cpp names the special tokens itself.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use super::error::ModelError;

const END_OF_TEXT: &str = "<|endoftext|>";

/// A larger vocabulary file is not one of Whisper.
const FILE_LIMIT: u64 = 64 << 20;

#[derive(Deserialize)]
struct Tokenizer {
    model: TokenizerModel,
    #[serde(default)]
    added_tokens: Vec<AddedToken>,
}

#[derive(Deserialize)]
struct TokenizerModel {
    vocab: HashMap<String, u32>,
}

#[derive(Deserialize)]
struct AddedToken {
    id: u32,
    content: String,
}

/// Reads the vocabulary of the model in `dir`; at most `limit` tokens are plausible.
pub(super) fn read(dir: &Path, limit: u32) -> Result<Vec<Vec<u8>>, ModelError> {
    let bytes_of = byte_alphabet();
    let (path, words) = if let Some((path, text)) = read_file(dir, "tokenizer.json")? {
        let parsed: Tokenizer = serde_json::from_str(&text)
            .map_err(|error| ModelError::damaged(&path, format!("not a tokenizer: {error}")))?;
        let words = in_order(&path, parsed, limit)?;
        (path, words)
    } else if let Some((path, text)) = read_file(dir, "vocabulary.json")? {
        let words: Vec<String> = serde_json::from_str(&text)
            .map_err(|error| ModelError::damaged(&path, format!("not a list of tokens: {error}")))?;
        (path, words)
    } else if let Some((path, text)) = read_file(dir, "vocabulary.txt")? {
        let words = text
            .split('\n')
            .map(|line| line.trim_end_matches('\r').to_owned())
            .collect();
        (path, words)
    } else {
        return Err(ModelError::SourceMissing {
            path: dir.to_owned(),
            reason: "neither tokenizer.json nor vocabulary.json nor vocabulary.txt is beside model.bin"
                .to_owned(),
        });
    };
    let end = words.iter().position(|word| word == END_OF_TEXT).ok_or_else(|| {
        ModelError::damaged(
            &path,
            format!("{END_OF_TEXT} is not in it: not Whisper's, or incomplete"),
        )
    })?;
    if end as u64 >= u64::from(limit) {
        return Err(ModelError::damaged(
            &path,
            format!("{end} tokens, the model has {limit}: another model's"),
        ));
    }
    words[..end]
        .iter()
        .enumerate()
        .map(|(id, word)| {
            let bytes: Option<Vec<u8>> = word.chars().map(|c| bytes_of.get(&c).copied()).collect();
            bytes.ok_or_else(|| ModelError::damaged(&path, format!("token {id} is not in the byte alphabet")))
        })
        .collect()
}

fn read_file(dir: &Path, name: &str) -> Result<Option<(std::path::PathBuf, String)>, ModelError> {
    let path = dir.join(name);
    match std::fs::metadata(&path) {
        Ok(metadata) if metadata.len() > FILE_LIMIT => {
            Err(ModelError::damaged(&path, "too large for a vocabulary"))
        }
        Ok(_) => match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Some((path, text))),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                Err(ModelError::damaged(&path, "not UTF-8 text"))
            }
            Err(error) => Err(ModelError::io(&path, error)),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ModelError::io(&path, error)),
    }
}

/// The words by number, without gaps.
fn in_order(path: &Path, tokenizer: Tokenizer, limit: u32) -> Result<Vec<String>, ModelError> {
    let added = tokenizer
        .added_tokens
        .into_iter()
        .map(|token| (token.content, token.id));
    let mut words: Vec<Option<String>> = Vec::new();
    for (word, id) in tokenizer.model.vocab.into_iter().chain(added) {
        if id > limit.saturating_add(10_000) {
            return Err(ModelError::damaged(
                path,
                format!("token number {id} is out of range"),
            ));
        }
        let index = id as usize;
        if words.len() <= index {
            words.resize(index + 1, None);
        }
        words[index] = Some(word);
    }
    // Gaps behind the ordinary tokens do not matter, so only look up to the first.
    Ok(words.into_iter().map_while(|word| word).collect())
}

/// The visible characters that byte-level BPE writes bytes as, back to the bytes.
fn byte_alphabet() -> HashMap<char, u8> {
    let mut hidden = 256;
    (0..=u8::MAX)
        .map(|byte| {
            let c = match byte {
                b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff => char::from(byte),
                _ => {
                    hidden += 1;
                    char::from_u32(hidden - 1).unwrap_or_default()
                }
            };
            (c, byte)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir_with(name: &str, text: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(name), text).unwrap();
        dir
    }

    #[test]
    fn the_alphabet_has_every_byte_once() {
        let alphabet = byte_alphabet();
        assert_eq!(alphabet.len(), 256);
        assert_eq!(alphabet[&'Ġ'], b' ');
        assert_eq!(alphabet[&'Ċ'], b'\n');
        assert_eq!(alphabet[&'Ń'], 0xad);
    }

    #[test]
    fn all_three_files_say_the_same() {
        let json =
            r#"{"model":{"vocab":{"!":0,"ĠÐ°":1,"":2}},"added_tokens":[{"id":3,"content":"<|endoftext|>"}]}"#;
        let expected: Vec<Vec<u8>> = vec![b"!".to_vec(), " а".into(), Vec::new()];
        for (name, text) in [
            ("tokenizer.json", json),
            ("vocabulary.json", r#"["!","ĠÐ°","","<|endoftext|>","<|x|>"]"#),
            ("vocabulary.txt", "!\nĠÐ°\n\n<|endoftext|>\n<|x|>\n"),
        ] {
            let dir = dir_with(name, text);
            assert_eq!(read(dir.path(), 10).unwrap(), expected, "{name}");
        }
    }

    #[test]
    fn wrong_vocabularies_are_told_apart() {
        for (name, text, word) in [
            ("tokenizer.json", "{", "not a tokenizer"),
            ("vocabulary.txt", "a\nb\n", "incomplete"),
            ("vocabulary.txt", "a b\n<|endoftext|>\n", "byte alphabet"),
            ("vocabulary.txt", "a\na\na\na\n<|endoftext|>\n", "another model's"),
            ("other.txt", "", "neither"),
        ] {
            let dir = dir_with(name, text);
            let error = read(dir.path(), 4).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
