//! Published evaluations as a table: one row each, with marks, results by block, the total and how it was made.
//!
//! Decides the columns: those of filled rows first, so that the file can be brought in again beside its checklist, then
//! what only an evaluation has. Each row is written from its own snapshot; items of earlier versions stand after those of
//! the newest.

use super::export::{ScoredCall, call_cell};
use super::headings::mark_headings;
use super::layout::{CallField, rule_words};
use super::mapping::MarkColumn;
use super::store::ExportedEvaluation;
use super::write::{Grid, SheetCell};
use crate::checklists::Checklist;
use crate::i18n::Locale;
use crate::id::ChecklistId;

/// Headings of what only an evaluation has, in the reader's language.
#[derive(Debug, Clone)]
pub struct ExportHeadings {
    /// «{block}, %».
    pub percent: fn(&str) -> String,
    /// The rule of the total.
    pub rule: String,
    /// The critical item that made the total 0.
    pub failed: String,
    /// The checklist and its version.
    pub checklist: String,
    /// Who listened.
    pub reviewer: String,
    /// When it was published.
    pub published: String,
}

/// How moments are written.
pub type MomentFormatter<'a> = &'a dyn Fn(crate::time::Timestamp) -> String;

/// Evaluations by one checklist, with every block and item that any of them has.
struct ChecklistGroup<'a> {
    checklist: Checklist,
    rows: Vec<&'a ExportedEvaluation>,
}

/// By checklist, in the order in which they first appear.
fn groups(all: &[ExportedEvaluation]) -> Vec<ChecklistGroup<'_>> {
    let mut ids: Vec<&ChecklistId> = Vec::new();
    for row in all {
        if !ids.contains(&&row.checklist_id) {
            ids.push(&row.checklist_id);
        }
    }
    ids.into_iter()
        .map(|id| {
            let rows: Vec<&ExportedEvaluation> = all.iter().filter(|row| row.checklist_id == *id).collect();
            let mut versions = rows.clone();
            versions.sort_by_key(|row| std::cmp::Reverse(row.number));
            versions.dedup_by_key(|row| row.number);
            let mut documents = versions.into_iter().map(|row| &row.snapshot.0.checklist);
            let newest = documents.next().cloned();
            let checklist = newest.map(|newest| documents.fold(newest, united));
            ChecklistGroup {
                checklist: checklist.unwrap_or_else(nothing),
                rows,
            }
        })
        .collect()
}

/// No evaluation, no column: only the facts of a call.
fn nothing() -> Checklist {
    Checklist {
        name: crate::checklists::LocalizedText::default(),
        about: crate::checklists::LocalizedText::default(),
        rule: crate::checklists::ScoringRule::Points,
        zones: crate::checklists::Zones::default(),
        call_types: Vec::new(),
        functions: Vec::new(),
        blocks: Vec::new(),
    }
}

/// With what an older version has besides.
fn united(mut newest: Checklist, older: &Checklist) -> Checklist {
    for block in &older.blocks {
        match newest.blocks.iter_mut().find(|it| it.key == block.key) {
            None => newest.blocks.push(block.clone()),
            Some(found) => {
                found.gate = found.gate.take().or_else(|| block.gate.clone());
                for item in &block.items {
                    match found.items.iter_mut().find(|it| it.key == item.key) {
                        None => found.items.push(item.clone()),
                        // Archived since, asked then: its column stays.
                        Some(newer) => newer.archived &= item.archived,
                    }
                }
            }
        }
    }
    newest
}

/// A table for each checklist.
pub fn by_checklist(
    all: &[ExportedEvaluation],
    language: Locale,
    headings: &ExportHeadings,
    moments: MomentFormatter<'_>,
) -> Vec<Grid> {
    groups(all)
        .iter()
        .map(|group| grid(std::slice::from_ref(group), language, headings, moments))
        .collect()
}

/// One table of all; with several checklists each column says whose it is.
pub fn together(
    all: &[ExportedEvaluation],
    language: Locale,
    headings: &ExportHeadings,
    moments: MomentFormatter<'_>,
) -> Grid {
    grid(&groups(all), language, headings, moments)
}

/// What a column of the table holds; the number is its group's.
enum ExportColumn {
    Filled(usize, MarkColumn),
    Percent(usize, String),
    Rule,
    Failed,
    Checklist,
    Reviewer,
    Published,
}

fn grid(
    groups: &[ChecklistGroup<'_>],
    language: Locale,
    headings: &ExportHeadings,
    moments: MomentFormatter<'_>,
) -> Grid {
    let columns = columns(groups, language, headings);
    let mut rows = vec![
        columns
            .iter()
            .map(|(_, heading)| SheetCell::text(heading))
            .collect::<Vec<_>>(),
    ];
    let mut calls: Vec<(usize, &ExportedEvaluation)> = groups
        .iter()
        .enumerate()
        .flat_map(|(at, group)| group.rows.iter().map(move |row| (at, *row)))
        .collect();
    calls.sort_by(|(_, one), (_, two)| (one.called_at, &one.id).cmp(&(two.called_at, &two.id)));
    for (group, row) in calls {
        let cells = columns
            .iter()
            .map(|(place, _)| cell(place, group, row, language, moments));
        rows.push(cells.collect());
    }
    let name = groups
        .first()
        .map_or("", |group| group.checklist.name.get(language));
    Grid {
        name: name.to_owned(),
        header: 0,
        rows,
    }
}

fn columns(
    groups: &[ChecklistGroup<'_>],
    language: Locale,
    headings: &ExportHeadings,
) -> Vec<(ExportColumn, String)> {
    let fact = |field: CallField| {
        (
            ExportColumn::Filled(0, MarkColumn::Call(field)),
            field.heading(language).to_owned(),
        )
    };
    let mut columns: Vec<(ExportColumn, String)> = [CallField::Date, CallField::Manager, CallField::Client]
        .map(fact)
        .into();
    let said = |group: &ChecklistGroup<'_>, heading: String| {
        if groups.len() > 1 {
            format!("{}: {heading}", group.checklist.name.get(language))
        } else {
            heading
        }
    };
    for (at, group) in groups.iter().enumerate() {
        let own = mark_headings(&group.checklist, language)
            .into_iter()
            .filter(|(column, _)| !matches!(column, MarkColumn::Call(_)));
        columns.extend(own.map(|(column, heading)| (ExportColumn::Filled(at, column), said(group, heading))));
    }
    columns.push(fact(CallField::Total));
    for (at, group) in groups.iter().enumerate() {
        for block in &group.checklist.blocks {
            let heading = (headings.percent)(block.name.get(language));
            columns.push((ExportColumn::Percent(at, block.key.clone()), said(group, heading)));
        }
    }
    columns.push((ExportColumn::Rule, headings.rule.clone()));
    columns.push((ExportColumn::Failed, headings.failed.clone()));
    columns.push((ExportColumn::Checklist, headings.checklist.clone()));
    columns.push((ExportColumn::Reviewer, headings.reviewer.clone()));
    columns.push((ExportColumn::Published, headings.published.clone()));
    columns
}

fn cell(
    place: &ExportColumn,
    group: usize,
    row: &ExportedEvaluation,
    language: Locale,
    moments: MomentFormatter<'_>,
) -> SheetCell {
    let (checklist, score) = (&row.snapshot.0.checklist, &row.snapshot.0.score);
    match place {
        ExportColumn::Filled(at, MarkColumn::Item(_) | MarkColumn::Gate(_))
        | ExportColumn::Percent(at, _)
            if *at != group =>
        {
            SheetCell::empty()
        }
        ExportColumn::Filled(_, column) => {
            let call = ScoredCall {
                date: moments(row.called_at),
                manager: row.manager.clone(),
                client: row.client.clone(),
                answers: &row.answers.0,
                total: score.total,
            };
            // What was marked behind a gate that was closed afterwards was not counted: it is not written either.
            match column {
                MarkColumn::Item(key) if is_closed(row, key) => SheetCell::empty(),
                column => call_cell(&call, column, checklist, language),
            }
        }
        ExportColumn::Percent(_, key) => {
            let percent = score.block(key).and_then(|block| block.percent);
            percent.map_or_else(SheetCell::empty, |percent| SheetCell::Figure(percent.0))
        }
        ExportColumn::Rule => SheetCell::text(rule_words(score.rule, language)),
        ExportColumn::Failed => {
            let item = score.failed_by.as_deref().and_then(|key| checklist.item(key));
            item.map_or_else(SheetCell::empty, |(_, item)| {
                SheetCell::text(item.text.get(language))
            })
        }
        ExportColumn::Checklist => {
            SheetCell::text(format!("{}, {}", checklist.name.get(language), row.number))
        }
        ExportColumn::Reviewer => SheetCell::text(&row.reviewer),
        ExportColumn::Published => SheetCell::text(moments(row.published_at)),
    }
}

fn is_closed(row: &ExportedEvaluation, item: &str) -> bool {
    let found = row.snapshot.0.checklist.item(item);
    found.is_none_or(|(block, _)| row.answers.0.open(block) != Some(true))
}
