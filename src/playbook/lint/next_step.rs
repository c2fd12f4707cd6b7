//! Where a conversation ends, a day and an hour are agreed.
//!
//! Decides what counts as either, in figures and in words, of both languages: a rough sign is enough, because a step that
//! names neither is what is looked for. A name in braces may stand for them: `{день}`, `{час}`.

use super::LintFault;
use crate::i18n::Locale;
use crate::playbook::body::{Script, Step};
use crate::playbook::entry::Entry;
use crate::playbook::front_matter::Complaint;
use crate::playbook::tree::{each_line, plain};
use crate::text::fold;

/// How words of a day begin; with `=` the whole word.
const RUSSIAN_DAYS: &str = "понедельник вторник среду= среда= среды= среде= четверг пятниц суббот воскресен завтра послезавтра \
    сегодня день= дня= дней= числ дата дату дате января февраля марта апреля мая= июня июля августа сентября октября ноября \
    декабря";
const ENGLISH_DAYS: &str = "monday tuesday wednesday thursday friday saturday sunday tomorrow today day= days= date january february \
    april june july august september october november december";
/// How words of an hour begin; with `=` the whole word.
const RUSSIAN_HOURS: &str = "час= часа= часов часу= полчас минут полдень обед утр вечер врем";
const ENGLISH_HOURS: &str = "hour minute noon lunch morning afternoon evening time o'clock a.m= p.m=";
/// Numbers that are an hour after one of [`BEFORE_HOURS`] or before one of [`MINUTES`].
const NUMBERS: &str = "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать двух трех четырех пяти шести семи \
    восьми девяти десяти одиннадцати двенадцати one two three four five six seven eight nine ten eleven twelve";
const BEFORE_HOURS: &str = "в к до после с около at by before after until from around";
const MINUTES: &str = "ноль ноль-ноль пятнадцать двадцать тридцать сорок fifteen thirty forty-five";

/// Complains about each last step that names no day or no hour.
pub fn inspect(entry: &Entry, script: &Script, found: &mut Vec<Complaint>) {
    let lasts = script.steps.iter().filter(|step| step.replies.is_empty());
    for step in lasts.filter(|step| step.speech().next().is_some()) {
        if !names_day_and_hour(entry.locale(), &text(step)) {
            found.push((entry.position(step.span.start), LintFault::NoDayAndHour));
        }
    }
}

fn text(step: &Step) -> String {
    let mut text = String::new();
    each_line(&step.blocks, &mut |line, _| {
        text.push_str(&plain(line));
        text.push('\n');
    });
    text
}

fn names_day_and_hour(locale: Locale, text: &str) -> bool {
    let lower = fold(text);
    let letter = |letter: char| letter.is_alphanumeric() || matches!(letter, ':' | '.' | '/' | '\'' | '-');
    let words: Vec<&str> = lower
        .split(|one: char| !letter(one))
        .map(|word| word.trim_matches(['.', ':', '/', '\'', '-']))
        .filter(|word| !word.is_empty())
        .collect();
    let (days, hours) = match locale {
        Locale::Ru => (RUSSIAN_DAYS, RUSSIAN_HOURS),
        Locale::En => (ENGLISH_DAYS, ENGLISH_HOURS),
    };
    let day = words
        .iter()
        .any(|word| begins(days, word) || are_numbers(word, ['.', '/']));
    let hour = words.iter().enumerate().any(|(at, word)| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let after_sign = before.is_some_and(|it| is_one_of(BEFORE_HOURS, it));
        let before_minutes = words.get(at + 1).is_some_and(|it| is_one_of(MINUTES, it));
        let is_number = is_one_of(NUMBERS, word) || is_clock_hour(word);
        begins(hours, word)
            || are_numbers(word, [':', ':'])
            || (is_number && (after_sign || before_minutes))
            || (after_sign && are_numbers(word, ['.', '.']))
    });
    day && hour
}

fn begins(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace()
        .any(|it| match it.strip_suffix('=') {
            Some(whole) => word == whole,
            None => word.starts_with(it),
        })
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|it| it == word)
}

/// `15:30`, `30.11`: short numbers with a sign between them.
fn are_numbers(word: &str, signs: [char; 2]) -> bool {
    let short = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    word.contains(signs) && word.split(signs).all(short)
}

/// `15`, `3pm`.
fn is_clock_hour(word: &str) -> bool {
    let figure = word
        .strip_suffix("am")
        .or(word.strip_suffix("pm"))
        .unwrap_or(word);
    figure.parse::<u8>().is_ok_and(|hour| hour < 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_an_hour_are_met_in_figures_words_and_fields() {
        for (line, named) in [
            ("«Четверг, третье декабря, десять тридцать»", true),
            ("Наберу завтра в 11", true),
            ("Наберу 30.11 в 15:30", true),
            ("Договор пришлю во вторник до шести", true),
            ("Наберу {день}, в {час}", true),
            ("Встречаемся в среду утром", true),
            ("Наберу в мае, перед сезоном", false),
            ("Наберу одиннадцатого января, после утверждения", false),
            ("Хорошо, созвонимся", false),
        ] {
            assert_eq!(names_day_and_hour(Locale::Ru, line), named, "{line}");
        }
        for (line, named) in [
            ("I will call on Thursday at ten", true),
            ("Tomorrow, 3 p.m.", true),
            ("I will call on {day} at {hour}", true),
            ("Let's talk soon", false),
            ("I will call next week", false),
        ] {
            assert_eq!(names_day_and_hour(Locale::En, line), named, "{line}");
        }
    }
}
