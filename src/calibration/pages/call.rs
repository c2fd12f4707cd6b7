//! One call of an open session, to be talked over: the sound, and every question with what each reviewer answered, their words
//! and moments; where they differ, what was agreed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::results::{AnswerLine, MomentChip, OpenSession};
use super::words::{choices, question, title, words};
use super::{back, me};
use crate::calibration::results::{Cards, ChecklistQuestion};
use crate::calibration::session::{AgreedAnswer, Calibration, SessionCall, SessionStage};
use crate::calibration::{Calibrations, run};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::id::{CalibrationId, PersonId, RecordingId};
use crate::people::Person;
use crate::recordings;
use crate::transcripts::Player;
use crate::web::{Clash, Form, Html, PageContext, Path, form};

/// One question of the call.
struct CallQuestion {
    key: String,
    /// Its place on the page.
    anchor: String,
    block: Option<String>,
    text: String,
    line: AnswerLine,
    /// What may be agreed: value and label.
    choices: Vec<(String, String)>,
    /// The revision of what is agreed.
    revision: String,
    /// What was entered, when somebody else agreed on something meanwhile: answer and words.
    entered: Option<(String, String)>,
    /// And what that is.
    clash: Option<Clash>,
}

impl CallQuestion {
    fn is_agreed(&self, value: &str) -> bool {
        if let Some((answer, _)) = &self.entered {
            return answer == value;
        }
        let agreed = self.line.agreed.as_ref();
        agreed.map_or(value.is_empty(), |agreed| agreed.value == value)
    }
    fn words(&self) -> &str {
        if let Some((_, words)) = &self.entered {
            return words;
        }
        let agreed = self.line.agreed.as_ref();
        agreed.map_or("", |agreed| agreed.words.as_str())
    }
}

/// What one reviewer said about the whole call.
struct ReviewerRemarks {
    name: String,
    words: String,
    moments: Vec<MomentChip>,
}

#[derive(Template)]
#[template(path = "calibration/call.html")]
pub(super) struct CallPage {
    t: PageContext,
    session: Calibration,
    number: i32,
    calls: i64,
    title: String,
    called: String,
    duration: String,
    asked: Vec<CallQuestion>,
    said: Vec<ReviewerRemarks>,
    /// The sound, for those who hear it.
    player: Option<Player>,
    can_agree: bool,
}

impl CallPage {
    fn address(&self) -> String {
        format!("/calibrations/{}/calls/{}", self.session.id, self.number)
    }
}

async fn player(
    tx: &mut Tx,
    by: &Person,
    id: Option<&RecordingId>,
    t: &PageContext,
) -> Result<Option<Player>> {
    let Some(id) = id else { return Ok(None) };
    let Some(recording) = recordings::heard(tx, by, id).await? else {
        return Ok(None);
    };
    let mut player = Player::load(tx, &recording, t).await?;
    // The history of the text is on the recording's own page, which a guest does not see.
    player.edits = 0;
    Ok(Some(player))
}

pub(super) async fn show(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Path((id, number)): Path<(CalibrationId, i32)>,
) -> Result<Html<CallPage>> {
    Ok(Html(page(t, &calibrations, &id, number).await?))
}

async fn page(
    t: PageContext,
    calibrations: &Calibrations,
    id: &CalibrationId,
    number: i32,
) -> Result<CallPage> {
    let by = me(&t)?;
    let mut tx = calibrations.core.db.read().await?;
    let (cards, agreed) = run::read(&mut tx, &by, id).await?;
    let progress = run::progress(&mut tx, &by, id).await?;
    let call = progress.calls.iter().find(|call| call.number == number);
    let call = call.ok_or(Error::not_found("calibration-not-found"))?.clone();
    let player = player(&mut tx, &by, call.recording_id.as_ref(), &t).await?;
    drop(tx);
    let compared = OpenSession::new(&t, &progress, &cards, &agreed);
    let mut block_before = None;
    let asked = ChecklistQuestion::all(&progress.version.document.0)
        .iter()
        .map(|one| {
            let (ChecklistQuestion::Gate(block) | ChecklistQuestion::Item(block, _)) = one;
            let name = (block_before != Some(&block.key)).then(|| words(&block.name, t.locale()));
            block_before = Some(&block.key);
            CallQuestion {
                key: one.key(),
                anchor: one.key().replace('.', "-"),
                block: name,
                text: question(&t, one),
                line: compared.line(&call, one),
                choices: choices(&t, one),
                revision: AgreedAnswer::revision(
                    agreed
                        .iter()
                        .find(|it| it.number == number && it.question == one.key()),
                ),
                entered: None,
                clash: None,
            }
        })
        .collect();
    Ok(CallPage {
        title: title(&t, &call),
        called: t.moment(&call.called_at),
        duration: t.duration(&call.duration_ms),
        asked,
        said: remarks(&compared, &cards, &call),
        player,
        can_agree: progress.session.stage() == SessionStage::Open,
        number,
        calls: progress.session.calls,
        session: progress.session.clone(),
        t,
    })
}

fn remarks(compared: &OpenSession<'_>, cards: &Cards, call: &SessionCall) -> Vec<ReviewerRemarks> {
    let of = |(id, name): &(PersonId, String)| {
        let card = cards.get(&(call.number, id.clone()))?;
        let moments = card.moments.iter().filter(|moment| moment.item_key.is_none());
        let remarks = ReviewerRemarks {
            name: name.clone(),
            words: card.evaluation.answers.0.summary.clone(),
            moments: moments.map(|moment| compared.chip(call, moment)).collect(),
        };
        (!remarks.words.is_empty() || !remarks.moments.is_empty()).then_some(remarks)
    };
    compared.reviewers.iter().filter_map(of).collect()
}

#[derive(Deserialize)]
pub(super) struct AgreedForm {
    question: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    words: String,
    /// What the form was opened on.
    #[serde(default)]
    revision: String,
}

/// Another member agreed on something meanwhile: what that is, beside what was entered.
async fn clash(
    t: PageContext,
    calibrations: &Calibrations,
    id: &CalibrationId,
    mine: AgreedAnswer,
) -> Result<Response> {
    let mut page = page(t, calibrations, id, mine.number).await?;
    let t = page.t.clone();
    let asked = page.asked.iter_mut().find(|asked| asked.key == mine.question);
    let asked = asked.ok_or(Error::not_found("calibration-not-found"))?;
    let (answer, label, words) = match &asked.line.agreed {
        Some(agreed) => (agreed.value.as_str(), agreed.label.clone(), agreed.words.as_str()),
        None => ("", String::new(), ""),
    };
    let clash = Clash::new(t.text("calibration-clash"))
        .unless(answer == mine.answer, t.text("calibration-agreed"), label)
        .field(t.text("calibration-agreed-why"), words, &mine.words);
    asked.clash = Some(clash);
    asked.entered = Some((mine.answer, mine.words));
    Ok(form::clash(page))
}

pub(super) async fn agree(
    t: PageContext,
    State(calibrations): State<Calibrations>,
    Path((id, number)): Path<(CalibrationId, i32)>,
    Form(form): Form<AgreedForm>,
) -> Result<Response> {
    let anchor = form.question.replace('.', "-");
    let agreed = AgreedAnswer {
        number,
        question: form.question,
        answer: form.answer,
        words: form.words,
    };
    match calibrations
        .agree(&me(&t)?, &id, &form.revision, agreed.clone())
        .await
    {
        Err(error) if error.code() == "changed-meanwhile" => {
            return clash(t, &calibrations, &id, agreed).await;
        }
        done => done?,
    }
    Ok(back(
        "calibration-agreed-saved",
        &format!("/calibrations/{id}/calls/{number}#{anchor}"),
    ))
}
