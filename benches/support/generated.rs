//! Libraries of any size, made of the texts of the shipped one under new names: real words in real proportions. What they
//! do not have is more different words than the shipped one.

use std::path::Path;

use salesbook::playbook::{Library, synonyms};
use tempfile::TempDir;

/// A folder with the shipped library, its synonyms included, and copies of its entries until there are `size`.
pub fn library(size: usize) -> TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts-library");
    let shipped = Library::open(&root).unwrap().snapshot();
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root.join(synonyms::FILE), folder.path().join(synonyms::FILE)).unwrap();
    for number in 0..size.max(shipped.len()) {
        let entry = shipped.entries().nth(number % shipped.len()).unwrap();
        let (mut name, mut source) = (entry.id.to_string(), entry.source.to_string());
        if number >= shipped.len() {
            let title = format!("title: {}", entry.title());
            name = format!("{name}-{number}");
            source = source.replacen(&title, &format!("{title} {number}"), 1);
        }
        let file = folder.path().join(format!("{name}.md"));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, source).unwrap();
    }
    folder
}
