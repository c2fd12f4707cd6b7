//! The erasing itself: everything that was told of before, in an order that can be begun again.
//!
//! Decides the order. First the words that point to a call (they are found by it), then its recording with its sound and all
//! that hangs on it, then what is a person's own, then the name and the number wherever else they stand, then found files and
//! words that nobody says any more; last the traces in the database's files. Each step finds nothing where it was done
//! before: after a crash the request is simply taken up again. What stays is told with its ground.

use super::erasure::{
    CountFigure, Erasure, ErasurePreview, ErasureReport, ErasureSubject, Remainder, RemainderReason, Tally,
};
use super::look::{of_call, of_person};
use super::needle::Needles;
use super::places::{DataKind, PLACES};
use super::walk::WalkMode;
use super::{Forgetting, store};
use crate::auth;
use crate::backup;
use crate::db::ScourResult;
use crate::error::{Error, ErrorKind, Result};
use crate::i18n::Texts;
use crate::id::PersonId;
use crate::people::{Person, store as people};
use crate::transcripts::spoken;

const DAY_MS: i64 = 24 * 3_600_000;

impl Forgetting {
    /// Erases; returns what it came to.
    pub async fn erase(&self, erasure: &Erasure) -> Result<ErasureReport> {
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
            self.obey(WalkMode::Do, of_person, person.as_str(), &mark, &mut counts)
                .await?;
            self.unname(person, &mut counts).await?;
        }
        self.strike(WalkMode::Do, &needles, &mark, &mut counts).await?;
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
        counts.add(DataKind::Transcripts, CountFigure::Removed, unsaid as i64);
        let book = self.book_with(&needles).await?;
        Ok(ErasureReport {
            left: self.left(erasure, book.len()).await?,
            counts,
            found: gone.len(),
            book,
            traces: ScourResult::Held,
        })
    }

    /// The report where nothing was found: what cannot be looked into stays all the same.
    pub async fn erase_nothing(&self, erasure: &Erasure, preview: ErasurePreview) -> Result<ErasureReport> {
        Ok(ErasureReport {
            left: self.left(erasure, preview.book.len()).await?,
            counts: Tally::default(),
            found: 0,
            book: preview.book,
            traces: ScourResult::Held,
        })
    }

    /// Writes the database anew: what was deleted is not left lying in its files.
    pub async fn scour(&self, report: &mut ErasureReport) -> Result<()> {
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
            self.obey(WalkMode::Do, of_call, call.as_str(), mark, counts)
                .await?;
            self.hanging(call.as_str(), counts).await?;
            match self.recordings.erase(by, &call).await {
                // Somebody was faster.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                done => done?,
            }
        }
        for evaluation in self.evaluations_with(erasure, needles).await? {
            self.obey(WalkMode::Do, of_call, evaluation.as_str(), mark, counts)
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
        counts.add(DataKind::People, CountFigure::Blanked, 1);
        Ok(())
    }

    /// What stays, with its ground.
    async fn left(&self, erasure: &Erasure, book: usize) -> Result<Vec<Remainder>> {
        let now = self.core.now();
        let mut left = Vec::new();
        let mut add = |ground, n: i64, until| left.push(Remainder { ground, n, until });
        let mut tx = self.core.db.read().await?;
        if let Some(person) = &erasure.person_id {
            add(
                RemainderReason::Figures,
                store::figures(&mut tx, person).await?,
                None,
            );
            add(
                RemainderReason::Others,
                store::about_others(&mut tx, person).await?,
                None,
            );
            let kept = self.core.config.keep_log_days;
            let until = (kept > 0).then(|| now.plus_ms(kept * DAY_MS));
            add(RemainderReason::Log, store::acts(&mut tx, person).await?, until);
        } else {
            add(RemainderReason::Figures, 0, None);
        }
        drop(tx);
        if book > 0 {
            add(RemainderReason::Book, book as i64, None);
        }
        let unknown = self
            .blobs
            .lost()
            .await?
            .into_iter()
            .filter(|lost| erasure.subject == ErasureSubject::Client || lost.note.is_none());
        let until: Vec<_> = unknown.map(|lost| lost.name.until()).collect();
        if let Some(last) = until.iter().max() {
            add(RemainderReason::Found, until.len() as i64, Some(*last));
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
            add(RemainderReason::Backups, backups as i64, until);
        }
        if copies > 0 {
            add(RemainderReason::Migrations, copies as i64, None);
        }
        add(RemainderReason::Spoken, 0, None);
        add(RemainderReason::Outside, 0, None);
        Ok(left)
    }
}

/// Adds how far the traces are gone, and what stays of them.
pub fn tell_traces(report: &mut ErasureReport, traces: ScourResult) {
    report.traces = traces;
    let (ground, so) = match traces {
        ScourResult::File => return,
        ScourResult::Tables => (RemainderReason::Server, "the tables were written anew"),
        ScourResult::Held => (RemainderReason::Traces, "the database was held for too long"),
    };
    tracing::info!(so, "traces of what was erased");
    report.left.push(Remainder {
        ground,
        n: 0,
        until: None,
    });
}
