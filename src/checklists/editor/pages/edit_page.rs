//! What the editor's page shows: the form's fields, the faults at their places, the card beside it.

use askama::Template;

use super::conflict::ChangeView;
use super::preview::{PreviewCard, more_facts, weight};
use crate::checklists::editor::faults::{DraftFault, FaultLocation, faults};
use crate::checklists::editor::form::{self, UnreadableValue};
use crate::checklists::editor::write::ChecklistDetails;
use crate::checklists::words::words;
use crate::checklists::{Block, Checklist, Checklists, Item, LocalizedText, Scale};
use crate::error::Result;
use crate::id::ChecklistId;
use crate::people::Function;
use crate::playbook::library::LibrarySnapshot;
use crate::recordings::CallType;
use crate::web::PageContext;

/// What one can choose; `points` and `own` ask for more.
const SCALES: [&str; 6] = ["0-1-2", "yes-no", "0-2", "five-step", "points", "own"];

/// Somebody saved meanwhile.
pub(super) struct ChecklistClash {
    /// «Пока вы писали, Олег Ветров сохранил свою правку…».
    pub(super) words: String,
    /// The revision that is stored now.
    pub(super) over: i64,
    /// From what is stored to what is in the form.
    pub(super) changes: Vec<ChangeView>,
}

/// An item that is not asked any more.
pub(super) struct ArchivedItem {
    key: String,
    text: String,
}

#[derive(Template)]
#[template(path = "checklists/edit.html", blocks = ["editor", "preview"])]
pub(super) struct ChecklistEditPage {
    pub(super) t: PageContext,
    id: ChecklistId,
    /// The page's revision; saving names it.
    revision: i64,
    document: Checklist,
    /// Was any version published?
    published: bool,
    saved: String,
    /// Is there a draft to throw away?
    has_draft: bool,
    problems: Vec<UnreadableValue>,
    faults: Vec<DraftFault>,
    /// Publishing was wanted: faults stand at their places.
    refused: bool,
    clash: Option<ChecklistClash>,
    /// What the focus goes to.
    focus: String,
    card: PreviewCard,
    archived: Vec<ArchivedItem>,
    /// Entries of the book to choose from: name and title.
    entries: Vec<(String, String)>,
}

/// What a page is made of besides the desk.
#[derive(Default)]
pub(super) struct EditPageContent {
    pub(super) document: Option<Checklist>,
    pub(super) problems: Vec<UnreadableValue>,
    pub(super) refused: bool,
    pub(super) clash: Option<ChecklistClash>,
    pub(super) focus: Option<String>,
    pub(super) revision: Option<i64>,
}

impl ChecklistEditPage {
    pub(super) fn new(
        t: PageContext,
        checklists: &Checklists,
        desk: &ChecklistDetails,
        shown: EditPageContent,
    ) -> Result<Self> {
        let book = checklists.library.snapshot();
        let document = shown.document.unwrap_or_else(|| desk.document());
        let saved = match &desk.draft {
            Some(draft) => {
                let local = draft.saved_at.to_jiff().to_zoned_datetime(t.zone().clone());
                t.with("evaluation-saved", "time", local.strftime("%H:%M"))
            }
            None => t.text("checklist-no-draft"),
        };
        let archived = document.blocks.iter().flat_map(|block| &block.items);
        let archived = archived.filter(|item| item.archived).map(|item| ArchivedItem {
            key: item.key.clone(),
            text: words(&item.text, t.locale()),
        });
        Ok(Self {
            id: desk.listed.id.clone(),
            revision: shown.revision.unwrap_or(desk.listed.revision),
            published: !desk.editions.is_empty(),
            saved,
            has_draft: desk.draft.is_some(),
            problems: shown.problems,
            faults: faults(&document, |entry| known(&book, entry)),
            refused: shown.refused,
            clash: shown.clash,
            focus: shown.focus.unwrap_or_default(),
            card: PreviewCard::new(&t, &document, &book, false)?,
            archived: archived.collect(),
            entries: entries(&book, &t),
            document,
            t,
        })
    }

    fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.document.blocks.iter().filter(|block| !block.is_archived())
    }
    fn functions() -> &'static [Function] {
        Function::ALL
    }
    fn call_types() -> &'static [CallType] {
        CallType::ALL
    }
    fn title(&self) -> String {
        let name = words(&self.document.name, self.t.locale());
        if name.is_empty() {
            self.t.text("checklist-nameless")
        } else {
            name
        }
    }
    /// The language the texts are written in first, and the other one.
    fn languages(&self) -> [&'static str; 2] {
        if self.t.lang() == "ru" {
            ["ru", "en"]
        } else {
            ["en", "ru"]
        }
    }
    /// A text in one language, even when it has none in that.
    fn side<'a>(words: &'a LocalizedText, language: &str) -> &'a str {
        if language == "ru" { &words.ru } else { &words.en }
    }
    /// A label, with the language where it is not the page's.
    fn label(&self, key: &str, language: &str) -> String {
        let label = self.t.text(key);
        if language == self.t.lang() {
            return label;
        }
        let language = self.t.text(format!("checklist-in-{language}").as_str());
        format!("{label}, {language}")
    }
    fn gate(block: &Block) -> [LocalizedText; 3] {
        let gate = block.gate.clone();
        gate.map_or_else(Default::default, |gate| [gate.question, gate.open, gate.closed])
    }
    /// What is entered in a field: what could not be read, else what is stored.
    fn value(&self, field: &str, stored: &str) -> String {
        let problem = self.problems.iter().find(|problem| problem.field == field);
        problem.map_or_else(|| stored.to_owned(), |problem| problem.entered.clone())
    }
    /// Why a field cannot be read; empty when it can.
    fn problem(&self, field: &str) -> String {
        let problem = self.problems.iter().find(|problem| problem.field == field);
        problem.map_or_else(String::new, |problem| self.t.text(problem.text_key))
    }
    /// Every problem, as the script takes them.
    fn problems_json(&self) -> String {
        let all = self.problems.iter();
        let all: Vec<_> = all.map(|it| (&it.field, self.t.text(it.text_key))).collect();
        serde_json::to_string(&all).unwrap_or_default()
    }
    fn faults_at(&self, place: &FaultLocation) -> Vec<String> {
        let here = self
            .faults
            .iter()
            .filter(|fault| self.refused && fault.place == *place);
        here.map(|fault| self.t.text(fault.code)).collect()
    }
    fn faults_of_whole(&self) -> Vec<String> {
        self.faults_at(&FaultLocation::Whole)
    }
    fn faults_of_block(&self, block: &Block) -> Vec<String> {
        self.faults_at(&FaultLocation::Block(block.key.clone()))
    }
    fn faults_of_item(&self, item: &Item) -> Vec<String> {
        self.faults_at(&FaultLocation::Item(item.key.clone()))
    }
    /// Anchor of the first fault.
    fn first_fault(&self) -> Option<String> {
        Some(match &self.faults.first()?.place {
            FaultLocation::Whole => "checklist-whole".to_owned(),
            FaultLocation::Block(key) => format!("block-{key}"),
            FaultLocation::Item(key) => format!("item-{key}"),
        })
    }
    /// «осталось исправить: 3».
    fn left(&self) -> String {
        match self.faults.len() {
            0 => self.t.text("checklist-left-none"),
            n => self.t.count("checklist-left", &n),
        }
    }
    /// Field, zone and its percentage.
    fn zones(&self) -> [(&'static str, &'static str, u8); 3] {
        let zones = self.document.zones;
        [
            ("zone.strong", "strong", zones.strong),
            ("zone.norm", "norm", zones.norm),
            ("zone.attention", "attn", zones.attention),
        ]
    }
    /// Field, label and the mark that is named there.
    fn special_marks(item: &Item) -> [(&'static str, &'static str, String); 2] {
        let figure = |mark: Option<u16>| mark.map_or_else(String::new, |mark| mark.to_string());
        [
            ("critical", "checklist-item-critical", figure(item.critical)),
            ("initial", "checklist-item-initial", figure(item.initial)),
        ]
    }
    /// Is it the item's scale, as one chooses it?
    fn is_scale(item: &Item, word: &str) -> bool {
        match item.scale {
            Scale::Points(_) => word == "points",
            Scale::Own(_) => word == "own",
            other => other.to_string() == word,
        }
    }
    fn points(item: &Item) -> Option<u16> {
        match item.scale {
            Scale::Points(n) => Some(n),
            _ => None,
        }
    }
    fn is_own(item: &Item) -> bool {
        matches!(item.scale, Scale::Own(_))
    }
    fn outcomes(item: &Item) -> String {
        form::outcomes(item)
    }
    fn weight(&self, item: &Item) -> String {
        weight(&self.t, item)
    }
    fn item_facts(&self, item: &Item) -> String {
        let mut facts = Vec::new();
        if let Some(mark) = item.critical {
            facts.push(self.t.with("checklist-fact-critical", "mark", mark));
        }
        facts.extend(more_facts(&self.t, item));
        if let Some(lesson) = self.lesson(item) {
            facts.push(lesson);
        }
        facts.join(" · ")
    }
    /// Title of the entry that teaches the item.
    fn lesson(&self, item: &Item) -> Option<String> {
        let entry = item.entry.as_deref()?;
        let found = self.entries.iter().find(|(name, _)| name == entry);
        found.map(|(_, title)| self.t.with("evaluation-lesson", "title", title))
    }
    fn is_for_call(&self, word: &str) -> bool {
        self.document.call_types.iter().any(|call| call.as_str() == word)
    }
    fn is_for_function(&self, word: &str) -> bool {
        self.document.functions.iter().any(|one| one.as_str() == word)
    }
}

pub(super) fn known(book: &LibrarySnapshot, entry: &str) -> bool {
    entry.parse().is_ok_and(|id| book.get(&id).is_some())
}

/// Entries of the visitor's language first.
fn entries(book: &LibrarySnapshot, t: &PageContext) -> Vec<(String, String)> {
    let mut all: Vec<_> = book.entries().collect();
    all.sort_by_key(|entry| entry.locale() != t.locale());
    all.into_iter()
        .map(|entry| (entry.id.to_string(), entry.title().to_owned()))
        .collect()
}
