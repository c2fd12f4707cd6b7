//! Everything that can be wrong with a file of the book, each with a stable code and a sentence in both languages.
//!
//! The sentences stand here and not in the translation files because each carries its own facts and is read in a terminal
//! by the author as often as on a page.

use super::yaml::YamlMistake;
use crate::i18n::Locale;
use crate::playbook::entry::{EntryKind, EntryStatus};
use crate::playbook::library::plain::FileOddity;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LintSeverity {
    /// The book is poorer for it, but works.
    Warning,
    /// A reader would meet something broken.
    Error,
}

impl LintSeverity {
    /// `warning` or `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is told in words by `sentence`")]
pub enum LintFault {
    BadPlace,
    NotUtf8,
    Unreadable {
        said: String,
    },
    NotPlain {
        odd: FileOddity,
    },
    BookEmptied,
    SynonymAlone,
    SynonymLong {
        phrase: String,
    },
    NoFrontMatter,
    FrontMatterOpen,
    Yaml(YamlMistake),
    KeyMissing {
        key: &'static str,
    },
    KeyEmpty {
        key: &'static str,
    },
    KeyWrong {
        key: &'static str,
        value: String,
        allowed: String,
    },
    WrongFolder {
        kind: EntryKind,
        folder: &'static str,
    },
    RawHtml {
        found: String,
    },
    Picture,
    PictureMissing {
        name: String,
    },
    PictureNoWords,
    TooDeep,
    Empty,
    TitleRepeated,
    HeadingTooHigh,
    LinkNowhere {
        to: String,
    },
    LinkNoAnchor {
        to: String,
        known: String,
    },
    LinkAside {
        to: String,
        status: EntryStatus,
    },
    LinkRenamed {
        to: String,
        now: String,
    },
    AnswerTwice {
        name: String,
    },
    TemplateLeft {
        line: String,
    },
    LinkUnknown {
        to: String,
    },
    LinkWords {
        found: String,
        title: String,
    },
    NoIntro,
    NoAnswers,
    AnswerCount {
        found: usize,
    },
    NoWhen,
    NoSayNow,
    SayNowCount {
        found: usize,
    },
    SayNoMove,
    SayNoWords,
    NoSteps,
    StepNoAnchor,
    StepAnchorTwice {
        id: String,
    },
    StepNoSpeech,
    StepUnreachable {
        id: String,
    },
    StepDeadEnd {
        id: String,
    },
    ReplyNowhere,
    NoDayAndHour,
    NoVariants,
    VariantCount {
        found: usize,
    },
    VariantNoText,
    Gendered {
        word: String,
    },
    FiguresElsewhere,
    FigureTwice {
        name: String,
        home: String,
    },
    Ended {
        day: String,
    },
    TagSpelling {
        tag: String,
        usual: String,
    },
    AliasCount {
        found: usize,
    },
    AliasTwice {
        alias: String,
    },
    TitleTwice {
        other: String,
    },
    TagCount {
        found: usize,
    },
    ReviewOverdue {
        days: i32,
    },
    PageTooLong {
        lines: u32,
    },
    SnippetWrong,
    SnippetGone {
        id: String,
    },
    SnippetWithheld {
        id: String,
    },
}

impl LintFault {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadPlace => "bad-place",
            Self::NotUtf8 => "not-utf8",
            Self::Unreadable { .. } => "unreadable",
            Self::NotPlain { .. } => "not-plain",
            Self::BookEmptied => "book-emptied",
            Self::SynonymAlone => "synonym-alone",
            Self::SynonymLong { .. } => "synonym-long",
            Self::NoFrontMatter => "no-front-matter",
            Self::FrontMatterOpen => "front-matter-open",
            Self::Yaml(mistake) => mistake.code(),
            Self::KeyMissing { .. } => "key-missing",
            Self::KeyEmpty { .. } => "key-empty",
            Self::KeyWrong { .. } => "key-wrong",
            Self::WrongFolder { .. } => "wrong-folder",
            Self::RawHtml { .. } => "raw-html",
            Self::Picture => "picture",
            Self::PictureMissing { .. } => "picture-missing",
            Self::PictureNoWords => "picture-no-words",
            Self::TooDeep => "too-deep",
            Self::Empty => "empty",
            Self::TitleRepeated => "title-repeated",
            Self::HeadingTooHigh => "heading-too-high",
            Self::LinkNowhere { .. } => "link-nowhere",
            Self::LinkNoAnchor { .. } => "link-no-anchor",
            Self::LinkAside { .. } => "link-aside",
            Self::LinkRenamed { .. } => "link-renamed",
            Self::AnswerTwice { .. } => "answer-twice",
            Self::TemplateLeft { .. } => "template-left",
            Self::LinkUnknown { .. } => "link-unknown",
            Self::LinkWords { .. } => "link-words",
            Self::NoIntro => "no-intro",
            Self::NoAnswers => "no-answers",
            Self::AnswerCount { .. } => "answer-count",
            Self::NoWhen => "no-when",
            Self::NoSayNow => "no-say-now",
            Self::SayNowCount { .. } => "say-now-count",
            Self::SayNoMove => "say-no-move",
            Self::SayNoWords => "say-no-words",
            Self::NoSteps => "no-steps",
            Self::StepNoAnchor => "step-no-anchor",
            Self::StepAnchorTwice { .. } => "step-anchor-twice",
            Self::StepNoSpeech => "step-no-speech",
            Self::StepUnreachable { .. } => "step-unreachable",
            Self::StepDeadEnd { .. } => "step-dead-end",
            Self::ReplyNowhere => "reply-nowhere",
            Self::NoDayAndHour => "no-day-and-hour",
            Self::NoVariants => "no-variants",
            Self::VariantCount { .. } => "variant-count",
            Self::VariantNoText => "variant-no-text",
            Self::Gendered { .. } => "gendered",
            Self::FiguresElsewhere => "figures-elsewhere",
            Self::FigureTwice { .. } => "figure-twice",
            Self::Ended { .. } => "ended",
            Self::TagSpelling { .. } => "tag-spelling",
            Self::AliasCount { .. } => "alias-count",
            Self::AliasTwice { .. } => "alias-twice",
            Self::TitleTwice { .. } => "title-twice",
            Self::TagCount { .. } => "tag-count",
            Self::ReviewOverdue { .. } => "review-overdue",
            Self::PageTooLong { .. } => "page-too-long",
            Self::SnippetWrong => "snippet-wrong",
            Self::SnippetGone { .. } => "snippet-gone",
            Self::SnippetWithheld { .. } => "snippet-withheld",
        }
    }

    /// How bad it is.
    pub const fn severity(&self) -> LintSeverity {
        match self {
            Self::TitleRepeated
            | Self::PictureMissing { .. }
            | Self::PictureNoWords
            | Self::NoIntro
            | Self::AnswerCount { .. }
            | Self::AnswerTwice { .. }
            | Self::LinkAside { .. }
            | Self::LinkRenamed { .. }
            | Self::TemplateLeft { .. }
            | Self::NoWhen
            | Self::SayNowCount { .. }
            | Self::SayNoMove
            | Self::StepNoSpeech
            | Self::LinkWords { .. }
            | Self::NoDayAndHour
            | Self::VariantCount { .. }
            | Self::Gendered { .. }
            | Self::Ended { .. }
            | Self::TagSpelling { .. }
            | Self::AliasCount { .. }
            | Self::AliasTwice { .. }
            | Self::TitleTwice { .. }
            | Self::TagCount { .. }
            | Self::ReviewOverdue { .. } => LintSeverity::Warning,
            _ => LintSeverity::Error,
        }
    }

    /// What is wrong and what to do, in one sentence.
    pub fn sentence(&self, locale: Locale) -> String {
        match locale {
            Locale::Ru => self.russian(),
            Locale::En => self.english(),
        }
    }

    fn russian(&self) -> String {
        match self {
            Self::BadPlace => "Файл лежит не там: нужен путь вида ru/objections/too-expensive.md, имя латиницей через дефис.".into(),
            Self::NotUtf8 => "Файл не в кодировке UTF-8.".into(),
            Self::Unreadable { said } => format!("Файл не читается: {said}."),
            Self::NotPlain { odd } => format!("Это не обычный файл, а {}. В книгу он не входит и не открывается: положите на его место сам файл.", match odd {
                FileOddity::Link => "ссылка",
                FileOddity::Pipe => "канал",
                FileOddity::Socket => "сокет",
                FileOddity::Device => "устройство",
                FileOddity::Folder => "папка",
            }),
            Self::BookEmptied => "Папка книги опустела, показывается последняя хорошая книга. Верните файлы: возможно, отключился диск. После перезапуска службы книга будет пустой.".into(),
            Self::SynonymAlone => "В строке одна фраза: группа синонимов — это две фразы и больше, через запятую.".into(),
            Self::SynonymLong { phrase } => format!("Фраза «{phrase}» слишком длинная: синоним — это слово или два-три слова."),
            Self::NoFrontMatter => "Нет паспорта: файл начинается со строки --- и полей kind, title, owner, review.".into(),
            Self::FrontMatterOpen => "Паспорт не закрыт: после полей нужна строка ---.".into(),
            Self::Yaml(mistake) => mistake.sentence(Locale::Ru),
            Self::KeyMissing { key } => format!("В паспорте нет поля {key}."),
            Self::KeyEmpty { key } => format!("Поле {key} пустое."),
            Self::KeyWrong { key, value, allowed } => format!("В поле {key} написано «{value}», подойдёт: {allowed}."),
            Self::WrongFolder { kind, folder } => format!("Вид {kind} лежит в папке {folder}, нужна папка {}.", kind.folder()),
            Self::RawHtml { found } => format!("HTML в тексте не допускается: {found}"),
            Self::Picture => "Эта картинка не из книги: нужен файл PNG, JPEG или WebP из папки images, например ../../images/rack.png.".into(),
            Self::PictureMissing { name } => format!("Картинки {name} нет в папке images."),
            Self::PictureNoWords => "Не сказано, что на картинке: добавьте слова в квадратные скобки.".into(),
            Self::TooDeep => "Слишком глубокая вложенность списков и цитат.".into(),
            Self::Empty => "После паспорта нет текста.".into(),
            Self::TitleRepeated => "Заголовок повторяет название из паспорта, уберите его.".into(),
            Self::HeadingTooHigh => "Заголовки в тексте начинаются с ##: верхний уровень занят названием.".into(),
            Self::LinkNowhere { to } => format!("Ссылка ведёт на материал, которого нет: {to}."),
            Self::LinkNoAnchor { to, known } if known.is_empty() => format!("Ссылка ведёт на место, которого нет: {to}. Допишите якорь в конец нужного заголовка: {{#имя}}."),
            Self::LinkNoAnchor { to, known } => format!("Ссылка ведёт на место, которого нет: {to}. Там есть: {known}; новый якорь пишут в конце заголовка: {{#имя}}."),
            Self::LinkAside { to, status: EntryStatus::Archived } => format!("Ссылка ведёт в архив: {to}."),
            Self::LinkAside { to, .. } => format!("Ссылка ведёт на черновик, читатели по ней не перейдут: {to}."),
            Self::LinkRenamed { to, now } => format!("Материал переименован: вместо {to} пишите {now}."),
            Self::AnswerTwice { name } => format!("Два ответа называются «{name}»: оценки и ссылки их не различат, назовите по-разному."),
            Self::TemplateLeft { line } => format!("Осталось из заготовки: {line}"),
            Self::LinkUnknown { to } => format!("Непонятная ссылка: {to}. Нужен файл .md, #место или адрес https."),
            Self::LinkWords { found, title } => format!("Ссылка названа «{found}», а материал называется «{title}»: напишите его название."),
            Self::NoIntro => "Перед первым заголовком нет вступления: что обычно стоит за словами.".into(),
            Self::NoAnswers => "У возражения нет ни одного ответа: каждый начинается с ##.".into(),
            Self::AnswerCount { found } => format!("Ответов {found}, обычно от двух до четырёх."),
            Self::NoWhen => "Не сказано, когда выбирать этот ответ: одна строка под заголовком.".into(),
            Self::NoSayNow => "Нет нумерованных строк «скажите сейчас».".into(),
            Self::SayNowCount { found } => format!("Строк «скажите сейчас» {found}, нужно три."),
            Self::SayNoMove => "У строки нет хода жирным в начале: **согласиться**, **спросить**, **предложить**.".into(),
            Self::SayNoWords => "После хода нет слов, которые надо сказать.".into(),
            Self::NoSteps => "В скрипте нет шагов: каждый начинается с ## и {#якоря}.".into(),
            Self::StepNoAnchor => "У шага нет якоря: добавьте {#latin-name} в конец заголовка.".into(),
            Self::StepAnchorTwice { id } => format!("Якорь #{id} уже занят другим шагом."),
            Self::StepNoSpeech => "В шаге нечего сказать вслух: добавьте цитату с >.".into(),
            Self::StepUnreachable { id } => format!("До шага #{id} не дойти: на него не ведёт ни один ответ."),
            Self::StepDeadEnd { id } => format!("Из шага #{id} не дойти до конца разговора."),
            Self::ReplyNowhere => "Ответ клиента никуда не ведёт: после → нужна ссылка на шаг или материал.".into(),
            Self::NoDayAndHour => "Разговор заканчивается без дня и часа следующего шага: назовите их или поставьте {день} и {час}.".into(),
            Self::NoVariants => "В сообщении нет ни одного текста: каждый начинается с ##.".into(),
            Self::VariantCount { found } => format!("Вариантов {found}, обычно от одного до четырёх."),
            Self::VariantNoText => "В варианте нечего отправить: текст — это цитата с >.".into(),
            Self::Gendered { word } => format!("«{word}» скажет только мужчина или только женщина: перестройте фразу на настоящее время или без лица."),
            Self::FiguresElsewhere => "Цифры figures хранятся только в материалах о компании, в папке company.".into(),
            Self::FigureTwice { name, home } => format!("Цифра «{name}» уже есть в {home}: у каждой одно место."),
            Self::Ended { day } => format!("Действовало до {day}: уберите предложение или поменяйте срок."),
            Self::TagSpelling { tag, usual } => format!("Метка «{tag}» в других материалах пишется «{usual}»."),
            Self::AliasCount { found } => format!("Других формулировок {found}, обычно от трёх до шестнадцати."),
            Self::AliasTwice { alias } => format!("Формулировка «{alias}» повторяется."),
            Self::TitleTwice { other } => format!("Такое же название у {other}."),
            Self::TagCount { found } => format!("Меток {found}, обычно от одной до четырёх."),
            Self::ReviewOverdue { days } => format!("Пересмотр просрочен, дней: {days}."),
            Self::PageTooLong { lines } => format!("Не помещается на один лист A4: лишних строк {lines}."),
            Self::SnippetWrong => "Отрывок звонка — это строка ::snippet и его номер, с пустыми строками до и после неё.".into(),
            Self::SnippetGone { id } => format!("Отрывка {id} нет: его удалили или номер написан с ошибкой."),
            Self::SnippetWithheld { id } => format!("На отрывок {id} нет согласия менеджера, в книге его не услышат."),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::BadPlace => "The file is in the wrong place: a path like en/objections/too-expensive.md is needed, Latin words with hyphens.".into(),
            Self::NotUtf8 => "The file is not UTF-8.".into(),
            Self::Unreadable { said } => format!("The file cannot be read: {said}."),
            Self::NotPlain { odd } => format!("This is no plain file but {}. It is no part of the book and is not opened: put the file itself in its place.", match odd {
                FileOddity::Link => "a link",
                FileOddity::Pipe => "a pipe",
                FileOddity::Socket => "a socket",
                FileOddity::Device => "a device",
                FileOddity::Folder => "a folder",
            }),
            Self::BookEmptied => "The folder of the book has become empty; the last good book is shown. Put the files back: perhaps a disk is no longer mounted. After a restart of the service the book would be empty.".into(),
            Self::SynonymAlone => "The line has one phrase: a group of synonyms is two phrases or more, between commas.".into(),
            Self::SynonymLong { phrase } => format!("“{phrase}” is too long: a synonym is a word or two or three words."),
            Self::NoFrontMatter => "No front matter: the file begins with a --- line and the keys kind, title, owner, review.".into(),
            Self::FrontMatterOpen => "The front matter is not closed: a --- line must follow the keys.".into(),
            Self::Yaml(mistake) => mistake.sentence(Locale::En),
            Self::KeyMissing { key } => format!("The front matter has no {key}."),
            Self::KeyEmpty { key } => format!("{key} is empty."),
            Self::KeyWrong { key, value, allowed } => format!("{key} says “{value}”; use one of: {allowed}."),
            Self::WrongFolder { kind, folder } => format!("A {kind} lies in {folder}, it belongs in {}.", kind.folder()),
            Self::RawHtml { found } => format!("HTML is not allowed in the text: {found}"),
            Self::Picture => "The picture is not one of the book: use a PNG, JPEG or WebP file of the folder images, such as ../../images/rack.png.".into(),
            Self::PictureMissing { name } => format!("There is no picture {name} in the folder images."),
            Self::PictureNoWords => "It is not said what the picture shows: put words into the square brackets.".into(),
            Self::TooDeep => "Lists and quotes are nested too deeply.".into(),
            Self::Empty => "There is no text after the front matter.".into(),
            Self::TitleRepeated => "The heading repeats the title from the front matter, remove it.".into(),
            Self::HeadingTooHigh => "Headings in the text start with ##: the top level is the title.".into(),
            Self::LinkNowhere { to } => format!("The link leads to an entry that does not exist: {to}."),
            Self::LinkNoAnchor { to, known } if known.is_empty() => format!("The link leads to a place that does not exist: {to}. Put an anchor at the end of the heading: {{#name}}."),
            Self::LinkNoAnchor { to, known } => format!("The link leads to a place that does not exist: {to}. There are: {known}; a new anchor is put at the end of a heading: {{#name}}."),
            Self::LinkAside { to, status: EntryStatus::Archived } => format!("The link leads to the archive: {to}."),
            Self::LinkAside { to, .. } => format!("The link leads to a draft, readers cannot follow it: {to}."),
            Self::LinkRenamed { to, now } => format!("The entry was renamed: write {now} instead of {to}."),
            Self::AnswerTwice { name } => format!("Two answers are called “{name}”: verdicts and links cannot tell them apart, name them differently."),
            Self::TemplateLeft { line } => format!("Still the template's: {line}"),
            Self::LinkUnknown { to } => format!("A link of no known kind: {to}. Use an .md file, #place or an https address."),
            Self::LinkWords { found, title } => format!("The link says “{found}” and the entry is called “{title}”: write its title."),
            Self::NoIntro => "There is no introduction before the first heading: what usually stands behind the words.".into(),
            Self::NoAnswers => "The objection has no answer: each begins with ##.".into(),
            Self::AnswerCount { found } => format!("{found} answers; two to four are usual."),
            Self::NoWhen => "It is not said when to choose this answer: one line under the heading.".into(),
            Self::NoSayNow => "There are no numbered “say now” lines.".into(),
            Self::SayNowCount { found } => format!("{found} “say now” lines; three are needed."),
            Self::SayNoMove => "The line has no bold move at its start: **agree**, **ask**, **offer**.".into(),
            Self::SayNoWords => "There are no words to say after the move.".into(),
            Self::NoSteps => "The script has no steps: each begins with ## and an {#anchor}.".into(),
            Self::StepNoAnchor => "The step has no anchor: add {#latin-name} at the end of the heading.".into(),
            Self::StepAnchorTwice { id } => format!("The anchor #{id} is taken by another step."),
            Self::StepNoSpeech => "There is nothing to say aloud in the step: add a quote with >.".into(),
            Self::StepUnreachable { id } => format!("Step #{id} cannot be reached: no reply leads to it."),
            Self::StepDeadEnd { id } => format!("From step #{id} the conversation never ends."),
            Self::ReplyNowhere => "The reply leads nowhere: a link to a step or an entry must follow →.".into(),
            Self::NoDayAndHour => "The conversation ends without a day and an hour for the next step: name them or put {day} and {hour}.".into(),
            Self::NoVariants => "The message has no text: each begins with ##.".into(),
            Self::VariantCount { found } => format!("{found} variants; one to four are usual."),
            Self::VariantNoText => "There is nothing to send in the variant: the text is a quote with >.".into(),
            Self::Gendered { word } => format!("Only a man or only a woman says “{word}”: put it in the present or leave the person out."),
            Self::FiguresElsewhere => "Figures are kept in entries about the company alone, in the folder company.".into(),
            Self::FigureTwice { name, home } => format!("The figure “{name}” is kept in {home} already: each has one place."),
            Self::Ended { day } => format!("It held until {day}: take the offer out or change the day."),
            Self::TagSpelling { tag, usual } => format!("Other entries write the tag “{tag}” as “{usual}”."),
            Self::AliasCount { found } => format!("{found} other wordings; three to sixteen are usual."),
            Self::AliasTwice { alias } => format!("The wording “{alias}” is repeated."),
            Self::TitleTwice { other } => format!("{other} has the same title."),
            Self::TagCount { found } => format!("{found} tags; one to four are usual."),
            Self::ReviewOverdue { days } => format!("The review is overdue, days: {days}."),
            Self::PageTooLong { lines } => format!("Does not fit on one A4 page: lines too many: {lines}."),
            Self::SnippetWrong => "A call snippet is a line with ::snippet and its number, with empty lines before and after it.".into(),
            Self::SnippetGone { id } => format!("There is no snippet {id}: it was deleted or its number is mistyped."),
            Self::SnippetWithheld { id } => format!("The manager's consent is missing for snippet {id}, it is not heard in the book."),
        }
    }
}
