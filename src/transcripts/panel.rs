//! What a text puts on the page of its recording: player, turns, files, versions.

use askama::Template;
use futures::future::BoxFuture;

use super::player::Player;
use super::speakers::names_revision;
use super::{Transcripts, versions};
use crate::error::{Error, Result};
use crate::people::{Person, Role};
use crate::recordings::files::fault_of;
use crate::recordings::{Recording, TextPanel, TextParts};
use crate::web::PageContext;

#[derive(Template)]
#[template(path = "transcripts/panel.html", blocks = ["player", "talk", "files", "versions", "keys"])]
struct TranscriptSideTemplate {
    t: PageContext,
    recording: Recording,
    player: Player,
    managers: Vec<Person>,
    versions: versions::VersionsPanel,
}

impl TranscriptSideTemplate {
    /// Where the files of the shown text are.
    fn files(&self) -> String {
        format!("/recordings/{}/transcript", self.recording.id)
    }
    /// What the form of the names is opened on.
    fn names_revision(&self) -> String {
        names_revision(&self.recording)
    }
    fn is_own(&self) -> bool {
        self.t
            .visitor()
            .person()
            .is_some_and(|person| person.role == Role::Manager)
    }
}

impl TextPanel for Transcripts {
    fn parts<'a>(
        &'a self,
        t: &'a PageContext,
        recording: &'a Recording,
        managers: &'a [Person],
        problem: &'a str,
    ) -> BoxFuture<'a, Result<TextParts>> {
        Box::pin(async move {
            let mut tx = self.core.db.read().await?;
            let mut player = Player::load(&mut tx, recording, t).await?;
            player.can_edit = t.can("upload-recordings");
            player.fault = fault_of(&mut tx, &self.blobs, recording).await?;
            let mut versions = versions::panel(&mut tx, self, recording, t).await?;
            drop(tx);
            problem.clone_into(&mut versions.problem);
            parts(&TranscriptSideTemplate {
                t: t.clone(),
                recording: recording.clone(),
                player,
                managers: managers.to_vec(),
                versions,
            })
            .map_err(Error::internal)
        })
    }
}

fn parts(beside: &TranscriptSideTemplate) -> askama::Result<TextParts> {
    let there = beside.player.has_transcript();
    Ok(TextParts {
        mono: beside.player.mono,
        twin: beside.player.twin,
        player: beside.as_player().render()?,
        talk: there.then(|| beside.as_talk().render()).transpose()?,
        files: there.then(|| beside.as_files().render()).transpose()?,
        versions: beside.as_versions().render()?,
        keys: beside.as_keys().render()?,
    })
}
