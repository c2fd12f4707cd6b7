//! What is kept about a person, as a file: for the person themself, and for whoever answers a request of theirs.
//!
//! Decides what is in it: every row of the list of places that is the person's own ([`Place::own`]), as JSON for programs
//! and on one page for people, and their calls' sound where it is asked for. Left out are secrets (hashes of passwords and
//! tokens), drafts of evaluations that nobody has published, and what a head noted for themself alone. The file lies
//! nowhere: it has no name on the disk and is gone when it is sent.

use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::path::PathBuf;

use askama::Template;
use serde_json::{Map, Value};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::places::{PLACES, Place};
use super::store;
use crate::app::App;
use crate::audit::{self, Act};
use crate::db::transfer::catalog;
use crate::db::{json_rows, newest_schema};
use crate::error::{Error, Result};
use crate::i18n::Texts;
use crate::people::{Permission, Person};
use crate::recordings;
use crate::time::Timestamp;

/// Rows of a table that stand on the page; all are in the table's file.
const ON_PAGE: usize = 200;

/// Who sees it all, and what they are told of it.
#[derive(Debug)]
pub struct Wanted {
    /// With the sound of their calls.
    pub sound: bool,
    /// In which language the page is.
    pub texts: Texts,
}

/// A table on the page.
struct Section {
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
    sections: Vec<Section>,
}

/// How the page of the archive looks; it is read without the service.
const STYLE: &[u8] = include_bytes!("../../templates/forgetting/export.css");

type Archive = Box<ZipWriter<File>>;

/// Everything about a person, as a ZIP that is read from its beginning.
pub async fn export(app: &App, by: &Person, person: &Person, wanted: &Wanted) -> Result<File> {
    if by.id != person.id && !by.may(Permission::Forget) {
        return Err(Error::forbidden());
    }
    let mut tx = app.db.write().await?;
    audit::record(&mut tx, app, by, Act::DataExported.to(&person.id)).await?;
    tx.commit().await?;
    let tables = catalog::tables(newest_schema()).await.map_err(Error::internal)?;
    let file = tempfile::tempfile_in(&app.config.data).map_err(Error::internal)?;
    let mut archive: Archive = Box::new(ZipWriter::new(file));
    let mut sections = Vec::new();
    for place in PLACES.iter().filter(|place| !place.own.is_empty()) {
        let columns = tables.iter().find(|table| table.name == place.table);
        let columns: Vec<String> = columns
            .map(|table| table.columns.iter().map(|column| column.name.clone()))
            .into_iter()
            .flatten()
            .filter(|name| !place.secrets.contains(&name.as_str()))
            .collect();
        let (back, section) = table(app, person, place, &columns, archive).await?;
        archive = back;
        if let Some(rows) = section {
            sections.push(Section {
                kind: wanted.texts.text(&format!("forget-kind-{}", place.kind)),
                ..rows
            });
        }
    }
    let index = IndexPage {
        texts: wanted.texts,
        name: person.name.clone(),
        made: wanted
            .texts
            .with("forget-export-made", &[("at", app.clock.now().rfc3339())]),
        lang: wanted.texts.0.as_str(),
        sections,
    };
    let index = index.render().map_err(Error::internal)?;
    let sounds = if wanted.sound {
        sounds(app, person).await?
    } else {
        Vec::new()
    };
    let done = tokio::task::spawn_blocking(move || finish(archive, &index, sounds));
    done.await.map_err(Error::internal)?.map_err(Error::internal)
}

/// One table: its file, and what stands of it on the page.
async fn table(
    app: &App,
    person: &Person,
    place: &'static Place,
    columns: &[String],
    mut archive: Archive,
) -> Result<(Archive, Option<Section>)> {
    let mut after: Option<String> = None;
    let mut section = Section {
        kind: String::new(),
        table: place.table,
        rows: Vec::new(),
        n: 0,
    };
    loop {
        let mut tx = app.db.read().await?;
        let rows = json_rows(
            &mut tx,
            (place.table, columns),
            (place.own, person.id.as_str()),
            after.as_deref(),
        )
        .await?;
        drop(tx);
        let Some((last, _)) = rows.last() else { break };
        after = Some(last.clone());
        let own = person.id.to_string();
        let written = tokio::task::spawn_blocking(move || {
            let rows = rows.into_iter().map(|(_, json)| row(place, &json, &own));
            let rows: Vec<Map<String, Value>> = rows.collect::<Result<_, _>>()?;
            if section.n == 0 {
                archive.start_file(format!("data/{}.json", place.table), packed())?;
                archive.write_all(b"[\n")?;
            }
            for row in rows {
                if section.n > 0 {
                    archive.write_all(b",\n")?;
                }
                serde_json::to_writer(&mut archive, &row)?;
                section.n += 1;
                if section.rows.len() < ON_PAGE {
                    section.rows.push(readable(&row));
                }
            }
            Ok::<_, io::Error>((archive, section))
        });
        (archive, section) = written.await.map_err(Error::internal)?.map_err(Error::internal)?;
    }
    if section.n == 0 {
        return Ok((archive, None));
    }
    archive.write_all(b"\n]\n").map_err(Error::internal)?;
    Ok((archive, Some(section)))
}

/// A row with its JSON unpacked, without what somebody else noted for themself alone.
fn row(place: &Place, json: &str, own: &str) -> Result<Map<String, Value>, serde_json::Error> {
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

/// A row as people read it: times as times, calls as turns, nothing that is empty.
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
    SimpleFileOptions::default().large_file(true)
}

/// Their calls' files with names for people.
async fn sounds(app: &App, person: &Person) -> Result<Vec<(String, PathBuf)>> {
    let mut tx = app.db.read().await?;
    let mut sounds = Vec::new();
    for id in store::of_manager(&mut tx, &person.id).await? {
        let found = recordings::store::find(&mut tx, &crate::people::Scope::All, &id).await?;
        if let Some(recording) = found {
            let day = recording.called_at.to_jiff().strftime("%Y-%m-%d").to_string();
            let name = format!("sound/{day}-{id}.{}", recording.extension);
            sounds.push((name, app.blobs.path(&recording.file_hash)));
        }
    }
    Ok(sounds)
}

fn finish(mut archive: Archive, index: &str, sounds: Vec<(String, PathBuf)>) -> io::Result<File> {
    archive.start_file("index.html", packed())?;
    archive.write_all(index.as_bytes())?;
    archive.start_file("style.css", packed())?;
    archive.write_all(STYLE)?;
    let as_it_is = packed().compression_method(zip::CompressionMethod::Stored);
    for (name, path) in sounds {
        let mut sound = match File::open(path) {
            // A file that is lost is told of on the recording's page.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            sound => sound?,
        };
        archive.start_file(name, as_it_is)?;
        io::copy(&mut sound, &mut archive)?;
    }
    let mut file = archive.finish()?;
    file.rewind()?;
    Ok(file)
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
        let place = super::super::places::of("one_to_ones").unwrap();
        let json = r#"{"author_id":"h","private_notes":"x"}"#;
        assert!(!row(place, json, "m").unwrap().contains_key("private_notes"));
        assert!(row(place, json, "h").unwrap().contains_key("private_notes"));
    }
}
