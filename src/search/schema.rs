//! Fields of the index.
//!
//! Decides that each text is indexed twice: as lemmas, which find it, and as folded words, which tell what the book's words
//! are and what an unfinished one may become. The
//! index lives in memory and is built from the library at start (a few milliseconds for a real book), so there is no version
//! of it on disk that could disagree with the code.

use tantivy::Index;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TextAnalyzer;

use super::tokenizer::FieldWords;

const FOLDED: &str = "folded";
const STEMMED: &str = "stemmed";

/// One text under both readings.
#[derive(Debug, Clone, Copy)]
pub struct TextField {
    /// Folded words.
    pub folded: Field,
    /// Stems.
    pub stemmed: Field,
}

impl TextField {
    /// Both fields: one value goes into each.
    pub fn both(self) -> [Field; 2] {
        [self.folded, self.stemmed]
    }
}

/// The fields.
#[derive(Debug, Clone, Copy)]
pub struct IndexFields {
    /// Number of the indexed version of an entry.
    pub serial: Field,
    /// The title.
    pub title: TextField,
    /// Other wordings.
    pub aliases: TextField,
    /// Everything else, tags included.
    pub text: TextField,
}

impl IndexFields {
    /// The fields of folded words.
    pub fn folded(&self) -> [Field; 3] {
        [self.title.folded, self.aliases.folded, self.text.folded]
    }

    /// The fields of stems.
    pub fn stemmed(&self) -> [Field; 3] {
        [self.title.stemmed, self.aliases.stemmed, self.text.stemmed]
    }
}

/// An empty index in memory and its fields.
pub fn create() -> (Index, IndexFields) {
    let mut schema = Schema::builder();
    let serial = schema.add_u64_field("serial", FAST | INDEXED);
    let mut text = |name: &str| {
        let mut add = |tokenizer: &str| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::WithFreqs);
            schema.add_text_field(
                &format!("{name}_{tokenizer}"),
                TextOptions::default().set_indexing_options(indexing),
            )
        };
        TextField {
            folded: add(FOLDED),
            stemmed: add(STEMMED),
        }
    };
    let (title, aliases, text) = (text("title"), text("aliases"), text("text"));
    let fields = IndexFields {
        serial,
        title,
        aliases,
        text,
    };
    let index = Index::create_in_ram(schema.build());
    index
        .tokenizers()
        .register(FOLDED, TextAnalyzer::from(FieldWords::folded()));
    index
        .tokenizers()
        .register(STEMMED, TextAnalyzer::from(FieldWords::lemmas()));
    (index, fields)
}
