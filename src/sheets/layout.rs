//! The layout of a checklist as a sheet: which columns there are and what they are called in both languages.
//!
//! Decides the words of the file format; they are the same whatever language the pages have. Leaves finding the columns of
//! somebody's own sheet to [`super::mapping`].

use crate::checklists::ScoringRule;
use crate::i18n::Locale;
use crate::people::Function;
use crate::recordings::CallType;
use crate::text::plain;

crate::db::text_enum! {
    /// What a column of the sheet of items holds.
    pub enum ItemField {
        /// Name of the block; empty or merged cells mean the block above.
        Block = "block",
        /// Does the block take part in the total?
        Counts = "counts",
        /// The question that opens or closes the block.
        Gate = "gate",
        /// The answer that opens it.
        GateOpen = "gate-open",
        /// The answer that closes it.
        GateClosed = "gate-closed",
        /// What is marked.
        Item = "item",
        /// What each mark means.
        Guide = "guide",
        /// Which marks there are.
        Scale = "scale",
        /// How much it counts.
        Weight = "weight",
        /// Must it be answered?
        Required = "required",
        /// The mark that makes the total 0.
        Critical = "critical",
        /// May "not applicable" be answered?
        NotApplicable = "not-applicable",
        /// The mark a new draft begins with.
        Initial = "initial",
        /// Words on the buttons, the lowest mark first.
        Labels = "labels",
        /// Phrases that hint at the item in a transcript.
        Phrases = "phrases",
        /// The entry of the playbook that teaches it.
        Entry = "entry",
        /// No longer asked.
        Archived = "archived",
        /// A shorter name of the block.
        Short = "short",
        /// Stable name of the block.
        BlockKey = "block-key",
        /// Stable name of the item.
        ItemKey = "item-key",
    }
}

impl ItemField {
    /// Is it a text in a language?
    pub const fn is_words(self) -> bool {
        use ItemField as F;
        matches!(
            self,
            F::Block | F::Short | F::Gate | F::GateOpen | F::GateClosed | F::Item | F::Guide | F::Labels
        )
    }

    /// Headings by which it is known, the one we write first: in Russian, then in English.
    #[expect(clippy::too_many_lines, reason = "one table")]
    pub const fn headings(self, locale: Locale) -> &'static [&'static str] {
        use Locale::{En, Ru};
        match (self, locale) {
            (Self::Block, Ru) => &["Блок", "Раздел", "Этап", "Группа", "Тема", "Категория"],
            (Self::Block, En) => &["Block", "Section", "Stage", "Group", "Category", "Topic"],
            (Self::Counts, Ru) => &[
                "Блок в итоге",
                "В итоге",
                "Входит в итог",
                "Учитывается в итоге",
                "Считается",
            ],
            (Self::Counts, En) => &["Block counts in total", "Counts in total", "In total", "Counted"],
            (Self::Gate, Ru) => &["Вопрос к блоку", "Условие блока", "Условие", "Ворота"],
            (Self::Gate, En) => &["Gate question", "Gate", "Condition"],
            (Self::GateOpen, Ru) => &["Ответ «считаем»", "Ответ да"],
            (Self::GateOpen, En) => &["Answer that opens", "Answer yes"],
            (Self::GateClosed, Ru) => &["Ответ «не считаем»", "Ответ нет"],
            (Self::GateClosed, En) => &["Answer that closes", "Answer no"],
            (Self::Item, Ru) => &[
                "Пункт",
                "Критерий",
                "Критерий оценки",
                "Показатель",
                "Параметр",
                "Вопрос",
                "Что оцениваем",
                "Действие",
                "Требование",
            ],
            (Self::Item, En) => &[
                "Item",
                "Criterion",
                "Criteria",
                "Question",
                "Parameter",
                "Check",
                "Requirement",
                "Skill",
            ],
            (Self::Guide, Ru) => &[
                "Пояснение",
                "Как оценивать",
                "Описание",
                "Подсказка",
                "Расшифровка",
                "Комментарий",
                "Примечание",
            ],
            (Self::Guide, En) => &[
                "Guide",
                "Guidance",
                "Description",
                "How to mark",
                "Explanation",
                "Comment",
                "Notes",
            ],
            (Self::Scale, Ru) => &[
                "Шкала",
                "Оценки",
                "Варианты",
                "Макс балл",
                "Максимальный балл",
                "Максимум",
                "Макс",
                "Баллы",
                "Балл",
            ],
            (Self::Scale, En) => &[
                "Scale",
                "Marks",
                "Options",
                "Max points",
                "Maximum points",
                "Max score",
                "Maximum",
                "Max",
                "Points",
            ],
            (Self::Weight, Ru) => &["Вес", "Вес пункта", "Коэффициент", "Значимость", "Вес %"],
            (Self::Weight, En) => &["Weight", "Coefficient", "Importance", "Weight %"],
            (Self::Required, Ru) => &["Обязательный", "Обязательно", "Обязательный пункт"],
            (Self::Required, En) => &["Required", "Mandatory", "Obligatory"],
            (Self::Critical, Ru) => &[
                "Критическая оценка",
                "Критический",
                "Критический пункт",
                "Критично",
                "Критическая ошибка",
                "Стоп фактор",
                "Обнуляет",
                "Обнуление",
            ],
            (Self::Critical, En) => &[
                "Critical mark",
                "Critical",
                "Critical value",
                "Auto fail",
                "Fatal",
                "Knockout",
            ],
            (Self::NotApplicable, Ru) => &["Можно н/п", "Н/п", "Не применимо", "Можно не применимо"],
            (Self::NotApplicable, En) => &["N/A allowed", "N/A", "Not applicable", "May be N/A"],
            (Self::Initial, Ru) => &["Оценка вначале", "По умолчанию", "Начальная оценка"],
            (Self::Initial, En) => &["Mark at first", "Default", "Initial mark"],
            (Self::Labels, Ru) => &["Слова на кнопках", "Подписи оценок"],
            (Self::Labels, En) => &["Words on buttons", "Mark labels"],
            (Self::Phrases, Ru) => &["Фразы в расшифровке", "Фразы", "Фразы маркеры"],
            (Self::Phrases, En) => &["Phrases in the transcript", "Phrases"],
            (Self::Entry, Ru) => &["Материал книги", "Материал"],
            (Self::Entry, En) => &["Playbook entry", "Entry"],
            (Self::Archived, Ru) => &["В архиве", "Архив"],
            (Self::Archived, En) => &["Archived"],
            (Self::Short, Ru) => &["Блок коротко", "Короткое название блока"],
            (Self::Short, En) => &["Block in short", "Short block name"],
            (Self::BlockKey, Ru) => &["Ключ блока", "Код блока"],
            (Self::BlockKey, En) => &["Block key", "Block code"],
            (Self::ItemKey, Ru) => &["Ключ пункта", "Ключ", "Код", "Код пункта"],
            (Self::ItemKey, En) => &["Item key", "Key", "Code"],
        }
    }

    /// The heading we write.
    pub fn heading(self, locale: Locale) -> &'static str {
        self.headings(locale).first().copied().unwrap_or_default()
    }
}

/// A column of the sheet of items: a field, and for the texts the language when it is not the sheet's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemColumn {
    /// What it holds.
    pub field: ItemField,
    /// In the other language than the sheet's?
    pub other: bool,
}

impl ItemColumn {
    /// In the sheet's own language.
    pub const fn new(field: ItemField) -> Self {
        Self { field, other: false }
    }

    /// Every column there may be, in the order we write them.
    pub fn all() -> impl Iterator<Item = Self> {
        let both = |field: &ItemField| {
            let other = field.is_words().then_some(Self {
                field: *field,
                other: true,
            });
            std::iter::once(Self::new(*field)).chain(other)
        };
        ItemField::ALL.iter().flat_map(both)
    }

    /// The heading we write in a sheet of this language.
    pub fn heading(self, language: Locale) -> String {
        let heading = self.field.heading(language);
        if self.other {
            format!("{heading} ({})", other(language))
        } else {
            heading.to_owned()
        }
    }
}

/// The other of the two languages.
pub const fn other(language: Locale) -> Locale {
    match language {
        Locale::Ru => Locale::En,
        Locale::En => Locale::Ru,
    }
}

impl std::fmt::Display for ItemColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.field.as_str())?;
        f.write_str(if self.other { ".other" } else { "" })
    }
}

impl std::str::FromStr for ItemColumn {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (field, other) = match text.strip_suffix(".other") {
            Some(field) => (field, true),
            None => (text, false),
        };
        let field: ItemField = field.parse()?;
        Ok(Self { field, other })
    }
}

crate::db::text_enum! {
    /// A line above the headings that says something of the whole checklist.
    pub enum ChecklistFact {
        /// Its name.
        Name = "name",
        /// What it is for.
        About = "about",
        /// How the total is made.
        Rule = "rule",
        /// From which percentages the zones begin.
        Zones = "zones",
        /// For which calls.
        CallTypes = "call-types",
        /// For whose calls.
        Functions = "functions",
    }
}

impl ChecklistFact {
    /// Words by which it is known, the one we write first.
    pub const fn words(self, locale: Locale) -> &'static [&'static str] {
        use Locale::{En, Ru};
        match (self, locale) {
            (Self::Name, Ru) => &["Чек-лист", "Название"],
            (Self::Name, En) => &["Checklist", "Name"],
            (Self::About, Ru) => &["Для чего", "Описание"],
            (Self::About, En) => &["About", "Description"],
            (Self::Rule, Ru) => &["Правило итога", "Правило"],
            (Self::Rule, En) => &["Rule of the total", "Rule"],
            (Self::Zones, Ru) => &["Зоны от, %", "Зоны"],
            (Self::Zones, En) => &["Zones from, %", "Zones"],
            (Self::CallTypes, Ru) => &["Типы звонков"],
            (Self::CallTypes, En) => &["Call types"],
            (Self::Functions, Ru) => &["Для кого"],
            (Self::Functions, En) => &["For whom"],
        }
    }

    /// The fact this word stands for.
    pub fn find(word: &str) -> Option<Self> {
        let word = plain(word);
        let known = |fact: &Self| {
            let words = Locale::ALL.iter().flat_map(|locale| fact.words(*locale));
            words.into_iter().any(|known| plain(known) == word)
        };
        Self::ALL.iter().copied().find(known)
    }
}

/// Names of a sheet with filled rows, the one we write first.
pub const fn marks_names(locale: Locale) -> &'static [&'static str] {
    match locale {
        Locale::Ru => &["Оценки", "Прослушки", "Звонки"],
        Locale::En => &["Marks", "Evaluations", "Calls"],
    }
}

crate::db::text_enum! {
    /// A column of the sheet of filled rows that is neither an item nor a gate.
    pub enum CallField {
        /// When the call was.
        Date = "date",
        /// Whose call.
        Manager = "manager",
        /// The client or the call.
        Client = "client",
        /// The total the department's sheet computed.
        Total = "total",
    }
}

impl CallField {
    /// Headings by which it is known, the one we write first.
    pub const fn headings(self, locale: Locale) -> &'static [&'static str] {
        use Locale::{En, Ru};
        match (self, locale) {
            (Self::Date, Ru) => &["Дата", "Дата звонка", "Когда"],
            (Self::Date, En) => &["Date", "Call date", "When"],
            (Self::Manager, Ru) => &["Менеджер", "Сотрудник", "ФИО", "Оператор", "Продавец"],
            (Self::Manager, En) => &["Manager", "Agent", "Salesperson", "Employee", "Operator"],
            (Self::Client, Ru) => &["Клиент", "Звонок", "Компания", "Номер", "Телефон"],
            (Self::Client, En) => &["Client", "Call", "Customer", "Company", "Phone"],
            (Self::Total, Ru) => &[
                "Итог, %",
                "Итог",
                "Итого",
                "Итоговый балл",
                "Итоговая оценка",
                "Общий балл",
                "Результат",
                "Всего",
                "Общий %",
            ],
            (Self::Total, En) => &[
                "Total, %",
                "Total",
                "Total score",
                "Overall",
                "Result",
                "Final score",
                "Score",
            ],
        }
    }

    /// The heading we write.
    pub fn heading(self, locale: Locale) -> &'static str {
        self.headings(locale).first().copied().unwrap_or_default()
    }
}

/// Yes and no as we write them.
pub const fn yes_no(yes: bool, locale: Locale) -> &'static str {
    match (yes, locale) {
        (true, Locale::Ru) => "да",
        (false, Locale::Ru) => "нет",
        (true, Locale::En) => "yes",
        (false, Locale::En) => "no",
    }
}

/// "Not applicable" as we write it.
pub const fn not_applicable(locale: Locale) -> &'static str {
    match locale {
        Locale::Ru => "н/п",
        Locale::En => "n/a",
    }
}

/// A rule as we write it.
pub const fn rule_words(rule: ScoringRule, locale: Locale) -> &'static str {
    match (rule, locale) {
        (ScoringRule::Blocks, Locale::Ru) => "по блокам",
        (ScoringRule::Points, Locale::Ru) => "по баллам",
        (ScoringRule::Blocks, Locale::En) => "by blocks",
        (ScoringRule::Points, Locale::En) => "by points",
    }
}

/// The rule these words name.
pub fn rule(text: &str) -> Option<ScoringRule> {
    let text = plain(text);
    ScoringRule::ALL.iter().copied().find(|rule| {
        let words = Locale::ALL.iter().map(|locale| rule_words(*rule, *locale));
        words.into_iter().any(|words| words == text) || text == rule.as_str()
    })
}

/// A kind of call by its words, Russian first, and its name.
pub fn type_names(it: CallType) -> Vec<String> {
    let (ru, en) = match it {
        CallType::First => ("Первый", "First"),
        CallType::Request => ("Заявка", "Request"),
        CallType::Repeat => ("Повторный", "Repeat"),
        CallType::Offer => ("После предложения", "After the offer"),
        CallType::Service => ("Сопровождение", "Service"),
        CallType::Other => ("Другой", "Other"),
    };
    [ru, en, it.as_str()].map(str::to_owned).to_vec()
}

/// A function by its words, Russian first, and its name.
pub fn function_names(it: Function) -> Vec<String> {
    let (ru, en) = match it {
        Function::Hunter => ("Хантер", "Hunter"),
        Function::Closer => ("Клоузер", "Closer"),
        Function::Farmer => ("Фермер", "Farmer"),
        Function::Newcomer => ("Новичок", "Newcomer"),
    };
    [ru, en, it.as_str()].map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for column in ItemColumn::all() {
            assert_eq!(column.to_string().parse(), Ok(column));
        }
        for locale in Locale::ALL {
            for it in ScoringRule::ALL {
                assert_eq!(rule(rule_words(*it, *locale)), Some(*it));
            }
            for fact in ChecklistFact::ALL {
                assert_eq!(ChecklistFact::find(fact.words(*locale)[0]), Some(*fact));
            }
        }
    }
}
