//! One entry of the book: a Markdown file with its facts, its tree and what the tree means.
//!
//! Decides the names of kinds, stages and sales roles and how an entry is called ([`EntryId`]). Reading a file is left to
//! [`super::parse`], finding entries to [`super::library`].

use std::str::FromStr;
use std::sync::Arc;

use super::body::Body;
use super::positions::Positions;
use super::tree::BlockNode;
use crate::error::Error;
use crate::i18n::Locale;
use crate::time::Day;

crate::db::text_enum! {
    /// What an entry is; the order is the order of chapters in the book.
    #[schema(as = PlaybookKind)]
    pub enum EntryKind {
        /// A call scenario with steps and branches.
        Script = "script",
        /// What a client says and two to four ways to answer.
        Objection = "objection",
        /// Texts to send: letters, messengers, voicemail.
        Message = "message",
        /// A rule of work on one A4 page.
        Regulation = "regulation",
        /// What the company sells.
        Product = "product",
        /// Whom it sells to.
        Segment = "segment",
        /// The company itself, its figures, those it competes with.
        Company = "company",
        /// A lesson.
        Training = "training",
        /// How to work in the department's systems.
        Manual = "manual",
    }
}

impl EntryKind {
    /// The folder of the library and the word in addresses.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Script => "scripts",
            Self::Objection => "objections",
            Self::Message => "messages",
            Self::Regulation => "regulations",
            Self::Product => "products",
            Self::Segment => "segments",
            Self::Company => "company",
            Self::Training => "training",
            Self::Manual => "manuals",
        }
    }

    /// Translation key of the chapter: «Возражения».
    pub const fn chapter_key(self) -> &'static str {
        match self {
            Self::Script => "playbook-scripts",
            Self::Objection => "playbook-objections",
            Self::Message => "playbook-messages",
            Self::Regulation => "playbook-regulations",
            Self::Product => "playbook-products",
            Self::Segment => "playbook-segments",
            Self::Company => "playbook-company",
            Self::Training => "playbook-training",
            Self::Manual => "playbook-manuals",
        }
    }

    /// Translation key of one entry: «возражение».
    pub const fn text_key(self) -> &'static str {
        match self {
            Self::Script => "playbook-script",
            Self::Objection => "playbook-objection",
            Self::Message => "playbook-message",
            Self::Regulation => "playbook-regulation",
            Self::Product => "playbook-product",
            Self::Segment => "playbook-segment",
            Self::Company => "playbook-company-card",
            Self::Training => "playbook-lesson",
            Self::Manual => "playbook-manual",
        }
    }

    /// The icon beside it.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Objection => "objection",
            Self::Message => "message",
            Self::Regulation => "regulation",
            Self::Product => "panel",
            Self::Segment => "people",
            Self::Company => "company",
            Self::Training => "training",
            Self::Manual => "manual",
        }
    }

    /// The kind kept in `folder`.
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.folder() == folder)
    }
}

crate::db::text_enum! {
    /// The stage of a conversation at which an entry helps.
    pub enum ConversationStage {
        /// Greeting, reason, agenda.
        Contact = "contact",
        /// Finding out what the client needs.
        Needs = "needs",
        /// Showing what fits.
        Presentation = "presentation",
        /// Answering doubts.
        Objections = "objections",
        /// Agreeing on the target action.
        Closing = "closing",
        /// After the call.
        FollowUp = "follow-up",
    }
}

crate::db::text_enum! {
    /// The part of the sale a person does.
    pub enum SalesRole {
        /// Finds clients.
        Hunter = "hunter",
        /// Closes deals and raises the bill.
        Closer = "closer",
        /// Keeps and grows clients.
        Farmer = "farmer",
        /// Works the first weeks.
        Newcomer = "newcomer",
    }
}

crate::db::text_enum! {
    /// Who may see an entry.
    pub enum EntryStatus {
        /// Everybody; what a file without the key is.
        Published = "published",
        /// Those who write the book.
        Draft = "draft",
        /// Whoever has its address, with a notice; nobody finds it.
        Archived = "archived",
    }
}

impl ConversationStage {
    /// Translation key: «Контакт».
    pub const fn text_key(self) -> &'static str {
        match self {
            Self::Contact => "playbook-stage-contact",
            Self::Needs => "playbook-stage-needs",
            Self::Presentation => "playbook-stage-presentation",
            Self::Objections => "playbook-stage-objections",
            Self::Closing => "playbook-stage-closing",
            Self::FollowUp => "playbook-stage-follow-up",
        }
    }
}

impl SalesRole {
    /// Translation key: «хантер».
    pub const fn text_key(self) -> &'static str {
        match self {
            Self::Hunter => "playbook-role-hunter",
            Self::Closer => "playbook-role-closer",
            Self::Farmer => "playbook-role-farmer",
            Self::Newcomer => "playbook-role-newcomer",
        }
    }
}

/// The name of an entry: `ru/objections/too-expensive`, the same in the folder, the address and the JSON API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// Language of the text.
    pub locale: Locale,
    /// Kind, by its folder.
    pub kind: EntryKind,
    /// Latin words with hyphens.
    pub slug: Slug,
}

impl EntryId {
    /// The entry an address names, whether it is there or not. Code: `entry-not-found`.
    pub fn of_address(locale: &str, kind: &str, slug: &str) -> Result<Self, Error> {
        format!("{locale}/{kind}/{slug}")
            .parse()
            .map_err(|_| Error::not_found("entry-not-found"))
    }

    /// The address of the entry's page.
    pub fn url(&self) -> String {
        format!("/playbook/{self}")
    }

    /// The file inside the library folder.
    pub fn file(&self) -> String {
        format!("{self}.md")
    }

    /// A word for `id=` attributes on a page that shows several entries.
    pub fn anchor(&self) -> String {
        format!("{}-{}-{}", self.locale, self.kind.folder(), self.slug)
    }
}

impl std::fmt::Display for EntryId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.locale, self.kind.folder(), self.slug)
    }
}

/// The text is not the name of an entry.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
#[error("not the name of an entry")]
pub struct BadEntryId;

impl FromStr for EntryId {
    type Err = BadEntryId;
    fn from_str(text: &str) -> Result<Self, BadEntryId> {
        let mut parts = text.split('/');
        let (Some(locale), Some(folder), Some(slug), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(BadEntryId);
        };
        Ok(Self {
            locale: locale.parse().map_err(|_| BadEntryId)?,
            kind: EntryKind::of_folder(folder).ok_or(BadEntryId)?,
            slug: slug.parse()?,
        })
    }
}

impl serde::Serialize for EntryId {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

/// Lower-case Latin words with hyphens, up to 80 letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

impl Slug {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Slug {
    type Err = BadEntryId;
    fn from_str(text: &str) -> Result<Self, BadEntryId> {
        let word = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.len() <= 80 && text.split('-').all(word) {
            Ok(Self(text.into()))
        } else {
            Err(BadEntryId)
        }
    }
}

/// A line and a column of a file, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

/// One entry of the book.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Its facts from the front matter.
    pub facts: EntryFacts,
    /// What the tree means for this kind.
    pub body: Body,
    /// The whole text as blocks.
    pub tree: Vec<BlockNode>,
    /// The file as read.
    pub source: Arc<str>,
    /// Where its bytes are.
    pub positions: Positions,
}

/// The facts at the head of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFacts {
    /// What the client says, or the name of the page.
    pub title: String,
    /// Other wordings by which it is searched.
    pub aliases: Vec<String>,
    /// Stage of the conversation.
    pub stage: Option<ConversationStage>,
    /// For whom; empty means for everyone.
    pub roles: Vec<SalesRole>,
    /// Short topics.
    pub tags: Vec<String>,
    /// Login of the person who answers for the text.
    pub owner: String,
    /// The day by which the text must be looked at again.
    pub review: Day,
    /// Among the few most needed.
    pub pinned: bool,
    /// Who may see it.
    pub status: EntryStatus,
    /// What it was called before: those addresses lead here.
    pub formerly: Vec<Slug>,
    /// The last day on which it holds: an offer, a season.
    pub until: Option<Day>,
    /// Figures that other entries name in braces, in the author's order; only the company has some.
    pub figures: Vec<(String, String)>,
}

impl Entry {
    /// Kind, by the folder.
    pub fn kind(&self) -> EntryKind {
        self.id.kind
    }
    /// Language of the text.
    pub fn locale(&self) -> Locale {
        self.id.locale
    }
    /// The title.
    pub fn title(&self) -> &str {
        &self.facts.title
    }
    /// Who may see it.
    pub fn status(&self) -> EntryStatus {
        self.facts.status
    }
    /// The names it had before.
    pub fn former_ids(&self) -> impl Iterator<Item = EntryId> {
        self.facts.formerly.iter().map(|slug| EntryId {
            slug: slug.clone(),
            ..self.id.clone()
        })
    }
    /// Days since the review was due; zero or less while the text is fresh.
    pub fn overdue_days(&self, today: Day) -> i32 {
        self.facts.review.days_until(today)
    }
    /// Did the last day on which it holds pass?
    pub fn is_over(&self, today: Day) -> bool {
        self.facts.until.is_some_and(|until| until < today)
    }
    /// Where byte `offset` of the file is.
    pub fn position(&self, offset: usize) -> Position {
        self.positions.at(&self.source, offset)
    }
}
