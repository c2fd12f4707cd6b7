//! Text as it comes in: what of it can be kept at all.
//!
//! Decides two things for every form and every body of the API, so that no feature has to: the letter NUL, which PostgreSQL
//! refuses in any text, is left out of a form (it came with something pasted) and refused in JSON (a program should know);
//! and one text is no longer than [`LONGEST`]. Leaves how long a title may be to its feature.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded;

use crate::error::{Error, ErrorKind, Result};

/// Characters of one text at most: fifty pages.
pub const LONGEST: usize = 200_000;

/// The text without the letter NUL.
pub fn without_nul(text: String) -> String {
    if text.contains('\0') {
        text.replace('\0', "")
    } else {
        text
    }
}

/// Does an address stand for a text with the letter NUL?
pub(super) fn has_encoded_nul(address: &str) -> bool {
    address.contains("%00")
}

/// A form's body with everything in it fit to be kept. Code: `text-too-long`.
pub(super) fn form(body: Bytes) -> Result<Bytes> {
    let mut has_nul = false;
    for (name, value) in form_urlencoded::parse(&body) {
        has_nul |= name.contains('\0') || value.contains('\0');
        check_length(&name, &value)?;
    }
    if !has_nul {
        return Ok(body);
    }
    let kept = |text: Cow<'_, str>| without_nul(text.into_owned());
    let pairs = form_urlencoded::parse(&body).map(|(name, value)| (kept(name), kept(value)));
    let written = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    Ok(Bytes::from(written))
}

/// Looks through a JSON body. What is no JSON is left to its parser. Codes: `text-nul`, `text-too-long`.
pub(super) fn check_json(body: &[u8]) -> Result<()> {
    const NUL: &[u8] = b"\\u0000";
    let suspicious = body.len() > LONGEST || body.windows(NUL.len()).any(|six| six == NUL);
    match suspicious.then(|| serde_json::from_slice(body)) {
        Some(Ok(value)) => check_value("", &value),
        _ => Ok(()),
    }
}

fn check_value(field: &str, value: &Value) -> Result<()> {
    match value {
        Value::String(text) if text.contains('\0') => Err(nul(field)),
        Value::String(text) => check_length(field, text),
        Value::Array(values) => values.iter().try_for_each(|value| check_value(field, value)),
        Value::Object(fields) => fields.iter().try_for_each(|(name, value)| {
            if name.contains('\0') {
                return Err(nul(field));
            }
            check_length(field, name)?;
            check_value(name, value)
        }),
        _ => Ok(()),
    }
}

/// The field that a type of ours does not know, and those it knows, from what serde says of a body: it says so only in
/// words. Inside a list or an object the field comes with its way there, `targets[0].rule.mesure`.
pub(super) fn unknown_field(said: &str) -> Option<(&str, String)> {
    let (before, rest) = said.split_once("unknown field `")?;
    let (field, rest) = rest.split_once("`, expected ")?;
    // The way to a field ends with the field; without a way the words before are the parser's own.
    let way = before
        .strip_suffix(": ")
        .and_then(|before| before.rsplit(": ").next());
    let field = way.filter(|way| way.ends_with(field)).unwrap_or(field);
    // Names stand between backticks: every second piece.
    let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    Some((field, known.join(", ")))
}

fn nul(field: &str) -> Error {
    Error::new(ErrorKind::BadInput, "text-nul").with("field", shortened(field))
}

fn check_length(field: &str, text: &str) -> Result<()> {
    // A character takes a byte at least.
    if text.len() <= LONGEST || text.chars().nth(LONGEST).is_none() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::TooLarge, "text-too-long")
        .with("field", shortened(field))
        .with("letters", LONGEST))
}

/// A field's name comes from outside too.
pub(super) fn shortened(field: &str) -> String {
    field.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_loses_nul_and_nothing_else() {
        let kept = form(Bytes::from_static(b"a=1%002&b=%2500&c=x+y&c=%D1%8F%00&%00d=")).unwrap();
        let pairs: Vec<_> = form_urlencoded::parse(&kept).collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_ref(), b.as_ref())).collect();
        assert_eq!(
            pairs,
            [("a", "12"), ("b", "%00"), ("c", "x y"), ("c", "я"), ("d", "")]
        );
        let plain = Bytes::from_static(b"a=%ED%A0%80&b");
        assert_eq!(form(plain.clone()).unwrap(), plain);
    }

    #[test]
    fn one_text_has_its_limit() {
        let fits = format!("note={}", "я".repeat(LONGEST));
        assert!(form(Bytes::from(fits)).is_ok());
        let error = form(Bytes::from(format!("note={}", "я".repeat(LONGEST + 1)))).unwrap_err();
        assert_eq!(error.to_string(), "text-too-long field=note letters=200000");
        let json = serde_json::json!({"turns": [{"text": "a".repeat(LONGEST + 1)}]});
        let error = check_json(json.to_string().as_bytes()).unwrap_err();
        assert_eq!(error.code(), "text-too-long");
    }

    #[test]
    #[expect(clippy::disallowed_types, reason = "the words are those of axum's extractor")]
    fn a_field_that_is_not_known_is_found_with_its_way() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct TestTarget {
            text: String,
        }
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct TestPlan {
            focus: String,
            targets: Vec<TestTarget>,
        }
        let fits = br#"{"focus": "date", "targets": [{"text": "visit"}]}"#;
        let fits = axum::Json::<TestPlan>::from_bytes(fits).unwrap().0;
        assert_eq!((&fits.focus[..], &fits.targets[0].text[..]), ("date", "visit"));
        let parsed = |json: &str| {
            let error = axum::Json::<TestPlan>::from_bytes(json.as_bytes()).unwrap_err();
            error.body_text()
        };
        let of = |json: &str| {
            let parsed = parsed(json);
            unknown_field(&parsed).map(|(field, known)| (field.to_owned(), known))
        };
        let known = |field: &str, known: &str| Some((field.to_owned(), known.to_owned()));
        assert_eq!(of(r#"{"marks": 1}"#), known("marks", "focus, targets"));
        assert_eq!(
            of(r#"{"targets": [{"tekst": ""}]}"#),
            known("targets[0].tekst", "text")
        );
        assert_eq!(of(r#"{"focus": 1}"#), None);
        assert_eq!(of(r#"{"a`b: ": 1}"#), known("a`b: ", "focus, targets"));
        assert_eq!(of("{"), None);
    }

    #[test]
    fn json_may_not_hold_nul() {
        assert!(check_json(br#"{"a": "\\u0000 is written so"}"#).is_ok());
        assert!(check_json(br#"{"a": "\u0000" this is no JSON"#).is_ok());
        for body in [
            r#"{"a": "\u0000"}"#,
            r#"{"a": ["x", "\u0000"]}"#,
            r#"{"\u0000": 1}"#,
        ] {
            assert_eq!(check_json(body.as_bytes()).unwrap_err().code(), "text-nul");
        }
    }
}
