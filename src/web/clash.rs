//! Two who changed the same: what stands there now, beside what was entered.
//!
//! A form names the revision of what it shows. When that is not the revision any more, nothing is stored and nothing is
//! lost: the form comes back with what was entered, over it what somebody else saved meanwhile (`ui::clash` in the
//! templates), and whoever entered it decides. An act of one button has no form to come back to: it is told with what it was
//! to make, and done once more with a button ([`ActClash`], `ui::act_clash`). Which fields are compared is left to the
//! feature.

/// What was saved since a form was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// What happened, in a sentence.
    pub words: String,
    /// The fields that are not what was entered: their label and what stands there now.
    pub differs: Vec<(String, String)>,
}

impl Clash {
    /// Begins with the sentence.
    pub const fn new(words: String) -> Self {
        Self {
            words,
            differs: Vec::new(),
        }
    }

    /// Compares a field; one that is the same is not told.
    #[must_use]
    pub fn field(self, label: String, theirs: &str, mine: &str) -> Self {
        let is_same = plain(theirs) == plain(mine);
        self.unless(is_same, label, theirs.trim().to_owned())
    }

    /// Tells what stands there now unless it is the same; for fields that are no plain text.
    #[must_use]
    pub fn unless(mut self, is_same: bool, label: String, theirs: String) -> Self {
        if !is_same {
            self.differs.push((label, theirs));
        }
        self
    }
}

/// The clash of an act that has no form on the page: a button beside a moment, a turn, a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActClash {
    /// What stands there now.
    pub clash: Clash,
    /// What the act was to make of it, in words.
    pub mine: String,
    /// Where the act is sent once more.
    pub action: String,
    /// What it sends: that it is meant over what is shown here.
    pub fields: Vec<(&'static str, String)>,
    /// Where what is saved is looked at.
    pub href: String,
}

/// Browsers send lines that end with CR and LF.
fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let clash = Clash::new("…".to_owned())
            .field("same".to_owned(), "one\ntwo ", "one\r\ntwo")
            .field("other".to_owned(), " theirs", "mine")
            .field("emptied".to_owned(), "", "mine");
        let differs: Vec<(&str, &str)> = clash
            .differs
            .iter()
            .map(|(label, theirs)| (label.as_str(), theirs.as_str()))
            .collect();
        assert_eq!(differs, [("other", "theirs"), ("emptied", "")]);
    }
}
