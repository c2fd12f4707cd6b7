//! A sheet on its way to a checklist: brought, corrected, saved as a draft.
//!
//! Decides that what was brought waits in the database as texts of cells, for a day and for its owner alone: a file that
//! somebody made is opened once, nothing is written to a disk, a reload or a second tab finds everything as it was, and the
//! form stays as small as its selects. Filled rows never become evaluations.

use super::Sheets;
use super::build::{BuiltChecklist, build};
use super::filled::{Comparison, compare};
use super::headings::{guess_marks, mark_columns, marks_header};
use super::layout::ChecklistFact;
use super::mapping::{Mapping, MarkColumn, MarksMapping, facts, guess};
use super::read::{FILE_BYTES, SheetReadError, read};
use super::store::{self, SheetImport};
use super::table::SheetTable;
use crate::audit::{self, Act, AuditSubject};
use crate::checklists::Checklist;
use crate::db::JsonText;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{ChecklistId, SheetImportId};
use crate::people::Person;

/// How long a sheet waits, in ms.
const WAITS_MS: i64 = 24 * 60 * 60 * 1000;
/// Sheets of one person that wait at most; the oldest go.
const WAITING: i64 = 5;

/// A file as it was brought.
#[derive(Debug)]
pub struct SheetUpload {
    /// Its name, without a path.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// A sheet and what it would become.
#[derive(Debug)]
pub struct SheetReview {
    /// The sheet with its mapping.
    pub import: SheetImport,
    /// The checklist, or what keeps it from being one.
    pub built: BuiltChecklist,
    /// The filled rows, when there are any and the checklist can be used.
    pub comparison: Option<Comparison>,
}

impl SheetReview {
    fn new(import: SheetImport) -> Self {
        let tables = &import.cells.0;
        let built = build(tables, &import.mapping.0);
        let marks = import
            .mapping
            .0
            .marks
            .as_ref()
            .filter(|_| built.faults.is_empty());
        let comparison = marks.and_then(|marks| {
            let table = tables.get(marks.table)?;
            Some(compare(table, marks, &built.checklist))
        });
        Self {
            import,
            built,
            comparison,
        }
    }
}

/// A sheet that finds no room says so in its own words.
fn no_room(error: Error) -> Error {
    error.full_disk_as("sheet-disk-full")
}

impl Sheets {
    /// Takes files in: the first holds the items, filled rows may be in it or in the second. Codes: `sheet-…`.
    pub async fn ingest(&self, by: &Person, files: Vec<SheetUpload>) -> Result<SheetImportId> {
        let name = files.first().map(|file| file.name.clone()).unwrap_or_default();
        if files.is_empty() {
            return Err(Error::field("file", "sheet-none"));
        }
        let read = tokio::task::spawn_blocking(move || understand(&files)).await;
        // A library that gives up on somebody's file must not look like a fault of ours.
        let (tables, mapping) =
            read.map_err(|error| Error::from(SheetReadError::Broken(Some(error.into()))))??;
        let import = SheetImport {
            id: self.core.new_id::<SheetImportId>(),
            file_name: name,
            cells: JsonText(tables),
            mapping: JsonText(mapping),
        };
        self.keep(by, &import).await.map_err(no_room)?;
        tracing::info!(import = %import.id, "sheet read");
        Ok(import.id)
    }

    async fn keep(&self, by: &Person, import: &SheetImport) -> Result<()> {
        let now = self.core.now();
        let mut tx = self.core.db.write().await?;
        store::insert(&mut tx, import, &by.id, now, now.plus_ms(WAITS_MS)).await?;
        store::purge(&mut tx, &by.id, now, WAITING).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The sheet as it stands. Code: `sheet-not-found`.
    pub async fn review(&self, by: &Person, id: &SheetImportId) -> Result<SheetReview> {
        let found = self.find(by, id).await?;
        off_the_web(move || SheetReview::new(found)).await
    }

    async fn find(&self, by: &Person, id: &SheetImportId) -> Result<SheetImport> {
        let mut tx = self.core.db.read().await?;
        let found = store::find(&mut tx, id, &by.id, self.core.now()).await?;
        found.ok_or(Error::not_found("sheet-not-found"))
    }

    /// Keeps the person's corrections: `change` gets the mapping and the tables. Code: `sheet-not-found`.
    pub async fn correct(
        &self,
        by: &Person,
        id: &SheetImportId,
        change: impl FnOnce(&mut Mapping, &[SheetTable]) + Send + 'static,
    ) -> Result<SheetReview> {
        let mut import = self.find(by, id).await?;
        let look = off_the_web(move || {
            let tables = import.cells.0.clone();
            let before = build(&tables, &import.mapping.0).checklist;
            change(&mut import.mapping.0, &tables);
            let after = build(&tables, &import.mapping.0).checklist;
            follow(&mut import.mapping.0, &tables, &before, &after);
            SheetReview::new(import)
        })
        .await?;
        self.keep_mapping(id, look.import.mapping.0.clone())
            .await
            .map_err(no_room)?;
        Ok(look)
    }

    async fn keep_mapping(&self, id: &SheetImportId, mapping: Mapping) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        store::save(&mut tx, id, mapping).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes the sheet a draft and forgets the sheet. Codes: `sheet-not-found`, `sheet-faults` while something cannot be used,
    /// `sheet-disk-full`.
    pub async fn finish(&self, by: &Person, look: SheetReview) -> Result<ChecklistId> {
        if !look.built.faults.is_empty() {
            return Err(Error::new(ErrorKind::BadInput, "sheet-faults"));
        }
        self.become_draft(by, look).await.map_err(no_room)
    }

    async fn become_draft(&self, by: &Person, look: SheetReview) -> Result<ChecklistId> {
        let id = self.checklists.start(by, look.built.checklist).await?;
        self.discard(by, &look.import.id).await?;
        let mut tx = self.core.db.write().await?;
        audit::record(
            &mut tx,
            &self.core,
            by,
            Act::ChecklistImported.on(AuditSubject::Checklist(&id)),
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Forgets a sheet.
    pub async fn discard(&self, by: &Person, id: &SheetImportId) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        store::delete(&mut tx, id, &by.id).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn understand(files: &[SheetUpload]) -> Result<(Vec<SheetTable>, Mapping)> {
    let mut tables = Vec::new();
    for file in files {
        tables.extend(read(&file.name, &file.bytes)?);
    }
    let name = files.first().map_or("", |file| stem(&file.name));
    let mut mapping = guess(&tables, name);
    let built = build(&tables, &mapping);
    guess_marks(&mut mapping, &tables, &built.checklist);
    // A sheet that does not say its rule shows it by its totals.
    let silent = tables
        .get(mapping.items)
        .is_none_or(|table| facts(table, mapping.header).get(ChecklistFact::Rule).is_none());
    if let (true, true, Some(marks)) = (silent, built.faults.is_empty(), &mapping.marks) {
        let compared = tables
            .get(marks.table)
            .map(|table| compare(table, marks, &built.checklist));
        if let Some(rule) = compared.and_then(|compared| compared.fits()) {
            mapping.rule = rule;
        }
    }
    Ok((tables, mapping))
}

/// A file's name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Thousands of cells take their time: not on a thread that answers pages.
async fn off_the_web<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

/// Columns of filled rows follow the items: when those change, their columns are looked for again.
fn follow(mapping: &mut Mapping, tables: &[SheetTable], before: &Checklist, after: &Checklist) {
    let keys = |checklist: &Checklist| -> Vec<String> {
        let items = checklist
            .items()
            .map(|(block, item)| format!("{} {}", block.key, item.key));
        items.collect()
    };
    if keys(before) == keys(after) {
        return;
    }
    match &mut mapping.marks {
        Some(marks) => {
            if let Some(table) = tables.get(marks.table) {
                marks.columns = mark_columns(table, marks.header, after);
            }
        }
        // Nobody said that there are no filled rows: there were no items to know them by.
        None if before.blocks.is_empty() => guess_marks(mapping, tables, after),
        None => {}
    }
}

/// The filled rows are in another table, or in none.
pub fn take_marks(mapping: &mut Mapping, tables: &[SheetTable], table: Option<usize>) {
    let checklist = build(tables, mapping).checklist;
    mapping.marks = table.and_then(|at| {
        let found = tables.get(at)?;
        let header = marks_header(found, &checklist);
        Some(MarksMapping {
            table: at,
            header,
            columns: mark_columns(found, header, &checklist),
        })
    });
}

/// The headings of the filled rows are in another row.
pub fn take_marks_header(marks: &mut MarksMapping, mapping: &Mapping, tables: &[SheetTable], header: usize) {
    let checklist = build(tables, mapping).checklist;
    if let Some(table) = tables.get(marks.table) {
        marks.header = header;
        marks.columns = mark_columns(table, header, &checklist);
    }
}

/// Columns that a checklist's filled rows may have, for choosing.
pub fn mark_choices(checklist: &Checklist) -> Vec<MarkColumn> {
    let mut choices = Vec::new();
    for block in checklist
        .blocks
        .iter()
        .filter(|block| block.active_items().next().is_some())
    {
        choices.extend(block.gate.iter().map(|_| MarkColumn::Gate(block.key.clone())));
        choices.extend(
            block
                .active_items()
                .map(|item| MarkColumn::Item(item.key.clone())),
        );
    }
    choices
}

/// Bytes of one request: two files and the names of the fields.
pub const REQUEST_BYTES: usize = 2 * FILE_BYTES + 64 * 1024;
