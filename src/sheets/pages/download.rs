//! Files that leave: the example, a version of a checklist, evaluations.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::audit::{self, Act, AuditEntry, AuditSubject, Detail};
use crate::db::DbError;
use crate::error::{Error, ErrorKind, Result};
use crate::id::{ChecklistId, PersonId};
use crate::people::{self, Person};
use crate::sheets::evaluations::{self as leaving, ExportHeadings};
use crate::sheets::store::{self, EvaluationSelection, ExportedEvaluation};
use crate::sheets::write::{FileKind, Grid, separated, workbook};
use crate::sheets::{Sheets, example as shown, export};
use crate::time::{Day, Timestamp};
use crate::web::{PageContext, Path, Query, attachment};

/// Evaluations of one file; a longer period is asked for in parts.
const EVALUATIONS: usize = 5_000;

/// `?as=xlsx|csv`, for separated values of the example which of the two sheets, for a checklist which version.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SheetDownloadQuery {
    r#as: FileKind,
    rows: Option<String>,
    version: Option<i32>,
}

/// The tables as a file: all of them in a workbook, the first as separated values.
async fn file(t: &PageContext, kind: FileKind, name: &str, grids: Vec<Grid>) -> Result<Response> {
    let locale = t.locale();
    let written = tokio::task::spawn_blocking(move || match (kind, grids.first()) {
        (FileKind::Csv, Some(grid)) => separated(grid, locale),
        (FileKind::Csv, None) => separated(&Grid::default(), locale),
        (FileKind::Xlsx, _) => workbook(&grids).map_err(Into::into),
    });
    let body = written.await.map_err(Error::internal)?.map_err(Error::internal)?;
    let clean: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || " -_.,«»".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    let kept = attachment(&format!("{clean}.{}", kind.ending()))?;
    let headers = [
        (header::CONTENT_TYPE, kind.content_type()),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, [kept], body).into_response())
}

pub(super) async fn example(t: PageContext, Query(query): Query<SheetDownloadQuery>) -> Result<Response> {
    let [items, marks] = shown::example(t.locale()).map_err(Error::internal)?;
    let (kind, rows) = (query.r#as, query.rows.is_some());
    let name = t.text(if rows {
        "sheet-example-rows-file"
    } else {
        "sheet-example-file"
    });
    let grids = if rows && kind == FileKind::Csv {
        vec![marks]
    } else {
        vec![items, marks]
    };
    file(&t, kind, &name, grids).await
}

/// A version of a checklist in our layout, with an empty sheet for filled rows.
pub(super) async fn version(
    t: PageContext,
    State(sheets): State<Sheets>,
    Path(id): Path<ChecklistId>,
    Query(query): Query<SheetDownloadQuery>,
) -> Result<Response> {
    let mut tx = sheets.core.db.read().await?;
    let version = store::version(&mut tx, &id, query.version).await?;
    drop(tx);
    let version = version.ok_or(Error::not_found("checklist-not-found"))?;
    let downloaded = Act::ChecklistDownloaded.on(AuditSubject::Checklist(&id));
    let noted = audit::record_hourly(&sheets.core, t.visitor().signed_in()?, downloaded).await;
    noted.map_err(no_room)?;
    let (checklist, locale) = (&version.document.0, t.locale());
    let name = t.with2(
        "sheet-version-file",
        "name",
        checklist.name.get(locale),
        "number",
        version.number,
    );
    let grids = vec![
        export::items(checklist, locale),
        export::marks(checklist, locale, &[]),
    ];
    file(&t, query.r#as, &name, grids).await
}

/// Which evaluations, and how.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EvaluationExportQuery {
    r#as: FileKind,
    manager: String,
    checklist: String,
    from: String,
    to: String,
}

/// An empty field is no wish; anything else must be read. Code: `bad-address`.
fn parse_filled<T: std::str::FromStr>(text: &str) -> Result<Option<T>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let read = text.trim().parse();
    read.map(Some)
        .map_err(|_| Error::new(ErrorKind::BadInput, "bad-address"))
}

impl EvaluationExportQuery {
    fn wanted(&self, t: &PageContext) -> Result<EvaluationSelection> {
        let midnight = |day: Day| {
            let start = day
                .0
                .to_zoned_datetime(t.zone().clone())
                .map_err(|error| Error::new(ErrorKind::BadInput, "bad-address").because(error))?;
            Ok::<_, Error>(Timestamp(start.timestamp().as_millisecond()))
        };
        Ok(EvaluationSelection {
            manager: parse_filled::<PersonId>(&self.manager)?,
            checklist: parse_filled::<ChecklistId>(&self.checklist)?,
            from: parse_filled::<Day>(&self.from)?.map(midnight).transpose()?,
            before: parse_filled::<Day>(&self.to)?
                .map(|day| midnight(day.plus_days(1)))
                .transpose()?,
        })
    }
}

pub(super) async fn evaluations(
    t: PageContext,
    State(sheets): State<Sheets>,
    Query(asked): Query<EvaluationExportQuery>,
) -> Result<Response> {
    let by = t.visitor().signed_in()?.clone();
    let (kind, wanted) = (asked.r#as, asked.wanted(&t)?);
    let mut tx = sheets.core.db.read().await?;
    // Whoever asks for a manager of another team gets an empty table; the log does not say that it was about them.
    let whose = match &wanted.manager {
        Some(manager) => people::store::person(&mut tx, manager).await?,
        None => None,
    };
    let whose = whose.filter(|manager| by.scope().covers(manager));
    let rows = store::leaving(&mut tx, &by.scope(), &wanted, EVALUATIONS + 1).await?;
    drop(tx);
    if rows.len() > EVALUATIONS {
        return Err(Error::new(ErrorKind::TooLarge, "evaluations-too-many").with("n", EVALUATIONS));
    }
    let exported = Act::EvaluationsExported
        .on(AuditSubject::Evaluations)
        .with(Detail::Exported {
            n: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            form: kind.ending().to_owned(),
        });
    let exported = match &whose {
        Some(manager) => exported.of(&manager.id),
        None => exported,
    };
    note(&sheets, &by, exported).await.map_err(no_room)?;
    let grids = grids(&t, kind, &rows);
    file(
        &t,
        kind,
        &t.with("evaluations-export-file", "day", t.today()),
        grids,
    )
    .await
}

/// What leaves is in the log before it leaves, or it does not leave.
async fn note(sheets: &Sheets, by: &Person, exported: AuditEntry<'_>) -> Result<(), DbError> {
    let mut tx = sheets.core.db.write().await?;
    audit::record(&mut tx, &sheets.core, by, exported).await?;
    tx.commit().await
}

fn no_room(error: DbError) -> Error {
    Error::from(error).full_disk_as("export-disk-full")
}

fn grids(t: &PageContext, kind: FileKind, rows: &[ExportedEvaluation]) -> Vec<Grid> {
    let headings = ExportHeadings {
        percent: |block| format!("{block}, %"),
        rule: t.text("evaluations-export-rule"),
        failed: t.text("evaluations-export-failed"),
        checklist: t.text("evaluations-export-checklist"),
        reviewer: t.text("evaluations-export-reviewer"),
        published: t.text("evaluations-published"),
    };
    let zone = t.zone().clone();
    let moments = move |at: Timestamp| {
        at.to_jiff()
            .to_zoned_datetime(zone.clone())
            .strftime("%Y-%m-%d %H:%M")
            .to_string()
    };
    let mut grids = match kind {
        FileKind::Xlsx => leaving::by_checklist(rows, t.locale(), &headings, &moments),
        FileKind::Csv => Vec::new(),
    };
    if grids.is_empty() {
        grids.push(leaving::together(rows, t.locale(), &headings, &moments));
    }
    grids
}
