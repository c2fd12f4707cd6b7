//! JSON API: the book and one entry.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::body::Body;
use super::entry::{ConversationStage, Entry, EntryKind, SalesRole};
use super::pages::find;
use super::render::RenderStyle;
use super::tree::{BlockKind, BlockNode, plain};
use super::view::EntryView;
use super::{Playbook, PlaybookPages};
use crate::api::{Listing, parameter};
use crate::error::Result;
use crate::i18n::Locale;
use crate::people::Permission;
use crate::web::{Json, Path, Query, Routes};

pub(super) fn routes() -> Routes<PlaybookPages> {
    Routes::new()
        .api(Permission::ReadPlaybook, routes!(list))
        .api(Permission::ReadPlaybook, routes!(show))
}

/// An entry of the book
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlaybookEntry)]
struct PlaybookEntryBody {
    /// `ru/objections/too-expensive`.
    id: String,
    /// Language of the text.
    locale: Locale,
    /// Kind.
    kind: EntryKind,
    /// Title.
    title: String,
    /// Other wordings.
    aliases: Vec<String>,
    /// Stage of the conversation.
    stage: Option<ConversationStage>,
    /// For whom; empty means for everyone.
    roles: Vec<SalesRole>,
    /// Short topics.
    tags: Vec<String>,
    /// Login of the owner.
    owner: String,
    /// Day of the next review, ISO.
    review: String,
    /// Among the few most needed.
    pinned: bool,
    /// The last day on which it holds, ISO.
    until: Option<String>,
    /// Its page.
    url: String,
}

impl From<&Arc<Entry>> for PlaybookEntryBody {
    fn from(entry: &Arc<Entry>) -> Self {
        let facts = entry.facts.clone();
        Self {
            id: entry.id.to_string(),
            locale: entry.locale(),
            kind: entry.kind(),
            title: facts.title,
            aliases: facts.aliases,
            stage: facts.stage,
            roles: facts.roles,
            tags: facts.tags,
            owner: facts.owner,
            review: facts.review.to_string(),
            pinned: facts.pinned,
            until: facts.until.map(|day| day.to_string()),
            url: entry.id.url(),
        }
    }
}

/// `?locale=&kind=`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct BookFilter {
    /// Only this language.
    #[param(inline, value_type = Option<Locale>)]
    locale: Option<String>,
    /// Only this kind.
    #[param(inline, value_type = Option<EntryKind>)]
    kind: Option<String>,
}

/// An entry with its text
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlaybookEntryText)]
struct EntryTextBody {
    #[serde(flatten)]
    entry: PlaybookEntryBody,
    /// Ways to answer an objection.
    answers: Vec<AnswerBody>,
    /// Steps of a script.
    steps: Vec<StepBody>,
    /// Texts to send, of a message.
    variants: Vec<VariantBody>,
    /// Figures that other entries name in braces, of the company.
    figures: Vec<FigureBody>,
    /// The text before answers, steps or texts to send, or the whole text of another kind, as safe HTML.
    html: String,
    /// The file as written.
    markdown: String,
}

/// A way to answer
#[derive(Debug, Serialize, ToSchema)]
struct AnswerBody {
    /// Its name.
    name: String,
    /// When to use it.
    when: String,
    /// Lines to say, in order.
    say_now: Vec<SayBody>,
}

/// A line to say
#[derive(Debug, Serialize, ToSchema)]
struct SayBody {
    /// What the words do.
    #[serde(rename = "move")]
    move_: String,
    /// The words.
    words: String,
}

/// A step of a script
#[derive(Debug, Serialize, ToSchema)]
struct StepBody {
    /// Its anchor.
    id: String,
    /// Its name.
    name: String,
    /// Words to say aloud.
    say: Vec<String>,
    /// Replies of the client; none in a final step.
    replies: Vec<ReplyBody>,
}

/// A text to send
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlaybookVariant)]
struct VariantBody {
    /// Its name.
    name: String,
    /// Subject of a letter; empty for anything else.
    subject: String,
    /// The text, fields in braces.
    text: String,
    /// Names of the fields of both.
    fields: Vec<String>,
}

/// A figure of the company
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlaybookFigure)]
struct FigureBody {
    /// How texts name it.
    name: String,
    /// What stands in them.
    text: String,
}

/// A reply of the client
#[derive(Debug, Serialize, ToSchema)]
struct ReplyBody {
    /// What the client says.
    words: String,
    /// `#step` of the same script, or the address of another entry.
    leads_to: Option<String>,
}

/// Entries of the playbook, by language, chapter and name; the whole book at once
#[utoipa::path(get, path = "/api/v1/playbook", tag = "playbook", params(BookFilter),
    responses((status = 200, body = Listing<PlaybookEntryBody>)))]
async fn list(
    State(playbook): State<Playbook>,
    Query(filter): Query<BookFilter>,
) -> Result<Json<Listing<PlaybookEntryBody>>> {
    let locale: Option<Locale> = parameter("locale", filter.locale.as_deref())?;
    let kind: Option<EntryKind> = parameter("kind", filter.kind.as_deref())?;
    let book = playbook.library.snapshot();
    let items = book
        .entries()
        .filter(|entry| locale.is_none_or(|locale| entry.locale() == locale))
        .filter(|entry| kind.is_none_or(|kind| entry.kind() == kind))
        .map(PlaybookEntryBody::from);
    Ok(Json(Listing::whole(items)))
}

/// One entry with its text
#[utoipa::path(get, path = "/api/v1/playbook/{locale}/{kind}/{slug}", tag = "playbook",
    params(("locale" = String, Path), ("kind" = String, Path, description = "The chapter's folder, e.g. `objections`"), ("slug" = String, Path)),
    responses((status = 200, body = EntryTextBody)))]
async fn show(
    State(playbook): State<Playbook>,
    Path((locale, kind, slug)): Path<(String, String, String)>,
) -> Result<Json<EntryTextBody>> {
    let book = playbook.library.snapshot();
    let entry = find(&book, &locale, &kind, &slug)?;
    let style = RenderStyle::page(&entry.id, &book);
    let view = EntryView::new(&entry, &style);
    let (mut answers, mut steps) = (Vec::new(), Vec::new());
    match &entry.body {
        Body::Objection(objection) => answers = objection.answers.iter().map(answer).collect(),
        Body::Script(script) => steps = script.steps.iter().map(|one| step(one, &style)).collect(),
        Body::Message(_) | Body::Page => {}
    }
    let variants = view.variants.into_iter().map(|one| VariantBody {
        name: one.plain,
        subject: one.subject_copied,
        text: one.copied,
        fields: one.fields,
    });
    let figures = entry.facts.figures.iter().cloned();
    let html = if matches!(entry.body, Body::Page) {
        view.page
    } else {
        view.intro
    };
    Ok(Json(EntryTextBody {
        entry: PlaybookEntryBody::from(&entry),
        answers,
        steps,
        variants: variants.collect(),
        figures: figures.map(|(name, text)| FigureBody { name, text }).collect(),
        html: html.into_string(),
        markdown: entry.source.to_string(),
    }))
}

fn answer(answer: &super::Answer) -> AnswerBody {
    let lines = answer.say_now.iter();
    AnswerBody {
        name: plain(&answer.name),
        when: plain(&answer.when),
        say_now: lines
            .map(|line| SayBody {
                move_: line.move_.clone(),
                words: plain(&line.words),
            })
            .collect(),
    }
}

fn step(step: &super::Step, style: &RenderStyle<'_>) -> StepBody {
    let reply = |reply: &super::ClientReply| ReplyBody {
        words: plain(&reply.words),
        leads_to: reply.target.as_ref().and_then(|target| style.href(target)),
    };
    StepBody {
        id: step.id.clone(),
        name: plain(&step.name),
        say: step.speech().map(words).collect(),
        replies: step.replies.iter().map(reply).collect(),
    }
}

fn words(quote: &BlockNode) -> String {
    let BlockKind::Quote(inner) = &quote.kind else {
        return String::new();
    };
    let mut lines = Vec::new();
    super::tree::each_line(inner, &mut |line, _| lines.push(plain(line)));
    lines.join("\n")
}
