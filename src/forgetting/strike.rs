//! Words out of texts and out of JSON. Pure.
//!
//! Decides that a mark stands where words were, that JSON keeps its shape and its figures, and that a turn of a call, which
//! holds its words once together and once one by one, loses them in both.

use serde_json::Value;

use super::needle::Needles;

/// The text without its words: the mark, or nothing where nothing was.
pub fn blank(text: &str, mark: &str) -> Option<String> {
    (!text.is_empty() && text != mark).then(|| mark.to_owned())
}

/// JSON with the mark in place of every text under one of these names; none when there is nothing to change.
pub fn blank_in(json: &str, names: &[&str], mark: &str) -> Option<String> {
    let mut value: Value = serde_json::from_str(json).ok()?;
    let mut changed = false;
    below(&mut value, names, mark, &mut changed);
    changed.then(|| value.to_string())
}

fn below(value: &mut Value, names: &[&str], mark: &str, changed: &mut bool) {
    match value {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| below(item, names, mark, changed)),
        Value::Object(fields) => {
            for (name, field) in fields {
                if names.contains(&name.as_str()) {
                    clear(field, mark, changed);
                } else {
                    below(field, names, mark, changed);
                }
            }
        }
        _ => {}
    }
}

fn clear(value: &mut Value, mark: &str, changed: &mut bool) {
    match value {
        Value::String(text) => {
            if let Some(blank) = blank(text, mark) {
                *text = blank;
                *changed = true;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| clear(item, mark, changed)),
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(_, field)| clear(field, mark, changed)),
        _ => {}
    }
}

/// JSON with the mark in place of what is looked for; none when it is not there. What is no JSON is taken as a text.
pub fn strike_json(needles: &Needles, json: &str, mark: &str) -> Option<String> {
    let Ok(mut value) = serde_json::from_str::<Value>(json) else {
        return needles.strike(json, mark);
    };
    let mut changed = false;
    strike_value(needles, &mut value, mark, &mut changed);
    changed.then(|| value.to_string())
}

fn strike_value(needles: &Needles, value: &mut Value, mark: &str, changed: &mut bool) {
    match value {
        Value::String(text) => {
            if let Some(clean) = needles.strike(text, mark) {
                *text = clean;
                *changed = true;
            }
        }
        Value::Array(items) => {
            for item in items {
                strike_value(needles, item, mark, changed);
            }
        }
        Value::Object(fields) => {
            let names: Vec<String> = fields
                .keys()
                .filter(|name| needles.found_in(name))
                .cloned()
                .collect();
            for name in names {
                if let (Some(field), Some(clean)) = (fields.remove(&name), needles.strike(&name, mark)) {
                    fields.insert(clean, field);
                    *changed = true;
                }
            }
            for (name, field) in fields {
                if name == "words"
                    && let Value::Array(words) = field
                {
                    strike_words(needles, words, mark, changed);
                }
                strike_value(needles, field, mark, changed);
            }
        }
        _ => {}
    }
}

/// Words one by one: what is looked for may be spread over several.
fn strike_words(needles: &Needles, words: &mut [Value], mark: &str, changed: &mut bool) {
    let (mut line, mut ranges) = (String::new(), Vec::new());
    for word in words.iter() {
        if !line.is_empty() {
            line.push(' ');
        }
        let from = line.len();
        line.push_str(word["text"].as_str().unwrap_or_default());
        ranges.push(from..line.len());
    }
    let places = needles.places(&line);
    for (word, range) in words.iter_mut().zip(ranges) {
        let touched = places
            .iter()
            .any(|place| place.start < range.end && range.start < place.end);
        if touched && let Some(text) = word.get_mut("text") {
            *text = Value::from(mark);
            *changed = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(lines: &[&str]) -> Needles {
        let lines: Vec<String> = lines.iter().map(|it| (*it).to_owned()).collect();
        Needles::read(&lines).0
    }

    #[test]
    fn marks_stay_without_comments() {
        let answers = r#"{"comments":{"budget":"Клиент сказал: дорого"},"gates":{"o":true},"marks":{"budget":0,"date":"na"},"summary":""}"#;
        let clean = blank_in(answers, &["comments", "summary"], "–").unwrap();
        assert_eq!(
            clean,
            r#"{"comments":{"budget":"–"},"gates":{"o":true},"marks":{"budget":0,"date":"na"},"summary":""}"#
        );
        assert_eq!(blank_in(&clean, &["comments", "summary"], "–"), None);
    }

    #[test]
    fn a_turn_loses_what_is_struck_as_a_whole_and_word_by_word() {
        let json = r#"{"segments":[{"text":"Это Пётр Семёнов, склад.","words":[{"p":0.98,"text":"Это"},{"p":0.5,"text":"Пётр"},{"p":0.25,"text":"Семёнов,"},{"p":1.0,"text":"склад."}]}]}"#;
        let clean = strike_json(&needles(&["Пётр Семёнов"]), json, "–").unwrap();
        assert_eq!(
            clean,
            r#"{"segments":[{"text":"Это –, склад.","words":[{"p":0.98,"text":"Это"},{"p":0.5,"text":"–"},{"p":0.25,"text":"–"},{"p":1.0,"text":"склад."}]}]}"#
        );
        assert_eq!(strike_json(&needles(&["Пётр Семёнов"]), &clean, "–"), None);
    }

    #[test]
    fn a_quoted_name_is_found_behind_its_escapes() {
        let json = serde_json::json!({"note": "сказал:\n\"Технодвор\" ждёт", "Технодвор": 1}).to_string();
        let clean = strike_json(&needles(&["Технодвор"]), &json, "–").unwrap();
        assert!(!clean.contains("Технодвор"), "{clean}");
    }
}
