//! The results of an open session: totals by call and reviewer, agreement by question, and under each question the answers side
//! by side. A figure from few comparisons looks like one.

use askama::Template;

use super::words::{ReviewerAnswerView, SessionChecklist, answer, heading, question, title, words};
use crate::calibration::agreement::NoKappa;
use crate::calibration::results::{
    AgreementFigures, Cards, ChecklistQuestion, FEW, REWORD_BELOW, ReviewerAnswer, SubmittedCard, results,
};
use crate::calibration::run::SessionProgress;
use crate::calibration::session::{AgreedAnswer, Calibration, SessionCall, SessionStage};
use crate::checklists::{Hundredths, Zones};
use crate::evaluations::Moment;
use crate::i18n::format;
use crate::id::{ChecklistId, PersonId};
use crate::people::Person;
use crate::web::PageContext;

/// One reviewer's answer to one question of one call.
pub(super) struct ReviewerCell {
    pub(super) name: String,
    /// None without a card.
    pub(super) answer: Option<ReviewerAnswerView>,
    pub(super) comment: String,
    pub(super) moments: Vec<MomentChip>,
}

/// A marked place of a call.
pub(super) struct MomentChip {
    pub(super) href: String,
    pub(super) start_ms: i64,
    pub(super) tone: &'static str,
    pub(super) time: String,
    pub(super) note: String,
}

/// The answers of one call to one question.
pub(super) struct AnswerLine {
    pub(super) number: i32,
    pub(super) title: String,
    pub(super) cells: Vec<ReviewerCell>,
    /// Not everybody answered the same.
    pub(super) differs: bool,
    /// «Договорились: 1. …».
    pub(super) agreed: Option<AgreedView>,
}

/// What was agreed, as it is shown.
pub(super) struct AgreedView {
    /// In the words of forms.
    pub(super) value: String,
    pub(super) label: String,
    pub(super) words: String,
}

/// One question.
struct QuestionRow {
    key: String,
    /// The block's name, over its first question.
    block: Option<String>,
    text: String,
    is_gate: bool,
    /// «66,67 %».
    agreement: Option<String>,
    pairs: u64,
    kappa: Option<String>,
    /// Translation key of the reason for a dash.
    no_kappa: &'static str,
    kappa_calls: usize,
    difference: Option<String>,
    reword: bool,
    /// Where the checklist's editor has it.
    place: String,
    few: bool,
    lines: Vec<AnswerLine>,
}

impl QuestionRow {
    fn is_kappa_few(&self) -> bool {
        self.kappa_calls < FEW
    }
}

/// A call with its totals.
struct CallTotals {
    number: i32,
    title: String,
    called: String,
    /// By reviewer: figure and zone; none without a card.
    cells: Vec<Option<(String, Option<&'static str>)>>,
    /// Between the highest and the lowest.
    spread: Option<String>,
}

#[derive(Template)]
#[template(path = "calibration/results.html")]
pub(super) struct ResultsPage {
    t: PageContext,
    session: Calibration,
    heading: SessionChecklist,
    /// Where a question is reworded.
    checklist: ChecklistId,
    /// Those who handed in at least one card, by name.
    names: Vec<String>,
    /// Those who did not.
    absent: Vec<String>,
    totals: Vec<CallTotals>,
    means: Vec<(Option<String>, i64)>,
    agreement: Option<String>,
    difference: Option<String>,
    pairs: i64,
    rows: Vec<QuestionRow>,
    reword: usize,
    is_few: bool,
    can_end: bool,
}

impl ResultsPage {
    /// Everything below is to be reworded, in percent.
    const fn threshold() -> u64 {
        REWORD_BELOW
    }
}

/// What all pages of an open session need of it.
pub(super) struct OpenSession<'a> {
    pub(super) t: &'a PageContext,
    pub(super) session: &'a Calibration,
    /// Those who handed in at least one card.
    pub(super) reviewers: Vec<(PersonId, String)>,
    pub(super) cards: &'a Cards,
    pub(super) agreed: &'a [AgreedAnswer],
}

impl<'a> OpenSession<'a> {
    pub(super) fn new(
        t: &'a PageContext,
        progress: &'a SessionProgress,
        cards: &'a Cards,
        agreed: &'a [AgreedAnswer],
    ) -> Self {
        let took_part = |id: &PersonId| cards.keys().any(|(_, reviewer)| reviewer == id);
        let reviewers = progress.reviewers.iter();
        Self {
            t,
            session: &progress.session,
            reviewers: reviewers
                .filter(|reviewer| took_part(&reviewer.person_id))
                .map(|reviewer| (reviewer.person_id.clone(), reviewer.name.clone()))
                .collect(),
            cards,
            agreed,
        }
    }

    /// What everybody answered to one question of one call.
    pub(super) fn line(&self, call: &SessionCall, asked: &ChecklistQuestion<'_>) -> AnswerLine {
        let answers: Vec<Option<ReviewerAnswer>> = self
            .reviewers
            .iter()
            .map(|(id, _)| {
                self.card(call, id)
                    .map(|card| asked.answer(&card.evaluation.answers.0))
            })
            .collect();
        let mut given = answers.iter().flatten().filter(|answer| answer.counts());
        let first = given.next();
        let key = asked.key();
        let agreed = self
            .agreed
            .iter()
            .find(|agreed| agreed.number == call.number && agreed.question == key);
        AnswerLine {
            number: call.number,
            title: title(self.t, call),
            differs: given.any(|answer| Some(answer) != first),
            cells: self
                .reviewers
                .iter()
                .zip(&answers)
                .map(|((id, name), given)| self.cell(call, asked, (id, name), *given))
                .collect(),
            agreed: agreed.map(|agreed| self.agreed(asked, agreed)),
        }
    }

    fn card(&self, call: &SessionCall, reviewer: &PersonId) -> Option<&SubmittedCard> {
        self.cards.get(&(call.number, reviewer.clone()))
    }

    fn cell(
        &self,
        call: &SessionCall,
        asked: &ChecklistQuestion<'_>,
        (id, name): (&PersonId, &str),
        given: Option<ReviewerAnswer>,
    ) -> ReviewerCell {
        let card = self.card(call, id);
        let item = match asked {
            ChecklistQuestion::Item(_, item) => Some(item.key.as_str()),
            ChecklistQuestion::Gate(_) => None,
        };
        let beside = |moment: &&Moment| item.is_some() && moment.item_key.as_deref() == item;
        let moments = card.map_or(&[][..], |card| &card.moments);
        ReviewerCell {
            name: name.to_owned(),
            answer: given.map(|given| answer(self.t, asked, given)),
            comment: card
                .zip(item)
                .map(|(card, item)| card.evaluation.answers.0.comment(item).to_owned())
                .unwrap_or_default(),
            moments: moments
                .iter()
                .filter(beside)
                .map(|moment| self.chip(call, moment))
                .collect(),
        }
    }

    pub(super) fn chip(&self, call: &SessionCall, moment: &Moment) -> MomentChip {
        MomentChip {
            href: format!(
                "/calibrations/{}/calls/{}#t-{}",
                self.session.id, call.number, moment.start_ms
            ),
            start_ms: moment.start_ms,
            tone: moment.kind.as_str(),
            time: format::duration(moment.start_ms),
            note: moment.note.clone(),
        }
    }

    fn agreed(&self, asked: &ChecklistQuestion<'_>, agreed: &AgreedAnswer) -> AgreedView {
        let choices = super::words::choices(self.t, asked).into_iter();
        let mut chosen = choices.filter(|(value, _)| *value == agreed.answer);
        AgreedView {
            value: agreed.answer.clone(),
            label: chosen.next().map(|(_, label)| label).unwrap_or_default(),
            words: agreed.words.clone(),
        }
    }
}

pub(super) fn page(
    t: PageContext,
    by: &Person,
    progress: SessionProgress,
    cards: &Cards,
    agreed: &[AgreedAnswer],
) -> ResultsPage {
    let checklist = &progress.version.document.0;
    let compared = OpenSession::new(&t, &progress, cards, agreed);
    let ids: Vec<PersonId> = compared.reviewers.iter().map(|(id, _)| id.clone()).collect();
    let numbers: Vec<i32> = progress.calls.iter().map(|call| call.number).collect();
    let found = results(checklist, &numbers, &ids, cards);
    let mut block_before = None;
    let rows: Vec<QuestionRow> = ChecklistQuestion::all(checklist)
        .iter()
        .zip(&found.questions)
        .map(|(asked, figures)| {
            let (ChecklistQuestion::Gate(block) | ChecklistQuestion::Item(block, _)) = asked;
            let name = (block_before != Some(&block.key)).then(|| words(&block.name, t.locale()));
            block_before = Some(&block.key);
            row(&compared, &progress.calls, asked, figures, name)
        })
        .collect();
    let locale = t.locale();
    let names: Vec<String> = compared.reviewers.iter().map(|(_, name)| name.clone()).collect();
    let absent = progress
        .reviewers
        .iter()
        .filter(|reviewer| !ids.contains(&reviewer.person_id));
    ResultsPage {
        heading: heading(&t, &progress.version),
        checklist: progress.version.checklist_id.clone(),
        absent: absent.map(|reviewer| reviewer.name.clone()).collect(),
        totals: progress
            .calls
            .iter()
            .map(|call| totals(&compared, call, checklist.zones))
            .collect(),
        means: found
            .means
            .iter()
            .map(|(mean, n)| (mean.map(|mean| mean.fixed(locale)), *n))
            .collect(),
        agreement: found.agreement.percent().map(|percent| percent.plain(locale)),
        difference: found.difference.map(|difference| difference.fixed(locale)),
        pairs: found.pairs,
        reword: rows.iter().filter(|row| row.reword).count(),
        is_few: progress.calls.len() < FEW,
        can_end: progress.session.is_by(by) && progress.session.stage() == SessionStage::Open,
        names,
        rows,
        session: progress.session,
        t,
    }
}

fn row(
    compared: &OpenSession<'_>,
    calls: &[SessionCall],
    asked: &ChecklistQuestion<'_>,
    figures: &AgreementFigures,
    block: Option<String>,
) -> QuestionRow {
    let t = compared.t;
    let locale = t.locale();
    QuestionRow {
        key: asked.key().replace('.', "-"),
        block,
        text: question(t, asked),
        is_gate: matches!(asked, ChecklistQuestion::Gate(_)),
        agreement: figures
            .agreement
            .percent()
            .map(|percent| t.with("evaluation-percent", "percent", percent.plain(locale))),
        pairs: figures.agreement.of,
        kappa: figures.kappa.ok().map(|kappa| format::number(locale, kappa, 2)),
        no_kappa: match figures.kappa {
            Err(NoKappa::OneAnswer) => "calibration-kappa-one-answer",
            _ => "calibration-kappa-nothing",
        },
        kappa_calls: figures.kappa_calls,
        difference: figures.difference.map(|difference| difference.plain(locale)),
        reword: figures.reword(),
        place: match asked {
            ChecklistQuestion::Gate(block) => format!("block-{}", block.key),
            ChecklistQuestion::Item(_, item) => format!("item-{}", item.key),
        },
        few: figures.is_few(),
        lines: calls.iter().map(|call| compared.line(call, asked)).collect(),
    }
}

fn totals(compared: &OpenSession<'_>, call: &SessionCall, zones: Zones) -> CallTotals {
    let t = compared.t;
    let of = |id: &PersonId| -> Option<Option<Hundredths>> {
        compared.card(call, id).map(|card| card.evaluation.total)
    };
    let all: Vec<_> = compared.reviewers.iter().map(|(id, _)| of(id)).collect();
    let figures: Vec<Hundredths> = all.iter().flatten().flatten().copied().collect();
    let spread = figures.iter().max().zip(figures.iter().min());
    CallTotals {
        number: call.number,
        title: title(t, call),
        called: t.moment(&call.called_at),
        cells: all
            .iter()
            .map(|card| {
                card.map(|total| match total {
                    Some(total) => (total.fixed(t.locale()), Some(total.zone(zones).as_str())),
                    None => ("—".to_owned(), None),
                })
            })
            .collect(),
        spread: spread
            .filter(|_| figures.len() > 1)
            .map(|(high, low)| Hundredths(high.0 - low.0).fixed(t.locale())),
    }
}
