//! Every act leaves its line in the log: a walk over the route table in which each route that writes is decided upon, a day
//! of a department that leaves what was decided, and what nobody can write into the log.

mod day;
mod day_of_calls;
mod log;
mod routes;

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Method;
use salesbook::app::App;
use salesbook::audit::{self, Act};
use salesbook::db::Cursor;
use salesbook::people::Scope;

use crate::support::app::{Answer, Browser, Multipart, TestApp};

/// What a route that writes leaves in the log.
#[derive(Debug, Clone, Copy)]
enum Leaves {
    /// One of these acts.
    One(&'static [Act]),
    /// Nothing, and why.
    Nothing(&'static str),
}

const DRAFT: Leaves = Leaves::Nothing("a draft of one's own; what becomes of it is kept");

const PREFERENCE: Leaves = Leaves::Nothing("how one's own pages look");

const USAGE: Leaves =
    Leaves::Nothing("what was asked and taken during a call is counted, by person, in tables of its own");

const QUESTION: Leaves =
    Leaves::Nothing("asks for a secret or a device's answer; what counts is the answer, and that is kept");

const PREVIEW: Leaves = Leaves::Nothing("shows what would be and changes nothing");

/// Every route that writes, decided. A new one has to be added here.
#[expect(clippy::too_many_lines, clippy::match_same_arms, reason = "one table")]
fn decided(route: &str) -> Option<Leaves> {
    use Act::*;
    use Leaves::One;
    Some(match route {
        "POST /api/v1/evaluations/{id}/moments"
        | "POST /evaluations/{id}/moments"
        | "POST /evaluations/{id}/moments/{moment}"
        | "POST /evaluations/{id}/moments/{moment}/delete"
        | "POST /evaluations/{id}/draft"
        | "POST /evaluations/{id}/checklist"
        | "POST /evaluations/{id}/hints/{item}/{start_ms}/accept"
        | "POST /evaluations/{id}/hints/{item}/{start_ms}/reject"
        | "POST /evaluations/{id}/self/draft"
        | "POST /calibrations/{id}/calls/{position}/card"
        | "POST /checklists"
        | "POST /checklists/import"
        | "POST /checklists/import/{id}/discard"
        | "POST /checklists/{id}/discard"
        | "POST /checklists/{id}/draft"
        | "POST /checklists/{id}/draft/restore"
        | "PUT /api/v1/drafts/{id}"
        | "DELETE /api/v1/drafts/{id}" => DRAFT,
        "POST /language" | "POST /profile/keys" => PREFERENCE,
        "POST /searches/{id}"
        | "POST /uses"
        | "POST /verdicts"
        | "POST /snippets/{id}/heard"
        | "POST /unanswered"
        | "POST /unanswered/{id}/seen"
        | "POST /unanswered/{id}/withdraw" => USAGE,
        "POST /password/estimate"
        | "POST /playbook/new/preview"
        | "POST /playbook/{locale}/{kind}/{slug}/preview" => PREVIEW,

        "POST /people" => One(&[PersonAdded]),
        "POST /people/{id}" => One(&[
            PersonChanged,
            RoleChanged,
            TeamChanged,
            PersonLeft,
            PersonReturned,
        ]),
        "POST /people/{id}/erase" | "POST /forgetting/clients" => One(&[ErasureAsked]),
        "POST /forgetting/erasures/{id}/confirm" => One(&[ErasureConfirmed, PersonLeft]),
        "POST /forgetting/erasures/{id}/withdraw" => One(&[ErasureWithdrawn]),
        "POST /people/{id}/export" | "POST /profile/export" => One(&[DataExported]),
        "POST /people/{id}/function" => One(&[FunctionSet]),
        "POST /people/{id}/invitation" => One(&[LinkMade, PersonInvited]),
        "POST /teams" => One(&[TeamAdded]),
        "POST /sign-in" => One(&[SignedIn, SignInFailed, NewBrowser]),
        "POST /sign-in/second" => One(&[SignedIn, RecoveryCodeUsed, SecondFactorFailed]),
        "POST /sign-in/second/passkey" => One(&[SignedIn]),
        "POST /sign-in/second/passkey/begin" | "POST /second-factor/passkeys/begin" => QUESTION,
        "POST /second-factor/app" => QUESTION,
        "POST /second-factor/app/confirm" | "POST /second-factor/passkeys" => One(&[SecondFactorAdded]),
        "POST /second-factor/app/remove" | "POST /second-factor/passkeys/{id}/remove" => {
            One(&[SecondFactorRemoved])
        }
        "POST /second-factor/codes" => One(&[RecoveryCodesMade]),
        "POST /people/{id}/second-factor/reset" => One(&[SecondFactorReset]),
        "POST /profile/notices/read" => {
            Leaves::Nothing("read in this browser alone; what it told of is kept")
        }
        "POST /profile/notices/not-me" => One(&[SignInDisowned]),
        "POST /sign-out" => One(&[SignedOut]),
        "POST /invitation" => One(&[LinkUsed, InvitationUsed]),
        "POST /profile/links/read" => One(&[LinkNoticeSeen]),
        "POST /profile/password" => One(&[PasswordChanged]),
        "POST /profile/sessions/end" => One(&[SessionEnded]),
        "POST /profile/tokens" | "POST /api/v1/tokens" => One(&[TokenMade]),
        "POST /profile/tokens/{id}/delete" | "POST /people/tokens/{id}/revoke" => One(&[TokenRevoked]),

        "POST /recordings" | "POST /api/v1/recordings" => One(&[RecordingUploaded, FileMended]),
        "POST /recordings/{id}" | "PUT /api/v1/recordings/{id}" => {
            One(&[RecordingChanged, RecordingReassigned])
        }
        "POST /recordings/{id}/names" | "PUT /api/v1/recordings/{id}/names" => {
            One(&[RecordingChanged, RecordingReassigned])
        }
        "POST /recordings/{id}/delete" | "DELETE /api/v1/recordings/{id}" => {
            One(&[RecordingDeleted, RecordingErased])
        }
        "POST /recordings/files/aside" => One(&[FilesSetAside]),
        "POST /recordings/files/{name}/take" => One(&[FileTakenIn]),
        "POST /recordings/files/{name}/forget" => One(&[FileForgotten]),
        "POST /recordings/{id}/cancel" | "POST /api/v1/recordings/{id}/cancel" => {
            One(&[TranscriptionCancelled])
        }
        "POST /recordings/{id}/retry" | "POST /api/v1/recordings/{id}/retry" => One(&[TranscriptionAsked]),
        "POST /recordings/{id}/swap" | "POST /api/v1/recordings/{id}/swap" => One(&[SpeakersChanged]),
        "POST /recordings/{id}/speakers" | "PUT /api/v1/recordings/{id}/transcript/speaker" => {
            One(&[SpeakersChanged])
        }
        "POST /recordings/{id}/filtered/restore"
        | "POST /api/v1/recordings/{id}/transcript/filtered/restore" => One(&[TranscriptUnfiltered]),
        "POST /recordings/{id}/history" | "POST /api/v1/recordings/{id}/transcript/restore" => {
            One(&[TranscriptRestored])
        }
        "POST /recordings/{id}/turns/{turn}" | "PUT /api/v1/recordings/{id}/transcript/turns/{turn}" => {
            One(&[TranscriptEdited])
        }
        "POST /recordings/{id}/transcripts" | "POST /api/v1/recordings/{id}/transcripts" => {
            One(&[TranscriptImported])
        }
        "POST /recordings/{id}/transcripts/{transcript}/show"
        | "POST /api/v1/recordings/{id}/transcripts/{transcript}/show" => One(&[TranscriptChosen]),
        "POST /recordings/{id}/comments" | "POST /comments/{id}/replies" => One(&[CommentMade]),
        "POST /comments/{id}/close" | "POST /comments/{id}/pass" => One(&[CommentSettled]),
        "POST /comments/{id}/delete" => One(&[CommentDeleted]),
        "POST /recordings/{id}/snippets" => One(&[SnippetMade]),
        "POST /snippets/{id}" => One(&[SnippetChanged]),
        "POST /snippets/{id}/consent" => One(&[ConsentGiven, GroundStated, ConsentWithdrawn]),
        "POST /snippets/{id}/delete" => One(&[SnippetDeleted]),
        "POST /snippets/{id}/restore" => One(&[SnippetRestored]),
        "POST /playlists" => One(&[PlaylistMade]),
        "POST /playlists/{id}" | "POST /playlists/{id}/items" | "POST /playlists/{id}/order" => {
            One(&[PlaylistChanged])
        }
        "POST /playlists/{id}/delete" => One(&[PlaylistDeleted]),
        "POST /playlists/{id}/restore" => One(&[PlaylistRestored]),

        "POST /recordings/{id}/evaluate" | "POST /api/v1/recordings/{id}/evaluations" => {
            One(&[EvaluationBegun, EvaluationPublished])
        }
        "POST /evaluations/{id}/discard" => One(&[EvaluationDiscarded]),
        "POST /evaluations/{id}/restore" => One(&[EvaluationRestored]),
        "POST /evaluations/{id}/publish" => One(&[EvaluationPublished, CalibrationHandedIn]),
        "POST /evaluations/{id}/acknowledgement" => One(&[EvaluationAcknowledged]),
        "POST /evaluations/{id}/opinion"
        | "POST /api/v1/evaluations/{id}/opinion"
        | "POST /evaluations/{id}/self/publish" => One(&[OpinionGiven]),
        "POST /evaluations/{id}/appeal" => One(&[AppealLodged]),
        "POST /appeals/{id}/withdraw" => One(&[AppealWithdrawn]),
        "POST /appeals/{id}/decision" => One(&[AppealDecided]),
        "POST /checklists/import/{id}" => One(&[ChecklistImported]),
        "POST /checklists/{id}/publish" => One(&[ChecklistPublished]),
        "POST /checklists/{id}/archive" => One(&[ChecklistArchived]),
        "POST /checklists/{id}/restore" => One(&[ChecklistRestored]),
        "POST /checklists/{id}/standard" => One(&[ChecklistStandard]),
        "POST /calibrations" => One(&[CalibrationBegun]),
        "POST /calibrations/{id}/calls/{position}/agreed" => One(&[CalibrationAgreed]),
        "POST /calibrations/{id}/delete" => One(&[CalibrationDeleted]),
        "POST /calibrations/{id}/end" => One(&[CalibrationEnded]),
        "POST /calibrations/{id}/reveal" => One(&[CalibrationRevealed]),
        "POST /listening/draw" => One(&[CallsDrawn]),
        "POST /listening/picks/{id}/replace" => One(&[PickReplaced]),
        "POST /listening/quotas" => One(&[QuotaChanged]),

        "POST /evaluations/{id}/plan" | "POST /api/v1/people/{id}/plans" => One(&[PlanWritten]),
        "POST /plans/{id}" | "PUT /api/v1/plans/{id}" => One(&[PlanChanged]),
        "POST /plans/{id}/acknowledgement" => One(&[PlanAcknowledged, WarningAcknowledged]),
        "POST /plans/{id}/targets/{position}" => One(&[TargetDecided]),
        "POST /managers/{id}/defects/{item}/warning" => One(&[WarningIssued]),
        "POST /one-to-ones" => One(&[OneToOnePlanned]),
        "POST /one-to-ones/{id}" => One(&[OneToOneChanged, OneToOneHeld]),
        "POST /one-to-ones/{id}/cancel" => One(&[OneToOneCancelled]),
        "POST /one-to-ones/{id}/notes" => One(&[OneToOneChanged]),

        "POST /playbook/begin" => One(&[BookBegun]),
        "POST /playbook/new" => One(&[EntryMade]),
        "POST /playbook/{locale}/{kind}/{slug}/edit" => One(&[EntrySaved]),
        "POST /playbook/{locale}/{kind}/{slug}/history/{number}" => One(&[EntryRestored]),
        "POST /playbook/{locale}/{kind}/{slug}/status" => One(&[EntryStatusSet]),
        "POST /playbook/{locale}/{kind}/{slug}/rename" => One(&[EntryRenamed]),
        "POST /playbook/{locale}/{kind}/{slug}/remove" => One(&[EntryRemoved]),
        "POST /playbook/removed" => One(&[EntryReturned]),
        "POST /playbook/{locale}/{kind}/{slug}/verify" => One(&[EntryVerified]),
        "POST /playbook/{locale}/{kind}/{slug}/suggest" => One(&[SuggestionMade]),
        "POST /playbook/suggestions/{id}/accept" => One(&[SuggestionAccepted]),
        "POST /playbook/suggestions/{id}/decline" => One(&[SuggestionDeclined]),
        "POST /playbook/unanswered/settle" => One(&[QuestionSettled]),
        "POST /playbook/images" => One(&[ImageAdded]),
        "POST /playbook/glossary" | "POST /api/v1/glossary" => One(&[TermAdded]),
        "POST /playbook/glossary/{id}" | "PUT /api/v1/glossary/{id}" => One(&[TermChanged]),
        "POST /playbook/glossary/{id}/delete" | "DELETE /api/v1/glossary/{id}" => One(&[TermRemoved]),

        "POST /jobs/{id}/retry" => One(&[JobRetried]),
        "POST /jobs/{id}/cancel" => One(&[JobCancelled]),
        "POST /jobs/{id}/first" => One(&[JobFirst]),
        "POST /jobs/pause" => One(&[QueuePaused]),
        "POST /jobs/resume" => One(&[QueueResumed]),
        _ => return None,
    })
}

fn writing() -> Vec<String> {
    let routes = App::route_table().iter();
    let writing = routes.filter(|route| !matches!(route.method, Method::GET | Method::HEAD));
    writing
        .map(|route| format!("{} {}", route.method, route.path))
        .collect()
}

/// How often each act was kept.
async fn kept(app: &TestApp) -> BTreeMap<Act, i64> {
    let mut tx = app.app.db.read().await.unwrap();
    let rows: Vec<(Act, i64)> = tx
        .query("SELECT act, CAST(SUM(times) AS BIGINT) FROM audit_events GROUP BY act")
        .all()
        .await
        .unwrap();
    rows.into_iter().collect()
}

/// Sends requests and holds what they leave against what was decided.
struct Day<'a> {
    app: &'a TestApp,
    driven: BTreeSet<String>,
}

impl Day<'_> {
    /// A request by the pattern of its route with the parts that stand for `{…}`, in order.
    async fn ask(&mut self, by: &Browser, route: &str, parts: &[&str], body: Sent<'_>) -> Answer {
        let (method, pattern) = route.split_once(' ').unwrap();
        let mut parts = parts.iter();
        let pieces: Vec<&str> = pattern
            .split('/')
            .map(|piece| {
                if piece.starts_with('{') {
                    *parts.next().unwrap()
                } else {
                    piece
                }
            })
            .collect();
        let path = pieces.join("/");
        let method: Method = method.parse().unwrap();
        self.app.clock.advance(1);
        let before = kept(self.app).await;
        let answer = match body {
            Sent::Form(fields) => by.post(&path, fields).await,
            Sent::Json(value) => by.json(method, &path, &value).await,
            Sent::File(form) => by.upload(&path, form).await,
            Sent::Empty => by.send(method, &path, None, Body::empty()).await,
        };
        assert!(
            answer.status.as_u16() < 400,
            "{route}: {} {}",
            answer.status,
            answer.text()
        );
        let after = kept(self.app).await;
        let more: Vec<Act> = after
            .iter()
            .filter(|(act, n)| before.get(act).unwrap_or(&0) < n)
            .map(|(act, _)| *act)
            .collect();
        match decided(route).unwrap() {
            Leaves::One(acts) => assert!(more.iter().any(|act| acts.contains(act)), "{route} left {more:?}"),
            Leaves::Nothing(_) => assert!(more.is_empty(), "{route} left {more:?}"),
        }
        self.driven.insert(route.to_owned());
        answer
    }

    async fn form(&mut self, by: &Browser, route: &str, parts: &[&str], fields: &[(&str, &str)]) -> Answer {
        self.ask(by, route, parts, Sent::Form(fields)).await
    }
}

enum Sent<'a> {
    Form(&'a [(&'a str, &'a str)]),
    Json(serde_json::Value),
    File(Multipart),
    Empty,
}

/// Every line of the log, newest first.
async fn lines(app: &TestApp, act: Act) -> Vec<audit::store::AuditLine> {
    let filter = audit::store::AuditFilter {
        acts: Some(vec![act]),
        ..audit::store::AuditFilter::default()
    };
    let mut tx = app.app.db.read().await.unwrap();
    audit::store::list(&mut tx, &Scope::All, &filter, &Cursor::newest(), 1000)
        .await
        .unwrap()
        .items
}
