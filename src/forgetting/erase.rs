//! The erasing itself: everything that was told of before, in an order that can be begun again.
//!
//! Decides the order. First the words that point to a call (they are found by it), then its recording with its sound and all
//! that hangs on it, then what is a person's own, then the name and the number wherever else they stand, then found files and
//! words that nobody says any more; last the traces in the database's files. Each step finds nothing where it was done
//! before: after a crash the request is simply taken up again. What stays is told with its ground.

use super::erasure::{Erasure, Ground, Left, Preview, Report, Subject, Tally, Went};
use super::look::{of_call, of_person};
use super::needle::Needles;
use super::places::{Kind, PLACES};
use super::walk::Mode;
use super::{Forgetting, store};
use crate::auth;
use crate::backup;
use crate::db::Scoured;
use crate::error::{Error, ErrorKind, Result};
use crate::i18n::Texts;
use crate::id::PersonId;
use crate::people::{Person, store as people};
use crate::transcripts::spoken;

const DAY_MS: i64 = 24 * 3_600_000;

impl Forgetting {
    /// Erases; returns what it came to.
    pub async fn erase(&self, erasure: &Erasure) -> Result<Report> {
        let mark = Texts(self.core.config.locale).text("forget-mark");
        let (needles, _) = Needles::read(&erasure.sought.0);
        let mut tx = self.core.db.read().await?;
        let by = people::person(&mut tx, &erasure.asked_by)
            .await?
            .ok_or(Error::not_found("person-not-found"))?;
        drop(tx);
        let mut counts = Tally::default();
        self.erase_calls(&by, erasure, &needles, &mark, &mut counts)
            .await?;
        if let Some(person) = &erasure.person_id {
            self.obey(Mode::Do, of_person, person.as_str(), &mark, &mut counts)
                .await?;
            self.unname(person, &mut counts).await?;
        }
        self.strike(Mode::Do, &needles, &mark, &mut counts).await?;
        let gone = self.found_with(erasure, &needles).await?;
        for lost in &gone {
            self.blobs.forget(&lost.name).await?;
        }
        // The words of changed texts are written down anew before those go that nobody says.
        spoken::index_due(&self.core.db).await?;
        let mut tx = self.core.db.write().await?;
        tx.shred().await?;
        let unsaid = spoken::forget_unsaid(&mut tx).await?;
        tx.commit().await?;
        counts.add(Kind::Transcripts, Went::Removed, unsaid as i64);
        let book = self.book_with(&needles).await?;
        Ok(Report {
            left: self.left(erasure, book.len()).await?,
            counts,
            found: gone.len(),
            book,
            traces: Scoured::Held,
        })
    }

    /// The report where nothing was found: what cannot be looked into stays all the same.
    pub async fn erase_nothing(&self, erasure: &Erasure, preview: Preview) -> Result<Report> {
        Ok(Report {
            left: self.left(erasure, preview.book.len()).await?,
            counts: Tally::default(),
            found: 0,
            book: preview.book,
            traces: Scoured::Held,
        })
    }

    /// Writes the database anew: what was deleted is not left lying in its files.
    pub async fn scour(&self, report: &mut Report) -> Result<()> {
        let tables: Vec<&'static str> = PLACES.iter().map(|place| place.table).collect();
        tell_traces(report, self.core.db.scour(&tables).await?);
        Ok(())
    }

    async fn erase_calls(
        &self,
        by: &Person,
        erasure: &Erasure,
        needles: &Needles,
        mark: &str,
        counts: &mut Tally,
    ) -> Result<()> {
        for call in self.calls_with(erasure, needles).await? {
            self.obey(Mode::Do, of_call, call.as_str(), mark, counts).await?;
            self.hanging(call.as_str(), counts).await?;
            match self.recordings.erase(by, &call).await {
                // Somebody was faster.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                done => done?,
            }
        }
        for evaluation in self.evaluations_with(erasure, needles).await? {
            self.obey(Mode::Do, of_call, evaluation.as_str(), mark, counts)
                .await?;
        }
        Ok(())
    }

    /// Ends whatever lets a person in, and takes their name from the row to which the team's figures point.
    async fn unname(&self, person: &PersonId, counts: &mut Tally) -> Result<()> {
        let short: String = person.as_str().chars().rev().take(6).collect();
        let short: String = short.chars().rev().collect();
        let name = Texts(self.core.config.locale).with("forget-erased-person", &[("n", short.clone())]);
        let mut tx = self.core.db.write().await?;
        tx.shred().await?;
        auth::by_leaving(&mut tx, person).await?;
        store::rename(
            &mut tx,
            person,
            &name,
            &format!("erased-{}", short.to_lowercase()),
        )
        .await?;
        tx.commit().await?;
        self.auth.forget(person);
        counts.add(Kind::People, Went::Blanked, 1);
        Ok(())
    }

    /// What stays, with its ground.
    async fn left(&self, erasure: &Erasure, book: usize) -> Result<Vec<Left>> {
        let now = self.core.now();
        let mut left = Vec::new();
        let mut add = |ground, n: i64, until| left.push(Left { ground, n, until });
        let mut tx = self.core.db.read().await?;
        if let Some(person) = &erasure.person_id {
            add(Ground::Figures, store::figures(&mut tx, person).await?, None);
            add(Ground::Others, store::about_others(&mut tx, person).await?, None);
            let kept = self.core.config.keep_log_days;
            let until = (kept > 0).then(|| now.plus_ms(kept * DAY_MS));
            add(Ground::Log, store::acts(&mut tx, person).await?, until);
        } else {
            add(Ground::Figures, 0, None);
        }
        drop(tx);
        if book > 0 {
            add(Ground::Book, book as i64, None);
        }
        let unknown = self
            .blobs
            .lost()
            .await?
            .into_iter()
            .filter(|lost| erasure.subject == Subject::Client || lost.note.is_none());
        let until: Vec<_> = unknown.map(|lost| lost.name.until()).collect();
        if let Some(last) = until.iter().max() {
            add(Ground::Found, until.len() as i64, Some(*last));
        }
        let dir = self.core.config.backups_dir();
        let kept = tokio::task::spawn_blocking(move || {
            let backups = backup::list(&dir).map(|found| found.len());
            (backups.unwrap_or(0), backup::copies_before_migrations(&dir))
        });
        let (backups, copies) = kept.await.map_err(Error::internal)?;
        if backups > 0 {
            // Each night takes the oldest away; without nightly backups somebody has to.
            let nights = self.core.config.backup_keep as i64;
            let until = (nights > 0).then(|| now.plus_ms(nights * DAY_MS));
            add(Ground::Backups, backups as i64, until);
        }
        if copies > 0 {
            add(Ground::Migrations, copies as i64, None);
        }
        add(Ground::Spoken, 0, None);
        add(Ground::Outside, 0, None);
        Ok(left)
    }
}

/// Adds how far the traces are gone, and what stays of them.
pub fn tell_traces(report: &mut Report, traces: Scoured) {
    report.traces = traces;
    let (ground, so) = match traces {
        Scoured::File => return,
        Scoured::Tables => (Ground::Server, "the tables were written anew"),
        Scoured::Held => (Ground::Traces, "the database was held for too long"),
    };
    tracing::info!(so, "traces of what was erased");
    report.left.push(Left {
        ground,
        n: 0,
        until: None,
    });
}
