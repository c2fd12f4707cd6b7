//! What the evaluations give to a one-to-one: the last plan, what went well since the last meeting, and one error with
//! the words that were heard.
//!
//! Decides which items are named as well done and which error is proposed. A proposal is only that: it stands in the
//! head's form until they keep it.

use std::cmp::Reverse;
use std::sync::Arc;

use super::meeting::{Meeting, MeetingForm};
use super::store;
use crate::checklists::{Item, LocalizedText, Mark, scoring};
use crate::coaching::cases::{CasePlan, DefectCase, cases};
use crate::coaching::followed::{FollowScope, followed};
use crate::coaching::store as plans;
use crate::db::{Cursor, DbError, Tx};
use crate::evaluations::{Moment, PublishedScore, store as evaluations};
use crate::i18n::Locale;
use crate::id::{EvaluationId, PersonId};
use crate::people::Scope;
use crate::speech::{Segment, Speaker, Transcript};
use crate::time::Timestamp;
use crate::transcripts::store as transcripts;

/// Evaluations looked back at.
const BACK: usize = 16;
/// Items named as well done at most.
const BEST: usize = 3;
/// Low items offered as the error: the worst.
const OFFERED: usize = 5;
/// A moment's words are taken with so much sound around them, ms.
const AROUND_MS: i64 = 300;
/// Letters of a quote at most: a phrase, not a speech.
const QUOTE_CHARS: usize = 400;

/// An item that was at its best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BestItem {
    /// Its words.
    pub(super) title: LocalizedText,
    /// In how many evaluations it had the best mark.
    pub(super) hits: usize,
    /// Of how many that counted it.
    pub(super) n: usize,
    /// Was it lower before?
    pub(super) better: bool,
}

/// Everything a meeting's page is made of besides the meeting.
pub(super) struct MeetingPreparation {
    /// The last plan with its targets as they stood.
    pub(super) plan: Option<CasePlan>,
    /// What went well since the last meeting.
    pub(super) best: Vec<BestItem>,
    /// Evaluations since the last meeting.
    pub(super) n: usize,
    /// What repeats.
    pub(super) cases: Vec<DefectCase>,
    /// The lowest items of the last evaluation, the worst first: key and words.
    pub(super) low: Vec<(String, LocalizedText)>,
    /// Every item of its checklist.
    pub(super) items: Vec<(String, LocalizedText)>,
    /// The last evaluation.
    pub(super) last: Option<EvaluationId>,
}

/// For a meeting as the reader may see it: up to now while it is planned, else up to when it was held.
pub(super) async fn prepare(
    tx: &mut Tx,
    meeting: &Meeting,
    reader: &PersonId,
) -> Result<MeetingPreparation, DbError> {
    let sight = FollowScope {
        reader,
        until: meeting.held_at,
    };
    let until = meeting.held_at.unwrap_or(Timestamp(i64::MAX));
    let scope = Scope::Own(meeting.manager_id.clone());
    let written = plans::plans(tx, &scope, None, &Cursor::newest(), 20).await?;
    let last = written.items.into_iter().find(|plan| plan.created_at <= until);
    let plan = match last {
        Some(plan) => Some(CasePlan {
            targets: followed(tx, &plan, sight).await?,
            plan,
        }),
        None => None,
    };
    let before = Cursor {
        key: until.0,
        id: meeting.id.to_string(),
    };
    let earlier = store::held(tx, &scope, reader, None, &before, 1).await?;
    let since = earlier
        .items
        .first()
        .and_then(|it| it.held_at)
        .unwrap_or_default();
    let mut history = evaluations::published_until(tx, &meeting.manager_id, until, BACK).await?;
    if *reader == meeting.manager_id {
        history.retain(|it| it.opinion);
    }
    let from = history.partition_point(|it| it.published_at <= since);
    let (old, new) = history.split_at(from);
    // The last evaluation is talked about even when it is older than the last meeting.
    let last = history.last();
    let named = |item: &Item| (item.key.clone(), item.text.clone());
    let items = last.map(|it| it.checklist.items().map(|(_, item)| named(item)).collect());
    let low = last.map(|it| low_items(it).into_iter().take(OFFERED).map(named).collect());
    Ok(MeetingPreparation {
        plan,
        best: best(old, new),
        n: new.len(),
        cases: cases(tx, &meeting.manager_id, sight).await?,
        low: low.unwrap_or_default(),
        items: items.unwrap_or_default(),
        last: last.map(|it| it.id.clone()),
    })
}

/// Items at their best, those that were lower before first, then the surest.
fn best(old: &[PublishedScore], new: &[PublishedScore]) -> Vec<BestItem> {
    let mut found: Vec<(String, BestItem)> = Vec::new();
    for (item, value) in new.iter().flat_map(PublishedScore::marks) {
        let hit = usize::from(value == item.scale.max());
        match found.iter_mut().find(|(key, _)| *key == item.key) {
            Some((_, best)) => {
                best.hits += hit;
                best.n += 1;
                best.title = item.text.clone();
            }
            None => found.push((
                item.key.clone(),
                BestItem {
                    title: item.text.clone(),
                    hits: hit,
                    n: 1,
                    better: old
                        .iter()
                        .filter_map(|it| it.mark(&item.key))
                        .any(|(item, value)| value < item.scale.max()),
                },
            )),
        }
    }
    let mut best: Vec<BestItem> = found.into_iter().map(|(_, best)| best).collect();
    best.retain(|it| it.hits == it.n);
    best.sort_by_key(|it| (!it.better, Reverse(it.n)));
    best.truncate(BEST);
    best
}

/// Low items, the worst first: by the share of the mark, then the heavier ones.
fn low_items(published: &PublishedScore) -> Vec<&Item> {
    let mut low: Vec<(&Item, u16)> = published
        .marks()
        .filter(|(item, value)| scoring::is_low(item, Mark::Value(*value)))
        .collect();
    low.sort_by_key(|(item, value)| {
        let share = u32::from(*value) * 1000 / u32::from(item.scale.max().max(1));
        (share, Reverse(item.weight.as_hundredths()))
    });
    low.into_iter().map(|(item, _)| item).collect()
}

/// Puts the error into the form: of this item, or of the worst one, a marked one before others. Nothing changes when the
/// last evaluation has none.
pub(super) async fn propose(
    tx: &mut Tx,
    last: Option<&EvaluationId>,
    wanted: Option<&str>,
    locale: Locale,
    form: &mut MeetingForm,
) -> Result<(), DbError> {
    let Some(id) = last else { return Ok(()) };
    let Some(evaluation) = evaluations::evaluation(tx, id).await? else {
        return Ok(());
    };
    let Some(snapshot) = evaluation.snapshot else {
        return Ok(());
    };
    let published = PublishedScore {
        id: evaluation.id.clone(),
        recording_id: evaluation.recording_id.clone(),
        client: evaluation.client,
        called_at: evaluation.called_at,
        published_at: evaluation.published_at.unwrap_or_default(),
        answers: evaluation.answers.0,
        checklist: Arc::new(snapshot.0.checklist),
        opinion: true,
    };
    let moments = evaluations::moments(tx, id).await?;
    let beside = |item: &Item| {
        moments
            .iter()
            .find(|it| it.item_key.as_deref() == Some(&item.key))
    };
    let mut low = low_items(&published);
    low.sort_by_key(|item| beside(item).is_none());
    let chosen = match wanted {
        Some(key) => low.into_iter().find(|item| item.key == key),
        None => low.into_iter().next(),
    };
    let Some(item) = chosen else { return Ok(()) };
    let comment = published.answers.comment(&item.key);
    let title = item.text.get(locale);
    form.error_item.clone_from(&item.key);
    form.error = if comment.is_empty() {
        title.to_owned()
    } else {
        format!("{title}. {comment}")
    };
    for field in [
        &mut form.client_said,
        &mut form.quote,
        &mut form.instead,
        &mut form.recording,
        &mut form.start_ms,
    ] {
        field.clear();
    }
    if let (Some(moment), Some(recording)) = (beside(item), &published.recording_id) {
        form.recording = recording.to_string();
        form.start_ms = moment.start_ms.to_string();
        if let Some(text) = transcripts::current(tx, recording).await? {
            (form.client_said, form.quote) = heard(&text, moment);
        }
    }
    Ok(())
}

/// What the client said before the moment, and what is heard in it from the manager's side.
fn heard(text: &Transcript, moment: &Moment) -> (String, String) {
    let (from, to) = (
        moment.start_ms - AROUND_MS,
        moment.end_ms.max(moment.start_ms) + AROUND_MS,
    );
    let inside = text
        .segments
        .iter()
        .filter(|turn| turn.speaker != Speaker::Client)
        .flat_map(|turn| &turn.words)
        .filter(|word| word.start_ms >= from && word.end_ms <= to);
    let quote: Vec<&str> = inside.map(|word| word.text.as_str()).collect();
    let before = |turn: &&Segment| turn.speaker == Speaker::Client && turn.start_ms < moment.start_ms;
    let client = text.segments.iter().rfind(before);
    (
        client.map(|turn| cut(&turn.text, true)).unwrap_or_default(),
        cut(&quote.join(" "), false),
    )
}

/// At most [`QUOTE_CHARS`] letters: the end of what the client said, the beginning of what was answered.
fn cut(text: &str, end: bool) -> String {
    let letters = text.chars().count();
    if letters <= QUOTE_CHARS {
        return text.to_owned();
    }
    if end {
        let rest: String = text.chars().skip(letters - QUOTE_CHARS).collect();
        format!("… {}", rest.trim_start())
    } else {
        let head: String = text.chars().take(QUOTE_CHARS).collect();
        format!("{} …", head.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::follow::tests::{list, published};
    use super::*;

    #[test]
    fn what_became_better_is_named_first() {
        let list = list();
        let old = [published(
            1,
            &list,
            &[("date", Mark::Value(0)), ("budget", Mark::Value(2))],
        )];
        let new = [
            published(
                2,
                &list,
                &[
                    ("date", Mark::Value(2)),
                    ("budget", Mark::Value(2)),
                    ("fillers", Mark::Value(2)),
                ],
            ),
            published(
                3,
                &list,
                &[
                    ("date", Mark::Value(2)),
                    ("budget", Mark::Value(2)),
                    ("fillers", Mark::Value(1)),
                ],
            ),
        ];
        let found = best(&old, &new);
        let keys: Vec<(bool, usize, usize)> = found.iter().map(|it| (it.better, it.hits, it.n)).collect();
        assert_eq!(
            keys,
            [(true, 2, 2), (false, 2, 2)],
            "one that was not always at its best is not named"
        );
        assert!(best(&old, &[]).is_empty());
    }

    #[test]
    fn the_worst_item_is_the_lowest_and_then_the_heaviest() {
        let list = list();
        let published = published(
            1,
            &list,
            &[
                ("greeting", Mark::Value(0)),
                ("date", Mark::Value(0)),
                ("budget", Mark::Value(1)),
            ],
        );
        let low: Vec<&str> = low_items(&published)
            .into_iter()
            .map(|item| item.key.as_str())
            .collect();
        assert_eq!(low.len(), 2, "one of two is not low");
        let weight = |key: &str| list.item(key).unwrap().1.weight.as_hundredths();
        assert!(weight(low[0]) >= weight(low[1]));
    }
}
