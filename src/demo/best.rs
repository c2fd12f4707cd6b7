//! What is worth hearing of the calls: snippets the manager agreed to share, a list to hear, words at their moments.

use super::{calls, person};
use crate::app::App;
use crate::comments::CommentForm;
use crate::error::{Error, Result};
use crate::people::Person;
use crate::playbook::EntryId;
use crate::recordings::Recording;
use crate::snippets::SnippetForm;
use crate::snippets::playlists::PlaylistForm;

/// The objection one of them answers, when the book is the shipped one.
const OBJECTION: &str = "ru/objections/too-expensive";

pub(super) async fn pick(app: &App, recordings: &[Recording]) -> Result<()> {
    let head = person(app, "m.sokolova").await?;
    let (good, lost) = (&recordings[calls::GOOD], &recordings[calls::LOST]);
    let id: EntryId = OBJECTION.parse().map_err(Error::internal)?;
    let known = app.parts.library.snapshot().get(&id).is_some();
    let objection = if known { OBJECTION } else { "" };
    let dear = form(
        "2:24",
        "2:57,7",
        "Дорого? Спросила, что вошло в чужой расчёт",
        "objections",
    );
    let dear = SnippetForm {
        objection: objection.to_owned(),
        ..dear
    };
    let dear = app.snippets.cut(&head, &good.id, &dear).await?;
    let visit = form(
        "2:58",
        "3:31,5",
        "Замер с днём и часом, хотя решает директор",
        "closing",
    );
    let visit = app.snippets.cut(&head, &good.id, &visit).await?;
    let mistake = SnippetForm {
        kind: "mistake".to_owned(),
        consent: String::new(),
        ..form("0:20,5", "0:26", "Цена раньше вопросов", "presentation")
    };
    app.snippets.cut(&head, &lost.id, &mistake).await?;
    let list = PlaylistForm {
        title: "Неделя новичка: возражение и следующий шаг".to_owned(),
        purpose: "Послушать до первых звонков, потом повторить вслух.".to_owned(),
        snippet: dear.to_string(),
        ..PlaylistForm::default()
    };
    let trainer = person(app, "o.vetrov").await?;
    let list = app.playlists.create(&trainer, &list).await?;
    app.playlists.add(&trainer, &list, &visit).await?;
    comment(
        app,
        &head,
        &lost.id,
        (
            "0:21",
            "question",
            "Что было бы, если сначала спросить про бюджет?",
        ),
        "n.zhukov",
    )
    .await?;
    comment(
        app,
        &head,
        &good.id,
        ("1:53,5", "praise", "Итог услышанного одной фразой"),
        "",
    )
    .await?;
    comment(
        app,
        &head,
        &good.id,
        (
            "2:31",
            "idea",
            "Добавить в «Дорого» вопрос: есть ли в чужом расчёте доставка и монтаж",
        ),
        "",
    )
    .await
}

/// A good example everybody hears.
fn form(start: &str, end: &str, title: &str, stage: &str) -> SnippetForm {
    SnippetForm {
        start: start.to_owned(),
        end: end.to_owned(),
        title: title.to_owned(),
        stage: stage.to_owned(),
        consent: "yes".to_owned(),
        ground: "unrecognisable".to_owned(),
        ..SnippetForm::default()
    }
}

async fn comment(
    app: &App,
    by: &Person,
    recording: &crate::id::RecordingId,
    (at, kind, text): (&str, &str, &str),
    asked: &str,
) -> Result<()> {
    let asked = match asked {
        "" => String::new(),
        login => person(app, login).await?.id.to_string(),
    };
    let form = CommentForm {
        at: at.to_owned(),
        kind: kind.to_owned(),
        text: text.to_owned(),
        asked,
        id: None,
    };
    app.comments.add(by, recording, &form).await.map(drop)
}
