//! Parts of the interface that pages call most, each a template of its own, compiled once.
//!
//! Pages call them by the macros of `macros.html`, which say what each is for; a macro's own body would be compiled anew at
//! each of its hundred places.

use std::borrow::Borrow;
use std::fmt::Display;

use askama::Template;

use super::PageContext;
use super::form::Problems;

#[derive(Template)]
#[template(path = "web/parts/badge.html")]
struct BadgePart<'a> {
    t: &'a PageContext,
    tone: String,
    icon: String,
    words: String,
    boxed: bool,
}

#[derive(Template)]
#[template(path = "web/parts/problem.html")]
struct ProblemPart<'a> {
    t: &'a PageContext,
    name: String,
    problem: String,
}

#[derive(Template)]
#[template(path = "web/parts/field.html")]
struct FieldPart<'a> {
    t: &'a PageContext,
    name: String,
    label: String,
    value: String,
    problem: String,
    hint: String,
    kind: String,
    autocomplete: String,
    required: bool,
    autofocus: bool,
}

#[derive(Template)]
#[template(path = "web/parts/area.html")]
struct AreaPart<'a> {
    t: &'a PageContext,
    name: String,
    label: String,
    value: String,
    problem: String,
    hint: String,
    rows: String,
}

#[derive(Template)]
#[template(path = "web/parts/key.html")]
struct KeyPart {
    words: String,
    keys: Vec<String>,
}

/// Markup; insert with `|safe`.
impl PageContext {
    /// State of a thing.
    pub fn badge(
        &self,
        tone: impl Display,
        icon: impl Display,
        words: impl Display,
        boxed: impl Borrow<bool>,
    ) -> impl Template + '_ {
        BadgePart {
            t: self,
            tone: tone.to_string(),
            icon: icon.to_string(),
            words: words.to_string(),
            boxed: *boxed.borrow(),
        }
    }
    /// The line under a field; nothing when nothing is wrong with it.
    pub fn problem_line(&self, name: impl Display, errors: impl Problems) -> impl Template + '_ {
        let name = name.to_string();
        ProblemPart {
            t: self,
            problem: self.problem(errors, &name),
            name,
        }
    }
    /// A labelled `<input>`.
    #[expect(clippy::too_many_arguments, reason = "the macro's, in its order")]
    pub fn field(
        &self,
        name: impl Display,
        label: impl Display,
        value: impl Display,
        errors: impl Problems,
        hint: impl Display,
        kind: impl Display,
        autocomplete: impl Display,
        required: impl Borrow<bool>,
        autofocus: impl Borrow<bool>,
    ) -> impl Template + '_ {
        let name = name.to_string();
        FieldPart {
            t: self,
            problem: self.problem(errors, &name),
            name,
            label: label.to_string(),
            value: value.to_string(),
            hint: hint.to_string(),
            kind: kind.to_string(),
            autocomplete: autocomplete.to_string(),
            required: *required.borrow(),
            autofocus: *autofocus.borrow(),
        }
    }
    /// A labelled `<textarea>`.
    pub fn area(
        &self,
        name: impl Display,
        label: impl Display,
        value: impl Display,
        errors: impl Problems,
        hint: impl Display,
        rows: impl Display,
    ) -> impl Template + '_ {
        let name = name.to_string();
        AreaPart {
            t: self,
            problem: self.problem(errors, &name),
            name,
            label: label.to_string(),
            value: value.to_string(),
            hint: hint.to_string(),
            rows: rows.to_string(),
        }
    }
    /// One line of the `?` dialog.
    pub fn key<K: Display>(&self, words: impl Display, keys: impl AsRef<[K]>) -> impl Template {
        KeyPart {
            words: words.to_string(),
            keys: keys.as_ref().iter().map(ToString::to_string).collect(),
        }
    }
}
