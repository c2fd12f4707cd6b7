//! What is kept about a person, as a file: for the person themself, and for whoever answers a request of theirs.
//!
//! Decides what is in it: every row of the list of places that is the person's own ([`DataTable::own`]), as JSON for programs
//! and on one page for people, and their calls' sound where it is asked for. Left out are secrets (hashes of passwords and
//! tokens), drafts of evaluations that nobody has published, and what a head noted for themself alone.
//!
//! The file lies nowhere, neither on the disk nor in memory: it is made while it is read, a few pieces ahead, on a thread of
//! its own. The answer begins at once, so that years of calls fit in it; a reader who takes nothing for [`PATIENCE`] ends
//! it, and so many are made at once ([`AT_ONCE`]), one for each who asks. One that breaks off has no end and is no archive:
//! nobody takes a part of it for the whole.

use std::fs::File;
use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use askama::Template;
use serde_json::{Map, Value};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::outlet::{AHEAD, Archive, BytesSender, Outlet, PATIENCE, Pieces, end};
use super::places::{DataTable, PLACES};
use super::{Forgetting, store};
use crate::audit::{self, Act};
use crate::db::transfer::catalog::{self, DatabaseTable};
use crate::db::{json_rows, newest_schema};
use crate::error::{Error, ErrorKind, Result};
use crate::i18n::Texts;
use crate::people::{Permission, Person, Scope};
use crate::recordings;
use crate::time::Timestamp;

/// Files that one process makes at once, one of each person who asks.
pub const AT_ONCE: usize = 4;
/// After so many seconds it is worth asking again when as many are being made.
const AGAIN_S: u32 = 60;
/// Rows of a table that stand on the page; all are in the table's file.
const ON_PAGE: usize = 200;
/// From so many bytes on a file in an archive needs longer figures.
const LARGE: u64 = 4_000_000_000;

/// What goes into the file, and in which language its page is.
#[derive(Debug)]
pub struct ExportOptions {
    /// With the sound of their calls.
    pub sound: bool,
    /// In which language the page is.
    pub texts: Texts,
}

/// A table on the page.
struct ExportSection {
    kind: String,
    table: &'static str,
    rows: Vec<Vec<(String, String)>>,
    n: usize,
}

#[derive(Template)]
#[template(path = "forgetting/export.html")]
struct IndexPage {
    texts: Texts,
    name: String,
    made: String,
    lang: &'static str,
    sections: Vec<ExportSection>,
}

/// How the page of the archive looks; it is read without the service.
const STYLE: &[u8] = include_bytes!("../../templates/forgetting/export.css");

impl Forgetting {
    /// Everything about a person, as a ZIP that is made while it is read. Codes: `exports-at-once`,
    /// `export-disk-full` where the log has no room for it.
    pub async fn export(&self, by: &Person, person: &Person, wanted: ExportOptions) -> Result<Pieces> {
        if by.id != person.id && !by.may(Permission::Forget) {
            return Err(Error::forbidden());
        }
        let busy = || Error::new(ErrorKind::TooMany, "exports-at-once").retry_after(AGAIN_S);
        // Whoever reads slowly has one place and leaves the others.
        let one = self.exporting.begin(&by.id).map_err(|_| busy())?;
        let place = Arc::clone(&self.exports)
            .try_acquire_owned()
            .map_err(|_| busy())?;
        let noted = self.note_export(by, person).await;
        noted.map_err(|error| error.full_disk_as("export-disk-full"))?;
        let tables = catalog::tables(newest_schema()).await.map_err(Error::internal)?;
        let (reader, pieces) = mpsc::channel(AHEAD);
        let maker = ExportBuilder {
            forgetting: self.clone(),
            person: person.clone(),
            wanted,
            tables,
            runtime: Handle::current(),
        };
        tokio::task::spawn_blocking(move || {
            maker.make(&reader);
            // Before the reader sees the end: whoever asks again then finds a place.
            drop((one, place));
        });
        Ok(pieces)
    }

    /// Puts into the log who takes whose data, before a byte of it leaves.
    async fn note_export(&self, by: &Person, person: &Person) -> Result<()> {
        let mut tx = self.core.db.write().await?;
        audit::record(&mut tx, &self.core, by, Act::DataExported.to(&person.id)).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Makes one file, on a thread that may wait.
struct ExportBuilder {
    forgetting: Forgetting,
    person: Person,
    wanted: ExportOptions,
    tables: Vec<DatabaseTable>,
    runtime: Handle,
}

impl ExportBuilder {
    fn make(&self, reader: &BytesSender) {
        let over = Arc::new(AtomicBool::new(false));
        let outlet = Outlet::to(reader.clone(), self.runtime.clone(), Arc::clone(&over));
        let mut archive = ZipWriter::new_stream(outlet);
        let filled = self.fill(&mut archive);
        if filled.is_err() {
            // A part must not get the end of a whole when it is let go.
            over.store(true, Ordering::Relaxed);
        }
        let Err(error) = filled.and_then(|()| end(archive)) else {
            return;
        };
        if reader.is_closed() {
            tracing::debug!("nobody reads what is kept about a person any more");
        } else {
            tracing::error!(error = ?error, "what is kept about a person could not be put together");
        }
        let broken = io::Error::other("the file breaks off");
        let _ = self.runtime.block_on(reader.send_timeout(Err(broken), PATIENCE));
    }

    fn fill(&self, archive: &mut Archive) -> Result<()> {
        let texts = self.wanted.texts;
        let mut sections = Vec::new();
        for place in PLACES.iter().filter(|place| !place.own.is_empty()) {
            if let Some(rows) = self.table(place, archive)? {
                sections.push(ExportSection {
                    kind: texts.text(&format!("forget-kind-{}", place.kind)),
                    ..rows
                });
            }
        }
        let index = IndexPage {
            texts,
            name: self.person.name.clone(),
            made: texts.with(
                "forget-export-made",
                &[("at", self.forgetting.core.now().rfc3339())],
            ),
            lang: texts.0.as_str(),
            sections,
        };
        let index = index.render().map_err(Error::internal)?;
        for (name, text) in [("index.html", index.as_bytes()), ("style.css", STYLE)] {
            archive.start_file(name, packed()).map_err(Error::internal)?;
            archive.write_all(text)?;
        }
        if self.wanted.sound {
            self.sounds(archive)?;
        }
        Ok(())
    }

    /// One table: its file, and what stands of it on the page.
    fn table(&self, place: &'static DataTable, archive: &mut Archive) -> Result<Option<ExportSection>> {
        let columns = self.tables.iter().find(|table| table.name == place.table);
        let columns: Vec<String> = columns
            .map(|table| table.columns.iter().map(|column| column.name.clone()))
            .into_iter()
            .flatten()
            .filter(|name| !place.secrets.contains(&name.as_str()))
            .collect();
        let own = self.person.id.as_str();
        let mut after: Option<String> = None;
        let mut section = ExportSection {
            kind: String::new(),
            table: place.table,
            rows: Vec::new(),
            n: 0,
        };
        loop {
            let rows = self.runtime.block_on(async {
                let mut tx = self.forgetting.core.db.read().await?;
                json_rows(
                    &mut tx,
                    (place.table, columns.as_slice()),
                    (place.own, own),
                    after.as_deref(),
                )
                .await
            })?;
            let Some((last, _)) = rows.last() else { break };
            after = Some(last.clone());
            for (_, json) in &rows {
                let row = row(place, json, own).map_err(Error::internal)?;
                if section.n == 0 {
                    let name = format!("data/{}.json", place.table);
                    archive.start_file(name, packed()).map_err(Error::internal)?;
                }
                archive.write_all(if section.n == 0 { b"[\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *archive, &row).map_err(Error::internal)?;
                section.n += 1;
                if section.rows.len() < ON_PAGE {
                    section.rows.push(readable(&row));
                }
            }
        }
        if section.n == 0 {
            return Ok(None);
        }
        archive.write_all(b"\n]\n")?;
        Ok(Some(section))
    }

    /// Their calls' files with names for people.
    fn sounds(&self, archive: &mut Archive) -> Result<()> {
        let calls = self.runtime.block_on(async {
            let mut tx = self.forgetting.core.db.read().await?;
            store::of_manager(&mut tx, &self.person.id).await
        })?;
        for id in calls {
            let found = self.runtime.block_on(async {
                let mut tx = self.forgetting.core.db.read().await?;
                recordings::store::find(&mut tx, &Scope::All, &id).await
            })?;
            let Some(recording) = found else { continue };
            // A file that is lost is told of on the recording's page.
            let mut sound = match File::open(self.forgetting.blobs.path(&recording.file_hash)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                sound => sound?,
            };
            let day = recording.called_at.to_jiff().strftime("%Y-%m-%d").to_string();
            let name = format!("sound/{day}-{id}.{}", recording.extension);
            let as_it_is = packed()
                .compression_method(zip::CompressionMethod::Stored)
                .large_file(sound.metadata()?.len() >= LARGE);
            archive.start_file(name, as_it_is).map_err(Error::internal)?;
            io::copy(&mut sound, archive)?;
        }
        Ok(())
    }
}

/// A row with its JSON unpacked, without what somebody else noted for themself alone.
fn row(place: &DataTable, json: &str, own: &str) -> Result<Map<String, Value>, serde_json::Error> {
    let mut row: Map<String, Value> = serde_json::from_str(json)?;
    for column in place.json {
        if let Some(Value::String(text)) = row.get(*column)
            && let Ok(value) = serde_json::from_str(text)
        {
            row.insert((*column).to_owned(), value);
        }
    }
    if row.get("author_id").is_none_or(|author| author != own) {
        row.remove("private_notes");
    }
    Ok(row)
}

/// A row as people read it: moments as dates, calls as turns, nothing that is empty.
fn readable(row: &Map<String, Value>) -> Vec<(String, String)> {
    let text = |(name, value): (&String, &Value)| {
        let text = match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Number(n) if name.ends_with("_at") => {
                n.as_i64().map(|ms| Timestamp(ms).rfc3339()).unwrap_or_default()
            }
            Value::Object(fields) if fields.contains_key("segments") => turns(fields),
            other => other.to_string(),
        };
        (!text.is_empty() && text != "[]" && text != "{}").then(|| (name.clone(), text))
    };
    row.iter().filter_map(text).collect()
}

fn turns(document: &Map<String, Value>) -> String {
    let segments = document.get("segments").and_then(Value::as_array);
    let turn = |segment: &Value| {
        let part = |name| {
            segment
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        format!("{}: {}", part("speaker"), part("text"))
    };
    let turns: Vec<String> = segments.into_iter().flatten().map(turn).collect();
    turns.join("\n")
}

fn packed() -> SimpleFileOptions {
    SimpleFileOptions::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_by_people() {
        let row: Map<String, Value> = serde_json::from_str(
            r#"{"id":"1","note":"","asked_at":0,"tags":[],"document":{"segments":[{"speaker":"client","text":"Алло"}]}}"#,
        )
        .unwrap();
        let read = readable(&row);
        let text: Vec<String> = read.iter().map(|(name, text)| format!("{name}={text}")).collect();
        assert_eq!(
            text.join(" "),
            "asked_at=1970-01-01T00:00:00.000Z document=client: Алло id=1"
        );
    }

    #[test]
    fn what_a_head_notes_for_themself_is_theirs() {
        let place = super::super::places::table_of("one_to_ones").unwrap();
        let json = r#"{"author_id":"h","private_notes":"x"}"#;
        assert!(!row(place, json, "m").unwrap().contains_key("private_notes"));
        assert!(row(place, json, "h").unwrap().contains_key("private_notes"));
    }
}
