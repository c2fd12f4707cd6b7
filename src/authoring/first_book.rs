//! What a department's book begins with: the sample of the house, an empty book with one explained file of each kind, or
//! files that are brought.
//!
//! Decides when somebody is asked: at the first start of a data directory, while the book's folder holds nothing. Once a book
//! was there, a folder that is empty is a volume that came loose and nothing is begun in its place; a file in the data
//! directory remembers that ([`remember`]), because only that directory knows whether this start is the first.
//!
//! The sample is inside the program: it can be begun wherever the program runs, from the archive, a container or a build, and
//! always fits the program that reads it. It is some hundred small files of text. A folder is made in one step: files are
//! written into a hidden neighbour and moved when all are there, so that a full disk leaves nothing half begun.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use axum::extract::State;
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::source::compose;
use super::{Authoring, AuthoringPages, REVIEW_DAYS, skeleton};
use crate::audit::{self, Act, AuditSubject};
use crate::config::Config;
use crate::error::{Error, ErrorKind, FieldError, Result, says_full};
use crate::i18n::{Locale, Texts};
use crate::people::{Permission, Person};
use crate::playbook::synonyms;
use crate::playbook::{EntryFacts, EntryId, EntryKind, EntryStatus, Slug};
use crate::time::Day;
use crate::web::{Flash, Form, PageContext, Routes, SeeOther, see};

crate::db::text_enum! {
    /// What a book begins with.
    pub enum BookChoice {
        /// The sample of a company that sells racking.
        Sample = "sample",
        /// One explained file of each kind.
        Skeleton = "skeleton",
        /// Nothing but a note where files go.
        Own = "own",
    }
}

/// What the files of a new book say of themselves.
#[derive(Debug, Clone)]
pub struct FirstBook {
    /// What it begins with.
    pub choice: BookChoice,
    /// Language of the skeleton.
    pub locale: Locale,
    /// Login of whoever answers for its files.
    pub owner: String,
    /// The day on which it begins.
    pub today: Day,
}

#[derive(RustEmbed)]
#[folder = "scripts-library/"]
struct SampleFiles;

/// In the data directory: a book was there.
const REMEMBERED: &str = "playbook-begun";
/// Inside the book's folder until every file is there.
const HALF_MADE: &str = ".first-book.tmp";
/// The skeleton's file of each kind.
const TEMPLATE: &str = "template";
const README: &str = "README.md";

/// Is this the first start, and is nothing in the book's folder yet?
pub fn is_wanted(config: &Config) -> bool {
    is_first_start(config) && is_empty(&config.library)
}

/// Did this data directory never see a book?
pub fn is_first_start(config: &Config) -> bool {
    !config.data.join(REMEMBERED).exists()
}

/// Remembers that a book was there.
pub fn remember(config: &Config) {
    let path = config.data.join(REMEMBERED);
    if !path.exists()
        && let Err(error) = fs::write(&path, "")
    {
        tracing::warn!(%error, "it cannot be remembered that there was a book; an empty folder would be begun anew");
    }
}

/// Is nothing there that somebody put there? Hidden files are the system's.
pub fn is_empty(root: &Path) -> bool {
    match fs::read_dir(root) {
        Ok(mut items) => {
            !items.any(|item| item.is_ok_and(|item| !item.file_name().to_string_lossy().starts_with('.')))
        }
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

impl FirstBook {
    /// Puts the book into the folder `root`, which is made if need be.
    ///
    /// # Errors
    /// [`io::ErrorKind::DirectoryNotEmpty`] when something is there, or whatever the disk says.
    pub fn put(&self, root: &Path) -> io::Result<()> {
        if !is_empty(root) {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        let new = root.join(HALF_MADE);
        if new.exists() {
            fs::remove_dir_all(&new)?;
        }
        for (name, bytes) in self.files()? {
            let path = new.join(name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let file = fs::File::create_new(&path)?;
            io::Write::write_all(&mut &file, &bytes)?;
            file.sync_all()?;
        }
        for item in fs::read_dir(&new)? {
            let item = item?;
            fs::rename(item.path(), root.join(item.file_name()))?;
        }
        fs::remove_dir(new)
    }

    /// Names inside the folder and contents.
    fn files(&self) -> io::Result<Vec<(String, Cow<'static, [u8]>)>> {
        let text = |name: &str, text: &str| (name.to_owned(), Cow::Owned(text.as_bytes().to_vec()));
        let note = text(README, note(self.locale));
        Ok(match self.choice {
            BookChoice::Sample => SampleFiles::iter()
                .filter(|name| !name.starts_with('.'))
                .filter_map(|name| SampleFiles::get(&name).map(|file| (name.into_owned(), file.data)))
                .collect(),
            BookChoice::Skeleton => {
                let mut files = vec![note, text(synonyms::FILE, synonyms_note(self.locale))];
                for kind in EntryKind::ALL {
                    files.push(self.template(*kind)?);
                }
                files
            }
            BookChoice::Own => vec![note],
        })
    }

    fn template(&self, kind: EntryKind) -> io::Result<(String, Cow<'static, [u8]>)> {
        let slug = TEMPLATE
            .parse::<Slug>()
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let id = EntryId {
            locale: self.locale,
            kind,
            slug,
        };
        let of_kind = Texts(self.locale).text(kind.text_key());
        let (title, aliases, tag) = match self.locale {
            Locale::Ru => (
                format!("Шаблон: {of_kind}"),
                [
                    "первая формулировка",
                    "вторая формулировка",
                    "третья формулировка",
                ],
                "шаблон",
            ),
            Locale::En => (
                format!("Template: {of_kind}"),
                ["a first wording", "a second wording", "a third wording"],
                "template",
            ),
        };
        let facts = EntryFacts {
            title,
            aliases: aliases.map(|alias| format!("{alias} {of_kind}")).to_vec(),
            stage: None,
            roles: Vec::new(),
            tags: vec![tag.to_owned()],
            owner: self.owner.clone(),
            review: self.today.plus_days(REVIEW_DAYS),
            pinned: false,
            status: EntryStatus::Published,
            formerly: Vec::new(),
            until: None,
            figures: figures(kind, self.locale),
        };
        let body = format!(
            "{}\n\n{}",
            skeleton::explanation(kind, self.locale),
            skeleton::text(kind, self.locale)
        );
        let source = compose(&id, &facts, &body, None);
        Ok((id.file(), Cow::Owned(source.into_bytes())))
    }
}

/// A figure to see how it is done.
fn figures(kind: EntryKind, locale: Locale) -> Vec<(String, String)> {
    let (name, text) = match locale {
        Locale::Ru => ("режим работы", "с 9 до 18 по будням"),
        Locale::En => ("working hours", "9 to 6 on weekdays"),
    };
    if kind == EntryKind::Company {
        vec![(name.to_owned(), text.to_owned())]
    } else {
        Vec::new()
    }
}

const fn note(locale: Locale) -> &'static str {
    match locale {
        Locale::Ru => {
            "# Книга продаж

Каждый материал — файл .md: `язык/папка/имя-латиницей.md`, например `ru/objections/too-expensive.md`.

- `scripts` — скрипты звонков
- `objections` — возражения и ответы
- `messages` — письма и сообщения
- `regulations` — регламенты
- `products` — продукты
- `segments` — клиенты
- `company` — о компании, её цифры и конкуренты
- `training` — уроки
- `manuals` — инструкции к программам
- `images` — картинки, общие для всех языков
- `synonyms.txt` — другие слова для того же самого

Файлы перечитываются сами через секунду. Писать можно и в браузере. Проверить всё: `salesbook playbook check`.
"
        }
        Locale::En => {
            "# Playbook

Each entry is an .md file: `language/folder/latin-name.md`, such as `en/objections/too-expensive.md`.

- `scripts`: call scripts
- `objections`: objections and answers
- `messages`: letters and messages
- `regulations`: regulations
- `products`: products
- `segments`: clients
- `company`: the company, its figures and competitors
- `training`: lessons
- `manuals`: how to work in programs
- `images`: pictures, of all languages
- `synonyms.txt`: other words for the same thing

Files are read again by themselves within a second. They can be written in the browser too. To check everything: `salesbook playbook check`.
"
        }
    }
}

const fn synonyms_note(locale: Locale) -> &'static str {
    match locale {
        Locale::Ru => {
            "# Другие слова для того же самого. Одна группа в строке, фразы через запятую, всё после решётки — заметка.
# Поиск прочитает вопрос и так, и так; формы слов перечислять не нужно. Пример (уберите решётку):
# дорого, кусается, не по карману   # про цену
"
        }
        Locale::En => {
            "# Other words for the same thing. One group a line, phrases between commas, everything after # is a remark.
# The search reads a question either way; forms of words need not be listed. For example (take the first # away):
# expensive, pricey, costly   # about the price
"
        }
    }
}

/// The one route: the question itself is asked on the first page.
pub(super) fn routes() -> Routes<AuthoringPages> {
    Routes::new().post("/playbook/begin", Permission::ManagePeople, begin)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FirstBookForm {
    choice: String,
}

async fn begin(
    t: PageContext,
    State(authoring): State<Authoring>,
    Form(form): Form<FirstBookForm>,
) -> Result<SeeOther> {
    let Ok(choice) = form.choice.parse() else {
        return Err(Error::fields(vec![FieldError {
            field: "choice",
            code: "entry-choice",
        }]));
    };
    let person = t.visitor().signed_in()?;
    let book = FirstBook {
        choice,
        locale: t.locale(),
        owner: person.login.clone(),
        today: t.today(),
    };
    authoring.begin(person, book).await?;
    let said = Flash::new(match choice {
        BookChoice::Own => "first-book-own-said",
        BookChoice::Sample | BookChoice::Skeleton => "first-book-said",
    });
    Ok(see("/playbook").saying(said))
}

impl Authoring {
    /// Begins the book. Codes: `book-begun`, `book-not-made`, `book-disk-full`.
    pub async fn begin(&self, person: &Person, book: FirstBook) -> Result<()> {
        let guard = self.writer.write().await?;
        let config = &self.core.config;
        if !is_wanted(config) {
            return Err(Error::new(ErrorKind::Conflict, "book-begun"));
        }
        let root = config.library.clone();
        let put = tokio::task::spawn_blocking(move || book.put(&root));
        if let Err(cause) = put.await.map_err(Error::internal)? {
            let folder = config.library.display().to_string();
            return Err(match cause.kind() {
                io::ErrorKind::DirectoryNotEmpty => Error::new(ErrorKind::Conflict, "book-begun"),
                _ if says_full(&cause) => Error::new(ErrorKind::DiskFull, "book-disk-full")
                    .with("file", folder)
                    .because(cause),
                _ => Error::new(ErrorKind::Unavailable, "book-not-made")
                    .with("folder", folder)
                    .because(cause),
            });
        }
        drop(guard);
        remember(config);
        self.follow(None).await?;
        let mut tx = self.core.db.write().await?;
        let act = Act::BookBegun.on(AuditSubject::Book);
        audit::record(&mut tx, &self.core, person, act).await?;
        Ok(tx.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::Library;
    use crate::playbook::lint::inspect;

    fn book(choice: BookChoice, locale: Locale) -> FirstBook {
        FirstBook {
            choice,
            locale,
            owner: "admin".to_owned(),
            today: "2026-11-23".parse().unwrap(),
        }
    }

    #[test]
    fn a_skeleton_has_a_file_of_each_kind_and_no_error() {
        for locale in Locale::ALL {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().join("book");
            book(BookChoice::Skeleton, *locale).put(&root).unwrap();
            let library = Library::open(&root).unwrap();
            let snapshot = library.snapshot();
            assert_eq!(snapshot.len(), EntryKind::ALL.len());
            let report = inspect(&snapshot, "2026-11-23".parse().unwrap());
            let found: Vec<_> = report.findings.iter().map(|it| it.line(*locale)).collect();
            assert_eq!(report.errors(), 0, "{}", found.join("\n"));
            assert!(!root.join(HALF_MADE).exists());
        }
    }

    #[test]
    fn the_sample_is_the_shipped_book() {
        let folder = tempfile::tempdir().unwrap();
        book(BookChoice::Sample, Locale::Ru).put(folder.path()).unwrap();
        let shipped = Library::open(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library")).unwrap();
        let (made, shipped) = (
            Library::open(folder.path()).unwrap().snapshot(),
            shipped.snapshot(),
        );
        assert_eq!(made.len(), shipped.len());
        assert_eq!(**made.synonyms(), **shipped.synonyms());
        for entry in shipped.entries() {
            assert_eq!(
                made.get(&entry.id).map(|it| &*it.source),
                Some(&*entry.source),
                "{}",
                entry.id
            );
        }
    }

    #[test]
    fn what_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("note.txt"), "mine").unwrap();
        for choice in BookChoice::ALL {
            let error = book(*choice, Locale::Ru).put(folder.path()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::DirectoryNotEmpty);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_crash_left_half_made_is_no_book() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(HALF_MADE)).unwrap();
        fs::write(folder.path().join(HALF_MADE).join("README.md"), "half").unwrap();
        assert!(is_empty(folder.path()));
        book(BookChoice::Own, Locale::En).put(folder.path()).unwrap();
        assert!(!is_empty(folder.path()));
    }
}
