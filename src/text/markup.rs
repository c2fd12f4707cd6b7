//! Text inside markup: HTML, XML, the cues of WebVTT.

/// Puts `text` out so that it is text in HTML and XML, and inside quoted attributes.
pub fn escape(text: &str, into: &mut String) {
    for letter in text.chars() {
        match letter {
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            _ => put(letter, into),
        }
    }
}

/// The same where no attribute is and quotes stay as they are.
pub fn escape_content(text: &str, into: &mut String) {
    text.chars().for_each(|letter| put(letter, into));
}

fn put(letter: char, into: &mut String) {
    match letter {
        '&' => into.push_str("&amp;"),
        '<' => into.push_str("&lt;"),
        '>' => into.push_str("&gt;"),
        _ => into.push(letter),
    }
}

/// A part of an address with `%D0%BF` as the letters they are; what is no such writing, or no letters, stays as it is.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = (*first == b'%').then(|| after.get(..2)).flatten();
        let digits = digits.and_then(|two| std::str::from_utf8(two).ok());
        if let Some(byte) = digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_markup_are_text() {
        let (mut quoted, mut content) = (String::new(), String::new());
        escape("<a href=\"?a&b\">'x'", &mut quoted);
        escape_content("5 < 6 & \"x\"", &mut content);
        assert_eq!(quoted, "&lt;a href=&quot;?a&amp;b&quot;&gt;&#39;x&#39;");
        assert_eq!(content, "5 &lt; 6 &amp; \"x\"");
    }
}
