//! Words that only a man or only a woman can say of themselves: «понял», «готова», «я бы не вкладывался».
//!
//! Decides which lines are looked at (those to be said and those to be sent, in Russian) and when a form is the speaker's own.
//! Forms cannot be told apart for certain without a grammar, so false alarms are kept low instead: a past form counts with
//! «я» beside it, or where a sentence begins with one of the verbs people report themselves with; a short adjective where a
//! clause begins with it or «я» is beside it. What a client says, and lessons that quote both sides, are left alone.

use super::LintFault;
use crate::i18n::Locale;
use crate::playbook::body::{Body, Step};
use crate::playbook::entry::Entry;
use crate::playbook::front_matter::Complaint;
use crate::playbook::tree::{Inline, SourceSpan, each_line, plain};
use crate::text::fold;

/// Verbs that somebody begins a sentence with who reports what they did, without the endings of the past.
const REPORTS: &str = "поня услыша записа отправи позвони звони перезвони дозвони созвони угада виде увиде смотре посмотре \
    обеща пообеща хоте дума подума забы написа высла пересла провери уточни посчита рассчита подготови узна спроси сказа \
    говори договори получи отмети прочита согласова сдела реши жда уче вне приложи выясни обсуди свери связа посла \
    набра поговори переда постави собра наше помети напомни предупреди";
/// What somebody is, in the short form.
const SHORT: &str = "готов готова рад рада должен должна согласен согласна уверен уверена благодарен благодарна признателен \
    признательна обязан обязана намерен намерена";
/// Of these only the speaker says them, wherever they stand.
const ALWAYS_OWN: &str = "рад рада благодарен благодарна признателен признательна";
/// Nouns and others that look like a past form after «я».
const NO_VERBS: &str = "стол стола стул стула пол пола отдел отдела материал материала металл металла интервал интервала квартал \
    квартала канал канала персонал персонала зал зала протокол протокола журнал журнала оригинал оригинала потенциал начала \
    сначала около филиал филиала терминал терминала склад правила сама была был дела раздел раздела предел предела мало школа \
    вокзал вокзала сигнал сигнала";
/// Words that may stand before the form at the beginning of a clause.
const LEADS: &str = "да нет и а но не уже все это правильно верно сам сама тогда еще только вчера сегодня как что если бы тоже буду \
    просто вас вам вы спасибо хорошо сейчас про";
/// Pronouns that end like a verb of the first person.
const NO_FIRST: &str =
    "ему нему кому тому этому одному потому почему поэтому вашу нашу свою мою твою всю эту ту ну бы";
/// How far before the form «я» may stand, words.
const BESIDE: usize = 4;

/// Every such word of the lines of an entry.
pub fn inspect(entry: &Entry, found: &mut Vec<Complaint>) {
    if entry.locale() != Locale::Ru {
        return;
    }
    let mut see = |line: &[Inline], span: SourceSpan| {
        for word in own_forms(&plain(line)) {
            found.push((entry.position(span.start), LintFault::Gendered { word }));
        }
    };
    let at = |line: &[Inline], block: SourceSpan| line.first().map_or(block, |first| first.span);
    match &entry.body {
        Body::Objection(objection) => {
            for line in objection.answers.iter().flat_map(|answer| &answer.say_now) {
                see(&line.words, line.span);
            }
        }
        Body::Script(script) => {
            for quote in script.steps.iter().flat_map(Step::speech) {
                each_line(std::slice::from_ref(quote), &mut |line, block| {
                    see(line, at(line, block.span));
                });
            }
        }
        Body::Message(message) => {
            for variant in &message.variants {
                see(&variant.subject, at(&variant.subject, variant.span));
                each_line(&variant.text, &mut |line, block| see(line, at(line, block.span)));
            }
        }
        Body::Page => {}
    }
}

/// The words of a line that tell whether a man or a woman says it.
fn own_forms(line: &str) -> Vec<String> {
    let parts =
        |letter: char| !(letter.is_alphabetic() || matches!(letter, ',' | '-' | ' ' | '\u{a0}' | '\n'));
    line.split(parts).flat_map(own_forms_of_sentence).collect()
}

fn own_forms_of_sentence(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Nothing but words that lead in was said yet: the sentence has no other subject.
    let mut opening = true;
    for clause in sentence.split(',') {
        let shown: Vec<&str> = clause.split_whitespace().collect();
        let words: Vec<String> = shown.iter().map(|word| fold(word)).collect();
        for (at, word) in shown.iter().enumerate() {
            if is_own(&words, at, opening) {
                found.push((*word).to_owned());
            }
        }
        opening &= words.iter().all(|word| is_one_of(LEADS, word));
    }
    found
}

/// Is the word at `at` of a clause a form that the speaker has of themselves? `opening`: the clause opens its sentence.
fn is_own(words: &[String], at: usize, opening: bool) -> bool {
    let word = words[at].as_str();
    let short = is_one_of(SHORT, word);
    if !short && !is_past(word) {
        return false;
    }
    let before = &words[at.saturating_sub(BESIDE)..at];
    let me = before.iter().rposition(|it| it == "я");
    // «я пришлю фото материала»: the verb of «я» is another one.
    let other = me.is_some_and(|me| before[me + 1..].iter().any(|it| is_first_person(it)));
    let beside = (me.is_some() && !other) || words.get(at + 1).is_some_and(|it| it == "я");
    let begins = words[..at].iter().all(|it| is_one_of(LEADS, it));
    if short {
        beside || begins || is_one_of(ALWAYS_OWN, word)
    } else {
        beside || (opening && begins && is_report(word))
    }
}

/// Does the word look like a past form of the singular?
fn is_past(word: &str) -> bool {
    if is_one_of(NO_VERBS, word) || word.chars().count() < 4 {
        return false;
    }
    let stem = stem(word);
    stem.is_some_and(|stem| stem.ends_with(['а', 'е', 'и', 'о', 'у', 'ы', 'я']))
        || matches!(word, "пришел" | "пришла" | "нашла")
}

/// The word without the ending of the past.
fn stem(word: &str) -> Option<&str> {
    ["лся", "лась", "ла", "л"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
}

fn is_report(word: &str) -> bool {
    stem(word).is_some_and(|stem| is_one_of(REPORTS, stem))
}

fn is_first_person(word: &str) -> bool {
    word.ends_with(['у', 'ю']) && !is_one_of(NO_FIRST, word)
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|it| it == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_forms_are_found_and_those_of_others_are_not() {
        for (line, words) in [
            ("«Понял, убираю номер»", "Понял"),
            ("Записала три пункта", "Записала"),
            ("Правильно понял?", "понял"),
            ("Не дозвонился трижды, не хочу мешать", "дозвонился"),
            ("Вопрос решён. Готов быть на связи", "Готов"),
            ("Да, хорошо, записал", "записал"),
            ("Буду рада помочь", "рада"),
            ("В чужие стены и я бы не вкладывался", "вкладывался"),
            ("Металл у них бывает приличный, я видел", "видел"),
            ("Чтобы я отстал", "отстал"),
            ("После такого я бы тоже проверял каждого", "проверял"),
            // Others, and what has no gender of the speaker.
            ("Инженер записал размеры и отправил вам", ""),
            ("Инженер посмотрел ряды, отметил стойки", ""),
            ("Прогнулась балка или повело раму?", ""),
            ("Расчёт готов, высылаю", ""),
            ("К какому числу склад должен принять первую паллету?", ""),
            ("Я пришлю паспорт металла и фото узла", ""),
            ("Я начну с начала квартала", ""),
            ("Вы получили смету?", ""),
            ("Павел, добрый день", ""),
            ("Снял фиксаторы, разобрал ряд", ""),
            ("Спасибо, что нашли время", ""),
        ] {
            assert_eq!(own_forms(line).join(" "), words, "{line}");
        }
    }
}
