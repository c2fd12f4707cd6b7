//! The walk through every place of the list: actions of rules, and names struck out wherever they stand.
//!
//! Decides that it goes in slices, each a short transaction of its own, that texts are judged off the web threads, and that
//! what somebody changed meanwhile is looked at again. Everything here can be done twice: what is done finds nothing.

use super::Forgetting;
use super::erasure::{CountFigure, Tally};
use super::needle::Needles;
use super::places::{DataTable, ErasureAction, ErasureRule, PLACES, StrikePolicy};
use super::strike::{blank, blank_in, strike_json};
use crate::db::{TableTexts, TextRow};
use crate::error::{Error, Result};

/// How often a table is gone through while others change it at the same time.
const PASSES: usize = 5;

/// Look, or do?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalkMode {
    /// Only counts.
    Look,
    /// Changes.
    Do,
}

/// What happens to a row whose text is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowFate {
    Changed,
    Removed,
}

impl Forgetting {
    /// Goes through the rows; `judge` gives the new text, or none when it stays. Returns how many rows it was.
    async fn walk<J>(
        &self,
        mode: WalkMode,
        texts: TableTexts,
        argument: &str,
        fate: RowFate,
        judge: J,
    ) -> Result<i64>
    where
        J: FnMut(&str) -> Option<String> + Clone + Send + 'static,
    {
        let mut found = 0;
        for _ in 0..PASSES {
            let (mut after, mut missed): (Option<String>, usize) = (None, 0);
            loop {
                let mut tx = self.core.db.read().await?;
                let rows = texts.slice(&mut tx, argument, after.as_deref()).await?;
                drop(tx);
                let Some(last) = rows.last() else { break };
                after = Some(last.place().to_owned());
                let judge = judge.clone();
                let judged = tokio::task::spawn_blocking(move || judged(rows, judge));
                let judged = judged.await.map_err(Error::internal)?;
                if mode == WalkMode::Look || judged.is_empty() {
                    found += judged.len() as i64;
                    continue;
                }
                let mut tx = self.core.db.write().await?;
                tx.shred().await?;
                for (row, new) in judged {
                    let done = match fate {
                        RowFate::Changed => texts.change(&mut tx, &row, &new).await?,
                        RowFate::Removed => texts.remove(&mut tx, &row).await?,
                    };
                    if done {
                        found += 1;
                    } else {
                        missed += 1;
                    }
                }
                tx.commit().await?;
            }
            if missed == 0 {
                break;
            }
        }
        Ok(found)
    }

    /// Does, or counts, what the rules say for one call or person.
    pub async fn obey(
        &self,
        mode: WalkMode,
        rules: RulesOf,
        argument: &str,
        mark: &str,
        tally: &mut Tally,
    ) -> Result<()> {
        for place in PLACES {
            for rule in rules(place) {
                let texts = |columns| TableTexts {
                    table: place.table,
                    columns,
                    when: rule.when,
                    also: "",
                };
                let mark = mark.to_owned();
                let (went, n) = match rule.action {
                    ErasureAction::Remove if mode == WalkMode::Look => {
                        let mut tx = self.core.db.read().await?;
                        (CountFigure::Removed, texts(&[]).count(&mut tx, argument).await?)
                    }
                    ErasureAction::Remove => {
                        let mut tx = self.core.db.write().await?;
                        tx.shred().await?;
                        let gone = texts(&[]).remove_all(&mut tx, argument).await?;
                        tx.commit().await?;
                        (CountFigure::Removed, gone as i64)
                    }
                    ErasureAction::Blank(columns) => {
                        let judge = move |text: &str| blank(text, &mark);
                        let n = self
                            .walk(mode, texts(columns), argument, RowFate::Changed, judge)
                            .await?;
                        (CountFigure::Blanked, n)
                    }
                    ErasureAction::BlankIn(columns, names) => {
                        let judge = move |text: &str| blank_in(text, names, &mark);
                        let n = self
                            .walk(mode, texts(columns), argument, RowFate::Changed, judge)
                            .await?;
                        (CountFigure::Blanked, n)
                    }
                };
                tally.add(place.kind, went, n);
            }
        }
        Ok(())
    }

    /// Counts what goes by itself with a recording.
    pub async fn hanging(&self, recording: &str, tally: &mut Tally) -> Result<()> {
        let mut tx = self.core.db.read().await?;
        for place in PLACES.iter().filter(|place| !place.hangs.is_empty()) {
            let texts = TableTexts {
                table: place.table,
                columns: &[],
                when: place.hangs,
                also: "",
            };
            let n = texts.count(&mut tx, recording).await?;
            tally.add(place.kind, CountFigure::Removed, n);
        }
        Ok(())
    }

    /// Strikes names and numbers out of every text of every place, or counts where they stand.
    pub async fn strike(
        &self,
        mode: WalkMode,
        needles: &Needles,
        mark: &str,
        tally: &mut Tally,
    ) -> Result<()> {
        if needles.is_empty() {
            return Ok(());
        }
        for place in PLACES {
            let fate = match place.struck {
                StrikePolicy::Marked => RowFate::Changed,
                StrikePolicy::Removed => RowFate::Removed,
                StrikePolicy::Never => continue,
            };
            let texts = |columns| TableTexts {
                table: place.table,
                columns,
                when: "",
                also: place.also,
            };
            if !place.words.is_empty() {
                let (needles, mark) = (needles.clone(), mark.to_owned());
                let judge = move |text: &str| needles.strike(text, &mark);
                let n = self.walk(mode, texts(place.words), "", fate, judge).await?;
                tally.add(place.kind, CountFigure::Struck, n);
            }
            if !place.json.is_empty() {
                let (needles, mark) = (needles.clone(), mark.to_owned());
                let judge = move |text: &str| strike_json(&needles, text, &mark);
                let n = self.walk(mode, texts(place.json), "", fate, judge).await?;
                tally.add(place.kind, CountFigure::Struck, n);
            }
        }
        Ok(())
    }
}

/// The rows that change, with their new texts.
fn judged(
    rows: Vec<TextRow>,
    mut judge: impl FnMut(&str) -> Option<String>,
) -> Vec<(TextRow, Vec<Option<String>>)> {
    let mut changing = Vec::new();
    for row in rows {
        let new: Vec<Option<String>> = row
            .texts
            .iter()
            .map(|text| text.as_deref().and_then(&mut judge))
            .collect();
        if new.iter().any(Option::is_some) {
            changing.push((row, new));
        }
    }
    changing
}

/// Which rules of a place.
pub type RulesOf = fn(&DataTable) -> &'static [ErasureRule];
