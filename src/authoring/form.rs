//! What the form of a file holds, and how it becomes facts and a text.

use serde::Deserialize;

use super::revision::EditBase;
use super::source::{compose, cut, facts_of};
use crate::error::FieldError;
use crate::i18n::Locale;
use crate::playbook::{EntryFacts, EntryId, EntryKind, EntryStatus, SalesRole, Slug};
use crate::time::Day;

/// Letters of a title, and of one of its other wordings.
pub const TITLE_LETTERS: usize = 200;
/// The button that saves a text for everybody.
pub const PUBLISH: &str = "publish";
/// Letters of a reason.
pub const REASON_LETTERS: usize = 300;

/// A file in a form, as it was entered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    /// Title.
    pub title: String,
    /// Other wordings, one a line.
    pub aliases: String,
    /// Stage; empty for none.
    pub stage: String,
    /// Sales roles.
    pub role: Vec<String>,
    /// Topics between commas.
    pub tags: String,
    /// Sign-in name of the owner.
    pub owner: String,
    /// Review date, ISO.
    pub review: String,
    /// Any word: among the most needed.
    pub pinned: String,
    /// The last day on which it holds, ISO; empty for none.
    pub until: String,
    /// Figures of the company, `name: text` a line.
    pub figures: String,
    /// The Markdown; the whole file when [`Self::whole`].
    pub body: String,
    /// Any word: `body` is the whole file, because its facts cannot be read.
    pub whole: String,
    /// What the author began from.
    pub base: String,
    /// Why.
    pub reason: String,
    /// `check`: show what would be, save nothing. `publish`: save it for everybody.
    pub act: String,
    /// Language of a new file.
    pub locale: String,
    /// Kind of a new file, by its folder.
    pub kind: String,
    /// Name of a new file.
    pub slug: String,
    /// The suggestion that is saved with it.
    pub suggestion: String,
    /// Who may see it; empty for everybody.
    pub status: String,
    /// The question without an answer that a new file answers.
    pub unanswered: String,
}

impl EntryForm {
    /// The form of a file as it is. When the facts of the file cannot be read the form is of the whole file.
    pub fn from_source(id: &EntryId, source: &str) -> Self {
        let base = EditBase::from_source(Some(source)).to_string();
        match (facts_of(id, source), cut(source)) {
            (Some(facts), Some(parts)) => Self {
                body: parts.body.to_owned(),
                base,
                ..Self::of_facts(&facts)
            },
            _ => Self {
                body: source.to_owned(),
                whole: "yes".to_owned(),
                base,
                ..Self::default()
            },
        }
    }

    /// A form with these facts and no text.
    pub fn of_facts(facts: &EntryFacts) -> Self {
        Self {
            title: facts.title.clone(),
            aliases: facts.aliases.join("\n"),
            stage: facts.stage.map_or("", |stage| stage.as_str()).to_owned(),
            role: facts.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            tags: facts.tags.join(", "),
            owner: facts.owner.clone(),
            review: facts.review.to_string(),
            pinned: if facts.pinned { "yes" } else { "" }.to_owned(),
            status: if facts.status == EntryStatus::Published {
                String::new()
            } else {
                facts.status.to_string()
            },
            until: facts.until.map(|day| day.to_string()).unwrap_or_default(),
            figures: facts
                .figures
                .iter()
                .map(|(name, text)| format!("{name}: {text}"))
                .collect::<Vec<_>>()
                .join("\n"),
            ..Self::default()
        }
    }

    /// Is `body` the whole file?
    pub fn is_whole(&self) -> bool {
        !self.whole.is_empty()
    }

    /// Who may see it once it is saved.
    pub fn status(&self) -> EntryStatus {
        if self.act == PUBLISH {
            return EntryStatus::Published;
        }
        self.status.parse().unwrap_or(EntryStatus::Published)
    }

    /// Is it for these sales roles?
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    pub fn has_role(&self, role: &SalesRole) -> bool {
        self.role.iter().any(|it| it == role.as_str())
    }

    /// The facts. Errors: every field that cannot be used; codes `entry-title`, `entry-aliases`, `entry-choice`,
    /// `entry-owner`, `entry-review`, `entry-until`, `entry-figures`.
    pub fn facts(&self) -> Result<EntryFacts, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut complain = |field, code| wrong.push(FieldError { field, code });
        let title = as_written(&self.title);
        if !fits(&title) {
            complain("title", "entry-title");
        }
        let aliases: Vec<String> = self
            .aliases
            .lines()
            .map(as_written)
            .filter(|it| !it.is_empty())
            .collect();
        if !aliases.iter().all(|it| fits(it)) {
            complain("aliases", "entry-aliases");
        }
        let stage = match self.stage.trim() {
            "" => None,
            word => word.parse().map_err(|_| complain("stage", "entry-choice")).ok(),
        };
        let roles: Result<Vec<SalesRole>, _> = self.role.iter().map(|word| word.parse()).collect();
        if roles.is_err() {
            complain("role", "entry-choice");
        }
        let owner = as_written(&self.owner);
        if !fits(&owner) {
            complain("owner", "entry-owner");
        }
        let review = self.review.parse::<Day>();
        if review.is_err() {
            complain("review", "entry-review");
        }
        let until = match self.until.trim() {
            "" => None,
            day => day
                .parse::<Day>()
                .map_err(|_| complain("until", "entry-until"))
                .ok(),
        };
        let figures: Option<Vec<(String, String)>> = self
            .figures
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(figure)
            .collect();
        if figures.is_none() {
            complain("figures", "entry-figures");
        }
        match (review, roles) {
            (Ok(review), Ok(roles)) if wrong.is_empty() => Ok(EntryFacts {
                title,
                aliases,
                stage,
                roles,
                tags: self
                    .tags
                    .split(',')
                    .map(as_written)
                    .filter(|it| !it.is_empty())
                    .collect(),
                owner,
                review,
                pinned: !self.pinned.is_empty(),
                status: self.status(),
                formerly: Vec::new(),
                until,
                figures: figures.unwrap_or_default(),
            }),
            _ => Err(wrong),
        }
    }

    /// The text of the file: like `like` where nothing was changed. Errors: as [`Self::facts`].
    pub fn source(&self, id: &EntryId, like: Option<&str>) -> Result<String, Vec<FieldError>> {
        if self.is_whole() {
            let end = like.unwrap_or_default();
            return Ok(super::source::lines_like(
                &self.body,
                end,
                super::source::line_end(end),
            ));
        }
        let mut facts = self.facts()?;
        facts.formerly = like.map_or_else(Vec::new, |like| former_names(id, like));
        Ok(compose(id, &facts, &self.body, like))
    }

    /// The text with something in place of facts that cannot be used yet, for showing it.
    pub fn shown_source(&self, id: &EntryId, like: Option<&str>, today: Day) -> String {
        self.source(id, like).unwrap_or_else(|wrong| {
            let mut form = self.clone();
            for field in wrong {
                match field.field {
                    "title" => "…".clone_into(&mut form.title),
                    "aliases" => form.aliases.clear(),
                    "stage" => form.stage.clear(),
                    "role" => form.role.clear(),
                    "owner" => "…".clone_into(&mut form.owner),
                    "until" => form.until.clear(),
                    "figures" => form.figures.clear(),
                    _ => form.review = today.to_string(),
                }
            }
            form.source(id, like).unwrap_or_default()
        })
    }

    /// What a new file is called. Codes: `entry-choice`, `entry-slug`.
    pub fn id(&self) -> Result<EntryId, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let locale = self.locale.parse::<Locale>().ok();
        let kind = EntryKind::of_folder(&self.kind);
        let slug = self.slug.trim().parse::<Slug>().ok();
        for (missing, field, code) in [
            (locale.is_none(), "locale", "entry-choice"),
            (kind.is_none(), "kind", "entry-choice"),
            (slug.is_none(), "slug", "entry-slug"),
        ] {
            if missing {
                wrong.push(FieldError { field, code });
            }
        }
        match (locale, kind, slug) {
            (Some(locale), Some(kind), Some(slug)) => Ok(EntryId { locale, kind, slug }),
            _ => Err(wrong),
        }
    }

    /// Why, as it is kept. Code: `entry-reason`.
    pub fn reason(&self) -> Result<String, Vec<FieldError>> {
        let reason = one_line(&self.reason);
        if reason.chars().count() > REASON_LETTERS {
            return Err(vec![FieldError {
                field: "reason",
                code: "entry-reason",
            }]);
        }
        Ok(reason)
    }
}

/// The former names in a file: no form has them.
fn former_names(id: &EntryId, source: &str) -> Vec<Slug> {
    facts_of(id, source).map_or_else(Vec::new, |facts| facts.formerly)
}

/// `name: text`, as a line of the form has it.
fn figure(line: &str) -> Option<(String, String)> {
    let (name, text) = line.split_once(':')?;
    let (name, text) = (as_written(name), as_written(text));
    let usable = fits(&name) && fits(&text) && !name.contains(['{', '}']);
    usable.then_some((name, text))
}

fn fits(text: &str) -> bool {
    (1..=TITLE_LETTERS).contains(&text.chars().count())
}

/// A value of one line with its own spaces, which may be such as do not break.
fn as_written(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.trim().to_owned()
}

/// Single spaces, nothing that cannot be seen.
pub fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_file_survives_its_form() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts-library");
        for entry in crate::playbook::Library::open(root).unwrap().snapshot().entries() {
            let form = EntryForm::from_source(&entry.id, &entry.source);
            let again = form.source(&entry.id, Some(&entry.source)).unwrap();
            assert_eq!(again, *entry.source, "{}", entry.id);
        }
    }

    #[test]
    fn a_file_whose_facts_cannot_be_read_is_edited_whole() {
        let id = "ru/objections/dear".parse().unwrap();
        let form = EntryForm::from_source(&id, "---\nkind: poem\n---\nСлова.\n");
        assert!(form.is_whole());
        assert_eq!(form.source(&id, None).unwrap(), "---\nkind: poem\n---\nСлова.\n");
    }

    #[test]
    fn every_field_that_cannot_be_used_is_named() {
        let form = EntryForm {
            title: " \n".to_owned(),
            stage: "later".to_owned(),
            role: vec!["boss".to_owned()],
            review: "завтра".to_owned(),
            ..EntryForm::default()
        };
        let wrong: Vec<_> = form.facts().unwrap_err().into_iter().map(|it| it.field).collect();
        assert_eq!(wrong, ["title", "stage", "role", "owner", "review"]);
        let id = "ru/objections/dear".parse().unwrap();
        let shown = form.shown_source(&id, None, "2026-11-23".parse().unwrap());
        assert!(crate::playbook::parse::parse(&id, &shown).is_ok(), "{shown}");
    }
}
