//! Bringing a sheet: the page that asks for it, and the page on which it becomes a checklist.

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::Field;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::compared::SheetComparisonView;
use super::view::{
    ChoiceGroup, ColumnView, FaultView, PreviewView, columns, faults, field_choices, mark_choices, marks,
};
use crate::checklists::ScoringRule;
use crate::error::{ErrorKind, Result};
use crate::i18n::Locale;
use crate::id::SheetImportId;
use crate::sheets::Sheets;
use crate::sheets::form::{MappingFields, apply, asks, place};
use crate::sheets::import::{REQUEST_BYTES, SheetReview, SheetUpload};
use crate::sheets::layout::{ItemColumn, ItemField};
use crate::sheets::read::{CELLS, COLUMNS, FILE_BYTES, ROWS};
use crate::sheets::scales::scale_words;
use crate::sheets::store::{self, PendingSheet};
use crate::web::{Flash, Form, Html, Multipart, PageContext, Path, SeeOther, form, interrupted, see};

/// Letters of a file's name that are kept.
const NAME: usize = 120;
/// Scales offered for items that name none.
const SCALES: [&str; 6] = ["0-1-2", "yes-no", "0-2", "five-step", "points-5", "points-10"];

#[derive(Template)]
#[template(path = "sheets/new.html")]
pub(super) struct NewSheetPage {
    t: PageContext,
    waiting: Vec<PendingSheet>,
    /// What is wrong with the file that was sent.
    error: String,
}

impl NewSheetPage {
    /// Columns of the layout: heading, whether it may be left out, what it means.
    fn layout(&self) -> Vec<(String, bool, String)> {
        ItemField::ALL
            .iter()
            .map(|field| {
                let key = format!("sheet-field-{}", field.as_str());
                let heading = ItemColumn::new(*field).heading(self.t.locale());
                (heading, *field != ItemField::Item, self.t.text(&key))
            })
            .collect()
    }
    fn limits(&self) -> String {
        let values = [
            ("megabytes", FILE_BYTES / 1024 / 1024),
            ("rows", ROWS),
            ("columns", COLUMNS),
            ("cells", CELLS),
        ];
        let values = values.map(|(name, value)| (name, self.t.number(&(value as f64), &0)));
        self.t.texts().with("sheet-limits", &values)
    }
}

pub(super) async fn new(t: PageContext, State(sheets): State<Sheets>) -> Result<Html<NewSheetPage>> {
    Ok(Html(new_page(t, &sheets, String::new()).await?))
}

async fn new_page(t: PageContext, sheets: &Sheets, error: String) -> Result<NewSheetPage> {
    let owner = t.visitor().signed_in()?.id.clone();
    let mut tx = sheets.core.db.read().await?;
    let waiting = store::waiting(&mut tx, &owner, sheets.core.now()).await?;
    Ok(NewSheetPage { t, waiting, error })
}

pub(super) async fn create(
    t: PageContext,
    State(sheets): State<Sheets>,
    Multipart(request): Multipart,
) -> Result<Response> {
    let by = t.visitor().signed_in()?.clone();
    let done = match receive(request).await {
        Ok(files) => sheets.ingest(&by, files).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(id) => Ok(Redirect::to(&format!("/checklists/import/{id}")).into_response()),
        Err(error) if error.kind() != ErrorKind::Internal => {
            let sentence = form::sentence(&t, &error);
            // The form again, with its sentence: a 413 would be taken for a request that a layer refused.
            let status = match error.kind() {
                ErrorKind::TooLarge => StatusCode::UNPROCESSABLE_ENTITY,
                kind => StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
            };
            let page = new_page(t, &sheets, sentence).await?;
            Ok((status, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

/// The files of the two fields, the items' first.
async fn receive(mut request: axum::extract::Multipart) -> Result<Vec<SheetUpload>> {
    let (mut items, mut rows, mut left) = (None, None, REQUEST_BYTES);
    while let Some(field) = request.next_field().await.map_err(interrupted)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = file(field, &mut left).await?;
        // A form without a chosen file sends one without contents.
        let file = file.filter(|file| !file.bytes.is_empty());
        match name.as_str() {
            "file" => items = file,
            "rows" => rows = file,
            _ => {}
        }
    }
    if items.is_none() {
        return Ok(Vec::new());
    }
    Ok(items.into_iter().chain(rows).collect())
}

async fn file(mut field: Field<'_>, left: &mut usize) -> Result<Option<SheetUpload>> {
    let Some(name) = field.file_name().map(str::to_owned) else {
        return Ok(None);
    };
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(NAME).collect();
    let mut bytes = Vec::new();
    while let Some(more) = field.chunk().await.map_err(interrupted)? {
        let room = left
            .checked_sub(more.len())
            .filter(|_| bytes.len() + more.len() <= FILE_BYTES);
        *left = room.ok_or(crate::sheets::read::SheetReadError::TooLarge)?;
        bytes.extend_from_slice(&more);
    }
    Ok(Some(SheetUpload { name, bytes }))
}

#[derive(Template)]
#[template(path = "sheets/show.html", blocks = ["sheet"])]
struct SheetPage {
    t: PageContext,
    id: SheetImportId,
    file: String,
    /// Names of the tables.
    tables: Vec<String>,
    items: usize,
    header: usize,
    of: String,
    columns: Vec<ColumnView>,
    choices: Vec<(String, String)>,
    language: Locale,
    name: String,
    rule: ScoringRule,
    scale: String,
    has_scale: bool,
    marks: Option<MarksView>,
    mark_choices: Vec<ChoiceGroup>,
    faults: Vec<FaultView>,
    more_faults: usize,
    passed: String,
    preview: PreviewView,
    comparison: Option<SheetComparisonView>,
}

/// Where the filled rows are.
pub(super) struct MarksView {
    pub(super) table: usize,
    pub(super) header: usize,
    pub(super) of: String,
    pub(super) columns: Vec<ColumnView>,
}

impl SheetPage {
    fn scales(&self) -> Vec<(String, String)> {
        let locale = self.t.locale();
        let words = |text: &str| Some((text.to_owned(), scale_words(text.parse().ok()?, locale)));
        SCALES.iter().filter_map(|text| words(text)).collect()
    }
    /// Is the table the one with the filled rows?
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn has_marks(&self, at: &usize) -> bool {
        self.marks.as_ref().is_some_and(|marks| marks.table == *at)
    }
    fn languages() -> &'static [Locale] {
        Locale::ALL
    }
    fn is_ready(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Faults shown at most.
const FAULTS: usize = 30;

fn show_page(t: PageContext, look: SheetReview) -> SheetPage {
    let SheetReview {
        import,
        built,
        comparison,
    } = look;
    let mapping = &import.mapping.0;
    let tables = &import.cells.0;
    let empty = Vec::new();
    let header = tables
        .get(mapping.items)
        .and_then(|table| table.rows.get(mapping.header));
    let headings = header.unwrap_or(&empty);
    let passed: Vec<String> = built
        .passed
        .iter()
        .take(12)
        .map(|row| (row + 1).to_string())
        .collect();
    SheetPage {
        file: import.file_name.clone(),
        tables: tables.iter().map(|table| table.name.clone()).collect(),
        items: mapping.items,
        header: mapping.header + 1,
        of: place(mapping.items, mapping.header),
        columns: columns(tables.get(mapping.items), mapping.header, &mapping.columns),
        choices: field_choices(&t),
        language: mapping.language,
        name: mapping.name.clone(),
        rule: mapping.rule,
        scale: mapping.scale.to_string(),
        has_scale: mapping.columns.contains(&Some(ItemColumn::new(ItemField::Scale))),
        marks: mapping.marks.as_ref().map(|it| marks(tables, it)),
        mark_choices: mark_choices(&t, &built.checklist),
        more_faults: built.faults.len().saturating_sub(FAULTS),
        faults: built
            .faults
            .iter()
            .take(FAULTS)
            .map(|fault| faults(&t, fault, headings))
            .collect(),
        passed: passed.join(", "),
        preview: PreviewView::new(&t, &built),
        comparison: comparison.map(|it| SheetComparisonView::new(&t, &it, &built.checklist)),
        id: import.id,
        t,
    }
}

fn answer(t: PageContext, look: SheetReview, status: StatusCode) -> Response {
    let fragment = t.visitor().fragment() == Some("sheet");
    let page = show_page(t, look);
    if fragment {
        (status, Html(page.as_sheet())).into_response()
    } else {
        (status, Html(page)).into_response()
    }
}

pub(super) async fn show(
    t: PageContext,
    State(sheets): State<Sheets>,
    Path(id): Path<SheetImportId>,
) -> Result<Response> {
    let review = sheets.review(t.visitor().signed_in()?, &id).await?;
    Ok(answer(t, review, StatusCode::OK))
}

pub(super) async fn update(
    t: PageContext,
    State(sheets): State<Sheets>,
    Path(id): Path<SheetImportId>,
    Form(fields): Form<MappingFields>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?.clone();
    let saving = asks(&fields, "save");
    let review = sheets
        .correct(&by, &id, move |mapping, tables| {
            apply(&fields, mapping, tables);
        })
        .await?;
    if saving && review.built.faults.is_empty() {
        let checklist = sheets.finish(&by, review).await?;
        let flash = Flash::new("sheet-saved");
        return Ok(see(format!("/checklists/{checklist}/edit"))
            .saying(flash)
            .into_response());
    }
    if saving {
        return Ok(answer(t, review, StatusCode::UNPROCESSABLE_ENTITY));
    }
    if t.visitor().fragment().is_some() {
        return Ok(answer(t, review, StatusCode::OK));
    }
    Ok(Redirect::to(&format!("/checklists/import/{id}")).into_response())
}

pub(super) async fn discard(
    t: PageContext,
    State(sheets): State<Sheets>,
    Path(id): Path<SheetImportId>,
) -> Result<SeeOther> {
    sheets.discard(t.visitor().signed_in()?, &id).await?;
    Ok(see("/checklists/import").saying("sheet-discarded"))
}
