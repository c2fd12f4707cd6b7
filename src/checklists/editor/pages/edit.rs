//! The editor: the whole checklist as one form, the card beside it, saved as it is typed.
//!
//! Every act sends the whole form and saves it first, so nothing typed is lost without script. With script a save returns
//! the preview, an act the whole editor (`X-Fragment`).

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::conflict::{ChangeView, views};
use super::me;
use super::preview::{PreviewCard, more_facts, weight};
use crate::checklists::editor::draft::{self, OrderChange};
use crate::checklists::editor::faults::{DraftFault, FaultLocation, faults};
use crate::checklists::editor::form::{self, DraftFields, UnreadableValue};
use crate::checklists::editor::write::{ChecklistDetails, ChecklistPublishOutcome};
use crate::checklists::words::words;
use crate::checklists::{Block, Checklist, Checklists, Item, LocalizedText, Scale};
use crate::error::{Error, ErrorKind, Result};
use crate::id::ChecklistId;
use crate::people::{Function, Person};
use crate::playbook::library::LibrarySnapshot;
use crate::recordings::CallType;
use crate::web::{Flash, Form, Html, PageContext, Path, SeeOther, see};

/// What one can choose; `points` and `own` ask for more.
const SCALES: [&str; 6] = ["0-1-2", "yes-no", "0-2", "five-step", "points", "own"];

/// Somebody saved meanwhile.
struct ChecklistClash {
    /// «Пока вы писали, Олег Ветров сохранил свою правку…».
    words: String,
    /// The revision that is stored now.
    over: i64,
    /// From what is stored to what is in the form.
    changes: Vec<ChangeView>,
}

/// An item that is not asked any more.
struct ArchivedItem {
    key: String,
    text: String,
}

#[derive(Template)]
#[template(path = "checklists/edit.html", blocks = ["editor", "preview"])]
struct ChecklistEditPage {
    t: PageContext,
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
struct EditPageContent {
    document: Option<Checklist>,
    problems: Vec<UnreadableValue>,
    refused: bool,
    clash: Option<ChecklistClash>,
    focus: Option<String>,
    revision: Option<i64>,
}

impl ChecklistEditPage {
    fn new(
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

fn known(book: &LibrarySnapshot, entry: &str) -> bool {
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

/// Somebody who writes a title means the entry with it.
fn resolve(document: &mut Checklist, book: &LibrarySnapshot) {
    let items = document.blocks.iter_mut().flat_map(|block| &mut block.items);
    for entry in items.filter_map(|item| item.entry.as_mut()) {
        if known(book, entry) {
            continue;
        }
        if let Some(found) = book.entries().find(|it| it.title() == entry.as_str()) {
            *entry = found.id.to_string();
        }
    }
}

fn revision(fields: &DraftFields) -> Result<i64> {
    number(fields, "revision").ok_or(Error::new(ErrorKind::BadInput, "bad-form"))
}

fn number(fields: &DraftFields, name: &str) -> Option<i64> {
    text(fields, name).parse().ok()
}

fn text<'a>(fields: &'a DraftFields, name: &str) -> &'a str {
    let found = fields.iter().rev().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.as_str())
}

fn to_editor(id: &ChecklistId, anchor: &str) -> String {
    match anchor {
        "" => format!("/checklists/{id}/edit"),
        anchor => format!("/checklists/{id}/edit#{anchor}"),
    }
}

fn is_conflict(error: &Error) -> bool {
    error.code() == "checklist-changed"
}

pub(super) async fn edit(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
) -> Result<Html<impl Template>> {
    let desk = checklists.desk(&me(&t)?, &id).await?;
    Ok(Html(ChecklistEditPage::new(
        t,
        &checklists,
        &desk,
        EditPageContent::default(),
    )?))
}

pub(super) async fn save(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
    Form(fields): Form<DraftFields>,
) -> Result<Response> {
    let (by, act) = (me(&t)?, text(&fields, "act"));
    if matches!(act, "apart" | "over") {
        return keep_both(t, &checklists, &by, &id, &fields).await;
    }
    let before = checklists.desk(&by, &id).await?;
    let (mut document, problems) = form::read(&fields, &before.document());
    resolve(&mut document, &checklists.library.snapshot());
    let step: Option<OrderChange> = act.parse().ok();
    let focus = step.and_then(|step| draft::step(&mut document, &before.published(), &step));
    match checklists.save(&by, &id, revision(&fields)?, document).await {
        Ok(_) => {}
        Err(error) if is_conflict(&error) => return clash(t, &checklists, &by, &id, &fields).await,
        Err(error) => return Err(error),
    }
    if t.visitor().fragment().is_none() && problems.is_empty() {
        return Ok(Redirect::to(&to_editor(&id, &focus.unwrap_or_default())).into_response());
    }
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let shown = EditPageContent {
        problems,
        focus,
        ..EditPageContent::default()
    };
    let desk = checklists.desk(&by, &id).await?;
    Ok(answer(
        ChecklistEditPage::new(t, &checklists, &desk, shown)?,
        status,
    ))
}

/// The page, or the part of it that a script asked for.
fn answer(page: ChecklistEditPage, status: StatusCode) -> Response {
    let fragment = page.t.visitor().fragment().map(str::to_owned);
    match fragment.as_deref() {
        Some("preview") => (status, Html(page.as_preview())).into_response(),
        Some("editor") => (status, Html(page.as_editor())).into_response(),
        _ => (status, Html(page)).into_response(),
    }
}

/// What was entered stays in the form, beside who was faster and what differs.
async fn clash(
    t: PageContext,
    checklists: &Checklists,
    by: &Person,
    id: &ChecklistId,
    fields: &DraftFields,
) -> Result<Response> {
    let desk = checklists.desk(by, id).await?;
    let mine = form::read_whole(fields, &desk.document());
    let words = match &desk.draft {
        Some(draft) => {
            let when = t.moment(&draft.saved_at);
            t.with2("checklist-clash", "author", &draft.author, "when", when)
        }
        None => t.text("checklist-clash-published"),
    };
    let clash = ChecklistClash {
        words,
        over: desk.listed.revision,
        changes: views(&t, &desk.document(), &mine),
    };
    let shown = EditPageContent {
        document: Some(mine),
        clash: Some(clash),
        revision: Some(revision(fields)?),
        ..EditPageContent::default()
    };
    Ok(answer(
        ChecklistEditPage::new(t, checklists, &desk, shown)?,
        StatusCode::CONFLICT,
    ))
}

/// After a conflict: both are kept. `apart` makes what was written here a checklist of its own, `over` puts it in the
/// place of the draft, which becomes one.
async fn keep_both(
    t: PageContext,
    checklists: &Checklists,
    by: &Person,
    id: &ChecklistId,
    fields: &DraftFields,
) -> Result<Response> {
    let before = checklists.desk(by, id).await?;
    let mut mine = form::read_whole(fields, &before.document());
    resolve(&mut mine, &checklists.library.snapshot());
    let over = number(fields, "over").unwrap_or_default();
    let made = if text(fields, "act") == "apart" {
        checklists
            .start(by, draft::copied(mine))
            .await
            .map(|made| (made, "checklist-kept-apart"))
    } else {
        let kept = checklists.put_over(by, id, over, mine).await;
        kept.map(|_| (id.clone(), "checklist-kept-over"))
    };
    match made {
        Ok((made, said)) => Ok(see(to_editor(&made, "")).saying(said).into_response()),
        Err(error) if is_conflict(&error) => clash(t, checklists, by, id, fields).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn publish(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
    Form(fields): Form<DraftFields>,
) -> Result<Response> {
    let by = me(&t)?;
    let before = checklists.desk(&by, &id).await?;
    let (mut document, problems) = form::read(&fields, &before.document());
    resolve(&mut document, &checklists.library.snapshot());
    let result = match checklists.save(&by, &id, revision(&fields)?, document).await {
        Ok(revision) if problems.is_empty() => checklists.publish(&by, &id, revision).await,
        Ok(_) => Ok(ChecklistPublishOutcome::Faulty(Vec::new())),
        Err(error) => Err(error),
    };
    let flash = match result {
        Ok(ChecklistPublishOutcome::Published(number)) => {
            Flash::with("checklist-published", number.to_string())
        }
        Ok(ChecklistPublishOutcome::Unchanged) => Flash::new("checklist-unchanged"),
        Ok(ChecklistPublishOutcome::Faulty(_)) => {
            let desk = checklists.desk(&by, &id).await?;
            let shown = EditPageContent {
                problems,
                refused: true,
                ..EditPageContent::default()
            };
            return Ok(answer(
                ChecklistEditPage::new(t, &checklists, &desk, shown)?,
                StatusCode::UNPROCESSABLE_ENTITY,
            ));
        }
        Err(error) if is_conflict(&error) => return clash(t, &checklists, &by, &id, &fields).await,
        Err(error) => return Err(error),
    };
    Ok(see(format!("/checklists/{id}")).saying(flash).into_response())
}

pub(super) async fn discard(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
    Form(fields): Form<DraftFields>,
) -> Result<SeeOther> {
    let stays = checklists.discard(&me(&t)?, &id, revision(&fields)?).await?;
    let to = if stays {
        format!("/checklists/{id}")
    } else {
        "/checklists".to_owned()
    };
    let mut flash = Flash::new("checklist-discarded");
    if stays {
        flash = flash.undo(format!("/checklists/{id}/draft/restore"));
    }
    Ok(see(to).saying(flash))
}

pub(super) async fn put_back(
    t: PageContext,
    State(checklists): State<Checklists>,
    Path(id): Path<ChecklistId>,
) -> Result<SeeOther> {
    checklists.restore_draft(&me(&t)?, &id).await?;
    let to = format!("/checklists/{id}/edit");
    Ok(see(to).saying("undone"))
}
