//! The four calls, through the real upload.

use crate::app::App;
use crate::error::{Error, Result};
use crate::recordings::upload::UploadRefusal;
use crate::recordings::{FactsForm, Recording};

struct DemoCall {
    file: &'static str,
    sound: &'static [u8],
    manager: &'static str,
    client: &'static str,
    phone: &'static str,
    language: &'static str,
    kind: &'static str,
    outcome: &'static str,
    tags: &'static str,
    days_ago: i32,
    time: &'static str,
}

/// The call that was lost on the price: evaluated in [`super::story`].
pub(super) const LOST: usize = 0;
/// The call to learn from: heard in parts in [`super::best`].
pub(super) const GOOD: usize = 1;

const CALLS: [DemoCall; 4] = [
    DemoCall {
        file: "lost-on-price.opus",
        sound: include_bytes!("calls/lost-on-price.opus"),
        manager: "n.zhukov",
        client: "Склад одежды, 300 м²",
        phone: "+7 495 000-14-20",
        language: "ru",
        kind: "request",
        outcome: "refused",
        tags: "цена",
        days_ago: 20,
        time: "11:20",
    },
    DemoCall {
        file: "inbound-good.opus",
        sound: include_bytes!("calls/inbound-good.opus"),
        manager: "a.kuznetsova",
        client: "Павел, стройматериалы",
        phone: "+7 495 000-31-07",
        language: "ru",
        kind: "request",
        outcome: "reached",
        tags: "лучший звонок, замер",
        days_ago: 5,
        time: "10:05",
    },
    DemoCall {
        file: "missed-next-step.opus",
        sound: include_bytes!("calls/missed-next-step.opus"),
        manager: "t.akhmetov",
        client: "Светлана, мебельная фабрика",
        phone: "+7 495 000-58-61",
        language: "ru",
        kind: "request",
        outcome: "later",
        tags: "консольные",
        days_ago: 3,
        time: "15:40",
    },
    DemoCall {
        file: "english-good.opus",
        sound: include_bytes!("calls/english-good.opus"),
        manager: "a.kuznetsova",
        client: "David, bicycle parts",
        phone: "+44 20 7946 0123",
        language: "en",
        kind: "request",
        outcome: "reached",
        tags: "english",
        days_ago: 2,
        time: "12:15",
    },
];

/// Uploads every call as the head would; returns the recordings in the order of [`CALLS`].
pub(super) async fn upload(app: &App) -> Result<Vec<Recording>> {
    let head = super::person(app, super::HEAD).await?;
    let today = app.clock.now().day(&app.config.time_zone);
    let mut recordings = Vec::with_capacity(CALLS.len());
    for call in &CALLS {
        let mut incoming = app.parts.blobs.begin()?;
        incoming.write(call.sound).await?;
        let arrived = incoming.finish().await?;
        let form = FactsForm {
            manager: call.manager.to_owned(),
            client: call.client.to_owned(),
            phone: call.phone.to_owned(),
            direction: "in".to_owned(),
            called_at: format!("{}T{}", today.plus_days(-call.days_ago), call.time),
            call_type: call.kind.to_owned(),
            outcome: call.outcome.to_owned(),
            tags: call.tags.to_owned(),
            language: call.language.to_owned(),
            ..FactsForm::default()
        };
        let taken = app.recordings.ingest(&head, &form, call.file, arrived).await;
        let taken = taken.map_err(|refusal| match refusal {
            UploadRefusal::Other(error) => error,
            UploadRefusal::Duplicate(_) => Error::internal(anyhow::anyhow!("{} is here already", call.file)),
        })?;
        recordings.push(taken.recording);
    }
    Ok(recordings)
}
